### heaps, statistics, pretty printing, logging, contexts
import heapq, bisect, statistics, pprint, logging, sys, io, contextlib
h = []
for x in [5, 1, 4, 1, 5, 9, 2, 6]: heapq.heappush(h, x)
print(h, heapq.heappop(h), h, heapq.nlargest(3, h), heapq.nsmallest(2, h, key=lambda v: -v), heapq.heappushpop(h, 0), heapq.heapreplace(h, 7), h)
q = [9, 8, 7, 3, 2, 1, 5]; heapq.heapify(q); print(q, list(heapq.merge([1, 4], [2, 3])), [heapq.heappop(q) for _ in range(len(q))])
try: heapq.heappop([])
except IndexError as e: print(e)
a = [1, 2, 2, 3]; print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.bisect_right(a, 2.5)); bisect.insort(a, 2.5); print(a, bisect.bisect_left(['a', 'bb'], 2, key=len))
s = statistics
print(s.mean([1, 2, 3, 4]), s.mean([1, 2]), s.fmean([1, 2, 4]), s.median([3, 1, 2]), s.median([1, 2, 3, 4]), s.mode([1, 1, 2]), s.multimode('aabb'), s.stdev([1, 2, 3, 4]), s.pstdev([1, 2, 3, 4]), s.variance([1, 2, 3, 4]), s.pvariance([1.5, 2.5]), s.quantiles([1, 2, 3, 4, 5]), s.quantiles([1,2,3,4], n=10, method='inclusive'), s.correlation([1, 2, 3], [1, 2, 4]), s.linear_regression([1, 2, 3], [2, 4, 7]), s.geometric_mean([1, 2, 4]), s.harmonic_mean([1, 2, 4]), s.median_low([1, 2, 3, 4]), s.median_high([1,2,3,4]), s.covariance([1,2,3],[2,3,5]))
print(s.NormalDist(0, 1).cdf(1.96), s.NormalDist(1, 2).pdf(1), s.NormalDist(1, 2), s.NormalDist.from_samples([1, 2, 3]))
for w in (lambda: s.mean([]), lambda: s.stdev([1]), lambda: s.mode([]), lambda: s.median([])):
    try: w()
    except s.StatisticsError as e: print(e)
d = {'name': 'x' * 30, 'list': list(range(30)), 'nested': {'b': [1, 2], 'a': ('t', 'u' * 60), 'long': 'word ' * 30}, 3: {1, 2}}
pprint.pprint(list(d.values())); pprint.pprint({'b': 1, 'a': {'y': list(range(20)), 'x': 'q' * 50}}); pprint.pprint(list(range(50)), compact=True, width=40); print(pprint.pformat([['a' * 20] * 3, ['b' * 20] * 4], width=50)); pprint.pp({'b': 1, 'a': 2}); pprint.pprint({'a': [1, [2, [3, [4]]]]}, depth=2); pprint.pprint('word ' * 40); pprint.pprint({'k': 'word ' * 40})
from collections import OrderedDict, Counter, defaultdict, deque
pprint.pprint(OrderedDict((c * 20, c) for c in 'abcd')); pprint.pprint(Counter('abracadabra' * 3)); pprint.pprint(deque(range(40))); dd = defaultdict(list); dd['x' * 40] = [1] * 10; dd['y' * 40] = []; pprint.pprint(dd)
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format='%(levelname)s:%(name)s:%(message)s')
log = logging.getLogger('a.b'); log.info('hello %s %d', 'w', 3); log.debug('unseen'); logging.warning('careful'); log.error('bad'); print(log, logging.getLogger('a'), log.level, log.isEnabledFor(10), logging.getLevelName(20))
logging.getLogger().handlers[0].setFormatter(logging.Formatter('{levelname:>8} {message}', style='{')); log.critical('x')
print(logging.getLogger('a.b') is log, log.parent.name, logging.root)
h2 = logging.FileHandler('log.txt', mode='w'); h2.setLevel(logging.ERROR); log.addHandler(h2); log.error('to file'); log.info('not'); h2.close(); print(open('log.txt').read(), end='')
log.propagate = False; log.handlers = []; log.addHandler(logging.NullHandler()); log.error('silent')
with contextlib.ExitStack() as st:
    st.callback(print, 'bye'); f = st.enter_context(open('log.txt')); print(f.closed); st.enter_context(contextlib.suppress(ValueError)); raise ValueError('x')
print(f.closed)
class C:
    def close(self): print('closed')
with contextlib.closing(C()): print('in')
b = io.StringIO()
with contextlib.redirect_stdout(b): print('hidden')
print(repr(b.getvalue()))
with contextlib.nullcontext(5) as five: print(five)
import os; os.remove('log.txt')
