"""Charts as SVG, without a library."""

COLORS = ["#1b6ca8", "#c8553d", "#4c8c4a", "#8a5a9e", "#7a7a7a"]


def _text(x, y, text, anchor="middle", size=12):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{text}</text>'


def panel(left, top, width, height, title, x_label, x_ticks, series, low):
    """Lines over x_ticks (numbers, label) with intervals; series: name -> [(y, low, high)]."""
    first, last = x_ticks[0][0], x_ticks[-1][0]

    def px(x):
        return left + (x - first) / (last - first) * width

    def py(y):
        return top + height - (max(y, low) - low) / (1 - low) * height
    out = [_text(left + width / 2, top - 14, title, size=14),
           _text(left + width / 2, top + height + 36, x_label)]
    steps = 5
    for i in range(steps + 1):
        y = low + (1 - low) * i / steps
        out.append(f'<line x1="{left}" x2="{left + width}" y1="{py(y):.1f}" y2="{py(y):.1f}" '
                   'stroke="#ddd"/>')
        out.append(_text(left - 6, py(y) + 4, f"{y:.2f}", "end"))
    for x, label in x_ticks:
        out.append(_text(px(x), top + height + 18, label))
    for n, (name, points) in enumerate(series.items()):
        color = COLORS[n % len(COLORS)]
        at = [(px(x), y) for (x, _), y in zip(x_ticks, points)]
        line = " ".join(f"{x:.1f},{py(y[0]):.1f}" for x, y in at)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, (y, down, up) in at:
            out.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{py(down):.1f}" y2="{py(up):.1f}" '
                       f'stroke="{colour}"/><circle cx="{x:.1f}" cy="{py(y):.1f}" r="3" '
                       f'fill="{colour}"/>')
        y = top + height + 56 + 18 * n
        out.append(f'<line x1="{left}" x2="{left + 24}" y1="{y - 4}" y2="{y - 4}" '
                   f'stroke="{colour}" stroke-width="2"/>')
        out.append(_text(left + 30, y, name, "start"))
    return "".join(out)


def svg(panels, width, height):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            'font-family="sans-serif"><rect width="100%" height="100%" fill="white"/>'
            + "".join(panels) + "</svg>\n")
