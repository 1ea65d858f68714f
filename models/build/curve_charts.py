"""The four drawings of curves.py: from figures, plain lists and numbers, to files."""
import math

from charts import COLORS, FAINT, INK, LINES, save, share, sheet, spell

FAMILY_LINES = {"all": {"color": INK}, "B": LINES[0], "C": LINES[1], "D": LINES[2], "E": LINES[3]}
BARS = {"color": INK, "fmt": "o", "capsize": 4, "zorder": 3}
RINGS = {"color": COLORS[1], "marker": "o", "linestyle": "", "fillstyle": "none", "markeredgewidth": 1.5}


def grouped(n):
    return f"{n:,}"


def detection(figures, path):
    grid = figures["grid"]
    against = {"pages": f"Against {figures['clean']} ordinary pages",
               "honest": f"Against {grouped(figures['honest'])} genuine texts, 100–199 words"}
    figure = sheet("Spun pages found, by the false alarms allowed", height=8.2)
    for axes, (which, title) in zip(figure.subplots(2, 1), against.items()):
        # Below one of so many texts nothing can be told.
        least = 1 / figures["clean"] if which == "pages" else grid[0]
        seen = [i for i, x in enumerate(grid) if x >= least]
        for curve in (c for c in figures["curves"] if c["against"] == which):
            x = [grid[i] for i in seen]
            if "band" in curve:
                axes.fill_between(x, [curve["band"][i][0] for i in seen], [curve["band"][i][1] for i in seen],
                                  color=INK, alpha=0.18, linewidth=0)
            label = f"{name(curve)}: area {share(round(curve['area'], 3))}"
            axes.plot(x, [curve["found"][i] for i in seen], label=label, **FAMILY_LINES[curve["family"]])
        axes.set(title=f"{title}: share found", xscale="log", xlim=(0.001, 1), ylim=(0, 1.02),
                 xlabel="share of ordinary texts called spun")
        spell(axes.xaxis, (0.001, 0.01, 0.1, 1))
        spell(axes.yaxis, (0, 0.25, 0.5, 0.75, 1))
        axes.legend(loc="lower right")
    save(figure, path, "Detection curves with a logarithmic axis of false positives. " + " ".join(
        f"{name(c)} {'pages' if c['against'] == 'pages' else 'genuine texts'}: at .01 "
        f"{share(round(at(c, grid, 0.01), 2))}, at .05 {share(round(at(c, grid, 0.05), 2))}."
        for c in figures["curves"]),
        f"{figures['spun']} real pages of about 120 words, spun by three families of spinners; the strings by which "
        "they were found are cut out. Each is scored by a channel and weights that have not learned from it. The band "
        "holds 95 % of 1,000 bootstrap draws.")


def name(curve):
    return f"all {curve['texts']}" if curve["family"] == "all" else f"family {curve['family']}, {curve['texts']}"


def at(curve, grid, rate):
    return max((y for x, y in zip(grid, curve["found"]) if x <= rate * 1.001), default=0)


def upright(axes, x, y, low, high, **style):
    """A point with its interval."""
    axes.errorbar([x], [y], [[max(y - low, 0)], [max(high - y, 0)]], **{**BARS, **style})


def lengths(figures, path):
    bands, floor = figures["bands"], 1e-5
    places = range(len(bands))
    figure = sheet("What the default of 1 in 1,000 finds, and whom it wrongs, by length", height=8.6)
    above, below = figure.subplots(2, 1, height_ratios=(4, 3))
    for (rate, found), line in zip(figures["spun"], LINES):
        axes_y = [hits / of for hits, of in found]
        above.plot(places, axes_y, marker="o", label=f"{percent(rate)} swapped", **line)
    for i, page in zip(places, figures["pages"]):
        if page and page[1] >= 5:
            upright(above, i - 0.08, page[0] / page[1], page[2], page[3])
            above.annotate(f"{page[0]} of {page[1]}", (i - 0.14, page[2]), ha="right", va="bottom")
    above.set(title="Share of spun texts found", xlabel="words", ylim=(0, 1.03))
    spell(above.yaxis, (0, 0.25, 0.5, 0.75, 1))
    above.legend(loc="lower right", reverse=True)

    most = max(max(h[3], h[5] / max(h[6], 1)) for h in figures["honest"])
    below.axhline(0.001, color=FAINT, label="promised")
    for i, (hits, n, low, high, _, worst, of) in zip(places, figures["honest"]):
        if of:
            below.plot([i + 0.08], [max(worst / of, floor)], **RINGS)
        upright(below, i, max(hits / n, floor), max(low, floor), high)
    below.set(title="Share of genuine texts called spun", yscale="log",
              ylim=(floor * 0.8, 10 ** math.ceil(math.log10(max(most, 0.0011)))))
    spell(below.yaxis, [10.0 ** d for d in range(-5, math.ceil(math.log10(max(most, 0.0011))) + 1)],
          lambda v: "0" if v <= floor * 1.01 else share(v))
    below.legend(loc="upper right")
    for axes, words in ((above, lambda i: span(bands, i)),
                        (below, lambda i: "{} of\n{:,}".format(*figures["honest"][i][:2]))):
        axes.set_xlim(-0.6, len(bands) - 0.4)
        spell(axes.xaxis, places, words)
    sizes = [grouped(size) for size in figures["sizes"]]
    save(figure, path, "Above: " + " ".join(
        f"{span(bands, i)} words: " + ", ".join(
            f"{percent(rate)} swapped {share(round(f[i][0] / f[i][1], 2))}" for rate, f in figures["spun"]) + "."
        for i in places) + " Below: " + " ".join(
            f"{span(bands, i)} words: {h[0]} of {grouped(h[1])} genuine texts called spun, 95 % interval "
            f"{short(h[2])} to {short(h[3])}." for i, h in enumerate(figures["honest"])),
        "Black, above: real spun pages, with 95 % intervals. Lines: press releases held out of the model, cut to "
        f"{', '.join(sizes[:-1])} and {sizes[-1]} words, {figures['texts']} of each, their words swapped by the "
        "simulator, lifelike, its four profiles in turn. Below, each genuine text is judged by weights and thresholds "
        "made without its source. Bars: 95 % Clopper-Pearson intervals. Rings: the worst source of at least 1,000 "
        f"texts{worst_names(figures['honest'])}.")


def worst_names(figures):
    """The worst sources of lists that end in name, hits, texts: ", here recipes"."""
    names = sorted({f[-3] for f in figures if f[-1] and f[-2]})
    return f", here {' or '.join(n.replace('_', ' ') for n in names)}" if names else ""


def span(bands, i):
    return f"{bands[i]}+" if i + 1 == len(bands) else f"{bands[i]}–{bands[i + 1] - 1}"


def short(value):
    return share(round(value, 5)) if value else "0"


def percent(rate):
    return f"{100 * rate:.0f} %"


def thousands(n):
    return f"{n / 1000:.1f}k" if n >= 1000 else str(n)


def reliability(figures, path):
    floor, ticks = 2e-5, [0.001, 0.01, 0.1]
    bands = [band for band, _ in figures]
    figure = sheet("Promised and measured false alarms on sources that set no threshold", height=9.4)
    grid = figure.subplots((len(figures) + 1) // 2, 2, sharex=True, sharey=True, squeeze=False)
    for axes, (band, points) in zip(grid.flat, figures):
        axes.plot([0.0007, 0.7], [0.0007, 0.7], color=FAINT, linestyle="--", linewidth=1.5)
        for rate, hits, n, low, high, _, worst, of in points:
            if of:
                axes.plot([rate], [max(worst / of, floor)], markersize=5, **RINGS)
            upright(axes, rate, max(hits / n, floor), max(low, floor), high, markersize=5, capsize=3)
        axes.set(title=f"{span(bands, bands.index(band))} words", xscale="log", yscale="log", xlim=(0.0007, 0.7),
                 ylim=(floor * 0.8, 0.7))
        spell(axes.xaxis, ticks)
        spell(axes.yaxis, [floor, *ticks], lambda v: "0" if v <= floor else share(v))
    for axes in grid[-1]:
        axes.set_xlabel("promised bound")
    save(figure, path, "For each length the share of genuine texts called spun against the bound promised. " + " ".join(
        f"From {band} words: " + ", ".join(
            f"promised {share(p[0])}, measured {p[1]} of {grouped(p[2])}" for p in points
            if p[0] in (0.1, 0.01, 0.001)) + "." for band, points in figures),
        "Upright: share measured. On or below the dashed line the promise was kept. Each source of genuine text is "
        "judged by weights and thresholds made without it: points are all sources together with 95 % Clopper-Pearson "
        "intervals, rings the worst source of at least 1,000 texts"
        f"{worst_names([p for band, points in figures for p in points if p[0] == 0.001])} at the default of .001. The "
        "promise holds for kinds of text like those that set it: a ring above the line is a kind that the others do "
        "not stand for.")


KINDS = {"spun": "Spun pages, by family", "clean": "Ordinary pages found beside them",
         "honest": "Genuine texts, held out"}
KIND_COLORS = {"spun": COLORS[4], "clean": COLORS[0], "honest": COLORS[2]}


def kinds(figures, path):
    groups = [(label, [k for k in figures["kinds"] if k[0] == label]) for label in KINDS]
    height = 2.2 + 0.27 * len(figures["kinds"]) + 0.5 * len(groups)
    figure = sheet("Scores of texts of about 120 words, by kind", height)
    panels = figure.subplots(len(groups), 1, sharex=True, height_ratios=[len(rows) + 0.6 for _, rows in groups])
    for axes, (label, rows) in zip(panels, groups):
        color = KIND_COLORS[label]
        boxes = [{"whislo": q5, "q1": q25, "med": q50, "q3": q75, "whishi": q95, "fliers": [highest],
                  "label": f"{title(label, kind)}, {thousands(texts)}"}
                 for _, kind, texts, (q5, q25, q50, q75, q95, highest) in rows]
        axes.bxp(boxes, orientation="horizontal", widths=0.55, patch_artist=True, showcaps=False,
                 boxprops={"facecolor": color, "edgecolor": color}, medianprops={"color": "white", "linewidth": 2},
                 whiskerprops={"color": color, "linewidth": 1.5},
                 flierprops={"marker": "o", "markeredgecolor": color, "markersize": 4})
        axes.axvline(figures["threshold"], color=FAINT, linestyle="--", linewidth=1.5)
        axes.invert_yaxis()
        axes.set_title(KINDS[label])
        axes.grid(False, axis="y")
    panels[0].annotate("called spun →", (figures["threshold"], 1), xycoords=("data", "axes fraction"), xytext=(4, 3),
                       textcoords="offset points", color="#59636e")
    panels[-1].set_xlabel("score, log-odds")
    save(figure, path, f"The default of 1 in 1,000 calls spun what scores {figures['threshold']:.1f} or more. Medians: "
         + ", ".join(f"{k[1]} {k[3][2]:.1f}" for k in figures["kinds"]) + ".",
         "Boxes: the middle half, with the median; bars: 5 to 95 %; rings: the highest. Every text is scored by "
         "weights that have not learned from it: pages by folds, genuine texts without their source. Numbers after a "
         "name: texts.")


def title(label, kind):
    return f"family {kind}" if label == "spun" else kind.replace("_", " ").replace("-", " ")
