#: places of equal elements
# topk, kthvalue and mode name the place that PyTorch's selection meets, which is neither the first nor the last of equals.
# Left out: sort without stable=True, whose places of equal elements depend on the processor.
for data in [[1., 3., 3., 2., 3., 1.], [2.] * 5, [0., 0., 3.], [3., 1., 2., 1., 3., 2., 3., 1., 2., 2., 1., 3., 3., 2., 1., 1., 2., 3., 2., 2.]]:
    x = torch.tensor(data)
    print('topk', [x.topk(k).indices.tolist() for k in [1, 2, 3]], [x.topk(k, largest=False).indices.tolist() for k in [1, 2, 3]])
    print('unsorted', [x.topk(k, sorted=False).indices.tolist() for k in [2, 3]])
    print('kthvalue', [x.kthvalue(k).indices.item() for k in range(1, len(data) + 1)])
    print('median', x.median(0), x.median(), 'mode', x.mode())
    print('max', x.max(0).indices.item(), x.min(0).indices.item(), x.argmax().item(), x.argmin().item())
    print('cummax', x.cummax(0).indices.tolist(), x.cummin(0).indices.tolist())
    print('sort', x.sort(stable=True).indices.tolist(), x.argsort(descending=True, stable=True).tolist())
#: places of many equal elements
x = (torch.arange(300) * 7919 % 101) % 5
print(x.topk(3).indices.tolist(), x.topk(12).indices.tolist(), x.topk(9, largest=False).indices.tolist())
print([x.kthvalue(k).indices.item() for k in [1, 30, 100, 150, 200, 299, 300]], x.median(0).indices, x.mode().indices)
y = x.view(3, 100)
y.topk(2, dim=0).indices[:, :9], y.topk(3).indices, y.kthvalue(50).indices, y.median(1).indices, y.mode(1).indices
#: places of NaN
nan = float('nan')
for data in [[1., nan, 3., nan, 2.], [nan, nan], [2., 1., nan]]:
    x = torch.tensor(data)
    print(x.topk(2), x.topk(2, largest=False), x.kthvalue(1), x.kthvalue(2))
    print(x.median(0), x.median(), x.mode(), x.max(0), x.min(0), x.argmax(), x.argmin(), x.max(), x.amin())
    print(x.cummax(0), x.cummin(0), x.sort(stable=True), x.sort(stable=True, descending=True).indices, x.unique())
    print(x.quantile(0.5), x.nansum(), x.nanmean(), torch.searchsorted(torch.tensor([1., 2.]), x), torch.bucketize(x, torch.tensor([1., 2.]), right=True))
#: quantiles of infinities
inf = float('inf')
[torch.tensor(d).quantile(q).item() for d in [[-inf, 1.], [1., inf], [-inf, inf], [-inf, 1., 2., inf]] for q in [0., 0.25, 0.5, 1.]]
#: norms of every power
inf = float('inf')
for data in [[0., 2., -3.], [0., 0.], [1e-30, 1e-30]]:
    x = torch.tensor(data)
    print(['%.4g' % x.norm(p).item() for p in [0, 1, 2, 3, 0.5, -1, inf, -inf]], x.norm('fro'))
#: norms of nothing
x = torch.zeros(0)
print(x.norm(), x.norm(1), x.norm(0), torch.zeros(0, 3).norm(dim=1), torch.zeros(3, 0).norm(dim=1))
x.norm(float('inf'))
#: norm of integers
torch.tensor([3, 4]).norm()
#: what nothing has no largest of
def row(name, f):
    try:
        print(name, f())
    except (RuntimeError, IndexError) as e:
        print(name, type(e).__name__, e)
x = torch.zeros(0)
row('max', lambda: x.max())
row('min', lambda: x.min())
row('amax', lambda: x.amax())
row('argmax', lambda: x.argmax())
row('max dim', lambda: x.max(0))
row('argmin dim', lambda: x.argmin(0))
row('amin dim', lambda: x.amin(0))
row('median dim', lambda: x.median(0))
row('mode dim', lambda: x.mode(0))
row('kthvalue', lambda: x.kthvalue(1))
row('max of rows', lambda: torch.zeros(0, 3).max(1))
row('amax of rows', lambda: torch.zeros(0, 3).amax(1))
row('argmax of rows', lambda: torch.zeros(0, 3).argmax(1))
row('median', lambda: (x.median(), torch.zeros(0, dtype=torch.int64).median()))
row('sum', lambda: (x.sum(), x.prod(), x.mean(), x.var(), x.std(), x.all(), x.any(), x.logsumexp(0)))
row('kl_div', lambda: F.kl_div(x, x, reduction='batchmean'))
#: variance of one
torch.tensor([2.]).var(), torch.tensor([2.]).std(), torch.tensor([2.]).var(unbiased=False), torch.tensor(2.).std(), torch.ones(2, 1).var(1), torch.ones(3).var(correction=5)
#: rows of minus infinity
inf = float('inf')
x = torch.tensor([[-inf, -inf], [inf, 1.], [1., 2.]])
x.logsumexp(1), x.logsumexp(0), x.softmax(1), x.log_softmax(1), x.logcumsumexp(1), torch.logaddexp(x[0], x[0])
#: float64 keeps its digits
x = torch.tensor([[0.1, 0.2, 0.7]], dtype=torch.float64, requires_grad=True)
w = torch.tensor([1., 2., 3.], dtype=torch.float64)
def row(name, f):
    x.grad = None
    y = f(x)
    (y * w[:y.shape[-1]] if y.dim() > 1 else y).sum().backward()
    print(name, y.dtype, ['%.12g' % v for v in y.flatten().tolist()], ['%.9g' % g for g in x.grad.flatten().tolist()])
row('softmax', lambda x: x.softmax(1))
row('log_softmax', lambda x: x.log_softmax(1))
row('gelu', F.gelu)
row('gelu tanh', lambda x: F.gelu(x, approximate='tanh'))
row('layer_norm', lambda x: F.layer_norm(x, (3,)))
row('layer_norm w', lambda x: F.layer_norm(x, (3,), w, w))
row('rms_norm', lambda x: F.rms_norm(x, (3,)))
row('cross_entropy', lambda x: F.cross_entropy(x, torch.tensor([2])))
row('nll_loss', lambda x: F.nll_loss(x, torch.tensor([0])))
row('none', lambda x: F.cross_entropy(x, torch.tensor([1]), reduction='none'))
row('logsumexp', lambda x: x.logsumexp(1))
row('sinc', torch.sinc)
row('hardsigmoid', F.hardsigmoid)
#: float64 losses with an ignored target
x = torch.tensor([[0.25, 0.5], [1., 2.]], dtype=torch.float64)
[F.nll_loss(x, torch.tensor([-100, 1]), reduction=r) for r in ['mean', 'sum', 'none']], F.nll_loss(x, torch.tensor([-100, -100]))
#: attention that may look nowhere
q, k, v = torch.tensor([[[1., 0.], [0., 1.]]]), torch.tensor([[[1., 2.], [3., 4.]]]), torch.tensor([[[5., 6.], [7., 8.]]])
mask = torch.tensor([[True, False], [False, False]])
inf = float('inf')
print(F.scaled_dot_product_attention(q, k, v, attn_mask=mask))
print(F.scaled_dot_product_attention(q, k, v, attn_mask=torch.tensor([[0., -inf], [-inf, -inf]])))
print(torch.zeros(2, 2).masked_fill(~mask, -inf).softmax(-1))
for given in [mask, torch.zeros(2, 2).masked_fill(~mask, -inf)]:
    a, b, c = [t.clone().requires_grad_() for t in (q, k, v)]
    F.scaled_dot_product_attention(a, b, c, attn_mask=given).sum().backward()
    print(a.grad, b.grad, c.grad)
#: causal attention with fewer queries than keys
q, k, v = torch.tensor([[[1., 0.], [0., 1.]]]), torch.tensor([[[1., 2.], [3., 4.]]]), torch.tensor([[[5., 6.], [7., 8.]]])
f = F.scaled_dot_product_attention
f(q[:, :1], k, v, is_causal=True), f(q, k[:, :1], v[:, :1], is_causal=True), f(q[None], k[None], v[None], is_causal=True), f(q[None, :, :1], k[None], v[None], is_causal=True)
#: norms of constant rows
x = torch.full((2, 3), 0.5)
F.layer_norm(x, (3,)), F.layer_norm(torch.zeros(1, 3), (3,)), F.rms_norm(torch.zeros(1, 3), (3,)), nn.BatchNorm1d(3)(x).detach()
#: signbit
torch.signbit(torch.tensor([-0.0, 0.0, -1.0, float('-inf'), 2.0])), torch.signbit(torch.tensor([-1, 0])), torch.signbit(torch.tensor([True]))
#: zeros with a sign
x = torch.tensor([-0.0])
[str(f(x).item()) for f in [torch.sin, torch.tan, torch.tanh, torch.expm1, torch.sqrt, torch.erf, torch.asin, torch.atan, torch.floor, torch.round, torch.relu, F.relu6]], str((x % 2).item()), str(torch.fmod(x, 2).item()), str((torch.tensor([-2.]) % 2).item()), str(x.double().relu().item())
#: what truth values refuse
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__, e)
t, i = torch.tensor([True, False]), torch.tensor([1, 2])
row('-t', lambda: -t)
row('neg', lambda: t.neg())
row('+t', lambda: +t)
row('t - t', lambda: t - t)
row('t - 1', lambda: t - 1)
row('1 - t', lambda: 1 - t)
row('True - i', lambda: True - i)
row('i - True', lambda: i - True)
row('i - t', lambda: i - t)
row('abs', lambda: t.abs())
row('relu', lambda: t.relu())
row('floor', lambda: t.floor())
row('round', lambda: t.round())
row('trunc', lambda: t.trunc())
row('t // True', lambda: t // True)
row('t % True', lambda: t % True)
row('fmod', lambda: torch.fmod(t, True))
row('t ** t', lambda: t ** t)
row('t >> t', lambda: t >> t)
row('argmax', lambda: t.argmax())
row('topk', lambda: t.topk(1))
row('median', lambda: t.median())
row('kthvalue', lambda: t.kthvalue(1))
row('sign', lambda: t.sign())
row('square', lambda: t.square())
row('t + t', lambda: (t + t, t * t, t + True, t + 1, t ** 2, t ** True, ~t, t ^ t))
row('t << 1', lambda: (t << 1, i << True))
row('sub_', lambda: t.sub_(t))
row('add alpha', lambda: (torch.add(t, t, alpha=2), torch.add(i, t, alpha=2)))
#: what other types refuse
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__, e)
f, i = torch.tensor([1., 2.]), torch.tensor([1, 2])
row('f & f', lambda: f & f)
row('f | 1', lambda: f | 1)
row('f << 1', lambda: f << 1)
row('i << 1.', lambda: i << 1.)
row('frac', lambda: i.frac())
row('lerp', lambda: torch.lerp(i, i, 0.5))
row('hypot', lambda: torch.hypot(i, i))
row('logaddexp', lambda: torch.logaddexp(i, i))
row('alpha', lambda: torch.add(i, i, alpha=0.5))
row('alpha True', lambda: torch.add(i, i, alpha=True))
row('isclose', lambda: torch.isclose(f, i))
row('allclose', lambda: torch.allclose(f, i))
row('nanmean', lambda: i.nanmean())
row('mean', lambda: i.mean())
row('i // 0', lambda: i // 0)
row('i % 0', lambda: i % torch.tensor([1, 0]))
row('fmod', lambda: torch.fmod(i, 0))
row('div', lambda: torch.div(i, 0, rounding_mode='trunc'))
row('i ** -1', lambda: i ** -1)
row('smooth_l1', lambda: F.smooth_l1_loss(f, f, beta=-1.))
row('huber', lambda: F.huber_loss(f, f, delta=0.))
row('kl_div', lambda: F.kl_div(i, i))
row('quantile', lambda: torch.tensor([1., 2.], dtype=torch.bfloat16).quantile(0.5))
row('cdist', lambda: torch.cdist(f, f))
#: integers at their ends
X = 9223372036854775807
x = torch.tensor([-X - 1, X, 0, -7, 7])
print(-x, x.abs(), x + 1, x - 1, x * 2, x * x, ~x)
print(x // 2, x % 2, x // -2, x % -2, torch.fmod(x, -2), torch.div(x, 3, rounding_mode='trunc'))
print(x << 1, x >> 1, x << 63, x >> 63, torch.tensor([1, -1]) << 31, torch.tensor([-1, 5, -5]) >> 1)
print(torch.tensor([1, 2, -1, 0, -2, -1]) ** torch.tensor([-1, -1, -1, -1, -2, -2]), torch.tensor([3]) ** torch.tensor([50]))
print(x.max(), x.min(), x.sum(), x.sort().values, x.clamp(-1, 1), x.sign(), x.float())
torch.fmod(torch.tensor([X, X - 1]), torch.tensor([10, 7])), torch.div(torch.tensor([X]), 1, rounding_mode='trunc'), torch.gcd(torch.tensor([12, 0]), torch.tensor([18, 5])), torch.lcm(torch.tensor([4], dtype=torch.int32), torch.tensor([6], dtype=torch.int32))
#: int32 at its ends
x = torch.tensor([-2 ** 31, 2 ** 31 - 1, 0, -7], dtype=torch.int32)
-x, x.abs(), x + 1, x * 2, x // 2, x % 3, x << 1, x >> 1, x / 2 ** 40, x * 2 ** 40, torch.tensor([2], dtype=torch.int32) ** 31
#: floats as integers
# What does not fit is the smallest integer, as the processor converts it.
inf, nan = float('inf'), float('nan')
x = torch.tensor([0., -0.5, 0.9999, -1.9, 2. ** 31, -2. ** 31, 2. ** 40, 1e10, 2. ** 62, 1e19, -1e30, inf, -inf, nan])
x.long(), x.int(), x.double().long(), x.double().int(), x.bool(), x[:8].bfloat16().long(), torch.tensor([2 ** 31, 2 ** 40, -2 ** 33 + 5]).int()
#: numbers that do not fit
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__, e)
inf, nan = float('inf'), float('nan')
row('tensor nan', lambda: torch.tensor(nan, dtype=torch.int64))
row('tensor inf', lambda: torch.tensor([1, inf], dtype=torch.int64))
row('tensor 1e30', lambda: torch.tensor([1e30], dtype=torch.int32))
row('tensor 2**31', lambda: torch.tensor(2 ** 31, dtype=torch.int32))
row('tensor 2**40', lambda: torch.tensor([2 ** 40], dtype=torch.int32))
row('full nan', lambda: torch.full((2,), nan, dtype=torch.int64))
row('full 2**31', lambda: torch.full((2,), 2 ** 31, dtype=torch.int32))
row('fill_ nan', lambda: torch.zeros(1, dtype=torch.int64).fill_(nan))
row('fill_ 2**40', lambda: torch.zeros(1, dtype=torch.int32).fill_(2 ** 40))
row('masked_fill', lambda: torch.zeros(1, dtype=torch.int64).masked_fill(torch.tensor([True]), inf))
row('bool of nan', lambda: torch.tensor([nan, inf, 0.5, 0.], dtype=torch.bool))
row('fits', lambda: torch.tensor([2.9, -2.9, 1e18], dtype=torch.int64))
#: clip_grad_norm_ at edges
inf, nan = float('inf'), float('nan')
def row(name, grads, limit=1., *args, **kw):
    parameters = [torch.zeros(2, requires_grad=True) for g in grads]
    for p, g in zip(parameters, grads):
        if g is not None:
            p.grad = torch.tensor(g)
    try:
        n = nn.utils.clip_grad_norm_(parameters, limit, *args, **kw)
    except RuntimeError as e:
        n = e
    print(name, n, [p.grad for p in parameters])
row('long', [[3., 4.], [0., 0.]])
row('short', [[0.3, 0.4]])
row('no gradients', [None, None])
row('some', [[3., 4.], None])
row('zero', [[0., 0.]])
row('nan', [[nan, 1.], [1., 2.]])
row('inf', [[inf, 1.], [1., 2.]])
row('nan refused', [[nan, 1.]], error_if_nonfinite=True)
row('inf refused', [[inf, 1.]], error_if_nonfinite=True)
row('finite', [[1., 1.]], error_if_nonfinite=True)
row('type inf', [[3., -4.], [1., 9.]], norm_type=inf)
row('type 1', [[3., -4.], [1., 9.]], 1., 1.)
row('type 3', [[3., 4.]], 1., 3.)
row('limit 0', [[3., 4.]], 0.)
row('limit inf', [[3., 4.]], inf)
p = torch.zeros(2, dtype=torch.float64, requires_grad=True)
p.grad = torch.tensor([3., 4.], dtype=torch.float64)
nn.utils.clip_grad_norm_([p], 1.), p.grad
#: clip_grad_value_ at edges
p = torch.zeros(5, requires_grad=True)
p.grad = torch.tensor([3., -4., float('nan'), float('inf'), -float('inf')])
nn.utils.clip_grad_value_([p, torch.zeros(1, requires_grad=True)], 1.)
p.grad
#: mixed empties
torch.zeros(0, 3) + torch.zeros(1, 3), torch.zeros(0) * 2, torch.cdist(torch.zeros(0, 2), torch.zeros(3, 2)).shape, torch.zeros(2, 0) @ torch.zeros(0, 3), torch.zeros(0).sort(), torch.zeros(3, 0).topk(0), torch.tensor(0.).nonzero(), torch.tensor(5).nonzero(), torch.tensor(0.).topk(1), torch.tensor(3.).kthvalue(1), torch.max(torch.tensor(2), torch.tensor(5))
#: comparisons with NaN
nan, inf = float('nan'), float('inf')
x = torch.tensor([nan, inf, -inf, 0., -0.])
x == x, x != x, x < 1, x >= -inf, torch.tensor([0.]) == torch.tensor([-0.]), torch.equal(x, x), torch.isclose(torch.tensor([inf, inf, 1.]), torch.tensor([inf, -inf, inf])), torch.allclose(torch.tensor([1.]), torch.tensor([inf])), x.isnan(), x.isinf(), x.isfinite(), torch.histc(x[3:], 2)
#: bfloat16 goes through every function
x = torch.tensor([0.5, -0.25, 0.], dtype=torch.bfloat16, requires_grad=True)
y = torch.asin(x) + F.silu(x) + F.elu(x) + torch.sinh(x) + F.hardtanh(x) + torch.atan2(x, x + 2)
y.sum().backward()
y.dtype, x.grad.dtype, torch.asin(x), F.silu(x), F.elu(x), F.hardtanh(x * 4), F.hardswish(x), F.softplus(x)
