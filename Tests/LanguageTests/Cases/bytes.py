### literals
print(b'abc', b"a'b", b'a"b', b'a\'b"c', b'\x00\xff\n\t\r\\', rb'\n', Rb'\x', b'a' b'b' b"c", b'', b'''x
y''', b'\101\0', b'\u00e9\N{x}', br'a\'b', b'~ !')
print(type(b''), type(bytearray()), len(b'abc'), bool(b''), bool(b'\0'))
### mixed literals
x = b'a' 'b'
### bytes with other letters
x = b'é'
### constructors
print(bytes(), bytes(3), bytes([65, 66]), bytes(range(5)), bytes('é', 'utf-8'), bytes('aé', 'ascii', 'replace'), bytes(b'x'), bytes(bytearray(b'y')), bytes((1, 2)), bytes(x for x in [1]))
print(bytearray(), bytearray(2), bytearray(b'ab'), bytearray([1, 255]), bytearray('x', encoding='utf-8'))
class B:
    def __bytes__(self): return b'made'
print(bytes(B()), bytes(source=b'q'))
for f in [lambda: bytes('a'), lambda: bytes(-1), lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes(1.5), lambda: bytes(['a']), lambda: bytearray([300]), lambda: bytes(None), lambda: bytes(3, 'utf-8'), lambda: bytearray('a')]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
### indexing, slicing, iteration
b = b'hello world'
print(b[0], b[-1], b[1:4], b[::-1], b[::2], b[5:2], b[-5:], list(b[:3]), [hex(x) for x in b'\x00\xff'], max(b), sum(b[:3]), sorted(b'cab'))
ba = bytearray(b)
print(ba[0], ba[1:4], ba[::-1], [x for x in ba[:2]])
for x in (b, ba):
    for i in (99, -99, 1.5, 'a', None):
        try: x[i]
        except Exception as e: print(type(e).__name__, e)
try: b[0] = 1
except TypeError as e: print(e)
try: del b[0]
except TypeError as e: print(e)
a, *c = b'abc'
print(a, c, *b'xy', dict(enumerate(b'ab')), list(zip(b'ab', 'cd')), list(map(chr, b'hi')), tuple(reversed(b'abc')))
### comparison, hashing and membership
print(b'a' == b'a', b'a' == bytearray(b'a'), bytearray(b'a') == b'a', b'a' != b'b', b'a' < b'b', b'ab' > b'b', b'a' <= b'a', b'a' == 'a', b'' == '', [b'a'] == [bytearray(b'a')])
print(b'ell' in b'hello', 104 in b'hello', b'' in b'', 300 in [1], {b'k': 1}[b'k'], len({b'a', b'a', b'b'}), b'a' in {b'a': 1}, bytearray(b'lo') in b'hello', hash(b'a') == hash(b'a'))
for f in [lambda: b'a' < 'a', lambda: 'a' in b'a', lambda: 300 in b'a', lambda: hash(bytearray()), lambda: b'a' + 'a', lambda: 'a' + b'a', lambda: b'a' + 1, lambda: b'a' * 1.5, lambda: -b'a', lambda: int(b'x'), lambda: {bytearray(): 1}]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
### operators
print(b'a' + b'b', b'a' + bytearray(b'b'), bytearray(b'a') + b'b', b'ab' * 3, 2 * b'x', bytearray(b'z') * 2, b'a' * 0, b'a' * -1)
b = b'a'; b += b'c'; b *= 2; print(b)
ba = bytearray(b'a'); other = ba; ba += b'c'; ba *= 2; print(ba, other is ba)
print(b'%d %5.2f %x %s %b %r %a %c %c%%' % (5, 1.5, 255, b'b', b'c', 'd', 'é', 65, b'z'), b'%s' % b'one', b'%(a)s-%(b)d' % {b'a': b'x', b'b': 3}, bytearray(b'%d') % 7, b'%*d|%-5d|%05d' % (5, 1, 2, 3), b'\xff%s' % b'\xfe')
for f in [lambda: b'%s' % 'a', lambda: b'%d' % 'a', lambda: b'%d %d' % 1, lambda: b'%d' % (1, 2)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
### searching
b = b'abracadabra'
print(b.find(b'a'), b.find(b'a', 1), b.rfind(b'a'), b.index(b'bra'), b.rindex(b'bra'), b.find(b'z'), b.count(b'a'), b.count(b'a', 3, 8), b.find(97), b.count(98), b.startswith(b'abr'), b.endswith((b'x', b'bra')), b.startswith(b'b', 1), b.find(b''), b.count(b''))
for f in [lambda: b.index(b'z'), lambda: b.find('a'), lambda: b.startswith('a'), lambda: b.count('a'), lambda: b.find(300)]:
    try: print(f())
    except Exception as e: print(type(e).__name__)
### splitting and joining
print(b'a,b,,c'.split(b','), b'a,b,c'.split(b',', 1), b'a,b,c'.rsplit(b',', 1), b' a  b\tc\n'.split(), b' a  b c '.split(None, 1), b' a  b c '.rsplit(None, 1), b''.split(), b''.split(b','))
print(b'-'.join([b'a', b'b']), b''.join([b'x', bytearray(b'y')]), bytearray(b',').join([b'a', b'b']), b'a\nb\r\nc\rd'.splitlines(), b'a\nb\n'.splitlines(True), b'a\x0bb\x85c'.splitlines(), b'k=v=w'.partition(b'='), b'k=v=w'.rpartition(b'='), b'kv'.partition(b'='))
for f in [lambda: b','.join(['a']), lambda: b'a'.split(''), lambda: b'a'.split(b''), lambda: b','.join([1])]:
    try: print(f())
    except Exception as e: print(type(e).__name__)
### changing
print(b'hello'.replace(b'l', b'L'), b'hello'.replace(b'l', b'', 1), b'  x '.strip(), b'\t x\x0b'.lstrip(), b'xxaxx'.strip(b'x'), b'xxaxx'.rstrip(b'x'), b'xyzax'.lstrip(b'zyx'), b'\xa0x\xa0'.strip())
print(b'Hello World'.upper(), b'Hello'.lower(), b'aB'.swapcase(), b'hello world'.title(), b'hELLO'.capitalize(), b'\xe9A'.lower(), b'\xe9a'.upper(), b'ab'.center(6, b'*'), b'ab'.ljust(4), b'ab'.rjust(4, b'0'), b'-5'.zfill(4), b'a\tb'.expandtabs(4))
print(b'abc'.isalpha(), b'ab1'.isalnum(), b'12'.isdigit(), b' \n'.isspace(), b'\xe9'.isalpha(), b'\xff'.isascii(), b'AB'.isupper(), b'ab'.islower(), b'Ab Cd'.istitle(), b''.isalpha(), b'prefix-x'.removeprefix(b'prefix-'), b'x.py'.removesuffix(b'.py'))
t = bytes.maketrans(b'abc', b'xyz')
print(b'aabbcc'.translate(t), b'aabbcc'.translate(None, b'b'), b'abc'.translate(t, delete=b'a'), len(t))
### numbers in base 16
print(b'\x00\xff\x10'.hex(), bytes.fromhex('00ff 10'), bytearray.fromhex('2Ef0'), b'abcd'.hex('-'), b'abcde'.hex(':', 2), b'abcde'.hex(':', -2), bytes.fromhex(''))
for s in ['0', 'zz', '0 1', '00 f']:
    try: print(bytes.fromhex(s))
    except ValueError as e: print(e)
### encode and decode
s = 'aé漢😀'
for enc in ['utf-8', 'utf8', 'UTF-8', 'utf_8', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-8-sig']:
    e = s.encode(enc)
    print(enc, e, e.decode(enc) == s)
print('aé€'.encode('cp1252'), b'a\xe9\x80\x99'.decode('cp1252'), 'aé'.encode('latin-1'), b'\xe9\xff'.decode('latin1'), 'abc'.encode('ascii'), b'abc'.decode('ascii'), 'abc'.encode(), b'abc'.decode())
print('aé漢'.encode('ascii', 'ignore'), 'aé漢'.encode('ascii', 'replace'), 'aé漢'.encode('ascii', errors='xmlcharrefreplace'), 'aé漢😀'.encode('ascii', 'backslashreplace'), '漢'.encode('latin-1', 'replace'), '漢'.encode('cp1252', 'ignore'))
bad = b'a\xffb\xe9\x80c\xf0\x9f\x98'
for errors in ['ignore', 'replace', 'backslashreplace']: print(errors, bad.decode('utf-8', errors), len(bad.decode(errors=errors)))
print(b'\xed\xa0\x80'.decode('utf-8', 'replace'), b'\xc0\x80'.decode('utf-8', 'replace'), b'\xf5\x80'.decode(errors='replace'), b'a\x81b'.decode('cp1252', 'replace'), b'\xffa'.decode('ascii', 'replace'), b'\xd8\x00'.decode('utf-16-be', 'replace'), b'ab\x00'.decode('utf-16-le', 'replace'))
for f in [lambda: b'\xff'.decode(), lambda: b'ab\xc3'.decode(), lambda: b'\xc3('.decode(), lambda: b'\xe2\x82'.decode(), lambda: b'a\xe9'.decode('ascii'), lambda: b'\x81'.decode('cp1252'), lambda: 'é漢a'.encode('ascii'), lambda: '漢'.encode('latin-1'), lambda: 'a漢字'.encode('cp1252'), lambda: 'a'.encode('nope'), lambda: b'a'.decode('nope'), lambda: b'\xff'.decode('utf-8', 'nope'), lambda: b'\x00'.decode('utf-16-le')]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
try: b'ab\xffcd'.decode()
except UnicodeDecodeError as e: print(e.encoding, e.object, e.start, e.end, e.reason)
try: 'abécd'.encode('ascii')
except UnicodeEncodeError as e: print(e.encoding, e.object, e.start, e.end, e.reason, isinstance(e, ValueError))
print(str(b'abc'), str(b'abc', 'utf-8'), str(b'\xe9', 'latin-1'), str(b'\xff', errors='replace'), str(object='x'), repr(b'x'), f'{b"x"}', '%s' % b'x', '{}'.format(b'x'))
print(b'\xef\xbb\xbfx'.decode('utf-8-sig'), 'x'.encode('utf-8-sig'), b'\xfe\xff\x00a'.decode('utf-16'), b'\xff\xfea\x00'.decode('utf-16'))
### bytearray changes
ba = bytearray(b'hello')
ba[0] = 72; ba[-1] = ord('O'); print(ba)
ba[1:3] = b'EL12'; print(ba)
ba[::2] = b'....' if len(ba[::2]) == 4 else b'...'; print(ba)
del ba[0]; del ba[1:3]; print(ba)
ba.append(33); ba.extend(b'ab'); ba.extend([1, 2]); ba += bytes([3]); ba.insert(0, 90); print(ba)
print(ba.pop(), ba.pop(0), ba); ba.remove(33); ba.reverse(); print(ba, ba.copy(), len(ba))
c = ba.copy(); c.append(1); print(len(ba), len(c)); ba.clear(); print(ba)
ba = bytearray(b'abc'); ba[1:1] = [120, 121]; print(ba, ba.find(b'x'), ba.decode(), ba.upper(), ba.split(b'x'), ba.hex(), bytes(ba))
for f in [lambda: ba.append(256), lambda: ba.append('a'), lambda: ba.pop(99), lambda: bytearray().pop(), lambda: ba.remove(1), lambda: ba.__setitem__(0, 300) if False else ba.insert(0, -1), lambda: ba.extend('a')]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
import copy
x = bytearray(b'q'); y = copy.copy(x); z = copy.deepcopy([x]); y.append(1); print(x, y, z)
### numbers and bytes
print(int.from_bytes(b'\x01\x00', 'big'), int.from_bytes(b'\x01\x00', 'little'), int.from_bytes(b'\xff\xff', 'big', signed=True), int.from_bytes([1, 2], 'big'), int.from_bytes(b'', 'big'), int.from_bytes(b'\x80', signed=True))
print((258).to_bytes(2, 'big'), (258).to_bytes(4, 'little'), (-2).to_bytes(2, 'big', signed=True), (0).to_bytes(1, 'big'), (5).to_bytes(), (127).to_bytes(1, 'big', signed=True), (1).to_bytes(12, 'big'))
for f in [lambda: (256).to_bytes(1, 'big'), lambda: (-1).to_bytes(1, 'big'), lambda: (128).to_bytes(1, 'big', signed=True), lambda: (1).to_bytes(1, 'middle')]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(int(b'12'), float(b'1.5'), ord(b'a'), int(b'ff', 16), bytes([ord('a')]), chr(b'a'[0]))
### types
print(isinstance(b'', bytes), isinstance(b'', (str, bytearray)), isinstance(bytearray(), bytearray), issubclass(bytes, object), bytes.__name__, type(b'').__name__, callable(bytes))
print(bytes.hex(b'ab'), bytes.join(b',', [b'a']), bytearray.upper(bytearray(b'a')))
match b'abc':
    case b'abd': print('no')
    case b'abc' as x: print('bytes', x)
match b'ab':
    case [a, b]: print('a row')
    case bytes(x): print('no row', x)
### byte pair encoding by hand
text = 'low lower lowest newer wider é漢😀 ' * 4
ids = list(text.encode('utf-8'))
def pairs(ids):
    counts = {}
    for pair in zip(ids, ids[1:]): counts[pair] = counts.get(pair, 0) + 1
    return counts
def merge(ids, pair, new):
    out, i = [], 0
    while i < len(ids):
        if i < len(ids) - 1 and ids[i] == pair[0] and ids[i + 1] == pair[1]:
            out.append(new); i += 2
        else: out.append(ids[i]); i += 1
    return out
merges, vocab = {}, {i: bytes([i]) for i in range(256)}
tokens = ids
for k in range(20):
    stats = pairs(tokens)
    top = max(stats, key=stats.get)
    tokens = merge(tokens, top, 256 + k)
    merges[top] = 256 + k
    vocab[256 + k] = vocab[top[0]] + vocab[top[1]]
print(len(ids), len(tokens), [vocab[256 + k] for k in range(20)])
def decode(ids): return b''.join(vocab[i] for i in ids).decode('utf-8', errors='replace')
def encode(text):
    tokens = list(text.encode('utf-8'))
    while len(tokens) >= 2:
        pair = min(pairs(tokens), key=lambda p: merges.get(p, float('inf')))
        if pair not in merges: break
        tokens = merge(tokens, pair, merges[pair])
    return tokens
print(decode(tokens) == text, encode('lower and wider 漢!'), decode(encode('lower and wider 漢!')), decode([128]), decode(encode('')))
