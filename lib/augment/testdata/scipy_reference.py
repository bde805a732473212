"""Prints what scipy makes of an image that is moved, as JSON.

    python scipy_reference.py > reference.json
"""

import json

import numpy as np
from scipy.ndimage import affine_transform, rotate, shift

r = np.random.default_rng(1)
image = r.random((7, 6)).round(4)
middle = (np.array(image.shape) - 1) / 2


def zoom(by):
    m = np.eye(2) / by
    return affine_transform(image, m, middle - m @ middle, order=1, mode="constant")


cases = [
    dict(Degrees=30, Out=rotate(image, 30, reshape=False, order=1, mode="constant").tolist()),
    dict(Degrees=-100, Out=rotate(image, -100, reshape=False, order=1, mode="constant").tolist()),
    dict(Down=1.25, Right=-0.5, Out=shift(image, (1.25, -0.5), order=1, mode="constant").tolist()),
    dict(Zoom=1.5, Out=zoom(1.5).tolist()),
    dict(Zoom=0.7, Out=zoom(0.7).tolist()),
]
print(json.dumps(dict(Image=image.tolist(), Cases=cases)))
