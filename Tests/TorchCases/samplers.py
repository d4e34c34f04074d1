#: samplers
from torch.utils.data import *
torch.manual_seed(0)
print(list(BatchSampler(SequentialSampler(range(7)), 3, False)), list(BatchSampler(range(7), 3, drop_last=True)), len(BatchSampler(range(7), 3, False)))
print(list(WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 5, replacement=True)), list(WeightedRandomSampler([0.9, 0.4, 0.05, 0.2, 0.3, 0.1], 5, replacement=False)))
print(list(SubsetRandomSampler([4, 6, 8, 10])), list(RandomSampler(range(5))), list(RandomSampler(range(5), replacement=True, num_samples=7)))
g = torch.Generator().manual_seed(7)
print(list(SubsetRandomSampler(range(5), generator=g)), list(WeightedRandomSampler(torch.ones(3), 4, generator=g)))
s = DistributedSampler(range(10), num_replicas=3, rank=1, shuffle=True, seed=1)
print(list(s), len(s))
s.set_epoch(1)
print(list(s), list(DistributedSampler(range(10), 3, 2, shuffle=False, drop_last=True)))
#: loaders by samplers
from torch.utils.data import *
torch.manual_seed(0)
data = TensorDataset(torch.arange(10), torch.arange(10) * 0.5)
for loader in (DataLoader(data, sampler=SubsetRandomSampler([1, 3, 5, 7]), batch_size=3), DataLoader(data, batch_sampler=BatchSampler(RandomSampler(data), 4, False)),
               DataLoader(data, batch_size=None), DataLoader(data, batch_size=4, drop_last=True, shuffle=True), DataLoader(data, 3, sampler=WeightedRandomSampler(torch.arange(10.), 5))):
    print(len(loader), [batch[0].tolist() for batch in loader][:4])
print(type(DataLoader(data).sampler).__name__, DataLoader(data, batch_size=4).batch_size, DataLoader(data).drop_last, DataLoader(data).num_workers)
#: iterable datasets
from torch.utils.data import *
class Count(IterableDataset):
    def __init__(self, start, end):
        self.start, self.end = start, end
    def __iter__(self):
        return iter(range(self.start, self.end))
print(list(DataLoader(Count(3, 10), batch_size=3)), list(DataLoader(Count(0, 5), batch_size=2, drop_last=True)), list(DataLoader(Count(0, 3), batch_size=None)))
print(list(ChainDataset([Count(0, 2), Count(5, 7)])), [b.tolist() for b in DataLoader(Count(0, 2) + Count(8, 10), batch_size=3)])
class Generated(IterableDataset):
    def __iter__(self):
        for i in range(4):
            yield torch.full((2,), float(i)), i
for x, y in DataLoader(Generated(), batch_size=2):
    print(x, y)
#: datasets side by side
from torch.utils.data import *
pairs = StackDataset(TensorDataset(torch.arange(3)), [10, 20, 30])
named = StackDataset(x=torch.arange(4.), y=[1, 2, 3, 4])
print(pairs[1], len(pairs), named[2], next(iter(DataLoader(named, batch_size=2))))
print(ConcatDataset([range(3), range(10, 12)])[4], len(Subset(range(10), [1, 5])), get_worker_info(), default_convert([np.ones(2), 3, "a"]))
a, b, c = random_split(range(10), [0.5, 0.3, 0.2], generator=torch.Generator().manual_seed(3))
print(list(a), list(b), list(c))
#: several elements at once
from torch.utils.data import *
class Squares(Dataset):
    def __len__(self):
        return 6
    def __getitem__(self, i):
        return i * i
    def __getitems__(self, places):
        print("asked for", places)
        return [i * i for i in places]
print([b.tolist() for b in DataLoader(Squares(), batch_size=4)])
#: a sampler of one's own
from torch.utils.data import *
class Odd(Sampler):
    def __init__(self, source):
        self.source = source
    def __iter__(self):
        return iter(range(1, len(self.source), 2))
    def __len__(self):
        return len(self.source) // 2
[b.tolist() for b in DataLoader(torch.arange(9) * 10, batch_size=2, sampler=Odd(range(9)))]
#: a batch sampler and a batch size
from torch.utils.data import *
DataLoader(range(4), batch_size=2, batch_sampler=BatchSampler(range(4), 2, False))
#: an iterable dataset has no order
from torch.utils.data import *
class Count(IterableDataset):
    def __iter__(self):
        return iter(range(3))
DataLoader(Count(), shuffle=True)
#: an iterable dataset has no length
from torch.utils.data import *
class Count(IterableDataset):
    def __iter__(self):
        return iter(range(3))
len(DataLoader(Count(), batch_size=2))
#: no samples
from torch.utils.data import *
WeightedRandomSampler([1.0], 0)
