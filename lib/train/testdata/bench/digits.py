"""A whole program in other libraries: an MLP that learns the digits.

usage: digits.py LIBRARY

LIBRARY is scikit-learn, torch or keras. Loads the digits, keeps a fifth for the
test, learns from the rest for 20 epochs in batches of 32 with Adam (64 hidden
units, ReLU), and prints the accuracy. Nothing is imported that the program does
not need: torch and keras read scikit-learn's file of the digits with NumPy.
"""

import os
import sys

library = sys.argv[1]
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["OMP_WAIT_POLICY"] = "PASSIVE"

import numpy as np  # noqa: E402


def digits():
    """Returns the pixels from 0 to 1 and the classes, in a random order."""
    from importlib.util import find_spec

    folder = os.path.dirname(find_spec("sklearn").origin)
    table = np.loadtxt(os.path.join(folder, "datasets", "data", "digits.csv.gz"), delimiter=",", dtype=np.float32)
    table = table[np.random.default_rng(1).permutation(len(table))]
    x, y = table[:, :-1] / 16, table[:, -1].astype(np.int64)
    n = len(x) // 5
    return x[n:], y[n:], x[:n], y[:n]


def scikit_learn():
    import warnings

    from sklearn.datasets import load_digits
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.model_selection import train_test_split
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore", ConvergenceWarning)  # 20 epochs are what is asked for
    x, y = load_digits(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(x / 16, y, test_size=0.2, stratify=y, random_state=1)
    model = MLPClassifier((64,), batch_size=32, max_iter=20, random_state=1)
    return model.fit(x_train, y_train).score(x_test, y_test)


def torch():
    import torch
    from torch import nn

    torch.manual_seed(1)
    x_train, y_train, x_test, y_test = map(torch.from_numpy, digits())
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))
    optimizer = torch.optim.Adam(model.parameters(), fused=True)
    loss_of = nn.CrossEntropyLoss()
    for _ in range(20):
        for rows in torch.randperm(len(x_train)).split(32):
            optimizer.zero_grad()
            loss_of(model(x_train[rows]), y_train[rows]).backward()
            optimizer.step()
    with torch.inference_mode():
        return (model(x_test).argmax(1) == y_test).float().mean().item()


def keras():
    import keras
    from keras import layers

    keras.utils.set_random_seed(1)
    x_train, y_train, x_test, y_test = digits()
    model = keras.Sequential([keras.Input((64,)), layers.Dense(64, activation="relu"), layers.Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x_train, y_train, batch_size=32, epochs=20, verbose=0)
    return model.evaluate(x_test, y_test, verbose=0)[1]


accuracy = {"scikit-learn": scikit_learn, "torch": torch, "keras": keras}[library]()
print(f"accuracy {accuracy:.4f}")
