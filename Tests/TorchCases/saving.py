#: every type comes back
path = scratch + "/case.pt"
for kind in [torch.float32, torch.float64, torch.bfloat16, torch.int64, torch.int32, torch.bool]:
    x = torch.arange(6).reshape(2, 3).to(kind)
    torch.save(x, path)
    y = torch.load(path)
    print(y.dtype, y.shape, torch.equal(x, y))
#: shapes without numbers
path = scratch + "/case.pt"
torch.save([torch.tensor(3.5), torch.zeros(0, 3), torch.zeros(2, 0)], path)
torch.load(path)
#: views keep their strides
path = scratch + "/case.pt"
x = torch.arange(12.).reshape(3, 4)
for y in [x.t(), x[:, 1:3], x[1], x[::2], torch.ones(1, 3).expand(2, 3)]:
    torch.save(y, path)
    z = torch.load(path)
    print(z.shape, z.stride(), z.is_contiguous(), z.tolist())
#: shared memory stays shared
path = scratch + "/case.pt"
x = torch.arange(6.).reshape(2, 3)
torch.save({"whole": x, "row": x[0], "turned": x.t(), "again": x}, path)
y = torch.load(path)
y["row"][1] = 100.
print(y["whole"], y["turned"], y["again"] is y["whole"])
x
#: parameters and gradients
path = scratch + "/case.pt"
torch.save([nn.Parameter(torch.ones(2)), torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True) * 2], path)
a, b, c = torch.load(path)
print(type(a).__name__, a.requires_grad, type(b).__name__, b.requires_grad, c.requires_grad, c.is_leaf)
a, b, c
#: containers and words
path = scratch + "/case.pt"
from collections import OrderedDict
x = {"tuple": (1, 2.5), "list": [None, True, False], "text": "é\n\"日本\"", "big": 2**53 + 1, "least": -2**62,
     "ordered": OrderedDict([("b", 1), ("a", 2)]), 1: "an int", (1, 2): "a tuple", "set": {3}, "type": torch.bfloat16,
     "size": torch.ones(2, 3).shape, "inf": float("inf"), "zero": -0.0, "tiny": 5e-324}
torch.save(x, path)
y = torch.load(path)
print(list(y.keys()))
y
#: a dict of one tensor
path = scratch + "/case.pt"
torch.save({"tensor": torch.ones(1)}, path)
torch.load(path)
#: lists stay the same list
path = scratch + "/case.pt"
x = [1]
x.append(x)
torch.save({"a": x, "b": x}, path)
y = torch.load(path)
y["a"] is y["b"], y["a"][1] is y["a"], y["a"][0]
#: names that hide each other
path = scratch + "/case.pt"
torch.save({"a": {"b": torch.zeros(1)}, "a.b": torch.ones(1), "__metadata__": torch.full((1,), 2.)}, path)
torch.load(path)
#: model and optimizer go on
path = scratch + "/case.pt"
def make():
    torch.manual_seed(1)
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    return model, torch.optim.AdamW(model.parameters(), lr=0.1)
def step(model, optimizer):
    optimizer.zero_grad()
    loss = (model(torch.ones(4, 2)) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
model, optimizer = make()
for i in range(3): step(model, optimizer)
torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3}, path)
expected = [step(model, optimizer) for i in range(3)]
model, optimizer = make()
state = torch.load(path, map_location="cpu")
print(model.load_state_dict(state["model"]), state["epoch"])
optimizer.load_state_dict(state["optimizer"])
[step(model, optimizer) for i in range(3)] == expected
#: a folder
torch.load(scratch)
#: no such file
torch.load(scratch + "/nowhere/at/all.pt")
#: a file as a folder
torch.load("/etc/hostname/x.pt")
#: a cut path
torch.load("a\0b")
#: no path
torch.load("")
#: a name that is too long
torch.load("x" * 300)
