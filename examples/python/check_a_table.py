# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
# ---

# %% [markdown]
# # Check a table of articles and plot their scores
#
# Any table that speaks Arrow goes in, and comes out with a row for each text: here one of polars.

# %%
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl

import despin

pages = (
    Path(__file__).resolve().parents[1] / "pages" if "__file__" in globals() else Path("../pages")
)

# %% [markdown]
# Each paragraph of two example pages, as an article of its own: the original's are as their author
# wrote them, the copy's went through a spinner.

# %%
rows = [
    {"source": name, "text": "\n\n".join(parts[i : i + 3])}
    for name in ("original", "spun")
    for parts in [(pages / f"harbour_{name}.txt").read_text(encoding="utf-8").split("\n\n")]
    for i in range(len(parts) - 2)
]
articles = pl.DataFrame(rows)

# %% [markdown]
# `check_arrow` reads the column where it is, without the GIL, on all cores.

# %%
detector = despin.Detector()
checked = pl.DataFrame(detector.check_arrow(articles, column="text"))
articles = articles.hstack(checked.select("verdict", "score", "words"))
print(articles.group_by("source", "verdict").len().sort("source", "verdict"))

# %%
figure, axes = plt.subplots()
for name, group in articles.group_by("source", maintain_order=True):
    axes.scatter(group["words"], group["score"], label=str(name[0]))
axes.axhline(0, color="gray", linewidth=0.8)
axes.set(xlabel="Words", ylabel="Score, nats")
axes.legend()
if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
    figure.savefig(sys.argv[1])

# %% [markdown]
# The likeliest spun one, with its swaps marked: a notebook shows the report itself.

# %%
worst = articles.sort("score", descending=True).row(0, named=True)
report = detector.check(worst["text"])
for finding in report.findings[:5]:
    print(f"{finding.written!r} <- {', '.join(finding.likely_originals)}")
report
