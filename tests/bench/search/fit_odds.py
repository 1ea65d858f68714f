#!/usr/bin/env python3
"""Learns how likely a candidate is the source (lib/detect/source_odds.cc).

  fit_odds.py --work FOLDER --spun EVIDENCE... --unindexed EVIDENCE...

Evidence files are what search_evidence prints. A source is told from unrelated documents by logistic
regression; unrelated documents are the candidates of unindexed texts that are no near or edited copies
(near_copies.py). Sources and texts are dealt into two halves by the hash of their names: one
half teaches, the other is reported. Prints the weights, the bias being one --margin below that at
which one text in 10,000 of the teaching half has a match, and what both halves come to. Of several
candidates that pass a search names the one with most nats, here the one with the best odds counts.
The bounds are written down in source_odds.cc as well.
"""
import argparse
import collections
import pathlib
import zlib

import near_copies
import numpy
from sklearn.linear_model import LogisticRegression

MOST_OWN = 136
LEAST, ALONE, COMMON, FULL, MOSTLY = 25, 140, 200, 118, .8
ALLOWED = 10_000
NAMES = ("kBias", "kCopied", "kCopiedOwn", "kRare", "kGaps")

Row = collections.namedtuple("Row", "query document features few sure")


def read(path, documents):
    chance = numpy.log(documents)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            query, document, *numbers = line.rstrip("\n").split("\t")
            _, own, copied, kept, rare, gaps, full = map(float, numbers)
            beyond = min(max(own - chance, 0), MOST_OWN) / 100
            share = rare / kept if kept > 0 else 0
            features = (1, copied, copied * beyond, share, gaps / 100)
            sure = (own - chance >= ALONE + COMMON * (1 - share) or
                    (copied >= MOSTLY and full - chance >= FULL))
            yield Row(query, document, features, own - chance < LEAST, sure)


def source(query):
    return query.split("/")[2]


def teaches(query):
    return zlib.crc32(source(query).encode()) % 2 == 0


def fit(features, is_copy, penalty=1e-3):
    """Weights of the features, the first of which is one everywhere: the bias."""
    model = LogisticRegression(C=1 / penalty, fit_intercept=False, solver="newton-cholesky", tol=1e-10)
    return model.fit(features, is_copy).coef_[0]


def matches(rows, weights, bounds=True):
    """The candidate of each query with the best odds, and these."""
    best = {}
    for row in rows:
        odds = float(weights @ numpy.array(row.features))
        if bounds and row.few:
            odds = min(odds, -1.)
        if bounds and row.sure:
            odds = max(odds, 0.)
        if row.query not in best or odds > best[row.query][0]:
            best[row.query] = odds, row.document
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--margin", type=float, default=1, help="log-odds")
    parser.add_argument("--spun", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--unindexed", type=pathlib.Path, nargs="+", required=True)
    options = parser.parse_args()
    spun = [r for path in options.spun for r in read(path, options.documents)]
    unindexed = [r for path in options.unindexed for r in read(path, options.documents)]
    near = near_copies.NearCopies([options.work / "unindexed_shapes.jsonl"],
                                  options.work / "docs.jsonl")
    likely = [r for r in unindexed if r.features[2] > 0]
    near.load({r.document for r in likely})
    kinds = {(r.query, r.document): near.kind(r.query, r.document) for r in likely}
    copies = {near_copies.NEAR, near_copies.EDITED}
    strangers = [r for r in unindexed if kinds.get((r.query, r.document)) not in copies]
    taught = [(r, 1.) for r in spun if teaches(r.query) and source(r.query) == r.document]
    taught += [(r, 0.) for r in strangers if teaches(r.query)]
    weights = fit(numpy.array([r.features for r, _ in taught]),
                  numpy.array([copy for _, copy in taught]))
    odds = sorted((o for o, _ in matches([r for r in strangers if teaches(r.query)], weights,
                                         bounds=False).values()), reverse=True)
    asked = len({r.query for r in unindexed if teaches(r.query)})
    weights[0] -= max(odds[asked // ALLOWED], 0) + options.margin
    for half in (True, False):
        best = matches([r for r in strangers if teaches(r.query) == half], weights)
        print("teaching" if half else "other", "half: strangers matched",
              sum(o >= 0 for o, _ in best.values()), "of", len(best), "texts that had a candidate")
    for name, weight in zip(NAMES, weights):
        print(f"constexpr double {name} = {weight:.2f};")
    for half in (True, False):
        asked, found = collections.Counter(), collections.Counter()
        best = matches((r for r in spun if teaches(r.query) == half), weights)
        for query, (odds, document) in best.items():
            spinner, rate, name, shape = query.split("/")[:4]
            asked[spinner, shape, rate] += 1
            found[spinner, shape, rate] += odds >= 0 and document == name
        for kind in sorted(asked):
            print("teaching" if half else "other", *kind, f"{found[kind] / asked[kind]:.4f}",
                  "of", asked[kind])


if __name__ == "__main__":
    main()
