"""Calls that draw lines."""
import math

import numpy as np

from _plot_artists import (ErrorbarContainer, Line2D, LineCollection, Patch, StemContainer, _Rule, _floats, _format,
    _leave, _row, _take)
from _plot_colors import (_absent, _is_text, _passed_over, _to_rgba)
from _plot_axis import (_range)


class _CurveCalls:
    """What Axes has to draw lines."""

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
        return self._parallels("vlines", self._places("x", x), ymin, ymax, colors, linestyles, label, more)

    def hlines(self, y, xmin, xmax, colors=None, linestyles="solid", label="", **more):
        """Draws level lines."""
        return self._parallels("hlines", self._places("y", y), xmin, xmax, colors, linestyles, label, more)

    def _parallels(self, call, at, low, high, colors, linestyles, label, more):
        """Lines at places of one axis, from low to high on the other."""
        at = _floats(at)
        low, high = (np.broadcast_to(_floats(end), (len(at),)) if np.ndim(end) == 0 or len(_row(end)) == 1 else _floats(end)
                     for end in (low, high))
        colors = _take(more, "color", default=colors)
        linestyles = _take(more, "linestyle", "ls", default=linestyles)
        width, alpha = _take(more, "linewidth", "lw", "linewidths"), _take(more, "alpha")
        _leave(call, more)
        pieces = [((a, b), (a, c)) for a, b, c in zip(at.tolist(), low.tolist(), high.tolist())]
        if call == "hlines":
            pieces = [tuple((x, y) for y, x in piece) for piece in pieces]
        return self._add(LineCollection(pieces, colors=colors, linestyles=linestyles, linewidths=width, label=label or None, alpha=alpha))

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
