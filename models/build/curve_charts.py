"""The four drawings of curves.py: from figures, plain lists and numbers, to sheets."""
import math

from svg import WIDTH, Linear, Log, Sheet, apart, share

FAMILY_STYLE = {"all": "ink", "B": "one", "C": "two", "D": "three", "E": "four"}
RATE_STYLES = ("one", "two", "three", "four", "five")


def grouped(n):
    return f"{n:,}"


def detection(figures):
    grid = figures["grid"]
    against = {"pages": f"Against {figures['clean']} ordinary pages",
               "honest": f"Against {grouped(figures['honest'])} honest texts, 100–199 words"}
    sheet = Sheet("Spun pages found, by the false alarms allowed",
                  "Detection curves with a logarithmic axis of false positives. " + " ".join(
                      f"{name(c)} {'pages' if c['against'] == 'pages' else 'honest texts'}: at .01 "
                      f"{share(round(at(c, grid, 0.01), 2))}, at .05 {share(round(at(c, grid, 0.05), 2))}."
                      for c in figures["curves"]))
    for which, title in against.items():
        panel = sheet.panel(250, Log(0.001, 1), Linear(0, 1), "share of ordinary texts called spun",
                            f"{title}: share found")
        curves = [c for c in figures["curves"] if c["against"] == which]
        # Below one of so many texts nothing can be told.
        least = 1 / figures["clean"] if which == "pages" else grid[0]
        for curve in curves:
            points = [(x, y) for x, y in zip(grid, curve["found"]) if x >= least]
            if "band" in curve:
                panel.band([(x, *b) for x, b in zip(grid, curve["band"]) if x >= least], "ink")
            panel.line(points, FAMILY_STYLE[curve["family"]])
        left, top, width, height = panel.box
        for number, curve in enumerate(curves):
            y = top + height - 12 - 21 * (len(curves) - 1 - number)
            sheet.out.append(f'<rect class="page" x="{left + width - 228}" y="{y - 15}" width="222" height="21"/>')
            panel.sample(left + width - 224, y, FAMILY_STYLE[curve["family"]],
                         f"{name(curve)}: area {share(round(curve['area'], 3))}")
    sheet.note(f"{figures['spun']} real pages of about 120 words, spun by three families of spinners; the strings "
               "by which they were found are cut out. Each is scored by a channel and weights that have not "
               "learned from it. The band holds 95 % of 1,000 bootstrap draws.")
    return sheet


def name(curve):
    return (f"all {curve['texts']}" if curve["family"] == "all"
            else f"family {curve['family']}, {curve['texts']}")


def at(curve, grid, rate):
    return max((y for x, y in zip(grid, curve["found"]) if x <= rate * 1.001), default=0)


def lengths(figures):
    bands = figures["bands"]
    places = list(range(len(bands)))

    def axis():
        return Linear(-0.6, len(bands) - 0.3, places, lambda i: span(bands, i))
    sheet = Sheet("What the default of 1 in 1,000 finds, and whom it wrongs, by length",
                  "Above: " + " ".join(
                      f"{span(bands, i)} words: " + ", ".join(
                          f"{percent(rate)} swapped {share(round(f[i][0] / f[i][1], 2))}"
                          for rate, f in figures["spun"]) + "." for i in places)
                  + " Below: " + " ".join(
                      f"{span(bands, i)} words: {h[0]} of {grouped(h[1])} honest texts called spun, 95 % interval "
                      f"{short(h[2])} to {short(h[3])}." for i, h in enumerate(figures["honest"])))
    panel = sheet.panel(270, axis(), Linear(0, 1), "words", "Share of spun texts found", right=98)
    ends = []
    for (rate, found), style in zip(figures["spun"], RATE_STYLES):
        points = [(i, f[0] / f[1]) for i, f in zip(places, found)]
        panel.line(points, style)
        for point in points:
            panel.dot(*point, style)
        ends.insert(0, (panel.y(points[-1][1]), rate, style))
    for y, (_, rate, style) in zip(apart([e[0] for e in ends], 19, panel.y(1)), ends):
        panel.name(panel.x(places[-1]) + 20, y + 5, f"{percent(rate)} swapped", style)
    for i, page in zip(places, figures["pages"]):
        if page and page[1] >= 5:
            panel.interval(i, page[2], page[3], "ink", -12)
            panel.dot(i, page[0] / page[1], "ink", move=-12)
            sheet.text(panel.x(i) - 8, panel.y(page[2]) + 17, f"{page[0]} of {page[1]}", "small", "end")
    sizes = [grouped(size) for size in figures["sizes"]]
    sheet.note("Black: real spun pages, with 95 % intervals. Lines: press releases held out of the model, cut to "
               f"{', '.join(sizes[:-1])} and {sizes[-1]} words, {figures['texts']} of each, their words swapped by the "
               "simulator, lifelike, its four profiles in turn.")
    most = max(max(h[3], h[5] / max(h[6], 1)) for h in figures["honest"])
    floor = 1e-5
    panel = sheet.panel(200, axis(), Log(floor, 10 ** math.ceil(math.log10(max(most, 0.0011))),
                                         spell=lambda v: "0" if v <= floor else share(v)), "",
                        "Share of honest texts called spun", right=98)
    y = panel.y(0.001)
    panel.rule(panel.box[0], y, panel.box[0] + panel.box[2], y, "faint bar")
    panel.name(panel.box[0] + panel.box[2] + 6, y + 5, "promised", "faint")
    for i, (hits, n, low, high, _, worst, of) in zip(places, figures["honest"]):
        if of:
            panel.dot(i, worst / of, "two", hollow=True, move=12)
        panel.interval(i, max(low, floor), high, "ink")
        panel.dot(i, hits / n, "ink")
        sheet.text(panel.x(i), sheet.bottom + 16, f"{hits} of", "small", "middle")
        sheet.text(panel.x(i), sheet.bottom + 34, grouped(n), "small", "middle")
    sheet.bottom += 40
    sheet.note("Each honest text is judged by weights and thresholds made without its source. Bars: 95 % "
               "Clopper-Pearson intervals. Rings: the worst source of at least 1,000 texts"
               f"{worst_names(figures['honest'])}.")
    return sheet


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


def reliability(figures):
    floor = 2e-5
    sheet = Sheet("Promised and measured false alarms on sources that set no threshold",
                  "For each length the share of honest texts called spun against the bound promised. " + " ".join(
                      f"From {band} words: " + ", ".join(
                          f"promised {share(p[0])}, measured {p[1]} of {grouped(p[2])}" for p in points
                          if p[0] in (0.1, 0.01, 0.001)) + "." for band, points in figures))
    ticks = [0.001, 0.01, 0.1]
    width, gap = 220, 44
    rows = [figures[i:i + 2] for i in range(0, len(figures), 2)]
    for number, row in enumerate(rows):
        sheet.bottom += 16
        top = sheet.bottom
        for column, (band, points) in enumerate(row):
            sheet.bottom = top
            left = 58 + column * (width + gap)
            bands = [b for b, _ in figures]
            panel = sheet.panel(150, Log(0.0007, 0.7, ticks), Log(floor, 0.7, [floor, *ticks],
                                lambda v: "0" if v <= floor else share(v)),
                                left=left, right=WIDTH - left - width)
            sheet.text(left, top + 14, f"{span(bands, bands.index(band))} words", "small name")
            panel.line([(0.0007, 0.0007), (0.7, 0.7)], "faint")
            for rate, hits, n, low, high, _, worst, of in points:
                if of:
                    panel.dot(rate, worst / of, "two", hollow=True, radius=3.5)
                panel.interval(rate, max(low, floor), high, "ink")
                panel.dot(rate, hits / n, "ink", radius=3.5)
    sheet.bottom += 18
    sheet.text(58 + width + gap / 2, sheet.bottom - 2, "promised bound", "small quiet", "middle")
    sheet.note("Upright: share measured. On or below the dashed line the promise was kept. Each source of honest "
               "text is judged by weights and thresholds made without it: points are all sources together with 95 % "
               "Clopper-Pearson intervals, rings the worst source of at least 1,000 texts"
               f"{worst_names([p for band, points in figures for p in points if p[0] == 0.001])} at the default of "
               ".001. The promise holds for kinds of text like those that set it: a ring above the line is a kind "
               "that the others do not stand for.")
    return sheet


KINDS = {"spun": "Spun pages, by family", "clean": "Ordinary pages found beside them",
         "honest": "Honest texts, held out"}
KIND_STYLES = {"spun": "five", "clean": "one", "honest": "three"}


def kinds(figures):
    groups = [(label, [k for k in figures["kinds"] if k[0] == label]) for label in KINDS]
    least = min(k[3][0] for k in figures["kinds"])
    most = max(k[3][5] for k in figures["kinds"])
    axis = Linear(5 * math.floor(least / 5), 5 * math.ceil(most / 5), spell=lambda v: f"{v:.0f}".replace("-", "−"),
                  ticks=range(5 * math.floor(least / 5), 5 * math.ceil(most / 5) + 1, 5))
    sheet = Sheet("Scores of texts of about 120 words, by kind",
                  f"The default of 1 in 1,000 calls spun what scores {figures['threshold']:.1f} or more. Medians: "
                  + ", ".join(f"{k[1]} {k[3][2]:.1f}" for k in figures["kinds"]) + ".")
    for label, rows in groups:
        panel = sheet.panel(22 * len(rows) + 4, axis, None, left=196)
        left, top, _, height = panel.box
        sheet.text(16, top - 4, KINDS[label], "small name")
        at = panel.x(figures["threshold"])
        panel.rule(at, top, at, top + height, "faint bar")
        if label == "spun":
            panel.name(at, top - 4, "called spun →", "faint")
        for number, (_, kind, texts, (q5, q25, q50, q75, q95, highest)) in enumerate(rows):
            y = top + 15 + 22 * number
            style = KIND_STYLES[label]
            title = f"family {kind}" if label == "spun" else kind.replace("_", " ").replace("-", " ")
            sheet.text(left - 8, y + 5, f"{title}, {thousands(texts)}", "small quiet", "end")
            panel.rule(panel.x(q5), y, panel.x(q95), y, f"{style} bar")
            x = panel.x(q25)
            sheet.out.append(f'<rect class="{style} mark" x="{x:.1f}" y="{y - 6}" '
                             f'width="{max(panel.x(q75) - x, 1):.1f}" height="12"/>')
            panel.rule(panel.x(q50), y - 8, panel.x(q50), y + 8, "ink bar")
            sheet.out.append(f'<circle class="{style} hollow" cx="{panel.x(highest):.1f}" cy="{y}" r="3"/>')
    sheet.note("Boxes: the middle half, with the median; bars: 5 to 95 %; rings: the highest. Every text is scored by "
               "weights that have not learned from it: pages by folds, honest texts without their source. "
               "Numbers after a name: texts.")
    return sheet
