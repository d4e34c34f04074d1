"""Calls that write words, and the legend."""
from _plot_artists import (Annotation, AxesImage, BarContainer, Patch, Text, _Bars, _floats, _ground, _leave, _take)
from _plot_colors import (_hex, _is_text, _passed_over)


class _WordCalls:
    """What Axes has to write words."""

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
