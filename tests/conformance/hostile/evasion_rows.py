"""Ways in which the author of a page may try to switch the judgement off, each a row of a table.

  for row in ROWS: name, content = row.name, row.make(text)

A row takes a plain text, paragraphs divided by blank lines, and gives a page or a text that a
reader sees as the same words. "plain" and "page" are the text itself, with which the others are
compared.
"""

import html
import random
from collections.abc import Callable
from dataclasses import dataclass

# Letters of other scripts that look like Latin ones.
CYRILLIC = dict(zip("aceopxyi", "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456", strict=True))
MIXED = {"a": "\u0251", "o": "\u03bf", "n": "\u0578", "u": "\u057d", "v": "\u03bd", "g": "\u0581"}
SMALL = dict(
    zip(
        "abcdefghijklmnoprtuvwyz",
        "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274"
        "\u1d0f\u1d18\u0280\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22",
        strict=True,
    )
)
GERMAN = (
    "Der Gemeinderat hat am Montag beschlossen, dass die alte Brücke vor dem Winter erneuert wird, "
    "weil die Pfeiler seit dem Hochwasser Risse haben und der Bus nicht mehr darüber fahren darf."
)
ORDINARY = (
    "The council met on Monday, and the minutes of the meeting will be on the site of the town "
    "before the end of the week. Questions may be sent by post or brought to the hall, where the "
    "clerk keeps a list of them for the next meeting, which is on the first Monday of the month at "
    "seven in the evening."
)


@dataclass(frozen=True)
class Row:
    """One way; `kind` is "html" or "txt". `said` is what a report must say of it: "exempt" words,
    "unhidden" elements, "invisible" or "lookalike" characters; empty: nothing.
    """

    name: str
    group: str
    kind: str
    make: Callable[[str], str]
    said: str


ROWS: list[Row] = []
SAID = {"code": "exempt", "quotation": "exempt", "table": "exempt", "letters": "lookalike"}


def text_row(group, name, said=None):
    def put(make):
        ROWS.append(Row(name, group, "txt", make, SAID.get(group, "") if said is None else said))
        return make

    return put


def page_row(group, name, css="", said=None, before="<article>", after="</article>"):
    """A page around what `make` gives for the escaped text."""

    def put(make):
        def page(text):
            style = f"<style>{css}</style>" if css else ""
            body = make(html.escape(text, quote=False))
            return f"<title>x</title>{style}{before}{body}{after}"

        ROWS.append(Row(name, group, "html", page, SAID.get(group, "") if said is None else said))
        return make

    return put


def runs(text, size):
    words = text.split()
    return [" ".join(words[i : i + size]) for i in range(0, len(words), size)]


def each_run(text, size, change):
    """Paragraphs with `change` applied to each `size` words, with their number."""
    number = 0
    out = []
    for paragraph in text.split("\n\n"):
        parts = []
        for run in runs(paragraph, size):
            parts.append(change(run, number))
            number += 1
        out.append(" ".join(parts))
    return out


def each_word(text, change):
    return "\n\n".join(each_run(text, 1, change))


def paragraphs(parts):
    return "".join(f"<p>{part}</p>" for part in parts)


def plain_paragraphs(text):
    return paragraphs(text.split("\n\n"))


def two_parts(run, size=6):
    words = run.split()
    return " ".join(words[:size]), " ".join(words[size:])


def marked(run, opening, closing, size=6):
    first, rest = two_parts(run, size)
    return f"{opening}{first}{closing} {rest}".strip()


def replaced(text, letters):
    return "".join(letters.get(c, c) for c in text)


# The text itself.
text_row("itself", "plain")(lambda t: t)
page_row("itself", "page")(plain_paragraphs)

# Code.
for tag in ("code", "samp", "kbd"):
    page_row("code", f"<{tag}> around each 10 words", css=f"{tag}{{font:inherit}}")(
        lambda t, tag=tag: paragraphs(each_run(t, 10, lambda r, i: f"<{tag}>{r}</{tag}>"))
    )
page_row("code", "<pre> around all", css="pre{font:inherit}")(lambda t: f"<pre>{t}</pre>")
page_row("code", "<pre> around each paragraph", css="pre{font:inherit}")(
    lambda t: "".join(f"<pre>{p}</pre>" for p in t.split("\n\n"))
)
page_row("code", "<code> around every second run of 8 words")(
    lambda t: paragraphs(each_run(t, 8, lambda r, i: r if i % 2 else f"<code>{r}</code>"))
)
page_row("code", "<code> around each 4th run of 12 words")(
    lambda t: paragraphs(each_run(t, 12, lambda r, i: r if i % 4 else f"<code>{r}</code>"))
)
page_row("code", "<code> around all but 40 words")(
    lambda t: paragraphs(each_run(t, 10, lambda r, i: r if i < 4 else f"<code>{r}</code>"))
)
page_row("code", "<code> around whole paragraphs")(
    lambda t: paragraphs(f"<code>{p}</code>" for p in t.split("\n\n"))
)
page_row("code", "<code> around each word")(
    lambda t: paragraphs(each_run(t, 1, lambda r, i: f"<code>{r}</code>"))
)
page_row("code", "<code> around every second word")(
    lambda t: paragraphs(each_run(t, 1, lambda r, i: r if i % 2 else f"<code>{r}</code>"))
)
text_row("code", "fenced code block")(lambda t: f"```\n{t}\n```\n")
text_row("code", "backticks around each 12 words")(
    lambda t: "\n\n".join(each_run(t, 12, lambda r, i: f"`{r}`"))
)
text_row("code", "backticks around all but 40 words")(
    lambda t: "\n\n".join(each_run(t, 10, lambda r, i: r if i < 4 else f"`{r}`"))
)
text_row("code", "indented code behind a fence")(
    lambda t: "```\nx\n```\n\n" + "\n".join("    " + r for r in runs(t, 12)) + "\n"
)
text_row("code", "a call: word() one in 3")(
    lambda t: each_word(t, lambda w, i: w + "()" if i % 3 == 0 and w.isalpha() else w)
)
text_row("code", "under_scores between pairs")(
    lambda t: "\n\n".join(
        each_run(t, 2, lambda r, i: r.replace(" ", "_") if r.replace(" ", "").isalpha() else r)
    )
)
text_row("code", "dots between pairs")(
    lambda t: "\n\n".join(
        each_run(t, 2, lambda r, i: r.replace(" ", ".") if r.replace(" ", "").isalpha() else r)
    )
)
text_row("code", "camelCase in one pair of 4")(
    lambda t: "\n\n".join(
        each_run(
            t,
            2,
            lambda r, i: (
                r.split()[0] + r.split()[1].title()
                if i % 4 == 0 and r.replace(" ", "").isalpha() and " " in r
                else r
            ),
        )
    )
)
text_row("code", "@ before one word in 3")(
    lambda t: each_word(t, lambda w, i: "@" + w if i % 3 == 0 else w)
)
text_row("code", "slashes between pairs", said="")(
    lambda t: "\n\n".join(each_run(t, 2, lambda r, i: r.replace(" ", "/")))
)

# Quotations.
page_row("quotation", "<q> around 6 words, 1 not", css="q{quotes:none}")(
    lambda t: paragraphs(each_run(t, 7, lambda r, i: marked(r, "<q>", "</q>")))
)
page_row("quotation", "<q> around each 6 words, a comma between", css="q{quotes:none}")(
    lambda t: paragraphs(each_run(t, 6, lambda r, i: f"<q>{r}</q>,"))
)
page_row("quotation", "<q> around each 5 words", said="", css="q{quotes:none}")(
    lambda t: paragraphs(each_run(t, 5, lambda r, i: f"<q>{r}</q>"))
)
page_row("quotation", "<q> around 6 words, 6 not", css="q{quotes:none}")(
    lambda t: paragraphs(each_run(t, 12, lambda r, i: marked(r, "<q>", "</q>")))
)
page_row("quotation", "<blockquote> around all", said="")(
    lambda t: f"<blockquote>{plain_paragraphs(t)}</blockquote>"
)
page_row("quotation", "<blockquote> around each 6 words", said="")(
    lambda t: "".join(f"<blockquote>{r}</blockquote>" for r in runs(t, 6))
)
text_row("quotation", "\u201c6 words\u201d 1 not")(
    lambda t: "\n\n".join(each_run(t, 7, lambda r, i: marked(r, "\u201c", "\u201d")))
)
text_row("quotation", "\u201c6 words\u201d, a comma between")(
    lambda t: "\n\n".join(each_run(t, 6, lambda r, i: f"\u201c{r}\u201d,"))
)
text_row("quotation", '"6 words" - "6 words"')(
    lambda t: "\n\n".join(each_run(t, 6, lambda r, i: f'"{r}" -'))
)
text_row("quotation", "\u201ceach word\u201d, a comma between", said="")(
    lambda t: each_word(t, lambda w, i: f"\u201c{w}\u201d,")
)
text_row("quotation", "quotation marks around all", said="")(
    lambda t: "\n\n".join(f"\u201c{p}\u201d" for p in t.split("\n\n"))
)

# Tables.
page_row("table", "a table of 2 columns, 15 words a cell")(
    lambda t: (
        "<table>"
        + "".join(
            f"<tr><td>{' '.join(r.split()[:15])}<td>{' '.join(r.split()[15:])}</tr>"
            for r in runs(t, 30)
        )
        + "</table>"
    )
)
page_row("table", "a table, 4 words a cell")(
    lambda t: (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{c}" for c in runs(r, 4)) + "</tr>" for r in runs(t, 16))
        + "</table>"
    )
)
page_row("table", "a word a cell")(
    lambda t: (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{c}" for c in r.split()) + "</tr>" for r in runs(t, 12))
        + "</table>"
    )
)
page_row("table", "40 words a cell beside an empty cell")(
    lambda t: "<table>" + "".join(f"<tr><td>{r}<td></tr>" for r in runs(t, 40)) + "</table>"
)
page_row("table", "a layout table, a paragraph a cell beside an empty cell")(
    lambda t: "<table>" + "".join(f"<tr><td>{p}<td></tr>" for p in t.split("\n\n")) + "</table>"
)
text_row("table", "| with 8 words a cell")(
    lambda t: "\n".join("| " + " | ".join(runs(r, 8)) + " |" for r in runs(t, 16))
)
text_row("table", "| around lines of 20 words")(
    lambda t: "\n".join(f"| {r} |" for r in runs(t, 20))
)
text_row("table", "one tab in each line of 20 words")(
    lambda t: "\n".join(
        "\t".join([" ".join(r.split()[:10]), " ".join(r.split()[10:])]) for r in runs(t, 20)
    )
)

# What a page hides or shows.
page_row("hidden", "aria-hidden around all", before='<div aria-hidden="true">', after="</div>")(
    plain_paragraphs
)
page_row(
    "hidden",
    "hidden undone by a style sheet",
    said="unhidden",
    css="div{display:block!important}",
    before="<div hidden>",
    after="</div>",
)(plain_paragraphs)
page_row(
    "hidden",
    "display:none undone",
    said="unhidden",
    css=".s{display:block!important}",
    before='<div class=s style="display:none">',
    after="</div>",
)(plain_paragraphs)
page_row(
    "hidden",
    "hidden undone, 60 ordinary words shown",
    said="unhidden",
    css="div{display:block!important}",
    before="<article>",
    after="</article>",
)(lambda t: f"<p>{ORDINARY}</p>" + f"<div hidden>{plain_paragraphs(t)}</div>")
page_row(
    "hidden",
    "display:none around each third word, undone",
    said="unhidden",
    css=".s{display:inline!important}",
)(
    lambda t: paragraphs(
        each_run(
            t, 1, lambda w, i: w if i % 3 else f'<span class=s style="display:none">{w}</span>'
        )
    )
)
page_row(
    "hidden",
    "hidden on each second paragraph, undone",
    said="unhidden",
    css="p{display:block!important}",
)(
    lambda t: "".join(
        f"<p>{p}</p>" if i % 2 else f"<p hidden>{p}</p>" for i, p in enumerate(runs(t, 30))
    )
)
for tag in ("textarea", "button", "noscript"):
    page_row("hidden", f"<{tag}> around all")(lambda t, tag=tag: f"<{tag}>{t}</{tag}>")
page_row("hidden", "<iframe srcdoc>")(
    lambda t: '<iframe srcdoc="' + plain_paragraphs(t).replace('"', "&quot;") + '"></iframe>'
)

# Markup without end.
page_row("markup", "300 attributes on <i>")(
    lambda t: "<i " + " ".join(f"a{i}=1" for i in range(300)) + ">" + plain_paragraphs(t)
)
page_row("markup", "300 attributes on <body>", before="", after="")(
    lambda t: "<body " + " ".join(f"a{i}=1" for i in range(300)) + ">" + plain_paragraphs(t)
)
page_row("markup", "700 attributes on <p>")(
    lambda t: "".join(
        "<p " + " ".join(f"a{i}=1" for i in range(700)) + f">{p}</p>" for p in t.split("\n\n")
    )
)
page_row("markup", "600 nested <div>")(
    lambda t: "<div>" * 600 + plain_paragraphs(t) + "</div>" * 600
)
page_row("markup", "a heading a sentence")(
    lambda t: "".join(f"<h3>{s}</h3>" for s in t.replace("\n\n", " ").split(". "))
)
page_row("markup", "a list, 8 words an item")(
    lambda t: "<ul>" + "".join(f"<li>{r}</li>" for r in runs(t, 8)) + "</ul>"
)
page_row("markup", "<sup>1</sup> behind each 4th word")(
    lambda t: paragraphs(each_run(t, 4, lambda r, i: r + "<sup>1</sup>"))
)
page_row("markup", "<del> and <s> around runs of 10 words")(
    lambda t: paragraphs(
        each_run(t, 10, lambda r, i: f"<del>{r}</del>" if i % 2 else f"<s>{r}</s>")
    )
)
page_row("markup", "all in <aside>", before="<aside>", after="</aside>")(plain_paragraphs)
page_row("markup", "all in comments", before="<div class=comments>", after="</div>")(
    plain_paragraphs
)
page_row("markup", "a link around each 8 words")(
    lambda t: paragraphs(each_run(t, 8, lambda r, i: f"<a href=/{i}>{r}</a>"))
)

# Letters.
page_row("letters", "U+3164 for all spaces", said="invisible")(
    lambda t: paragraphs("\u3164".join(p.split()) for p in t.split("\n\n"))
)
page_row("letters", "U+3164 for one space of 4", said="invisible")(
    lambda t: paragraphs(each_run(t, 4, lambda r, i: "\u3164".join(r.rsplit(" ", 1))))
)
text_row("letters", "U+2800 in each word", said="invisible")(
    lambda t: each_word(t, lambda w, i: w[: len(w) // 2] + "\u2800" + w[len(w) // 2 :])
)
text_row("letters", "U+2800 for spaces", said="invisible")(
    lambda t: "\n\n".join("\u2800".join(p.split()) for p in t.split("\n\n"))
)
text_row("letters", "U+0323 in each word")(
    lambda t: each_word(t, lambda w, i: w[:2] + "\u0323" + w[2:])
)
text_row("letters", "U+0323 in one word of 4")(
    lambda t: each_word(t, lambda w, i: w if i % 4 else w[:2] + "\u0323" + w[2:])
)
text_row("letters", "U+0300 in one word of 4")(
    lambda t: each_word(t, lambda w, i: w if i % 4 else w[:2] + "\u0300" + w[2:])
)
text_row("letters", "U+0335 in each word")(
    lambda t: each_word(t, lambda w, i: w[:2] + "\u0335" + w[2:])
)
text_row("letters", "Greek, Armenian, alpha letters")(lambda t: replaced(t, MIXED))
text_row("letters", "Cyrillic letters")(lambda t: replaced(t, CYRILLIC))
text_row("letters", "Cyrillic letters in one word of 5")(
    lambda t: each_word(t, lambda w, i: w if i % 5 else replaced(w, CYRILLIC))
)
text_row("letters", "dotless i")(lambda t: t.replace("i", "\u0131"))
text_row("letters", "dotless i in one word of 4", said="")(
    lambda t: each_word(t, lambda w, i: w if i % 4 else w.replace("i", "\u0131"))
)
text_row("letters", "0 for o and 1 for l")(lambda t: t.replace("o", "0").replace("l", "1"))
text_row("letters", "small capitals")(lambda t: replaced(t, SMALL))
text_row("letters", "capital I for l")(
    lambda t: each_word(t, lambda w, i: w[:1] + w[1:].replace("l", "I"))
)
text_row("letters", "rn for m")(
    lambda t: each_word(t, lambda w, i: w[:1] + w[1:].replace("m", "rn"))
)
text_row("letters", "zero-width spaces in words", said="invisible")(
    lambda t: each_word(t, lambda w, i: w[:1] + "\u200b" + w[1:])
)
text_row("letters", "no-break spaces", said="")(lambda t: t.replace(" ", "\u00a0"))
text_row("letters", "reversed under U+202E", said="invisible")(
    lambda t: "\n\n".join("\u202e" + p[::-1] + "\u202c" for p in t.split("\n\n"))
)
text_row("letters", "s p a c e d letters in one word of 8", said="invisible")(
    lambda t: each_word(t, lambda w, i: w if i % 8 else " ".join(w))
)

# Noise between words.
text_row("noise", "a comma behind each 3rd word")(
    lambda t: "\n\n".join(each_run(t, 3, lambda r, i: r if r[-1] in ",.;:" else r + ","))
)
text_row("noise", "punctuation removed")(
    lambda t: "".join(c for c in t if c.isalnum() or c.isspace() or c == "'")
)
text_row("noise", "a Markdown link on each 4th word")(
    lambda t: each_word(t, lambda w, i: w if i % 4 else f"[{w}](https://example.com/{i})")
)
text_row("noise", "an address behind each 6th word")(
    lambda t: "\n\n".join(each_run(t, 6, lambda r, i: f"{r} https://example.com/{i}"))
)
text_row("noise", "a number behind each 3rd word")(
    lambda t: "\n\n".join(each_run(t, 3, lambda r, i: f"{r} {i + 3}"))
)
text_row("noise", "a blank line behind each 4th word")(lambda t: "\n\n".join(runs(t, 4)))


def with_typos(text, one_in):
    draw = random.Random(7)

    def change(word, number):
        if number % one_in or len(word) < 5 or not word.isalpha():
            return word
        at = draw.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return each_word(text, change)


text_row("noise", "a typo in one word of 10")(lambda t: with_typos(t, 10))
text_row("noise", "a typo in one word of 5", said="lookalike")(lambda t: with_typos(t, 5))
text_row("noise", "German behind, 40 % as long")(
    lambda t: t + "\n\n" + " ".join((GERMAN + " ").split() * 9)[: int(0.4 * len(t))]
)
