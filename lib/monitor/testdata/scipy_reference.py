"""Prints what scipy makes of two samples, as JSON.

    python scipy_reference.py > reference.json
"""

import json

import numpy as np
from scipy import special, stats

r = np.random.default_rng(2)
cases = []
for a, b in ((r.normal(size=50), r.normal(0.4, 1.2, 30)), (r.integers(0, 6, 40) / 2, r.integers(0, 7, 25) / 2), (r.normal(size=9), r.normal(5, 1, 400))):
    d = stats.ks_2samp(a, b).statistic
    n = len(a) * len(b) / (len(a) + len(b))
    cases.append(dict(A=sorted(a.tolist()), B=sorted(b.tolist()), KS=d, P=special.kolmogorov(np.sqrt(n) * d), Wasserstein=stats.wasserstein_distance(a, b)))
counts = [[12.0, 30, 8, 0], [20, 14, 3, 2]]
chi = stats.chi2_contingency(counts, correction=False)
p = [0.01, 0.04, 0.03, 0.005]
# Holm by its definition, with the p-values in order: 4·.005, 3·.01, 2·.03, then no less.
print(json.dumps(dict(Cases=cases, Counts=counts, ChiSquared=chi.statistic, ChiP=chi.pvalue, V=stats.contingency.association(np.array(counts, dtype=int), "cramer"), P=p, Holm=[0.03, 0.06, 0.06, 0.02])))
