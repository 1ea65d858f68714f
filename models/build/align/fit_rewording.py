#!/usr/bin/env python3
"""Learns how likely a text retells another in other words (lib/align/rewording.h).

  fit_rewording.py --pairs EVIDENCE... [--null EVIDENCE...] --out FILE

Evidence files are what despin-pair-evidence prints. PAIRS are rewrites (copy is 1) and reports of
one event by other outlets (0); NULL are further pairs that are no rewrites, and weigh less.
Logistic regression; what is printed is measured by folds: a kind of rewrites is judged by weights
that saw neither that kind nor the originals of that fold, at the odds that one in a hundred of the
other outlets' reports of the fold exceeds. Writes weights as parameters of section ALGN, for
despin-pack-model --recipe; the bias is that of the same share of all reports.
"""
import argparse
import collections
import json
import pathlib
import re
import zlib

import numpy
from sklearn.linear_model import LogisticRegression

NAMES = ("copied_weight", "entities_weight", "order_weight", "neighbors_weight")
FOLDS = 5
ALLOWED = 99   # percentile of the null
NULL_WEIGHT = .5
OUTLETS_WEIGHT = 4

Pair = collections.namedtuple("Pair", "id kind copy relation features")


def read(paths):
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                name, kind, copy, relation, *numbers = line.rstrip("\n").split("\t")
                features = tuple(float(n) for n in numbers[:len(NAMES)])
                yield Pair(name, kind, copy == "1", relation, features)


def fold(pair):
    """By the original: what a name has in common with other rewrites of it."""
    number = re.findall(r"\d+", pair.id)
    key = pair.id.split("-")[0] + (number[-1] if pair.copy and number else "")
    if not pair.copy:
        key = "-".join(pair.id.split("-")[:2])
    return zlib.crc32(key.encode()) % FOLDS


def fit(pairs, null):
    rows = [p.features for p in pairs + null]
    labels = [p.copy for p in pairs + null]
    weights = [1 if p.copy else OUTLETS_WEIGHT for p in pairs] + [NULL_WEIGHT] * len(null)
    return LogisticRegression(C=1, max_iter=5000).fit(rows, labels, sample_weight=weights)


def odds(model, pairs):
    return model.decision_function([p.features for p in pairs]) if pairs else numpy.zeros(0)


def measure(pairs, null):
    """The share of each kind that is found."""
    found = {}
    for kind in sorted({p.kind for p in pairs if p.copy}):
        copies, outlets = [], []
        for f in range(FOLDS):
            model = fit([p for p in pairs if p.kind != kind and fold(p) != f],
                        [p for p in null if fold(p) != f])
            copies += list(odds(model, [p for p in pairs if p.kind == kind and fold(p) == f]))
            outlets += list(odds(model, [p for p in pairs if not p.copy and fold(p) == f]))
        found[kind] = numpy.mean(numpy.array(copies) > numpy.percentile(outlets, ALLOWED))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--null", type=pathlib.Path, nargs="*", default=[])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    pairs, null = list(read(options.pairs)), list(read(options.null))
    found = measure(pairs, null)
    for kind, share in found.items():
        print(f"{share:.3f} {kind}")
    print(f"{numpy.mean(list(found.values())):.3f} mean of kinds; {min(found.values()):.3f} worst")
    model = fit(pairs, null)
    threshold = numpy.percentile(odds(model, [p for p in pairs if not p.copy]), ALLOWED)
    for kind in sorted({p.kind for p in null}):
        share = numpy.mean(odds(model, [p for p in null if p.kind == kind]) > threshold)
        print(f"{share:.3f} of {kind}")
    called = collections.Counter((p.kind, p.relation) for p in pairs + null)
    for (kind, relation), count in sorted(called.items()):
        print(f"{count:5} {relation:12} by the model's parameters: {kind}")
    weights = zip(NAMES, model.coef_[0], strict=True)
    values = {f"rewording.{name}": round(float(w), 2) for name, w in weights}
    values["rewording.bias"] = round(float(model.intercept_[0] - threshold), 2)
    options.out.write_text(json.dumps({"parameters": {"ALGN": values}}, indent=2) + "\n",
                           encoding="utf-8")
    print(json.dumps(values, indent=2))


if __name__ == "__main__":
    main()
