#: simple
x = torch.tensor(3., requires_grad=True)
y = x ** 2
y.backward()
x.grad
#: vector
x = torch.tensor([1., 2., 3.], requires_grad=True)
(x * x).sum().backward()
x.grad
#: accumulates
x = torch.tensor([1., 2.], requires_grad=True)
for _ in range(2): (x * 3).sum().backward()
x.grad
#: needs a scalar
x = torch.ones(2, requires_grad=True)
(x * 2).backward()
#: no grad
torch.ones(2).sum().backward()
#: twice
x = torch.ones(2, requires_grad=True)
y = (x * x).sum()
y.backward()
y.backward()
#: retain graph
x = torch.ones(2, requires_grad=True)
y = (x * x).sum()
y.backward(retain_graph=True)
y.backward()
x.grad
#: gradient argument
x = torch.ones(2, requires_grad=True)
(x * 2).backward(torch.tensor([1., 10.]))
x.grad
#: no_grad
x = torch.ones(2, requires_grad=True)
with torch.no_grad():
    y = x * 2
    print(torch.is_grad_enabled())
y.requires_grad, torch.is_grad_enabled()
#: enable_grad inside
x = torch.ones(2, requires_grad=True)
with torch.no_grad():
    with torch.enable_grad():
        y = x * 2
y.requires_grad
#: set_grad_enabled
x = torch.ones(2, requires_grad=True)
with torch.set_grad_enabled(False):
    y = x * 2
z = x * 2
y.requires_grad, z.requires_grad
#: inference mode
with torch.inference_mode():
    y = torch.ones(2, requires_grad=True) * 2
y.requires_grad
#: no_grad after an error
try:
    with torch.no_grad():
        raise ValueError('x')
except ValueError:
    pass
torch.is_grad_enabled()
#: detach
x = torch.ones(2, requires_grad=True)
y = (x * 2).detach()
y.requires_grad, y.grad_fn, x.detach().requires_grad, x.requires_grad
#: detach shares
x = torch.ones(2, requires_grad=True)
x.detach()[0] = 5
x
#: leaf in place
x = torch.ones(2, requires_grad=True)
x += 1
#: leaf in place without grad
x = torch.ones(2, requires_grad=True)
with torch.no_grad():
    x += 1
    x[0] = 7
x
#: data
x = torch.ones(2, requires_grad=True)
x.data += 1
x.data[0] = 5
x
#: in place on a result
x = torch.ones(3, requires_grad=True)
y = x * 2
y += 1
y.sum().backward()
x.grad, y.grad_fn is not None
#: in place multiplication
x = torch.tensor([1., 2.], requires_grad=True)
y = x + 1
y *= 3
y.sum().backward()
x.grad
#: in place of a needed value
x = torch.ones(2, requires_grad=True)
y = x.exp()
y += 1
y.sum().backward()
#: into a slice
x = torch.ones(2, requires_grad=True)
out = torch.zeros(4)
out[1:3] = x * 2
out.sum().backward()
x.grad, out.requires_grad
#: over a slice
x = torch.ones(3, requires_grad=True)
y = x * 2
y[0] = 0
y.sum().backward()
x.grad
#: requires_grad of ints
torch.tensor([1, 2], requires_grad=True)
#: requires_grad_
x = torch.ones(2)
x.requires_grad_().requires_grad, x.is_leaf, (x * 2).is_leaf
#: requires_grad set
x = torch.ones(2)
x.requires_grad = True
(x * 1).sum().backward()
x.grad
#: requires_grad of a result
x = torch.ones(2, requires_grad=True)
y = x * 2
y.requires_grad = False
#: retain_grad
x = torch.ones(2, requires_grad=True)
y = x * 2
y.retain_grad()
(y * y).sum().backward()
y.grad
#: grad none
x = torch.ones(2, requires_grad=True)
x.sum().backward()
x.grad = None
x.grad
#: grad zero_
x = torch.ones(2, requires_grad=True)
x.sum().backward()
x.grad.zero_()
x.grad
#: broadcast
a = torch.ones(3, 1, requires_grad=True)
b = torch.ones(2, requires_grad=True)
(a * b).sum().backward()
a.grad, b.grad
#: matmul
a = torch.arange(4.).view(2, 2).requires_grad_()
b = torch.ones(2, 2, requires_grad=True)
(a @ b).sum().backward()
a.grad, b.grad
#: indexing
x = torch.arange(4.).requires_grad_()
(x[[0, 0, 2]] * 2).sum().backward()
x.grad
#: max
x = torch.tensor([1., 5., 2.], requires_grad=True)
x.max().backward()
x.grad
#: where and clamp
x = torch.tensor([-1., 2.], requires_grad=True)
(torch.where(x > 0, x * 3, x) + x.clamp(min=0)).sum().backward()
x.grad
#: softmax
x = torch.tensor([1., 2., 3.], requires_grad=True)
torch.softmax(x, 0)[0].backward()
x.grad
#: log_softmax
x = torch.tensor([[1., 2., 3.]], requires_grad=True)
torch.log_softmax(x, -1)[0, 1].backward()
x.grad
#: cross entropy
x = torch.tensor([[1., 2., 3.], [0., 1., 0.]], requires_grad=True)
F.cross_entropy(x, torch.tensor([0, 1])).backward()
x.grad
#: layer norm
x = torch.tensor([[1., 2., 4.]], requires_grad=True)
(F.layer_norm(x, (3,)) * torch.tensor([1., 2., 3.])).sum().backward()
x.grad
#: embedding
w = torch.arange(6.).view(3, 2).requires_grad_()
F.embedding(torch.tensor([0, 2, 0]), w).sum().backward()
w.grad
#: cat and split
a, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
x, y = torch.cat((a, b)).split(2)
(x * 2 + y * 3).sum().backward()
a.grad, b.grad
#: std
x = torch.tensor([1., 2., 4.], requires_grad=True)
x.std().backward()
x.grad
#: attention
q = torch.arange(8.).view(1, 1, 4, 2).div(8).requires_grad_()
F.scaled_dot_product_attention(q, q, q, is_causal=True).sum().backward()
q.grad
#: grad_fn name
x = torch.ones(2, requires_grad=True)
type((x + 1).grad_fn).__name__, type(x.exp().grad_fn).__name__, type((x @ x).grad_fn).__name__, type(x.view(1, 2).grad_fn).__name__
#: einsum
a = torch.arange(4.).view(2, 2).requires_grad_()
torch.einsum('ij,jk->ik', a, a).sum().backward()
a.grad
#: grad is one object
x = torch.ones(2, requires_grad=True)
x.sum().backward()
x.grad is x.grad
#: diag and norm
x = torch.tensor([[3., 1.], [1., 4.]], requires_grad=True)
torch.diag(x).norm().backward()
x.grad
