#: an LSTM's weights and outputs
m = nn.LSTM(3, 4, num_layers=2, bidirectional=True, dropout=0.3)
print(m)
print(list(m.state_dict()))
print(m.weight_ih_l0)
x = torch.randn(5, 2, 3, requires_grad=True)
y, (h, c) = m(x)
print(y[0], h.shape, c[1])
y.sum().backward()
print(x.grad[1])
print(m.weight_hh_l0.grad[0], m.bias_ih_l1_reverse.grad)
#: RNN and GRU, batch first
for cls in (nn.RNN, nn.GRU):
    torch.manual_seed(1)
    m = cls(3, 4, batch_first=True)
    y, h = m(torch.randn(2, 5, 3))
    print(m, y[:, -1], h)
#: an RNN with ReLU, without biases
m = nn.RNN(2, 3, nonlinearity="relu", bias=False)
x = torch.randn(4, 1, 2)
y, h = m(x, torch.ones(1, 1, 3))
print(m, y, h, list(m.state_dict()), m.nonlinearity, m.mode)
#: a projection
m = nn.LSTM(3, 5, proj_size=2)
y, (h, c) = m(torch.randn(4, 3))
print(m, y, h, c, [tuple(p.shape) for p in m.parameters()])
#: cells
for cls in (nn.RNNCell, nn.GRUCell, nn.LSTMCell):
    torch.manual_seed(2)
    m = cls(3, 4)
    print(m, m(torch.randn(2, 3)), m(torch.randn(3)))
m = nn.RNNCell(2, 2, bias=False, nonlinearity="relu")
print(m, m.bias_ih)
#: a cell in a loop
m = nn.LSTMCell(2, 3)
h, c = torch.zeros(1, 3), torch.zeros(1, 3)
x = torch.randn(4, 1, 2)
for step in x:
    h, c = m(step, (h, c))
(h.sum() + c.sum()).backward()
print(h, c, m.weight_ih.grad)
#: sequences of several lengths
from torch.nn.utils.rnn import pad_sequence, pack_sequence, pack_padded_sequence, pad_packed_sequence, unpad_sequence, unpack_sequence
s = [torch.arange(3.), torch.arange(2.), torch.arange(4.)]
print(pad_sequence(s), pad_sequence(s, batch_first=True, padding_value=-1), pad_sequence(s, padding_side="left"))
p = pack_sequence(s, enforce_sorted=False)
print(p, p.data.shape, len(p), isinstance(p, tuple))
print(pad_packed_sequence(p, batch_first=True), pad_packed_sequence(p, total_length=6)[0].shape)
print(unpad_sequence(pad_sequence(s), torch.tensor([3, 2, 4])), unpack_sequence(p))
#: a GRU over packed sequences
from torch.nn.utils.rnn import pad_sequence, pack_padded_sequence, pad_packed_sequence
s = [torch.arange(3.), torch.arange(2.), torch.arange(4.)]
m = nn.GRU(1, 2, bidirectional=True)
o, h = m(pack_padded_sequence(pad_sequence(s).unsqueeze(-1), [3, 2, 4], enforce_sorted=False))
y, lengths = pad_packed_sequence(o)
print(y, lengths)
print(h)
y.sum().backward()
print(m.weight_ih_l0.grad, m.weight_hh_l0_reverse.grad)
#: an LSTM over packed sequences in order
from torch.nn.utils.rnn import pad_sequence, pack_padded_sequence, pad_packed_sequence
s = [torch.arange(4.), torch.arange(2.), torch.arange(1.)]
m = nn.LSTM(1, 2, num_layers=2, batch_first=True)
o, (h, c) = m(pack_padded_sequence(pad_sequence(s, batch_first=True).unsqueeze(-1), [4, 2, 1], batch_first=True))
print(pad_packed_sequence(o, batch_first=True), h, c)
#: an input of the wrong width
nn.LSTM(3, 4)(torch.randn(2, 2, 7))
#: a memory of the wrong size
nn.GRU(3, 4)(torch.randn(2, 2, 3), torch.zeros(1, 3, 4))
#: an input of four axes
nn.LSTM(3, 4)(torch.randn(2, 2, 2, 3))
#: lengths that rise
from torch.nn.utils.rnn import pack_padded_sequence
pack_padded_sequence(torch.zeros(4, 2), [2, 4])
#: a hidden size of 0
nn.LSTM(3, 0)
#: an unknown nonlinearity
nn.RNN(2, 2, nonlinearity="sigmoid")
#: a dropout that is none
nn.LSTM(2, 2, dropout=2)
#: an LSTM language model
class Model(nn.Module):
    def __init__(self, vocabulary, width):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width)
        self.lstm = nn.LSTM(width, width, batch_first=True)
        self.head = nn.Linear(width, vocabulary)
    def forward(self, ids, state=None):
        h, state = self.lstm(self.embedding(ids), state)
        return self.head(h), state
model = Model(11, 8)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
data = torch.arange(60) % 11
for step in range(20):
    logits, _ = model(data[:-1].view(1, -1))
    loss = F.cross_entropy(logits[0], data[1:])
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    if step % 5 == 4:
        print(f"{loss.item():.4f}")
