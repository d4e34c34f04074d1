### floats with a type
for s in ['.0f', '.1f', '.3f', 'f', '.2e', 'e', 'E', '.3g', 'g', 'G', '.10g', '%', '.1%', '#.0f', '#g', '+.2f', ' .2f', '08.2f', '+08.2f', '<9.2f', '>9.2f', '^9.2f', '=+9.2f', '*^11.3f', ',.2f', '_.2f', '012,.1f', 'n', '.15f', '', '.4', '10', '<10', '.0e', '.0g']:
    print(s, [format(v, s) for v in [0.0, 1.0, -2.5, 3.14159265, 1234567.891, 1e-7, 123456789012345680.0, 0.5, 2.675, 1e22]])
### special floats
inf, nan = float('inf'), float('nan')
for s in ['', 'f', '.2f', 'e', 'g', '%', '+f', '08.1f', '>8', 'F', 'E', '<8', ',']:
    print(s, [format(v, s) for v in [inf, -inf, nan, -0.0]])
### ints
for s in ['', 'd', '5', '<5', '^5', '>5', '05', '+', '+d', ' d', ',', '_', 'x', 'X', '#x', '#X', 'o', '#o', 'b', '#b', '#010b', '_b', '_x', '08x', 'e', '.2e', 'f', '.1f', '%', 'g', '*>6', '=+6', 'n', '+,', '020,', 'c' if False else 'd']:
    print(s, [format(v, s) for v in [0, 7, -42, 1234567, 255]])
print(format(65, 'c'), format(True, 'd'), format(True, ''), format(False, '5'), format(True, '.1f'), f'{True}', f'{True:>6}', f'{65:c}|{8364:c}')
### strings
for s in ['', 's', '5', '<6', '>6', '^6', '*^7', '.2', '6.2', '-<6.3s', '06', 'é^5']:
    print(repr(s), [format(v, s) for v in ['', 'a', 'abcdef', 'äö']])
### format strings that are refused
for v, s in [(1, 's'), (1.5, 'd'), ('a', 'd'), ('a', '+'), ('a', '=5'), (1, '.2d'), ('a', ','), (1, 'q'), (1.0, 'x'), ([], '5'), (None, '>5'), ((1,), 'd'), ({}, 'x'), (1, '5.5.5'), ('x', '.f'), (1, ',_')]:
    try: print(format(v, s))
    except (ValueError, TypeError) as e: print(type(e).__name__)
### f-strings
x, name, pi, items = 42, 'Gulliver', 3.14159, [1, 2]
print(f'{x}', f'{x:5}|', f'{x:<5}|', f'{name!r}', f'{name:>12}', f'{pi:.2f}', f'{x:,}', f'{x + 1}', f'{items[0]}', f'{x=}', f'{x = }', f'{pi=:.2f}', f'{name=}', f'{name=!s}', f'{x:05d}', f'{x:#x}')
print(f'{{}}', f'{{{x}}}', f'{x}{name}', f'{"nested"}', f"{'a' if x > 5 else 'b'}", f'{x:{6}}', f'{pi:{8}.{3}f}', f'{name:{"^"}{14}}', f'{name[:4].upper()}', f'{len(items):>3}', f'{[i for i in items]}', f'{ {1: 2} }', f'{(1, 2)}', f'{x!r:>5}')
w, p = 10, 3
print(f'{pi:{w}.{p}}', f'{pi:>{w}}', f'{x:{"0"}{w}d}', f'{lambda: 1}'[:9] if False else '', f'{x!s:^6}|', f'{name!a}', f'{"é"!a}', f'{None}', f'{1_000_000:_}', f'{x:+}', f'{-x:+}', f'{0.1 + 0.2}', f'{1e10}', f'{10 ** 15}', f'{1 / 3:.3%}')
print(f'a' 'b' f'{x}' "c", f'''multi
{x}
line''', rf'\n{x}', f'\t{x}\n', f'{x}' + '%', f"{'quoted'}", f'{x:}')
print(f'{x > 3 and x < 50}', f'{x if x else 0}', f'{dict(a=1)["a"]}', f'{items!r}', f'{"a" + "b"}', f'{x == 42}', f'{x != 1}', f'{x >= 1}', f'{not x}', f'{"{"}', f'{"}"}')
### f-string specs of dates and objects
class D:
    def __format__(self, s): return '<' + s + '>'
print(f'{D()}', f'{D():%Y-%m-%d}', f'{D():>{3}}', f'{D()!s:.3}'[:3])
### percent formatting
print('%d %i %s %r %f %.2f %5d|%-5d|%05d %x %X %o %e %g %c %% %5s|%-5s|' % (1, 2, 'a', 'b', 1.5, 2.345, 3, 4, 5, 255, 255, 8, 12345.6789, 0.0001, 'z', 'r', 'l'))
print('%s' % 'one', '%s %s' % ('a', 'b'), '%(a)s-%(b)03d' % {'a': 1, 'b': 2}, '%s' % [1, 2], '%s' % (1,), '%+d % d' % (5, 5), '%.3s|' % 'abcdef', '%*.*f' % (8, 2, 3.14159), '%5.1f%%' % 12.345, '%r' % None, '%a' % 'é', '%#o' % 8, '%.0f' % 2.5, '%c' % 97)
print('%s' % {'a': 1}, '%10.3e|' % 12345.678, '%-10s|%10s|' % ('ab', 'cd'), '%d' % True, '%d' % 3.99, '%s and %s' % ('x', 1.0), '%g %g %g' % (1e10, 1e-5, 100000.0))
### percent formatting that is refused
for f, a in [('%d', 'x'), ('%s %s', ('a',)), ('%s', (1, 2)), ('%z', 1), ('%(a)s', {'b': 1}), ('%c', 'ab'), ('%f', 'a'), ('%', 1)]:
    try: print(f % a)
    except (TypeError, ValueError, KeyError) as e: print(type(e).__name__)
### format method
print('{} {}'.format(1, 2), '{1} {0}'.format('a', 'b'), '{x} {y}'.format(x=1, y=2), '{0} {x} {0}'.format(5, x=6), '{:>5}|{:<5}|{:^5}'.format('a', 'b', 'c'), '{:.2f}'.format(3.14159), '{0[1]} {0[0]}'.format([1, 2]), '{a[key]}'.format(a={'key': 'v'}), '{0.real}'.format(5), '{!r} {!s}'.format('q', 'q'), '{:{}}|'.format('a', 5), '{:{w}.{p}f}'.format(3.14159, w=8, p=2), '{{}} {}'.format(1), '{:,}'.format(1234567), '{:%}'.format(0.5), '{:>+8.2f}'.format(2.5), '{0:b} {0:o} {0:x}'.format(10))
print('{:10}|{:10}|'.format('s', 5), '{:*^20}'.format(' mid '), '{}'.format([1]), '{}'.format(None), '{0}{1}{0}'.format('a', 'b'), '{:05.1f}'.format(3.14159), '{}'.format({'a': 1}))
### format method that is refused
for f in ['{} {}', '{x}', '{0} {}', '{', '}', '{0.nothing}', '{0[9]}']:
    try: print(f.format([1]))
    except (IndexError, KeyError, ValueError, AttributeError) as e: print(type(e).__name__)
### repr of floats
for v in [0.1, 1e16, 1e15, 123456789.123456789, 1e-4, 1e-5, 1/3, 2/3, 1e100, 5e-324, 1.7976931348623157e308, 100.0, -0.0, 1e22, 1.5e-10, 123456.7, 0.00012345, 9007199254740993.0, 1234567890123456.7, 12345678901234567.0]: print(v, repr(v), str(v), [v])
### round
print([round(v) for v in [0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6, 1e15 + 0.5]], [round(v, 1) for v in [0.25, 0.35, 2.675, -1.05, 5.0]], round(2.675, 2), round(1234, -2), round(1250, -2), round(1350, -2), round(-15, -1), round(5), round(1.23456789, 5), round(1e-10, 3), round(123.456, -1), round(True))
### print options
print(1, 2, sep='-'); print(1, 2, sep=''); print('a', end='!\n'); print(); print('', end=''); print(*[1, 2, 3], sep=', '); print('x', None, True, 1.0, [1], sep='|'); print('a', 'b', sep='\n', end='.\n'); print(sep='x'); print(None, sep=None, end=None)
### tables
rows = [('loss', 3.14159, 12), ('accuracy', 0.98765, 1234567)]
for name, v, n in rows: print(f'{name:<10}{v:>10.3f}{n:>12,}')
for i, (name, *rest) in enumerate(rows): print(f'{i:02d} {name!r:>12} {rest}')
print('-' * 32, '=' * 3 + '>' , sep='\n')
print('Step {0:4d}, loss: {1:.3f}'.format(10, 7.25), 'Step %4d, loss: %.3f' % (10, 7.25), f'Step {10:4}, loss: {7.25:.3f}')
