### asked of the library 1
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""{1}.remove(2)
{'a'}.remove('b')
{}.popitem()
set().pop()
{}.pop('a')
{}['a']
{}[(1, 2)]
{}[1.5]
'{a}'.format()
'{0}'.format()
'{a.b}'.format(a=1)
'{a[0]}'.format(a=[])
'%(a)s' % {}
collections.OrderedDict().popitem()
collections.Counter()['a']
collections.ChainMap({})['a']
collections.deque().pop()
[].pop()""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 2
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""[].index(1)
[].remove(1)
frozenset().union([1])
S([1, 2])
S()
FS([1])
Li([1])
Tu((1, 2))
Di(a=1)
DD(int, {1: 2})
DD(list)
Co('aab')
Co()
OD(a=1)
BA(b'a')
St('x')
In(3)
NT(1, 2)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 3
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""NT(1, 2)._replace(a=3)
S([1]) | {2}
type(S([1]) | {2})
type(Li([1]) + [2])
S([1]).copy()
type(S([1]).copy())
Co('a') + Co('b')
{S([1]).__len__(): 1}
str(S([1]))
f"{DD(int)}"
list(iter([1, 2, 0, 3].__iter__().__next__, 0))
list(iter(iter([5, 6, 7, 8]).__next__, 7))
iter(3, 4)
iter([1], 2)
gen().__next__()
gen().__iter__().__next__()
next(gen().__iter__())
iter([1]).__next__()""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 4
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""iter('ab').__next__()
iter({1: 2}).__next__()
iter({3}).__next__()
iter(range(3)).__next__()
reversed([1, 2]).__next__()
enumerate('a').__next__()
zip([1], [2]).__next__()
map(str, [1]).__next__()
filter(None, [1]).__next__()
itertools.count(3).__next__()
itertools.cycle([1]).__iter__().__next__()
{}.items().__iter__().__next__()
range(3).__iter__().__next__()
hasattr(iter([]), '__next__')
hasattr([], '__iter__')
hasattr([], '__next__')
hasattr(gen(), '__iter__')
hasattr(gen(), 'send')""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 5
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""hasattr(3, '__iter__')
iter([]).__next__()
next(iter([]), 'd')
list(map(lambda f: f.__next__(), [gen(), gen()]))
'abc'.__len__()
'abc'.__contains__('a')
'abc'.__getitem__(1)
[1].__getitem__(0)
(3).__add__(4)
(3).__radd__(4)
(3).__lt__(4)
(3).__eq__('a')
[1, 2].__contains__(1)
{}.__contains__(1)
{1: 2}.__getitem__(1)
len.__name__
len.__call__([1])
(lambda: 3).__call__()""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 6
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""range(2**70)
range(2**70, 2**70 + 3)
list(range(2**70, 2**70 + 3))
list(range(2**63 - 1, 2**63 + 1))
list(range(0, 2**70, 2**69))
len(range(2**70, 2**70 + 3))
len(range(2**70))
range(2**70)[2**69]
range(2**70)[-1]
2**69 in range(2**70)
range(2**70) == range(2**70)
range(0, 2**70, 3)[5]
list(range(2**70, 2**70 - 3, -1))
range(-2**63, 2**63 - 1)
len(range(-2**62, 2**62 - 1))
range(2**70)[1:3]
range(10)[2**70:]
bool(range(2**70))""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 7
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""range(2**70).stop
list(reversed(range(2**70, 2**70 + 2)))
max(range(2**70, 2**70 + 3))
hash(range(3)) == hash(range(3))
math.log(2**2000)
math.log2(2**2000)
math.log10(10**400)
math.log(10**400, 10)
math.log(2**2000, 2)
math.log(-2**70)
math.log(0)
math.log2(0)
math.isqrt(10**40)
math.isqrt(2**200 - 1)
math.gcd(2**100, 6**50)
math.gcd(-2**100, 0)
math.lcm(2**70, 3)
math.comb(2**70, 2)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 8
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""math.comb(100, 50)
math.comb(2**70, 2**70 - 1)
math.perm(2**70, 2)
math.factorial(30)
math.factorial(2.0)
math.factorial(-1)
math.factorial(2**70)
math.sqrt(2**1000)
math.sqrt(2**3000)
math.floor(2**70)
math.ceil(1e300) == int(1e300)
math.exp(2**70)
math.fsum([2**70, 1])
math.prod([2**70, 2])
math.hypot(2**70, 1)
math.isfinite(2**70)
math.copysign(2**70, -1)
math.fmod(2**70, 3)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 9
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""math.trunc(2**70)
math.pow(2**70, 2)
math.ulp(1.0)
math.nextafter(1.0, 2.0)
math.remainder(5, 3)
math.exp2(3)
math.cbrt(27)
sum([2**70, 2**70])
divmod(2**100, 7)
divmod(-2**100, 7)
round(2**100, -20)
float(2**100)
int(2.0**100)
(2**100).bit_length()
-(2**100) // 3
2**100 % -7
hash(2**100)
2**100 == 2.0**100""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 10
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""2**100 < 1e31
(2**100).to_bytes(13, 'big')
int('1' * 40)
int('z' * 30, 36)
bin(2**70)
f"{2**70:,}"
f"{2**70:x}"
"%d" % 2**70
"%x" % (2**70)
pow(3, 10**20, 7)
pow(3, -1, 7)
pow(2, 2**70, 5)
2**70 >> 69
1 << 100
~(2**70)
2**70 & 2**69 + 2**70
abs(-2**70)
str(2**70)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### asked of the library 11
import math, collections, itertools
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
def gen():
    yield 1
    yield 2
for text in r"""isinstance(2**70, int)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__, error.args if isinstance(error, KeyError) else "")

### the library: contextlib
import collections
import contextlib
@contextlib.contextmanager
def cm():
    print("in"); yield 5; print("out")
c = cm()
print(c.__enter__()); print(c.__exit__(None, None, None))
print(hasattr(cm(), "__enter__"))
f = open("/tmp/zz_file.txt", "w") if False else None

### the library: files
import collections
import io
f = io.StringIO("a\nb\n")
print(f.__enter__() is f, f.__next__(), f.__iter__() is f, next(f)); f.__exit__(None, None, None)
print(f.closed)

### the library: sentinel
import collections
state = [0]
def step():
    state[0] += 1
    return state[0]
print(list(iter(step, 4)), type(iter(step, 4)).__name__)
import functools
print(list(iter(functools.partial(step), 8)))

### the library: int enum
import collections
import enum
class Color(enum.IntEnum):
    RED = 1
    BLUE = 2
class Kind(enum.StrEnum):
    A = enum.auto()
    B = "bee"
class Fl(enum.IntFlag):
    R = 4
    W = 2
print(Color.RED + 1, Color.RED == 1, Color.RED < 2, [10, 20, 30][Color.RED], isinstance(Color.RED, int), f"{Color.RED}", str(Color.RED), repr(Color.RED), "%d" % Color.BLUE, f"{Color.BLUE:03d}")
print(Color(2), Color["RED"], {1: "a"}[Color.RED], {Color.RED: 1}[1], range(Color.BLUE), hash(Color.RED) == hash(1), Color.RED.value, int(Color.RED), Color.RED * 2.5, sorted([Color.BLUE, Color.RED]))
print(Kind.A, Kind.B == "bee", Kind.A.upper(), "x" + Kind.B, isinstance(Kind.A, str), repr(Kind.A), f"{Kind.B:>5}", {"bee": 1}[Kind.B], len(Kind.B), Kind("a"), Kind.B.value, "-".join([Kind.A, Kind.B]))
print(Fl.R | Fl.W, Fl.R & 4, (Fl.R | Fl.W).value, int(Fl.R), Fl.R in (Fl.R | Fl.W), Fl(6))
import json
print(json.dumps({"a": Color.RED, "b": Kind.B}))
class Size(int, enum.Enum):
    S = 1
    M = 2
print(Size.S + 1, Size.S == 1, Size.M, repr(Size.M), max(Size.S, Size.M))
class Name(str, enum.Enum):
    X = "x"
print(Name.X == "x", Name.X.upper(), str(Name.X), f"{Name.X}", Name("x"))

### the library: functools
import collections
import functools
@functools.singledispatch
def show(v, *rest): return "object"
@show.register(int)
def _(v, *rest): return "int"
@show.register
def _(v: list, *rest): return "list"
@show.register(str)
@show.register(bytes)
def _(v): return "text"
print(show(1), show(True), show([]), show("a"), show(b"a"), show(1.5), show.dispatch(bool)(1), sorted(t.__name__ for t in show.registry))
class K:
    def __init__(self): self.n = 0
    @functools.cached_property
    def v(self):
        self.n += 1
        return self.n
    @functools.singledispatchmethod
    def m(self, a): return "any"
    @m.register
    def _(self, a: int): return "int"
k = K(); print(k.v, k.v, k.__dict__, k.m(1), k.m("a"))
del k.v; print(k.v)
print(functools.reduce(lambda a, b: a * b, [1, 2, 3], 10))
@functools.lru_cache(maxsize=2)
def f(n): return n * 2
f(1); f(1); f(2); f(3); print(f.cache_info(), f.__wrapped__(4)); f.cache_clear(); print(f.cache_info())
@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80))
p = functools.partial(int, base=2); print(p("101"), p.func, p.args, p.keywords, p)
@functools.total_ordering
class TO:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(TO(1) <= TO(1), TO(2) > TO(1))
@functools.wraps(f)
def g(*a): return f(*a)
print(g.__name__, g.__wrapped__ is f)
print(sorted(["b", "A"], key=functools.cmp_to_key(lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))))

### the library: struct
import collections
import struct
print(struct.pack("<i", 5), struct.pack(">hq", -2, 3), struct.unpack("<f", struct.pack("<f", 1.5)), struct.calcsize("<ib"), struct.calcsize("ib"), struct.calcsize("bi"), struct.pack("4s", b"ab"), struct.unpack("<3B", b"abc"), struct.pack("?d", True, 2.5), struct.unpack_from("<H", b"xxab", 2), list(struct.iter_unpack("<H", b"abcd")), struct.pack("<e", 1.5))
try: struct.pack("<b", 200)
except struct.error as e: print(e)
try: struct.unpack("<i", b"abc")
except struct.error as e: print(e)
s = struct.Struct("<IH"); print(s.size, s.pack(1, 2), s.unpack(s.pack(3, 4)), s.format)

### the library: base64
import collections
import base64
print(base64.b64encode(b"hello"), base64.b64decode("aGVsbG8="), base64.urlsafe_b64encode(b"\xff\xfe?"), base64.b16encode(b"ab"), base64.b32encode(b"ab"), base64.b64decode(b"aGVsbG8="), base64.encodebytes(b"a"))
try: base64.b64decode("abc")
except Exception as e: print(type(e).__name__, e)

### the library: textwrap
import collections
import textwrap
print(textwrap.fill("the quick brown fox jumps over the lazy dog", 20)); print(textwrap.wrap("aaa bbb ccc", 7), repr(textwrap.dedent("  a\n    b\n")), repr(textwrap.indent("a\nb", "> ")), textwrap.shorten("hello big world", 11))

### the library: heapq
import collections
import heapq
h = [5, 3, 8, 1]; heapq.heapify(h); print(h, heapq.heappop(h), h, heapq.heappushpop(h, 0), heapq.heapreplace(h, 9), h, heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, [5, 1, 3], key=lambda v: -v), list(heapq.merge([1, 4], [2, 3])), list(heapq.merge([4, 1], [3, 2], reverse=True)))

### the library: bisect
import collections
import bisect
a = [1, 2, 2, 3]; print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.bisect_right(a, 2, 0, 2), bisect.bisect([(1, 'a')], 0, key=lambda p: p[0])); bisect.insort(a, 2.5); print(a)

### the library: collections
import collections
from collections import UserDict, UserList, UserString, ChainMap, OrderedDict
class UD(UserDict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
u = UD(a=1); u["b"] = 2; print(u, u.data, len(u), "a" in u, list(u), u.get("z"), dict(u), u | {"c": 1}, u == {"a": 2, "b": 4}); u.update(d=5); print(u.pop("d"), u.copy())
class UL(UserList): pass
l = UL([3, 1]); l.append(2); print(l, sorted(l), l[0], l[1:], l + [4], len(l), l.data, l == [3, 1, 2], type(l[1:]).__name__); l.sort(); print(l)
print(UserString("ab").upper(), UserString("ab") + "c", repr(UserString("x")))

### the library: copy
import collections
class S(set): pass
class FS(frozenset): pass
class Li(list): pass
class Tu(tuple): pass
class Di(dict): pass
class DD(collections.defaultdict): pass
class Co(collections.Counter): pass
class OD(collections.OrderedDict): pass
class BA(bytearray): pass
class St(str): pass
class In(int): pass
class NT(collections.namedtuple("NT", "a b")): pass
import copy
class Cc:
    def __init__(self): self.v = [1]
    def __copy__(self): c = Cc(); c.v = "copied"; return c
    def __deepcopy__(self, memo): c = Cc(); c.v = "deep"; return c
print(copy.copy(Cc()).v, copy.deepcopy(Cc()).v, copy.deepcopy([Cc()])[0].v, copy.deepcopy({"a": Cc()})["a"].v)
class Dd:
    def __init__(self): self.a = [1]; self.me = self
d = Dd(); e = copy.deepcopy(d); print(e.me is e, e.a is not d.a, copy.copy(d).a is d.a)
class Gs:
    def __init__(self): self.a = 1; self.b = 2
    def __getstate__(self): return {"a": self.a}
    def __setstate__(self, s): self.__dict__.update(s); self.b = "set"
print(copy.copy(Gs()).__dict__)
class Rd:
    def __init__(self, a): self.a = a
    def __reduce__(self): return (Rd, (self.a + 1,))
print(copy.copy(Rd(1)).a)
print(copy.copy({1, 2}), copy.copy((1,)), copy.deepcopy((1, [2])), copy.replace(1) if False else "")
import collections
print(copy.deepcopy(collections.deque([1, [2]])), copy.copy(collections.Counter("aab")), copy.copy(S([1])), type(copy.copy(S([1]))).__name__, type(copy.deepcopy(Di(a=[1]))).__name__, copy.copy(NT(1, 2)))
import functools, re
print(copy.copy(len) is len, copy.deepcopy(print) is print, copy.copy(Cc) is Cc, copy.deepcopy(functools.partial(int, base=2))("11"), copy.copy(re.compile("a")).pattern)

### members that are numbers and texts
import enum, json
class Size(int, enum.Enum):
    S = 1
    M = 2
print(Size.S + 1, Size.S == 1, Size.M, repr(Size.M), max(Size.S, Size.M), isinstance(Size.S, int), [1,2,3][Size.S], f"{Size.S}", "%d" % Size.M, json.dumps(Size.S), Size.S.value, Size(2), hash(Size.S) == hash(1), {1: 2}.get(Size.S))
class Name(str, enum.Enum):
    X = "x"
print(Name.X == "x", Name.X.upper(), str(Name.X), f"{Name.X}", Name("x"), isinstance(Name.X, str), "a" + Name.X, len(Name.X))
class Color(enum.IntEnum):
    RED = 1
    BLUE = 2
print(isinstance(Color.RED, int), Color.RED + 1, [1,2,3][Color.RED], Color.RED == 1, {1: 2}[Color.RED])
print(json.dumps({"a": Color.RED}))
class Kind(enum.StrEnum):
    A = enum.auto()
    B = "bee"
print(Kind.A, Kind.B == "bee", Kind.A.upper(), "x" + Kind.B, isinstance(Kind.A, str), repr(Kind.A), f"{Kind.B:>5}", {"bee": 1}[Kind.B], len(Kind.B), Kind("a"), Kind.B.value, "-".join([Kind.A, Kind.B]))

### hashlib in pieces
import hashlib
for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
    for size in (0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000):
        data = bytes(i * 7 % 256 for i in range(size))
        whole, parts = hashlib.new(name, data), hashlib.new(name)
        for start in range(0, size, 37): parts.update(data[start:start + 37])
        print(name, size, whole.hexdigest()[:24], whole.digest() == parts.digest())
### weak references
import weakref
class O:
    def __init__(self, n): self.n = n
o = O(1)
r = weakref.ref(o)
d = weakref.WeakValueDictionary(a=o)
k = weakref.WeakKeyDictionary()
k[o] = 3
s = weakref.WeakSet([o])
p = weakref.proxy(o)
print(r() is o, "a" in d, d["a"].n, k[o], o in s, p.n, len(d), len(k), len(s), r == weakref.ref(o))
del o
print(r(), len(d), len(k), len(s), list(d.items()), d.get("a"))
try: p.n
except ReferenceError as error: print(error)
for wrong in (3, "a", [1], {}, (1,), None):
    try: weakref.ref(wrong)
    except TypeError as error: print(error)
### limits of recursion
import sys
def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
sys.setrecursionlimit(200)
try: deep(500)
except RecursionError: print("too deep")
print(sys.getrecursionlimit())
sys.setrecursionlimit(1000)
print(deep(900))
try: sys.setrecursionlimit(0)
except ValueError as error: print(error)
### arguments of generators and contexts
import contextlib
@contextlib.contextmanager
def room():
    try: yield "in"
    except ValueError as error:
        print("caught", error)
    print("out")
c = room()
print(c.__enter__(), c.__exit__(None, None, None))
c = room()
c.__enter__()
try: raise ValueError("v")
except ValueError as error: print(c.__exit__(type(error), error, error.__traceback__))
