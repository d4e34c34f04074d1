### a dict with attributes
class CfgNode(dict):
    def __getattr__(self, name):
        try: return self[name]
        except KeyError: raise AttributeError(name)
    def __setattr__(self, name, value): self[name] = value
    def __delattr__(self, name): del self[name]
c = CfgNode(lr=0.1, name='gpt')
c.steps = 10
c['batch'] = 4
print(c, c.lr, c['steps'], c.batch, len(c), list(c), list(c.items()), 'lr' in c, sorted(c.keys()), c.get('x', 0), bool(CfgNode()))
del c.steps
print(c, isinstance(c, dict), type(c).__name__, issubclass(CfgNode, dict), {**c}, dict(c), c == {'lr': 0.1, 'name': 'gpt', 'batch': 4}, c != {})
try: c.nope
except AttributeError as e: print('AttributeError', e)
def f(**kw): return sorted(kw)
print(f(**c), c.pop('lr'), c.setdefault('z', 1), c.copy(), type(c.copy()).__name__, [k for k in c], {k: v for k, v in c.items()})
c.update(a=1); c.update({'b': 2}); c |= {'d': 5}
print(c, type(c).__name__, c | {'e': 1}, {'e': 1} | c)
class A(dict): __getattr__ = dict.get
a = A(x=1); print(a.x, a.y)
class AttrDict(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__ = self
d = AttrDict(x=1); d.y = 2; d['z'] = 3
print(d, d.x, d.z, d['y'], 'y' in d, vars(d) is not None)
import json
print(json.dumps(c), json.dumps({'n': d}), json.loads(json.dumps(d)))
### dict methods overridden
class Loud(dict):
    def __init__(self, *a, **k):
        print('init', a, k)
        super().__init__(*a, **k)
    def __getitem__(self, key):
        print('get', key)
        return super().__getitem__(key)
    def __setitem__(self, key, value):
        print('set', key)
        super().__setitem__(key, value * 2)
    def __delitem__(self, key):
        print('del', key)
        dict.__delitem__(self, key)
    def __contains__(self, key):
        print('in', key)
        return dict.__contains__(self, key)
    def __len__(self): return super().__len__() + 100
    def __repr__(self): return 'Loud(' + super().__repr__() + ')'
d = Loud({'a': 1}, b=2)
d['c'] = 5
print(d['a'], d['c'], 'a' in d, 'q' in d, len(d), d, str(d), list(d), d.get('a'))
del d['a']
print(sorted(d.items()), bool(d))
try: d['zz']
except KeyError as e: print('KeyError', e)
class Missing(dict):
    def __missing__(self, key): return f'no {key}'
m = Missing(a=1)
print(m['a'], m['b'], m.get('b'), 'b' in m, len(m))
class Memo(dict):
    def __missing__(self, n):
        self[n] = value = n if n < 2 else self[n - 1] + self[n - 2]
        return value
fib = Memo(); print(fib[30], len(fib))
from collections import OrderedDict, defaultdict, Counter
class LRU(OrderedDict):
    def __init__(self, size):
        super().__init__()
        self.size = size
    def put(self, k, v):
        self[k] = v
        self.move_to_end(k)
        if len(self) > self.size: self.popitem(last=False)
l = LRU(2); l.put('a', 1); l.put('b', 2); l.put('a', 3); l.put('c', 4)
print(list(l.items()), l.size, isinstance(l, OrderedDict), isinstance(l, dict))
class DD(defaultdict): pass
x = DD(list); x['a'].append(1); print(dict(x), type(x).__name__)
class C2(Counter):
    def top(self): return self.most_common(1)[0][0]
print(C2('banana').top(), C2('aab')['a'], C2('aab')['zz'])
class D3(dict):
    def __eq__(self, other): return 'custom'
print(D3() == 1)
### lists
class Stack(list):
    def push(self, x): self.append(x)
    def peek(self): return self[-1]
    @property
    def top(self): return self[-1] if self else None
s = Stack([1, 2])
s.push(3); s.extend([4]); s += [5]
print(s, len(s), s[0], s[1:3], type(s[1:3]).__name__, s.peek(), s.top, list(reversed(s)), sorted(s, reverse=True), sum(s), 3 in s, s.index(3), s.count(1), type(s).__name__, isinstance(s, list))
s[0] = 10; s[1:2] = [7, 8]; del s[-1]; s.sort(); s.insert(0, 0)
print(s, s == [0, 3, 4, 7, 8, 10], s + [1], [1] + s, type(s + [1]).__name__, s * 2, max(s), [x * 2 for x in s], *s, s.pop(), s.copy(), s < [1], bool(Stack()))
a, *b = s; print(a, b, tuple(s), set(s) == {0, 3, 4, 7, 8}, ','.join(map(str, s)), list(zip(s, 'ab')), list(enumerate(s))[:1])
class Pair(list):
    def __init__(self, a, b):
        super().__init__([a, b])
        self.name = 'pair'
    def __getitem__(self, i): return ('item', super().__getitem__(i))
    def __iter__(self): return (('it', x) for x in super().__iter__())
    def __len__(self): return 42
p = Pair(1, 2)
print(p[0], list(p), len(p), p.name, p, list.__len__(p), list.__getitem__(p, 1), [*p])
class Bare(list): pass
b = Bare(); b.x = 1; b.append(b.x); print(b, b.x, vars(b), Bare('ab'), Bare(range(3)))
class NoSuper(list):
    def __init__(self, n): self.n = n
print(NoSuper(3), NoSuper(3).n, len(NoSuper(5)))
try: hash(Bare())
except TypeError as e: print(e)
match Bare([1, 2]):
    case [x, y]: print('matched', x, y)
import copy
q = Pair(3, 4); r = copy.copy(q); t = copy.deepcopy(q); q.append(5)
print(list.__len__(q), list.__len__(r), list.__len__(t), type(t).__name__, t.name)
### texts
class Name(str):
    def shout(self): return self.upper() + '!'
    @property
    def initial(self): return self[0]
n = Name('ada')
print(n, repr(n), n.shout(), n.initial, len(n), n + 'x', 'x' + n, n == 'ada', 'ada' == n, hash(n) == hash('ada'), {n: 1}['ada'], {'ada': 2}[n], n in ['ada'], 'd' in n, n[1:], n * 2, type(n).__name__, isinstance(n, str), type(n.upper()).__name__, f'{n:>5}|{n!r}', '%s' % n, '{}'.format(n), ','.join([n, 'b']), n.split('d'), sorted([n, 'abc', 'b']), str(n), list(n), n < 'b', int(Name('12')), n.replace('a', n), 'ada'.startswith(n), print(n, sep=n))
class Tag(str):
    def __new__(cls, value, extra=None):
        obj = super().__new__(cls, value)
        obj.extra = extra
        return obj
    def __repr__(self): return f'Tag({str(self)!r}, {self.extra})'
t = Tag('x', extra=5)
print(t, repr(t), t.extra, t + 'y', [t], len(t), Tag('a') == 'a')
class U(str):
    def __str__(self): return 'as text'
    def __len__(self): return 99
print(U('u'), str(U('u')), len(U('u')), U('u') == 'u', repr(U('u')))
### numbers
class Celsius(float):
    def fahrenheit(self): return self * 9 / 5 + 32
    def __repr__(self): return f'{float(self)}C'
c = Celsius(21.5)
print(c, c.fahrenheit(), c + 1, 1 + c, c > 20, round(c), int(c), f'{c:.2f}', abs(Celsius(-2)), -c, c == 21.5, hash(c) == hash(21.5), isinstance(c, float), max(c, 3), sum([c, c]), [c], type(c + c).__name__, c.is_integer(), float(c))
class Even(int):
    def __new__(cls, n): return super().__new__(cls, n // 2 * 2)
    def half(self): return self // 2
e = Even(7)
print(e, e.half(), e + 1, [1, 2, 3, 4, 5, 6, 7][e], list(range(e)), 'ab' * Even(2), e == 6, {6: 'six'}[e], bin(e), f'{e:03d}', '%d' % e, divmod(e, 4), e & 3, e << 1, ~e, bool(Even(1)), str(e), repr(e), type(e).__name__, e.bit_length(), isinstance(e, int), int(e), float(e), e / 4, 2 ** e, pow(e, 2), e in range(7), sorted([Even(9), 3, Even(2)]), min(e, 3), sum([e, 1]), hex(e))
class Flag(int):
    NAMES = {1: 'one'}
    def __str__(self): return self.NAMES.get(int(self), 'many')
print(Flag(1), str(Flag(5)), repr(Flag(1)), f'{Flag(1)}', Flag(1) + 1, Flag() == 0)
try:
    class B(bool): pass
except TypeError as e: print(e)
try:
    class F(type(lambda: 0)): pass
except TypeError as e: print(e)
try:
    class N(type(None)): pass
except TypeError as e: print(e)
try:
    class R(range): pass
except TypeError as e: print(e)
try:
    class L(list, dict): pass
except TypeError as e: print(e)
### tuples and sets
class Point(tuple):
    def __new__(cls, x, y): return tuple.__new__(cls, (x, y))
    @property
    def x(self): return self[0]
    def __add__(self, o): return Point(self[0] + o[0], self[1] + o[1])
p = Point(1, 2)
print(p, p.x, p + Point(3, 4), len(p), p == (1, 2), {p: 'k'}[(1, 2)], [*p], type(p + p).__name__, p[::-1], 2 in p, hash(p) == hash((1, 2)), isinstance(p, tuple), '%s %s' % p, max(p))
a, b = p; print(a, b)
from collections import namedtuple
class V(namedtuple('V', 'x y')):
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __repr__(self): return f'V<{self.x},{self.y}>'
v = V(3, 4); print(v, v.norm(), v.x, v[1], v._asdict(), v == (3, 4), list(v), V(x=1, y=2).x, v._fields)
class Bag(set):
    def twice(self): return {x * 2 for x in self}
s = Bag([1, 2, 2]); s.add(3); s |= {4}
print(len(s), sorted(s), s.twice() == {2, 4, 6, 8}, s & {1, 9} == {1}, 1 in s, type(s).__name__, s == {1, 2, 3, 4}, s <= {1, 2, 3, 4, 5}, sorted(s - {1}), isinstance(s, set))
class FS(frozenset): pass
print(len(FS([1, 1])), hash(FS([1])) == hash(frozenset([1])), FS('ab') == frozenset('ab'))
class Bytes(bytes):
    def bits(self): return [bin(b) for b in self]
print(Bytes(b'a').bits(), Bytes(b'ab') + b'c', Bytes(b'x') == b'x', len(Bytes(3)))
### exceptions of one's own
class AppError(Exception):
    code = 1
    def __init__(self, message, *, code=None):
        super().__init__(message)
        if code: self.code = code
    def __str__(self): return f'[{self.code}] {self.args[0]}'
class NotFound(AppError, KeyError): code = 404
try: raise NotFound('page', code=5)
except KeyError as e: print(e, repr(e), e.args, e.code, isinstance(e, AppError))
try: raise AppError('x')
except Exception as e: print(e)
class Multi(ValueError):
    def __init__(self, a, b):
        self.a, self.b = a, b
        super().__init__(f'{a} and {b}')
try: raise Multi(1, 2)
except ValueError as e: print(e, e.a, e.args)
### making instances
class Single:
    _one = None
    def __new__(cls, *args, **kwargs):
        if cls._one is None: cls._one = super().__new__(cls)
        return cls._one
    def __init__(self, x=0): self.x = x
a, b = Single(1), Single(2)
print(a is b, a.x, type(a).__name__)
class Other:
    def __new__(cls, n): return n * 2
print(Other(4))
class Counted:
    count = 0
    def __new__(cls):
        cls.count += 1
        return object.__new__(cls)
Counted(); Counted(); print(Counted.count)
o = object.__new__(Single); print(type(o).__name__, hasattr(o, 'x'))
class Base:
    registry = {}
    def __init_subclass__(cls, key=None, **kw):
        super().__init_subclass__(**kw)
        Base.registry[key or cls.__name__] = cls
class One(Base): pass
class Two(Base, key='second'): pass
print(sorted(Base.registry), Base.registry['second'].__name__)
class G:
    def __class_getitem__(cls, item): return (cls.__name__, item)
print(G[int], G['a', 1][0], list[int] is not None)
try:
    class Bad(object, x=1): pass
except TypeError as e: print('TypeError')
### properties and descriptors
class T:
    def __init__(self): self._v = 1
    @property
    def v(self):
        """the value"""
        return self._v
    @v.setter
    def v(self, new):
        if new < 0: raise ValueError('negative')
        self._v = new
    @v.deleter
    def v(self):
        print('deleting')
        self._v = 0
    w = property(lambda self: self._v * 10, lambda self, x: setattr(self, '_v', x // 10))
t = T(); t.v = 5; print(t.v, T.v.__doc__, t.w); t.w = 70; print(t.v); del t.v; print(t.v)
try: t.v = -1
except ValueError as e: print(e)
class RO:
    x = property(lambda self: 1)
try: RO().x = 2
except AttributeError as e: print('no setter')
try: del RO().x
except AttributeError as e: print('no deleter')
from functools import cached_property, total_ordering
class Data:
    def __init__(self): self.calls = 0
    @cached_property
    def heavy(self):
        self.calls += 1
        return [self.calls]
d = Data(); print(d.heavy, d.heavy is d.heavy, d.calls, 'heavy' in d.__dict__); del d.heavy; print(d.heavy, d.calls)
@total_ordering
class Ver:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
a, b = Ver(1), Ver(2)
print(a < b, a <= b, a > b, a >= b, a <= Ver(1), a >= Ver(1), sorted([b, a])[0].n, max(a, b).n)
@total_ordering
class Ge:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __ge__(self, o): return self.n >= o.n
print(Ge(1) < Ge(2), Ge(1) > Ge(1), Ge(1) <= Ge(1))
class S:
    __slots__ = ('a', 'b')
    def __init__(self): self.a = 1
s = S(); s.b = 2; print(s.a, s.b)
try: s.c = 3
except AttributeError as e: print('slots')
class Callable:
    def __call__(self, x, *a, k=0): return x, a, k
print(Callable()(1, 2, k=3), callable(Callable()))
class Dyn:
    def __getattr__(self, n): return n.upper()
    def __setattr__(self, n, v): object.__setattr__(self, '_' + n, v)
d = Dyn(); d.x = 1; print(d._x, d.other, d.__dict__)
### special methods by name
print([1, 2].__len__(), 'ab'.__add__('c'), (3).__add__(4), (2.5).__mul__(2), [1].__contains__(1), {'a': 1}.__getitem__('a'), 'abc'.__getitem__(1), [3, 1].__iter__().__next__(), (1).__eq__(1), (1).__eq__('a'), 'a'.__lt__('b'), [1].__repr__(), 'a'.__repr__(), (5).__bool__(), (-3).__abs__(), (3).__neg__(), {1}.__or__({2}), 'x'.__hash__() == hash('x'), 'a'.__str__(), (7).__format__('03d'), (7).__index__(), (1).__add__('a'))
print(list.__len__([1, 2]), str.__add__('a', 'b'), dict.__contains__({'a': 1}, 'a'), int.__add__(1, 2), float.__lt__(1.0, 2.0), hasattr([], '__len__'), hasattr(5, '__len__'), hasattr([], '__iter__'), hasattr(5, '__iter__'), hasattr('', '__getitem__'), hasattr({}, '__setitem__'), hasattr((), '__setitem__'), hasattr(set(), '__getitem__'), hasattr(3, '__index__'), hasattr(3.0, '__index__'), hasattr(len, '__call__') or True)
l = [3]; l.__setitem__(0, 4); l.__iadd__([5]); print(l, l.__getitem__(slice(0, 1))); l.__delitem__(0); print(l)
### a vocabulary and a dataset
class Vocab(dict):
    def __init__(self, text):
        super().__init__((c, i) for i, c in enumerate(sorted(set(text))))
        self.itos = {i: c for c, i in self.items()}
    def encode(self, s): return [self[c] for c in s]
    def decode(self, ids): return ''.join(self.itos[i] for i in ids)
    def __missing__(self, c): return -1
v = Vocab('hello world')
print(len(v), v.encode('hold?'), v.decode(v.encode('hold')), v)
class Rows(list):
    def batches(self, n):
        for i in range(0, len(self), n): yield Rows(self[i:i + n])
print([b for b in Rows(range(5)).batches(2)], type(next(Rows([1]).batches(1))).__name__)
### the class of a method
class A:
    def name(self): return __class__.__name__
    def inner(self): return (lambda: __class__ is A)()
class B(A): pass
print(B().name(), B().inner())
