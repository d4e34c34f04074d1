import collections
class R:
    def __init__(self, n): self.n = n
    def __repr__(self): return f'R({self.n})'
class ML:
    def __repr__(self): return 'ML(\n  (a): 1\n  (b): 2\n)'
def f(x, y=2, *args, lr=1e-3, **kw): pass
class E(Exception): pass
P = collections.namedtuple('P', 'x y')
L = []; L.append(L)
D = {}; D['d'] = D
cases = [
 [1, 2, 3], list(range(40)), [list(range(10)) for _ in range(6)], list('abcdefghijklmnopqrstuvwxyz'), ['word' * 5] * 6, ('a' * 30, 'b' * 30, 'c' * 30), ('a' * 80,), (1,), (), [], {}, set(), frozenset(),
 {'a': 1, 'b': [1, 2]}, {'key' + str(i): 'value' * i for i in range(8)}, {'outer': {'inner' + str(i): list(range(i * 3)) for i in range(6)}, 'x': 1}, {i: i * i for i in range(30)},
 {3, 1, 2}, set(range(50)), frozenset('hello world'), {'a', 1},
 collections.OrderedDict([('a', 1), ('b', 2)]), collections.OrderedDict([('layer' + str(i), list(range(12))) for i in range(4)]), collections.OrderedDict(),
 collections.Counter('mississippi'), collections.Counter('the quick brown fox jumps over the lazy dog again and again'), collections.Counter(),
 collections.defaultdict(list, {'a': [1, 2], 'b': list(range(30))}), collections.deque([1, 2, 3]), collections.deque(range(40), maxlen=50),
 [R(i) for i in range(20)], [ML(), ML()], {'m': ML(), 'n': 1}, ML(), [[ML()]], P(1, 2), [P(i, 'x' * i) for i in range(12)],
 f, [f, f], int, [int, R, list], R, E('a'), E('a' * 50, 'b' * 50), ValueError('x'), [None, True, ...], range(5), [range(100)] * 8, 'x' * 100, ['x' * 100, 'y'], 3.5, None, L, D,
 [{'name': 'n' + str(i), 'tags': ['a', 'b'], 'pos': (i, i + 1)} for i in range(5)], {'a' * 50: 'b' * 50}, {('t', 1): {'u': (1, 2, 3)}}, [[['deep'] * 10] * 3] * 2, list(range(1005)), {i: 0 for i in range(1005)}, [1.5, -2, 1e-10] * 12, {'text': 'line\nbreak', 'b': b'bytes'}, [('k', [1] * 30), ('l', {'m': [2] * 30})], {'a': [], 'b': {}, 'c': (), 'd': set()},
]
