### the rest of functools, operator and collections, fractions, uuid, pickle
import functools, operator, collections, uuid, fractions, platform
@functools.total_ordering
class V:
    def __init__(self, n): self.n = n
    def __eq__(self, o): return self.n == o.n
    def __lt__(self, o): return self.n < o.n
print(V(1) <= V(2), V(1) > V(2), V(2) >= V(2), sorted([V(3), V(1)])[0].n)
class C:
    calls = 0
    @functools.cached_property
    def big(self): C.calls += 1; return 42
c = C(); print(c.big, c.big, C.calls, c.__dict__)
@functools.singledispatch
def show(x): return 'any'
@show.register(int)
def _(x): return 'int'
@show.register
def _(x: str): return 'str'
print(show(1.0), show(3), show('a'), show(True))
print(operator.concat([1], [2]), operator.countOf([1, 2, 1], 1), operator.indexOf([5, 6], 6), operator.iadd([1], [2]), operator.index(3), operator.is_not(1, None), operator.invert(5), operator.abs(-2), operator.pos(3))
m = collections.ChainMap({'a': 1}, {'a': 2, 'b': 3}); print(m['a'], m['b'], len(m), list(m), m, m.new_child({'c': 4})['c'], m.parents, 'b' in m, m.get('z', 0), dict(m))
u = collections.UserDict(a=1); u['b'] = 2; print(u, len(u), u.get('a'), 'b' in u, list(u.items()), u == {'a': 1, 'b': 2})
class L(collections.UserList):
    def twice(self): return self.data * 2
print(L([1, 2]).twice(), L([1]) + [2], len(L([1])), L([3, 1])[0], sorted(L([2, 1])))
from collections.abc import Iterable, Mapping, Sequence, Callable, Hashable, Iterator, Sized
print(isinstance([], Iterable), isinstance(3, Iterable), isinstance({}, Mapping), isinstance((), Sequence), isinstance('a', Sequence), isinstance(len, Callable), isinstance([], Hashable), isinstance(iter([]), Iterator), isinstance({}, Sized))
F = fractions.Fraction
print(F(1, 3) + F(1, 6), F('0.25'), F(0.5), F(3, 6), repr(F(2, -4)), F(1, 3) * 3, F(7, 2) // 1, F(7, 2) % 1, float(F(1, 4)), F(1, 3) < F(1, 2), F(3.14159).limit_denominator(100), round(F(5, 2)), F(1, 2) ** 2, 1 / F(2, 3), F(1, 2) == 0.5, hash(F(3)) == hash(3), F('3/4'), abs(F(-1, 2)), int(F(-7, 2)), F(1,2) + 0.5)
x = uuid.uuid4(); print(len(str(x)), x.version, uuid.UUID(str(x)) == x, repr(uuid.UUID('12345678-1234-5678-1234-567812345678')))
print(platform.system(), platform.python_version().startswith('3.11'))
import pickle, io
d = {'a': [1, -300, 70000, 2.5, None, True], 'b': ('x', 'y' * 300), 'c': {1, 2}, 'd': {'e': b'bytes'}, 'f': frozenset([3]), 'big': 10 ** 15, 'neg': -5}
s = pickle.dumps(d); print(pickle.loads(s) == d)
shared = [1]; e = pickle.loads(pickle.dumps([shared, shared])); print(e[0] is e[1])
r = []; r.append(r); q = pickle.loads(pickle.dumps(r)); print(q[0] is q)
b = io.BytesIO(); pickle.dump({'x': 1}, b); pickle.dump([2], b); b.seek(0); print(pickle.load(b), pickle.load(b))
print(pickle.loads(b'\x80\x04\x95\x13\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01a\x94K\x01\x8c\x01b\x94]\x94(K\x01K\x02eu.'), pickle.loads(b'(dp0\nVa\np1\nI1\ns.'), pickle.loads(pickle.dumps(collections.OrderedDict(a=1))))
try: pickle.loads(b'')
except EOFError as e: print(e)
try: pickle.loads(b'junk')
except Exception as e: print(type(e).__name__)

### json in files
import json, io, os, tempfile
with tempfile.TemporaryDirectory() as d:
    p = os.path.join(d, 'a.json')
    with open(p, 'w') as f: json.dump({'b': [1, 2.5, None], 'a': 'ä'}, f, indent=1, sort_keys=True)
    print(open(p).read(), json.load(open(p)), json.load(open(p, 'rb')))
s = io.StringIO(); json.dump([True], s); print(s.getvalue(), json.load(io.StringIO('{"x": 1}')))
try: json.load(io.StringIO('{'))
except ValueError as e: print(e)
