### regular expressions
import re, string
print(re.findall(r'\w+', 'a sea, a ship'), re.findall(r'(\w)(\d)', 'a1 b2'), re.findall(r'x(\d)?', 'x x1'))
print(re.split(r'\s+', 'one  two\nthree'), re.split(r'(,)', 'a,b,c', 1), re.split('x', ''))
print(re.sub(r'[^a-z ]', '', 'The Sea, 1726'), re.sub(r'(\w+) (\w+)', r'\2 \1', 'one two'), re.sub('a', lambda m: m.group().upper(), 'banana', count=2))
print(re.sub('x*', '-', 'abxd'), re.sub(r'(?P<y>\d{4})', r'<\g<y>>', 'in 1726'))
m = re.search(r'(?P<year>\d+)', 'ä😀 in 1726')
print(m.group(), m.group('year'), m.span(), m.groups(), m[1], m)
print(re.match('b', 'abc'), re.fullmatch('a.c', 'abc').group(0), re.compile('B', re.I).findall('abB'), re.compile('b+'))
print(re.sub(r'[%s]' % re.escape(string.punctuation), '', 'a.b,c!'), string.digits, len(string.printable))
print(re.split('', 'ab'), re.findall('', 'ab'), re.sub('^', '> ', 'a\nb', flags=re.M), re.findall(r'a.b', 'a\nb', re.S))

### a regular expression that is none
import re
try:
    re.findall('(', 'a')
except Exception:
    print('refused')
