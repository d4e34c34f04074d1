#: every schedule, thirty epochs
S = torch.optim.lr_scheduler
def rates(make, n=12, o=None):
    p = [nn.Parameter(torch.zeros(1)), nn.Parameter(torch.zeros(1))]
    o = torch.optim.SGD([{"params": p[:1]}, {"params": p[1:], "lr": 0.5}], lr=0.1, momentum=0.9)
    s = make(o)
    seen = [s.get_last_lr()]
    for _ in range(n):
        o.step()
        s.step()
        seen.append(s.get_last_lr())
    return s, [[float(f"{r:.9g}") for r in row] for row in seen]
for make in (lambda o: S.StepLR(o, 3, 0.5), lambda o: S.MultiStepLR(o, [2, 5, 5], 0.1), lambda o: S.ExponentialLR(o, 0.9), lambda o: S.ConstantLR(o, 0.25, 4), lambda o: S.LinearLR(o, 0.2, 0.8, 6),
             lambda o: S.PolynomialLR(o, 8, 2.0), lambda o: S.CosineAnnealingLR(o, 5, 0.01), lambda o: S.CosineAnnealingWarmRestarts(o, 3, 2), lambda o: S.LambdaLR(o, lambda e: 0.9 ** e), lambda o: S.LambdaLR(o, [lambda e: 1.0, lambda e: 1 / (e + 1)]),
             lambda o: S.MultiplicativeLR(o, lambda e: 0.95), lambda o: S.OneCycleLR(o, [1.0, 2.0], total_steps=12), lambda o: S.OneCycleLR(o, 1.0, epochs=4, steps_per_epoch=3, three_phase=True, anneal_strategy="linear"),
             lambda o: S.CyclicLR(o, 0.01, 0.1, 3, 2), lambda o: S.CyclicLR(o, 0.01, 0.1, 2, mode="triangular2"), lambda o: S.CyclicLR(o, 0.01, [0.1, 0.2], 2, mode="exp_range", gamma=0.9, cycle_momentum=False), lambda o: S.CyclicLR(o, 0.01, 0.1, 3, scale_fn=lambda x: 0.5 ** x, scale_mode="iterations"),
             lambda o: S.SequentialLR(o, [S.LinearLR(o, 0.1, total_iters=3), S.ExponentialLR(o, 0.8), S.ConstantLR(o, 0.5, 2)], [4, 8]), lambda o: S.ChainedScheduler([S.ConstantLR(o, 0.1, 3), S.ExponentialLR(o, 0.9)])):
    s, seen = rates(make)
    print(type(s).__name__, seen, s.optimizer.param_groups[0].get("momentum"))
#: what a schedule saves
S = torch.optim.lr_scheduler
def fresh():
    return torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1, momentum=0.9)
for make in (lambda o: S.StepLR(o, 3), lambda o: S.CosineAnnealingLR(o, 10), lambda o: S.LambdaLR(o, lambda e: 0.5), lambda o: S.ReduceLROnPlateau(o), lambda o: S.MultiStepLR(o, [2, 3]), lambda o: S.CosineAnnealingWarmRestarts(o, 4),
             lambda o: S.CyclicLR(o, 0.1, 0.5), lambda o: S.OneCycleLR(o, 0.1, total_steps=10)):
    print(make(fresh()).state_dict())
o = fresh()
s = S.SequentialLR(o, [S.LinearLR(o, 0.1, total_iters=2), S.ExponentialLR(o, 0.9)], [2])
print(s.state_dict())
#: a schedule goes on where it was
S = torch.optim.lr_scheduler
o = torch.optim.Adam([nn.Parameter(torch.zeros(1))], lr=0.1)
s = S.CosineAnnealingLR(o, 10)
for _ in range(4):
    o.step()
    s.step()
state, saved = s.state_dict(), o.state_dict()
o2 = torch.optim.Adam([nn.Parameter(torch.zeros(1))], lr=0.1)
s2 = S.CosineAnnealingLR(o2, 10)
o2.load_state_dict(saved)
s2.load_state_dict(state)
for _ in range(3):
    for a, b in ((o, s), (o2, s2)):
        a.step()
        b.step()
print(s.get_last_lr(), s2.get_last_lr(), o2.param_groups[0]["lr"], s2.last_epoch, s2.base_lrs)
#: a schedule from a later epoch
S = torch.optim.lr_scheduler
o = torch.optim.SGD([{"params": [nn.Parameter(torch.zeros(1))], "initial_lr": 0.1}], lr=0.05)
for make in (lambda: S.StepLR(o, 2, last_epoch=3), lambda: S.ExponentialLR(o, 0.9, last_epoch=5), lambda: S.CosineAnnealingLR(o, 10, last_epoch=4), lambda: S.LambdaLR(o, lambda e: 1 / (e + 1), last_epoch=6)):
    s = make()
    first = s.get_last_lr()
    o.step()
    s.step()
    print(type(s).__name__, s.last_epoch, first, s.get_last_lr())
#: rates fall where a measure stays
S = torch.optim.lr_scheduler
for kwargs in (dict(patience=1), dict(mode="max", factor=0.5, patience=0, cooldown=1, min_lr=0.02), dict(threshold_mode="abs", threshold=0.5, patience=0)):
    o = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)
    s = S.ReduceLROnPlateau(o, **kwargs)
    for m in (1.0, 0.9, 0.9, 0.9, 0.95, 0.2, 0.3, 0.3, 0.3, torch.tensor(0.1)):
        s.step(m)
    print(s.get_last_lr(), s.best, s.num_bad_epochs, s.last_epoch, s.in_cooldown)
#: a schedule of one's own
class Halving(torch.optim.lr_scheduler.LRScheduler):
    def get_lr(self):
        return [base * 0.5 ** self.last_epoch for base in self.base_lrs]
o = torch.optim.AdamW([nn.Parameter(torch.zeros(1))], lr=1.0)
s = Halving(o)
for _ in range(3):
    o.step()
    s.step()
print(s.get_last_lr(), o.param_groups[0]["lr"], o.param_groups[0]["initial_lr"], isinstance(s, torch.optim.lr_scheduler._LRScheduler))
#: one step too many
o = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1, momentum=0.9)
s = torch.optim.lr_scheduler.OneCycleLR(o, 0.1, total_steps=2)
for _ in range(4):
    o.step()
    s.step()
#: no momentum to cycle
torch.optim.lr_scheduler.CyclicLR(torch.optim.Adagrad([nn.Parameter(torch.zeros(1))]), 0.1, 0.5)
#: what is no optimizer
torch.optim.lr_scheduler.StepLR(3, 1)
#: a later epoch without a first rate
torch.optim.lr_scheduler.StepLR(torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1), 2, last_epoch=3)
#: schedules of two optimizers
a, b = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1), torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)
S = torch.optim.lr_scheduler
S.SequentialLR(a, [S.ExponentialLR(a, 0.9), S.ExponentialLR(b, 0.9)], [2])
#: milestones that do not fit
a = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)
S = torch.optim.lr_scheduler
S.SequentialLR(a, [S.ExponentialLR(a, 0.9)], [2])
