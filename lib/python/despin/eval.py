"""Figures of merit of verdicts on labeled texts, as `despin eval` defines them.

    reports = list(detector.check_many(texts))
    figures = despin.eval.evaluate(labels, reports)
    figures.roc_auc, figures.interval("roc_auc")

A label is true for a spun text: True or False, 1 or 0, or ``"spun"`` and anything else. A score is
a Report or a number, higher for what looks more spun. None stands for what the texts cannot tell.
Nothing but the standard library is needed; curves are drawn by matplotlib, if it is there.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from despin._report import Report

Metric = Callable[[Sequence[bool], Sequence[float]], "float | None"]


def _pairs(labels: Iterable[Any], scores: Iterable[Any]) -> tuple[list[bool], list[float]]:
    """Labels and scores as numbers.

    Raises
    ------
    ValueError
        For lists of two lengths, and a score that is not a number.
    """
    truths = [one == "spun" if isinstance(one, str) else bool(one) for one in labels]
    values = [one.score if isinstance(one, Report) else float(one) for one in scores]
    if len(truths) != len(values):
        counts = f"{len(truths)} labels and {len(values)} scores"
        raise ValueError(f"{counts}; expected one of each a text")
    for place, value in enumerate(values):
        if math.isnan(value):
            raise ValueError(f"score {place} is not a number; leave the text out")
    return truths, values


@dataclass(frozen=True)
class CurvePoint:
    """How many texts score `score` or more, of each label."""

    score: float
    true_positives: int
    false_positives: int


def curve(labels: Iterable[Any], scores: Iterable[Any]) -> list[CurvePoint]:
    """The points of the ROC curve and of precision by recall, from the highest score down.

    Returns
    -------
    list of CurvePoint
        One a distinct score.
    """
    return _curve(*_pairs(labels, scores))


def _curve(truths: Sequence[bool], values: Sequence[float]) -> list[CurvePoint]:
    points: list[CurvePoint] = []
    spun = clean = 0
    for value, truth in sorted(zip(values, truths, strict=True), reverse=True):
        spun += truth
        clean += not truth
        if points and points[-1].score == value:
            points.pop()
        points.append(CurvePoint(value, spun, clean))
    return points


def roc_auc(labels: Iterable[Any], scores: Iterable[Any]) -> float | None:
    """Area under the ROC curve: the probability that a spun text scores higher than a clean one.

    Ties count half. None without texts of both labels.
    """
    return _roc_auc(*_pairs(labels, scores))


def _roc_auc(truths: Sequence[bool], values: Sequence[float]) -> float | None:
    area, spun, clean = 0.0, 0, 0
    for point in _curve(truths, values):
        wins = (point.true_positives + spun) / 2
        area += (point.false_positives - clean) * wins
        spun, clean = point.true_positives, point.false_positives
    return area / (spun * clean) if spun and clean else None


def average_precision(labels: Iterable[Any], scores: Iterable[Any]) -> float | None:
    """Area under precision by recall, not interpolated; at this mixture of labels.

    None without texts of both labels.
    """
    return _average_precision(*_pairs(labels, scores))


def _average_precision(truths: Sequence[bool], values: Sequence[float]) -> float | None:
    points = _curve(truths, values)
    if not points or not points[-1].true_positives or not points[-1].false_positives:
        return None
    area, before = 0.0, 0
    for point in points:
        found = point.true_positives + point.false_positives
        area += (point.true_positives - before) * point.true_positives / found
        before = point.true_positives
    return area / before


def tpr_at_fpr(labels: Iterable[Any], scores: Iterable[Any], fpr: float = 0.01) -> float | None:
    """Share of spun texts above the lowest threshold that at most `fpr` of the clean ones exceed.

    None without spun texts, or with less than 1/`fpr` clean ones: of fewer not one may exceed it.
    """
    return _tpr_at_fpr(*_pairs(labels, scores), fpr=fpr)


def _tpr_at_fpr(truths: Sequence[bool], values: Sequence[float], fpr: float) -> float | None:
    clean = sorted((v for v, t in zip(values, truths, strict=True) if not t), reverse=True)
    spun = [v for v, t in zip(values, truths, strict=True) if t]
    allowed = int(fpr * len(clean) + 1e-9)
    if not spun or allowed < 1:
        return None
    threshold = clean[allowed] if allowed < len(clean) else -math.inf
    return sum(value > threshold for value in spun) / len(spun)


def probability(score: Any) -> float:
    """Of a score in nats (log-odds), or of a Report: that the text is spun."""
    value = score.score if isinstance(score, Report) else float(score)
    if value >= 0:
        return 1 / (1 + math.exp(-value))
    odds = math.exp(value)
    return odds / (1 + odds)


def brier(labels: Iterable[Any], scores: Iterable[Any]) -> float | None:
    """Mean square of label less probability: 0 is best, 0.25 is a coin. None without texts."""
    return _brier(*_pairs(labels, scores))


def _brier(truths: Sequence[bool], values: Sequence[float]) -> float | None:
    if not values:
        return None
    squares = ((t - probability(v)) ** 2 for t, v in zip(truths, values, strict=True))
    return sum(squares) / len(values)


def calibration_error(labels: Iterable[Any], scores: Iterable[Any], bins: int = 10) -> float | None:
    """Expected calibration error: mean of |share of spun texts - mean probability| over `bins`.

    Bins are equally wide in probability, and count by their texts. None without texts.
    """
    return _calibration_error(*_pairs(labels, scores), bins=bins)


def _calibration_error(
    truths: Sequence[bool], values: Sequence[float], bins: int = 10
) -> float | None:
    if not values:
        return None
    edges = [i / bins for i in range(1, bins)]
    spun, expected = [0.0] * bins, [0.0] * bins
    for truth, value in zip(truths, values, strict=True):
        likely = probability(value)
        at = bisect_right(edges, likely)
        spun[at] += truth
        expected[at] += likely
    return sum(abs(s - e) for s, e in zip(spun, expected, strict=True)) / len(values)


def bootstrap_interval(
    metric: Metric,
    labels: Iterable[Any],
    scores: Iterable[Any],
    *,
    samples: int = 1000,
    level: float = 0.95,
    seed: int = 1,
) -> tuple[float, float] | None:
    """Percentile interval of a figure, by drawing texts again, those of each label apart.

    Parameters
    ----------
    metric : callable
        Of this module, or another that takes labels and scores.
    samples : int
    level : float
        Share of samples within the interval.
    seed : int
        The same seed gives the same interval.

    Returns
    -------
    tuple of float, or None
        None if the figure is None in one sample in twenty.
    """
    truths, values = _pairs(labels, scores)
    labeled = list(zip(values, truths, strict=True))
    groups = [[v for v, t in labeled if t], [v for v, t in labeled if not t]]
    drawn_labels = [True] * len(groups[0]) + [False] * len(groups[1])
    source = random.Random(seed)
    figures = []
    for _ in range(samples):
        drawn = [v for group in groups if group for v in source.choices(group, k=len(group))]
        figure = metric(drawn_labels, drawn)
        if figure is not None:
            figures.append(figure)
    if len(figures) < 0.95 * samples or not figures:
        return None
    figures.sort()
    cut = (1 - level) / 2
    low = figures[int(cut * (len(figures) - 1))]
    high = figures[math.ceil((1 - cut) * (len(figures) - 1))]
    return low, high


@dataclass(frozen=True)
class Evaluation:
    """Figures of labeled texts.

    Attributes
    ----------
    texts, spun : int
        How many, and how many of them are labeled spun.
    verdicts : dict
        Counts of reports by label and verdict: ``verdicts["spun"]["abstain"]``; empty of scores.
    roc_auc, average_precision, brier, calibration_error : float or None
    tpr_at_fpr : dict
        True positive rate by false positive rate.
    """

    texts: int
    spun: int
    verdicts: dict[str, dict[str, int]]
    roc_auc: float | None
    average_precision: float | None
    tpr_at_fpr: dict[float, float | None]
    brier: float | None
    calibration_error: float | None
    _pairs: tuple[list[bool], list[float]] = field(repr=False, compare=False, default=([], []))

    def interval(
        self, name: str, *, samples: int = 1000, level: float = 0.95
    ) -> tuple[float, float] | None:
        """`bootstrap_interval` of a figure: ``"roc_auc"``, ``"brier"``, ..."""
        metrics: dict[str, Metric] = {
            "roc_auc": _roc_auc,
            "average_precision": _average_precision,
            "brier": _brier,
            "calibration_error": _calibration_error,
        }
        if name not in metrics:
            raise ValueError(f"no figure {name!r}; expected one of {', '.join(metrics)}")
        return bootstrap_interval(metrics[name], *self._pairs, samples=samples, level=level)


def evaluate(
    labels: Iterable[Any],
    scores: Iterable[Any],
    *,
    rates: Sequence[float] = (0.05, 0.01, 0.001),
) -> Evaluation:
    """All figures of labels and their reports, or scores.

    Parameters
    ----------
    labels : iterable
    scores : iterable of Report or float
        One a label, in the same order.
    rates : sequence of float
        False positive rates of `Evaluation.tpr_at_fpr`.
    """
    given = list(scores)
    pairs = _pairs(labels, given)
    verdicts: dict[str, dict[str, int]] = {}
    for truth, one in zip(pairs[0], given, strict=True):
        if isinstance(one, Report):
            counts = verdicts.setdefault("spun" if truth else "clean", {})
            counts[one.verdict] = counts.get(one.verdict, 0) + 1
    return Evaluation(
        texts=len(given),
        spun=sum(pairs[0]),
        verdicts=verdicts,
        roc_auc=_roc_auc(*pairs),
        average_precision=_average_precision(*pairs),
        tpr_at_fpr={rate: _tpr_at_fpr(*pairs, fpr=rate) for rate in rates},
        brier=_brier(*pairs),
        calibration_error=_calibration_error(*pairs),
        _pairs=pairs,
    )


def plot_roc(labels: Iterable[Any], scores: Iterable[Any], axes: Any = None) -> Any:
    """Draws the ROC curve; returns matplotlib's axes.

    Raises
    ------
    ImportError
        Without matplotlib: ``pip install despin[plot]``.
    ValueError
        Without texts of both labels.
    """
    points, axes = _drawing(labels, scores, axes)
    spun, clean = points[-1].true_positives, points[-1].false_positives
    axes.step(
        [0.0] + [point.false_positives / clean for point in points],
        [0.0] + [point.true_positives / spun for point in points],
        where="post",
    )
    axes.set(xlabel="False positive rate", ylabel="True positive rate", xlim=(0, 1), ylim=(0, 1.01))
    return axes


def plot_precision_recall(labels: Iterable[Any], scores: Iterable[Any], axes: Any = None) -> Any:
    """Draws precision by recall; returns matplotlib's axes. Errors: as `plot_roc`."""
    points, axes = _drawing(labels, scores, axes)
    spun = points[-1].true_positives
    found = [point for point in points if point.true_positives]
    axes.step(
        [point.true_positives / spun for point in found],
        [p.true_positives / (p.true_positives + p.false_positives) for p in found],
        where="post",
    )
    axes.set(xlabel="Recall", ylabel="Precision", xlim=(0, 1), ylim=(0, 1.01))
    return axes


def _drawing(labels: Iterable[Any], scores: Iterable[Any], axes: Any) -> tuple[Any, Any]:
    points = curve(labels, scores)
    if not points or not points[-1].true_positives or not points[-1].false_positives:
        raise ValueError("texts of one label alone; expected some of both")
    if axes is None:
        try:
            from matplotlib import pyplot
        except ImportError as error:
            raise ImportError("curves are drawn by matplotlib: pip install despin[plot]") from error
        axes = pyplot.subplots()[1]
    return points, axes
