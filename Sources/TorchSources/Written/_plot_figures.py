"""Figures, and how axes lie in them."""
import math

import numpy as np

import _pyplot

from _plot_colors import (_absent, _is_text, _passed_over, rcParams)
from _plot_artists import (Bbox, Text)
from _plot_axes import Axes
from _plot_axis import _range


class _AxesGrid:
    # The axes of plt.subplots(2, 3): indexed, walked through, flattened as an array is.

    def __init__(self, rows):
        self._rows = rows

    @property
    def shape(self):
        first = self._rows[0] if self._rows else None
        return (len(self._rows), len(first)) if isinstance(first, list) else (len(self._rows),)

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def size(self):
        return len(self._all())

    @property
    def flat(self):
        return iter(self._all())

    @property
    def T(self):
        if self.ndim == 1:
            return self
        return _AxesGrid([list(column) for column in zip(*self._rows)])

    def _all(self):
        return [axes for row in self._rows for axes in row] if self.ndim == 2 else list(self._rows)

    def flatten(self, order="C"):
        """All axes in one row."""
        return (self.T if order == "F" else self)._flat()

    def _flat(self):
        return _AxesGrid(self._all())

    ravel = flatten

    def reshape(self, *shape):
        """The axes in another shape."""
        shape = list(shape[0] if len(shape) == 1 and not isinstance(shape[0], int) else shape)
        every = self._all()
        if -1 in shape:
            rest = 1
            for size in shape:
                rest *= size if size != -1 else 1
            shape[shape.index(-1)] = len(every) // max(rest, 1)
        if len(shape) == 1:
            return _AxesGrid(every)
        return _AxesGrid([every[row * shape[1]:(row + 1) * shape[1]] for row in _range(shape[0])])

    def tolist(self):
        """The axes in lists."""
        return [list(row) for row in self._rows] if self.ndim == 2 else list(self._rows)

    def __len__(self):
        return len(self._rows)

    def __iter__(self):
        return iter([_AxesGrid(row) for row in self._rows] if self.ndim == 2 else self._rows)

    def __getitem__(self, index):
        if isinstance(index, tuple):
            if len(index) > self.ndim:
                raise IndexError(f"too many indices for array: array is {self.ndim}-dimensional, but {len(index)} were indexed")
            row = index[0]
            if isinstance(row, slice):
                rows = self._rows[row]
                if len(index) == 1:
                    return _AxesGrid(rows)
                picked = [axes[index[1]] for axes in rows]
                return _AxesGrid(picked)
            found = self._at(self._rows, row, 0)
            if len(index) == 1:
                return _AxesGrid(found) if isinstance(found, list) else found
            column = index[1]
            return _AxesGrid(found[column]) if isinstance(column, slice) else self._at(found, column, 1)
        if isinstance(index, slice):
            return _AxesGrid(self._rows[index])
        found = self._at(self._rows, index, 0)
        return _AxesGrid(found) if isinstance(found, list) else found

    def _at(self, row, index, axis):
        if not -len(row) <= index < len(row):
            raise IndexError(f"index {index} is out of bounds for axis {axis} with size {len(row)}")
        return row[index]

    def __repr__(self):
        return f"array({self.tolist()!r}, dtype=object)"


class SubplotSpec:
    """Some cells of a grid."""

    def __init__(self, grid, rows, columns):
        self._grid, self._rows, self._columns = grid, rows, columns

    rowspan = property(lambda self: _range(self._rows[0], self._rows[1]))
    colspan = property(lambda self: _range(self._columns[0], self._columns[1]))

    def subgridspec(self, nrows, ncols, **more):
        """A grid within the cells."""
        grid = GridSpec(nrows, ncols, **more)
        grid._within = self
        return grid

    def get_gridspec(self):
        """The grid."""
        return self._grid

    def _bounds(self):
        x, y, w, h = self._grid._within._bounds() if self._grid._within is not None else (0.0, 0.0, 1.0, 1.0)
        heights, widths = self._grid._heights, self._grid._widths
        top, tall = sum(heights[:self._rows[0]]) / sum(heights), sum(heights[self._rows[0]:self._rows[1]]) / sum(heights)
        left, wide = sum(widths[:self._columns[0]]) / sum(widths), sum(widths[self._columns[0]:self._columns[1]]) / sum(widths)
        return x + left * w, y + top * h, wide * w, tall * h


class GridSpec:
    """A grid in which axes take cells."""

    def __init__(self, nrows, ncols, figure=None, width_ratios=None, height_ratios=None, **more):
        self.nrows, self.ncols, self.figure = int(nrows), int(ncols), figure
        if width_ratios is not None and len(width_ratios) != ncols:
            raise ValueError("Expected the given number of width ratios to match the number of columns of the grid")
        if height_ratios is not None and len(height_ratios) != nrows:
            raise ValueError("Expected the given number of height ratios to match the number of rows of the grid")
        self._widths = list(width_ratios or [1] * self.ncols)
        self._heights = list(height_ratios or [1] * self.nrows)
        self._within = None

    def __getitem__(self, key):
        def ends(part, count, axis):
            if isinstance(part, slice):
                start, stop, _ = part.indices(count)
                if stop <= start:
                    raise IndexError("GridSpec slice would result in no space allocated for subplot")
                return start, stop
            place = part + count if part < 0 else part
            if not 0 <= place < count:
                raise IndexError(f"index {part} is out of bounds for axis {axis} with size {count}")
            return place, place + 1
        if isinstance(key, tuple):
            return SubplotSpec(self, ends(key[0], self.nrows, 0), ends(key[1], self.ncols, 1))
        first, last = ends(key, self.nrows * self.ncols, 0)
        (r0, c0), (r1, c1) = divmod(first, self.ncols), divmod(last - 1, self.ncols)
        return SubplotSpec(self, (r0, r1 + 1), (min(c0, c1), max(c0, c1) + 1))

    def get_geometry(self):
        """Rows and columns."""
        return self.nrows, self.ncols

    def update(self, **more):
        """Margins are chosen by what they have to hold here."""

    def tight_layout(self, figure, **more):
        """Figures are laid out tightly anyway."""


class _Canvas:
    # fig.canvas.

    def __init__(self, figure):
        self.figure = figure

    def draw(self):
        """Figures are drawn where they are shown."""

    draw_idle = flush_events = draw

    def get_renderer(self):
        """What measures words."""
        return self

    def mpl_connect(self, name, function):
        """Figures here are not clicked on."""
        _passed_over("mpl_connect")
        return 0

    def print_figure(self, name, **more):
        """Saves the figure."""
        self.figure.savefig(name, **more)


class Figure:
    """A figure with its axes."""

    def __init__(self, figsize=None, dpi=None, number=1):
        self._own, self._title, self._size, self._dpi = [], None, None, None
        self.number, self._current, self._rows, self._columns = number, None, 1, 1
        self._notes = []
        self.canvas = _Canvas(self)
        if figsize is not None:
            self._sized(figsize)
        if dpi is not None:
            self.set_dpi(dpi)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(f"'Figure' object has no attribute '{name}'")
        raise AttributeError(f"'Figure' object has no attribute '{name}': matplotlib.figure.Figure.{name} is not in Lagado")

    def _sized(self, size):
        parts = [float(part) for part in size]
        if len(parts) != 2 or not all(part > 0 and math.isfinite(part) for part in parts):
            raise ValueError(f"figure size must be positive finite not {size!r}")
        self._size = parts

    @property
    def dpi(self):
        return float(self._dpi or rcParams["figure.dpi"])

    def set_dpi(self, val):
        """Pixels for an inch."""
        if not float(val) > 0:
            raise ValueError("dpi must be positive")
        self._dpi = float(val)

    def get_dpi(self):
        """Pixels for an inch."""
        return self.dpi

    def _inches(self):
        return self._size or [float(part) for part in rcParams["figure.figsize"]]

    def _pixels(self):
        return tuple(part * self.dpi for part in self._inches())

    @property
    def bbox(self):
        width, height = self._pixels()
        return Bbox(0, 0, width, height)

    def get_size_inches(self):
        """Width and height in inches."""
        return np.array(self._inches())

    def set_size_inches(self, w, h=None, forward=True):
        """Another size in inches."""
        self._sized(w if h is None else (w, h))

    def get_figwidth(self):
        """The width in inches."""
        return self._inches()[0]

    def get_figheight(self):
        """The height in inches."""
        return self._inches()[1]

    def get_facecolor(self):
        """The colour of the ground: white."""
        return (1.0, 1.0, 1.0, 1.0)

    def get_children(self):
        """The axes."""
        return self.axes

    def get_label(self):
        """The name."""
        return getattr(self, "_name", "")

    def set(self, **settings):
        """Several things at once: each has a set_… of its own."""
        for name, value in settings.items():
            getattr(self, "set_" + name)(value)
        return []

    def set_figwidth(self, val, forward=True):
        """Another width in inches."""
        self._sized((val, self._inches()[1]))

    def set_figheight(self, val, forward=True):
        """Another height in inches."""
        self._sized((self._inches()[0], val))

    def __str__(self):
        width, height = self._pixels()
        return f"Figure({width:g}x{height:g})"

    def __repr__(self):
        width, height = self._pixels()
        return f"<Figure size {width:.0f}x{height:.0f} with {len(self.axes)} Axes>"

    # Axes.

    @property
    def axes(self):
        return [one for own in self._own for one in [own] + own._twins]

    def _new(self, part=None):
        axes = Axes(self, part)
        self._own.append(axes)
        self._current = axes
        return axes

    def gca(self):
        """The axes that are drawn on."""
        if self._current is None:
            self._current = self._own[-1] if self._own else self._new()
        return self._current

    def sca(self, a):
        """Draws on these axes from now on."""
        self._current = a
        return a

    def get_axes(self):
        """The axes."""
        return self.axes

    def delaxes(self, ax):
        """Takes axes away."""
        if ax in self._own:
            self._frozen()
            self._own.remove(ax)
        if ax._base is not None and ax in ax._base._twins:
            ax._base._twins.remove(ax)
        if self._current is ax:
            self._current = self._own[-1] if self._own else None

    def _frozen(self):
        # Places that follow the grid stay when axes go.
        for axes in self._own:
            if axes._part is None and len(self._own) > 1:
                axes._part = _flipped(self._cell(axes))

    def _grid_of(self, axes):
        return self._rows, self._columns, self._own.index(axes) if axes in self._own else 0

    def _cell(self, axes):
        place = self._own.index(axes) if axes in self._own else 0
        row, column = divmod(place, self._columns)
        return (column / self._columns, row / max(self._rows, 1), 1 / self._columns, 1 / max(self._rows, 1))

    def _place(self, axes):
        """Where the plot is: left, lower, width, height, as parts of the figure."""
        x, y, w, h = _flipped(axes._part) if axes._part is not None else self._cell(axes)
        return x + 0.125 * w, 1 - y - h + 0.11 * h, 0.775 * w, 0.77 * h

    def subplots(self, nrows=1, ncols=1, *, sharex=False, sharey=False, squeeze=True, width_ratios=None, height_ratios=None,
                 subplot_kw=None, gridspec_kw=None):
        """Axes in a grid."""
        for name, value in (("nrows", nrows), ("ncols", ncols)):
            if isinstance(value, bool) or not isinstance(value, int) and not hasattr(value, "__index__") or not 1 <= value <= 50:
                raise ValueError(f"subplots() makes 1 to 50 rows and columns, not {nrows} by {ncols}")
        _projected("subplots", subplot_kw)
        ratios = dict(gridspec_kw or {})
        widths, heights = width_ratios or ratios.get("width_ratios"), height_ratios or ratios.get("height_ratios")
        grid = GridSpec(nrows, ncols, self, widths, heights)
        own = widths is not None or heights is not None or bool(self._own)
        if not own:
            self._rows, self._columns = nrows, ncols
        rows = [[self._new(_flipped(grid[row, column]._bounds()) if own else None) for column in _range(ncols)]
                for row in _range(nrows)]
        every = [axes for row in rows for axes in row]
        for name, how in (("x", sharex), ("y", sharey)):
            groups = [every] if how is True or how == "all" else rows if how == "row" else (
                [list(column) for column in zip(*rows)] if how == "col" else [])
            for group in groups:
                for axes in group:
                    axes._share[name] = list(group)
        for axes in every:
            axes.set(**{k: v for k, v in (subplot_kw or {}).items() if k not in ("projection", "polar")})
        if not squeeze:
            return _AxesGrid(rows)
        if nrows == ncols == 1:
            return rows[0][0]
        if nrows == 1:
            return _AxesGrid(rows[0])
        return _AxesGrid([row[0] for row in rows]) if ncols == 1 else _AxesGrid(rows)

    def subplot_mosaic(self, mosaic, *, sharex=False, sharey=False, width_ratios=None, height_ratios=None, empty_sentinel=".",
                       subplot_kw=None, gridspec_kw=None, per_subplot_kw=None):
        """Axes as a picture of letters says, by their letters."""
        _projected("subplot_mosaic", subplot_kw)
        if _is_text(mosaic):
            lines = [line.strip() for line in mosaic.replace(";", "\n").strip().split("\n")]
            rows = [list(line) for line in lines if line]
        else:
            rows = [list(row) for row in mosaic]
        if len({len(row) for row in rows}) != 1:
            raise ValueError("All of the rows must be the same length")
        ratios = dict(gridspec_kw or {})
        grid = GridSpec(len(rows), len(rows[0]), self, width_ratios or ratios.get("width_ratios"),
                        height_ratios or ratios.get("height_ratios"))
        made = {}
        for r, row in enumerate(rows):
            for c, name in enumerate(row):
                if name == empty_sentinel or name in made:
                    continue
                r1 = max(place for place, other in enumerate(rows) if name in other) + 1
                c1 = max(place for other in rows for place, word in enumerate(other) if word == name) + 1
                c0 = min(place for other in rows for place, word in enumerate(other) if word == name)
                if any(rows[a][b] != name for a in _range(r, r1) for b in _range(c0, c1)):
                    raise ValueError(f"While trying to layout\n{rows!r}\nwe found that the label {name!r} specifies a "
                                     "non-rectangular or non-contiguous area.")
                made[name] = self._new(_flipped(grid[r:r1, c0:c1]._bounds()))
        every = list(made.values())
        for name, how in (("x", sharex), ("y", sharey)):
            if how:
                for axes in every:
                    axes._share[name] = list(every)
        return made

    def add_subplot(self, *args, projection=None, polar=False, sharex=None, sharey=None, **more):
        """Axes in a cell of a grid: add_subplot(2, 1, 1), add_subplot(211), add_subplot(grid[0, :])."""
        _projected("add_subplot", {"projection": projection or ("polar" if polar else None)})
        if not args:
            args = (1, 1, 1)
        if len(args) == 1 and isinstance(args[0], SubplotSpec):
            spec = args[0]
        else:
            if len(args) == 1:
                if not isinstance(args[0], int) or not 100 <= args[0] <= 999:
                    raise ValueError(f"Integer subplot specification must be a three-digit number, not {args[0]!r}")
                args = (args[0] // 100, args[0] // 10 % 10, args[0] % 10)
            if len(args) != 3:
                raise TypeError(f"add_subplot() takes 1 or 3 positional arguments but {len(args)} were given")
            rows, columns, place = args
            if not isinstance(rows, int) or rows < 1:
                raise ValueError(f"Number of rows must be a positive integer, not {rows!r}")
            if not isinstance(columns, int) or columns < 1:
                raise ValueError(f"Number of columns must be a positive integer, not {columns!r}")
            grid = GridSpec(rows, columns, self)
            if isinstance(place, tuple):
                spec = grid[place[0] - 1:place[1]]
            else:
                if not 1 <= place <= rows * columns:
                    raise ValueError(f"num must be an integer with 1 <= num <= {rows * columns}, not {place!r}")
                spec = grid[place - 1]
        bounds = spec._bounds()
        axes = self._new(None if bounds == (0.0, 0.0, 1.0, 1.0) and not self._own else _flipped(bounds))
        if axes._part is not None:
            for other in self._own:
                if other._part is None:
                    other._part = _flipped(self._cell(other)) if len(self._own) > 2 else [0.0, 0.0, 1.0, 1.0]
        axes._spec = bounds
        if sharex is not None:
            axes.sharex(sharex)
        if sharey is not None:
            axes.sharey(sharey)
        axes.set(**{k: v for k, v in more.items() if k not in ("frameon", "facecolor", "label", "aspect")})
        if "aspect" in more:
            axes.set_aspect(more["aspect"])
        return axes

    def add_axes(self, rect, **more):
        """Axes at a place: left, lower, width, height, as parts of the figure."""
        if isinstance(rect, Axes):
            return self.sca(rect)
        left, low, width, height = [float(part) for part in rect]
        for other in self._own:
            if other._part is None:
                other._part = _flipped(self._cell(other))
        # The words around the plot need room that is not counted there.
        return self._new([left - 0.05 * width, low - 0.05 * height, width * 1.1, height * 1.1])

    def add_gridspec(self, nrows=1, ncols=1, **more):
        """A grid in which axes take cells."""
        return GridSpec(nrows, ncols, self, **more)

    # Words.

    def suptitle(self, t, **more):
        """The title of the figure."""
        self._title = str(t)
        return Text(None, 0.5, 0.98, self._title, ha="center")

    def get_suptitle(self):
        """The title of the figure."""
        return self._title or ""

    def supxlabel(self, t, **more):
        """The label below all axes: that of the lowest ones here."""
        for axes in self._own[-self._columns:]:
            axes._xlabel = axes._xlabel or str(t)

    def supylabel(self, t, **more):
        """The label beside all axes: that of the first ones here."""
        for axes in self._own[::self._columns]:
            axes._ylabel = axes._ylabel or str(t)

    def text(self, x, y, s, fontdict=None, **more):
        """Writes words at a place of the figure: in the terminal and the SVG on the first axes."""
        _passed_over("the place of fig.text")
        axes = self._own[0] if self._own else self.gca()
        return axes.text(x, y, s, transform=axes.transAxes, **{k: v for k, v in more.items() if k != "transform"})

    def legend(self, *args, **more):
        """Shows the names of what is drawn, on the first axes."""
        axes = self._own[0] if self._own else self.gca()
        if not args and "handles" not in more:
            handles, labels = [], []
            for other in self._own:
                for part in [other] + other._twins:
                    more_handles, more_labels = part.get_legend_handles_labels()
                    handles, labels = handles + more_handles, labels + more_labels
            return axes.legend(handles, labels)
        return axes.legend(*args, **{k: v for k, v in more.items() if k in ("handles", "labels", "title")})

    def colorbar(self, mappable, cax=None, ax=None, use_gridspec=True, *, label="", ticks=None, **more):
        """Shows what colours stand for."""
        for word in more:
            if word not in ("shrink", "fraction", "pad", "aspect", "orientation", "location", "format", "extend", "anchor", "panchor",
                            "drawedges", "spacing", "alpha", "boundaries", "values", "extendfrac"):
                raise TypeError(f"colorbar() got an unexpected keyword argument '{word}'")
        return Colorbar(self, mappable, ax, label, cax)

    def subplots_adjust(self, **more):
        """Margins are chosen by what they have to hold here."""

    def tight_layout(self, **more):
        """Figures are laid out tightly anyway."""
        for word in more:
            if word not in ("pad", "w_pad", "h_pad", "rect"):
                raise TypeError(f"tight_layout() got an unexpected keyword argument '{word}'")

    def set_tight_layout(self, tight):
        """Figures are laid out tightly anyway."""

    set_layout_engine = set_constrained_layout = set_tight_layout

    def set_facecolor(self, color):
        """The ground is white here."""
        _passed_over("the colour of the ground")

    def autofmt_xdate(self, **more):
        """Long words below an axis are slanted anyway."""

    def align_labels(self, axs=None):
        """Labels stand where they have room here."""

    align_xlabels = align_ylabels = align_titles = align_labels

    def clear(self, keep_observers=False):
        """Takes everything away."""
        self._own, self._current, self._title, self._rows, self._columns = [], None, None, 1, 1

    clf = clear

    def show(self, warn=True):
        """Shows the figure."""
        _pyplot.show(self._described())

    def savefig(self, fname, *, transparent=None, dpi=None, format=None, **more):
        """Saves the figure to a file: SVG, or PNG."""
        for word in more:
            if word not in ("bbox_inches", "pad_inches", "facecolor", "edgecolor", "orientation", "metadata", "papertype",
                            "bbox_extra_artists", "backend", "pil_kwargs"):
                raise TypeError(f"savefig() got an unexpected keyword argument '{word}'")
        scale = 1.0
        if dpi is not None and dpi != "figure":
            if not float(dpi) > 0:
                raise ValueError("dpi must be positive")
            scale = float(dpi) / 100
        if hasattr(fname, "write"):
            kind = (format or "png").lower()
            if kind not in ("svg", "png"):
                raise _absent(f"savefig(format={kind!r})", "format='svg' or format='png'")
            made = _pyplot.form(self._described(), kind, scale)
            fname.write(made if isinstance(made, bytes) else made.encode())
            return
        path = fname.__fspath__() if hasattr(fname, "__fspath__") else str(fname)
        ending = path.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower() if "." in path.rsplit("/", 1)[-1] else ""
        if format is not None:
            kind = format.lower()
            if kind not in ("svg", "png"):
                raise _absent(f"savefig(format={format!r})", "format='svg' or format='png'")
            if ending and ending != kind:
                raise ValueError(f"savefig({path!r}) and format={format!r} do not agree; a name that ends in .{kind}")
            path = path if ending else path + "." + kind
        elif not ending:
            path += ".png"
        _pyplot.save(self._described(), path, scale)

    def _described(self):
        axes, parts = [], any(one._part is not None for one in self._own)
        for one in self._own:
            if not one._visible:
                if not parts:
                    axes.append({"frame": False, "elements": []})
                continue
            described = one._described()
            if parts:
                x, y, w, h = _flipped(one._part) if one._part is not None else self._cell(one)
                described["part"] = [x, y, w, h]
            axes.append(described)
        if not axes:
            axes = [{"frame": True, "elements": []}]
        size = None
        if self._size is not None or self._dpi is not None or list(rcParams["figure.figsize"]) != [6.4, 4.8] or (
                rcParams["figure.dpi"] != 100):
            size = list(self._pixels())
        return {"title": self._title, "columns": self._columns if not parts else 1, "size": size, "axes": axes}


def _flipped(box):
    # From a lower left corner to an upper left one, and back.
    x, y, w, h = box
    return [x, 1 - y - h, w, h]


def _projected(call, options):
    options = options or {}
    if options.get("projection") not in (None, "rectilinear") or options.get("polar"):
        raise _absent(f"plt.{call}(subplot_kw={{'projection': {options.get('projection')!r}}})", "flat axes")


class Colorbar:
    """What colours stand for."""

    def __repr__(self):
        return f"<matplotlib.colorbar.Colorbar object at {hex(id(self))}>"

    def __init__(self, figure, mappable, ax, label, cax):
        axes = getattr(mappable, "axes", None)
        if axes is None:
            if ax is None and cax is None:
                raise ValueError("Unable to determine Axes to steal space for Colorbar. Either provide the *cax* argument to use as the "
                                 "Axes for the Colorbar, provide the *ax* argument to steal space from it, or add *mappable* to an Axes.")
            axes = ax if ax is not None else figure.gca()
        if isinstance(axes, (_AxesGrid, list, tuple)):
            axes = list(axes.flat if isinstance(axes, _AxesGrid) else axes)[-1]
        if ax is not None and not isinstance(ax, (_AxesGrid, list, tuple)):
            axes = ax
        if cax is not None and cax in figure._own:
            figure.delaxes(cax)
        self.mappable, self._axes, self.ax = mappable, axes, axes
        self._label = label
        self._say()

    def _say(self):
        self._axes._bar = self.mappable._scale(self._label or None)

    def set_label(self, label, **more):
        """What the colours are."""
        self._label = str(label)
        self._say()

    def set_ticks(self, ticks, labels=None, **more):
        """Ticks are chosen by the range here."""
        _passed_over("the ticks of a colorbar")

    set_ticklabels = set_ticks

    def update_normal(self, mappable=None):
        """Follows the values."""
        self._say()

    def remove(self):
        """Takes it away."""
        self._axes._bar = None
