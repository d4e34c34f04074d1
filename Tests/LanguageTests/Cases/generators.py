### a generator function
def count(n):
    print('begun')
    for i in range(n):
        print('before', i)
        yield i * i
        print('after', i)
    print('ended')
g = count(2)
print(type(g), type(g).__name__, g.__name__, iter(g) is g)
print(next(g))
print(next(g))
print(next(g, 'over'))
print(next(g, 'still over'))
print(list(count(3)))
### in every consumer
def gen():
    yield 3
    yield 1
    yield 2
print(list(gen()), tuple(gen()), len(set(gen())), sorted(gen()), sum(gen()), min(gen()), max(gen()), any(gen()), all(gen()))
print(dict(zip(gen(), gen())), list(map(str, gen())), list(filter(lambda x: x > 1, gen())), list(enumerate(gen(), 5)))
print(','.join(str(x) for x in gen()), 2 in gen(), 9 in gen(), [*gen(), *gen()], {**{k: 1 for k in gen()}}, (*gen(), 0))
a, b, c = gen()
first, *rest = gen()
print(a, b, c, first, rest, list(reversed(list(gen()))), bytes if False else 0)
def f(*args): return args
print(f(*gen()), {x: x for x in gen()}, sorted({x for x in gen()}), [x + y for x in gen() for y in gen()])
x = []
x.extend(gen()); x += gen()
print(x, dict((k, v) for k, v in zip('abc', gen())), max(gen(), key=lambda v: -v), len(list(gen())))
s = set(); s.update(gen()); print(sorted(s))
l = [0] * 4
l[1:3] = gen()
print(l, len(frozenset(gen())), ' '.join(map(str, gen())))
try: a, b = gen()
except ValueError as e: print(e)
try: a, b, c, d = gen()
except ValueError as e: print(e)
for i, v in enumerate(gen()): print(i, v, end=' ')
print()
### itertools over infinite generators
from itertools import islice, takewhile, chain, count, dropwhile, tee, zip_longest, groupby, accumulate, starmap
def naturals():
    n = 0
    while True:
        yield n
        n += 1
print(list(islice(naturals(), 5)), list(takewhile(lambda x: x < 4, naturals())), list(islice(chain('ab', naturals()), 4)))
print(list(zip(naturals(), 'abc')), list(islice(dropwhile(lambda x: x < 3, naturals()), 2)), list(islice(accumulate(naturals()), 5)))
a, b = tee(islice(naturals(), 3))
print(list(a), list(b), [(k, list(g)) for k, g in groupby(islice(naturals(), 6), lambda x: x // 2)])
def primes():
    found = []
    for n in naturals():
        if n > 1 and all(n % p for p in found):
            found.append(n)
            yield n
print(list(islice(primes(), 10)))
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
print(list(islice(fib(), 12)), next(x for x in fib() if x > 1000))
### send
def average():
    total, count, mean = 0.0, 0, None
    while True:
        value = yield mean
        total += value
        count += 1
        mean = total / count
g = average()
print(next(g), g.send(10), g.send(20), g.send(60))
def echo():
    got = yield 'ready'
    while got != 'stop':
        got = yield f'got {got}'
    return 'bye'
g = echo()
print(g.send(None), g.send(1), next(g))
try: g.send('stop')
except StopIteration as e: print('stopped', e.value, e.args)
try: g.send('more')
except StopIteration as e: print('again', e.value, e.args)
try: echo().send(1)
except TypeError as e: print(e)
### throw and close
def guarded():
    try:
        while True:
            try:
                x = yield 'waiting'
                print('got', x)
            except ValueError as e:
                print('caught', e)
                yield 'recovered'
    finally:
        print('cleanup')
g = guarded()
print(next(g), g.send(1), g.throw(ValueError('bad')), next(g), g.throw(ValueError))
g.close()
g.close()
print(next(g, 'closed'))
g = guarded()
next(g)
try: g.throw(KeyError, 'k')
except KeyError as e: print('out', repr(e))
print(next(g, 'ended'))
g = guarded()
try: g.throw(RuntimeError('early'))
except RuntimeError as e: print(e)
print(next(g, 'never begun'))
g = guarded(); g.close(); print(next(g, 'closed before it began'))
def stubborn():
    while True:
        try: yield 1
        except GeneratorExit: pass
g = stubborn(); next(g)
try: g.close()
except RuntimeError as e: print(e)
def polite():
    try: yield 1
    except GeneratorExit:
        print('exiting')
        raise
    finally: print('finally')
g = polite(); next(g); print(g.close())
def returns():
    try: yield 1
    except GeneratorExit: return 5
g = returns(); next(g); print(g.close())
def fails():
    try: yield 1
    finally: raise OSError('in finally')
g = fails(); next(g)
try: g.close()
except OSError as e: print(repr(e), repr(e.__context__))
try: guarded().throw(3)
except TypeError as e: print(e)
try: guarded().throw(ValueError('a'), 'b')
except TypeError as e: print(e)
### left early
def gen():
    try:
        yield 1
        yield 2
    finally: print('cleanup')
for x in gen(): break
print('after the loop')
g = gen(); next(g)
del g
print('after del')
g = gen(); next(g)
g = None
print('after assignment')
def h():
    for x in gen(): return x
print(h())
next(gen())
print('after next')
print([x for x, _ in zip(gen(), 'a')])
print(next(gen()), 'printed later')
### return values and StopIteration
def gen():
    yield 1
    return 'value'
g = gen(); next(g)
try: next(g)
except StopIteration as e: print(repr(e), e.value)
try: next(g)
except StopIteration as e: print(repr(e), e.value)
def empty():
    return
    yield
print(list(empty()))
def bad():
    yield 1
    raise StopIteration('no')
g = bad(); next(g)
try: next(g)
except RuntimeError as e: print(e, repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
def bad2():
    yield next(iter([]))
try: list(bad2())
except RuntimeError as e: print(e)
try: list(next(iter([])) for _ in 'a')
except RuntimeError as e: print(e)
### yield from
def inner(n):
    got = []
    for i in range(n): got.append((yield i))
    return got
def outer():
    a = yield from inner(2)
    print('inner gave', a)
    b = yield from [10, 11]
    print('a list gives', b)
    yield from 'xy'
    return a
g = outer()
print(next(g), g.send('p'), g.send('q'), next(g), next(g), next(g))
try: next(g)
except StopIteration as e: print(e.value)
def tree(t):
    if isinstance(t, list):
        for part in t: yield from tree(part)
    else: yield t
print(list(tree([1, [2, [3, [4, []]], 5], [[6]]])))
def logs():
    try:
        yield 1
        yield 2
    except ValueError as e:
        print('inside', e)
        yield 'handled'
    finally: print('inner done')
def through():
    try: yield from logs()
    except KeyError as e: print('outside', e)
    yield 'last'
g = through(); next(g)
print(g.throw(ValueError('v')))
print(next(g))
g = through(); next(g)
print(g.throw(KeyError('k')))
g = through(); next(g); g.close(); print('closed')
g = through(); next(g)
class Own:
    def __iter__(self): return self
    def __next__(self): raise StopIteration(7)
def d():
    x = yield from Own()
    print('own', x)
print(list(d()))
class Full:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        return self.n
    def send(self, v): return ('sent', v)
    def throw(self, *a): return ('thrown', a[0] if isinstance(a[0], BaseException) else a)
    def close(self): print('closed it')
def d2(): yield from Full()
g = d2(); print(next(g), g.send('s'), next(g)); g.close()
def d3(): yield from [1, 2]
g = d3(); next(g)
try: g.send(5)
except AttributeError as e: print(e)
def d4(): yield from 5
try: list(d4())
except TypeError as e: print(e)
### control flow around yields
def flow(n):
    for i in range(n):
        if i == 1: continue
        elif i == 2:
            yield 'two'
        elif i == 5: break
        else:
            j = 0
            while j < 2:
                j += 1
                if j == 2 and i == 3: break
                yield i, j
            else: yield 'while else', i
    else: yield 'no break'
    yield 'end'
print(list(flow(3)), list(flow(5)), list(flow(8)))
def nested():
    for a in 'ab':
        for b in range(2):
            for c in (True, False):
                if c and b: continue
                yield a, b, c
print(list(nested()))
def loop_else():
    for x in []: yield x
    else: yield 'empty'
    while False: yield 1
    else:
        yield 'w1'
        yield 'w2'
print(list(loop_else()))
def early(x):
    for i in range(10):
        try:
            if i == x: return
            yield i
        finally: yield ('fin', i)
print(list(early(2)))
def brk():
    for i in range(5):
        try:
            yield i
            if i == 1: break
            if i == 0: continue
            yield 'never'
        finally: print('f', i)
    yield 'out'
print(list(brk()))
### try in all its parts
def t(fail):
    try:
        yield 'body'
        if fail: raise fail
        yield 'body 2'
    except ValueError as e:
        yield 'value', str(e)
        yield 'value 2', str(e)
    except (KeyError, TypeError):
        yield 'key or type'
        raise
    else:
        yield 'else'
        yield 'else 2'
    finally:
        yield 'finally'
        yield 'finally 2'
    yield 'behind'
print(list(t(None)))
print(list(t(ValueError('v'))))
g = t(KeyError('k'))
try:
    for x in g: print(x)
except KeyError as e: print('out', e)
g = t(OSError('o'))
try:
    for x in g: print(x)
except OSError as e: print('out', e)
def ret():
    try:
        yield 1
        return 'r'
    finally:
        yield 2
def use():
    r = yield from ret()
    print('returned', r)
print(list(use()))
def over():
    try:
        yield 1
        return 'lost'
    finally: return 'kept'
def use():
    print((yield from over()))
print(list(use()))
def swallow():
    while True:
        try: yield 1
        finally: break
    yield 2
g = swallow(); next(g)
print(g.throw(ValueError('gone')))
def reraise():
    try: raise ValueError('first')
    except ValueError:
        yield 'in handler'
        raise
g = reraise(); print(next(g))
try:
    try: raise KeyError('other')
    except KeyError: next(g)
except ValueError as e: print('again', e, repr(e.__context__))
def context():
    try: yield 1
    except ValueError: raise KeyError('k')
g = context(); next(g)
try: g.throw(ValueError('v'))
except KeyError as e: print(repr(e.__context__))
def names():
    try: raise ValueError('x')
    except ValueError as e:
        yield e
    try: e
    except UnboundLocalError as u: yield 'gone'
print([str(x) for x in names()])
### with
class Room:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self):
        print('enter', self.name)
        return self.name
    def __exit__(self, kind, value, trace):
        print('exit', self.name, kind and kind.__name__)
        return self.swallow
def visit():
    with Room('a') as a, Room('b', True) as b:
        yield a, b
        with Room('c'):
            yield 'c'
            raise ValueError('inside')
    yield 'after'
    with Room('d'): return 'r'
print(list(visit()))
g = visit(); next(g); next(g)
try: g.close()
except RuntimeError as e: print(e)
g = visit(); next(g)
try: print(g.throw(KeyError('k')))
except KeyError: print('never')
def lines():
    for name in 'xy':
        with Room(name):
            for i in range(2): yield name + str(i)
print(list(lines()))
### yields inside expressions
def f(*args, **kw): return args, sorted(kw.items())
def g():
    x = f((yield 1), (yield 2), k=(yield 3))
    print(x)
    y = [(yield 4), *[(yield 5)], 6]
    print(y, {(yield 7): (yield 8)}, ((yield 9), 10), {(yield 11)})
    z = (yield 12) + (yield 13) * 2
    print(z, -(yield 14), not (yield 15), (yield 16) is None)
    print(f'{(yield 17)!r:>{(yield 18)}}|', (yield 19)[0], (yield 20).real, [1, 2, 3][(yield 21):(yield 22)])
    print((yield 23) and (yield 24), (yield 25) or (yield 26), (yield 27) if (yield 28) else (yield 29))
    print((yield 30) < (yield 31) < (yield 32), (yield 33) in [(yield 34)])
    return (yield 35), (yield 36)
it = g()
next(it)
sent = ['a', 'b', 'c', 'd', 'e', 'key', 'value', 'n', 's', 3, 4, 5, True, 'x', 'q', 5, [7], 8, 0, 2, 1, 'and', 0, 'or', 1, 'then', 1, 2, 3, 'm', 'm', 'r1', 'r2']
got = []
try:
    for v in sent: got.append(it.send(v))
except StopIteration as e: print(e.value)
print(got)
### the order around yields
def say(x):
    print('say', x)
    return x
def g():
    say('a') + (say((yield 'b'))) + say('c')
    [say(1), (yield 2), say(3)]
    d = {}
    d[say('k')] = yield say('v')
    d[(yield 'key')] = say('later')
    d[(yield 'aug')] = 1
    d[say('aug')] += yield 'add'
    print(d)
    total = 1
    total += yield 'more'
    print(total)
    class C: pass
    c = C()
    c.x = yield 'attr'
    c.x += (yield 'plus')
    print(c.x)
    a, b = yield 'two'
    (a, b), *c = (yield 'nest'), 5, 6
    print(a, b, c)
    x: int = yield 'annotated'
    print(x)
    assert (yield 'assert'), (yield 'message')
it = g()
print(next(it))
for v in ['B', 2, 'V', 'K', 'aug', 10, 4, 1, 2, (1, 2), 'xy', 'ann', 1]:
    try: print(it.send(v))
    except StopIteration: print('end')
def asserts():
    assert (yield 1), 'words ' + (yield 2)
it = asserts(); next(it); it.send(0)
try: it.send('said')
except AssertionError as e: print(e)
def heads():
    if (yield 'if'): print('yes')
    elif (yield 'elif'): print('elif')
    else: print('else')
    while (yield 'while'):
        print('round')
        if (yield 'break?'): break
    else: print('while else')
    for x in (yield 'for'): print(x)
    with (yield 'with') as w: print(w)
    try: raise (yield 'raise')
    except ValueError as e: print('raised', e)
    del (yield 'del')[0]
    def inner(a=(yield 'default')): return a
    print(inner())
    print([x for x in (yield 'comp')], (lambda a=(yield 'lam'): a)())
    return (yield 'return')
class Ctx:
    def __enter__(self): return 'entered'
    def __exit__(self, *a): print('left')
it = heads()
print(next(it))
l = [1, 2]
try:
    for v in [0, 1, 1, 0, 1, 0, 0, 'xy', Ctx(), ValueError('V'), l, 'dv', 'pq', 'lv', 'R']: print(it.send(v))
except StopIteration as e: print(e.value, l)
### lambdas that yield
g = (lambda n: (yield n))(3)
print(type(g).__name__, next(g))
try: g.send('back')
except StopIteration as e: print(e.value)
### closures and scopes
def make():
    total = 0
    def add():
        nonlocal total
        while True:
            total += yield total
    return add, lambda: total
add, get = make()
g = add(); next(g); g.send(5); g.send(6)
print(get())
def outer(n):
    fs = []
    for i in range(n):
        k = i * 10
        def f(): return k
        fs.append(f)
        yield f
    yield [f() for f in fs]
print([x() if callable(x) else x for x in outer(3)])
count = 0
def bump():
    global count
    while count < 3:
        count += 1
        yield count
print(list(bump()), count)
def defaults(a, b=2, *args, c, **kw):
    yield a; yield b; yield args; yield c; yield kw
print(list(defaults(1, 5, 6, 7, c=8, d=9)), list(defaults(1, c=0)))
try: defaults()
except TypeError as e: print(e)
def local():
    a = 1
    yield sorted(locals())
    b = 2
    yield sorted(locals())
print(list(local()))
### methods as generators
class Tree:
    def __init__(self, value, *children): self.value, self.children = value, children
    def __iter__(self):
        yield self.value
        for child in self.children: yield from child
    def leaves(self):
        if not self.children: yield self.value
        for c in self.children: yield from c.leaves()
    @property
    def depths(self):
        yield 0
        for c in self.children:
            for d in c.depths: yield d + 1
    @staticmethod
    def numbers(n):
        for i in range(n): yield i
    @classmethod
    def build(cls, n):
        for i in cls.numbers(n): yield cls(i)
class Deep(Tree):
    def __iter__(self):
        for x in super().__iter__(): yield ('deep', x)
t = Tree(1, Tree(2, Tree(3)), Tree(4))
print(list(t), sum(t), max(t), 3 in t, 9 in t, list(t.leaves()), list(t.depths), [x.value for x in Tree.build(3)], sorted(t, reverse=True))
a, *b = t
print(a, b, list(Deep(1, Deep(2))), [*t], list(zip(t, t)))
class Loader:
    def __init__(self, data, size): self.data, self.size = data, size
    def __len__(self): return (len(self.data) + self.size - 1) // self.size
    def __iter__(self):
        for i in range(0, len(self.data), self.size): yield self.data[i:i + self.size]
loader = Loader(list(range(7)), 3)
for epoch in range(2):
    for batch in loader: print(epoch, batch)
print(len(loader), list(loader))
### generators that run themselves
def gen():
    try: next(me)
    except ValueError as e: yield str(e)
me = gen()
print(next(me))
def again():
    yield list(it)
it = again()
try: next(it)
except ValueError as e: print(e)
### generator expressions
g = (x * x for x in range(5) if x % 2)
print(type(g).__name__, g.__name__, next(g), list(g), list(g))
g = (x for x in [1, 2]); print(g.send(None), g.close(), list(g))
g = (print('now', x) or x for x in 'ab')
print('not yet')
print(next(g))
try: (x for x in 5)
except TypeError as e: print(e)
n = 3
print(list(x + n for x in range(n)), sum(i * j for i in range(4) for j in range(i)), dict((a, b) for a, b in [(1, 2)]))
fs = [f for f in (lambda: i for i in range(3))]
print([f() for f in fs])
def outer():
    k = 10
    return (k + x for x in range(3))
print(list(outer()))
g = (1 / x for x in [1, 0, 2])
try: list(g)
except ZeroDivisionError as e: print(e)
print(list(g))
class A:
    n = 2
    xs = list(i for i in range(n))
print(A.xs)
g = (x for x in 'abc')
try: g.throw(KeyError('k'))
except KeyError as e: print(repr(e), list(g))
### contextlib
from contextlib import contextmanager
@contextmanager
def room(name):
    """Doc."""
    print('in', name)
    try: yield name.upper()
    except ValueError as e: print('swallowed', e)
    finally: print('out', name)
with room('a') as r: print(r)
with room('b'): raise ValueError('v')
try:
    with room('c'): raise KeyError('k')
except KeyError as e: print('passed', e)
print(room.__name__, room.__doc__)
@contextmanager
def none():
    return
    yield
try:
    with none(): pass
except RuntimeError as e: print(e)
@contextmanager
def twice():
    yield 1
    yield 2
try:
    with twice(): pass
except RuntimeError as e: print(e)
@contextmanager
def bare():
    try: yield
    except ValueError: yield 'again'
try:
    with bare(): raise ValueError('v')
except RuntimeError as e: print(e)
@room('deco')
def work(x): return x + 1
print(work(1), work(2))
class Model:
    def __init__(self): self.training = True
    @contextmanager
    def eval_mode(self, flag=False):
        before, self.training = self.training, flag
        try: yield self
        finally: self.training = before
m = Model()
with m.eval_mode() as same: print(m.training, same is m)
print(m.training)
@contextmanager
def stop():
    yield
try:
    with stop(): raise StopIteration('s')
except StopIteration as e: print(repr(e))
with room('x') as x, room('y') as y: print(x, y)
@contextmanager
def change():
    try: yield
    except KeyError as e: raise ValueError('changed') from e
try:
    with change(): raise KeyError('k')
except ValueError as e: print(repr(e), repr(e.__cause__))
### pipelines
def read(lines):
    for line in lines: yield line.strip()
def nonempty(lines):
    for line in lines:
        if line: yield line
def numbered(lines, start=1):
    for n, line in enumerate(lines, start): yield f'{n}: {line}'
text = 'one\n\n two \n\nthree\n'
print(list(numbered(nonempty(read(text.split('\n'))))))
def windows(xs, size):
    buffer = []
    for x in xs:
        buffer.append(x)
        if len(buffer) == size:
            yield tuple(buffer)
            buffer.pop(0)
print(list(windows(range(5), 3)), list(windows((c for c in 'abcd'), 2)))
def batches(xs, n):
    batch = []
    for x in xs:
        batch.append(x)
        if len(batch) == n:
            yield batch
            batch = []
    if batch: yield batch
print(list(batches('abcdefg', 3)), sum(len(b) for b in batches(range(100), 7)))
def coroutine(func):
    def start(*args, **kwargs):
        g = func(*args, **kwargs)
        next(g)
        return g
    return start
@coroutine
def grep(word, out):
    while True:
        line = yield
        if word in line: out.append(line)
found = []
g = grep('py', found)
for line in ['python', 'java', 'pypy']: g.send(line)
g.close()
print(found)
def permutations(xs):
    if len(xs) <= 1: yield xs
    else:
        for i in range(len(xs)):
            for rest in permutations(xs[:i] + xs[i + 1:]): yield xs[i:i + 1] + rest
print([''.join(p) for p in permutations('abc')])
def hanoi(n, a='A', b='B', c='C'):
    if n:
        yield from hanoi(n - 1, a, c, b)
        yield a + c
        yield from hanoi(n - 1, b, a, c)
print(list(hanoi(3)))
def schedule(*tasks):
    tasks = list(tasks)
    while tasks:
        task = tasks.pop(0)
        try:
            print(next(task), end=' ')
            tasks.append(task)
        except StopIteration: pass
    print()
def task(name, n):
    for i in range(n): yield f'{name}{i}'
schedule(task('a', 3), task('b', 1), task('c', 2))
### deep chains end in an error
def chain(g):
    for x in g: yield x
g = iter([1])
for _ in range(5000): g = chain(g)
try: print(list(g))
except RecursionError as e: print('RecursionError')
def deep(n):
    if n: yield from deep(n - 1)
    yield n
print(sum(deep(200)))
def forever(): yield from forever()
try: next(forever())
except RecursionError: print('too deep')
