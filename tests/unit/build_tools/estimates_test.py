"""Figures of models/build/estimates.py against their definitions, and charts that are the same at each run."""
import math
import pathlib
import random
import sys

import pytest

WHY = "{} is missing; the packages of models/build/requirements.txt are needed only to measure a model"
np = pytest.importorskip("numpy", reason=WHY.format("NumPy"))
pytest.importorskip("scipy", reason=WHY.format("SciPy"))
metrics = pytest.importorskip("sklearn.metrics", reason=WHY.format("scikit-learn"))

sys.path.append(str(pathlib.Path(__file__).resolve().parents[3] / "models" / "build"))

import estimates  # noqa: E402


def samples(seed, ties):
    """Scores of 60 and of 50 texts, with ties or without."""
    rng = random.Random(seed)
    digits = 1 if ties else 9
    return ([round(rng.gauss(1.5, 1), digits) for _ in range(60)], [round(rng.gauss(0, 1), digits) for _ in range(50)])


def wins(positive, negative):
    return sum((p > n) + 0.5 * (p == n) for p in positive for n in negative) / len(positive) / len(negative)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("ties", (True, False))
def test_auroc_is_the_share_of_pairs_in_order(seed, ties):
    positive, negative = samples(seed, ties)
    labels = [1] * len(positive) + [0] * len(negative)
    assert estimates.auroc(positive, negative) == pytest.approx(wins(positive, negative), abs=1e-12)
    assert estimates.auroc(positive, negative) == pytest.approx(
        metrics.roc_auc_score(labels, positive + negative), abs=1e-12)


def test_figures_of_many_draws_are_those_of_each():
    draws = [samples(seed, True) for seed in range(4)]
    positive, negative = (np.array(side) for side in zip(*draws))
    for measure in (estimates.auroc, lambda p, n: estimates.share_above(p, n, 0.05)):
        assert list(measure(positive, negative)) == pytest.approx([measure(*draw) for draw in draws])


@pytest.mark.parametrize("rate, above", ((0.05, 2), (0.2, 10), (0.0, 0)))
def test_share_above_leaves_as_many_of_the_others_above(rate, above):
    positive, negative = samples(1, False)
    bar = sorted(negative, reverse=True)[above]
    assert estimates.share_above(positive, negative, rate) == sum(p > bar for p in positive) / len(positive)


def test_the_bootstrap_is_that_of_percentiles():
    positive, negative = samples(7, True)
    rng = random.Random(3)
    drawn = sorted(wins(rng.choices(positive, k=60), rng.choices(negative, k=50)) for _ in range(2000))
    low, high = estimates.interval(estimates.auroc, positive, negative)
    # Of so many draws the ends of both have a standard error of .004.
    assert low == pytest.approx(drawn[50], abs=0.02)
    assert high == pytest.approx(drawn[1949], abs=0.02)
    assert (low, high) == estimates.interval(estimates.auroc, positive, negative)  # a fixed seed


def test_rows_are_drawn_as_wholes():
    rows = np.array([[1.0, 1.0], [2.0, 2.0], [5.0, 5.0], [9.0, 9.0]])

    def apart(drawn):
        return float(np.abs(drawn[:, 0] - drawn[:, 1]).sum())
    assert estimates.interval(apart, rows, vectorized=False) == (0, 0)
    low, high = estimates.interval(lambda drawn: float(drawn[:, 0].mean()), rows, vectorized=False)
    assert low < rows[:, 0].mean() < high
    assert estimates.interval(lambda drawn: drawn[0, 0], rows[:1], vectorized=False) == (1, 1)


@pytest.mark.parametrize("hits, trials", ((0, 10), (10, 10), (3, 218), (200, 218), (1, 20000)))
def test_clopper_pearson_leaves_a_fortieth_on_each_side(hits, trials):
    def at_most(k, p):
        return sum(math.comb(trials, i) * p ** i * (1 - p) ** (trials - i) for i in range(k + 1))
    low, high = estimates.clopper_pearson(hits, trials)
    assert low == 0 if hits == 0 else 1 - at_most(hits - 1, low) == pytest.approx(0.025, rel=1e-6)
    assert high == 1 if hits == trials else at_most(hits, high) == pytest.approx(0.025, rel=1e-6)


def test_wilson_is_the_score_interval():
    low, high = estimates.wilson(3, 218)
    for bound in (low, high):
        assert abs(3 / 218 - bound) / math.sqrt(bound * (1 - bound) / 218) == pytest.approx(1.959964, rel=1e-6)
    assert estimates.wilson(0, 0) == (0, 1)


def test_classifiers_score_rows_they_have_not_learned_from():
    rng = random.Random(5)
    labels, folds = [0, 1] * 100, [i // 40 for i in range(200)]
    noise = [[rng.gauss(0, 1) for _ in range(4)] for _ in labels]
    told = [[*row, rng.gauss(2 * label, 1), 1.0] for row, label in zip(noise, labels)]
    for classifier in (estimates.logistic(), estimates.stumps()):
        def area(rows, classifier=classifier):
            scores, fitted = estimates.cross_validated(rows, labels, folds, classifier)
            assert len(fitted) == 5
            return estimates.auroc(*([s for s, label in zip(scores, labels) if label == side] for side in (1, 0)))
        assert area(told) > 0.85
        assert 0.3 < area(noise) < 0.7  # above .9 on rows that it has learned from


def test_a_chart_has_the_same_bytes_again(tmp_path):
    pytest.importorskip("matplotlib", reason=WHY.format("Matplotlib"))
    import charts
    for name in ("one", "two"):
        figure = charts.sheet("Title", height=3)
        axes = figure.subplots()
        axes.fill_between([1, 2], [0, 1], [1, 2])
        axes.plot([1, 2], [0, 1], label="line", **charts.LINES[1])
        axes.legend()
        charts.save(figure, tmp_path / name, "Rises from 0 to 1 & is < 2.", "Note.")
    one = (tmp_path / "one").read_text()
    assert one == (tmp_path / "two").read_text()
    assert '<desc id="about">Rises from 0 to 1 &amp; is &lt; 2.</desc>' in one
    assert "Matplotlib v" not in one and "<dc:date>" not in one
