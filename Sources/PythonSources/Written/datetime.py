"""Days and times."""
import time as _clock

__all__ = ["MAXYEAR", "MINYEAR", "UTC", "date", "datetime", "time", "timedelta", "timezone", "tzinfo"]

MINYEAR, MAXYEAR = 1, 9999
_before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
_DAY = 86400000000


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in(year, month):
    return 29 if month == 2 and _is_leap(year) else [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]


def _ordinal(year, month, day):
    past = year - 1
    return (past * 365 + past // 4 - past // 100 + past // 400 + _before[month - 1]
            + (1 if month > 2 and _is_leap(year) else 0) + day)


def _civil(ordinal):
    count = ordinal - 1
    n400, count = divmod(count, 146097)
    n100, count = divmod(count, 36524)
    n4, count = divmod(count, 1461)
    n1, count = divmod(count, 365)
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = 12
    while _before[month - 1] + (1 if month > 2 and _is_leap(year) else 0) > count:
        month -= 1
    return year, month, count - _before[month - 1] - (1 if month > 2 and _is_leap(year) else 0) + 1


def _whole(value, name=None):
    if isinstance(value, float):
        raise TypeError("'float' object cannot be interpreted as an integer")
    return int(value)


def _check_date(year, month, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in(year, month):
        raise ValueError("day is out of range for month")


def _check_time(hour, minute, second, microsecond):
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")


class timedelta:
    """A length of time."""

    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        whole, rest = 0, 0.0
        for value, unit, name in ((days, _DAY, "days"), (seconds, 1000000, "seconds"),
                                  (microseconds, 1, "microseconds"), (milliseconds, 1000, "milliseconds"),
                                  (minutes, 60000000, "minutes"), (hours, 3600000000, "hours"),
                                  (weeks, 7 * _DAY, "weeks")):
            if isinstance(value, int):
                whole += value * unit
            elif isinstance(value, float):
                part = int(value)
                whole += part * unit
                rest += (value - part) * unit
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        self._set(whole + round(rest))

    def _set(self, total):
        self._total = total
        self.days, rest = divmod(total, _DAY)
        self.seconds, self.microseconds = divmod(rest, 1000000)
        if not -999999999 <= self.days <= 999999999:
            raise OverflowError(f"days={self.days}; must have magnitude <= 999999999")

    @staticmethod
    def _of(total):
        made = timedelta()
        made._set(total)
        return made

    def total_seconds(self):
        """The length in seconds."""
        return self._total / 1000000

    def __repr__(self):
        shown = []
        for name in ("days", "seconds", "microseconds"):
            if getattr(self, name):
                shown.append(f"{name}={getattr(self, name)}")
        return "datetime.timedelta(" + (", ".join(shown) or "0") + ")"

    def __str__(self):
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02d}:{seconds:02d}"
        if self.days:
            text = f"{self.days} day{'s' if abs(self.days) != 1 else ''}, " + text
        return text + (f".{self.microseconds:06d}" if self.microseconds else "")

    def __add__(self, other):
        return timedelta._of(self._total + other._total) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        return timedelta._of(self._total - other._total) if isinstance(other, timedelta) else NotImplemented

    def __neg__(self):
        return timedelta._of(-self._total)

    def __pos__(self):
        return self

    def __abs__(self):
        return timedelta._of(abs(self._total))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._total * other)
        return timedelta._of(round(self._total * other)) if isinstance(other, float) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total / other._total
        return timedelta._of(round(self._total / other)) if isinstance(other, (int, float)) else NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total // other._total
        return timedelta._of(self._total // other) if isinstance(other, int) else NotImplemented

    def __mod__(self, other):
        return timedelta._of(self._total % other._total) if isinstance(other, timedelta) else NotImplemented

    def __divmod__(self, other):
        return self // other, self % other

    def __eq__(self, other):
        return self._total == other._total if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total < other._total if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._total <= other._total if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total > other._total if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total >= other._total if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(("timedelta", self._total))

    def __bool__(self):
        return self._total != 0


try:
    timedelta.min = timedelta(-999999999)
    timedelta.max = timedelta._of(999999999 * _DAY + _DAY - 1)
except OverflowError:
    # Where whole numbers have 64 bits.
    pass
timedelta.resolution = timedelta(microseconds=1)


class tzinfo:
    """What a time zone is."""


class timezone(tzinfo):
    """A time zone that is always as far from Greenwich."""

    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError("timezone() argument 1 must be datetime.timedelta, not " + type(offset).__name__)
        if not -_DAY < offset._total < _DAY:
            raise ValueError("offset must be a timedelta strictly between -timedelta(hours=24) and "
                             f"timedelta(hours=24), not {offset!r}.")
        self._offset, self._name = offset, name

    def utcoffset(self, dt):
        """How far it is from Greenwich."""
        return self._offset

    def dst(self, dt):
        """None: there is no summer time."""
        return None

    def tzname(self, dt):
        """Its name."""
        if self._name is not None:
            return self._name
        return "UTC" if not self._offset else "UTC" + _offset_text(self._offset)

    def __str__(self):
        return self.tzname(None)

    def __repr__(self):
        if self is UTC:
            return "datetime.timezone.utc"
        return f"datetime.timezone({self._offset!r}" + (f", {self._name!r})" if self._name else ")")

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)


def _offset_text(offset):
    total = offset._total
    sign = "-" if total < 0 else "+"
    minutes, seconds = divmod(abs(total) // 1000000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02d}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "")


UTC = timezone(timedelta(0))
timezone.utc = UTC


class date:
    """A day."""

    def __init__(self, year, month, day):
        year, month, day = _whole(year), _whole(month), _whole(day)
        _check_date(year, month, day)
        self.year, self.month, self.day = year, month, day

    @classmethod
    def today(cls):
        """This day."""
        return cls.fromtimestamp(_clock.time())

    @classmethod
    def fromtimestamp(cls, t):
        """The day of a time in seconds since 1970."""
        now = _clock.localtime(t)
        return cls(now.tm_year, now.tm_mon, now.tm_mday)

    @classmethod
    def fromordinal(cls, n):
        """The day of a number: 1 is the first day of the year 1."""
        return cls(*_civil(n))

    @classmethod
    def fromisoformat(cls, date_string):
        """The day that a text such as '2024-05-31' names."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        return cls(*_iso_date(date_string, date_string))

    def toordinal(self):
        """The number of the day: 1 is the first day of the year 1."""
        return _ordinal(self.year, self.month, self.day)

    def weekday(self):
        """The day of the week, Monday is 0."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """The day of the week, Monday is 1."""
        return self.weekday() + 1

    def isocalendar(self):
        """Year, week and day of the week."""
        year = self.year
        for candidate in (year + 1, year, year - 1):
            first = _ordinal(candidate, 1, 4)
            monday = first - (first + 6) % 7
            if self.toordinal() >= monday:
                return _IsoDate(candidate, (self.toordinal() - monday) // 7 + 1, self.isoweekday())

    def timetuple(self):
        """The day as time.localtime gives it."""
        return _clock.struct_time((self.year, self.month, self.day, 0, 0, 0, self.weekday(),
                                   self.toordinal() - _ordinal(self.year, 1, 1) + 1, -1))

    def replace(self, year=None, month=None, day=None):
        """The day with other numbers."""
        return type(self)(self.year if year is None else year, self.month if month is None else month,
                          self.day if day is None else day)

    def isoformat(self):
        """The day as 2024-05-31."""
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    def ctime(self):
        """The day as text."""
        return _clock.strftime("%a %b %e %H:%M:%S %Y", self.timetuple())

    def strftime(self, format):
        """The day as a format says."""
        return _format(format, self.timetuple(), 0, None, self)

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def __str__(self):
        return self.isoformat()

    def __repr__(self):
        return f"datetime.date({self.year}, {self.month}, {self.day})"

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        number = self.toordinal() + other.days
        if not 1 <= number <= 3652059:
            raise OverflowError("date value out of range")
        return type(self).fromordinal(number)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _key(self):
        return (self.year, self.month, self.day)

    def _other(self, other):
        return isinstance(other, date) and isinstance(other, datetime) == isinstance(self, datetime)

    def __eq__(self, other):
        return self._key() == other._key() if self._other(other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if self._other(other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if self._other(other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if self._other(other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if self._other(other) else NotImplemented

    def __hash__(self):
        return hash(self._key())


class _IsoDate:
    def __init__(self, year, week, weekday):
        self.year, self.week, self.weekday = year, week, weekday

    def __iter__(self):
        return iter((self.year, self.week, self.weekday))

    def __len__(self):
        return 3

    def __getitem__(self, index):
        return (self.year, self.week, self.weekday)[index]

    def __eq__(self, other):
        return tuple(self) == (tuple(other) if isinstance(other, _IsoDate) else other)

    def __hash__(self):
        return hash(tuple(self))

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self.year}, week={self.week}, weekday={self.weekday})"


def _iso_date(text, whole):
    def number(part):
        if not part.isdigit():
            raise ValueError(f"Invalid isoformat string: {whole!r}")
        return int(part)

    if len(text) == 10 and text[4] == "-" and text[7] == "-":
        return number(text[:4]), number(text[5:7]), number(text[8:])
    if len(text) == 8 and text.isdigit():
        return number(text[:4]), number(text[4:6]), number(text[6:])
    raise ValueError(f"Invalid isoformat string: {whole!r}")


def _iso_time(text, whole):
    import re
    found = re.fullmatch(r"(\d\d)(?::?(\d\d))?(?::?(\d\d))?(?:[.,](\d+))?(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?", text)
    if found is None:
        raise ValueError(f"Invalid isoformat string: {whole!r}")
    hour, minute, second, fraction, zone = found.groups()
    tz = None
    if zone == "Z":
        tz = UTC
    elif zone:
        digits = zone[1:].replace(":", "")
        length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4] or 0), seconds=int(digits[4:] or 0))
        length = -length if zone[0] == "-" else length
        tz = timezone(length) if length else UTC
    return int(hour), int(minute or 0), int(second or 0), int(((fraction or "") + "000000")[:6]), tz


def _time_text(hour, minute, second, microsecond, timespec):
    if timespec == "auto":
        timespec = "microseconds" if microsecond else "seconds"
    forms = {"hours": f"{hour:02d}", "minutes": f"{hour:02d}:{minute:02d}",
             "seconds": f"{hour:02d}:{minute:02d}:{second:02d}",
             "milliseconds": f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond // 1000:03d}",
             "microseconds": f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond:06d}"}
    if timespec not in forms:
        raise ValueError("Unknown timespec value")
    return forms[timespec]


def _format(format, moment, microsecond, offset, owner):
    text, at = "", 0
    while at < len(format):
        pair = format[at:at + 2]
        if pair == "%f":
            text += f"{microsecond:06d}"
        elif pair == "%z":
            text += "" if offset is None else _offset_text(offset).replace(":", "")
        elif pair == "%Z":
            text += "" if offset is None else owner.tzname()
        elif len(pair) == 2 and pair[0] == "%":
            text += pair
        else:
            text += format[at]
            at += 1
            continue
        at += 2
    return _clock.strftime(text, moment)


class time:
    """A time of the day."""

    def __init__(self, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_time(hour, minute, second, microsecond)
        self.hour, self.minute, self.second, self.microsecond = hour, minute, second, microsecond
        self.tzinfo, self.fold = tzinfo, fold

    @classmethod
    def fromisoformat(cls, time_string):
        """The time that a text such as '12:30' names."""
        return cls(*_iso_time(time_string.lstrip("T"), time_string))

    def utcoffset(self):
        """How far the zone is from Greenwich."""
        return None if self.tzinfo is None else self.tzinfo.utcoffset(None)

    def tzname(self):
        """The name of the zone."""
        return None if self.tzinfo is None else self.tzinfo.tzname(None)

    def isoformat(self, timespec="auto"):
        """The time as 12:30:00."""
        text = _time_text(self.hour, self.minute, self.second, self.microsecond, timespec)
        return text + ("" if self.utcoffset() is None else _offset_text(self.utcoffset()))

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True):
        """The time with other numbers."""
        return type(self)(self.hour if hour is None else hour, self.minute if minute is None else minute,
                          self.second if second is None else second,
                          self.microsecond if microsecond is None else microsecond,
                          self.tzinfo if tzinfo is True else tzinfo)

    def strftime(self, format):
        """The time as a format says."""
        moment = _clock.struct_time((1900, 1, 1, self.hour, self.minute, self.second, 0, 1, -1))
        return _format(format, moment, self.microsecond, self.utcoffset(), self)

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def __str__(self):
        return self.isoformat()

    def __repr__(self):
        shown = f"datetime.time({self.hour}, {self.minute}"
        if self.second or self.microsecond:
            shown += f", {self.second}"
        if self.microsecond:
            shown += f", {self.microsecond}"
        return shown + ("" if self.tzinfo is None else f", tzinfo={self.tzinfo!r}") + ")"

    def _key(self):
        offset = self.utcoffset()
        minutes = self.hour * 60 + self.minute
        total = (minutes * 60 + self.second) * 1000000 + self.microsecond
        return total if offset is None else total - offset._total

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, time) else NotImplemented

    def __hash__(self):
        return hash(self._key())


time.min, time.max = time(0, 0), time(23, 59, 59, 999999)


class datetime(date):
    """A day with a time."""

    def __init__(self, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        date.__init__(self, year, month, day)
        _check_time(hour, minute, second, microsecond)
        self.hour, self.minute, self.second, self.microsecond = hour, minute, second, microsecond
        self.tzinfo, self.fold = tzinfo, fold

    @classmethod
    def now(cls, tz=None):
        """This moment."""
        return cls.fromtimestamp(_clock.time(), tz)

    @classmethod
    def today(cls):
        """This moment."""
        return cls.now()

    @classmethod
    def utcnow(cls):
        """This moment in Greenwich."""
        return cls.utcfromtimestamp(_clock.time())

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The moment of a time in seconds since 1970."""
        whole = round(timestamp * 1000000)
        seconds, micro = divmod(whole, 1000000)
        if tz is not None:
            made = cls(1970, 1, 1, tzinfo=UTC) + timedelta._of(whole)
            return made.astimezone(tz)
        now = _clock.localtime(seconds)
        return cls(now.tm_year, now.tm_mon, now.tm_mday, now.tm_hour, now.tm_min, min(now.tm_sec, 59), micro)

    @classmethod
    def utcfromtimestamp(cls, t):
        """The moment in Greenwich of a time in seconds since 1970."""
        return cls(1970, 1, 1) + timedelta._of(round(t * 1000000))

    @classmethod
    def fromordinal(cls, n):
        """The beginning of a day."""
        return cls(*_civil(n))

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """A day with a time."""
        return cls(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond,
                   time.tzinfo if tzinfo is True else tzinfo)

    @classmethod
    def fromisoformat(cls, date_string):
        """The moment that a text such as '2024-05-31 12:30' names."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        count = 10 if date_string[4:5] == "-" else 8
        day = _iso_date(date_string[:count], date_string)
        if len(date_string) == count:
            return cls(*day)
        return cls(*day, *_iso_time(date_string[count + 1:], date_string))

    @classmethod
    def strptime(cls, date_string, format):
        """The moment that a text names, read as a format says."""
        return cls(*_read(date_string, format))

    def date(self):
        """The day."""
        return date(self.year, self.month, self.day)

    def time(self):
        """The time of the day."""
        return time(self.hour, self.minute, self.second, self.microsecond)

    def timetz(self):
        """The time of the day, with its zone."""
        return time(self.hour, self.minute, self.second, self.microsecond, self.tzinfo)

    def utcoffset(self):
        """How far the zone is from Greenwich."""
        return None if self.tzinfo is None else self.tzinfo.utcoffset(self)

    def tzname(self):
        """The name of the zone."""
        return None if self.tzinfo is None else self.tzinfo.tzname(self)

    def astimezone(self, tz=None):
        """The same moment in another zone."""
        offset = self.utcoffset()
        if offset is None:
            offset = timedelta(seconds=_local_offset(self.timestamp()))
        if tz is None:
            seconds = (self - offset).replace(tzinfo=UTC).timestamp()
            tz = timezone(timedelta(seconds=_local_offset(seconds)), _clock.strftime("%Z"))
        moment = self.replace(tzinfo=None) - offset
        return (moment + tz.utcoffset(moment)).replace(tzinfo=tz)

    def timestamp(self):
        """Seconds since 1970."""
        if self.tzinfo is None:
            return _clock.mktime(self.timetuple()) + self.microsecond / 1000000
        return (self - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()

    def timetuple(self):
        """The moment as time.localtime gives it."""
        return _clock.struct_time((self.year, self.month, self.day, self.hour, self.minute, self.second,
                                   self.weekday(), self.toordinal() - _ordinal(self.year, 1, 1) + 1, -1))

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True):
        """The moment with other numbers."""
        return type(self)(self.year if year is None else year, self.month if month is None else month,
                          self.day if day is None else day, self.hour if hour is None else hour,
                          self.minute if minute is None else minute, self.second if second is None else second,
                          self.microsecond if microsecond is None else microsecond,
                          self.tzinfo if tzinfo is True else tzinfo)

    def isoformat(self, sep="T", timespec="auto"):
        """The moment as 2024-05-31T12:30:00."""
        text = f"{self.year:04d}-{self.month:02d}-{self.day:02d}" + sep
        text += _time_text(self.hour, self.minute, self.second, self.microsecond, timespec)
        return text + ("" if self.utcoffset() is None else _offset_text(self.utcoffset()))

    def strftime(self, format):
        """The moment as a format says."""
        return _format(format, self.timetuple(), self.microsecond, self.utcoffset(), self)

    def __str__(self):
        return self.isoformat(" ")

    def __repr__(self):
        shown = f"datetime.datetime({self.year}, {self.month}, {self.day}, {self.hour}, {self.minute}"
        if self.second or self.microsecond:
            shown += f", {self.second}"
        if self.microsecond:
            shown += f", {self.microsecond}"
        return shown + ("" if self.tzinfo is None else f", tzinfo={self.tzinfo!r}") + ")"

    def _micro(self):
        seconds = (self.hour * 60 + self.minute) * 60 + self.second
        return self.toordinal() * _DAY + seconds * 1000000 + self.microsecond

    def _key(self):
        offset = self.utcoffset()
        return self._micro() if offset is None else self._micro() - offset._total

    def _ordered(self, other):
        if not isinstance(other, datetime):
            raise TypeError("can't compare datetime.datetime to datetime.date")
        if (self.tzinfo is None) != (other.tzinfo is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return other._key()

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        return (self.tzinfo is None) == (other.tzinfo is None) and self._key() == other._key()

    def __lt__(self, other):
        return self._key() < self._ordered(other) if isinstance(other, date) else NotImplemented

    def __le__(self, other):
        return self._key() <= self._ordered(other) if isinstance(other, date) else NotImplemented

    def __gt__(self, other):
        return self._key() > self._ordered(other) if isinstance(other, date) else NotImplemented

    def __ge__(self, other):
        return self._key() >= self._ordered(other) if isinstance(other, date) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        days, rest = divmod(self._micro() + other._total, _DAY)
        if not 1 <= days <= 3652059:
            raise OverflowError("date value out of range")
        seconds, micro = divmod(rest, 1000000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return type(self)(*_civil(days), hour, minute, second, micro, self.tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, datetime):
            return NotImplemented
        if (self.tzinfo is None) != (other.tzinfo is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return timedelta._of(self._key() - other._key())


date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(days=1)
datetime.min, datetime.max = datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)


def _local_offset(seconds):
    here, there = _clock.localtime(seconds), _clock.gmtime(seconds)
    days = _ordinal(here.tm_year, here.tm_mon, here.tm_mday) - _ordinal(there.tm_year, there.tm_mon, there.tm_mday)
    return (days * 86400 + (here.tm_hour - there.tm_hour) * 3600 + (here.tm_min - there.tm_min) * 60
            + here.tm_sec - there.tm_sec)


_months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december"]
_weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_parts = {"Y": r"\d{4}", "m": r"1[0-2]|0[1-9]|[1-9]", "d": r"3[01]|[12]\d|0[1-9]|[1-9]| [1-9]",
          "H": r"2[0-3]|[01]\d|\d", "I": r"1[0-2]|0[1-9]|[1-9]", "M": r"[0-5]\d|\d", "S": r"6[01]|[0-5]\d|\d",
          "f": r"\d{1,6}", "y": r"\d\d", "j": r"36[0-6]|3[0-5]\d|[12]\d\d|0\d\d|\d\d|\d", "p": "am|pm",
          "z": r"[+-]\d\d:?[0-5]\d(?::?[0-5]\d)?|Z", "Z": "utc|gmt",
          "b": "|".join(name[:3] for name in _months), "B": "|".join(_months),
          "a": "|".join(name[:3] for name in _weekdays), "A": "|".join(_weekdays)}


def _read(text, format):
    import re
    for short, long in (("%D", "%m/%d/%y"), ("%T", "%H:%M:%S"), ("%R", "%H:%M"), ("%F", "%Y-%m-%d"),
                        ("%x", "%m/%d/%y"), ("%X", "%H:%M:%S"), ("%c", "%a %b %d %H:%M:%S %Y")):
        format = format.replace(short, long)
    expression, at = "", 0
    while at < len(format):
        c = format[at]
        at += 1
        if c.isspace():
            expression += r"\s+"
        elif c != "%":
            expression += re.escape(c)
        else:
            letter = format[at:at + 1]
            at += 1
            if letter == "%":
                expression += "%"
            elif letter in _parts and letter:
                expression += f"(?P<{letter}>{_parts[letter]})"
            elif letter == "":
                raise ValueError(f"stray %% in format {format!r}".replace("%%", "%"))
            else:
                raise ValueError(f"'{letter}' is a bad directive in format {format!r}")
    found = re.match(expression, text, re.IGNORECASE)
    if found is None:
        raise ValueError(f"time data {text!r} does not match format {format!r}")
    if found.end() != len(text):
        raise ValueError(f"unconverted data remains: {text[found.end():]}")
    given = found.groupdict()
    year, month, day, hour = 1900, 1, 1, int(given.get("H", 0))
    if "Y" in given:
        year = int(given["Y"])
    elif "y" in given:
        year = int(given["y"])
        year += 2000 if year <= 68 else 1900
    if "m" in given:
        month = int(given["m"])
    elif "B" in given:
        month = _months.index(given["B"].lower()) + 1
    elif "b" in given:
        month = [name[:3] for name in _months].index(given["b"].lower()) + 1
    if "d" in given:
        day = int(given["d"])
    if "j" in given and "m" not in given:
        year, month, day = _civil(_ordinal(year, 1, 1) + int(given["j"]) - 1)
    if "I" in given:
        hour = int(given["I"]) % 12 + (12 if given.get("p", "").lower() == "pm" else 0)
    zone = None
    if "z" in given:
        zone = _iso_time("00" + given["z"], text)[4]
    return (year, month, day, hour, int(given.get("M", 0)), int(given.get("S", 0)),
            int((given.get("f", "") + "000000")[:6]), zone)
