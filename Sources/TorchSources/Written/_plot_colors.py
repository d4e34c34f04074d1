"""Colours, and the maps from numbers to them."""
import math

import numpy as np

import _pyplot

rcParams = _pyplot.settings
_noted = set()


def _passed_over(what):
    # What neither a terminal nor the SVG shows is said once.
    if what not in _noted:
        _noted.add(what)
        _pyplot.note(f"{what} has no effect on figures here")


def _absent(what, near=None):
    return NotImplementedError(f"{what} is not in Lagado" + (f"; near is: {near}" if near else ""))


# Colours.

_css = "aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50 cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan 008b8b darkgoldenrod b8860b darkgray a9a9a9 darkgreen 006400 darkgrey a9a9a9 darkkhaki bdb76b darkmagenta 8b008b darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a darkseagreen 8fbc8f darkslateblue 483d8b darkslategray 2f4f4f darkslategrey 2f4f4f darkturquoise 00ced1 darkviolet 9400d3 deeppink ff1493 deepskyblue 00bfff dimgray 696969 dimgrey 696969 dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 indianred cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5 lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff lightgoldenrodyellow fafad2 lightgray d3d3d3 lightgreen 90ee90 lightgrey d3d3d3 lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue 87cefa lightslategray 778899 lightslategrey 778899 lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6 magenta ff00ff maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3 mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream f5fffa mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000 olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 rebeccapurple 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 salmon fa8072 sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0 skyblue 87ceeb slateblue 6a5acd slategray 708090 slategrey 708090 snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 white ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32".split()
_names = dict(zip(_css[::2], _css[1::2]))
_letters = {"b": (0, 0, 1), "g": (0, 0.5, 0), "r": (1, 0, 0), "c": (0, 0.75, 0.75), "m": (0.75, 0, 0.75),
            "y": (0.75, 0.75, 0), "k": (0, 0, 0), "w": (1, 1, 1)}
_cycle = ["1f77b4", "ff7f0e", "2ca02c", "d62728", "9467bd", "8c564b", "e377c2", "7f7f7f", "bcbd22", "17becf"]
_tab = dict(zip("blue orange green red purple brown pink gray olive cyan".split(), _cycle))
_tab["grey"] = _tab["gray"]


def _is_text(value):
    return isinstance(value, str)


def _digits(text):
    if len(text) in (3, 4):
        text = "".join(letter * 2 for letter in text)
    return tuple(int(text[place:place + 2], 16) / 255 for place in range(0, len(text), 2))


def _to_rgba(c, alpha=None):
    """Red, green, blue and opacity, each from 0 to 1, of a colour in any spelling."""
    original = c
    if isinstance(c, tuple) and len(c) == 2 and not isinstance(c[0], (int, float)):
        c, given = c
        alpha = given if alpha is None else alpha
    if _is_text(c):
        word = c.lower()
        if word == "none":
            return (0.0, 0.0, 0.0, 0.0)
        if c in _letters:
            rgba = _letters[c]
        elif word in _names:
            rgba = _digits(_names[word])
        elif word.startswith("tab:") and word[4:] in _tab:
            rgba = _digits(_tab[word[4:]])
        elif word.startswith("#") and len(word) in (4, 5, 7, 9) and all(x in "0123456789abcdef" for x in word[1:]):
            rgba = _digits(word[1:])
        elif len(c) > 1 and c[0] == "C" and c[1:].isdigit():
            rgba = _digits(_cycle[int(c[1:]) % len(_cycle)])
        else:
            try:
                grey = float(c)
            except ValueError:
                raise ValueError(f"{original!r} is not a valid color value.") from None
            if not 0 <= grey <= 1:
                raise ValueError(f"Invalid string grayscale value {original!r}. Value must be within 0-1 range")
            rgba = (grey, grey, grey)
    else:
        try:
            rgba = tuple(float(part) for part in c)
        except TypeError:
            raise ValueError(f"Invalid RGBA argument: {original!r}") from None
        if len(rgba) not in (3, 4):
            raise ValueError("RGBA sequence should have length 3 or 4")
        if any(part < 0 or part > 1 for part in rgba):
            raise ValueError("RGBA values should be within 0-1 range")
    rgba = tuple(float(part) for part in rgba)
    if len(rgba) == 3:
        rgba += (1.0,)
    if alpha is not None:
        rgba = rgba[:3] + (float(alpha),)
    return rgba


def _hex(c):
    rgba = _to_rgba(c)
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgba[:3])


def _is_colour(value):
    try:
        _to_rgba(value)
        return True
    except (ValueError, TypeError):
        return False


class Normalize:
    """From values between vmin and vmax to parts between 0 and 1."""

    def __init__(self, vmin=None, vmax=None, clip=False):
        self.vmin, self.vmax, self.clip = vmin, vmax, clip

    def autoscale_None(self, values):
        values = np.asarray(values, dtype=float).ravel()
        values = values[np.isfinite(values)]
        if values.size:
            self.vmin = float(values.min()) if self.vmin is None else self.vmin
            self.vmax = float(values.max()) if self.vmax is None else self.vmax

    def _part(self, values):
        if self.vmin == self.vmax:
            return values * 0.0
        return (values - self.vmin) / (self.vmax - self.vmin)

    def __call__(self, value, clip=None):
        single = np.ndim(value) == 0
        values = np.asarray(value, dtype=float).reshape(-1) if single else np.asarray(value, dtype=float)
        self.autoscale_None(values)
        parts = self._part(values)
        if self.clip if clip is None else clip:
            parts = np.clip(parts, 0.0, 1.0)
        return float(parts[0]) if single else parts

    def inverse(self, value):
        """From parts back to values."""
        return self.vmin + value * (self.vmax - self.vmin)


class LogNorm(Normalize):
    """From the logarithms of values between vmin and vmax to parts between 0 and 1."""

    def _part(self, values):
        low, high = math.log(self.vmin), math.log(self.vmax)
        return (np.log(values) - low) / (high - low)

    def inverse(self, value):
        """From parts back to values."""
        return self.vmin * (self.vmax / self.vmin) ** value


class TwoSlopeNorm(Normalize):
    """Like Normalize, with a value of one's own in the middle."""

    def __init__(self, vcenter, vmin=None, vmax=None):
        super().__init__(vmin, vmax)
        self.vcenter = vcenter

    def _part(self, values):
        low = (values - self.vmin) / (self.vcenter - self.vmin) * 0.5
        high = 0.5 + (values - self.vcenter) / (self.vmax - self.vcenter) * 0.5
        return np.where(values < self.vcenter, low, high)


class Colormap:
    """From parts between 0 and 1, or whole numbers, to colours."""

    def __init__(self, name, N=256):
        self.name, self.N = name, N
        self._table = None
        self._bad, self._under, self._over = (0.0, 0.0, 0.0, 0.0), None, None

    def _rows(self):
        if self._table is None:
            self._table = self._made()
        return self._table

    def __call__(self, X, alpha=None, bytes=False):
        if np.ndim(X) == 0:
            rgba = self._one(X)
            if alpha is not None:
                rgba = rgba[:3] + (float(alpha),)
            return tuple(np.uint8(int(part * 255)) if bytes else np.float64(part) for part in rgba)
        values = np.asarray(X)
        whole = values.dtype.kind in "iu"
        rows = [self._one(int(x) if whole else float(x)) for x in values.reshape(-1).tolist()]
        result = np.array(rows, dtype=float).reshape(tuple(values.shape) + (4,))
        if alpha is not None:
            result[..., 3] = alpha
        return (result * 255).astype(np.uint8) if bytes else result

    def _one(self, x):
        rows = self._rows()
        if isinstance(x, bool) or not isinstance(x, int) and not hasattr(x, "__index__"):
            x = float(x)
            if x != x:
                return self._bad
            if x > 1:
                return self._over or rows[-1]
            if x < 0:
                return self._under or rows[0]
            return rows[min(int(x * self.N), self.N - 1)]
        x = int(x)
        if x < 0:
            return self._under or rows[0]
        return rows[x] if x < self.N else self._over or rows[-1]

    def set_bad(self, color="k", alpha=None):
        """The colour of what has no value."""
        self._bad = _to_rgba(color, alpha)

    def set_under(self, color="k", alpha=None):
        """The colour of what lies below."""
        self._under = _to_rgba(color, alpha)

    def set_over(self, color="k", alpha=None):
        """The colour of what lies above."""
        self._over = _to_rgba(color, alpha)

    def reversed(self, name=None):
        """The same colours the other way round."""
        other = ListedColormap(self._rows()[::-1], name or (self.name[:-2] if self.name.endswith("_r") else self.name + "_r"))
        return other

    def resampled(self, lutsize):
        """The same colours in another number."""
        return self._resampled(lutsize)

    def copy(self):
        """Another map of the same colours."""
        return ListedColormap(self._rows(), self.name)

    def __eq__(self, other):
        return isinstance(other, Colormap) and self._rows() == other._rows()

    def __hash__(self):
        return hash(self.name)

    def __repr__(self):
        return f"<matplotlib.colors.{type(self).__name__} object {self.name!r}>"


class ListedColormap(Colormap):
    """A map of colours that stand in a list."""

    def __init__(self, colors, name="from_list", N=None):
        rows = [colors] if _is_text(colors) else list(colors)
        if N is not None:
            rows = [rows[place % len(rows)] for place in range(N)]
        super().__init__(name, len(rows))
        self.colors = rows

    def _made(self):
        return [_to_rgba(colour) for colour in self.colors]

    def _resampled(self, count):
        places = [place / (count - 1) if count > 1 else 0.0 for place in range(count)]
        return ListedColormap([self(place) for place in places], self.name)


class LinearSegmentedColormap(Colormap):
    """A map of colours between points."""

    def __init__(self, name, segmentdata, N=256, gamma=1.0):
        super().__init__(name, N)
        self._data = segmentdata

    @staticmethod
    def from_list(name, colors, N=256, gamma=1.0):
        """A map of colours that stand at equal distances, or where pairs say."""
        colors = list(colors)
        if colors and not _is_text(colors[0]) and len(colors[0]) == 2 and not isinstance(colors[0], str):
            places, colors = [pair[0] for pair in colors], [pair[1] for pair in colors]
        else:
            places = [place / (len(colors) - 1) for place in range(len(colors))]
        rows = [_to_rgba(colour) for colour in colors]
        data = {part: [(place, row[index], row[index]) for place, row in zip(places, rows)]
                for index, part in enumerate(("red", "green", "blue"))}
        return LinearSegmentedColormap(name, data, N)

    def _made(self):
        parts = [self._line(self._data[part]) for part in ("red", "green", "blue")]
        return [(r, g, b, 1.0) for r, g, b in zip(*parts)]

    def _line(self, points):
        # As the lookup tables of matplotlib are made.
        count = self.N
        x, before, behind = zip(*points)
        if count == 1:
            return [float(behind[-1])]
        x = [place * (count - 1) for place in x]
        row, at = [float(behind[0])], 0
        for index in range(1, count - 1):
            place = (count - 1) * (index * (1.0 / (count - 1)))
            while at + 1 < len(x) - 1 and x[at + 1] < place:
                at += 1
            distance = (place - x[at]) / (x[at + 1] - x[at])
            row.append(distance * (before[at + 1] - behind[at]) + behind[at])
        row.append(float(before[-1]))
        return [min(max(value, 0.0), 1.0) for value in row]

    def _resampled(self, count):
        return LinearSegmentedColormap(self.name, self._data, count)

    def reversed(self, name=None):
        """The same colours the other way round."""
        data = {part: [(1.0 - x, behind, before) for x, before, behind in points[::-1]] for part, points in self._data.items()}
        return LinearSegmentedColormap(name or (self.name[:-2] if self.name.endswith("_r") else self.name + "_r"), data, self.N)


_aliases = {"grey": "gray", "gist_gray": "gray", "gist_grey": "gray", "Grays": "Greys"}
_made_maps = {}


def _colormap(name):
    """The map of a name, of another map, or the usual one."""
    if name is None:
        name = rcParams["image.cmap"]
    if isinstance(name, Colormap):
        return name
    if name in _made_maps:
        return _made_maps[name]
    import _colormaps
    plain = _aliases.get(name, name)
    if plain in _colormaps.LISTED:
        rows = _colormaps.LISTED[plain]
        if isinstance(rows, str):
            parts = [int(rows[place:place + 5], 16) / 1e6 for place in range(0, len(rows), 5)]
            rows = list(zip(parts[::3], parts[1::3], parts[2::3]))
        made = ListedColormap(rows, name)
    elif plain in _colormaps.SEGMENTED:
        rows = [[tuple(float(n) for n in point.split(",")) for point in part.split()]
                for part in _colormaps.SEGMENTED[plain].split(";")]
        made = LinearSegmentedColormap(name, dict(zip(("red", "green", "blue"), rows)))
    elif plain.endswith("_r") and plain != "_r":
        made = _colormap(plain[:-2]).reversed(name)
    else:
        known = sorted(list(_colormaps.LISTED) + list(_colormaps.SEGMENTED))
        raise ValueError(f"{name!r} is not a valid value for cmap; known here are {', '.join(known)}, and each with _r")
    _made_maps[name] = made
    return made


def get_cmap(name=None, lut=None):
    """The colour map of a name, with so many colours."""
    made = _colormap(name)
    return made if lut is None else made.resampled(lut)


class _Colormaps:
    # plt.colormaps: maps by name.

    def __getitem__(self, name):
        try:
            return _colormap(name)
        except ValueError:
            raise KeyError(f"{name!r} is not a known colormap name") from None

    def __call__(self):
        return list(self)

    def __iter__(self):
        import _colormaps
        names = list(_colormaps.LISTED) + list(_colormaps.SEGMENTED)
        return iter(sorted(names + [name + "_r" for name in names]))

    def __len__(self):
        return len(list(iter(self)))

    def __contains__(self, name):
        return name in list(iter(self)) or name in _made_maps

    def get_cmap(self, cmap):
        """The map of a name."""
        return _colormap(cmap)

    def register(self, cmap, name=None, force=False):
        """Adds a map of one's own."""
        _made_maps[name or cmap.name] = cmap


colormaps = _Colormaps()


class ScalarMappable:
    """Values that are shown as colours."""

    def __init__(self, norm=None, cmap=None):
        self.norm, self.cmap = norm or Normalize(), _colormap(cmap)
        self._array, self.axes = None, None

    def set_array(self, A):
        """The values."""
        self._array = None if A is None else np.asarray(A)
        if A is not None:
            self.norm.autoscale_None(self._array)

    def get_array(self):
        """The values."""
        return self._array

    def to_rgba(self, x, alpha=None, bytes=False):
        """The colours of values."""
        return self.cmap(self.norm(x), alpha=alpha, bytes=bytes)

    def set_clim(self, vmin=None, vmax=None):
        """The values of the first and of the last colour."""
        if vmax is None and vmin is not None and not isinstance(vmin, (int, float)):
            vmin, vmax = vmin
        self.norm.vmin = self.norm.vmin if vmin is None else vmin
        self.norm.vmax = self.norm.vmax if vmax is None else vmax

    def get_clim(self):
        """The values of the first and of the last colour."""
        return self.norm.vmin, self.norm.vmax

    def set_cmap(self, cmap):
        """Another map of colours."""
        self.cmap = _colormap(cmap)

    def get_cmap(self):
        """The map of colours."""
        return self.cmap

    def set_norm(self, norm):
        """Another way from values to parts."""
        self.norm = norm

    def autoscale(self):
        """The values of the first and of the last colour are the least and the greatest."""
        self.norm.vmin = self.norm.vmax = None
        if self._array is not None:
            self.norm.autoscale_None(self._array)

    def _scale(self, label=None):
        low, high = self.norm.vmin, self.norm.vmax
        return {"lower": 0.0 if low is None else float(low), "upper": 1.0 if high is None else float(high),
                "palette": [_hex(row[:3]) for row in self.cmap._rows()], "label": label}


class _Cm:
    # plt.cm: every map is an attribute.
    ScalarMappable = ScalarMappable

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return _colormap(name)
        except ValueError:
            raise AttributeError(f"module 'matplotlib.cm' has no attribute {name!r}") from None

    def get_cmap(self, name=None, lut=None):
        """The map of a name."""
        return get_cmap(name, lut)


cm = _Cm()


def _to_rgba_array(c, alpha=None):
    if _is_text(c):
        return np.array([_to_rgba(c, alpha)])
    return np.array([_to_rgba(colour, alpha) for colour in c])


class _colors:
    # matplotlib.colors.
    Normalize, LogNorm, TwoSlopeNorm = Normalize, LogNorm, TwoSlopeNorm
    Colormap, ListedColormap, LinearSegmentedColormap = Colormap, ListedColormap, LinearSegmentedColormap
    to_rgba, to_rgba_array, is_color_like = _to_rgba, _to_rgba_array, _is_colour
    CSS4_COLORS = {name: "#" + digits.upper() for name, digits in _names.items()}
    TABLEAU_COLORS = {"tab:" + name: "#" + digits for name, digits in _tab.items() if name != "grey"}
    BASE_COLORS = dict(_letters)

    def to_rgb(c):
        """Red, green and blue, each from 0 to 1."""
        return _to_rgba(c)[:3]

    def to_hex(c, keep_alpha=False):
        """As #rrggbb."""
        return _hex(c) + (f"{round(_to_rgba(c)[3] * 255):02x}" if keep_alpha else "")
