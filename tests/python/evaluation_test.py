"""The figures of despin.eval: those of the command, and by hand."""

import importlib.util
import json
import math
import random

import pytest


@pytest.fixture(name="ev", scope="module")
def evaluation_module(despin):
    import despin.eval

    return despin.eval


@pytest.mark.parametrize("seed", range(3))
def test_figures_are_those_of_the_command(ev, detector, command, tmp_path, original, spun, seed):
    source = random.Random(seed)
    clean_parts, spun_parts = original.split("\n\n"), spun.split("\n\n")
    rows = []
    for i in range(60):
        parts = (clean_parts, spun_parts)[i % 2]
        text = "\n\n".join(source.choice(parts) for _ in range(3))
        rows.append({"id": str(i), "label": "spun" if i % 2 else "clean", "text": text})
    path = tmp_path / "labeled.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    said = json.loads(command("eval", "--json", path))
    reports = list(detector.check_many(row["text"] for row in rows))
    figures = ev.evaluate([row["label"] for row in rows], reports)
    assert (figures.texts, figures.spun) == (60, 30)
    assert figures.roc_auc == pytest.approx(said["auroc"], abs=1e-12)
    assert figures.average_precision == pytest.approx(said["average_precision"], abs=1e-12)
    assert figures.tpr_at_fpr[0.05] == pytest.approx(said["tpr_at_fpr"]["0.05"], abs=1e-12)
    assert figures.tpr_at_fpr[0.01] is said["tpr_at_fpr"]["0.01"] is None
    assert (
        figures.verdicts["spun"].get("abstain", 0)
        == (said["at_default_threshold"]["spun"]["abstained"])
    )


def test_figures_by_hand(ev):
    labels, scores = [1, 1, 0, 0, 1], [3.0, 1.0, 1.0, -1.0, -2.0]
    # Pairs of a spun and a clean text: 3 beats both, 1 beats one and ties with one, -2 neither.
    assert ev.roc_auc(labels, scores) == pytest.approx(3.5 / 6)
    # At 3: precision 1 of 1; at 1: 2 of 3; at -2: 3 of 5; a third of the recall each.
    assert ev.average_precision(labels, scores) == pytest.approx((1 + 2 / 3 + 3 / 5) / 3)
    assert ev.tpr_at_fpr(labels, scores, 0.5) == pytest.approx(2 / 3)
    assert ev.brier([True, False], [0.0, 0.0]) == 0.25
    assert ev.calibration_error([1, 0, 1, 0], [0, 0, 0, 0]) == pytest.approx(0)
    assert ev.calibration_error([1, 1], [-40, -40]) == pytest.approx(1)
    assert [(p.true_positives, p.false_positives) for p in ev.curve(labels, scores)] == [
        (1, 0),
        (2, 1),
        (2, 2),
        (3, 2),
    ]


def test_what_the_texts_cannot_tell(ev):
    for metric in (ev.roc_auc, ev.average_precision, ev.tpr_at_fpr):
        assert metric([1, 1], [1, 2]) is None
        assert metric([], []) is None
    assert ev.brier([], []) is ev.calibration_error([], []) is None
    assert ev.tpr_at_fpr([1] + [0] * 50, range(51), 0.01) is None
    assert ev.bootstrap_interval(ev.roc_auc, [1, 1], [1, 2], samples=50) is None


@pytest.mark.parametrize(("labels", "scores"), [([1], []), ([1], [math.nan]), ([1], ["a"])])
def test_wrong_calls(ev, labels, scores):
    with pytest.raises(ValueError, match="expected|number|could not"):
        ev.roc_auc(labels, scores)


def test_intervals_hold_the_figure_and_shrink(ev):
    source = random.Random(1)
    widths = []
    for count in (40, 400):
        labels = [i % 2 for i in range(count)]
        scores = [source.gauss(2 * label, 1.5) for label in labels]
        figures = ev.evaluate(labels, scores)
        low, high = figures.interval("roc_auc", samples=300)
        assert low < figures.roc_auc < high
        assert (low, high) == figures.interval("roc_auc", samples=300)
        widths.append(high - low)
    assert widths[1] < widths[0]
    with pytest.raises(ValueError, match="no figure"):
        figures.interval("f1")


def test_curves_are_drawn(ev):
    pytest.importorskip("matplotlib", reason="no matplotlib here; .ci/setup test installs it")
    import matplotlib

    matplotlib.use("Agg")
    labels, scores = [1, 0, 1, 0], [4, 3, 2, 1]
    axes = ev.plot_roc(labels, scores)
    assert axes.get_lines()[0].get_xdata()[-1] == 1
    assert ev.plot_precision_recall(labels, scores, axes=axes) is axes
    with pytest.raises(ValueError, match="both"):
        ev.plot_roc([1, 1], [1, 2])


def test_without_matplotlib_it_says_so(ev, monkeypatch):
    import sys

    if importlib.util.find_spec("matplotlib"):
        monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match="despin\\[plot\\]"):
        ev.plot_roc([1, 0], [1, 2])
