### random numbers
import random
random.seed(1)
print(random.random(), random.random(), random.randint(1, 100), random.randrange(10), random.randrange(5, 50, 5), random.uniform(2, 5))
print(random.choice('abcdef'), random.choice([1, 2, 3]), random.choices([1, 2, 3], k=5), random.choices('ab', weights=[9, 1], k=5), random.choices('abc', cum_weights=[1, 3, 4], k=3))
x = list(range(10))
random.shuffle(x)
print(x, random.sample(range(100), 5), random.sample([1, 2, 3], 3), random.sample(range(1000), 30))
print(random.gauss(0, 1), random.gauss(5, 2), random.normalvariate(0, 1), random.expovariate(2), random.getrandbits(8), random.getrandbits(40), random.gauss())
### random seeds
import random
for s in [0, 42, 123456789012, -5, 1.5, True, 2**40]:
    random.seed(s)
    print(s, random.random(), random.randint(0, 10**9))
### a generator of its own
import random
r = random.Random(7)
a = r.random()
s = r.getstate()
b = [r.random(), r.gauss(0, 1)]
r.setstate(s)
print(a, b, [r.random(), r.gauss(0, 1)], random.Random(7).random() == a, isinstance(r, random.Random))
### random big numbers
import random
random.seed(3)
print(random.randint(0, 2**62), random.randrange(2**40), random.randint(-5, 5), [random.randint(0, 1) for _ in range(20)])
### random refuses an empty sequence
import random
random.choice([])
### random refuses an empty range
import random
random.randint(5, 1)
### random refuses too large a sample
import random
random.sample([1, 2], 3)
### Counter
from collections import Counter
c = Counter('mississippi')
print(c, c['i'], c['z'], c.most_common(2), c.most_common(), sum(c.values()), c.total(), sorted(c), len(c), isinstance(c, dict), type(c).__name__)
c.update('misty'); c['q'] += 2
print(c, dict(c), list(c.elements())[:5])
c.subtract({'i': 3})
print(c, c + Counter('ii'), c - Counter('ssss'), Counter(a=3, b=1) & Counter(a=1, b=2), Counter(a=3, b=1) | Counter(a=1, b=2))
print(Counter(), Counter([1, 1, 2]), Counter({'a': 2}), Counter(x=1), Counter('aab') == Counter('aba'), 'z' in c)
words = 'the sea the ship the sea'.split()
print(Counter(words).most_common(1)[0], max(Counter(words), key=Counter(words).get), [w for w, n in Counter(words).items() if n > 1])
### defaultdict
from collections import defaultdict
d = defaultdict(list)
for w in ['apple', 'bee', 'ant', 'cow', 'bat']: d[w[0]].append(w)
print(d, dict(d), d['z'], len(d), 'y' in d, d.get('y'), isinstance(d, dict))
n = defaultdict(int)
for ch in 'hello': n[ch] += 1
print(n, sorted(n.items()), defaultdict(lambda: 5)['x'], defaultdict(set), defaultdict(int, {'a': 1}), defaultdict(None, a=2)['a'])
t = defaultdict(lambda: defaultdict(int))
t['a']['b'] += 1
print(t['a']['b'], {k: dict(v) for k, v in t.items()})
### defaultdict without a factory
from collections import defaultdict
defaultdict()['x']
### OrderedDict
from collections import OrderedDict
o = OrderedDict([('b', 1), ('a', 2)])
o['c'] = 3
o.move_to_end('b')
print(o, list(o), o.popitem(), o.popitem(last=False), o, OrderedDict(), OrderedDict(x=1) == {'x': 1})
o['d'] = 1
o.move_to_end('d', last=False)
print(list(o.items()), type(o).__name__)
### deque
from collections import deque
d = deque([1, 2, 3])
d.append(4); d.appendleft(0)
print(d, d.pop(), d.popleft(), d, len(d), d[0], d[-1], 2 in d, list(d), sum(d))
d.extend([7, 8]); d.extendleft([9, 10]); d.rotate(2)
print(d, d.index(9), d.count(7), sorted(d), list(reversed(d)))
d.rotate(-1); d.remove(9); d.insert(1, 'x'); d[0] = 'first'
print(d, deque('abc') == deque('abc'), deque([1]) + deque([2]), deque(maxlen=2), bool(deque()))
m = deque(range(5), maxlen=3)
m.append(9); m.appendleft(8)
print(m, m.maxlen, m.copy())
while d: d.popleft()
print(d)
### deque that is empty
from collections import deque
deque().pop()
### deque out of range
from collections import deque
deque([1])[3]
### namedtuple
from collections import namedtuple
P = namedtuple('Point', ['x', 'y'])
p = P(1, y=2)
print(p, p.x, p[1], p == (1, 2), len(p), p._asdict(), p._replace(x=9), P._fields, isinstance(p, tuple), type(p).__name__, P._make([5, 6]))
x, y = p
print(x, y, max(p), p + (3,), [q.x for q in [P(3, 4), p]], sorted([P(2, 1), P(1, 5)]), {p: 1}[P(1, 2)])
Q = namedtuple('Q', 'a, b c', defaults=[0, None])
print(Q(1), Q(1, 2, 3), Q(a=1, c=4))
### namedtuple without a value
from collections import namedtuple
namedtuple('P', 'x y')(1)
### namedtuple with a bad name
from collections import namedtuple
namedtuple('P', 'x class')
### itertools combinations
from itertools import product, permutations, combinations, combinations_with_replacement, pairwise
print(list(product('ab', [1, 2])), list(product([0, 1], repeat=2)), list(product()), list(product([])))
print(list(permutations([1, 2, 3])), list(permutations('abc', 2)), list(permutations([1], 2)), list(permutations([])))
print(list(permutations(range(4), 3))[:7], len(list(permutations(range(5)))), list(permutations(range(4)))[5:9])
print(list(combinations('abcd', 2)), list(combinations([1, 2], 3)), list(combinations(range(4), 3)), list(combinations([], 0)))
print(list(combinations_with_replacement('ab', 2)), list(combinations_with_replacement('abc', 3))[:5], list(pairwise([1, 2, 3])), list(pairwise([1])))
### itertools selections
from itertools import islice, chain, takewhile, dropwhile, filterfalse, compress, starmap, zip_longest, groupby, tee, count, cycle, repeat, accumulate
print(list(islice(count(), 5)), list(islice('abcdef', 2, 5)), list(islice('abcdefg', 0, None, 3)), list(islice(count(10, 5), 2, 4)), list(islice([1], 5)))
print(list(chain([1], 'ab', (2,))), list(chain.from_iterable([[1, 2], [3]])), list(chain()))
print(list(takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(filterfalse(lambda x: x % 2, range(5))), list(compress('abcd', [1, 0, 1, 0])))
print(list(starmap(pow, [(2, 3), (3, 2)])), list(zip_longest([1, 2, 3], 'a')), list(zip_longest('ab', [1], fillvalue='-')))
print([(k, list(g)) for k, g in groupby('aabccc')], [(k, [x for x in g]) for k, g in groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)])
a, b = tee([1, 2, 3])
print(list(a), list(b), list(islice(cycle('ab'), 5)), list(repeat(7, 3)), [x for x, _ in zip(repeat('r'), range(2))])
print(list(accumulate([1, 2, 3])), list(accumulate([3, 1, 2], max)), list(accumulate([1, 2], initial=10)), list(accumulate('abc')), list(accumulate([])))
c = count(0.5, 0.25)
print(next(c), next(c), next(c))
### islice refuses a negative place
from itertools import islice
list(islice([1], -1))
### functools
from functools import reduce, partial, lru_cache, cache, cmp_to_key
print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(max, [3, 9, 2]), reduce(lambda a, b: a + b, [], 'start'), reduce(lambda a, b: a + [b], (1, 2), []))
add = partial(lambda a, b, c=0: (a, b, c), 1)
print(add(2), add(2, c=3), partial(add, c=9)(5), partial(int, base=2)('101'), partial(sorted, reverse=True)([1, 3, 2]))
calls = []
@lru_cache(maxsize=None)
def fib(n):
    calls.append(n)
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(50), len(calls), fib.cache_info())
@cache
def sq(x): return x * x
@lru_cache
def tri(x): return x * 3
print(sq(4), sq(4), tri(2), sq.cache_info().hits, fib.__name__)
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))
### lru_cache forgets
from functools import lru_cache
seen = []
@lru_cache(maxsize=2)
def f(x):
    seen.append(x)
    return x
for x in [1, 2, 1, 3, 2, 1]: f(x)
print(seen, f.cache_info())
f.cache_clear()
print(f.cache_info())
### reduce of nothing
from functools import reduce
reduce(lambda a, b: a, [])
### operator
import operator
from operator import itemgetter, attrgetter, methodcaller
print(operator.add(1, 2), operator.mul(3, 4), operator.truediv(1, 2), operator.eq(1, 1), operator.lt(1, 2), operator.neg(5), operator.not_(0), operator.getitem([1, 2], 1), operator.contains('abc', 'b'))
print(sorted([(1, 'b'), (0, 'c'), (2, 'a')], key=itemgetter(1)), itemgetter(0, 2)('abc'), list(map(methodcaller('upper'), 'ab')), attrgetter('real')(3), max({'a': 1, 'b': 5}.items(), key=itemgetter(1)))
### copy
import copy
a = [1, [2, 3], {'k': [4]}]
b, c = copy.copy(a), copy.deepcopy(a)
a[1].append(9); a[2]['k'].append(8); a.append('end')
print(a, b, c, copy.copy((1, [2])), copy.deepcopy('x'), copy.copy({1: [2]}))
shared = [1]
d = copy.deepcopy([shared, shared])
d[0].append(2)
print(d, d[0] is d[1], shared)
loop = [1]
loop.append(loop)
m = copy.deepcopy(loop)
print(m[1] is m, m is loop, m)
class Box:
    def __init__(self, v): self.v = v
x = Box([1, Box([2])])
y, z = copy.copy(x), copy.deepcopy(x)
x.v[1].v.append(3); x.v.append(0)
print(y.v is x.v, z.v[0], len(z.v), z.v[1].v, type(z) is Box)
t = (1, 'a')
print(copy.deepcopy(t) is t, copy.deepcopy({1, 2}), copy.deepcopy(frozenset([1])), copy.copy([]), copy.deepcopy(len) is len)
from collections import Counter, deque, defaultdict, OrderedDict
print(copy.deepcopy(Counter('aab')), copy.copy(deque([1, 2], 5)), copy.deepcopy(defaultdict(list, a=[1])), copy.deepcopy(deque([[1]]))[0])
### copy with hooks
import copy
class A:
    def __copy__(self): return 'copied'
    def __deepcopy__(self, memo): return 'deep'
print(copy.copy(A()), copy.deepcopy([A()]))
### textwrap wrap
import textwrap
text = "The author of these travels, Mr. Lemuel Gulliver, is my ancient and intimate friend; there is likewise some relation between us on the mother's side."
for w in [20, 30, 40, 70, 200]:
    print(textwrap.wrap(text, w))
print(textwrap.fill(text, 40))
print(textwrap.fill(text, width=50, initial_indent='* ', subsequent_indent='  '))
print(textwrap.wrap('', 10), textwrap.wrap('  lead', 10), textwrap.wrap('a\tb\nc  d', 10), textwrap.wrap('one two', 3))
print(textwrap.wrap('extraordinarily long', 6), textwrap.wrap('extraordinarily long', 6, break_long_words=False), textwrap.wrap('well-known mother-in-law half-baked-cake', 8), textwrap.wrap('well-known x', 8, break_on_hyphens=False))
print(textwrap.wrap('a--b c -- d and 2-3 or x-1 e-mail -5 --long-option', 6))
print(textwrap.wrap(text, 30, max_lines=2), textwrap.wrap(text, 30, max_lines=2, placeholder=' …'), textwrap.wrap('short', 30, max_lines=1))
### textwrap the rest
import textwrap
print(textwrap.shorten('Hello  world, this is long', 18), textwrap.shorten('Hello world', 20), textwrap.shorten('Hello world foo bar', width=12, placeholder='...'), repr(textwrap.shorten('Hellothere world', 8)))
print(repr(textwrap.dedent('''
    one
      two

    three
''')), repr(textwrap.dedent('  a\n b')), repr(textwrap.dedent('a\n  b')), repr(textwrap.dedent('\ta\n\tb')), repr(textwrap.dedent('')))
print(repr(textwrap.indent('a\n\nb\n', '> ')), repr(textwrap.indent('a\nb', '--')), repr(textwrap.indent('a\n\nb', '+', lambda line: True)))
### textwrap refuses
import textwrap
textwrap.wrap('a', 0)
### string
import string
print(string.ascii_lowercase, string.digits, string.punctuation, string.ascii_letters[-3:], string.hexdigits, string.octdigits, repr(string.whitespace), string.capwords('the old  sea'), string.capwords('a-b', '-'))
### json
import json
x = {'a': [1, 2.5, None, True, 'é"\n'], 'b': {'c': []}, 'd': {}, 3: (1, 2)}
print(json.dumps(x), json.dumps(x, indent=2), json.dumps(x, ensure_ascii=False), json.dumps([1, 2], separators=(',', ':')), json.dumps({'b': 1, 'a': 2}, sort_keys=True))
print(json.dumps('😀'), json.dumps([]), json.dumps({}), json.dumps(None), json.dumps(1e100), json.dumps(0.1), json.dumps(float('inf')), json.dumps([[]], indent=1), json.dumps({'a': {'b': [1, {'c': 2}]}}, indent=4))
y = json.loads('{"a": [1, 2.0, -3e2, null, true, false, "x\\u00e9\\n\\ud83d\\ude00"], "b": {}, "c": ""}')
print(y, type(y['a'][1]).__name__, json.loads(' [ ] '), json.loads('"a"'), json.loads('-0'), json.loads('1E3'), json.loads(json.dumps(x)))
class P: pass
print(json.dumps({'p': P()}, default=lambda o: 'P!'))
### json refuses
import json
for bad in ['', '[1,', '{"a" 1}', '{a: 1}', '[1 2]', '"abc', 'nul', '01', '[1]]', '{"a":1,}', '"\\q"', '1.', '--1']:
    try: print(json.loads(bad))
    except json.JSONDecodeError as e: print(bad, '|', e)
    except ValueError as e: print('value', bad)
### json of an object
import json
json.dumps({1, 2})
### os path
import os
import os.path as osp
print(os.path.join('a', 'b', 'c.txt'), os.path.join('a/', 'b'), os.path.join('a', '/b'), os.path.join('a', ''), osp.basename('/x/y.txt'), osp.dirname('/x/y.txt'), osp.split('/x/y'), osp.split('y'), osp.dirname('/x'), osp.basename('x/'))
print(osp.splitext('a/b.tar.gz'), osp.splitext('.bashrc'), osp.splitext('a.b/c'), osp.splitext('x.'), osp.normpath('a//b/../c/./d'), osp.normpath('../..'), osp.normpath('/../a'), osp.normpath(''), osp.isabs('/a'), osp.exists('/no/such'), osp.isfile('/'), osp.isdir('/'), os.sep)
print(os.getenv('NO_SUCH_VARIABLE'), os.getenv('NO_SUCH_VARIABLE', 'x'), os.environ.get('NO_SUCH_VARIABLE', 'y'), isinstance(os.getcwd(), str))
os.environ['MADE_HERE'] = '1'
print(os.environ['MADE_HERE'])
### a file that is not there
import os
os.path.getsize('/no/such')
### a folder that is not there
import os
os.listdir('/no/such')
### the usual first lines
from __future__ import annotations
import sys, os, math, time, random, json, copy, re, string, textwrap, itertools, functools, operator, collections, warnings, gc
from typing import List, Optional, Dict, Tuple, Any, Union, Callable
from dataclasses import dataclass
from contextlib import nullcontext
warnings.filterwarnings('ignore')
warnings.warn('not heard')
gc.collect()
def f(x: List[int], y: Optional[Dict[str, Tuple[int, ...]]] = None, g: Callable[[int], Any] = None) -> Union[int, None]: return len(x)
print(f([1]), sys.version_info >= (3, 8), sys.version_info[0], sys.maxsize, sys.platform, sys.byteorder)
with nullcontext(5) as n: print(n)
sys.stdout.write('out\n')
sys.stdout.flush()
print('to stdout', file=sys.stdout, flush=True)
### suppress
from contextlib import suppress
with suppress(KeyError, ValueError):
    {}['x']
    print('never')
print('after')
with suppress(KeyError): 1/0
### math
import math
for v in [math.sqrt(2), math.exp(1), math.log(10), math.log(8, 2), math.log2(8), math.log10(1000), math.sin(1), math.cos(1), math.tan(1), math.atan2(1, 2), math.pi, math.e, math.tau, math.inf, math.nan]: print(v)
for v in [math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.floor(2), math.gcd(12, 18), math.gcd(0, 5), math.gcd(), math.lcm(4, 6), math.lcm(), math.factorial(10), math.comb(5, 2), math.perm(5, 2), math.perm(3), math.isqrt(17), math.prod([1, 2, 3]), math.fsum([.1] * 10)]: print(v)
for v in [math.hypot(3, 4), math.dist([0, 0], [3, 4]), math.copysign(1, -0.0), math.fabs(-2), math.fmod(-7, 3), math.modf(-2.5), math.frexp(10), math.ldexp(0.5, 4), math.isclose(0.1 + 0.2, 0.3), math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.erf(0.5), math.gamma(5), math.degrees(math.pi), math.radians(180), math.cbrt(27), math.exp2(3), math.asinh(1), math.acosh(2), math.atanh(0.5), math.pow(2, 0.5)]: print(v)
### math domain
import math
math.sqrt(-1)
### math log of zero
import math
math.log(0)
### math overflow
import math
math.exp(1000)
### math floor of infinity
import math
math.floor(math.inf)
### a module that lacks a name
import math
math.nothing
### a name that cannot be imported
from itertools import nothing
### a module that does not exist
import no_such_module
### a missing module caught
try:
    import no_such_module
except ImportError:
    no_such_module = None
print(no_such_module)
try:
    from math import nothing
except ImportError as e:
    print(type(e).__name__)
### tqdm-like loops
import time
start = time.time()
print(time.time() - start < 5, time.perf_counter() > 0, isinstance(time.time_ns(), int), time.strftime('%Y-%m-%d %H:%M', time.gmtime(0)), time.gmtime(86400 * 365)[:6], time.gmtime(0).tm_year, time.gmtime(0).tm_wday)
time.sleep(0)
### regular expressions further
import re
print(re.sub(r'\s+', ' ', ' a  b\n\tc '), re.findall(r'\b[A-Z]\w*', 'The Sea and Ship'), re.split(r'[;,]\s*', 'a; b,c'), re.search('z', 'abc'), bool(re.match(r'\d', '1a')))
p = re.compile(r'(\w+)@(\w+)\.com')
m = p.search('mail bob@site.com now')
print(m.group(0), m.group(1, 2), m.start(), m.end(2), m.groups(), p.sub(r'\2 at \1', 'bob@site.com'), p.pattern)
print([m.group() for m in re.finditer(r'\d+', 'a1b22c333')], re.sub(r'(a)(b)?', r'[\1]', 'ab a'), re.escape('a.b*c'), re.IGNORECASE == re.I)
### importing parts
import collections as c
from collections import Counter as Count, deque
import os.path
from os import path
print(Count('aa'), c.Counter is Count, path.join('a', 'b'), os.path is path, deque([1]))
### import star
from math import *
from string import *
print(sqrt(16), pi, digits)
