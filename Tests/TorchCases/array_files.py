#: an array comes back from a file
path = scratch + "/x.npy"
for x in [np.arange(6).reshape(2, 3), np.array([1.5, -2]), np.array([[True], [False]]), np.zeros((0, 3)), np.float32([1, 2]),
          np.arange(3, dtype=np.uint16), np.arange(4, dtype=np.uint8), np.arange(6).reshape(2, 3).T]:
    np.save(path, x)
    y = np.load(path)
    print(y.dtype, y.shape, y.tolist(), np.array_equal(x, y))
#: a name gets its ending
import os
np.save(scratch + "/a", [1, 2])
np.savez(scratch + "/b", [1, 2])
sorted(os.listdir(scratch)), np.load(scratch + "/a.npy")
#: the bytes are NumPy's
import io
for x in [np.arange(6.).reshape(2, 3), np.arange(6, dtype=np.int16).reshape(2, 3).T, np.array([True]), np.ones((3, 1, 2), dtype=np.float32)]:
    b = io.BytesIO()
    np.save(b, x)
    print(b.getvalue())
#: a file in memory
import io
b = io.BytesIO()
np.save(b, np.arange(3))
b.seek(0)
np.load(b)
#: several arrays in a file
np.savez(scratch + "/two.npz", np.ones(2), x=np.arange(3), y=[[1.5]])
z = np.load(scratch + "/two.npz")
print(z.files, list(z), len(z), "x" in z, "q" in z)
print(z["x"], z["y"], z["arr_0"])
{k: v.shape for k, v in z.items()}
#: several arrays, packed
np.savez_compressed(scratch + "/two.npz", a=np.zeros((50, 50)), b=np.arange(5))
with np.load(scratch + "/two.npz") as z:
    print(z["a"].sum(), z["b"])
    d = dict(z)
sorted(d)
#: a name that is not there
np.savez(scratch + "/two.npz", x=np.arange(3))
np.load(scratch + "/two.npz")["y"]
#: two arrays of one name
np.savez(scratch + "/two.npz", np.ones(2), arr_0=np.arange(3))
#: no file
np.load(scratch + "/none.npy")
#: no data in a file
open(scratch + "/e.npy", "wb").close()
np.load(scratch + "/e.npy")
#: rows of text
x = np.array([[1.5, 2], [3, -4e-10]])
np.savetxt(scratch + "/t.txt", x)
print(open(scratch + "/t.txt").read())
np.savetxt(scratch + "/t.txt", x, fmt="%.2f", delimiter=",", header="a,b\nc", footer="end")
print(open(scratch + "/t.txt").read())
np.savetxt(scratch + "/t.txt", np.array([1, 2, 3]), fmt="%d", newline=" ")
print(open(scratch + "/t.txt").read())
np.savetxt(scratch + "/t.txt", x, fmt=["%d", "%.3e"])
print(open(scratch + "/t.txt").read())
np.savetxt(scratch + "/t.txt", x, fmt="%d:%g", comments="//", header="h")
print(open(scratch + "/t.txt").read())
#: text to a file in memory
import io
s = io.StringIO()
np.savetxt(s, np.eye(2), fmt="%d")
s.getvalue()
#: formats that do not fit
np.savetxt(scratch + "/t.txt", np.eye(2), fmt=["%d"])
#: three axes are no rows
np.savetxt(scratch + "/t.txt", np.ones((2, 2, 2)))
#: rows of text are read
import io
S = io.StringIO
print(np.loadtxt(S("1 2\n3 4")))
print(np.loadtxt(S("x,y\n1,2\n3,4\n"), delimiter=",", skiprows=1, dtype=int))
print(np.loadtxt(S("1,2\n3,4\n"), delimiter=",", unpack=True))
print(np.loadtxt(S("1,2\n3,4\n"), delimiter=",", usecols=1))
print(np.loadtxt(S("1,2,3\n3,4,5\n"), delimiter=",", usecols=(0, -1)))
print(np.loadtxt(S("1 2 # c\n#x\n3 4"), max_rows=1))
print(np.loadtxt(S("5")).shape, np.loadtxt(S("5"), ndmin=2), np.loadtxt(S("1\n2")))
print(np.loadtxt(["1 2", "3 4"]), np.loadtxt(S("nan inf -inf 1e3")))
print(np.loadtxt(S("1;2\n3;4"), delimiter=";", converters={0: lambda s: float(s) * 2}))
a, b = np.loadtxt(S("1 2\n3 4"), unpack=True)
a, b
#: columns that change
import io
np.loadtxt(io.StringIO("1 2\n3"))
#: a word among numbers
import io
np.loadtxt(io.StringIO("1 a"))
#: a fraction among integers
import io
np.loadtxt(io.StringIO("1.5 2"), dtype=int)
#: no text
np.loadtxt(scratch + "/none.txt")
#: text with gaps
import io
S = io.StringIO
print(np.genfromtxt(S("1,,3\n4,x,6"), delimiter=","))
print(np.genfromtxt(S("a,b\n1,2\n3,4"), delimiter=",", skip_header=1))
print(np.genfromtxt(S("1,,3"), delimiter=",", filling_values=-1))
print(np.genfromtxt(S("1,,3"), delimiter=",", dtype=int))
print(np.genfromtxt(S("1,2\n3,4"), delimiter=",", usecols=(1,)))
np.genfromtxt(S("1 2\n3 4\n5 6"), skip_footer=1)
#: gaps in rows
import io
np.genfromtxt(io.StringIO("1 2\n3"))
#: numbers as bytes
np.arange(5, dtype=np.uint16).tofile(scratch + "/u.bin")
print(open(scratch + "/u.bin", "rb").read())
print(np.fromfile(scratch + "/u.bin", dtype=np.uint16), np.fromfile(scratch + "/u.bin", dtype=np.uint8, count=3))
print(np.fromfile(scratch + "/u.bin", dtype=np.uint8, offset=8))
print(np.frombuffer(b"abcd", dtype=np.uint8), np.frombuffer(b"abcd", np.uint8, offset=1, count=2))
print(np.ones(2, dtype=np.float32).tobytes(), np.arange(4).reshape(2, 2).T.tobytes() == np.array([0, 2, 1, 3]).tobytes())
np.fromstring("1 2 3", sep=" "), np.frombuffer(b"\x01\x00\x02\x00", dtype="<u2")
#: bytes that are no whole numbers
np.frombuffer(b"abc", dtype=np.int16)
#: a view of bytes is only read
np.frombuffer(b"abcd", np.uint8)[0] = 1
#: an array in a file
np.arange(10, dtype=np.uint16).tofile(scratch + "/train.bin")
data = np.memmap(scratch + "/train.bin", dtype=np.uint16, mode="r")
print(len(data), data.shape, data.dtype, type(data).__name__, data.mode, data[3], data[2:5].tolist())
x = torch.from_numpy(data[1:4].astype(np.int64))
print(x, x.dtype)
x = torch.stack([torch.from_numpy(data[i:i+3].astype(np.int64)) for i in [0, 5]])
print(x)
data[1:3]
#: an array in a file is only read
np.arange(10, dtype=np.uint16).tofile(scratch + "/train.bin")
np.memmap(scratch + "/train.bin", dtype=np.uint16, mode="r")[0] = 1
#: an array in a file is written
w = np.memmap(scratch + "/w.bin", dtype=np.uint16, mode="w+", shape=(4,))
w[1:3] = [7, 8]
w.flush()
print(open(scratch + "/w.bin", "rb").read())
r = np.memmap(scratch + "/w.bin", dtype=np.uint16, mode="r+")
r[0] = 5
r.flush()
np.fromfile(scratch + "/w.bin", dtype=np.uint16)
#: no such array
np.memmap(scratch + "/none.bin", dtype=np.uint16, mode="r")
#: bytes left over in an array in a file
open(scratch + "/odd.bin", "wb").write(b"abc")
np.memmap(scratch + "/odd.bin", dtype=np.uint16, mode="r")
#: no shape for a new file
np.memmap(scratch + "/new.bin", dtype=np.uint16, mode="w+")
#: an unknown mode
np.memmap(scratch + "/new.bin", dtype=np.uint16, mode="q")
#: unsigned integers of two and four bytes
x = np.array([1, 65535], dtype=np.uint16)
print(x, x.dtype, x.itemsize, x + 1, (x * 2).dtype, (x.astype(np.int32) + 1).dtype, (x + np.int16([1, 1])).dtype)
y = np.arange(3, dtype=np.uint32)
print(y, y.dtype, y.sum(), (y + np.int32([1, 1, 1])).dtype, (x + np.float32([1, 1])).dtype, y.max())
torch.tensor([1, 2], dtype=torch.uint16), torch.from_numpy(x).to(torch.int64)
