#: a state with a prefix, and with the parameters themselves
m = nn.Sequential(nn.Linear(2, 1), nn.BatchNorm1d(1))
print(list(m.state_dict(prefix="net.")), m.state_dict(keep_vars=True)["0.weight"] is m[0].weight, m.state_dict()["0.weight"].requires_grad)
d = {}
m.state_dict(destination=d)
print(list(d))
#: tensors of a state become the module's own
m = nn.Linear(2, 1)
w = torch.tensor([[3., 4.]])
print(m.load_state_dict({"weight": w, "bias": torch.zeros(1)}, assign=True))
w[0, 0] = 7.0
print(m.weight, m.weight.requires_grad)
#: functions around saving and loading
m = nn.Sequential(nn.Linear(1, 1))
m.register_state_dict_pre_hook(lambda module, prefix, keep_vars: print("saving", type(module).__name__, repr(prefix), keep_vars))
m[0].register_state_dict_post_hook(lambda module, state, prefix, meta: state.__setitem__(prefix + "note", torch.ones(1)))
print(list(m.state_dict()))
h = m.register_load_state_dict_post_hook(lambda module, keys: print("loaded", keys.missing_keys, keys.unexpected_keys))
def rename(module, state, prefix, meta, strict, missing, unexpected, errors):
    for key in list(state):
        if key.startswith("old."):
            state["0." + key[4:]] = state.pop(key)
m.register_load_state_dict_pre_hook(rename)
print(m.load_state_dict({"old.weight": torch.ones(1, 1), "old.bias": torch.zeros(1)}), m[0].weight)
h.remove()
m.load_state_dict({"old.weight": torch.ones(1, 1), "old.bias": torch.zeros(1)})
#: what a class saves besides
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(1))
        self.calls = 3
    def get_extra_state(self):
        return {"calls": self.calls}
    def set_extra_state(self, state):
        self.calls = state["calls"]
a, b = Net(), Net()
a.calls = 9
print(a.state_dict())
print(b.load_state_dict(a.state_dict()), b.calls)
#: gradients of outputs come first
m = nn.Linear(2, 2)
m.register_full_backward_pre_hook(lambda module, dy: print("pre", dy) or (dy[0] * 2,))
m.register_full_backward_hook(lambda module, dx, dy: print("full", dy))
with torch.no_grad():
    m.weight.fill_(1.0)
x = torch.ones(1, 2, requires_grad=True)
m(x).sum().backward()
print(x.grad, m.bias.grad)
#: parts by their paths
m = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.BatchNorm1d(2)))
print(m.get_buffer("1.0.running_var"), m.get_submodule("1.0"), m.get_parameter("0.bias").shape)
m.set_submodule("1.0", nn.Identity())
print(m, m[0].extra_repr(), nn.Module().extra_repr() == "")
print(m.to_empty(device="cpu") is m, m.share_memory() is m)
#: a module says itself how it looks
class Quiet(nn.Module):
    def __repr__(self):
        return "quiet"
nn.Sequential(Quiet(), nn.ModuleList([Quiet()]))
#: parameters are drawn anew
for m in (nn.Linear(2, 3), nn.Embedding(3, 2, padding_idx=1), nn.LayerNorm(2), nn.Conv1d(1, 1, 2), nn.LSTM(1, 1)):
    torch.manual_seed(5)
    m.reset_parameters()
    print(next(iter(m.parameters())))
#: a norm of several axes
m = nn.LayerNorm([2, 3], bias=False)
print(m, m.normalized_shape, m.weight.shape, m(torch.arange(12.).view(2, 2, 3)))
#: a buffer that is not there
nn.Linear(2, 2).get_buffer("mean")
#: missing and unexpected names
nn.Linear(2, 2).load_state_dict({"weight": torch.ones(2, 2), "other": torch.ones(1)})
