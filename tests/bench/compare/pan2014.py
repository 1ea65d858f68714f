"""The method that won text alignment at PAN 2014, written again: after its description, with
parameters and order of steps checked against what its author published.

Sanchez-Perez, Sidorov and Gelbukh (2014), "The Winning Approach to Text Alignment for Text
Reuse Detection at PAN 2014". Sentences are vectors of tf-isf of stemmed words; pairs with
cosine and Dice above 0.33 are seeds; seeds with at most 4 sentences between them on both
sides are one passage; a passage whose sides are not similar (cosine at most 0.34) is cut
again with a smaller gap, down to 2, and dropped if it never is; of passages that overlap in
the suspect the better stays; short ones (under 150 characters) go. A second run with a gap
of 24 serves summaries: it counts where the original's side is three times the suspect's.
"""

import math
import re

from nltk.stem import PorterStemmer
from texts import sentences

SEED_COSINE = 0.33
SEED_DICE = 0.33
PASSAGE_COSINE = 0.34
GAP, LEAST_GAP = 4, 2
SUMMARY_GAP, SUMMARY_RATIO = 24, 3
LEAST_CHARACTERS = 150
LEAST_WORDS = 3

_stemmer = PorterStemmer()
_stems = {}


def _stem(word):
    if word not in _stems:
        _stems[word] = _stemmer.stem(word)
    return _stems[word]


def _bags(text):
    """(begin, end, counts) of each sentence; those of under three words join the next."""
    out, waiting = [], None
    for begin, end in sentences(text):
        bag = {}
        for word in re.findall(r"\w+", text[begin:end].lower()):
            bag[_stem(word)] = bag.get(_stem(word), 0) + 1
        if waiting:
            begin = waiting[0]
            for word, n in waiting[2].items():
                bag[word] = bag.get(word, 0) + n
            waiting = None
        if sum(bag.values()) < LEAST_WORDS:
            waiting = (begin, end, bag)
        else:
            out.append((begin, end, bag))
    if waiting and out:
        out[-1] = (out[-1][0], waiting[1], out[-1][2])
    return out


def _norm(v):
    return math.sqrt(sum(x * x for x in v.values()))


def _cosine(a, b):
    if len(a) > len(b):
        a, b = b, a
    size = _norm(a) * _norm(b)
    return sum(x * b[w] for w, x in a.items() if w in b) / size if size else 0.0


def _dice(a, b):
    return 2 * len(a.keys() & b.keys()) / (len(a) + len(b)) if a or b else 0.0


def _split(seeds, side, gap):
    parts = []
    for seed in sorted(seeds, key=lambda s: (s[side], s[1 - side])):
        if parts and seed[side] - parts[-1][-1][side] - 1 <= gap:
            parts[-1].append(seed)
        else:
            parts.append([seed])
    return parts


def _clusters(seeds, gap):
    """Cut by one side, then the other, until neither cuts."""
    for side in (0, 1):
        parts = _split(seeds, side, gap)
        if len(parts) > 1:
            return [c for part in parts for c in _clusters(part, gap)]
    return [seeds] if seeds else []


def _bounds(cluster):
    return (min(s[0] for s in cluster), max(s[0] for s in cluster),
            min(s[1] for s in cluster), max(s[1] for s in cluster))


def _sum(vectors):
    out = {}
    for v in vectors:
        for word, x in v.items():
            out[word] = out.get(word, 0) + x
    return out


def _valid(seeds, gap, original, suspect):
    """Clusters whose sides are alike, those that are not cut more finely."""
    out = []
    for cluster in _clusters(seeds, gap):
        a, b, c, d = _bounds(cluster)
        if _cosine(_sum(original[a:b + 1]), _sum(suspect[c:d + 1])) > PASSAGE_COSINE:
            out.append((a, b, c, d))
        elif gap > LEAST_GAP:
            out += _valid(cluster, gap - 1, original, suspect)
    return out


def _quality(passage, shared, original, suspect):
    """How well the sentences in dispute are met, then those outside."""
    def best(j):
        return max(_cosine(suspect[j], original[i]) for i in range(passage[0], passage[1] + 1))
    own = range(passage[2], passage[3] + 1)
    inside = [best(j) for j in own if j in shared]
    outside = [best(j) for j in own if j not in shared]
    q = sum(inside) / len(inside)
    return q + (1 - q) * sum(outside) / len(outside) if outside else q


def _without_overlap(passages, original, suspect):
    out = []
    for p in sorted(passages, key=lambda p: (p[2], p[3])):
        if out and p[2] <= out[-1][3]:
            shared = range(p[2], min(p[3], out[-1][3]) + 1)
            if (_quality(p, shared, original, suspect) >
                    _quality(out[-1], shared, original, suspect)):
                out[-1] = p
        else:
            out.append(p)
    return out


def align(original_text, suspect_text):
    """Passages as (original begin, end, suspect begin, end) in characters."""
    bags = _bags(original_text), _bags(suspect_text)
    frequency, total = {}, len(bags[0]) + len(bags[1])
    for side in bags:
        for _, _, bag in side:
            for word in bag:
                frequency[word] = frequency.get(word, 0) + 1
    original, suspect = [
        [{w: n * math.log(total / frequency[w]) for w, n in bag.items()} for _, _, bag in side]
        for side in bags]
    seeds = [(i, j) for i, a in enumerate(original) for j, b in enumerate(suspect)
             if _cosine(a, b) > SEED_COSINE and _dice(bags[0][i][2], bags[1][j][2]) > SEED_DICE]

    def run(gap):
        found = _without_overlap(_valid(seeds, gap, original, suspect), original, suspect)
        spans = [(bags[0][a][0], bags[0][b][1], bags[1][c][0], bags[1][d][1])
                 for a, b, c, d in found]
        return [s for s in spans
                if s[1] - s[0] >= LEAST_CHARACTERS and s[3] - s[2] >= LEAST_CHARACTERS]

    def lengths(spans):
        return sum(s[1] - s[0] for s in spans), sum(s[3] - s[2] for s in spans)

    plain, summary = run(GAP), run(SUMMARY_GAP)
    from_original, in_suspect = lengths(summary)
    return summary if summary and from_original >= SUMMARY_RATIO * in_suspect else plain
