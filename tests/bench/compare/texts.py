"""Texts and pairs of texts for the benchmark of comparing.

Everything is drawn with fixed seeds from the folder of data; nothing is written.
"""

import datetime
import json
import os
import random
import re
import subprocess

import numpy
import scipy.sparse

SENTENCE = re.compile(r"(?<=[.!?])[\"')\u201d\u2019]*\s+(?=[\"'(\u201c\u2018]?[A-Z0-9])|\n+")


def sentences(text):
    """Spans of characters, without the white space between."""
    out, at = [], 0
    for gap in SENTENCE.finditer(text):
        end = gap.start() + len(gap.group().rstrip())
        if end > at:
            out.append((at, end))
        at = gap.end()
    end = len(text.rstrip())
    if end > at:
        out.append((at, end))
    return out


def words(text):
    return len(text.split())


def cut(text, most):
    """The first sentences, up to about `most` words."""
    end = 0
    for span in sentences(text):
        if end and words(text[:span[1]]) > most:
            break
        end = span[1]
    return text[:end]


def _lines(data, name):
    path = os.path.join(data, "text", "open", name + ".txt.zst")
    out = subprocess.run(["zstd", "-dc", path], stdout=subprocess.PIPE, check=True).stdout
    # Some press releases were once read in the wrong encoding.
    return [x for x in out.decode(errors="replace").splitlines() if "\u00e2" not in x]


def news(data):
    """All of wikinews_2019: id, date, text."""
    with open(os.path.join(data, "originals", "wikinews_2019.jsonl")) as lines:
        return [json.loads(line) for line in lines]


def press(data, count, seed):
    """Press releases of 150 to 600 words."""
    lines = _lines(data, "senate_press") + _lines(data, "congress_press")
    random.Random(seed).shuffle(lines)
    fitting = (x for x in lines if 150 <= words(x) <= 600)
    return [text for text, _ in zip(fitting, range(count))]


def encyclopedia(data, count, seed):
    """Pseudo-articles: neighboring paragraphs of Wikipedia, 200 to 600 words."""
    lines = _lines(data, "wikipedia_2018")
    start = random.Random(seed).randrange(len(lines) // 2)
    out, room = [], ""
    for line in lines[start:]:
        room = room + "\n\n" + line if room else line
        if words(room) >= 200:
            out.append(cut(room, 600))
            room = ""
        if len(out) == count:
            break
    return out


def tf_idf(texts):
    """Rows of unit length."""
    vocabulary, rows, columns, values = {}, [], [], []
    for row, text in enumerate(texts):
        counts = {}
        for word in re.findall(r"[a-z0-9]+", text.lower()):
            counts[word] = counts.get(word, 0) + 1
        for word, n in counts.items():
            rows.append(row)
            columns.append(vocabulary.setdefault(word, len(vocabulary)))
            values.append(1 + numpy.log(n))
    m = scipy.sparse.csr_matrix((values, (rows, columns)), (len(texts), len(vocabulary)))
    df = numpy.asarray((m > 0).sum(axis=0)).ravel()
    m = m @ scipy.sparse.diags(numpy.log(len(texts) / df))
    return scipy.sparse.diags(1 / numpy.sqrt(m.multiply(m).sum(axis=1).A1 + 1e-12)) @ m


def shares_run(a, b, length=8):
    """Whether some `length` words in a row are in both."""
    def runs(text):
        w = re.findall(r"[a-z0-9']+", text.lower())
        return {tuple(w[i:i + length]) for i in range(len(w) - length + 1)}
    return not runs(a).isdisjoint(runs(b))


def near_pairs(texts, count, allowed):
    """The `count` most similar pairs (i, j) with allowed(i, j), and their similarity."""
    m = tf_idf(texts).tocsr()
    found = []
    for start in range(0, len(texts), 1000):
        block = (m[start:start + 1000] @ m.T).tocoo()
        keep = block.data > 0.1
        for i, j, s in zip(block.row[keep] + start, block.col[keep], block.data[keep]):
            if i < j:
                found.append((-s, int(i), int(j)))
    out = []
    for s, i, j in sorted(found):
        if allowed(i, j):
            out.append((i, j, -s))
            if len(out) == count:
                break
    return out


def days_apart(a, b):
    return abs((datetime.date.fromisoformat(a) - datetime.date.fromisoformat(b)).days)


def independent_pairs(data, count, seed):
    """Pairs of different texts on one topic, by group: (id, original, suspect)."""
    articles = news(data)
    texts = [a["text"] for a in articles]
    groups = {}
    near = near_pairs(texts, count, lambda i, j: days_apart(
        articles[i]["date"], articles[j]["date"]) <= 3)
    for name, wanted in (("news within three days", False),
                         ("the same, with eight words in a row in common", True)):
        groups[name] = [(f"news-{i}-{j}", texts[i], texts[j]) for i, j, _ in near
                        if shares_run(texts[i], texts[j]) == wanted]
    near = near_pairs(texts, count, lambda i, j: not shares_run(texts[i], texts[j]))
    groups["news, nearest of the year"] = [
        (f"year-{i}-{j}", texts[i], texts[j]) for i, j, _ in near]
    releases = press(data, 12000, 2000 + seed)
    seen = set()

    def fresh(i, j):
        # A release that was sent out by ten members counts once.
        if i in seen or j in seen or shares_run(releases[i], releases[j]):
            return False
        seen.update((i, j))
        return True
    near = near_pairs(releases, count, fresh)
    groups["press releases on one matter"] = [
        (f"press-{i}-{j}", releases[i], releases[j]) for i, j, _ in near]
    rng = random.Random(seed)
    for name, pool in (("unrelated news", texts), ("unrelated press releases", releases),
                       ("unrelated encyclopedia", encyclopedia(data, 300, 2000 + seed))):
        groups[name] = []
        while len(groups[name]) < count:
            i, j = rng.sample(range(len(pool)), 2)
            if not shares_run(pool[i], pool[j]):
                groups[name].append((f"{name}-{len(groups[name])}", pool[i], pool[j]))
    return groups


def passages_of(text, rng, count=3, least=50):
    """`count` disjoint runs of sentences of at least `least` words, none next to another."""
    spans = sentences(text)
    for _ in range(50):
        starts = sorted(rng.sample(range(len(spans)), min(count, len(spans))))
        out, taken = [], -1
        for first in starts:
            if first <= taken + 1 and taken >= 0:
                break
            last = first
            while last < len(spans) and words(text[spans[first][0]:spans[last][1]]) < least:
                last += 1
            if last == len(spans):
                break
            out.append((spans[first][0], spans[last][1]))
            taken = last
        if len(out) == count:
            return out
    return None


def insert(host, pieces, rng):
    """`pieces` put between sentences of `host` in random order; the text and their spans."""
    spans = sentences(host)
    places = sorted(rng.sample(range(1, len(spans)), len(pieces)))
    order = list(range(len(pieces)))
    rng.shuffle(order)
    out, at, where = "", 0, [None] * len(pieces)
    for place, piece in zip(places, order):
        out += host[at:spans[place - 1][1]] + " "
        where[piece] = (len(out), len(out) + len(pieces[piece]))
        out += pieces[piece]
        at = spans[place - 1][1]
    return out + host[at:], where
