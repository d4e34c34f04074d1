#: norms: repr, results, gradients
torch.manual_seed(0)
for m, s in ((nn.BatchNorm1d(3), (4, 3)), (nn.BatchNorm1d(2), (3, 2, 4)), (nn.BatchNorm2d(2, momentum=None), (3, 2, 2, 2)), (nn.BatchNorm3d(2, affine=False), (2, 2, 2, 2, 2)),
             (nn.GroupNorm(2, 4), (2, 4, 3)), (nn.GroupNorm(4, 4, affine=False), (2, 4, 3, 2)), (nn.InstanceNorm1d(2), (2, 2, 5)), (nn.InstanceNorm2d(2, affine=True, track_running_stats=True), (2, 2, 3, 3)),
             (nn.LayerNorm((2, 3)), (4, 2, 3)), (nn.LayerNorm(3, elementwise_affine=False), (2, 3)), (nn.RMSNorm((2, 3)), (4, 2, 3)), (nn.RMSNorm(4, eps=0.1, elementwise_affine=False), (2, 4)), (nn.LocalResponseNorm(2), (1, 3, 4))):
    x = torch.randn(s, requires_grad=True)
    y = m(x)
    print(m)
    print([f"{v:.3f}" for v in y.flatten()[:8].tolist()], list(m.state_dict()))
    (y ** 3).sum().backward()
    print([f"{v:.2f}" for v in x.grad.flatten()[:6].tolist()], [f"{p.grad.abs().sum():.1f}" for p in m.parameters()])
    print([b for b in m.buffers()])
    m.eval()
    print([f"{v:.3f}" for v in m(x).flatten()[:4].tolist()])
#: functions of norms
x = torch.arange(12.).view(2, 3, 2)
mean, var = torch.zeros(3), torch.ones(3)
print(F.batch_norm(x, mean, var, training=True, momentum=0.5), mean, var)
print(F.batch_norm(x, mean, var), F.instance_norm(x), F.group_norm(x, 3), F.layer_norm(x, (3, 2)), F.rms_norm(x, (3, 2)), F.local_response_norm(x, 3))
#: statistics start anew
m = nn.BatchNorm1d(2)
m(torch.randn(4, 2))
m.reset_running_stats()
print(m.running_mean, m.running_var, m.num_batches_tracked, m.num_features, m.eps, m.momentum, m.affine, m.track_running_stats)
m.reset_parameters()
print(m.weight, m.bias)
#: one number a channel
nn.BatchNorm1d(2)(torch.zeros(1, 2))
#: the wrong number of axes
nn.BatchNorm2d(2)(torch.zeros(2, 2))
#: groups that do not divide the channels
nn.GroupNorm(3, 4)
#: dropouts of channels
torch.manual_seed(1)
x = torch.ones(2, 3, 2, 2)
print(nn.Dropout2d(0.5)(x), nn.Dropout1d(0.5)(x[0]), nn.Dropout3d(0.3)(x.unsqueeze(0)).sum((2, 3, 4)), F.alpha_dropout(torch.ones(5), 0.4, training=True), F.feature_alpha_dropout(x, 0.5, True).sum((2, 3)), nn.Dropout2d(0.2).eval()(x).sum(), nn.AlphaDropout(0.3))
#: dropout of what lies otherwise in memory
torch.manual_seed(2)
x = torch.ones(3, 4).t()
print(F.dropout(x, 0.5), F.dropout(torch.ones(2, 3, 4).transpose(0, 1), 0.3), F.dropout(torch.ones(2, 3, 4).permute(2, 0, 1), 0.5).sum())
#: activations
torch.manual_seed(3)
x = torch.linspace(-2, 2, 7, requires_grad=True)
for m in (nn.CELU(), nn.CELU(0.5), nn.Hardshrink(), nn.Softshrink(1), nn.Tanhshrink(), nn.PReLU(), nn.RReLU(), nn.Softsign(), nn.Softmin(dim=0)):
    y = m(x)
    g, = torch.autograd.grad((y * y).sum(), x)
    print(m, y, g)
print(nn.PReLU(3)(torch.tensor([[-1., -2., 3.]])), nn.RReLU().eval()(torch.tensor([-4.])), nn.Softmax2d()(torch.zeros(1, 2, 1, 1)), F.relu_(torch.tensor([-1., 1.])), F.elu_(torch.tensor([-1., 1.])))
#: draws from categories
torch.manual_seed(4)
logits = torch.randn(3, 4, requires_grad=True)
y = F.gumbel_softmax(logits, tau=0.5)
h = F.gumbel_softmax(logits, hard=True)
print(y, h)
(h * torch.arange(4.)).sum().backward()
logits.grad
