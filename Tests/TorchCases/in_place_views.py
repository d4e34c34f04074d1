#: a write into an element of zeros
w = torch.tensor([2., 3.], requires_grad=True)
x = torch.zeros(2)
x[0] += w[0]
x[1] = w[1] * x[0]
x.sum().backward()
x, x.requires_grad, w.grad
#: a softmax less one at the targets
logits = torch.arange(6.).view(2, 3).requires_grad_()
d = F.softmax(logits, 1)
d[range(2), [1, 2]] -= 1
d.sum().backward()
d, logits.grad
#: a view of a result is changed
w = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
h = w * 2
v = h[:, 0]
v += 1
print(h.grad_fn.name()[-10:])
(h * torch.tensor([[1., 10.], [100., 1000.]])).sum().backward()
h, v, w.grad
#: a view is multiplied with what needs a gradient
w = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
s = torch.tensor([5., 6.], requires_grad=True)
h = w * 2
v = h[:, 0]
v *= s
h.square().sum().backward()
h, w.grad, s.grad
#: a view of ones is multiplied with what needs a gradient
s = torch.tensor([5., 6.], requires_grad=True)
base = torch.ones(2, 2)
row = base[1]
row.mul_(s)
print(base.requires_grad, row.requires_grad, base)
base.square().sum().backward()
s.grad
#: ones multiplied in place
w = torch.tensor([2., 3.], requires_grad=True)
x = torch.ones(2).mul_(w)
x.sum().backward()
x, w.grad
#: functions in place
w = torch.tensor([0.5, -2.], requires_grad=True)
for name in ("relu_", "exp_", "sigmoid_", "tanh_", "abs_", "neg_", "sqrt_", "square_", "sin_", "cos_"):
    y = getattr((w * 2).abs() if name == "sqrt_" else w * 2, name)()
    g, = torch.autograd.grad(y.sum(), w)
    print(name, [f"{v:.5f}" for v in y.tolist()], [f"{v:.5f}" for v in g.tolist()])
#: bounds and fills in place
w = torch.tensor([0.5, -2., 3.], requires_grad=True)
for f in (lambda y: y.clamp_(-1, 1), lambda y: y.fill_(2.), lambda y: y.zero_(), lambda y: y.masked_fill_(y > 0, 7.), lambda y: y.add_(1).mul_(3),
          lambda y: y[1:].zero_(), lambda y: y[0].fill_(1.), lambda y: y[::2].mul_(4)):
    y = w * 2
    f(y)
    g, = torch.autograd.grad((y * torch.tensor([1., 10., 100.])).sum(), w)
    print(y.detach(), g)
#: a base is changed and its view asked
w = torch.tensor([1., 2., 3., 4.], requires_grad=True)
h = w * 1
v = h.view(2, 2)
h.mul_(3)
v.sum().backward()
v, w.grad
#: one view is changed and another asked
w = torch.tensor([1., 2., 3., 4.], requires_grad=True)
h = w * 1
a, b = h.view(2, 2), h[1:3]
a[0] *= 5
b.sum().backward()
b, w.grad
#: a transposed view is changed
w = torch.arange(6.).view(2, 3).requires_grad_()
h = w * 2
t = h.t()
t[1] *= 10
h.sum().backward()
h, t, w.grad
#: a view of a permuted result
w = torch.arange(6.).view(2, 3).requires_grad_()
h = (w * 2).t().contiguous().t()
h[:, 1] += 1
h.square().sum().backward()
h, w.grad
#: what is needed was changed
w = torch.tensor([1., 2.], requires_grad=True)
y = (w * 2).exp()
y += 1
y.sum().backward()
#: what is needed was changed through a view
w = torch.tensor([1., 2.], requires_grad=True)
x = w * 2
y = x * x
x[0] = 5
y.sum().backward()
#: what is not needed was changed
w = torch.tensor([1., 2.], requires_grad=True)
x = w * 2
y = x + 1
x += 7
y.sum().backward()
w.grad
#: relu, then in place
w = torch.tensor([1., -2.], requires_grad=True)
a = F.relu(w)
b = a * 3
a += 1
b.sum().backward()
a, w.grad
#: relu's result was changed
w = torch.tensor([1., -2.], requires_grad=True)
a = F.relu(w)
a += 1
a.sum().backward()
#: weights are changed between forward and backward
w = torch.tensor([1., 2.], requires_grad=True)
s = torch.tensor([3., 4.], requires_grad=True)
y = (w * s).sum()
with torch.no_grad():
    w += 1
y.backward()
#: a leaf is changed
w = torch.tensor([1., 2.], requires_grad=True)
w += 1
#: a view of a leaf is changed
w = torch.tensor([1., 2.], requires_grad=True)
w[0] += 1
#: a view of a leaf is changed without grad
w = torch.tensor([1., 2.], requires_grad=True)
with torch.no_grad():
    w[0] += 1
w
#: rows of a buffer
w = torch.tensor([1., 2.], requires_grad=True)
buffer = torch.zeros(3, 2)
for i in range(3):
    buffer[i] = w * i
buffer.sum().backward()
buffer, w.grad
#: a key and value cache
w = torch.ones(2, requires_grad=True)
cache = torch.zeros(1, 4, 2)
for t in range(4):
    cache[:, t] = w * (t + 1)
    print(cache[:, : t + 1].sum().item())
cache[:, 2:].sum().backward()
w.grad
#: gradients by hand added at places
dC = torch.zeros(4, 2)
demb = torch.arange(6.).view(3, 2)
for k, ix in enumerate([1, 1, 3]):
    dC[ix] += demb[k]
dC
#: a hidden state that is written over
w = torch.tensor([[0.5, 0.1], [0.2, 0.3]], requires_grad=True)
h = torch.zeros(2)
states = torch.zeros(3, 2)
for t in range(3):
    h = torch.tanh(w @ h + 1)
    states[t] = h
states.sum().backward()
w.grad
#: detached numbers are changed
w = torch.tensor([1., 2.], requires_grad=True)
y = w * w
y.detach().add_(1)
y.sum().backward()
y, w.grad
#: detached numbers that are needed are changed
w = torch.tensor([1., 2.], requires_grad=True)
x = w * 1
y = x * x
x.detach().add_(1)
y.sum().backward()
#: any sizes and steps
x = torch.arange(9.).view(3, 3).requires_grad_()
y = torch.as_strided(x, (2, 2), (1, 2))
z = x.as_strided((3,), (4,))
(y.sum() * 2 + z.sum()).backward()
y, z, x.grad
#: steps that overlap
x = torch.arange(5.).requires_grad_()
y = x.as_strided((3, 3), (1, 1))
(y * torch.arange(9.).view(3, 3)).sum().backward()
y, x.grad
#: steps beyond the memory
torch.arange(5.).as_strided((3,), (3,))
#: windows are views
x = torch.arange(6.)
y = x.unfold(0, 3, 1)
x[2] = 9
y
#: a split's parts
w = torch.arange(4.).requires_grad_()
a, b = (w * 2).split(2)
(a * b).sum().backward()
w.grad
#: batch statistics are written into a buffer
m = nn.BatchNorm1d(2)
x = torch.tensor([[1., 2.], [3., 5.]], requires_grad=True)
y = m(x)
m(x * 2).sum().backward()
m.running_mean
#: accumulate in a list of views
w = torch.tensor([1., 2., 3.], requires_grad=True)
out = torch.empty(3)
for i, v in enumerate(w):
    out[i] = v ** 2
out.sum().backward()
out, w.grad
#: a copy into a slice
w = torch.tensor([1., 2., 3.], requires_grad=True)
x = torch.zeros(5)
x[1:4].copy_(w * 2)
x[1:4] += 1
(x * torch.arange(5.)).sum().backward()
x, w.grad
#: diagonal in place
w = torch.tensor([1., 2.], requires_grad=True)
x = torch.zeros(2, 2)
x.diagonal().add_(w)
x.sum().backward()
x, w.grad
#: an index write into a view
w = torch.tensor([1., 2.], requires_grad=True)
x = torch.ones(2, 3) * 2
x[0].index_add_(0, torch.tensor([0, 2]), w)
x[1][torch.tensor([0, 1])] = w * 3
x.square().sum().backward()
x, w.grad
