### characters and classes
import re
def show(p, s, f=0):
    try:
        print(p, [(m.span(), m.groups()) for m in re.finditer(p, s, f)])
    except re.error as e:
        print(p, 'error:', e)
text = "The café's no. 42_b, naïve ٣ x²\n\tend-of-line\r\nlast\u2028line"
for p in ['a', '.', r'\w+', r'\W+', r'\d+', r'\D+', r'\s+', r'\S+', '[a-c]+', '[^a-z]+', '[]a]', '[^]a]+', '[a-]', '[-a]',
          r'[\w.]+', r'[\s\d]+', r'[^\s]+', r'[\]\[]', r'[a\-z]', r'\.', r'\n', r'\t', r'\x41', r'\u00e9', r'\U000000e9',
          r'\101', r'[\x61-\x66]+', '[é-ï]', 'é', r'\\', '[.]', '[+*?]', r'[\b]', r'\-', r'\ ', r'\'', r'\#', '{', '}', ']',
          'a{', 'a{,', 'x{1', r'[^\W\d_]+', r'[^\d\W]', '[A-Za-zÀ-ÿ]+', '[²]', r'\w\d', '[a-z&&b]', '[[:alpha:]]', '[~~]']:
    show(p, text)
### space and digits of Unicode
import re
for p in [r'\s', r'\S', r'\w', r'\d', r'\b', '.', r'[\s]', r'[^\s]', r'[^\w]', r'[^\d]']:
    print(p, [m.start() for m in re.finditer(p, 'a\x1c\x1f\x85\xa0\u2003\u3000\u200b\u0301e\u0301½Ⅷ１ª_\u203f中\ufeff')])
print(re.findall(r'\w+', 'ελληνικά русский हिन्दी עברית 日本語 한국어'))
print(re.findall(r'\d+', '12 ٣٤ ५६ ½ ²'))
print(re.findall(r'(?i)straße|STRASSE', 'Straße STRASSE strasse STRAẞE'))
print(re.findall(r'(?i)[k]', 'kK\u212a'), re.findall('(?i)ſ', 'sSſ'), re.findall('(?i)σ', 'σςΣ'))
print(re.findall(r'.', '😀a👍🏽'), [m.span() for m in re.finditer('a', '😀a👍🏽a')])
print(re.search('👍', '😀a👍🏽').span(), re.sub('.', 'x', '😀é👍'))
### repetition
import re
def show(p, s, f=0):
    try:
        print(p, [(m.span(), m.groups()) for m in re.finditer(p, s, f)])
    except re.error as e:
        print(p, 'error:', e)
for p in ['a*', 'a+', 'a?', 'a*?', 'a+?', 'a??', 'a{2}', 'a{2,}', 'a{,2}', 'a{1,2}', 'a{1,2}?', 'a{2,3}+', 'a++', 'a*+a', 'a?+a', 'a{0}', 'a{0,0}b',
          '(a)*', '(a*)*', '(a*)+', '(a|b)*', '(ab?)+', '(?:a)*', '(a)?b', '(a+|b+)*?c', '(?:a|ab)(?:c|bcd)', '(a)|b', '(a)|(b)', '((a)|b)*', '(?>a+)b', '(?>a|ab)c',
          'a{2', 'a{x}', 'a{1,x}', 'a{,}', 'a{ 1}', '(?:ab){2}', 'x*', '', '(?:)', '()', '|', 'a|', '|a', '(|a)+', '(?:|a)*b', '(a??)*b', '(?:a?)*?b', '(a?){3}']:
    show(p, 'aaab abc abcd baac')
### anchors
import re
def show(p, s, f=0):
    try:
        print(p, int(f), [(m.span(), m.group()) for m in re.finditer(p, s, f)])
    except re.error as e:
        print(p, 'error:', e)
text = 'one\ntwo three\r\nfour\rfive\u2028six\n'
for p in ['^', '$', r'\A', r'\Z', r'\b', r'\B', '^.', '.$', r'^\w+', r'\w+$', r'\w+\Z', r'\w+\s*\Z', '(?m)^', '(?m)$', '(?m)^.*$', '(?m)^$', '^$', r'\bt', r'e\b', r'\Bo', r'o\B', '$^', '^*', '^+t', '$*',
          r'(?m)\A.', '(?s).*', '(?s)^.+$', '.*', '.+', 'e$', '(?m)e$', 'x*$', '(?m)$\n']:
    for f in [0, re.M, re.S, re.M | re.S]:
        show(p, text, f)
print(re.findall('$', ''), re.findall('^', ''), re.findall(r'\b', ''), re.findall('$', '\n'), re.findall('(?m)^', '\n'))
### groups and references
import re
def show(p, s, f=0):
    try:
        print(p, [(m.span(), m.groups(), m.groupdict(), m.lastindex, m.lastgroup) for m in re.finditer(p, s, f)])
    except re.error as e:
        print(p, 'error:', e)
for p in [r'(\w)\1', r'(?P<c>\w)(?P=c)', r'(?P<first>a)(?P<second>b)?', '((a)(b))', '(a(b(c)))', '(?:a)(b)', r'(a)(?:b)(c)', r'(.)(.)\2\1', r'(a)?\1', r'(a)?(b)(?(1)c|d)', r'(?P<x>a)?b(?(x)c|d)', r'(a)?(?(1)b)',
          r'(\w+) \1', r'(?i)(a)\1', r'(a)|\1b', '(?P<año>a)', '(?P<_x1>b)', '(?P<a>.)(?P<b>.)(?P<c>.)', r'(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10', r'\1(a)', r'(\2b)(a)', r'(?P=x)(?P<x>a)',
          '(?P<x>a)(?P<x>b)', '(?P<1x>a)', '(?P<>a)', '(?P<x', '(?P<x y>a)', '(?P=y)', '(?P=', '(?P', '(?Px', '(?P>a)', '(?<n>a)', '(?<', '(?', '(?)', '(?x', '(?y)', '(', ')', '(()', '())', '(?:', '(?#', '(?#note)a',
          '(?(2)a)', '(?(0)a)', '(?(x)a)', '(?(1)a|b|c)', '(?(1', '(a)(?(1)b|c|d)', '(?(', r'\2', r'(a)\2', r'\g<1>', r'(a\1)', r'(?P<x>a(?P=x))']:
    show(p, 'abba aab abc ac bd aa bb abcdefghija')
### looking around
import re
def show(p, s, f=0):
    try:
        print(p, [(m.span(), m.groups()) for m in re.finditer(p, s, f)])
    except re.error as e:
        print(p, 'error:', e)
for p in ['a(?=b)', 'a(?!b)', '(?<=a)b', '(?<!a)b', '(?=a)', '(?<=a|b)c', '(?<=ab|cd)e', '(?<=a|bc)d', '(?<=a*)b', '(?<=a+)b', '(?<=a{2})b', '(?<=a?)b', '(?<=(a))b', '(?<!^)b', '(?<=^)a', r'(?<=\b)a', r'(?<=\w\w)b', '(?=(a+))', '(?=(a+))a*b', '(?!)', '(?=)', '(?!a|b).', r'(?<=(a))\1',
          '(?<=a(?=b))b', '(?<=é)x', '(?<!é)x', '(?<=[ab])c', '(?<=.)a', r'(?<=\n)a', r'(?<=a)(?<!b)c', '(?<=', '(?<!', '(?<a)', '(?<=a', '(?=a', r'(?<=a.{2})c', r'(?<=(?:ab){2})c', r'(?<=(?P<q>a))b', r'(a)(?<=\1)b', '(?<=a|)b', r'\d+(?= dollars)', r'(?<=\$)\d+']:
    show(p, 'aab ababc éx xa cde abd aabc 100 dollars $25\na')
### flags
import re
def show(p, s, f=0):
    try:
        print(p, int(f), [(m.span(), m.groups()) for m in re.finditer(p, s, f)])
    except re.error as e:
        print(p, 'error:', e)
text = 'Ab aB\nAB é É ß x y # z'
for p in ['ab', '(?i)ab', '(?i:a)b', '(?-i:a)b', '(?i)é', 'a b', 'a(?i)b', '(?i)(?-i:A)b', '(?s).+', '(?m)^a', '(?im)^a', '(?x) a b', '(?x)a b # note', r'(?x)a\ b', '(?x)[ #]', '(?x: a b )c', '(?u)é', r'(?a)\w+', r'(?a:\w)+', '(?L)a', '(?i-)', '(?-)', '(?-i)a', '(?i', '(?i:', '(?ii)ab', '(?i-i:a)', '(?i-s:a.)', '(?au)a', '(?a-u:a)', '(?-a:a)', '(?is)a.b', '(?iL)a', '(?q)a', ' (?i)a', '(?i)(?s)a.', '[a-c]b', '(?i)[^a]b', 'ß', 'SS']:
    for f in [0, re.I]:
        show(p, text, f)
for f in [re.I, re.M, re.S, re.X, re.A, re.U, re.I | re.M, re.IGNORECASE | re.DOTALL | re.VERBOSE, re.ASCII]:
    print(int(f), re.compile('a', f).flags)
print(re.findall(r'\w+', 'café', re.A), re.findall(r'\d', '٣', re.A), re.findall(r'\s', '\xa0', re.A), re.findall(r'\b', 'é', re.ASCII), re.findall('(?i)é', 'É', re.A))
### verbose patterns
import re
number = re.compile(r"""
    (?P<sign> [+-] )?        # a sign
    (?P<whole> \d+ )         # what stands before the point
    (?: \. (?P<part> \d* ) )?  # and after
    (?: [eE] [+-]? \d+ )?
    """, re.X)
for s in ['12', '-3.5', '+1e10', '7.', 'x 8 ', '']:
    m = number.search(s)
    print(s, m and (m.group(), m.groupdict()))
print(re.findall('a [ ] b', 'a b', re.X), re.findall(r'a \  b', 'a b', re.X), re.findall('a#b\nc', 'ac', re.X), re.findall('a {2}', 'aa', re.X), re.findall('(? :a)', 'a') if False else None, re.findall('a + b', 'aab', re.X))
### errors and their places
import re
for p in ['(', 'a)', '[', '[a', '[]', '[^]', '[a-', '[b-a]', r'[\d-a]', r'[a-\d]', '*', '+a', '?', 'a**', 'a+*', 'a{1}{2}', 'a{3,1}', r'\q', r'[\q]', '\\', 'a\\', r'\x', r'\x1', r'\u12', r'\U123', r'\U00110000', r'\N{x}', r'\N', r'\8', r'\400', r'\377', r'[\400]', '(?P<a>)(?P<a>)', 'a(?i)', '(?z)', '(?<x', '(?=', '(?:a', '((a)', 'a|*', '(*)', '(?P<a', '(?P<a.b>)', '(?P=a.b)', '(?P=a', '(?(a', '(?(1)', '(?(01)a)', 'x(?#', r'\p{L}', r'\pL', r'[\p{L}]', r'\h', r'\R', r'\X', r'\K', r'\G', r'\z', r'\Q', r'\e', r'\c', r'\a\f\v\r', r'\0', r'\00', r'\08', r'[\1]', r'[\B]', r'[\A]', r'[\Z]', '(?<=a+)', '(?<=a|bc)', '(?-x', '(?i-i)', '(?i-i:', '(?--i:a)', '(?-i-s:a)', '(?i', 'a\n(', 'é\n\n**', '(?P<é>a)\\1(', '[[a]', '[a--b]', '[a||b]', 'a{1,2', '(?>a', '(?|a)', "(?'x'a)", '(?&a)', '(?R)', '(?1)', '(?+1)', '(?C)', '(*ACCEPT)', '(*UTF8)a', 'a(*FAIL)']:
    try:
        print(p, re.compile(p).groups)
    except re.error as e:
        print(repr(p), e.msg, e.pos, e.lineno, e.colno, e)
### too many times
import re
re.compile('a{99999999999}')
### replacing
import re
def show(*a, **k):
    try:
        print(re.sub(*a, **k), re.subn(*a, **k)[1])
    except (re.error, IndexError, TypeError) as e:
        print(type(e).__name__, e)
show('a', 'b', 'banana'); show('a', 'b', 'banana', 2); show('a', 'b', 'banana', count=1); show('', '-', 'abc'); show('x*', '-', 'abxd'); show('b|', '-', 'abc'); show(r'\b', '|', 'a bc'); show('$', '!', 'a\n')
show(r'(\w)(\w)', r'\2\1', 'abcd'); show(r'(?P<x>\w)', r'<\g<x>>', 'ab'); show(r'(\w)', r'\g<1>0', 'ab'); show(r'(\w)', r'\g<0>\g<0>', 'ab'); show('a', r'\n\t\\', 'bab'); show('a', '\\', 'a'); show('a', r'\q', 'a'); show('a', r'\1', 'a'); show('(a)', r'\2', 'a'); show('a', r'\g<1>', 'a')
show('a', r'\g<x>', 'a'); show('a', r'\g', 'a'); show('a', r'\g<', 'a'); show('a', r'\g<>', 'a'); show('a', r'\g<1', 'a'); show('a', r'\g<1a>', 'a'); show('(a)|b', r'[\1]', 'ab'); show('a', r'\0', 'a'); show('a', r'\x41', 'a'); show('a', r'\101', 'a'); show('a', r'\12', 'a'); show('(a)', r'\100', 'a')
show('a', lambda m: m.group().upper(), 'banana'); show('(a)(n)?', lambda m: str(m.groups()), 'banana'); show('a', lambda m: 3, 'a'); show('[aeiou]', '', 'banana'); show('', 'x', ''); show('é', 'e', 'café é'); show('.', '\\.', 'ab'); show('a', r'\.', 'a'); show('(?i)A', 'x', 'aA'); show('a', 'b', 'A', flags=re.I); show('a.b', '-', 'a\nb', 0, re.S); show('a', r'\-', 'a'); show('a', r'\&', 'a')
print(re.sub(r'(?m)^', '> ', 'a\nb\n'), re.sub(r'\s+', ' ', ' a \n b '), re.sub(r'(?<=a)b', 'x', 'abab'), re.sub('(?=b)', '-', 'abab'))
p = re.compile('(?P<w>\\w+)'); print(p.sub(r'<\g<w>>', 'a bc', count=1), p.subn('', 'a b'), p.split('a b'))
### splitting
import re
def show(*a, **k):
    try:
        print(re.split(*a, **k))
    except (re.error, ValueError, TypeError) as e:
        print(type(e).__name__, e)
show(',', 'a,b,,c'); show(r'\s*,\s*', 'a , b,c'); show('(,)', 'a,b'); show('(,)|(;)', 'a,b;c'); show('', 'abc'); show('x*', 'axbc'); show(r'\b', 'a bc'); show(',', 'a,b,c', 1); show(',', 'a,b,c', maxsplit=1); show('b', ''); show('a', 'a'); show('a|', 'bab'); show(r'(\W+)', 'Words, words.'); show(r'\W+', 'Words, words.'); show('[a-f]+', '0a3B9', flags=re.I); show('(?=b)', 'abab'); show('(-)?', 'a-b'); show('\n', 'a\nb\r\nc'); show('é', 'aébéc'); show('(?m)$', 'a\nb')
### matches
import re
m = re.match(r'(?P<a>\w+) (?P<b>\w+)?( x)?', 'one two')
print(m, m.group(), m.group(0), m.group(1, 2), m.group('a'), m['b'], m[0], m[3], m.groups(), m.groups('-'), m.groupdict(), m.groupdict(0), m.start(), m.end(), m.span(), m.start(2), m.end('b'), m.span(3), m.pos, m.endpos, m.string, m.re.pattern, m.lastindex, m.lastgroup, m.expand(r'\2-\g<a>'), bool(m))
for bad in [lambda: m.group(4), lambda: m.group('c'), lambda: m[4], lambda: m.start(9), lambda: m['zz'], lambda: m.expand(r'\7'), lambda: m.group(-1), lambda: m.group(1.5)]:
    try:
        print(bad())
    except (IndexError, re.error, TypeError) as e:
        print(type(e).__name__, e)
print(re.match('a', 'ba'), re.search('a', 'ba'), re.fullmatch('a|ab', 'ab'), re.fullmatch('a', 'a\n'), re.match('a$', 'a\n'), re.fullmatch('a*?', 'aaa'), re.fullmatch('', ''), re.match('', 'x'))
p = re.compile(r'\d+')
print(p.search('a1b22', 2), p.match('a1', 1), p.match('a1'), p.fullmatch('a12b', 1, 3), p.findall('1 2 3', 1, 4), [x.span() for x in p.finditer('1 22 333', 2)], p.search('x', 5), p.search('12', -3), p.search('123', 0, 2))
print(re.compile('^a').search('ba', 1), re.compile('^a', re.M).search('b\na', 2), re.compile('(?<=b)a').search('ba', 1), re.compile('a$').search('ab', 0, 1), re.compile(r'\ba').search('ba', 1))
print(p, re.compile('a', re.I | re.M), p.pattern, p.flags, p.groups, re.compile('(?P<x>a)(b)').groupindex, re.compile('(a)(?P<y>b)').groups, p == re.compile(r'\d+'), re.compile(p) is p)
print([x.group() for x in re.finditer('a.', 'abacad')], re.findall('(a)(b)?', 'abac'), re.findall('(a)|b', 'ab'), re.findall('()', 'ab'))
try:
    re.compile(p, re.I)
except ValueError as e:
    print('ValueError', e)
for bad in [lambda: re.match(1, 'a'), lambda: re.match('a', 1), lambda: re.match('a', None), lambda: re.sub('a', None, 'a'), lambda: re.findall('a')]:
    try:
        print(bad())
    except TypeError as e:
        print('TypeError')
### escaping
import re
print(re.escape('a.b*c?[x]{1}(y)|^$\\-#& ~\n\té_/'), re.escape(''), re.escape('!"%\',/:;<=>@`'))
for s in ['a+b', '[x]', 'a b', '(', '\\', 'é.', '\n', '-', '#x']:
    print(re.fullmatch(re.escape(s), s) is not None, re.fullmatch(re.escape(s), s, re.X) is not None)
### words of texts
import re
text = "It was the best of times, it was the worst of times; 'twas Mr. Lagado's $12.50 (approx.) e-mail: a.b@c.org, 3rd—and don't, can't; U.S.A. 1,000 x_1\n\n  CHAPTER II.\nNext."
for p in [r"[A-Za-z]+", r"\w+(?:'\w+)?", r"[A-Za-z]+|[^\w\s]", r"\w+|[^\w\s]+|\s+", r"'s|'t|'re|'ve|'m|'ll|'d| ?[^\W\d_]+| ?\d+| ?[^\s\w]+|\s+(?!\S)|\s+", r"(?i)\b(it|was)\b", r"[A-Z][a-z]*", r"\d+(?:[.,]\d+)*", r"[\w.]+@[\w.]+", r"(?m)^\s*CHAPTER\s+([IVX]+)", r"\b\w{4}\b", r"(\w+)\s+(\w+)", r"[.!?]\s+(?=[A-Z])", r"\n{2,}", r"(?<=\. )[A-Z]", r"[^.!?]+[.!?]", r"\S+", r"\bt\w*", r"(?:[A-Z]\.)+", r"[–—]", r"([,.:;?_!\"()']|--|\s)"]:
    print(re.findall(p, text))
print(re.split(r'([,.:;?_!"()\']|--|\s)', 'Hello, world. Is this-- a test?'))
print(re.sub(r'\s+([,.?!"()\'])', r'\1', 'Hello , world . Is this ?'))
print(re.sub(r'(?i)[^a-z ]', '', text).split()[:8], re.sub(r'(\d+)', lambda m: str(int(m.group(1)) * 2), '1 22 x3'))
### a vocabulary side by side
import re
words = re.compile('|'.join(re.escape('wörd%d' % i) for i in reversed(range(12000))))
text = 'é wörd17, wörd11999 wörd3x 中 wörd12001'
print([(m.group(), m.span()) for m in words.finditer(text)], words.match('wörd7').span(), words.fullmatch('wörd7x'), words.sub('-', text), words.split('a wörd1 b'))
### logs and lines
import re
log = '2024-03-01 12:00:05 [INFO] step=10 loss=3.4521 lr=1e-3\n2024-03-01 12:00:09 [WARN] step=20 loss=nan lr=9.5e-4\n'
line = re.compile(r'^(?P<date>\d{4}-\d{2}-\d{2}) (?P<time>[\d:]+) \[(?P<level>\w+)\] step=(?P<step>\d+) loss=(?P<loss>\S+)', re.M)
for m in line.finditer(log):
    print(m.groupdict(), m.span('loss'))
print(re.findall(r'(\w+)=([\d.e-]+)', log), dict(re.findall(r'(\w+)=(\S+)', log.splitlines()[0])))
print(re.findall(r'layers\.(\d+)\.(attn|mlp)\.(weight|bias)', 'layers.0.attn.weight layers.11.mlp.bias'))
print(re.sub(r'^h\.(\d+)\.', lambda m: f'blocks.{int(m[1]) + 1}.', 'h.3.attn.c_attn.weight'), re.match(r'(?:https?://)?([^/:]+)(?::(\d+))?(/.*)?$', 'http://a.b:80/c?d').groups())
