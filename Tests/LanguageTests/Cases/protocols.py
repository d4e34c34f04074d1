### asked for what it is 1
import math, random, statistics, itertools, json, operator, functools, collections
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 2
class N:
    def __int__(self): return 7
class FI(F):
    def __int__(self): return 9
class T:
    def __trunc__(self): return 4
    def __floor__(self): return 3
    def __ceil__(self): return 5
    def __round__(self, n=None): return ("rounded", n)
    def __abs__(self): return "abs"
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __format__(self, s): return "<" + s + ">"
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
class B:
    def __init__(self, v): self.v = v
    def __bool__(self): return self.v
class L0:
    def __len__(self): return 0
class MyFloat(float): pass
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r"""int(F())
int(I())
int(N())
int(T())
int(FI())
float(F())
float(I())
float(N())
float(MyFloat(2))
bool(B(False))
bool(L0())
bool(S())
not B(True)
1 if L0() else 2
hex(I())
bin(I())""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

### asked for what it is 2
import math, random, statistics, itertools, json, operator, functools, collections
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 2
class T:
    def __trunc__(self): return 4
    def __floor__(self): return 3
    def __ceil__(self): return 5
    def __round__(self, n=None): return ("rounded", n)
    def __abs__(self): return "abs"
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __format__(self, s): return "<" + s + ">"
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
class It:
    def __iter__(self): return iter([3,1,2])
class Ix:
    def __index__(self): return 3
    def __eq__(self, o): return o == 3
    def __hash__(self): return hash(3)
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r"""chr(Ix())
abs(T())
round(T())
round(T(), 2)
round(2.567, I())
round(F())
divmod(T(), 2)
divmod(2, T())
pow(T(), 2)
pow(T(), 2, 3)
pow(2, I())
pow(I(), 3, 5)
max(S())
min(It())
sum(S())
sum(It())""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

### asked for what it is 3
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
class It:
    def __iter__(self): return iter([3,1,2])
class Lt:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < (o.v if isinstance(o, Lt) else o)
    def __gt__(self, o): return self.v > (o.v if isinstance(o, Lt) else o)
    def __repr__(self): return f"Lt({self.v})"
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r"""sum([F()])
sorted(S())
sorted(It())
sorted([Lt(3), Lt(1)])
max([Lt(3), Lt(1)])
min(Lt(3), Lt(1))
list(S())
list(It())
list(reversed(S()))
tuple(S())
set(It()) == {1,2,3}
list(enumerate(S()))
list(enumerate(It(), I()))
list(zip(S(), It()))
list(map(str, S()))
list(filter(None, It()))""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

### asked for what it is 4
import math, random, statistics, itertools, json, operator, functools, collections
class N:
    def __int__(self): return 7
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
class It:
    def __iter__(self): return iter([3,1,2])
class C:
    def __contains__(self, x): return x == 5
class K:
    def keys(self): return ["a", "b"]
    def __getitem__(self, k): return k * 2
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r"""all(S())
list(iter(S()))
next(iter(It()))
len(S())
5 in C()
4 in C()
21 in S()
99 in S()
1 in It()
[*S()]
(lambda *x: x)(*S())
dict(K())
(lambda **k: k)(**K())
{**K()}
dict(zip('ab', S()))
"%d" % N()""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

### asked for what it is 5
import math, random, statistics, itertools, json, operator, functools, collections
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 2
class FI(F):
    def __int__(self): return 9
class T:
    def __trunc__(self): return 4
    def __floor__(self): return 3
    def __ceil__(self): return 5
    def __round__(self, n=None): return ("rounded", n)
    def __abs__(self): return "abs"
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __format__(self, s): return "<" + s + ">"
class MyInt(int): pass
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r""""%d" % I()
"%d" % FI()
"%i" % MyInt(3)
"%x" % I()
"%x" % F()
"%f" % F()
"%.2f" % I()
"%s" % F.__name__
"%c" % I()
"%*d" % (I(), 3)
"%d" % "a"
"%d" % 2.9
"%d" % None
"%f" % "a"
"{:d}".format(I())
"{}".format(T())""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

### asked for what it is 6
import math, random, statistics, itertools, json, operator, functools, collections
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 2
class T:
    def __trunc__(self): return 4
    def __floor__(self): return 3
    def __ceil__(self): return 5
    def __round__(self, n=None): return ("rounded", n)
    def __abs__(self): return "abs"
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __format__(self, s): return "<" + s + ">"
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r"""f"{T():abc}"
f"{1:{I().__index__()}}"
"ab" * I()
[1] * I()
I() * [1]
lst[I()]
lst[F()]
lst[I():]
lst[::I()]
"abcd"[I()]
range(5)[I()]
b"abc"[I()]
bytearray(I())
bytes(I())
range(I())
range(F())""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

### asked for what it is 7
import math, random, statistics, itertools, json, operator, functools, collections
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 2
class T:
    def __trunc__(self): return 4
    def __floor__(self): return 3
    def __ceil__(self): return 5
    def __round__(self, n=None): return ("rounded", n)
    def __abs__(self): return "abs"
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __format__(self, s): return "<" + s + ">"
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
class It:
    def __iter__(self): return iter([3,1,2])
class MyInt(int): pass
class Ix:
    def __index__(self): return 3
    def __eq__(self, o): return o == 3
    def __hash__(self): return hash(3)
class Hf:
    def __hash__(self): return 2**70
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r"""list(range(I(), 10, I()))
d[Ix()]
{I: 1}[I]
hash(Hf()) == hash(2**70)
"abc".ljust(I())
"abc".find("c", I())
"x".join(It())
print(*S(), sep=",")
isinstance(I(), int)
issubclass(MyInt, int)
slice(I(), None).indices(5)
math.sqrt(F())
math.sqrt(I())
math.floor(F())
math.floor(T())
math.ceil(T())""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

### asked for what it is 8
import math, random, statistics, itertools, json, operator, functools, collections
class F:
    def __float__(self): return 2.5
class I:
    def __index__(self): return 2
class T:
    def __trunc__(self): return 4
    def __floor__(self): return 3
    def __ceil__(self): return 5
    def __round__(self, n=None): return ("rounded", n)
    def __abs__(self): return "abs"
    def __divmod__(self, o): return ("divmod", o)
    def __rdivmod__(self, o): return ("rdivmod", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __format__(self, s): return "<" + s + ">"
class S:
    def __len__(self): return 3
    def __getitem__(self, i):
        if isinstance(i, slice): return ("slice", i.start, i.stop)
        if i >= 3: raise IndexError
        return i*10+1
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r"""math.trunc(T())
math.trunc(F())
math.floor(I())
math.gcd(I(), 4)
math.factorial(I())
math.isqrt(I())
math.log(F())
math.log(I(), 2)
math.pow(F(), I())
math.hypot(F(), I())
math.isnan(F())
math.isclose(F(), 2.5)
math.prod(S())
math.fsum(S())
math.dist(S(), S())
math.atan2(F(), I())""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

### asked for what it is 9
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
class It:
    def __iter__(self): return iter([3,1,2])
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r"""random.seed(5) or random.choice(S())
random.seed(5) or random.randrange(I(), 9)
random.seed(5) or random.choices(S(), k=I())
statistics.mean(S())
statistics.median(It())
statistics.stdev(S())
statistics.fmean([F(), 1])
list(itertools.chain(S(), It()))
list(itertools.islice(S(), I()))
list(itertools.repeat(1, I()))
list(itertools.combinations(S(), I()))
list(itertools.product(S(), repeat=I()))[:2]
list(itertools.accumulate(S()))
functools.reduce(lambda x, y: x + y, S())
operator.index(I())
operator.itemgetter(I())(lst)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")

### asked for what it is 10
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
class MyInt(int): pass
lst = [10, 20, 30, 40]
d = {2: "two", 3: "three"}
for text in r"""operator.add(1, R())
operator.length_hint(S())
1 + R()
[1] - R()
2 ** R()
1 == R()
1 > R()
1 <= R()
None == R()
json.dumps(MyInt(3))
json.dumps(I())
enumerate(It()).__next__()
{int(k): v for k, v in zip(t, a)}
(5).to_bytes(I(), 'big')""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, str(error) if type(error) is TypeError and "not" in str(error) else "")
