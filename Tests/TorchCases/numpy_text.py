#: arrays of texts and objects 1
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""w
np.array(words).dtype
w.dtype.kind
w.dtype.itemsize
w.dtype.name
w.dtype.char
w.dtype.str
w.dtype.type
str(w.dtype)
w.shape
w.size
w.ndim
w.nbytes
w.itemsize
len(w)
str(w)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 2
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""w[0]
type(w[0])
w[-1]
w[1:3]
w[::-1]
w[[0, 2]]
w[w == "the"]
w[np.array([True, False, True, False, False])]
w == "the"
w != "the"
w == w
w == np.array(["the", "cat", "x", "y", "mat"])
w < "n"
w > "n"
w == 3
w == ["the", "cat", "sat", "the", "mat"]""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 3
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""(w == "the").sum()
np.unique(words)
np.unique(words, return_counts=True)
np.unique(w, return_index=True)
np.unique(w, return_inverse=True)
np.unique(w, return_index=True, return_inverse=True, return_counts=True)
np.sort(w)
np.argsort(w)
sorted(w)
w.tolist()
list(w)
"cat" in w
"dog" in w
[x for x in w]
dict(zip(*np.unique(words, return_counts=True)))
np.array(["a", "bbb", ""])""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 4
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.array([["a", "b"], ["c", "dd"]])
np.array([["a", "b"], ["c", "dd"]]).shape
np.array([["a", "b"], ["c", "dd"]])[0]
np.array([["a", "b"], ["c", "dd"]])[:, 1]
np.array([["a", "b"], ["c", "dd"]])[1, 1]
np.array([["a", "b"], ["c", "dd"]]).T
np.array([["a", "b"], ["c", "dd"]]).reshape(4)
np.array([["a", "b"], ["c", "dd"]]).flatten()
np.array("abc")
np.array(["a", 1])
np.array(["a", 1.5])
np.array([1, "a"])
np.array([True, "a"])
np.array(["a", None])
np.array([None, 1])
np.array([None])""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 5
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.array(None)
np.array([p])
np.array([1, 2], dtype=object)
np.array(["a", "b"], dtype=object)
np.array(["abc", "de"], dtype="<U2")
np.array(["abc", "de"], dtype="U5")
np.array([1, 2], dtype=str)
np.array(["1", "2"], dtype=int)
np.array(["1.5", "2"], dtype=float)
np.array(["1", "2"]).astype(int)
np.array([1, 2]).astype(str)
np.array([1.5, 2]).astype(str)
np.array([True, False]).astype(str)
np.array([1, 2]).astype(object)
o
o.dtype""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 6
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""o[0]
type(o[0])
o[1]
o.tolist()
o == 1
o == None
o + o
np.array([1, 2], dtype=object) + 1
np.array([1, 2], dtype=object) * 2.5
np.array([1, 2], dtype=object).sum()
np.array([1, 2], dtype=object).max()
np.array([[1], [2, 3]], dtype=object)
np.array([[1], [2, 3]])
np.array([[1, 2], [3, 4]], dtype=object)
np.array([[1, 2], [3, 4]], dtype=object).shape
np.array([{"a": 1}, {"b": 2}])""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 7
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.array([(1, 2), (3, 4)])
np.empty(3, dtype=object)
np.zeros(3, dtype=str)
np.zeros(2, dtype="<U4")
np.full(2, "ab")
np.full(2, None)
np.full((2, 2), "x")
w + "s"
w + w
w.argmax()
np.concatenate([w, np.array(["longer"])])
np.concatenate([w[:1], ["abcdefgh"]])
np.append(w, "zzz")
np.where(w == "the", "X", w)
np.where(w == "the")
np.where(w == "the", 1, 0)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 8
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.isin(w, ["cat", "mat"])
np.array_equal(w, words)
np.repeat(w[:2], 2)
np.tile(w[:2], 2)
np.vstack([w[:2], w[2:4]])
np.stack([w[:2], w[2:4]])
w.astype("<U2")
w.astype(object)
w.astype("U10")
w.copy()
w.reshape(5, 1)
w.repeat(2)
w.take([0, 1])
w.item(0)
w.view()
w.argsort()""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 9
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.flip(w)
np.random.seed(0) or np.random.choice(w, 3)
np.random.seed(0) or np.random.choice(words, 3)
np.random.seed(0) or np.random.choice(words)
np.random.seed(0) or np.random.permutation(w)
np.random.seed(0) or np.random.permutation(words)
np.searchsorted(np.sort(w), "mat")
np.intersect1d(w, ["cat", "dog"])
np.union1d(w, ["dog"])
np.setdiff1d(w, ["the"])
np.nonzero(w == "the")
np.argwhere(w == "the")
np.count_nonzero(w == "the")
np.bincount(np.unique(w, return_inverse=True)[1])
np.str_("abc")
np.str_("abc").upper()""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 10
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.str_("abc") + "d"
np.str_("abc") == "abc"
np.str_("abc")[0]
len(np.str_("abc"))
hash(np.str_("abc")) == hash("abc")
{"abc": 1}[np.str_("abc")]
f"{np.str_('abc'):>5}"
"%s" % np.str_("abc")
str(np.str_("abc"))
isinstance(np.str_("abc"), str)
type(np.str_("abc"))
np.str_("abc").item()
np.str_(5)
np.str_
np.object_
np.dtype(str)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 11
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.dtype(object)
np.dtype("<U5")
np.dtype("U5") == "<U5"
np.dtype("O")
json.dumps(w.tolist())
json.dumps(w[0])
np.issubdtype(w.dtype, np.str_)
np.issubdtype(w.dtype, np.number)
np.issubdtype(object, np.object_)
np.array(["é", "日本"])
np.array(["it's", 'q"'])
np.array(["a\n"])
np.array(["abcdefghijklmnopqrst"] * 6)
np.array(["w%d" % i for i in range(1200)])
np.array([["alpha", "beta"], ["g", "delta"]] * 2)
np.array([[["a", "b"]]])""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 12
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.array([])
np.array([], dtype=str)
np.array([], dtype=object)
np.array(["nan", "inf"]).astype(float)
np.array([p, p])
np.array([p, 1, "x", [1, 2]], dtype=object)
np.array([[1, 2], [3]], dtype=object)[1]
np.array(["a", "b"]).tolist() == ["a", "b"]
np.array(["b", "a"]).sort()
[str(x) for x in np.array(["b", "a"])]
" ".join(w)
" ".join(w[:2].tolist())
w[0].upper()
w[0] + "s"
{x: i for i, x in enumerate(np.unique(w))}
bool(np.array(["a"]))""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 13
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""bool(np.array([""]))
np.any(w == "the")
np.isnan(w)
np.sqrt(w)
np.squeeze(w).shape
np.expand_dims(w, 0).shape
w[None].shape
w[:, None] == w[None, :]
np.split(w[:4], 2)
np.array_split(w, 2)
np.roll(w, 1)
np.delete(w, 0)
np.insert(w, 0, "zz")
np.array(list("abc"))
np.array(tuple("abc"))
np.asarray(words)""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 14
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.ones(2, dtype=str)
np.arange(3).astype("<U1")
np.array([3, 1], dtype=object).argsort()
np.sort(np.array([3, 1, 2], dtype=object))
np.unique(np.array([3, 1, 3], dtype=object))
np.array([1, "a"], dtype=object) == "a"
np.array(["a", "b"], dtype=object) + "x"
np.array([1, 2], dtype=object) / 2
np.array([2**70, 1])
np.array([2**70, 1]) + 1
np.array([1, 2], dtype=object).astype(float)
np.array([[1, 2, 3], ["a", "b", "c"]])
np.array(w)
np.array(w) is w
np.array([w, w])
np.array([w[0], "zzzzz"])""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: arrays of texts and objects 15
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
for text in r"""np.array(np.str_("ab"))""".splitlines():
    try:
        value = eval(text)
        print(text, "->", repr(value), type(value).__name__)
    except Exception as error: print(text, "->", type(error).__name__)

#: texts are written and counted
words = ["the", "cat", "sat", "the", "mat"]
w = np.array(words)
o = np.array([1, "a", None], dtype=object)
class P:
    def __repr__(self): return "P"
p = P()
import json
v = np.array(["aa", "b"]); v[0] = "xyz"; print(v); v[:] = "q"; print(v); v[1] = 5; print(v)
z = np.empty(2, dtype=object); z[0] = [1, 2]; z[1] = "a"; print(z, repr(z))
for a, b in zip(w, [1, 2]): print(a, b)
for row in np.array([["a", "b"], ["c", "d"]]): print(row)
b = w; b2 = w[:2]; b2[0] = "zzz"; print(w); w[0] = "the"
values, counts = np.unique(words, return_counts=True)
for v, c in zip(values, counts): print(v, c)
print(values[np.argmax(counts)], values[np.argsort(-counts)], dict(zip(values.tolist(), counts.tolist())))

#: not here: bytes
np.array([b"a"])
#: words are counted
text = "the cat sat on the mat the cat ran"
values, counts = np.unique(text.split(), return_counts=True)
order = np.argsort(-counts, kind="stable") if False else np.argsort(-counts)
vocab = {word: i for i, word in enumerate(values)}
ids = np.array([vocab[word] for word in text.split()])
print(values[counts > 1], vocab["cat"], ids, values[ids][:4], " ".join(values[ids]))
labels = np.array(["a", "b", "a"])
X = np.array([[1., 2.], [3., 4.], [5., 6.]])
print(X[labels == "a"], X[labels == "a"].mean(axis=0), {label: (labels == label).sum() for label in np.unique(labels)})
one_hot = (labels[:, None] == np.unique(labels)[None, :]).astype(int)
one_hot
