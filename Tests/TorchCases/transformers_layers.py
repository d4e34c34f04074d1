#: attention in several heads
m = nn.MultiheadAttention(8, 2, batch_first=True)
print(m, list(m.state_dict()))
x = torch.randn(2, 3, 8)
y, w = m(x, x, x)
print(y, w)
print(m(x, x, x, key_padding_mask=torch.tensor([[False, False, True], [False, False, False]]), average_attn_weights=False)[1])
print(m(x, x, x, need_weights=False, attn_mask=nn.Transformer.generate_square_subsequent_mask(3), is_causal=True))
print(m(x[0], x[0], x[0], attn_mask=torch.ones(3, 3, dtype=torch.bool).triu(1)))
#: keys and values of other widths, biases, a zero
m = nn.MultiheadAttention(8, 2, kdim=4, vdim=6, add_bias_kv=True, add_zero_attn=True, dropout=0.2)
print(list(m.state_dict()))
q = torch.randn(3, 1, 8, requires_grad=True)
y, w = m(q, torch.randn(2, 1, 4), torch.randn(2, 1, 6))
y.sum().backward()
print(y, w, q.grad.shape, m.bias_k.grad.flatten()[:3])
#: an encoder layer while training
torch.manual_seed(1)
layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
print(layer, list(layer.state_dict()))
x = torch.randn(2, 3, 8)
y = layer(x)
print(y)
(y * torch.randn(2, 3, 8)).sum().backward()
print(layer.linear1.weight.grad[0], layer.self_attn.in_proj_weight.grad[0])
#: an encoder
torch.manual_seed(2)
layer = nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0)
encoder = nn.TransformerEncoder(layer, 2, norm=nn.LayerNorm(8), enable_nested_tensor=False)
x = torch.randn(4, 2, 8)
print(encoder(x, mask=nn.Transformer.generate_square_subsequent_mask(4))[0])
print(encoder(x, src_key_padding_mask=torch.tensor([[False, False, True, True], [False] * 4]))[1])
print(len(list(encoder.parameters())), encoder.layers[0].norm1)
#: padded positions while evaluating
torch.manual_seed(3)
encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 2).eval()
x = torch.randn(2, 3, 8)
with torch.no_grad():
    print(encoder(x, src_key_padding_mask=torch.tensor([[False, False, True], [False, False, False]])))
#: a decoder
torch.manual_seed(4)
decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 16, batch_first=True, norm_first=True, activation="gelu", dropout=0.0), 2)
y = decoder(torch.randn(2, 3, 8), torch.randn(2, 5, 8), tgt_mask=nn.Transformer.generate_square_subsequent_mask(3), memory_key_padding_mask=torch.tensor([[False] * 4 + [True], [False] * 5]))
print(y, list(decoder.layers[0].state_dict())[:8])
#: a whole Transformer
torch.manual_seed(5)
t = nn.Transformer(8, 2, 1, 1, 16, dropout=0.0)
src, tgt = torch.randn(4, 2, 8), torch.randn(3, 2, 8)
y = t(src, tgt, tgt_mask=t.generate_square_subsequent_mask(3))
y.mean().backward()
print(y, len(list(t.parameters())), t.generate_square_subsequent_mask(3))
#: a width that heads do not divide
nn.MultiheadAttention(7, 2)
#: a mask of the wrong size
m = nn.MultiheadAttention(4, 2)
m(torch.zeros(3, 1, 4), torch.zeros(3, 1, 4), torch.zeros(3, 1, 4), attn_mask=torch.zeros(2, 2))
#: an activation that is none
nn.TransformerEncoderLayer(4, 2, activation="swish")
#: one batch and another
nn.Transformer(4, 2, 1, 1, 8)(torch.zeros(2, 1, 4), torch.zeros(2, 2, 4))
