"""Measures accuracy and calibration of the posterior over families of spinners.

Part `family_posterior` of measure.py. Pages are analyzed in five folds: the channel, the ratios and the
weights have not learned from them, and the strings by which they were found are removed. Each page is
analyzed twice: with its own family among the known ones, and without it, as one of an unknown family.
"""
import os

from estimates import wilson

STEPS = (0.0, 0.5, 0.7, 0.9, 1.0)


def remark(right, of):
    if of == 0:
        return "no pages"
    return "{:.3f} to {:.3f}, {} of {}".format(*wilson(right, of), right, of)


def arguments(bench):
    """Options of despin-train-families, as make_model.py gives them."""
    lm, own = os.path.join(bench.own, "lm"), bench.own
    out = ["--vocabulary", f"{lm}/VOCB", "--ngrams", f"{lm}/NGRM", "--channels"]
    out += [f"{own}/channel.{k}" for k in range(bench.recipe["folds"])]
    for name, family in bench.recipe["families"].items():
        for phrase in family["phrases"]:
            out += ["--phrase", f"{name}={phrase}"]
        for pairs in family.get("pairs", []):
            out += ["--tsv", f"{name}={bench.file(pairs)}"]
    for records in bench.recipe["records"]:
        out += ["--jsonl", bench.file(records)]
    if "cloze" in bench.recipe:
        out += ["--cloze", f"{own}/cloze"]
    return [*out, "--mask", bench.file("markers"), "--out", bench.path("FAML")]


class Page:
    def __init__(self, row, names):
        self.stranger = row[0] == "stranger"
        self.kind, self.family = row[2], row[3]
        self.posterior = dict(zip(names, map(float, row[4:])))
        self.told = max(self.posterior, key=self.posterior.get)
        self.truth = "unknown" if self.stranger else self.family
        families = {n: p for n, p in self.posterior.items() if n != "unknown"}
        self.nearest = max(families, key=families.get)


def show_table(show, name, rows, columns, pairs):
    for row in rows:
        counts = [sum(1 for p in pairs if p == (row, c)) for c in columns]
        if sum(counts):
            show(f"{name}, {row} told as {' '.join(columns)}", " ".join(map(str, counts)))


def show_reliability(show, name, pages):
    for low, high in zip(STEPS, STEPS[1:]):
        some = [p for p in pages if low <= p.posterior[p.told] < high or
                (high == STEPS[-1] and p.posterior[p.told] == high)]
        if some:
            says = sum(p.posterior[p.told] for p in some) / len(some)
            show(f"{name}, posterior {low} to {high}: says", says)
            right = sum(p.told == p.truth for p in some)
            show(f"{name}, posterior {low} to {high}: right", right / len(some), remark(right, len(some)))


def family_posterior(bench, show):
    lines = [line.split("\t") for line in bench.tool("despin-train-families", *arguments(bench)).splitlines()]
    names = lines[0][4:]
    pages = [Page(line, names) for line in lines if line[0] in ("page", "stranger")]
    known, strangers = [p for p in pages if not p.stranger], [p for p in pages if p.stranger]

    right = sum(p.told == p.truth for p in known)
    show("family right, \"unknown\" counting as wrong", right / len(known), remark(right, len(known)))
    sure = [p for p in known if p.told != "unknown"]
    right = sum(p.told == p.truth for p in sure)
    show("family right, where one is told", right / max(1, len(sure)), remark(right, len(sure)))
    right = sum(p.nearest == p.truth for p in known)
    show("family right, likeliest of those known", right / len(known), remark(right, len(known)))
    right = sum(p.told == "unknown" for p in strangers)
    show("stranger told as unknown", right / len(strangers), remark(right, len(strangers)))
    show_table(show, "page", names, names, [(p.truth, p.told) for p in known])
    show_table(show, "page, likeliest", names, names[:-1], [(p.truth, p.nearest) for p in known])
    show_table(show, "stranger", names, names, [(p.family, p.told) for p in strangers])
    show_table(show, "kind", sorted({p.kind for p in known}), names[:-1],
               [(p.kind, p.family) for p in known])
    show_reliability(show, "pages and strangers", pages)
    show_reliability(show, "pages", known)
    for line in lines:
        if line[0] in ("scale", "unknown", "unlisted", "most_swaps", "mean_ln_posterior", "forms", "bytes"):
            show(f"families: {line[0]}", float(line[1]))
