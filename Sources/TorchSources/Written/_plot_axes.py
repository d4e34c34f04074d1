"""Axes, and the calls that draw on them."""
import math

import numpy as np

from _plot_colors import (ListedColormap, Normalize, _absent, _hex, _is_colour, _is_text, _passed_over, _to_rgba,
    rcParams)
from _plot_artists import (Annotation, AxesImage, BarContainer, Bbox, Collection, ErrorbarContainer, Line2D,
    LineCollection, Patch, PathCollection, PolyCollection, QuadContourSet, QuadMesh, Rectangle, StemContainer, Text,
    Wedge, _Bars, _Rule, _Transform, _floats, _format, _ground, _leave, _near, _row, _take)


class _Spine:
    # An edge of the frame.

    def __init__(self, axes, name):
        self._axes, self._name, self._visible = axes, name, True

    def set_visible(self, b):
        """Whether it is seen: the frame is drawn whole here, or not at all."""
        self._visible = bool(b)

    def get_visible(self):
        """Whether it is seen."""
        return self._visible

    def set_color(self, c):
        """The frame has one colour here."""
        _passed_over("the colour of spines")

    def set_linewidth(self, w):
        """The frame has one width here."""
        _passed_over("the width of spines")

    def set_position(self, position):
        """The frame stays around the plot here."""
        _passed_over("the position of spines")

    def set(self, **settings):
        """Several things at once."""
        for name, value in settings.items():
            getattr(self, "set_" + name)(value)


class _Spines(dict):
    # The edges of the frame, one or several.

    def __getitem__(self, key):
        if isinstance(key, (list, tuple)):
            return _Several([dict.__getitem__(self, name) for name in key])
        if isinstance(key, slice):
            return _Several(list(self.values()))
        return dict.__getitem__(self, key)

    def __getattr__(self, name):
        if name in self:
            return dict.__getitem__(self, name)
        raise AttributeError(f"'Spines' object does not contain a '{name}' spine")


class _Several:
    # What is said to one is said to all.

    def __init__(self, parts):
        self._parts = parts

    def __getattr__(self, name):
        def tell(*args, **more):
            for part in self._parts:
                getattr(part, name)(*args, **more)
        return tell


class _Axis:
    # ax.xaxis, ax.yaxis.

    def __init__(self, axes, name):
        self.axes, self.axis_name = axes, name

    def set_major_locator(self, locator):
        """Where the ticks are."""
        self.axes._locators[self.axis_name] = locator

    def set_major_formatter(self, formatter):
        """What is written at the ticks."""
        if _is_text(formatter):
            formatter = _ticker.StrMethodFormatter(formatter)
        elif not hasattr(formatter, "_text"):
            formatter = _ticker.FuncFormatter(formatter)
        self.axes._formatters[self.axis_name] = formatter

    def set_minor_locator(self, locator):
        """Small ticks are not drawn here."""

    def set_minor_formatter(self, formatter):
        """Small ticks are not drawn here."""

    def set_visible(self, b):
        """Whether the ticks are seen."""
        if not b:
            self.set_ticks([])

    def set_ticks(self, ticks, labels=None, minor=False, **more):
        """Where the ticks are, and what is written there."""
        if not minor:
            self.axes._set_ticks(self.axis_name, ticks, labels, more)

    def set_ticklabels(self, labels, **more):
        """What is written at the ticks."""
        self.axes._set_labels(self.axis_name, labels, more)

    def set_ticks_position(self, position):
        """Ticks stand below and at the left here."""
        if position not in ("bottom", "left", "both", "default"):
            _passed_over(f"ticks at the {position}")

    def tick_top(self):
        """Ticks stand below here."""
        _passed_over("ticks at the top")

    def tick_bottom(self):
        """As it is."""

    def tick_right(self):
        """Ticks stand at the left here."""
        _passed_over("ticks at the right")

    def tick_left(self):
        """As it is."""

    def set_label_position(self, position):
        """Labels stand below and at the left here."""
        if position not in ("bottom", "left"):
            _passed_over(f"labels at the {position}")

    def set_label_text(self, label, **more):
        """The label of the axis."""
        (self.axes.set_xlabel if self.axis_name == "x" else self.axes.set_ylabel)(label)

    def get_ticklabels(self, minor=False):
        """The words at the ticks."""
        return self.axes.get_xticklabels() if self.axis_name == "x" else self.axes.get_yticklabels()

    def set_tick_params(self, **more):
        """How ticks look."""
        self.axes.tick_params(axis=self.axis_name, **more)

    def set_inverted(self, inverted):
        """Whether the axis runs the other way."""
        self.axes._inverted[self.axis_name] = bool(inverted)

    def grid(self, visible=True, **more):
        """Lines at the ticks."""
        self.axes.grid(visible)


class Axes:
    """One pair of axes with what is drawn on it."""

    def __init__(self, figure, part=None):
        self.figure, self._part = figure, part
        self.xaxis, self.yaxis = _Axis(self, "x"), _Axis(self, "y")
        self._share = {"x": [self], "y": [self]}
        self._twins, self._base = [], None
        self._setup()

    def _setup(self):
        self._artists, self._turn = [], 0
        self._title, self._xlabel, self._ylabel = "", "", ""
        self._limits, self._scales = {"x": None, "y": None}, {"x": "linear", "y": "linear"}
        self._ticks, self._labels = {"x": None, "y": None}, {"x": None, "y": None}
        self._locators, self._formatters, self._inverted = {}, {}, {"x": False, "y": False}
        self._margins = {"x": 0.05, "y": 0.05}
        self._grid, self._frame, self._legend, self._visible = bool(rcParams["axes.grid"]), True, None, True
        self._words = {"x": [], "y": []}
        self._bar, self._aspect = None, "auto"
        self.spines = _Spines({name: _Spine(self, name) for name in ("left", "right", "bottom", "top")})

    def __repr__(self):
        return "<Axes: " + ", ".join(f"{name}={text!r}" for name, text in
                                     [("title", {"center": self._title} if self._title else ""), ("xlabel", self._xlabel),
                                      ("ylabel", self._ylabel)] if text) + ">"

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"'Axes' object has no attribute '{name}'")
        raise AttributeError(f"'Axes' object has no attribute '{name}': matplotlib.axes.Axes.{name} is not in Lagado")

    # What it has.

    @property
    def lines(self):
        return [artist for artist in self._artists if isinstance(artist, Line2D)]

    @property
    def patches(self):
        bars = [r for artist in self._artists if isinstance(artist, _Bars) for r in artist._rectangles]
        return bars + [artist for artist in self._artists if isinstance(artist, Patch)]

    @property
    def collections(self):
        return [a for a in self._artists if isinstance(a, Collection) and not isinstance(a, AxesImage)]

    @property
    def images(self):
        return [artist for artist in self._artists if isinstance(artist, AxesImage)]

    @property
    def texts(self):
        return [artist for artist in self._artists if isinstance(artist, Text)]

    @property
    def containers(self):
        return [artist._container for artist in self._artists if getattr(artist, "_container", None) is not None]

    def get_lines(self):
        """The curves."""
        return self.lines

    def get_images(self):
        """The images."""
        return self.images

    def get_children(self):
        """All that is drawn."""
        return list(self._artists)

    def get_figure(self, root=False):
        """The figure."""
        return self.figure

    def get_xaxis(self):
        """The x axis."""
        return self.xaxis

    def get_yaxis(self):
        """The y axis."""
        return self.yaxis

    def has_data(self):
        """Whether anything is drawn."""
        return bool(self._artists)

    def get_aspect(self):
        """'auto', or 'equal'."""
        return self._aspect

    def get_visible(self):
        """Whether the axes are seen."""
        return self._visible

    def get_facecolor(self):
        """The colour of the plot: white."""
        return (1.0, 1.0, 1.0, 1.0)

    def get_xmargin(self):
        """How much of the span of x stays free."""
        return self._margins["x"]

    def get_ymargin(self):
        """How much of the span of y stays free."""
        return self._margins["y"]

    def set_xmargin(self, m):
        """How much of the span of x stays free."""
        self.margins(x=m)

    def set_ymargin(self, m):
        """How much of the span of y stays free."""
        self.margins(y=m)

    def _add(self, artist):
        artist.axes = self
        self._artists.append(artist)
        return artist

    def _next_colour(self):
        owner = self
        colour = _to_rgba(f"C{owner._turn % 10}")[:3]
        owner._turn += 1
        return colour

    def add_line(self, line):
        """Adds a Line2D."""
        return self._add(line)

    def add_patch(self, p):
        """Adds a patch such as Rectangle."""
        return self._add(p)

    def add_collection(self, collection, autolim=True):
        """Adds a collection such as LineCollection."""
        return self._add(collection)

    def add_artist(self, a):
        """Adds anything that is drawn."""
        return self._add(a) if not isinstance(a, _Legend) else a

    def set_prop_cycle(self, *args, **more):
        """The colours that curves get in turn: those of matplotlib here."""
        _passed_over("set_prop_cycle")

    # Numbers and words on the axes.

    def _places(self, name, values):
        """Numbers for values; words get places of their own, in the order in which they come."""
        if hasattr(values, "detach"):
            values = values.detach().numpy()
        if isinstance(values, dict):
            values = list(values)
        if hasattr(values, "keys") or type(values).__name__ in ("dict_keys", "dict_values", "map", "zip", "generator"):
            values = list(values)
        if isinstance(values, (list, tuple)) and values and _is_text(values[0]):
            known = self._words[name]
            for word in values:
                if word not in known:
                    known.append(word)
            return np.array([float(known.index(word)) for word in values])
        return _row(values)

    def _columns(self, values):
        """One row of numbers for each curve."""
        if hasattr(values, "detach"):
            values = values.detach().numpy()
        if isinstance(values, (list, tuple)) and values and not _is_text(values[0]) and np.ndim(values[0]) == 1:
            values = np.asarray([[float(part) for part in row] for row in values])
        row = values if hasattr(values, "ndim") else None
        if row is not None and row.ndim == 2:
            return [row[:, place] for place in range(row.shape[1])]
        if row is not None and row.ndim > 2:
            raise ValueError(f"x and y can be no greater than 2D, but have shapes {tuple(row.shape)}")
        return None

    # Curves.

    def plot(self, *args, scalex=True, scaley=True, data=None, **more):
        """Draws curves: plot(y), plot(x, y), plot(x, y, 'k--'), several of these in a row."""
        args = list(args)
        if data is not None:
            args = [data[a] if _is_text(a) and a in data else a for a in args]
        if not args:
            raise TypeError("plot() wants numbers to draw: plt.plot([3.2, 2.9, 2.7])")
        colour = _take(more, "color", "c")
        line = _take(more, "linestyle", "ls")
        width = _take(more, "linewidth", "lw")
        marker = _take(more, "marker")
        size = _take(more, "markersize", "ms")
        label, alpha = more.pop("label", None), _take(more, "alpha")
        step = _take(more, "drawstyle", "ds")
        _leave("plot", more)
        drawn = []
        while args:
            first = args.pop(0)
            x = None
            if args and not _is_text(args[0]):
                x, y = first, args.pop(0)
            else:
                y = first
            fmt = args.pop(0) if args and _is_text(args[0]) else ""
            fc, fm, fl = _format(fmt) if fmt else (None, None, None)
            columns = self._columns(y)
            rows = [self._places("y", y)] if columns is None else columns
            sides = None if x is None else self._columns(x)
            for place, row in enumerate(rows):
                if x is None:
                    side = np.arange(len(row)) * 1.0
                elif sides is not None:
                    side = sides[min(place, len(sides) - 1)]
                else:
                    side = self._places("x", x)
                if len(side) != len(row):
                    if columns is None:
                        raise ValueError(f"plot: x has {len(side)} values and y has {len(row)}; x and y must have same "
                                         f"first dimension, but have shapes ({len(side)},) and ({len(row)},)")
                    raise ValueError(f"x and y must have same first dimension, but have shapes ({len(side)},) and "
                                     f"({len(row)}, {len(rows)})")
                stroke = line if line is not None else fl if fl is not None else "None" if fm is not None else "-"
                name = label[place] if isinstance(label, (list, tuple)) and len(label) == len(rows) else label
                if step and str(step).startswith("steps"):
                    side, row = _stairs(side, row, str(step)[6:] or "pre")
                own = colour if colour is not None else fc if fc is not None else self._next_colour()
                _to_rgba(own)
                made = Line2D(side, row, width, stroke, own, marker if marker is not None else fm, size,
                              name if name is not None else f"_child{len(self._artists)}", alpha)
                drawn.append(self._add(made))
        return drawn

    def step(self, x, y, *args, where="pre", **more):
        """Draws curves that go in steps."""
        x, y = self._places("x", x), self._places("y", y)
        lines = self.plot(x, y, *args, **more)
        lines[0]._where = where
        lines[0]._drawn_plain, xs, ys = lines[0]._drawn, *_stairs(x, y, where)
        stairs = Line2D(xs, ys, lines[0]._width, lines[0]._stroke, lines[0]._colour, None, None, None, lines[0]._alpha)

        def drawn():
            entry = stairs._drawn()[0]
            entry["label"] = lines[0]._passed()
            return [entry]
        lines[0]._drawn = drawn
        return lines

    def stairs(self, values, edges=None, *, fill=False, baseline=0, label=None, color=None, alpha=None, **more):
        """Draws steps between edges."""
        values = _floats(values)
        edges = np.arange(len(values) + 1) if edges is None else _floats(edges)
        x = [float(e) for e in edges for _ in range(2)][1:-1]
        y = [float(v) for v in values for _ in range(2)]
        color = self._next_colour() if color is None else color
        if fill:
            x, y = [x[0]] + x + [x[-1]], [baseline] + y + [baseline]
            return self._add(Patch(x, y, color=color, alpha=alpha, label=label))
        return self._add(Line2D(np.array([x[0]] + x + [x[-1]]), np.array([baseline] + y + [baseline]), None, "-", color, None, None,
                                label, alpha))

    def semilogy(self, *args, base=10, **more):
        """Draws curves over a logarithmic y axis."""
        self.set_yscale("log")
        return self.plot(*args, **more)

    def semilogx(self, *args, base=10, **more):
        """Draws curves over a logarithmic x axis."""
        self.set_xscale("log")
        return self.plot(*args, **more)

    def loglog(self, *args, base=10, **more):
        """Draws curves over logarithmic axes."""
        self.set_xscale("log")
        self.set_yscale("log")
        return self.plot(*args, **more)

    def plot_date(self, *args, **more):
        """Draws curves over dates."""
        raise _absent("plt.plot_date", "plt.plot with numbers")

    def errorbar(self, x, y, yerr=None, xerr=None, fmt="", *, ecolor=None, elinewidth=None, capsize=None, barsabove=False,
                 label=None, **more):
        """Draws points with the lengths of their errors."""
        x, y = self._places("x", x), self._places("y", y)
        bars = []
        line = None
        if fmt.lower() != "none":
            line = self.plot(x, y, fmt, label="_nolegend_", **more)[0] if fmt else self.plot(x, y, label="_nolegend_", **more)[0]
            colour = line._colour
        else:
            colour = _take(more, "color", "c", default=self._next_colour())
        more_alpha = more.get("alpha")
        caps = []
        for error, across in ((xerr, True), (yerr, False)):
            if error is None:
                continue
            low, high = _both(error, len(x))
            xs, ys = _floats(x), _floats(y)
            if np.any(low < 0) or np.any(high < 0):
                raise ValueError(f"'{'x' if across else 'y'}err' must not contain negative values")
            ends = [((a - l, b), (a + h, b)) if across else ((a, b - l), (a, b + h))
                    for a, b, l, h in zip(xs.tolist(), ys.tolist(), low.tolist(), high.tolist())]
            bars.append(self._add(LineCollection(ends, colors=ecolor or colour, linewidths=elinewidth, alpha=more_alpha)))
            if capsize:
                for end in (0, 1):
                    caps.append(self._add(Line2D(np.array([e[end][0] for e in ends]), np.array([e[end][1] for e in ends]), None,
                                                 "None", ecolor or colour, "|" if across else "_", capsize * 2, None)))
        made = ErrorbarContainer((line, tuple(caps), tuple(bars)), label=label, has_xerr=xerr is not None,
                                 has_yerr=yerr is not None)
        owner = line or bars[0]
        owner.set_label(label)
        owner._container = made
        return made

    def stem(self, *args, linefmt=None, markerfmt=None, basefmt=None, bottom=0, label=None, orientation="vertical", data=None):
        """Draws points on stems."""
        if len(args) == 1:
            y, x = self._places("y", args[0]), None
        else:
            x, y = self._places("x", args[0]), self._places("y", args[1])
        x = np.arange(len(y)) if x is None else x
        if len(x) != len(y):
            raise ValueError(f"stem: there are {len(x)} places and {len(y)} heights")
        colour = _format(linefmt)[0] if linefmt else None
        colour = colour or "C0"
        lines = self._add(LineCollection([((a, bottom), (a, b)) for a, b in zip(_floats(x).tolist(), _floats(y).tolist())],
                                         colors=colour, linestyles=(_format(linefmt)[2] if linefmt else None) or "-"))
        fc, fm, fl = _format(markerfmt) if markerfmt else (None, "o", None)
        points = self._add(Line2D(x, y, None, "None", fc or colour, fm or "o", None, label))
        ends = _floats(x)
        base = self._add(Line2D(np.array([ends.min(), ends.max()]), np.array([bottom, bottom]), None, "-",
                                (_format(basefmt)[0] if basefmt and basefmt.strip() else None) or "C3", None, None, None))
        made = StemContainer((points, lines, base), label=label, markerline=points, stemlines=lines, baseline=base)
        points._container = made
        return made

    def vlines(self, x, ymin, ymax, colors=None, linestyles="solid", label="", **more):
        """Draws upright lines."""
        xs = _floats(self._places("x", x))
        low = np.broadcast_to(_floats(ymin), (len(xs),)) if np.ndim(ymin) == 0 or len(_row(ymin)) == 1 else _floats(ymin)
        high = np.broadcast_to(_floats(ymax), (len(xs),)) if np.ndim(ymax) == 0 or len(_row(ymax)) == 1 else _floats(ymax)
        colors = _take(more, "color", default=colors)
        linestyles = _take(more, "linestyle", "ls", default=linestyles)
        width, alpha = _take(more, "linewidth", "lw", "linewidths"), _take(more, "alpha")
        _leave("vlines", more)
        return self._add(LineCollection([((a, b), (a, c)) for a, b, c in zip(xs.tolist(), low.tolist(), high.tolist())],
                                        colors=colors, linestyles=linestyles, linewidths=width, label=label or None, alpha=alpha))

    def hlines(self, y, xmin, xmax, colors=None, linestyles="solid", label="", **more):
        """Draws level lines."""
        ys = _floats(self._places("y", y))
        low = np.broadcast_to(_floats(xmin), (len(ys),)) if np.ndim(xmin) == 0 or len(_row(xmin)) == 1 else _floats(xmin)
        high = np.broadcast_to(_floats(xmax), (len(ys),)) if np.ndim(xmax) == 0 or len(_row(xmax)) == 1 else _floats(xmax)
        colors = _take(more, "color", default=colors)
        linestyles = _take(more, "linestyle", "ls", default=linestyles)
        width, alpha = _take(more, "linewidth", "lw", "linewidths"), _take(more, "alpha")
        _leave("hlines", more)
        return self._add(LineCollection([((b, a), (c, a)) for a, b, c in zip(ys.tolist(), low.tolist(), high.tolist())],
                                        colors=colors, linestyles=linestyles, linewidths=width, label=label or None, alpha=alpha))

    def _across(self, call, at, upright, low, high, more):
        name = "x" if upright else "y"
        if _is_text(at):
            at = float(self._places(name, [at])[0])
        if np.ndim(at) != 0 and len(_row(at)) != 1:
            raise ValueError(f"{name} must be a single scalar value, but got {at!r}")
        at = float(_floats(at)[0])
        colour = _take(more, "color", "c")
        line, width = _take(more, "linestyle", "ls", default="-"), _take(more, "linewidth", "lw")
        label, alpha = more.pop("label", None), _take(more, "alpha")
        _leave(call, more)
        colour = self._next_colour() if colour is None else colour
        if (low, high) != (0, 1):
            _passed_over(f"{'ymin and ymax' if upright else 'xmin and xmax'} of {call}")
        return self._add(_Rule(self, at, upright, linewidth=width, linestyle=line, color=colour, label=label, alpha=alpha))

    def axhline(self, y=0, xmin=0, xmax=1, **more):
        """Draws a level line across the plot."""
        return self._across("axhline", y, False, xmin, xmax, more)

    def axvline(self, x=0, ymin=0, ymax=1, **more):
        """Draws an upright line across the plot."""
        return self._across("axvline", x, True, ymin, ymax, more)

    def axline(self, xy1, xy2=None, *, slope=None, **more):
        """Draws a straight line through two points, or one with a slope."""
        if (xy2 is None) == (slope is None):
            raise TypeError("Exactly one of 'xy2' and 'slope' must be given")
        if slope is None:
            slope = math.inf if xy2[0] == xy1[0] else (xy2[1] - xy1[1]) / (xy2[0] - xy1[0])
        low, high = self.get_xlim()
        if math.isinf(slope):
            return self.axvline(xy1[0], **more)
        return self.plot([low, high], [xy1[1] + (low - xy1[0]) * slope, xy1[1] + (high - xy1[0]) * slope], **more)[0]

    def _span(self, call, low, high, upright, more):
        colour = _take(more, "color", "facecolor", "fc")
        alpha, label = _take(more, "alpha"), more.pop("label", None)
        edge = _take(more, "edgecolor", "ec")
        _leave(call, more)
        colour = self._next_colour() if colour is None else colour
        patch = _Span(float(low), float(high), upright, color=colour, alpha=alpha, label=label, edgecolor=edge)
        return self._add(patch)

    def axhspan(self, ymin, ymax, xmin=0, xmax=1, **more):
        """Fills the plot between two heights."""
        return self._span("axhspan", ymin, ymax, False, more)

    def axvspan(self, xmin, xmax, ymin=0, ymax=1, **more):
        """Fills the plot between two x."""
        return self._span("axvspan", xmin, xmax, True, more)

    # Points and bars.

    def scatter(self, x, y, s=None, c=None, marker=None, cmap=None, norm=None, vmin=None, vmax=None, alpha=None, linewidths=None, *,
                edgecolors=None, colorizer=None, plotnonfinite=False, data=None, label=None, **more):
        """Draws points, with a size and a colour for each."""
        x, y = self._places("x", x), self._places("y", y)
        x, y = x.reshape(-1), y.reshape(-1)
        if len(x) != len(y):
            raise ValueError("x and y must be the same size")
        colour = _take(more, "color", "facecolors", "facecolor", "fc")
        _leave("scatter", more)
        sizes = [36.0] if s is None else [float(size) for size in _floats(s).reshape(-1).tolist()]
        if len(sizes) not in (1, len(x)):
            raise ValueError("s must be a scalar, or float array-like with the same size as x and y")
        values, colours = None, None
        if colour is not None and not (_is_text(colour) and colour == "none"):
            c = colour
        elif colour == "none" and edgecolors is not None:
            c = edgecolors
        if c is None:
            colours = [self._next_colour()]
        elif _is_text(c):
            colours = [c]
        else:
            c = c.detach().numpy() if hasattr(c, "detach") else c
            rows = list(c) if not hasattr(c, "shape") else c
            if hasattr(rows, "shape"):
                if rows.ndim == 1 and rows.shape[0] == len(x) or rows.ndim == 2 and rows.size == len(x):
                    values = rows.reshape(-1)
                elif rows.ndim == 2 and rows.shape[1] in (3, 4):
                    colours = [tuple(row) for row in rows.tolist()]
            elif rows and _is_text(rows[0]):
                colours = rows
            elif rows and np.ndim(rows[0]) == 1:
                colours = [tuple(float(part) for part in row) for row in rows]
            elif len(rows) == len(x):
                values = np.array([float(value) for value in rows])
            elif len(rows) in (3, 4):
                colours = [tuple(rows)]
            if values is None and colours is None:
                raise ValueError(f"'c' argument has {len(rows)} elements, which is inconsistent with 'x' and 'y' with size "
                                 f"{len(x)}.")
            if colours is not None and len(colours) not in (1, len(x)):
                raise ValueError(f"'c' argument has {len(colours)} elements, which is inconsistent with 'x' and 'y' with size "
                                 f"{len(x)}.")
            for one in colours or []:
                _to_rgba(one)
        norm = norm or Normalize(vmin, vmax)
        return self._add(PathCollection(self, x, y, sizes, colours, marker or "o", label, alpha, norm, cmap, values))

    def _bars(self, call, at, ends, width, base, align, lying, more):
        name = "y" if lying else "x"
        label, alpha = more.pop("label", None), _take(more, "alpha")
        colour, edge = _take(more, "color", "facecolor", "fc"), _take(more, "edgecolor", "ec")
        ticks, fill = more.pop("tick_label", None), more.pop("fill", True)
        errors = {"xerr": more.pop("xerr", None), "yerr": more.pop("yerr", None)}
        error_look, capsize, log = more.pop("ecolor", "k"), more.pop("capsize", None), more.pop("log", False)
        more.pop("error_kw", None)
        _leave(call, more)
        at = _floats(self._places(name, at))
        ends = _row(ends)
        count = max(len(at), len(ends))
        if len(at) != count and len(at) != 1 or len(ends) != count and len(ends) != 1:
            raise ValueError("shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg 0 with shape "
                             f"({len(at)},) and arg 1 with shape ({len(ends)},).")
        at, ends = np.broadcast_to(at, (count,)), np.broadcast_to(ends, (count,))
        widths = np.broadcast_to(_floats(width), (count,))
        bases = np.broadcast_to(_row(0.0 if base is None else base), (count,))
        if align not in ("center", "edge"):
            raise ValueError(f"{align!r} is not a valid value for align; supported values are 'center', 'edge'")
        colours = self._next_colour() if colour is None else colour
        colours = [colours] if _is_colour(colours) else list(colours)
        labels = [None] * count if label is None or _is_text(label) else list(label)
        rectangles = []
        for place in range(count):
            w, h, b = float(widths[place]), ends[place], bases[place]
            low = float(at[place]) - (w / 2 if align == "center" else 0.0)
            xy, size = ((b, low), (h, w)) if lying else ((low, b), (w, h))
            part = Rectangle(xy, size[0], size[1], color=colours[place % len(colours)], alpha=alpha, edgecolor=edge, fill=fill)
            part.axes, part._label = self, labels[place] or "_nolegend_"
            rectangles.append(part)
        groups = {}
        if _is_text(label) or label is None:
            groups[label] = rectangles
        else:
            for part, word in zip(rectangles, labels):
                groups.setdefault(word, []).append(part)
        owner = None
        for word, parts in groups.items():
            group = self._add(_Bars(self, parts, lying, word))
            owner = owner or group
        made = BarContainer(rectangles, label=label if _is_text(label) else None, patches=rectangles,
                            orientation="horizontal" if lying else "vertical", datavalues=ends, errorbar=None, _owner=owner)
        owner._container = made
        if ticks is not None:
            self._set_ticks(name, at, [ticks] * count if _is_text(ticks) else ticks, {})
        if log:
            self._scales["x" if lying else "y"] = "log"
        if errors["xerr"] is not None or errors["yerr"] is not None:
            middle = [low + (0 if align == "center" else w / 2) for low, w in zip(at.tolist(), widths.tolist())]
            tips = (bases + ends).tolist()
            x, y = (tips, middle) if lying else (middle, tips)
            made.errorbar = self.errorbar(x, y, errors["yerr"], errors["xerr"], "none", ecolor=error_look, capsize=capsize)
        return made

    def bar(self, x, height, width=0.8, bottom=None, *, align="center", data=None, **more):
        """Draws upright bars."""
        return self._bars("bar", x, height, width, bottom, align, False, more)

    def barh(self, y, width, height=0.8, left=None, *, align="center", data=None, **more):
        """Draws lying bars."""
        return self._bars("barh", y, width, height, left, align, True, more)

    def bar_label(self, container, labels=None, *, fmt="%g", label_type="edge", padding=0, **more):
        """Writes the numbers of bars at their ends."""
        made = []
        for place, part in enumerate(container):
            value = container.datavalues[place]
            if labels is not None:
                words = labels[place]
            elif callable(fmt):
                words = fmt(value)
            else:
                words = fmt.format(value) if "{" in fmt else fmt % value
            lying = container.orientation == "horizontal"
            tip = part._x0 + part._w if lying else part._y0 + part._h
            if label_type == "center":
                tip = part._x0 + part._w / 2 if lying else part._y0 + part._h / 2
            if lying:
                made.append(self.text(tip, part._y0 + part._h / 2, words, va="center",
                                      ha="center" if label_type == "center" else "left", fontsize=more.get("fontsize")))
            else:
                made.append(self.text(part._x0 + part._w / 2, tip, words, ha="center",
                                      va="center" if label_type == "center" else "bottom", fontsize=more.get("fontsize")))
        return made

    def hist(self, x, bins=None, *, range=None, density=False, weights=None, cumulative=False, bottom=None, histtype="bar",
             align="mid", orientation="vertical", rwidth=None, log=False, color=None, label=None, stacked=False, data=None, **more):
        """Draws how many numbers lie between edges, and gives the counts and the edges."""
        several = isinstance(x, (list, tuple)) and bool(x) and np.ndim(x[0]) > 0
        if hasattr(x, "detach"):
            x = x.detach().numpy()
        if not several and hasattr(x, "ndim") and x.ndim == 2:
            x, several = [x[:, place] for place in _range(x.shape[1])], True
        rows = [_floats(self._places("x", row)).reshape(-1) for row in (x if several else [x])]
        bins = rcParams.get("hist.bins", 10) if bins is None else bins
        if isinstance(bins, float) and bins == int(bins):
            bins = int(bins)
        if not _is_text(bins) and np.ndim(bins) == 0:
            if not isinstance(bins, int) and not hasattr(bins, "__index__") or int(bins) < 1 or int(bins) > 100000:
                raise ValueError("hist(): bins must be a whole number from 1 on, at most 100000")
            bins = int(bins)
        elif not _is_text(bins):
            bins = _floats(bins)
        whole = np.concatenate(rows) if rows else np.array([])
        whole = whole[np.isfinite(whole)]
        edges = _edges(whole, bins, range)
        loads = None if weights is None else [_floats(w).reshape(-1) for w in (weights if several else [weights])]
        counts = []
        for place, row in enumerate(rows):
            counts.append(_counted(row, edges, None if loads is None else loads[place]))
        widths = np.diff(edges)
        if density and not stacked:
            counts = [count / widths / count.sum() if count.sum() else count * np.nan for count in counts]
        if stacked:
            total = 0
            summed = []
            for count in counts:
                total = total + count
                summed.append(total)
            if density:
                summed = [count / widths / summed[-1].sum() for count in summed]
            counts = summed
        if cumulative:
            back = not isinstance(cumulative, bool) and cumulative < 0
            load = widths if density else 1
            counts = [np.cumsum((count * load)[::-1])[::-1] if back else np.cumsum(count * load) for count in counts]
        alpha, edge = _take(more, "alpha"), _take(more, "edgecolor", "ec")
        fill = _take(more, "facecolor", "fc")
        _take(more, "linewidth", "lw")
        line, hatch = _take(more, "linestyle", "ls"), more.pop("hatch", None)
        _leave("hist", more)
        colours = [None] * len(rows) if color is None else [color] if _is_colour(color) else list(color)
        labels = list(label) if isinstance(label, (list, tuple)) else [label] + [None] * (len(rows) - 1)
        lying = orientation == "horizontal"
        drawn = []
        below = np.zeros(len(widths)) if bottom is None else np.broadcast_to(_floats(bottom), (len(widths),))
        count_of = 1 if stacked or histtype != "bar" else len(rows)
        for place, count in enumerate(counts):
            own = colours[place % len(colours)] or fill or self._next_colour()
            if histtype in ("step", "stepfilled"):
                xs = [float(e) for e in edges.tolist() for _ in _range(2)]
                ys = [0.0] + [float(v) for v in (count + below).tolist() for _ in _range(2)] + [0.0]
                xs, ys = (ys, xs) if lying else (xs, ys)
                if histtype == "step":
                    drawn.append([self._add(Line2D(np.array(xs), np.array(ys), None, line or "-", edge or own, None, None,
                                                   labels[place] if place < len(labels) else None, alpha))])
                else:
                    drawn.append([self._add(Patch(xs, ys, color=own, alpha=alpha, edgecolor=edge,
                                                  label=labels[place] if place < len(labels) else None))])
                continue
            start = counts[place - 1] if stacked and place else below
            height = count - start if stacked and place else count
            share = widths * (0.8 if count_of > 1 else 1.0) * (1.0 if rwidth is None else rwidth) / count_of
            middle = edges[:-1] + widths / 2
            if count_of > 1:
                middle = edges[:-1] + widths * 0.1 + share * (place + 0.5)
            if align == "left":
                middle = middle - widths / 2
            elif align == "right":
                middle = middle + widths / 2
            word = labels[place] if place < len(labels) else None
            options = {"color": own, "alpha": alpha, "edgecolor": edge, "label": word}
            if lying:
                drawn.append(self.barh(middle, height, share, start, **options))
            else:
                drawn.append(self.bar(middle, height, share, start, **options))
            drawn[-1].patches[0].axes._artists[-1]._touching = True
        if log:
            self._scales["x" if lying else "y"] = "log"
        if several:
            return (np.array([count.tolist() for count in counts]), edges, drawn)
        return counts[0], edges, drawn[0]

    def hist2d(self, x, y, bins=10, range=None, density=False, weights=None, cmin=None, cmax=None, *, data=None, **more):
        """Draws how many points lie in each cell of a grid."""
        x, y = _floats(x), _floats(y)
        bx, by = (bins, bins) if np.ndim(bins) == 0 or len(_row(bins)) != 2 else bins
        rx, ry = (None, None) if range is None else range
        ex, ey = _edges(x, bx if np.ndim(bx) == 0 else _floats(bx), rx), _edges(y, by if np.ndim(by) == 0 else _floats(by), ry)
        counts = np.zeros((len(ex) - 1, len(ey) - 1))
        loads = np.ones(len(x)) if weights is None else _floats(weights)
        px, py = _bin_of(x, ex), _bin_of(y, ey)
        for a, b, w in zip(px.tolist(), py.tolist(), loads.tolist()):
            if a >= 0 and b >= 0:
                counts[a, b] += w
        if density:
            counts = counts / counts.sum() / np.diff(ex).reshape(-1, 1) / np.diff(ey).reshape(1, -1)
        if cmin is not None:
            counts[counts < cmin] = np.nan
        image = self.pcolormesh(ex, ey, counts.T, **more)
        return counts, ex, ey, image

    def hexbin(self, *args, **more):
        """Refused: the cells of a grid are there."""
        raise _absent("plt.hexbin", "plt.hist2d(x, y)")

    def violinplot(self, *args, **more):
        """Refused: boxes are there."""
        raise _absent("plt.violinplot", "plt.boxplot(rows)")

    def boxplot(self, x, notch=None, sym=None, vert=None, whis=1.5, positions=None, widths=None, patch_artist=False,
                labels=None, tick_labels=None, showmeans=False, showfliers=True, orientation="vertical", meanline=False,
                showcaps=True, showbox=True, **more):
        """Draws boxes from the first to the third quartile, with what lies far out as points."""
        if hasattr(x, "detach"):
            x = x.detach().numpy()
        if hasattr(x, "ndim"):
            rows = [x[:, place] for place in _range(x.shape[1])] if x.ndim == 2 else [x]
        else:
            rows = list(x) if np.ndim(x[0]) > 0 else [x]
        rows = [_floats(row) for row in rows]
        lying = orientation == "horizontal" or vert is False
        places = list(_range(1, len(rows) + 1)) if positions is None else _floats(positions).tolist()
        spread = (places[-1] - places[0]) if len(places) > 1 else 1.0
        width = [min(max(0.15 * spread, 0.15), 0.5)] * len(rows) if widths is None else (
            [float(widths)] * len(rows) if np.ndim(widths) == 0 else list(widths))
        made = {name: [] for name in ("whiskers", "caps", "boxes", "medians", "fliers", "means")}

        def line(xs, ys, kind, **look):
            xs, ys = (ys, xs) if lying else (xs, ys)
            made[kind].append(self._add(Line2D(np.array(xs), np.array(ys), None, look.get("ls", "-"), look.get("c", "k"),
                                               look.get("m"), look.get("ms"), None)))
        for row, at, w in zip(rows, places, width):
            q1, middle, q3 = [float(v) for v in np.percentile(row, [25, 50, 75])]
            reach = q3 - q1
            inside = row[(row >= q1 - whis * reach) & (row <= q3 + whis * reach)]
            low, high = min(float(inside.min()), q1), max(float(inside.max()), q3)
            box_x, box_y = [at - w / 2, at + w / 2, at + w / 2, at - w / 2, at - w / 2], [q1, q1, q3, q3, q1]
            if patch_artist:
                px, py = (box_y, box_x) if lying else (box_x, box_y)
                made["boxes"].append(self._add(Patch(px, py, color="C0", edgecolor="k")))
            elif showbox:
                line(box_x, box_y, "boxes")
            line([at, at], [q1, low], "whiskers")
            line([at, at], [q3, high], "whiskers")
            if showcaps:
                line([at - w / 4, at + w / 4], [low, low], "caps")
                line([at - w / 4, at + w / 4], [high, high], "caps")
            line([at - w / 2, at + w / 2], [middle, middle], "medians", c="C1")
            if showmeans:
                line([at], [float(row.mean())], "means", ls="None", m="^", c="C2")
            if showfliers:
                far = row[(row < low) | (row > high)]
                line([at] * len(far), far.tolist(), "fliers", ls="None", m="o", ms=4)
        words = tick_labels if tick_labels is not None else labels
        self._set_ticks("y" if lying else "x", places, [f"{p:g}" for p in places] if words is None else words, {})
        return made

    def pie(self, x, explode=None, labels=None, colors=None, autopct=None, pctdistance=0.6, shadow=False, labeldistance=1.1,
            startangle=0, radius=1, counterclock=True, wedgeprops=None, textprops=None, center=(0, 0), frame=False,
            rotatelabels=False, *, normalize=True, hatch=None, data=None):
        """Draws parts of a whole as pieces of a pie."""
        values = _floats(x)
        if np.any(values < 0):
            raise ValueError("Wedge sizes 'x' must be non negative values")
        total = float(values.sum())
        if normalize:
            values = values / total
        elif total > 1:
            raise ValueError("Cannot plot an unnormalized pie with sum(x) > 1")
        if labels is not None and len(labels) != len(values):
            raise ValueError(f"'labels' must be of length 'x', not {len(labels)}")
        angle, pieces, words, numbers = startangle / 360, [], [], []
        look = dict(wedgeprops or {})
        for place, part in enumerate(values.tolist()):
            end = angle + part if counterclock else angle - part
            turn = 2 * math.pi * (angle + end) / 2
            away = 0.0 if explode is None else float(_floats(explode)[place])
            cx, cy = center[0] + away * math.cos(turn), center[1] + away * math.sin(turn)
            colour = self._next_colour() if colors is None else list(colors)[place % len(list(colors))]
            pieces.append(self._add(Wedge((cx, cy), radius, 360 * min(angle, end), 360 * max(angle, end),
                                          width=look.get("width"), color=colour, edgecolor=look.get("edgecolor", "white"),
                                          label=None if labels is None else "_" + str(labels[place]))))
            pieces[-1]._label = None if labels is None else str(labels[place])
            pieces[-1]._hidden = True
            if labels is not None and labeldistance is not None:
                tx, ty = cx + labeldistance * radius * math.cos(turn), cy + labeldistance * radius * math.sin(turn)
                words.append(self.text(tx, ty, labels[place], ha="left" if tx > 0 else "right", va="center"))
            if autopct is not None:
                tx, ty = cx + pctdistance * radius * math.cos(turn), cy + pctdistance * radius * math.sin(turn)
                number = autopct % (100 * part) if _is_text(autopct) else autopct(100 * part)
                numbers.append(self.text(tx, ty, number, ha="center", va="center"))
            angle = end
        if not frame:
            self._frame = False
            self._limits = {"x": (center[0] - 1.25, center[0] + 1.25), "y": (center[1] - 1.25, center[1] + 1.25)}
            self._aspect = "equal"
        return (pieces, words) if autopct is None else (pieces, words, numbers)

    # Surfaces.

    def fill_between(self, x, y1, y2=0, where=None, interpolate=False, step=None, *, data=None, **more):
        """Fills between two curves."""
        return self._filled("fill_between", x, y1, y2, where, step, False, more)

    def fill_betweenx(self, y, x1, x2=0, where=None, step=None, interpolate=False, *, data=None, **more):
        """Fills between two curves that run upwards."""
        return self._filled("fill_betweenx", y, x1, x2, where, step, True, more)

    def _filled(self, call, at, low, high, where, step, lying, more):
        at = _floats(self._places("y" if lying else "x", at))
        low, high = np.broadcast_to(_floats(low), (len(at),)), np.broadcast_to(_floats(high), (len(at),))
        seen = [True] * len(at) if where is None else [bool(part) for part in np.asarray(where).tolist()]
        if len(seen) != len(at):
            raise ValueError(f"where size ({len(seen)}) does not match 'x' size ({len(at)})")
        colour = _take(more, "color", "facecolor", "fc", "facecolors")
        alpha, label = _take(more, "alpha"), more.pop("label", None)
        edge = _take(more, "edgecolor", "ec", "edgecolors")
        _leave(call, more)
        colour = self._next_colour() if colour is None else colour
        pieces, place = [], 0
        while place < len(at):
            if not seen[place]:
                place += 1
                continue
            end = place
            while end < len(at) and seen[end]:
                end += 1
            xs, a, b = at[place:end], low[place:end], high[place:end]
            if step is not None:
                xs2, a = _stairs(xs, a, step)
                xs, b = _stairs(xs, b, step)
                xs = xs2
            along, across = xs.tolist() + xs.tolist()[::-1], a.tolist() + b.tolist()[::-1]
            keep = [(p, q) for p, q in zip(along, across) if p == p and q == q]
            pieces.append(([q for p, q in keep], [p for p, q in keep]) if lying else ([p for p, q in keep], [q for p, q in keep]))
            place = end
        return self._add(PolyCollection(self, pieces, colour, alpha, label, edge))

    def fill(self, *args, data=None, **more):
        """Fills within corners: fill(x, y), fill(x, y, 'r')."""
        args, drawn = list(args), []
        colour, alpha = _take(more, "color", "facecolor", "fc"), _take(more, "alpha")
        label, edge = more.pop("label", None), _take(more, "edgecolor", "ec")
        _leave("fill", more)
        while args:
            x, y = args.pop(0), args.pop(0)
            own = args.pop(0) if args and _is_text(args[0]) else None
            own = colour or (_format(own)[0] if own else None) or self._next_colour()
            drawn.append(self._add(Patch(_floats(x).tolist(), _floats(y).tolist(), color=own, alpha=alpha, label=label, edgecolor=edge)))
        return drawn

    def stackplot(self, x, *args, labels=(), colors=None, baseline="zero", data=None, **more):
        """Fills curves one above the other."""
        x = _floats(self._places("x", x))
        rows = [_floats(row) for row in (args[0] if len(args) == 1 and np.ndim(args[0]) == 2 else args)]
        if baseline != "zero":
            raise _absent(f"plt.stackplot(baseline={baseline!r})", "baseline='zero'")
        below, drawn = np.zeros(len(x)), []
        colours, labels = None if colors is None else list(colors), list(labels)
        for place, row in enumerate(rows):
            above = below + row
            drawn.append(self.fill_between(x, below, above, color=None if colours is None else colours[place % len(colours)],
                                           label=labels[place] if place < len(labels) else None, **dict(more)))
            below = above
        return drawn

    def imshow(self, X, cmap=None, norm=None, *, aspect=None, interpolation=None, alpha=None, vmin=None, vmax=None, colorizer=None,
               origin=None, extent=None, interpolation_stage=None, filternorm=True, filterrad=4.0, resample=None, url=None, data=None,
               **more):
        """Draws a matrix as colours, row 0 on top, or a picture of red, green and blue."""
        _leave("imshow", more)
        origin = "upper" if origin is None else origin
        if origin not in ("upper", "lower"):
            raise ValueError(f"{origin!r} is not a valid value for origin; supported values are 'upper', 'lower'")
        image = AxesImage(self, X, cmap, norm or Normalize(vmin, vmax), extent, origin, aspect in (None, "equal", 1, 1.0), alpha)
        self._inverted["y"] = False
        self._image_upper = origin == "upper" and extent is None
        return self._add(image)

    def matshow(self, Z, **more):
        """Draws a matrix as colours."""
        return self.imshow(Z, **more)

    def spy(self, Z, precision=0, marker=None, markersize=None, aspect="equal", origin="upper", **more):
        """Draws where a matrix is not 0."""
        return self.imshow((np.abs(np.asarray(Z)) > precision).astype(float), cmap="binary", aspect=aspect, origin=origin, **more)

    def pcolormesh(self, *args, alpha=None, norm=None, cmap=None, vmin=None, vmax=None, shading=None, antialiased=False, data=None,
                   **more):
        """Draws a matrix as colours between borders."""
        _leave("pcolormesh", more)
        Z = args[-1]
        Z = np.asarray(Z.detach().numpy() if hasattr(Z, "detach") else Z)
        if Z.ndim != 2:
            raise ValueError(f"pcolormesh() draws a matrix, not shape {list(Z.shape)}")
        rows, columns = Z.shape
        if len(args) == 1:
            ends = [0.0, float(columns), 0.0, float(rows)]
        else:
            X, Y = np.asarray(args[0], dtype=float), np.asarray(args[1], dtype=float)
            x, y = X[0, :] if X.ndim == 2 else X, Y[:, 0] if Y.ndim == 2 else Y
            for name, side, count in (("X", x, columns), ("Y", y, rows)):
                if len(side) not in (count, count + 1):
                    raise TypeError(f"Dimensions of C {Z.shape} should be one smaller than X({len(x)}) and Y({len(y)}) while using "
                                    "shading='flat' see help(pcolormesh)")
            Z, x = _even(Z, x, columns, 1)
            Z, y = _even(Z, y, rows, 0)
            ends = [x[0], x[1], y[0], y[1]]
        mesh = QuadMesh(self, Z, cmap, norm or Normalize(vmin, vmax), ends, "lower", False, alpha)
        self._inverted["y"] = False
        self._image_upper = False
        return self._add(mesh)

    pcolor = pcolormesh

    def contour(self, *args, levels=None, colors=None, cmap=None, norm=None, vmin=None, vmax=None, alpha=None, linewidths=None,
                linestyles=None, data=None, **more):
        """Draws lines of equal values."""
        return self._contours(args, levels, colors, cmap, norm or Normalize(vmin, vmax), alpha, linewidths, linestyles, False, more)

    def contourf(self, *args, levels=None, colors=None, cmap=None, norm=None, vmin=None, vmax=None, alpha=None, extend="neither",
                 hatches=None, data=None, **more):
        """Fills between lines of equal values."""
        return self._contours(args, levels, colors, cmap, norm or Normalize(vmin, vmax), alpha, None, None, True, more)

    def _contours(self, args, levels, colors, cmap, norm, alpha, widths, strokes, fills, more):
        _leave("contour", {k: v for k, v in more.items() if k not in ("extend", "antialiased", "origin", "extent", "zorder")})
        args = [a.detach().numpy() if hasattr(a, "detach") else a for a in args]
        if len(args) > 1 and (len(args) in (2, 4)):
            levels = args[-1]
            args = args[:-1]
        Z = np.asarray(args[-1], dtype=float)
        if Z.ndim != 2:
            raise TypeError(f"Input z must be 2D, not {Z.ndim}D")
        rows, columns = Z.shape
        if len(args) == 3:
            X, Y = np.asarray(args[0], dtype=float), np.asarray(args[1], dtype=float)
            x, y = (X[0, :] if X.ndim == 2 else X).tolist(), (Y[:, 0] if Y.ndim == 2 else Y).tolist()
        else:
            x, y = [float(v) for v in _range(columns)], [float(v) for v in _range(rows)]
        if len(x) != columns or len(y) != rows:
            raise TypeError(f"Length of x ({len(x)}) must match number of columns in z ({columns})" if len(x) != columns else
                            f"Length of y ({len(y)}) must match number of rows in z ({rows})")
        low, high = float(np.nanmin(Z)), float(np.nanmax(Z))
        if levels is None or np.ndim(levels) == 0:
            count = 7 if levels is None else int(levels)
            levels = _round_levels(low, high, count)
        levels = [float(level) for level in np.asarray(levels, dtype=float).tolist()]
        made = QuadContourSet(self, np.array(levels), norm, cmap)
        values = [(a + b) / 2 for a, b in zip(levels, levels[1:])] if fills else levels
        made.norm.autoscale_None(np.array(levels))
        made._array = np.array(values)
        made._ends = (np.array([min(x), max(x)]), np.array([min(y), max(y)]))
        own = None if colors is None else [colors] if _is_colour(colors) else list(colors)
        if fills:
            # Between the lines: a fine image of the steps.
            fine_x, fine_y, fine = _finer(x, y, Z)
            steps = np.zeros(fine.shape)
            for place, level in enumerate(levels):
                steps = steps + (fine >= level)
            palette = [own[place % len(own)] if own else made.to_rgba(float(value)) for place, value in enumerate(values)]
            table = np.array([_to_rgba(colour)[:3] for colour in palette])
            image = AxesImage(self, steps, ListedColormap([tuple(row) for row in table.tolist()]), Normalize(0, 1),
                              [fine_x[0], fine_x[-1], fine_y[0], fine_y[-1]], "lower", False, alpha)
            picture = np.ones(fine.shape + (3,))
            for place in _range(len(values)):
                inside = steps == place + 1
                if place == len(values) - 1:
                    inside = inside | (fine == levels[-1])
                picture[inside] = table[place]
            image._data = picture
            made._parts = [image]
            self._inverted["y"], self._image_upper = False, False
        else:
            for place, level in enumerate(levels):
                colour = own[place % len(own)] if own else made.to_rgba(float(level))
                dashed = own is not None and len(own) == 1 and level < 0 and strokes is None
                segments = _level_lines(x, y, Z.tolist(), level)
                made._parts.append(LineCollection(segments, colors=[colour], linewidths=widths, alpha=alpha,
                                                  linestyles="--" if dashed else strokes or "-"))
        return self._add(made)

    def quiver(self, *args, scale=None, color=None, width=None, angles="uv", units="width", scale_units=None, cmap=None, alpha=None,
               label=None, pivot="tail", **more):
        """Draws arrows at points."""
        _leave("quiver", {k: v for k, v in more.items() if k not in ("headwidth", "headlength", "headaxislength", "minlength")})
        args = [_floats(np.asarray(a.detach().numpy() if hasattr(a, "detach") else a, dtype=float).reshape(-1)) for a in args]
        shape = None
        if len(args) in (2, 3):
            u, v = args[:2]
            x, y = np.arange(len(u)) * 1.0, np.zeros(len(u))
        else:
            x, y, u, v = args[:4]
            if len(x) * len(y) == len(u) and len(x) != len(u):
                x, y = np.tile(x, len(y)), np.repeat(y, len(x))
        values = args[4] if len(args) == 5 else args[2] if len(args) == 3 else None
        length = np.sqrt(u * u + v * v)
        if scale is None and scale_units != "xy":
            reach = max(float(x.max() - x.min()), float(y.max() - y.min()), 1e-9) if len(x) > 1 else 1.0
            mean = float(length.mean()) or 1.0
            factor = reach / max(math.sqrt(len(x)), 1.0) / mean * 0.9 if len(x) > 1 else 1.0
        else:
            factor = 1.0 / (scale or 1.0)
        segments = []
        for a, b, p, q in zip(x.tolist(), y.tolist(), (u * factor).tolist(), (v * factor).tolist()):
            tip, turn, size = (a + p, b + q), math.atan2(q, p), math.hypot(p, q) * 0.3
            segments.append([(a, b), tip, (tip[0] - size * math.cos(turn - 0.4), tip[1] - size * math.sin(turn - 0.4)), tip,
                             (tip[0] - size * math.cos(turn + 0.4), tip[1] - size * math.sin(turn + 0.4))])
        return self._add(LineCollection(segments, colors=color or "k", alpha=alpha, cmap=cmap, array=values, label=label))

    def broken_barh(self, xranges, yrange, align="bottom", *, data=None, **more):
        """Draws rows of bars between their ends."""
        starts, lengths = [pair[0] for pair in xranges], [pair[1] for pair in xranges]
        return self._bars("broken_barh", [yrange[0] + yrange[1] / 2] * len(starts), lengths, yrange[1], starts, "center", True, more)

    def eventplot(self, positions, orientation="horizontal", *, lineoffsets=1, linelengths=1, linewidths=None, colors=None, alpha=None,
                  linestyles="solid", data=None, **more):
        """Draws a line at each event."""
        rows = list(positions) if np.ndim(positions[0]) > 0 else [positions]
        drawn = []
        for place, row in enumerate(rows):
            at = lineoffsets if np.ndim(lineoffsets) == 0 and len(rows) == 1 else (
                place * (1 if np.ndim(lineoffsets) else lineoffsets) if np.ndim(lineoffsets) == 0 else lineoffsets[place])
            low, high = at - linelengths / 2, at + linelengths / 2
            colour = colors if colors is None or _is_colour(colors) else list(colors)[place % len(list(colors))]
            call = self.vlines if orientation == "horizontal" else self.hlines
            drawn.append(call(row, low, high, colors=colour or "C0", linestyles=linestyles, **more))
        return drawn

    def ecdf(self, x, weights=None, *, complementary=False, orientation="vertical", compress=False, data=None, **more):
        """Draws which part of the numbers lies below each."""
        values = np.sort(_floats(x))
        parts = np.arange(1, len(values) + 1) / len(values)
        xs, ys = np.concatenate([values[:1], values]), np.concatenate([np.array([0.0]), parts])
        ys = 1 - ys if complementary else ys
        xs, ys = (ys, xs) if orientation == "horizontal" else (xs, ys)
        return self.step(xs, ys, where="post", **more)[0]

    def clabel(self, CS, levels=None, **more):
        """The values are not written on the lines here."""
        return CS.clabel()

    def arrow(self, x, y, dx, dy, **more):
        """Draws an arrow."""
        colour = _take(more, "color", "facecolor", "fc", "edgecolor", "ec", default="C0")
        return self.quiver([x], [y], [dx], [dy], scale=1, scale_units="xy", color=colour)

    def streamplot(self, *args, **more):
        """Refused: arrows are there."""
        raise _absent("plt.streamplot", "plt.quiver(x, y, u, v)")

    def table(self, *args, **more):
        """Refused: words are there."""
        raise _absent("plt.table", "plt.text(x, y, words)")

    # Words.

    def text(self, x, y, s, fontdict=None, **more):
        """Writes words at a place."""
        more = {**(fontdict or {}), **more}
        way = more.pop("transform", None)
        box = more.pop("bbox", None)
        colour = _take(more, "color", "c")
        ha, va = _take(more, "ha", "horizontalalignment", default="left"), _take(more, "va", "verticalalignment", default="baseline")
        size, turn, alpha = _take(more, "fontsize", "size"), _take(more, "rotation", default=0), _take(more, "alpha")
        _take(more, "rotation_mode", "clip_on", "label", "visible")
        _leave("text", more)
        part = way is not None and getattr(way, "kind", "data") == "axes"
        if not part:
            if _is_text(x):
                x = float(self._places("x", [x])[0])
            if _is_text(y):
                y = float(self._places("y", [y])[0])
        mixed = getattr(way, "kind", "data") if way is not None and not part else "data"
        if mixed in ("xaxis", "yaxis"):
            x, y = self.transData.inverted().transform(way.transform((float(x), float(y)))).tolist()
        made = Text(self, float(_floats(x)[0]), float(_floats(y)[0]), "" if s is None else str(s), colour, ha, va, size, turn, part,
                    None, _ground(box))
        return self._add(made)

    def annotate(self, text, xy, xytext=None, xycoords="data", textcoords=None, arrowprops=None, annotation_clip=None, **more):
        """Writes words about a point, with an arrow to it."""
        box, colour = more.pop("bbox", None), _take(more, "color", "c")
        ha, va = _take(more, "ha", "horizontalalignment", default="left"), _take(more, "va", "verticalalignment", default="baseline")
        size, turn = _take(more, "fontsize", "size"), _take(more, "rotation", default=0)
        _take(more, "alpha")
        _leave("annotate", more)
        at = xy if xytext is None else xytext
        coords = xycoords if textcoords is None else textcoords
        target = None if arrowprops is None or xytext is None else (float(xy[0]), float(xy[1]))
        part = False
        if coords == "axes fraction":
            part = True
        elif coords in ("offset points", "offset pixels"):
            scale = self.figure.dpi / 72 if coords == "offset points" else 1.0
            base = self.transData.transform((float(xy[0]), float(xy[1])))
            at = self.transData.inverted().transform((base[0] + at[0] * scale, base[1] + at[1] * scale)).tolist()
        made = Annotation(self, float(at[0]), float(at[1]), str(text), colour, ha, va, size, turn, part, target, _ground(box))
        made.xy = xy
        return self._add(made)

    def set_title(self, label, fontdict=None, loc=None, pad=None, *, y=None, **more):
        """The title."""
        self._title = str(label)
        return Text(self, 0.5, 1.0, self._title, more.get("color"), "center", "baseline", more.get("fontsize"), part=True)

    def get_title(self, loc="center"):
        """The title."""
        return self._title

    def set_xlabel(self, xlabel, fontdict=None, labelpad=None, *, loc=None, **more):
        """The label of the x axis."""
        self._xlabel = str(xlabel)
        return Text(self, 0.5, 0.0, self._xlabel, more.get("color"), "center", "top", more.get("fontsize"), part=True)

    def set_ylabel(self, ylabel, fontdict=None, labelpad=None, *, loc=None, **more):
        """The label of the y axis."""
        self._ylabel = str(ylabel)
        return Text(self, 0.0, 0.5, self._ylabel, more.get("color"), "center", "bottom", more.get("fontsize"), 90, part=True)

    def get_xlabel(self):
        """The label of the x axis."""
        return self._xlabel

    def get_ylabel(self):
        """The label of the y axis."""
        return self._ylabel

    def legend(self, *args, **more):
        """Shows the names of what is drawn: legend(), legend(labels), legend(handles, labels)."""
        handles, labels = more.pop("handles", None), more.pop("labels", None)
        if len(args) == 2:
            handles, labels = args
        elif len(args) == 1:
            labels = args[0]
        elif len(args) > 2:
            raise TypeError("Invalid arguments to legend.")
        if labels is not None:
            labels = [str(label) for label in labels]
            if handles is None:
                handles = [a for a in self._artists if not isinstance(a, (Text, AxesImage))]
            for handle, label in zip(handles, labels):
                self._named(handle, label)
        self._legend = _Legend(self, None if handles is None else list(handles), more.get("title"))
        return self._legend

    def _named(self, handle, label):
        owner = getattr(handle, "_owner", None) or (handle[0] if isinstance(handle, (tuple, list)) and handle else handle)
        if owner is None:
            owner = handle[2][0]
        owner.set_label(label)

    def get_legend(self):
        """The legend, None where there is none."""
        return self._legend

    def get_legend_handles_labels(self, legend_handler_map=None):
        """What has a name, and the names."""
        found = []
        for artist in self._artists:
            label = getattr(artist, "_label", None)
            if label is None or str(label).startswith("_") or not str(label):
                continue
            found.append((getattr(artist, "_container", None) or artist, str(label)))
        return [handle for handle, label in found], [label for handle, label in found]

    # Limits, scales and ticks.

    def _reach(self, name):
        """The ends of the data on an axis, and which of them get no margin."""
        low, high, sticky = math.inf, -math.inf, set()
        for axes in self._share[name]:
            for artist in axes._artists + [a for twin in axes._twins if name == "x" for a in twin._artists]:
                if not artist._visible:
                    continue
                row = artist._reach()[0 if name == "x" else 1]
                row = row[np.isfinite(row)] if len(row) else row
                if axes._scales[name] == "log":
                    row = row[row > 0] if len(row) else row
                if len(row):
                    low, high = min(low, float(row.min())), max(high, float(row.max()))
                if isinstance(artist, AxesImage) or isinstance(artist, QuadContourSet):
                    sticky.update([float(row.min()), float(row.max())])
                if isinstance(artist, _Bars) and artist._lying == (name == "x"):
                    sticky.update(float(r._x0 if artist._lying else r._y0) for r in artist._rectangles)
        return low, high, sticky

    def _view(self, name):
        """The ends of an axis as matplotlib chooses them."""
        low, high, sticky = self._reach(name)
        given = self._limits[name]
        for axes in self._share[name]:
            given = given or axes._limits[name]
        if low > high:
            low, high = (1.0, 10.0) if self._scales[name] == "log" else (0.0, 1.0)
            ends = [low, high]
        elif self._scales[name] == "log":
            a, b = math.log10(low), math.log10(high)
            free = (b - a) * self._margins[name]
            if a == b:
                ends = [10 ** (a - 1), 10 ** (b + 1)]
            else:
                ends = [10 ** (a - (0 if low in sticky else free)), 10 ** (b + (0 if high in sticky else free))]
        else:
            if low == high:
                spread = abs(low) * 0.05 if low else 0.05
                low, high = low - spread, high + spread
                free = (high - low) * self._margins[name]
            free = (high - low) * self._margins[name]
            ends = [low if low in sticky else low - free, high if high in sticky else high + free]
        if name == "y" and getattr(self, "_image_upper", False) and self.images:
            ends = ends[::-1]
        if given is not None:
            ends = [ends[place] if end is None else float(end) for place, end in enumerate(given)]
        if self._inverted[name]:
            ends = ends[::-1]
        return ends[0], ends[1]

    def _set_limits(self, name, low, high, given):
        if high is None and low is not None and np.ndim(low) == 1:
            low, high = low
        low = given.pop("xmin" if name == "x" else "ymin", low)
        high = given.pop("xmax" if name == "x" else "ymax", high)
        for key in ("emit", "auto"):
            given.pop(key, None)
        if given:
            raise AttributeError(f"set_{name}lim() got an unexpected keyword argument '{next(iter(given))}'")
        old = self._limits[name] or (None, None)

        def end(value, other):
            if value is None:
                return other
            if _is_text(value):
                raise TypeError(f"set_{name}lim(): limits are numbers, not {value!r}")
            value = float(_floats(value)[0])
            if not math.isfinite(value):
                raise ValueError("Axis limits cannot be NaN or Inf")
            return value
        for axes in self._share[name]:
            axes._limits[name] = (end(low, old[0]), end(high, old[1]))
        return self._view(name)

    def set_xlim(self, left=None, right=None, **more):
        """The ends of the x axis."""
        return self._set_limits("x", left, right, more)

    def set_ylim(self, bottom=None, top=None, **more):
        """The ends of the y axis."""
        return self._set_limits("y", bottom, top, more)

    def set_xbound(self, lower=None, upper=None):
        """The ends of the x axis."""
        self._set_limits("x", lower, upper, {})

    def set_ybound(self, lower=None, upper=None):
        """The ends of the y axis."""
        self._set_limits("y", lower, upper, {})

    def get_xlim(self):
        """The ends of the x axis."""
        return tuple(np.float64(end) for end in self._view("x"))

    def get_ylim(self):
        """The ends of the y axis."""
        return tuple(np.float64(end) for end in self._view("y"))

    get_xbound, get_ybound = get_xlim, get_ylim

    def invert_xaxis(self):
        """Turns the x axis round."""
        self._inverted["x"] = not self._inverted["x"]

    def invert_yaxis(self):
        """Turns the y axis round."""
        self._inverted["y"] = not self._inverted["y"]

    def xaxis_inverted(self):
        """Whether the x axis runs the other way."""
        low, high = self._view("x")
        return low > high

    def yaxis_inverted(self):
        """Whether the y axis runs the other way."""
        low, high = self._view("y")
        return low > high

    def margins(self, *margins, x=None, y=None, tight=True):
        """How much of the span of the data stays free at the ends."""
        if margins:
            x, y = (margins[0], margins[0]) if len(margins) == 1 else margins
        self._margins = {"x": self._margins["x"] if x is None else x, "y": self._margins["y"] if y is None else y}
        self._own_margins = True

    def autoscale(self, enable=True, axis="both", tight=None):
        """The ends follow the data again."""
        if enable is not False:
            for name in ("x", "y"):
                if axis in ("both", name):
                    self._limits[name] = None
        if tight:
            self._margins, self._own_margins = {"x": 0.0, "y": 0.0}, True

    def autoscale_view(self, tight=None, scalex=True, scaley=True):
        """The ends follow the data again."""
        self.autoscale()

    def relim(self, visible_only=False):
        """The ends follow the data anyway."""

    def _set_scale(self, name, value):
        if value in ("symlog", "logit", "asinh"):
            raise _absent(f"a scale {value!r}", "'log'")
        if value not in ("linear", "log"):
            raise ValueError(f"{value!r} is not a valid value for scale; supported values are 'linear', 'log'")
        self._scales[name] = value

    def set_xscale(self, value, **more):
        """Makes the x axis linear or logarithmic."""
        self._set_scale("x", value)

    def set_yscale(self, value, **more):
        """Makes the y axis linear or logarithmic."""
        self._set_scale("y", value)

    def get_xscale(self):
        """linear or log."""
        return self._scales["x"]

    def get_yscale(self):
        """linear or log."""
        return self._scales["y"]

    def _set_ticks(self, name, ticks, labels, more):
        more.pop("minor", None)
        places = self._places(name, ticks).reshape(-1) if len(ticks) else np.array([])
        self._ticks[name] = places
        self._labels[name] = None
        if labels is not None:
            self._set_labels(name, labels, more)

    def _set_labels(self, name, labels, more):
        words = [part.get_text() if isinstance(part, Text) else str(part) for part in labels]
        places = self._ticks[name]
        if places is None and words:
            places = np.arange(len(words)) * 1.0
            self._ticks[name] = places
        if words and len(words) != len(places):
            raise ValueError(f"The number of FixedLocator locations ({len(places)}), usually from a call to set_ticks, does not "
                             f"match the number of labels ({len(words)}).")
        self._labels[name] = words or [""] * len(places if places is not None else [])
        return [Text(self, 0, 0, word) for word in words]

    def set_xticks(self, ticks, labels=None, *, minor=False, **more):
        """Where the ticks of the x axis are, and what is written there."""
        if not minor:
            self._set_ticks("x", ticks, labels, more)

    def set_yticks(self, ticks, labels=None, *, minor=False, **more):
        """Where the ticks of the y axis are, and what is written there."""
        if not minor:
            self._set_ticks("y", ticks, labels, more)

    def set_xticklabels(self, labels, *, minor=False, fontdict=None, **more):
        """What is written at the ticks of the x axis."""
        return self._set_labels("x", labels, more)

    def set_yticklabels(self, labels, *, minor=False, fontdict=None, **more):
        """What is written at the ticks of the y axis."""
        return self._set_labels("y", labels, more)

    def _places_of_ticks(self, name):
        if self._ticks[name] is not None:
            return self._ticks[name]
        if self._words[name]:
            return np.arange(len(self._words[name])) * 1.0
        low, high = self._view(name)
        locator = self._locators.get(name)
        if locator is not None:
            return np.array(locator.tick_values(min(low, high), max(low, high)), dtype=float)
        return np.array(_ticks_between(min(low, high), max(low, high), self._scales[name]), dtype=float)

    def get_xticks(self, *, minor=False):
        """Where the ticks of the x axis are."""
        return self._places_of_ticks("x")

    def get_yticks(self, *, minor=False):
        """Where the ticks of the y axis are."""
        return self._places_of_ticks("y")

    def _words_of_ticks(self, name):
        if self._labels[name] is not None:
            return self._labels[name]
        if self._ticks[name] is None and self._words[name]:
            return list(self._words[name])
        places = self._places_of_ticks(name).tolist()
        formatter = self._formatters.get(name)
        if formatter is not None:
            return [formatter._text(place, index) for index, place in enumerate(places)]
        return _tick_texts(places)

    def get_xticklabels(self, minor=False, which=None):
        """The words at the ticks of the x axis."""
        return [Text(self, 0, 0, word) for word in self._words_of_ticks("x")]

    def get_yticklabels(self, minor=False, which=None):
        """The words at the ticks of the y axis."""
        return [Text(self, 0, 0, word) for word in self._words_of_ticks("y")]

    def tick_params(self, axis="both", **more):
        """How ticks look: whether they and their words are seen."""
        for name, off in (("x", ("labelbottom", "bottom")), ("y", ("labelleft", "left"))):
            if axis in ("both", name) and any(more.get(word) is False for word in off[:1]):
                self._set_ticks(name, [], None, {})
        known = {"labelbottom", "bottom", "labelleft", "left", "top", "right", "labeltop", "labelright", "which", "reset", "direction",
                 "length", "width", "color", "pad", "labelsize", "labelcolor", "colors", "zorder", "labelrotation", "grid_color",
                 "grid_alpha", "grid_linewidth", "grid_linestyle", "labelfontfamily", "rotation", "size"}
        for word in more:
            if word not in known:
                raise ValueError(f"keyword {word} is not recognized; valid keywords are {sorted(known)}")

    def ticklabel_format(self, **more):
        """How numbers at ticks are written: as short as they can be, here."""
        _passed_over("ticklabel_format")

    def minorticks_on(self):
        """Small ticks are not drawn here."""
        _passed_over("minorticks_on")

    def minorticks_off(self):
        """As it is."""

    def locator_params(self, axis="both", tight=None, **more):
        """About how many ticks there are."""
        for name in ("x", "y"):
            if axis in ("both", name) and "nbins" in more:
                self._locators[name] = _ticker.MaxNLocator(more["nbins"])

    def grid(self, visible=None, which="major", axis="both", **more):
        """Draws lines at the ticks."""
        self._grid = (True if more or not self._grid else False) if visible is None else bool(visible)

    def set_axisbelow(self, b):
        """The grid lies below what is drawn."""

    def axis(self, arg=None, **more):
        """Hides the frame with 'off', sets the four ends, or gives them."""
        if arg is None and more:
            self.set_xlim(more.get("xmin"), more.get("xmax"))
            self.set_ylim(more.get("ymin"), more.get("ymax"))
        elif isinstance(arg, bool):
            self._frame = arg
        elif _is_text(arg):
            if arg in ("off", "on"):
                self._frame = arg == "on"
            elif arg in ("equal", "scaled", "square", "image"):
                self._aspect = "equal"
            elif arg in ("tight", "auto"):
                self._margins, self._own_margins = {"x": 0.0 if arg == "tight" else 0.05, "y": 0.0 if arg == "tight" else 0.05}, True
            else:
                raise ValueError(f"Unrecognized string {arg!r} to axis; try 'on' or 'off'")
        elif arg is not None:
            ends = [float(end) for end in arg]
            if len(ends) != 4:
                raise TypeError("The first argument to axis() must be an iterable of the form [xmin, xmax, ymin, ymax]")
            self.set_xlim(ends[0], ends[1])
            self.set_ylim(ends[2], ends[3])
        return self.get_xlim() + self.get_ylim()

    def set_axis_off(self):
        """Hides frame and ticks."""
        self._frame = False

    def set_axis_on(self):
        """Shows frame and ticks."""
        self._frame = True

    def set_frame_on(self, b):
        """Whether the frame is seen: it is, as long as there are ticks."""
        _passed_over("set_frame_on")

    def set_aspect(self, aspect, adjustable=None, anchor=None, share=False):
        """'equal' for one length on both axes."""
        self._aspect = aspect
        for image in self.images:
            image._square = aspect in ("equal", 1, 1.0)

    def set_box_aspect(self, aspect=None):
        """The plot fills its place here."""
        _passed_over("set_box_aspect")

    def set_facecolor(self, color):
        """The plot is white here."""
        _passed_over("set_facecolor")

    def set_visible(self, b):
        """Whether the axes are seen."""
        self._visible = bool(b)

    def set_position(self, pos, which="both"):
        """Where in the figure the axes are: left, lower, width, height."""
        self._part = list(pos.bounds if isinstance(pos, Bbox) else pos)

    def get_position(self, original=False):
        """Where in the figure the axes are."""
        x, y, w, h = self.figure._place(self)
        return Bbox(x, y, x + w, y + h)

    def set(self, **settings):
        """Several things at once: each has a set_… of its own."""
        for name, value in settings.items():
            method = getattr(type(self), "set_" + name, None)
            if method is None:
                known = [word[4:] for word in dir(type(self)) if word.startswith("set_")]
                raise AttributeError(f"Axes.set() got an unexpected keyword argument '{name}'" + _near(name, known))
            method(self, value)
        return []

    def label_outer(self, remove_inner_ticks=False):
        """Words stand at the outer axes only."""
        rows, columns, place = self.figure._grid_of(self)
        if place // columns != rows - 1:
            self._xlabel = ""
        if place % columns:
            self._ylabel = ""

    def twinx(self, axes_class=None, **more):
        """Axes over the same x with a scale of their own at the right."""
        twin = Axes(self.figure)
        twin._base, twin._share["x"], twin._is_twin = self, self._share["x"], True
        self._twins.append(twin)
        self.figure._current = twin
        return twin

    def twiny(self, axes_class=None, **more):
        """Refused: another scale stands at the right."""
        raise _absent("ax.twiny", "ax.twinx()")

    def secondary_xaxis(self, *args, **more):
        """Refused: another scale stands at the right."""
        raise _absent("ax.secondary_xaxis", "ax.twinx()")

    def secondary_yaxis(self, *args, **more):
        """Refused: another scale stands at the right."""
        raise _absent("ax.secondary_yaxis", "ax.twinx()")

    def inset_axes(self, bounds, **more):
        """Refused: axes of their own are there."""
        raise _absent("ax.inset_axes", "fig.add_axes([left, bottom, width, height])")

    def sharex(self, other):
        """One x axis for both."""
        group = other._share["x"]
        group.append(self)
        self._share["x"] = group

    def sharey(self, other):
        """One y axis for both."""
        group = other._share["y"]
        group.append(self)
        self._share["y"] = group

    def clear(self):
        """Takes everything away."""
        self._setup()

    cla = clear

    def remove(self):
        """Takes the axes away."""
        self.figure.delaxes(self)

    # Places on the page.

    def _box(self):
        x, y, w, h = self.figure._place(self._base or self)
        width, height = self.figure._pixels()
        return x * width, y * height, w * width, h * height

    @property
    def transAxes(self):
        def there(x, y):
            left, low, w, h = self._box()
            return left + x * w, low + y * h

        def back(x, y):
            left, low, w, h = self._box()
            return (x - left) / w, (y - low) / h
        return _Transform(there, back, "axes")

    @property
    def transData(self):
        def part(name, value):
            low, high = self._view(name)
            if self._scales[name] == "log":
                return (math.log10(value) - math.log10(low)) / (math.log10(high) - math.log10(low)) if value > 0 else math.nan
            return (value - low) / (high - low)

        def value(name, part):
            low, high = self._view(name)
            if self._scales[name] == "log":
                return 10 ** (math.log10(low) + part * (math.log10(high) - math.log10(low)))
            return low + part * (high - low)

        def there(x, y):
            left, low, w, h = self._box()
            return left + part("x", x) * w, low + part("y", y) * h

        def back(x, y):
            left, low, w, h = self._box()
            return value("x", (x - left) / w), value("y", (y - low) / h)
        return _Transform(there, back, "data")

    def get_xaxis_transform(self, which="grid"):
        """From values of x and parts of the height."""
        return _Transform(lambda x, y: (self.transData._there(x, self._view("y")[0])[0], self.transAxes._there(0, y)[1]),
                          lambda x, y: (self.transData._back(x, y)[0], self.transAxes._back(x, y)[1]), "xaxis")

    def get_yaxis_transform(self, which="grid"):
        """From parts of the width and values of y."""
        return _Transform(lambda x, y: (self.transAxes._there(x, 0)[0], self.transData._there(self._view("x")[0], y)[1]),
                          lambda x, y: (self.transAxes._back(x, y)[0], self.transData._back(x, y)[1]), "yaxis")

    def get_window_extent(self, renderer=None):
        """Which rectangle of the page the plot takes, in pixels."""
        x, y, w, h = self._box()
        return Bbox(x, y, x + w, y + h)

    # The figure's description.

    def _described(self):
        elements = []
        for artist in self._artists:
            if artist._visible:
                if isinstance(artist, _Span):
                    artist._reaches(self)
                entries = artist._drawn()
                if getattr(artist, "_hidden", False) and self._legend is None:
                    for entry in entries:
                        entry["label"] = None
                elements += entries
        legend = self._legend
        if legend is not None and legend._handles is not None:
            for entry in elements:
                entry["label"] = None
            for handle in legend._handles:
                elements += _proxy(handle)
        elif legend is not None:
            for twin in self._twins:
                pass
        limits = {}
        for name in ("x", "y"):
            given = self._limits[name]
            shared = [axes for axes in self._share[name] if axes is not self]
            if given is not None and not self._inverted[name]:
                limits[name] = list(given)
                if name == "y" and getattr(self, "_image_upper", False) and self.images and None in given:
                    limits[name] = list(self._view(name))
            elif self._inverted[name] or shared or getattr(self, "_own_margins", False) or self._twins and name == "x":
                limits[name] = list(self._view(name))
            elif name == "y" and self.images and not getattr(self, "_image_upper", False):
                limits[name] = list(self._view(name))
            elif any(isinstance(artist, (_Span, QuadContourSet)) for artist in self._artists):
                limits[name] = list(self._view(name))
        if self._aspect == "equal" and not self.images:
            limits = self._equal()
        ticks = {}
        for name in ("x", "y"):
            own = self._ticks[name] is not None or self._words[name] or name in self._locators or name in self._formatters
            if own:
                ticks[name] = list(zip(self._places_of_ticks(name).tolist(), self._words_of_ticks(name)))
        bar = self._bar
        described = {"title": self._title or None, "xlabel": self._xlabel or None, "ylabel": self._ylabel or None,
                     "xlim": limits.get("x"), "ylim": limits.get("y"), "xscale": self._scales["x"], "yscale": self._scales["y"],
                     "xticks": ticks.get("x"), "yticks": ticks.get("y"), "grid": self._grid, "frame": self._frame,
                     "legend": False if legend is None else True, "legendtitle": None if legend is None else legend._title,
                     "elements": elements, "twins": [twin._described() for twin in self._twins], "colours": bar}
        if legend is None and any(twin._legend is not None for twin in self._twins):
            described["legend"] = True
            for entry in elements:
                entry["label"] = None
        elif legend is not None:
            for twin, entry in zip(self._twins, described["twins"]):
                if twin._legend is None:
                    for element in entry["elements"]:
                        element["label"] = None
        return described

    def _equal(self):
        # One length for one unit on both axes: the shorter side shows more.
        _, _, w, h = self._box()
        (x0, x1), (y0, y1) = self._view("x"), self._view("y")
        unit = max(abs(x1 - x0) / w, abs(y1 - y0) / h)
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2
        sx, sy = math.copysign(unit * w / 2, x1 - x0), math.copysign(unit * h / 2, y1 - y0)
        return {"x": [mx - sx, mx + sx], "y": [my - sy, my + sy]}


_range = range


class _Span(Patch):
    # A band across the plot.

    def __init__(self, low, high, upright, **more):
        super().__init__(**more)
        self._low, self._high, self._upright = low, high, upright

    def _reaches(self, axes):
        ends = axes._view("y" if self._upright else "x")
        a, b = self._low, self._high
        if self._upright:
            self._px, self._py = [a, b, b, a], [ends[0], ends[0], ends[1], ends[1]]
        else:
            self._px, self._py = [ends[0], ends[1], ends[1], ends[0]], [a, a, b, b]

    def _reach(self):
        ends = np.array([self._low, self._high])
        return (ends, np.array([])) if self._upright else (np.array([]), ends)


class _Legend:
    # The names of what is drawn.

    def __repr__(self):
        return f"<matplotlib.legend.Legend object at {hex(id(self))}>"

    def __init__(self, axes, handles, title):
        self.axes, self._handles, self._title = axes, handles, title

    def get_texts(self):
        """The names."""
        source = self._handles if self._handles is not None else self.axes.get_legend_handles_labels()[0]
        return [Text(None, 0, 0, handle.get_label()) for handle in source]

    def get_title(self):
        """The title."""
        return Text(None, 0, 0, self._title or "")

    def set_title(self, title, prop=None):
        """Another title."""
        self._title = title

    def set_visible(self, b):
        """Whether it is seen."""
        if not b:
            self.remove()

    def remove(self):
        """Takes it away."""
        self.axes._legend = None

    def get_frame(self):
        """The box around the names."""
        return Patch()

    def set_bbox_to_anchor(self, *args, **more):
        """The legend stands where it hides the least here."""
        _passed_over("bbox_to_anchor")


def _proxy(handle):
    # An entry of a legend without anything that is drawn.
    if isinstance(handle, BarContainer):
        r = handle[0]
        return [{"kind": "bars", "at": [], "ends": [], "label": handle.get_label(), "color": _hex(r._face)}]
    if isinstance(handle, (tuple, list)):
        handle = next((part for part in handle if part is not None), None)
    if isinstance(handle, _Bars):
        return [{"kind": "bars", "at": [], "ends": [], "label": handle._passed(), "color": _hex(handle._rectangles[0]._face)}]
    entries = handle._drawn()[:1]
    for entry in entries:
        entry["label"] = handle._passed()
        for key in ("x", "y", "colors", "sizes"):
            if key in entry:
                entry[key] = [] if key in ("x", "y") else None
    return entries


def _stairs(x, y, where):
    x, y = _floats(x).tolist(), _floats(y).tolist()
    xs, ys = [], []
    for place in _range(len(x)):
        if place:
            if where in ("pre", "steps-pre"):
                xs.append(x[place - 1])
                ys.append(y[place])
            elif where in ("post", "steps-post"):
                xs.append(x[place])
                ys.append(y[place - 1])
            elif where in ("mid", "steps-mid"):
                middle = (x[place - 1] + x[place]) / 2
                xs += [middle, middle]
                ys += [y[place - 1], y[place]]
            else:
                raise ValueError(f"{where!r} is not a valid value for where; supported values are 'pre', 'post', 'mid'")
        xs.append(x[place])
        ys.append(y[place])
    return np.array(xs), np.array(ys)


def _both(error, count):
    error = np.asarray(error.detach().numpy() if hasattr(error, "detach") else error, dtype=float)
    if error.ndim == 2:
        if error.shape[0] != 2:
            raise ValueError("err must be a scalar or a 1D or (2, n) array-like")
        return np.broadcast_to(error[0], (count,)), np.broadcast_to(error[1], (count,))
    if error.ndim == 1 and len(error) not in (1, count):
        raise ValueError(f"'yerr' (shape: ({len(error)},)) must be a scalar or a 1D or (2, n) array-like whose shape matches 'y' "
                         f"(shape: ({count},))")
    row = np.broadcast_to(error.reshape(-1), (count,))
    return row, row


def _edges(values, bins, span):
    """The edges of so many bins, or those that are given."""
    if _is_text(bins):
        raise _absent(f"hist(bins={bins!r})", "a number of bins, or the edges")
    if np.ndim(bins):
        if np.any(np.diff(bins) < 0):
            raise ValueError("`bins` must increase monotonically, when an array")
        return bins
    if span is not None:
        low, high = float(span[0]), float(span[1])
        if low > high:
            raise ValueError("max must be larger than min in range parameter.")
    elif len(values) == 0:
        low, high = 0.0, 1.0
    else:
        low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    return np.linspace(low, high, bins + 1)


def _bin_of(values, edges):
    """In which bin each value lies; −1 for none. The last one has its upper edge."""
    places = np.searchsorted(edges, values, side="right") - 1
    places = np.where(values == edges[-1], len(edges) - 2, places)
    return np.where((places < 0) | (places > len(edges) - 2) | ~np.isfinite(values), -1, places)


def _counted(values, edges, loads):
    values_in = values[np.isfinite(values)]
    if loads is not None:
        places = _bin_of(values, edges)
        counts = np.zeros(len(edges) - 1)
        for place, load in zip(places.tolist(), loads.tolist()):
            if place >= 0:
                counts[place] += load
        return counts
    ordered = np.sort(values_in)
    upto = np.searchsorted(ordered, edges[:-1], side="left")
    last = np.searchsorted(ordered, edges[-1:], side="right")
    return np.diff(np.concatenate([upto, last])).astype(float)


def _even(Z, side, count, axis):
    """The ends of cells; cells of other widths than their neighbours are repeated."""
    side = _floats(side)
    if len(side) == count:
        if count == 1:
            return Z, (float(side[0]) - 0.5, float(side[0]) + 0.5)
        steps = np.diff(side)
        side = np.concatenate([side[:1] - steps[:1] / 2, side[:-1] + steps / 2, side[-1:] + steps[-1:] / 2])
    steps = np.abs(np.diff(side))
    if len(steps) and float(steps.max() - steps.min()) > 1e-6 * float(steps.max()):
        places = np.linspace(float(side[0]), float(side[-1]), 257)
        middle = (places[:-1] + places[1:]) / 2
        rising = float(side[-1]) > float(side[0])
        index = np.searchsorted(side if rising else side[::-1], middle, side="right") - 1
        index = np.clip(index if rising else count - 1 - index, 0, count - 1)
        Z = Z[:, index] if axis else Z[index]
    return Z, (float(side[0]), float(side[-1]))


def _round_levels(low, high, count):
    """Round numbers around the values, as many as there is about room for."""
    if low == high:
        low, high = low - 0.5, high + 0.5
    return _nice(low, high, count + 1, (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10), around=True)


def _nice(low, high, count, steps, around=False, least=1):
    raw = (high - low) / count
    scale = 10.0 ** math.floor(math.log10(raw))
    for factor in (1, 10):
        for step in steps:
            size = step * scale * factor
            if size < raw * (1 - 1e-10):
                continue
            first = math.floor(low / size + 1e-10) * size
            last = math.ceil((high - first) / size - 1e-10)
            return [first + size * place for place in _range(int(last) + 1)]
    return [low, high]


def _finer(x, y, Z):
    """Values between the points of a grid, so that steps between them are seen."""
    rows, columns = Z.shape
    ny, nx = min(max(rows, 120), 240), min(max(columns, 160), 320)
    fx, fy = np.linspace(0, columns - 1, nx), np.linspace(0, rows - 1, ny)
    cx, cy = np.clip(np.floor(fx), 0, max(columns - 2, 0)).astype(int), np.clip(np.floor(fy), 0, max(rows - 2, 0)).astype(int)
    tx, ty = (fx - cx).reshape(1, -1), (fy - cy).reshape(-1, 1)
    ex, ey = np.clip(cx + 1, 0, columns - 1), np.clip(cy + 1, 0, rows - 1)
    a, b = Z[cy][:, cx], Z[cy][:, ex]
    c, d = Z[ey][:, cx], Z[ey][:, ex]
    fine = (a * (1 - tx) + b * tx) * (1 - ty) + (c * (1 - tx) + d * tx) * ty
    return x, y, fine


def _level_lines(x, y, Z, level):
    """Pieces of the line on which a grid has a value: where it crosses the edges of each cell."""
    segments = []
    for row in _range(len(y) - 1):
        for column in _range(len(x) - 1):
            corners = [(x[column], y[row], Z[row][column]), (x[column + 1], y[row], Z[row][column + 1]),
                       (x[column + 1], y[row + 1], Z[row + 1][column + 1]), (x[column], y[row + 1], Z[row + 1][column])]
            cuts = []
            for a, b in zip(corners, corners[1:] + corners[:1]):
                if (a[2] < level) != (b[2] < level):
                    t = (level - a[2]) / (b[2] - a[2])
                    cuts.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
            for first, second in zip(cuts[::2], cuts[1::2]):
                segments.append([first, second])
    return segments


def _ticks_between(low, high, scale):
    if scale == "log":
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        step = max(1, (last - first) // 9 + 1) if last - first > 9 else 1
        return [10.0 ** place for place in _range(first - step, last + step + 1, step)]
    if low == high:
        return [low]
    return _nice(low, high, 9, (1, 2, 2.5, 5, 10))


def _tick_texts(places):
    if not places:
        return []
    step = min((abs(b - a) for a, b in zip(places, places[1:])), default=1.0) or 1.0
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    while digits < 10 and any(abs(round(place, digits) - place) > 1e-9 * max(abs(place), step) for place in places):
        digits += 1
    return [f"{place:.{digits}f}".replace("-", "\u2212") for place in places]


class _ticker:
    # matplotlib.ticker.

    class MaxNLocator:
        """About so many round places."""

        def __init__(self, nbins=9, integer=False, **more):
            self.nbins, self.integer = 9 if nbins == "auto" else nbins, integer

        def tick_values(self, vmin, vmax):
            """The places between two values."""
            steps = (1, 2, 2.5, 5, 10) if not self.integer else (1, 2, 5, 10)
            found = _nice(vmin, vmax, self.nbins, steps)
            if self.integer and len(found) > 1 and found[1] - found[0] < 1:
                found = [float(place) for place in _range(math.floor(vmin), math.ceil(vmax) + 1)]
            return found

    class MultipleLocator:
        """Multiples of a number."""

        def __init__(self, base=1.0, offset=0.0):
            self._base = base

        def tick_values(self, vmin, vmax):
            """The places between two values."""
            first, last = math.ceil(vmin / self._base - 1e-9), math.floor(vmax / self._base + 1e-9)
            return [place * self._base for place in _range(first, min(last, first + 1000) + 1)]

    class FixedLocator:
        """Places of one's own."""

        def __init__(self, locs, nbins=None):
            self._locs = list(locs)

        def tick_values(self, vmin, vmax):
            """The places."""
            return self._locs

    class NullLocator:
        """No places."""

        def tick_values(self, vmin, vmax):
            """None."""
            return []

    class AutoLocator(MaxNLocator):
        """Round places."""

    class LogLocator:
        """Powers of ten."""

        def __init__(self, base=10.0, **more):
            pass

        def tick_values(self, vmin, vmax):
            """The places between two values."""
            return _ticks_between(max(vmin, 1e-300), max(vmax, 1e-299), "log")

    class AutoMinorLocator(NullLocator):
        """Small ticks are not drawn here."""

        def __init__(self, n=None):
            pass

    class FuncFormatter:
        """What a function of the value and the place says."""

        def __init__(self, func):
            self._function = func

        def _text(self, value, place):
            return str(self._function(value, place))

    class FormatStrFormatter:
        """A format such as '%.2f'."""

        def __init__(self, fmt):
            self._format = fmt

        def _text(self, value, place):
            return self._format % value

    class StrMethodFormatter:
        """A format such as '{x:.2f}'."""

        def __init__(self, fmt):
            self._format = fmt

        def _text(self, value, place):
            return self._format.format(x=value, pos=place)

    class PercentFormatter:
        """Values as parts of a whole."""

        def __init__(self, xmax=100, decimals=None, symbol="%", is_latex=False):
            self._whole, self._decimals, self._symbol = xmax, decimals, symbol

        def _text(self, value, place):
            number = 100 * value / self._whole
            digits = self._decimals if self._decimals is not None else 0 if abs(number - round(number)) < 1e-9 else 1
            return f"{number:.{digits}f}{self._symbol}"

    class NullFormatter:
        """Nothing is written."""

        def _text(self, value, place):
            return ""

    class ScalarFormatter:
        """Numbers as short as they can be."""

        def __init__(self, *args, **more):
            pass

        def _text(self, value, place):
            return f"{value:g}"

    class FixedFormatter:
        """Words of one's own."""

        def __init__(self, seq):
            self._words = list(seq)

        def _text(self, value, place):
            return str(self._words[place]) if place < len(self._words) else ""

    class EngFormatter(ScalarFormatter):
        """Numbers with k, M and the like."""

        def _text(self, value, place):
            for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
                if abs(value) >= size:
                    return f"{value / size:g} {letter}"
            return f"{value:g}"
