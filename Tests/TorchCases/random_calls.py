#: linspace to the last digit
for a, b, n in [(0, 1, 7), (-3, 3, 100), (0.1, 0.9, 17), (-6.283185307, 6.283185307, 60), (0, 10, 50), (2, 1, 8)]:
    print(torch.linspace(a, b, n).tolist())
    print(torch.linspace(a, b, n, dtype=torch.float64).tolist())
#: linspace of integers
for a, b, n in [(0, 5, 4), (0.5, 5.9, 4), (-2.9, 7.2, 6), (3, 3, 1), (10, 0, 7)]:
    print(torch.linspace(a, b, n, dtype=torch.int64), torch.linspace(a, b, n, dtype=torch.int32))
#: linspace of integers too large
torch.linspace(1e30, 0.1, 5, dtype=torch.int32)
#: covariance and deviation with a correction that no count has
x = torch.arange(6.).reshape(2, 3)
for c in [-9223372036854775807 - 1, -(1 << 62), -3, 3, 9223372036854775807]:
    if c > -9223372036854775807 - 1:
        # PyTorch's own difference wraps around there.
        print(torch.cov(x, correction=c))
    print(x.var(1, correction=c), x.std(1, correction=c))
    y = x.clone().requires_grad_()
    y.std(1, correction=c).sum().backward()
    print(y.grad)
#: activations of integers
for t in [torch.tensor([2, 0, -3]), torch.tensor([2, 0, -3], dtype=torch.int32), torch.tensor([True, False])]:
    for f in [F.silu, F.mish, F.logsigmoid, F.softsign, F.hardsigmoid, F.hardswish, F.relu6, F.selu, F.elu, F.leaky_relu,
              F.softplus, lambda x: F.hardtanh(x, -1, 0.5), lambda x: F.hardtanh(x, -1.7, 2.9),
              lambda x: F.hardtanh(x, -1, 1e30), lambda x: F.threshold(x, 0.5, 1.5), lambda x: F.threshold(x, 0.5, 1e30),
              lambda x: F.glu(x[:2]), nn.Hardtanh(-1, 0.5), nn.Threshold(0.5, 7), nn.ReLU6()]:
        try:
            print(f(t))
        except Exception as e:
            print(type(e).__name__)
#: uniform the wrong way round
torch.zeros(3).uniform_(5, -1)
#: initial weights the wrong way round
nn.init.xavier_uniform_(torch.zeros(3, 3), -1)
#: a table whose padding it does not have
nn.Embedding.from_pretrained(torch.zeros(3, 2), padding_idx=4)
#: a table whose padding counts from the end
nn.Embedding.from_pretrained(torch.zeros(3, 2), padding_idx=-1).padding_idx
#: Adagrad of a negative eps
torch.optim.Adagrad([nn.Parameter(torch.ones(1))], eps=-0.5)
#: Adagrad of a negative first sum
torch.optim.Adagrad([nn.Parameter(torch.ones(1))], initial_accumulator_value=-1.)
#: a mask of integers selects nothing
torch.masked_select(torch.arange(3.), torch.tensor([1, 0, 1]))
#: repeats of two axes
torch.repeat_interleave(torch.zeros(2, 2), torch.tensor([[2], [1]]), dim=0)
#: pieces that end before they begin
x = np.arange(12.).reshape(3, 4)
for ends in [(1, 3, 1, 1), (3, 1), (2, 0, 3), [4, 2]]:
    print([p.tolist() for p in np.split(x, ends, -1)], [p.tolist() for p in np.array_split(np.arange(4), ends)])
#: counts past the largest integer
[i for i, _ in enumerate('abc', 9223372036854775805)]
#: a triangle of rows without columns
torch.triu_indices(1 << 62, 0), torch.tril_indices(0, 1 << 62), torch.tril_indices(1 << 62, 0)
#: whole numbers of NumPy over more than half of all there are
most, least = 9223372036854775807, -9223372036854775807 - 1
for low, high in [(-2, most), (least, most), (0, 1 << 62), (least, least + 4), (0, (1 << 32) + 1)]:
    np.random.seed(7)
    print(np.random.randint(low, high), np.random.randint(low, high, 3).tolist(), np.random.rand())
