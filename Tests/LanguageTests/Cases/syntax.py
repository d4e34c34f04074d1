### assignments
x = y = 5
x, y = y, x + 1
a = b, c = 1, 2
z: int = 3
w: 'anything goes'
i = 10
i += 1; i -= 2; i *= 3; i //= 2; i **= 2; i %= 50; i <<= 2; i >>= 1; i |= 1; i &= 0xff; i ^= 3
f = 7.0
f /= 2
print(x, y, a, b, c, z, i, f)
lst = [1]; lst += (2,); lst *= 2
s = 'a'; s += 'b'; s *= 2
t = (1,); t += (2,)
print(lst, s, t)
### if elif else and ternaries
def kind(n):
    if n < 0: return 'negative'
    elif n == 0: return 'zero'
    elif n < 10:
        if n % 2: return 'odd'
        else: return 'even'
    else: return 'big'
print([kind(n) for n in [-1, 0, 3, 4, 99]], 'a' if 0 else 'b' if 0 else 'c', (1 if True else 2) + 1)
if []: pass
elif '': pass
else: print('else')
### while and for with else
n = 0
while n < 3:
    n += 1
    if n == 2: continue
else: print('while else', n)
while True:
    n += 1
    if n > 5: break
else: print('never')
for i in range(3):
    for j in range(3):
        if j == 1: break
    else: print('inner never')
    if i == 1: break
else: print('never')
print(n, i, j)
for i in range(2): pass
else: print('for else', i)
for k in {}: pass
for a, b in [(1, 2)]: print(a + b)
for x in 'ab', 'cd': print(x)
for i in range(3): i = 10
print(i)
### functions
def f(a, b=2, *args, c=3, **kw): return a, b, args, c, kw
print(f(1), f(1, 5), f(1, 2, 3, 4), f(1, c=9), f(1, x=5), f(*[1, 2, 3], **{'c': 0, 'z': 1}), f(b=1, a=2))
def g(a, /, b, *, c): return a + b + c
print(g(1, 2, c=3), g(1, b=2, c=3))
def h(*, only=1): return only
def nothing(): pass
def early(x):
    if x: return
    return 'end'
print(h(), h(only=5), nothing(), early(1), early(0), (lambda x, y=2, *z, **k: (x, y, z, k))(1, 3, 4, q=5), (lambda: None)())
def default(x, acc=[]):
    acc.append(x)
    return acc
print(default(1), default(2), default(3, []))
def outer(x):
    def inner(y): return x + y
    x += 1
    return inner
print(outer(1)(2), [f(1) for f in [outer(5)]])
def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(15), (lambda f: f(f, 5))(lambda f, n: n if n < 2 else f(f, n - 1) + f(f, n - 2)))
### too few arguments
def f(a, b): pass
f(1)
### too many arguments
def f(a): pass
f(1, 2, 3)
### an unknown keyword
def f(a): pass
f(b=1)
### an argument twice
def f(a): pass
f(1, a=2)
### a keyword-only argument by position
def f(*, a): pass
f(1)
### a positional-only argument by name
def f(a, /): pass
f(a=1)
### global and nonlocal
count = 0
def bump():
    global count, made
    count += 1
    made = 'made'
bump(); bump()
def counter():
    n = 0
    def up(by=1):
        nonlocal n
        n += by
        return n
    def down():
        nonlocal n
        n -= 1
        return n
    return up, down
u, d = counter()
print(count, made, u(), u(5), d(), counter()[0]())
x = 1
def shadow():
    x = 2
    def deep():
        global x
        x = 3
    deep()
    return x
print(shadow(), x)
### a local before its assignment
x = 1
def f():
    print(x)
    x = 2
f()
### closures in loops
fs = [lambda: i for i in range(3)]
gs = [lambda i=i: i for i in range(3)]
print([f() for f in fs], [g() for g in gs])
hs = []
for k in range(3):
    def h(): return k
    hs.append(h)
print([h() for h in hs])
def make():
    out = []
    for k in range(2):
        out.append(lambda m=k: (m, k))
    return out
print([f() for f in make()])
### del
a, b = 1, [1, 2, 3]
del b[0], b[-1]
d = {'x': 1}
del d['x']
print(a, b, d)
del a
try: print(a)
except NameError as e: print(e)
### del of what is not there
del nothing
### assert
assert True
assert 1 == 1, 'fine'
try: assert 1 == 2, 'message'
except AssertionError as e: print(e, e.args)
try: assert []
except AssertionError as e: print(repr(e))
assert (lambda: 0)(), f'last {1 + 1}'
### try in all its forms
def f(x):
    try:
        if x == 0: return 'zero'
        if x == 1: raise ValueError('one')
        if x == 2: {}['k']
        if x == 3: [][1]
    except ValueError as e: return 'value ' + str(e)
    except (KeyError, IndexError) as e: return type(e).__name__
    else: return 'else'
    finally: print('finally', x)
print([f(i) for i in range(5)])
for i in range(3):
    try:
        if i == 1: continue
        print('body', i)
    finally: print('fin', i)
def g():
    try: return 1
    finally: print('cleanup')
def h():
    for i in range(3):
        try: return i
        finally: break
    return 'after'
print(g(), h())
try:
    try: 1 / 0
    except ValueError: print('no')
    finally: print('inner')
except ZeroDivisionError as e: print('outer', e)
try: raise KeyError('a') from ValueError('b')
except KeyError as e: print(repr(e), e)
try:
    try: raise ValueError('first')
    except ValueError: raise TypeError('second')
except TypeError as e: print(e)
def again():
    try: raise ValueError('again')
    except ValueError: raise
try: again()
except ValueError as e: print(e)
e = 'kept'
try: 1 / 0
except ZeroDivisionError as e: pass
try: e
except NameError: print('e is gone')
try: int('x')
except Exception as error: print(type(error).__name__, error)
try: raise Exception('a', 'b')
except Exception as x: print(x, x.args)
try: pass
except: print('never')
else: print('no error')
### exceptions and their families
for thing, types in [(lambda: 1 / 0, ArithmeticError), (lambda: {}['a'], LookupError), (lambda: [][0], LookupError), (lambda: int('a'), ValueError), (lambda: None.x, AttributeError), (lambda: 'a' + 1, TypeError), (lambda: nope, NameError), (lambda: next(iter([])), StopIteration), (lambda: (_ for _ in ()).x, AttributeError), (lambda: 1 / 0, (KeyError, ZeroDivisionError))]:
    try: thing()
    except types as e: print(type(e).__name__, isinstance(e, Exception))
print(issubclass(KeyError, LookupError), issubclass(FileNotFoundError, OSError), issubclass(NotImplementedError, RuntimeError), issubclass(KeyboardInterrupt, Exception), IOError is OSError, ValueError('x').args, str(ValueError()), repr(ValueError('a', 1)), str(KeyError('k')), issubclass(ModuleNotFoundError, ImportError), issubclass(ZeroDivisionError, ArithmeticError), issubclass(UnicodeDecodeError, ValueError), issubclass(RecursionError, RuntimeError))
### raise what is no exception
raise 'text'
### raise without an error
raise
### raise a class
raise ValueError
### an error from a loop
for i in [2, 1, 0]: print(4 // i)
### an error that ends a function
def f(n):
    if n == 0: raise RuntimeError('deep')
    return f(n - 1)
f(5)
### endless recursion is caught
def f(): return f()
try: f()
except RecursionError: print('caught')
print('goes on')
### operators and precedence
print(1 + 2 * 3, (1 + 2) * 3, 2 ** 3 ** 2, -2 ** 2, not 1 == 2, 1 or 0 and 0, 1 + 1 if 0 else 3, 10 - 2 - 3, 2 * 3 % 4, 7 // 2 * 2, 1 < 2 == True, ~1 + 1, - - 3, + - 3, not not 0, 3 & 1 == 1, (3 & 1) == 1, 1 | 2 ^ 3 & 4, 1 << 2 + 1, 'a' 'b' * 2, 5 if 5 > 3 else 0 or 9, lambda: 1 if False else 2, [] == [] is False) if False else print(1 + 2 * 3, 2 ** 3 ** 2, -2 ** 2, not 1 == 2, 1 or 0 and 0, 10 - 2 - 3, 2 * 3 % 4, ~1 + 1, - - 3, not not 0, 3 & 1 == 1, 1 | 2 ^ 3 & 4, 1 << 2 + 1)
print(1 if True else 2 if False else 3, [1, 2][0] + {'a': 5}['a'], 'abc'[1].upper() + 'd', (1, 2)[1], -[1, 2][0], not [1] in [[1]], 'x' in 'xyz' and 'y' not in 'abc', 1 is not None, None is not None)
### layout
x = (1 +
     2 +   # a comment
     3)
y = [1,
     2,

     3,
]
z = {'a': 1,
     # alone
     'b': 2}
if (x > 1 and
        y):
    w = x \
        + 1
print(x, y, z, w); print('same line'); v = 1; print(v)
def f(a,
      b=2,
      *c):
    # first a comment

    return (a,
            b)
print(f(1))
if x: print('one'); print('line')
class Empty: pass
def g(): return 1
for i in range(2): print(i); print('.')
while False: pass
try: pass
finally: pass
### tabs and deep blocks
if True:
	if True:
		for i in range(1):
			while True:
				with_tab = 'tabs'
				break
print(with_tab)
### star arguments in calls
def f(*a, **k): return a, k
xs, d = [1, 2], {'p': 1}
print(f(*xs, 3, *'ab'), f(**d, q=2), f(*xs, **d), f(*[], **{}), f(0, *range(2), z=1, **{'y': 2}), max(*xs), print(*xs, sep='-'), dict(**d, r=3), [*xs, *xs], (*xs,), {**d, 'p': 9})
### names that look like keywords
match = 1
case = 2
type_ = 3
_ = 4
__x = 5
print(match + case + type_ + _ + __x)
def match(x): return x
print(match(7))
### strings side by side
x = ('a'
     'b'
     f'{1}'
     "c")
print(x, 'it''s', "a" 'b')
### conditional definitions
try:
    import no_such_thing
    have = True
except ImportError:
    have = False
if have:
    def f(): return 'with'
else:
    def f(): return 'without'
print(f(), have)
if __name__ == '__main__': print('main')
### unicode names
größe = 5
π = 3.14
def ß(x): return x
print(größe, π, ß(1))
### an unknown name
print(undefined_thing)
### a call of what cannot be called
x = 5
x()
### an item of what has none
x = 5
x[0]
### an attribute of what has none
(5).nothing
### iterating over what cannot be
for x in 5: pass
### unpacking too many
a, b = 1, 2, 3
### unpacking too few
a, b, *c = [1]
### a with that is none
with 5 as x: pass
### a set item of a string
'abc'[0] = 'x'
### walk through a small program
def is_prime(n):
    if n < 2: return False
    for d in range(2, int(n ** 0.5) + 1):
        if n % d == 0: return False
    return True
primes = [n for n in range(50) if is_prime(n)]
print(primes, sum(primes), primes[-1])
def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps
print(max(range(1, 200), key=collatz), collatz(27))
def quicksort(a):
    if len(a) <= 1: return a
    p, *rest = a
    return quicksort([x for x in rest if x < p]) + [p] + quicksort([x for x in rest if x >= p])
print(quicksort([5, 3, 8, 1, 9, 2, 3]))
def matmul(a, b): return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]
print(matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]]))
memo = {}
def fib(n):
    if n not in memo: memo[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return memo[n]
print(fib(80), len(memo))
def caesar(s, k): return ''.join(chr((ord(c) - 97 + k) % 26 + 97) if c.islower() else c for c in s)
print(caesar('hello, world', 3), caesar(caesar('abc', 5), -5))
def bigrams(s): return [a + b for a, b in zip(s, s[1:])]
print(bigrams('hello'), [list(range(i, i + 3)) for i in range(0, 9, 3)])
