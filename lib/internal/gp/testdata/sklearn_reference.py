"""Prints what scikit-learn makes of a Gaussian process with a Matérn kernel, as JSON.

    python sklearn_reference.py > reference.json
"""

import json

import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

r = np.random.default_rng(1)
x, y = r.random((12, 3)), r.normal(size=12)
at = r.random((5, 3))
lengths, variance, noise = [0.3, 0.7, 1.5], 1.7, 0.01
kernel = ConstantKernel(variance) * Matern(lengths, nu=2.5) + WhiteKernel(noise)
gp = GaussianProcessRegressor(kernel, optimizer=None, alpha=0).fit(x, y)
value, gradient = gp.log_marginal_likelihood(gp.kernel_.theta, eval_gradient=True)
mean, std = gp.predict(at, return_std=True)
# scikit-learn's deviation is that of a measurement, with noise.
std = np.sqrt(std**2 - noise)
print(json.dumps(dict(
    X=x.tolist(), Y=y.tolist(), At=at.tolist(), Lengths=lengths, Variance=variance, Noise=noise,
    LogLikelihood=value, Gradient=[*gradient[1:4], gradient[0], gradient[4]],
    Mean=mean.tolist(), Deviation=std.tolist())))
