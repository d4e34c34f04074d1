#: tensor dataset
from torch.utils.data import TensorDataset
d = TensorDataset(torch.arange(6).view(3, 2), torch.tensor([10, 20, 30]))
len(d), d[1], d[-1], d[0:2]
#: sizes must agree
from torch.utils.data import TensorDataset
TensorDataset(torch.zeros(2), torch.zeros(3))
#: a dataset of one's own
from torch.utils.data import Dataset, DataLoader
class Windows(Dataset):
    def __init__(self, data, T):
        self.data, self.T = data, T
    def __len__(self): return len(self.data) - self.T
    def __getitem__(self, i): return self.data[i:i + self.T], self.data[i + 1:i + self.T + 1]
w = Windows(torch.arange(10), 4)
loader = DataLoader(w, batch_size=3)
print(len(w), len(loader))
for X, y in loader: print(X, y)
#: shuffled batches
from torch.utils.data import TensorDataset, DataLoader
torch.manual_seed(1)
loader = DataLoader(TensorDataset(torch.arange(7)), batch_size=3, shuffle=True)
for (x,) in loader: print(x)
for (x,) in loader: print(x)
torch.rand(2)
#: shuffle leaves numbers as pytorch does
from torch.utils.data import TensorDataset, DataLoader
torch.manual_seed(5)
loader = DataLoader(TensorDataset(torch.arange(4)), batch_size=2)
list(loader)
torch.rand(2)
#: a generator of its own
from torch.utils.data import TensorDataset, DataLoader
g = torch.Generator().manual_seed(3)
loader = DataLoader(TensorDataset(torch.arange(5)), batch_size=2, shuffle=True, drop_last=True, generator=g)
print(len(loader))
[x for x in loader]
#: next of iter
from torch.utils.data import DataLoader
X = next(iter(DataLoader(torch.arange(8.).view(4, 2), batch_size=2)))
X
#: batches of a list
from torch.utils.data import DataLoader
list(DataLoader([1, 2, 3, 4, 5], batch_size=2)), list(DataLoader([1.5, 2.5]))
#: batches of dicts
from torch.utils.data import DataLoader
rows = [{'x': torch.ones(2) * i, 'name': f'n{i}', 'y': i} for i in range(3)]
next(iter(DataLoader(rows, batch_size=3)))
#: batches of tuples
from torch.utils.data import DataLoader
rows = [(torch.tensor([i, i]), i / 2, 'abc'[i]) for i in range(3)]
next(iter(DataLoader(rows, batch_size=2)))
#: batches of unequal tensors
from torch.utils.data import DataLoader
next(iter(DataLoader([torch.zeros(2), torch.zeros(3)], batch_size=2)))
#: collate of one's own
from torch.utils.data import DataLoader
loader = DataLoader(['ab', 'c'], batch_size=2, collate_fn=lambda rows: [r.upper() for r in rows])
list(loader)
#: without batches
from torch.utils.data import DataLoader
list(DataLoader(torch.arange(3), batch_size=None))
#: subset and split
from torch.utils.data import Subset, random_split, TensorDataset
d = TensorDataset(torch.arange(10))
s = Subset(d, [1, 3, 5])
print(len(s), s[2])
a, b = random_split(d, [7, 3], generator=torch.Generator().manual_seed(0))
len(a), len(b), a.indices, b.indices, [int(x[0]) for x in b]
#: split by fractions
from torch.utils.data import random_split
a, b = random_split(range(11), [0.8, 0.2])
len(a), len(b), list(b)
#: split that does not add up
from torch.utils.data import random_split
random_split(range(10), [5, 3])
#: attributes of a loader
from torch.utils.data import DataLoader
l = DataLoader(list(range(10)), batch_size=4)
l.batch_size, len(l.dataset), l.drop_last, type(l).__name__
#: shuffle with a sampler
from torch.utils.data import DataLoader, RandomSampler, SequentialSampler
torch.manual_seed(2)
print([int(x) for x in DataLoader(list(range(5)), sampler=SequentialSampler(range(5)))])
list(RandomSampler(range(5))), len(RandomSampler(range(5)))
#: bad batch size
from torch.utils.data import DataLoader
DataLoader([1, 2], batch_size=0)
#: no length
from torch.utils.data import Dataset, DataLoader
class D(Dataset):
    def __getitem__(self, i): return i
len(D())
#: concatenated datasets
from torch.utils.data import ConcatDataset, TensorDataset
c = ConcatDataset([TensorDataset(torch.arange(2)), TensorDataset(torch.arange(10, 13))])
len(c), c[3], (TensorDataset(torch.arange(2)) + TensorDataset(torch.arange(1)))[2]
#: a loop over epochs
from torch.utils.data import TensorDataset, DataLoader
torch.manual_seed(0)
X = torch.randn(20, 3)
y = (X.sum(1) > 0).long()
loader = DataLoader(TensorDataset(X, y), batch_size=8, shuffle=True)
net = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2))
opt = torch.optim.Adam(net.parameters(), lr=0.01)
lossfun = nn.CrossEntropyLoss()
for epoch in range(3):
    total = 0
    for xb, yb in loader:
        loss = lossfun(net(xb), yb)
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss.item() * len(xb)
    print(f'{epoch} {total / len(loader.dataset):.4f}')
#: seed worker arguments
from torch.utils.data import DataLoader
l = DataLoader(torch.arange(4), batch_size=2, num_workers=0, pin_memory=False, shuffle=False)
[b.tolist() for b in l]
#: torch utils by full name
import torch.utils.data
loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.arange(3)), batch_size=2)
len(loader)
