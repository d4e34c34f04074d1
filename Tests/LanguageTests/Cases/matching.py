### literals and names
def f(x):
    match x:
        case 0: return 'zero'
        case -1: return 'minus one'
        case 1.5: return 'float'
        case 'a' | 'b': return 'a or b'
        case "two" ' words': return 'joined'
        case True: return 'true'
        case None: return 'none'
        case other: return ('other', other)
print([f(x) for x in [0, -1, 1.5, 'a', 'b', 'two words', True, 1, False, None, 0.0, [], 'c']])
def g(x):
    match x:
        case 1 | 2 | 3 as n if n > 1: return 'big', n
        case 1 | 2 | 3 as n: return 'small', n
        case _ if x == 5: return 'five'
        case _: return 'any'
print([g(x) for x in [1, 2, 3, 5, 9]])
match 3:
    case 4: print('no')
print('nothing matched')
match (x := 4):
    case 4: print('named', x)
### match and case are names
match = 5
case = 6
print(match, case, match + case, match - 1, match * 2)
match = [1, 2]
print(match[0], match [1])
def match(x): return x
print(match(3), match (4), match(-1))
match.x = 3
print(match.x)
case(5) if False else None
import re
match = re.match('a', 'abc')
print(match.group())
match: int = 3
_ = 7
match _:
    case 7: print(_)
class case: pass
print(case.__name__)
match -match:
    case -3: print('minus')
match [1, 2]:
    case [a, b]: print(a, b)
match (1, 2):
    case (a, b): print(a, b)
match {'a': 1}:
    case {'a': v}: print(v)
match 1, 2:
    case 1, b: print(b)
match *[1, 2], 3:
    case [*all]: print(all)
match lambda: 3:
    case f: print(f())
match not 3:
    case False: print('not')
match ...:
    case e: print(e)
### sequences
def f(x):
    match x:
        case []: return 'empty'
        case [1]: return 'one'
        case [x, y] if x == y: return 'same', x
        case [x, y]: return 'two', x, y
        case [first, *_, last] if first == last: return 'ends', first
        case ['go', *rest]: return 'go', rest
        case [[a, b], [c, *d]]: return 'nested', a, b, c, d
        case (a, b, c): return 'three', a, b, c
        case [*all]: return 'all', all
        case _: return 'no sequence'
for x in [[], (), [1], (1,), [2, 2], [2, 3], [1, 5, 1], ['go', 1, 2], [[1, 2], [3, 4, 5], ][0:2], (7, 8, 9), range(4), 'ab', 'abc', {1, 2}, {'a': 1}, 5, None, iter([1])]:
    try: print(f(x))
    except TypeError as e: print(e)
match [1, [2, [3, 4]]]:
    case [a, [b, [c, d]]]: print(a, b, c, d)
match 1, 2, 3, 4:
    case a, *b, c: print(a, b, c)
match [5]:
    case x, : print(x)
match [5]:
    case (x): print(x)
match []:
    case *a, : print(a)
from collections import deque, namedtuple
match deque([1, 2]):
    case [a, b]: print('deque', a, b)
match [1, 2]:
    case [a, 3] | [a, 2]: print('or', a)
a = 'kept'
match [1, 2]:
    case [a, 5]: print('no')
    case _: print(a)
### mappings
def f(x):
    match x:
        case {'kind': 'point', 'x': x, 'y': y}: return 'point', x, y
        case {'kind': 'list', 'items': [first, *_]}: return 'list', first
        case {1: one, **rest}: return 'one', one, rest
        case {'deep': {'a': {'b': value}}}: return 'deep', value
        case {None: n, True: t}: return n, t
        case {'only': _}: return 'only'
        case {}: return 'any dict', sorted(map(str, x))
        case _: return 'no'
for x in [{'kind': 'point', 'x': 1, 'y': 2, 'z': 3}, {'kind': 'list', 'items': [5, 6]}, {'kind': 'list', 'items': []}, {1: 'a', 2: 'b'}, {'deep': {'a': {'b': 9}}}, {None: 1, True: 2}, {'only': 3}, {}, {'q': 1}, [], 'x', None]:
    print(f(x))
from collections import OrderedDict, defaultdict, Counter
d = defaultdict(int)
match d:
    case {'a': v}: print('made', v)
    case _: print('not made', dict(d))
match Counter('aab'):
    case {'a': n}: print('counter', n)
class K: A = 'key'
match {'key': 1, 'b': 2}:
    case {K.A: v, **rest}: print(v, rest)
match {'a': [1, {'b': 2}]}:
    case {'a': [_, {'b': two}]}: print(two)
### classes
class Point:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
class Point3(Point):
    __match_args__ = ('x', 'y', 'z')
    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z
class Bare: pass
def f(p):
    match p:
        case Point3(0, 0, 0): return 'origin 3'
        case Point(x=0, y=0): return 'origin'
        case Point(0, y): return 'on y', y
        case Point3(x, y, z=z) if z > 5: return 'high', x, y, z
        case Point(x, y): return 'point', x, y
        case Bare(a=1): return 'bare 1'
        case Bare(): return 'bare'
        case int(n) | float(n): return 'number', n
        case str(): return 'text'
        case list([a, b]): return 'pair', a, b
        case bool(): return 'never: an int'
        case tuple(t): return 'tuple', t
        case dict(d): return 'dict', d
        case None: return 'none'
        case _: return 'other'
b = Bare(); b.a = 1
for p in [Point3(0, 0, 0), Point(0, 0), Point(0, 3), Point3(1, 2, 9), Point3(1, 2, 3), Point(4, 5), b, Bare(), 3, 2.5, True, 'x', [1, 2], [1], (1,), {'a': 1}, None, {1}]: print(f(p))
try:
    match Bare():
        case Bare(1): pass
except TypeError as e: print(e)
try:
    match Point(1, 2):
        case Point(1, 2, 3): pass
except TypeError as e: print(e)
try:
    match Point(1, 2):
        case Point(1, x=1): pass
except TypeError as e: print(e)
try:
    match 3:
        case int(1, 2): pass
except TypeError as e: print(e)
notclass = 5
try:
    match 3:
        case notclass(): pass
except TypeError as e: print(e)
class Props:
    @property
    def size(self): return 3
match Props():
    case Props(size=s): print('property', s)
match Props():
    case Props(missing=s): print('no')
    case _: print('not there')
from dataclasses import dataclass
@dataclass
class Node:
    op: str
    left: object = None
    right: object = None
def ev(n):
    match n:
        case int() | float(): return n
        case Node('+', l, r): return ev(l) + ev(r)
        case Node('*', l, r): return ev(l) * ev(r)
        case Node(op='-', left=l): return -ev(l)
        case Node(op): raise ValueError(op)
print(ev(Node('+', 2, Node('*', 3, Node('-', 4)))))
try: ev(Node('/'))
except ValueError as e: print('bad', e)
from collections import namedtuple
P = namedtuple('P', 'x y')
match P(1, 2):
    case P(x, y): print('named tuple', x, y)
match P(1, 2):
    case (a, b): print('as a row', a, b)
match P(1, 2):
    case P(y=2): print('by name')
try: raise KeyError('k')
except Exception as e:
    match e:
        case ValueError(): print('no')
        case KeyError(args=(key,)): print('key', key)
import math
class Colour:
    RED, GREEN = 1, 2
for c in (1, 2, 3):
    match c:
        case Colour.RED: print('red')
        case Colour.GREEN: print('green')
        case _: print('?')
match math.pi:
    case math.pi: print('pi')
### guards see the names and may fail
def f(x):
    match x:
        case [a, b] if a > b: return 'down', a, b
        case [a, b] if (c := a + b) > 5: return 'sum', c
        case [a, b]: return 'else', a, b, c
print(f([2, 1]), f([3, 4]), f([1, 2]))
try:
    match 1:
        case x if x / 0: pass
except ZeroDivisionError as e: print(e)
### blocks inside
def run(commands):
    out = []
    for command in commands:
        match command.split():
            case ['quit']: break
            case ['skip']: continue
            case ['say', *words]:
                for w in words:
                    if w == 'stop': break
                    out.append(w)
                else: out.append('.')
            case ['def', name]:
                def inner(): return name
                out.append(inner())
            case ['return', value]: return out, value
            case []:
                pass
            case unknown: out.append(f'?{unknown}')
    return out
print(run(['say a b', 'skip', 'say c stop d', '', 'def g', 'what is', 'quit', 'say never']))
print(run(['say a', 'return x', 'say b']))
def gen(xs):
    for x in xs:
        match x:
            case int(n):
                yield 'int', n
                yield n + 1
            case [a, b]:
                got = yield a
                yield b, got
            case _: yield 'other'
        yield '-'
print(list(gen([1, [2, 3], 'x'])))
def g():
    match (yield 'subject'):
        case [x]: yield x
        case _: return 'r'
it = g(); next(it); print(it.send([5]))
it = g(); next(it)
try: it.send(0)
except StopIteration as e: print(e.value)
class A:
    match 3:
        case n: m = n
print(A.n, A.m)
def outer():
    match 5:
        case n:
            def inner(): return n
    return inner()
print(outer())
### the same name twice
match [1, 2]:
    case [a, a]: pass
### names that differ
match 1:
    case [a] | [b]: pass
### unreachable
match 1:
    case x: pass
    case 2: pass
### unreachable alternatives
match 1:
    case _ | 2: pass
### two stars
match 1:
    case [*a, *b]: pass
### positional after keyword
match 1:
    case A(x=1, 2): pass
### a call as a pattern value
match 1:
    case 1 + 2: pass
### formatted strings are no patterns
match 1:
    case f'a': pass
### a repeated key
match 1:
    case {'a': 1, 'a': 2}: pass
### a match without a case
match 1:
    print(1)
