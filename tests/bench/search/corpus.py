#!/usr/bin/env python3
"""Makes a million pseudo-articles to index, and the texts whose source is then looked for.

  corpus.py --data DATA --out FOLDER [--documents N] [--targets N] [--unindexed N]

A pseudo-article is a run of paragraphs of one file, 200 to 600 words. Paragraphs of targets
(documents that queries are made from) and of unindexed texts are used nowhere else; the others
are dealt out again and again in new orders until there are enough documents, so at a million
each stands in about four. The order is such that the first 10,000 documents hold all targets:
a smaller index is a `head` of docs.jsonl.

Writes docs.jsonl (id, date, text; wikinews with url and title), targets.jsonl (the same lines),
unindexed.jsonl, docs_metadata.jsonl (the first of the documents, with made-up addresses and
titles), and shapes.jsonl, unindexed_shapes.jsonl: what the spinners are given
(id, text, source_id, shape). The same arguments give the same bytes.
"""
import argparse
import json
import pathlib
import random
import re
import subprocess

FILES = {
    "con": "open/congress_press", "dig": "open/digitalgov", "doc": "open/docs",
    "med": "open/medquad", "opc": "open/opensource_com", "osb": "open/openstax_by",
    "pre": "open/presidents", "sen": "open/senate_press", "sim": "open/simplewiki_2021",
    "und": "open/un_debate", "w14": "open/wikipedia_2014", "w15": "open/wikipedia_2015",
    "w18": "open/wikipedia_2018", "osn": "restricted/openstax_nc", "rec": "restricted/recipes",
    "rev": "restricted/reviews", "sco": "restricted/scotus",
}
SHORTEST, LONGEST = 200, 600   # words of an article
PIECE = 250                    # words; longer paragraphs are cut at the end of a sentence
PARAGRAPH = 80                 # words of a single paragraph as query
SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]”’]*\s+(?=[\"'(\[“‘]*[A-Z0-9])")


def sentences(text):
    """Sentences, each with the space after it cut off; joined they give the words back."""
    result, begin = [], 0
    for match in SENTENCE_END.finditer(text):
        result.append(text[begin:match.end()].strip())
        begin = match.end()
    result.append(text[begin:].strip())
    return [s for s in result if s]


def words(text):
    return len(text.split())


def pieces(paragraph):
    """The paragraph, cut where a sentence ends if it is long, or anywhere if there is no end."""
    if words(paragraph) <= PIECE:
        return [paragraph]
    result, now, count = [], [], 0
    for sentence in sentences(paragraph):
        tokens = sentence.split()
        for at in range(0, len(tokens), PIECE):
            part = tokens[at:at + PIECE]
            if count + len(part) > PIECE:
                result.append(" ".join(now))
                now, count = [], 0
            now.append(" ".join(part))
            count += len(part)
    return result + [" ".join(now)]


def read(path):
    raw = subprocess.run(["zstd", "-dcq", path], check=True, stdout=subprocess.PIPE).stdout
    return [line for line in raw.decode("utf-8").split("\n") if line.strip()]


class Dealer:
    """Deals the pieces of one file out as articles."""

    def __init__(self, code, paragraphs, rng):
        self.code, self.rng, self.number = code, rng, 0
        self.paragraphs = paragraphs
        rng.shuffle(self.paragraphs)
        self.words = sum(map(words, paragraphs))
        self.pieces = []   # of the passes over what is left of the paragraphs

    def take(self):
        """An article of paragraphs that are used up by it."""
        wanted = self.rng.randint(SHORTEST, LONGEST - PIECE // 2)
        text, count = [], 0
        while count < wanted:
            for piece in pieces(self.paragraphs.pop()):
                if count < wanted:   # the rest of a long paragraph is thrown away with it
                    text.append(piece)
                    count += words(piece)
        return "\n\n".join(text)

    def pass_over(self):
        """Articles, as ranges of pieces, that use each of the remaining paragraphs once."""
        if not self.pieces:
            self.pieces = [(p, words(p)) for text in self.paragraphs for p in pieces(text)]
        order = list(range(len(self.pieces)))
        self.rng.shuffle(order)
        begin, count, wanted = 0, 0, self.rng.randint(SHORTEST, LONGEST - PIECE // 2)
        for at, piece in enumerate(order):
            count += self.pieces[piece][1]
            if count >= wanted:
                yield self, order[begin:at + 1]
                begin, count = at + 1, 0
                wanted = self.rng.randint(SHORTEST, LONGEST - PIECE // 2)

    def text_of(self, article):
        return "\n\n".join(self.pieces[piece][0] for piece in article)

    def id(self):
        self.number += 1
        return f"{self.code}-{self.number:06d}"


def random_date(rng):
    return f"{rng.randint(2008, 2020)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def document(dealer, text, rng, url="", title=""):
    return {"id": dealer.id(), "url": url, "title": title, "date": random_date(rng), "text": text}


def with_metadata(d, rng):
    """What metadata costs: an address of about 80 bytes and a title of about 60."""
    tokens = re.sub(r"[^A-Za-z0-9 ]", "", d["text"][:400]).split()
    title = ""
    while tokens and len(title) < 55:
        title += (" " if title else "") + tokens.pop(0)
    slug = title.lower().replace(" ", "-")[:40]
    site = f"www.{rng.choice(['daily', 'evening', 'county', 'coast'])}{rng.randrange(50)}.example"
    day = d["date"].replace("-", "/")
    return d | {"url": f"https://{site}/{day}/{slug}-{rng.randrange(10**6)}", "title": title[:70]}


def wikinews(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            d = json.loads(line)
            if words(d["text"]) >= 120:
                yield {k: d[k] for k in ("id", "url", "title", "date", "text")}


def paragraph_of(text, rng):
    """About 80 consecutive words: whole sentences where they come out near that."""
    long = [p for p in text.split("\n\n") if words(p) >= PARAGRAPH]
    source = sentences(rng.choice(long) if long else text.replace("\n\n", " "))
    start = rng.randrange(len(source))
    while start > 0 and words(" ".join(source[start:])) < PARAGRAPH:
        start -= 1
    result = []
    for sentence in source[start:]:
        result += sentence.split()
        if len(result) >= PARAGRAPH:
            break
    return " ".join(result if len(result) <= PARAGRAPH * 5 // 4 else result[:PARAGRAPH])


def shuffled(text, rng):
    s = sentences(text.replace("\n\n", " "))
    rng.shuffle(s)
    return " ".join(s)


def dropped(text, rng):
    """With three of ten sentences gone."""
    s = sentences(text.replace("\n\n", " "))
    if len(s) > 1:
        gone = set(rng.sample(range(len(s)), max(1, round(.3 * len(s)))))
        s = [x for i, x in enumerate(s) if i not in gone]
    return " ".join(s)


def shapes(d, rng):
    made = {"article": d["text"], "paragraph": paragraph_of(d["text"], rng),
            "shuffled": shuffled(d["text"], rng), "dropped": dropped(d["text"], rng)}
    for shape, text in made.items():
        yield {"id": f"{d['id']}/{shape}", "source_id": d["id"], "shape": shape, "text": text}


def write(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="text/ and originals/")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--targets", type=int, default=4_000)
    parser.add_argument("--unindexed", type=int, default=20_000,
                        help="half of them articles, half paragraphs")
    parser.add_argument("--metadata", type=int, default=100_000,
                        help="documents written again with addresses and titles")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)

    dealers = [Dealer(code, read(options.data / "text" / f"{name}.txt.zst"), rng)
               for code, name in FILES.items()]
    weights = [d.words for d in dealers]   # of all words there are, so each file has its share

    targets = list(wikinews(options.data / "originals" / "wikinews_2019.jsonl"))
    for dealer in rng.choices(dealers, weights, k=options.targets - len(targets)):
        targets.append(document(dealer, dealer.take(), rng))
    unindexed = [document(dealer, dealer.take(), rng)
                 for dealer in rng.choices(dealers, weights, k=options.unindexed)]
    write(options.out / "targets.jsonl", targets)
    write(options.out / "unindexed.jsonl", unindexed)
    write(options.out / "shapes.jsonl", (row for d in targets for row in shapes(d, rng)))
    half = len(unindexed) // 2
    write(options.out / "unindexed_shapes.jsonl", (
        {"id": f"{d['id']}/{shape}", "source_id": "", "shape": shape,
         "text": d["text"] if shape == "article" else paragraph_of(d["text"], rng)}
        for i, d in enumerate(unindexed)
        for shape in (["article"] if i < half else ["paragraph"])))

    plans = []
    while len(plans) < options.documents - len(targets):
        plans += [plan for dealer in dealers for plan in dealer.pass_over()]
    rng.shuffle(plans)
    del plans[options.documents - len(targets):]
    # The targets, somewhere among the first 10,000.
    order = [None] * len(targets) + plans[:max(0, 10_000 - len(targets))]
    rng.shuffle(order)
    order += plans[max(0, 10_000 - len(targets)):]
    left = iter(targets)
    write(options.out / "docs.jsonl", (
        next(left) if plan is None else document(plan[0], plan[0].text_of(plan[1]), rng)
        for plan in order))
    with open(options.out / "docs.jsonl", encoding="utf-8") as lines:
        write(options.out / "docs_metadata.jsonl", (
            with_metadata(json.loads(line), rng)
            for _, line in zip(range(options.metadata), lines)))


if __name__ == "__main__":
    main()
