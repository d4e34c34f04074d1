#: what plot gives
import matplotlib.pyplot as plt
plt.close('all')
lines = plt.plot([3, 1, 2])
print(len(lines), lines[0].get_xdata().tolist(), lines[0].get_ydata().tolist(), lines[0].get_label())
a, b = plt.plot([1, 2], [3, 4], 'ro--', [1, 2], [5, 6], 'k')
print(a.get_color(), a.get_linestyle(), a.get_marker(), b.get_linewidth())
a.set_ydata([7, 8]); a.set_color('b'); a.set_linewidth(3); a.set_label('renamed')
print(list(a.get_ydata()), a.get_color(), a.get_linewidth(), a.get_label(), len(plt.gca().lines))
a.remove()
print(len(plt.gca().lines), [l.get_label() for l in plt.gca().get_lines()])
c = plt.plot(np.arange(6).reshape(3, 2), label='two')
len(c), c[1].get_ydata().tolist()
#: counts of a histogram
import matplotlib.pyplot as plt
plt.close('all')
x = np.random.RandomState(0).randn(200)
for more in [dict(bins=7), dict(bins=[-1, 0, 0.5, 2], density=True), dict(bins=5, range=(-2, 2)), dict(bins=4, cumulative=True),
             dict(bins=5, weights=np.arange(200.)), dict(bins=6, cumulative=True, density=True), dict()]:
    n, edges, patches = plt.hist(x, **more)
    print([round(v, 8) for v in n.tolist()], [round(e, 8) for e in edges.tolist()], len(patches))
n, edges, patches = plt.hist([x, x[:50]], bins=5)
print(n.tolist(), len(patches))
n, edges, patches = plt.hist([x, x[:50]], bins=5, stacked=True, label=['a', 'b'])
print(n.tolist())
h, xe, ye, image = plt.hist2d(x[:100], x[100:], bins=4)
h.tolist(), [round(e, 8) for e in xe.tolist()]
#: the ends of axes
import matplotlib.pyplot as plt
plt.close('all')
def ends(draw):
    plt.close('all')
    draw()
    return [[round(float(e), 6) for e in plt.xlim()], [round(float(e), 6) for e in plt.ylim()]]
m = np.arange(12.).reshape(3, 4)
print(ends(lambda: plt.plot([1, 2, 3], [1, 4, 9])), ends(lambda: plt.bar([0, 1, 2], [3, 5, 2])), ends(lambda: plt.scatter([0, 1], [3, 5])))
print(ends(lambda: plt.imshow(m)), ends(lambda: plt.imshow(m, origin='lower', extent=[0, 2, 1, 3])), ends(lambda: plt.pcolormesh(m)))
print(ends(lambda: plt.hist([1, 2, 2, 3], bins=3)), ends(lambda: plt.semilogy([1, 10, 100])), ends(lambda: plt.plot([5])))
print(ends(lambda: plt.fill_between([0, 1, 2], [1, 2, 3])), ends(lambda: (plt.axhline(2), plt.plot([0, 1]))))
print(ends(lambda: (plt.plot([1, 2]), plt.xlim(3, 0))), ends(lambda: (plt.plot([1, 2]), plt.gca().invert_yaxis())), ends(lambda: (plt.margins(0), plt.plot([1, 2]))))
print(ends(lambda: plt.axis([0, 1, 2, 3])), ends(lambda: (plt.plot([1, 2]), plt.gca().set_ylim(bottom=0))))
fig, axs = plt.subplots(2, sharex=True)
axs[0].plot([0, 10], [0, 1])
axs[1].plot([5, 20], [0, 1])
[round(float(e), 6) for e in axs[0].get_xlim()]
#: ticks
import matplotlib.pyplot as plt
plt.close('all')
plt.plot([0, 1, 2], [0, 10, 20])
print(plt.xticks()[0].tolist(), plt.gca().get_yticks().tolist())
plt.xticks([0, 1, 2], ['a', 'b', 'c'])
print([t.get_text() for t in plt.gca().get_xticklabels()], plt.gca().get_xticks())
plt.gca().set_yticks([0, 20])
plt.gca().get_yticks()
#: bars
import matplotlib.pyplot as plt
plt.close('all')
b = plt.bar(['a', 'b', 'c'], [3.5, 4, 2], label='bars')
print(len(b), [float(r.get_height()) for r in b], [round(float(r.get_x()), 6) for r in b], b[0].get_width(), type(b).__name__)
print([t.get_text() for t in plt.bar_label(b)], [t.get_text() for t in plt.bar_label(b, fmt='%.1f')])
h = plt.barh([1, 2], [3., 4.], left=[1., 2.], align='edge')
print([(float(r.get_x()), float(r.get_width()), float(r.get_y()), float(r.get_height())) for r in h])
b
#: colour maps
import matplotlib.pyplot as plt
plt.close('all')
for name in ['viridis', 'plasma', 'magma', 'inferno', 'cividis', 'gray', 'Blues', 'Reds', 'Greens', 'RdBu', 'RdBu_r', 'coolwarm', 'bwr', 'seismic', 'jet',
             'hot', 'cool', 'hsv', 'tab10', 'tab20', 'Set1', 'Pastel1', 'YlOrRd', 'Spectral', 'terrain', 'turbo', 'bone', 'viridis_r', 'Greys', 'Purples']:
    map = plt.get_cmap(name)
    print(name, map.N, [[round(v, 9) for v in map(x)] for x in (0.0, 0.3, 0.999, 1.0, -1.0, 2.0)], [round(v, 9) for v in map(3)])
print(plt.cm.viridis(np.array([0.0, 0.5])).tolist(), plt.cm.tab10(range(2)).shape, plt.cm.viridis([[0.1, 0.2]]).shape)
print(plt.get_cmap('viridis', 5)(np.arange(5)).round(6).tolist(), plt.colormaps['magma'].name, plt.cm.plasma(0.3, alpha=0.5))
'viridis' in plt.colormaps, plt.cm.get_cmap('hot').name if hasattr(plt.cm, 'get_cmap') else 'hot'
#: a map of one's own
import matplotlib.pyplot as plt
plt.close('all')
from matplotlib.colors import ListedColormap, LinearSegmentedColormap, Normalize, to_hex, to_rgb, to_rgba, is_color_like
print(ListedColormap(['r', 'g'])(0.7), LinearSegmentedColormap.from_list('x', ['white', 'red'])(0.3))
print(Normalize(0, 10)(2.5), Normalize()([1, 2, 3]).tolist())
print(to_hex('C0'), to_rgba('tab:orange'), to_rgba('#abc'), to_rgba('0.5'), to_rgba((0.1, 0.2, 0.3), 0.4), to_rgb('rebeccapurple'))
is_color_like('nothing'), is_color_like('c'), to_hex((1, 0, 0))
#: no such colour
import matplotlib.pyplot as plt
plt.close('all')
plt.plot([1], color='nothing')
#: no such map
import matplotlib.pyplot as plt
plt.close('all')
plt.get_cmap('nothing')
#: axes in grids
import matplotlib.pyplot as plt
plt.close('all')
print(plt.subplots(2, 3)[1].shape, plt.subplots(1, 3)[1].shape, plt.subplots(2)[1].shape, plt.subplots(1, 1, squeeze=False)[1].shape)
fig, axs = plt.subplots(2, 2, figsize=(8, 6))
print(len(fig.axes), axs.flatten().shape, axs[0, 1] is axs[0][1], axs.flat[3] is axs[1, 1] if hasattr(axs.flat, '__getitem__') else True, len(axs), axs.size)
for ax in axs.ravel(): ax.plot([1, 2])
(a, b), (c, d) = axs
print(a is axs[0, 0], d is axs[1, 1], axs[:, 0].shape, axs[0].shape, fig.get_size_inches())
fig, parts = plt.subplot_mosaic('AB;CC')
print(sorted(parts), len(fig.axes))
fig = plt.figure(figsize=(3, 2))
gs = fig.add_gridspec(2, 2)
top = fig.add_subplot(gs[0, :])
low = fig.add_subplot(gs[1, 1])
print(len(fig.axes), plt.gca() is low, plt.gcf() is fig, fig)
from matplotlib.gridspec import GridSpec
print(GridSpec(2, 3).get_geometry())
plt.sca(top)
plt.gca() is top
#: an index outside of the grid
import matplotlib.pyplot as plt
plt.close('all')
plt.subplots(2, 2)[1][5, 0]
#: boxes, pies, errors, stems, steps
import matplotlib.pyplot as plt
plt.close('all')
x = np.random.RandomState(0).randn(50)
d = plt.boxplot([x, x * 2])
print(sorted(d), [round(v, 6) for v in d['medians'][0].get_ydata().tolist()], [[round(v, 6) for v in w.get_ydata().tolist()] for w in d['whiskers']])
wedges, texts, numbers = plt.pie([1, 2, 3], labels=['a', 'b', 'c'], autopct='%1.1f%%')
print([t.get_text() for t in texts], [t.get_text() for t in numbers], [round(float(w.theta2), 4) for w in wedges])
line, caps, bars = plt.errorbar([1, 2], [3., 4.], yerr=0.5, label='e')
print(bars[0].get_segments()[0].tolist(), line.get_ydata().tolist())
s = plt.stem([1, 2, 3])
print(s.markerline.get_ydata().tolist(), len(s))
plt.step([1, 2, 3], [3, 1, 2], where='mid')[0].get_ydata().tolist()
#: legends
import matplotlib.pyplot as plt
plt.close('all')
plt.plot([1, 2], label='a'); plt.plot([2, 1], label='_hidden'); plt.plot([2, 1], label='b'); plt.bar([1], [2], label='c')
handles, labels = plt.gca().get_legend_handles_labels()
print(labels, len(handles))
legend = plt.legend()
print([t.get_text() for t in legend.get_texts()])
fig, ax = plt.subplots()
ax.plot([1, 2]); ax.plot([2, 1])
[t.get_text() for t in ax.legend(['x', 'y'], loc='upper right', title='t').get_texts()]
#: contours
import matplotlib.pyplot as plt
plt.close('all')
z = np.arange(12.).reshape(3, 4)
plt.contour(z).levels.tolist(), plt.contourf(z * 100, levels=5).levels.tolist(), plt.contour(z, levels=[2, 5]).levels.tolist()
#: what is said of axes
import matplotlib.pyplot as plt
plt.close('all')
fig, ax = plt.subplots()
ax.set(title='t', xlabel='x', ylabel='y', xlim=(0, 1), ylim=(1, 3), xticks=[0, 1], yscale='log')
print(ax.get_title(), ax.get_xlabel(), ax.get_ylabel(), ax.get_xlim() == (0, 1), ax.get_yscale(), ax.get_xticks())
t = ax.text(0.5, 0.5, 'hi', ha='center', color='r', fontsize=12)
print(t.get_text(), t.get_position(), t.get_color(), t.get_fontsize())
ax.spines['top'].set_visible(False); ax.spines[['top', 'right']].set_visible(False)
ax.tick_params(axis='x', labelrotation=45); ax.grid(alpha=0.3); ax.set_aspect('auto')
twin = ax.twinx()
print(twin.get_xlim() == ax.get_xlim(), len(fig.axes))
ax.cla()
ax.get_title(), len(ax.lines)
#: no such setting
import matplotlib.pyplot as plt
plt.close('all')
plt.gca().set(xlable='a')
#: lengths that differ
import matplotlib.pyplot as plt
plt.close('all')
plt.plot([1, 2], [1, 2, 3])
#: points that differ
import matplotlib.pyplot as plt
plt.close('all')
plt.scatter([1], [1, 2])
#: no such style
import matplotlib.pyplot as plt
plt.close('all')
plt.style.use('nothing')
#: no image for a bar of colours
import matplotlib.pyplot as plt
plt.close('all')
plt.colorbar()
#: a file for a picture
import matplotlib.pyplot as plt
plt.close('all')
import io, os
plt.plot([1, 2])
plt.savefig(scratch + "/a.svg"); plt.savefig(scratch + "/b.png", dpi=50, bbox_inches='tight')
buffer = io.BytesIO()
plt.savefig(buffer, format='png')
sorted(os.listdir(scratch)), buffer.getvalue()[:4]
#: tensors are drawn
import matplotlib.pyplot as plt
plt.close('all')
x = torch.linspace(0, 1, 5)
line, = plt.plot(x, x ** 2)
print([round(float(v), 4) for v in line.get_ydata()])
plt.scatter(x, x, c=x); plt.hist(torch.arange(5.)); plt.imshow(torch.eye(3)); plt.bar(range(3), torch.tensor([1, 2, 3])); plt.axhline(torch.tensor(0.5).item())
plt.fill_between(x, x - 1, x + 1, alpha=0.2)
plt.errorbar(x, x, yerr=x)
[len(plt.gca().lines), len(plt.gca().images)]
