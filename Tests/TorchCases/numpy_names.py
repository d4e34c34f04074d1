#: NumPy's names of arguments of functions
x = torch.arange(6.).view(2, 3)
print(torch.sum(x, axis=0), torch.mean(x, axis=1, keepdims=True), torch.max(x, axis=1).values, torch.argmax(x, axis=0))
print(torch.cat((x, x), axis=1).shape, torch.stack((x, x), axis=2).shape, torch.softmax(x, axis=0), torch.cumsum(x, axis=1))
print(torch.squeeze(x[None], axis=0).shape, torch.unsqueeze(x, axis=1).shape, torch.std(x, axis=0), torch.prod(x, axis=1))
print(torch.all(x > 0, axis=1), torch.sort(x, axis=1, descending=True).values, torch.amax(x, axis=(0, 1)), torch.exp(x=torch.zeros(1)))
print(torch.add(x1=torch.ones(1), x2=torch.ones(1)), torch.sum(a=x), torch.logsumexp(x, axis=1, keepdims=True).shape)
#: NumPy's names of arguments of methods
x = torch.arange(6.).view(2, 3)
print(x.sum(axis=0), x.mean(axis=1, keepdims=True), x.max(axis=1).values, x.argmax(axis=1, keepdims=True), x.min(axis=0).indices)
print(x.var(axis=0), x.norm(dim=0), x.softmax(axis=1), x.cumsum(axis=0), x.unsqueeze(axis=0).shape, x.topk(2, axis=1).values)
print(x.any(axis=0), x.median(axis=1).values, x.split(1, dim=0)[1], x.sum(axis=(0, 1)), x.squeeze(axis=0).shape)
#: both names of one argument
torch.arange(6.).view(2, 3).sum(dim=0, axis=1)
#: a name that is none
torch.arange(6.).sum(axes=0)
#: functions of F have their own names
F.softmax(torch.arange(6.), axis=0)
