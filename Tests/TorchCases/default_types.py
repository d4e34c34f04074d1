#: float64
torch.set_default_dtype(torch.float64)
try:
    print(torch.get_default_dtype(), torch.tensor(1.5), torch.tensor([1.0]).dtype, torch.zeros(2), torch.ones(2).dtype, torch.rand(2).dtype)
    print(torch.arange(0, 1, 0.5), torch.arange(3).dtype, torch.linspace(0, 1, 3).dtype, torch.eye(2).dtype, torch.full((2,), 1.0).dtype, torch.empty(1).dtype)
    print(torch.tensor([1, 2]) / 2, torch.tensor([1, 2]) * 1.5, torch.tensor([1, 4]).sqrt(), torch.exp(torch.tensor(1)), torch.tensor([True]) * 0.5)
    print(torch.tensor(1.0, dtype=torch.float32), torch.ones(2, dtype=torch.float32) * 2.5, torch.tensor([1, 2]).float().dtype)
    layer = nn.Linear(2, 3); print(layer.weight.dtype, layer(torch.ones(1, 2)).dtype, nn.LayerNorm(2).weight.dtype, nn.Embedding(3, 2)(torch.tensor([1])).dtype)
    print(torch.Tensor([1, 2]), torch.logspace(0, 2, 3), torch.finfo().dtype, torch.normal(0.0, 1.0, (2,)).dtype, torch.from_numpy(np.float32([1])).dtype)
finally:
    torch.set_default_dtype(torch.float32)
print(torch.tensor(1.5), torch.zeros(1).dtype)

#: digits of float64
torch.set_default_dtype(torch.float64)
try:
    torch.manual_seed(3)
    layer = nn.Linear(3, 2); x = torch.randn(4, 3)
    loss = F.mse_loss(layer(x), torch.zeros(4, 2)); loss.backward()
    optimizer = torch.optim.Adam(layer.parameters(), lr=0.1); optimizer.step()
    torch.set_printoptions(precision=12)
    print(loss, layer.weight, layer.weight.grad, torch.rand(2), torch.randn(3))
finally:
    torch.set_default_dtype(torch.float32)
    torch.set_printoptions(profile="default")

#: reduced types
for kind in (torch.float16, torch.bfloat16):
    torch.set_default_dtype(kind)
    try:
        print(torch.tensor(1.5), torch.zeros(2), torch.tensor([1, 3]) / 2, torch.tensor([1, 2]) * 0.1, nn.Linear(2, 2).weight.dtype, torch.arange(0, 1, 0.25).dtype)
    finally:
        torch.set_default_dtype(torch.float32)

#: a default of integers
torch.set_default_dtype(torch.int64)
