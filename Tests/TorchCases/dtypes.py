#: uint8: numbers that fit and that do not
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.uint8
for v in (300, -1, 1e39, 300.7, 70000, float("nan"), -255, -256):
    show(lambda: torch.full((2,), v, dtype=t))
    show(lambda: torch.tensor([v], dtype=t))
    show(lambda: torch.ones(2, dtype=t) + v)
    show(lambda: torch.ones(2, dtype=t) > v)
    show(lambda: torch.full((2,), 7, dtype=t) // v)
    show(lambda: torch.full((2,), 7, dtype=t).clamp(max=v))

#: uint8: converted from and to the others
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.uint8
x = torch.tensor([-1., 300., 1e20, float("nan"), float("inf"), -1e20, 40000.5, -200.7])
show(lambda: x.to(t))
show(lambda: x.double().to(t))
show(lambda: torch.tensor([1, -1, 300, 70000, 2**40 + 5]).to(t))
for u in (torch.uint8, torch.int8, torch.int16, torch.float16, torch.bfloat16, torch.int64, torch.bool):
    show(lambda: torch.tensor([1, 2, 100]).to(t).to(u))
    show(lambda: torch.promote_types(t, u))
    show(lambda: torch.ones(2, dtype=t) + torch.ones(2, dtype=u))
show(lambda: (t.itemsize, t.is_signed, t.is_floating_point, torch.ones(1, dtype=t).type()))
show(lambda: torch.finfo(t) if t.is_floating_point else torch.iinfo(t))

#: uint8: reductions and functions
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.uint8)
for name in ['sum', 'mean', 'max', 'min', 'argmax', 'median', 'unique', 'abs', 'neg', 'sqrt', 'exp', 'sign', 'square', 'any', 'all', 'prod', 'std']:
    show(getattr(a, name))
show(lambda: a.sort())
show(lambda: a.cumsum(0))
show(lambda: a.cumprod(0))
show(lambda: a.topk(2))
show(lambda: a.amax(0))

#: uint8: operators
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.uint8)
show(lambda: a.view(2, 3) @ a.view(3, 2))
for f in (lambda: a ** 2, lambda: a / 2, lambda: a % 4, lambda: -a % 4, lambda: ~a, lambda: a << 3, lambda: a >> 1,
          lambda: a & 6, lambda: torch.where(a > 3, a, 0), lambda: a.masked_fill(a > 3, -1), lambda: a == 3,
          lambda: a.masked_fill(a > 3, 1e9), lambda: a[0].item(), lambda: a.tolist(), lambda: a * 0.1, lambda: 0.3 / a):
    show(f)

#: uint8: as an index and in writes
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.uint8)
show(lambda: torch.arange(200)[a])
show(lambda: torch.zeros(3, dtype=a.dtype).scatter_add_(0, torch.tensor([0, 0, 1, 1, 1, 1]), a))
show(lambda: torch.bincount(a))
show(lambda: F.one_hot(a))
show(lambda: torch.isin(a, torch.tensor([3])))
show(lambda: a.clone().index_put_((torch.tensor([0, 0]),), a[1:3], accumulate=True))
show(lambda: torch.lerp(a, a + 1, 0.5))
show(lambda: torch.linspace(0, 10, 4, dtype=a.dtype))
show(lambda: torch.arange(0, 5, dtype=a.dtype))

#: uint8: random numbers
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.uint8
for n in (3, 16, 17, 20):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t))
for n in (32, 40, 100):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t)[:3])
show(lambda: torch.rand(5, dtype=t))
show(lambda: torch.zeros(5, dtype=t).random_())
show(lambda: torch.randint(0, 9, (3,), dtype=t))
show(lambda: torch.full((5,), 0.5).to(t).bernoulli_(0.5))

#: int8: numbers that fit and that do not
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.int8
for v in (300, -1, 1e39, 300.7, 70000, float("nan"), -255, -256):
    show(lambda: torch.full((2,), v, dtype=t))
    show(lambda: torch.tensor([v], dtype=t))
    show(lambda: torch.ones(2, dtype=t) + v)
    show(lambda: torch.ones(2, dtype=t) > v)
    show(lambda: torch.full((2,), 7, dtype=t) // v)
    show(lambda: torch.full((2,), 7, dtype=t).clamp(max=v))

#: int8: converted from and to the others
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.int8
x = torch.tensor([-1., 300., 1e20, float("nan"), float("inf"), -1e20, 40000.5, -200.7])
show(lambda: x.to(t))
show(lambda: x.double().to(t))
show(lambda: torch.tensor([1, -1, 300, 70000, 2**40 + 5]).to(t))
for u in (torch.uint8, torch.int8, torch.int16, torch.float16, torch.bfloat16, torch.int64, torch.bool):
    show(lambda: torch.tensor([1, 2, 100]).to(t).to(u))
    show(lambda: torch.promote_types(t, u))
    show(lambda: torch.ones(2, dtype=t) + torch.ones(2, dtype=u))
show(lambda: (t.itemsize, t.is_signed, t.is_floating_point, torch.ones(1, dtype=t).type()))
show(lambda: torch.finfo(t) if t.is_floating_point else torch.iinfo(t))

#: int8: reductions and functions
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.int8)
for name in ['sum', 'mean', 'max', 'min', 'argmax', 'median', 'unique', 'abs', 'neg', 'sqrt', 'exp', 'sign', 'square', 'any', 'all', 'prod', 'std']:
    show(getattr(a, name))
show(lambda: a.sort())
show(lambda: a.cumsum(0))
show(lambda: a.cumprod(0))
show(lambda: a.topk(2))
show(lambda: a.amax(0))

#: int8: operators
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.int8)
show(lambda: a.view(2, 3) @ a.view(3, 2))
for f in (lambda: a ** 2, lambda: a / 2, lambda: a % 4, lambda: -a % 4, lambda: ~a, lambda: a << 3, lambda: a >> 1,
          lambda: a & 6, lambda: torch.where(a > 3, a, 0), lambda: a.masked_fill(a > 3, -1), lambda: a == 3,
          lambda: a.masked_fill(a > 3, 1e9), lambda: a[0].item(), lambda: a.tolist(), lambda: a * 0.1, lambda: 0.3 / a):
    show(f)

#: int8: as an index and in writes
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.int8)
show(lambda: torch.arange(200)[a])
show(lambda: torch.zeros(3, dtype=a.dtype).scatter_add_(0, torch.tensor([0, 0, 1, 1, 1, 1]), a))
show(lambda: torch.bincount(a))
show(lambda: F.one_hot(a))
show(lambda: torch.isin(a, torch.tensor([3])))
show(lambda: a.clone().index_put_((torch.tensor([0, 0]),), a[1:3], accumulate=True))
show(lambda: torch.lerp(a, a + 1, 0.5))
show(lambda: torch.linspace(0, 10, 4, dtype=a.dtype))
show(lambda: torch.arange(0, 5, dtype=a.dtype))

#: int8: random numbers
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.int8
for n in (3, 16, 17, 20):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t))
for n in (32, 40, 100):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t)[:3])
show(lambda: torch.rand(5, dtype=t))
show(lambda: torch.zeros(5, dtype=t).random_())
show(lambda: torch.randint(0, 9, (3,), dtype=t))
show(lambda: torch.full((5,), 0.5).to(t).bernoulli_(0.5))

#: int16: numbers that fit and that do not
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.int16
for v in (300, -1, 1e39, 300.7, 70000, float("nan"), -255, -256):
    show(lambda: torch.full((2,), v, dtype=t))
    show(lambda: torch.tensor([v], dtype=t))
    show(lambda: torch.ones(2, dtype=t) + v)
    show(lambda: torch.ones(2, dtype=t) > v)
    show(lambda: torch.full((2,), 7, dtype=t) // v)
    show(lambda: torch.full((2,), 7, dtype=t).clamp(max=v))

#: int16: converted from and to the others
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.int16
x = torch.tensor([-1., 300., 1e20, float("nan"), float("inf"), -1e20, 40000.5, -200.7])
show(lambda: x.to(t))
show(lambda: x.double().to(t))
show(lambda: torch.tensor([1, -1, 300, 70000, 2**40 + 5]).to(t))
for u in (torch.uint8, torch.int8, torch.int16, torch.float16, torch.bfloat16, torch.int64, torch.bool):
    show(lambda: torch.tensor([1, 2, 100]).to(t).to(u))
    show(lambda: torch.promote_types(t, u))
    show(lambda: torch.ones(2, dtype=t) + torch.ones(2, dtype=u))
show(lambda: (t.itemsize, t.is_signed, t.is_floating_point, torch.ones(1, dtype=t).type()))
show(lambda: torch.finfo(t) if t.is_floating_point else torch.iinfo(t))

#: int16: reductions and functions
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.int16)
for name in ['sum', 'mean', 'max', 'min', 'argmax', 'median', 'unique', 'abs', 'neg', 'sqrt', 'exp', 'sign', 'square', 'any', 'all', 'prod', 'std']:
    show(getattr(a, name))
show(lambda: a.sort())
show(lambda: a.cumsum(0))
show(lambda: a.cumprod(0))
show(lambda: a.topk(2))
show(lambda: a.amax(0))

#: int16: operators
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.int16)
show(lambda: a.view(2, 3) @ a.view(3, 2))
for f in (lambda: a ** 2, lambda: a / 2, lambda: a % 4, lambda: -a % 4, lambda: ~a, lambda: a << 3, lambda: a >> 1,
          lambda: a & 6, lambda: torch.where(a > 3, a, 0), lambda: a.masked_fill(a > 3, -1), lambda: a == 3,
          lambda: a.masked_fill(a > 3, 1e9), lambda: a[0].item(), lambda: a.tolist(), lambda: a * 0.1, lambda: 0.3 / a):
    show(f)

#: int16: as an index and in writes
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.int16)
show(lambda: torch.arange(200)[a])
show(lambda: torch.zeros(3, dtype=a.dtype).scatter_add_(0, torch.tensor([0, 0, 1, 1, 1, 1]), a))
show(lambda: torch.bincount(a))
show(lambda: F.one_hot(a))
show(lambda: torch.isin(a, torch.tensor([3])))
show(lambda: a.clone().index_put_((torch.tensor([0, 0]),), a[1:3], accumulate=True))
show(lambda: torch.lerp(a, a + 1, 0.5))
show(lambda: torch.linspace(0, 10, 4, dtype=a.dtype))
show(lambda: torch.arange(0, 5, dtype=a.dtype))

#: int16: random numbers
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.int16
for n in (3, 16, 17, 20):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t))
for n in (32, 40, 100):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t)[:3])
show(lambda: torch.rand(5, dtype=t))
show(lambda: torch.zeros(5, dtype=t).random_())
show(lambda: torch.randint(0, 9, (3,), dtype=t))
show(lambda: torch.full((5,), 0.5).to(t).bernoulli_(0.5))

#: int32: numbers that fit and that do not
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.int32
for v in (300, -1, 1e39, 300.7, 70000, float("nan"), -255, -256):
    show(lambda: torch.full((2,), v, dtype=t))
    show(lambda: torch.tensor([v], dtype=t))
    show(lambda: torch.ones(2, dtype=t) + v)
    show(lambda: torch.ones(2, dtype=t) > v)
    show(lambda: torch.full((2,), 7, dtype=t) // v)
    show(lambda: torch.full((2,), 7, dtype=t).clamp(max=v))

#: int32: converted from and to the others
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.int32
x = torch.tensor([-1., 300., 1e20, float("nan"), float("inf"), -1e20, 40000.5, -200.7])
show(lambda: x.to(t))
show(lambda: x.double().to(t))
show(lambda: torch.tensor([1, -1, 300, 70000, 2**40 + 5]).to(t))
for u in (torch.uint8, torch.int8, torch.int16, torch.float16, torch.bfloat16, torch.int64, torch.bool):
    show(lambda: torch.tensor([1, 2, 100]).to(t).to(u))
    show(lambda: torch.promote_types(t, u))
    show(lambda: torch.ones(2, dtype=t) + torch.ones(2, dtype=u))
show(lambda: (t.itemsize, t.is_signed, t.is_floating_point, torch.ones(1, dtype=t).type()))
show(lambda: torch.finfo(t) if t.is_floating_point else torch.iinfo(t))

#: int32: reductions and functions
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.int32)
for name in ['sum', 'mean', 'max', 'min', 'argmax', 'median', 'unique', 'abs', 'neg', 'sqrt', 'exp', 'sign', 'square', 'any', 'all', 'prod', 'std']:
    show(getattr(a, name))
show(lambda: a.sort())
show(lambda: a.cumsum(0))
show(lambda: a.cumprod(0))
show(lambda: a.topk(2))
show(lambda: a.amax(0))

#: int32: operators
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.int32)
show(lambda: a.view(2, 3) @ a.view(3, 2))
for f in (lambda: a ** 2, lambda: a / 2, lambda: a % 4, lambda: -a % 4, lambda: ~a, lambda: a << 3, lambda: a >> 1,
          lambda: a & 6, lambda: torch.where(a > 3, a, 0), lambda: a.masked_fill(a > 3, -1), lambda: a == 3,
          lambda: a.masked_fill(a > 3, 1e9), lambda: a[0].item(), lambda: a.tolist(), lambda: a * 0.1, lambda: 0.3 / a):
    show(f)

#: int32: as an index and in writes
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.int32)
show(lambda: torch.arange(200)[a])
show(lambda: torch.zeros(3, dtype=a.dtype).scatter_add_(0, torch.tensor([0, 0, 1, 1, 1, 1]), a))
show(lambda: torch.bincount(a))
show(lambda: F.one_hot(a))
show(lambda: torch.isin(a, torch.tensor([3])))
show(lambda: a.clone().index_put_((torch.tensor([0, 0]),), a[1:3], accumulate=True))
show(lambda: torch.lerp(a, a + 1, 0.5))
show(lambda: torch.linspace(0, 10, 4, dtype=a.dtype))
show(lambda: torch.arange(0, 5, dtype=a.dtype))

#: int32: random numbers
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.int32
for n in (3, 16, 17, 20):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t))
for n in (32, 40, 100):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t)[:3])
show(lambda: torch.rand(5, dtype=t))
show(lambda: torch.zeros(5, dtype=t).random_())
show(lambda: torch.randint(0, 9, (3,), dtype=t))
show(lambda: torch.full((5,), 0.5).to(t).bernoulli_(0.5))

#: float16: numbers that fit and that do not
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.float16
for v in (300, -1, 1e39, 300.7, 70000, float("nan"), -255, -256):
    show(lambda: torch.full((2,), v, dtype=t))
    show(lambda: torch.tensor([v], dtype=t))
    show(lambda: torch.ones(2, dtype=t) + v)
    show(lambda: torch.ones(2, dtype=t) > v)
    show(lambda: torch.full((2,), 7, dtype=t) // v)
    show(lambda: torch.full((2,), 7, dtype=t).clamp(max=v))

#: float16: converted from and to the others
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.float16
x = torch.tensor([-1., 300., 1e20, float("nan"), float("inf"), -1e20, 40000.5, -200.7])
show(lambda: x.to(t))
show(lambda: x.double().to(t))
show(lambda: torch.tensor([1, -1, 300, 70000, 2**40 + 5]).to(t))
for u in (torch.uint8, torch.int8, torch.int16, torch.float16, torch.bfloat16, torch.int64, torch.bool):
    show(lambda: torch.tensor([1, 2, 100]).to(t).to(u))
    show(lambda: torch.promote_types(t, u))
    show(lambda: torch.ones(2, dtype=t) + torch.ones(2, dtype=u))
show(lambda: (t.itemsize, t.is_signed, t.is_floating_point, torch.ones(1, dtype=t).type()))
show(lambda: torch.finfo(t) if t.is_floating_point else torch.iinfo(t))

#: float16: reductions and functions
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.float16)
for name in ['sum', 'mean', 'max', 'min', 'argmax', 'median', 'unique', 'abs', 'neg', 'sqrt', 'exp', 'sign', 'square', 'any', 'all', 'prod', 'std']:
    show(getattr(a, name))
show(lambda: a.sort())
show(lambda: a.cumsum(0))
show(lambda: a.cumprod(0))
show(lambda: a.topk(2))
show(lambda: a.amax(0))

#: float16: operators
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.float16)
show(lambda: a.view(2, 3) @ a.view(3, 2))
for f in (lambda: a ** 2, lambda: a / 2, lambda: a % 4, lambda: -a % 4, lambda: ~a, lambda: a << 3, lambda: a >> 1,
          lambda: a & 6, lambda: torch.where(a > 3, a, 0), lambda: a.masked_fill(a > 3, -1), lambda: a == 3,
          lambda: a.masked_fill(a > 3, 1e9), lambda: a[0].item(), lambda: a.tolist(), lambda: a * 0.1, lambda: 0.3 / a):
    show(f)

#: float16: as an index and in writes
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.float16)
show(lambda: torch.arange(200)[a])
show(lambda: torch.zeros(3, dtype=a.dtype).scatter_add_(0, torch.tensor([0, 0, 1, 1, 1, 1]), a))
show(lambda: torch.bincount(a))
show(lambda: F.one_hot(a))
show(lambda: torch.isin(a, torch.tensor([3])))
show(lambda: a.clone().index_put_((torch.tensor([0, 0]),), a[1:3], accumulate=True))
show(lambda: torch.lerp(a, a + 1, 0.5))
show(lambda: torch.linspace(0, 10, 4, dtype=a.dtype))
show(lambda: torch.arange(0, 5, dtype=a.dtype))

#: float16: random numbers
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.float16
for n in (3, 16, 17, 20):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t))
for n in (32, 40, 100):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t)[:3])
show(lambda: torch.rand(5, dtype=t))
show(lambda: torch.zeros(5, dtype=t).random_())
show(lambda: torch.randint(0, 9, (3,), dtype=t))
show(lambda: torch.full((5,), 0.5).to(t).bernoulli_(0.5))

#: bfloat16: numbers that fit and that do not
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.bfloat16
for v in (300, -1, 1e39, 300.7, 70000, float("nan"), -255, -256):
    show(lambda: torch.full((2,), v, dtype=t))
    show(lambda: torch.tensor([v], dtype=t))
    show(lambda: torch.ones(2, dtype=t) + v)
    show(lambda: torch.ones(2, dtype=t) > v)
    show(lambda: torch.full((2,), 7, dtype=t) // v)
    show(lambda: torch.full((2,), 7, dtype=t).clamp(max=v))

#: bfloat16: converted from and to the others
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.bfloat16
x = torch.tensor([-1., 300., 1e20, float("nan"), float("inf"), -1e20, 40000.5, -200.7])
show(lambda: x.to(t))
show(lambda: x.double().to(t))
show(lambda: torch.tensor([1, -1, 300, 70000, 2**40 + 5]).to(t))
for u in (torch.uint8, torch.int8, torch.int16, torch.float16, torch.bfloat16, torch.int64, torch.bool):
    show(lambda: torch.tensor([1, 2, 100]).to(t).to(u))
    show(lambda: torch.promote_types(t, u))
    show(lambda: torch.ones(2, dtype=t) + torch.ones(2, dtype=u))
show(lambda: (t.itemsize, t.is_signed, t.is_floating_point, torch.ones(1, dtype=t).type()))
show(lambda: torch.finfo(t) if t.is_floating_point else torch.iinfo(t))

#: bfloat16: reductions and functions
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.bfloat16)
for name in ['sum', 'mean', 'max', 'min', 'argmax', 'median', 'unique', 'abs', 'neg', 'sqrt', 'exp', 'sign', 'square', 'any', 'all', 'std']:
    show(getattr(a, name))
show(lambda: a.sort())
show(lambda: a.cumsum(0))
show(lambda: a.cumprod(0))
show(lambda: a.topk(2))
show(lambda: a.amax(0))

#: bfloat16: operators
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.bfloat16)
show(lambda: a.view(2, 3) @ a.view(3, 2))
for f in (lambda: a ** 2, lambda: a / 2, lambda: a % 4, lambda: -a % 4, lambda: ~a, lambda: a << 3, lambda: a >> 1,
          lambda: a & 6, lambda: torch.where(a > 3, a, 0), lambda: a.masked_fill(a > 3, -1), lambda: a == 3,
          lambda: a.masked_fill(a > 3, 1e9), lambda: a[0].item(), lambda: a.tolist(), lambda: a * 0.1, lambda: 0.3 / a):
    show(f)

#: bfloat16: as an index and in writes
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.bfloat16)
show(lambda: torch.arange(200)[a])
show(lambda: torch.zeros(3, dtype=a.dtype).scatter_add_(0, torch.tensor([0, 0, 1, 1, 1, 1]), a))
show(lambda: torch.bincount(a))
show(lambda: F.one_hot(a))
show(lambda: torch.isin(a, torch.tensor([3])))
show(lambda: a.clone().index_put_((torch.tensor([0, 0]),), a[1:3], accumulate=True))
show(lambda: torch.lerp(a, a + 1, 0.5))
show(lambda: torch.linspace(0, 10, 4, dtype=a.dtype))
show(lambda: torch.arange(0, 5, dtype=a.dtype))

#: bfloat16: random numbers
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.bfloat16
for n in (3, 16, 17, 20):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t))
for n in (32, 40, 100):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t)[:3])
show(lambda: torch.rand(5, dtype=t))
show(lambda: torch.zeros(5, dtype=t).random_())
show(lambda: torch.randint(0, 9, (3,), dtype=t))
show(lambda: torch.full((5,), 0.5).to(t).bernoulli_(0.5))

#: float32: numbers that fit and that do not
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.float32
for v in (300, -1, 1e39, 300.7, 70000, float("nan"), -255, -256):
    show(lambda: torch.full((2,), v, dtype=t))
    show(lambda: torch.tensor([v], dtype=t))
    show(lambda: torch.ones(2, dtype=t) + v)
    show(lambda: torch.ones(2, dtype=t) > v)
    show(lambda: torch.full((2,), 7, dtype=t) // v)
    show(lambda: torch.full((2,), 7, dtype=t).clamp(max=v))

#: float32: converted from and to the others
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.float32
x = torch.tensor([-1., 300., 1e20, float("nan"), float("inf"), -1e20, 40000.5, -200.7])
show(lambda: x.to(t))
show(lambda: x.double().to(t))
show(lambda: torch.tensor([1, -1, 300, 70000, 2**40 + 5]).to(t))
for u in (torch.uint8, torch.int8, torch.int16, torch.float16, torch.bfloat16, torch.int64, torch.bool):
    show(lambda: torch.tensor([1, 2, 100]).to(t).to(u))
    show(lambda: torch.promote_types(t, u))
    show(lambda: torch.ones(2, dtype=t) + torch.ones(2, dtype=u))
show(lambda: (t.itemsize, t.is_signed, t.is_floating_point, torch.ones(1, dtype=t).type()))
show(lambda: torch.finfo(t) if t.is_floating_point else torch.iinfo(t))

#: float32: reductions and functions
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.float32)
for name in ['sum', 'mean', 'max', 'min', 'argmax', 'median', 'unique', 'abs', 'neg', 'sqrt', 'exp', 'sign', 'square', 'any', 'all', 'prod', 'std']:
    show(getattr(a, name))
show(lambda: a.sort())
show(lambda: a.cumsum(0))
show(lambda: a.cumprod(0))
show(lambda: a.topk(2))
show(lambda: a.amax(0))

#: float32: operators
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.float32)
show(lambda: a.view(2, 3) @ a.view(3, 2))
for f in (lambda: a ** 2, lambda: a / 2, lambda: a % 4, lambda: -a % 4, lambda: ~a, lambda: a << 3, lambda: a >> 1,
          lambda: a & 6, lambda: torch.where(a > 3, a, 0), lambda: a.masked_fill(a > 3, -1), lambda: a == 3,
          lambda: a.masked_fill(a > 3, 1e9), lambda: a[0].item(), lambda: a.tolist(), lambda: a * 0.1, lambda: 0.3 / a):
    show(f)

#: float32: as an index and in writes
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.float32)
show(lambda: torch.arange(200)[a])
show(lambda: torch.zeros(3, dtype=a.dtype).scatter_add_(0, torch.tensor([0, 0, 1, 1, 1, 1]), a))
show(lambda: torch.bincount(a))
show(lambda: F.one_hot(a))
show(lambda: torch.isin(a, torch.tensor([3])))
show(lambda: a.clone().index_put_((torch.tensor([0, 0]),), a[1:3], accumulate=True))
show(lambda: torch.lerp(a, a + 1, 0.5))
show(lambda: torch.linspace(0, 10, 4, dtype=a.dtype))
show(lambda: torch.arange(0, 5, dtype=a.dtype))

#: float32: random numbers
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.float32
for n in (3, 16, 17, 20):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t))
for n in (32, 40, 100):
    torch.manual_seed(n)
    show(lambda: torch.randn(n, dtype=t)[:3])
show(lambda: torch.rand(5, dtype=t))
show(lambda: torch.zeros(5, dtype=t).random_())
show(lambda: torch.randint(0, 9, (3,), dtype=t))
show(lambda: torch.full((5,), 0.5).to(t).bernoulli_(0.5))

#: float64: numbers that fit and that do not
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.float64
for v in (300, -1, 1e39, 300.7, 70000, float("nan"), -255, -256):
    show(lambda: torch.full((2,), v, dtype=t))
    show(lambda: torch.tensor([v], dtype=t))
    show(lambda: torch.ones(2, dtype=t) + v)
    show(lambda: torch.ones(2, dtype=t) > v)
    show(lambda: torch.full((2,), 7, dtype=t) // v)
    show(lambda: torch.full((2,), 7, dtype=t).clamp(max=v))

#: float64: converted from and to the others
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

t = torch.float64
x = torch.tensor([-1., 300., 1e20, float("nan"), float("inf"), -1e20, 40000.5, -200.7])
show(lambda: x.to(t))
show(lambda: x.double().to(t))
show(lambda: torch.tensor([1, -1, 300, 70000, 2**40 + 5]).to(t))
for u in (torch.uint8, torch.int8, torch.int16, torch.float16, torch.bfloat16, torch.int64, torch.bool):
    show(lambda: torch.tensor([1, 2, 100]).to(t).to(u))
    show(lambda: torch.promote_types(t, u))
    show(lambda: torch.ones(2, dtype=t) + torch.ones(2, dtype=u))
show(lambda: (t.itemsize, t.is_signed, t.is_floating_point, torch.ones(1, dtype=t).type()))
show(lambda: torch.finfo(t) if t.is_floating_point else torch.iinfo(t))

#: float64: reductions and functions
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.float64)
for name in ['sum', 'mean', 'max', 'min', 'argmax', 'median', 'unique', 'abs', 'neg', 'sqrt', 'exp', 'sign', 'square', 'any', 'all', 'prod', 'std']:
    show(getattr(a, name))
show(lambda: a.sort())
show(lambda: a.cumsum(0))
show(lambda: a.cumprod(0))
show(lambda: a.topk(2))
show(lambda: a.amax(0))

#: float64: operators
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.float64)
show(lambda: a.view(2, 3) @ a.view(3, 2))
for f in (lambda: a ** 2, lambda: a / 2, lambda: a % 4, lambda: -a % 4, lambda: ~a, lambda: a << 3, lambda: a >> 1,
          lambda: a & 6, lambda: torch.where(a > 3, a, 0), lambda: a.masked_fill(a > 3, -1), lambda: a == 3,
          lambda: a.masked_fill(a > 3, 1e9), lambda: a[0].item(), lambda: a.tolist(), lambda: a * 0.1, lambda: 0.3 / a):
    show(f)

#: float64: as an index and in writes
def show(f):
    try: print(" ".join(repr(f()).split()))
    except Exception as error: print(type(error).__name__, str(error).split("\n")[0][:70])

a = torch.tensor([5, 3, 7, 3, 1, 100]).to(torch.float64)
show(lambda: torch.arange(200)[a])
show(lambda: torch.zeros(3, dtype=a.dtype).scatter_add_(0, torch.tensor([0, 0, 1, 1, 1, 1]), a))
show(lambda: torch.bincount(a))
show(lambda: F.one_hot(a))
show(lambda: torch.isin(a, torch.tensor([3])))
show(lambda: a.clone().index_put_((torch.tensor([0, 0]),), a[1:3], accumulate=True))
show(lambda: torch.lerp(a, a + 1, 0.5))
show(lambda: torch.linspace(0, 10, 4, dtype=a.dtype))
show(lambda: torch.arange(0, 5, dtype=a.dtype))

#: float64 all the way: losses and their gradients
q = torch.sin(torch.arange(160, dtype=torch.float64) * 1.7).view(2, 2, 5, 8) * 2
def s(x): print([f"{v:.10g}" for v in x.flatten()[:3].tolist()])
for f in (lambda x: F.layer_norm(x, (8,)), F.gelu, lambda x: F.softmax(x, -1), lambda x: F.log_softmax(x, -1),
          lambda x: F.scaled_dot_product_attention(x, x, x, is_causal=True), lambda x: x.std(-1), lambda x: x.norm(dim=-1),
          F.silu, torch.tanh, lambda x: x.abs() ** 1.7, lambda x: F.embedding(torch.tensor([1, 1, 3]), x.view(20, 8)),
          lambda x: torch.logsumexp(x, -1), F.softplus, lambda x: F.cross_entropy(x.view(-1, 8), torch.arange(20) % 8)):
    x = q.clone().requires_grad_()
    y = f(x)
    s(y)
    g, = torch.autograd.grad((y ** 2).sum(), x)
    s(g.reshape(20, 8)[1])

#: modules in other types train
def net():
    m = nn.Sequential(nn.Linear(4, 5), nn.LayerNorm(5), nn.Tanh(), nn.Linear(5, 3))
    for i, p in enumerate(m.parameters()):
        with torch.no_grad(): p.copy_(torch.sin(torch.arange(p.numel(), dtype=torch.float64) + i).view(p.shape))
    return m
X = torch.cos(torch.arange(24, dtype=torch.float64)).view(6, 4)
Y = torch.tensor([0, 1, 2, 0, 1, 2])
for t, places in ((torch.float64, 9), (torch.bfloat16, 1)):
    for make in (lambda p: torch.optim.AdamW(p, lr=1e-2), lambda p: torch.optim.Adam(p, lr=1e-2, weight_decay=0.1),
                 lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01, nesterov=True),
                 lambda p: torch.optim.RMSprop(p, lr=1e-2, centered=True, momentum=0.5), lambda p: torch.optim.Adagrad(p, lr=0.1)):
        m = net().to(t)
        o = make(m.parameters())
        losses = []
        for _ in range(5):
            loss = F.cross_entropy(m(X.to(t)), Y)
            o.zero_grad()
            loss.backward()
            o.step()
            losses.append(round(loss.item(), places))
        print(t, losses, loss.dtype, m[0].weight.grad.dtype)

#: modules are converted in place
m = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
w = m[0].weight
print(m.double() is m, w is m[0].weight, w.dtype, m[1].running_mean.dtype, m[1].num_batches_tracked.dtype)
print(m.half()[0].bias.dtype, m.bfloat16()[0].bias.dtype, m.float()[0].bias.dtype, m.to(torch.float64)[0].bias.dtype)
print(m.to(torch.zeros(1))[0].bias.dtype, nn.Linear(2, 2, dtype=torch.float64).weight.dtype)
print(nn.Embedding(3, 2, dtype=torch.bfloat16)(torch.tensor([1])).dtype, nn.LayerNorm(2, dtype=torch.float16).weight.dtype)

#: a module is not converted to integers
nn.Linear(2, 2).to(torch.int64)

#: a module and an input of two types
nn.Linear(2, 2).half()(torch.ones(1, 2))

#: arrays of small types
a = np.array([1, 2, 250], dtype=np.uint8)
print(a, a.dtype, a + a, a.astype(np.int8), a.astype("float16"), (a * 1.5).dtype, a.sum(), a.mean(), a / 2)
print(repr(a), torch.from_numpy(a), np.zeros(2, dtype="int16").dtype, a.itemsize, np.iinfo(np.uint8).max)
one = np.ones(3, dtype=np.float16)
print((a + one.astype(np.int8)).dtype, (a + one).dtype, (a.astype(np.int16) + one).dtype, a[np.array([0, 1], dtype=np.uint8)])

#: a number that an array cannot hold
np.array([1], dtype=np.uint8) + 300

#: a number by many is the number times their reciprocals
x = torch.arange(1, 2000, dtype=torch.float32)
a, b, c = 0.3 / x, torch.full((1999,), 0.3) / x, x.reciprocal() * 0.3
(a == b).sum().item(), (a == c).sum().item(), 1 / torch.tensor([2, 4]), 1 / torch.tensor(3)

#: numbers of two bytes far from their range
a, b = torch.ones(70000).half(), torch.full((10,), 60000.).half()
print(a.mean(), b.mean(), torch.full((4,), 300.).half().norm(), a.sum(), b.std(), a.bfloat16().mean())
x = torch.ones(70000).half().requires_grad_()
(x.mean() * 1000).backward()
x.grad[:2]
#: dropout keeps the type
torch.manual_seed(3)
print(F.dropout(torch.ones(6).half(), 0.4), nn.Dropout(0.25)(torch.ones(4).bfloat16()), F.dropout(torch.ones(3).double(), 0.5))
#: sums in a type
torch.ones(2).sum(dtype=torch.int8), torch.tensor([100, 100]).sum(dtype=torch.int8), torch.ones(2, 2).sum(0, dtype=torch.float16)
#: numbers become truth values, and infinities in places
c = torch.zeros(3, dtype=torch.bool)
c[0] = 5
c[1] = 2.5
b = torch.zeros(2).half()
b[0] = 1e6
c, torch.zeros(2, dtype=torch.bool).fill_(5), b
#: a number that no float32 holds, in a place
x = torch.zeros(2)
x[0] = 1e39
#: arrays hold what they are given
print(np.array([2**53 + 1, 2**63 - 1]), np.array([300], dtype=np.int16), np.array([1.7, 2.2], dtype=np.int8))
#: uint16 and uint32
a = np.array([1, 70000, -1], dtype=np.int64).astype(np.uint16)
print(a, a.dtype, a + 1, a * a, a.astype(np.int64), a / 2, a.itemsize)
print((a + np.array([1], dtype=np.int16)).dtype, (a + np.array([1], dtype=np.int32)).dtype, (a + np.array([1], dtype=np.uint8)).dtype, (a.astype(np.uint32) + np.array([1], dtype=np.int32)).dtype)
t = torch.tensor([1, 65535], dtype=torch.uint16)
print(t, t.long() + 1, torch.from_numpy(a), torch.iinfo(torch.uint16).max, torch.iinfo(torch.uint32).max, np.iinfo(np.uint32).max)
torch.tensor([1, 2, 4294967295], dtype=torch.uint32).to(torch.int64), torch.tensor([-1]).to(torch.uint16)
