"""Web pages made of given texts: seeded, of many shapes and encodings."""

import html
import json
import random

CHARSETS = (
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "windows-1252",
    "iso-8859-1",
    "utf-16",
    "utf-16-be",
    "us-ascii",
    "shift_jis",
    "gb18030",
    "koi8-r",
    "macintosh",
    "iso-8859-15",
    "wrong",
    "none",
)
PYTHON_NAMES = {"macintosh": "mac-roman", "wrong": "cp1252", "none": "utf-8"}
SITES = ("", " | The Courier", " - Site", " &raquo; News")
SECTIONS = (
    "News",
    "Sport",
    "Weather",
    "Culture",
    "Jobs",
    "Money",
    "Opinion",
    "Travel",
    "Cars & homes",
)
NAMED = {
    "\u2019": "&rsquo;",
    "\u201c": "&ldquo;",
    "\u201d": "&rdquo;",
    "\u2014": "&mdash;",
    "\u00e9": "&eacute;",
}

FIGURE = "<figure><img src=a.jpg alt='A view'><figcaption>A view of the town.</figcaption></figure>"
BYLINE = (
    '<p class="byline">By <a rel=author href=/j>J. Doe</a>, '
    '<time datetime="2019-05-01">1 May</time></p>'
)


class Page:
    """One page of `record` (id, text, perhaps title, date); `others` lend teasers and comments."""

    def __init__(self, record, others):
        self.rng = random.Random("page " + record["id"])
        self.record = record
        self.others = others
        self.charset = self.rng.choice(CHARSETS)
        self.title = record.get("title") or record["text"][:60].rsplit(" ", 1)[0]

    def chance(self, share):
        return self.rng.random() < share

    def escaped(self, text):
        style = self.rng.random()
        out = html.escape(text, quote=style < 0.5)
        if style < 0.2:
            out = "".join(NAMED.get(c, c if c < "\x80" else f"&#{ord(c)};") for c in out)
        elif style < 0.3:
            out = "".join(c if c < "\x80" else f"&#x{ord(c):X};" for c in out)
        return out

    def inline(self, text):
        """A paragraph with links, emphasis, breaks and comments between its words."""
        out = []
        for word in self.escaped(text).split(" "):
            draw = self.rng.random()
            if draw < 0.02:
                word = f'<a href="/topic?q=1&amp;w=2">{word}</a>'
            elif draw < 0.035:
                word = (
                    self.rng.choice(
                        ("<em>%s</em>", "<b>%s</b>", "<span class=x>%s</span>", "<i>%s")
                    )
                    % word
                )
            elif draw < 0.045:
                word += self.rng.choice(
                    ("<!-- x -->", "<br>", "<br/>\n", "<wbr>", "&nbsp;", "<sup>[1]</sup>", "\n")
                )
            out.append(word)
        return " ".join(out)

    def head(self):
        date = self.record.get("date", "2019-05-01")
        title, canonical = self.escaped(
            self.title
        ), f"https://www.site.example/{self.record['id']}".replace(" ", "_")
        lines = []
        if self.charset != "none":
            name = {"utf-8-sig": "utf-8", "wrong": "utf-8"}.get(self.charset, self.charset)
            lines.append(
                self.rng.choice(
                    (
                        f'<meta charset="{name}">',
                        f"<META http-equiv=Content-Type content='text/html; charset={name}'>",
                    )
                )
            )
        lines.append(f"<title>{title}{self.rng.choice(SITES)}</title>")
        if self.chance(0.5):
            lines.append(f'<meta property="og:title" content="{html.escape(self.title)}">')
        if self.chance(0.5):
            lines.append(f'<meta property="article:published_time" content="{date}T07:40:00Z">')
        if self.chance(0.5):
            lines.append(f'<link rel="canonical" href="{html.escape(canonical)}">')
        if self.chance(0.4):
            lines.append(
                f'<script type="application/ld+json">{self.json_ld(date, canonical)}</script>'
            )
        lines.append(
            "<style>.ad > p { float: right }</style>"
            "<script>if (1 < 2 && a) { track('<p>no text</p>'); }</script>"
        )
        return "\n".join(lines)

    def json_ld(self, date, address):
        value = {
            "@type": self.rng.choice(
                ("NewsArticle", "Article", "WebPage", ["Thing", "BlogPosting"])
            ),
            "headline": self.title,
            "datePublished": date + "T09:00:00+02:00",
            "url": address,
            "author": {"@type": "Person", "name": "J. Doe"},
        }
        if self.chance(0.3):
            value["articleBody"] = self.record["text"]
        if self.chance(0.3):
            value = {
                "@context": "https://schema.org",
                "@graph": [{"@type": "Organization", "name": "Courier"}, value],
            }
        out = json.dumps(value, ensure_ascii=self.chance(0.7)).replace("</", "<\\/")
        return out[:-9] if self.chance(0.1) else out

    def navigation(self):
        links = "".join(f'<li><a href="/{i}">{html.escape(s)}</a>' for i, s in enumerate(SECTIONS))
        kind = self.rng.randrange(4)
        if kind == 0:
            return f"<header><a href=/>The Courier</a><nav><ul>{links}</ul></nav></header>"
        if kind == 1:
            menu = f'<div id="menu" class="nav navbar"><ul>{links}</ul></div>'
            return menu + "<p class=cookie>We use cookies. <a href=#>Accept</a></p>"
        if kind == 2:
            return f"<table width=100%><tr><td><font size=1>{links}</font></td></tr></table>"
        return ""

    def table(self):
        rows = "".join(
            f"<tr><th>{s}<td>{self.rng.randrange(9999)}<td>{self.rng.random():.3f}"
            for s in SECTIONS[:5]
        )
        return f"<table><caption>Figures</caption>{rows}</table>"

    def main(self):
        paragraphs = [p for p in self.record["text"].split("\n") if p.strip()]
        if len(paragraphs) == 1:
            sentences = paragraphs[0].split(". ")
            paragraphs = [
                ". ".join(sentences[i : i + 3]) + "." for i in range(0, len(sentences), 3)
            ]
        style, out = self.rng.randrange(6), []
        for number, text in enumerate(paragraphs):
            body = self.inline(text)
            out.append(
                (
                    "<p>%s</p>",
                    "<p>%s",
                    "<div>%s</div>",
                    "%s<br><br>",
                    "<P CLASS='t'>%s</P>",
                    "<p>%s</p>",
                )[style]
                % body
            )
            if self.chance(0.1):
                out.append(f"<h2>{self.escaped(' '.join(text.split()[:5]))}</h2>")
            if self.chance(0.06):
                out.append(
                    self.rng.choice(
                        (
                            self.table(),
                            FIGURE,
                            (
                                f"<blockquote>{body[:90]}</blockquote>"
                                if "<" not in body[:90]
                                else "<hr>"
                            ),
                            "<ul><li>One item<li>Another item</ul>",
                            "<div class=ad>Advertisement</div>",
                            "<!-- more -->",
                            "<aside><h3>Related</h3>"
                            "<a href=/r>Read more about this here</a></aside>",
                            "<pre>  kept   as\n it is</pre>",
                            "<svg><text>drawn</text></svg><noscript><img src=x></noscript>",
                            "<template><p>Not shown.</p></template><p hidden>Hidden too.</p>",
                        )
                    )
                )
            if number == 0 and self.chance(0.3):
                out.append(BYLINE)
        heading = f"<h1>{self.escaped(self.title)}</h1>"
        frame = self.rng.choice(
            (
                "<main><article>%s</article></main>",
                "<article itemscope itemtype='https://schema.org/Article'>"
                "<div itemprop=articleBody>%s</div></article>",
                "<div id=content><div class=post>%s</div></div>",
                "<table><tr><td>%s</td><td>Ads</td></tr></table>",
                "<div><div><section>%s</section>",
                "%s",
            )
        )
        return frame % (heading + "\n" + "\n".join(out))

    def footer(self):
        out = []
        if self.chance(0.4):
            teasers = "".join(
                f"<li><a href=/{o['id'][-3:]}>{html.escape(o['text'][:70])}</a></li>"
                for o in self.others
            )
            out.append(f"<aside class=related><h2>More news</h2><ul>{teasers}</ul></aside>")
        if self.chance(0.3):
            words = "".join(
                f"<div class=comment><b>user{i}</b><p>{html.escape(o['text'][:160])}</p></div>"
                for i, o in enumerate(self.others)
            )
            out.append(f"<section id=comments><h3>Comments</h3>{words}</section>")
        if self.chance(0.7):
            out.append(
                "<footer><p>&copy; 2019 The Courier. All rights reserved. "
                "<a href=/imprint>Imprint</a></p></footer>"
            )
        return "\n".join(out)

    def text(self):
        language = self.rng.choice(
            ('<html lang="en">', "<html lang=en-GB>", "<html>", '<HTML LANG="de">', "")
        )
        kind = self.rng.choice(
            (
                "<!DOCTYPE html>",
                "<!doctype html>",
                "",
                '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD">',
            )
        )
        parts = (
            kind,
            language,
            f"<head>\n{self.head()}\n</head>",
            f"<body class=p{self.rng.randrange(9)}>",
            self.navigation(),
            self.main(),
            self.footer(),
            self.rng.choice(("</body></html>", "</html>", "")),
        )
        return self.rng.choice(("\n", "\n", "\r\n", "")).join(parts)

    def bytes(self):
        codec = PYTHON_NAMES.get(self.charset, self.charset)
        return self.text().encode(
            codec, "replace" if self.charset == "wrong" else "xmlcharrefreplace"
        )
