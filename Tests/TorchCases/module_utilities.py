#: a weight by length and direction
torch.manual_seed(0)
m = nn.utils.weight_norm(nn.Linear(3, 2))
print(m, [n for n, _ in m.named_parameters()], m.weight_g)
x = torch.randn(4, 3)
print(m(x))
o = torch.optim.SGD(m.parameters(), lr=0.1)
m(x).square().sum().backward()
o.step()
print(m(x)[0], m.weight_v.grad[0])
nn.utils.remove_weight_norm(m)
print([n for n, _ in m.named_parameters()], m(x)[0])
c = nn.utils.weight_norm(nn.Conv1d(1, 2, 2), dim=None)
print(c.weight_g.shape, c(torch.ones(1, 1, 3)))
#: a weight by its largest singular value
torch.manual_seed(0)
m = nn.utils.spectral_norm(nn.Linear(3, 2))
x = torch.randn(4, 3)
print(m(x), list(m.state_dict()))
print(torch.linalg.svdvals(m.weight.detach()))
m.eval()
print(torch.equal(m(x), m(x)))
nn.utils.remove_spectral_norm(m)
print(list(m.state_dict()))
#: parametrizations
from torch.nn.utils import parametrize
class Symmetric(nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).transpose(-1, -2)
torch.manual_seed(0)
m = nn.Linear(3, 3)
parametrize.register_parametrization(m, "weight", Symmetric())
print(m, [n for n, _ in m.named_parameters()], parametrize.is_parametrized(m), parametrize.is_parametrized(m, "bias"))
print(torch.equal(m.weight, m.weight.T), m.weight)
m(torch.ones(1, 3)).sum().backward()
print(m.parametrizations.weight.original.grad)
o = torch.optim.SGD(m.parameters(), lr=0.5)
o.step()
print(m.weight, m(torch.ones(1, 3)))
parametrize.remove_parametrizations(m, "weight")
print(m, m.weight)
#: weight norm as a parametrization
torch.manual_seed(0)
m = nn.utils.parametrizations.weight_norm(nn.Linear(3, 2))
print(list(m.state_dict()), m(torch.ones(1, 3)))
m = nn.utils.parametrizations.spectral_norm(nn.Linear(3, 2))
print(list(m.state_dict()), m(torch.ones(1, 3)), m.weight)
#: pruning
from torch.nn.utils import prune
torch.manual_seed(0)
m = nn.Linear(4, 2)
prune.l1_unstructured(m, "weight", amount=3)
print(m.weight, list(m.state_dict()), prune.is_pruned(m))
prune.ln_structured(m, "weight", amount=0.5, n=2, dim=0)
print(m.weight_mask, m(torch.ones(1, 4)))
m(torch.ones(1, 4)).sum().backward()
print(m.weight_orig.grad)
prune.remove(m, "weight")
print(m.weight, [n for n, _ in m.named_parameters()], prune.is_pruned(m))
n = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 1))
prune.random_unstructured(n[0], "bias", amount=1)
prune.global_unstructured([(n[0], "weight"), (n[1], "weight")], pruning_method=prune.L1Unstructured, amount=0.5)
print(n[0].bias, n[0].weight_mask, n[1].weight_mask)
#: norms of gradients
m = nn.Linear(2, 2)
m(torch.ones(1, 2)).sum().backward()
norm = nn.utils.get_total_norm([p.grad for p in m.parameters()])
nn.utils.clip_grads_with_norm_(m.parameters(), 1.0, norm)
print(norm, m.weight.grad)
#: a convolution and its norm as one
torch.manual_seed(0)
c, b = nn.Conv2d(1, 2, 2), nn.BatchNorm2d(2)
x = torch.randn(3, 1, 4, 4)
b(c(x))
c.eval(), b.eval()
f = nn.utils.fuse_conv_bn_eval(c, b)
print(f, torch.allclose(f(x), b(c(x)), atol=1e-6))
#: a parametrization that is not there
from torch.nn.utils import parametrize
parametrize.remove_parametrizations(nn.Linear(2, 2), "weight")
#: more than there is to prune
nn.utils.prune.l1_unstructured(nn.Linear(2, 2), "weight", amount=9)
#: a module with other parameters
from torch.func import functional_call
torch.manual_seed(0)
m = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
w = {name: p.detach() * 2 for name, p in m.named_parameters()}
scale = torch.tensor(3.0, requires_grad=True)
y = functional_call(m, {**w, "0.weight": w["0.weight"] * scale}, (torch.randn(3, 2),))
(y ** 3).sum().backward()
print(y.shape, scale.grad is not None, m[0].weight)
print(torch.func.functional_call(nn.Linear(1, 1), {"weight": torch.ones(1, 1), "bias": torch.zeros(1)}, torch.ones(1, 1)))
#: a parameter that a module does not have
torch.func.functional_call(nn.Linear(1, 1), {"wait": torch.ones(1, 1)}, torch.ones(1, 1))
