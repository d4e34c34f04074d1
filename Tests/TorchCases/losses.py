#: losses as modules and functions
torch.manual_seed(0)
x, y = torch.randn(4, 3, requires_grad=True), torch.randn(4, 3)
sign = torch.tensor([1., -1., 1., -1.])
labels = torch.tensor([0, 2, 1, 0])
cases = [("poisson", nn.PoissonNLLLoss(), (x, y.abs())), ("poisson full", nn.PoissonNLLLoss(log_input=False, full=True), (x.abs() + 1, y.abs() * 3)),
         ("gaussian", nn.GaussianNLLLoss(), (x, y, torch.ones(4, 1) * 0.5)), ("gaussian full", nn.GaussianNLLLoss(full=True, reduction="sum"), (x, y, y.abs())),
         ("hinge", nn.HingeEmbeddingLoss(margin=0.5), (x[:, 0], sign)), ("soft margin", nn.SoftMarginLoss(), (x[:, 0], sign)),
         ("multi margin", nn.MultiMarginLoss(), (x, labels)), ("multi margin 2", nn.MultiMarginLoss(p=2, margin=0.5, weight=torch.tensor([1., 2., 3.]), reduction="none"), (x, labels)),
         ("multilabel", nn.MultiLabelMarginLoss(), (x, torch.tensor([[0, 2, -1], [1, -1, 0], [2, 1, 0], [-1, 0, 0]]))),
         ("multilabel soft", nn.MultiLabelSoftMarginLoss(), (x, (y > 0).float())), ("ranking", nn.MarginRankingLoss(0.2), (x[:, 0], x[:, 1], sign)),
         ("cosine", nn.CosineEmbeddingLoss(0.1), (x, y, sign)), ("triplet", nn.TripletMarginLoss(), (x, y, y.flip(0))), ("triplet swap", nn.TripletMarginLoss(0.5, p=1, swap=True, reduction="none"), (x, y, y.flip(0))),
         ("triplet distance", nn.TripletMarginWithDistanceLoss(distance_function=lambda a, b: 1 - F.cosine_similarity(a, b)), (x, y, y.flip(0)))]
for name, loss, arguments in cases:
    value = loss(*arguments)
    g, = torch.autograd.grad(value.sum(), x)
    print(name, loss, value, g[0])
#: older names of the reductions
print(nn.SoftMarginLoss(reduce=False).reduction, nn.HingeEmbeddingLoss(size_average=False).reduction)
#: distances
a, b = torch.tensor([[1., 0.], [0., 2.]]), torch.tensor([[1., 1.], [3., 2.]])
print(nn.PairwiseDistance()(a, b), nn.CosineSimilarity()(a, b), F.pdist(torch.tensor([[0., 0.], [3., 4.], [6., 8.]])), nn.PairwiseDistance(p=1, keepdim=True)(a, b))
#: a bilinear layer
m = nn.Bilinear(2, 3, 4)
x1, x2 = torch.randn(5, 2), torch.randn(5, 3)
y = m(x1, x2)
y.sum().backward()
print(m, y[0], m.weight.grad[0], m.bias.grad)
#: bags of rows
m = nn.EmbeddingBag(5, 3, mode="sum")
ids, offsets = torch.tensor([1, 2, 4, 0, 1]), torch.tensor([0, 2, 2])
print(m, m(ids, offsets))
for mode in ("mean", "max"):
    print(F.embedding_bag(ids, m.weight, offsets, mode=mode), F.embedding_bag(ids.view(1, 5), m.weight, mode=mode, padding_idx=1))
print(F.embedding_bag(ids, m.weight, offsets, mode="sum", per_sample_weights=torch.arange(5.)))
m(ids, offsets).sum().backward()
m.weight.grad
#: a dict of parameters
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.ParameterDict({"left": nn.Parameter(torch.ones(2)), "right": torch.zeros(3)})
    def forward(self, x, which):
        return x * self.p[which]
net = Net()
print(net, list(net.state_dict()), list(net.p.keys()), "left" in net.p, len(net.p), net(2, "left"))
net.p["more"] = torch.ones(1)
net.p.pop("left")
print([n for n, _ in net.named_parameters()])
#: a margin that is none
nn.TripletMarginLoss(margin=-1)
#: a negative variance
F.gaussian_nll_loss(torch.zeros(2), torch.zeros(2), torch.tensor([1., -1.]))
#: a table whose rows may not be long
m = nn.Embedding(4, 2, padding_idx=-1, max_norm=1.0)
print(m, m.padding_idx, m.max_norm)
with torch.no_grad():
    m.weight.copy_(torch.tensor([[3., 4.], [0.3, 0.4], [6., 8.], [1., 1.]]))
y = m(torch.tensor([0, 1, 0, 3]))
y.sum().backward()
print(y, m.weight, m.weight.grad)
print(F.embedding(torch.tensor([2]), torch.tensor([[1., 1.], [0., 0.], [-3., 4.]]), max_norm=2.5, norm_type=1.0))
w = torch.ones(3, 2, requires_grad=True)
F.embedding(torch.tensor([0, 1, 1, 2]), w, padding_idx=1).sum().backward()
print(w.grad)
#: initialisations
torch.manual_seed(0)
print(nn.init.orthogonal_(torch.empty(3, 2)).abs().sum(), nn.init.sparse_(torch.empty(4, 3), 0.5), nn.init.dirac_(torch.empty(4, 2, 3), 2), nn.init.orthogonal_(torch.empty(2, 4), gain=2).norm())
#: many classes with small heads
torch.manual_seed(0)
m = nn.AdaptiveLogSoftmaxWithLoss(8, 20, [4, 10], div_value=2.0)
x, y = torch.randn(5, 8), torch.tensor([0, 3, 7, 12, 19])
out = m(x, y)
print(out.output, out.loss, m.predict(x), m.log_prob(x).exp().sum(1), list(m.state_dict()))
#: labels somewhere in time
torch.manual_seed(0)
logits = torch.randn(7, 3, 5, requires_grad=True)
x = logits.log_softmax(2)
t = torch.tensor([[1, 2, 2], [3, 1, 0], [4, 4, 4]])
for reduction in ("none", "mean", "sum"):
    loss = F.ctc_loss(x, t, torch.tensor([7, 5, 4]), torch.tensor([3, 2, 3]), reduction=reduction, zero_infinity=True)
    print([round(v, 4) for v in loss.reshape(-1).tolist()])
print(F.ctc_loss(x, t, (7, 5, 4), (3, 2, 3), reduction="none").tolist()[2])
print(round(nn.CTCLoss()(x, torch.tensor([1, 2, 2, 3, 1, 4]), (7, 5, 7), (3, 2, 1)).item(), 4))
g, = torch.autograd.grad(F.ctc_loss(x, t, (7, 5, 7), (3, 2, 1)), logits)
print([[round(v, 4) for v in row] for row in g[:3, 0].tolist()], round(F.ctc_loss(x[:, 0], t[0], torch.tensor(7), torch.tensor(3)).item(), 4))
