#!/usr/bin/env python3
"""Learns how likely the original is the older text (lib/align/direction.h).

  fit_direction.py --pairs EVIDENCE... --out FILE

Evidence files are what despin-pair-evidence prints, of copies whose original is known: texts spun
and rewritten. Each pair is shown both ways round, so the odds have no bias. Prints how often a
direction is told at .9, and how often wrongly, by kind; measured on halves by turns. Writes the
weights as parameters of section ALGN, for despin-pack-model --recipe.
"""
import argparse
import collections
import json
import pathlib
import zlib

import numpy
from sklearn.linear_model import LogisticRegression

MIN_LISTED = .4   # DirectionRules::min_listed
TOLD = .9

Pair = collections.namedtuple("Pair", "id kind features")


def read(paths):
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                name, kind, copy, _, *numbers = line.rstrip("\n").split("\t")
                listed, context, channel = map(float, numbers[-3:])
                spun = max(listed - MIN_LISTED, 0) / (1 - MIN_LISTED)
                if copy == "1":
                    yield Pair(name, kind, (spun * context, spun * channel))


def fit(pairs):
    rows = [sign * numpy.array(p.features) for p in pairs for sign in (1, -1)]
    return LogisticRegression(C=.01, fit_intercept=False, max_iter=5000).fit(
        rows, [1, 0] * len(pairs))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    pairs = list(read(options.pairs))
    right, wrong, asked = collections.Counter(), collections.Counter(), collections.Counter()
    for half in (0, 1):
        model = fit([p for p in pairs if zlib.crc32(p.id.encode()) % 2 != half])
        for pair in (p for p in pairs if zlib.crc32(p.id.encode()) % 2 == half):
            odds = model.decision_function([pair.features])[0]
            asked[pair.kind] += 1
            right[pair.kind] += odds >= numpy.log(TOLD / (1 - TOLD))
            wrong[pair.kind] += odds <= -numpy.log(TOLD / (1 - TOLD))
    for kind in sorted(asked):
        print(f"{asked[kind]:5} asked {right[kind]:5} right {wrong[kind]:4} wrong: {kind}")
    context, channel = fit(pairs).coef_[0]
    values = {"direction.context_weight": round(float(context), 2),
              "direction.channel_weight": round(float(channel), 2)}
    options.out.write_text(json.dumps({"parameters": {"ALGN": values}}, indent=2) + "\n",
                           encoding="utf-8")
    print(json.dumps(values, indent=2))


if __name__ == "__main__":
    main()
