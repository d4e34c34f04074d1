#: an operation with its own backward
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, grad_output):
        x, = ctx.saved_tensors
        return 3 * x ** 2 * grad_output
x = torch.tensor([1., 2.], requires_grad=True)
y = Cube.apply(x)
print(y)
y.sum().backward()
x.grad
#: its gradient's gradient
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, grad_output):
        x, = ctx.saved_tensors
        return 3 * x ** 2 * grad_output
x = torch.tensor([1., 2.], requires_grad=True)
g, = torch.autograd.grad(Cube.apply(x).sum(), x, create_graph=True)
h, = torch.autograd.grad(g.sum(), x, create_graph=True)
i, = torch.autograd.grad(h.sum(), x)
g.detach(), h.detach(), i
#: what is saved may be the result
class Exp(torch.autograd.Function):
    @staticmethod
    def forward(ctx, i):
        result = i.exp()
        ctx.save_for_backward(result)
        return result
    @staticmethod
    def backward(ctx, grad_output):
        result, = ctx.saved_tensors
        return grad_output * result
x = torch.tensor([0., 1.], requires_grad=True)
g, = torch.autograd.grad(Exp.apply(x).sum(), x, create_graph=True)
h, = torch.autograd.grad(g.sum(), x)
g.detach(), h
#: a straight-through estimator
class Round(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.round()
    @staticmethod
    def backward(ctx, g):
        return g
x = torch.tensor([0.4, 1.6], requires_grad=True)
(Round.apply(x) * torch.tensor([2., 3.])).sum().backward()
x.grad
#: numbers beside tensors, and several results
class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, w, k):
        ctx.k = k
        ctx.save_for_backward(x, w)
        return x * w * k, x + w
    @staticmethod
    def backward(ctx, g, h):
        x, w = ctx.saved_tensors
        print(ctx.needs_input_grad)
        return g * w * ctx.k + h, g * x * ctx.k + h, None
x, w = torch.tensor([1., 2.], requires_grad=True), torch.tensor([3., 4.])
a, b = Scale.apply(x, w, 5)
print(a, b)
(a.sum() + b[0]).backward()
x.grad, w.grad
#: setup_context apart from forward
class Mul(torch.autograd.Function):
    @staticmethod
    def forward(a, b):
        return a * b
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)
    @staticmethod
    def backward(ctx, g):
        a, b = ctx.saved_tensors
        return g * b, g * a
x = torch.tensor([1., 2.], requires_grad=True)
y = torch.tensor([3., 4.], requires_grad=True)
Mul.apply(x, y).sum().backward()
x.grad, y.grad
#: gradients that nobody asked for
class Two(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.set_materialize_grads(False)
        return x * 2, x * 3
    @staticmethod
    def backward(ctx, g, h):
        print(g, h)
        return None
x = torch.tensor([1., 2.], requires_grad=True)
a, b = Two.apply(x)
a.sum().backward()
x.grad
#: results without a gradient
class Sorted(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        values, places = x.sort()
        ctx.mark_non_differentiable(places)
        ctx.save_for_backward(places)
        return values, places
    @staticmethod
    def backward(ctx, g, h):
        places, = ctx.saved_tensors
        print(g, h)
        return torch.zeros_like(g).scatter(0, places, g)
x = torch.tensor([3., 1., 2.], requires_grad=True)
v, i = Sorted.apply(x)
print(v, i)
(v * torch.tensor([1., 10., 100.])).sum().backward()
x.grad
#: the wrong number of gradients
class A(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b): return a * b
    @staticmethod
    def backward(ctx, g): return g
x = torch.ones(2, requires_grad=True)
A.apply(x, x).sum().backward()
#: a gradient for what is no tensor
class B(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, k): return a * k
    @staticmethod
    def backward(ctx, g): return g, 1.
B.apply(torch.ones(2, requires_grad=True), 2).sum().backward()
#: a gradient of another shape
class C(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a): return a * 2
    @staticmethod
    def backward(ctx, g): return torch.ones(3)
C.apply(torch.ones(2, requires_grad=True)).sum().backward()
#: a gradient that is no tensor
class D(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a): return a * 2
    @staticmethod
    def backward(ctx, g): return 5
D.apply(torch.ones(2, requires_grad=True)).sum().backward()
#: no backward
class E(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a): return a * 2
y = E.apply(torch.ones(2, requires_grad=True))
print(y)
y.sum().backward()
#: no forward
class G(torch.autograd.Function): pass
G.apply(torch.ones(2))
#: called as an object
class H(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a): return a * 2
H()(torch.ones(2))
#: an argument that is handed on, and no recording
class I(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a): return a
    @staticmethod
    def backward(ctx, g): return g * 7
x = torch.ones(2, requires_grad=True)
y = I.apply(x)
print(y is x, y)
with torch.no_grad():
    print(I.apply(x * 2))
y.sum().backward()
x.grad
#: differentiable once
from torch.autograd.function import once_differentiable
class J(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a)
        return a ** 3
    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        a, = ctx.saved_tensors
        return 3 * a * a * g
x = torch.tensor([1., 2.], requires_grad=True)
w = torch.tensor([1., 1.], requires_grad=True)
g, = torch.autograd.grad((J.apply(x) * w).sum(), x, create_graph=True)
print(g.detach())
g.sum().backward()
#: what is saved is changed in place
class K(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a):
        ctx.save_for_backward(a)
        return a * a
    @staticmethod
    def backward(ctx, g):
        a, = ctx.saved_tensors
        return 2 * a * g
x = torch.tensor([1., 2.], requires_grad=True)
h = x * 1
y = K.apply(h)
h += 1
y.sum().backward()
#: gradcheck of it
class Relu(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)
    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        g = g.clone()
        g[x < 0] = 0
        return g
x = torch.tensor([0.3, -0.7], dtype=torch.float64, requires_grad=True)
torch.autograd.gradcheck(Relu.apply, (x,)), torch.autograd.gradcheck(torch.autograd.Function.apply if False else Relu.apply, x)
#: in a module
class Double(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x): return 2 * x
    @staticmethod
    def backward(ctx, g): return 2 * g
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
    def forward(self, x): return Double.apply(self.fc(x))
torch.manual_seed(0)
net = Net()
net(torch.ones(1, 2)).sum().backward()
net.fc.weight.grad, net.fc.bias.grad
