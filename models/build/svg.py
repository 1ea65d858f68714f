"""Charts as SVG: no script, no font but the reader's, legible on light and dark pages.

  sheet = Sheet("Title", "What it shows, in words, for who cannot see it.")
  panel = sheet.panel(200, Log(0.001, 1), Linear(0, 1), "false positives", "found")
  panel.line([(0.001, 0.5), (1, 1)], "one")
  sheet.save("chart.svg")

Units are those of the drawing, 560 wide: text stays readable where a page shows it at 360 pixels.
What is drawn has a class ("one" to "five", "ink", "faint") that names its color and its dashes,
so that nobody has to tell colors apart.
"""
import math
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 560, 64, 16
SMALL = 14
EM, BOLD = 0.56, 0.64  # of a letter, of its size, on average

STYLE = """<style>
text { font: 15px system-ui, sans-serif; fill: #1f2328 }
.title { font-size: 18px; font-weight: 600 } .name { font-weight: 600 } .small { font-size: 14px }
.quiet { fill: #59636e } .page { fill: #ffffff } .grid { stroke: #d1d9e0; stroke-width: 1 }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round } .band { opacity: .18; stroke: none }
.bar { stroke-width: 2 } .hollow { fill: #ffffff; stroke-width: 2 } .mark { stroke: none }
.one { --c: #0550ae } .two { --c: #bc4c00 } .three { --c: #116329 } .four { --c: #8250df }
.five { --c: #a40e26 } .ink { --c: #1f2328 } .faint { --c: #818b98 }
.line, .bar, .hollow { stroke: var(--c) } .band, .mark, .said { fill: var(--c) }
.two.line { stroke-dasharray: 9 4 } .three.line { stroke-dasharray: 2 4; stroke-linecap: round }
.four.line { stroke-dasharray: 10 4 2 4 } .five.line { stroke-dasharray: 5 3 }
.faint.line { stroke-dasharray: 6 4; stroke-width: 1.5 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .quiet { fill: #9198a1 } .grid { stroke: #3d444d }
  .page, .hollow { fill: #0d1117 } .one { --c: #79c0ff } .two { --c: #ffa657 }
  .three { --c: #56d364 } .four { --c: #d2a8ff } .five { --c: #ff7b72 } .ink { --c: #f0f6fc }
  .faint { --c: #9198a1 } .said { fill: var(--c) }
}
</style>"""


class Linear:
    def __init__(self, least, most, ticks=None, spell=None):
        self.least, self.most = least, most
        self.ticks = ticks or [least + (most - least) * i / 4 for i in range(5)]
        self.spell = spell or share

    def place(self, value):
        """0 at the least, 1 at the most; what lies outside is at the border."""
        value = min(max(value, self.least), self.most)
        return (value - self.least) / (self.most - self.least)


class Log(Linear):
    def __init__(self, least, most, ticks=None, spell=None):
        decades = range(round(math.log10(least)), round(math.log10(most)) + 1)
        super().__init__(least, most, ticks or [10.0 ** d for d in decades], spell)

    def place(self, value):
        value = min(max(value, self.least), self.most)
        return math.log(value / self.least) / math.log(self.most / self.least)


def share(value):
    """.001, .5, 1: as few digits as say it."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text[1:] if text.startswith("0.") else text


def apart(places, gap, least):
    """The places of labels, moved down as little as keeps them `gap` apart and none above `least`."""
    out = list(places)
    for i in sorted(range(len(places)), key=lambda i: places[i]):
        out[i] = max(out[i], least)
        least = out[i] + gap
    return out


class Sheet:
    """Panels one below the other, each as high as it asks for."""

    def __init__(self, title, about):
        self.title, self.about = title, about
        self.out, self.bottom = [], 16
        for line in wrapped(title, WIDTH - 32, 18 * BOLD):
            self.bottom += 22
            self.text(16, self.bottom - 6, line, "title")

    def text(self, x, y, what, style="", anchor="start"):
        self.out.append(f'<text class="{style}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
                        f"{escape(what)}</text>")

    def note(self, what, style="small quiet"):
        """A paragraph across the sheet."""
        self.bottom += 6
        for line in wrapped(what, WIDTH - 32, SMALL * EM):
            self.bottom += 19
            self.text(16, self.bottom - 4, line, style)

    def panel(self, height, x, y, x_name="", y_name="", left=LEFT, right=RIGHT):
        self.bottom += 12
        if y_name:
            for line in wrapped(y_name, WIDTH - 32, SMALL * BOLD):
                self.bottom += 19
                self.text(16, self.bottom - 4, line, "small name")
        top = self.bottom + 8
        panel = Panel(self, (left, top, WIDTH - left - right, height), x, y)
        self.bottom = top + height + 22
        if x_name:
            self.bottom += 18
            self.text(left + (WIDTH - left - right) / 2, self.bottom - 4, x_name, "small quiet", "middle")
        return panel

    def svg(self):
        height = self.bottom + 14
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="800" '
            f'height="{height * 800 / WIDTH:.0f}" role="img" aria-labelledby="title about" '
            'style="max-width: 100%; height: auto">',
            f'<title id="title">{escape(self.title)}</title>', f'<desc id="about">{escape(self.about)}</desc>',
            STYLE, f'<rect class="page" width="{WIDTH}" height="{height:.0f}"/>', *self.out, "</svg>"]) + "\n"

    def save(self, path):
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.svg())


class Panel:
    def __init__(self, sheet, box, x, y):
        self.sheet, self.box, self.x_axis, self.y_axis = sheet, box, x, y
        left, top, width, height = box
        for tick in y.ticks if y else []:
            self.rule(left, self.y(tick), left + width, self.y(tick))
            sheet.text(left - 8, self.y(tick) + 5, y.spell(tick), "small quiet", "end")
        for tick in x.ticks:
            self.rule(self.x(tick), top, self.x(tick), top + height)
            sheet.text(self.x(tick), top + height + 18, x.spell(tick), "small quiet", "middle")

    def x(self, value):
        return self.box[0] + self.box[2] * self.x_axis.place(value)

    def y(self, value):
        return self.box[1] + self.box[3] * (1 - self.y_axis.place(value))

    def rule(self, x1, y1, x2, y2, style="grid"):
        self.sheet.out.append(f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" '
                              f'y2="{y2:.1f}"/>')

    def line(self, points, style):
        path = " L".join(f"{self.x(a):.1f} {self.y(b):.1f}" for a, b in points)
        self.sheet.out.append(f'<path class="{style} line" d="M{path}"/>')

    def band(self, points, style):
        """points: [(x, least, most)]."""
        there = [f"{self.x(x):.1f} {self.y(most):.1f}" for x, _, most in points]
        back = [f"{self.x(x):.1f} {self.y(least):.1f}" for x, least, _ in reversed(points)]
        self.sheet.out.append(f'<path class="{style} band" d="M{" L".join(there + back)}Z"/>')

    def dot(self, x, y, style, hollow=False, radius=4.5, move=0):
        kind = "hollow" if hollow else "mark"
        self.sheet.out.append(f'<circle class="{style} {kind}" cx="{self.x(x) + move:.1f}" '
                              f'cy="{self.y(y):.1f}" r="{radius}"/>')

    def interval(self, x, least, most, style, move=0):
        """An upright bar with feet."""
        at = self.x(x) + move
        low, high = self.y(least), self.y(most)
        self.rule(at, low, at, high, f"{style} bar")
        for end in (low, high):
            self.rule(at - 4, end, at + 4, end, f"{style} bar")

    def name(self, x, y, what, style, anchor="start"):
        """A label in the color of what it names, over its surroundings."""
        self.sheet.text(x, y, what, f"{style} said small", anchor)

    def sample(self, x, y, style, what):
        """A piece of a line and what it stands for."""
        self.sheet.out.append(f'<path class="{style} line" d="M{x:.1f} {y - 5:.1f} h34"/>')
        self.sheet.text(x + 42, y, what, "small")


def wrapped(what, width, letter):
    lines, line = [], ""
    for word in what.replace(" %", "\u00a0%").split(" "):
        longer = f"{line} {word}" if line else word
        if line and len(longer) * letter > width:
            lines.append(line)
            longer = word
        line = longer
    return lines + [line]
