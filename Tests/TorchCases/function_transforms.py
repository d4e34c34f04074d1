#: grad
from torch.func import grad, grad_and_value
x = torch.tensor([1.0, 2.0, 3.0])
f = lambda x: (x ** 3).sum()
print(grad(f)(x), grad_and_value(f)(x), grad(grad(torch.sin))(torch.tensor(1.0)), grad(grad(grad(torch.sin)))(torch.tensor(1.0)))
print(grad(lambda a, b: (a * b).sum(), argnums=1)(x, 2 * x), grad(lambda a, b: (a * b).sum(), argnums=(0, 1))(x, 2 * x))
print(grad(lambda d: (d["a"] ** 2).sum() + d["b"][0].sum())({"a": x, "b": [x, x]}))
print(grad(lambda x: (f(x), x * 2), has_aux=True)(x), grad_and_value(lambda x: (f(x), x), has_aux=True)(x))
print(grad(lambda x: x.detach().sum())(x), grad(lambda x, k=1: k * x.sum())(x, k=3), x.requires_grad)

#: grad of what is recorded around it
from torch.func import grad
x = torch.tensor([1.0, 2.0], requires_grad=True)
g = grad(lambda x: (x ** 3).sum())(x)
print(g.requires_grad)
g.sum().backward(); print(x.grad)
w = torch.tensor(2.0, requires_grad=True)
h = grad(lambda x: w * x ** 2)(torch.tensor(3.0))
h.backward(); print(h.item(), w.grad)
with torch.no_grad():
    print(grad(lambda x: w * x ** 2)(torch.tensor(3.0)))

#: grad of a function that changes its argument
from torch.func import grad
def f(x):
    x = x * 1
    x += 1
    return (x ** 2).sum()
print(grad(f)(torch.tensor([1.0, 2.0])))

#: grad of several numbers
torch.func.grad(lambda x: x * 2)(torch.ones(2))

#: grad of no tensor
torch.func.grad(lambda x: x)(3.0)

#: grad of integers
torch.func.grad(lambda x: x.sum())(torch.tensor([1, 2]))

#: grad of an argument that is not there
torch.func.grad(torch.sum, argnums=1)(torch.ones(2))

#: vjp and jvp
from torch.func import vjp, jvp, linearize
x = torch.tensor([1.0, 2.0])
out, back = vjp(torch.sin, x)
print(out, back(torch.ones(2)), back(x))
out, back = vjp(lambda a, b: (a * b, a + b), x, 3 * x)
print(out, back((torch.ones(2), x)))
print(jvp(torch.sin, (x,), (torch.ones(2),)), jvp(lambda a, b: a * b, (x, x), (torch.ones(2), x)))
print(jvp(lambda x: (x ** 2).sum(), (x,), (x,)), linearize(torch.exp, x)[1](x))
print(vjp(lambda x: (x ** 2, x), x, has_aux=True)[2])

#: jvp of no tuple
torch.func.jvp(torch.sin, torch.ones(2), torch.ones(2))

#: jacobians
from torch.func import jacrev, jacfwd, hessian
x = torch.tensor([1.0, 2.0])
print(jacrev(lambda x: x ** 2)(x), jacfwd(lambda x: x ** 2)(x), hessian(lambda x: (x ** 3).sum())(x))
A = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
print(jacrev(lambda x: A @ x)(x), jacrev(lambda a, b: a * b, argnums=(0, 1))(x, 3 * x), jacrev(lambda d: d["w"] * 2)({"w": x}))
print(jacrev(lambda x: (x * 2, x.sum()))(x), jacrev(torch.sum)(A).shape, hessian(lambda x: x[0] * x[1] ** 2)(x))
print(jacfwd(jacrev(lambda x: (x ** 4).sum()))(x), jacrev(lambda x: (x, x * 3), has_aux=True)(x))

#: vmap
from torch.func import vmap
x = torch.arange(6.0).reshape(2, 3)
print(vmap(torch.sum)(x), vmap(lambda r: r * 2)(x), vmap(torch.dot)(x, x), vmap(torch.dot, in_dims=(0, None))(x, torch.ones(3)))
print(vmap(lambda c: c.sum(), in_dims=1)(x), vmap(lambda r: r * 2, out_dims=1)(x), vmap(lambda r: (r, r.sum()))(x))
print(vmap(lambda a, b: a * b, in_dims=(0, None))(x, 3), vmap(lambda d: d["a"] + 1)({"a": x}), vmap(lambda a, d: a + d["k"], in_dims=(0, {"k": None}))(x, {"k": torch.ones(3)}))
print(vmap(vmap(lambda e: e * 10))(x), torch.vmap(torch.exp)(x).shape, vmap(torch.sum, chunk_size=1)(x), vmap(lambda r: r.sum(), in_dims=-1)(x))
print(vmap(lambda a, b: a + b, out_dims=1)(x, x), vmap(lambda r: (r, r.sum()), out_dims=(1, 0))(x)[0])

#: vmap of gradients
from torch.func import vmap, grad, jacrev, hessian
x = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
f = lambda w, x, y: ((w * x).sum() - y) ** 2
w = torch.tensor([0.5, -1.0])
print(vmap(grad(f), in_dims=(None, 0, 0))(w, x, torch.tensor([1.0, 2.0])))
print(vmap(jacrev(torch.sin))(x), vmap(hessian(lambda v: (v ** 3).sum()))(x).shape, vmap(grad(torch.sin))(w))

#: vmap of other sizes
torch.func.vmap(torch.dot)(torch.ones(2, 3), torch.ones(3, 3))

#: vmap of nothing
torch.func.vmap(torch.sin)()

#: vmap that gives numbers
torch.func.vmap(lambda x: 3.0)(torch.ones(2))

#: vmap over an axis that is not there
torch.func.vmap(torch.sin, in_dims=1)(torch.ones(2))

#: vmap that draws
torch.func.vmap(lambda x: x + torch.randn(2))(torch.ones(3, 2))

#: per-sample gradients
from torch.func import functional_call, vmap, grad
torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
params = {k: v.detach() for k, v in model.named_parameters()}
def loss(params, x, y):
    out = functional_call(model, params, (x.unsqueeze(0),))
    return F.cross_entropy(out, y.unsqueeze(0))
X, Y = torch.randn(5, 3), torch.tensor([0, 1, 1, 0, 1])
g = vmap(grad(loss), in_dims=(None, 0, 0))(params, X, Y)
for name, value in g.items():
    print(name, value.shape, value[0])
whole = grad(lambda p: F.cross_entropy(functional_call(model, p, (X,)), Y))(params)
print(all(torch.allclose(g[k].mean(0), whole[k], atol=1e-6) for k in g))

#: ensembles
from torch.func import stack_module_state, functional_call, vmap
torch.manual_seed(1)
models = [nn.Linear(2, 1) for _ in range(3)]
params, buffers = stack_module_state(models)
print({k: v.shape for k, v in params.items()}, buffers)
x = torch.randn(4, 2)
base = nn.Linear(2, 1)
print(vmap(lambda p, x: functional_call(base, p, (x,)), in_dims=(0, None))(params, x).detach())

#: a step of gradient descent with functions
from torch.func import grad_and_value
params = {"w": torch.tensor([0.0, 0.0]), "b": torch.tensor(0.0)}
X = torch.tensor([[1.0, 2.0], [3.0, 1.0], [0.0, 1.0]]); y = torch.tensor([5.0, 5.0, 2.0])
def loss(p):
    return ((X @ p["w"] + p["b"] - y) ** 2).mean()
for step in range(3):
    g, value = grad_and_value(loss)(params)
    params = {k: v - 0.05 * g[k] for k, v in params.items()}
    print(step, value, params["w"], params["b"])
