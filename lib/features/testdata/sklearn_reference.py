"""Prints what scikit-learn makes of a small table with each transformer, as JSON.

    python sklearn_reference.py > reference.json
"""

import json

import numpy as np
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import (KBinsDiscretizer, MinMaxScaler, OneHotEncoder, OrdinalEncoder,
                                   PolynomialFeatures, RobustScaler, StandardScaler, TargetEncoder)

r = np.random.default_rng(3)
learn, test = r.normal(size=(20, 3)).round(3), r.normal(size=(6, 3)).round(3)
kinds, kinds_test = r.integers(0, 4, (20, 1)) * 2.0, r.integers(0, 4, (6, 1)) * 2.0
target = r.normal(size=20).round(3)
holes, holes_test = learn.copy(), test.copy()
holes[[1, 5, 9], [0, 1, 0]] = np.nan
holes_test[[0, 2], [0, 2]] = np.nan
repeated = np.array([[1.0], [3], [3], [2], [2], [np.nan], [5]])


def nan(a):
    return [[None if np.isnan(v) else float(v) for v in row] for row in np.asarray(a, dtype=float)]


cases = []


def case(name, t, a, b, y=None):
    t.fit(a, y)
    cases.append(dict(Name=name, Learn=nan(a), Test=nan(b), LearnOut=nan(t.transform(a)), TestOut=nan(t.transform(b))))


case("Standardize", StandardScaler(), learn, test)
case("Standardize with holes", StandardScaler(), holes, holes_test)
case("MinMax", MinMaxScaler(), learn, test)
case("Robust", RobustScaler(), learn, test)
case("Impute mean", SimpleImputer(), holes, holes_test)
case("Impute median with indicator", SimpleImputer(strategy="median", add_indicator=True), holes, holes_test)
case("Impute most frequent", SimpleImputer(strategy="most_frequent"), repeated, repeated)
case("Impute constant", SimpleImputer(strategy="constant", fill_value=7), holes, holes_test)
case("OneHot", OneHotEncoder(sparse_output=False), kinds, kinds_test)
case("OneHot without the first", OneHotEncoder(sparse_output=False, drop="first"), kinds, kinds_test)
case("OneHot of unknown", OneHotEncoder(sparse_output=False, handle_unknown="ignore"), kinds, kinds_test + 2)
case("Ordinal", OrdinalEncoder(), kinds, kinds_test)
case("Ordinal of unknown", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), kinds, kinds_test + 2)
case("Bin", KBinsDiscretizer(4, encode="ordinal", strategy="uniform", subsample=None), learn, test)
case("Bin by quantiles", KBinsDiscretizer(4, encode="ordinal", strategy="quantile", subsample=None, quantile_method="linear"), learn, test)
case("Polynomial", PolynomialFeatures(3, include_bias=False), learn, test)
case("Polynomial of interactions", PolynomialFeatures(3, include_bias=False, interaction_only=True), learn, test)
case("PCA", PCA(2), learn, test)
case("PCA whitened", PCA(whiten=True), learn, test)
# transform, not fit_transform: what the test part gets.
case("TargetEncode", TargetEncoder(smooth=3.0, target_type="continuous"), kinds, kinds_test + 2, target)
print(json.dumps(dict(Cases=cases, Target=target.tolist())))
