"""Training steps of the three reference models in other libraries, and predictions.

usage: reference.py LIBRARY MODEL THREADS SECONDS

LIBRARY is torch, torch-compile, keras or jax; MODEL is mlp, cnn or lstm, or
predict: the probabilities that the MLP gives to one example, and to 128. Prints
one JSON object, or, for predict, two: milliseconds of a step on the wall clock (a
list), the CPU milliseconds a step, and the peak memory in MB. The models and the
data's shapes are those of BenchmarkStep in lib/train: batches of random numbers,
Adam, softmax cross-entropy. Each library is used the way its own manual tells you
to make it fast on a CPU.
"""

import json
import os
import resource
import sys
import time

library, model, threads, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
os.environ["OMP_NUM_THREADS"] = str(threads)
os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["JAX_PLATFORMS"] = "cpu"
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
if threads == 1 and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})

import numpy as np  # noqa: E402

predict = model == "predict"
if predict:
    model = "mlp"
BATCH = {"mlp": 128, "cnn": 64, "lstm": 64}[model]
SHAPE = {"mlp": (784,), "cnn": (28, 28, 1), "lstm": (28, 28)}[model]
rng = np.random.default_rng(0)
X = rng.random((BATCH, *SHAPE), dtype=np.float32)
Y = rng.integers(0, 10, BATCH)


def torch_step(compiled):
    import torch
    import torch.nn as nn
    import torch.nn.functional as F

    torch.set_num_threads(threads)
    torch.manual_seed(0)

    class LSTM(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(28, 128, batch_first=True)
            self.out = nn.Linear(128, 10)

        def forward(self, x):
            return self.out(self.lstm(x)[0][:, -1])

    x, y = torch.tensor(X), torch.tensor(Y)
    if model == "mlp":
        net = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10))
    elif model == "cnn":
        net = nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
                            nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10))
        net = net.to(memory_format=torch.channels_last)
        x = x.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
    else:
        net = LSTM()
    if predict:
        net.eval()
        forward = torch.compile(net) if compiled else net

        def prediction(batch):
            part = x[:batch]

            def step():
                with torch.inference_mode():
                    torch.softmax(forward(part), 1).numpy()

            return step

        return [prediction(1), prediction(128)]
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3, fused=True)
    forward = torch.compile(net) if compiled else net

    def step():
        optimizer.zero_grad(set_to_none=True)
        F.cross_entropy(forward(x), y).backward()
        optimizer.step()

    return step


def keras_step():
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    import keras
    from keras import layers

    if model == "mlp":
        body = [layers.Dense(512, activation="relu"), layers.Dense(256, activation="relu"), layers.Dense(10)]
    elif model == "cnn":
        body = [layers.Conv2D(32, 3, activation="relu"), layers.Conv2D(64, 3, activation="relu"),
                layers.MaxPooling2D(2), layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(10)]
    else:
        body = [layers.LSTM(128), layers.Dense(10)]
    net = keras.Sequential([keras.Input(SHAPE), *body])
    if predict:

        @tf.function
        def probabilities(x):
            return tf.nn.softmax(net(x, training=False))

        one, many = tf.constant(X[:1]), tf.constant(X)
        return [lambda: probabilities(one).numpy(), lambda: probabilities(many).numpy()]
    optimizer = keras.optimizers.Adam(1e-3)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer.build(net.trainable_variables)
    x, y = tf.constant(X), tf.constant(Y)

    @tf.function
    def train():
        with tf.GradientTape() as tape:
            loss = loss_of(y, net(x, training=True))
        gradients = tape.gradient(loss, net.trainable_variables)
        optimizer.apply_gradients(zip(gradients, net.trainable_variables))
        return loss

    return lambda: train().numpy()


def jax_step():
    if threads == 1:
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    import jax
    import jax.numpy as jnp
    import optax

    def dense(key, n, m):
        return {"w": jax.random.normal(key, (n, m)) * (2 / n) ** 0.5, "b": jnp.zeros(m)}

    keys = jax.random.split(jax.random.key(0), 5)
    if model == "mlp":
        params = [dense(keys[0], 784, 512), dense(keys[1], 512, 256), dense(keys[2], 256, 10)]

        def forward(p, x):
            for layer in p[:-1]:
                x = jax.nn.relu(x @ layer["w"] + layer["b"])
            return x @ p[-1]["w"] + p[-1]["b"]
    elif model == "cnn":
        kernel = lambda key, i, o: {"w": jax.random.normal(key, (3, 3, i, o)) * (2 / (9 * i)) ** 0.5, "b": jnp.zeros(o)}
        params = [kernel(keys[0], 1, 32), kernel(keys[1], 32, 64), dense(keys[2], 9216, 128), dense(keys[3], 128, 10)]

        def forward(p, x):
            for layer in p[:2]:
                x = jax.lax.conv_general_dilated(x, layer["w"], (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
                x = jax.nn.relu(x + layer["b"])
            x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
            x = x.reshape(x.shape[0], -1)
            x = jax.nn.relu(x @ p[2]["w"] + p[2]["b"])
            return x @ p[3]["w"] + p[3]["b"]
    else:
        params = {"x": dense(keys[0], 28, 512), "h": dense(keys[1], 128, 512), "out": dense(keys[2], 128, 10)}

        def forward(p, x):
            inputs = jnp.swapaxes(x @ p["x"]["w"] + p["x"]["b"], 0, 1)

            def cell(state, gates):
                h, c = state
                i, f, g, o = jnp.split(gates + h @ p["h"]["w"], 4, axis=-1)
                c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
                h = jax.nn.sigmoid(o) * jnp.tanh(c)
                return (h, c), None

            zero = jnp.zeros((x.shape[0], 128))
            (h, _), _ = jax.lax.scan(cell, (zero, zero), inputs)
            return h @ p["out"]["w"] + p["out"]["b"]

    if predict:
        probabilities = jax.jit(lambda p, x: jax.nn.softmax(forward(p, x)))
        one, many = jnp.asarray(X[:1]), jnp.asarray(X)
        return [lambda: np.asarray(probabilities(params, one)), lambda: np.asarray(probabilities(params, many))]
    optimizer = optax.adam(1e-3)
    state = optimizer.init(params)

    def loss_of(p, x, y):
        return optax.softmax_cross_entropy_with_integer_labels(forward(p, x), y).mean()

    @jax.jit
    def train(p, s, x, y):
        loss, gradients = jax.value_and_grad(loss_of)(p, x, y)
        updates, s = optimizer.update(gradients, s)
        return optax.apply_updates(p, updates), s, loss

    x, y = jnp.asarray(X), jnp.asarray(Y)
    box = [params, state]

    def step():
        box[0], box[1], loss = train(box[0], box[1], x, y)
        loss.block_until_ready()

    return step


steps = {
    "torch": lambda: torch_step(False),
    "torch-compile": lambda: torch_step(True),
    "keras": keras_step,
    "jax": jax_step,
}[library]()
for step in steps if predict else [steps]:
    for _ in range(10):
        step()
    wall = []
    cpu = time.process_time()
    end = time.perf_counter() + seconds
    while len(wall) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        step()
        wall.append(1000 * (time.perf_counter() - start))
    cpu = 1000 * (time.process_time() - cpu) / len(wall)
    print(json.dumps({
        "wall_ms": wall,
        "cpu_ms": cpu,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))
