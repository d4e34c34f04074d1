#: subtracting truth values by every name
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__)
x, b = torch.ones(3), torch.ones(3) > 0
row('sub', lambda: torch.sub(x, True))
row('sub_', lambda: x.clone().sub_(True))
row('sub of tensors', lambda: torch.sub(x, b))
row('sub_ of tensors', lambda: x.clone().sub_(b))
row('rsub', lambda: torch.rsub(x, True))
row('rsub of bool', lambda: torch.rsub(b, True))
row('rsub from bool', lambda: torch.rsub(b, 1))
row('rsub of tensors', lambda: torch.rsub(b, b))
row('rsub number', lambda: (torch.rsub(x, 3), torch.rsub(x, 2, alpha=3), torch.rsub(x, x)))
row('operator', lambda: True - x)
row('add', lambda: (x.clone().add_(True), torch.add(x, True)))
#: isin, bincount and cov of truth values
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__)
i, b, x = torch.tensor([1, 2], dtype=torch.int32), torch.tensor([True, False]), torch.tensor([1.5, 2.])
row('isin', lambda: torch.isin(b, torch.tensor([True])))
row('isin in bool', lambda: torch.isin(i, b))
row('isin number', lambda: torch.isin(b, 1))
row('isin flag', lambda: torch.isin(x, True))
row('isin flag of integers', lambda: torch.isin(i, True))
row('isin mixed', lambda: (torch.isin(i, 1.5), torch.isin(1.5, x), torch.isin(1, i), torch.isin(x.bfloat16(), 2)))
row('isin exact', lambda: torch.isin(torch.tensor([2**53 + 1]), torch.tensor([2**53])))
row('isin promoted', lambda: torch.isin(torch.tensor([2**24 + 1]), torch.tensor([2.**24])))
row('isin nan', lambda: torch.isin(torch.tensor([float('inf'), float('nan')]), torch.tensor([float('inf'), float('nan')])))
row('isin nothing', lambda: torch.isin(torch.zeros(0), torch.zeros(0)))
row('bincount', lambda: torch.bincount(b))
row('bincount float', lambda: torch.bincount(x))
row('bincount no float', lambda: torch.bincount(torch.zeros(0)))
row('bincount matrix', lambda: torch.bincount(torch.tensor([[1]])))
row('bincount negative', lambda: torch.bincount(torch.tensor([-1])))
row('bincount int32', lambda: torch.bincount(i))
row('cov', lambda: torch.cov(b))
row('corrcoef', lambda: torch.corrcoef(torch.stack([b, ~b])))
row('cov integers', lambda: torch.cov(torch.tensor([[1, 2], [3, 5]])))
row('corrections', lambda: (torch.cov(x, correction=-2**62), x.var(correction=-2**62), x.std(correction=-2**62), x.std(correction=2**62)))
#: int32 beside a number that it cannot hold
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__)
i, n = torch.tensor([1, 2], dtype=torch.int32), torch.tensor(3, dtype=torch.int32)
big = 2**40
row('clamp', lambda: (i.clamp(0, big), i.clamp(-big, big), i.clamp(-big), i.clamp(0, 2**31), n.clamp(0, big), i.clone().clamp_(2, big)))
row('clamp min', lambda: i.clamp(big))
row('clamp max', lambda: i.clamp(max=-big))
row('clamp both', lambda: i.clamp(big, big + 1))
row('clamp edge', lambda: i.clamp(2**31, 5))
row('clamp in place', lambda: i.clone().clamp_(big))
row('clamp nothing', lambda: torch.zeros(0, dtype=torch.int32).clamp(big))
row('clamp_min', lambda: i.clamp_min(big))
row('clamp_max', lambda: (i.clamp_max(big), i.clip(0, big)))
row('clamp float', lambda: (i.clamp(0, 1e20), i.clamp(0, 1.5), i.clamp(True, 5)))
row('where', lambda: torch.where(i > 1, i, big))
row('where first', lambda: torch.where(i > 1, big, i))
row('where method', lambda: i.where(i > 1, big))
row('where scalar', lambda: torch.where(i > 1, big, n))
row('where wide', lambda: (torch.where(i > 1, big, big + 1), torch.where(i > 1, 2.5e10, i), torch.where(i > 1, True, i), torch.where(i > 1, big, i > 1)))
row('power', lambda: i ** big)
row('pow', lambda: torch.pow(i, big))
row('pow_', lambda: i.clone().pow_(big))
row('power of scalar', lambda: n ** big)
row('power of number', lambda: big ** i)
row('alpha', lambda: torch.add(i, i, alpha=big))
row('alpha in place', lambda: i.clone().sub_(i, alpha=big))
row('addcmul', lambda: torch.addcmul(i, i, i, value=big))
row('sums', lambda: (i + big, i * big, big - i, i == big))
row('quotient', lambda: i // big)
row('rest', lambda: i % big)
row('comparison', lambda: i < big)
#: the rest of a number by a tensor has no gradient
x = torch.tensor([1.5, 2., 3.], requires_grad=True)
print(2 % x, torch.remainder(2, x))
for y in [2 % x, torch.remainder(2, x), 2. % x]:
    try:
        y.sum().backward()
    except RuntimeError as e:
        print(e)
torch.remainder(torch.tensor(2.), x).sum().backward()
x.grad
#: commands that take tensors only
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__)
x, k = torch.tensor([1.5, 2., 3.]), torch.tensor([4, 6])
row('atan2', lambda: torch.atan2(x, 1))
row('atan2 method', lambda: x.atan2(1.))
row('atan2 first', lambda: torch.atan2(1, x))
row('ldexp', lambda: torch.ldexp(x, 1))
row('minimum', lambda: torch.minimum(x, 1))
row('minimum first', lambda: torch.minimum(1, x))
row('maximum', lambda: x.maximum(2.))
row('hypot', lambda: torch.hypot(x, 1))
row('logaddexp', lambda: torch.logaddexp(x, 1))
row('heaviside', lambda: torch.heaviside(x, 1))
row('gcd', lambda: torch.gcd(k, 2))
row('lcm', lambda: torch.lcm(k, 4))
row('logical_and', lambda: torch.logical_and(x, 1))
row('logical_or', lambda: torch.logical_or(x, 0))
row('logical_xor', lambda: x.logical_xor(True))
row('eq first', lambda: torch.eq(2, x))
row('lt first', lambda: torch.lt(2, x))
row('tensors', lambda: (torch.atan2(x, x), torch.ldexp(x, k[:1]), torch.minimum(x, x[1]), x.maximum(torch.tensor(2.)), torch.gcd(k, k[0]), torch.logical_and(x, k[0])))
row('numbers', lambda: (torch.eq(x, 2), torch.fmod(x, 2), torch.copysign(x, -1), torch.xlogy(x, 2), torch.floor_divide(2, x), torch.mul(2, x), torch.remainder(x, 2), torch.bitwise_and(k, 4)))
#: the largest of nothing in numpy
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__, e)
row('argmin', lambda: np.argmin([]))
row('argmax', lambda: np.argmax(np.zeros((0, 3)), axis=0))
row('method', lambda: np.array([]).argmin())
row('rows', lambda: (np.argmax(np.zeros((0, 3)), axis=1), np.max(np.zeros((0, 3)), axis=1)))
row('max', lambda: np.max(np.zeros((0, 3)), axis=0))
row('min', lambda: np.min([]))
#: numpy turns no number round
np.flipud(np.array(1.))
#: numpy has no parts of a range that is too wide
np.histogram([-1.7e308, 1.7e308], 4)
#: roots in numpy
inf = float('inf')
print(np.array([-inf, inf, -1., 0., -0.]) ** 0.5, np.power([-inf, -0.], 0.5), np.array([-inf]) ** np.array([0.5]), np.array([[-inf, 4.]]) ** np.array([0.5]))
print(np.power([-inf, -0.], [0.5, 0.5]), np.float_power([-inf, -0.], 0.5), np.float_power([2, 3], 2), np.array([-inf, -0.], dtype=np.float32) ** 0.5)
print(np.array([4, 9]) ** 0.5, np.array([-inf]) ** -0.5, np.array([-inf]) ** 1.5, np.array([-inf, 2.]) ** 2)
#: clamp_ of what is recorded, at its bounds
for f in [lambda e: torch.ones(3).add_(e).clamp_(2, 4), lambda e: (e * 1).clamp_(1, 3), lambda e: (e * 1).clamp_(min=1), lambda e: (e * 1).clamp_(max=3),
          lambda e: (e * 1).clip_(1, 3), lambda e: (e * 1).clamp(1, 3)]:
    e = torch.tensor([1., 2., 3.], requires_grad=True)
    y = f(e)
    y.sum().backward()
    print(y, e.grad)
#: cosine_embedding_loss
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__)
a, s = torch.tensor([[1., 2., 3.], [4., 5., 6.]]), torch.tensor([1., -1.])
row('equal', lambda: (F.cosine_embedding_loss(a, a, s), F.cosine_embedding_loss(a, a * 2, s, reduction='none')))
row('margin', lambda: F.cosine_embedding_loss(a, a * 2 + 1, s, margin=0.5, reduction='none'))
row('zeros', lambda: F.cosine_embedding_loss(torch.zeros(2, 3), torch.zeros(2, 3), s, reduction='none'))
row('other targets', lambda: F.cosine_embedding_loss(a, a * 2 + 1, torch.tensor([2., 0.]), reduction='none'))
row('one', lambda: F.cosine_embedding_loss(a[0], a[0] * 3, torch.tensor(1.)))
row('one of a row', lambda: F.cosine_embedding_loss(a[0], a[1], torch.tensor([1.])))
row('rows of one', lambda: F.cosine_embedding_loss(a, a, torch.tensor(1.)))
row('matrix of targets', lambda: F.cosine_embedding_loss(a, a, torch.ones(2, 2)))
a.requires_grad_()
y = F.cosine_embedding_loss(a, (a * 2 + 1).detach(), s, reduction='none')
print(y)
y.sum().backward()
a.grad
#: deltas of losses
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__)
x, y = torch.ones(2), torch.zeros(2)
row('huber', lambda: F.huber_loss(x, y, delta=-1))
row('huber 0', lambda: F.huber_loss(x, y, delta=0))
row('huber module', lambda: nn.HuberLoss(delta=-1)(x, y))
row('smooth', lambda: F.smooth_l1_loss(x, y, beta=-1))
row('smooth 0', lambda: F.smooth_l1_loss(x, y, beta=0))
#: axes that are named twice
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__, e)
x = torch.ones(2, 2)
row('flip', lambda: x.flip([0, 0]))
row('flip from the end', lambda: x.flip(0, -2))
row('squeeze', lambda: x.squeeze((0, -2)))
row('sum', lambda: x.sum((0, 0)))
row('mean', lambda: x.mean((0, -2)))
row('amax', lambda: x.amax((0, 0)))
row('std', lambda: x.std((0, 0)))
row('any', lambda: x.any((0, 0)))
#: elements that are one in memory
def row(name, f):
    x = torch.zeros(1)
    try:
        f(x.expand(3))
        print(name, x)
    except RuntimeError as e:
        print(name, 'RuntimeError', 'single memory location' in str(e))
def put(i, v):
    def write(x):
        x[i] = v
    return write
row('number', put(slice(None), 1))
row('part', put(slice(0, 2), 2.))
row('flag', put(Ellipsis, True))
row('tensor', put(slice(None), torch.ones(3)))
row('tensor of one', put(slice(None), torch.tensor(1.)))
row('one place', put(0, torch.tensor(1.)))
row('places', put([0, 1], 1))
row('tensor at places', put([0, 1], torch.tensor([1., 2.])))
row('mask', put(torch.tensor([True, False, True]), 1))
row('fill_', lambda x: x.fill_(2))
row('zero_', lambda x: x.zero_())
row('masked_fill_', lambda x: x.masked_fill_(torch.tensor([True, False, True]), 2.))
row('index_fill_', lambda x: x.index_fill_(0, torch.tensor([0]), 2.))
row('index_put_', lambda x: x.index_put_((torch.tensor([0, 1]),), torch.tensor([1., 2.])))
row('index_add_', lambda x: x.index_add_(0, torch.tensor([0]), torch.ones(1)))
row('scatter_', lambda x: x.scatter_(0, torch.tensor([0]), 1.))
row('put_', lambda x: x.put_(torch.tensor([0]), torch.ones(1)))
row('add_', lambda x: x.add_(1))
row('copy_', lambda x: x.copy_(torch.ones(3)))
row('clamp_', lambda x: x.clamp_(1, 2))
row('normal_', lambda x: x.normal_())
#: scatter and gather by an index of nothing
def row(name, f):
    try:
        print(name, f())
    except Exception as e:
        print(name, type(e).__name__)
x, none = torch.ones(3, 4), torch.zeros(0, 4).long()
src = torch.tensor([2., 0., 1.])
row('scatter_reduce_', lambda: x.clone().scatter_reduce_(-1, none, src, 'mean'))
row('of another type', lambda: x.double().scatter_reduce_(-1, none, src, 'mean'))
row('scatter_', lambda: x.clone().scatter_(-1, none, src))
row('scatter_add_', lambda: x.clone().scatter_add_(-1, none, src))
row('scatter_add_ of another type', lambda: x.clone().scatter_add_(-1, none, torch.ones(1, 1).double()))
row('index of another rank', lambda: x.clone().scatter_reduce_(-1, none[:, 0], torch.ones(0), 'sum'))
row('wide index', lambda: x.clone().scatter_reduce_(0, torch.zeros(0, 9).long(), torch.ones(1, 1), 'prod'))
row('number', lambda: x.clone().scatter_(0, torch.zeros(0, 9).long(), 2.))
row('gather', lambda: (x.gather(-1, none[:, 0]), x.gather(-1, torch.zeros(0, 9).long()), torch.tensor(1.).gather(0, none)))
row('axis', lambda: x.gather(2, none))
#: extremes that are scattered, by type
i = torch.tensor([0, 0, 2])
for kind in ('amax', 'amin', 'prod', 'sum', 'mean'):
    for type in (torch.int32, torch.int64, torch.float64):
        print(kind, torch.full((3,), 9, dtype=type).scatter_reduce(0, i, torch.tensor([4, -5, 6], dtype=type), kind, include_self=False))
#: unique with NaN
nan = float('nan')
print(torch.tensor([1., nan]).unique(), torch.tensor([nan, 1., nan, 1.]).unique(return_counts=True, return_inverse=True))
print(torch.tensor([nan, 1., nan, 1.]).unique_consecutive(return_counts=True, return_inverse=True))
print(torch.tensor([0., -0.]).unique(), torch.tensor([-0., 0.]).unique(), torch.zeros(0, 3).unique(dim=0).shape)
#: unique of rows of nothing
torch.zeros(3, 0).unique(dim=0)
#: what comes back from a tensor without axes is a copy
x = torch.tensor(3.)
x.sort().values.add_(1), x.topk(1).values.mul_(2), x.kthvalue(1).values.neg_(), x.max(0).values.zero_(), x
#: float64 through softmax and its losses
x = torch.tensor([[1., 2., 3.5], [0.1, 0.2, 0.3]], dtype=torch.float64, requires_grad=True)
w, t = torch.tensor([.2, .3, .5], dtype=torch.float64), torch.tensor([1, 2])
def row(name, f):
    x.grad = None
    y = f()
    (y * w[:y.shape[-1]] if y.dim() > 0 else y).sum().backward()
    print(name, y.dtype, ['%.11g' % v for v in y.flatten().tolist()], ['%.9f' % g for g in x.grad.flatten().tolist()])
row('softmax', lambda: x.softmax(-1))
row('log_softmax', lambda: x.log_softmax(-1))
row('softmax of columns', lambda: x.softmax(0)[0])
row('logsumexp', lambda: x.logsumexp(-1))
row('cross_entropy', lambda: F.cross_entropy(x, t))
row('weights', lambda: F.cross_entropy(x, t, weight=w))
row('smoothing', lambda: F.cross_entropy(x, t, label_smoothing=0.1))
row('none', lambda: F.cross_entropy(x, t, reduction='none'))
row('ignored', lambda: F.cross_entropy(x, t, ignore_index=2))
row('nll_loss', lambda: F.nll_loss(x, t))
row('module', lambda: nn.CrossEntropyLoss()(x, t))
row('attention', lambda: F.scaled_dot_product_attention(x[None], x[None] * 2, x[None] * 3))
