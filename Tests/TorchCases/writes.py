# Every place where a write could go to a copy: each case shows that it arrives, or the error.
#: state dict zero
m = nn.Linear(2, 2); sd = m.state_dict()
sd['weight'].zero_(); sd['bias'][0] = 1; sd['bias'][1:].fill_(2.0)
m.weight, m.bias
#: state dict copy_
m = nn.Linear(2, 2); sd = m.state_dict()
sd['weight'].copy_(torch.eye(2)); sd['weight'].mul_(3); sd['weight'] += 1; m.weight
#: state dict item replaced
m = nn.Linear(2, 2); sd = m.state_dict()
sd['bias'] = torch.tensor([7., 8.])
print((m.bias == 7).any()); m.load_state_dict(sd); m.bias
#: state dict sees training
m = nn.Linear(1, 1); sd = m.state_dict()
with torch.no_grad(): m.weight.fill_(3.); m.bias.fill_(1.)
sd
#: optimizer lr
m = nn.Linear(1, 1, bias=False); o = torch.optim.SGD(m.parameters(), lr=1.0)
with torch.no_grad(): m.weight.fill_(1.)
o.param_groups[0]['lr'] = 0.5
m(torch.ones(1, 1)).sum().backward(); o.step(); m.weight
#: optimizer groups same object
m = nn.Linear(1, 1); o = torch.optim.SGD(m.parameters(), lr=1.0)
print(o.param_groups is o.param_groups, o.param_groups[0] is o.param_groups[0])
g = o.param_groups[0]; g['lr'] = 2; print(o.param_groups[0]['lr']); g['mine'] = 5; print(o.param_groups[0]['mine'])
for g in o.param_groups: g['lr'] *= 0.5
o.param_groups[0]['lr']
#: optimizer params appended
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
o.param_groups[0]['params'].append(b)
a.grad, b.grad = torch.ones(1), torch.ones(1)
o.step(); a, b
#: optimizer params removed
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a, b], lr=0.5)
del o.param_groups[0]['params'][0]
a.grad, b.grad = torch.ones(1), torch.ones(1)
o.step(); a, b
#: optimizer params replaced
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
o.param_groups[0]['params'] = [b]
a.grad, b.grad = torch.ones(1), torch.ones(1)
o.step(); a, b
#: optimizer groups popped
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([{'params': [a]}, {'params': [b], 'lr': 2}], lr=0.5)
o.param_groups.pop(0)
a.grad, b.grad = torch.ones(1), torch.ones(1)
o.step(); print(a, b, len(o.param_groups))
#: optimizer groups appended
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
g = dict(o.param_groups[0]); g['params'] = [b]; o.param_groups.append(g)
a.grad, b.grad = torch.ones(1), torch.ones(1)
o.step(); a, b
#: optimizer group replaced
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
g = dict(o.param_groups[0]); g['lr'] = 0.1; o.param_groups[0] = g
a.grad = torch.ones(1)
o.step(); a
#: optimizer groups assigned
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
o.param_groups = [dict(o.param_groups[0], lr=0.25)]
a.grad = torch.ones(1)
o.step(); a
#: optimizer maximize
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
o.param_groups[0]['maximize'] = True
a.grad = torch.ones(1)
o.step(); a
#: optimizer nesterov dampening
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5, momentum=0.9)
o.param_groups[0]['nesterov'] = True
for i in range(2): a.grad = torch.ones(1); o.step()
print(a); o.param_groups[0]['nesterov'] = False; o.param_groups[0]['dampening'] = 0.5
a.grad = torch.ones(1); o.step(); a
#: optimizer eps
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
o.param_groups[0]['eps'] = 1.0
a.grad = torch.ones(1); o.step(); a
#: optimizer betas
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
o.param_groups[0]['betas'] = (0.5, 0.6)
for i in range(2): a.grad = torch.full((1,), float(i + 1)); o.step()
a
#: optimizer adagrad settings
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adagrad([a], lr=0.5)
o.param_groups[0]['lr_decay'] = 0.5; o.param_groups[0]['eps'] = 0.1
for i in range(2): a.grad = torch.ones(1); o.step()
a
#: optimizer momentum set
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
o.param_groups[0]['momentum'] = 0.9
for i in range(2): a.grad = torch.ones(1); o.step()
a
#: optimizer weight decay set
a = nn.Parameter(torch.ones(1))
o = torch.optim.AdamW([a], lr=0.5)
o.param_groups[0]['weight_decay'] = 0.5
a.grad = torch.ones(1); o.step(); a
#: optimizer defaults
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
print(o.defaults['lr']); o.defaults['lr'] = 0.1
o.add_param_group({'params': [b]}); print(o.param_groups[1]['lr'], o.param_groups[0]['lr'])
#: optimizer state moments
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
a.grad = torch.ones(1); o.step()
o.state[a]['exp_avg'].zero_(); o.state[a]['exp_avg_sq'].fill_(1.)
print(o.state[a]); a.grad = torch.ones(1); o.step(); a
#: optimizer state replaced
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5, momentum=0.9)
a.grad = torch.ones(1); o.step()
o.state[a]['momentum_buffer'] = torch.zeros(1)
a.grad = torch.ones(1); o.step(); a
#: optimizer state cleared
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
a.grad = torch.ones(1); o.step(); a.grad = torch.ones(1) * 3; o.step()
o.state.clear(); print(len(o.state)); a.grad = torch.ones(1); o.step(); print(a, o.state[a]['step'])
#: optimizer state deleted
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
a.grad = torch.ones(1); o.step()
del o.state[a]; a.grad = torch.ones(1); o.step(); print(a.abs() < 1e-6, o.state[a]['step'])
#: optimizer state assigned
from collections import defaultdict
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
a.grad = torch.ones(1); o.step(); o.state = defaultdict(dict)
a.grad = torch.ones(1); o.step(); print(a.abs() < 1e-6, o.state[a]['step'])
#: optimizer state step
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
a.grad = torch.ones(1); o.step()
o.state[a]['step'].fill_(100.)
a.grad = torch.ones(1) * 2; o.step(); a
#: optimizer state step replaced
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
a.grad = torch.ones(1); o.step()
o.state[a]['step'] = torch.tensor(100.)
a.grad = torch.ones(1) * 2; o.step(); a
#: optimizer state dict writes
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
a.grad = torch.ones(1); o.step()
s = o.state_dict(); s['param_groups'][0]['lr'] = 0.1; s['state'][0]['exp_avg'].zero_()
print(o.param_groups[0]['lr'], o.state[a]['exp_avg']); o.load_state_dict(s); o.param_groups[0]['lr']
#: optimizer bad lr
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
del o.param_groups[0]['lr']
a.grad = torch.ones(1); o.step()
#: tensordataset tensors
from torch.utils.data import TensorDataset
x = torch.arange(4.); d = TensorDataset(x); print(d.tensors[0] is x)
x[0] = 9; print(d[0]); d.tensors[0][1] = 8; print(x); d[2][0].fill_(7); print(x); d.tensors = (torch.zeros(2),); print(len(d), d[0])
#: subset indices
from torch.utils.data import Subset, TensorDataset
i = [0, 1]; s = Subset(TensorDataset(torch.arange(4)), i); print(s.indices is i, s.indices)
i.append(3); print(len(s), s[2]); s.indices[0] = 2; print(s[0]); s.indices = [3]; print(len(s), s[0]); s.dataset = TensorDataset(torch.ones(9)); print(s[0])
#: subset indices in loader
from torch.utils.data import Subset, TensorDataset, DataLoader
s = Subset(TensorDataset(torch.arange(4)), [0, 1]); l = DataLoader(s, batch_size=4); s.indices.append(3); list(l)
#: subset of tensor
from torch.utils.data import Subset, TensorDataset
t = torch.tensor([0, 1]); s = Subset(TensorDataset(torch.arange(4)), t); t[0] = 3; s[0]
#: random split indices
from torch.utils.data import random_split, TensorDataset
a, b = random_split(TensorDataset(torch.arange(4)), [2, 2]); a.indices[0] = 0; a.indices[1] = 0; print(a[0], a[1], a.dataset is b.dataset); a.dataset.tensors[0][0] = 77; print(a[0])
#: dataset writes its list
from torch.utils.data import Dataset, DataLoader
class D(Dataset):
    def __init__(self): self.data = [1, 2]
    def __len__(self): return len(self.data)
    def __getitem__(self, i): return self.data[i]
d = D(); l = DataLoader(d, batch_size=2); d.data.append(3); print(len(l), list(l)); d.data[0] = 50; print(list(l)); vars(d)['data'] = [9]; list(l)
#: numpy writes through view
t = torch.zeros(2, 3); t.numpy()[:, 1] = 4; t[0].numpy()[2] = 8; t.T.numpy()[0, 1] = 3; t.view(-1).numpy()[0] = 1; t
#: from_numpy shares
a = np.zeros(3, dtype=np.float32); t = torch.from_numpy(a)
a[0] = 1; t[1] = 2; t.mul_(2); print(a, t); a *= 2; print(t); a.fill(7); print(t); t.zero_(); print(a)
#: as_tensor shares
a = np.zeros(3); t = torch.as_tensor(a); a[0] = 1; print(t); u = torch.as_tensor(t); print(u is t); b = torch.as_tensor(a, dtype=torch.float32); a[1] = 5; print(b); c = torch.tensor(a); a[2] = 6; print(c)
#: numpy of requires grad
t = torch.ones(2, requires_grad=True); t.detach().numpy()[0] = 5; t
#: tensor from parameter data numpy
m = nn.Linear(2, 1); m.weight.data.numpy()[:] = 3; m.bias.detach().numpy().fill(1); m.weight, m.bias
#: data assign
x = torch.ones(2, requires_grad=True); x.data[0] = 5; print(x); x.data = torch.tensor([7., 8.]); print(x); y = x.data; y.add_(1); print(x); x.data += 1; print(x); x.data *= 2; x.data.copy_(torch.zeros(2)); print(x); x.data.fill_(3); x.data.clamp_(0, 1); x
#: data assigned shares
x = torch.ones(2, requires_grad=True); y = torch.tensor([7., 8.]); x.data = y; y[0] = 0; print(x); x.data[1] = 1; print(y); z = x.detach(); x.data = torch.ones(2); print(z)
#: data assigned shape
x = torch.ones(2, requires_grad=True); x.data = torch.zeros(3, 3); x.shape
#: detach shares
x = torch.ones(2, requires_grad=True); d = x.detach(); d[0] = 5; print(x); e = x.detach().clone(); e[0] = 9; print(x); x.detach_() is x
#: parameter data in module
m = nn.Linear(2, 1); m.weight.data = torch.ones(1, 2); m.bias.data.zero_(); p = m.weight; m.weight.data[0, 0] = 5; p, m(torch.ones(1, 2))
#: grad in place
x = torch.ones(2, requires_grad=True); x.sum().backward(); x.grad.zero_(); print(x.grad); x.grad[0] = 4; x.grad += 1; x.grad.mul_(2); print(x.grad); g = x.grad; g.fill_(3); print(x.grad, x.grad is g); x.grad.data.clamp_(0, 1); print(x.grad); x.grad = torch.zeros(2); print(g, x.grad); x.grad = None; print(x.grad); x.grad.data
#: grad assigned shares
x = torch.ones(2, requires_grad=True); g = torch.ones(2); x.grad = g; g[0] = 5; print(x.grad, x.grad is g); x.sum().backward(); print(g)
#: grad clip
m = nn.Linear(2, 1); m(torch.ones(1, 2)).sum().backward(); g = m.weight.grad; nn.utils.clip_grad_norm_(m.parameters(), 0.1); g, g is m.weight.grad
#: views of torch
x = torch.zeros(4, 4)
x.view(-1)[0] = 1; x.reshape(2, 8)[1, 0] = 2; x.T[0, 1] = 3; x.t()[2, 3] = 4; x[1].fill_(5); x[:, 2].add_(1); x[1:3, 1:3] = 7; x.flatten()[15] = 9; x.transpose(0, 1)[3, 0] = 6; x.permute(1, 0)[0, 3] = 8; x.unsqueeze(0)[0, 0, 1] = 11; x.squeeze()[0, 2] = 12; x.diagonal()[3] = 13; x.narrow(0, 2, 1).zero_(); x.expand(1, 4, 4)[0, 2, 2] = 14; x.select(0, 2)[3] = 15; x.unfold(0, 2, 2)[0, 0, 0] = 16; x.mT[0, 2] = 17; x.movedim(0, 1)[1, 2] = 18; x.swapaxes(0, 1)[1, 3] = 19; x.ravel()[3] = 20; x
#: splits are views
x = torch.zeros(6)
for i, p in enumerate(x.split(2)): p.fill_(i)
print(x); x.chunk(3)[1].fill_(9); torch.split(x, [1, 5])[0].fill_(7); torch.chunk(x, 2)[1][0] = 5; torch.tensor_split(x, 3)[2][1] = 4; x.unbind()[2].fill_(-1); print(x); a, b = x.split(3); a += 1; print(x); x.tensor_split(2)[0][0] = 33; torch.unbind(x)[1].zero_(); x
#: rows of iteration
x = torch.zeros(3, 2)
for i, r in enumerate(x): r += i
print(x); list(x)[0][1] = 9; [r.mul_(2) for r in x]; a, b, c = x; a[0] = 7; print(x); next(iter(x)).fill_(3); x.unbind(1)[1].fill_(4); [*x][2].zero_(); x
#: copies of torch
x = torch.zeros(4)
x[[0, 1]][0] = 1; x[x == 0][0] = 2; x[torch.tensor([0])].fill_(3); x.clone()[0] = 4; x.repeat(2)[0] = 5; (x + 0)[0] = 6; x.to(torch.float64)[0] = 7; torch.cat([x])[0] = 8; torch.stack([x])[0, 0] = 9; x.gather(0, torch.tensor([0]))[0] = 9; x.index_select(0, torch.tensor([0])).fill_(9); x.masked_select(x == 0).fill_(9); x.flip(0)[0] = 9; x.roll(1)[0] = 9; x.sort().values[0] = 9; x.tolist()[0] = 9; x.contiguous()[0] = 1; x.float()[1] = 2; x.to('cpu')[2] = 3; x.to(torch.float32)[3] = 4; x
#: contiguous of view
x = torch.zeros(2, 3); x.t().contiguous()[0, 1] = 5; x.t().reshape(-1)[0] = 4; x.t().flatten()[1] = 3; x.contiguous()[0, 0] = 2; x
#: real of tensor
x = torch.zeros(3); x.real[0] = 1; x
#: numpy negative step view
a = np.arange(5); b = a[::-1]; b[0] = 99; print(a); a[0] = 77; print(b); b += 1; print(a); b[1:3] = 0; print(a); c = b[::-1]; c[0] = 5; print(a)
#: numpy diagonal read only
a = np.zeros((2, 2)); a.diagonal()[0] = 1
#: numpy diag read only
a = np.eye(2); np.diag(a)[0] = 5
#: numpy broadcast read only
a = np.zeros(2); np.broadcast_to(a, (2, 2))[0, 0] = 1
#: tensor shape item
t = torch.zeros(2, 2); t.shape[0] = 5
#: tensor requires_grad assign
t = torch.zeros(2); t.requires_grad = True; print(t.requires_grad); t.requires_grad = False; t
#: parameter of int
p = nn.Parameter(torch.zeros(2, dtype=torch.int64), requires_grad=False); p
#: named parameters identity
m = nn.Sequential(nn.Linear(1, 1), nn.ReLU())
d = dict(m.named_parameters()); print(d['0.weight'] is m[0].weight, next(m.parameters()) is m[0].weight, m.get_parameter('0.weight') is m[0].weight, list(m.parameters())[1] is m[0].bias); d['0.weight'].data.fill_(4); d['0.bias'] = 5; m[0].weight, m[0].bias.shape
#: sequential slices share
m = nn.Sequential(nn.Linear(1, 1), nn.ReLU(), nn.Linear(1, 1)); s = m[:2]; print(s[0] is m[0], len(s)); s[0].weight.data.fill_(9); s[0] = nn.Tanh(); print(m[0].weight, type(s[0]).__name__, type(m[0]).__name__); m[0] = nn.GELU(); print(m); m[1:] = None
#: sequential attribute names
m = nn.Sequential(nn.Linear(1, 1), nn.ReLU()); setattr(m, '0', nn.Tanh()); print(m); m._modules['1'] = nn.GELU(); print(m[1]); del m._modules['0']; print(m, len(m))
#: modulelist items
m = nn.ModuleList([nn.Linear(1, 1)]); l = m[0]; m[0] = nn.Linear(2, 2); print(m, l); m.append(nn.ReLU()); m.insert(0, nn.Tanh()); m += [nn.GELU()]; del m[1]; m.extend([nn.ReLU()]); print(m); m[1:][0] = nn.Tanh(); print(m); x = m.pop(0); print(len(m), x); l = list(m); l.append(1); len(m)
#: moduledict items
m = nn.ModuleDict({'a': nn.Linear(1, 1)}); k = m.keys(); v = m.values(); i = m.items(); m['b'] = nn.ReLU(); print(list(k), len(v), len(i), k); m['a'] = nn.Tanh(); del m['b']; print(m, m['a'] is list(m.values())[0]); m.update({'c': nn.GELU()}); print(m.pop('c'), list(m.keys())); m.clear(); print(len(m)); m.keys().append(1)
#: moduledict attribute
m = nn.ModuleDict({'a': nn.Linear(1, 1)}); m.b = nn.ReLU(); print(list(m)); print(m.a is m['a']); m._modules['c'] = nn.Tanh(); list(m.items())
#: module dict
m = nn.Linear(1, 1); m.__dict__['x'] = 5; print(m.x); m.__dict__['training'] = False; print(m.training); vars(m)['in_features'] = 7; print(m)
#: module own dict
class M(nn.Module):
    def __init__(self, **kw):
        super().__init__()
        self.__dict__.update(kw)
        self.w = nn.Parameter(torch.ones(1))
m = M(a=1, b='x'); print(m.a, m.b, 'a' in vars(m), 'w' in vars(m), m.__dict__['_parameters']['w'] is m.w); vars(m)['training'] = False; print(m.training); m.__dict__['_buffers']['q'] = torch.ones(2); print(m.q, m.state_dict())
#: module in dict not registered
class M(nn.Module):
    def __init__(self, teacher):
        super().__init__()
        self.__dict__['teacher'] = teacher
m = M(nn.Linear(1, 1)); list(m.parameters()), m.teacher, m
#: module object setattr
class M(nn.Module):
    def __init__(self, teacher):
        super().__init__()
        object.__setattr__(self, 'teacher', teacher)
m = M(nn.Linear(1, 1)); list(m.parameters()), type(m.teacher).__name__
#: module training assigned
m = nn.Sequential(nn.Dropout(0.5)); m.training = False; print(m.training, m[0].training); m[0].training = False; print(m(torch.ones(3))); m[0].train(); print(m[0].training)
#: module attribute changes
d = nn.Dropout(0.9); d.p = 0.0; print(d(torch.ones(3)), d); n = nn.LayerNorm(2); n.eps = 10.; print(n(torch.tensor([[1., 3.]])), n); e = nn.ELU(); e.alpha = 5.; print(e(torch.tensor(-1.))); l = nn.LeakyReLU(); l.negative_slope = 0.5; print(l(torch.tensor(-1.)))
#: embedding attributes
e = nn.Embedding(3, 2); e.weight.data[0] = 5; print(e(torch.tensor(0))); e.weight.data.copy_(torch.zeros(3, 2)); e.padding_idx = 1; print(e); e.weight = nn.Parameter(torch.ones(5, 2)); print(e(torch.tensor(4)).detach())
#: tied weights
a, b = nn.Embedding(3, 2), nn.Linear(2, 3, bias=False); b.weight = a.weight; a.weight.data.fill_(2); print(b.weight, b.weight is a.weight); 
with torch.no_grad(): b.weight[0, 0] = 7
a(torch.tensor(0))
#: linear bias None
l = nn.Linear(2, 2); l.bias = None; print(l, list(dict(l.named_parameters())), l.bias, list(l.state_dict())); l.bias = nn.Parameter(torch.ones(2)); print(list(l.state_dict()), l)
#: linear weight deleted
l = nn.Linear(2, 2); del l.weight; print(list(l.state_dict())); l.weight
#: linear weight assigned tensor
l = nn.Linear(2, 2); l.weight = torch.ones(2, 2)
#: register buffer None
class M(nn.Module):
    def __init__(self):
        super().__init__(); self.register_buffer('c', None)
m = M(); print(m.c, hasattr(m, 'c'), m.state_dict(), list(m.buffers()), list(m.named_buffers()), m._buffers); m.c = torch.ones(2); print(m.c, m.state_dict(), list(m.named_buffers()), m._buffers)
#: buffer set to None
m = nn.Module(); m.register_buffer('c', torch.ones(1)); m.c = None; print(m.c, m.state_dict(), list(m.buffers()), m._buffers); m.c = torch.zeros(2); print(m.state_dict()); m.c = 5
#: buffer set to number
m = nn.Module(); m.register_buffer('c', torch.ones(1)); m.c = 5
#: buffer deleted
m = nn.Module(); m.register_buffer('c', torch.ones(1)); del m.c; print(hasattr(m, 'c'), m.state_dict()); m.c = torch.ones(1); print(m.state_dict(), m.c); m.d
#: buffer own class
class M(nn.Module):
    def __init__(self):
        super().__init__(); self.register_buffer('c', torch.ones(1))
    def reset_cache(self): self.c = None
    def grow(self, x): self.c = x if self.c is None else torch.cat([self.c, x])
m = M(); m.reset_cache(); print(m.c); m.grow(torch.ones(2)); m.grow(torch.zeros(1)); print(m.c, m.state_dict()); m.reset_cache(); print(m.c is None, list(m.named_buffers())); del m.c; print(hasattr(m, 'c')); m.c
#: buffer parameter assigned
m = nn.Module(); m.register_buffer('c', torch.ones(1)); m.c = nn.Parameter(torch.zeros(1)); m._buffers, m._parameters
#: buffer module assigned
m = nn.Module(); m.register_buffer('c', torch.ones(1)); m.c = nn.ReLU(); m._buffers, m._modules
#: register parameter None
m = nn.Module(); m.register_parameter('b', None); print(m.b, hasattr(m, 'b'), list(m.parameters()), m.state_dict(), m._parameters); m.b = nn.Parameter(torch.ones(1)); print(list(m.named_parameters())); m.b = None; print(m.b, list(m.parameters()), m._parameters); m.b = 5
#: parameter None tensor assigned
m = nn.Module(); m.register_parameter('b', None); m.b = torch.ones(1)
#: module None
m = nn.Module(); m.add_module('s', None); print(m.s, list(m.children()), list(m.named_children()), m, m._modules); m.s = nn.ReLU(); print(m); m.s = None; print(m.s, m); m.s = 5
#: register module
m = nn.Module(); m.register_module('s', nn.ReLU()); print(m.s, m); m.register_module('s', None); print(m.s); m.register_module('t', 5)
#: module deleted
m = nn.Module(); m.s = nn.ReLU(); del m.s; print(m, hasattr(m, 's')); del m.s
#: name clashes buffer
m = nn.Module(); m.x = 1; m.register_buffer('x', torch.ones(1))
#: name clashes parameter
m = nn.Module(); m.x = 1; m.register_parameter('x', nn.Parameter(torch.ones(1)))
#: name clashes module
m = nn.Module(); m.x = 1; m.add_module('x', nn.ReLU())
#: name clashes method
m = nn.Module(); m.register_buffer('forward', torch.ones(1))
#: name clashes buffer over parameter
m = nn.Module(); m.w = nn.Parameter(torch.ones(1)); m.register_buffer('w', torch.ones(1))
#: name clashes parameter over buffer
m = nn.Module(); m.register_buffer('w', torch.ones(1)); m.register_parameter('w', nn.Parameter(torch.ones(1)))
#: name clashes parameter again
m = nn.Module(); m.register_parameter('w', nn.Parameter(torch.ones(1))); m.register_parameter('w', nn.Parameter(torch.zeros(1))); m.w
#: name with dot
m = nn.Module(); m.register_buffer('a.b', torch.ones(1))
#: name with dot parameter
m = nn.Module(); m.register_parameter('a.b', None)
#: name with dot module
m = nn.Module(); m.add_module('a.b', nn.ReLU())
#: name empty
m = nn.Module(); m.register_buffer('', torch.ones(1))
#: buffer no tensor
m = nn.Module(); m.register_buffer('a', 5)
#: parameter not leaf
m = nn.Module(); m.register_parameter('a', nn.Parameter(torch.ones(1)) * 2)
#: before init parameter
class M(nn.Module):
    def __init__(self): self.w = nn.Parameter(torch.ones(1)); super().__init__()
M()
#: before init number
class M(nn.Module):
    def __init__(self): self.n = 5; super().__init__()
M().n
#: parameters dict live
m = nn.Linear(1, 1); m._parameters['weight'] = nn.Parameter(torch.full((1, 1), 3.)); print(m.weight); m._parameters['extra'] = nn.Parameter(torch.ones(2)); print(m.extra, [n for n, p in m.named_parameters()]); del m._parameters['bias']; print([n for n, p in m.named_parameters()], hasattr(m, 'bias')); m._parameters['extra'].data[0] = 9; print(m.extra); m._parameters.pop('extra'); print(m._parameters)
#: parameters dict plain tensor
m = nn.Linear(1, 1); m._parameters['weight'] = torch.full((1, 1), 3.); print(m.weight, m(torch.ones(1, 1)).shape)
#: parameters dict None
m = nn.Linear(1, 1); m._parameters['bias'] = None; print(m.bias, m, list(m.state_dict()))
#: buffers dict live
m = nn.BatchNorm1d(1); print(list(m._buffers)); m._buffers['running_mean'] = torch.full((1,), 3.); print(m.running_mean); m._buffers['mine'] = torch.ones(1); print(m.mine, list(m.state_dict())); del m._buffers['mine']; print(hasattr(m, 'mine')); m._buffers.clear(); list(m.state_dict())
#: modules dict live
m = nn.Sequential(nn.Linear(1, 1), nn.ReLU()); m._modules['0'] = nn.Tanh(); print(m); m._modules['x'] = nn.GELU(); print(m, m.x); m._modules.pop('1'); print(m); m._modules.update({'y': nn.ReLU()}); print(len(m)); m._modules['z'] = None; print(list(m._modules)); m._modules.clear(); print(m)
#: modules dict rename
m = nn.Sequential(nn.Linear(1, 1), nn.ReLU())
for k in list(m._modules): m._modules['n' + k] = m._modules.pop(k)
print(m); list(m.state_dict())
#: modules replaced by loop
m = nn.Sequential(nn.Linear(1, 1), nn.ReLU())
for n, c in m.named_children():
    if isinstance(c, nn.ReLU): setattr(m, n, nn.GELU())
m
#: modules replaced in parent
m = nn.Sequential(nn.Sequential(nn.ReLU()), nn.ReLU())
for mod in m.modules():
    for n, c in mod.named_children():
        if isinstance(c, nn.ReLU): setattr(mod, n, nn.Tanh())
m
#: parameter order
class M(nn.Module):
    def __init__(self):
        super().__init__(); self.a = nn.Linear(1, 1); self.w = nn.Parameter(torch.ones(1)); self.register_buffer('c', torch.ones(1)); self.b = nn.Linear(1, 1, bias=False); self.v = nn.Parameter(torch.ones(1))
m = M(); print([n for n, p in m.named_parameters()], list(m.state_dict())); m.w = None; m.w = nn.Parameter(torch.ones(1)); print([n for n, p in m.named_parameters()]); del m.w; m.w = nn.Parameter(torch.ones(1)); print([n for n, p in m.named_parameters()]); m.a = nn.ReLU(); print([n for n, _ in m.named_children()]); del m.a; m.a = nn.Linear(1, 1); print([n for n, _ in m.named_children()])
#: module double buffer
m = nn.Module(); m.register_buffer('c', None); m.float(); m.to('cpu'); m.c
#: load state dict with None buffer
m = nn.Module(); m.register_buffer('c', None); m.load_state_dict({'c': torch.ones(1)})
#: load state dict with None parameter
m = nn.Linear(1, 1, bias=False); print(m.bias, hasattr(m, 'bias'), m._parameters.keys()); m.load_state_dict({'weight': torch.ones(1, 1)}); m.weight
#: buffer in place
m = nn.Module(); t = torch.ones(2); m.register_buffer('c', t); print(m.c is t); t[0] = 5; m.c[1] = 4; m.c.add_(1); print(t, m.state_dict()); m.c += 1; print(t); m.state_dict()['c'].zero_(); t
#: module bool name
m = nn.Module(); m.flag = True; m.items = [1]; m.items.append(2); m.flag, m.items
#: module list attribute not registered
class M(nn.Module):
    def __init__(self):
        super().__init__(); self.l = [nn.Linear(1, 1)]
m = M(); m.l.append(nn.ReLU()); print(len(list(m.parameters())), m.l)
#: module forward replaced
m = nn.Linear(1, 1); m.forward = lambda x: x * 2; m(torch.ones(1, 1))
#: class forward replaced
class A(nn.Module):
    def forward(self, x): return x
m = A(); A.forward = lambda self, x: x + 5; print(m(torch.ones(1))); m.forward = lambda x: x + 9; m(torch.ones(1))
#: generator state
g = torch.Generator(); g.manual_seed(1); s = g.get_state(); a = torch.rand(1, generator=g); g.set_state(s); print(torch.equal(a, torch.rand(1, generator=g))); s2 = torch.get_rng_state(); b = torch.rand(1); torch.set_rng_state(s2); torch.equal(b, torch.rand(1))
#: augmented on fancy
x = torch.zeros(2, 2); x[0] += 1; x[:, 1] *= 5; x[[0, 1], [0, 1]] -= 3; x.T[0] += 10; x[x > 5] //= 2; x
#: tolist copies
x = torch.zeros(2, 2); l = x.tolist(); l[0][0] = 5; print(x, x.shape, x.size()); x.shape[0]
#: topk values
x = torch.tensor([1., 3., 2.]); v, i = x.topk(2); v[0] = 9; r = x.max(0); r.values.fill_(7); print(x); r.values = 5
#: tensor constructor copies
l = [[1, 2]]; t = torch.tensor(l); l[0][0] = 9; print(t); u = torch.tensor(t); u[0] = 7; print(t); v = t.new_tensor([1]); w = torch.Tensor([1, 2]); w2 = torch.FloatTensor(w) if False else w; w2[0] = 8; w
#: item is number
x = torch.zeros(1); i = x.item(); i += 1; print(x); y = x[0]; y += 1; print(x); z = x.squeeze(); z.fill_(4); print(x); x[0].add_(1); x
#: pad sequence etc copy
x = torch.zeros(2); y = F.pad(x, (1, 0)); y[1] = 5; z = F.relu(x); z[0] = 1; w = F.dropout(x, 0.0); d = nn.Identity()(x); d[0] = 3; print(x, y, z)
#: dropout eval shares
x = torch.zeros(2); y = nn.Dropout(0.5).eval()(x); y[0] = 3; x
#: init on views
m = nn.Linear(2, 2); nn.init.zeros_(m.weight[0]); nn.init.constant_(m.bias.data, 5); nn.init.eye_(m.weight); m.weight, m.bias
#: vector to parameters
m = nn.Linear(1, 1); v = nn.utils.parameters_to_vector(m.parameters()); v.data[0] = 99; nn.utils.vector_to_parameters(torch.tensor([3., 4.]), m.parameters()); m.weight, m.bias
#: numpy shares
t = torch.zeros(3)
a = t.numpy()
a[0] = 5
print(t)
t[1] = 6
print(a)
a += 1
print(t)
t.add_(1)
print(a)
a[:] = 0
print(t)
a.fill(3)
t
#: asarray shares
t = torch.zeros(2)
a = np.asarray(t)
a[0] = 3
print(t)
b = np.array(t)
b[1] = 4
print(t)
c = np.asarray(a)
c[1] = 9
print(t, c is a)
np.array(a)[0] = 0
t
#: flat of an array
a = np.zeros((2, 3))
a.flat[1] = 5
a.flat[[3, 4]] = 7
a.flat[2:3] = 9
f = a.flat
f[0] = 8
a
#: views of an array
a = np.zeros((4, 4))
a.reshape(-1)[0] = 1
a.T[0, 1] = 2
a.ravel()[2] = 3
a[1:3][0, 3] = 4
a[::2][1, 0] = 5
a.transpose()[1, 0] = 6
a.view()[2, 2] = 7
a[:, 1:2][3, 0] = 8
a.swapaxes(0, 1)[3, 3] = 9
np.transpose(a)[0, 3] = 10
np.reshape(a, 16)[14] = 11
a[None][0, 2, 1] = 12
a.squeeze()[2, 3] = 13
a[3].fill(14)
np.expand_dims(a, 0)[0, 0, 3] = 15
a[::-1][0, 0] = 16
a[:, ::-1][1, 0] = 17
np.squeeze(a)[1, 1] = 18
a[...][1, 2] = 19
a.real[0, 0] = 20
np.moveaxis(a, 0, 1)[0, 2] = 21
np.swapaxes(a, 0, 1)[1, 1] = 22
np.flip(a)[0, 0] = 23
np.flipud(a)[0, 1] = 24
np.fliplr(a)[0, 3] = 25
np.atleast_2d(a)[1, 2] = 27
np.ravel(a)[7] = 28
a
#: backward slices of an array are views
a = np.arange(12).reshape(3, 4)
b = a[::-1, 1:]
b[0] = 99
print(a)
a[0, 1] = 77
print(b, b.sum(), b.shape, b.T, b.reshape(-1))
b += 1
print(a, b.max(0), b[1], b[:, 0], b.copy(), b * 2, b @ b.T)
c = b[::-1]
c[0, 0] = 5
print(a, np.sort(b, 0), np.cumsum(b), b.astype(float).mean(1), list(b[0]), b.tolist(), b > 50)
for row in b: row -= row
a
#: backward slice as a tensor
torch.from_numpy(np.arange(3.)[::-1])
#: backward slice copied as a tensor
torch.from_numpy(np.arange(3.)[::-1].copy())
#: copies of an array
a = np.zeros(4)
a[[0, 1]][0] = 1
a[a == 0][0] = 2
a.copy()[0] = 3
a.flatten()[0] = 4
np.array(a)[0] = 5
(a + 0)[0] = 6
a.astype(int)[0] = 7
a.astype(np.float64)[0] = 8
np.concatenate([a])[0] = 9
np.tile(a, 2)[0] = 9
a.repeat(2)[0] = 9
np.sort(a)[0] = 9
a.tolist()[0] = 9
np.roll(a, 1)[0] = 9
a
#: rows of an array
a = np.zeros((3, 2))
for i, r in enumerate(a): r += i
print(a)
list(a)[0][1] = 9
a[0] += 5
x, y, z = a
y[0] = 7
np.split(a, 3)[2][0, 0] = 8
np.array_split(a, 2)[0][0, 0] = 6
a
#: read-only views are for reading
d = np.eye(2).diagonal()
d += 1
#: read-only view of a read-only view
np.broadcast_to(np.zeros(2), (2, 2))[0][1:][0] = 5
#: read-only fill
np.diag(np.eye(2)).fill(3)
#: read-only sort
np.eye(2).diagonal().sort()
#: a copy of a read-only view
d = np.eye(2).diagonal().copy()
d[0] = 5
d
#: numpy shuffles in place
np.random.seed(0)
a = np.arange(5)
np.random.shuffle(a)
print(a)
l = [1, 2, 3]
np.random.shuffle(l)
l
#: parameter shares
t = torch.zeros(2)
p = nn.Parameter(t)
t[0] = 5
print(p)
p.data[1] = 3
print(t)
q = nn.Parameter(t)
q.data.zero_()
p, p.requires_grad, t.requires_grad
#: data of a column
w = torch.arange(4.).view(2, 2)
p = nn.Parameter(torch.zeros(2, 2))
p.data = w.t()
p.data[0, 1] = 9
p, w
#: data of a row
table = torch.arange(6.).view(3, 2)
p = nn.Parameter(torch.zeros(2))
p.data = table[1]
p.data.mul_(10)
table
#: data in training
m = nn.Linear(2, 1)
m.weight.data = torch.ones(1, 2)
m.bias.data = torch.zeros(1)
o = torch.optim.SGD(m.parameters(), lr=0.5)
m(torch.ones(1, 2)).sum().backward()
o.step()
m.weight, m.bias
#: data of integers
nn.Parameter(torch.ones(1)).data = torch.ones(1, dtype=torch.int64)
#: data of another shape
x = torch.ones(2)
x.data = torch.zeros(3, 3)
x.data = torch.zeros(3, dtype=torch.int64)
x, x.shape, len(x)
#: data shared between parameters
a, b = nn.Linear(2, 2), nn.Linear(2, 2)
a.weight.data = b.weight.data
with torch.no_grad(): a.weight.fill_(3)
b.weight
#: rmsprop settings
a = nn.Parameter(torch.ones(1))
o = torch.optim.RMSprop([a], lr=0.5)
g = o.param_groups[0]
g['alpha'], g['eps'] = 0.5, 0.1
a.grad = torch.ones(1)
o.step()
a
#: optimizer memory moves with its parameter
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a, b], lr=0.5, momentum=0.9)
for p in (a, b): p.grad = torch.ones(1)
o.step()
o.param_groups[0]['params'].reverse()
o.param_groups[0]['params'].append(nn.Parameter(torch.ones(1)))
o.state[a]['momentum_buffer'].zero_()
o.step()
a, b
#: optimizer settings of two groups
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.Adam([{'params': [a]}, {'params': [b], 'lr': 0.1}], lr=0.5)
for g in o.param_groups: g['lr'] /= 2
o.param_groups[1]['eps'] = 1.0
for p in (a, b): p.grad = torch.ones(1)
o.step()
a, b, [g['lr'] for g in o.param_groups]
#: zero_grad of a group that was added
a, b = nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
o.param_groups[0]['params'].append(b)
for p in (a, b): p.grad = torch.ones(1)
o.zero_grad()
a.grad, b.grad
#: optimizer params of no tensors
o = torch.optim.SGD([nn.Parameter(torch.ones(1))], lr=0.5)
del o.param_groups[0]['params']
o.step()
#: optimizer step count seen later
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
a.grad = torch.ones(1)
o.step()
s = o.state[a]['step']
o.step()
o.step()
s, o.state[a]['step'], o.state_dict()['state'][0]['step']
#: optimizer amsgrad later
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
o.param_groups[0]['amsgrad'] = True
a.grad = torch.ones(1)
o.step()
print(a, list(o.state[a]))
#: not here: optimizer memory of one's own
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=0.5)
o.state[a]['mine'] = 5
#: scheduler base rates
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=1.0)
s = torch.optim.lr_scheduler.LambdaLR(o, lambda e: 1 / (e + 1))
s.base_lrs[0] = 10
o.step()
s.step()
print(o.param_groups[0]['lr'], s.base_lrs)
s.base_lrs = [4.]
s.step()
round(o.param_groups[0]['lr'], 4)
#: scheduler follows a rate that was set
a = nn.Parameter(torch.ones(1))
o = torch.optim.SGD([a], lr=1.0)
s = torch.optim.lr_scheduler.ExponentialLR(o, 0.5)
o.param_groups[0]['lr'] = 8.
o.step()
s.step()
o.param_groups[0]['lr'], o.param_groups[0]['initial_lr']
#: subset of a range
from torch.utils.data import Subset, TensorDataset
s = Subset(TensorDataset(torch.arange(4)), range(2))
s.indices, s[1], len(s)
#: concatenated datasets are one list
from torch.utils.data import ConcatDataset, TensorDataset
p, q = TensorDataset(torch.arange(2)), TensorDataset(torch.arange(3))
c = ConcatDataset([p, q])
print(c.datasets[0] is p, len(c))
c.datasets[0] = TensorDataset(torch.ones(2))
c[1]
#: children identity
m = nn.Sequential(nn.Linear(1, 1), nn.ReLU())
c = list(m.children())
print(c[0] is m[0], dict(m.named_modules())['0'] is m[0], list(m.modules())[1] is m[0], list(m)[0] is m[0])
c[0] = None
c[1].inplace = True
m
#: settings of layers that are there
s = nn.Softmax(dim=0)
s.dim = 1
print(s(torch.zeros(1, 2)))
f = nn.Flatten()
f.start_dim = 0
print(f(torch.zeros(2, 2)).shape)
c = nn.CrossEntropyLoss()
c.reduction = 'sum'
c.label_smoothing = 0.1
print(c(torch.zeros(2, 3), torch.tensor([0, 1])))
c.ignore_index = 0
print(c(torch.zeros(2, 3), torch.tensor([0, 1])))
b = nn.BatchNorm1d(2)
b.momentum = 1.0
b.eps = 0.5
b(torch.ones(3, 2))
b.running_mean
#: settings of more layers
v = nn.Conv1d(1, 1, 3)
v.padding = (1,)
v.stride = (2,)
print(v(torch.zeros(1, 1, 8)).shape, v)
r = nn.RMSNorm(2)
r.eps = 1.0
print(r(torch.ones(1, 2)).detach())
h = nn.Hardtanh()
h.max_val = 3.0
print(h(torch.tensor([5.0])))
l = nn.LogSoftmax(dim=0)
l.dim = 1
print(l(torch.zeros(1, 2)))
n = nn.MSELoss()
n.reduction = 'none'
print(n(torch.zeros(2), torch.ones(2)))
g = nn.GELU()
g.approximate = 'tanh'
g
#: a setting in a class of one's own
class Half(nn.Dropout):
    def __init__(self):
        super().__init__(0.1)
        self.p = 1.0
d = Half()
print(d(torch.ones(3)), d.p)
vars(d)['p'] = 0.0
d(torch.ones(3)), d.p
#: a setting that cannot be
nn.Dropout(0.1).p = 0.1
d = nn.Softmax(dim=0)
d.dim = 'x'
d(torch.ones(2))
#: training is one module's
m = nn.Sequential(nn.Dropout(1.0), nn.Sequential(nn.Dropout(1.0)))
m.training = False
print(m.training, m[0].training, m[1][0].training, m(torch.ones(2)))
m[0].training = False
m[1][0].training = False
print(m(torch.ones(2)))
m.train()
m[1].training, m(torch.ones(2))
#: training of a class of one's own
class M(nn.Module):
    def forward(self, x): return x * 2 if self.training else x
m = M()
m.training = False
print(m(1), m.training)
vars(m)['training'] = True
m(1), m.__dict__['training']
#: batchnorm buffers
b = nn.BatchNorm1d(2)
b.running_mean.fill_(5)
b.running_var[0] = 4
b.eval()
print(b(torch.zeros(1, 2)).detach())
b.running_mean = torch.zeros(2)
print(b(torch.zeros(1, 2)).detach())
b.num_batches_tracked += 3
print(b.num_batches_tracked)
b.track_running_stats = False
b.running_mean = None
b.running_var = None
b(torch.ones(2, 2)).detach()
#: no parameter is None, not missing
l, b, n = nn.Linear(1, 1, bias=False), nn.BatchNorm1d(1, affine=False), nn.LayerNorm(1, elementwise_affine=False)
l.bias, b.weight, b.bias, n.weight, list(l._parameters), list(n._parameters), list(b._parameters), l.state_dict().keys()
#: no buffer is None, not missing
b = nn.BatchNorm1d(1, track_running_stats=False)
b.running_mean, list(b._buffers), list(b.state_dict())
#: a linear layer gets a bias
l = nn.Linear(1, 1, bias=False)
l.bias = nn.Parameter(torch.full((1,), 5.))
with torch.no_grad(): l.weight.zero_()
l(torch.ones(1, 1)), l, list(l.state_dict())
#: a linear layer gets no tensor as bias
nn.Linear(1, 1, bias=False).bias = torch.ones(1)
#: buffer not persistent
m = nn.Module()
m.register_buffer('c', None, persistent=False)
m.c = torch.ones(1)
print(m.state_dict(), list(m.named_buffers()))
m.c = None
m.c = torch.zeros(1)
print(m.state_dict())
m.register_buffer('c', torch.ones(1), persistent=True)
m.state_dict()
#: buffers of a model with None
m = nn.Sequential(nn.Linear(1, 1), nn.BatchNorm1d(1))
m[1].running_mean = None
m.register_buffer('cache', None)
m.float()
m.eval()
[n for n, _ in m.named_buffers()], [n for n in m.state_dict()]
#: name of no string
nn.Module().register_buffer(5, torch.ones(1))
#: key-value cache
class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('cache_k', None, persistent=False)
        self.register_buffer('cache_v', None, persistent=False)
    def forward(self, x):
        if self.cache_k is None:
            self.cache_k, self.cache_v = x, x + 1
        else:
            self.cache_k = torch.cat([self.cache_k, x])
            self.cache_v = torch.cat([self.cache_v, x + 1])
        return self.cache_k.sum() + self.cache_v.sum()
    def reset_cache(self):
        self.cache_k, self.cache_v = None, None
m = Attention()
print(m(torch.ones(1)), m(torch.ones(1)), m.cache_k)
m.reset_cache()
print(m.cache_k, list(m.buffers()))
m(torch.ones(1)), m.state_dict()
#: modules with None among them
m = nn.Sequential(nn.Linear(1, 1))
m.add_module('n', None)
m.apply(lambda x: None)
m.train()
m.eval()
m.zero_grad()
m.requires_grad_(False)
print(m, len(m), list(m._modules))
[type(x).__name__ for x in m.modules()]
#: copies with None among them
import copy
m = nn.Module()
m.register_buffer('c', None)
m.register_parameter('p', None)
m.add_module('s', None)
m.x = 5
n = copy.deepcopy(m)
print(n.c, n.p, n.s, n.x)
n.c = torch.ones(1)
n.x = 6
n.state_dict(), m.state_dict(), m.x
#: the dict of a model in a copy
import copy
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(1))
        vars(self)['n'] = [1]
m = M()
c = copy.deepcopy(m)
c.n.append(2)
vars(c)['n'].append(3)
m.n, c.n, 'n' in vars(m)
#: class of a module set
class A(nn.Module):
    def forward(self, x): return x
class B(nn.Module):
    def forward(self, x): return x + 1
m = A()
m.__class__ = B
m(torch.ones(1)), m, type(m) is B
#: ordered dict of the state
sd = nn.Linear(1, 1).state_dict()
sd['extra'] = 1
sd.move_to_end('weight')
type(sd).__name__, list(sd)
#: state dict of the optimizer shares
a = nn.Parameter(torch.ones(1))
o = torch.optim.Adam([a], lr=0.5)
a.grad = torch.ones(1)
o.step()
s = o.state_dict()
s['param_groups'][0]['lr'] = 0.1
s['state'][0]['exp_avg'].zero_()
print(o.param_groups[0]['lr'], o.state[a]['exp_avg'])
o.load_state_dict(s)
o.param_groups[0]['lr']
#: module in a dict is no child
class M(nn.Module):
    def __init__(self, teacher):
        super().__init__()
        object.__setattr__(self, 'teacher', teacher)
        self.__dict__['other'] = teacher
m = M(nn.Linear(1, 1))
list(m.parameters()), type(m.teacher).__name__, m.other is m.teacher
#: deleting what is not there
del nn.Linear(1, 1).nothing
#: deleting a child
m = nn.Sequential(nn.ReLU(), nn.Tanh())
del m._modules['0']
print(m, len(m))
del m[0]
m
#: views of a module's names
m = nn.ModuleDict({'a': nn.ReLU()})
k, v, i = m.keys(), m.values(), m.items()
m['b'] = nn.Tanh()
del m['a']
list(k), list(v), list(i), len(k), 'b' in k
#: writing to a stretched tensor
torch.zeros(1, 2).expand(3, 2).add_(1)
#: copying into a stretched tensor
torch.zeros(1, 2).expand(3, 2).copy_(torch.ones(3, 2))
#: adding to a stretched tensor
y = torch.broadcast_to(torch.zeros(2), (3, 2))
y += 1
#: filling a stretched tensor
x = torch.zeros(1, 2)
x.expand(3, 2).fill_(1)
print(x)
x.expand(3, 2)[0, 0] = 5
print(x)
x.expand(3, 2)[1] = torch.tensor([7., 8.])
print(x)
x.expand(3, 2).zero_()
x
#: old constructors share
a = np.zeros(2, dtype=np.float32)
torch.Tensor(a)[0] = 5
torch.FloatTensor(a)[1] = 6
t = torch.zeros(2)
torch.Tensor(t)[0] = 7
torch.LongTensor([1, 2])[0] = 3
a, t
#: identity of conversions
x = torch.zeros(2)
x.float() is x, x.cpu() is x, x.to('cpu') is x, x.contiguous() is x, x.to(torch.float32) is x, x.type(torch.float32) is x, x.flatten() is x, x.view(2) is x, x.detach() is x, x.reshape(2) is x, x.expand(2) is x, x.requires_grad_(False) is x
#: functions that are views
x = torch.zeros(1, 3)
torch.squeeze(x)[0] = 1; torch.unsqueeze(x, 0)[0, 0, 1] = 2; torch.t(x)[2, 0] = 3; torch.transpose(x, 0, 1)[0, 0] += 10; torch.flatten(x)[1] += 10; torch.reshape(x, (3,))[2] += 10; torch.movedim(x, 0, 1)[0, 0] += 100; torch.permute(x, (1, 0))[1, 0] += 100; torch.narrow(x, 1, 2, 1).add_(100); torch.select(x, 1, 0).add_(1000); torch.diagonal(x)[0] += 5; torch.atleast_2d(x)[0, 1] += 1000; torch.swapaxes(x, 0, 1)[2, 0] += 1000; torch.ravel(x)[0] += 1; x.view_as(torch.zeros(3, 1))[1, 0] += 3; x.unflatten(1, (3, 1))[0, 0, 0] = 7; x.squeeze(0)[1] = 8; x
#: from_pretrained shares
t = torch.zeros(2, 2); e = nn.Embedding.from_pretrained(t); t[0] = 5; print(e.weight); e.weight.data[1] = 7; t
#: loader without batches
from torch.utils.data import DataLoader, TensorDataset
x = torch.zeros(3); 
for (v,) in DataLoader(TensorDataset(x), batch_size=None): v.fill_(4)
x
#: loader batches are copies
from torch.utils.data import DataLoader, TensorDataset
x = torch.zeros(4)
for (v,) in DataLoader(TensorDataset(x), batch_size=2): v.fill_(4)
x
#: loader sees the data
from torch.utils.data import DataLoader, TensorDataset
x = torch.zeros(4); l = DataLoader(TensorDataset(x), batch_size=2); x[0] = 7; print(next(iter(l))); l.dataset.tensors[0][1] = 3; next(iter(l))
#: loader of a list
from torch.utils.data import DataLoader
d = [1, 2, 3]; l = DataLoader(d, batch_size=2); d.append(4); print(list(l)); d[0] = 9; next(iter(l))
#: sampler reads later
from torch.utils.data import DataLoader
i = [0, 1]; l = DataLoader([5, 6, 7], sampler=i, batch_size=2); i.append(2); list(l)
#: from numpy of a transpose
a = np.zeros((2, 3)); t = torch.from_numpy(a.T); t[0, 1] = 5; print(a); a[0, 2] = 6; print(t); t.T.numpy()[0, 0] = 1; a
#: numpy asarray of transpose
t = torch.zeros(2, 3); np.asarray(t.T)[0, 1] = 5; t
#: numpy int array shares
a = np.arange(3); t = torch.from_numpy(a); t[0] = 9; a
#: numpy bool shares
a = np.zeros(2, dtype=bool); t = torch.from_numpy(a); t[0] = True; a
#: torch tensor of array copies
a = np.zeros(2); torch.tensor(a)[0] = 5; a
#: swap rows without copy
a = np.arange(4.).reshape(2, 2); a[0], a[1] = a[1], a[0]; a
#: swap rows of tensor
t = torch.arange(4.).view(2, 2); t[0], t[1] = t[1], t[0]; t
#: overlapping numpy
a = np.arange(5.); a[1:] = a[:-1]; a[::-1] = a; a
#: overlapping numpy backward
a = np.arange(5.); a[:] = a[::-1]; a
#: in place of backward self
a = np.arange(5.); a += a[::-1]; a
#: parameters to list
m = nn.Linear(1, 1); ps = list(m.parameters()); ps[0].data.fill_(3); ps[0] = None; m.weight
#: no_grad assignment
m = nn.Linear(2, 1)
with torch.no_grad():
    m.weight[:] = 1; m.weight[0, 0] = 5; m.bias += 2; m.weight *= 2; m.bias.copy_(torch.ones(1))
m.weight, m.bias, m.weight is next(m.parameters())
#: no_grad rebinding
w = torch.ones(1, requires_grad=True)
with torch.no_grad(): w -= 0.5
w
#: weight clamp
m = nn.Linear(1, 1); m.weight.data.clamp_(5, 6); m.weight.data = m.weight.data * 2; m.weight
#: module apply init
m = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))
def init(x):
    if isinstance(x, nn.Linear): x.weight.data.fill_(0.5); nn.init.zeros_(x.bias)
m.apply(init); m[1].weight, m[0].bias
#: ema
import copy
m = nn.Linear(1, 1); e = copy.deepcopy(m); m.weight.data.fill_(1.); e.weight.data.fill_(0.)
for a, b in zip(e.parameters(), m.parameters()): a.data.mul_(0.5).add_(b.data, alpha=0.5)
e.weight
#: target update through state dict
a, b = nn.Linear(1, 1), nn.Linear(1, 1); s, t = a.state_dict(), b.state_dict()
for k in s: t[k] = s[k] * 0.5 + t[k] * 0.5
b.load_state_dict(t); a.weight.data.fill_(1); w = b.state_dict()['weight']; w.fill_(3.); b.weight
#: grads replaced
m = nn.Linear(1, 1); m.weight.grad = torch.ones(1, 1); m.weight.grad.data.mul_(3); [p.grad.zero_() for p in m.parameters() if p.grad is not None]; m.weight.grad
#: tensor list attribute
class M(nn.Module):
    def __init__(self):
        super().__init__(); self.ts = [torch.zeros(1)]
m = M(); m.ts[0][0] = 5; m.ts.append(1); m.ts
#: modulelist add
m = nn.ModuleList([nn.ReLU()]); n = m + [nn.Tanh()]; n[0] = nn.GELU(); m, len(n)
#: dict from named buffers
b = nn.BatchNorm1d(1); d = dict(b.named_buffers()); d['running_mean'].fill_(4); d['running_mean'] = 5; b.running_mean, d.keys()
#: item of row
t = torch.zeros(2, 2); r = t[0]; r[0] = 1; r = r + 1; s = t[1]; s += 2; t
#: mask view
t = torch.zeros(3); m = t == 0; m[0] = False; t[m] = 1; t
#: nested list of tensor rows
t = torch.zeros(2, 2); l = [*t]; l[0] += 5; l[1] = l[1] + 1; t
#: chunked loop
t = torch.arange(6.)
for c in t.view(3, 2): c *= 2
for i in range(3): t.view(3, 2)[i] += i
t
#: identity returns self
t = torch.zeros(2); F.dropout(t, 0.5, training=False)[0] = 1; nn.Dropout(0.5).eval()(t)[1] = 2; nn.Identity()(t)[0] += 1; nn.Flatten(0)(t)[1] += 1; t
#: contiguous returns self write
t = torch.zeros(2, 2); t.contiguous().fill_(3); t.t().contiguous().fill_(4); t
#: a setting changed twice, and in a copy of a copy
import copy
d = nn.Dropout(0.5)
d.p = 1.0
print(d(torch.ones(2)))
d.p = 0.0
c = copy.deepcopy(copy.deepcopy(d))
c.p = 1.0
d(torch.ones(2)), c(torch.ones(2)), d, c
#: a row with None in it
m = nn.Sequential(nn.ReLU())
m.add_module('n', None)
m(torch.ones(1))
