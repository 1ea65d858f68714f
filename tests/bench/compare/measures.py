"""The measures: substitutions found, PlagDet, and bootstrap intervals."""

import math
import re

import estimates
import numpy

WORD = re.compile(rb"[^\s\-]+")


def bootstrap(rows, measure):
    """measure() of all rows and the bounds of 95 % of it over resampled rows."""
    rows = numpy.asarray(rows, dtype=float)
    return measure(rows), *estimates.interval(measure, rows, vectorized=False)


def f1(rows):
    """Of rows (right of found, found, right of truth, truth), summed."""
    right_found, found, right_truth, truth = numpy.sum(rows, axis=0)
    p, r = precision(rows), recall(rows)
    return 2 * p * r / (p + r) if found and truth and p + r else 0.0


def precision(rows):
    total = numpy.sum(rows, axis=0)
    return total[0] / total[1] if total[1] else 0.0


def recall(rows):
    total = numpy.sum(rows, axis=0)
    return total[2] / total[3] if total[3] else 0.0


def _pair(s):
    return (s["original"]["begin_byte"], s["original"]["end_byte"], s["suspect"]["begin_byte"],
            s["suspect"]["end_byte"])


def _overlaps(a, b):
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]


def _trimmed(pair, original, suspect):
    """Without the words that both sides begin or end with; None if a side is left empty."""
    a = [(m.group().lower(), pair[0] + m.start(), pair[0] + m.end())
         for m in WORD.finditer(original[pair[0]:pair[1]])]
    b = [(m.group().lower(), pair[2] + m.start(), pair[2] + m.end())
         for m in WORD.finditer(suspect[pair[2]:pair[3]])]
    while a and b and a[0][0] == b[0][0]:
        a, b = a[1:], b[1:]
    while a and b and a[-1][0] == b[-1][0]:
        a, b = a[:-1], b[:-1]
    return (a[0][1], a[-1][2], b[0][1], b[-1][2]) if a and b else None


def substitutions(found, truth, original, suspect):
    """Rows for f1(): with both spans equal; the same once words that were kept are trimmed
    off both ("way" -> "way of life" is then no swap, but an addition); by overlap of both."""
    found, truth = [_pair(s) for s in found], [_pair(s) for s in truth]
    same = len(set(found) & set(truth))
    texts = original.encode(), suspect.encode()
    bare_found, bare_truth = [
        {t for p in pairs if (t := _trimmed(p, *texts)) is not None} for pairs in (found, truth)]
    bare = len(bare_found & bare_truth)
    near_found = sum(any(_overlaps(f, t) for t in truth) for f in found)
    near_truth = sum(any(_overlaps(f, t) for f in found) for t in truth)
    return ((same, len(found), same, len(truth)),
            (bare, len(bare_found), bare, len(bare_truth)),
            (near_found, len(found), near_truth, len(truth)))


# --- PlagDet (Potthast, Stein, Barron-Cedeno and Rosso 2010, sec. 3) ---------------------------
# A case or detection is (original begin, end, suspect begin, end) in characters; precision and
# recall are averages over detections and cases (macro), characters of both sides counted.


def _covered(span, others, begin, end):
    """Characters of span's side that some of `others` cover."""
    ranges = sorted((max(o[begin], span[begin]), min(o[end], span[end])) for o in others)
    total, at = 0, span[begin]
    for a, b in ranges:
        a = max(a, at)
        if b > a:
            total, at = total + b - a, b
    return total


def _share(span, others):
    size = span[1] - span[0] + span[3] - span[2]
    touching = [o for o in others if _overlaps(span, o)]
    return (_covered(span, touching, 0, 1) + _covered(span, touching, 2, 3)) / size, len(touching)


def plagdet_row(cases, detections):
    """Sums of one pair: precisions, detections, recalls, cases, detections of found cases,
    found cases."""
    recalls = [_share(c, detections) for c in cases]
    return (sum(_share(d, cases)[0] for d in detections), len(detections),
            sum(r for r, _ in recalls), len(cases), sum(n for _, n in recalls),
            sum(n > 0 for _, n in recalls))


def granularity(rows):
    total = numpy.sum(rows, axis=0)
    return total[4] / total[5] if total[5] else 1.0


def plagdet(rows):
    p, r = precision(rows[:, :4]), recall(rows[:, :4])
    return 2 * p * r / (p + r) / math.log2(1 + granularity(rows)) if p + r else 0.0


def share(rows):
    return float(numpy.mean(rows))
