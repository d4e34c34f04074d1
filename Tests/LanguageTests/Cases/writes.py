# Every place of the language where a write could go to a copy: each case shows that it arrives, or the error.
# Lists, dicts and sets themselves, `del`, slices and aliases are in containers.py; here is what stands for something else.
### instance dict item
class C: pass
c = C()
c.__dict__['x'] = 1
print(c.x, c.__dict__, vars(c))
### instance dict update
class C:
    def __init__(self, **kw): self.__dict__.update(kw)
c = C(a=1, b=2)
print(c.a, c.b, vars(c))
### vars item
class C: pass
c = C(); vars(c)['x'] = 5
print(c.x)
### vars setdefault pop clear
class C: pass
c = C(); c.a = 1
d = vars(c)
d.setdefault('b', 2); d.setdefault('a', 9)
print(c.a, c.b, d.pop('a'), hasattr(c, 'a'))
d |= {'z': 3}
print(c.z, len(d), 'z' in d, list(d), d == {'b': 2, 'z': 3})
d.popitem(); print(vars(c))
d.clear(); print(vars(c), hasattr(c, 'b'))
### dict identity
class C: pass
c = C()
print(c.__dict__ is c.__dict__, vars(c) is c.__dict__, type(c.__dict__).__name__, isinstance(vars(c), dict))
### del item
class C: pass
c = C(); c.a = 1
del c.__dict__['a']
print(hasattr(c, 'a'))
### del vars missing
class C: pass
c = C()
del vars(c)['zz']
### dict replaced
class C: pass
c = C(); c.a = 1
d = {'x': 5}
c.__dict__ = d
print(c.x, hasattr(c, 'a')); d['y'] = 7; print(c.y); c.z = 1; print(d, c.__dict__ is d)
### dict replaced by no dict
class C: pass
c = C()
c.__dict__ = [1]
### borg
class Borg:
    _shared = {}
    def __init__(self): self.__dict__ = self._shared
a, b = Borg(), Borg()
a.x = 5
print(b.x, Borg._shared)
### delete dict
class C: pass
c = C(); c.a = 1
del c.__dict__
print(vars(c))
### class assign
class A:
    def who(self): return 'A'
class B:
    def who(self): return 'B'
a = A(); a.v = 3
a.__class__ = B
print(a.who(), a.v, type(a) is B, isinstance(a, A))
### class assign wrong
class A: pass
a = A()
a.__class__ = 5
### int class assign
x = 5
x.__class__ = float
### globals item
globals()['n'] = 12
print(n)
### globals update
globals().update(aa=1, bb=2)
print(aa + bb)
### globals del
zz = 3
del globals()['zz']
print(zz)
### globals pop
zz = 3
print(globals().pop('zz'), 'zz' in globals())
### globals in function
def f():
    globals()['made'] = 5
f(); print(made)
### globals from function sees
def f():
    return globals()['k1']
k1 = 3
print(f())
### globals loop
for i in range(3): globals()[f'v_{i}'] = i * i
print(v_0, v_1, v_2)
### globals get
k2 = 4
print(globals().get('k2'), globals().get('nope'), 'k2' in globals(), globals()['k2'])
### globals missing key
print(globals()['definitely_not'])
### globals identity
print(globals() is globals())
### vars no argument
vars()['w1'] = 3
print(w1)
### locals at module level
locals()['w2'] = 4
print(w2, locals() is globals())
### locals in function
def f(a, b=2):
    c = 3
    locals()['a'] = 99
    return a, sorted(locals().items())
print(f(1))
### vars in function
def f(a):
    b = 5
    return vars()
print(f(1))
### locals to format
def f(name):
    size = 3
    return '{name} {size}'.format(**locals())
print(f('q'))
### update with locals
class C:
    def __init__(self, a, b):
        self.__dict__.update(locals())
        del self.self
c = C(1, 2)
print(c.a, c.b)
### class dict read only
class C: x = 1
C.__dict__['x'] = 2
### class dict reads
class C:
    x = 1
    def f(self): pass
print(C.__dict__['x'], 'f' in C.__dict__, 'zz' in C.__dict__, type(C.__dict__).__name__, vars(C)['x'])
d = C.__dict__; C.y = 5; print(d['y'])
print([k for k in C.__dict__ if not k.startswith('__')], C.__dict__.get('x'), C.__dict__.get('no', 7))
### class dict update
class C: x = 1
C.__dict__.update(x=2)
### class dict del
class C: x = 1
del C.__dict__['x']
### vars class items
class C:
    a = 1
    b = 2
print({k: v for k, v in vars(C).items() if not k.startswith('__')})
### function dict
def f(): pass
f.__dict__['calls'] = 3
print(f.calls, vars(f)); f.b = 2; print(f.__dict__); f.__dict__.update(c=5); print(f.c)
f.__dict__ = {'r': 1}; print(f.r, hasattr(f, 'b'))
### function defaults
def f(a, b=2, *, c=3): return a, b, c
print(f.__defaults__, f.__kwdefaults__)
f.__defaults__ = (7, 8); print(f())
f.__kwdefaults__ = {'c': 9}; print(f(1))
f.__defaults__ = None
print(f(1))
### function kwdefaults live
def f(*, c=3): return c
f.__kwdefaults__['c'] = 8
print(f())
### function mutable default
def f(x, acc=[]):
    acc.append(x); return acc
f(1); f(2)
f.__defaults__[0].append(9)
print(f(3))
### function globals
def f(): return qq
f.__globals__['qq'] = 4
print(f())
### module dict
import math
math.__dict__['halfpi'] = 1.5
print(math.halfpi, vars(math)['halfpi'], math.__dict__ is vars(math))
### module setattr seen by from import
import math
setattr(math, 'nine', 9)
from math import nine
print(nine)
### sys argv append
import sys
sys.argv.append('q'); print(sys.argv[-1])
### random getstate
import random
random.seed(1); s = random.getstate(); a = random.random(); random.setstate(s)
print(a == random.random())
### random instance state
import random
r = random.Random(3); s = r.getstate(); a = r.random(); r.setstate(s); print(a == r.random())
### dict keys live
d = {'a': 1}; k = d.keys(); v = d.values(); i = d.items()
d['b'] = 2
print(list(k), list(v), list(i), len(k), k, v, i)
### counter
from collections import Counter
c = Counter('aab'); k = c.keys(); c['z'] += 5; c.update('b'); print(c, list(k)); c.subtract('a'); print(c); del c['z']; print(c['z'])
### ordereddict
from collections import OrderedDict
d = OrderedDict(a=1, b=2); k = d.keys(); d.move_to_end('a'); d['c'] = 3; print(d, list(k)); d.popitem(last=False); print(d)
### dataclass
from dataclasses import dataclass, asdict, replace, field
@dataclass
class D:
    a: int = 1
    l: list = field(default_factory=list)
d = D(); x = asdict(d); x['a'] = 7; x['l'].append(1); print(d, x); vars(d)['a'] = 9; print(d, d.a); d.__dict__.update(l=[3]); print(d); r = replace(d, a=0); r.l.append(4); print(d, r)
### frozen dataclass
from dataclasses import dataclass
@dataclass(frozen=True)
class D: a: int = 1
d = D(); d.__dict__['a'] = 5; print(d, d.a)
object.__setattr__(d, 'a', 6); print(d); d.a = 7
### object setattr
class C:
    def __setattr__(self, n, v): print('set', n); object.__setattr__(self, n, v)
c = C(); c.x = 1; c.__dict__['y'] = 2; print(c.x, c.y); object.__delattr__(c, 'x'); print(vars(c))
### object getattribute
class C: pass
c = C(); c.x = 4
print(object.__getattribute__(c, 'x'))
### getattr via dict
class C:
    def __getattr__(self, n):
        if n in self.__dict__: return 1
        self.__dict__[n] = 'made'
        return self.__dict__[n]
c = C(); print(c.foo, vars(c))
### setattr on class
class C: pass
setattr(C, 'x', 4); c = C(); print(c.x); delattr(C, 'x'); print(hasattr(c, 'x')); C.f = lambda self: 5; print(c.f())
### property dict
class C:
    @property
    def p(self): return 1
c = C(); c.__dict__['p'] = 2
print(c.p, vars(c))
### slots
class C:
    __slots__ = ('a',)
c = C(); c.a = 1
c.b = 2
### slots dict
class C:
    __slots__ = ('a',)
c = C()
c.__dict__
### exceptions
e = ValueError('a', 3)
e.args = ('b',); print(e, e.args, repr(e)); e.note = 4; print(e.note, vars(e)); e.__dict__['z'] = 1; print(e.z)
### list alias
a = [1, 2]; b = a; b += [3]; print(a); b = b + [4]; print(a); a[:] = [0]; print(b, a); c = a[:]; c.append(1); print(a)
### nested list rows
m = [[0] * 2] * 2; m[0][0] = 1; print(m)
### slice assignment
a = [1, 2, 3, 4]; a[::2] = [9, 8]; a[1:2] = []; print(a); a[:0] = [7]; print(a); del a[0]; print(a)
### slice copy write
a = [1, 2, 3]
a[:][0] = 9; a[1:].append(5); print(a)
### dict items write
d = {'a': [1]}
for k, v in d.items(): v.append(2)
print(d); list(d.values())[0].append(3); print(d)
### dict copy shallow
d = {'a': [1]}; e = d.copy(); e['a'].append(2); e['b'] = 1; print(d, e); f = dict(d); f['a'].append(3); print(d); g = {**d}; g['a'].append(4); print(d)
### kwargs is a copy
def f(**kw): kw['a'] = 5; return kw
d = {'a': 1}; f(**d); print(d)
### args is a tuple
def f(*a): a[0] = 1
print(f(1))
### kwargs update
def f(**kw):
    kw.update(z=1); kw.pop('a'); return kw
print(f(a=1, b=2))
### set views
s = {1}; t = s; t |= {2}; t.add(3); print(s); t = t | {4}; print(s)
### string item
s = 'abc'
s[0] = 'z'
### range item
r = range(3)
r[0] = 1
### iterate while writing
d = {'a': 1}
for k in d: d['b'] = 1
### instance dict iterate while writing
class C: pass
c = C(); c.a = 1
for k in vars(c): c.b = 2
### instance dict unpack
class C: pass
c = C(); c.a = 1; c.b = 2
def f(**kw): return kw
print({**vars(c)}, f(**c.__dict__), dict(vars(c)), vars(c) | {'z': 1}, vars(c).copy(), sorted(vars(c)), str(vars(c)), bool(vars(c)), len(vars(c)), max(vars(c)), *vars(c))
### instance dict copies
import copy, json
class C: pass
c = C(); c.a = [1]; d = vars(c)
e = copy.copy(c); e.b = 1; print(vars(c), vars(e)); f = copy.deepcopy(c); f.a.append(2); f.q = 1; print(vars(c), vars(f)); g = copy.copy(d); g['w'] = 1; print(vars(c)); h = copy.deepcopy(d); h['a'].append(7); print(vars(c), json.dumps(vars(c)), json.dumps(c.__dict__))
### vars of int
vars(5)
### vars of list
vars([1])
### dict of int
(5).__dict__
### dict attribute of builtin
len.__dict__
### set on int
x = 5
x.foo = 1
### set on list
[].foo = 1
### set on builtin
len.foo = 1
### set on builtin type
int.foo = 1
### set on none
None.x = 1
### method attribute
class C:
    def f(self): pass
c = C()
c.f.x = 1
### method attribute through func
class C:
    def f(self): pass
C.f.x = 1
c = C(); print(c.f.x, c.f.__func__.x)
### method defaults
class C:
    def f(self, a=1): return a
C.f.__defaults__ = (5,)
print(C().f())
### module name
import math
math.__name__ = 'q'
n2 = math.__name__
math.__name__ = 'math'
print(n2)
### wraps
from functools import wraps
def deco(g):
    @wraps(g)
    def inner(*a): inner.calls += 1; return g(*a)
    inner.calls = 0
    return inner
@deco
def f(x): return x
f(1); f(2); print(f.calls, f.__name__, f.__wrapped__(3), f.__dict__['calls'])
### shuffle
import random
a = [1, 2, 3, 4, 5]; random.seed(0); random.shuffle(a); print(a)
### dunder dict of subclass instance
class A:
    def __init__(self): self.a = 1
class B(A):
    def __init__(self): super().__init__(); self.__dict__['b'] = self.a + 1
print(vars(B()))
### super setattr
class A:
    def __setattr__(self, n, v): super().__setattr__(n, v * 2)
a = A(); a.x = 2; print(a.x)
### delattr hook
class A:
    def __delattr__(self, n): print('del', n); super().__delattr__(n)
a = A(); a.x = 2; del a.x; print(vars(a)); a.y = 1; delattr(a, 'y'); print(vars(a))
### vars with property class write
class C:
    @property
    def p(self): return self.__dict__.get('_p', 0)
    @p.setter
    def p(self, v): self.__dict__['_p'] = v
c = C(); c.p = 4; print(c.p)
### property no setter
class C:
    @property
    def p(self): return 1
c = C(); c.p = 3
### property without deleter
class C:
    @property
    def p(self): return 1
c = C(); del c.p
### descriptor
class D:
    def __get__(self, o, t): return 7
    def __set__(self, o, v): o.__dict__['_d'] = v
class C:
    d = D()
c = C(); c.d = 3; print(c.d, vars(c))
### set name
class D:
    def __set_name__(self, o, n): self.n = n
    def __get__(self, o, t=None): return o.__dict__[self.n]
    def __set__(self, o, v): o.__dict__[self.n] = v * 10
class C:
    d = D()
c = C(); c.d = 3; print(c.d)
### globals as a call default
cfg = {k: v for k, v in globals().items() if k in ('k1', 'k2')}
print(cfg)
### nanogpt configurator
batch_size = 12
for key, val in [('batch_size', 7), ('wandb', True)]:
    if key in globals():
        assert type(val) == type(globals()[key])
        globals()[key] = val
print(batch_size)
### attributes seen through a dict held before
class C: pass
c = C()
d = c.__dict__
c.q = 1
print(d)
del c.q
print(d)
c.q = 2
c.q += 5
print(d['q'], list(d.items()), d.get('q'), d.copy())
### a shared name in a method call
class C:
    def f(self): return 1
c = C()
vars(c)['f'] = lambda: 2
print(c.f())
del vars(c)['f']
print(c.f())
### reading a name that lives in the dict
class C:
    n = 1
c = C()
print(c.n)
vars(c)['n'] = 2
print(c.n, C.n, getattr(c, 'n'), hasattr(c, 'm'))
c.n += 1
print(vars(c), c.n)
### thirteen attributes and more
class C: pass
c = C()
for i in range(20): setattr(c, f'a{i}', i)
d = vars(c)
d['a3'] = 'x'
del d['a4']
d['new'] = 1
print(c.a3, hasattr(c, 'a4'), c.new, len(d), sorted(d)[:3])
### keys that are no names
class C: pass
c = C()
vars(c)[1] = 2
c.x = 3
print(vars(c), c.x)
### setattr and delattr with a dict
class C: pass
c = C()
d = vars(c)
setattr(c, 'x', 1)
print(d)
delattr(c, 'x')
print(d)
delattr(c, 'x')
### dict replaced in a constructor
class Config:
    def __init__(self, d):
        self.__dict__ = d
d = {'lr': 0.1}
c = Config(d)
c.lr = 0.2
d['wd'] = 3
print(d, c.wd)
### dict replaced through setattr
class C: pass
c = C()
setattr(c, '__dict__', {'x': 4})
print(c.x)
c.__dict__ |= {'y': 5}
print(c.y, vars(c))
### dict shared with another object
class C: pass
a, b = C(), C()
b.__dict__ = a.__dict__
a.x = 1
b.y = 2
print(a.y, b.x)
### class of a subclass set
class A:
    def f(self): return super().__repr__()[:1]
class B(A):
    def g(self): return 'g'
a = A()
a.__class__ = B
print(a.g(), a.f(), type(a).__name__, isinstance(a, B), a.__class__ is B)
### class set through setattr
class A: pass
class B:
    x = 7
a = A()
setattr(a, '__class__', B)
print(a.x)
### class of an exception
class E(ValueError): pass
class F(ValueError):
    tag = 1
e = E('m')
e.__class__ = F
print(e.tag, e)
### class of a number
x = 5
x.__class__ = float
### class that is no class
class A: pass
a = A()
a.__class__ = 5
### class of another build
class A: pass
a = A()
a.__class__ = ValueError
### globals cleared of one name in a function
def f():
    del globals()['gone']
gone = 1
f()
gone
### globals in a comprehension
one, two = 1, 2
print([globals()[n] for n in ('one', 'two')], sorted(k for k in globals() if k in ('one', 'two')))
### globals through a variable
g = globals()
g['later'] = 5
print(later)
later = 6
print(g['later'], g.get('nothing', 0), 'later' in g)
g.update(later=7)
print(later, g.pop('later'), 'later' in g)
### globals setdefault
globals().setdefault('s', 4)
globals().setdefault('s', 5)
print(s)
### a builtin behind a global
globals()['len'] = lambda x: 42
print(len([1]))
del globals()['len']
print(len([1]))
### locals with a closure
def outer(a):
    b = 2
    def inner(c):
        d = a
        return sorted(locals().items())
    return inner(3)
print(outer(1))
### locals of a lambda
print((lambda x, y=2: sorted(locals().items()))(1))
### a name of one's own for locals
def locals(): return 5
def f(): return locals()
print(f())
### vars of a class
class C:
    a = 1
    def f(self): pass
d = vars(C)
C.b = 2
print(d['b'], 'f' in d, d.get('zz'), [k for k in d if not k.startswith('_')], {**d}['a'], dict(d)['b'])
d['a'] = 2
### bases and method order of a class
class C: pass
C.__mro__ = ()
### the dict of a class set
class C: pass
C.__dict__ = {}
### a method's function
class C:
    def f(self, a=1): return a
c = C()
print(c.f.__func__ is C.f)
C.f.__defaults__ = (5,)
print(c.f())
C.f.note = 'n'
print(c.f.note)
c.f.note = 'm'
### defaults that are no tuple
def f(a=1): return a
f.__defaults__ = [1]
### keyword defaults
def f(*, a=1, b=2): return a, b
f.__kwdefaults__['a'] = 5
f.__kwdefaults__.update(b=6)
print(f(), f.__kwdefaults__)
del f.__kwdefaults__['a']
f()
### attributes of a function as its dict
def f(): pass
d = f.__dict__
f.calls = 1
d['more'] = 2
print(f.more, d, vars(f) is d)
del f.calls
print(d)
### the name of a function is not in its dict
def f(): pass
f.__name__ = 'g'
f.__doc__ = 'text'
print(vars(f), f.__name__)
### partial keywords
from functools import partial
def f(a, b=1): return a, b
p = partial(f, b=2)
p.keywords['b'] = 9
p.keywords.update(a=0)
print(p(), p.keywords)
### slots of a class
class C:
    __slots__ = ('a', 'b')
    def __init__(self): self.a = 1
c = C()
c.b = 2
print(c.a, c.b)
c.z = 3
### slots have no dict
class C:
    __slots__ = ('a',)
C().__dict__
### slots through a class with a dict
class A: pass
class C(A):
    __slots__ = ('a',)
c = C()
c.z = 3
print(c.z)
### a descriptor takes the write
class Positive:
    def __set_name__(self, owner, name): self.name = '_' + name
    def __get__(self, instance, owner=None):
        return self if instance is None else instance.__dict__[self.name]
    def __set__(self, instance, value):
        if value < 0: raise ValueError('negative')
        instance.__dict__[self.name] = value
class C:
    x = Positive()
    def __init__(self, x): self.x = x
c = C(3)
c.x += 1
print(c.x, vars(c), type(C.x).__name__)
c.x = -1
### a descriptor that only reads
class Lazy:
    def __get__(self, instance, owner): return 7
class C:
    v = Lazy()
c = C()
print(c.v, C.v)
c.v = 1
print(c.v, vars(c))
### a descriptor that deletes
class D:
    def __get__(self, i, t): return 1
    def __delete__(self, i): print('deleted')
class C:
    d = D()
c = C()
del c.d
### a property set on the class later
class C: pass
c = C()
c.x = 1
C.x = property(lambda self: 5)
print(c.x)
### the same place reads what its object has become
class Plain:
    def __init__(self): self.x = 1
class Other:
    x = property(lambda self: 'other')
class Getter:
    def __get__(self, instance, owner): return 'got'
def read(o): return o.x
p, q = Plain(), Plain()
print([read(o) for o in (p, q, p, q)])
p.__class__ = Other
print(read(p), read(q), read(p))
p.__class__ = Plain
print(read(p), read(p))
Plain.x = Getter()
print(read(p), read(q))
Getter.__set__ = lambda self, instance, value: None
print(read(p), read(q))
del Plain.x
print(read(p), read(q))
p.__dict__['x'] = 2
print(read(p), read(p))
del p.x
print(read(p))
### deleting hooks
class A:
    def __delattr__(self, n):
        print('del', n)
        super().__delattr__(n)
a = A()
a.x = 2
del a.x
print(vars(a))
a.y = 1
delattr(a, 'y')
print(vars(a))
### a property cannot be deleted
class C:
    @property
    def p(self): return 1
del C().p
### past the hooks
class C:
    def __setattr__(self, n, v): raise TypeError('frozen')
c = C()
object.__setattr__(c, 'x', 1)
c.__dict__['y'] = 2
print(c.x, c.y, object.__getattribute__(c, 'x'))
object.__delattr__(c, 'x')
print(vars(c))
c.z = 3
### module dict held before
import math
d = vars(math)
math.one_more = 1
print(d['one_more'])
d['another'] = 2
print(math.another)
del d['one_more']
print(hasattr(math, 'one_more'))
