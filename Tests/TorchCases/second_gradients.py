#: the second and the third derivative of a polynomial
x = torch.tensor([1., 2., -3.], requires_grad=True)
first, = torch.autograd.grad((x ** 4).sum(), x, create_graph=True)
second, = torch.autograd.grad(first.sum(), x, create_graph=True)
third, = torch.autograd.grad(second.sum(), x)
first, second, third
#: derivatives of a curve, to be plotted
x = torch.linspace(-2, 2, 9, requires_grad=True)
y = torch.tanh(x) * torch.sin(x)
curves = [y]
for _ in range(3):
    y, = torch.autograd.grad(y.sum(), x, create_graph=True)
    curves.append(y)
[c.detach() for c in curves]
#: backward(create_graph=True) gives a gradient that can be differentiated
x = torch.tensor([1., 2.], requires_grad=True)
(x ** 3).sum().backward(create_graph=True)
g = x.grad
print(g.requires_grad)
x.grad = None
g.sum().backward()
g.detach(), x.grad
#: a gradient penalty
torch.manual_seed(0)
critic = nn.Sequential(nn.Linear(3, 8), nn.LeakyReLU(0.2), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 1))
real, fake = torch.randn(5, 3), torch.randn(5, 3)
mix = torch.rand(5, 1)
points = (mix * real + (1 - mix) * fake).requires_grad_(True)
scores = critic(points)
slopes, = torch.autograd.grad(scores, points, grad_outputs=torch.ones_like(scores), create_graph=True, retain_graph=True)
penalty = ((slopes.norm(2, dim=1) - 1) ** 2).mean()
loss = critic(fake).mean() - critic(real).mean() + 10 * penalty
loss.backward()
loss, penalty, [p.grad.norm() for p in critic.parameters()]
#: a Hessian times a vector
torch.manual_seed(1)
w = torch.randn(4, requires_grad=True)
A, b = torch.randn(6, 4), torch.randint(0, 2, (6,)).float()
loss = F.binary_cross_entropy_with_logits(A @ w, b)
g, = torch.autograd.grad(loss, w, create_graph=True)
v = torch.randn(4)
hv, = torch.autograd.grad(g @ v, w, retain_graph=True)
rows = torch.stack([torch.autograd.grad(g[i], w, retain_graph=True)[0] for i in range(4)])
hv, rows, torch.allclose(rows @ v, hv, atol=1e-6)
#: Newton's method
x = torch.tensor([2., -1.], dtype=torch.float64, requires_grad=True)
for _ in range(6):
    f = (x[0] - 1) ** 4 + (x[0] * x[1] + 2) ** 2 + x[1].exp()
    g, = torch.autograd.grad(f, x, create_graph=True)
    H = torch.stack([torch.autograd.grad(g[i], x, retain_graph=True)[0] for i in range(2)])
    with torch.no_grad():
        x -= torch.linalg.solve(H, g)
x, g
#: learning to learn: a step of descent is differentiated
torch.manual_seed(2)
w = torch.randn(3, 1, requires_grad=True)
lr = torch.tensor(0.1, requires_grad=True)
X, y = torch.randn(10, 3), torch.randn(10, 1)
inner = F.mse_loss(X @ w, y)
g, = torch.autograd.grad(inner, w, create_graph=True)
fast = w - lr * g
outer = F.mse_loss(X @ fast, y)
outer.backward()
outer, w.grad, lr.grad
#: a differential equation: u'' + u = 0
torch.manual_seed(3)
net = nn.Sequential(nn.Linear(1, 10), nn.Tanh(), nn.Linear(10, 1)).double()
opt = torch.optim.Adam(net.parameters(), lr=0.01)
t = torch.linspace(0, 1, 11, dtype=torch.float64).view(-1, 1).requires_grad_()
losses = []
for step in range(5):
    u = net(t)
    du, = torch.autograd.grad(u.sum(), t, create_graph=True)
    ddu, = torch.autograd.grad(du.sum(), t, create_graph=True)
    loss = (ddu + u).square().mean() + (u[0] - 1).square().sum() + du[0].square().sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
    losses.append(loss.item())
[round(l, 8) for l in losses]
#: through the layers of a language model
torch.manual_seed(4)
emb, ln, head = nn.Embedding(7, 6), nn.LayerNorm(6), nn.Linear(6, 7, bias=False)
ids = torch.tensor([[1, 2, 3], [4, 5, 6]])
e = emb(ids)
h = F.gelu(ln(e))
logits = head(h)
loss = F.cross_entropy(logits.view(-1, 7), ids.view(-1))
g, = torch.autograd.grad(loss, e, create_graph=True)
(g ** 2).sum().backward()
loss, g.norm(), emb.weight.grad.norm(), ln.weight.grad, head.weight.grad.norm()
#: through attention by hand, with a mask
torch.manual_seed(5)
x = torch.randn(2, 4, 6, dtype=torch.float64, requires_grad=True)
q, k, v = x.split(2, -1)
att = (q @ k.transpose(-2, -1)) / 2 ** 0.5
att = att.masked_fill(torch.tril(torch.ones(4, 4)) == 0, float('-inf')).softmax(-1)
y = (att @ v).square().sum()
g, = torch.autograd.grad(y, x, create_graph=True)
g.square().sum().backward()
y, g.norm(), x.grad.norm()
#: through softmax, log_softmax and logsumexp
x = torch.tensor([[0.3, -1., 2.], [1., 1., 0.]], requires_grad=True)
out = []
for f in (lambda t: t.softmax(1)[:, 0].sum(), lambda t: t.log_softmax(0)[0].sum(), lambda t: t.logsumexp(1).prod()):
    g, = torch.autograd.grad(f(x), x, create_graph=True)
    h, = torch.autograd.grad((g * g).sum(), x)
    out += [g.detach(), h]
out
#: through views, joins, indices and writes
x = torch.arange(6.).view(2, 3).requires_grad_()
parts = torch.cat([x[:, 1:] ** 2, x[:1].t().reshape(1, 3)[:, :2] * x[1, :2]], 0)
z = torch.zeros(3, 3)
z[:, :2] = parts
z[0] += x[1] ** 3
g, = torch.autograd.grad(z[[0, 2, 0]].square().sum(), x, create_graph=True)
h, = torch.autograd.grad(g.sum(), x)
g.detach(), h
#: through a change in place of a view
x = torch.tensor([[1., 2.], [3., 4.]], requires_grad=True)
h = x * x
v = h[0]
v *= x[1]
g, = torch.autograd.grad((h ** 2).sum(), x, create_graph=True)
gg, = torch.autograd.grad((g ** 2).sum(), x)
g.detach(), gg
#: through losses
p = torch.tensor([0.2, 0.7, 0.9], requires_grad=True)
t = torch.tensor([0., 1., 1.])
out = []
for f in (F.mse_loss, F.l1_loss, F.smooth_l1_loss, F.huber_loss, F.binary_cross_entropy):
    g, = torch.autograd.grad(f(p, t), p, create_graph=True)
    h, = torch.autograd.grad((g ** 3).sum(), p, allow_unused=True) if g.requires_grad else (None,)
    out += [g.detach(), h]
out
#: through spreads and norms
x = torch.tensor([[1., 2., 4.], [0.5, -1., 3.]], requires_grad=True)
out = []
for f in (lambda t: t.var(1).sum(), lambda t: t.std(), lambda t: t.norm(), lambda t: t.norm(3, dim=0).sum(), lambda t: F.normalize(t, dim=1)[:, 0].sum()):
    g, = torch.autograd.grad(f(x), x, create_graph=True)
    h, = torch.autograd.grad((g * torch.arange(1., 7.).view(2, 3)).sum(), x)
    out += [g.detach(), h]
out
#: batch normalisation
torch.manual_seed(6)
bn = nn.BatchNorm1d(3).double()
x = torch.randn(4, 3, dtype=torch.float64, requires_grad=True)
g, = torch.autograd.grad((bn(x) ** 3).sum(), x, create_graph=True)
h, = torch.autograd.grad((g * x).sum(), x)
g.detach(), h
#: through the activations
x = torch.tensor([-2., -0.5, 0.25, 1.5, 4.], requires_grad=True)
out = []
for name in 'relu leaky_relu elu selu gelu silu mish softplus logsigmoid sigmoid tanh hardtanh relu6 hardswish softsign'.split():
    y = getattr(F, name)(x)
    g, = torch.autograd.grad((y * y).sum(), x, create_graph=True)
    h, = torch.autograd.grad(g.sum(), x)
    out.append((name, h))
out
#: several outputs, weights for them, and only some inputs
x = torch.tensor([1., 2.], requires_grad=True)
y = torch.tensor([3., 4.], requires_grad=True)
a, b = x * y, x + y
print(torch.autograd.grad([a, b], [x, y], [torch.ones(2), 2 * torch.ones(2)]))
torch.autograd.backward([(x * y).sum(), (x ** 2).sum()], inputs=[x])
print(x.grad, y.grad)
z = torch.ones(2, requires_grad=True)
print(torch.autograd.grad((x * 2).sum(), [x, z], materialize_grads=True))
print(torch.autograd.grad((x * 2).sum(), [x, z], allow_unused=True))
torch.autograd.grad((x * 2).sum(), [x, z])
#: what is not on the way to the inputs keeps its graph
x = torch.tensor([1., 2.], requires_grad=True)
h = x ** 2
y = (h ** 2).sum()
g, = torch.autograd.grad(y, h)
h.sum().backward()
g, x.grad
#: hooks
x = torch.tensor([1., 2.], requires_grad=True)
told = []
handle = x.register_post_accumulate_grad_hook(lambda p: told.append(p.grad.clone()))
y = x * x
y.grad_fn.register_hook(lambda inputs, outputs: told.append((inputs, outputs)))
y.register_hook(lambda g: g * 10)
y.sum().backward()
handle.remove()
(x * 2).sum().backward()
told, x.grad
#: a hook after the gradient only for leaves
x = torch.ones(2, requires_grad=True)
(x * 2).register_post_accumulate_grad_hook(lambda p: None)
#: the functions of derivatives
f = lambda a: (a ** 3).sum()
x = torch.tensor([1., 2.])
J = torch.autograd.functional
print(J.hessian(f, x))
print(J.jacobian(lambda a, b: (a * b, a + b), (x, torch.ones(2))))
print(J.hessian(lambda a, b: (a * b * b).sum(), (x, torch.ones(2))))
print(J.hvp(f, x, torch.ones(2)), J.vhp(f, x, torch.ones(2)))
print(J.jvp(lambda a: a ** 3, x, torch.ones(2)), J.vjp(lambda a: a ** 3, x, torch.ones(2)))
J.vjp(lambda a: a ** 3, x)
#: a Jacobian of what is no tensor
torch.autograd.functional.jacobian(lambda a: 5, torch.ones(2))
#: a Jacobian that can be differentiated
x = torch.tensor([1., 2.], requires_grad=True)
Jx = torch.autograd.functional.jacobian(lambda a: a ** 3, x, create_graph=True)
torch.autograd.grad(Jx.diagonal().sum(), x)
#: gradcheck and gradgradcheck
x = torch.tensor([0.3, -0.7], dtype=torch.float64, requires_grad=True)
print(torch.autograd.gradcheck(lambda t: torch.tanh(t) * t, x), torch.autograd.gradgradcheck(lambda t: t ** 3, x))
torch.autograd.gradcheck(lambda t: t.detach() * t, (x,))
