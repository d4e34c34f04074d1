### list methods
a = [3, 1, 2]
a.append(5); a.extend([7, 8]); a.extend('xy'); a.insert(0, 'first'); a.insert(-1, 'z'); a.insert(99, 'end')
print(a, a.pop(), a.pop(0), a.index(1), a.count(3), len(a))
a.remove('z'); a.reverse(); print(a)
b = a[:]; b.clear(); print(a, b, a.copy() == a, a.copy() is a)
c = [5, 2, 9]; c.sort(); print(c); c.sort(reverse=True); print(c); c.sort(key=lambda v: -v % 5); print(c)
print([1, 2] + [3], [0] * 3, 2 * [1, 2], [1, 2] == [1, 2], [1, 2] < [1, 3], [[1] * 2] * 2, [] or 'empty', 3 in [1, 2, 3], [1, [2]][1][0])
### list slices
a = list(range(10))
print(a[2:5], a[:3], a[7:], a[-3:], a[:-7], a[::2], a[1::3], a[::-1], a[8:2:-2], a[5:2], a[100:], a[-100:2], a[slice(1, 4)], a[:], a[-1:], a[:-1][-1])
a[2:4] = ['x']; print(a); a[0:0] = [7, 7]; print(a); a[::2] = [0] * len(a[::2]); print(a); del a[1:3]; print(a); del a[::3]; print(a); a[1:] = []; print(a); a[:] = 'ab'; print(a)
a += [1]; a *= 2; print(a)
### list assignment that does not fit
a = [1, 2, 3, 4]
a[::2] = [1]
### unpacking
a, b = 1, 2
a, b = b, a
(c, d), e = [3, 4], 5
f, *g = 'hello'
*h, i = (1, 2, 3)
j, *k, l = range(6)
[m, n] = {7: 'x', 8: 'y'}
o = *'ab', 3
p, = [9]
q = r = []
q.append(1)
for s, (t, *u) in [(1, (2, 3, 4)), (5, (6,))]: print(s, t, u)
print(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, r, [*range(3), *'ab'], {**{'a': 1}, 'b': 2, **{'a': 3}}, {*[1, 2], 2}, (*[1], 2), print(*[]) )
x = [1, 2, 3]
x[0], x[1] = x[1], x[0]
i = 0
i, x[i] = 2, 'set'
print(x, i)
### dict methods
d = {'a': 1, 'b': 2}
d['c'] = 3; d.update(b=5, e=6); d.update({'f': 7}); d.update([('g', 8)])
print(d, d.get('a'), d.get('zz'), d.get('zz', 0), d.pop('a'), d.pop('zz', None), d.setdefault('h', []), d.setdefault('b', 9), list(d), len(d))
print(list(d.keys()), list(d.values()), list(d.items()), 'b' in d, 'zz' not in d, d.popitem(), d | {'b': 0}, dict(zip('xy', [1, 2])), dict(a=1, b=2), dict([('k', 'v')]), dict({'a': 1}, b=2), {}, dict())
d |= {'new': 1}; del d['b']; print(d, d == dict(d), {1: 'a', True: 'b', 1.0: 'c'}, {(1, 2): 3}[1, 2], dict.fromkeys('ab'), dict.fromkeys([1, 2], 0))
for k in d: print(k, end=' ')
for k, v in d.items(): print(k, v, end=';')
for i, (k, v) in enumerate(d.items()): print(i, k, v, end='.')
print({k: v for k, v in sorted({'b': 1, 'a': 2}.items())}, {v: k for k, v in {'a': 1}.items()}, max({'a': 1, 'b': 3}, key={'a': 1, 'b': 3}.get), sorted({'b': 1, 'a': 2}), sum({1: 'a', 2: 'b'}), list(reversed({'a': 1, 'b': 2})))
k = d.keys(); d['later'] = 1
print('later' in k, {'a': 1}.keys() & {'a', 'b'}, {'a': 1}.items() == {'a': 1}.items(), d.keys() - {'later'} != set(), len(d.values()))
### a dict that changes in a loop
d = {'a': 1}
for k in d: d['b'] = 2
### a missing key
try: {'a': 1}['b']
except KeyError as e: print(e, e.args, repr(e))
{}[(1, 2)]
### keys that cannot be hashed
{[1]: 2}
### sets
s = {3, 1, 2}
s.add(4); s.discard(9); s.update([5], (6,)); s.remove(1)
print(sorted(s), len(s), 2 in s, {1, 2} | {3}, {1, 2} & {2, 3}, {1, 2} - {2}, {1, 2} ^ {2, 3}, {1} <= {1, 2}, {1, 2} > {1}, {1} == {1}, set(), {1, 2}.union([3], [4]), {1, 2}.intersection([2]), {1, 2}.difference([1]), {1, 2}.symmetric_difference([2, 3]), {1}.issubset([1, 2]), {1, 2}.issuperset([1]), {1}.isdisjoint([2]))
s |= {10}; s &= {2, 3, 10}; s -= {2}; print(sorted(s)); s ^= {3, 4}; print(sorted(s), set('hello') == set('olleh'), frozenset([1, 2]), hash(frozenset([1])) == hash(frozenset([1])), {frozenset([1]): 'x'}, sorted({x % 3 for x in range(10)}), len({1, 1.0, True}), bool(set()), {()}, {None})
a = {1, 2}; b = a.copy(); b.add(3); print(a, b, a < b, set([1, 2]) == {2, 1}, sum({1, 2}), min({4, 2}), {1, 2} | frozenset([3]))
print(frozenset([1, 2]) | {3}, frozenset(), frozenset('a'), type(frozenset([1]) & {1}).__name__)
### sets that lack an element
{1}.remove(2)
### tuples
t = (1, 2, 3)
print(t, t[0], t[-1], t[1:], t + (4,), t * 2, len(t), 2 in t, t.index(2), t.count(1), (), (1,), tuple('ab'), tuple(x * 2 for x in t), t == (1, 2, 3), t < (1, 2, 4), sorted(t, reverse=True), max(t), sum(t), tuple([1, [2]]), (1, (2, (3,))), hash((1, 2)) == hash((1, 2)), t[::-1], not (), tuple())
### a tuple does not change
t = (1, 2)
t[0] = 5
### ranges
r = range(2, 20, 3)
print(r, list(r), len(r), r[1], r[-1], r[1:3], 5 in r, 6 in r, r.index(8), r.start, r.stop, r.step, list(range(5, 0, -2)), range(3) == range(0, 3), list(range(0)), range(10)[::-1], list(reversed(range(4))), sum(range(101)), max(range(5)), bool(range(0)), range(0, 10, 3).count(3), list(range(-3, 3)), len(range(10**12)), 10**11 in range(10**12), range(1, 1) == range(5, 5), range(5)[2:], list(range(10))[range(3)[2]])
### a range with a float
range(1.5)
### comprehensions
print([x * x for x in range(5) if x % 2], [(x, y) for x in range(2) for y in 'ab'], [[j for j in range(i)] for i in range(3)], {x: x ** 2 for x in range(3)}, sorted({c for c in 'hello' if c > 'h'}), [x for x in range(20) if x % 2 if x % 3], [a + b for a, b in [(1, 2), (3, 4)]], [x if x > 1 else -x for x in range(3)], sum(x for x in range(4)), list(x for x in 'ab'), max((len(w), w) for w in ['a', 'ccc', 'bb']), any(x > 2 for x in range(4)), all(x for x in []), dict((k, 1) for k in 'ab'), sorted(w for w in 'b a c'.split()), ''.join(c for c in 'abc' if c != 'b'), [*(i for i in range(3))], [y for x in [[1, 2], [3]] for y in x], [(lambda v: v + 1)(v) for v in range(2)], {i: [j for j in range(i)] for i in range(2)})
x = 'outer'
y = [x for x in range(3)]
print(x, y, [x for y in range(1)], tuple(i for i in range(3)), set(i % 2 for i in range(9)))
### generators
g = (x * 2 for x in range(3))
print(next(g), list(g), list(g), next(g, 'end'), sum(i for i in range(1000)), type(g).__name__)
def first(pred, xs): return next((x for x in xs if pred(x)), None)
print(first(lambda v: v > 3, range(10)), first(lambda v: v > 30, range(10)))
g = (print('made', i) or i for i in range(2))
print('lazy'); next(g); print(*g)
### a generator that is exhausted
g = (x for x in [])
next(g)
### sorting
print(sorted([3, 1, 2]), sorted('hello'), sorted([(2, 'a'), (1, 'b'), (1, 'a')]), sorted(['b', 'A', 'c'], key=str.lower), sorted([1, -3, 2], key=abs, reverse=True), sorted({'b': 1, 'a': 2}.items(), key=lambda kv: kv[1]), sorted([0.5, 1, True, -2.5]), sorted(['aa', 'b', 'ccc'], key=len), sorted([[2], [1, 5], []]), sorted([True, False]), sorted(['é', 'e', 'z', 'a']), sorted(['aaaaaaaaab', 'aaaaaaaaaa', 'aaaaaaaa', 'b', '']), sorted([3, 1, 2], reverse=True), sorted(range(5), key=lambda v: v % 2), sorted([(1, 'b'), (1, 'a')], key=lambda p: p[0], reverse=True), sorted(['x\0', 'x', 'x\0\0']))
a = [('a', 2), ('b', 1), ('c', 2)]
a.sort(key=lambda p: p[1], reverse=True); print(a)
print(min([3, 1]), max('a', 'b'), min([], default=0), max([1, -5], key=abs), min('bca'), max([1.5, 2]), max([[1], [2, 0]]), min((2, 'a'), (1, 'z')), sum([0.1] * 3), sum([[1], [2]], []), sum([], 5))
### sorting that is refused
sorted([1, 'a'])
### nested data
data = {'users': [{'name': 'a', 'tags': ['x', 'y']}, {'name': 'b', 'tags': []}], 'n': 2}
print(data['users'][0]['tags'][-1], [u['name'] for u in data['users']], {u['name']: len(u['tags']) for u in data['users']}, data)
data['users'][1]['tags'] += ['z']; data['n'] += 1; data.setdefault('new', {})['k'] = [1]
print(data)
m = [[0] * 3 for _ in range(2)]; m[0][1] = 5
print(m, [list(r) for r in zip(*m)], [sum(r) for r in m], [x for r in m for x in r])
### zip enumerate map filter
print(list(zip([1, 2, 3], 'ab')), list(zip()), list(zip([1])), list(enumerate('ab', 1)), list(map(len, ['a', 'bb'])), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1, '', 'a'])), list(filter(lambda v: v > 1, [1, 2])), list(map(str, range(3))), dict(zip('ab', range(2))), list(map(int, '123')), [i for i, c in enumerate('abc') if c != 'b'], list(zip(*[(1, 'a'), (2, 'b')])), list(zip('ab', 'cd', 'ef')), list(map(max, [1, 5], [3, 2])), list(reversed('abc')), list(zip(range(2), range(2), strict=True)))
list(zip([1], [1, 2], strict=True))
### any all bool
print(any([0, 0, 1]), all([1, 1, 0]), any([]), all([]), bool([]), bool([0]), bool(''), bool(' '), bool(0.0), bool(None), bool({}), bool(()), not [], not [1], [] and 1, [1] and 2, 0 or 'x', None or [] or 0, 1 and 2 and 3, '' or 'default')
### numbers
print(7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3, 7.5 // 2, -7.5 % 2, 2 ** 10, 2 ** -1, 2 ** 0.5, 10 / 4, 10 / 5, divmod(7, 2), divmod(-7, 2), divmod(7.5, 2), abs(-3), abs(-2.5), pow(2, 5), pow(3, 4, 5), int(3.9), int(-3.9), int('42'), int('-7'), int('ff', 16), int('0b11', 0), int(' 5 '), float('1.5'), float('1e3'), float(' inf '), str(1.0), 1e3, 1 == 1.0, 0.1 + 0.2, 1_000, 0x1F, 0o17, 0b101, True + 1, 5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 4, 256 >> 2, -1 >> 1, not 5, 3 < 4 < 5, 1 < 3 > 2, 10 // 3 * 3 + 10 % 3, 2 ** 3 ** 2, -2 ** 2, (-2) ** 2, 1 if 0 else 2, round(7.0), 7.0 // 1, 1e308 * 10, -1e308 * 10, 3 // 0.5, 0.0 == -0.0)
print((5).bit_length(), (255).bit_count(), (1.5).is_integer(), (2.0).is_integer(), hex(255), oct(8), bin(5), bin(-5), hex(-255), chr(97), ord('a'), chr(8364), max(1, 2.5), min(True, 0), sum([True, True]), int(True), float(3), int(1e15), int('1_000'), float('-1_0.5'))
print((10).__class__.__name__, (3.7).real, (5).numerator)
### number texts that are refused
for t in ['', 'abc', '1.5', '0x10', '1__0', '_1', '--1', '٣x', '1e5', ' ']:
    try: print(t, int(t))
    except ValueError: print(t, 'refused')
for t in ['', 'abc', '1.5.5', '0x10', '1e', '.', 'infin', 'nan', '+1.5', '-.5', '5.', '1_5.0_1', '1e-3', 'NaN', '-Infinity']:
    try: print(t, float(t))
    except ValueError: print(t, 'refused')
### equality and identity
a = [1]; b = a; c = [1]
print(a is b, a is c, a == c, a is not c, None is None, 1 is 1, 'a' == 'a', [] == [], {} == {}, 1 == '1', None == 0, [1, [2]] == [1, [2]], (1,) == [1], {1: 2} == {1: 2.0}, float('nan') == float('nan'), 'a' != 'b', 1 != 1.0, range(3) == [0, 1, 2], True == 1, None != None, type([]) == list)
### chained comparison evaluates once
def f(v):
    print('f', v)
    return v
print(f(1) < f(2) < f(3), f(3) < f(2) < f(1), 1 < f(5) != 4, f(1) == 1 == True, 'a' < 'b' <= 'b' > 'a', 1 in [1] == True, (1 in [1]) == True, not 1 in [2])
