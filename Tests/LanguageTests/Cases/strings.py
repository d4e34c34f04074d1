### case and tests
s = 'Hello World'
print(s.upper(), s.lower(), s.title(), s.swapcase(), s.capitalize(), s.casefold(), 'hello world'.title(), "it's".title(), 'ß'.upper(), 'ǅ'.lower(), 'ÀÉ'.lower(), 'ñ'.capitalize())
print([f() for f in [s.isalpha, s.isdigit, s.isalnum, s.isspace, s.isupper, s.islower, s.istitle, s.isidentifier, s.isprintable, s.isascii, s.isdecimal, s.isnumeric]])
for t in ['abc', '123', 'abc123', '', ' ', 'ABC', 'Abc', '½', '²', '٣', 'é', 'a b', '_x', '1x', '\n', 'x\ty', 'ⅷ', 'İ', '漢', 'def']:
    print(repr(t), t.isalpha(), t.isdigit(), t.isalnum(), t.isspace(), t.isupper(), t.islower(), t.istitle(), t.isidentifier(), t.isprintable(), t.isascii(), t.isdecimal(), t.isnumeric())
### search and replace
s = 'the sea, the ship, the sky'
print(s.find('the'), s.find('the', 1), s.find('zz'), s.rfind('the'), s.index('sea'), s.rindex('s'), s.count('the'), s.count('th', 5), s.count(''), s.replace('the', 'a'), s.replace('the', 'a', 1), s.startswith('the'), s.endswith(('sky', 'x')), s.startswith('sea', 4), s.find('', 5), s.find('the', 4, 10), 'aaa'.replace('aa', 'b'), 'abc'.replace('', '-'), 'aaa'.count('aa'), 'x'.find(''), ''.find('x'), 'abc'.startswith(''), 'é漢é'.find('é', 1), 'é漢é'.rfind('é'), s.removeprefix('the '), s.removesuffix('sky'), s.removeprefix('x'))
### a part that is not there
'abc'.index('z')
### split and join
print('a b  c'.split(), 'a,b,,c'.split(','), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), ''.split(), ''.split(','), '  x '.split(), 'a\nb\r\nc'.splitlines(), 'a\n'.splitlines(True), '\n\n'.splitlines(), 'a-b-c'.partition('-'), 'abc'.partition('-'), 'a-b-c'.rpartition('-'), 'abc'.rpartition('-'), ','.join(['a', 'b']), ''.join('abc'), '-'.join({'x': 1, 'y': 2}), ', '.join(str(i) for i in range(3)), ' a b '.split(' '), 'a b c'.split(None, 1), 'a b c d'.rsplit(None, 2), '\u2003wide\u2003'.split(), 'a<>b<>c'.split('<>'), 'x'.join([]), 'one\ttwo'.split('\t'), 'a  b'.split(' '), 'abc'.split('abc'))
### join refuses numbers
','.join([1, 2])
### strip and pad
print(repr('  a '.strip()), repr(' a '.lstrip()), repr(' a '.rstrip()), 'xxaxx'.strip('x'), 'abcba'.strip('ab'), 'xyz'.lstrip('yx'), '\n\ta\n'.strip(), 'a'.center(5), repr('a'.center(4)), 'a'.center(5, '*'), 'ab'.center(5, '*'), 'a'.ljust(3, '.'), 'a'.rjust(3, '.'), '5'.zfill(3), '-5'.zfill(4), '+5'.zfill(1), 'abc'.zfill(2), 'a\tb'.expandtabs(), 'a\tb'.expandtabs(4), 'abc'.ljust(2), 'é'.rjust(3, 'ö'), '...a...'.strip('.'))
### indexing and slicing
s = 'Gulliver'
print(s[0], s[-1], s[1:4], s[:3], s[-3:], s[::-1], s[::2], s[5:1:-1], s[100:], len(s), 'ull' in s, 'z' not in s, s * 2, s + '!', s[2:2], min(s), max(s), sorted(s), list('ab'), s == 'Gulliver', s < 'Hulliver', s[1:][0], [c for c in s if c in 'aeiou'], s.index('l'), 'a' 'b')
u = 'é漢😀x'
print(len(u), u[1], u[2], u[::-1], u[1:3], u.index('x'), list(u), [ord(c) for c in u], u.encode(), u.encode().decode() == u, u.upper(), repr(u), u[-2:], '😀' in u)
### an index out of range
'abc'[3]
### a string does not change
s = 'abc'
s[0] = 'x'
### escapes and repr
print('a\nb', 'a\\b', 'tab\tx', 'quote\'s', "double\"s", r'raw\n', '\x41\u00e9\U0001F600', '\101', 'a\
b', '''triple 'quotes' "both"''', repr("it's"), repr('say "hi"'), repr('both \' and "'), repr('\n\t\\\r'), repr('\x00\x1f\x7f'), repr('\u200b\xa0'), repr('é漢'), ascii('é漢😀'), 'a' "b", repr(''), '\a\b\f\v' == '\x07\x08\x0c\x0b')
### translate and maps
print('hello'.translate(str.maketrans('el', 'ip')), 'hello'.translate(str.maketrans('', '', 'l')), 'abc'.translate(str.maketrans({'a': '1', 'b': None})), 'abc'.translate({97: 'X', 98: 89}), str.maketrans('a', 'b'))
### comparisons
print('a' < 'b', 'A' < 'a', 'abc' < 'abd', '' < 'a', 'a' < 'aa', 'Z' < 'a', 'é' > 'z', 'a' == 'A'.lower(), max(['b', 'a']), sorted(['b', 'B', 'a']), 'abc' >= 'abc', '10' < '9')
### conversions
print(str(5), str(1.5), str(None), str(True), str([1, 'a']), str((1,)), str({'a': 1}), str('x'), repr('x'), int('12') + 1, float('2.5') * 2, list('abc'), tuple('ab'), set('aa'), bool('False'), ord('€'), chr(8364), 'abc'.encode(), 'é'.encode('utf-8'), str(range(3)), str(print)[:9], str())
### loops over text
vowels = {}
for c in 'the quick brown fox':
    if c in 'aeiou': vowels[c] = vowels.get(c, 0) + 1
print(vowels, ''.join(reversed('abc')), [w.capitalize() for w in 'a bc'.split()], sorted('banana', key='banana'.count), max('the sea of words'.split(), key=len), {w[0]: w for w in ['ab', 'cd']}, sum(c.isupper() for c in 'aBcD'), list(map(str.upper, 'ab')), ' '.join('abc'), [i for i in range(3) if 'abc'[i] != 'b'])
words = 'it was the best of times it was the worst of times'.split()
freq = {}
for w in words: freq[w] = freq.get(w, 0) + 1
print(sorted(freq.items(), key=lambda kv: (-kv[1], kv[0]))[:3], len(set(words)), ' '.join(sorted(set(words))))
### adding a number
'a' + 1
### multiplying by text
'a' * 'b'
### unknown method
'a'.shout()
