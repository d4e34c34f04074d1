#: asked for what it is 1
import math, random, statistics, itertools, json, operator, functools, collections
class MyStr(str): pass
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""int(sf)
int(s0)
float(s0)
int(a0)
float(np.array([2.5]))
int(t)
bool(s0)
oct(s0)
chr(np.int64(65))
ord(MyStr("a"))
abs(sf)
abs(np.array([-1]))
round(sf)
round(2.5, np.int64(0))""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 2
import math, random, statistics, itertools, json, operator, functools, collections
class It:
    def __iter__(self): return iter([3,1,2])
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""divmod(np.int64(7), 2)
pow(np.int64(2), 3)
pow(np.int64(2), 3, 5)
max(t)
max(tf).item()
sum(t)
sum(tf)
sum([s0, s0])
sorted(t)
list(reversed(a))
list(zip(t, lst))
list(zip(a, t, 'abc'))
[*It(), *t]
"%d" % s0""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 3
import math, random, statistics, itertools, json, operator, functools, collections
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r""""%d" % sf
"%x" % s0
"%f" % sf
"%5.1f" % a0
"%d %s" % (s0, t)
"{:d}".format(s0)
"{:.2f}".format(sf)
"{:.2f}".format(np.array(2.5))
f"{s0:5d}|{sf:8.3f}|{a[0]:04d}"
f"{tf}"
f"{tf[0]:.1f}"
format(sf, ".3f")
(1,) * s0
"ab" * s0""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 4
import math, random, statistics, itertools, json, operator, functools, collections
class I:
    def __index__(self): return 2
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""s0 * "ab"
[1] * a0
lst[s0]
lst[np.int64(1)]
lst[a0]
lst[:s0]
lst[np.int64(1):np.int8(3)]
"abcd"[s0]
(1,2,3)[s0]
bytes([I(), np.int64(3)])
range(s0)
range(np.int64(2), a0 + 3)
d[np.int64(3)]
d[np.float64(2.0)]""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 5
import math, random, statistics, itertools, json, operator, functools, collections
class I:
    def __index__(self): return 2
class MyStr(str): pass
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""d.get(np.int32(3))
2 in {np.int64(2)}
{np.int64(2), 2, 2.0}
lst.index(np.int64(20))
lst.count(np.float64(20))
"a,b,c".split(",", I())
"abc".center(np.int64(9))
"abc".zfill(s0)
"x".join(["a", MyStr("b")])
"abc".replace("a", "b", I())
"abc".startswith(("a", MyStr("b")))
slice(1, s0).indices(s0 + 3)
math.sqrt(sf)
math.sqrt(a0)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 6
import math, random, statistics, itertools, json, operator, functools, collections
class I:
    def __index__(self): return 2
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""math.sqrt(np.float32(2))
math.sqrt(t)
math.sqrt("a")
math.floor(sf)
math.ceil(np.float32(2.1))
math.gcd(np.int64(6), s0)
math.factorial(np.int64(5))
math.comb(np.int64(5), I())
math.prod(t)
math.fsum(tf)
math.dist([1, 2], tf)
math.exp(torch.tensor(1.0))
math.log2(np.int64(8))
random.seed(5) or random.choice(a)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 7
import math, random, statistics, itertools, json, operator, functools, collections
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
class R:
    def __radd__(self, o): return ("radd", o)
    def __rsub__(self, o): return ("rsub", o)
    def __rmul__(self, o): return ("rmul", o)
    def __rtruediv__(self, o): return ("rdiv", o)
    def __rpow__(self, o): return ("rpow", o)
    def __rmatmul__(self, o): return ("rmatmul", o)
    def __eq__(self, o): return "eq"
    def __lt__(self, o): return "lt"
    def __ge__(self, o): return "ge"
    def __hash__(self): return 5
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""random.seed(5) or random.choice(t)
random.seed(5) or random.randint(np.int64(1), s0 + 8)
random.seed(5) or random.sample(list(a), 2)
random.seed(5) or random.choices([1,2,3], weights=t, k=4)
random.seed(5) or random.choices([1,2,3], weights=a, k=4)
random.shuffle(t.tolist())
statistics.fmean(tf)
list(itertools.islice(itertools.count(), np.int64(3)))
next(itertools.count(np.float64(1), 0.5))
list(itertools.zip_longest(S(), t))
operator.index(np.int64(3))
operator.index(s0)
'a' * R()
torch.tensor(1) + R()""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 8
import math, random, statistics, itertools, json, operator, functools, collections
class I:
    def __index__(self): return 2
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
class It:
    def __iter__(self): return iter([3,1,2])
class A:
    def __array__(self, dtype=None, copy=None): return np.array([1.,2.], dtype=dtype)
class R:
    def __radd__(self, o): return ("radd", o)
    def __rsub__(self, o): return ("rsub", o)
    def __rmul__(self, o): return ("rmul", o)
    def __rtruediv__(self, o): return ("rdiv", o)
    def __rpow__(self, o): return ("rpow", o)
    def __rmatmul__(self, o): return ("rmatmul", o)
    def __eq__(self, o): return "eq"
    def __lt__(self, o): return "lt"
    def __ge__(self, o): return "ge"
    def __hash__(self): return 5
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""s0 @ R()
'a' > R()
np.float64(1) == R()
torch.tensor(1) == R()
min(a, key=lambda x: -x)
max(lst, key=lambda x: np.float64(-x))
[x for x in t]
[r.tolist() for r in torch.ones(2, 2)]
[float(x) for x in tf]
torch.tensor(S())
torch.tensor([S(), S()])
torch.tensor([[I()]])
torch.tensor(It())
torch.tensor(A())""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 9
import math, random, statistics, itertools, json, operator, functools, collections
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 2
class MyInt(int): pass
class MyFloat(float): pass
class MyList(list): pass
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""torch.tensor([MyInt(3), MyFloat(2)])
torch.tensor(MyList([1, 2]))
torch.zeros(I())
torch.zeros(I(), s0)
torch.zeros((I(), 2))
torch.ones(3) * F()
torch.ones(3) * I()
torch.ones(3) + MyInt(2)
torch.ones(3) * MyFloat(2)
torch.ones(3)[I()]
torch.ones(3)[I():]
torch.arange(s0)
torch.full((2,), MyFloat(3))
torch.stack([x for x in tf])""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 10
import math, random, statistics, itertools, json, operator, functools, collections
class I:
    def __index__(self): return 2
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""torch.ones(2, 3).sum(I().__index__() - 1)
torch.ones(2, 3).sum(np.int64(1))
torch.ones(2, 3).sum(s0 - 1)
torch.ones(4).view(I(), 2)
torch.ones(4).reshape(s0, -1)
torch.randn(2, 3, generator=torch.Generator().manual_seed(0))[s0 - 1].shape
torch.ones(3).repeat(I())
torch.nn.Linear(np.int64(2), I()).weight.shape
torch.manual_seed(I()) and 0
torch.full((2,), s0)
torch.full((2,), sf)
torch.ones(2).fill_(sf)
torch.ones(2).mul(s0)
torch.linspace(s0, 5, 3)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 11
import math, random, statistics, itertools, json, operator, functools, collections
class I:
    def __index__(self): return 2
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
class A:
    def __array__(self, dtype=None, copy=None): return np.array([1.,2.], dtype=dtype)
class MyInt(int): pass
class MyFloat(float): pass
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""torch.cat(tuple(tf.unsqueeze(0) for _ in range(2)))
np.array(S())
np.array([S(), S()])
np.array(A())
np.asarray(A())
np.array([MyInt(1), MyFloat(2)])
np.array(range(3))
np.array([t, t])
np.array([s0, s0])
np.array([tf[0], 2])
np.array(list(t))
np.asarray(t)
np.zeros(I())
np.zeros((I(), s0))""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 12
import math, random, statistics, itertools, json, operator, functools, collections
class I:
    def __index__(self): return 2
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
class MyFloat(float): pass
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""np.ones(3) * MyFloat(2)
np.arange(s0)
np.arange(np.int64(3), dtype=float)
np.ones(3)[I()]
np.ones(3)[s0]
np.ones((3,2))[I(), np.int64(1)]
np.sum(S())
np.sum([s0, s0])
np.mean(tf.numpy())
np.max(S())
np.sqrt(S())
np.add(S(), 1)
np.ones(3) + S()
S() + np.ones(3)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 13
import math, random, statistics, itertools, json, operator, functools, collections
class I:
    def __index__(self): return 2
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
class A:
    def __array__(self, dtype=None, copy=None): return np.array([1.,2.], dtype=dtype)
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""np.ones(2) + A()
A() + np.ones(2)
np.dot(S(), S())
np.concatenate([S(), S()])
np.stack([t, t])
np.reshape(range(4), (I(), 2))
np.ones(4).reshape(np.int64(2), I())
np.linspace(0, 1, I())
np.full(I(), 7)
np.repeat([1,2], I())
np.random.seed(np.int64(3)) or np.random.rand()
np.random.seed(3) or np.random.randint(I(), 9, size=I())
np.random.seed(3) or np.random.choice(S(), 2)
np.random.seed(3) or np.random.permutation(np.int64(4))""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 14
import math, random, statistics, itertools, json, operator, functools, collections
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 2
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""np.random.seed(3) or np.random.choice(t, 2)
np.float64(F())
np.int64(I())
np.float32(s0)
np.where([True, False], S()[0], 5)
np.clip(5, I().__index__(), np.float64(3))
np.array_equal(S(), [1, 11, 21])
np.allclose(F().__float__(), sf)
np.full((2,), sf)
np.array([1,2]) == t[:2].numpy()
np.array([1, 2, 3])[t - 1]
torch.tensor([1,2,3])[a - 1]
torch.tensor([1,2,3])[[np.int64(1), 0]]
torch.tensor([1,2,3])[S().__len__() - 1]""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 15
import math, random, statistics, itertools, json, operator, functools, collections
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""sum(x > 1 for x in t)
len(range(np.int64(3)))
[1, 2, 3][-np.int64(1)]
[i for i in range(3) if t[i] > 1]
dict(zip(['a', 'b'], tf))
collections.Counter(t.tolist())
collections.Counter(a)
sorted(a, reverse=True)
sorted(lst, key=lambda v: torch.tensor(-v))
''.join(chr(c) for c in np.array([72, 105]))
''.join([str(x.item()) for x in t])
bytes(np.array([72, 105], dtype=np.uint8))
bytes(np.array([72, 105], dtype=np.uint8).tolist())
bytearray(torch.tensor([72, 105], dtype=torch.uint8).tolist())""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 16
import math, random, statistics, itertools, json, operator, functools, collections
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""int.from_bytes(bytes([np.int64(1), 2]), 'big')
"abc"[t[1]]
['a', 'b', 'c', 'd'][torch.argmax(tf)]
['a', 'b', 'c', 'd'][np.argmax([1, 3])]
[x + 1 for x in np.array([1.5, 2.5])]
np.exp(sf.item())
math.exp(np.log(2))
float(np.mean([1, 2]))
int(np.round(2.6))
list(np.array([[1, 2], [3, 4]]))
a.tolist() == [3, 1, 2]
list(a) == [3, 1, 2]
a[0] == 3 and True
[1, 2, 3] == list(np.array([1, 2, 3]))""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

#: asked for what it is 17
import math, random, statistics, itertools, json, operator, functools, collections
t = torch.tensor([3, 1, 2]); tf = torch.tensor([1.5, 2.5]); s0 = torch.tensor(2); sf = torch.tensor(2.5)
a = np.array([3, 1, 2]); a0 = np.array(2); lst = [10, 20, 30, 40]; d = {2: "two", 3: "three"}
for text in r"""(np.int64(1), 2) == (1, 2)
{'a': np.float64(1)} == {'a': 1.0}
np.array([1, 2, 3]) in [1]
1.5 in np.array([1.5, 2])
torch.tensor(1) in [1, 2]
bool(np.array([True]))
np.int64(5) // 2, 5 // np.int64(2), -np.int64(5) % 3""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")
