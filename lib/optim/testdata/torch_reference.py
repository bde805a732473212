"""Writes reference.json: the weights after every step of PyTorch's optimisers,
and the learning rates of its schedules.

Run it in a virtual environment that has torch==2.15.0:

    python torch_reference.py > reference.json
"""

import json
import warnings

import torch
from torch.optim import lr_scheduler as schedules
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

assert torch.__version__.startswith("2.15."), torch.__version__
warnings.simplefilter("ignore")
torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(1)

STEPS = 12
start = torch.randn(6, generator=generator).float().double()
gradients = (torch.randn(STEPS, 6, generator=generator) * torch.tensor([1, 1e-3, 30, 1, 0, 1])).float().double()


def optimiser(name, make):
    w = torch.nn.Parameter(start.clone())
    rule = make([w])
    weights = []
    for g in gradients:
        w.grad = g.clone()
        rule.step()
        weights.append(w.detach().tolist())
    return dict(name=name, weights=weights)


def schedule(name, make, steps=40, rate=0.1):
    rule = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rate)
    s = make(rule)
    rates = []
    for _ in range(steps):
        rates.append(rule.param_groups[0]["lr"])
        rule.step()
        s.step()
    return dict(name=name, rates=rates)


def restarts(rule_rate, steps, per_epoch, **options):
    rule = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=rule_rate)
    s = schedules.CosineAnnealingWarmRestarts(rule, **options)
    rates = []
    for i in range(steps):
        s.step(i / per_epoch)
        rates.append(rule.param_groups[0]["lr"])
    return dict(name="CosineRestarts", rates=rates)


def plateau(values, **options):
    rule = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
    s = schedules.ReduceLROnPlateau(rule, threshold_mode="abs", eps=0, **options)
    rates = []
    for v in values:
        s.step(v)
        rates.append(rule.param_groups[0]["lr"])
    return dict(values=values, rates=rates)


def ema():
    w = torch.nn.Parameter(start.clone())
    module = torch.nn.Module()
    module.w = w
    averaged = AveragedModel(module, multi_avg_fn=get_ema_multi_avg_fn(0.8))
    averaged.update_parameters(module)  # the first one copies
    averages = []
    for g in gradients:
        with torch.no_grad():
            w -= 0.1 * g
        averaged.update_parameters(module)
        averages.append(averaged.module.w.tolist())
    return averages


def clipped(how):
    ps = [torch.nn.Parameter(torch.zeros(3)), torch.nn.Parameter(torch.zeros(2))]
    ps[0].grad, ps[1].grad = torch.tensor([3.0, 0, -4]), torch.tensor([12.0, -0.5])
    norm = how(ps)
    return dict(gradients=[p.grad.tolist() for p in ps], norm=float(norm) if norm is not None else 0)


o = torch.optim
noise = torch.randn(60, generator=generator)
going = [float(v) for v in torch.cat([torch.linspace(2, 1, 15), 1 + 0.02 * noise[:25].abs(), 0.5 + 0.01 * noise[25:].abs()])]
print(
    json.dumps(
        dict(
            start=start.tolist(),
            gradients=gradients.tolist(),
            optimisers=[
                optimiser("SGD", lambda p: o.SGD(p, lr=0.05)),
                optimiser("SGD with momentum", lambda p: o.SGD(p, lr=0.05, momentum=0.8)),
                optimiser("SGD with Nesterov's momentum", lambda p: o.SGD(p, lr=0.05, momentum=0.8, nesterov=True)),
                optimiser("Adam", lambda p: o.Adam(p, lr=0.02)),
                optimiser("Adam with other settings", lambda p: o.Adam(p, lr=0.02, betas=(0.5, 0.9), eps=0.1)),
                optimiser("AdamW", lambda p: o.AdamW(p, lr=0.02, weight_decay=0.5)),
                optimiser("NewAdamW", lambda p: o.AdamW(p)),
                optimiser("RMSProp", lambda p: o.RMSprop(p)),
                optimiser("RMSProp with momentum, centered", lambda p: o.RMSprop(p, lr=0.02, alpha=0.9, eps=0.01, momentum=0.7, centered=True)),
                optimiser("Adagrad", lambda p: o.Adagrad(p)),
                optimiser("Adadelta", lambda p: o.Adadelta(p)),
                optimiser("Adadelta with other settings", lambda p: o.Adadelta(p, lr=0.5, rho=0.8, eps=0.01)),
            ],
            schedules=[
                schedule("Constant", lambda r: schedules.ConstantLR(r, factor=1)),
                schedule("StepDecay", lambda r: schedules.StepLR(r, step_size=7, gamma=0.3)),
                schedule("MultiStepDecay", lambda r: schedules.MultiStepLR(r, [5, 6, 30], gamma=0.5)),
                schedule("ExponentialDecay", lambda r: schedules.ExponentialLR(r, 0.9)),
                schedule("PolynomialDecay", lambda r: schedules.PolynomialLR(r, total_iters=30, power=1.5)),
                schedule("CosineDecay", lambda r: schedules.CosineAnnealingLR(r, T_max=40, eta_min=0.01)),
                restarts(0.1, 40, 2, T_0=3, T_mult=2, eta_min=0.005),
                schedule("OneCycle", lambda r: schedules.OneCycleLR(r, max_lr=0.1, total_steps=41, pct_start=0.25, div_factor=25, final_div_factor=4000)),
                schedule("Warmup", lambda r: schedules.SequentialLR(r, [schedules.LinearLR(r, 0.2, 1, total_iters=8), schedules.StepLR(r, step_size=9, gamma=0.5)], [8])),
            ],
            plateaus=[
                plateau(going, factor=0.1, patience=9, threshold=1e-4),
                plateau(going, factor=0.5, patience=2, threshold=0.005, cooldown=3, min_lr=0.1 / 16),
                plateau([-v for v in going], mode="max", factor=0.5, patience=4, threshold=1e-4, cooldown=1),
            ],
            ema=ema(),
            clip=dict(
                value=clipped(lambda ps: torch.nn.utils.clip_grad_value_(ps, 2.5)),
                global_norm=clipped(lambda ps: torch.nn.utils.clip_grad_norm_(ps, 6.5)),
                norm=clipped(lambda ps: [torch.nn.utils.clip_grad_norm_([p], 4) for p in ps] and None),
            ),
        )
    )
)
