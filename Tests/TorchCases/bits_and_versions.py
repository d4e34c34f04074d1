#: bits
x = torch.tensor([1.0, -2.0, 0.5])
print(x.view(torch.int32), x.view(torch.uint8), x.view(dtype=torch.int32), x.view(torch.int16), torch.tensor(1.0).view(torch.int32))
i = torch.tensor([0x40490fdb, 0x3f800000], dtype=torch.int32)
print(i.view(torch.float32), i.view(torch.float64).shape, torch.arange(4, dtype=torch.uint8).view(torch.int32), torch.tensor([1, 2]).view(torch.float64))
print(torch.arange(6.0).view(2, 3)[:, :2].view(torch.int32), torch.tensor([True, False]).view(torch.uint8), torch.tensor([1.0], dtype=torch.bfloat16).view(torch.int16))

#: bits share memory
x = torch.zeros(2)
v = x.view(torch.int32)
v[0] = 0x3f800000
print(x, x._version, v._version)
x[1] = 2.0
print(v, v.view(torch.float32))
b = x.view(torch.uint8); b.zero_(); print(x, v)

#: the inverse root
def q_rsqrt(number):
    i = number.view(torch.int32)
    i = 0x5f3759df - (i >> 1)
    y = i.view(torch.float32)
    return y * (1.5 - 0.5 * number * y * y)
print(q_rsqrt(torch.tensor([4.0, 2.0, 0.25])))

#: bits with steps
torch.arange(4.0)[::2].view(torch.uint8)

#: bits that do not divide
torch.ones(3, dtype=torch.uint8).view(torch.float32)

#: bits of one number
torch.tensor(1.0).view(torch.uint8)

#: bits of arrays
a = np.array([1.0, 2.0], dtype=np.float32)
print(a.view(np.int32), a.view(np.uint8), np.array([1, 2], dtype=np.uint8).view(np.int8), np.arange(4, dtype=np.uint8).view("u4"))
v = a.view(np.int32); v[0] = 0; print(a)

#: bits of arrays that do not divide
np.ones(3, dtype=np.uint8).view(np.float32)

#: versions
x = torch.ones(3)
print(x._version)
x += 1; x[0] = 2; x.mul_(2)
v = x[1:]; v.zero_()
print(x._version, v._version, x.detach()._version, torch.zeros(3)._version, torch.empty(2).fill_(1)._version, x.clone()._version)

#: overlapping sums
x = torch.arange(5.0)
x[1:] += x[:-1]

#: overlapping copies
x = torch.arange(5.0)
x[1:] = x[:-1]

#: copies of overlapping memory
x = torch.arange(5.0)
x[:3].copy_(x[2:])

#: a matrix and its transpose
x = torch.arange(4.0).view(2, 2)
x += x.T

#: parts that do not meet
x = torch.arange(6.0)
x[3:] += x[:3]; x[::2] += x[1::2]; x += x; x[1:] += 2 * x[:-1]; x[:3] = x[3:]
print(x)
a = np.arange(5); a[1:] = a[:-1]; print(a)

#: parts of split changed
x = torch.ones(4, requires_grad=True)
a, b = (x * 2).split(2)
a += 1

#: parts of unbind changed
x = torch.ones(2, 2, requires_grad=True)
a, b = (x * 2).unbind(0)
a.mul_(2)

#: parts of chunk written to
x = torch.ones(4, requires_grad=True)
a, b = (x * 2).chunk(2)
a[0] = 5

#: rows of an iteration changed
x = torch.ones(2, 2, requires_grad=True)
for row in x * 2:
    row += 1

#: parts without gradients changed
x = torch.ones(4)
a, b = x.split(2); a += 1
for row in x.view(2, 2):
    row *= 2
with torch.no_grad():
    y = torch.ones(4, requires_grad=True) * 2
    c, d = y.chunk(2); c += 1
print(x, y)

#: numbers that are too large
torch.tensor(2 ** 63)

#: rows of numbers that are too large
torch.tensor([2 ** 64])

#: anomalies
x = torch.tensor([-1.0, 4.0], requires_grad=True)
with torch.autograd.detect_anomaly():
    y = torch.sqrt(x).sum()
    y.backward()

#: anomalies switched on
torch.autograd.set_detect_anomaly(True)
try:
    x = torch.tensor([0.0], requires_grad=True)
    try:
        ((x / x) * 2).backward()
    except RuntimeError as error:
        print(error)
    with torch.autograd.set_detect_anomaly(False):
        y = torch.sqrt(torch.tensor([-1.0], requires_grad=True)); y.backward(); print("nothing said")
    (torch.tensor(2.0, requires_grad=True) ** 2).backward(); print("fine")
finally:
    torch.autograd.set_detect_anomaly(False)

#: anomalies without NaN
with torch.autograd.detect_anomaly(check_nan=False):
    x = torch.tensor([-1.0], requires_grad=True); torch.sqrt(x).backward(); print(x.grad)

#: hooks of backward to some inputs
a, b = torch.ones(2, requires_grad=True), torch.ones(2, requires_grad=True)
a.register_post_accumulate_grad_hook(lambda p: print("a", p.grad))
b.register_post_accumulate_grad_hook(lambda p: print("b", p.grad))
(a * b * 2).sum().backward(inputs=[a])
print(a.grad, b.grad)
