### the walrus
if (n := len('abc')) > 2: print(n)
while (n := n - 1) > 0: print('n', n)
print((y := 5), y, [z := 1, z + 1], f'{(w := 3)} {w:>{w}}', (a := 1 and 2))
data = [1, 2, 3, 4]
print([s for x in data if (s := x * x) > 3], s)
print({(k := x): k * 2 for x in data}, k, sorted({(t := x % 2) for x in data}), t)
print(any((found := x) > 2 for x in data), found)
total = 0
print([total := total + x for x in data], total)
def f(x, y=0): return x, y
print(f(v := 3, y=(u := 4)), v, u, f((p := 1)), p)
print(data[i := 1], i, data[(j := 1):(q := 3)], j, q)
def g():
    r = [last := x for x in range(3)]
    m = list(inner := x for x in range(2))
    def h(): return last
    return r, last, m, inner, h()
print(g())
def outer():
    def deep(): return [[c := (a, b) for a in range(2)] for b in range(2)], c
    return deep()
print(outer())
def glob():
    global here
    return [here := x for x in range(3)]
print(glob(), here)
def non():
    v = 0
    def inc():
        nonlocal v
        return [v := v + x for x in range(4)]
    return inc(), v
print(non())
class C:
    a = (b := 3) + 1
print(C.a, C.b)
fs = [lambda: (loc := 5) + loc, lambda x=(dflt := 7): x]
print(fs[0](), fs[1](), dflt)
try: loc
except NameError as e: print(e)
if (m := {'a': 1}.get('a')) and (o := m + 1): print(m, o)
print((lambda: [q2 := x for x in range(3)] and q2)())
x = (y := 0, 1)
print(x, y, (z := (1, 2)), z)
x = y = (zz := 9)
print(x, y, zz)
def chunks(text, size):
    out = []
    while (piece := text[:size]):
        out.append(piece)
        text = text[size:]
    return out
print(chunks('abcdefgh', 3))
assert (ok := True), 'never'
print(ok if (ok := 0) else 'no', not (b := 1), b)
lines = iter(['a', 'b', ''])
while line := next(lines): print('line', line)
elif_ = 0
if elif_: pass
elif val := 3: print('elif', val)
def gen():
    while (got := (yield 'ask')) != 'stop': print('got', got)
    return 'done'
it = gen(); next(it); it.send(1); it.send(2)
try: it.send('stop')
except StopIteration as e: print(e.value)
def local():
    if (found := 3): pass
    return sorted(locals())
print(local())
@(deco := lambda f: f)
def decorated(): return 1
print(decorated(), deco is not None)
