### the words behind a program's name
import argparse, sys, io, contextlib
def run(parser, args):
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            r = parser.parse_args(args)
        print(r)
    except SystemExit as e:
        print('EXIT', e.code)
    for s in (out, err):
        if s.getvalue(): print(s.getvalue(), end='')
def make(**kw):
    p = argparse.ArgumentParser(prog='train.py', description='Trains a small model on a text, one token after the other, and writes what it has learnt into a folder.', epilog='That is all.', **kw)
    p.add_argument('data', help='the text to train on')
    p.add_argument('extra', nargs='*', default=['z'], help='more texts')
    p.add_argument('--lr', '-l', type=float, default=3e-4, help='learning rate (default: %(default)s)')
    p.add_argument('--batch-size', type=int, default=32, metavar='N', help='how many windows there are in a batch, which is a number that one has to choose with care')
    p.add_argument('--model', choices=['small', 'big'], default='small')
    p.add_argument('--no-cuda', action='store_true', help='never uses a GPU')
    p.add_argument('--quiet', action='store_false', dest='loud')
    p.add_argument('-v', '--verbose', action='count', default=0)
    p.add_argument('--tag', action='append')
    p.add_argument('--size', nargs=2, type=int, metavar=('W', 'H'))
    p.add_argument('--opt', nargs='?', const='c', default='d')
    p.add_argument('--many', nargs='+', type=int)
    p.add_argument('--compile', action=argparse.BooleanOptionalAction, default=True, help='compile')
    return p
p = make()
for a in (['x'], ['x', 'y', 'w'], ['--lr', '0.1', 'x'], ['-l0.5', 'x', '-vvv'], ['x', '--lr=2'], [], ['x', '--lr', 'abc'], ['x', '--model', 'huge'], ['x', '--nope'], ['x', '--tag', 'a', '--tag', 'b', '--quiet', '--no-cuda'],
          ['x', '--size', '1', '2'], ['x', '--size', '1'], ['x', '--opt'], ['x', '--opt', 'e'], ['x', '--many'], ['x', '--many', '1', '2', '--', 'q'], ['x', '--batch', '4'], ['x', '--m', '4'], ['x', '--no-compile'], ['-h'], ['x', '--lr'], ['x', '--no-cuda=3'], ['--', '-x'], ['x', '-l', '-3']):
    print(a); run(p, a)
p.print_help(); p.print_usage()
print(p.parse_known_args(['x', '--what', '3', '-l', '1']))
p = argparse.ArgumentParser(prog='t', formatter_class=argparse.ArgumentDefaultsHelpFormatter)
p.add_argument('--a', type=int, default=1, help='an a'); p.add_argument('--b', required=True, help='a b'); p.add_argument('--c', default=None)
p.print_help(); run(p, []); run(p, ['--b', '1'])
p = argparse.ArgumentParser(prog='t', description='Raw\n  text here', formatter_class=argparse.RawTextHelpFormatter)
p.add_argument('--a', help='one\ntwo'); p.print_help()
p = argparse.ArgumentParser(prog='t')
g = p.add_mutually_exclusive_group(required=True); g.add_argument('--x', action='store_true'); g.add_argument('--y', action='store_true')
gg = p.add_argument_group('group', 'about it'); gg.add_argument('--z', help='zed')
p.print_help()
for a in ([], ['--x'], ['--x', '--y']): run(p, a)
p = argparse.ArgumentParser(prog='t'); s = p.add_subparsers(dest='cmd', help='commands')
a = s.add_parser('train', help='train it'); a.add_argument('--n', type=int, default=1); a.set_defaults(f=3)
b = s.add_parser('eval', aliases=['e'], help='evaluate it'); b.add_argument('file')
p.print_help(); a.print_help()
for x in (['train', '--n', '3'], ['e', 'q'], ['eval'], ['nope'], []): run(p, x)
n = argparse.Namespace(a=1, b='x'); print(n, n == argparse.Namespace(a=1, b='x'), 'a' in n, vars(n), argparse.Namespace(**{'a b': 1}))
def pos(s):
    v = int(s)
    if v < 1: raise argparse.ArgumentTypeError(f'{s} is not positive')
    return v
p = argparse.ArgumentParser(prog='t', add_help=False, allow_abbrev=False); p.add_argument('--n', type=pos); p.add_argument('--bool', type=lambda s: s == '1'); p.add_argument('--version', action='version', version='%(prog)s 1.0')
for a in (['--n', '0'], ['--n', 'x'], ['--bool', '1'], ['--version'], ['-h']): run(p, a)
for bad in (lambda: p.add_argument('--n'), lambda: p.add_argument('q', required=True), lambda: p.add_argument('--w', action='nope'), lambda: p.add_argument('--w', type='int'), lambda: p.add_argument('w', dest='v'), lambda: p.add_argument('-a', 'b')):
    try: bad(); print('fine')
    except Exception as e: print(type(e).__name__, e)
p = argparse.ArgumentParser(prog='t', exit_on_error=False); p.add_argument('--n', type=int)
try: p.parse_args(['--n', 'a'])
except argparse.ArgumentError as e: print(e)
parent = argparse.ArgumentParser(add_help=False); parent.add_argument('--p'); child = argparse.ArgumentParser(prog='c', parents=[parent]); child.add_argument('--q'); child.print_help()
p = argparse.ArgumentParser(prog='averyveryverylongprogramnamethatfillstheline'); [p.add_argument(f'--option-number-{i}', metavar='VALUE') for i in range(6)]; p.add_argument('alpha'); p.add_argument('beta', nargs='+'); p.print_usage()
p = argparse.ArgumentParser(prog='s'); [p.add_argument(f'--opt{i}', metavar='VALUE') for i in range(8)]; p.add_argument('alpha'); p.add_argument('beta', nargs=argparse.REMAINDER); p.print_usage(); run(p, ['a', '--opt1', 'x', 'y'])
