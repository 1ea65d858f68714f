"""Texts, copies and pairs for the recorded outputs, the same on every machine.

Everything is drawn from a data folder by seeds and strides, so two recordings are of the same
inputs. `scale` is the share of each list to take.
"""

import json
import random
import re
import subprocess
from pathlib import Path

LOOKALIKES = str.maketrans("aeopcxi", "\u0430\u0435\u043e\u0440\u0441\u0445\u0456")
INVISIBLE = ("\u200b", "\u00ad", "\u200d", "\u2060", "\ufeff")
WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")


def json_lines(path):
    """The records of a file of JSON lines, compressed or not."""
    if path.suffix == ".zst":
        raw = subprocess.run(["zstd", "-dcq", path], check=True, stdout=subprocess.PIPE).stdout
    else:
        raw = path.read_bytes()
    return [json.loads(line) for line in raw.decode().split("\n") if line.strip()]


def thin(items, count):
    """`count` of `items`, evenly spaced; all where there are no more."""
    if count >= len(items):
        return list(items)
    return [items[i * len(items) // count] for i in range(count)]


def over_kinds(records, count, least):
    """About `count` records: of each kind its share, at least `least`, over all lengths."""
    kinds = {}
    for record in records:
        kinds.setdefault(record["kind"], []).append(record)
    taken = []
    for kind in sorted(kinds):
        ordered = sorted(kinds[kind], key=lambda r: (len(r["text"]), r["id"]))
        taken += thin(ordered, max(least, count * len(ordered) // len(records)))
    return taken


class Spinner:
    """Swaps phrases by a table of (written, meant) pairs."""

    def __init__(self, pairs):
        self.by_original = {}
        for written, meant in pairs:
            key = meant.lower()
            if 0 < len(key.split()) <= 3 and WORD.fullmatch(key.replace(" ", "")):
                self.by_original.setdefault(key, []).append(written)

    def spin(self, text, rate, seed):
        rng = random.Random(seed)
        words = list(WORD.finditer(text))
        out, copied, i = [], 0, 0
        while i < len(words):
            for n in (3, 2, 1):
                last = words[min(i + n, len(words)) - 1]
                found = self.by_original.get(text[words[i].start() : last.end()].lower())
                if found and rng.random() < rate:
                    swap = rng.choice(found)
                    if words[i].group()[0].isupper():
                        swap = swap[:1].upper() + swap[1:]
                    out += (text[copied : words[i].start()], swap)
                    copied = last.end()
                    i += n - 1
                    break
            i += 1
        return "".join(out) + text[copied:]


def obfuscated(text, seed):
    """The text with some letters of other scripts and invisible characters in its words."""
    rng = random.Random(seed)
    out = []
    for word in text.split(" "):
        draw = rng.random()
        if draw < 0.06:
            word = word.translate(LOOKALIKES)
        elif draw < 0.12 and len(word) > 3:
            word = word[:2] + rng.choice(INVISIBLE) + word[2:]
        out.append(word + ("\u00a0" if draw > 0.97 else " "))
    return "".join(out)


def odd_texts(originals):
    """Texts at the edges of what is a text."""
    story = originals[0]["text"]
    accents = "caf\u00e9 na\u00efve \u201cquoted\u201d it\u2019s e\u0301tude \u2014 \u2026 \u00bd "
    texts = {
        "one_letter": "a",
        "one_word": "typhoon",
        "spaces": "   \t ",
        "digits": "12 345 6,789.01 2019-05-01 " * 20,
        "marks": "... --- !!! ??? ((( )))",
        "upper": story.upper(),
        "lower": story.lower(),
        "title_case": story.title(),
        "no_marks": re.sub(r"[^\w\s]", "", story),
        "no_spaces": story.replace(" ", "")[:3000],
        "crlf": story.replace("\n", "\r\n"),
        "one_line": " ".join(story.split()),
        "wide": story.replace(" ", "   "),
        "columns": "\n".join(re.findall(r".{1,60}(?:\s|$)", story)),
        "tabs": story.replace(" ", "\t"),
        "long": "\n\n".join(r["text"] for r in originals[:60]),
        "twice": story + "\n\n" + story,
        "same_word": "said " * 600,
        "long_word": "a" * 5000 + " " + story,
        "accents": accents * 30 + story,
        "emoji": story.replace(". ", ". \U0001f600\u200d\U0001f680 "),
        "other_scripts": "\u0421\u043e\u0432\u0435\u0442 \u0433\u043e\u0440\u043e\u0434\u0430. "
        "\u65b0\u805e\u793e\u306f\u3002 \u0627\u0644\u0645\u062f\u064a\u0646\u0629 " * 30,
        "german": "Der Rat der Stadt traf sich am Montag und beschloss, "
        "die Stra\u00dfe noch vor dem Winter zu erneuern. " * 12,
        "control": story.replace(" ", " \x01", 20).replace("e", "e\x7f", 9),
        "full_width": "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in story),
        "links": "See https://news.example/a?b=c&d=e or write to desk@news.example, "
        "or call 555-0100 (24/7). " * 15,
        "hyphens": story.replace(" the ", " well-known, so-called "),
        "quotes": '"' + story.replace(" ", '" "') + '"',
        "fifty_words": " ".join(story.split()[:50]),
        "forty_nine_words": " ".join(story.split()[:49]),
        "noncharacters": story[:300] + "\ufffe\uffff\ufffd" + story[300:],
        "separators": story.replace(" ", "\u2028", 9),
    }
    return [{"id": f"odd-{name}", "text": text} for name, text in texts.items()]


class Texts:
    """All inputs, each a list of records with `id` and `text`, or pairs."""

    def __init__(self, data, scale):
        data = Path(data)

        def some(items, count):
            return thin(items, max(4, round(count * scale)))

        self.data = data
        self.markers = data / "real" / "markers.txt"
        self.labelled = [data / "real" / name for name in ("dev.jsonl", "dev2.jsonl")]
        real = [r for path in self.labelled for r in json_lines(path)]
        originals = json_lines(data / "originals" / "wikinews_2019.jsonl")
        rewrites = json_lines(data / "rewrites" / "dev.jsonl.zst")
        self.genuine = over_kinds(
            json_lines(data / "honest" / "dev.jsonl.zst"),
            round(5500 * scale),
            max(1, round(20 * scale)),
        )
        swaps = [tuple(pair) for r in real for pair in r["substitutions"]]
        seeds = (data / "real" / "seed_pairs.tsv").read_text().split("\n")
        swaps += [tuple(line.split("\t")) for line in seeds if line.count("\t") == 1]
        phrases = (data / "phrases" / "tortured_dev.tsv").read_text().split("\n")
        self.phrases = [line for line in some(phrases, 900) if line.count("\t") == 1]
        spinner = Spinner(
            swaps + [tuple(line.split("\t")) for line in phrases if line.count("\t") == 1]
        )

        self.real = some(real, len(real))
        self.originals = some(originals, len(originals))
        self.rewrites = some(rewrites, len(rewrites))
        self.spun = []
        for rate in (0.05, 0.2, 0.8):
            for r in self.originals:
                text = spinner.spin(r["text"], rate, f"{r['id']} {rate}")
                self.spun.append({"id": f"{r['id']}-{rate}", "of": r, "text": text})
        self.obfuscated = [
            {"id": f"{r['id']}-obfuscated", "text": obfuscated(r["text"], r["id"])}
            for r in some(self.real, 100) + some(self.spun, 60)
        ]
        self.odd = odd_texts(originals)
        self.pairs = self.pairs_of(some)

    def pairs_of(self, some):
        """(name, original, suspect): rewritten, spun, unrelated, equal, turned round, mixed."""
        out = [(r["id"], r["original"], r["suspect"]) for r in self.rewrites]
        out += [(s["id"], s["of"]["text"], s["text"]) for s in some(self.spun, 240)]
        for r in self.real:
            text = r["text"]
            for written, meant in r["substitutions"]:
                text = text.replace(written, meant, 1)
            if r["label"] == "spun":
                out.append((r["id"], text, r["text"]))
        near = list(zip(self.originals, self.originals[1:], self.spun))
        out += [(f"unrelated-{a['id']}", a["text"], b["text"]) for a, b, _ in some(near, 30)]
        out += [(f"equal-{a['id']}", a["text"], a["text"]) for a, _, _ in some(near, 10)]
        out += [(f"turned-{s['id']}", s["text"], s["of"]["text"]) for s in some(self.spun, 40)]
        out += [
            (
                f"mixed-{a['id']}",
                b["text"] + "\n\n" + a["text"],
                s["text"] + "\n\n" + b["text"][:400],
            )
            for a, b, s in some(near, 40)
        ]
        odd = {r["id"]: r["text"] for r in self.odd}
        return out + [(f"{name}-to-long", odd["odd-long"], odd[name]) for name in sorted(odd)]
