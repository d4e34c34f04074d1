### the name of a class
class C: pass
C.__name__ = 'X'
print(C, C.__name__, C.__qualname__, type(C()).__name__, repr(C()).split(' object')[0])
for f in [lambda: C().foo, lambda: C() + 1, lambda: len(C()), lambda: C()()]:
    try: f()
    except Exception as e: print(type(e).__name__, e)
### the qualified name of a class
class D: pass
D.__qualname__ = 'Y'
print(D, D.__name__, D.__qualname__, repr(D()).split(' object')[0])
### names are not inherited
class A: pass
A.__name__, A.__qualname__ = 'P', 'Q'
class B(A): pass
print(B, B.__name__, B.__qualname__)
### the module of a class
class M: pass
M.__module__ = 'zoo'
class N(M): pass
print(M, M.__module__, repr(M()).split(' object')[0], N)
### the name of an exception
class E(Exception): pass
E.__name__ = 'Failure'
print(repr(E('x')), E, type(E()).__name__)
try: raise E('y')
except Exception as e: print(type(e).__name__, e)
### names are text
class T: pass
for name in ['__name__', '__qualname__']:
    try: setattr(T, name, 3)
    except TypeError as e: print(e)
    try: delattr(T, name)
    except TypeError as e: print(e)
print(T.__name__)
