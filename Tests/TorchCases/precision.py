#: bfloat16 rounds to the nearest
x = torch.tensor([1.0, 1.00390625, 1.01171875, 3.14159, 1e-3, -2.5]).bfloat16()
x, x.dtype, x.type(), x.element_size(), x.tolist()
#: bfloat16 promotes as the narrowest float
x = torch.ones(2, dtype=torch.bfloat16)
(x + 1.5).dtype, (x + torch.ones(2)).dtype, (x * 2).dtype, (x > 0).dtype, x.sum(), x.float().dtype, x.to(torch.float64)
#: operations on bfloat16
x = torch.tensor([1.5, -0.25, -2.125], dtype=torch.bfloat16)
x.sort().values, x.max(), x.argmax(), x.exp(), -x, x.cumsum(0), torch.cat([x, x]), x.softmax(-1), x[1:], x.abs().mean()
#: products of bfloat16
a = torch.arange(6, dtype=torch.bfloat16).view(2, 3)
a @ a.T, (a.unsqueeze(0) @ a.T).shape, (a @ torch.ones(3, dtype=torch.bfloat16)).dtype
#: limits of bfloat16
torch.finfo(torch.bfloat16).eps, torch.finfo(torch.bfloat16).max, torch.finfo(torch.bfloat16).bits
#: types under autocast
l, m = nn.Linear(3, 2), nn.LayerNorm(2)
with torch.autocast('cpu', dtype=torch.bfloat16):
    y = l(torch.ones(4, 3))
    types = y.dtype, F.gelu(y).dtype, m(torch.ones(1, 2)).dtype, y.softmax(-1).dtype, F.cross_entropy(y, torch.tensor([0, 1, 0, 1])).dtype, torch.is_autocast_enabled('cpu')
types, l(torch.ones(3)).dtype, torch.is_autocast_enabled('cpu')
#: gradients under autocast are float32
torch.manual_seed(0)
l = nn.Linear(4, 2)
with torch.autocast('cpu', dtype=torch.bfloat16):
    loss = (l(torch.ones(3, 4)).float() ** 2).sum()
loss.backward()
l.weight.grad.dtype, l.bias.grad.dtype, l.weight.grad.shape
#: autocast can be off
with torch.autocast('cpu', dtype=torch.bfloat16, enabled=False):
    t = (torch.ones(2, 2) @ torch.ones(2, 2)).dtype
t
#: bfloat16 and float32 do not multiply
torch.ones(2, 2, dtype=torch.bfloat16) @ torch.ones(2, 2)
#: NumPy has no bfloat16
torch.zeros(3, dtype=torch.bfloat16).numpy()
