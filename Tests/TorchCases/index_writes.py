#: the share of an embedding that is added to zeros
emb = torch.arange(1., 7.).view(3, 2).requires_grad_()
ix = torch.tensor([0, 0, 2])
(((torch.zeros(3, 2).index_add_(0, ix, emb * 2)) ** 2).sum() + emb.sum()).backward()
emb.grad
#: scatter into zeros
emb = torch.arange(1., 7.).view(3, 2).requires_grad_()
idx = torch.tensor([[0, 1], [2, 3], [1, 1]])
y = torch.zeros(3, 4).scatter(1, idx, emb)
print(y)
(y * torch.arange(12.).view(3, 4)).sum().backward()
emb.grad
#: index_put_ that adds
emb = torch.arange(1., 7.).view(3, 2).requires_grad_()
ix = torch.tensor([0, 0, 2])
x = torch.zeros(3, 2)
print(x.index_put_((ix,), emb, accumulate=True) is x)
(x * x).sum().backward()
print(x)
emb.grad
#: scatter_add_ into zeros
emb = torch.arange(1., 7.).view(3, 2).requires_grad_()
x = torch.zeros(2, 2)
x.scatter_add_(0, torch.tensor([[0, 1], [1, 1], [0, 0]]), emb)
(x ** 2).sum().backward()
print(x)
emb.grad
#: scatter_reduce_ of every kind
src = torch.tensor([3., 2., 5., 5., 1.]).requires_grad_()
where = torch.tensor([0, 1, 0, 0, 1])
for kind in ("sum", "prod", "mean", "amax", "amin"):
    for counts in (True, False):
        src.grad = None
        x = torch.full((3,), 2.)
        x.scatter_reduce_(0, where, src, reduce=kind, include_self=counts)
        (x * torch.tensor([1., 10., 100.])).sum().backward()
        print(kind, counts, x.tolist(), [round(v, 4) for v in src.grad.tolist()])
#: a product with zeros
for values in ([3., 0., 5.], [0., 0., 5.]):
    src = torch.tensor(values).requires_grad_()
    x = torch.tensor([2., 0.]).requires_grad_()
    y = x.scatter_reduce(0, torch.tensor([0, 0, 0]), src, "prod")
    y.sum().backward()
    print(y.tolist(), src.grad.tolist(), x.grad.tolist())
#: writes in two steps
a = torch.ones(2, 2, requires_grad=True)
x = torch.zeros(3, 2)
x.index_add_(0, torch.tensor([0, 1]), a)
x.index_add_(0, torch.tensor([1, 1]), a * 3)
x[2] = a[0] * 5
(x * torch.tensor([[1.], [2.], [3.]])).sum().backward()
print(x)
a.grad
#: an operation in place on what it has to keep
x = torch.tensor([0.5, 1.5], requires_grad=True)
y = x * 1
y.mul_(x + 1).exp_()
z = (x * 2).sqrt_() + (x * 3).clamp_(max=2) + (x + 1).pow_(3) + (x * 1).reciprocal_()
(y + z).sum().backward()
print(y, z)
x.grad
#: no_grad writes stay outside
p = torch.ones(3, requires_grad=True)
with torch.no_grad():
    p.index_add_(0, torch.tensor([0, 0]), torch.tensor([1., 2.]))
    p.index_fill_(0, torch.tensor([2]), 7.)
    p.scatter_(0, torch.tensor([1]), 5.)
    p.masked_fill_(p > 6, 6.)
print(p)
(p * p).sum().backward()
p.grad
#: a write of what needs a gradient, in no_grad
p = torch.ones(2, requires_grad=True)
x = torch.zeros(2)
with torch.no_grad():
    x.index_add_(0, torch.tensor([0, 1]), p * 3)
    x[0] = p[1] * 5
print(x, x.requires_grad)
#: leaves that require a gradient are not written into
p = torch.ones(3, requires_grad=True)
i = torch.tensor([0, 1])
v = torch.ones(2)
for write in (lambda: p.index_add_(0, i, v), lambda: p.index_copy_(0, i, v), lambda: p.index_fill_(0, i, 2.), lambda: p.index_put_((i,), v),
              lambda: p.scatter_(0, i, v), lambda: p.scatter_add_(0, i, v), lambda: p.scatter_reduce_(0, i, v, "sum"), lambda: p.put_(i, v),
              lambda: p.masked_fill_(p > 0, 2.), lambda: p.masked_scatter_(p > 0, torch.ones(3)), lambda: p.fill_(1.), lambda: p.zero_(),
              lambda: p.copy_(torch.zeros(3)), lambda: p.add_(1), lambda: p.normal_(), lambda: p.view(1, 3).tril_()):
    try:
        write()
        print("written")
    except RuntimeError as error:
        print("RuntimeError")
p
#: an index that changes before backward
emb = torch.ones(3, requires_grad=True)
i = torch.tensor([0, 1])
y = emb[i]
i += 1
y.sum().backward()
#: an index of gather that changes before backward
emb = torch.ones(3, requires_grad=True)
i = torch.tensor([0, 1])
y = emb.gather(0, i)
i.add_(1)
y.sum().backward()
#: an index of index_add that changes before backward
emb = torch.ones(2, requires_grad=True)
i = torch.tensor([0, 1])
y = torch.zeros(3).index_add(0, i, emb)
i.zero_()
y.sum().backward()
#: what does not fit is refused
x = torch.zeros(3, 2)
i = torch.tensor([0, 0, 2])
one = torch.tensor([[0]])
e = torch.ones(3, 2)
n = torch.zeros(3, 2, dtype=torch.int64)
s = torch.tensor(0.5, requires_grad=True)
tries = [
    lambda: x.scatter(0, one - 1, e), lambda: x.scatter(0, one + 3, e), lambda: x.scatter(0, torch.zeros(1, 3).long(), e), lambda: x.scatter(1, torch.zeros(4, 1).long(), e),
    lambda: x.scatter(0, torch.tensor([0]), e), lambda: x.scatter(0, one.float(), e), lambda: x.scatter(0, one, e.double()), lambda: x.scatter(0, one, e.sum()),
    lambda: x.scatter(0, one, e, reduce="mean"), lambda: x.scatter_add(0, one - 1, e), lambda: x.scatter_add(0, one, e.double()), lambda: x.scatter_add(0, one, 1.),
    lambda: x.gather(0, one - 1), lambda: x.gather(0, one + 3), lambda: x.gather(0, torch.zeros(1, 3).long()), lambda: x.gather(0, one.float()),
    lambda: x.index_add(0, torch.tensor([-1, 0, 0]), e), lambda: x.index_add(0, torch.tensor([3, 0, 0]), e), lambda: x.index_add(0, i[:2], e), lambda: x.index_add(0, i[None], e),
    lambda: x.index_add(0, i, e.double()), lambda: x.index_add(0, i, e[:, :1]), lambda: x.index_add(0, i.float(), e), lambda: x.index_add(0, i, e, alpha=s), lambda: n.index_add(0, i, e),
    lambda: x.index_add(5, i, e), lambda: x.index_copy(0, torch.tensor([-1, 0, 0]), e), lambda: x.index_copy(0, torch.tensor([5, 0, 0]), e), lambda: x.index_copy(0, i[:2], e),
    lambda: x.index_copy(0, i, e.double()), lambda: x.index_copy(0, i, e[:, :1]), lambda: x.index_copy(0, i.int(), e), lambda: x.index_copy(0, torch.tensor(0), e[0]),
    lambda: x.index_copy(0, i[None], e), lambda: x.index_fill(0, i, e), lambda: x.index_fill(0, torch.tensor([-4]), 3.), lambda: x.index_fill(0, torch.tensor([3]), 3.),
    lambda: x.index_fill(0, i[None], 3.), lambda: x.index_fill(0, i.int(), 3.), lambda: x.index_put((i,), e.double()), lambda: x.index_put((torch.tensor([3]),), e[:1]),
    lambda: x.index_put((i, i[:2]), e.sum()), lambda: x.index_put(i, e), lambda: x.index_put((i,), 1.), lambda: x.index_put((i, i, i), e), lambda: x.index_put((i,), e[:2]),
    lambda: x.index_put((i.float(),), e), lambda: x.masked_scatter(x == 0, e[0]), lambda: x.masked_scatter(x, e), lambda: x.masked_scatter(x == 0, e.double()),
    lambda: x.masked_fill(x == 0, e), lambda: x.masked_fill(x, 1.), lambda: x.masked_fill_(torch.ones(4, 3, 2) > 0, 1.), lambda: x.put(torch.tensor([6]), e[0, :1]),
    lambda: x.put(torch.tensor([-7]), e[0, :1]), lambda: x.put(i, e), lambda: x.put(i.int(), e[:, 0]), lambda: x.put(i, e[:, 0].double()), lambda: e.take(torch.tensor([6])),
    lambda: e.take(torch.tensor([-7])), lambda: e.take(i.int()), lambda: e.take(i.float()), lambda: torch.zeros(0).take(torch.tensor([0])), lambda: x.scatter_reduce(0, one, e, "add"),
    lambda: x.scatter_reduce(0, one - 1, e, "sum"), lambda: x.scatter_reduce(0, one, e.double(), "sum"), lambda: x.index_select(0, torch.tensor([-1])),
    lambda: x.index_select(0, torch.tensor([3])), lambda: x.index_select(0, i[None]), lambda: x.index_select(0, i.float()), lambda: x.fill_(e), lambda: x.fill_(e[0, :1]),
    lambda: x.copy_(e[None]), lambda: x.copy_(e[:2]), lambda: x.expand(2, 3, 2).scatter_(0, torch.zeros(1, 3, 2).long(), 1.), lambda: torch.zeros(1).expand(3).add_(1),
    lambda: torch.full((2,), s), lambda: torch.full_like(x, s), lambda: torch.arange(s), lambda: F.leaky_relu(x, s), lambda: F.dropout(x, s), lambda: x.norm(s),
    lambda: F.huber_loss(x, x, delta=s), lambda: torch.add(x, x, alpha=s), lambda: x.fill_diagonal_(s),
    lambda: F.cross_entropy(x, i % 2, weight=s.expand(2)), lambda: F.binary_cross_entropy_with_logits(x, x, pos_weight=s.expand(2)),
]
for number, one_try in enumerate(tries):
    try:
        one_try()
        print(number, "no error")
    except IndexError:
        print(number, "IndexError")
    except TypeError:
        print(number, "TypeError")
    except RuntimeError:
        print(number, "RuntimeError")
print(x, n)
#: values in place of an item want the type of the tensor
x = torch.zeros(3, 2)
x[0] = torch.ones(2, dtype=torch.float64)
x[x == 0] = torch.tensor(3., dtype=torch.float64)
n = torch.zeros(3, dtype=torch.int64)
n[torch.tensor([0, 1])] = 2.5
print(x, n)
x[torch.tensor([0, 1])] = torch.ones(2, 2, dtype=torch.float64)
#: one truth as an index
x = torch.arange(4.)
print(x[True], x[False])
x[False] = 7
print(x)
x[torch.tensor(True)] = 9
x
#: types of what is written
x = torch.zeros(3, 2, dtype=torch.int64)
i = torch.tensor([0, 0, 2])
print(x.index_fill(0, i, 2.5), x.masked_fill(x == 0, 2.5), x.scatter(0, i[:, None], 2.5))
print((x != 0).index_add(0, i, x == 0), (x != 0).scatter_reduce(0, i[:, None], x == 0, "amax"))
print(x.scatter_reduce(0, i[:, None], x - 7, "mean"), x.put(i, torch.tensor([1, 2, 3]), accumulate=True))
print(torch.tensor(1.).index_add(0, torch.tensor(0), torch.tensor(2.)), torch.tensor(1.).scatter(0, torch.tensor(0), torch.tensor(4.)), torch.tensor(1.).gather(0, torch.tensor(0)))
#: gradients keep the type of their leaf
a = torch.ones(2, requires_grad=True)
b = torch.ones(2, dtype=torch.float64, requires_grad=True)
(a * b + torch.zeros(2, dtype=torch.float64).copy_(a) + torch.zeros(2).copy_(b)).sum().backward()
print(a.grad, b.grad)
#: no derivative, and it says so
x = torch.tensor([1., 2., 2.], requires_grad=True)
for f in (lambda: x // 2, lambda: x.unique(), lambda: torch.unique_consecutive(x), lambda: torch.heaviside(x, x), lambda: torch.bincount(torch.tensor([0, 1, 1]), weights=x)):
    y = f()
    try:
        (y.sum() + x.sum()).backward()
        print("passed")
    except RuntimeError:
        print(y.requires_grad, "RuntimeError")
#: draws do not move with their parameters
p = torch.tensor([0.25, 0.75], requires_grad=True)
y = torch.bernoulli(p) + torch.normal(p, 1.0) + torch.normal(p, p)
y.sum().backward()
p.grad
#: a shallow copy of a result is a leaf that asks for gradients
import copy
x = torch.ones(2, requires_grad=True)
y = copy.copy(x * 2)
(y * 3).sum().backward()
print(y, y.is_leaf, y.grad, x.grad)
