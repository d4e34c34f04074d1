#: convolutions: repr, results, gradients
for m, s in ((nn.Conv1d(2, 4, 3, padding=1), (2, 2, 8)), (nn.Conv2d(2, 4, 3, stride=2, padding=1, groups=2), (1, 2, 6, 6)),
             (nn.Conv2d(1, 3, (2, 3), padding="same", dilation=2), (1, 1, 4, 5)), (nn.Conv3d(1, 2, 2), (1, 1, 3, 3, 3)),
             (nn.Conv2d(2, 2, 3, padding=1, padding_mode="reflect"), (1, 2, 4, 4)),
             (nn.Conv1d(2, 2, 3, padding=2, padding_mode="circular", bias=False), (2, 5)),
             (nn.ConvTranspose2d(2, 3, 3, stride=2, padding=1, output_padding=1), (1, 2, 3, 3)),
             (nn.ConvTranspose1d(4, 2, 3, groups=2), (1, 4, 5)), (nn.ConvTranspose3d(1, 1, 2, stride=2), (1, 1, 2, 2, 2))):
    torch.manual_seed(3)
    m.reset_parameters()
    x = torch.randn(s, requires_grad=True)
    y = m(x)
    print(m, y.shape)
    (y * y).sum().backward()
    print([f"{v:.3f}" for v in y.flatten()[:6].tolist()], y.grad_fn.name())
    print(f"{x.grad.abs().sum():.2f}", [f"{p.grad.abs().sum():.2f}" for p in m.parameters()], list(m.state_dict()))
#: functions of convolution
x = torch.arange(16.).view(1, 1, 4, 4)
w = torch.ones(1, 1, 3, 3)
print(F.conv2d(x, w), F.conv2d(x, w, padding="same"), F.conv2d(x, w, padding="valid", stride=1), F.conv2d(x, w, stride=2, padding=1))
print(F.conv_transpose2d(x[:, :, :2, :2], w, stride=2), F.conv1d(torch.arange(5.).view(1, 1, 5), torch.tensor([[[1., 0., -1.]]])))
print(F.conv3d(torch.ones(1, 1, 2, 2, 2), torch.ones(1, 1, 2, 2, 2)))
#: unfold and fold
x = torch.arange(12.).view(1, 1, 3, 4)
u = F.unfold(x, 2)
print(u, F.fold(u, (3, 4), 2), nn.Unfold(2, stride=2)(x.expand(1, 2, 3, 4)), nn.Fold((3, 4), (2, 2)))
#: pooling
torch.manual_seed(0)
x = torch.randn(1, 2, 6, 6)
for m in (nn.MaxPool2d(2), nn.MaxPool2d(3, 2, 1, ceil_mode=True), nn.MaxPool2d(2, dilation=2), nn.AvgPool2d(3, 2, 1, count_include_pad=False),
          nn.AvgPool2d(2, divisor_override=3), nn.AvgPool2d(4, 3, 1, ceil_mode=True), nn.AdaptiveAvgPool2d((2, 4)), nn.AdaptiveAvgPool2d(1), nn.AdaptiveMaxPool2d((None, 4)), nn.LPPool2d(2, 3)):
    y = x.clone().requires_grad_()
    z = m(y)
    z.sum().backward()
    print(m, z, f"{y.grad.abs().sum():.3f}")
#: places of the largest
x = torch.randn(1, 1, 4, 6)
y, i = F.max_pool2d(x, 2, return_indices=True)
print(y, i, F.max_unpool2d(y, i, 2), nn.MaxUnpool2d(2, stride=2)(y, i, output_size=(5, 6)).shape)
y, i = nn.MaxPool1d(2, return_indices=True)(x[0, 0].unsqueeze(0))
print(i, nn.MaxUnpool1d(2)(y, i))
print(F.adaptive_max_pool1d(x[0, 0].unsqueeze(0), 4, return_indices=True))
print(nn.MaxPool3d(2)(torch.arange(64.).view(1, 1, 4, 4, 4)), nn.AvgPool3d(2)(torch.arange(64.).view(1, 1, 4, 4, 4)))
print(nn.AvgPool1d(2), nn.MaxPool1d(3, 1), nn.AdaptiveAvgPool1d(3)(torch.arange(7.).view(1, 1, 7)))
#: interpolation
x = torch.arange(6.).view(1, 1, 2, 3)
for a in (dict(scale_factor=2), dict(size=(3, 5)), dict(scale_factor=2, mode="bilinear"), dict(size=(3, 5), mode="bilinear", align_corners=True),
          dict(scale_factor=1.5, mode="bicubic"), dict(size=(1, 2), mode="area"), dict(scale_factor=(1, 2), mode="nearest-exact"), dict(scale_factor=1.7, recompute_scale_factor=True)):
    print(a, F.interpolate(x, **a))
print(F.interpolate(x[0], scale_factor=2, mode="linear"), nn.Upsample(scale_factor=2, mode="nearest"), nn.Upsample(size=4), nn.UpsamplingBilinear2d(scale_factor=2)(x))
#: pixels, channels, borders
x = torch.arange(16.).view(1, 4, 2, 2)
print(F.pixel_shuffle(x, 2), F.pixel_unshuffle(F.pixel_shuffle(x, 2), 2).equal(x), nn.ChannelShuffle(2)(x).flatten(), nn.PixelShuffle(2))
for m in (nn.ZeroPad2d(1), nn.ConstantPad1d((1, 2), 3.5), nn.ReflectionPad1d(1), nn.ReplicationPad2d((1, 0, 1, 0)), nn.CircularPad1d(1), nn.ReflectionPad2d(1)):
    print(m, m(torch.arange(4.).view(1, 1, 2, 2) if "2d" in str(m) else torch.arange(4.).view(1, 2, 2)))
#: grids
theta = torch.tensor([[[0.5, 0., 0.1], [0., -1., 0.]]])
g = F.affine_grid(theta, (1, 1, 2, 3), align_corners=False)
print(g)
x = torch.arange(12.).view(1, 1, 3, 4).requires_grad_()
for a in (dict(), dict(mode="nearest"), dict(padding_mode="border"), dict(padding_mode="reflection"), dict(align_corners=True)):
    print(F.grid_sample(x, g * 1.3, **{"align_corners": False, **a}))
#: lazy layers
net = nn.Sequential(nn.LazyConv2d(3, 2), nn.ReLU(), nn.Flatten(), nn.LazyLinear(4), nn.LazyBatchNorm1d())
y = net(torch.randn(5, 2, 3, 3))
print(net, y, [tuple(p.shape) for p in net.parameters()])
#: a kernel that is larger than what it moves over
F.conv2d(torch.zeros(1, 1, 2, 2), torch.zeros(1, 1, 3, 3))
#: channels that do not fit
nn.Conv2d(3, 4, 3)(torch.zeros(1, 2, 8, 8))
#: channels that groups do not divide
nn.Conv2d(3, 4, 3, groups=2)
#: a padding in a word that is none
nn.Conv2d(3, 4, 3, padding="full")
#: the same size with strides
nn.Conv2d(3, 4, 3, padding="same", stride=2)
#: an output size that a transpose cannot have
nn.ConvTranspose1d(1, 1, 3, stride=2)(torch.zeros(1, 1, 4), output_size=[20])
#: pooling beyond half a window
F.max_pool2d(torch.zeros(1, 1, 4, 4), 2, padding=2)
#: an image that pooling leaves nothing of
F.max_pool2d(torch.zeros(1, 1, 1, 1), 2)
#: a size and a scale
F.interpolate(torch.zeros(1, 1, 4), size=3, scale_factor=2)
#: a small network of convolutions
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 8, 3, padding=1)
        self.head = nn.Linear(8 * 4, 3)
    def forward(self, x):
        x = F.max_pool2d(F.relu(self.norm(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.head(x.flatten(1))
net = Net()
x, y = torch.randn(12, 1, 8, 8), torch.arange(12) % 3
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
for step in range(8):
    loss = F.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{loss.item():.3f}")
net.eval()
print(net(x).argmax(1))
#: convolutions and recurrence in mixed precision
with torch.autocast("cpu", dtype=torch.bfloat16):
    print(nn.Conv2d(1, 1, 2)(torch.ones(1, 1, 3, 3)).dtype, nn.LSTM(2, 3)(torch.ones(2, 1, 2))[0].dtype, nn.GRU(2, 3)(torch.ones(2, 1, 2))[1].dtype)
print(nn.Conv1d(1, 1, 2, dtype=torch.float64)(torch.ones(1, 1, 3, dtype=torch.float64)).dtype, nn.LSTM(2, 3).double()(torch.ones(2, 1, 2, dtype=torch.float64))[0].dtype, nn.BatchNorm1d(2).half()(torch.ones(3, 2).half()).dtype)
