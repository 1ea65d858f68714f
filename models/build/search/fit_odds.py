#!/usr/bin/env python3
"""Learns how likely a candidate is the source (lib/align/copy_policy.h, BestOfManyPolicy).

  fit_odds.py --work FOLDER --bounds BOUNDS.json --spun EVIDENCE... --unindexed EVIDENCE...
              --out PARAMETERS.json

Evidence files are what despin-search-evidence prints; bounds.json beside this file has the bounds
set by hand. A source is told from unrelated documents by logistic regression; unrelated documents
are the candidates of unindexed texts that are no near or edited copies (near_copies.py). Sources
and texts are dealt into two halves by the hash of their names: one half teaches, the other is
reported. Writes weights and bounds as parameters of section SRCH, for despin-pack-model
--recipe; the bias is one --margin below that at which one text in 10,000 of the teaching half
has a match. Prints what both halves come to. Of several candidates that pass, a search names the
one with most nats; here the one with the best odds counts.
"""
import argparse
import collections
import json
import math
import pathlib
import zlib

import near_copies
import numpy
from scipy import optimize, special

ALLOWED = 10_000
PENALTY = 1e-3
NAMES = ("bias", "copied_weight", "copied_discounted_weight", "capped_kept_weight", "gap_weight")

Row = collections.namedtuple("Row", "query document features few sure")


def read_bounds(path):
    """The members of BestOfManyPolicy that are set by hand, by name."""
    with open(path, encoding="utf-8") as file:
        parameters = json.load(file)["SRCH"]
    return {name.removeprefix("policy."): value for name, value in parameters.items()}


def to_row(line, chance, bounds):
    """What judge_best_of_many() computes of a line of evidence, but for the weights."""
    query, document, *numbers = line.rstrip("\n").split("\t")
    _, discounted, copied, kept, capped, gaps, undiscounted = map(float, numbers)
    beyond = discounted - chance
    spread = min(max(beyond, 0), bounds["max_discounted_nats"]) / 100
    share = capped / kept if kept > 0 else 0
    sure = (beyond >= bounds["sufficient_nats"] + bounds["common_nats"] * (1 - share) or
            (copied >= bounds["mostly_copied"] and
             undiscounted - chance >= bounds["sufficient_undiscounted_nats"]))
    return Row(query, document, (1, copied, copied * spread, share, gaps / 100),
               beyond < bounds["min_discounted_nats"], sure)


def read(path, documents, bounds):
    chance = math.log(documents)
    with open(path, encoding="utf-8") as lines:
        return [to_row(line, chance, bounds) for line in lines]


def source(query):
    return query.split("/")[2]


def teaches(query):
    return zlib.crc32(source(query).encode()) % 2 == 0


def fit(features, is_copy):
    """Weights of the penalized likelihood's maximum."""
    def loss(weights):
        odds = features @ weights
        share = special.expit(odds)
        nats = numpy.logaddexp(0, odds).sum() - is_copy @ odds + PENALTY / 2 * weights @ weights
        return nats, features.T @ (share - is_copy) + PENALTY * weights

    def curvature(weights):
        share = special.expit(features @ weights)
        return ((features * (share * (1 - share))[:, None]).T @ features +
                PENALTY * numpy.eye(features.shape[1]))

    start = numpy.zeros(features.shape[1])
    found = optimize.minimize(loss, start, jac=True, hess=curvature, method="trust-exact")
    if not found.success:
        raise SystemExit(f"fit_odds.py: no maximum of the likelihood was found: {found.message}")
    return found.x


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


def write_parameters(path, weights, bounds, documents):
    """Section SRCH: what was fitted, and the bounds that it was fitted within."""
    fitted = dict(zip(NAMES, (round(float(w), 3) for w in weights)))
    fitted["fitted_documents_nats"] = round(math.log(documents), 1)
    values = {f"policy.{name}": value for name, value in (fitted | bounds).items()}
    path.write_text(json.dumps({"parameters": {"SRCH": values}}, indent=2) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--margin", type=float, default=1, help="log-odds")
    parser.add_argument("--spun", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--unindexed", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--bounds", type=pathlib.Path,
                        default=pathlib.Path(__file__).with_name("bounds.json"))
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    bounds = read_bounds(options.bounds)
    spun = [r for path in options.spun for r in read(path, options.documents, bounds)]
    unindexed = [r for path in options.unindexed for r in read(path, options.documents, bounds)]
    near = near_copies.NearCopies([options.work / "unindexed_shapes.jsonl"],
                                  options.work / "docs.jsonl")
    likely = [r for r in unindexed if r.features[2] > 0]
    near.load({r.document for r in likely})
    kinds = {(r.query, r.document): near.kind(r.query, r.document) for r in likely}
    copies = {near_copies.NEAR, near_copies.EDITED}
    unrelated = [r for r in unindexed if kinds.get((r.query, r.document)) not in copies]
    taught = [(r, 1.) for r in spun if teaches(r.query) and source(r.query) == r.document]
    taught += [(r, 0.) for r in unrelated if teaches(r.query)]
    weights = fit(numpy.array([r.features for r, _ in taught]),
                  numpy.array([copy for _, copy in taught]))
    odds = sorted((o for o, _ in matches([r for r in unrelated if teaches(r.query)], weights,
                                         bounds=False).values()), reverse=True)
    asked = len({r.query for r in unindexed if teaches(r.query)})
    weights[0] -= max(odds[asked // ALLOWED], 0) + options.margin
    for half in (True, False):
        best = matches([r for r in unrelated if teaches(r.query) == half], weights)
        print("teaching" if half else "other", "half: unrelated matched",
              sum(o >= 0 for o, _ in best.values()), "of", len(best), "texts that had a candidate")
    write_parameters(options.out, weights, bounds, options.documents)
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
