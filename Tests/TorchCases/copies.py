#: copy of a module
import copy
m = nn.Linear(2, 2)
c = copy.deepcopy(m)
with torch.no_grad(): c.weight.zero_()
bool((m.weight == 0).any()), c.weight.sum(), torch.equal(m.bias, c.bias), type(c.weight).__name__
#: copies of blocks
import copy
block = nn.Linear(2, 2)
layers = nn.ModuleList([copy.deepcopy(block) for _ in range(2)])
layers[0].weight is layers[1].weight, torch.equal(layers[0].weight, layers[1].weight)
#: copy of a tensor
import copy
x = torch.ones(2, requires_grad=True)
y = copy.deepcopy(x)
y.requires_grad, y is x, y
#: copy of what was computed
import copy
copy.deepcopy(torch.ones(2, requires_grad=True) * 2)
#: optimizer state restored
def run(m, o, n):
    for _ in range(n):
        o.zero_grad()
        (m(torch.ones(1, 2)) ** 2).sum().backward()
        o.step()
import copy
m = nn.Linear(2, 1)
o = torch.optim.Adam(m.parameters(), lr=0.1)
run(m, o, 3)
w, s = copy.deepcopy(m.state_dict()), copy.deepcopy(o.state_dict())
run(m, o, 2)
end = m.weight.clone()
m.load_state_dict(w)
o.load_state_dict(s)
run(m, o, 2)
torch.equal(end, m.weight)
#: a copied model trains on its own
import copy
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))
        self.scale = 2
    def forward(self, x): return self.body(x) * self.scale
a = Net()
b = copy.deepcopy(a)
o = torch.optim.SGD(a.parameters(), lr=0.1)
a(torch.ones(1, 2)).sum().backward()
o.step()
torch.equal(a.body[0].weight, b.body[0].weight), b.scale, b.body[0].weight.grad, b
