"""matplotlib's names over figures in the terminal and as SVG."""
import _pyplot

from _plot_colors import (Colormap, LinearSegmentedColormap, ListedColormap, LogNorm, Normalize, ScalarMappable,
    TwoSlopeNorm, _absent, _colormap, _colors, _is_text, _passed_over, cm, colormaps, get_cmap, rcParams)
from _plot_artists import (Annotation, Artist, AxesImage, BarContainer, Bbox, Circle, Collection, Container, Ellipse,
    ErrorbarContainer, Line2D, LineCollection, Patch, PathCollection, PolyCollection, Polygon, QuadContourSet,
    QuadMesh, Rectangle, StemContainer, Text, Wedge, _near)
from _plot_axes import Axes
from _plot_axis import _ticker
from _plot_figures import (Colorbar, Figure, GridSpec, SubplotSpec)


class _State:
    # The figures that there are, and the one that plt draws on.

    def __init__(self):
        self.figures, self.current, self.next = {}, None, 1


_state = _State()


def _new_figure(num=None, figsize=None, dpi=None):
    if num is None:
        num = max(_state.figures, default=0) + 1
    made = Figure(figsize, dpi, num)
    _state.figures[num] = _state.current = made
    return made


_figure_looks = {"facecolor", "edgecolor", "frameon", "FigureClass", "clear", "layout", "constrained_layout", "tight_layout",
                 "linewidth", "subplotpars"}


def figure(num=None, figsize=None, dpi=None, **more):
    """Begins a new figure, or goes back to one."""
    for word in more:
        if word not in _figure_looks:
            raise TypeError(f"figure() got an unexpected keyword argument '{word}'" + _near(word, ["figsize", "dpi"]))
    if isinstance(num, Figure):
        _state.current = num
        return num
    names = {getattr(one, "_name", None): number for number, one in _state.figures.items()}
    if _is_text(num):
        if num in names:
            num = names[num]
        else:
            made = _new_figure(None, figsize, dpi)
            made._name = num
            return made
    if num is not None and num in _state.figures:
        _state.current = _state.figures[num]
        if more.get("clear"):
            _state.current.clear()
        return _state.current
    return _new_figure(num, figsize, dpi)


def gcf():
    """The figure that plt draws on."""
    return _state.current if _state.current is not None else _new_figure()


def gca():
    """The axes that plt draws on."""
    return gcf().gca()


def sca(ax):
    """Draws on these axes from now on."""
    _state.current = ax.figure
    ax.figure.sca(ax)


def subplots(nrows=1, ncols=1, *, sharex=False, sharey=False, squeeze=True, width_ratios=None, height_ratios=None, subplot_kw=None,
             gridspec_kw=None, **fig_kw):
    """Begins a new figure with axes in a grid."""
    before = _state.current
    made = figure(**fig_kw)
    try:
        return made, made.subplots(nrows, ncols, sharex=sharex, sharey=sharey, squeeze=squeeze, width_ratios=width_ratios,
                                   height_ratios=height_ratios, subplot_kw=subplot_kw, gridspec_kw=gridspec_kw)
    except Exception:
        _state.figures.pop(made.number, None)
        _state.current = before
        raise


def subplot_mosaic(mosaic, *, sharex=False, sharey=False, width_ratios=None, height_ratios=None, empty_sentinel=".", subplot_kw=None,
                   gridspec_kw=None, per_subplot_kw=None, **fig_kw):
    """Begins a new figure with axes as a picture of letters says."""
    made = figure(**fig_kw)
    return made, made.subplot_mosaic(mosaic, sharex=sharex, sharey=sharey, width_ratios=width_ratios, height_ratios=height_ratios,
                                     empty_sentinel=empty_sentinel, subplot_kw=subplot_kw, gridspec_kw=gridspec_kw)


def subplot(*args, **more):
    """Selects axes in a cell of a grid, or makes them: subplot(2, 1, 1), subplot(211)."""
    made = gcf()
    if not args:
        args = (1, 1, 1)
    if len(args) == 1 and isinstance(args[0], Axes):
        sca(args[0])
        return args[0]
    if len(args) == 1 and isinstance(args[0], int) and args[0] >= 100:
        args = (args[0] // 100, args[0] // 10 % 10, args[0] % 10)
    if len(args) == 3:
        rows, columns, place = args
        if not (isinstance(rows, int) and isinstance(columns, int) and 1 <= rows <= 50 and 1 <= columns <= 50):
            raise ValueError("subplot() wants rows, columns and a number from 1 to their product")
        if not isinstance(place, tuple) and not 1 <= place <= rows * columns:
            raise ValueError(f"num must be an integer with 1 <= num <= {rows * columns}, not {place!r}")
        bounds = GridSpec(rows, columns)[place[0] - 1:place[1]]._bounds() if isinstance(place, tuple) else (
            GridSpec(rows, columns)[place - 1]._bounds())
    elif len(args) == 1 and isinstance(args[0], SubplotSpec):
        bounds = args[0]._bounds()
    else:
        raise ValueError("subplot() wants rows, columns and a number from 1 to their product")
    for axes in made._own:
        if all(abs(a - b) < 1e-9 for a, b in zip(getattr(axes, "_spec", made._cell(axes)), bounds)):
            made.sca(axes)
            return axes
    return made.add_subplot(*args, **more)


def subplot2grid(shape, loc, rowspan=1, colspan=1, fig=None, **more):
    """Makes axes in some cells of a grid."""
    made = fig or gcf()
    return made.add_subplot(GridSpec(*shape)[loc[0]:loc[0] + rowspan, loc[1]:loc[1] + colspan], **more)


def axes(arg=None, **more):
    """Makes axes at a place, or over the whole figure."""
    made = gcf()
    return made.add_subplot(**more) if arg is None else made.add_axes(arg, **more)


def delaxes(ax=None):
    """Takes axes away."""
    (ax or gca()).remove()


def show(*, block=None):
    """Shows the figures, and begins new ones."""
    for number in sorted(_state.figures):
        made = _state.figures[number]
        if made._own:
            made.show()
    _state.figures, _state.current = {}, None


def close(fig=None):
    """Closes a figure, or all of them."""
    if fig == "all":
        _state.figures, _state.current = {}, None
        return
    if fig is None:
        fig = _state.current
    number = fig.number if isinstance(fig, Figure) else fig
    if _is_text(number):
        number = next((n for n, one in _state.figures.items() if getattr(one, "_name", None) == number), None)
    gone = _state.figures.pop(number, None)
    if gone is None or gone is _state.current:
        _state.current = _state.figures[max(_state.figures)] if _state.figures else None


def fignum_exists(num):
    """Whether there is such a figure."""
    return num in _state.figures


def get_fignums():
    """The numbers of the figures."""
    return sorted(_state.figures)


def clf():
    """Takes everything off the figure."""
    gcf().clear()


def cla():
    """Takes everything off the axes."""
    gca().clear()


def savefig(fname, **more):
    """Saves the figure to a file: SVG, or PNG."""
    gcf().savefig(fname, **more)


def imsave(fname, arr, *, vmin=None, vmax=None, cmap=None, origin=None, **more):
    """Refused: figures are saved."""
    raise _absent("plt.imsave", "plt.imshow(x); plt.savefig('x.png')")


def imread(fname, format=None):
    """Refused: arrays are read."""
    raise _absent("plt.imread", "np.load('x.npy')")


def suptitle(t, **more):
    """The title of the figure."""
    return gcf().suptitle(t, **more)


def figtext(x, y, s, fontdict=None, **more):
    """Writes words at a place of the figure."""
    return gcf().text(x, y, s, fontdict, **more)


def figlegend(*args, **more):
    """Shows the names of what is drawn in the figure."""
    return gcf().legend(*args, **more)


def tight_layout(**more):
    """Figures are laid out tightly anyway."""
    gcf().tight_layout(**more)


def subplots_adjust(**more):
    """Margins are chosen by what they have to hold here."""


def colorbar(mappable=None, cax=None, ax=None, **more):
    """Shows what colours stand for."""
    if mappable is None:
        mappable = _last_mappable()
        if mappable is None:
            raise RuntimeError("colorbar(): there is no image to show the colours of; No mappable was found to use for colorbar "
                               "creation. First define a mappable such as an image (with imshow) or a contour set (with contourf).")
    return gcf().colorbar(mappable, cax=cax, ax=ax, **more)


def _last_mappable():
    found = [a for a in gca()._artists if isinstance(a, ScalarMappable) and a._array is not None] if _state.current else []
    return found[-1] if found else None


gci = _last_mappable


def clim(vmin=None, vmax=None):
    """The values of the first and of the last colour."""
    mappable = _last_mappable()
    if mappable is None:
        raise RuntimeError("You must first define an image, e.g., with imshow")
    mappable.set_clim(vmin, vmax)


def set_cmap(cmap):
    """The colours of images from now on."""
    rcParams["image.cmap"] = _colormap(cmap).name
    mappable = _last_mappable()
    if mappable is not None:
        mappable.set_cmap(cmap)


def draw():
    """Figures are drawn where they are shown."""


def pause(interval):
    """Goes on at once: figures here do not move."""
    _passed_over("plt.pause")


def ion():
    """Figures are shown by plt.show() here."""


ioff = draw_if_interactive = ion


def isinteractive():
    """False: figures are shown by plt.show()."""
    return False


def switch_backend(newbackend):
    """Figures are drawn in the terminal and as SVG."""


def get_backend():
    """What draws: the terminal."""
    return "terminal"


def rcdefaults():
    """Restores the default settings."""
    _pyplot.reset()


def rc(group, **settings):
    """Sets several settings of one group."""
    short = {"lw": "linewidth", "ls": "linestyle", "c": "color", "fc": "facecolor", "ec": "edgecolor", "mew": "markeredgewidth"}
    for one in ([group] if _is_text(group) else group):
        for name, value in settings.items():
            rcParams[f"{one}.{short.get(name, name)}"] = value


class rc_context:
    """Settings for a while."""

    def __init__(self, rc=None, fname=None):
        self._settings = dict(rc or {})

    def __enter__(self):
        self._before = {name: rcParams.get(name) for name in self._settings}
        rcParams.update(self._settings)

    def __exit__(self, kind, value, traceback):
        for name, old in self._before.items():
            if old is not None:
                rcParams[name] = old


class _Style:
    # plt.style.
    available = ["bmh", "classic", "dark_background", "fast", "fivethirtyeight", "ggplot", "grayscale", "seaborn-v0_8",
                 "seaborn-v0_8-bright", "seaborn-v0_8-colorblind", "seaborn-v0_8-dark", "seaborn-v0_8-darkgrid",
                 "seaborn-v0_8-deep", "seaborn-v0_8-muted", "seaborn-v0_8-notebook", "seaborn-v0_8-paper", "seaborn-v0_8-pastel",
                 "seaborn-v0_8-poster", "seaborn-v0_8-talk", "seaborn-v0_8-ticks", "seaborn-v0_8-white", "seaborn-v0_8-whitegrid",
                 "tableau-colorblind10", "petroff10"]

    def use(self, style):
        """A style of figures: whether they have a grid; other looks are passed over."""
        for name in [style] if _is_text(style) or isinstance(style, dict) else style:
            if isinstance(name, dict):
                rcParams.update(name)
            elif name == "default":
                rcdefaults()
            elif name in self.available:
                rcParams["axes.grid"] = name.endswith("grid") or name in ("ggplot", "fivethirtyeight", "bmh", "seaborn-v0_8")
                _passed_over(f"the colours of the style {name!r}")
            else:
                raise OSError(f"{name!r} is not a valid package style, path of style file, URL of style file, or library style name "
                              "(library styles are listed in `style.available`)")

    def context(self, style, after_reset=False):
        """A style for a while."""
        return _StyleContext(self, style)


class _StyleContext:
    # A style for a while.

    def __init__(self, owner, style):
        self._owner, self._style = owner, style

    def __enter__(self):
        self._grid = rcParams["axes.grid"]
        self._owner.use(self._style)

    def __exit__(self, kind, value, traceback):
        rcParams["axes.grid"] = self._grid


style = _Style()


def setp(obj, *args, **more):
    """Sets something of what is drawn."""
    every = obj if isinstance(obj, (list, tuple)) else [obj]
    pairs = list(zip(args[::2], args[1::2])) + list(more.items())
    for one in every:
        for name, value in pairs:
            method = getattr(one, "set_" + name, None)
            if method is None:
                raise AttributeError(f"{type(one).__name__}.set() got an unexpected keyword argument {name!r}")
            method(value)


def getp(obj, property):
    """Something of what is drawn."""
    return getattr(obj, "get_" + property)()


def title(label, fontdict=None, loc=None, pad=None, *, y=None, **more):
    """The title of the axes."""
    return gca().set_title(label, fontdict, loc, pad, **more)


def xlabel(xlabel, fontdict=None, labelpad=None, *, loc=None, **more):
    """The label of the x axis."""
    return gca().set_xlabel(xlabel, fontdict, labelpad, **more)


def ylabel(ylabel, fontdict=None, labelpad=None, *, loc=None, **more):
    """The label of the y axis."""
    return gca().set_ylabel(ylabel, fontdict, labelpad, **more)


def xlim(*args, **more):
    """Sets the ends of the x axis, or gives them."""
    return gca().get_xlim() if not args and not more else gca().set_xlim(*args, **more)


def ylim(*args, **more):
    """Sets the ends of the y axis, or gives them."""
    return gca().get_ylim() if not args and not more else gca().set_ylim(*args, **more)


def xscale(value, **more):
    """Makes the x axis linear or logarithmic."""
    gca().set_xscale(value, **more)


def yscale(value, **more):
    """Makes the y axis linear or logarithmic."""
    gca().set_yscale(value, **more)


def xticks(ticks=None, labels=None, *, minor=False, **more):
    """Sets where the ticks of the x axis are, and what is written there, or gives it."""
    ax = gca()
    if ticks is not None:
        ax.set_xticks(ticks, labels, **more)
    elif labels is not None:
        ax.set_xticklabels(labels)
    return ax.get_xticks(), ax.get_xticklabels()


def yticks(ticks=None, labels=None, *, minor=False, **more):
    """Sets where the ticks of the y axis are, and what is written there, or gives it."""
    ax = gca()
    if ticks is not None:
        ax.set_yticks(ticks, labels, **more)
    elif labels is not None:
        ax.set_yticklabels(labels)
    return ax.get_yticks(), ax.get_yticklabels()


def legend(*args, **more):
    """Shows the names of what is drawn."""
    return gca().legend(*args, **more)


def matshow(A, fignum=None, **more):
    """Draws a matrix as colours in a new figure."""
    if fignum != 0:
        figure(fignum)
    return gca().matshow(A, **more)


def twinx(ax=None):
    """Axes over the same x with a scale of their own at the right."""
    return (ax or gca()).twinx()


def twiny(ax=None):
    """Refused: another scale stands at the right."""
    return (ax or gca()).twiny()


def box(on=None):
    """Whether the frame is seen."""
    gca()._frame = not gca()._frame if on is None else bool(on)


def plot(*args, scalex=True, scaley=True, data=None, **more):
    """Draws curves: plot(y), plot(x, y), plot(x, y, 'k--'), several of these in a row."""
    return gca().plot(*args, scalex=scalex, scaley=scaley, data=data, **more)


def step(x, y, *args, where='pre', **more):
    """Draws curves that go in steps."""
    return gca().step(x, y, *args, where=where, **more)


def stairs(values, edges=None, *, fill=False, baseline=0, label=None, color=None, alpha=None, **more):
    """Draws steps between edges."""
    return gca().stairs(values, edges, fill=fill, baseline=baseline, label=label, color=color, alpha=alpha, **more)


def semilogy(*args, base=10, **more):
    """Draws curves over a logarithmic y axis."""
    return gca().semilogy(*args, base=base, **more)


def semilogx(*args, base=10, **more):
    """Draws curves over a logarithmic x axis."""
    return gca().semilogx(*args, base=base, **more)


def loglog(*args, base=10, **more):
    """Draws curves over logarithmic axes."""
    return gca().loglog(*args, base=base, **more)


def errorbar(x, y, yerr=None, xerr=None, fmt='', *, ecolor=None, elinewidth=None, capsize=None, barsabove=False,
             label=None, **more):
    """Draws points with the lengths of their errors."""
    return gca().errorbar(x, y, yerr, xerr, fmt, ecolor=ecolor, elinewidth=elinewidth, capsize=capsize,
                          barsabove=barsabove, label=label, **more)


def stem(*args, linefmt=None, markerfmt=None, basefmt=None, bottom=0, label=None, orientation='vertical', data=None):
    """Draws points on stems."""
    return gca().stem(*args, linefmt=linefmt, markerfmt=markerfmt, basefmt=basefmt, bottom=bottom, label=label,
                      orientation=orientation, data=data)


def vlines(x, ymin, ymax, colors=None, linestyles='solid', label='', **more):
    """Draws upright lines."""
    return gca().vlines(x, ymin, ymax, colors, linestyles, label, **more)


def hlines(y, xmin, xmax, colors=None, linestyles='solid', label='', **more):
    """Draws level lines."""
    return gca().hlines(y, xmin, xmax, colors, linestyles, label, **more)


def axhline(y=0, xmin=0, xmax=1, **more):
    """Draws a level line across the plot."""
    return gca().axhline(y, xmin, xmax, **more)


def axvline(x=0, ymin=0, ymax=1, **more):
    """Draws an upright line across the plot."""
    return gca().axvline(x, ymin, ymax, **more)


def axline(xy1, xy2=None, *, slope=None, **more):
    """Draws a straight line through two points, or one with a slope."""
    return gca().axline(xy1, xy2, slope=slope, **more)


def axhspan(ymin, ymax, xmin=0, xmax=1, **more):
    """Fills the plot between two heights."""
    return gca().axhspan(ymin, ymax, xmin, xmax, **more)


def axvspan(xmin, xmax, ymin=0, ymax=1, **more):
    """Fills the plot between two x."""
    return gca().axvspan(xmin, xmax, ymin, ymax, **more)


def scatter(x, y, s=None, c=None, marker=None, cmap=None, norm=None, vmin=None, vmax=None, alpha=None,
            linewidths=None, *, edgecolors=None, colorizer=None, plotnonfinite=False, data=None, label=None, **more):
    """Draws points, with a size and a colour for each."""
    return gca().scatter(x, y, s, c, marker, cmap, norm, vmin, vmax, alpha, linewidths, edgecolors=edgecolors,
                         colorizer=colorizer, plotnonfinite=plotnonfinite, data=data, label=label, **more)


def bar(x, height, width=0.8, bottom=None, *, align='center', data=None, **more):
    """Draws upright bars."""
    return gca().bar(x, height, width, bottom, align=align, data=data, **more)


def barh(y, width, height=0.8, left=None, *, align='center', data=None, **more):
    """Draws lying bars."""
    return gca().barh(y, width, height, left, align=align, data=data, **more)


def bar_label(container, labels=None, *, fmt='%g', label_type='edge', padding=0, **more):
    """Writes the numbers of bars at their ends."""
    return gca().bar_label(container, labels, fmt=fmt, label_type=label_type, padding=padding, **more)


def hist(x, bins=None, *, range=None, density=False, weights=None, cumulative=False, bottom=None, histtype='bar',
         align='mid', orientation='vertical', rwidth=None, log=False, color=None, label=None, stacked=False,
         data=None, **more):
    """Draws how many numbers lie between edges, and gives the counts and the edges."""
    return gca().hist(x, bins, range=range, density=density, weights=weights, cumulative=cumulative, bottom=bottom,
                      histtype=histtype, align=align, orientation=orientation, rwidth=rwidth, log=log, color=color,
                      label=label, stacked=stacked, data=data, **more)


def hist2d(x, y, bins=10, range=None, density=False, weights=None, cmin=None, cmax=None, *, data=None, **more):
    """Draws how many points lie in each cell of a grid."""
    return gca().hist2d(x, y, bins, range, density, weights, cmin, cmax, data=data, **more)


def hexbin(*args, **more):
    """Refused: the cells of a grid are there."""
    return gca().hexbin(*args, **more)


def violinplot(*args, **more):
    """Refused: boxes are there."""
    return gca().violinplot(*args, **more)


def boxplot(x, notch=None, sym=None, vert=None, whis=1.5, positions=None, widths=None, patch_artist=False,
            labels=None, tick_labels=None, showmeans=False, showfliers=True, orientation='vertical',
            meanline=False, showcaps=True, showbox=True, **more):
    """Draws boxes from the first to the third quartile, with what lies far out as points."""
    return gca().boxplot(x, notch, sym, vert, whis, positions, widths, patch_artist, labels, tick_labels,
                         showmeans, showfliers, orientation, meanline, showcaps, showbox, **more)


def pie(x, explode=None, labels=None, colors=None, autopct=None, pctdistance=0.6, shadow=False, labeldistance=1.1,
        startangle=0, radius=1, counterclock=True, wedgeprops=None, textprops=None, center=(0, 0), frame=False,
        rotatelabels=False, *, normalize=True, hatch=None, data=None):
    """Draws parts of a whole as pieces of a pie."""
    return gca().pie(x, explode, labels, colors, autopct, pctdistance, shadow, labeldistance, startangle, radius,
                     counterclock, wedgeprops, textprops, center, frame, rotatelabels, normalize=normalize,
                     hatch=hatch, data=data)


def fill_between(x, y1, y2=0, where=None, interpolate=False, step=None, *, data=None, **more):
    """Fills between two curves."""
    return gca().fill_between(x, y1, y2, where, interpolate, step, data=data, **more)


def fill_betweenx(y, x1, x2=0, where=None, step=None, interpolate=False, *, data=None, **more):
    """Fills between two curves that run upwards."""
    return gca().fill_betweenx(y, x1, x2, where, step, interpolate, data=data, **more)


def fill(*args, data=None, **more):
    """Fills within corners: fill(x, y), fill(x, y, 'r')."""
    return gca().fill(*args, data=data, **more)


def stackplot(x, *args, labels=(), colors=None, baseline='zero', data=None, **more):
    """Fills curves one above the other."""
    return gca().stackplot(x, *args, labels=labels, colors=colors, baseline=baseline, data=data, **more)


def imshow(X, cmap=None, norm=None, *, aspect=None, interpolation=None, alpha=None, vmin=None, vmax=None,
           colorizer=None, origin=None, extent=None, interpolation_stage=None, filternorm=True, filterrad=4.0,
           resample=None, url=None, data=None, **more):
    """Draws a matrix as colours, row 0 on top, or a picture of red, green and blue."""
    return gca().imshow(X, cmap, norm, aspect=aspect, interpolation=interpolation, alpha=alpha, vmin=vmin,
                        vmax=vmax, colorizer=colorizer, origin=origin, extent=extent,
                        interpolation_stage=interpolation_stage, filternorm=filternorm, filterrad=filterrad,
                        resample=resample, url=url, data=data, **more)


def spy(Z, precision=0, marker=None, markersize=None, aspect='equal', origin='upper', **more):
    """Draws where a matrix is not 0."""
    return gca().spy(Z, precision, marker, markersize, aspect, origin, **more)


def pcolormesh(*args, alpha=None, norm=None, cmap=None, vmin=None, vmax=None, shading=None, antialiased=False,
               data=None, **more):
    """Draws a matrix as colours between borders."""
    return gca().pcolormesh(*args, alpha=alpha, norm=norm, cmap=cmap, vmin=vmin, vmax=vmax, shading=shading,
                            antialiased=antialiased, data=data, **more)


def pcolor(*args, alpha=None, norm=None, cmap=None, vmin=None, vmax=None, shading=None, antialiased=False,
           data=None, **more):
    """Draws a matrix as colours between borders."""
    return gca().pcolor(*args, alpha=alpha, norm=norm, cmap=cmap, vmin=vmin, vmax=vmax, shading=shading,
                        antialiased=antialiased, data=data, **more)


def contour(*args, levels=None, colors=None, cmap=None, norm=None, vmin=None, vmax=None, alpha=None,
            linewidths=None, linestyles=None, data=None, **more):
    """Draws lines of equal values."""
    return gca().contour(*args, levels=levels, colors=colors, cmap=cmap, norm=norm, vmin=vmin, vmax=vmax,
                         alpha=alpha, linewidths=linewidths, linestyles=linestyles, data=data, **more)


def contourf(*args, levels=None, colors=None, cmap=None, norm=None, vmin=None, vmax=None, alpha=None,
             extend='neither', hatches=None, data=None, **more):
    """Fills between lines of equal values."""
    return gca().contourf(*args, levels=levels, colors=colors, cmap=cmap, norm=norm, vmin=vmin, vmax=vmax,
                          alpha=alpha, extend=extend, hatches=hatches, data=data, **more)


def quiver(*args, scale=None, color=None, width=None, angles='uv', units='width', scale_units=None, cmap=None,
           alpha=None, label=None, pivot='tail', **more):
    """Draws arrows at points."""
    return gca().quiver(*args, scale=scale, color=color, width=width, angles=angles, units=units,
                        scale_units=scale_units, cmap=cmap, alpha=alpha, label=label, pivot=pivot, **more)


def arrow(x, y, dx, dy, **more):
    """Draws an arrow."""
    return gca().arrow(x, y, dx, dy, **more)


def streamplot(*args, **more):
    """Refused: arrows are there."""
    return gca().streamplot(*args, **more)


def table(*args, **more):
    """Refused: words are there."""
    return gca().table(*args, **more)


def text(x, y, s, fontdict=None, **more):
    """Writes words at a place."""
    return gca().text(x, y, s, fontdict, **more)


def annotate(text, xy, xytext=None, xycoords='data', textcoords=None, arrowprops=None, annotation_clip=None, **more):
    """Writes words about a point, with an arrow to it."""
    return gca().annotate(text, xy, xytext, xycoords, textcoords, arrowprops, annotation_clip, **more)


def margins(*margins, x=None, y=None, tight=True):
    """How much of the span of the data stays free at the ends."""
    return gca().margins(*margins, x=x, y=y, tight=tight)


def autoscale(enable=True, axis='both', tight=None):
    """The ends follow the data again."""
    return gca().autoscale(enable, axis, tight)


def grid(visible=None, which='major', axis='both', **more):
    """Draws lines at the ticks."""
    return gca().grid(visible, which, axis, **more)


def axis(arg=None, **more):
    """Hides the frame with 'off', sets the four ends, or gives them."""
    return gca().axis(arg, **more)


def tick_params(axis='both', **more):
    """How ticks look: whether they and their words are seen."""
    return gca().tick_params(axis, **more)


def ticklabel_format(**more):
    """How numbers at ticks are written: as short as they can be, here."""
    return gca().ticklabel_format(**more)


def minorticks_on():
    """Small ticks are not drawn here."""
    return gca().minorticks_on()


def minorticks_off():
    """As it is."""
    return gca().minorticks_off()


def locator_params(axis='both', tight=None, **more):
    """About how many ticks there are."""
    return gca().locator_params(axis, tight, **more)


def plot_date(*args, **more):
    """Draws curves over dates."""
    return gca().plot_date(*args, **more)


def autumn():
    """The colours of images from now on: autumn."""
    set_cmap("autumn")


def bone():
    """The colours of images from now on: bone."""
    set_cmap("bone")


def cool():
    """The colours of images from now on: cool."""
    set_cmap("cool")


def copper():
    """The colours of images from now on: copper."""
    set_cmap("copper")


def gray():
    """The colours of images from now on: gray."""
    set_cmap("gray")


def hot():
    """The colours of images from now on: hot."""
    set_cmap("hot")


def hsv():
    """The colours of images from now on: hsv."""
    set_cmap("hsv")


def inferno():
    """The colours of images from now on: inferno."""
    set_cmap("inferno")


def jet():
    """The colours of images from now on: jet."""
    set_cmap("jet")


def magma():
    """The colours of images from now on: magma."""
    set_cmap("magma")


def pink():
    """The colours of images from now on: pink."""
    set_cmap("pink")


def plasma():
    """The colours of images from now on: plasma."""
    set_cmap("plasma")


def spring():
    """The colours of images from now on: spring."""
    set_cmap("spring")


def summer():
    """The colours of images from now on: summer."""
    set_cmap("summer")


def viridis():
    """The colours of images from now on: viridis."""
    set_cmap("viridis")


def winter():
    """The colours of images from now on: winter."""
    set_cmap("winter")


def broken_barh(xranges, yrange, align="bottom", *, data=None, **more):
    """Draws rows of bars between their ends."""
    return gca().broken_barh(xranges, yrange, align, **more)


def eventplot(positions, orientation="horizontal", **more):
    """Draws a line at each event."""
    return gca().eventplot(positions, orientation, **more)


def ecdf(x, weights=None, **more):
    """Draws which part of the numbers lies below each."""
    return gca().ecdf(x, weights, **more)


def clabel(CS, levels=None, **more):
    """The values are not written on the lines here."""
    return CS.clabel()


def sci(im):
    """Takes an image for the current one: it is the last that was drawn here."""


get = getp


# What other modules of matplotlib have.


MaxNLocator, MultipleLocator, FixedLocator, NullLocator = (_ticker.MaxNLocator, _ticker.MultipleLocator, _ticker.FixedLocator,
                                                           _ticker.NullLocator)


class _gridspec:
    # matplotlib.gridspec.
    GridSpec, SubplotSpec = GridSpec, SubplotSpec


class _patches:
    # matplotlib.patches.
    Patch, Rectangle, Circle, Ellipse, Polygon, Wedge = Patch, Rectangle, Circle, Ellipse, Polygon, Wedge


class _lines:
    # matplotlib.lines.
    Line2D = Line2D


class _figure:
    # matplotlib.figure.
    Figure = Figure


class _axes:
    # matplotlib.axes.
    Axes = Axes


class _animation:
    # matplotlib.animation.

    class FuncAnimation:
        """Refused: figures here do not move."""

        def __init__(self, *args, **more):
            raise _absent("matplotlib.animation.FuncAnimation", "plt.show() of some moments")

    ArtistAnimation = FuncAnimation


class _toolkits:
    # mpl_toolkits.

    def make_axes_locatable(axes):
        """Refused: colour bars have their place."""
        raise _absent("mpl_toolkits.axes_grid1.make_axes_locatable", "fig.colorbar(image, ax=ax)")

    class Axes3D:
        """Refused: figures here are flat."""

        def __init__(self, *args, **more):
            raise _absent("mpl_toolkits.mplot3d.Axes3D", "plt.imshow, plt.contourf")


class _collections:
    # matplotlib.collections.
    LineCollection, PolyCollection, PathCollection, Collection = LineCollection, PolyCollection, PathCollection, Collection


class _matplotlib:
    # matplotlib itself.
    __version__ = "3.11.2"
    rcParams, colormaps, cm, colors, style, ticker = rcParams, colormaps, cm, _colors, style, _ticker
    gridspec, patches, lines, figure, axes, animation = _gridspec, _patches, _lines, _figure, _axes, _animation
    collections = _collections

    def use(backend, *, force=True):
        """Figures are drawn in the terminal and as SVG."""

    def get_backend():
        """What draws: the terminal."""
        return "terminal"

    def interactive(b):
        """Figures are shown by plt.show()."""

    def rc(group, **settings):
        """Sets several settings of one group."""
        rc(group, **settings)

    def rcdefaults():
        """Restores the default settings."""
        rcdefaults()

    rc_context = rc_context
