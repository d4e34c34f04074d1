"""Calls that set limits, scales and ticks."""
import math

import numpy as np

from _plot_artists import (AxesImage, Bbox, QuadContourSet, Text, _Bars, _floats, _near)
from _plot_colors import (_absent, _is_text, _passed_over)
from _plot_axis import (_tick_texts, _ticker, _ticks_between)


class _ScaleCalls:
    """What Axes has to set limits, scales and ticks."""

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
        twin = type(self)(self.figure)
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
