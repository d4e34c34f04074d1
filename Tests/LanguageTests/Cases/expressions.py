### 000
for value in [1+2*3-4//3]: print(value)
### 001
for value in [-7//2, -7%3, 7%-3, 7//-2, 7.5//2, -7.5%2, 2**10, 2**-1, 2**0.5, -2**2]: print(value)
### 002
for value in [1/3, 10/2, 1e16, 1e15, 1.5e300*1e10, 1e-5, 0.0001, 123456789012345678.0, 1.2e16, 5e-324, -0.0]: print(value)
### 003
for value in [0.1+0.2, 1/7, 100.0, 1e22, 1e23, float('inf'), float('-inf'), float('nan')]: print(value)
### 004
for value in [1 == 1.0 == True, 1 < 2 < 3, 1 < 3 < 2, 'a' < 'b', [1,2] < [1,3], (1,) < (1,0), 2**53 == float(2**53)+1]: print(value)
### 005
for value in [1 if 0 else 2, not 0, 0 or 'x', 1 and 'y', None or 0, [] and 1]: print(value)
### 006
for value in ['abc'[0], 'abc'[-1], 'abcdef'[1:4], 'abcdef'[::-1], 'abcdef'[::2], 'abcdef'[-3:], 'abc'[5:], 'häßlich'[1:3], 'äöü'[::-1]]: print(value)
### 007
for value in [[1,2,3][::-1], [1,2,3,4,5][1:-1:2], [1,2,3][10:], (1,2,3)[:2], list(range(10))[8:2:-3]]: print(value)
### 008
for value in ['a' in 'abc', 'd' not in 'abc', 1 in [1,2], 3 in {1,2}, 'k' in {'k':1}, 5 in range(0,10,5), '' in 'x']: print(value)
### 009
for value in [{1:'a', 1.0:'b', True:'c'}]: print(value)
### 010
for value in [{'a':1, **{'b':2}}, [*range(3), *'ab'], (*[1],), {*[1,1,2]}]: print(value)
### 011
for value in [[x*y for x in range(3) for y in range(x) if y]]: print(value)
### 012
for value in [{x: x**2 for x in range(4)}, sorted({x%3 for x in range(9)})]: print(value)
### 013
for value in [sum(x for x in range(10)), list(x for x in 'ab'), max((x for x in [3,1]), default=0)]: print(value)
### 014
print((lambda x, y=2, *a, **k: (x, y, a, k))(1, 3, 4, z=5))
### 015
for value in [f"{1+1}", f"{3.14159:.2f}", f"{42:>6}|{42:<6}|{42:^6}|{42:06}", f"{'x'!r:>5}", f"{1234567:,}", f"{0.5:%}"]: print(value)
### 016
for value in [f"{1e10:g} {1e-10:g} {123456789:g} {0.0001:g} {1e5:g} {1e6:g}", f"{3:.1f}", f"{3.0:.0f}", f"{2.5:.0f} {3.5:.0f}"]: print(value)
### 017
for value in [f"{-5:+d} {5:+d} {5: d}", f"{255:x} {255:X} {255:#x} {255:b} {255:#b} {255:o}", f"{1234.5678:10.2f}|{1234.5678:<10.1f}|"]: print(value)
### 018
for value in [f"{1234567.891:,.2f} {1234567:_} {0xffffff:_x}", f"{True} {True:d} {None}", f"{'abc':.2} {'abc':5.1}|", f"{'a':*^7}"]: print(value)
### 019
for value in [f"{3.14:{10}.{1}f}|{'{'}{{}}", f"{[1,2]}{(1,)}{ {'a':1} }", f"{'nested'[0]}", f"{1:>{2+3}}"]: print(value)
### 020
for value in [f"{1.0} {1e20} {1e100:.3} {12345.678:.3} {12345.678:.5} {0.00001234:.2} {100.0:.1} {99.99:.3}"]: print(value)
### 021
for value in [f"{1e10:e} {12345.6789:.3E} {0:e} {float('nan'):f} {float('inf'):>8.2f} {-1.5:08.2f} {12:08,}"]: print(value)
### 022
for value in [f"{1_000_000:012,d}", f"{5:c}", f"{65:c}", f"{1.5:n}", f"{3:e}", f"{7:%}"]: print(value)
### 023
for value in ["%d %s %r %5.2f %-5d| %05d %x %o %e %g %%" % (1, 'a', 'b', 2.5, 3, 4, 255, 8, 12345.678, 0.0001)]: print(value)
### 024
for value in ["%s" % [1,2], "%s %s" % (1, (2,3)), "%(a)s-%(b)d" % {'a': 1, 'b': 2}, "%+d % d %.3s|%10s|%-10s|" % (1, 2, 'abcdef', 'r', 'l')]: print(value)
### 025
for value in ["{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a} {b!r}".format(a=1, b='x'), "{:>5}|{:.2f}".format('a', 2.345), "{0[1]} {1[k]}".format([1,2], {'k': 3}), "{:{w}}".format(1, w=4), "{{}}".format()]: print(value)
### 026
for value in ['a,b,,c'.split(','), ' a  b '.split(), 'a b c'.split(' ', 1), 'a b c'.rsplit(None, 1), 'x--y'.split('--'), ''.split(), ''.split(',')]: print(value)
### 027
for value in ['abc'.upper(), 'ABC'.lower(), 'hello world'.title(), 'hello'.capitalize(), 'aBc'.swapcase(), 'straße'.upper()]: print(value)
### 028
for value in [' x '.strip(), 'xxaxx'.strip('x'), 'abc'.lstrip('a'), 'abc'.rstrip('c'), 'a\tb'.expandtabs(4)]: print(value)
### 029
for value in ['abcabc'.find('c'), 'abcabc'.rfind('c'), 'abc'.find('z'), 'abcabc'.count('bc'), 'aaa'.count('aa'), 'abc'.index('b'), 'äöü'.find('ü'), 'abc'.count('')]: print(value)
### 030
for value in ['abc'.replace('b', 'X'), 'aaa'.replace('a', 'b', 2), 'abc'.replace('', '-'), 'abc'.startswith('ab'), 'abc'.endswith(('x','c')), 'abc'.startswith('b', 1)]: print(value)
### 031
for value in ['-'.join(['a','b']), ''.join(str(i) for i in range(3)), 'abc'.center(9, '*'), 'ab'.center(5), 'abc'.ljust(5)+'|', 'abc'.rjust(5), '-5'.zfill(4), 'abc'.center(6)]: print(value)
### 032
for value in ['abc'.partition('b'), 'abc'.rpartition('z'), 'a\nb\r\nc'.splitlines(), 'a\nb\n'.splitlines(True), 'prefix_x'.removeprefix('prefix_'), 'x.py'.removesuffix('.py')]: print(value)
### 033
for value in ['123'.isdigit(), 'abc'.isalpha(), 'a1'.isalnum(), ' '.isspace(), 'AB'.isupper(), 'ab'.islower(), ''.isdigit(), 'Ab Cd'.istitle(), 'a_1'.isidentifier(), '½'.isnumeric()]: print(value)
### 034
for value in ['a'*3, 3*'ab', [0]*3, (1,2)*2, 'a'*-1, [1]+[2], (1,)+(2,)]: print(value)
### 035
for value in [repr('it\'s'), repr('a"b'), repr('a"\'b'), repr('\n\t\\\r\x00\x7f'), repr('é€😀'), repr('\xa0\xad\u200b')]: print(value)
### 036
for value in ['\x41\u00e9\U0001f600\101\a'.encode(), 'häß'.encode('utf-8'), list('é'.encode()), len('😀é')]: print(value)
### 037
for value in [str(1.0), str(None), str([1,'a']), str((1,)), str({}), str(set()), str({'a': (1,)}), str(True), str(range(3)), str(slice(1,2))]: print(value)
### 038
for value in [int('12'), int(' -7 '), int(3.9), int(-3.9), int('ff', 16), int('0x1f', 16), int('1_000'), int(True), float('1e3'), float(' 2.5 '), float('1_0.5')]: print(value)
### 039
for value in [bool(''), bool('0'), bool([]), bool([0]), bool(0.0), bool(None), bool(range(0))]: print(value)
### 040
for value in [round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5, -2), round(1234, -2), round(0.5), round(1.005, 2), round(1e20, 2), round(15, -1), round(25, -1)]: print(value)
### 041
for value in [abs(-3), abs(-2.5), divmod(7, 3), divmod(-7, 3), divmod(7.5, 2), pow(2, 10), pow(2, 10, 1000), pow(3, -1)]: print(value)
### 042
for value in [min(3,1,2), max([1,5,2]), min('b','a'), max(['aa','b'], key=len), sum([1.5, 2]), sum([[1],[2]], []), min([], default=0)]: print(value)
### 043
for value in [sorted([3,1,2]), sorted('hello'), sorted([3,1,2], reverse=True), sorted(['bb','a','ccc'], key=len), sorted([(1,'b'),(1,'a')]), sorted([1.5, 1, 2])]: print(value)
### 044
for value in [sorted([(1,'a'),(0,'b'),(1,'c')], key=lambda t: t[0], reverse=True)]: print(value)
### 045
for value in [list(zip([1,2],'ab')), list(enumerate('ab', 1)), list(map(lambda x: x*2, [1,2])), list(filter(None, [0,1,2])), list(reversed([1,2,3])), list(map(lambda a,b: a+b, [1,2],[3,4])), list(reversed('abc')), list(reversed(range(5)))]: print(value)
### 046
for value in [any([0,1]), all([1,0]), all([]), any([]), any(x > 2 for x in [1,2,3])]: print(value)
### 047
for value in [list(range(5)), list(range(2,8,3)), list(range(5,0,-2)), len(range(0,100,7)), range(10)[3], range(10)[2:5], range(10)[::-1], range(3) == range(0,3,1), range(0)]: print(value)
### 048
for value in [type(1).__name__, type('a').__name__, type([]).__name__, type(None).__name__, type(1.0) == float, type(print).__name__, type(lambda: 0).__name__, type(int).__name__]: print(value)
### 049
for value in [isinstance(1, int), isinstance(True, int), isinstance(1.0, (int, float)), isinstance('a', str), issubclass(bool, int), isinstance(1, object), isinstance(None, type(None))]: print(value)
### 050
for value in [chr(65), ord('é'), hex(255), bin(5), oct(8), hex(-1), chr(128512)]: print(value)
### 051
for value in [[1,2].index(2), [1,1,2].count(1), (1,2,2).count(2), 'abc'.index('c'), [1,2,3].copy()]: print(value)
### 052
for value in [{'a':1}.get('a'), {'a':1}.get('b', 0), list({'a':1,'b':2}.items()), list({'a':1}.keys()), list({'a':1}.values()), {'a':1} | {'b':2}, dict([('a',1)]), dict(a=1, b=2), dict(zip('ab',[1,2]))]: print(value)
### 053
for value in [{'a':1}.keys(), {'a':1}.values(), {'a':1}.items(), len({'a':1}.keys()), 'a' in {'a':1}.keys()]: print(value)
### 054
for value in [{1,2} | {2,3} == {1,2,3}, {1,2} & {2,3}, {1,2} - {2}, {1,2} ^ {2,3} == {1,3}, {1} <= {1,2}, {1,2} > {1}, frozenset([1]), {1,2}.isdisjoint({3}), {1}.union([2]) == {1,2}]: print(value)
### 055
for value in [hash(1) == hash(1.0), hash(True), hash(-1), hash(2**61-1), hash(0.5), hash(2**61), hash(-0.5), hash(1e300), hash(3.7)]: print(value)
### 056
for value in [[[1,2],[3,4]], ((1,),()), {'a': {'b': []}}, [None, True, 1.0, 'x']]: print(value)
### 057
for value in [5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 10, 1024 >> 3, -1 >> 1, True & False, True | False, True + True]: print(value)
### 058
for value in [1_000_000, 0xff, 0b101, 0o17, 1e3, 1., .5, 1_0.5]: print(value)
### 059
for value in ['a' 'b' "c", """x
y""", r'\n', 'a\
b']: print(value)
### 060
for value in [(1, 2) == (1, 2), [1] == (1,), 'a' == 1, None == None, [1,2] != [1,3], {1:2} == {1.0:2.0}, None is None, 1 is not None]: print(value)
### 061
for value in [3 > 2 > 1, 1 < 2 > 1, 1 == 1 != 2, 'a' < 'B', not 1 == 2]: print(value)
### 062
for value in [max('abc'), min('hello', key=lambda c: -ord(c)), sum(range(101)), len('a b c'.split())]: print(value)
### 063
for value in [{}.get('x'), [][:], ''.join([]), list(''), tuple([]), dict(), set(), ()]: print(value)
### 064
for value in [[i for i in range(3)][-1], [*'abc'][1], (1,2,3)[1], 'abc'[1:][0], [[1,2],[3]][0][1]]: print(value)
### 065
for value in [''.join(sorted('the quick'))  , ' '.join(reversed('a b c'.split())), 'x'.join('abc')]: print(value)
### 066
for value in [(1).bit_length(), (5).__class__.__name__, 2.0.is_integer(), (3.5).is_integer()]: print(value)
### 067
for value in [next(iter([1])), next(iter([]), 'd'), list(iter('ab')), callable(len), callable(1)]: print(value)
### 068
for value in [str.upper('a'), list.append.__name__, dict.fromkeys('ab', 0), {}.fromkeys([1]), 'abc'.translate(str.maketrans('a', 'z'))]: print(value)
### 069
for value in ['abc' < 'abd' <= 'abd', [] < [1], (1, 'a') > (1, 'A')]: print(value)
### 070
for value in ['{:5}|{:<5}|{:^5}|{:>5}'.format(1, 2, 3, 4), '{:5}|{:>5}'.format('a', 'b'), '{:+.1e}'.format(12345.678), '{:,}'.format(-1234567.5), '{:.3g}'.format(1234.5), '{:#.3g}'.format(1.0)]: print(value)
### 071
for value in ['%5s|%-5s|%05.1f|%+.2e|%i|%c' % ('a', 'b', 3.14159, 12345.678, 7, 'x'), '%.0f %.1f' % (0.5, 0.25), '%#x' % 255, '%*d' % (5, 42)]: print(value)
### 072
for value in ['ab\tc'.split('\t'), 'one  two'.split(' '), 'αβγ'.upper(), 'ΑΒΓ'.lower(), 'ﬁ'.upper(), 'İ'.lower(), 'ǆ'.title()]: print(value)
### 073
for value in ['%s' % None, '%s' % True, '%r' % 'a\n', '%s%%' % 5, '%d' % 3.99, '%s' % (1.0,)]: print(value)
