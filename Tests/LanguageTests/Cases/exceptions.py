### raise from
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try:
    try: 1/0
    except ZeroDivisionError as z: raise ValueError('v') from z
except ValueError as e: show(e)

### from None
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try:
    try: 1/0
    except ZeroDivisionError: raise ValueError('v') from None
except ValueError as e: show(e)

### implicit
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try:
    try: 1/0
    except ZeroDivisionError: raise ValueError('v')
except ValueError as e: show(e)

### native in handler
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try:
    try: 1/0
    except ZeroDivisionError: [][3]
except IndexError as e: show(e)

### finally
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try:
    try: 1/0
    finally: {}['a']
except KeyError as e: show(e)

### nested catch context
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try: raise KeyError('A')
except KeyError:
    try: raise ValueError('B')
    except ValueError as b: show(b)
    try: int('x')
    except ValueError as b: show(b)

### from class
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try: raise ValueError('x') from KeyError
except ValueError as e: show(e)

### from bad
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try: raise ValueError('x') from 3
except TypeError as e: show(e)

### bare raise
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try:
    try: 1/0
    except ZeroDivisionError: raise
except ZeroDivisionError as e: show(e)

### bare raise outside
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try: raise
except RuntimeError as e: show(e)

### raise in function inside handler
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
def again(): raise
try:
    try: 1/0
    except ZeroDivisionError: again()
except ZeroDivisionError as e: show(e)

### var deleted
try: 1/0
except ZeroDivisionError as e: pass
try: print(e)
except NameError as n: print('NameError', n)

### finally with return
def f():
    try: 1/0
    finally: return 5
print(f())
def g():
    for i in range(3):
        try: 1/0
        finally: break
    return i
print(g())
def h():
    out = []
    for i in range(3):
        try:
            out.append(i)
            if i == 1: continue
        finally: out.append('f')
    return out
print(h())
def k():
    try: return 'a'
    finally: print('fin')
print(k())
def k2():
    try: return 'a'
    finally: return 'b'
print(k2())
def k3():
    try: pass
    except ValueError: return 1
    else: return 2
    finally: print('x')
print(k3())

### exit raises
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
class C:
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        print('exit', t.__name__ if t else None, repr(v), tb is not None)
        raise KeyError('from exit')
try:
    with C(): raise ValueError('in with')
except KeyError as e: show(e)
try:
    with C(): pass
except KeyError as e: show(e)

### exit swallows
class S:
    def __enter__(self): return self
    def __exit__(self, *a): return True
with S(): 1/0
print('on')

### suppress
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
from contextlib import suppress
with suppress(KeyError, ValueError): int('a')
with suppress(LookupError): {}['a']
try:
    with suppress(KeyError): int('a')
except ValueError as e: show(e)

### raise class vs instance
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
class MyError(Exception): pass
for x in (MyError, MyError('m'), MyError('a', 2)):
    try: raise x
    except MyError as e: show(e)

### non exceptions
for x in (3, 'a', int, None, object):
    try: raise x
    except TypeError as e: print(e)

### custom init/str
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
class E1(Exception):
    def __init__(self, code): self.code = code
class E2(Exception):
    def __init__(self, code):
        super().__init__('code %d' % code)
        self.code = code
class E3(Exception):
    def __str__(self): return 'custom'
class E4(Exception):
    def __init__(self, *args, extra=None):
        super().__init__(*args)
        self.extra = extra
for make in (lambda: E1(3), lambda: E2(3), lambda: E3(1, 2), lambda: E4('a', extra=5)):
    try: raise make()
    except Exception as e:
        show(e)
        print(e.__dict__)

### tuple
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try: int('a')
except (KeyError, ValueError) as e: show(e)
try:
    try: {}['q']
    except ((IndexError,), (TypeError, (KeyError,))) as e: show(e)
except TypeError as e: print(e)

### keyerror str
for k in ('a', 1, (1, 2), "it's", None):
    try: {}[k]
    except KeyError as e: print(str(e), repr(e), e.args)
print(str(KeyError()), str(KeyError(1, 2)))

### assert
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try: assert 1 == 2, 'msg'
except AssertionError as e: show(e)
try: assert 0
except AssertionError as e: show(e)
try: assert 0, (1, 2)
except AssertionError as e: show(e)

### StopIteration
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
it = iter([1])
next(it)
try: next(it)
except StopIteration as e: show(e); print(e.value)
print(StopIteration(5).value, StopIteration().value)
try: list(next(iter([])) for _ in range(2))
except RuntimeError as e: show(e)

### exc_info
import sys
print(sys.exc_info())
try: 1/0
except ZeroDivisionError as e:
    t, v, tb = sys.exc_info()
    print(t is ZeroDivisionError, v is e, tb is not None)
print(sys.exc_info())

### notes
e = ValueError('a')
e.add_note('n1'); e.add_note('n2')
print(e.__notes__)
try: e.add_note(3)
except TypeError as x: print(x)
print(hasattr(ValueError(), '__notes__'))

### with_traceback
e = ValueError('a')
print(e.with_traceback(None) is e, e.__traceback__)
try: raise e
except ValueError as x: print(x is e, x.__traceback__ is not None)

### set cause
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
e = ValueError('a'); e.__cause__ = KeyError('k')
show(e)
e.__context__ = TypeError('t')
show(e)
e.__suppress_context__ = False
show(e)
try: e.__cause__ = 3
except TypeError as x: print(x)
try: e.__context__ = 'a'
except TypeError as x: print(x)

### args set
e = ValueError('a', 'b'); e.args = ['x']
print(e, e.args, repr(e))

### chain depth
def chain():
    try:
        try:
            try: raise A0
            except A0 as a: raise B0('b') from a
        except B0: raise C0('c')
    except C0 as c:
        x = c
        while x is not None:
            print(type(x).__name__, end=' ')
            x = x.__cause__ or x.__context__
        print()
class A0(Exception): pass
class B0(Exception): pass
class C0(Exception): pass
chain()

### cycle
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
a = ValueError('a'); b = KeyError('b')
try:
    try: raise a
    except ValueError:
        try: raise b
        except KeyError: raise a
except ValueError as e:
    show(e); show(b)

### exceptions classes
for c in [ArithmeticError, AssertionError, AttributeError, BaseException, BaseExceptionGroup, BlockingIOError, BrokenPipeError, BufferError, BytesWarning, ChildProcessError, ConnectionAbortedError, ConnectionError, ConnectionRefusedError, ConnectionResetError, DeprecationWarning, EOFError, EncodingWarning, EnvironmentError, Exception, ExceptionGroup, FileExistsError, FileNotFoundError, FloatingPointError, FutureWarning, GeneratorExit, IOError, ImportError, ImportWarning, IndentationError, IndexError, InterruptedError, IsADirectoryError, KeyError, KeyboardInterrupt, LookupError, MemoryError, ModuleNotFoundError, NameError, NotADirectoryError, NotImplementedError, OSError, OverflowError, PendingDeprecationWarning, PermissionError, ProcessLookupError, RecursionError, ReferenceError, ResourceWarning, RuntimeError, RuntimeWarning, StopAsyncIteration, StopIteration, SyntaxError, SyntaxWarning, SystemError, SystemExit, TabError, TimeoutError, TypeError, UnboundLocalError, UnicodeDecodeError, UnicodeEncodeError, UnicodeError, UnicodeTranslateError, UnicodeWarning, UserWarning, ValueError, Warning, ZeroDivisionError]:
    print(c.__name__, [x.__name__ for x in c.__mro__])

### OSError
e = OSError(2, 'No such', 'file.txt')
print(type(e).__name__, e.errno, e.strerror, e.filename, str(e), e.args)
print(type(OSError(13, 'x')).__name__, str(OSError(13, 'x')), str(OSError('a')), OSError('a').errno)
e = FileNotFoundError(2, 'No')
print(e, e.errno, e.filename)

### SystemExit
import sys
try: sys.exit(3)
except SystemExit as e: print(e.code, e.args)
try: sys.exit()
except SystemExit as e: print(e.code, e.args)
try: sys.exit('bye')
except SystemExit as e: print(e.code, str(e))
try: raise SystemExit(1, 2)
except SystemExit as e: print(e.code)

### KeyboardInterrupt by hand
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try: raise KeyboardInterrupt
except KeyboardInterrupt as e: show(e)
try: raise KeyboardInterrupt('x')
except Exception: print('no')
except BaseException as e: show(e)
try:
    try: raise KeyboardInterrupt
    finally: print('finally')
except: print('bare')

### groups
g = ExceptionGroup('many', [ValueError(1), KeyError('k')])
print(g, g.message, g.exceptions, isinstance(g, Exception))
for bad in (lambda: ExceptionGroup('a', []), lambda: ExceptionGroup('a', [3]), lambda: ExceptionGroup('a')):
    try: bad()
    except (TypeError, ValueError) as e: print(type(e).__name__)

### attributes
try: import nope_module
except ImportError as e: print(type(e).__name__, e.name, e.msg)
try: undefined_name
except NameError as e: print(e.name)
try: (1).foo
except AttributeError as e: print(e.name)

### identity of exc through function
def thrower(e): raise e
e0 = ValueError('same')
try: thrower(e0)
except ValueError as e1: print(e0 is e1)

### else not run, order
def order(n):
    out = []
    try:
        out.append('try')
        if n == 1: raise ValueError
        if n == 2: return out
    except ValueError: out.append('except')
    else: out.append('else')
    finally: out.append('finally')
    return out
print(order(0), order(1), order(2))

### exception in else is not caught
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try:
    try: pass
    except ValueError: print('wrong')
    else: raise ValueError('else')
except ValueError as e: show(e)

### lazily str
class L(Exception):
    def __str__(self): print('str called'); return 'L'
try: raise L()
except L: print('caught')

### eq/hash/isinstance
print(isinstance(ValueError(), Exception), issubclass(KeyError, LookupError), ValueError('a') == ValueError('a'))
d = {ValueError: 1}
print(d[ValueError])

### exception keyword
try: ValueError(a=1)
except TypeError as e: print(e)

### except expression not class
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
try:
    try: 1/0
    except 3: pass
except TypeError as e: show(e)

### json and re
import json, re
try: json.loads('{"a": }')
except json.JSONDecodeError as e: print(type(e).__name__, e.msg, e.lineno, e.colno, e.pos, isinstance(e, ValueError))
try: re.compile('(')
except re.error as e: print(type(e).__name__, isinstance(e, ValueError), isinstance(e, Exception))
import copy
print(copy.Error.__name__, copy.error is copy.Error)
import dataclasses
@dataclasses.dataclass(frozen=True)
class P: a: int
try: P(1).a = 2
except dataclasses.FrozenInstanceError as e: print(type(e).__name__, str(e), isinstance(e, AttributeError))

### unwinding loops
out = []
for i in range(4):
    try:
        if i == 1: raise ValueError(i)
        if i == 2: {}[i]
        out.append(i)
    except (ValueError, KeyError) as e: out.append(repr(e))
    finally: out.append('-')
print(out)

### deep chain is freed
e = None
for i in range(20000):
    try: raise ValueError(i) from e
    except ValueError as x: e = x
e = None
print('freed')

### repr/str of nested
class MyError(Exception): pass
print(repr(ValueError(KeyError('a'))), str(ValueError([1, 'a'])), repr(MyError()), ValueError(1, 'a'))

### raise with args mutated
try:
    try: raise ValueError('a')
    except ValueError as e:
        e.args = (e.args[0] + '!',)
        raise
except ValueError as e: print(e)

### traceback module
import traceback
try: 1/0
except ZeroDivisionError as e:
    print(traceback.format_exc().strip().splitlines()[-1])
    print(traceback.format_exception_only(e))
    print(''.join(traceback.format_exception(e)).splitlines()[0])

### warnings
def show(e):
    print(type(e).__name__, e.args, str(e), repr(e), '|cause', repr(e.__cause__), '|ctx', repr(e.__context__), '|sup', e.__suppress_context__)
import warnings
with warnings.catch_warnings():
    warnings.simplefilter('error')
    try: warnings.warn('boo')
    except UserWarning as e: show(e)
    try: warnings.warn('dep', DeprecationWarning)
    except DeprecationWarning as e: show(e)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    warnings.warn('one'); warnings.warn('two', RuntimeWarning)
    print(len(w), w[0].category.__name__, str(w[1].message))

### an error that ends a program
try: 1/0
except ZeroDivisionError as e: raise KeyError('end') from e

### the class of an error of the language
def name(f):
    try: f()
    except Exception as e: return type(e).__name__
tests = [lambda: 'é'.encode('ascii'), lambda: 'a'.encode('nope'), lambda: str(1, 2, 3, 4), lambda: bool(1, 2), lambda: [1].sort(bad=1), lambda: max(1, 2, bad=1), lambda: tuple([1], 2), lambda: list([1], 2), lambda: object(1), lambda: dir(1, 2)]
print([name(f) for f in tests])
class A:
    def __bool__(self): return 2
print(name(lambda: bool(A())))
import math
print(name(lambda: math.pow(0, -1)))

### traceback with a limit, a file and a class
import traceback, sys
def f(n):
    if n == 0: raise ValueError('x')
    f(n - 1)
class Page:
    def __init__(self): self.text = ''
    def write(self, part): self.text += part
try: f(3)
except ValueError as e:
    print([traceback.format_exc(limit=n).count('File') for n in (1, -2, 0, 99)], traceback.format_exc(1).count('File'))
    print(traceback.format_exception(type(e), e, e.__traceback__)[-1], traceback.format_exception_only(type(e), e))
    page = Page()
    traceback.print_exc(file=page)
    print(page.text.splitlines()[-1])
    traceback.print_exception(e, limit=0, file=sys.stdout)
    for bad in [lambda: traceback.print_exc(file=3), lambda: traceback.format_exception(5), lambda: traceback.print_exc(nope=1)]:
        try: bad()
        except Exception as x: print(type(x).__name__)

### warnings are told apart by patterns
import warnings
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter('always')
    warnings.filterwarnings('ignore', message='.*foo')
    warnings.filterwarnings('ignore', message='Bar', category=DeprecationWarning)
    warnings.warn('a foo'); warnings.warn('bar'); warnings.warn('bar two', DeprecationWarning)
    print([str(w.message) for w in heard])

### a syntax error that a program raises has no place
try: raise SyntaxError('mine')
except SyntaxError as e: print(e.msg, e.lineno, e.offset)
