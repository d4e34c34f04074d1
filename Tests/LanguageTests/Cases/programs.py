### closures
def counter(start=0):
    n = start
    def step(by=1):
        nonlocal n
        n += by
        return n
    return step
a, b = counter(), counter(10)
print(a(), a(), b(5), a())
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs], [f() for f in [lambda: i for i in range(3)]])
def outer():
    xs = [lambda: v for v in range(2)]
    return [x() for x in xs], [w for w in range(3) if (lambda: w)()]
print(outer())
def mk():
    total = 0
    def add(x):
        nonlocal total
        total += x
        def show(): return total
        return show
    return add
m = mk(); m(1); print(m(2)())
### globals
g = 1
def f():
    global g, h
    g += 1
    h = 5
f(); print(g, h)
def shadow():
    g = 10
    return g
print(shadow(), g)
### arguments
def f(a, b=2, *args, c, d=4, **kw): return (a, b, args, c, d, kw)
print(f(1, c=3), f(1, 2, 3, 4, c=5, e=6), f(*[1, 2], **{'c': 3, 'z': 9}))
def g(a, /, b, *, c=1): return a, b, c
print(g(1, 2), g(1, b=2, c=3))
def default(x=[]):
    x.append(1)
    return x
default(); print(default())
print((lambda *a, **k: (a, k))(1, 2, x=3))
def ann(x: int, y: 'str' = 'a') -> list: return [x, y]
print(ann(1))
### loops
for i in range(5):
    if i == 1: continue
    if i == 3: break
    print(i)
else:
    print('never')
for i in []: pass
else: print('else')
n = 3
while n:
    n -= 1
    if n == 1: break
else: print('no')
while n < 3: n += 1
else: print('done', n)
for a, (b, *c) in [(1, (2, 3, 4)), (5, (6,))]: print(a, b, c)
for i, x in enumerate('ab'): print(i, x)
for k, v in {'x': 1, 'y': 2}.items(): print(k, v)
x = [1, 2, 3]
for y in x:
    if y < 3 and len(x) < 6: x.append(y * 10)
print(x)
### unpacking
a, b = b, a = 1, 2
print(a, b)
(a, b), c = (1, 2), 3
[x, *y] = 'abc'
*p, q = [1]
print(a, b, c, x, y, p, q)
first, *middle, last = range(6)
print(first, middle, last)
a = b = []
a.append(1); print(b)
d = {}
d['k'], d['j'] = 1, 2
print(d)
### augmented
x = 5; x += 2; x *= 3; x -= 1; x //= 2; x **= 2; x %= 7; x <<= 3; x |= 1; x ^= 3; x &= 14; x >>= 1
print(x)
l = [1]; m = l; l += [2]; l *= 2; print(l, m is l)
s = 'a'; s += 'b'; s *= 2; print(s)
t = (1,); u = t; t += (2,); print(t, u)
f = 5; f /= 2; print(f)
d = {'a': [1]}; d['a'] += [2]; d['a'][0] += 10; print(d)
s = {1}; s |= {2}; s -= {1}; print(s)
calls = []
def idx(): calls.append(1); return 0
l[idx()] += 5; print(l, len(calls))
### exceptions
def f(x):
    try:
        if x == 0: return 'ret'
        if x == 1: raise ValueError('v')
        if x == 2: {}['k']
        if x == 3: 1 / 0
    except ValueError as e:
        return 'ValueError ' + str(e)
    except (KeyError, IndexError) as e:
        return type(e).__name__ + ' ' + str(e) + ' ' + repr(e)
    except ArithmeticError:
        return 'arith'
    else:
        return 'else'
    finally:
        print('finally', x)
for i in range(5): print(f(i))
class MyError(Exception):
    def __init__(self, code, msg):
        super().__init__(msg)
        self.code = code
class Sub(MyError): pass
try: raise Sub(5, 'bad')
except MyError as e: print(e.code, e, e.args, isinstance(e, Exception), repr(e))
try:
    try: raise ValueError('inner')
    except ValueError: raise
except Exception as e: print('outer', e)
try:
    try: raise ValueError('a')
    except ValueError as e: raise KeyError('b') from e
except KeyError as e: print(repr(e))
def loop():
    for i in range(3):
        try: continue
        finally: print('f', i)
    while True:
        try: break
        finally: print('b')
loop()
def over():
    try: return 1
    finally: return 2
print(over())
try: raise Exception('a', 1)
except Exception as e: print(e, e.args)
try: [].pop()
except IndexError as e: print(e)
try: int('x')
except Exception as e: print(type(e), e)
try: raise StopIteration(3)
except StopIteration as e: print(e.value)
try: assert 0, [1]
except AssertionError as e: print(e)
try: e
except NameError as n: print(n)
### classes
class Animal:
    """An animal."""
    kind = 'animal'
    count = 0
    def __init__(self, name):
        self.name = name
        Animal.count += 1
    def speak(self): return f'{self.name} makes a sound'
    def __repr__(self): return f'{type(self).__name__}({self.name!r})'
class Dog(Animal):
    kind = 'dog'
    def speak(self): return super().speak() + ': woof'
class Puppy(Dog):
    def speak(self): return super(Puppy, self).speak() + '!'
d = Dog('Rex')
print(d, d.speak(), d.kind, Animal.kind, Animal.count, Puppy('P').speak(), Animal.__doc__)
print(isinstance(d, Animal), issubclass(Puppy, Animal), isinstance(d, Puppy), hasattr(d, 'x'), getattr(d, 'x', 7), type(d).__name__)
d.extra = [1]; d.kind = 'own'
print(d.extra, d.kind, Dog.kind, d.__dict__, vars(d))
del d.kind; print(d.kind)
setattr(d, 'z', 3); print(d.z)
m = d.speak; print(m())
print(Animal.speak(d), d.__class__.__name__, Dog.__name__, Dog.__bases__ == (Animal,))
### dunders
class V:
    def __init__(self, *xs): self.xs = list(xs)
    def __add__(self, o): return V(*[a + b for a, b in zip(self.xs, o.xs)])
    def __radd__(self, o): return 'radd' if o else self
    def __mul__(self, k): return V(*[a * k for a in self.xs])
    __rmul__ = __mul__
    def __neg__(self): return self * -1
    def __eq__(self, o): return isinstance(o, V) and self.xs == o.xs
    def __lt__(self, o): return sum(self.xs) < sum(o.xs)
    def __len__(self): return len(self.xs)
    def __getitem__(self, i): return self.xs[i]
    def __setitem__(self, i, v): self.xs[i] = v
    def __delitem__(self, i): del self.xs[i]
    def __contains__(self, x): return x in self.xs
    def __iter__(self): return iter(self.xs)
    def __call__(self, x): return ('called', x)
    def __bool__(self): return bool(self.xs)
    def __str__(self): return 'V<' + ','.join(map(str, self.xs)) + '>'
    def __repr__(self): return 'V' + repr(tuple(self.xs))
    def __matmul__(self, o): return sum(a * b for a, b in zip(self, o))
    def __iadd__(self, o): self.xs.append(o); return self
    def __hash__(self): return hash(tuple(self.xs))
    def __format__(self, spec): return 'fmt:' + spec
    def __abs__(self): return 42
    def __truediv__(self, k): return 'div'
    def __pow__(self, k): return 'pow'
    def __getattr__(self, name):
        if name.startswith('dyn'): return name
        raise AttributeError(name)
v = V(1, 2); w = V(3, 4)
print(v + w, repr(v * 2), 3 * v, -v, v == V(1, 2), v != w, v < w, v > w, len(v), v[0], 2 in v, list(v), v(9), bool(V()))
v[0] = 7; del v[1]; v += 5
print(v, f'{v:x} {v!r}', v @ V(1, 1), {v: 1}[V(7, 5)], abs(v), v / 2, v ** 2, 5 + v, v.dyn_x, sorted([w, v]), max(v, w), hasattr(v, 'nope'))
print([*v], sum([V(1), V(2)], V(0)) == V(3), v[0:1], str([v]))
class It:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n
print(list(It(3)), sum(It(4)), [x for x in It(2)], 1 in It(3), next(It(5)))
class Old:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i * i
print(list(Old()), 4 in Old())
### properties
class T:
    total = 0
    def __init__(self): self._c = 1
    @property
    def c(self): return self._c
    @c.setter
    def c(self, v): self._c = v * 2
    @staticmethod
    def s(x): return x + 1
    @classmethod
    def make(cls): return cls()
    n = [total + i for i in range(3)] if False else 3
t = T.make(); t.c = 5
print(t.c, T.s(1), t.s(2), type(t).__name__, T.n)
try: 
    class R:
        @property
        def r(self): return 1
    R().r = 2
except AttributeError as e: print('AttributeError')
### multiple inheritance
class A:
    def who(self): return 'A'
class B(A):
    def who(self): return 'B' + super().who()
class C(A):
    def who(self): return 'C' + super().who()
class D(B, C):
    def who(self): return 'D' + super().who()
print(D().who(), [k.__name__ for k in D.__mro__])
### with
class CM:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print('enter', self.n); return self.n
    def __exit__(self, t, v, tb): print('exit', self.n, t and t.__name__, v); return self.swallow
with CM(1) as a, CM(2) as b: print(a, b)
with CM(3, True): raise ValueError('x')
try:
    with CM(4): 1/0
except ZeroDivisionError: print('through')
def f():
    with CM(5): return 'r'
print(f())
with (CM(6) as p, CM(7)): print(p)
### comprehension scope
x = 'outer'
print([x for x in range(3)], x)
def f(n): return [[i * j for j in range(n)] for i in range(n)]
print(f(3))
print({k: [v for v in range(k)] for k in range(3)}, [(a, b) for a in 'ab' for b in (a, 'z') if b != 'a'])
g = (i * n for n in [10] for i in range(3))
print(next(g), list(g), list(g))
print([y for x in [[1, 2], [3]] for y in x], dict((k, k*2) for k in range(2)))
n = 5
print([n + i for i in range(2)], list(n for n in range(2)), n)
### recursion containers
a = [1]; a.append(a); print(a)
d = {}; d['d'] = d; print(d)
t = ([],); t[0].append(t); print(t)
### dict methods
d = {'a': 1, 'b': 2}
print(d.pop('a'), d.pop('z', 9), d.setdefault('c', 3), d)
d.update({'x': 1}, y=2); d.update([('z', 0)])
print(d, len(d), list(d), 'x' in d)
del d['x']; d['b'] = 20; print(d, d.popitem(), d.copy() == d)
print(sorted(d.items(), key=lambda kv: -kv[1]), max(d, key=d.get), {v: k for k, v in d.items()})
d.clear(); print(d)
for k in list({1: 1, 2: 2}): print(k)
try:
    e = {1: 1}
    for k in e: e[k + 1] = 1
except RuntimeError as x: print(x)
big = {i: i for i in range(1000)}
for i in range(0, 1000, 2): del big[i]
print(len(big), sum(big), big[501], 500 in big)
print(dict.fromkeys is not None)
### list methods
l = [3, 1, 2]
l.append(5); l.extend((6, 7)); l.insert(0, 9); l.insert(-1, 8); l.insert(100, 0)
print(l, l.pop(), l.pop(0), l.index(2))
l.remove(8); l.sort(); print(l); l.sort(reverse=True); l.reverse(); print(l, l.count(1))
l[1:3] = ['a', 'b', 'c']; l[::2] = [0] * len(l[::2]); print(l)
del l[0], l[-1]; del l[1:]; print(l); l.clear(); print(l, l == [])
m = [[0] * 2 for _ in range(2)]; m[0][0] = 1; print(m)
s = ['b', 'A', 'c']; s.sort(key=str.lower); print(s, sorted(s))
x = [1, 2, 3]; x[len(x):] = [4]; x[0:0] = [0]; print(x)
### sets
s = {3}
s.add(1); s.discard(9); s.update([5], (6,)); s.remove(3)
print(sorted(s), len(s), s == {1, 5, 6}, {1, 2}.intersection([2]), {1, 2}.difference([2]), frozenset([1, 2]) == {1, 2})
print({frozenset([1]): 'f'}[frozenset([1])], {1}.issubset([1, 2]), {1, 2}.issuperset([1]), set('aab') == {'a', 'b'})
### strings walk
text = 'The café is 5€ — naïve 😀!'
print(len(text), text[4:8], text[-2:], text[::-1], [c for c in text if ord(c) > 127])
words = {}
for w in 'a b a c b a'.split(): words[w] = words.get(w, 0) + 1
print(words, sorted(words, key=words.get, reverse=True))
print(text.find('—'), text.index('😀'), text.split(' ')[2], text.replace('é', 'e'), text.upper())
### f-strings
name, w, p, v = 'x', 10, 3, 3.14159265
print(f'{name=} {v=:.2f} {v:{w}.{p}f}| {name!r:>6} {v!s:.4} {1 + 1 = }')
print(f"{'a' if w > 5 else 'b'} {[i for i in range(3)]} {dict(a=1)['a']} {(lambda q: q * 2)(4)}")
print(f'''multi
{w}''' f"{w:>4}" 'plain {w}', rf'\n{w}', f'{{{w}}}', f'{w!r}', f"{w:,}", f'{v:>{w}}', f'{"":->{w}}')
print(f'{1000000:,} {0.000123:.2e} {1e6:,.1f} {99:>5d}|{99:<5d}|{99:^5d}|{-99:=+6d}|{True:>6}|{None!s:>6}')
### generators in calls
print(sum(x * x for x in range(4)), ','.join(str(x) for x in [1, 2]), sorted((y for y in 'cab'), reverse=True), any(x > 1 for x in [1, 2]))
def f(n):
    return all(n % d for d in range(2, int(n ** 0.5) + 1))
print([n for n in range(2, 30) if f(n)])
### import
import math, time as t
from math import sqrt, floor as fl, pi
import collections
from collections import Counter, defaultdict
print(sqrt(16), fl(2.7), math.ceil(2.1), round(pi, 4), math.log(math.e), math.log2(8), math.log(8, 2), math.exp(0), math.gcd(12, 18), math.factorial(5), math.isnan(float('nan')), math.inf, math.comb(5, 2), math.prod([1, 2, 3]), math.isclose(0.1 + 0.2, 0.3), math.hypot(3, 4), math.isqrt(17), math.fsum([0.1] * 10))
c = Counter('abracadabra'); print(c.most_common(2), c['a'], c['zz'], sum(c.values()))
dd = defaultdict(list); dd['a'].append(1); dd['a'].append(2); print(dict(dd), len(dd))
print(type(t.time()).__name__, isinstance(t.perf_counter(), float))
try:
    import nothing_here
except ImportError as e: print('fallback', type(e).__name__)
### conditional
x = 5
if x > 10: print('a')
elif x > 3: print('b')
else: print('c')
print('yes' if x == 5 else 'no', 'p' if x < 0 else 'z' if x == 0 else 'q')
if x: pass
if not x: print('never')
y = x > 3 and x < 10 or None
print(y, 0 < x <= 5 != 4, x is not None, x in (1, 5))
### print
print(); print('a', end=''); print('b', 'c', sep='-', end='!\n'); print(1, None, 'x', [1], sep=', '); print(*[1, 2, 3]); print('', end='')
print('tab\there', "quote'd", 'nl\\n')
### semicolons and lines
a = 1; b = 2; print(a + b)
c = (a +
     b)
d = [1,
     2,  # comment
     3]
e = a + \
    b
if a: print(c); print(d)
def f(): return 1; print('no')
print(e, f())
### docstring
def f():
    """Doc of f."""
    return 1
class K:
    "Doc of K."
print(f.__doc__, K.__doc__, f.__name__)
### getitem slices
class S:
    def __getitem__(self, k): return k
s = S()
print(s[1], s[1:2], s[::2], s[1, 2], s[..., None], s[1:2, 3], s[-1], s['a'])
### nested functions
def outer(x):
    def inner(y):
        def innermost(z): return x + y + z
        return innermost
    return inner
print(outer(1)(2)(3))
def fact(n): return 1 if n <= 1 else n * fact(n - 1)
print(fact(20))
def even(n): return True if n == 0 else odd(n - 1)
def odd(n): return False if n == 0 else even(n - 1)
print(even(100))
memo = {}
def fib(n):
    if n in memo: return memo[n]
    memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]
print(fib(80))
### class scope
n = 1
class A:
    n = 2
    m = n + 1
    def get(self): return n
    xs = [1, 2]
    for q in xs: pass
    if m > 2: flag = True
print(A.n, A.m, A().get(), A.q, A.flag)
class Node:
    def __init__(self, v, nxt=None): self.v, self.nxt = v, nxt
    def __iter__(self):
        out, n = [], self
        while n: out.append(n.v); n = n.nxt
        return iter(out)
print(list(Node(1, Node(2, Node(3)))))
class Stack(object):
    def __init__(self): self.items = []
    def push(self, x): self.items.append(x); return self
    def __len__(self): return len(self.items)
print(len(Stack().push(1).push(2)), bool(Stack()))
### del and is
a = [1, 2]; b = a; c = a[:]
print(b is a, c is a, c == a, None is None, True is True)
del a
try: a
except NameError: print('gone', b)
### int float mix
print(7 / 2, 7 // 2.0, 7 % 2.5, 2 ** 3.0, 1 + 1.0, 3 * 0.1, 10 ** -2, -3 % 5, 5 % -3, -3.5 // 2, 1e308 * 10, 0.1 * 3)
print(int(1e15), 10 ** 18, 9223372036854775807, -9223372036854775807 - 1, 3 == 3.0, 1e16 + 1, 2 ** 62 < 2.0 ** 63, 9007199254740993 == 9007199254740992.0)
print(float(2 ** 62), 1.0 * 10 ** 17, 123456.789e3, 1 / 3, 2 / 3, 1e21, 1.0e-7, 12345678.9, 0.1 + 0.7, 4.35, 1e15 + 0.3, 1e17 + 1, 5e16)
