"""Shared style of the charts: Matplotlib, one look, reproducible SVG.

  figure = sheet("Title", height=5)
  axes = figure.subplots()
  axes.plot([1, 2], [0, 1], **LINES[0])
  save(figure, "chart.svg", "Description for screen readers.", note="Small print.")

Lines differ in dashes as well as in color, so that charts do not depend on color alone.
"""
import pathlib
import re
import textwrap
from xml.sax.saxutils import escape

import matplotlib
from matplotlib.figure import Figure

INK, FAINT = "#1f2328", "#818b98"
COLORS = ("#0550ae", "#bc4c00", "#116329", "#8250df", "#a40e26")
DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)), (0, (3, 2)))
LINES = [{"color": color, "linestyle": dashes} for color, dashes in zip(COLORS, DASHES)]
WIDTH = 7.6  # inches

matplotlib.rcParams.update({
    "axes.axisbelow": True, "axes.edgecolor": FAINT, "axes.grid": True, "axes.labelcolor": INK, "axes.labelsize": 10,
    "axes.spines.right": False, "axes.spines.top": False, "axes.titlelocation": "left", "axes.titlesize": 10.5,
    "axes.titleweight": "bold", "figure.titlesize": 13, "figure.titleweight": "bold", "font.family": "sans-serif",
    "font.size": 10, "grid.color": "#d1d9e0", "legend.framealpha": 0.9, "legend.frameon": True, "lines.linewidth": 2,
    "svg.fonttype": "none", "svg.hashsalt": "despin", "text.color": INK, "xtick.color": INK, "ytick.color": INK,
})


def sheet(title, height, width=WIDTH):
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.suptitle(wrapped(title, width * 9.5), x=0.01, ha="left")
    return figure


def wrapped(text, letters):
    return textwrap.fill(text.replace(" %", "\u00a0%"), int(letters), break_long_words=False)


def share(value):
    """.001, .5, 1: as few digits as say it."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text[1:] if text.startswith("0.") else text


def spell(axis, ticks, words=share):
    """Ticks of an axis and no others."""
    axis.set_ticks(list(ticks), [words(tick) for tick in ticks])
    axis.set_ticks([], minor=True)


def save(figure, path, about, note=""):
    if note:
        figure.supxlabel(wrapped(note, figure.get_figwidth() * 15.5), x=0.01, ha="left", fontsize=9, color="#59636e")
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None, "Description": about})
    # What a screen reader says.
    text = pathlib.Path(path).read_text(encoding="utf-8")
    text = re.sub(r"<svg ", '<svg role="img" aria-labelledby="about" ', text, count=1)
    text = re.sub(r"<svg [^>]*>", lambda found: f'{found[0]}\n <desc id="about">{escape(about)}</desc>', text, count=1)
    pathlib.Path(path).write_text(text, encoding="utf-8")
