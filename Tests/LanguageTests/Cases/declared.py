### enum, abc, dataclasses, typing, inspect, types and literals
from enum import Enum, IntEnum, auto, unique, Flag, StrEnum
class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def shout(self): return self.name + '!'
    @property
    def low(self): return self.name.lower()
print(Color.RED, repr(Color.RED), Color.RED.name, Color.RED.value, Color(2), Color['GREEN'], list(Color), len(Color), Color.CRIMSON is Color.RED, Color.RED.shout(), Color.RED.low, Color.RED in Color, Color.RED == Color.RED, Color.RED == 1, Color.RED != Color.GREEN, {Color.RED: 3}[Color.RED], isinstance(Color.RED, Color), type(Color.RED), Color, [c.name for c in Color], Color.__members__, f'{Color.RED}')
class Auto(Enum):
    A = auto(); B = auto(); C = 10; D = auto()
print([(m.name, m.value) for m in Auto])
class Level(IntEnum):
    LOW = 1; HIGH = 5
print(Level.LOW < Level.HIGH, Level.HIGH + 1, Level(5), repr(Level.LOW), f'{Level.LOW}', str(Level.HIGH), [10, 20][Level.LOW], Level.LOW == 1, max(Level), sorted([Level.HIGH, Level.LOW]), int(Level.HIGH), range(Level.HIGH))
class Planet(Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.4)
    def __init__(self, mass, radius): self.mass = mass; self.radius = radius
    @property
    def ratio(self): return round(self.mass / self.radius, 3)
print(Planet.EARTH.mass, Planet.MARS.ratio, Planet.MARS.value, Planet((0.6, 3.4)))
class Perm(Flag):
    R = auto(); W = auto(); X = auto()
print(Perm.R | Perm.W, (Perm.R | Perm.W) & Perm.W, Perm.R in (Perm.R | Perm.X), ~Perm.R, bool(Perm.R & Perm.W), repr(Perm.R | Perm.W), list(Perm.R | Perm.X), Perm(3))
class Mode(StrEnum):
    TRAIN = auto(); EVAL = 'eval'
print(Mode.TRAIN, Mode.TRAIN == 'train', repr(Mode.EVAL), Mode('train'), Mode.EVAL.upper(), 'x' + Mode.EVAL)
Animal = Enum('Animal', 'CAT DOG'); print(list(Animal), Animal.CAT.value)
for work in (lambda: Color(9), lambda: Color['X'], lambda: unique(Color), lambda: type('x')):
    try: print(work())
    except Exception as e: print(type(e).__name__, e)
try:
    class More(Color): BLUE = 3
except TypeError as e: print(e)
import copy; print(copy.deepcopy(Color.RED) is Color.RED, copy.copy(Level.LOW) is Level.LOW)
from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    def show(self): return f'{self.name} {self.area()}'
class Square(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
    name = 'square'
class Half(Shape):
    def area(self): return 1
print(Square(3).show(), isinstance(Square(1), Shape), Shape.__abstractmethods__ == {'area', 'name'}, Square.__abstractmethods__)
for c in (Shape, Half):
    try: c()
    except TypeError as e: print(e)
from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass, InitVar, KW_ONLY, make_dataclass, FrozenInstanceError
from typing import ClassVar, List, Optional, Dict, NamedTuple, Generic, TypeVar, Protocol, Callable, Union, Any, Tuple, TypedDict, get_type_hints, get_args, get_origin, cast, Literal
@dataclass
class P:
    x: int
    y: float = 0.5
    tags: list = field(default_factory=list)
    count: ClassVar[int] = 0
    scale: InitVar[int] = 2
    hidden: int = field(default=1, repr=False, compare=False)
    total: float = field(init=False)
    def __post_init__(self, scale): self.total = self.x * scale
p = P(3, tags=['a']); print(p, p.total, p == P(3, tags=['a'], hidden=9), asdict(p), astuple(p), replace(p, x=4, scale=10).total, [f.name for f in fields(p)], fields(P)[0].type, fields(P)[1].default, is_dataclass(p), is_dataclass(int), P.count)
@dataclass(frozen=True, order=True)
class Q:
    a: int
    _: KW_ONLY
    b: int = 2
print(Q(1) < Q(2), sorted([Q(3), Q(1)]), hash(Q(1)) == hash(Q(1)), {Q(1): 1}[Q(1)], Q(1, b=3))
for work in (lambda: setattr(Q(1), 'a', 2), lambda: delattr(Q(1), 'a'), lambda: P(), lambda: hash(P(1)), lambda: asdict(3), lambda: fields(3)):
    try: print(work())
    except Exception as e: print(type(e).__name__, e)
for text in ('bad default', 'bad order'):
    try:
        if text == 'bad default':
            @dataclass
            class R: a: list = []
        else:
            @dataclass
            class R:
                a: int = 1
                b: int
    except Exception as e: print(type(e).__name__, e)
@dataclass
class Base:
    a: int = 1
@dataclass
class Derived(Base):
    b: int = 2
print(Derived(), Derived(3, 4), Derived.__match_args__, make_dataclass('M', [('x', int), ('y', int, 5)])(1))
class Pt(NamedTuple):
    x: int
    y: int = 0
    def norm(self): return self.x + self.y
print(Pt(1), Pt(1, 2).norm(), Pt(3)._replace(y=9), Pt._fields, Pt._field_defaults, Pt(1) == (1, 0), Pt(1)[0], Pt(2)._asdict())
T = TypeVar('T')
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
class HasLen(Protocol):
    def __len__(self) -> int: ...
class Movie(TypedDict):
    name: str
    year: int
print(Box[int](3).v if False else Box(3).v, Movie(name='a', year=1), Optional[int], List[int], Dict[str, List[int]], Callable[[int], str], Union[int, str], Tuple[int, ...], Any, T, Literal['a', 1], get_args(List[int]), get_origin(Dict[str, int]), cast(int, 'x'), Union[int, None])
def f(a: int, b: 'str' = 'x', *args: float, c: Optional[int] = None, **kw) -> bool: return True
print(f.__annotations__, get_type_hints(P)['x'], P.__annotations__['x'])
import inspect
print(inspect.signature(f), list(inspect.signature(f).parameters), inspect.signature(f).parameters['b'].default, inspect.signature(f).parameters['c'].kind, inspect.signature(f).parameters['a'].annotation, inspect.signature(f).return_annotation, inspect.signature(Square), inspect.signature(Square(1).area), inspect.signature(lambda x, y=2, /, *, z: 0))
print(inspect.isclass(P), inspect.isfunction(f), inspect.ismethod(Square(1).area), inspect.isbuiltin(len), inspect.getdoc(f), inspect.signature(f).bind(1, 'q', 2.0, c=3).arguments, [n for n, m in inspect.getmembers(Square(2)) if not n.startswith('_')])
import types
print(types.SimpleNamespace(a=1, b='x'), types.SimpleNamespace(a=1) == types.SimpleNamespace(a=1), isinstance(f, types.FunctionType), isinstance(len, types.BuiltinFunctionType))
import ast
print(ast.literal_eval("{'a': [1, -2.5, None], 'b': (True, {3})}"), ast.literal_eval('-3'), ast.literal_eval("'x'"), ast.literal_eval('()'))
for text in ('f(1)', '1 + 1', '[1, a]', '(', ''):
    try: print(ast.literal_eval(text))
    except Exception as e: print(type(e).__name__)
