"""The two axes of a plot: where their ticks are, what stands there, the frame."""
import math

from _plot_colors import (_is_text, _passed_over)


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


_range = range
