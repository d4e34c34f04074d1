### 000 1/0
1/0
### 001 1//0
1//0
### 002 1%0
1%0
### 003 1.0/0
1.0/0
### 004 undefined_name
undefined_name
### 005 'a' + 1
'a' + 1
### 006 1 + 'a'
1 + 'a'
### 007 [1] + (1,)
[1] + (1,)
### 008 [1,2][5]
[1,2][5]
### 009 {'a':1}['b']
{'a':1}['b']
### 010 (1,2)[9]
(1,2)[9]
### 011 'abc'[10]
'abc'[10]
### 012 int('x')
int('x')
### 013 float('y')
float('y')
### 014 int([])
int([])
### 015 None.foo
None.foo
### 016 'abc'.foo()
'abc'.foo()
### 017 len(5)
len(5)
### 018 for x in 5: pass
for x in 5: pass
### 019 a, b = 1
a, b = 1
### 020 a, b = [1,2,3]
a, b = [1,2,3]
### 021 a, b, c = 1, 2
a, b, c = 1, 2
### 022 def f(a): pass
def f(a): pass
f()
### 023 def f(a): pass
def f(a): pass
f(1, 2)
### 024 def f(a): pass
def f(a): pass
f(b=1)
### 025 [].pop()
[].pop()
### 026 {}.popitem()
{}.popitem()
### 027 [1].remove(2)
[1].remove(2)
### 028 [1].index(2)
[1].index(2)
### 029 'a'.index('b')
'a'.index('b')
### 030 {[]: 1}
{[]: 1}
### 031 {1: 2}[[]]
{1: 2}[[]]
### 032 hash([])
hash([])
### 033 1 < 'a'
1 < 'a'
### 034 sorted([1, 'a'])
sorted([1, 'a'])
### 035 max([])
max([])
### 036 raise ValueError('x')
raise ValueError('x')
### 037 raise ValueError
raise ValueError
### 038 raise KeyError('k')
raise KeyError('k')
### 039 raise 1
raise 1
### 040 assert False
assert False
### 041 assert 1 == 2, 'msg'
assert 1 == 2, 'msg'
### 042 import nonexistent_module_x
import nonexistent_module_x
### 043 from math import nope
from math import nope
### 044 int.foo
int.foo
### 045 x = 1; x()
x = 1; x()
### 046 x = 1; x[0]
x = 1; x[0]
### 047 x = 1; x[0] = 1
x = 1; x[0] = 1
### 048 x = (1,); x[0] = 1
x = (1,); x[0] = 1
### 049 del undefined_name
del undefined_name
### 050 def f(): return loc; loc = 1
def f(): return loc; loc = 1
f()
### 051 def f():
def f():
    print(loc)
    loc = 1
f()
### 052 def f(n): return f(n+1)
def f(n): return f(n+1)
f(0)
### 053 '%d' % 'a'
'%d' % 'a'
### 054 '%s %s' % 1
'%s %s' % 1
### 055 '%s' % (1, 2)
'%s' % (1, 2)
### 056 '{}'.format()
'{}'.format()
### 057 '{x}'.format(y=1)
'{x}'.format(y=1)
### 058 f"{1:zz}"
f"{1:zz}"
### 059 f"{'a':d}"
f"{'a':d}"
### 060 'a'.join([1])
'a'.join([1])
### 061 'abc'.split('')
'abc'.split('')
### 062 range(1, 2, 0)
range(1, 2, 0)
### 063 [1,2,3][::0]
[1,2,3][::0]
### 064 chr(-1)
chr(-1)
### 065 ord('ab')
ord('ab')
### 066 next(iter([]))
next(iter([]))
### 067 isinstance(1, 1)
isinstance(1, 1)
### 068 list(zip([1], [1,2], strict=True))
list(zip([1], [1,2], strict=True))
### 069 x = [1,2]; x[0:2:2] = [1,2,3]
x = [1,2]; x[0:2:2] = [1,2,3]
### 070 class A: pass
class A: pass
A().x
### 071 class A: pass
class A: pass
A(1)
### 072 class A:
class A:
    def f(self): pass
A.f()
A().f(1)
### 073 object().x
object().x
### 074 'a' * 'b'
'a' * 'b'
### 075 -'a'
-'a'
### 076 ~1.5
~1.5
### 077 not_defined()
not_defined()
### 078 'x' in 5
'x' in 5
### 079 5 in 'x'
5 in 'x'
### 080 2.0 ** 10000
2.0 ** 10000
### 081 'abc'[1.5]
'abc'[1.5]
### 082 [1][1.0]
[1][1.0]
### 083 {}['x']
{}['x']
### 084 float('1__0')
float('1__0')
### 085 int('')
int('')
### 086 sum(['a'])
sum(['a'])
### 087 min(1)
min(1)
### 088 round('a')
round('a')
### 089 abs('a')
abs('a')
### 090 'a'.encode().foo
'a'.encode().foo
### 091 [1].sort(key=5)
[1].sort(key=5)
### 092 dict([1])
dict([1])
### 093 dict([(1,2,3)])
dict([(1,2,3)])
### 094 set([[]])
set([[]])
### 095 print(1, foo=2)
print(1, foo=2)
### 096 math.pi
math.pi
### 097 with 5: pass
with 5: pass
### 098 (lambda x: x)()
(lambda x: x)()
### 099 '{'.format()
'{'.format()
### 100 '}'.format()
'}'.format()
### 101 'abc'.center('x')
'abc'.center('x')
### 102 pow(2, 3, 0)
pow(2, 3, 0)
### 103 math = 5; math.x
math = 5; math.x
### 104 class C(5): pass
class C(5): pass
### 105 nonexist.attr
nonexist.attr
### 106 '%z' % 1
'%z' % 1
### 107 '%' % ()
'%' % ()
### 108 try:
try:
    pass
finally:
    1/0

### a keyword twice, behind two stars
def f(*a, **k): return a, k
f(**{'x': 1}, x=2)
