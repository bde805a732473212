"""Writes reference.json: what PyTorch's layers and losses compute, and their
gradients.

Run it in a virtual environment that has torch==2.15.0:

    python torch_reference.py > reference.json

Each layer is followed by the mean squared error to a random target. Weights are
written in our layout: matrices (in, out), the two biases of a recurrent layer as
one where they are added.
"""

import json

import torch
from torch import nn
from torch.nn import functional as F

assert torch.__version__.startswith("2.15."), torch.__version__
torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(3)


def rand(*shape):
    return (torch.randn(*shape, generator=generator) * 0.7).float().double()


def plain(t):
    return dict(shape=list(t.shape), data=[float(f"{v:.9g}") for v in t.detach().flatten().tolist()])


def fill(module):
    for p in module.parameters():
        p.data = rand(*p.shape)
    return module


def layer(name, x, module, weights, forward=None, grad_input=True):
    """weights maps our name to (parameter, function to our layout)."""
    x = x.clone().requires_grad_(grad_input)
    y = (forward or module)(x)
    target = rand(*y.shape)
    F.mse_loss(y, target).backward()
    return dict(
        name=name,
        x=plain(x),
        y=plain(y),
        target=plain(target),
        weights={n: plain(f(p)) for n, (p, f) in weights.items()},
        gradients={n: plain(f(p.grad)) for n, (p, f) in weights.items()},
        input_gradient=plain(x.grad) if grad_input else None,
    )


def same(p):
    return p


def turned(p):
    return p.T


def linear(m):
    return {"weight": (m.weight, turned), "bias": (m.bias, same)}


def conv(m):
    return {"weight": (m.weight, same), "bias": (m.bias, same)}


def norm(m):
    return {"gamma": (m.weight, same), "beta": (m.bias, same)}


def recurrent(m, suffix="", prefix="", both=False):
    out = {
        prefix + "weight": (getattr(m, "weight_ih_l0" + suffix), turned),
        prefix + "recurrent_weight": (getattr(m, "weight_hh_l0" + suffix), turned),
        prefix + "bias": (getattr(m, "bias_ih_l0" + suffix), same),
    }
    if both:
        out[prefix + "recurrent_bias"] = (getattr(m, "bias_hh_l0" + suffix), same)
    else:
        getattr(m, "bias_hh_l0" + suffix).data.zero_()
    return out


activations = {
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "leaky_relu(0.2)": lambda x: F.leaky_relu(x, 0.2),
    "elu": F.elu,
    "elu(0.5)": lambda x: F.elu(x, 0.5),
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
    "softmax": lambda x: F.softmax(x, -1),
}
layers = [layer("activation " + name, rand(3, 5) * 3, None, {}, f) for name, f in activations.items()]
m = fill(nn.Linear(4, 3))
layers.append(layer("Dense", rand(5, 4), m, linear(m)))
m = fill(nn.Linear(4, 3))
layers.append(layer("Dense of sequences", rand(2, 3, 4), m, linear(m)))
m = fill(nn.Conv2d(2, 3, 3))
layers.append(layer("Conv2D", rand(2, 2, 6, 5), m, conv(m)))
m = fill(nn.Conv2d(4, 6, (3, 2), stride=(2, 1), dilation=(1, 2), groups=2))
layers.append(layer("Conv2D with all settings", rand(2, 4, 7, 6), m, conv(m)))
m = fill(nn.Conv2d(2, 3, 3, padding="same", dilation=2))
layers.append(layer("Conv2D same", rand(2, 2, 5, 5), m, conv(m)))
m = fill(nn.Conv2d(3, 3, 3, groups=3, padding=1))
layers.append(layer("depthwise Conv2D", rand(2, 3, 4, 4), m, conv(m)))
m = fill(nn.Conv1d(2, 3, 3, stride=2))
layers.append(layer("Conv1D", rand(2, 2, 8), m, conv(m)))
layers.append(layer("MaxPool", rand(2, 2, 6, 5), None, {}, lambda x: F.max_pool2d(x, 2)))
layers.append(layer("MaxPool with overlap", rand(2, 2, 7, 7), None, {}, lambda x: F.max_pool2d(x, 3, stride=2)))
layers.append(layer("AvgPool", rand(2, 2, 6, 6), None, {}, lambda x: F.avg_pool2d(x, (2, 3))))
layers.append(layer("AvgPool of sequences", rand(2, 2, 8), None, {}, lambda x: F.avg_pool1d(x, 3, stride=2)))
layers.append(layer("GlobalAvgPool", rand(2, 3, 4, 4), None, {}, lambda x: x.mean((2, 3))))
layers.append(layer("GlobalMaxPool", rand(2, 3, 4, 4), None, {}, lambda x: x.amax((2, 3))))
m = fill(nn.LayerNorm(5))
layers.append(layer("LayerNorm", rand(2, 3, 5), m, norm(m)))
for name, m, x in (
    ("BatchNorm", nn.BatchNorm1d(4), rand(6, 4)),
    ("BatchNorm of images", nn.BatchNorm2d(3, momentum=0.3, eps=1e-3), rand(3, 3, 2, 4)),
):
    fill(m)
    case = layer(name, x, m, norm(m))
    case["after"] = {"moving_mean": plain(m.running_mean), "moving_variance": plain(m.running_var)}
    m.eval()
    case["evaluated"] = plain(m(x))
    layers.append(case)
m = fill(nn.Embedding(6, 3))
ids = torch.tensor([[0, 5, 2], [3, 3, 1]])
case = layer("Embedding", torch.zeros(1), m, {"weight": (m.weight, same)}, lambda _: m(ids), grad_input=False)
case["x"] = plain(ids.double())
layers.append(case)
m = fill(nn.RNN(3, 4, batch_first=True))
layers.append(layer("SimpleRNN", rand(2, 5, 3), m, recurrent(m), lambda x: m(x)[1][0]))
m = fill(nn.RNN(3, 4, nonlinearity="relu", batch_first=True))
layers.append(layer("SimpleRNN with ReLU", rand(2, 5, 3), m, recurrent(m), lambda x: m(x)[0]))
m = fill(nn.LSTM(3, 4, batch_first=True))
layers.append(layer("LSTM", rand(2, 5, 3), m, recurrent(m), lambda x: m(x)[1][0][0]))
m = fill(nn.LSTM(3, 4, batch_first=True))
layers.append(layer("LSTM as sequence", rand(2, 5, 3), m, recurrent(m), lambda x: m(x)[0]))
m = fill(nn.GRU(3, 4, batch_first=True))
layers.append(layer("GRU", rand(2, 5, 3), m, recurrent(m, both=True), lambda x: m(x)[1][0]))
m = fill(nn.GRU(3, 4, batch_first=True))
layers.append(layer("GRU as sequence", rand(2, 5, 3), m, recurrent(m, both=True), lambda x: m(x)[0]))
m = fill(nn.LSTM(3, 2, batch_first=True, bidirectional=True))
w = recurrent(m, prefix="forward.") | recurrent(m, "_reverse", prefix="backward.")
layers.append(layer("Bidirectional", rand(2, 4, 3), m, w, lambda x: m(x)[0]))

# A padded batch: PyTorch packs it, we mask it.
m = fill(nn.LSTM(3, 4, batch_first=True))
x = rand(3, 5, 3)
lengths = [5, 2, 4]
for i, n in enumerate(lengths):
    x[i, n:] = 0


def packed(x):
    return m(nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))[1][0][0]


layers.append(layer("LSTM with a mask", x, m, recurrent(m), packed))
for name, causal in (("SelfAttention", False), ("causal SelfAttention", True)):
    m = fill(nn.MultiheadAttention(6, 2, batch_first=True))
    mask = torch.triu(torch.ones(4, 4, dtype=bool), 1) if causal else None
    w = {"output_weight": (m.out_proj.weight, turned), "output_bias": (m.out_proj.bias, same)}
    for i, part in enumerate(("query", "key", "value")):
        w[part + "_weight"] = (m.in_proj_weight, lambda p, i=i: p[6 * i : 6 * i + 6].T)
        w[part + "_bias"] = (m.in_proj_bias, lambda p, i=i: p[6 * i : 6 * i + 6])
    layers.append(layer(name, rand(2, 4, 6), m, w, lambda x: m(x, x, x, attn_mask=mask, need_weights=False)[0]))

losses = []


def loss(name, z, target, f, weights=None):
    z = z.clone().requires_grad_()
    each = f(z, target)
    each = each.reshape(len(z), -1).mean(1)
    value = each.mean() if weights is None else (each * weights).sum() / weights.sum()
    value.backward()
    losses.append(
        dict(
            name=name,
            z=plain(z),
            target=plain(target.double()),
            weights=None if weights is None else weights.tolist(),
            value=float(value),
            gradient=plain(z.grad),
        )
    )


def focal(z, t, gamma=2.0):
    log_p = F.log_softmax(z, -1).gather(1, t[:, None])[:, 0]
    return -((1 - log_p.exp()) ** gamma) * log_p


def focal_binary(z, t, gamma=2.0):
    bce = F.binary_cross_entropy_with_logits(z, t, reduction="none")
    return (1 - torch.exp(-bce)) ** gamma * bce


z, classes, w = rand(4, 3) * 2, torch.tensor([0, 2, 1, 1]), torch.tensor([1.0, 0.5, 0.0, 3.0])
soft = F.softmax(rand(4, 3), -1)
yes = torch.tensor([[1.0, 0, 1], [0, 0, 1], [1, 1, 0], [0, 1, 0]])
numbers = rand(4, 3) * 2
none = dict(reduction="none")
for weights in (None, w):
    suffix = "" if weights is None else ", weighted"
    for name, target, f in (
        ("CrossEntropy", classes, lambda z, t: F.cross_entropy(z, t, **none)),
        ("CrossEntropy with smoothing", classes, lambda z, t: F.cross_entropy(z, t, label_smoothing=0.2, **none)),
        ("CrossEntropy of one-hot", soft, lambda z, t: F.cross_entropy(z, t, label_smoothing=0.1, **none)),
        ("BinaryCrossEntropy", yes, lambda z, t: F.binary_cross_entropy_with_logits(z, t, **none)),
        ("MeanSquaredError", numbers, lambda z, t: F.mse_loss(z, t, **none)),
        ("MeanAbsoluteError", numbers, lambda z, t: F.l1_loss(z, t, **none)),
        ("Huber", numbers, lambda z, t: F.huber_loss(z, t, delta=0.8, **none)),
        ("KLDivergence", soft, lambda z, t: F.kl_div(F.log_softmax(z, -1), t, **none).sum(-1)),
        # The next are not in PyTorch: their definition, differentiated by it.
        ("Focal", classes, focal),
        ("binary Focal", yes, focal_binary),
        ("Hinge", yes, lambda z, t: F.relu(1 - (2 * t - 1) * z)),
        ("squared Hinge", yes, lambda z, t: F.relu(1 - (2 * t - 1) * z) ** 2),
    ):
        loss(name + suffix, z, target, f, weights)

print(json.dumps(dict(layers=layers, losses=losses)))
