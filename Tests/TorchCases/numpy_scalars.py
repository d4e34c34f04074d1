#: whole numbers wrap around and floats have their size 1
import json, warnings
for text in r"""np.float32(1)/3
np.int8(100)*np.int8(2)
np.int8(100)+np.int8(100)
np.int8(100)-np.int8(-100)
-np.int8(-128)
abs(np.int8(-128))
np.int8(100)*2
np.int8(100)*300
np.int8(100)*2.0
np.int8(100)+True
np.bool_(True)+1
np.bool_(True)+np.bool_(True)
np.bool_(True)-np.bool_(True)
-np.bool_(True)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: whole numbers wrap around and floats have their size 2
import json, warnings
for text in r"""~np.bool_(True)
np.bool_(True)&True
np.bool_(True)&1
np.bool_(True)/2
np.bool_(True)*2.5
np.bool_(True)**2
np.bool_(True)//np.bool_(True)
np.bool_(True)<<1
np.float64(1)/0
np.float64(0)/0
np.float64(-1)/0
np.float32(1)/0
np.int64(1)/0
np.int64(0)/0""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: whole numbers wrap around and floats have their size 3
import json, warnings
for text in r"""np.int64(1)//0
np.int64(1)%0
np.int64(-7)//2
np.int64(-7)%3
np.int8(-128)//np.int8(-1)
np.int8(-128)//-1
divmod(np.int64(7),2)
divmod(np.float64(7),2)
np.float64(7)//0
np.float64(7)%0
np.float64(1e308)*10
np.float32(1e38)*10
np.float32(1e38)*np.float32(10)
np.float32(3)*1e300""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: whole numbers wrap around and floats have their size 4
import json, warnings
for text in r"""np.float32(3)+1e-50
np.float16(60000)*2
np.float16(1)/3
np.int64(2)**3
np.int64(2)**-1
np.int64(2)**np.int64(-1)
np.int64(2)**0.5
np.int8(2)**7
np.int64(10)**20
np.float64(2)**0.5
np.float64(-2)**0.5
np.float32(2)**0.5
2**np.float32(0.5)
2**np.int8(3)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: whole numbers wrap around and floats have their size 5
import json, warnings
for text in r"""3/np.float32(2)
3-np.int8(5)
300-np.int8(5)
np.uint8(200)+100
np.uint8(3)-5
np.uint8(3)-np.uint8(5)
-np.uint8(3)
np.uint8(3)+np.int8(3)
np.uint8(3)+np.int64(3)
np.int64(3)+np.float32(1)
np.int16(3)+np.float32(1)
np.int8(3)+np.float16(1)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: promotion and shifts
import json, warnings
for text in r"""np.int32(3)+np.float16(1)
np.float32(1)+np.float64(1)
np.float32(1)+np.bool_(True)
np.int64(1)<<3
np.int64(1)<<70
np.int64(1)<<-1
np.int8(1)<<7
np.int8(1)>>1
np.int64(6)&3
np.int64(6)|np.int8(9)
np.int64(6)^3
~np.int64(5)
np.float64(1)&1
np.float64(1)@1""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: comparisons
import json, warnings
for text in r"""np.float32(1)<2
np.float32(1)==1
np.float32(0.1)==0.1
np.float64(0.1)==0.1
np.int64(3)=='a'
np.int64(3)==None
np.int64(3)!=None
np.int8(3)<1000
np.int8(3)==2**100
np.int64(3)<2**100
np.int64(3)+2**100
np.float64(3)+2**100
np.int64(3)==[3,4]""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: beside lists and texts 1
import json, warnings
for text in r"""np.int64(3)+[3,4]
[3,4]+np.int64(3)
[1,2]-np.float64(1)
[1,2]*np.int64(2)
[1,2]*np.float64(2)
np.int64(2)*[1,2]
np.float64(2)*[1,2]
(1,2)*np.int64(2)
(1,2)-np.int64(2)
'ab'*np.int64(2)
np.int64(2)*'ab'
'ab'+np.int64(2)
'ab%d'%np.int64(2)
'ab%s'%np.float32(0.1)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: beside lists and texts 2
import json, warnings
for text in r"""'%r'%np.float32(0.1)
'%x'%np.int64(255)
'%5.2f'%np.float32(0.1)
'%s'%np.array([1,2])""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: formatted
import json, warnings
for text in r"""f'{np.float32(0.1)}'
f'{np.float64(0.1)!r}'
f'{np.float32(0.1):.3f}'
f'{np.float32(0.1):10}'
f'{np.int64(5):d}'
f'{np.int64(5):5}'
f'{np.int64(5):.2f}'
f'{np.bool_(True)}'
f'{np.bool_(True):d}'
f'{np.bool_(True):5}'
'{:>8}'.format(np.float64(2))
'{}'.format(np.int8(3))
'{:,}'.format(np.int64(1234567))
format(np.float64(0.1),'.2e')""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: rounded and converted 1
import json, warnings
for text in r"""round(np.float64(2.567),1)
round(np.float64(2.567))
round(np.float32(2.567),1)
round(np.float32(2.567))
round(np.int64(25),-1)
round(np.int64(25))
round(np.bool_(True))
int(np.float64(2.7))
float(np.float32(0.1))
bool(np.float32(0))
int(np.int8(5))
np.float64(2.5).is_integer()
np.float32(2.0).is_integer()
np.int64(2).is_integer()""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: rounded and converted 2
import json, warnings
for text in r"""np.float64(2.5).as_integer_ratio()
np.float32(0.1).as_integer_ratio()""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: attributes and methods 1
import json, warnings
for text in r"""np.float64(2.5).hex()
np.int64(5).bit_length()
np.int64(5).bit_count()
np.int64(5).numerator
np.float64(5).real
np.float64(5).imag
np.float64(5).conjugate()
np.float32(1).item()
np.int8(1).item()
np.bool_(1).item()
np.float32(1.5).tolist()
np.float32(1.5).dtype
np.float32(1.5).shape
np.float32(1.5).ndim""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: attributes and methods 2
import json, warnings
for text in r"""np.float32(1.5).size
np.float32(1.5).nbytes
np.float32(1.5).itemsize
np.float32(1.5).T
np.float32(1.5).astype(int)
np.float32(1.5).astype(np.float64)
np.float64(1.5).sum()
np.float64(1.5).mean()
np.float64(1.5).max()
np.float64(1.567).round(1)
np.float64(1.5).reshape(1)
np.float64(1.5).reshape(-1)
np.float64(1.5).copy()
np.float64(1.5).flatten()""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: attributes and methods 3
import json, warnings
for text in r"""np.float64(1.5).squeeze()
np.float64(1.5).clip(0,1)
np.float64(1.5).any()""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: as a container, an index, a key 1
import json, warnings
for text in r"""np.float64(1.5)[()]
np.float64(1.5)[0]
np.float64(1.5)[None]
np.float64(1.5)[...]
len(np.float64(1.5))
list(np.float64(1.5))
iter(np.int64(3))
range(np.int64(3))
[1,2,3][np.int64(1)]
[1,2,3][np.float64(1)]
[1,2,3][np.bool_(True)]
[1,2,3][:np.int64(2)]
{3:1}[np.int64(3)]
{0.5:1}[np.float32(0.5)]""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: as a container, an index, a key 2
import json, warnings
for text in r"""{np.int64(3):1}[3]
{True:1}[np.bool_(True)]
hash(np.float32(0.5))==hash(0.5)
hash(np.int64(-1))
np.int64(3) in [1,2,3]
3 in np.array([1,2,3])""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: classes and kinds 1
import json, warnings
for text in r"""isinstance(np.float64(1),float)
isinstance(np.float32(1),float)
isinstance(np.int64(1),int)
isinstance(np.bool_(1),bool)
isinstance(np.int64(1),np.integer)
isinstance(np.float32(1),np.floating)
isinstance(np.float32(1),np.number)
isinstance(np.float32(1),np.generic)
isinstance(np.int64(1),np.signedinteger)
isinstance(np.uint8(1),np.unsignedinteger)
isinstance(np.float32(1),(int,float,np.number))
np.issubdtype(np.float32,np.floating)
np.issubdtype(np.int64,int)
np.issubdtype(np.float32,float)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: classes and kinds 2
import json, warnings
for text in r"""np.issubdtype(np.float64,float)
np.issubdtype(np.array([1]).dtype,np.integer)
np.issubdtype(np.array([1.]).dtype,np.number)
np.issubdtype(bool,np.bool_)
np.issubdtype('f4',np.floating)
np.issubdtype(np.uint8,np.signedinteger)
type(np.float32(1))
type(np.float32(1)) is np.float32
np.float32
np.bool_
np.bool
np.int_
np.float64.__mro__
np.bool_.__mro__""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: classes and kinds 3
import json, warnings
for text in r"""np.int64.__name__
np.float32.__module__""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: types of elements 1
import json, warnings
for text in r"""np.dtype('float32')
np.dtype(np.float32)
np.dtype(float)
np.dtype('f4')
np.dtype('<f8')
np.dtype('i8')
np.dtype('float32').type
np.dtype('float32').name
np.dtype('float32').kind
np.dtype('float32').char
np.dtype('float32').str
np.dtype('bool').str
np.dtype('int8').str
np.dtype('float32').itemsize""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: types of elements 2
import json, warnings
for text in r"""np.dtype('float32').num
np.dtype('float32').byteorder
np.dtype('float32')==np.float32
np.float32==np.dtype('float32')
np.dtype('float32')=='float32'
np.dtype('float32')=='f4'
np.dtype('int64')==int
np.dtype('float32')==torch.float32
np.dtype('float32')is np.dtype(np.float32)
isinstance(np.dtype('f4'),np.dtype)
str(np.dtype('f4'))""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: made of anything 1
import json, warnings
for text in r"""np.float32('1.5')
np.int64('5')
np.int64('5.5')
np.int64(2.7)
np.int8(300)
np.int8(np.int64(300))
np.uint8(-1)
np.int8(3.7)
np.int64(1e30)
np.int64(float('nan'))
np.float32([1,2])
np.float32([[1]])
np.float64(None)
np.int64(None)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: made of anything 2
import json, warnings
for text in r"""np.float32()
np.int64()
np.bool_()
np.bool_('')
np.bool_('a')
np.bool_([])
np.float32(1,2)
np.float32(np.float64(0.1))
np.float64(np.float32(0.1))
np.float64(torch.tensor(2.))
np.float32(1e40)
np.float32(2**200)
np.int64(2**70)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: shortest digits 1
import json, warnings
for text in r"""np.float64(2**2000)
np.float32(16777216.)
np.float32(1e16)
np.float32(1e15)
np.float32(123456.789)
np.float32(1e-5)
np.float32(0.0001)
np.float32('nan')
np.float32('inf')
np.float64('nan')
np.float64(-0.0)
np.float16(0.1)
np.float16(65504)
np.float16(1e-7)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: shortest digits 2
import json, warnings
for text in r"""np.float16(2048)
np.float64(1e22)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: what arrays give
import json, warnings
for text in r"""np.array([1.5,2],np.float32)[0]
np.array([1.5,2],np.float32).sum()
np.array([1.5,2],np.float32).mean()
np.array([1.5,2],np.float32).max()
np.array([1.5,2],np.float32).argmax()
np.array([1,2]).mean()
np.array([1,2]).sum()
np.array([1,2],np.int8).sum()
np.array([True,False]).sum()
np.array([True,False]).any()
np.array([True,False]).all()
np.array([1,2]).std()
np.array([1,2],np.float32).var()
np.array([1,2]).min()""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: what functions give 1
import json, warnings
for text in r"""np.sqrt(2)
np.sqrt(np.float32(2))
np.sqrt(np.int8(2))
np.sqrt(np.int16(2))
np.abs(-3)
np.abs(-3.5)
np.abs(np.int8(-3))
np.sign(-3)
np.floor(2.5)
np.ceil(np.float32(2.5))
np.round(2.567,1)
np.round(2)
np.maximum(1,2)
np.maximum(1,2.5)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: what functions give 2
import json, warnings
for text in r"""np.add(1,2)
np.power(2,3)
np.power(2,-1)
np.mod(7,3)
np.dot([1,2],[3,4])
np.dot(2,3)
np.sum([1,2,3])
np.sum(3)
np.mean([1,2,3])
np.median([1,2,3])
np.median([1,2,3,4])
np.percentile([1,2,3],50)
np.quantile([1,2,3],0.5)
np.std([1,2])""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: what functions give 3
import json, warnings
for text in r"""np.argmax([1,3,2])
np.max([1,2])
np.prod([1,2])
np.ptp([1,2])
np.linalg.norm([3,4])
np.linalg.det(np.eye(2))
np.linalg.matrix_rank(np.eye(2))
np.trace(np.eye(2))
np.count_nonzero([1,0,2])
np.any([1,0])
np.all([1,0])
np.allclose([1],[1])
np.isclose(1,1)
np.array_equal([1],[1])""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: what functions give 4
import json, warnings
for text in r"""np.isnan(float('nan'))
np.isscalar(3)
np.isscalar(np.float32(3))
np.ndim(3)
np.size([1,2])
np.shape(3)
np.searchsorted([1,2,3],2)
np.interp(1.5,[1,2],[3,4])
np.trapezoid([1,2,3])
np.where(True,1,2)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: arrays of scalars 1
import json, warnings
for text in r"""np.array(5)
np.array(np.float32(5))
np.array([np.float32(5)])
np.array([np.float32(5),2])
np.array([np.float32(5),2.5])
np.array([np.int8(5),2])
np.array([np.int8(5),np.float32(2)])
np.array([np.int64(5),np.float32(2)])
np.array([np.bool_(True),False])
np.array([np.zeros(2,np.float32),np.ones(2,np.float32)])
np.array([np.zeros(2,np.float32),[1,2]])
np.array([np.array(1,np.float32),2])
np.array([torch.tensor(1.),torch.tensor(2.)])
np.array([torch.ones(2),torch.ones(2)])""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: arrays of scalars 2
import json, warnings
for text in r"""np.array(torch.ones(2))""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: beside arrays and tensors 1
import json, warnings
for text in r"""np.sum([torch.tensor(1.),torch.tensor(2.)])
np.mean([torch.tensor(1.),torch.tensor(2.)])
np.array([1,2])*np.float32(2)
np.array([1,2],np.float32)*np.float64(2)
np.array([1,2],np.float32)*2.5
np.array([1,2],np.float32)*np.float32(2.5)
np.array([1,2],np.int8)+np.int64(1)
np.array([1,2],np.int8)*np.int8(100)
np.array(2.)*3
np.array(2.)
np.array([1,2])==np.int64(1)
np.float32(2)-np.array([1,2],np.float32)
np.float64(2)-np.array([1,2],np.float32)
np.float32(2)*torch.ones(2)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: beside arrays and tensors 2
import json, warnings
for text in r"""torch.ones(2)*np.float32(2)
torch.ones(2)*np.float64(2)
torch.ones(2,dtype=torch.int64)*np.int64(2)
torch.ones(2,dtype=torch.int64)*np.float64(2)
torch.ones(2,dtype=torch.float16)*np.float64(2)
np.float64(2)+torch.tensor(1)
np.float64(2)<torch.tensor([1.,3.])
torch.tensor([1.,3.])>np.float64(2)
torch.ones(2)*np.array([1.,2.])""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: tensors of scalars 1
import json, warnings
for text in r"""torch.tensor(np.bool_(True))
torch.tensor([np.bool_(True)])
torch.tensor([1.,torch.tensor(2.)])
torch.tensor(range(3))
torch.tensor({1:2})
torch.tensor({1,2})
torch.tensor(iter([1]))
torch.as_tensor(np.float32(1))
torch.full((2,),np.float32(3))
torch.full((2,),np.int64(3))
torch.zeros(np.int64(2))
torch.arange(np.int64(3))
torch.arange(np.float64(3))
torch.ones(3)[np.int64(1)]""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: tensors of scalars 2
import json, warnings
for text in r"""torch.ones(2,2)[np.int64(1),np.int64(0)]
torch.ones(4).view(np.int64(2),np.int64(2))
torch.clamp(torch.ones(2),max=np.float32(.5))
torch.pow(torch.ones(2),np.float64(2))
torch.manual_seed(np.int64(3)) and 1
torch.Tensor([np.float64(1)])
torch.tensor(3).item()*np.float32(2)""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: elsewhere 1
import json, warnings
for text in r"""json.dumps(np.float64(1.5))
json.dumps(np.float32(1.5))
json.dumps(np.int64(1))
json.dumps({'a':np.bool_(True)})
json.dumps([np.float64(1.5)])
json.dumps({np.int64(1):2})
sorted([np.float32(3),1,np.int8(2)])
max([np.float32(3),1])
sum([np.float32(3),1])
sum(np.array([1.5,2],np.float32))
min(np.array([1,2]))
list(np.array([1,2]))
[*np.array([1.,2])]
dict(zip('ab',np.array([1,2])))""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: elsewhere 2
import json, warnings
for text in r"""np.array([1,2]).tolist()
np.float64(3).__class__
np.float64(3).__add__(1)
np.float64(3).__float__()
np.int64(3).__index__()
str(np.float32(1.5))
repr(np.float64(1.5))
repr(np.bool_(True))
str(np.bool_(False))
np.True_
np.True_ is np.bool_(True)
np.bool_(True) is True
np.float64(np.nan)==np.float64(np.nan)
np.float64(1).nothing""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: elsewhere 3
import json, warnings
for text in r"""np.float64(1).x""".splitlines():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try: value = eval(text)
        except Exception as error: value = f"{type(error).__name__}: {error}"
    words = [str(one.message) for one in told if one.category is RuntimeWarning]
    print(text, "->", repr(value), *words)
#: error states
print(np.geterr())
with np.errstate(divide="ignore", invalid="raise"):
    print(np.float64(1) / 0, np.geterr())
    try: np.float64(0) / 0
    except FloatingPointError as error: print(error)
old = np.seterr(all="ignore")
print(old, np.int8(127) + np.int8(1))
np.seterr(**old)
np.geterr()
#: warnings are Python's
import warnings
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try: np.uint8(200) + np.uint8(100)
    except RuntimeWarning as error: print(error)
#: sums of many
values = np.array([0.1, 0.2, 0.3], dtype=np.float32)
total = 0
for value in values: total += value
print(repr(total), type(total), repr(sum(values)), total == values.sum(), {values[0]: 1}, sorted(values)[-1])
lr = np.float64(0.1)
lr *= 0.5
lr, f"{lr:.3f}", "%.2f" % lr, str(lr), [lr], {"lr": lr}, (np.int64(3), np.True_), lr > 0.01 and "yes"
#: limits
print(np.finfo(np.float32).eps, repr(np.finfo(float).max), np.iinfo(np.int8).max, repr(np.finfo(np.float16).tiny))
np.finfo(np.float32), np.finfo(np.float64).dtype, np.iinfo(np.int64).min
#: a network by hand with scalars
rng = np.random.RandomState(0)
X, y = rng.rand(8, 2), rng.rand(8)
w, b = np.zeros(2), 0.0
for step in range(20):
    error = X @ w + b - y
    w -= 0.5 * (X.T @ error) / len(y)
    b -= 0.5 * error.mean()
loss = (error ** 2).mean()
print(f"{loss:.6f} {b:.6f}", type(b), type(loss), round(loss, 4), round(float(b), 4))
#: float methods
(2.5).hex(), (-0.1).hex(), (0.0).hex(), float("inf").hex(), 5e-324.hex(), (2.5).as_integer_ratio(), (1e300).as_integer_ratio()[1], (-0.75).as_integer_ratio(), (0.1).as_integer_ratio()
