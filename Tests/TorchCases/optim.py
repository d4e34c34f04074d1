#: optimizer prints
m = nn.Linear(1, 1)
print(torch.optim.SGD(m.parameters(), lr=0.1))
print(torch.optim.AdamW(m.parameters(), lr=0.001, weight_decay=0.01))
#: optimizer state
m = nn.Linear(1, 1, bias=False)
o = torch.optim.AdamW(m.parameters(), lr=0.1)
m(torch.ones(1, 1)).backward()
o.step()
sd = o.state_dict()
list(sd.keys()), list(sd['state'][0].keys()), sd['state'][0]['step'], sorted(sd['param_groups'][0].keys())
#: add param group
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.1)
o.add_param_group({'params': [b], 'lr': 1.0})
(a + b).sum().backward()
o.step()
a, b, len(o.param_groups), o.param_groups[1]['lr']
#: groups with and without decay
m = nn.Sequential(nn.Linear(2, 2), nn.LayerNorm(2))
decay = [p for n, p in m.named_parameters() if p.dim() >= 2]
rest = [p for n, p in m.named_parameters() if p.dim() < 2]
o = torch.optim.AdamW([{'params': decay, 'weight_decay': 0.1}, {'params': rest, 'weight_decay': 0.0}], lr=1e-3, betas=(0.9, 0.95))
[(len(g['params']), g['weight_decay'], g['lr'], g['betas']) for g in o.param_groups]
#: learning rate for all groups
o = torch.optim.Adam([nn.Parameter(torch.ones(1))], lr=0.1)
for g in o.param_groups: g['lr'] *= 0.5
o.param_groups[0]['lr']
#: zero grad to none or zeros
p = nn.Parameter(torch.ones(2))
o = torch.optim.SGD([p], lr=0.1)
p.sum().backward()
o.zero_grad(set_to_none=False)
print(p.grad)
o.zero_grad()
p.grad
#: amsgrad
p = nn.Parameter(torch.tensor([1., -2.]))
o = torch.optim.Adam([p], lr=0.1, amsgrad=True)
for _ in range(4):
    o.zero_grad()
    (p ** 2).sum().backward()
    o.step()
p
#: maximize
p = nn.Parameter(torch.tensor([1., -2.]))
o = torch.optim.SGD([p], lr=0.1, maximize=True)
(p ** 2).sum().backward()
o.step()
p
#: rmsprop
p = nn.Parameter(torch.tensor([1., -2.]))
o = torch.optim.RMSprop([p], lr=0.1)
for _ in range(3):
    o.zero_grad()
    (p ** 2).sum().backward()
    o.step()
p
#: adagrad
p = nn.Parameter(torch.tensor([1., -2.]))
o = torch.optim.Adagrad([p], lr=0.1)
for _ in range(3):
    o.zero_grad()
    (p ** 2).sum().backward()
    o.step()
p
#: closure
p = nn.Parameter(torch.tensor([1.]))
o = torch.optim.SGD([p], lr=0.1)
def closure():
    o.zero_grad()
    loss = (p ** 2).sum()
    loss.backward()
    return loss
o.step(closure), p
#: step schedule and exponential
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=1.0)
s = torch.optim.lr_scheduler.ExponentialLR(o, gamma=0.5)
out = []
for _ in range(4):
    out.append(o.param_groups[0]['lr'])
    o.step()
    s.step()
out, s.last_epoch
#: multi step
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=1.0)
s = torch.optim.lr_scheduler.MultiStepLR(o, milestones=[2, 4], gamma=0.1)
out = []
for _ in range(6):
    out.append(round(s.get_last_lr()[0], 6))
    o.step()
    s.step()
out
#: linear
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=1.0)
s = torch.optim.lr_scheduler.LinearLR(o, start_factor=0.25, total_iters=3)
out = []
for _ in range(6):
    out.append(round(s.get_last_lr()[0], 6))
    o.step()
    s.step()
out
#: constant
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=1.0)
s = torch.optim.lr_scheduler.ConstantLR(o, factor=0.5, total_iters=2)
out = []
for _ in range(4):
    out.append(s.get_last_lr()[0])
    o.step()
    s.step()
out
#: sequential of warm-up and cosine
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=1.0)
L = torch.optim.lr_scheduler
s = L.SequentialLR(o, schedulers=[L.LinearLR(o, start_factor=0.1, total_iters=3), L.CosineAnnealingLR(o, T_max=5)], milestones=[3])
out = []
for _ in range(9):
    out.append(round(o.param_groups[0]['lr'], 5))
    o.step()
    s.step()
out
#: one cycle
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=1.0, momentum=0.9)
s = torch.optim.lr_scheduler.OneCycleLR(o, max_lr=1.0, total_steps=10)
out = []
for _ in range(9):
    out.append(round(s.get_last_lr()[0], 5))
    o.step()
    s.step()
out
#: warm restarts
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=1.0)
s = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(o, T_0=3)
out = []
for _ in range(7):
    out.append(round(s.get_last_lr()[0], 5))
    o.step()
    s.step()
out
#: plateau
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=1.0)
s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, patience=1, factor=0.1)
out = []
for loss in [1., 0.9, 0.9, 0.9, 0.9, 0.9]:
    s.step(loss)
    out.append(round(o.param_groups[0]['lr'], 6))
out
#: lambda over groups
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([{'params': [a]}, {'params': [b], 'lr': 0.5}], lr=1.0)
s = torch.optim.lr_scheduler.LambdaLR(o, lr_lambda=lambda step: 1 / (step + 1))
o.step()
s.step()
s.get_last_lr()
#: schedule state
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=1.0)
s = torch.optim.lr_scheduler.StepLR(o, 2)
o.step(); s.step()
s.state_dict()['last_epoch'], s.get_last_lr(), type(s).__name__
#: gradient accumulation
m = nn.Linear(2, 1, bias=False)
nn.init.ones_(m.weight)
o = torch.optim.SGD(m.parameters(), lr=0.1)
o.zero_grad()
for i in range(4):
    loss = m(torch.full((1, 2), float(i))).sum() / 4
    loss.backward()
o.step()
m.weight
#: bad settings
torch.optim.AdamW([nn.Parameter(torch.ones(1))], lr=0.1, betas=(1.0, 0.9))
#: no such optimizer
torch.optim.Lion
#: hooks around a step
p = nn.Parameter(torch.tensor([1., -2.]))
o = torch.optim.SGD([p], lr=0.1)
def before(optimizer, args, kwargs):
    print('before', optimizer is o, len(args), kwargs, p.grad)
    p.grad.clamp_(-1, 1)
def after(optimizer, args, kwargs):
    print('after', len(args), p)
a, b = o.register_step_pre_hook(before), o.register_step_post_hook(after)
(p ** 2).sum().backward()
o.step()
o.step(lambda: (p ** 2).sum())
a.remove()
b.remove()
o.step()
p
#: a hook that gives another closure
p = nn.Parameter(torch.ones(2))
o = torch.optim.SGD([p], lr=0.1)
def closure():
    o.zero_grad()
    loss = (p * 3).sum()
    loss.backward()
    return loss
o.register_step_pre_hook(lambda optimizer, args, kwargs: ((optimizer, closure), {}))
print(o.step())
p
#: a hook that gives no such thing
p = nn.Parameter(torch.ones(2))
o = torch.optim.SGD([p], lr=0.1)
o.register_step_pre_hook(lambda optimizer, args, kwargs: 5)
o.step()
#: adagrad steps of a group that came later
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.Adagrad([a], lr=0.5, lr_decay=0.5)
for i in range(4):
    if i == 2: o.add_param_group({'params': [b]})
    a.grad, b.grad = torch.ones(1), torch.ones(1)
    o.step()
a, b, o.state[b]['step']
#: a group's betas as a list that changes
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
betas = [0.9, 0.99]
o.param_groups[0]['betas'] = betas
betas[0] = 0.5
for i in range(2): a.grad = torch.full((1,), float(i + 1)); o.step()
a
#: a group's dict that a program made
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
g = dict(o.param_groups[0]); g['params'] = [b]; o.param_groups.append(g)
a.grad, b.grad = torch.ones(1), torch.ones(1)
o.step(); g['lr'] = 0.25; o.step(); g['params'].append(nn.Parameter(torch.ones(2)))
a, b, o.param_groups[1]['lr'], len(o.param_groups[1]['params']), o.param_groups[1] is g
#: momentum that came later in one of two groups
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([{'params': [a]}, {'params': [b], 'momentum': 0.5}], lr=0.5)
for i in range(3):
    a.grad, b.grad = torch.ones(1), torch.ones(1)
    o.step()
print(o.param_groups[0]['momentum'], len(o.state), o)
a, b
#: schedules of two groups
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.AdamW([{'params': [a]}, {'params': [b], 'lr': 0.5}], lr=1.0)
s = torch.optim.lr_scheduler.LambdaLR(o, [lambda e: 0.5 ** e, lambda e: 1 / (e + 1)])
out = []
for i in range(3):
    a.grad, b.grad = torch.ones(1), torch.ones(1)
    o.step(); s.step()
    out.append((s.get_last_lr(), [g['lr'] for g in o.param_groups]))
out, a, b
#: a rate that is written while a schedule is at work
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=1.0)
s = torch.optim.lr_scheduler.CosineAnnealingLR(o, 4)
for i in range(3):
    o.step(); s.step()
    if i == 1: o.param_groups[0]['lr'] = 0.3
o.param_groups[0]['lr'], o.state_dict()['param_groups'][0]['initial_lr']
#: amsgrad goes on where it was
torch.manual_seed(0)
def fresh(start):
    p = nn.Parameter(start.clone())
    return p, torch.optim.AdamW([p], lr=0.1, amsgrad=True, weight_decay=0.1)
p, o = fresh(torch.tensor([1., -2.]))
for g in (3., 0.1, 0.2):
    p.grad = torch.tensor([g, -g])
    o.step()
q, r = fresh(p.detach())
import copy
r.load_state_dict(copy.deepcopy(o.state_dict()))
for a, b in ((p, o), (q, r)):
    a.grad = torch.tensor([0.5, 0.5])
    b.step()
print(p, q, o.state[p], o)
