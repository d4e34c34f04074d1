### past a machine word
a, b = 2 ** 63, 9223372036854775807
print(a, b, b + 1, b + b, -b - 1, -b - 2, b * b, a * a, a - 1, a - a, type(a), type(a - 1), isinstance(a, int), a == 2 ** 63, a is None)
print(9223372036854775807, 9223372036854775808, -9223372036854775808, -9223372036854775809, 123456789012345678901234567890, 0xffffffffffffffff, 0xFFFF_FFFF_FFFF_FFFF_F, 0b1 << 70, 1_000_000_000_000_000_000_000)
print(2 ** 100, (-2) ** 101, 10 ** 30, 3 ** 50, 7 ** 0, 0 ** 5, (-1) ** 10 ** 3, 2 ** -2, 10 ** -30, (2 ** 70) ** -1, 2 ** 0.5)
x = 1
for i in range(1, 31): x *= i
print(x)
x = 2 ** 64; x += 1; x -= 2 ** 64; print(x, type(x))
x = 2 ** 64; x >>= 60; print(x); x <<= 70; print(x); x //= 2 ** 68; print(x)
print(abs(-2 ** 70), -(2 ** 70), +(2 ** 70), ~(2 ** 70), -(-2 ** 63), abs(-2 ** 63), not 2 ** 70, bool(2 ** 70))
print(sum([2 ** 62] * 4), max(2 ** 64, 5), min(2 ** 64, -2 ** 70), sorted([2 ** 70, 1, -2 ** 65, 3.5, 2 ** 69]))
### division
n, d = 10 ** 40 + 7, 10 ** 18 + 9
print(n // d, n % d, divmod(n, d), divmod(-n, d), divmod(n, -d), -n // d, -n % d, n // -d, n % -d, (n // d) * d + n % d == n)
print(2 ** 64 // 3, 2 ** 64 % 3, 2 ** 64 % -3, 5 // 2 ** 64, -5 // 2 ** 64, -5 % 2 ** 64, divmod(-2 ** 63, -1), -2 ** 63 // -1)
print(2 ** 64 / 3, n / d, 10 ** 400 / 10 ** 399, (2 ** 64 + 1) / 2, 2 ** 1000 / 2 ** 999, 1 / 2 ** 70, -2 ** 70 / 3, 9007199254740993 / 1, 9007199254740993 / 3, 9223372036854775807 / 9223372036854775806, (10 ** 30 + 1) / 10 ** 30)
for f in [lambda: n // 0, lambda: n % 0, lambda: n / 0, lambda: divmod(n, 0), lambda: 10 ** 400 / 3, lambda: n // 0.0, lambda: n % 0.0]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
### bits
a, b = 2 ** 70 + 12345, 2 ** 68 - 1
print(a & b, a | b, a ^ b, ~a, a & -1, -a & b, -a | b, -a ^ -b, a >> 3, -a >> 3, a << 5, a >> 100, -a >> 100, 1 << 64, -1 << 64, 1 << 63, -1 << 63, 0 << 1000, 3 >> 2 ** 70 if False else 0)
print(a.bit_length(), (-a).bit_length(), (2 ** 64).bit_length(), (2 ** 64 - 1).bit_length(), (2 ** 70 - 1).bit_count(), (1 << 64) & 0xffffffffffffffff, (2 ** 64 - 1) & 0xff)
h = 14695981039346656037
for byte in b'hello': h = ((h ^ byte) * 1099511628211) % 2 ** 64
print(h)
class RNG:
    def __init__(self, seed): self.state = seed
    def random_u32(self):
        self.state ^= (self.state >> 12) & 0xFFFFFFFFFFFFFFFF
        self.state ^= (self.state << 25) & 0xFFFFFFFFFFFFFFFF
        self.state ^= (self.state >> 27) & 0xFFFFFFFFFFFFFFFF
        return ((self.state * 0x2545F4914F6CDD1D) >> 32) & 0xFFFFFFFF
    def random(self): return (self.random_u32() >> 8) / 16777216.0
r = RNG(1337)
print([r.random_u32() for _ in range(4)], r.random(), r.state)
for f in [lambda: 1 << -1, lambda: a >> -1, lambda: a & 1.5, lambda: ~1.5, lambda: 2 ** 70 << -1]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
### comparison and hashing
a = 2 ** 70
print(a == 2 ** 70, a == 2.0 ** 70, a != a + 1, a < a + 1, a > 5, 5 < a, a >= 1e21, a <= float('inf'), a > float('-inf'), a == float('nan'), a < float('nan'), 1.5 < a, a == True, a == 'a', a in [1, a], a in {a}, {a: 1}[2 ** 70], {2.0 ** 70: 'f'}[a], len({a, 2.0 ** 70, 2 ** 70}))
print(hash(2 ** 61 - 1), hash(2 ** 61), hash(2 ** 64), hash(-2 ** 64), hash(10 ** 30), hash(-10 ** 30), hash(2 ** 70) == hash(2.0 ** 70), hash(-(2 ** 61 - 1)), hash(2 ** 122), hash(-2 ** 61 - 0))
try: a < 'x'
except TypeError as e: print(e)
print([a, a] == [a, 2 ** 70], (a,) < (a + 1,), a is a)
### text
a = 123456789 ** 5
print(str(a), repr(-a), f'{a}', f'{a:,}', f'{a:_}', f'{a:x}', f'{a:#X}', f'{a:b}', f'{a:o}', f'{a:>50}', f'{a:+}', f'{a:060d}', f'{a:e}', f'{a:.3f}', f'{a:g}', f'{-a:,d}', f'{a:.2%}')
print('%d %i %x %X %o %s %r %f %e' % (a, -a, a, a, a, a, a, a, a), '%50d|%-50d|%060d' % (a, a, a), '{:,} {}'.format(a, -a), '%d' % 1e20)
print(hex(a), bin(a), oct(a), hex(-a), int(str(a)) == a, int(hex(a), 16) == a, int('0x' + 'f' * 20, 0), int('1' * 30), int('-' + '9' * 25), int('z' * 15, 36), int('1' * 100, 2), int(' 12345678901234567890 '), int('1_000_000_000_000_000_000_000'))
big = 10 ** 4299
print(len(str(big)), len(hex(10 ** 5000)), int('9' * 4300) > big)
for f in [lambda: str(10 ** 4300), lambda: int('1' * 4301), lambda: f'{10 ** 5000}', lambda: '%d' % 10 ** 5000, lambda: repr(-10 ** 4300), lambda: int('x' * 30), lambda: int('1' * 30, 1), lambda: print(10 ** 4300), lambda: chr(2 ** 70)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
### floats
print(float(2 ** 70), int(1e20), int(-1e30), int(1.5e300) % 1000, round(1e20), round(2.5e25), float(10 ** 22), float(10 ** 23), float(2 ** 53 + 1), float(9007199254740993), float(2 ** 64 - 1), float(-(2 ** 1023)), 2 ** 70 + 0.5, 2 ** 70 * 1.0, 1.0 - 2 ** 70, 2 ** 70 // 1.0, 2.0 ** 70 == 2 ** 70, 10 ** 20 % 7.0)
for f in [lambda: float(10 ** 400), lambda: 10 ** 400 * 1.0, lambda: 1.5 + 10 ** 400, lambda: 10 ** 400 / 1.5, lambda: int(float('inf')), lambda: int(float('nan')), lambda: round(float('inf'))]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(round(2 ** 70), round(2 ** 70, 2), round(2 ** 70, -5), round(15 * 10 ** 20, -21), round(25 * 10 ** 20, -21), round(-2 ** 70, -30), round(9223372036854775807, -1))
### powers with a modulus
print(pow(3, 100, 7), pow(2, 1000, 10 ** 9 + 7), pow(10 ** 30, 5, 97), pow(3, -1, 7), pow(-3, 5, 7), pow(3, 5, -7), pow(2 ** 70, 2 ** 70, 1000007), pow(5, 0, 1), pow(38, -1, 97), pow(2, 100), pow(7, 3, 2 ** 80))
for f in [lambda: pow(2, 3, 0), lambda: pow(2, -1, 4), lambda: pow(2.0, 3, 5)]:
    try: print(f())
    except Exception as e: print(type(e).__name__)
def is_prime(n, k=(2, 3, 5, 7, 11, 13)):
    d, s = n - 1, 0
    while d % 2 == 0: d //= 2; s += 1
    for a in k:
        x = pow(a, d, n)
        if x in (1, n - 1): continue
        for _ in range(s - 1):
            x = pow(x, 2, n)
            if x == n - 1: break
        else: return False
    return True
print(is_prime(2 ** 89 - 1), is_prime(2 ** 67 - 1), [p for p in (31, 61, 89, 107, 127) if is_prime(2 ** p - 1)])
### math
import math
print(math.factorial(25), math.factorial(0), math.comb(100, 50), math.comb(5, 9), math.perm(30, 15), math.gcd(2 ** 80, 6 ** 50), math.gcd(), math.lcm(2 ** 40, 3 ** 40), math.isqrt(10 ** 40), math.isqrt(2 ** 64 - 1), math.prod([2 ** 40] * 3), math.floor(1e25), math.ceil(-1e25), math.trunc(1.5e20), math.floor(2 ** 80), math.sqrt(2 ** 80), math.log2(2 ** 100), math.fabs(-2 ** 70))
print(len(str(math.factorial(1000))), sum(int(c) for c in str(math.factorial(100))), math.gcd(0, -2 ** 70), math.lcm(0, 5), math.factorial(20), math.comb(60, 30))
a, b = 0, 1
for _ in range(150): a, b = b, a + b
print(a)
### bytes
print((2 ** 70).to_bytes(9, 'big'), (2 ** 64 - 1).to_bytes(8, 'little'), (-2 ** 70).to_bytes(10, 'big', signed=True), int.from_bytes(b'\xff' * 10, 'big'), int.from_bytes(b'\xff' * 10, 'big', signed=True), int.from_bytes(b'\x80' + b'\0' * 9, 'big', signed=True), (-2 ** 63).to_bytes(8, 'big', signed=True), (2 ** 63).to_bytes(8, 'big'))
for f in [lambda: (2 ** 64).to_bytes(8, 'big'), lambda: (2 ** 63).to_bytes(8, 'big', signed=True), lambda: (-2 ** 63 - 1).to_bytes(8, 'big', signed=True), lambda: (-2 ** 70).to_bytes(20, 'big')]:
    try: print(f())
    except OverflowError as e: print(e)
### where they do not fit
for f in [lambda: [1] * 2 ** 70, lambda: 'a' * 2 ** 70, lambda: [1, 2][2 ** 70], lambda: (1,)[-2 ** 70], lambda: 'abc'[2 ** 70], lambda: chr(2 ** 70)]:
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print([1, 2, 3][:2 ** 70], 'abc'[-2 ** 70:], [1, 2, 3][::2 ** 70], (1, 2)[2 ** 70:])
import json
print(json.dumps({'n': 2 ** 70, 'm': [10 ** 25]}), copy.copy(2 ** 70) if False else 0)
import copy
print(copy.deepcopy([2 ** 70]), 2 ** 70 .__class__ if False else (2 ** 70).__class__, (2 ** 70).real, (2 ** 70).imag, (2 ** 70).numerator, (2 ** 70).denominator)
match 2 ** 70:
    case 1180591620717411303424: print('matched')
match 2 ** 70:
    case int(n): print('an int', n)
print(isinstance(2 ** 70, (str, int)), isinstance(2 ** 70, bool), isinstance(2 ** 70, float), {True: 1}.get(2 ** 70), list(map(str, [2 ** 64])), int(2 ** 70), int(True), sum(x for x in [2 ** 63, 2 ** 63]))
def collatz(n):
    steps = top = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1; top = max(top, n)
    return steps, top
print(collatz(2 ** 70 + 1), collatz(27))
