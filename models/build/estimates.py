"""Figures with intervals: areas, shares, bootstrap bounds, classifiers. Uses SciPy and scikit-learn.

  auroc(spun, clean), interval(auroc, spun, clean), clopper_pearson(3, 218)

All intervals are 95 %. Percentile bootstrap (Efron 1979), 1,000 draws with a fixed seed.
"""
import numpy as np
from scipy import stats
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import LeaveOneGroupOut, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

DRAWS = 1000
CONFIDENCE = 0.95


# Measures of samples in the last axis, of which there may be many in others.


def auroc(positive, negative):
    """Area under the ROC curve: Mann and Whitney's U as a share of all pairs."""
    pairs = np.shape(positive)[-1] * np.shape(negative)[-1]
    return stats.mannwhitneyu(positive, negative, method="asymptotic", axis=-1).statistic / pairs


def share_above(positive, negative, rate):
    """Share of `positive` above all but `rate` of `negative`."""
    bar = np.sort(negative, axis=-1)[..., ::-1][..., int(rate * np.shape(negative)[-1])]
    return np.mean(np.asarray(positive) > bar[..., None], axis=-1)


def interval(measure, *samples, draws=DRAWS, vectorized=True):
    """Both ends of the interval of measure(*samples), each sample being drawn again.

    vectorized: `measure` is one of the last axis of lists of numbers; it may return several figures, in a first
    axis. Otherwise samples may be rows of anything. A sample of one has no spread."""
    samples = [np.asarray(sample) for sample in samples]
    if any(len(sample) < 2 for sample in samples):
        return (measure(*samples),) * 2

    def figure(*places, axis=-1):
        del axis
        return measure(*(sample[place] for sample, place in zip(samples, places)))
    found = stats.bootstrap([np.arange(len(sample)) for sample in samples], figure, n_resamples=draws, batch=50,
                            confidence_level=CONFIDENCE, vectorized=vectorized, method="percentile",
                            random_state=np.random.default_rng(1)).confidence_interval
    return found.low, found.high


def share_interval(hits, trials, method):
    if not trials:
        return 0.0, 1.0
    found = stats.binomtest(int(hits), int(trials)).proportion_ci(CONFIDENCE, method)
    return float(found.low), float(found.high)


def clopper_pearson(hits, trials):
    return share_interval(hits, trials, "exact")


def wilson(hits, trials):
    return share_interval(hits, trials, "wilson")


# --- Classifiers --------------------------------------------------------------------------


def cross_validated(rows, labels, folds, classifier):
    """Scores of rows by a classifier that has not learned from their fold, and one classifier a fold."""
    standard = make_pipeline(StandardScaler(), FunctionTransformer(np.clip, kw_args={"a_min": -4, "a_max": 4}),
                             classifier)
    rows, labels = np.asarray(rows, dtype=float), np.asarray(labels)
    found = cross_validate(standard, rows, labels, groups=folds, cv=LeaveOneGroupOut(), return_estimator=True,
                           return_indices=True, scoring=lambda *_: 0)
    scores = np.empty(len(labels))
    for fitted, test in zip(found["estimator"], found["indices"]["test"]):
        scores[test] = fitted.decision_function(rows[test])
    return scores, [fitted[-1] for fitted in found["estimator"]]


def logistic(penalty=3.0):
    """Ridge regression on the log-odds, both classes with the same weight."""
    return LogisticRegression(C=1 / penalty, class_weight="balanced", max_iter=1000)


def stumps():
    """Boosted trees of one cut."""
    return HistGradientBoostingClassifier(max_iter=60, learning_rate=0.25, max_depth=1, l2_regularization=1.0,
                                          max_bins=8, min_samples_leaf=1, early_stopping=False,
                                          class_weight="balanced", random_state=1)
