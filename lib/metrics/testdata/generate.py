"""Writes expected.json: what scikit-learn 1.9.0 says on a list of small cases.

Run it in a virtual environment that has scikit-learn==1.9.0:

    python generate.py > expected.json

Not-a-number is written as null. The first ROC threshold, which is infinite, is
left out.
"""

import json
import math
import warnings

import numpy as np
import sklearn
from sklearn import metrics

assert sklearn.__version__ == "1.9.0", sklearn.__version__
warnings.simplefilter("ignore")
rng = np.random.default_rng(20240607)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).astype(np.float32)


def case(name, y, p):
    y, p = np.asarray(y), np.asarray(p, dtype=np.float32)
    k = p.shape[1]
    labels = list(range(k))
    predicted = p.argmax(axis=1)
    nan = dict(labels=labels, zero_division=np.nan)
    each = metrics.precision_recall_fscore_support(y, predicted, **nan)
    averages = {
        a: metrics.precision_recall_fscore_support(y, predicted, average=a, **nan)[:3]
        for a in ("macro", "weighted", "micro")
    }
    confusion = metrics.confusion_matrix(y, predicted, labels=labels)
    curves, areas = [], []
    for c in labels:
        fpr, tpr, thresholds = metrics.roc_curve(y == c, p[:, c])
        area = metrics.roc_auc_score(y == c, p[:, c])
        areas.append(area)
        curves.append(dict(fpr=fpr, tpr=tpr, thresholds=thresholds[1:], auc=area))
    one_hot = np.eye(k)[y]
    present = [c for c in labels if not math.isnan(areas[c])]
    return dict(
        name=name,
        y=y,
        p=p,
        accuracy=metrics.accuracy_score(y, predicted),
        each=np.array(each).T,
        macro=averages["macro"],
        weighted=averages["weighted"],
        micro=averages["micro"],
        confusion=confusion,
        by_true=confusion / confusion.sum(axis=1, keepdims=True),
        by_predicted=confusion / confusion.sum(axis=0, keepdims=True),
        by_all=metrics.confusion_matrix(y, predicted, labels=labels, normalize="all"),
        curves=curves,
        auc_macro=metrics.roc_auc_score(one_hot[:, present], p[:, present], average="macro") if present else math.nan,
        auc_weighted=metrics.roc_auc_score(one_hot[:, present], p[:, present], average="weighted") if present else math.nan,
        log_loss=metrics.log_loss(y, p.astype(np.float64).clip(2.0**-23, 1 - 2.0**-23), labels=labels),
    )


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


def plain(v):
    if isinstance(v, dict):
        return {k: plain(x) for k, x in v.items()}
    if isinstance(v, (list, tuple)):
        return [plain(x) for x in v]
    if isinstance(v, np.ndarray):
        return plain(v.tolist())
    if isinstance(v, np.generic):
        return plain(v.item())
    if isinstance(v, float) and math.isnan(v):
        return None
    return v


lines = [json.dumps(plain(c), allow_nan=False) for c in cases]
print("[\n" + ",\n".join(lines) + "\n]")
