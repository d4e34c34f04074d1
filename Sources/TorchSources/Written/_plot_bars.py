"""Calls that draw points, bars and counts."""
import math

import numpy as np

from _plot_artists import (BarContainer, Line2D, Patch, PathCollection, Rectangle, Wedge, _Bars, _floats, _leave,
    _row, _take)
from _plot_colors import (Normalize, _absent, _is_colour, _is_text, _to_rgba, rcParams)
from _plot_axis import (_range)


class _BarCalls:
    """What Axes has to draw points, bars and counts."""

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
