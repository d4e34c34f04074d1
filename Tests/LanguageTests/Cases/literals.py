### named characters
print('\N{BULLET}', '\N{GREEK SMALL LETTER ALPHA}', '\N{snowman}', '\N{LATIN SMALL LETTER E WITH ACUTE}', '\u00e9', '\x41', '\101', '\U0001F600')
### numbers
print(1_000_000, 0x_ff, 0xDEAD_beef, 0b1010_0101, 0o17_7, 1_0.0_1, 1e1_0, 1_0e-2, .5, 5., 0, 00, 0_0, 0xF, 0B11, 0O7, 0XaB)
print(1 if True else 2, [0x1 for x in [1]], 1 if 1else 0)
print(1.0.is_integer(), (1).bit_length(), 1..is_integer(), 10 .bit_length())
### digits and underscores
x = 1__0
### a leading zero
x = 012
### a trailing underscore
x = 1_
### f-strings
x, y, s, w, d = 3, 4.5678, 'it', 10, {'k': 'v', 'n': [1, 2]}
print(f'{x}', f'{x=}', f'{x = }', f'{x=!r}', f'{s=}', f'{s=!s}', f'{y=:.2f}', f'{y:{w}.2f}|', f'{y:>{w}}|', f'{s!r:>{w}}|', f'{s:*^{w}}')
print(f'{{}}', f'{{{x}}}', f'{x}{y}', f"{d['k']}", f'{d["n"][0]}', f'{x + 1}', f'{"a" if x else "b"}', f'{(lambda a: a * 2)(x)}', f'{[i for i in range(3)]}', f'{ {1: 2} }')
print(f'{x!s}{x!r}{s!a}', f'{"é"!a}', f'{x:05d}', f'{x:+}', f'{1000000:,}', f'{0.1:%}', f'{255:#x}', f'{s:5}|', f'{s:>5}|', f'{True}', f'{None}')
print(f'''{
x
}''', f'{x
}' if False else '', rf'\{x}', fr'{x}\n', F'{x}', f'a' 'b' f'{x}', f'{x:{"0"}{w}}')
print(f'{f"{x}"}', f'{f"{f"{x}"}"}' if False else f'{x}', f'{x,}', f'{x, y}', f'{*[1, 2],}', f"{'a' 'b'}", f'{x:{w}{"d"}}')
print(f'{x != 3}', f'{x == 3}', f'{x >= 3}', f'{x <= 3}', f'{x=:>5}', f'{ x = !r:>5}', f'{d["k"]=}', f'{len(s)=}')
import datetime
class F:
    def __format__(self, spec): return f'<{spec}>'
    def __repr__(self): return 'F!'
print(f'{F()}', f'{F():abc}', f'{F()!r}', f'{F()=}', f'{F():{x}-{s}}', f'{F()!r:>5}')
### strings and their prefixes
print(r'\n', R'\d', u'u', U'x', 'a' "b" '''c''', 'tab\there', 'x', '\
joined', 'a\\b', '\'', "\"", repr('\a\b\f\v'))
