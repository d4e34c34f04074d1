"""Calls that draw areas, images and levels."""
import math

import numpy as np

from _plot_artists import (AxesImage, LineCollection, Patch, PolyCollection, QuadContourSet, QuadMesh, _floats,
    _format, _leave, _take)
from _plot_colors import (ListedColormap, Normalize, _absent, _is_colour, _is_text, _to_rgba)
from _plot_axis import (_nice, _range)
from _plot_curves import (_stairs)


class _SurfaceCalls:
    """What Axes has to draw areas, images and levels."""

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
