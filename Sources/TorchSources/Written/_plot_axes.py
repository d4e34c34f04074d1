"""Axes, made of the calls that draw on them."""
import math

import numpy as np

from _plot_artists import (AxesImage, Bbox, Collection, Line2D, Patch, QuadContourSet, Text, _Bars, _Transform, _row)
from _plot_axis import (_Axis, _Spine, _Spines)
from _plot_bars import (_BarCalls)
from _plot_curves import (_CurveCalls, _Span)
from _plot_words import (_Legend, _WordCalls, _proxy)
from _plot_scales import (_ScaleCalls)
from _plot_surfaces import (_SurfaceCalls)
from _plot_colors import (_is_text, _passed_over, _to_rgba, rcParams)


class Axes(_CurveCalls, _BarCalls, _SurfaceCalls, _WordCalls, _ScaleCalls):
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
