"""Prints which labels cleanlab takes for wrong, and statsmodels-free Wilson intervals of
scipy, as JSON.

    python cleanlab_reference.py > reference.json
"""

import json

import numpy as np
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from scipy.stats import binomtest

r = np.random.default_rng(5)
n, k = 80, 4
true = r.integers(0, k, n)
y = np.where(r.random(n) < 0.25, r.integers(0, k, n), true)
logits = r.normal(size=(n, k)) + 2.5 * np.eye(k)[true]
p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
p = p.astype(np.float32).astype(float)
mask = find_label_issues(y, p, filter_by="confident_learning")
scores = get_label_quality_scores(y, p, method="self_confidence", adjust_pred_probs=False)
wilson = [[a, b, *binomtest(a, b).proportion_ci(method="wilson")] for a, b in ((0, 5), (3, 10), (97, 100))]
print(json.dumps(dict(Y=y.tolist(), P=p.flatten().tolist(), Classes=k, Issues=np.flatnonzero(mask).tolist(), Scores=scores.tolist(), Wilson=wilson)))
