"""Writes expected.json: what scikit-learn 1.9.0 says on a list of small cases.

Run it in a virtual environment that has scikit-learn==1.9.0:

    python generate.py > expected.json

Not-a-number is written as null, an infinity as "inf". The first ROC threshold, which is infinite, is
left out.
"""

import json
import math
import warnings

import numpy as np
import sklearn
from scipy.stats import bootstrap
from sklearn import metrics
from sklearn.calibration import calibration_curve

assert sklearn.__version__ == "1.9.0", sklearn.__version__
warnings.simplefilter("ignore")
rng = np.random.default_rng(20240607)
weight_rng = np.random.default_rng(20251125)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).astype(np.float32)


def scores(y, p, w):
    """Everything about labels y and probabilities p, with sample weights w."""
    k = p.shape[1]
    labels = list(range(k))
    predicted = p.argmax(axis=1)
    nan = dict(labels=labels, zero_division=np.nan, sample_weight=w)
    each = metrics.precision_recall_fscore_support(y, predicted, **nan)
    averages = {
        a: metrics.precision_recall_fscore_support(y, predicted, average=a, **nan)[:3]
        for a in ("macro", "weighted", "micro")
    }
    confusion = metrics.confusion_matrix(y, predicted, labels=labels, sample_weight=w)
    curves, areas, precision_recall, average_precision = [], [], [], []
    for c in labels:
        fpr, tpr, thresholds = metrics.roc_curve(y == c, p[:, c], sample_weight=w)
        area = metrics.roc_auc_score(y == c, p[:, c], sample_weight=w)
        areas.append(area)
        curves.append(dict(fpr=fpr, tpr=tpr, thresholds=thresholds[1:], auc=area))
        precision, recall, thresholds = metrics.precision_recall_curve(y == c, p[:, c], sample_weight=w)
        absent = not (y == c).any()
        if absent:  # scikit-learn sets the recall to one there
            recall[:-1] = math.nan
        ap = math.nan if absent else metrics.average_precision_score(y == c, p[:, c], sample_weight=w)
        average_precision.append(ap)
        precision_recall.append(dict(precision=precision, recall=recall, thresholds=thresholds, ap=ap))
    one_hot = np.eye(k)[y]
    present = [c for c in labels if not math.isnan(areas[c])]
    occurs = [c for c in labels if not math.isnan(average_precision[c])]
    auc = dict(sample_weight=w)
    one_class = len(set(y)) == 1 or len(set(predicted)) == 1
    return dict(
        accuracy=metrics.accuracy_score(y, predicted, sample_weight=w),
        balanced=metrics.balanced_accuracy_score(y, predicted, sample_weight=w),
        top_k=[metrics.top_k_accuracy_score(y, p if k > 2 else p[:, 1], k=n, labels=labels, sample_weight=w) for n in range(1, k)] if k > 2 else [],
        each=np.array(each).T,
        macro=averages["macro"],
        weighted=averages["weighted"],
        micro=averages["micro"],
        f_beta=[
            dict(beta=beta, each=metrics.fbeta_score(y, predicted, beta=beta, average=None, **nan), averages=[metrics.fbeta_score(y, predicted, beta=beta, average=a, **nan) for a in ("macro", "weighted", "micro")])
            for beta in (0.5, 2.0)
        ],
        confusion=confusion,
        by_true=confusion / confusion.sum(axis=1, keepdims=True),
        by_predicted=confusion / confusion.sum(axis=0, keepdims=True),
        by_all=metrics.confusion_matrix(y, predicted, labels=labels, normalize="all", sample_weight=w),
        # scikit-learn has 0 where it is undefined
        matthews=math.nan if one_class else metrics.matthews_corrcoef(y, predicted, sample_weight=w),
        kappa=[metrics.cohen_kappa_score(y, predicted, labels=labels, weights=by, sample_weight=w) for by in (None, "linear", "quadratic")],
        curves=curves,
        auc_macro=metrics.roc_auc_score(one_hot[:, present], p[:, present], average="macro", **auc) if present else math.nan,
        auc_weighted=metrics.roc_auc_score(one_hot[:, present], p[:, present], average="weighted", **auc) if present else math.nan,
        one_vs_one=[
            metrics.roc_auc_score(y, p / p.sum(axis=1, keepdims=True, dtype=np.float64), multi_class="ovo", average=a, labels=labels)
            for a in ("macro", "weighted")
        ] if w is None and len(present) == k > 2 and (abs(p.sum(axis=1) - 1) < 1e-4).all() else [],
        precision_recall=precision_recall,
        ap_macro=metrics.average_precision_score(one_hot[:, occurs], p[:, occurs], average="macro", **auc),
        ap_weighted=metrics.average_precision_score(one_hot[:, occurs], p[:, occurs], average="weighted", **auc),
        log_loss=metrics.log_loss(y, p.astype(np.float64).clip(2.0**-23, 1 - 2.0**-23), labels=labels, sample_weight=w),
        brier=np.average(((p.astype(np.float64) - one_hot) ** 2).sum(axis=1) / (2 if k == 2 else 1), weights=w),
    )


def case(name, y, p):
    y, p = np.asarray(y), np.asarray(p, dtype=np.float32)
    # Multiples of 1/4 add up exactly, so that the points that a curve leaves
    # out do not hang on rounding; some are 0.
    w = weight_rng.integers(0, 9, len(y)) / 4
    if w.sum() == 0:
        w[:] = 0.5
    weighted = scores(y, p, w) if all(w[y == c].sum() > 0 for c in set(y)) else None
    if (abs(p.sum(axis=1) - 1) < 1e-4).all() and len(set(y)) == p.shape[1]:
        # The definition above is scikit-learn's.
        q = p / p.sum(axis=1, keepdims=True)
        theirs = metrics.brier_score_loss(y, q if p.shape[1] > 2 else q[:, 1], sample_weight=w)
        ours = np.average(((q.astype(np.float64) - np.eye(p.shape[1])[y]) ** 2).sum(axis=1) / (2 if p.shape[1] == 2 else 1), weights=w)
        assert abs(theirs - ours) < 1e-6, (theirs, ours)
    return dict(name=name, y=y, p=p, weights=w, plain=scores(y, p, None), with_weights=weighted)


def calibrated(name, positive, p, bins, strategy):
    p = np.asarray(p, dtype=np.float32).astype(np.float64)
    observed, predicted = calibration_curve(positive, p, n_bins=bins, strategy=strategy)
    # The expected calibration error is not in scikit-learn: Guo et al. (2017),
    # equation 3, over scikit-learn's bins.
    inner = np.linspace(0, 1, bins + 1)[1:-1] if strategy == "uniform" else np.percentile(p, np.linspace(0, 1, bins + 1) * 100)[1:-1]
    which = np.searchsorted(inner, p)
    error = sum(abs(p[which == b].sum() - positive[which == b].sum()) for b in range(bins)) / len(p)
    return dict(name=name, positive=positive.astype(bool), p=p, bins=bins, quantiles=strategy == "quantile", predicted=predicted, observed=observed, error=error)


def regression(name, y, predicted, weights=None):
    y, predicted = np.asarray(y, dtype=np.float32).astype(np.float64), np.asarray(predicted, dtype=np.float32).astype(np.float64)
    w = dict(sample_weight=weights)
    return dict(
        name=name,
        y=y,
        predicted=predicted,
        weights=weights,
        mse=metrics.mean_squared_error(y, predicted, **w),
        rmse=metrics.root_mean_squared_error(y, predicted, **w),
        mae=metrics.mean_absolute_error(y, predicted, **w),
        r2=metrics.r2_score(y, predicted, force_finite=False, **w),
    )


def interval(name, values, bca):
    """scipy's interval of the mean, from so many resamples that what is left
    to chance is a hundredth of its width."""
    values = np.asarray(values, dtype=np.float64)
    r = bootstrap((values,), np.mean, n_resamples=100_000, method="BCa" if bca else "percentile", rng=np.random.default_rng(5))
    return dict(name=name, values=values, bca=bca, low=r.confidence_interval.low, high=r.confidence_interval.high)


def noisy(n, k, strength, weights=None):
    y = rng.choice(k, size=n, p=weights)
    return y, softmax(rng.normal(size=(n, k)) + strength * np.eye(k)[y])


y10, p10 = noisy(120, 10, 2.0)
y3, p3 = noisy(60, 3, 1.0, [0.7, 0.25, 0.05])
y2, p2 = noisy(40, 2, 0.7)
absent, pabsent = noisy(30, 4, 1.5, [0.5, 0.0, 0.3, 0.2])
never, pnever = noisy(25, 3, 1.0)
pnever[:, 1] = 0
certain = np.eye(3, dtype=np.float32)

cases = [
    case("ten classes", y10, p10),
    case("imbalanced", y3, p3),
    case("two classes", y2, p2),
    case("ties", y3, np.round(p3 * 4) / 4),
    case("all scores equal", [0, 1, 2, 1], np.full((4, 3), 1 / 3)),
    case("a class never occurs", absent, pabsent),
    case("a class is never predicted", never, pnever),
    case("neither occurs nor is predicted", np.array([0, 2, 2, 0]), certain[[0, 2, 0, 0]]),
    case("perfect", [0, 1, 2, 2, 1], certain[[0, 1, 2, 2, 1]]),
    case("all wrong and certain", [0, 1, 2], certain[[1, 2, 0]]),
    case("one class only", [1, 1, 1], [[0.2, 0.8], [0.6, 0.4], [0.1, 0.9]]),
    case("one example", [0], [[0.3, 0.7]]),
]


spread = weight_rng.random(200)
came = (weight_rng.random(200) < spread**1.5).astype(int)
calibrations = [
    calibrated("ten bins", came, spread, 10, "uniform"),
    calibrated("bounds fall into the lower bin", np.array([0, 1, 0, 1, 1, 0]), [0, 0.25, 0.5, 0.75, 1, 0.5], 4, "uniform"),
    calibrated("quantiles", came, spread, 7, "quantile"),
    calibrated("empty bins", came[:20], 0.3 + spread[:20] / 10, 10, "uniform"),
]
target = weight_rng.normal(size=(50, 2)) * [1, 20] + [0, 1e4]
regressions = [
    regression("one output", target[:, :1], target[:, :1] + weight_rng.normal(size=(50, 1))),
    regression("two outputs", target, target + weight_rng.normal(size=(50, 2)) * [1, 5]),
    regression("weights", target, target + weight_rng.normal(size=(50, 2)) * [1, 5], weight_rng.integers(0, 9, 50) / 4),
    regression("perfect", target, target),
    regression("constant target", np.ones((4, 1)), np.ones((4, 1)) * 2),
    regression("constant target, perfect", np.ones((4, 1)), np.ones((4, 1))),
    regression("one example", [[1.0]], [[3.0]]),
]
skewed = weight_rng.exponential(size=40)
intervals = [interval("percentile", skewed, False), interval("BCa", skewed, True)]


def plain(v):
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)):
        return [plain(x) for x in v]
    if isinstance(v, np.ndarray):
        return plain(v.tolist())
    if isinstance(v, np.generic):
        return plain(v.item())
    if isinstance(v, float) and not math.isfinite(v):
        return None if math.isnan(v) else str(v)
    if isinstance(v, float):
        return float(f"{v:.12g}")  # more than a float32 has, and than is compared
    return v


def lines(cases):
    return "[\n" + ",\n".join(json.dumps(plain(c), allow_nan=False) for c in cases) + "\n]"


parts = dict(classification=cases, calibration=calibrations, regression=regressions, bootstrap=intervals)
print("{" + ",\n".join(f'"{name}": {lines(part)}' for name, part in parts.items()) + "}")
