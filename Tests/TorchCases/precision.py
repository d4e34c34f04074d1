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
#: a scaler without a GPU
scaler = torch.amp.GradScaler("cuda", enabled=False)
print(scaler.is_enabled(), scaler.get_scale(), scaler.state_dict())
w = torch.ones(2, requires_grad=True)
opt = torch.optim.SGD([w], lr=0.1)
loss = (w * 3).sum()
scaler.scale(loss).backward()
scaler.unscale_(opt)
scaler.step(opt)
scaler.update()
print(w, torch.cuda.amp.GradScaler(enabled=False).get_scale())
with torch.cuda.amp.autocast(enabled=False): print((w @ w).dtype)
#: a scaler that scales
from torch.amp import GradScaler, autocast
scaler = GradScaler("cpu", init_scale=8., growth_interval=2)
w = torch.ones(2, requires_grad=True)
opt = torch.optim.SGD([w], lr=0.1)
for factor in (1., 2., float('inf'), 1.):
    opt.zero_grad()
    loss = (w * factor).sum()
    scaled = scaler.scale(loss)
    scaled.backward()
    scaler.unscale_(opt)
    torch.nn.utils.clip_grad_norm_([w], 1.0)
    scaler.step(opt)
    scaler.update()
    print(scaled.item(), w.tolist(), scaler.get_scale())
print(scaler.state_dict(), [s.item() for s in scaler.scale([torch.ones(1), torch.zeros(1)])])
again = GradScaler("cpu")
again.load_state_dict(scaler.state_dict())
print(again.get_scale(), again.get_growth_interval())
scaler.scale((w * 2).sum()).backward()
scaler.unscale_(opt)
scaler.unscale_(opt)
#: update before any step
torch.amp.GradScaler("cpu").update()
