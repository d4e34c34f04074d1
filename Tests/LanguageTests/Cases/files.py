### text files, folders, tables and paths
import os, shutil
d = 'lagado-files'
shutil.rmtree(d, ignore_errors=True)
os.makedirs(d)
p = os.path.join(d, 'a.txt')
with open(p, 'w') as f:
    print(f.write('one\ntwo ä😀\nthree'), f.name == p, f.mode, f.closed, f.encoding)
    f.writelines(['\n', 'four\n'])
print(f.closed, f)
with open(p) as f:
    print(f.read(3), f.tell(), repr(f.readline()), repr(f.read(5)), f.readlines(), repr(f.read()))
for line in open(p, encoding='utf-8'):
    print(repr(line))
f = open(p)
print(next(f), f.tell() if False else '', f.read(1)); f.seek(0); print(f.readline(), end=''); f.close()
for work in (lambda: f.read(), lambda: f.write('x'), lambda: open('nowhere.txt'), lambda: open(d), lambda: open(p, 'z'), lambda: open(p, 'rw'), lambda: open(p, 'x'),
             lambda: open(p, encoding='nope'), lambda: open(3.5), lambda: open(p, 'w').read(), lambda: open(p).write('a'), lambda: open(p, 'rb', encoding='utf-8'), lambda: open(p, 'w').write(3),
             lambda: os.listdir('nowhere'), lambda: os.remove('nowhere'), lambda: os.makedirs(d), lambda: os.rename('nowhere', 'x'), lambda: os.mkdir(d), lambda: os.path.getsize('nowhere')):
    try:
        print(work())
    except Exception as e:
        print(type(e).__name__, e, getattr(e, 'errno', None), getattr(e, 'filename', None))
q = os.path.join(d, 'b.txt')
open(q, 'w', newline='\r\n').write('a\nb\nc')
print(repr(open(q, newline='').read()), repr(open(q).read()), [l for l in open(q, newline='\n')])
f = open(q); f.readline(); print(f.tell()); f.close()
open(q, 'a').write('more'); print(open(q).read())
f = open(q, 'r+'); print(f.readline()); f.seek(0); f.write('X'); f.seek(0); print(repr(f.read())); f.close()
f = open(q, 'w+'); f.write('hello'); f.seek(1); print(f.read(), f.tell()); f.truncate(2); f.seek(0); print(f.read()); f.close()
f = open(q, 'a+'); f.seek(0); print(f.read()); f.write('zz'); f.seek(0); print(f.read()); f.close()
for enc in ('latin-1', 'cp1252', 'utf-16', 'utf-8-sig', 'utf-16-le', 'ascii'):
    try:
        open(q, 'w', encoding=enc).write('äö€')
        print(enc, repr(open(q, encoding=enc).read()), os.path.getsize(q))
    except Exception as e:
        print(enc, type(e).__name__, e)
open(q, 'w', encoding='latin-1').write('ab\u00e4c')
for enc, err in (('utf-8', 'strict'), ('utf-8', 'replace'), ('utf-8', 'ignore'), ('ascii', 'strict'), ('utf-8', 'backslashreplace'), ('cp1252', 'strict'), ('utf-16', 'strict')):
    try:
        print(repr(open(q, encoding=enc, errors=err).read()))
    except Exception as e:
        print(type(e).__name__, e)
print('x', 'y', 3, sep='-', end='!\n', file=open(q, 'w')); print(open(q).read())
print(sorted(os.listdir(d)), os.path.exists(q), os.path.isfile(d), os.path.isdir(d), os.path.getsize(p))
os.rename(q, q + '2'); os.remove(q + '2'); print(os.listdir(d))
print(os.path.join('a', 'b', '/c', 'd'), os.path.splitext('x.tar.gz'), os.path.basename('a/b/'), os.path.dirname('a/b'), os.path.normpath('a//b/../c'), os.path.relpath('a/b', 'a/c'), os.path.commonpath(['/a/b', '/a/c']), os.path.commonprefix(['abc', 'abd']))
os.makedirs(os.path.join(d, 'x', 'y'), exist_ok=True)
for n in ('x/1.txt', 'x/2.py', 'x/y/3.txt'): open(os.path.join(d, n), 'w').close()
print(sorted((a, sorted(b), sorted(c)) for a, b, c in os.walk(d)))
import glob
print(sorted(glob.glob(d + '/*')), sorted(glob.glob(d + '/**/*.txt', recursive=True)), sorted(glob.glob('*.txt', root_dir=d)), glob.glob(d + '/x/[12].*') == [] )
print(sorted(e.name for e in os.scandir(d) if e.is_file()), os.stat(p).st_size)
shutil.copy(p, d + '/copy.txt'); shutil.copytree(d + '/x', d + '/z'); shutil.move(d + '/copy.txt', d + '/z'); print(sorted(os.listdir(d + '/z')))
shutil.rmtree(d + '/z'); print(os.path.exists(d + '/z'))
import io
s = io.StringIO('a\nb\n'); print(s.read(2), s.readlines(), s.getvalue()); s.write('c'); print(repr(s.getvalue()), s.tell()); s.seek(0); print([l for l in s])
print(1, 2, file=s); print(repr(s.getvalue()))
import csv
w = io.StringIO(); cw = csv.writer(w); cw.writerow(['a', 1, 2.5, None, 'x,y', 'he said "hi"', 'l\nm']); cw.writerows([[1, 2], ['', '']]); print(repr(w.getvalue()))
print(list(csv.reader(io.StringIO(w.getvalue()))), list(csv.reader(['a;b;"c;d"'], delimiter=';')), list(csv.reader(['a, b'], skipinitialspace=True)))
r = csv.DictReader(io.StringIO('name,age\nAda,36\nBob\nEve,1,2\n')); print(r.fieldnames, list(r))
w = io.StringIO(); dw = csv.DictWriter(w, ['a', 'b'], lineterminator='\n'); dw.writeheader(); dw.writerow({'a': 1}); print(repr(w.getvalue()))
try: dw.writerow({'z': 1})
except ValueError as e: print(e)
from pathlib import Path, PurePath
x = Path(d) / 'x'
print(x, repr(x), x.name, (x / '1.txt').suffix, (x / '1.txt').stem, x.parent, x.exists(), x.is_dir(), sorted(p.name for p in x.iterdir()), sorted(str(p) for p in Path(d).glob('**/*.txt')), sorted(str(p) for p in Path(d).rglob('*.py')))
(x / 'n.txt').write_text('hällo'); print((x / 'n.txt').read_text(), (x / 'n.txt').stat().st_size)
with (x / 'n.txt').open() as f: print(f.read())
print(Path('a/b.tar.gz').with_suffix('.zip'), Path('a/b.tar.gz').suffixes, Path('/a').joinpath('b', 'c').parts, Path('a') == Path('a/'), Path('.').resolve() == Path.cwd(), Path('a/b/c').relative_to('a'), list(Path('a/b/c').parents), PurePath('x'), isinstance(x, Path), 'q' / Path('r'), os.fspath(x), open(Path(d) / 'a.txt').read(3))
for work in (lambda: Path('a').relative_to('b'), lambda: Path('a').with_suffix('b'), lambda: Path(3), lambda: Path('nowhere').read_text(), lambda: Path(d).mkdir(), lambda: Path('/').with_name('x'), lambda: Path('nowhere/x').mkdir()):
    try: print(work())
    except Exception as e: print(type(e).__name__, e)
Path(d, 'p', 'q').mkdir(parents=True, exist_ok=True); print(Path(d, 'p', 'q').is_dir()); (Path(d) / 'x' / 'n.txt').unlink(); Path('nowhere').unlink(missing_ok=True)
import tempfile
with tempfile.TemporaryDirectory() as t:
    print(os.path.isdir(t)); open(os.path.join(t, 'k'), 'w').write('v')
print(os.path.exists(t))
with tempfile.NamedTemporaryFile('w+', suffix='.txt') as t: t.write('abc'); t.seek(0); print(t.read(), t.name.endswith('.txt'), os.path.exists(t.name))
import fnmatch
print(fnmatch.fnmatch('a.py', '*.py'), fnmatch.filter(['a', 'b1'], 'b?'), fnmatch.translate('*.[ch]'))
shutil.rmtree(d)
import sys
class Upper:
    def __init__(self): self.parts = []
    def write(self, s): self.parts.append(s)
u = Upper(); print('a', 1, file=u); print(u.parts)
old = sys.stdout; sys.stdout = io.StringIO(); print('hidden'); got = sys.stdout.getvalue(); sys.stdout = old; print(repr(got))
try: print('x', file=3)
except AttributeError as e: print(e)
