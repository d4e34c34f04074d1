#: every optimizer moves as PyTorch's
def train(make, steps=5):
    torch.manual_seed(0)
    w = nn.Parameter(torch.randn(3, 2))
    b = nn.Parameter(torch.randn(2))
    x, y = torch.randn(6, 3), torch.randn(6, 2)
    o = make([w, b])
    for _ in range(steps):
        o.zero_grad()
        loss = F.mse_loss(x @ w + b, y)
        loss.backward()
        o.step()
    return o, w, b, loss
O = torch.optim
for make in (lambda p: O.Adadelta(p), lambda p: O.Adadelta(p, lr=0.5, rho=0.8, weight_decay=0.1, maximize=True), lambda p: O.Adamax(p), lambda p: O.Adamax(p, lr=0.1, weight_decay=0.1),
             lambda p: O.ASGD(p, t0=2), lambda p: O.ASGD(p, lr=0.1, lambd=0.1, weight_decay=0.1), lambda p: O.NAdam(p), lambda p: O.NAdam(p, lr=0.1, weight_decay=0.1, decoupled_weight_decay=True),
             lambda p: O.RAdam(p), lambda p: O.RAdam(p, lr=0.1, weight_decay=0.1, betas=(0.8, 0.9)), lambda p: O.Rprop(p), lambda p: O.Rprop(p, lr=0.1, etas=(0.4, 1.5)),
             lambda p: O.Adafactor(p), lambda p: O.Adafactor(p, lr=0.1, weight_decay=0.1, d=2.0)):
    o, w, b, loss = train(make, 8)
    print(o)
    print(w, b, f"{loss.item():.3f}")
    state = o.state_dict()
    print(list(state["state"][0]), state["state"][0]["step"], state["param_groups"][0]["params"])
#: LBFGS
def closure():
    o.zero_grad()
    loss = F.mse_loss(x @ w + b, y) + 0.1 * (w ** 2).sum()
    loss.backward()
    return loss
for kwargs in (dict(lr=0.5), dict(line_search_fn="strong_wolfe"), dict(lr=0.1, max_iter=4, history_size=2)):
    torch.manual_seed(0)
    w, b = nn.Parameter(torch.randn(3, 2)), nn.Parameter(torch.randn(2))
    x, y = torch.randn(8, 3), torch.randn(8, 2)
    o = torch.optim.LBFGS([w, b], **kwargs)
    losses = [o.step(closure).item() for _ in range(2)]
    print([f"{v:.4f}" for v in losses], [f"{v:.3f}" for v in w.flatten().tolist()], sorted(o.state[w]))
print(o)
#: Muon
torch.manual_seed(0)
w = nn.Parameter(torch.randn(4, 3))
o = torch.optim.Muon([w], lr=0.1)
for _ in range(3):
    o.zero_grad()
    (w ** 2).sum().backward()
    o.step()
print(o)
[[round(v * 2.5) for v in row] for row in w.tolist()]
#: an optimizer of one's own
class Plain(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        super().__init__(params, dict(lr=lr))
    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                state["times"] = state.get("times", 0) + 1
                p.add_(p.grad, alpha=-group["lr"])
w = nn.Parameter(torch.tensor([1., 2.]))
o = Plain([w])
scheduler = torch.optim.lr_scheduler.StepLR(o, 2, gamma=0.5)
o.register_step_post_hook(lambda o, args, kwargs: print("stepped", o.param_groups[0]["lr"]))
for _ in range(3):
    o.zero_grad()
    (w * w).sum().backward()
    o.step()
    scheduler.step()
print(w, o.state[w], o, isinstance(o, torch.optim.Optimizer), isinstance(torch.optim.SGD([w], lr=1.), torch.optim.Optimizer))
print(o.state_dict())
#: groups and state come back
torch.manual_seed(0)
m = nn.Linear(2, 2)
o = torch.optim.NAdam([{"params": [m.weight], "lr": 0.1}, {"params": [m.bias]}])
m(torch.ones(1, 2)).sum().backward()
o.step()
state = o.state_dict()
p = torch.optim.NAdam([{"params": [m.weight], "lr": 0.5}, {"params": [m.bias]}])
p.load_state_dict(state)
print(p.param_groups[0]["lr"], [v["step"] for v in p.state.values()], p.state[m.weight]["exp_avg"])
o.add_param_group({"params": nn.Parameter(torch.zeros(1)), "lr": 0.7})
print(len(o.param_groups), o.param_groups[2]["lr"], o.param_groups[2]["betas"])
#: hooks around a step
w = nn.Parameter(torch.ones(1))
o = torch.optim.Adamax([w])
h = o.register_step_pre_hook(lambda o, args, kwargs: print("before", len(args)))
o.register_step_post_hook(lambda o, args, kwargs: print("after"))
w.sum().backward()
o.step()
h.remove()
o.step()
#: no parameters
torch.optim.RAdam([])
#: a rate below zero
torch.optim.Adadelta([torch.ones(1, requires_grad=True)], lr=-1)
#: a tensor in place of a list
torch.optim.NAdam(torch.ones(1, requires_grad=True))
#: what is no leaf
torch.optim.Rprop([torch.ones(1, requires_grad=True) * 2])
#: one parameter in two groups
w = torch.ones(1, requires_grad=True)
torch.optim.ASGD([{"params": [w]}, {"params": [w]}])
#: means of a model
from torch.optim.swa_utils import AveragedModel, SWALR, update_bn, get_ema_avg_fn, get_ema_multi_avg_fn
torch.manual_seed(0)
m = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Linear(3, 1))
o = torch.optim.SGD(m.parameters(), lr=0.1)
swa, ema, multi = AveragedModel(m), AveragedModel(m, avg_fn=get_ema_avg_fn(0.9)), AveragedModel(m, multi_avg_fn=get_ema_multi_avg_fn(0.9), use_buffers=True)
s = SWALR(o, swa_lr=0.02, anneal_epochs=3)
x = torch.randn(8, 2)
for _ in range(5):
    o.zero_grad()
    m(x).square().mean().backward()
    o.step()
    s.step()
    for a in (swa, ema, multi):
        a.update_parameters(m)
    print(f"{s.get_last_lr()[0]:.6f}")
print(swa.n_averaged, swa.module[0].weight, ema.module[0].bias, multi.module[1].running_mean, list(swa.state_dict())[:2])
update_bn([x[:4], x[4:]], swa)
print(swa.module[1].running_mean, swa.eval()(x[:1]))
