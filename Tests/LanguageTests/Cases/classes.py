### a class with attributes and methods
class Point:
    dimensions = 2
    def __init__(self, x, y=0):
        self.x, self.y = x, y
    def shifted(self, dx, dy=0): return Point(self.x + dx, self.y + dy)
    def __repr__(self): return f'Point({self.x}, {self.y})'
p = Point(1)
print(p, p.shifted(2, dy=3), Point.dimensions, p.dimensions, [p, p.shifted(1)])
p.dimensions = 3
print(p.dimensions, Point.dimensions, p.__dict__, vars(p))
del p.dimensions
print(p.dimensions, hasattr(p, 'z'), getattr(p, 'z', 'none'))
### inheritance and super
class A:
    def __init__(self, name): self.name = name
    def hello(self): return 'A ' + self.name
class B(A):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age
    def hello(self): return super().hello() + ' B ' + str(self.age)
class C(B):
    def hello(self): return super(C, self).hello() + ' C'
c = C('x', 3)
print(c.hello(), isinstance(c, A), isinstance(c, (int, B)), issubclass(C, A), issubclass(A, C), C.__name__, type(c).__name__)
print([k.__name__ for k in C.__mro__], C.__bases__[0].__name__)
### a diamond
class A:
    def go(self): return ['A']
class B(A):
    def go(self): return ['B'] + super().go()
class C(A):
    def go(self): return ['C'] + super().go()
class D(B, C):
    def go(self): return ['D'] + super().go()
print(D().go(), [k.__name__ for k in D.__mro__])
### no order fits
class A: pass
class B(A): pass
class C(A, B): pass
### len getitem contains iter
class Deck:
    def __init__(self, n): self.cards = list(range(n))
    def __len__(self): return len(self.cards)
    def __getitem__(self, i): return self.cards[i]
    def __setitem__(self, i, v): self.cards[i] = v
    def __delitem__(self, i): del self.cards[i]
    def __contains__(self, v): return v in self.cards
d = Deck(5)
d[0] = 9
del d[1]
print(len(d), d[-1], d[1:3], 9 in d, 1 in d, list(d), [x for x in d], list(reversed(d)), bool(Deck(0)), bool(d))
### a class that iterates
class Countdown:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n == 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(Countdown(3)), sum(Countdown(4)), 2 in Countdown(5), max(Countdown(3)))
a, b = Countdown(2)
print(a, b, *Countdown(3))
class Rows:
    def __iter__(self): return iter([1, 2])
print(list(Rows()), dict(zip(Rows(), 'ab')), sorted(Rows(), reverse=True), tuple(Rows()), set(Rows()))
it = iter(Countdown(2))
print(next(it), next(it), next(it, 'over'))
### arithmetic operators
class V:
    def __init__(self, *a): self.a = a
    def __add__(self, o): return V(*[x + y for x, y in zip(self.a, o.a)])
    def __sub__(self, o): return V(*[x - y for x, y in zip(self.a, o.a)])
    def __mul__(self, k): return V(*[x * k for x in self.a])
    def __rmul__(self, k): return self * k
    def __matmul__(self, o): return sum(x * y for x, y in zip(self.a, o.a))
    def __truediv__(self, k): return V(*[x / k for x in self.a])
    def __floordiv__(self, k): return V(*[x // k for x in self.a])
    def __mod__(self, k): return V(*[x % k for x in self.a])
    def __pow__(self, k): return V(*[x ** k for x in self.a])
    def __neg__(self): return self * -1
    def __pos__(self): return self
    def __invert__(self): return 'inverted'
    def __abs__(self): return self @ self
    def __repr__(self): return 'V' + str(self.a)
a, b = V(1, 2), V(3, 5)
print(a + b, b - a, a * 2, 2 * a, a @ b, b / 2, b // 2, b % 2, b ** 2, -a, +a, ~a, abs(a))
a += b
print(a)
### operators in place
class Bag:
    def __init__(self): self.items = []
    def __iadd__(self, x):
        self.items.append(x)
        return self
    def __or__(self, o): return 'or'
    def __ror__(self, o): return 'ror'
    def __and__(self, o): return 'and'
    def __xor__(self, o): return 'xor'
    def __lshift__(self, o): return 'lshift'
    def __rshift__(self, o): return 'rshift'
b = Bag()
c = b
b += 1
b += 'x'
print(b.items, c is b, b | 1, 1 | b, b & 1, b ^ 1, b << 1, b >> 1)
### reflected operators
class M:
    def __radd__(self, o): return ('radd', o)
    def __rsub__(self, o): return ('rsub', o)
    def __rtruediv__(self, o): return ('rtruediv', o)
    def __rpow__(self, o): return ('rpow', o)
m = M()
print(1 + m, 2.5 - m, 'a' + m, 3 / m, 2 ** m, [] + m)
### an operator that is missing
class M: pass
M() + 1
### an operator that declines
class M:
    def __add__(self, o): return NotImplemented
M() + 1
### comparison and order
class Version:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return isinstance(o, Version) and self.n == o.n
    def __lt__(self, o): return self.n < o.n
    def __le__(self, o): return self.n <= o.n
    def __hash__(self): return hash(self.n)
    def __repr__(self): return f'v{self.n}'
a, b, c = Version(1), Version(2), Version(1)
print(a == c, a != c, a == b, a != b, a < b, b > a, a <= c, a >= c, a == 1, sorted([b, a]), max(a, b), min(b, a))
print(len({a, b, c}), {a: 'x'}[c], a in [c], [a].index(c), [b, c].count(a))
### equality without hash
class A:
    def __eq__(self, o): return True
print(A() == 1, 1 == A(), A() != 1)
hash(A())
### a comparison that is missing
class A: pass
A() < A()
### call
class Adder:
    def __init__(self, n): self.n = n
    def __call__(self, x, *rest, by=0): return self.n + x + sum(rest) + by
f = Adder(10)
print(f(1), f(1, 2, 3), f(1, by=5), list(map(f, [1, 2])), callable(f), callable(Adder), sorted([3, 1], key=Adder(0)))
### str repr format
class T:
    def __repr__(self): return '<T>'
    def __str__(self): return 'tee'
    def __format__(self, spec): return 'formatted ' + spec
t = T()
print(t, repr(t), str(t), f'{t}', f'{t!r}', f'{t!s:>5}', f'{t:xyz}', '%s %r' % (t, t), '{} {!r}'.format(t, t), [t], {'k': t}, (t,))
class R:
    def __repr__(self): return 'only repr'
print(R(), str(R()), f'{R()}', f'{str(R()):>12}')
### bool int float index
class N:
    def __init__(self, n): self.n = n
    def __bool__(self): return self.n > 0
    def __int__(self): return int(self.n)
    def __float__(self): return float(self.n)
    def __index__(self): return int(self.n)
print(bool(N(0)), bool(N(1)), int(N(3)), float(N(2)), [10, 20, 30][N(1)], 'abc'[N(2)], 'x' * N(3), list(range(N(3))), 'yes' if N(1) else 'no', not N(0), N(0) or 'other')
### context manager
class Managed:
    def __init__(self, swallow): self.swallow = swallow
    def __enter__(self):
        print('in')
        return 'thing'
    def __exit__(self, kind, value, trace):
        print('out', kind.__name__ if kind else None, value)
        return self.swallow
with Managed(False) as x: print(x)
with Managed(True): raise ValueError('gone')
with Managed(True) as a, Managed(True) as b: print(a, b, 1/0)
def f():
    with Managed(False): return 'returned'
print(f())
for i in range(3):
    with Managed(False):
        if i == 0: continue
        break
with Managed(False): raise KeyError('kept')
### property
class Circle:
    def __init__(self, r): self._r = r
    @property
    def r(self):
        "the radius"
        return self._r
    @r.setter
    def r(self, value):
        if value < 0: raise ValueError('negative')
        self._r = value
    @property
    def area(self): return 3 * self._r ** 2
c = Circle(2)
c.r = 5
c.r += 1
print(c.r, c.area, Circle.r.__class__.__name__ if False else 'property')
try: c.r = -1
except ValueError as e: print(e)
try: c.area = 3
except AttributeError as e: print('no setter')
class Sub(Circle):
    @property
    def area(self): return super().area + 1
print(Sub(1).area, Sub(1).r)
### static and class methods
class Temp:
    unit = 'C'
    @staticmethod
    def convert(f): return (f - 32) * 5 / 9
    @classmethod
    def make(cls, x):
        t = cls()
        t.x = x
        return t
    @classmethod
    def name(cls): return cls.__name__ + cls.unit
class K(Temp): unit = 'K'
print(Temp.convert(212), Temp().convert(32), K.make(3).x, type(K.make(1)).__name__, K.name(), K().name(), Temp.name())
### getattr and setattr hooks
class Loose:
    def __init__(self): self.real = 1
    def __getattr__(self, name):
        if name.startswith('x'): return name.upper()
        raise AttributeError(name)
l = Loose()
print(l.real, l.xyz, hasattr(l, 'xa'), hasattr(l, 'ya'), getattr(l, 'ya', 5))
class Strict:
    def __setattr__(self, name, value):
        print('set', name)
        super().__setattr__(name, value * 2)
s = Strict()
s.a = 4
print(s.a)
### class attributes that are shared
class A:
    items = []
    count = 0
    def add(self, x):
        self.items.append(x)
        A.count += 1
        self.count += 10
a, b = A(), A()
a.add(1); b.add(2)
print(A.items, a.items is b.items, A.count, a.count, b.count)
A.extra = 'later'
print(a.extra)
setattr(A, 'more', lambda self: 'bound')
print(b.more())
### methods are values
class A:
    def __init__(self, n): self.n = n
    def get(self, k=1): return self.n * k
a = A(3)
f = a.get
print(f(), f(k=2), A.get(a, 5), [m() for m in [A(1).get, A(2).get]], f.__name__, f.__self__ is a, a.get == a.get)
a.f = lambda: 'own'
print(a.f())
### nested classes and local classes
class Outer:
    class Inner:
        value = 7
        def get(self): return self.value
    def make(self): return self.Inner()
print(Outer.Inner.value, Outer().make().get())
def build(k):
    class Local:
        factor = k
        def times(self, x): return x * self.factor * k
    return Local
print(build(2)().times(5), build(3).factor)
### a body with code
class A:
    total = 0
    for i in range(4): total += i
    squares = [j * j for j in range(3)]
    if total > 3: label = 'big'
    else: label = 'small'
    def f(self): return self.total
print(A.total, A.squares, A.label, A.i, A().f())
### names in a class body do not reach methods
x = 'global'
class A:
    x = 'class'
    def get(self): return x
    y = x
print(A().get(), A.y)
### isinstance with builtins
print(isinstance(True, int), isinstance(1, bool), isinstance(1.0, (int, float)), isinstance('a', str), isinstance([], (tuple, list)), isinstance(None, type(None)), isinstance(int, type), isinstance(print, object), issubclass(bool, int), type(1) is int, type('') == str)
### exceptions of one's own
class AppError(Exception): pass
class Bad(AppError):
    def __init__(self, code, text='bad'):
        super().__init__(text)
        self.code = code
try: raise Bad(7)
except AppError as e: print(type(e).__name__, e, e.code, e.args, repr(e), isinstance(e, Exception))
try: raise AppError('a', 1)
except Exception as e: print(e, e.args, repr(e))
try: raise AppError
except AppError as e: print(repr(str(e)), repr(e))
### docstrings and names
class A:
    "about A"
    def f(self):
        """about f"""
print(A.__doc__, A.f.__doc__, A.__name__, A.f.__name__, A.__module__ if False else '__main__')
### repr of classes
class A: pass
print(A, type(A), int, type(1), [str, A], type(None), type(print).__name__, type(lambda: 0).__name__, type([].append).__name__)
### init that returns something
class A:
    def __init__(self): return 1
A()
### init with wrong arguments
class A:
    def __init__(self, a): pass
A()
### no init and arguments
class A: pass
A(1)
### unknown attribute
class A: pass
A().nothing
### slots of a name
class A:
    def __len__(self): return -1
len(A())
### abstract by hand
class Base:
    def run(self): raise NotImplementedError('run')
Base().run()
### hash of instances as keys
class A: pass
a, b = A(), A()
d = {a: 1, b: 2}
print(d[a], d[b], a == a, a == b, a != b, len({a, b, a}), a in d, A() in d)
### generator of instances
class Node:
    def __init__(self, v, next=None): self.v, self.next = v, next
n = Node(1, Node(2, Node(3)))
def walk(n):
    out = []
    while n:
        out.append(n.v)
        n = n.next
    return out
print(walk(n))
class Tree:
    def __init__(self, v, *kids): self.v, self.kids = v, kids
    def total(self): return self.v + sum(k.total() for k in self.kids)
print(Tree(1, Tree(2, Tree(3)), Tree(4)).total())
### a decorator
def twice(f):
    def inner(*args, **kw): return f(f(*args, **kw))
    return inner
@twice
def add(x): return x + 1
print(add(1))
def tag(name):
    def wrap(f):
        return lambda *a: f'<{name}>{f(*a)}</{name}>'
    return wrap
@tag('b')
@tag('i')
def hi(who): return 'hi ' + who
print(hi('you'))
### a decorator of a class
registry = {}
def register(cls):
    registry[cls.__name__] = cls
    cls.tagged = True
    return cls
@register
class Thing: pass
print(registry['Thing'] is Thing, Thing.tagged, Thing().tagged)
### a decorator that is a class
class Counted:
    def __init__(self, f): self.f, self.n = f, 0
    def __call__(self, *a):
        self.n += 1
        return self.f(*a)
@Counted
def square(x): return x * x
print(square(3), square(4), square.n)
### attributes of functions
def f(): f.calls += 1
f.calls = 0
f(); f()
print(f.calls, f.__name__, hasattr(f, 'nothing'))
f.__name__ = 'g'
print(f.__name__)
### functools wraps
import functools
def logged(f):
    @functools.wraps(f)
    def inner(*a): return ('called', f(*a))
    return inner
@logged
def double(x):
    "doubles"
    return 2 * x
print(double(2), double.__name__, double.__doc__, double.__wrapped__(5))
### dataclass
from dataclasses import dataclass, field, asdict, astuple, replace
@dataclass
class Config:
    name: str
    layers: int = 12
    rate: float = 1e-3
    tags: list = field(default_factory=list)
    def total(self): return self.layers * 2
c = Config('tiny', rate=0.5)
print(c, c == Config('tiny', 12, 0.5), c != Config('x'), c.total(), asdict(c), astuple(c), replace(c, layers=3))
c.tags.append(1)
print(Config('a').tags, c.tags, Config.layers)
@dataclass(frozen=True, order=True)
class P:
    x: int
    y: int = 0
print(sorted([P(2), P(1, 5), P(1)]), P(1) < P(2), len({P(1), P(1)}), hash(P(1)) == hash(P(1)))
try: P(1).x = 2
except Exception as e: print(type(e).__name__)
@dataclass
class Child(Config):
    extra: bool = False
    def __post_init__(self): self.name = self.name.upper()
print(Child('q'), Child('q').name)
### dataclass without a value
from dataclasses import dataclass
@dataclass
class A:
    x: int
    y: int
A(1)
### dataclass with a mutable default
from dataclasses import dataclass
@dataclass
class A:
    x: list = []
### super in a class method
class A:
    @classmethod
    def make(cls): return 'A.make ' + cls.__name__
class B(A):
    @classmethod
    def make(cls): return 'B ' + super().make()
print(B.make())
### multiple inheritance with keywords
class Base:
    def __init__(self, **kw): self.rest = kw
class Left(Base):
    def __init__(self, left=0, **kw):
        super().__init__(**kw)
        self.left = left
class Right(Base):
    def __init__(self, right=0, **kw):
        super().__init__(**kw)
        self.right = right
class Both(Left, Right): pass
b = Both(left=1, right=2, other=3)
print(b.left, b.right, b.rest)
### stringification of nested instances
class A:
    def __init__(self, v): self.v = v
    def __repr__(self): return f'A({self.v!r})'
print([A('x'), A([A(1)])], {'a': A(None)}, (A(1.5),), A(A('y')), f'{A(3)}', f'{[A(1)]}')
### iteration by getitem
class Squares:
    def __getitem__(self, i):
        if i > 3: raise IndexError
        return i * i
print(list(Squares()), 9 in Squares(), 5 in Squares(), max(Squares()), *Squares())
### the type call
class A: pass
a = A()
print(type(a) is A, a.__class__ is A, type(a)().__class__.__name__, a.__class__.__name__)
### class level mutation through an instance
class Meter:
    readings = {}
    def log(self, k, v): self.readings.setdefault(k, []).append(v)
m, n = Meter(), Meter()
m.log('a', 1); n.log('a', 2); n.log('b', 3)
print(Meter.readings, len(m.readings))
### type makes classes
class Base:
    def hello(self): return f'{type(self).__name__} {self.x}'
def area(self): return self.w ** 2
Square = type('Square', (Base,), {'x': 3, 'w': 4, 'area': area, '__doc__': 'a square'})
s = Square()
print(s.hello(), s.area(), Square.__name__, Square.__bases__ == (Base,), isinstance(s, Base), issubclass(Square, Base))
Sub = type('Sub', (Square,), dict(x=5))
print(Sub().hello(), Sub.__mro__[1] is Square, Sub.x, Square.__doc__)
E1 = type('E1', (ValueError,), {})
try: raise E1('no')
except ValueError as e: print(type(e).__name__, e)
### type with the wrong arguments
for args in ((1, 2), (1, (), {}), ('A', [], {}), ('A', (), []), ()):
    try: print(type(*args))
    except TypeError as e: print('TypeError', e)
### type tells the class above
class Base:
    made = []
    def __init_subclass__(cls, tag=None): Base.made.append((cls.__name__, tag))
type('A', (Base,), {})
type('B', (Base,), {}, tag='t')
print(Base.made)
