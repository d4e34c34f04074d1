#!/usr/bin/env python3
"""Makes random calls of everything that takes ids, indices, sizes, strides, factors or positions, many of them with bad
values; runs them with PyTorch, NumPy and Python, and with the built program; and tells where value or error differ.

    python3 scripts/compare-torch-calls.py [--calls 20000] [--seed 1] [--only conv] [--program .build/release/lagado]

A call is one line of the tables below with its slots filled in. A slot is `{kind}` or `{kind:word}`; see `Slots`.
Tensors stand in the middle of larger buffers full of -777, so that a read beside them shows.
An error counts as the same when its class is; memory that is not there is a MemoryError here and a RuntimeError there.
A name that the program says it does not have is counted and left alone. What differs is grouped by line and by
outcome, with one example of each; a process that ends counts as an outcome too. Ends with status 1 if it did.
"""
import argparse
import collections
import os
import pathlib
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import warnings

PRELUDE = '''
import math, itertools, collections, random, copy
import torch
import torch.nn as nn
import torch.nn.functional as F
import numpy as np
import torch.utils.data as data

def inside(t):
    """The same numbers in the middle of a buffer full of -777 (True for flags)."""
    if t.dim() == 0:
        buffer = torch.full((7,), -777).to(t.dtype)
        buffer[3] = t
        return buffer[3]
    if t.dim() == 1:
        buffer = torch.full((t.shape[0] * 2 + 6,), -777).to(t.dtype)
        buffer[3:3 + 2 * t.shape[0]:2] = t
        return buffer[3:3 + 2 * t.shape[0]:2]
    buffer = torch.full([n + 4 for n in t.shape], -777).to(t.dtype)
    place = tuple(slice(2, 2 + n) for n in t.shape)
    buffer[place] = t
    return buffer[place]

def ramp(*shape):
    n = 1
    for size in shape:
        n *= size
    return (torch.arange(n).reshape(shape) * 7 % 11).to(torch.float32) / 2 - 2

f0 = inside(torch.tensor(1.5))
f1 = inside(ramp(5))
f2 = inside(ramp(3, 4))
f3 = inside(ramp(2, 3, 4))
f4 = inside(ramp(2, 4, 5, 5))
fe = torch.zeros(0, 4)
f1e = torch.zeros(0)
s2 = inside(ramp(4, 4))
d2 = inside(ramp(3, 4)).to(torch.float64)
t2 = inside(ramp(4, 3)).t()
n1 = torch.tensor([1., math.nan, -2., math.inf])
p1 = torch.tensor([.1, .2, .3, .4])
i0 = torch.tensor(2)
i1 = inside(torch.tensor([2, 0, 1]))
i2 = inside(torch.tensor([[0, 1, 2, 1], [2, 2, 0, 1], [1, 0, 0, 2]]))
i3 = torch.tensor([[[0, 1, 1, 0]], [[1, 0, 0, 1]]])
j1 = torch.tensor([1, 0, 2], dtype=torch.int32)
b1 = torch.tensor([True, False, True])
b2 = f2 > 0
a1 = np.array([3., 1., 2., 5., 4.])
a2 = np.arange(12.).reshape(3, 4)
ai = np.array([2, 0, 1])
ae = np.zeros((0, 3))

def show(r):
    if isinstance(r, torch.Tensor):
        numbers = r.detach().flatten().tolist() if r.numel() <= 300 else ['…']
        return f"T {r.dtype} {tuple(r.shape)} {numbers}"
    if isinstance(r, np.ndarray):
        numbers = r.flatten().tolist() if r.size <= 300 else ['…']
        return f"A {r.dtype} {tuple(r.shape)} {numbers}"
    if isinstance(r, (tuple, list)):
        return '(' + ', '.join([show(one) for one in list(r)[:40]]) + f") of {len(r)}"
    if isinstance(r, (float, int)) or (hasattr(r, 'item') and not callable(r)):
        return repr(r.item() if hasattr(r, 'item') else r)
    if isinstance(r, nn.Module):
        return type(r).__name__ + ' ' + ', '.join([f"{k} {tuple(v.shape)}" for k, v in r.named_parameters()])
    text = r if isinstance(r, str) else repr(r)
    return text[:300]

def call(number, body):
    torch.manual_seed(0)
    np.random.seed(0)
    random.seed(0)
    print(f"@{number}")
    try:
        r = body()
        print("= " + show(r).replace("\\n", " "))
    except Exception as e:
        print("! " + type(e).__name__ + " " + str(e).replace("\\n", " ")[:160])

def run(module, *inputs):
    with torch.no_grad():
        for p in module.parameters():
            if p.numel() < 10000:
                p.copy_(ramp(*p.shape) / 4)
    return module(*inputs)

def grad(function, *tensors):
    leaves = [t.detach().clone().requires_grad_() for t in tensors]
    y = function(*leaves)
    y.sum().backward()
    return [y] + [t.grad for t in leaves]
'''

TORCH = """
torch.gather({T}, {d}, {I})
{T}.gather({d}, {I})
torch.take({T}, {I})
torch.take_along_dim({T}, {I}, {d})
torch.index_select({T}, {d}, {L})
{T}.index_select({d}, {L})
torch.masked_select({T}, {B})
torch.bincount({L}, minlength={n})
torch.bincount({L}, f1[:3], {n})
F.one_hot({I}, {n})
F.one_hot({I})
F.embedding({I}, {M})
F.embedding({I}, {M}, padding_idx={i})
F.embedding({I}, f2.clone(), {i}, {x})
torch.multinomial({P}, {n})
torch.multinomial({P}, {n}, True)
{P}.multinomial(num_samples={n}, replacement={b})
torch.bernoulli({T})
{T}.unfold({d}, {n}, {n})
torch.narrow({T}, {d}, {i}, {n})
{T}.narrow({d}, {i}, {n})
torch.select({T}, {d}, {i})
{T}.select({d}, {i})
{T}[{i}]
{T}[{i}, {i}]
{T}[{i}:{i}]
{T}[{i}:{i}:{n}]
{T}[..., {i}:{i}]
{T}[:, {i}]
{T}[{I}]
{T}[{L}, {L}]
{T}[:, {L}]
{T}[{B}]
{T}[[{i}, {i}]]
{T}[None, {i}]
{T}.view({s})
{T}.view({i}, {i})
{T}.reshape({s})
torch.reshape({T}, {s})
{T}.reshape({i}, {i}, {i})
{T}.expand({s})
{T}.expand({i}, {i})
torch.broadcast_to({T}, {s})
{T}.broadcast_to({s})
{T}.repeat({s})
{T}.repeat({n}, {n})
torch.tile({T}, {s})
{T}.tile({s})
torch.repeat_interleave({T}, {n}, {d})
torch.repeat_interleave({T}, {n})
torch.repeat_interleave({T}, {L}, dim={d})
torch.repeat_interleave({L})
{T}.repeat_interleave({n}, dim={d})
torch.arange({x})
torch.arange({x}, {x})
torch.arange({x}, {x}, {x})
torch.arange({i}, {i}, {i}, dtype={t})
torch.linspace({x}, {x}, {n})
torch.linspace({x}, {x}, {n}, dtype={t})
torch.logspace({x}, {x}, {n})
torch.zeros({s})
torch.zeros({n}, {n}, dtype={t})
torch.ones({s})
torch.ones({n}, {n})
torch.full({s}, {x})
torch.full({s}, {x}, dtype={t})
torch.eye({n})
torch.eye({n}, {n})
torch.empty({s}).shape
torch.rand({s})
torch.randn({n}, {n})
torch.randn({s})
torch.randint({i}, {s})
torch.randint({i}, {i}, {s})
torch.randint({i}, {i}, (3,), dtype={t})
torch.randperm({n})
torch.normal({x}, {x}, {s})
torch.zeros_like({T}, dtype={t})
{T}.new_zeros({s})
{T}.new_ones({n}, {n})
{T}.new_full({s}, {x})
{T}.new_empty({s}).shape
torch.roll({T}, {i}, {d})
torch.roll({T}, {i})
torch.roll({T}, ({i}, {i}), ({d}, {d}))
torch.rot90({T}, {i}, ({d}, {d}))
torch.rot90({T}, {i})
torch.flip({T}, {D})
{T}.flip({d}, {d})
torch.diagonal({T}, {i})
torch.diagonal({T}, {i}, {d}, {d})
{T}.diagonal({i}, {d}, {d})
torch.diag({T}, {i})
torch.diag_embed({T}, {i})
torch.diag_embed({T}, {i}, {d}, {d})
torch.tril({T}, {i})
torch.triu({T}, {i})
torch.tril_indices({n}, {n}, {i})
torch.triu_indices({n}, {n}, {i})
torch.trace({T})
torch.chunk({T}, {n}, {d})
torch.chunk({T}, {n})
torch.split({T}, {n}, {d})
torch.split({T}, {s}, {d})
{T}.split({n}, dim={d})
torch.tensor_split({T}, {i}, {d})
torch.tensor_split({T}, {s}, {d})
torch.hsplit({T}, {n})
torch.vsplit({T}, {s})
F.pad({T}, {s})
F.pad({T}, ({i}, {i}))
F.pad({T}, ({i}, {i}, {i}, {i}), value={x})
F.pad({T}, ({i}, {i}), mode={pad})
torch.topk({T}, {n})
torch.topk({T}, {n}, {d}, {b})
{T}.topk({n}, dim={d})
torch.kthvalue({T}, {n})
torch.kthvalue({T}, {n}, {d}, {b})
torch.sort({T}, {d})
torch.argsort({T}, {d})
torch.median({T}, {d})
torch.mode({T}, {d})
torch.cumsum({T}, {d})
torch.cumprod({T}, {d})
torch.cummax({T}, {d})
torch.cummin({T}, {d})
torch.logcumsumexp({T}, {d})
torch.diff({T}, {n}, {d})
torch.sum({T}, {D})
torch.sum({T}, {d}, {b})
torch.mean({T}, {D})
torch.prod({T}, {d})
torch.max({T}, {d})
torch.min({T}, {d})
torch.argmax({T}, {d})
torch.argmin({T}, {d}, {b})
torch.amax({T}, {D})
torch.amin({T}, {D}, {b})
torch.all({T}, {d})
torch.any({T}, {d})
torch.logsumexp({T}, {D})
torch.std({T}, {d})
torch.var({T}, {d}, correction={i})
torch.std_mean({T}, {d})
torch.norm({T}, {x}, {d})
{T}.norm({x}, dim={d})
torch.count_nonzero({T}, {d})
torch.quantile({T}, {x}, {d})
torch.quantile({V}, {V})
torch.nansum({T}, {d})
torch.softmax({T}, {d})
F.softmax({T}, dim={d})
F.log_softmax({T}, {d})
{T}.softmax({d})
torch.flatten({T}, {d}, {d})
{T}.flatten({d})
torch.unflatten({T}, {d}, {s})
{T}.unflatten({d}, ({i}, {i}))
torch.transpose({T}, {d}, {d})
torch.swapaxes({T}, {d}, {d})
torch.permute({T}, {D})
{T}.permute({d}, {d})
{T}.permute({d}, {d}, {d})
torch.movedim({T}, {d}, {d})
torch.movedim({T}, ({d}, {d}), ({d}, {d}))
torch.squeeze({T}, {d})
{T}.squeeze({D})
torch.unsqueeze({T}, {d})
torch.unbind({T}, {d})
torch.stack([{T}, {T}], {d})
torch.cat([{T}, {T}], {d})
torch.cat(({T},), {d})
torch.stack([f2, f2], {d})
torch.cat([f2, f2], {d})
torch.cross({T}, {T}, dim={d})
torch.searchsorted({V}, {T})
torch.searchsorted(torch.arange(5.), {T}, right={b})
torch.bucketize({T}, {V})
torch.histc({T}, {n})
torch.histc({T}, {n}, {x}, {x})
torch.histogram({V}, {n})
torch.unique({T}, dim={d})
torch.combinations({V}, {n})
torch.combinations({V}, {n}, {b})
torch.cartesian_prod({V}, {L})
torch.meshgrid({V}, {L}, indexing='ij')
torch.vander({V}, {n})
torch.matrix_power({S}, {i})
torch.linalg.matrix_power({S}, {i})
torch.tensordot({T}, {T}, {d})
torch.tensordot({T}, {T}, ({D}, {D}))
torch.isin({T}, {I})
torch.renorm({T}, {x}, {d}, {x})
torch.bitwise_left_shift({I}, {i})
torch.where({B}, {T}, {x})
torch.clamp({T}, {x}, {x})
torch.dist({T}, {T}, {x})
torch.cdist({M}, {M}, {x})
torch.nan_to_num({T}, {x})
torch.round({T}, decimals={i})
torch.lerp({T}, {T}, {x})
{T}.size({d})
{T}.stride({d})
{T}.element_size()
{T}.clone().fill_({x})
{T}.clone().fill_diagonal_({x})
{T}.clone().uniform_({x}, {x})
{T}.clone().normal_({x}, {x})
{T}.clone().random_({i}, {i})
{T}.clone().exponential_({x})
{T}.clone().bernoulli_({x})
{T}.clone().transpose_({d}, {d})
{T}.clone().unsqueeze_({d})
{T}.clone().squeeze_({d})
{T}.to({t})
torch.block_diag({T}, {T})
torch.linalg.norm({T}, {x}, {d})
torch.linalg.vector_norm({T}, {x}, {d})
torch.linalg.matrix_norm({T}, {x}, {D})
torch.vmap(lambda x: x * 2, in_dims={d})({T})
torch.tensor([{x}, {x}])
torch.tensor([{i}, {i}], dtype={t})
torch.tensor({x}, dtype={t})
torch.Size({s})
torch.zeros({n}).shape.numel()
torch.einsum({ein}, {T}, {T})
torch.manual_seed({i}).initial_seed()
torch.poisson({T})
"""

LOSSES = """
F.cross_entropy(f2, {C})
F.cross_entropy(f2, {C}, ignore_index={g})
F.cross_entropy(f2, {C}, ignore_index={g}, reduction={red})
F.cross_entropy(f2, {C}, torch.tensor([1., 2., 3., 4.]), ignore_index={g}, reduction={red})
F.cross_entropy(f2, {C}, weight={V}, ignore_index={g})
F.cross_entropy(f2, {C}, ignore_index={g}, label_smoothing={u}, reduction={red})
F.cross_entropy(f2, {C}, torch.tensor([1., 2., 3., 4.]), ignore_index={g}, label_smoothing={u})
F.cross_entropy({T}, {I})
F.cross_entropy({T}, {C}, ignore_index={g}, reduction={red})
F.cross_entropy({T}, {T})
F.cross_entropy({T}, {T}, label_smoothing={u}, reduction={red})
F.cross_entropy(f3, {C3}, ignore_index={g}, reduction={red})
F.cross_entropy(f3, {C3}, torch.tensor([1., 2., 3.]), ignore_index={g}, label_smoothing={u}, reduction={red})
F.cross_entropy(f1, {C0}, ignore_index={g}, reduction={red})
F.cross_entropy(f1, {C0}, label_smoothing={u}, ignore_index={g})
F.nll_loss(f2, {C}, ignore_index={g})
F.nll_loss(f2, {C}, torch.tensor([1., 2., 3., 4.]), ignore_index={g}, reduction={red})
F.nll_loss({T}, {C}, ignore_index={g}, reduction={red})
F.nll_loss({T}, {I}, weight={V})
F.nll_loss(f3, {C3}, ignore_index={g}, reduction={red})
F.nll_loss(f1, {C0}, ignore_index={g}, reduction={red})
nn.CrossEntropyLoss(ignore_index={g})(f2, {C})
nn.CrossEntropyLoss(weight={V}, ignore_index={g}, reduction={red})(f2, {C})
nn.CrossEntropyLoss(label_smoothing={u}, ignore_index={g}, reduction={red})(f2, {C})
nn.NLLLoss(ignore_index={g}, reduction={red})(f2, {C})
nn.NLLLoss(weight={V}, ignore_index={g})(f2, {C})
grad(lambda x: F.cross_entropy(x, {C}, ignore_index={g}, reduction={red}), f2)
grad(lambda x: F.cross_entropy(x, {C}, ignore_index={g}, label_smoothing={u}, reduction={red}), f2)
grad(lambda x: F.cross_entropy(x, {C3}, ignore_index={g}, reduction={red}), f3)
grad(lambda x: F.cross_entropy(x, {C}, torch.tensor([1., 2., 3., 4.]), ignore_index={g}, reduction={red}), f2)
grad(lambda x: F.nll_loss(x, {C}, ignore_index={g}, reduction={red}), f2)
grad(lambda x: F.cross_entropy(x, {C}, ignore_index={g}), d2)
grad(lambda w: F.embedding({I}, w, padding_idx={i}), f2)
grad(lambda x: x.gather({d}, {I}), f2)
grad(lambda x: x.index_select({d}, {L}), f2)
grad(lambda x: x[{L}], f2)
grad(lambda x: x[:, {L}], f2)
F.binary_cross_entropy({P}, {P}, reduction={red})
F.binary_cross_entropy_with_logits({T}, {T}, pos_weight={V})
F.kl_div({T}, {T}, reduction={red})
F.mse_loss({T}, {T}, reduction={red})
F.huber_loss({T}, {T}, delta={x})
F.smooth_l1_loss({T}, {T}, beta={x})
F.margin_ranking_loss({V}, {V}, {V}, margin={x})
F.cosine_similarity({T}, {T}, dim={d})
F.pairwise_distance({M}, {M}, p={x})
F.normalize({T}, p={x}, dim={d})
F.dropout({T}, {x})
F.dropout({T}, {x}, training={b})
F.glu({T}, {d})
F.layer_norm({T}, {s})
F.layer_norm({T}, (4,), {V})
F.rms_norm({T}, {s})
F.linear({T}, {M})
F.linear({T}, {M}, {V})
F.conv1d(f3, {T}, None, {n}, {n}, {n}, {n})
F.conv1d(f3, ramp(4, 3, 2), None, {n}, {n}, {n}, {n})
F.conv2d(f4, {T}, stride={n}, padding={n})
F.conv2d(f4, ramp(4, 2, 2, 2), None, {n}, {n}, {n}, {n})
F.conv2d(f4, ramp(4, 4, 3, 3), None, ({n}, {n}), ({n}, {n}), ({n}, {n}))
F.conv2d(f4, ramp(4, 4, 3, 3), {V}, padding={padname})
F.max_pool1d({T}, {n}, {n}, {n}, {n})
F.max_pool2d({T}, {n}, {n}, {n}, {n}, {b})
F.max_pool2d(f4, ({n}, {n}), stride=({n}, {n}))
F.avg_pool1d({T}, {n}, {n}, {n})
F.avg_pool2d({T}, {n}, {n}, {n}, {b}, {b})
F.avg_pool2d(f4, {n}, divisor_override={i})
F.scaled_dot_product_attention({T}, {T}, {T})
F.scaled_dot_product_attention(f3, f3, f3, {T}, {x})
F.scaled_dot_product_attention(f3, f3, f3, is_causal={b}, scale={x})
F.threshold({T}, {x}, {x})
F.hardtanh({T}, {x}, {x})
F.leaky_relu({T}, {x})
F.elu({T}, {x})
F.softplus({T}, {x}, {x})
F.gelu({T}, approximate={s1})
"""

MODULES = """
run(nn.Linear({n}, {n}), {T})
nn.Linear({n}, {n}, bias={b})
run(nn.Linear(4, {n}), {T})
nn.Embedding({n}, {n})
nn.Embedding({n}, {n}, padding_idx={i})
run(nn.Embedding(3, 2), {I})
run(nn.Embedding(3, 2, {i}), {I})
run(nn.Embedding(3, 2, max_norm={x}), {I})
nn.Embedding.from_pretrained({M}.clone(), padding_idx={i})
nn.MultiheadAttention({n}, {n})
nn.MultiheadAttention(4, {n}, dropout={x})
run(nn.MultiheadAttention(4, 2), {T}, {T}, {T})[0]
run(nn.MultiheadAttention(4, 2, batch_first={b}), f3, f3, f3, {B})[0]
nn.LayerNorm({s})
nn.LayerNorm({n})
run(nn.LayerNorm({s}), {T})
run(nn.LayerNorm({n}), {T})
run(nn.RMSNorm({n}), {T})
nn.BatchNorm1d({n})
run(nn.BatchNorm1d({n}), {T})
run(nn.BatchNorm1d(4, momentum={x}), {T})
run(nn.BatchNorm2d({n}), {T})
nn.Conv1d({n}, {n}, {n})
nn.Conv1d({n}, {n}, {n}, {n}, {n}, {n}, {n})
run(nn.Conv1d(3, {n}, {n}, {n}, {n}), {T})
nn.Conv2d({n}, {n}, {n})
nn.Conv2d({n}, {n}, ({n}, {n}), groups={n})
run(nn.Conv2d(4, {n}, {n}, {n}, {n}, {n}, {n}), {T})
run(nn.Conv2d(4, 2, 3, padding={padname}), {T})
run(nn.Conv2d(4, 2, 3, padding=1, padding_mode={pad}), f4)
run(nn.MaxPool1d({n}, {n}, {n}), {T})
run(nn.MaxPool2d({n}, {n}, {n}), {T})
run(nn.AvgPool1d({n}, {n}, {n}), {T})
run(nn.AvgPool2d({n}, {n}, {n}), {T})
run(nn.Flatten({d}, {d}), {T})
run(nn.Unflatten({d}, {s}), {T})
run(nn.Dropout({x}), {T})
nn.Dropout({x})
run(nn.Softmax({d}), {T})
run(nn.LogSoftmax({d}), {T})
run(nn.Softmin({d}), {T})
run(nn.GLU({d}), {T})
run(nn.CosineSimilarity({d}), {T}, {T})
run(nn.PairwiseDistance({x}), {M}, {M})
run(nn.Threshold({x}, {x}), {T})
run(nn.Hardtanh({x}, {x}), {T})
run(nn.ELU({x}), {T})
run(nn.Softplus({x}), {T})
nn.HuberLoss(delta={x})(f2, d2)
nn.SmoothL1Loss(beta={x})(f2, f2 + 1)
len(nn.ModuleList([nn.Linear(1, 1)] * 3)[{i}:{i}])
nn.ModuleList([nn.ReLU(), nn.Tanh()])[{i}]
nn.Sequential(nn.ReLU(), nn.Tanh())[{i}]
len(nn.Sequential(nn.ReLU(), nn.Tanh())[{i}:{i}:{n}])
len(nn.Sequential(nn.ReLU(), nn.Tanh()) * {n})
nn.ParameterList([torch.zeros(1)])[{i}]
nn.ModuleList([nn.ReLU()]).insert({i}, nn.Tanh())
nn.ModuleList([nn.ReLU()]).pop({i})
nn.Sequential(nn.ReLU()).insert({i}, nn.Tanh())
nn.Parameter({T}).shape
nn.init.constant_({T}.clone(), {x})
nn.init.normal_({T}.clone(), {x}, {x})
nn.init.uniform_({T}.clone(), {x}, {x})
nn.init.xavier_uniform_({T}.clone(), {x})
nn.init.kaiming_normal_({T}.clone(), {x})
nn.init.trunc_normal_({T}.clone(), {x}, {x}, {x}, {x})
nn.init.eye_({T}.clone())
nn.utils.clip_grad_norm_([], {x})
nn.utils.clip_grad_value_([], {x})
torch.optim.SGD([nn.Parameter(f1.clone())], lr={x})
torch.optim.SGD([nn.Parameter(f1.clone())], lr=.1, momentum={x}, weight_decay={x})
torch.optim.SGD([nn.Parameter(f1.clone())], lr=.1, momentum={x}, nesterov={b}, dampening={x})
torch.optim.Adam([nn.Parameter(f1.clone())], lr={x}, eps={x}, weight_decay={x})
torch.optim.Adam([nn.Parameter(f1.clone())], betas=({x}, {x}))
torch.optim.AdamW([nn.Parameter(f1.clone())], lr={x}, betas=({x}, {x}), eps={x})
torch.optim.AdamW([nn.Parameter(f1.clone())], betas={s})
torch.optim.RMSprop([nn.Parameter(f1.clone())], lr={x}, alpha={x}, eps={x}, momentum={x})
torch.optim.Adagrad([nn.Parameter(f1.clone())], lr={x}, lr_decay={x}, weight_decay={x}, eps={x})
torch.optim.SGD({T}, lr=.1)
torch.optim.SGD([{T}], lr=.1)
steps(lambda o: torch.optim.lr_scheduler.StepLR(o, {n}, {x}))
steps(lambda o: torch.optim.lr_scheduler.MultiStepLR(o, {s}, {x}))
steps(lambda o: torch.optim.lr_scheduler.ExponentialLR(o, {x}))
steps(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, {n}, {x}))
steps(lambda o: torch.optim.lr_scheduler.LinearLR(o, {x}, {x}, {n}))
steps(lambda o: torch.optim.lr_scheduler.ConstantLR(o, {x}, {n}))
steps(lambda o: torch.optim.lr_scheduler.OneCycleLR(o, {x}, {n}))
steps(lambda o: torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(o, {n}, {n}))
steps(lambda o: torch.optim.lr_scheduler.PolynomialLR(o, {n}, {x}))
"""

DATA = """
list(data.DataLoader(list(range(5)), batch_size={n}))
list(data.DataLoader(list(range(5)), batch_size={n}, shuffle={b}, drop_last={b}))
len(data.DataLoader(list(range(5)), batch_size={n}, drop_last={b}))
list(data.DataLoader(data.TensorDataset(f2, f2), batch_size={n}))
list(data.DataLoader(list(range(5)), sampler={s}))
list(data.DataLoader(list(range(5)), batch_sampler=[{s}]))
data.Subset([1, 2, 3], {s})[{i}]
len(data.Subset([1, 2, 3], {s}))
[list(p) for p in data.random_split(range(5), {s})]
[list(p) for p in data.random_split(range(5), [{x}, {x}])]
list(data.RandomSampler(range(5)))
list(data.RandomSampler(range(5), replacement={b}, num_samples={n}))
list(data.RandomSampler(range({n}), True, {n}))
len(data.RandomSampler(range(5), True, {n}))
[x for x, _ in zip(data.RandomSampler(range(5), True, {h}), range(70))]
[x for x, _ in zip(data.RandomSampler(range({n}), num_samples={n}), range(70))]
list(data.SequentialSampler(range({n})))
list(data.BatchSampler(data.SequentialSampler(range(5)), {n}, {b}))
data.TensorDataset({T}, {T})[{i}]
data.TensorDataset({T})[{i}:{i}]
data.TensorDataset({T})[{L}]
data.ConcatDataset([[1, 2], [3]])[{i}]
data.default_collate([{T}, {T}])
"""

NUMPY = """
a2.reshape({s})
np.reshape(a2, {s})
a2.reshape({i}, {i})
a2[{i}]
a2[{i}, {i}]
a2[{i}:{i}]
a2[{i}:{i}:{i}]
a2[:, {i}:{i}:{i}]
a1[[{i}, {i}]]
a1[np.array([{i}, {i}])]
a2[{na}]
np.take(a2, {s}, {d})
a2.take({s})
np.repeat(a2, {n}, {d})
np.repeat(a1, {n})
np.tile(a1, {n})
np.tile(a2, {s})
np.arange({x})
np.arange({x}, {x})
np.arange({x}, {x}, {x})
np.linspace({x}, {x}, {n})
np.logspace({x}, {x}, {n})
np.zeros({s})
np.zeros({n})
np.ones({s})
np.empty({s}).shape
np.full({s}, {x})
np.eye({n}, {n}, {i})
np.eye({n}, k={i})
np.identity({n})
np.tri({n}, {n}, {i})
np.tril({na}, {i})
np.triu({na}, {i})
np.diag({na}, {i})
np.trace(a2, {i})
np.random.rand({n}, {n})
np.random.randn({n})
np.random.randint({i})
np.random.randint({i}, {i})
np.random.randint({i}, {i}, {s})
np.random.randint({i}, size={n})
np.random.choice({n})
np.random.choice({n}, {n})
np.random.choice({n}, {n}, {b})
np.random.choice(a1, {n}, p={na})
np.random.permutation({n})
np.random.normal({x}, {x}, {s})
np.random.uniform({x}, {x}, {n})
np.random.exponential({x}, {n})
np.random.random({s})
np.random.seed({i})
np.random.RandomState({i}).rand(2)
np.pad(a1, {n})
np.pad(a1, ({i}, {i}))
np.pad(a2, {s})
np.pad(a1, {n}, mode={npad})
np.roll(a2, {i}, {d})
np.roll(a1, {i})
np.rot90(a2, {i})
np.flip(a2, {d})
np.split(a1, {n})
np.split(a2, {s}, {d})
np.array_split(a1, {n})
np.concatenate([a2, a2], {d})
np.stack([a2, a2], {d})
np.expand_dims(a2, {d})
np.squeeze(np.zeros((1, 3, 1)), {d})
np.transpose(a2, {s})
np.swapaxes(a2, {d}, {d})
np.moveaxis(a2, {d}, {d})
np.delete(a1, {i})
np.delete(a1, {s})
np.insert(a1, {i}, {x})
np.insert(a1, {s}, 9)
np.sum(a2, {d})
np.mean(a2, {d})
np.max(a2, axis={d})
np.argmax(a2, {d})
np.cumsum(a2, {d})
np.sort(a2, {d})
np.argsort(a2, {d})
np.argpartition(a1, {i})
np.diff(a1, {n})
np.diff(a2, {n}, {d})
np.percentile(a1, {x})
np.quantile(a1, {x})
np.bincount({na}, minlength={n})
np.bincount(ai, minlength={n})
np.histogram(a1, {n})
np.histogram(a1, {n}, ({x}, {x}))
np.digitize(a1, {na})
np.searchsorted(a1, {x})
np.broadcast_to(a1, {s})
np.vander(a1, {n})
np.gradient(a1, {x})
np.round(a1, {i})
np.unique(a2, axis={d})
np.std(a1, ddof={i})
np.var(a2, axis={d}, ddof={i})
np.linalg.norm(a2, {x}, {d})
np.linalg.matrix_power(np.eye(2), {i})
np.kron(a1, a1)
np.interp({x}, a1, a1)
np.convolve(a1, {na})
np.apply_along_axis(sum, {d}, a2)
np.meshgrid(a1, {na})
np.indices({s})
np.unravel_index({i}, {s})
np.array([{i}, {i}])
np.array([{i}], dtype={nt})
np.array({x}).astype({nt})
"""

PYTHON = """
len(range({i}))
list(range({i}, {i}, {i}))[:20]
range({i}, {i}, {i})[{i}]
range({i})[{i}:{i}]
range({i}, {i}, {i})[{i}:{i}:{i}]
len(range({i}, {i}, {i}))
{i} in range({i}, {i}, {i})
range(10).index({i})
bytes({n})
bytes([{i}, {i}])
bytearray({n})
'ab' * {n}
[1, 2] * {n}
(1, 2) * {n}
'abcdef'[{i}]
'abcdef'[{i}:{i}]
'abcdef'[{i}:{i}:{i}]
[1, 2, 3, 4][{i}]
[1, 2, 3, 4][{i}:{i}:{i}]
(1, 2, 3)[{i}:{i}:{i}]
[1, 2, 3].pop({i})
listed(lambda l: l.insert({i}, 9))
listed(lambda l: l.__setitem__({i}, 9))
listed(lambda l: l.__delitem__({i}))
listed(lambda l: l.__delitem__(slice({i}, {i}, {i})))
listed(lambda l: l.__setitem__(slice({i}, {i}), [7]))
listed(lambda l: l.__setitem__(slice({i}, {i}, {i}), [7]))
[1, 2, 3].index(2, {i}, {i})
'abcabc'.find('b', {i}, {i})
'abcabc'.index('b', {i})
'abcabc'.count('b', {i}, {i})
'abc'.startswith('b', {i})
'abc'.center({n})
'abc'.ljust({n}, '*')
'abc'.rjust({n})
'-42'.zfill({n})
'a b c d'.split(' ', {i})
'a b c d'.rsplit(' ', {i})
'aaa'.replace('a', 'b', {i})
'a\\tb'.expandtabs({n})
chr({i})
hex({i})
bin({i})
round({x}, {i})
round({i}, {i})
int('12', {i})
int({x})
float({i})
divmod({i}, {i})
pow({i}, {i}, {i})
pow({i}, {n})
{i} << {n}
{i} >> {n}
{i} ** {n}
{i} // {i}
{i} % {i}
{i} * {i}
{i} + {i}
-{i}
abs({i})
'{:{}}'.format(1, {n})
'{:.{}f}'.format(1.5, {n})
'%*d' % ({n}, 1)
'%.*f' % ({n}, 1.5)
format(3.14159, '.' + str({n}) + 'f')
format(3.14159, str({n}))
format(12, '>' + str({n}))
('%' + str({n}) + 'd') % 5
('%.' + str({n}) + 'f') % 5.5
math.factorial({n})
math.comb({n}, {n})
math.perm({n}, {n})
math.gcd({i}, {i})
math.isqrt({i})
math.ldexp({x}, {i})
math.pow({x}, {x})
math.floor({x})
math.sqrt({x})
math.log({x}, {x})
list(itertools.repeat(1, {n}))[:9]
list(itertools.islice(range(9), {n}))
list(itertools.islice(range(9), {n}, {n}, {n}))
list(itertools.islice(itertools.count({i}, {i}), 4))
list(itertools.islice(itertools.combinations(range(5), {n}), 5))
list(itertools.islice(itertools.permutations(range(5), {n}), 5))
list(itertools.islice(itertools.product([0, 1], repeat={n}), 5))
list(itertools.islice(itertools.combinations_with_replacement([0, 1], {n}), 5))
list(itertools.islice(itertools.cycle([1, 2]), {n}))[:9]
collections.deque([1, 2, 3], maxlen={n})
collections.deque([1, 2, 3], {n})
deque(lambda d: d.rotate({i}))
deque(lambda d: d.insert({i}, 9))
deque(lambda d: d[{i}])
collections.Counter('abca').most_common({n})
random.sample(range(9), {n})
random.sample([1, 2, 3], {n})
random.choices([1, 2, 3], k={n})
random.choices([1, 2], weights=[{x}, {x}], k=3)
random.randint({i}, {i})
random.randrange({i})
random.randrange({i}, {i}, {i})
random.uniform({x}, {x})
random.gauss({x}, {x})
random.getrandbits({n})
list(zip(range({n}), 'abc'))
list(enumerate('abc', {i}))
sum([1, 2], {i})
sorted([3, 1, 2])[{i}]
slice({i}, {i}, {i}).indices({n})
max([1, 2, 3][{i}:], default=0)
list(map(int, '123'))[{i}]

({i}).to_bytes({n}, 'big')
({i}).bit_length()
list('abc')[{i}]
"""

HELPERS = '''
def steps(make):
    optimizer = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=.5)
    schedule = make(optimizer)
    rates = []
    for _ in range(6):
        rates.append(schedule.get_last_lr()[0])
        optimizer.step()
        schedule.step()
    return rates

def listed(change):
    l = [1, 2, 3, 4]
    change(l)
    return l

def deque(change):
    d = collections.deque([1, 2, 3, 4])
    r = change(d)
    return list(d) if r is None else r
'''

class Slots:
    """What can stand in a slot: usually something that fits, now and then something that does not."""

    BAD = ["-1", "-2", "-100", "100", "-2**31", "2**36", "2**40", "2**62", "9223372036854775807", "(-9223372036854775807 - 1)", "-2**62",
           "math.nan", "math.inf", "-math.inf", "1.5", "1.0", "None", "'a'", "True", "()", "[]", "torch.tensor(1)",
           "torch.tensor([1, 2])", "torch.tensor(1.5)", "[1, 2]", "np.int64(2)"]
    BAD_IDS = ["-1", "-100", "3", "7", "2**31", "2**40", "2**62", "9223372036854775807", "(-9223372036854775807 - 1)"]
    TYPES = ["torch.int64", "torch.int32", "torch.float32", "torch.float64", "torch.bool", "torch.bfloat16"]

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.badness = 0.2

    def pick(self, things):
        return self.random.choice(things)

    def chance(self, p):
        return self.random.random() < p

    def ids(self, good, shape=None):
        """A list of ids, some of them bad, with a type that may be wrong."""
        if self.chance(0.45):
            return self.pick(good)
        if self.chance(0.05):
            return self.pick(["None", "'a'", "2", "[0, 1]", "f1", "f2", "b1", "fe", "torch.tensor([], dtype=torch.int64)", "j1"])
        count = shape or self.random.randint(0, 4)
        values = [str(self.random.randint(0, 2)) for _ in range(count)]
        if values and self.chance(0.5):
            values[self.random.randrange(len(values))] = self.pick(self.BAD_IDS)
        suffix = ""
        if self.chance(0.15):
            suffix = self.pick([".to(torch.int32)", ".to(torch.float32)", ".to(torch.bool)", ".to(torch.uint8)", ".to(torch.float64)"])
        text = "torch.tensor([" + ", ".join(values) + "], dtype=torch.int64)" + suffix
        if self.chance(0.2):
            text += self.pick([".reshape(-1, 1)", ".reshape(1, -1)", ".unsqueeze(0).expand(3, -1)"])
        return text

    def fill(self, kind):
        r = self.random
        bad = self.chance(self.badness)
        integers = [str(n) for n in range(-3, 6)]
        if kind in ("i", "n", "d", "x") and bad:
            return self.pick(self.BAD)
        if kind == "i":
            return self.pick(integers)
        if kind == "n":
            return self.pick(["0", "1", "1", "2", "2", "3", "3", "4", "5"])
        if kind == "d":
            return self.pick(["0", "0", "1", "1", "2", "-1", "-2", "-3", "3"])
        if kind == "x":
            return self.pick(["0", "1", "2", "-1", "0.5", "0.1", "3.0", "1e-3", "-0.5", "5", "0.9", "1e30"])
        if kind == "u":
            return self.pick(["0.0", "0.1", "0.5", "1.0"]) if not bad else self.pick(["-0.1", "1.5", "math.nan", "2", "None"])
        if kind == "h":
            return self.pick(["10**10", "2**40", "100", "33", "32", "64", "9223372036854775807"]) if not bad else self.pick(self.BAD)
        if kind == "b":
            return self.pick(["True", "False"]) if not self.chance(0.05) else self.pick(["None", "2", "'a'", "f1"])
        if kind in ("s", "D"):
            if self.chance(0.06):
                return self.pick(self.BAD)
            inner = [self.fill("i" if self.chance(0.3) else "n") if kind == "s" else self.fill("d") for _ in range(r.choice([0, 1, 1, 2, 2, 2, 3, 3, 4]))]
            body = ", ".join(inner)
            return f"[{body}]" if self.chance(0.3) else f"({body}{',' if len(inner) == 1 else ''})"
        if kind == "T":
            if self.chance(0.03):
                return self.pick(["a1"] if self.chance(0.1) else ["f1e", "fe"])
            return self.pick(["f0", "f1", "f2", "f2", "f3", "f3", "f4", "fe", "f1e", "s2", "d2", "t2", "n1", "i0", "i1", "i2", "b1", "b2", "j1"])
        if kind == "M":
            return self.pick(["f2", "f2", "s2", "t2", "fe", "f1", "d2", "i2"])
        if kind == "S":
            return self.pick(["s2", "s2", "f2", "f3", "i2", "fe", "torch.eye(3)"])
        if kind == "V":
            return self.pick(["f1", "f1", "p1", "n1", "i1", "f1e", "f2", "f0", "b1", "torch.ones(4)", "torch.ones(3)", "None"])
        if kind == "P":
            return self.pick(["p1", "p1", "torch.tensor([[.5, .5, 0.], [0., 0., 1.]])", "torch.zeros(3)", "n1", "f1", "f1e", "fe", "i1",
                              "torch.tensor([0., 2.])", "f0", "torch.tensor([1., math.inf])", "torch.tensor([1., -1.])", "p1.double()"])
        if kind == "I":
            return self.ids(["i0", "i1", "i2", "i2", "i3", "j1", "i2[:2]", "i1[:0]"])
        if kind == "L":
            return self.ids(["i1", "i1", "i0", "j1", "i1[:0]"])
        if kind == "B":
            return self.pick(["b1", "b2", "b2", "f2", "i2", "f3 > 0", "f1 > 0", "None", "b1.to(torch.uint8)", "torch.tensor(True)", "torch.zeros(0, dtype=torch.bool)"])
        if kind == "C":
            if self.chance(0.1):
                return self.ids(["i1"])
            values = [self.pick(["0", "1", "2", "3"]) if not self.chance(0.3) else self.pick(["-100", "-1", "4", "255", "5", "2**40", "(-9223372036854775807 - 1)", "2**31"]) for _ in range(3)]
            text = "torch.tensor([" + ", ".join(values) + "])"
            return text + (self.pick([".to(torch.int32)", ".to(torch.uint8)", ".float()", ".bool()"]) if self.chance(0.1) else "")
        if kind == "C3":
            values = ", ".join(self.pick(["0", "1", "2"]) if not self.chance(0.15) else self.pick(["-100", "-1", "3", "255"]) for _ in range(8))
            return f"torch.tensor([{values}]).reshape({self.pick(['2, 4', '2, 4', '2, 4', '4, 2', '8', '2, 2, 2'])})"
        if kind == "C0":
            return "torch.tensor(" + self.pick(["0", "1", "4", "5", "-1", "-100", "255", "[1]", "[0, 1]", "1.5", "True"]) + ")"
        if kind == "g":
            return self.pick(["-100", "-1", "255", "0", "1", "3", "4", "-2", "2**40", "2**31"]) if not self.chance(0.05) else self.pick(self.BAD)
        if kind == "red":
            return self.pick(["'mean'", "'sum'", "'none'"]) if not self.chance(0.03) else self.pick(["'avg'", "None", "1"])
        if kind == "t":
            return self.pick(self.TYPES)
        if kind == "nt":
            return self.pick(["np.int64", "np.int32", "np.float32", "np.float64", "bool", "int", "float"])
        if kind == "na":
            return self.pick(["a1", "a2", "ai", "ae", "np.array([0, -1])", "np.array([7])", "np.array([2**62])", "np.array([.2, .2, .2, .2, .2])", "np.array(3)",
                              "a2 > 3", "a1 > 2"])
        if kind == "pad":
            return self.pick(["'constant'", "'reflect'", "'replicate'", "'circular'", "'zeros'", "'a'"])
        if kind == "npad":
            return self.pick(["'constant'", "'edge'", "'reflect'", "'wrap'", "'symmetric'", "'a'"])
        if kind == "padname":
            return self.pick(["'same'", "'valid'", "1", "0", "'a'", "-1"])
        if kind == "ein":
            return self.pick(["'ij,jk->ik'", "'ij,ij->'", "'i,j->ij'", "'ijk,ijk->i'", "'ii,ii->i'", "'...,...->...'", "'ij,kl->z'", "'i'", "'ij,ij'", "''"])
        if kind == "s1":
            return self.pick(["'none'", "'tanh'", "'a'", "None"])
        raise ValueError(kind)

    def call(self, template):
        self.badness = self.pick([0.0, 0.1, 0.25, 0.5])
        return re.sub(r"\{\{?(\w+)\}?\}", lambda m: "{" + self.fill(m[1]) + "}" if m[0].startswith("{{") else self.fill(m[1]), template)

GROUPS = {"torch": TORCH, "losses": LOSSES, "modules": MODULES, "data": DATA, "numpy": NUMPY, "python": PYTHON}

# Calls that would only take time or memory, in both programs.
HEAVY = re.compile(r"repeat_interleave\(.*2\*\*31|\*\* ?\(?(2\*\*|100)|factorial\(2|<< ?2\*\*")

def limited(gigabytes=6):
    resource.setrlimit(resource.RLIMIT_DATA, (gigabytes << 30, gigabytes << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

def gather(run, calls, chunk):
    """What each call gives: `= value`, `! class text`, or how the process ended, which `run(numbers)` tells with the output."""
    results, start = {}, 0
    while start < len(calls):
        part = range(start, min(start + chunk, len(calls)))
        output, status = run(part)
        number = start - 1
        for line in output.decode(errors="replace").splitlines():
            if re.fullmatch(r"@\d+", line):
                number = int(line[1:])
            elif line[:2] in ("= ", "! ") and number >= 0:
                results.setdefault(number, line)
        if not status and number == part[-1]:
            start = part[-1] + 1
            continue
        number = max(number, start)
        number += number in results
        results[number] = f"ended {status}"
        start = number + 1
    return [results.get(n, "ended without a word") for n in range(len(calls))]


def program(command, folder, calls, timeout):
    def run(part):
        path = folder / "calls.py"
        path.write_text(PRELUDE + HELPERS + "\n".join(f"call({n}, lambda: {calls[n]})" for n in part) + "\n")
        try:
            done = subprocess.run([command, str(path)], capture_output=True, timeout=timeout, preexec_fn=limited)
            return done.stdout, done.returncode and f"{done.returncode} {done.stderr.decode(errors='replace')[-300:]}"
        except subprocess.TimeoutExpired as expired:
            return expired.stdout or b"", "not at all"
    return run


def pytorch(folder, calls, timeout):
    """The same in a child of this process, which has PyTorch ready; each call gets two seconds."""
    import torch, numpy  # noqa: F401 (before the fork)
    torch.set_num_threads(1)

    def run(part):
        path = folder / "theirs"
        child = os.fork()
        if child == 0:
            signal.alarm(20)
            limited(2)
            with open(path, "w", buffering=1) as output:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                sys.stdout = output
                warnings.simplefilter("ignore")
                scope = {"__name__": "__main__"}
                exec(PRELUDE + HELPERS, scope)
                for n in part:
                    signal.alarm(2)
                    try:
                        body = eval("lambda: " + calls[n], scope)
                    except SyntaxError:
                        print(f"@{n}\n! SyntaxError")
                        continue
                    scope["call"](n, body)
                output.flush()
                os._exit(0)
        status = os.waitpid(child, 0)[1]
        return path.read_bytes(), status
    return run


def numbers_alike(a, b):
    pattern = r"-?\d+\.?\d*(?:e[-+]?\d+)?"
    if re.sub(pattern, "#", a) != re.sub(pattern, "#", b):
        return False
    for x, y in zip(re.findall(pattern, a), re.findall(pattern, b)):
        if x != y and abs(float(x) - float(y)) > 2e-4 * max(1e-2, abs(float(x)), abs(float(y))):
            return False
    return True

# What the program says it does not have, by its name.
MISSING = re.compile(
    r"not in Lagado| here, not in |NotImplementedError .* here|has no argument '|takes at most \d+ argument|"
    r"AttributeError .* has no attribute|NameError name")
OUT_OF_MEMORY = re.compile(r"allocate memory|alloc|Unable to allocate|size calculation overflowed|numel: integer multiplication overflow|Stride calculation overflowed|array is too big|Maximum allowed dimension", re.I)

def outcome_class(line):
    if line.startswith("! "):
        name = line.split(" ")[1]
        if name == "MemoryError" or OUT_OF_MEMORY.search(line):
            return "memory"
        # A ShapeError is a RuntimeError, and NumPy's AxisError an IndexError: what catches the one catches the other.
        return {"ShapeError": "RuntimeError", "OutOfMemoryError": "memory", "AxisError": "IndexError"}.get(name, name)
    return line.split(" ")[0]

def alike(theirs, ours):
    if ours.startswith("! OverflowError") and re.search(r"\d{19}", theirs):
        return True  # integers are 64 bits wide here
    if theirs.startswith("= ") and ours.startswith("= "):
        return theirs == ours or numbers_alike(theirs, ours)
    classes = outcome_class(theirs), outcome_class(ours)
    # A NotImplementedError is a RuntimeError, too.
    return classes[0] == classes[1] or classes == ("NotImplementedError", "RuntimeError")

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="lines or groups that hold this text")
    parser.add_argument("--program", default=".build/release/lagado")
    parser.add_argument("--alone", action="store_true", help="runs the program only, and tells what ends it")
    parser.add_argument("--chunk", type=int, default=500)
    parser.add_argument("--timeout", type=int, default=120)
    options = parser.parse_args()
    templates = [line for group, text in GROUPS.items() for line in text.splitlines()
                 if line and ( options.only in line or options.only == group)]
    slots = Slots(options.seed)
    chosen = [slots.pick(templates) for _ in range(options.calls)]
    calls = [slots.call(template) for template in chosen]
    kept = [n for n in range(len(calls)) if not HEAVY.search(calls[n])]
    chosen, calls = [chosen[n] for n in kept], [calls[n] for n in kept]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        if options.alone:
            theirs = ["alone"] * len(calls)
        else:
            theirs = gather(pytorch(folder, calls, options.timeout), calls, options.chunk)
        ours = gather(program(options.program, folder, calls, options.timeout), calls, options.chunk)
    counts, groups = collections.Counter(), collections.defaultdict(list)
    for template, call, a, b in zip(chosen, calls, theirs, ours):
        if b.startswith("ended"):
            counts["the program ended"] += 1
        elif options.alone:
            counts["alive"] += 1
            continue
        elif MISSING.search(b):
            counts["not in the program"] += 1
            continue
        elif a.startswith("ended"):
            counts["PyTorch ended"] += 1
            continue
        elif alike(a, b):
            counts["alike"] += 1
            continue
        kinds = outcome_class(b) + " for " + outcome_class(a)
        counts["differs"] += 1
        groups[template, kinds].append((call, a, b))
    for (template, kinds), found in sorted(groups.items(), key=lambda group: (not group[0][1].startswith("ended"), group[0][0])):
        call, a, b = min(found, key=lambda one: len(one[0]))
        print(f"{len(found):4}  {template}: {kinds}\n      {call}\n        PyTorch  {a[:300]}\n        here     {b[:300]}")
    print(f"{len(calls)} calls of {len(templates)} lines, seed {options.seed}: " + ", ".join(f"{n} {what}" for what, n in sorted(counts.items())))
    return 1 if counts["the program ended"] else 0

if __name__ == "__main__":
    sys.exit(main())
