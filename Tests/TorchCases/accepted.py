#: activations that write into their input
def both(f):
    x = torch.tensor([-1., 2., 7.])
    y = f(x)
    return x, y is x
for name in ['ReLU', 'ReLU6', 'ELU', 'SELU', 'SiLU', 'Hardtanh', 'Hardswish', 'Hardsigmoid', 'Mish']:
    print(name, both(getattr(nn, name)(inplace=True)))
print(both(nn.LeakyReLU(0.1, inplace=True)), both(nn.Threshold(0., 1., inplace=True)))
#: functions that write into their input
def both(f):
    x = torch.tensor([-1., 2., 7.])
    y = f(x)
    return x, y is x
for name in ['relu', 'relu6', 'leaky_relu', 'elu', 'selu', 'silu', 'hardtanh', 'hardswish', 'hardsigmoid', 'mish']:
    print(name, both(lambda x: getattr(F, name)(x, inplace=True)))
print(both(lambda x: F.threshold(x, 0., 1., inplace=True)), both(lambda x: F.relu(x)))
#: dropout that writes into its input
x = torch.ones(6)
y = nn.Dropout(0.5, inplace=True)(x)
z = F.dropout(torch.ones(6), 0.5, inplace=True)
x, y is x, z, nn.Dropout(0.5, inplace=True)(x.clone()).sum() >= 0, nn.Dropout(0.3, inplace=True)
#: dropout that is off gives the input back
x = torch.ones(3)
F.dropout(x, 0.5, training=False, inplace=True) is x, nn.Dropout(0.5, inplace=True).eval()(x) is x
#: gradients through activations that write into their input
w = torch.tensor([[1., -2.], [-3., 4.]], requires_grad=True)
for f in [nn.ReLU(inplace=True), nn.ELU(inplace=True), nn.SiLU(inplace=True), nn.Hardtanh(inplace=True)]:
    w.grad = None
    f(w * 0.5).pow(2).sum().backward()
    print(w.grad)
#: a network whose activations write into their input
torch.manual_seed(1)
net = nn.Sequential(nn.Linear(3, 4), nn.ReLU(inplace=True), nn.Linear(4, 4), nn.LeakyReLU(inplace=True), nn.Linear(4, 1))
o = torch.optim.SGD(net.parameters(), lr=0.1)
x = torch.arange(6.).reshape(2, 3)
for _ in range(3):
    o.zero_grad()
    loss = net(x).pow(2).mean()
    loss.backward()
    o.step()
    print(round(loss.item(), 5))
#: convolution, norm, activation in place, residual connection
torch.manual_seed(1)
conv, norm, act = nn.Conv2d(1, 2, 3, padding=1), nn.BatchNorm2d(2), nn.ReLU(inplace=True)
x = torch.arange(16.).reshape(1, 1, 4, 4)
y = act(norm(conv(x)))
y = y + conv(x)
y = act(y)
y.sum().backward()
y.sum(), conv.weight.grad.shape
#: a leaf that an activation would write into
nn.ReLU(inplace=True)(torch.ones(2, requires_grad=True))
#: an activation switched to writing
m = nn.ReLU()
x = torch.tensor([-1., 2.])
m(x)
print(x)
m.inplace = True
m(x)
x, m
#: optimizer flags as groups show them
p = nn.Parameter(torch.ones(2))
for o in [torch.optim.SGD([p], lr=0.1, fused=True), torch.optim.Adam([p], foreach=False, maximize=True), torch.optim.AdamW([p]), torch.optim.RMSprop([p], foreach=True), torch.optim.Adagrad([p], maximize=True)]:
    print(list(o.param_groups[0].items())[1:])
#: maximize in a group of its own
for name in ['SGD', 'Adam', 'AdamW', 'RMSprop', 'Adagrad']:
    a, b = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))
    o = getattr(torch.optim, name)([{'params': [a], 'maximize': True, 'name': 'up'}, {'params': [b]}], lr=0.1)
    for _ in range(2):
        o.zero_grad()
        (a * 2 + b * 2).sum().backward()
        o.step()
    print(name, a.data, b.data, o.param_groups[0]['name'])
#: two ways at once
torch.optim.Adam([nn.Parameter(torch.ones(1))], foreach=True, fused=True)
#: a flag that an optimizer has not
torch.optim.RMSprop([nn.Parameter(torch.ones(1))], fused=True)
#: ends of OneCycleLR changed on the way
def rates(change):
    o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.1, momentum=0.9)
    s = torch.optim.lr_scheduler.OneCycleLR(o, 0.5, 10)
    r = []
    for i in range(8):
        if i == 3:
            o.param_groups[0].update(change)
        r.append((round(o.param_groups[0]['lr'], 7), round(o.param_groups[0]['momentum'], 7)))
        o.step()
        s.step()
    return r
for change in [{}, {'max_lr': 1.0}, {'min_lr': 0.3}, {'max_momentum': 0.3}, {'base_momentum': 0.3}]:
    print(rates(change))
#: what OneCycleLR keeps in the groups
o = torch.optim.Adam([nn.Parameter(torch.ones(1))], lr=0.1)
s = torch.optim.lr_scheduler.OneCycleLR(o, 0.5, 10, base_momentum=0.5, max_momentum=0.7)
print({k: v for k, v in o.param_groups[0].items() if k != 'params'})
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.1)
s = torch.optim.lr_scheduler.OneCycleLR(o, 0.5, 10, cycle_momentum=False)
sorted(k for k in o.param_groups[0])
#: settings of workers
from torch.utils.data import DataLoader
for options in [dict(prefetch_factor=2), dict(persistent_workers=True), dict(num_workers=-1), dict(timeout=-1), dict(multiprocessing_context='fork')]:
    try:
        DataLoader([1, 2], **options)
        print('made', options)
    except Exception as e:
        print(type(e).__name__, e)
list(DataLoader([1, 2, 3], batch_size=2, num_workers=0, pin_memory=False, timeout=0, worker_init_fn=None))
#: a loader is not changed
from torch.utils.data import DataLoader
loader = DataLoader([1, 2, 3], batch_size=2)
for name, value in [('batch_size', 3), ('dataset', [1]), ('sampler', [0]), ('drop_last', True)]:
    try:
        setattr(loader, name, value)
    except Exception as e:
        print(type(e).__name__, e)
loader.batch_size
#: a mode that compiling has not
torch.compile(nn.Linear(1, 1), mode='fast')
#: an argument that compiling has not
torch.compile(nn.Linear(1, 1), speed=3)
#: compiling gives the same numbers
torch.manual_seed(0)
m = nn.Linear(2, 2)
torch.equal(m(torch.ones(2)), m(torch.ones(2)))
#: a causal hint without a mask
nn.MultiheadAttention(4, 2)(torch.ones(2, 1, 4), torch.ones(2, 1, 4), torch.ones(2, 1, 4), is_causal=True)
#: the name of a module's class
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(1, 1)
m = M()
M.__name__ = 'Net'
print(m, m._get_name(), nn.Sequential(M()))
M.__name__, M.__qualname__, type(m).__name__
