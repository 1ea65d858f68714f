"""Line charts as SVG: no script, no font but the reader's, legible on light and dark pages."""
from xml.sax.saxutils import escape

COLORS = {"despin": "#1a7f37", "bm25": "#0969da", "minhash": "#cf222e", "rensa": "#bc4c00",
           "rensa-low": "#8250df"}
PANEL, HEIGHT, LEFT, TOP, GAP = 320, 230, 52, 64, 56

STYLE = """<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 15px; font-weight: 600 } .small { font-size: 12px; fill: #59636e }
.grid { stroke: #d1d9e0; stroke-width: 1 } .page { fill: #ffffff }
path { fill: none; stroke-width: 2.25; stroke-linejoin: round }
.dashed { stroke-dasharray: 5 4; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .small { fill: #9198a1 } .grid { stroke: #3d444d } .page { fill: #0d1117 }
}
</style>"""


def line(series, x, y):
    system, label, dashed, points = series
    at = [(x(rate), y(value)) for rate, value in points]
    path = "M" + " L".join(f"{a:.1f} {b:.1f}" for a, b in at)
    style = ' class="dashed"' if dashed else ""
    marks = "" if dashed else "".join(
        f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{COLOURS[system]}"/>' for a, b in at)
    return f'<path d="{path}" stroke="{COLOURS[system]}"{style}/>{marks}'


def recall(title, panels):
    """panels: [(name, [(system, label, dashed, [(rate, recall)])])]."""
    legend = [(system, label, dashed) for system, label, dashed, _ in panels[0][1]]
    width = LEFT + len(panels) * (PANEL + GAP)
    height = TOP + HEIGHT + 52 + 20 * ((len(legend) + 1) // 2) + 8
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
           f'width="{width}" height="{height}" role="img">',
           f"<title>{escape(title)}</title>", STYLE,
           f'<rect class="page" width="{width}" height="{height}"/>',
           f'<text class="title" x="16" y="26">{escape(title)}</text>']
    for number, (name, series) in enumerate(panels):
        left = LEFT + number * (PANEL + GAP)

        def x(rate, left=left):
            return left + PANEL * rate / 50

        def y(value):
            return TOP + HEIGHT * (1 - value)
        out.append(f'<text x="{left}" y="{TOP - 12}">{escape(name)}</text>')
        for tick in range(0, 101, 25):
            out.append(f'<line class="grid" x1="{left}" x2="{left + PANEL}" '
                       f'y1="{y(tick / 100):.1f}" y2="{y(tick / 100):.1f}"/>')
            out.append(f'<text class="small" x="{left - 8}" y="{y(tick / 100) + 4:.1f}" '
                       f'text-anchor="end">{tick} %</text>')
        for rate in range(0, 51, 10):
            out.append(f'<text class="small" x="{x(rate):.1f}" y="{TOP + HEIGHT + 18}" '
                       f'text-anchor="middle">{rate} %</text>')
        out.append(f'<text class="small" x="{left + PANEL / 2}" y="{TOP + HEIGHT + 36}" '
                   'text-anchor="middle">words swapped</text>')
        out += [line(s, x, y) for s in reversed(series)]
    for number, (system, label, dashed) in enumerate(legend):
        a = LEFT + number % 2 * (PANEL + GAP)
        b = TOP + HEIGHT + 62 + 20 * (number // 2)
        style = ' class="dashed"' if dashed else ""
        out.append(f'<path d="M{a} {b - 4} h26" stroke="{COLOURS[system]}"{style}/>'
                   f'<text x="{a + 34}" y="{b}">{escape(label)}</text>')
    return "\n".join(out + ["</svg>"]) + "\n"
