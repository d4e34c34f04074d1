"""What is drawn on axes, as matplotlib's objects."""
import math

import numpy as np

import _pyplot

from _plot_colors import (Normalize, ScalarMappable, _colormap, _hex, _is_colour, _is_text, _letters, _passed_over,
    _to_rgba, rcParams)


def _row(values):
    """Numbers in a row of one axis."""
    if hasattr(values, "detach"):
        values = values.detach().numpy()
    if isinstance(values, (list, tuple)) and values and hasattr(values[0], "detach"):
        values = [float(value) for value in values]
    row = np.asarray(values)
    if row.ndim == 0:
        row = row.reshape(-1) if hasattr(row, "reshape") else np.array([float(row)])
    return row


def _kept(values, name):
    """Points as they were given, which is how a line gives them back."""
    if not hasattr(values, "__iter__"):
        raise RuntimeError(name + " must be a sequence")
    return list(values) if isinstance(values, list) else values


def _is_words(values):
    return isinstance(values, (list, tuple)) and bool(values) and all(_is_text(value) for value in values)


def _floats(values):
    row = _row(values)
    return row if row.dtype == np.float64 else row.astype(np.float64)


_stroke_names = {"-": "-", "solid": "-", "--": "--", "dashed": "--", ":": ":", "dotted": ":", "-.": "-.", "dashdot": "-.",
                 "None": "None", "none": "None", "": "None", " ": "None"}
_markers = ".,ov^<>sD*+xpdhHPX18234|_"
_marker_shapes = {",": ".", "<": "^", ">": "^", "1": "v", "2": "^", "3": "<", "4": ">", "8": "o", "H": "h", "|": "+", "_": "+",
                  "P": "+", "X": "x"}


def _stroke(style):
    if isinstance(style, tuple):
        return "--"
    if style not in _stroke_names:
        raise ValueError(f"{style!r} is not a valid value for ls; supported values are '-', '', ' ', '--', '-.', ':', "
                         "'None', 'dashdot', 'dashed', 'dotted', 'none', 'solid'")
    return _stroke_names[style]


def _format(fmt):
    """Colour, marker and line of a format such as 'ro--'."""
    colour = marker = line = None
    if _is_colour(fmt) and not fmt.isdigit() and fmt not in _markers:
        return fmt, None, None
    rest = fmt
    while rest:
        if rest[:2] in ("--", "-."):
            line, rest = rest[:2], rest[2:]
        elif rest[0] in "-:":
            line, rest = rest[0], rest[1:]
        elif rest[0] == "C" and rest[1:2].isdigit():
            colour, rest = rest[:2], rest[2:]
        elif rest[0] in _letters and colour is None:
            colour, rest = rest[0], rest[1:]
        elif rest[0] in _markers and marker is None:
            marker, rest = rest[0], rest[1:]
        else:
            raise ValueError(f"plot format {fmt!r}: {rest!r} is not understood; a colour (k r g b c m y w, C0 to C9), a "
                             "marker (. o s ^ v D * + x) and a line (- -- -. :)")
    return colour, marker, line


class Artist:
    """What is drawn: with a name for the legend, seen or not, taken away by remove()."""

    def __init__(self, axes, label=None):
        self.axes, self._label, self._visible, self._zorder = axes, label, True, 0

    @property
    def figure(self):
        return self.axes.figure if self.axes is not None else None

    def get_label(self):
        """The name in the legend."""
        return self._label

    def set_label(self, s):
        """Another name in the legend."""
        self._label = None if s is None else str(s)

    def get_visible(self):
        """Whether it is seen."""
        return self._visible

    def set_visible(self, b):
        """Whether it is seen."""
        self._visible = bool(b)

    def get_zorder(self):
        """What is drawn over what: what is larger."""
        return self._zorder

    def set_zorder(self, level):
        """What is drawn over what has no effect: lines lie over surfaces here."""
        self._zorder = level

    def remove(self):
        """Takes it away."""
        if self.axes is not None and self in self.axes._artists:
            self.axes._artists.remove(self)

    def set(self, **settings):
        """Several things at once: each has a set_… of its own."""
        for name, value in settings.items():
            method = getattr(self, "set_" + name, None)
            if method is None:
                raise AttributeError(f"{type(self).__name__}.set() got an unexpected keyword argument {name!r}")
            method(value)
        return []

    def _passed(self):
        # The name for the legend: those that begin with _ are none.
        label = self._label
        return None if label is None or str(label).startswith("_") else str(label)

    def set_alpha(self, alpha):
        """How much it covers, from 0 to 1."""
        self._alpha = alpha

    def get_alpha(self):
        """How much it covers."""
        return getattr(self, "_alpha", None)

    def set_clip_on(self, b):
        """Whether it is cut at the frame."""

    def set_picker(self, picker):
        """Figures here are not clicked on."""
        _passed_over("set_picker")


class Line2D(Artist):
    """A curve, or points."""

    def __init__(self, xdata, ydata, linewidth=None, linestyle=None, color=None, marker=None, markersize=None, label=None,
                 alpha=None, axes=None, **more):
        super().__init__(axes, label)
        self._x, self._y = xdata, ydata
        self._colour = "C0" if color is None else color
        self._stroke = "-" if linestyle is None else _stroke(linestyle)
        self._marker = None if marker in (None, "None", "none", "", " ") else marker
        self._width = linewidth
        self._size, self._alpha = markersize, alpha
        self._more = more

    def get_xdata(self, orig=True):
        """The x of the points."""
        return self._x if orig else _floats(self._x)

    def get_ydata(self, orig=True):
        """The y of the points."""
        return self._y if orig else _floats(self._y)

    def get_data(self, orig=True):
        """The x and the y of the points."""
        return self.get_xdata(orig), self.get_ydata(orig)

    def get_xydata(self):
        """The points in rows."""
        return np.column_stack([_floats(self._x), _floats(self._y)])

    def set_xdata(self, x):
        """Another x of the points."""
        self._x = _kept(x, "x")

    def set_ydata(self, y):
        """Another y of the points."""
        self._y = _kept(y, "y")

    def set_data(self, *args):
        """Another x and y of the points."""
        x, y = args[0] if len(args) == 1 else args
        self._x, self._y = _kept(x, "x"), _kept(y, "y")

    def get_color(self):
        """The colour."""
        return self._colour

    def set_color(self, color):
        """Another colour."""
        _to_rgba(color)
        self._colour = color

    def get_linestyle(self):
        """The kind of line."""
        return self._stroke

    def set_linestyle(self, ls):
        """Another kind of line."""
        self._stroke = _stroke(ls)

    def get_linewidth(self):
        """The width of the line."""
        return rcParams["lines.linewidth"] if self._width is None else self._width

    def set_linewidth(self, w):
        """Another width of the line."""
        self._width = float(w)

    def get_marker(self):
        """The marker."""
        return "None" if self._marker is None else self._marker

    def set_marker(self, marker):
        """Another marker."""
        self._marker = None if marker in (None, "None", "none", "", " ") else marker

    def get_markersize(self):
        """The size of the markers."""
        return 6.0 if self._size is None else self._size

    def set_markersize(self, sz):
        """Another size of the markers."""
        self._size = float(sz)

    set_c, set_ls, set_lw, set_ms = set_color, set_linestyle, set_linewidth, set_markersize
    get_c, get_ls, get_lw, get_ms = get_color, get_linestyle, get_linewidth, get_markersize

    def __repr__(self):
        return f"<matplotlib.lines.Line2D({self._label})>"

    def _drawn(self):
        rgba = _to_rgba(self._colour)
        alpha = self._alpha if self._alpha is not None else rgba[3]
        width = self._width
        if width is None and rcParams["lines.linewidth"] != 1.5:
            width = rcParams["lines.linewidth"]
        marker = self._marker if _is_text(self._marker) else None if self._marker is None else "o"
        if marker is not None:
            marker = _marker_shapes.get(marker, marker)
        size = None if self._size is None else self._size * 100 / 72
        return [{"kind": "line", "x": _floats(self._x), "y": _floats(self._y), "label": self._passed(),
                 "color": _hex(rgba[:3]), "alpha": alpha, "linestyle": self._stroke, "marker": marker,
                 "linewidth": width, "markersize": size}]

    def _reach(self):
        return _floats(self._x), _floats(self._y)


class Patch(Artist):
    """A surface within an outline."""

    def __init__(self, x=(), y=(), color=None, facecolor=None, edgecolor=None, alpha=None, label=None, axes=None, fill=True,
                 **more):
        super().__init__(axes, label)
        self._px, self._py = list(x), list(y)
        self._face = facecolor if facecolor is not None else color if color is not None else "C0"
        self._edge = edgecolor if edgecolor is not None else None
        self._alpha, self._fill = alpha, fill

    def get_facecolor(self):
        """The colour of the surface."""
        return _to_rgba(self._face, self._alpha)

    def set_facecolor(self, color):
        """Another colour of the surface."""
        _to_rgba(color)
        self._face = color

    def get_edgecolor(self):
        """The colour of the outline."""
        return _to_rgba("none" if self._edge is None else self._edge)

    def set_edgecolor(self, color):
        """Another colour of the outline."""
        self._edge = color

    def set_color(self, color):
        """Another colour of both."""
        self.set_facecolor(color)

    def set_linewidth(self, w):
        """The width of the outline."""

    def set_hatch(self, hatch):
        """Hatches are not drawn here."""
        _passed_over("hatch")

    set_fc, set_ec, get_fc, get_ec = set_facecolor, set_edgecolor, get_facecolor, get_edgecolor

    def get_xy(self):
        """The corners in rows."""
        return np.column_stack([_floats(self._px), _floats(self._py)])

    def _drawn(self):
        rgba = _to_rgba(self._face, self._alpha)
        edge = None if self._edge is None or _to_rgba(self._edge)[3] == 0 else _hex(self._edge)
        if not self._fill or rgba[3] == 0:
            x, y = list(self._px) + list(self._px[:1]), list(self._py) + list(self._py[:1])
            return [{"kind": "line", "x": x, "y": y, "color": edge or "#000000", "label": self._passed()}]
        return [{"kind": "area", "x": list(self._px), "y": list(self._py), "color": _hex(rgba[:3]), "alpha": rgba[3],
                 "label": self._passed(), "edge": edge}]

    def _reach(self):
        return _floats(self._px), _floats(self._py)


class Polygon(Patch):
    """A surface within corners."""

    def __init__(self, xy, closed=True, **more):
        xy = [tuple(float(part) for part in point) for point in xy]
        super().__init__([point[0] for point in xy], [point[1] for point in xy], **more)


class Rectangle(Patch):
    """A rectangle."""

    def __init__(self, xy, width, height, angle=0.0, **more):
        self._x0, self._y0, self._w, self._h = xy[0], xy[1], width, height
        super().__init__(**more)
        self._bars = None

    def get_x(self):
        """The left end."""
        return self._x0

    def get_y(self):
        """The lower end."""
        return self._y0

    def get_width(self):
        """The width."""
        return self._w

    def get_height(self):
        """The height."""
        return self._h

    def get_xy(self):
        """The lower left corner."""
        return self._x0, self._y0

    def get_center(self):
        """The middle."""
        return np.array([self._x0 + self._w / 2, self._y0 + self._h / 2])

    def set_height(self, h):
        """Another height."""
        self._h = float(h)

    def set_width(self, w):
        """Another width."""
        self._w = float(w)

    def set_x(self, x):
        """Another left end."""
        self._x0 = float(x)

    def set_y(self, y):
        """Another lower end."""
        self._y0 = float(y)

    def __repr__(self):
        return f"Rectangle(xy=({self._x0:g}, {self._y0:g}), width={self._w:g}, height={self._h:g}, angle=0)"

    def _drawn(self):
        x, y, w, h = float(self._x0), float(self._y0), float(self._w), float(self._h)
        self._px, self._py = [x, x + w, x + w, x], [y, y, y + h, y + h]
        return super()._drawn()

    def _reach(self):
        return np.array([self._x0, self._x0 + self._w]), np.array([self._y0, self._y0 + self._h])


class Circle(Patch):
    """A circle."""

    def __init__(self, xy, radius=5, **more):
        turns = [2 * math.pi * step / 64 for step in range(64)]
        super().__init__([xy[0] + radius * math.cos(t) for t in turns], [xy[1] + radius * math.sin(t) for t in turns], **more)
        self.center, self.radius = xy, radius


class Ellipse(Patch):
    """An ellipse."""

    def __init__(self, xy, width, height, angle=0, **more):
        turn, x, y = math.radians(angle), [], []
        for step in range(64):
            t = 2 * math.pi * step / 64
            a, b = width / 2 * math.cos(t), height / 2 * math.sin(t)
            x.append(xy[0] + a * math.cos(turn) - b * math.sin(turn))
            y.append(xy[1] + a * math.sin(turn) + b * math.cos(turn))
        super().__init__(x, y, **more)


class Wedge(Patch):
    """A piece of a pie."""

    def __init__(self, center, r, theta1, theta2, width=None, **more):
        steps = max(2, int(abs(theta2 - theta1) / 4) + 2)
        turns = [math.radians(theta1 + (theta2 - theta1) * step / (steps - 1)) for step in range(steps)]
        x = [center[0] + r * math.cos(t) for t in turns]
        y = [center[1] + r * math.sin(t) for t in turns]
        if width is None:
            x, y = [center[0]] + x, [center[1]] + y
        else:
            x += [center[0] + (r - width) * math.cos(t) for t in reversed(turns)]
            y += [center[1] + (r - width) * math.sin(t) for t in reversed(turns)]
        super().__init__(x, y, **more)
        self.center, self.r, self.theta1, self.theta2 = center, r, theta1, theta2


class Collection(Artist, ScalarMappable):
    """Points or surfaces of one kind."""

    def __init__(self, axes, label=None, norm=None, cmap=None):
        Artist.__init__(self, axes, label)
        self.norm, self.cmap = norm or Normalize(), _colormap(cmap)
        self._array = None


class PathCollection(Collection):
    """The points of a scatter plot."""

    def __init__(self, axes, x, y, sizes, colours, marker, label, alpha, norm, cmap, values):
        Collection.__init__(self, axes, label, norm, cmap)
        self._x, self._y, self._sizes, self._colours = x, y, sizes, colours
        self._marker, self._alpha = marker, alpha
        if values is not None:
            self.set_array(values)

    def get_offsets(self):
        """The points in rows."""
        return np.column_stack([_floats(self._x), _floats(self._y)])

    def set_offsets(self, offsets):
        """Other points."""
        offsets = np.asarray(offsets)
        self._x, self._y = offsets[:, 0], offsets[:, 1]

    def get_sizes(self):
        """The sizes of the points."""
        return np.array(self._sizes, dtype=float)

    def set_sizes(self, sizes, dpi=72):
        """Other sizes of the points."""
        self._sizes = [float(size) for size in sizes]

    def get_facecolor(self):
        """The colours of the points."""
        if self._array is not None:
            return self.to_rgba(self._array)
        return np.array([_to_rgba(colour, self._alpha) for colour in self._colours])

    get_facecolors = get_facecolor

    def set_color(self, color):
        """Another colour of the points."""
        self._colours, self._array = [color], None

    set_facecolor = set_edgecolor = set_color

    def legend_elements(self, prop="colors", num="auto", **more):
        """One entry of a legend for each value."""
        values = np.unique(self._array)
        if len(values) > 9:
            values = np.linspace(values.min(), values.max(), 5)
        handles = [Line2D([], [], linestyle="None", marker="o", color=self.to_rgba(float(value))) for value in values]
        return handles, [f"$\\mathdefault{{{float(value):g}}}$" for value in values]

    def _drawn(self):
        x, y = _floats(self._x), _floats(self._y)
        entry = {"kind": "points", "x": x, "y": y, "label": self._passed(), "marker": _marker_shapes.get(self._marker, self._marker)}
        alpha = self._alpha
        if self._array is not None:
            rows = self.to_rgba(self._array.reshape(-1))
            entry["colors"] = [_hex(tuple(row[:3])) for row in rows.tolist()]
        elif len(self._colours) == 1:
            rgba = _to_rgba(self._colours[0])
            entry["color"] = _hex(rgba[:3])
            alpha = rgba[3] if alpha is None else alpha
        else:
            entry["colors"] = [_hex(self._colours[place % len(self._colours)]) for place in range(len(x))]
        entry["alpha"] = alpha
        diameters = [math.sqrt(max(size, 0.0)) * 100 / 72 for size in self._sizes]
        if len(diameters) == 1:
            entry["size"] = diameters[0]
        else:
            entry["sizes"] = [diameters[place % len(diameters)] for place in range(len(x))]
        return [entry]

    def _reach(self):
        return _floats(self._x), _floats(self._y)


class PolyCollection(Collection):
    """Surfaces of one colour, such as fill_between draws."""

    def __init__(self, axes, pieces, colour, alpha, label, edge=None):
        Collection.__init__(self, axes, label)
        self._pieces, self._colour, self._alpha, self._edge = pieces, colour, alpha, edge

    def get_facecolor(self):
        """The colour, in a row."""
        return np.array([_to_rgba(self._colour, self._alpha)])

    def set_color(self, color):
        """Another colour."""
        self._colour = color

    set_facecolor = set_color

    def set_edgecolor(self, color):
        """Another colour of the outlines."""
        self._edge = color

    def _drawn(self):
        rgba, label = _to_rgba(self._colour, self._alpha), self._passed()
        result = []
        for x, y in self._pieces:
            result.append({"kind": "area", "x": x, "y": y, "color": _hex(rgba[:3]), "alpha": rgba[3], "label": label,
                           "edge": None if self._edge in (None, "none") else _hex(self._edge)})
            label = None
        return result or [{"kind": "area", "x": [], "y": [], "color": _hex(rgba[:3]), "label": label}]

    def _reach(self):
        if not self._pieces:
            return np.array([]), np.array([])
        return (np.concatenate([_floats(x) for x, y in self._pieces]), np.concatenate([_floats(y) for x, y in self._pieces]))


class LineCollection(Collection):
    """Many lines of one kind, such as vlines draws."""

    def __init__(self, segments, colors=None, linewidths=None, linestyles="solid", label=None, axes=None, alpha=None, cmap=None,
                 norm=None, array=None, color=None, **more):
        Collection.__init__(self, axes, label, norm, cmap)
        self._segments = [[tuple(float(part) for part in point) for point in segment] for segment in segments]
        colors = color if colors is None else colors
        colors = "C0" if colors is None else colors
        self._colours = [colors] if _is_colour(colors) else list(colors)
        self._width = linewidths if linewidths is None or isinstance(linewidths, (int, float)) else linewidths[0]
        self._stroke = _stroke(linestyles if _is_text(linestyles) else linestyles[0])
        self._alpha = alpha
        if array is not None:
            self.set_array(array)

    def get_segments(self):
        """The points of each line."""
        return [np.array(segment) for segment in self._segments]

    def set_segments(self, segments):
        """Other lines."""
        self._segments = [[tuple(float(part) for part in point) for point in segment] for segment in segments]

    def set_linewidth(self, lw):
        """Another width."""
        self._width = lw

    def _drawn(self):
        result, label = [], self._passed()
        if self._array is not None or len(self._colours) > 1:
            colours = self.to_rgba(self._array).tolist() if self._array is not None else self._colours
            for place, segment in enumerate(self._segments):
                colour = colours[place % len(colours)]
                result.append({"kind": "line", "x": [p[0] for p in segment], "y": [p[1] for p in segment],
                               "color": _hex(tuple(colour) if isinstance(colour, list) else colour), "linewidth": self._width,
                               "linestyle": self._stroke, "alpha": self._alpha, "label": label})
                label = None
            return result
        # Lines with gaps between them are one.
        x, y = [], []
        for segment in self._segments:
            x += [p[0] for p in segment] + [math.nan]
            y += [p[1] for p in segment] + [math.nan]
        return [{"kind": "line", "x": x, "y": y, "color": _hex(self._colours[0]), "linewidth": self._width,
                 "linestyle": self._stroke, "alpha": self._alpha, "label": label}]

    def _reach(self):
        points = [point for segment in self._segments for point in segment]
        return np.array([p[0] for p in points], dtype=float), np.array([p[1] for p in points], dtype=float)


class Container(tuple):
    """What one call drew, in a row."""

    def __new__(cls, parts, label=None, **more):
        made = tuple.__new__(cls, parts)
        return made

    def __init__(self, parts, label=None, **more):
        self._label = label
        for name, value in more.items():
            setattr(self, name, value)

    def get_label(self):
        """The name in the legend."""
        return self._label

    def remove(self):
        """Takes all of it away."""
        for part in self:
            for artist in part if isinstance(part, (tuple, list)) else [part]:
                if artist is not None:
                    artist.remove()
        if getattr(self, "_owner", None) is not None:
            self._owner.remove()


class BarContainer(Container):
    """Bars."""

    def __repr__(self):
        return f"<BarContainer object of {len(self)} artists>"


class ErrorbarContainer(Container):
    """Points with the lengths of their errors."""


class StemContainer(Container):
    """Points on stems."""


class _Bars(Artist):
    # The bars of one call: what their rectangles say now.

    def __init__(self, axes, rectangles, lying, label):
        super().__init__(axes, label)
        self._rectangles, self._lying = rectangles, lying

    def _drawn(self):
        at, ends, bases, colours, width, alpha = [], [], [], [], 0.8, None
        for r in self._rectangles:
            if not r._visible:
                continue
            x, y, w, h = r._x0, r._y0, r._w, r._h
            if self._lying:
                at.append(float(y + h / 2))
                bases.append(float(x))
                ends.append(float(x + w))
                width = float(h)
            else:
                at.append(float(x + w / 2))
                bases.append(float(y))
                ends.append(float(y + h))
                width = float(w)
            colours.append(_hex(r._face if _to_rgba(r._face)[3] else r._edge or "white"))
            alpha = r._alpha
        entry = {"kind": "bars", "at": at, "ends": ends, "width": abs(width), "lying": self._lying, "label": self._passed(),
                 "alpha": alpha}
        if any(base != 0 for base in bases):
            entry["bases"] = bases
        if len(set(colours)) == 1:
            entry["color"] = colours[0]
        elif colours:
            entry["colors"], entry["color"] = colours, colours[0]
        return [entry]

    def _reach(self):
        x = [end for r in self._rectangles for end in (r._x0, r._x0 + r._w)]
        y = [end for r in self._rectangles for end in (r._y0, r._y0 + r._h)]
        return np.array(x, dtype=float), np.array(y, dtype=float)


class AxesImage(Collection):
    """A matrix as colours."""

    def __init__(self, axes, data, cmap, norm, extent, origin, square, alpha):
        Collection.__init__(self, axes, None, norm, cmap)
        self._extent, self._origin, self._square, self._alpha = extent, origin, square, alpha
        self.set_data(data)

    def set_data(self, A):
        """Another matrix."""
        data = np.asarray(A.detach().numpy() if hasattr(A, "detach") else A)
        if data.ndim == 3 and data.shape[2] == 1:
            data = data[:, :, 0]
        if data.ndim == 3 and data.shape[2] in (3, 4):
            self._data = data
            self._array = data
            return
        if data.ndim != 2:
            raise TypeError(f"imshow() draws a matrix, not shape {list(data.shape)}")
        self._data = data
        self.set_array(data.astype(float))

    def get_extent(self):
        """Left, right, lower and upper end."""
        if self._extent is not None:
            return list(self._extent)
        rows, columns = self._data.shape[:2]
        ends = (rows - 0.5, -0.5) if self._origin == "upper" else (-0.5, rows - 0.5)
        return [-0.5, columns - 0.5, ends[0], ends[1]]

    def get_size(self):
        """Rows and columns."""
        return tuple(self._data.shape[:2])

    def _drawn(self):
        left, right, bottom, top = self.get_extent()
        rows, columns = self._data.shape[:2]
        entry = {"kind": "image", "rows": rows, "columns": columns, "square": self._square}
        # Row 0 is drawn first: at the top, or at the bottom.
        first, last = (top, bottom) if self._origin == "upper" else (bottom, top)
        if self._extent is not None or self._origin != "upper":
            entry["borders"] = [left, right, first, last]
        if self._data.ndim == 3:
            data = self._data[..., :3].astype(float)
            if self._data.dtype.kind in "iu":
                data = data / 255
            data = np.clip(data, 0.0, 1.0)
            entry["values"] = (0.2126 * data[..., 0] + 0.7152 * data[..., 1] + 0.0722 * data[..., 2]).reshape(-1)
            whole = np.round(data * 255)
            entry["pixels"] = (whole[..., 0] * 65536 + whole[..., 1] * 256 + whole[..., 2]).reshape(-1)
            entry["lower"], entry["upper"] = 0.0, 1.0
            return [entry]
        values = self._data.astype(float)
        if type(self.norm) is Normalize:
            entry["values"], entry["lower"], entry["upper"] = values.reshape(-1), self.norm.vmin, self.norm.vmax
        else:
            entry["values"], entry["lower"], entry["upper"] = self.norm(values).reshape(-1), 0.0, 1.0
        entry["palette"] = [_hex(row[:3]) for row in self.cmap._rows()]
        return [entry]

    def _reach(self):
        left, right, bottom, top = self.get_extent()
        return np.array([left, right], dtype=float), np.array([bottom, top], dtype=float)


class QuadMesh(AxesImage):
    """A matrix as colours, between borders."""


class QuadContourSet(Collection):
    """Lines or surfaces of equal values."""

    def __init__(self, axes, levels, norm, cmap):
        Collection.__init__(self, axes, None, norm, cmap)
        self.levels, self._parts = levels, []

    def clabel(self, *args, **more):
        """The values are not written on the lines here."""
        _passed_over("clabel")
        return []

    def _drawn(self):
        return [entry for part in self._parts for entry in part._drawn()]

    def _reach(self):
        return self._ends


class _Rule(Line2D):
    # A line across the plot.

    def __init__(self, axes, at, upright, **more):
        ends = ([at, at], [0, 1]) if upright else ([0, 1], [at, at])
        super().__init__(ends[0], ends[1], axes=axes, **more)
        self._at, self._upright = at, upright

    def _drawn(self):
        rgba = _to_rgba(self._colour, self._alpha)
        width = self._width
        return [{"kind": "rule", "at": float(self._at), "upright": self._upright, "label": self._passed(),
                 "color": _hex(rgba[:3]), "alpha": rgba[3], "linestyle": self._stroke, "linewidth": width}]

    def set_ydata(self, y):
        self._y = y
        if not self._upright:
            self._at = float(_floats(y)[0])

    def set_xdata(self, x):
        self._x = x
        if self._upright:
            self._at = float(_floats(x)[0])

    def _reach(self):
        at = np.array([float(self._at)])
        return (at, np.array([])) if self._upright else (np.array([]), at)


class Bbox:
    """A rectangle on the page, in pixels from the lower left corner."""

    def __init__(self, x0, y0, x1, y1):
        self.x0, self.y0, self.x1, self.y1 = x0, y0, x1, y1

    @property
    def width(self):
        return self.x1 - self.x0

    @property
    def height(self):
        return self.y1 - self.y0

    @property
    def bounds(self):
        return self.x0, self.y0, self.width, self.height

    @property
    def extents(self):
        return np.array([self.x0, self.y0, self.x1, self.y1])

    xmin = property(lambda self: min(self.x0, self.x1))
    xmax = property(lambda self: max(self.x0, self.x1))
    ymin = property(lambda self: min(self.y0, self.y1))
    ymax = property(lambda self: max(self.y0, self.y1))
    p0 = min = property(lambda self: np.array([self.x0, self.y0]))
    p1 = max = property(lambda self: np.array([self.x1, self.y1]))

    def get_points(self):
        """Two corners in rows."""
        return np.array([[self.x0, self.y0], [self.x1, self.y1]])

    def transformed(self, transform):
        """The rectangle elsewhere."""
        a, b = transform.transform((self.x0, self.y0)), transform.transform((self.x1, self.y1))
        return Bbox(a[0], a[1], b[0], b[1])

    def expanded(self, sw, sh):
        """A larger one around the same middle."""
        w, h = self.width * (sw - 1) / 2, self.height * (sh - 1) / 2
        return Bbox(self.x0 - w, self.y0 - h, self.x1 + w, self.y1 + h)

    def __repr__(self):
        return f"Bbox([[{self.x0}, {self.y0}], [{self.x1}, {self.y1}]])"


class _Transform:
    # From a place to a place.

    def __init__(self, there, back, kind):
        self._there, self._back, self.kind = there, back, kind

    def transform(self, values):
        """Places, in rows or one alone."""
        values = np.asarray(values, dtype=float)
        if values.ndim == 1:
            return np.array(self._there(float(values[0]), float(values[1])))
        return np.array([self._there(float(row[0]), float(row[1])) for row in values])

    transform_point = transform

    def inverted(self):
        """The way back."""
        return _Transform(self._back, self._there, self.kind + " back")


class Text(Artist):
    """Words at a place."""

    def __init__(self, axes, x, y, text, color=None, ha="left", va="baseline", fontsize=None, rotation=0, part=False, target=None,
                 ground=None, **more):
        super().__init__(axes, None)
        self._x, self._y, self._text, self._colour = x, y, text, color
        self._ha, self._va, self._size, self._angle = ha, va, fontsize, rotation
        self._part, self._target, self._ground = part, target, ground

    def get_text(self):
        """The words."""
        return self._text

    def set_text(self, s):
        """Other words."""
        self._text = "" if s is None else str(s)

    def get_position(self):
        """The place."""
        return self._x, self._y

    def set_position(self, xy):
        """Another place."""
        self._x, self._y = xy

    def set_x(self, x):
        """Another place."""
        self._x = x

    def set_y(self, y):
        """Another place."""
        self._y = y

    def set_color(self, color):
        """Another colour."""
        _to_rgba(color)
        self._colour = color

    def get_color(self):
        """The colour."""
        return "black" if self._colour is None else self._colour

    def set_fontsize(self, fontsize):
        """Another size of the letters."""
        self._size = fontsize

    def get_fontsize(self):
        """The size of the letters, in points."""
        return _points(self._size)

    def set_rotation(self, s):
        """Turns the words."""
        self._angle = s

    def set_ha(self, align):
        """Which end of the words is at the place."""
        self._ha = align

    def set_va(self, align):
        """Whether the place is above, below or beside the words."""
        self._va = align

    def set_fontweight(self, weight):
        """Letters have one weight here."""
        _passed_over("fontweight")

    def set_bbox(self, rectprops):
        """What lies behind the words."""
        self._ground = _ground(rectprops)

    set_size, get_size, set_weight = set_fontsize, get_fontsize, set_fontweight
    set_horizontalalignment, set_verticalalignment = set_ha, set_va
    get_rotation = lambda self: float(self._angle) if not _is_text(self._angle) else 90.0

    def get_window_extent(self, renderer=None, dpi=None):
        """About which rectangle of the page the words take, in pixels."""
        size = self.get_fontsize() * (dpi or self._dpi()) / 72
        lines = str(self._text).split("\n")
        width = max(_pyplot.width(line, size) for line in lines)
        height = size * (1.16 + 1.2 * (len(lines) - 1))
        x, y = self._pixel()
        x -= {"center": width / 2, "right": width}.get(self._ha, 0.0)
        y -= {"center": height / 2, "top": height}.get(self._va, 0.0)
        return Bbox(x, y, x + width, y + height)

    def _dpi(self):
        return self.axes.figure.dpi if self.axes is not None else 100

    def _pixel(self):
        if self.axes is None:
            return float(self._x), float(self._y)
        way = self.axes.transAxes if self._part else self.axes.transData
        return tuple(way.transform((float(self._x), float(self._y))))

    def __repr__(self):
        return f"Text({self._x!r}, {self._y!r}, {self._text!r})"

    def _drawn(self):
        size = self.get_fontsize() * 1.2
        drop = {"center": 0.35, "center_baseline": 0.35, "top": 0.8, "bottom": -0.15}.get(self._va, 0.0)
        angle = self._angle
        angle = {"vertical": 90, "horizontal": 0}.get(angle, 0) if _is_text(angle) else float(angle or 0)
        lines, result = str(self._text).split("\n"), []
        for place, line in enumerate(lines):
            below = place if self._va == "top" else place - (len(lines) - 1) * (0.5 if self._va == "center" else 1)
            entry = {"kind": "text", "x": float(self._x), "y": float(self._y), "text": line, "part": self._part,
                     "anchor": {"center": "middle", "right": "end"}.get(self._ha, "start"), "size": size,
                     "drop": drop + 1.2 * below, "angle": angle, "ground": self._ground,
                     "color": None if self._colour is None else _hex(self._colour)}
            if place == 0 and self._target is not None:
                entry["target"] = [float(self._target[0]), float(self._target[1])]
            result.append(entry)
        return result

    def _reach(self):
        return np.array([]), np.array([])


class Annotation(Text):
    """Words with an arrow."""


_sizes = {"xx-small": 5.79, "x-small": 6.94, "small": 8.33, "medium": 10.0, "large": 12.0, "x-large": 14.4, "xx-large": 17.28}


def _points(size):
    if size is None:
        return 10.0
    return _sizes.get(size, 10.0) if _is_text(size) else float(size)


def _ground(box):
    if not box:
        return None
    colour = box.get("facecolor", box.get("fc", box.get("color", "C0")))
    return None if _to_rgba(colour)[3] == 0 else _hex(colour)


# Looks that figures here do not have; each is said once where it is given.
_looks = {
    "zorder", "markerfacecolor", "mfc", "markeredgecolor", "mec", "markeredgewidth", "mew", "fillstyle", "clip_on", "rasterized",
    "solid_capstyle", "dash_capstyle", "drawstyle", "antialiased", "aa", "picker", "hatch", "gid", "url", "snap", "path_effects",
    "solid_joinstyle", "dashes", "fontweight", "weight", "fontstyle", "style", "family", "fontfamily", "fontname", "fontproperties",
    "linespacing", "wrap", "interpolation", "resample", "markevery", "ecolor", "joinstyle", "capstyle", "transform",
    "in_layout", "sketch_params", "stretch", "fontstretch", "variant", "usetex", "math_fontfamily", "rasterize", "clip_path",
    "clip_box", "plotnonfinite", "edgecolors", "linewidths", "edgecolor", "ec", "linewidth", "lw", "linestyle", "ls", "filternorm",
    "filterrad", "interpolation_stage", "error_kw", "fontdict", "backgroundcolor", "multialignment", "ma",
}
_quiet = {"zorder", "clip_on", "rasterized", "interpolation", "edgecolors", "edgecolor", "ec", "linewidths", "linewidth", "lw",
          "linestyle", "ls", "fontweight", "weight", "fontdict", "family", "fontfamily"}


def _leave(call, more, quiet=()):
    """What is left of the arguments of a call: looks are passed over, other names are errors."""
    for name in more:
        if name in _looks:
            if name not in _quiet and more[name] is not None:
                _passed_over(f"{name}=")
            continue
        known = ["label", "color", "linestyle", "linewidth", "marker", "alpha", "cmap", "vmin", "vmax", "bins", "density",
                 "width", "height", "bottom", "fontsize"]
        near = _near(name, known)
        raise AttributeError(f"{call}() got an unexpected keyword argument '{name}'" + near)


def _near(word, known):
    best = None
    for other in known:
        shared = len(set(zip(word, word[1:])) & set(zip(other, other[1:])))
        score = 2 * shared / max(1, len(word) + len(other) - 2)
        if sorted(word) == sorted(other):
            score += 1
        if score > 0.6 and (best is None or score > best[0]):
            best = (score, other)
    return f". Did you mean '{best[1]}'?" if best else ""


def _take(more, *names, default=None):
    found = default
    for name in names:
        if name in more:
            value = more.pop(name)
            found = value if value is not None else found
    return found
