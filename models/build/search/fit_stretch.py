#!/usr/bin/env python3
"""Learns how likely a stretch was copied, whatever surrounds it (lib/align/copied_stretch.h).

  fit_stretch.py --work FOLDER --documents N --pages EVIDENCE... --unindexed EVIDENCE... --out FILE

Evidence files are what despin-search-evidence prints, of pages (tests/bench/search/pages.py) and of
texts that are not indexed; near copies of these are left out (near_copies.py). Logistic
regression; the bias is one --margin below that at which one text has a match that shares nothing.
Writes weights as parameters of section SRCH, for despin-pack-model --recipe.
"""
import argparse
import json
import math
import pathlib

import near_copies
import numpy
from sklearn.linear_model import LogisticRegression

MOST_NATS, MOST_WORDS = 136, 60
NAMES = ("stretch_discounted_weight", "stretch_gap_weight", "stretch_words_weight")


def read(path, documents):
    """Query, document, whether it has evidence beyond chance, features."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            query, document, *numbers = line.rstrip("\n").split("\t")
            row_words, nats, _, _, gaps, words = map(float, numbers[7:13])
            beyond = nats - math.log(documents) - math.log(max(row_words, 1))
            yield query, document, nats, (min(max(beyond, 0), MOST_NATS) / 100, gaps / 100,
                                          min(words, MOST_WORDS) / 100)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--margin", type=float, default=1, help="log-odds")
    parser.add_argument("--pages", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--unindexed", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    copies = [row[3] for path in options.pages for row in read(path, options.documents)
              if row[0].split("/")[2] == row[1]]
    best = {}
    for path in options.unindexed:
        for query, document, nats, features in read(path, options.documents):
            if query not in best or nats > best[query][1]:
                best[query] = document, nats, features
    near = near_copies.NearCopies([options.work / "unindexed_shapes.jsonl"],
                                  options.work / "docs.jsonl")
    likely = {q: b for q, b in best.items() if b[1] > math.log(options.documents)}
    near.load({b[0] for b in likely.values()})
    kinds = {q: near.kind(f"//{q}", b[0]) for q, b in likely.items()}
    unrelated = [(kinds[q], b[2]) for q, b in likely.items()
                 if kinds[q] not in (near_copies.NEAR, near_copies.EDITED)]
    model = LogisticRegression(C=100, max_iter=1000).fit(
        copies + [f for _, f in unrelated], [1] * len(copies) + [0] * len(unrelated))
    odds = model.decision_function([f for _, f in unrelated])
    nothing = sorted((o for o, (kind, _) in zip(odds, unrelated, strict=True)
                      if kind == near_copies.NOTHING), reverse=True)
    bias = float(model.intercept_[0]) - max(nothing[1], 0) - options.margin
    weights = zip(NAMES, model.coef_[0], strict=True)
    values = {f"policy.{name}": round(float(w), 2) for name, w in weights}
    values["policy.stretch_bias"] = round(bias, 1)
    found = numpy.array(copies) @ model.coef_[0] + bias >= 0
    print(f"{found.mean():.4f} of {len(copies)} copies")
    for kind in (near_copies.NOTHING, near_copies.PASSAGE):
        matched = sum(f @ model.coef_[0] + bias >= 0
                      for k, f in ((k, numpy.array(f)) for k, f in unrelated) if k == kind)
        print(f"{matched} of {len(best)} unindexed texts match: {kind}")
    options.out.write_text(json.dumps({"parameters": {"SRCH": values}}, indent=2) + "\n",
                           encoding="utf-8")
    print(json.dumps(values, indent=2))


if __name__ == "__main__":
    main()
