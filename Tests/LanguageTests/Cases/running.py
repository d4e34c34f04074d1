### exec
exec('x = 1\ny = x + 1')
print(x, y)
exec("def f(a):\n    return a * y\nclass C:\n    z = f(3)")
print(f(5), C.z, f.__name__)
print(exec('1 + 1'), exec(''), exec('# only'))
exec('for i in range(3): print(i, end=" ")\nprint()')
exec(b'z = "bytes"'); print(z)
exec('import math\nfrom math import sqrt as r'); print(math.pi, r(9))
### eval
print(eval('1 + 2'), eval(' 3 * 4'), eval('[x * x for x in range(4)]'), eval('lambda a: a + 1')(2), eval('(1,\n2)'), eval('"a" "b"'), eval('None'))
a = 5
print(eval('a + 1'), eval('(a := 9)'), a, eval('max(1, a)'), eval("{'k': a}"), eval('f"{a}"'))
### eval of statements
eval('x = 1')
### eval of nothing
eval('')
### exec of nonsense
exec('x = = 1')
### exec of half a block
exec('if 1:')
### with dicts
ns = {}
exec('x = 1\ndef f(): return x + 1\ny = f()', ns)
print(ns['x'], ns['y'], ns['f'](), sorted(k for k in ns if not k.startswith('__')))
ns['x'] = 10
print(ns['f'](), eval('x + y', ns), eval('a + b', {'a': 1, 'b': 2}), eval('a + b', {'a': 1}, {'b': 5}), eval('a', {'a': 1}, {'a': 2}))
exec('x += 5', ns); print(ns['x'], ns['f']())
exec('del y', ns); print('y' in ns)
g, l = {'a': 1}, {}
exec('b = a + 1\na = 7\ndef h(): return a', g, l)
print({k: v for k, v in g.items() if k != '__builtins__'}, sorted(l), l['a'], l['b'], l['h']())
try: x
except NameError as e: print(e)
try: eval('unknown', {})
except NameError as e: print(e)
exec('print(sorted(k for k in globals() if not k.startswith("__")), sorted(k for k in locals() if not k.startswith("__")))', {'q': 1})
exec('print(sorted(k for k in globals() if not k.startswith("__")), sorted(locals()))', {'q': 1}, {'w': 2})
exec('global gl\ngl = 3\nlo = 4', g, l); print(g['gl'], l['lo'], 'lo' in g)
config = {}
exec('batch = 4\nlr = 1e-3\nname = "gpt"', {}, config); print(config)
exec('[c for c in range(3)]\nclass K: v = 1\nk = K.v', ns); print(ns['k'])
exec('from math import *', ns); print('pi' in ns, 'pi' in globals())
try: exec('1', 5)
except TypeError as e: print(e)
try: exec(5)
except TypeError as e: print(e)
try: eval()
except TypeError as e: print(e)
### in functions
def f(a):
    b = 2
    exec('b = 100\nc = 3')
    return eval('a + b'), b
print(f(1))
def g():
    x = 1
    def inner(): return eval('x') if x else 0
    return inner(), [eval('i') for i in range(3)], (lambda q: eval('q + 1'))(4)
print(g())
print([eval('i * 2') for i in range(3)])
def h(): return eval('len(text)', {'text': 'abc'})
print(h())
x = 'global'
def k():
    exec('x = "changed"', globals())
    return x
print(k(), x)
def gen():
    for i in range(2): yield eval('i + 10')
print(list(gen()))
### compile
code = compile('a + b', 'formula', 'eval')
print(eval(code, {'a': 1, 'b': 2}), [eval(code, {'a': i, 'b': i}) for i in range(3)], code.co_filename, type(code).__name__)
block = compile('total = 0\nfor i in range(4): total += i', 'block', 'exec')
ns = {}; exec(block, ns); print(ns['total'])
print(eval(block, ns), eval(compile('3', 's', 'single'), {}))
try: compile('x = ', 'bad', 'exec')
except SyntaxError as e: print('SyntaxError')
try: compile('1', 'x', 'nope')
except ValueError as e: print(e)
### errors come out
def risky(): exec('1 / 0')
try: risky()
except ZeroDivisionError as e: print(repr(e))
try: eval('[1][5]')
except IndexError as e: print(e)
try: exec('raise KeyError("k")')
except KeyError as e: print(e)
try: exec('def f(:')
except SyntaxError: print('syntax')
def deep(n): return eval('deep(n - 1) if n else 0')
print(deep(50))
try:
    exec(s := 'exec(s)')
except RecursionError: print('recursion')
### a configurator
defaults = '''
out_dir = 'out'
batch_size = 12
learning_rate = 6e-4
compile_model = True
'''
exec(defaults)
config_keys = [k for k, v in globals().items() if not k.startswith('_') and isinstance(v, (int, float, bool, str))]
print(sorted(k for k in config_keys if k not in ('defaults',)))
for arg in ['--batch_size=32', '--learning_rate=1e-3', '--compile_model=False', '--out_dir=here']:
    key, val = arg[2:].split('=')
    try: attempt = eval(val)
    except (SyntaxError, NameError): attempt = val
    assert type(attempt) == type(globals()[key])
    globals()[key] = attempt
print(batch_size, learning_rate, compile_model, out_dir)
