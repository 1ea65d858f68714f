# ---
# jupyter:
#   jupytext:
#     text_representation: {extension: .py, format_name: percent}
# ---

# %% [markdown]
# # How good are the verdicts on your own texts?
#
# Labels and reports in, figures with intervals out: those of `despin eval`. Replace `texts` by your
# own; a hundred clean ones tell a false positive rate of one in a hundred.

# %%
import sys
from pathlib import Path

import despin
import despin.eval

pages = (
    Path(__file__).resolve().parents[1] / "pages" if "__file__" in globals() else Path("../pages")
)

# %%
texts, labels = [], []
for label in ("original", "spun"):
    parts = (pages / f"harbour_{label}.txt").read_text(encoding="utf-8").split("\n\n")
    for size in (3, 4, 5):
        for i in range(len(parts) - size + 1):
            texts.append("\n\n".join(parts[i : i + size]))
            labels.append(label)

# %%
detector = despin.Detector()
reports = list(detector.check_many(texts))
figures = despin.eval.evaluate(labels, reports)
low, high = figures.interval("roc_auc") or (None, None)
print(f"{figures.texts} texts, {figures.spun} of them spun")
print(f"AUROC {figures.roc_auc:.3f}, 95 % interval {low:.3f} to {high:.3f}")
print(f"Brier score {figures.brier:.3f}")
print(figures.verdicts)

# %%
axes = despin.eval.plot_roc(labels, reports)
if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
    axes.figure.savefig(sys.argv[1])
