"""Dates, times, durations and time zones in the proleptic Gregorian calendar."""

import time as _time
from math import copysign as _copysign, isfinite as _isfinite, isnan as _isnan, modf as _modf
from operator import index as _index
from _static import named_with_module as _named_with_module

__all__ = ("date", "datetime", "time", "timedelta", "timezone", "tzinfo", "MINYEAR", "MAXYEAR", "UTC")

MINYEAR = 1
MAXYEAR = 9999
_MAXORDINAL = 3652059

_DAYS_IN_MONTH = [-1, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_DAYS_BEFORE_MONTH = [-1]
_n = 0
for _days in _DAYS_IN_MONTH[1:]:
    _DAYS_BEFORE_MONTH.append(_n)
    _n += _days
del _n, _days

_MONTHS = [None, "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = [None, "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_FULL_MONTHS = [
    None, "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
]
_FULL_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _days_in_month(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN_MONTH[month]


def _days_before_month(year, month):
    return _DAYS_BEFORE_MONTH[month] + (month > 2 and _is_leap(year))


def _ymd2ord(year, month, day):
    return _days_before_year(year) + _days_before_month(year, month) + day


def _ord2ymd(n):
    n -= 1
    n400, n = divmod(n, 146097)
    year = n400 * 400 + 1
    n100, n = divmod(n, 36524)
    n4, n = divmod(n, 1461)
    n1, n = divmod(n, 365)
    year += n100 * 100 + n4 * 4 + n1
    if n1 == 4 or n100 == 4:
        return year - 1, 12, 31
    month = (n + 50) >> 5
    before = _days_before_month(year, month)
    if before > n:
        month -= 1
        before -= _days_in_month(year, month)
    return year, month, n - before + 1


def _check_date(year, month, day):
    year = _index(year)
    month = _index(month)
    day = _index(day)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12")
    if not 1 <= day <= _days_in_month(year, month):
        raise ValueError("day is out of range for month")
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold):
    hour = _index(hour)
    minute = _index(minute)
    second = _index(second)
    microsecond = _index(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59")
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999")
    if fold not in (0, 1):
        raise ValueError("fold must be either 0 or 1")
    return hour, minute, second, microsecond, fold


def _check_tzinfo(tz):
    if tz is not None and not isinstance(tz, tzinfo):
        raise TypeError("tzinfo argument must be None or of a tzinfo subclass, not type '%s'" % type(tz).__name__)


def _check_offset(name, offset):
    if offset is None:
        return
    if not isinstance(offset, timedelta):
        raise TypeError(f"tzinfo.{name}() must return None or a timedelta, not '{type(offset).__name__}'")
    if not -timedelta(1) < offset < timedelta(1):
        raise ValueError(
            f"offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {offset!r}."
        )


def _format_offset(off, sep=":"):
    if off is None:
        return ""
    sign = "+"
    if off.days < 0:
        sign = "-"
        off = -off
    hours, rest = divmod(off, timedelta(hours=1))
    minutes, rest = divmod(rest, timedelta(minutes=1))
    text = f"{sign}{hours:02d}{sep}{minutes:02d}"
    if rest or rest.microseconds:
        text += f"{sep}{rest.seconds:02d}"
        if rest.microseconds:
            text += f".{rest.microseconds:06d}"
    return text


def _format_time(hh, mm, ss, us, timespec="auto"):
    if timespec == "auto":
        timespec = "microseconds" if us else "seconds"
    if timespec == "hours":
        return f"{hh:02d}"
    if timespec == "minutes":
        return f"{hh:02d}:{mm:02d}"
    if timespec == "seconds":
        return f"{hh:02d}:{mm:02d}:{ss:02d}"
    if timespec == "milliseconds":
        return f"{hh:02d}:{mm:02d}:{ss:02d}.{us // 1000:03d}"
    if timespec == "microseconds":
        return f"{hh:02d}:{mm:02d}:{ss:02d}.{us:06d}"
    raise ValueError("Unknown timespec value")


def _divide_and_round(a, b):
    q, r = divmod(a, b)
    r *= 2
    above = r > b if b > 0 else r < b
    return q + 1 if above or (r == b and q % 2 == 1) else q


def _strftime(obj, format, tt):
    """The fields of obj (with the time tuple tt) laid out by a format of C's strftime in the C locale."""
    year, month, day, hour, minute, second, weekday, yearday, _ = tt
    out = []
    i = 0
    n = len(format)
    while i < n:
        c = format[i]
        i += 1
        if c != "%" or i >= n:
            out.append(c)
            continue
        c = format[i]
        i += 1
        if c == ":" and format[i : i + 1] == "z":
            i += 1
            out.append(_format_offset(obj.utcoffset()) if hasattr(obj, "utcoffset") else "")
        elif c == "a":
            out.append(_FULL_DAYS[weekday][:3])
        elif c == "A":
            out.append(_FULL_DAYS[weekday])
        elif c in "bh":
            out.append(_MONTHS[month])
        elif c == "B":
            out.append(_FULL_MONTHS[month])
        elif c == "c":
            out.append(f"{_FULL_DAYS[weekday][:3]} {_MONTHS[month]} {day:2d} {hour:02d}:{minute:02d}:{second:02d} {year}")
        elif c == "C":
            out.append(f"{year // 100:02d}")
        elif c == "d":
            out.append(f"{day:02d}")
        elif c == "D" or c == "x":
            out.append(f"{month:02d}/{day:02d}/{year % 100:02d}")
        elif c == "e":
            out.append(f"{day:2d}")
        elif c == "f":
            out.append(f"{getattr(obj, 'microsecond', 0):06d}")
        elif c == "F":
            out.append(f"{year}-{month:02d}-{day:02d}")
        elif c == "H":
            out.append(f"{hour:02d}")
        elif c == "I":
            out.append(f"{hour % 12 or 12:02d}")
        elif c == "j":
            out.append(f"{yearday:03d}")
        elif c == "k":
            out.append(f"{hour:2d}")
        elif c == "l":
            out.append(f"{hour % 12 or 12:2d}")
        elif c == "m":
            out.append(f"{month:02d}")
        elif c == "M":
            out.append(f"{minute:02d}")
        elif c == "n":
            out.append("\n")
        elif c == "p":
            out.append("AM" if hour < 12 else "PM")
        elif c == "P":
            out.append("am" if hour < 12 else "pm")
        elif c == "r":
            out.append(f"{hour % 12 or 12:02d}:{minute:02d}:{second:02d} {'AM' if hour < 12 else 'PM'}")
        elif c == "R":
            out.append(f"{hour:02d}:{minute:02d}")
        elif c == "s":
            out.append(str(int(obj.timestamp())) if hasattr(obj, "timestamp") else "0")
        elif c == "S":
            out.append(f"{second:02d}")
        elif c == "t":
            out.append("\t")
        elif c in "TX":
            out.append(f"{hour:02d}:{minute:02d}:{second:02d}")
        elif c == "u":
            out.append(str(weekday + 1))
        elif c == "U":
            out.append(f"{(yearday + 6 - (weekday + 1) % 7) // 7:02d}")
        elif c == "w":
            out.append(str((weekday + 1) % 7))
        elif c == "W":
            out.append(f"{(yearday + 6 - weekday) // 7:02d}")
        elif c in "GgV":
            iso = date(year, month, day).isocalendar()
            out.append(f"{iso[1]:02d}" if c == "V" else str(iso[0]) if c == "G" else f"{iso[0] % 100:02d}")
        elif c == "y":
            out.append(f"{year % 100:02d}")
        elif c == "Y":
            out.append(str(year))
        elif c == "z":
            out.append(_format_offset(obj.utcoffset(), "") if hasattr(obj, "utcoffset") else "")
        elif c == "Z":
            name = obj.tzname() if hasattr(obj, "tzname") else None
            out.append(name or "")
        elif c == "%":
            out.append("%")
        else:
            out.append("%" + c)
    return "".join(out)


@_named_with_module
class timedelta:
    """A duration, exact to the microsecond."""

    __slots__ = "_days", "_seconds", "_microseconds", "_hashcode"

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        # Whole microseconds of the ints, then the fractions of the floats, rounded half to even together.
        total = 0
        fraction = 0.0
        for name, value, unit in (
            ("microseconds", microseconds, 1), ("milliseconds", milliseconds, 1000), ("seconds", seconds, 1000000),
            ("minutes", minutes, 60000000), ("hours", hours, 3600000000), ("days", days, 86400000000),
            ("weeks", weeks, 604800000000),
        ):
            if not isinstance(value, (int, float)):
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
            if isinstance(value, float):
                if _isnan(value):
                    raise ValueError("cannot convert float NaN to integer")
                if not _isfinite(value):
                    raise OverflowError("cannot convert float infinity to integer")
                part, whole = _modf(value)
                total += int(whole) * unit
                part, whole = _modf(part * unit)
                total += int(whole)
                fraction += part
            else:
                total += value * unit
        if fraction:
            whole = round(fraction)
            if abs(whole - fraction) == 0.5:
                # The tie is decided by the sum as a whole.
                whole = 2 * round((fraction + total % 2) * 0.5) - total % 2
            total += whole
        return cls._make(total)

    @classmethod
    def _make(cls, total):
        seconds, us = divmod(total, 1000000)
        d, s = divmod(seconds, 86400)
        if not -0x80000000 <= d < 0x80000000:
            raise OverflowError("Python int too large to convert to C int")
        if abs(d) > 999999999:
            raise OverflowError("days=%d; must have magnitude <= 999999999" % d)
        self = object.__new__(cls)
        self._days = d
        self._seconds = s
        self._microseconds = us
        self._hashcode = -1
        return self

    def __repr__(self):
        args = []
        if self._days:
            args.append("days=%d" % self._days)
        if self._seconds:
            args.append("seconds=%d" % self._seconds)
        if self._microseconds:
            args.append("microseconds=%d" % self._microseconds)
        if not args:
            args.append("0")
        name = self.__class__.__qualname__
        if self.__class__.__module__:
            name = self.__class__.__module__ + "." + name
        return f"{name}({', '.join(args)})"

    def __str__(self):
        mm, ss = divmod(self._seconds, 60)
        hh, mm = divmod(mm, 60)
        s = "%d:%02d:%02d" % (hh, mm, ss)
        if self._days:
            s = "%d day%s, " % (self._days, "" if abs(self._days) == 1 else "s") + s
        if self._microseconds:
            s += ".%06d" % self._microseconds
        return s

    def total_seconds(self):
        """The whole duration in seconds."""
        return self._to_microseconds() / 10**6

    @property
    def days(self):
        return self._days

    @property
    def seconds(self):
        return self._seconds

    @property
    def microseconds(self):
        return self._microseconds

    def _to_microseconds(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(self._to_microseconds() + other._to_microseconds())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(self._to_microseconds() - other._to_microseconds())
        return NotImplemented

    def __rsub__(self, other):
        if isinstance(other, timedelta):
            return other - self
        return NotImplemented

    def __neg__(self):
        return timedelta._make(-self._to_microseconds())

    def __pos__(self):
        return self

    def __abs__(self):
        return -self if self._days < 0 else self

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._make(self._to_microseconds() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._make(_divide_and_round(self._to_microseconds() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            divisor = other._to_microseconds()
            if not divisor:
                raise ZeroDivisionError("integer division or modulo by zero")
            return self._to_microseconds() // divisor
        if isinstance(other, int):
            return timedelta._make(self._to_microseconds() // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._to_microseconds() / other._to_microseconds()
        if isinstance(other, int):
            if not other:
                raise ZeroDivisionError("integer division or modulo by zero")
            return timedelta._make(_divide_and_round(self._to_microseconds(), other))
        if isinstance(other, float):
            if not other:
                raise ZeroDivisionError("integer division or modulo by zero")
            a, b = other.as_integer_ratio()
            return timedelta._make(_divide_and_round(b * self._to_microseconds(), a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta._make(self._to_microseconds() % other._to_microseconds())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._to_microseconds(), other._to_microseconds())
            return q, timedelta._make(r)
        return NotImplemented

    def _key(self):
        return self._days, self._seconds, self._microseconds

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash(self._key())
        return self._hashcode

    def __bool__(self):
        return self._to_microseconds() != 0

    def __reduce__(self):
        return self.__class__, self._key()


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(days=999999999, hours=23, minutes=59, seconds=59, microseconds=999999)
timedelta.resolution = timedelta(microseconds=1)


class IsoCalendarDate(tuple):
    """Year, week and weekday of the ISO calendar."""

    def __new__(cls, year, week, weekday):
        return super().__new__(cls, (year, week, weekday))

    @property
    def year(self):
        return self[0]

    @property
    def week(self):
        return self[1]

    @property
    def weekday(self):
        return self[2]

    def __reduce__(self):
        return tuple, (tuple(self),)

    def __repr__(self):
        return f"datetime.{self.__class__.__name__}(year={self[0]}, week={self[1]}, weekday={self[2]})"


def _iso_week1_monday(year):
    first = _ymd2ord(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def _iso_to_ordinal(year, week, day):
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"Year is out of range: {year}")
    if not 0 < week < 53:
        if week == 53:
            weekday = _ymd2ord(year, 1, 1) % 7
            if not (weekday == 4 or (weekday == 3 and _is_leap(year))):
                raise ValueError(f"Invalid week: {week}")
        else:
            raise ValueError(f"Invalid week: {week}")
    if not 0 < day < 8:
        raise ValueError(f"Invalid weekday: {day} (range is [1, 7])")
    return _iso_week1_monday(year) + (week - 1) * 7 + day - 1


def _digits(s):
    if not (s.isascii() and s.isdigit()):
        raise ValueError(s)
    return int(s)


def _parse_iso_date(s):
    """Year, month, day of one of the ISO forms; raises ValueError or IndexError for anything else."""
    year = _digits(s[0:4])
    dashed = s[4] == "-"
    rest = s[5:] if dashed else s[4:]
    if rest[0:1] == "W":
        week = _digits(rest[1:3])
        day = 1
        tail = rest[3:]
        if tail:
            if dashed:
                if tail[0] != "-":
                    raise ValueError(s)
                tail = tail[1:]
            if len(tail) != 1:
                raise ValueError(s)
            day = _digits(tail)
        return _ord2ymd(_iso_to_ordinal(year, week, day))
    if len(rest) != (5 if dashed else 4):
        raise ValueError(s)
    month = _digits(rest[0:2])
    if dashed:
        if rest[2] != "-":
            raise ValueError(s)
        return year, month, _digits(rest[3:5])
    return year, month, _digits(rest[2:4])


def _parse_hms(s):
    parts = [0, 0, 0, 0]
    if len(s) < 2:
        raise ValueError(s)
    main, dot, fraction = s.partition(".") if "." in s else s.partition(",")
    if dot and (not fraction or not (fraction.isascii() and fraction.isdigit())):
        raise ValueError(s)
    fields = main.split(":") if ":" in main else [main[i : i + 2] for i in range(0, len(main), 2)]
    if len(fields) > 3 or any(len(f) != 2 for f in fields) or (dot and len(fields) != 3):
        raise ValueError(s)
    for i, f in enumerate(fields):
        parts[i] = _digits(f)
    if dot:
        parts[3] = _digits(fraction[:6].ljust(6, "0"))
    return parts


def _parse_iso_time(s):
    tz = None
    at = max(s.find("+"), s.find("-"), s.find("Z"))
    zone = ""
    if at >= 0:
        zone = s[at:]
        s = s[:at]
    parts = _parse_hms(s)
    if zone:
        if zone == "Z":
            tz = timezone.utc
        else:
            if zone[0] == "Z":
                raise ValueError(zone)
            h, m, sec, us = _parse_hms(zone[1:])
            delta = timedelta(hours=h, minutes=m, seconds=sec, microseconds=us)
            if zone[0] == "-":
                delta = -delta
            tz = timezone.utc if not delta else timezone(delta)
    return parts, tz


@_named_with_module
class date:
    """A day of the calendar."""

    __slots__ = "_year", "_month", "_day", "_hashcode"

    def __new__(cls, year, month, day):
        year, month, day = _check_date(year, month, day)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hashcode = -1
        return self

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        """The local date of a time stamp."""
        if timestamp is None:
            raise TypeError("'NoneType' object cannot be interpreted as an integer")
        t = _time.localtime(timestamp)
        return cls(t[0], t[1], t[2])

    @classmethod
    def today(cls):
        """The date of today."""
        return cls.fromtimestamp(_time.time())

    @classmethod
    def fromordinal(cls, n, /):
        """The date of a day number; day 1 is the first of January of year 1."""
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        if n > _MAXORDINAL:
            raise ValueError("year is out of range" if n > _MAXORDINAL + 1 else "year 10000 is out of range")
        y, m, d = _ord2ymd(n)
        return cls(y, m, d)

    @classmethod
    def fromisoformat(cls, date_string, /):
        """The date of an ISO 8601 text."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            if len(date_string) not in (7, 8, 10):
                raise ValueError
            parts = _parse_iso_date(date_string)
        except (ValueError, IndexError):
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        return cls(*parts)

    @classmethod
    def fromisocalendar(cls, year, week, day):
        """The date of an ISO year, week and weekday."""
        return cls(*_ord2ymd(_iso_to_ordinal(year, week, day)))

    @property
    def year(self):
        return self._year

    @property
    def month(self):
        return self._month

    @property
    def day(self):
        return self._day

    def __repr__(self):
        return "%s.%s(%d, %d, %d)" % (
            self.__class__.__module__, self.__class__.__qualname__, self._year, self._month, self._day,
        )

    def ctime(self):
        """The date as C's ctime() writes it."""
        return "%s %s %2d 00:00:00 %04d" % (_DAYS[self.toordinal() % 7 or 7], _MONTHS[self._month], self._day, self._year)

    def strftime(self, format):
        """The date laid out by a format."""
        return _strftime(self, format, self.timetuple())

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError("must be str, not %s" % type(fmt).__name__)
        return self.strftime(fmt) if fmt else str(self)

    def isoformat(self):
        """YYYY-MM-DD."""
        return "%04d-%02d-%02d" % (self._year, self._month, self._day)

    def __str__(self):
        return self.isoformat()

    def timetuple(self):
        """The date as time.localtime() gives it."""
        return _build_time_tuple(self._year, self._month, self._day, 0, 0, 0, -1)

    def toordinal(self):
        """The day number; day 1 is the first of January of year 1."""
        return _ymd2ord(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        """The date with fields replaced."""
        return type(self)(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
        )

    __replace__ = replace

    def _date_key(self):
        return self._year, self._month, self._day

    def __eq__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._date_key() == other._date_key()
        return NotImplemented

    def __le__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._date_key() <= other._date_key()
        return NotImplemented

    def __lt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._date_key() < other._date_key()
        return NotImplemented

    def __ge__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._date_key() >= other._date_key()
        return NotImplemented

    def __gt__(self, other):
        if isinstance(other, date) and not isinstance(other, datetime):
            return self._date_key() > other._date_key()
        return NotImplemented

    def __hash__(self):
        if self._hashcode == -1:
            self._hashcode = hash(self._state())
        return self._hashcode

    def _state(self):
        hi, lo = divmod(self._year, 256)
        return bytes([hi, lo, self._month, self._day])

    def __add__(self, other):
        if isinstance(other, timedelta):
            n = self.toordinal() + other.days
            if 0 < n <= _MAXORDINAL:
                return type(self).fromordinal(n)
            raise OverflowError("date value out of range")
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def weekday(self):
        """Monday is 0."""
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        """Monday is 1."""
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        """Year, week and weekday of the ISO calendar."""
        year = self._year
        monday = _iso_week1_monday(year)
        today = _ymd2ord(self._year, self._month, self._day)
        week, day = divmod(today - monday, 7)
        if week < 0:
            year -= 1
            monday = _iso_week1_monday(year)
            week, day = divmod(today - monday, 7)
        elif week >= 52 and today >= _iso_week1_monday(year + 1):
            year += 1
            week = 0
        return IsoCalendarDate(year, week + 1, day + 1)

    def __reduce__(self):
        return self.__class__, self._date_key()


_date_class = date
date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(days=1)


def _build_time_tuple(y, m, d, hh, mm, ss, dst):
    return _time.struct_time((y, m, d, hh, mm, ss, (_ymd2ord(y, m, d) + 6) % 7, _days_before_month(y, m) + d, dst))


@_named_with_module
class tzinfo:
    """What a time zone has to tell; subclasses do."""

    __slots__ = ()

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        """The local time of a UTC time that carries this zone."""
        if not isinstance(dt, datetime):
            raise TypeError("fromutc: argument must be a datetime")
        if dt.tzinfo is not self:
            raise ValueError("fromutc: dt.tzinfo is not self")
        offset = dt.utcoffset()
        if offset is None:
            raise ValueError("fromutc() requires a non-None utcoffset() result")
        dst = dt.dst()
        if dst is None:
            raise ValueError("fromutc() requires a non-None dst() result")
        delta = offset - dst
        if delta:
            dt += delta
            dst = dt.dst()
            if dst is None:
                raise ValueError("fromutc(): dt.dst gave inconsistent results; cannot convert")
        return dt + dst

    def __reduce__(self):
        args = self.__getinitargs__() if hasattr(self, "__getinitargs__") else ()
        return self.__class__, args, self.__getstate__()


@_named_with_module
class time:
    """A time of day."""

    __slots__ = "_hour", "_minute", "_second", "_microsecond", "_tzinfo", "_hashcode", "_fold"

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        hour, minute, second, microsecond, fold = _check_time(hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        self = object.__new__(cls)
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._hashcode = -1
        self._fold = fold
        return self

    @property
    def hour(self):
        return self._hour

    @property
    def minute(self):
        return self._minute

    @property
    def second(self):
        return self._second

    @property
    def microsecond(self):
        return self._microsecond

    @property
    def tzinfo(self):
        return self._tzinfo

    @property
    def fold(self):
        return self._fold

    def _compare(self, other, ordering):
        mine, theirs = self.utcoffset(), other.utcoffset()
        a = self._microseconds()
        b = other._microseconds()
        if mine == theirs:
            return a - b
        if mine is None or theirs is None:
            if ordering:
                raise TypeError("can't compare offset-naive and offset-aware times")
            return 2
        return (a - mine // timedelta.resolution) - (b - theirs // timedelta.resolution)

    def _microseconds(self):
        return ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond

    def __eq__(self, other):
        return self._compare(other, False) == 0 if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._compare(other, True) <= 0 if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._compare(other, True) < 0 if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._compare(other, True) >= 0 if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._compare(other, True) > 0 if isinstance(other, time) else NotImplemented

    def __hash__(self):
        if self._hashcode == -1:
            offset = self.replace(fold=0).utcoffset() if self._fold else self.utcoffset()
            us = self._microsecond
            state = bytes([self._hour, self._minute, self._second, us >> 16, us >> 8 & 255, us & 255])
            if offset:
                self._hashcode = hash(self._microseconds() - offset // timedelta.resolution)
            else:
                self._hashcode = hash(state)
        return self._hashcode

    def __repr__(self):
        if self._microsecond:
            s = ", %d, %d" % (self._second, self._microsecond)
        elif self._second:
            s = ", %d" % self._second
        else:
            s = ""
        s = "%s.%s(%d, %d%s)" % (self.__class__.__module__, self.__class__.__qualname__, self._hour, self._minute, s)
        if self._tzinfo is not None:
            s = s[:-1] + ", tzinfo=%r" % self._tzinfo + ")"
        if self._fold:
            s = s[:-1] + ", fold=1)"
        return s

    def isoformat(self, timespec="auto"):
        """HH:MM:SS with what else there is."""
        return _format_time(self._hour, self._minute, self._second, self._microsecond, timespec) + _format_offset(self.utcoffset())

    __str__ = isoformat

    @classmethod
    def fromisoformat(cls, time_string, /):
        """The time of an ISO 8601 text."""
        if not isinstance(time_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            parts, tz = _parse_iso_time(time_string.removeprefix("T"))
            return cls(*parts, tz)
        except ValueError as e:
            if str(e).startswith(("hour must", "minute must", "second must")):
                raise
            raise ValueError(f"Invalid isoformat string: {time_string!r}") from None

    def strftime(self, format):
        """The time laid out by a format; the date is the first of January 1900."""
        return _strftime(self, format, (1900, 1, 1, self._hour, self._minute, self._second, 0, 1, -1))

    def __format__(self, fmt):
        if not isinstance(fmt, str):
            raise TypeError("must be str, not %s" % type(fmt).__name__)
        return self.strftime(fmt) if fmt else str(self)

    def utcoffset(self):
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.utcoffset(None)
        _check_offset("utcoffset", offset)
        return offset

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def dst(self):
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.dst(None)
        _check_offset("dst", offset)
        return offset

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None):
        """The time with fields replaced."""
        return type(self)(
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
            fold=self._fold if fold is None else fold,
        )

    __replace__ = replace

    def __reduce__(self):
        return self.__class__, (self._hour, self._minute, self._second, self._microsecond, self._tzinfo)


_time_class = time
time.min = time(0, 0, 0)
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta(microseconds=1)


def _deprecate_naive(function, instead):
    import warnings
    warnings.warn(f'{function} is deprecated and scheduled for removal in a future version. '
                  f'Use timezone-aware objects to represent datetimes in UTC: {instead}.', DeprecationWarning, stacklevel=3)


@_named_with_module
class datetime(date):
    """A date and a time of day."""

    __slots__ = time.__slots__

    def __new__(cls, year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        year, month, day = _check_date(year, month, day)
        hour, minute, second, microsecond, fold = _check_time(hour, minute, second, microsecond, fold)
        _check_tzinfo(tzinfo)
        self = object.__new__(cls)
        self._year = year
        self._month = month
        self._day = day
        self._hour = hour
        self._minute = minute
        self._second = second
        self._microsecond = microsecond
        self._tzinfo = tzinfo
        self._hashcode = -1
        self._fold = fold
        return self

    hour = time.hour
    minute = time.minute
    second = time.second
    microsecond = time.microsecond
    tzinfo = time.tzinfo
    fold = time.fold

    @classmethod
    def _fromtimestamp(cls, t, utc, tz):
        fraction, t = _modf(t)
        us = round(fraction * 1e6)
        if us >= 1000000:
            t += 1
            us -= 1000000
        elif us < 0:
            t -= 1
            us += 1000000
        converter = _time.gmtime if utc else _time.localtime
        y, m, d, hh, mm, ss, *_ = converter(int(t))
        result = cls(y, m, d, hh, mm, min(ss, 59), us, tz)
        if tz is not None:
            result = tz.fromutc(result)
        return result

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        """The local time of a time stamp, or the time in a zone."""
        _check_tzinfo(tz)
        return cls._fromtimestamp(timestamp, tz is not None, tz)

    @classmethod
    def utcfromtimestamp(cls, t, /):
        """The UTC time of a time stamp, without a zone."""
        _deprecate_naive('datetime.datetime.utcfromtimestamp()', 'datetime.datetime.fromtimestamp(timestamp, datetime.UTC)')
        return cls._fromtimestamp(t, True, None)

    @classmethod
    def now(cls, tz=None):
        """The time now."""
        return cls.fromtimestamp(_time.time(), tz)

    @classmethod
    def utcnow(cls):
        """The UTC time now, without a zone."""
        _deprecate_naive('datetime.datetime.utcnow()', 'datetime.datetime.now(datetime.UTC)')
        return cls._fromtimestamp(_time.time(), True, None)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        """The date of one and the time of the other."""
        if not isinstance(date, _date_class):
            raise TypeError("combine() argument 1 must be datetime.date, not " + type(date).__name__)
        if not isinstance(time, _time_class):
            raise TypeError("combine() argument 2 must be datetime.time, not " + type(time).__name__)
        if tzinfo is True:
            tzinfo = time.tzinfo
        return cls(
            date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, tzinfo, fold=time.fold
        )

    @classmethod
    def fromisoformat(cls, date_string, /):
        """The time of an ISO 8601 text."""
        if not isinstance(date_string, str):
            raise TypeError("fromisoformat: argument must be str")
        try:
            if len(date_string) < 7:
                raise ValueError
            n = _iso_date_length(date_string)
            parts = _parse_iso_date(date_string[:n])
            rest = date_string[n + 1 :]
            if not rest and len(date_string) > n:
                raise ValueError
            hms, tz = _parse_iso_time(rest) if rest else ([0, 0, 0, 0], None)
        except (ValueError, IndexError):
            raise ValueError(f"Invalid isoformat string: {date_string!r}") from None
        return cls(*parts, *hms, tz)

    @classmethod
    def strptime(cls, date_string, format, /):
        """The time of a text laid out by a format."""
        return _strptime(cls, date_string, format)

    def timetuple(self):
        """The time as time.localtime() gives it."""
        dst = self.dst()
        dst = -1 if dst is None else 1 if dst else 0
        return _build_time_tuple(self._year, self._month, self._day, self._hour, self._minute, self._second, dst)

    def _mktime(self):
        """Seconds since the epoch of local time."""
        epoch = datetime(1970, 1, 1)
        t = (self.replace(tzinfo=None) - epoch) // timedelta(0, 1)

        def local(u):
            y, m, d, hh, mm, ss = _time.localtime(u)[:6]
            return (datetime(y, m, d, hh, mm, ss) - epoch) // timedelta(0, 1)

        a = local(t) - t
        u1 = t - a
        if local(u1) == t:
            return u1
        b = local(u1) - u1
        u2 = t - b
        return u2 if local(u2) == t else max(u1, u2)

    def timestamp(self):
        """Seconds since the epoch."""
        if self._tzinfo is None:
            return self._mktime() + self._microsecond / 1e6
        return (self - _EPOCH).total_seconds()

    def utctimetuple(self):
        """The UTC time as time.gmtime() gives it."""
        offset = self.utcoffset()
        if offset:
            self -= offset
        return _build_time_tuple(self.year, self.month, self.day, self.hour, self.minute, self.second, 0)

    def date(self):
        """The day alone."""
        return date(self._year, self._month, self._day)

    def time(self):
        """The time of day alone, without zone."""
        return time(self.hour, self.minute, self.second, self.microsecond, fold=self.fold)

    def timetz(self):
        """The time of day alone."""
        return time(self.hour, self.minute, self.second, self.microsecond, self._tzinfo, fold=self.fold)

    def replace(
        self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True, *, fold=None
    ):
        """The time with fields replaced."""
        return type(self)(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
            fold=self._fold if fold is None else fold,
        )

    __replace__ = replace

    def _local_timezone(self):
        stamp = self._mktime() if self._tzinfo is None else (self - _EPOCH) // timedelta(seconds=1)
        t = _time.localtime(stamp)
        return timezone(timedelta(seconds=t.tm_gmtoff), t.tm_zone)

    def astimezone(self, tz=None):
        """The same moment in another zone."""
        if tz is None:
            tz = self._local_timezone()
        elif not isinstance(tz, tzinfo):
            raise TypeError("tz argument must be an instance of tzinfo")
        mine = self._tzinfo
        offset = None
        if mine is None:
            mine = self._local_timezone()
            offset = mine.utcoffset(self)
        else:
            offset = mine.utcoffset(self)
            if offset is None:
                mine = self.replace(tzinfo=None)._local_timezone()
                offset = mine.utcoffset(self)
        if tz is mine:
            return self
        return tz.fromutc((self - offset).replace(tzinfo=tz))

    def ctime(self):
        """The time as C's ctime() writes it."""
        return "%s %s %2d %02d:%02d:%02d %04d" % (
            _DAYS[self.toordinal() % 7 or 7], _MONTHS[self._month], self._day, self._hour, self._minute, self._second, self._year,
        )

    def isoformat(self, sep="T", timespec="auto"):
        """YYYY-MM-DDTHH:MM:SS with what else there is."""
        if not isinstance(sep, str):
            raise TypeError(f"isoformat() argument 1 must be a unicode character, not {type(sep).__name__}")
        return (
            "%04d-%02d-%02d%s" % (self._year, self._month, self._day, sep)
            + _format_time(self._hour, self._minute, self._second, self._microsecond, timespec)
            + _format_offset(self.utcoffset())
        )

    def __repr__(self):
        fields = [self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond]
        if fields[-1] == 0:
            del fields[-1]
        if fields[-1] == 0:
            del fields[-1]
        s = "%s.%s(%s)" % (self.__class__.__module__, self.__class__.__qualname__, ", ".join(map(str, fields)))
        if self._tzinfo is not None:
            s = s[:-1] + ", tzinfo=%r" % self._tzinfo + ")"
        if self._fold:
            s = s[:-1] + ", fold=1)"
        return s

    def __str__(self):
        return self.isoformat(sep=" ")

    def utcoffset(self):
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.utcoffset(self)
        _check_offset("utcoffset", offset)
        return offset

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        if self._tzinfo is None:
            return None
        offset = self._tzinfo.dst(self)
        _check_offset("dst", offset)
        return offset

    def _key(self):
        return (
            self._year, self._month, self._day, self._hour, self._minute, self._second, self._microsecond,
        )

    def _compare(self, other, ordering):
        if self._tzinfo is other._tzinfo:
            a, b = self._key(), other._key()
            return (a > b) - (a < b)
        mine, theirs = self.utcoffset(), other.utcoffset()
        if not ordering:
            # Times that a change of the clock makes ambiguous equal no time of another zone.
            if mine != self.replace(fold=not self.fold).utcoffset():
                return 2
            if theirs != other.replace(fold=not other.fold).utcoffset():
                return 2
        if mine == theirs:
            a, b = self._key(), other._key()
            return (a > b) - (a < b)
        if mine is None or theirs is None:
            if ordering:
                raise TypeError("can't compare offset-naive and offset-aware datetimes")
            return 2
        diff = self - other
        return -1 if diff.days < 0 else 1 if diff else 0

    def __eq__(self, other):
        return self._compare(other, False) == 0 if isinstance(other, datetime) else NotImplemented

    def __le__(self, other):
        return self._compare(other, True) <= 0 if isinstance(other, datetime) else NotImplemented

    def __lt__(self, other):
        return self._compare(other, True) < 0 if isinstance(other, datetime) else NotImplemented

    def __ge__(self, other):
        return self._compare(other, True) >= 0 if isinstance(other, datetime) else NotImplemented

    def __gt__(self, other):
        return self._compare(other, True) > 0 if isinstance(other, datetime) else NotImplemented

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        delta = timedelta(
            self.toordinal(), hours=self._hour, minutes=self._minute, seconds=self._second, microseconds=self._microsecond
        )
        delta += other
        hour, rest = divmod(delta.seconds, 3600)
        minute, second = divmod(rest, 60)
        if 0 < delta.days <= _MAXORDINAL:
            return type(self).combine(
                date.fromordinal(delta.days), time(hour, minute, second, delta.microseconds, tzinfo=self._tzinfo)
            )
        raise OverflowError("date value out of range")

    __radd__ = __add__

    def __sub__(self, other):
        if not isinstance(other, datetime):
            if isinstance(other, timedelta):
                return self + -other
            return NotImplemented
        base = timedelta(
            self.toordinal() - other.toordinal(),
            (self._hour - other._hour) * 3600 + (self._minute - other._minute) * 60 + self._second - other._second,
            self._microsecond - other._microsecond,
        )
        if self._tzinfo is other._tzinfo:
            return base
        mine = self.utcoffset()
        theirs = other.utcoffset()
        if mine == theirs:
            return base
        if mine is None or theirs is None:
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return base + theirs - mine

    def __hash__(self):
        if self._hashcode == -1:
            t = self.replace(fold=0) if self._fold else self
            offset = t.utcoffset()
            if offset is None:
                us = self._microsecond
                self._hashcode = hash(
                    date._state(self)
                    + bytes([self._hour, self._minute, self._second, us >> 16, us >> 8 & 255, us & 255])
                )
            else:
                days = _ymd2ord(self.year, self.month, self.day)
                seconds = self.hour * 3600 + self.minute * 60 + self.second
                self._hashcode = hash(timedelta(days, seconds, self.microsecond) - offset)
        return self._hashcode

    def __reduce__(self):
        return self.__class__, (*self._key(), self._tzinfo)


datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta(microseconds=1)


def _iso_date_length(s):
    """Where the date of an ISO text ends."""
    if s[4] == "-":
        if s[5] == "W":
            return 10 if len(s) > 8 and s[8] == "-" else 8
        return 10
    if s[4] == "W":
        return 8 if len(s) > 7 and s[7].isdigit() and (len(s) == 8 or not s[8].isdigit()) else 7
    return 8


@_named_with_module
class timezone(tzinfo):
    """A fixed offset from UTC."""

    __slots__ = "_offset", "_name"

    def __new__(cls, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if name is None:
            if not offset and hasattr(cls, "utc"):
                return cls.utc
        elif not isinstance(name, str):
            raise TypeError(f"timezone() argument 2 must be str, not {type(name).__name__}")
        if not -timedelta(1) < offset < timedelta(1):
            raise ValueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not "
                + repr(offset)
            )
        return cls._create(offset, name)

    @classmethod
    def _create(cls, offset, name=None):
        self = tzinfo.__new__(cls)
        self._offset = offset
        self._name = name
        return self

    def __getinitargs__(self):
        return (self._offset,) if self._name is None else (self._offset, self._name)

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is self.utc:
            return "datetime.timezone.utc"
        if self._name is None:
            return "%s.%s(%r)" % (self.__class__.__module__, self.__class__.__qualname__, self._offset)
        return "%s.%s(%r, %r)" % (self.__class__.__module__, self.__class__.__qualname__, self._offset, self._name)

    def __str__(self):
        return self.tzname(None)

    def utcoffset(self, dt):
        if isinstance(dt, datetime) or dt is None:
            return self._offset
        raise TypeError("utcoffset(dt) argument must be a datetime instance or None, not " + type(dt).__name__)

    def tzname(self, dt):
        if not isinstance(dt, datetime) and dt is not None:
            raise TypeError("tzname(dt) argument must be a datetime instance or None, not " + type(dt).__name__)
        if self._name is not None:
            return self._name
        if not self._offset:
            return "UTC"
        return "UTC" + _format_offset(self._offset)

    def dst(self, dt):
        if isinstance(dt, datetime) or dt is None:
            return None
        raise TypeError("dst(dt) argument must be a datetime instance or None, not " + type(dt).__name__)

    def fromutc(self, dt):
        if isinstance(dt, datetime):
            if dt.tzinfo is not self:
                raise ValueError("fromutc: dt.tzinfo is not self")
            return dt + self._offset
        raise TypeError("fromutc() argument must be a datetime instance or None")


UTC = timezone.utc = timezone._create(timedelta(0))
timezone.min = timezone._create(-timedelta(hours=23, minutes=59))
timezone.max = timezone._create(timedelta(hours=23, minutes=59))
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


# Reading by a format.

_PATTERNS = {
    "d": r"(?P<d>3[0-1]|[1-2]\d|0[1-9]|[1-9]| [1-9])",
    "f": r"(?P<f>[0-9]{1,6})",
    "H": r"(?P<H>2[0-3]|[0-1]\d|\d)",
    "I": r"(?P<I>1[0-2]|0[1-9]|[1-9]| [1-9])",
    "G": r"(?P<G>\d\d\d\d)",
    "j": r"(?P<j>36[0-6]|3[0-5]\d|[1-2]\d\d|0[1-9]\d|00[1-9]|[1-9]\d|0[1-9]|[1-9])",
    "m": r"(?P<m>1[0-2]|0[1-9]|[1-9])",
    "M": r"(?P<M>[0-5]\d|\d)",
    "S": r"(?P<S>6[0-1]|[0-5]\d|\d)",
    "U": r"(?P<U>5[0-3]|[0-4]\d|\d)",
    "W": r"(?P<W>5[0-3]|[0-4]\d|\d)",
    "w": r"(?P<w>[0-6])",
    "u": r"(?P<u>[1-7])",
    "V": r"(?P<V>5[0-3]|0[1-9]|[1-4]\d|\d)",
    "y": r"(?P<y>\d\d)",
    "Y": r"(?P<Y>\d\d\d\d)",
    "z": r"(?P<z>[+-]\d\d:?[0-5]\d(:?[0-5]\d(\.\d{1,6})?)?|(?-i:Z))",
    "A": "(?P<A>" + "|".join(_FULL_DAYS) + ")",
    "a": "(?P<a>" + "|".join(d[:3] for d in _FULL_DAYS) + ")",
    "B": "(?P<B>" + "|".join(sorted(_FULL_MONTHS[1:], key=len, reverse=True)) + ")",
    "b": "(?P<b>" + "|".join(_MONTHS[1:]) + ")",
    "p": "(?P<p>am|pm)",
    "Z": "(?P<Z>utc|gmt)",
    "%": "%",
}
_EXPANDED = {"c": "%a %b %d %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S", "D": "%m/%d/%y", "T": "%H:%M:%S", "R": "%H:%M", "F": "%Y-%m-%d", "h": "%b"}
_compiled = {}


def _strptime_regex(format):
    import re

    known = _compiled.get(format)
    if known is not None:
        return known
    out = []
    i = 0
    while i < len(format):
        c = format[i]
        i += 1
        if c == "%":
            if i >= len(format):
                raise ValueError("stray %% in format '%s'" % format)
            c = format[i]
            i += 1
            if c in "cxX":
                out.append(_strptime_regex_source(_EXPANDED[c]))
            elif c in _PATTERNS:
                out.append(_PATTERNS[c])
            else:
                raise ValueError("'%s' is a bad directive in format '%s'" % (c, format))
        elif c.isspace():
            while i < len(format) and format[i].isspace():
                i += 1
            out.append(r"\s+")
        else:
            out.append(re.escape(c))
    made = re.compile("".join(out), re.IGNORECASE)
    if len(_compiled) > 20:
        _compiled.clear()
    _compiled[format] = made
    return made


def _strptime_regex_source(format):
    out = []
    for part in format.replace(" ", r"\s+").split("%"):
        out.append(_PATTERNS[part[0]] + part[1:] if part else "")
    return "".join(out)


def _parse_fields(date_string, format):
    """All fields of a text by a format: (year, month, day, hour, minute, second, microsecond, offset, zone name, weekday, day of year)."""
    for value, name in ((date_string, "first"), (format, "second")):
        if not isinstance(value, str):
            raise TypeError(f"strptime() argument {0 if name == 'first' else 1} must be str, not {type(value)}")
    found = _strptime_regex(format).match(date_string)
    if not found:
        raise ValueError("time data %r does not match format %r" % (date_string, format))
    if len(date_string) != found.end():
        raise ValueError("unconverted data remains: %s" % date_string[found.end() :])
    year = None
    month = day = 1
    hour = minute = second = us = 0
    offset = None
    zone = None
    weekday = yearday = None
    week = week_start = iso_year = iso_week = None
    g = found.groupdict()
    for key, text in g.items():
        if key == "y":
            year = int(text)
            year += 2000 if year <= 68 else 1900
        elif key == "Y":
            year = int(text)
        elif key == "G":
            iso_year = int(text)
        elif key == "m":
            month = int(text)
        elif key == "B":
            month = [m and m.lower() for m in _FULL_MONTHS].index(text.lower())
        elif key == "b":
            month = [m and m.lower() for m in _MONTHS].index(text.lower())
        elif key == "d":
            day = int(text)
        elif key == "H":
            hour = int(text)
        elif key == "I":
            hour = int(text)
            half = (g.get("p") or "").lower()
            if half in ("", "am"):
                if hour == 12:
                    hour = 0
            elif half == "pm" and hour != 12:
                hour += 12
        elif key == "M":
            minute = int(text)
        elif key == "S":
            second = int(text)
        elif key == "f":
            us = int(text.ljust(6, "0"))
        elif key == "A":
            weekday = [d.lower() for d in _FULL_DAYS].index(text.lower())
        elif key == "a":
            weekday = [d[:3].lower() for d in _FULL_DAYS].index(text.lower())
        elif key == "w":
            weekday = (int(text) - 1) % 7
        elif key == "u":
            weekday = int(text) - 1
        elif key == "j":
            yearday = int(text)
        elif key in ("U", "W"):
            week = int(text)
            week_start = 6 if key == "U" else 0
        elif key == "V":
            iso_week = int(text)
        elif key == "z" and text:
            if text in "Zz":
                offset = timedelta(0)
            else:
                digits = text[1:].replace(":", "")
                seconds = int(digits[0:2]) * 3600 + int(digits[2:4]) * 60
                fraction = 0
                if len(digits) > 4:
                    seconds += int(digits[4:6])
                    if len(digits) > 7:
                        fraction = int(digits[7:].ljust(6, "0"))
                offset = timedelta(seconds=seconds, microseconds=fraction)
                if text[0] == "-":
                    offset = -offset
        elif key == "Z" and text:
            zone = text
    if iso_year is not None:
        if yearday is not None:
            raise ValueError(
                "Day of the year directive '%j' is not compatible with ISO year directive '%G'. Use '%Y' instead."
            )
        if iso_week is None or weekday is None:
            raise ValueError(
                "ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive ('%A', '%a', '%w', or '%u')."
            )
    elif iso_week is not None:
        if year is None or weekday is None:
            raise ValueError(
                "ISO week directive '%V' must be used with the ISO year directive '%G' and a weekday directive ('%A', '%a', '%w', or '%u')."
            )
        raise ValueError("ISO week directive '%V' is incompatible with the year directive '%Y'. Use the ISO year '%G' instead.")
    leap_fix = False
    if year is None and month == 2 and day == 29:
        year = 1904
        leap_fix = True
    elif year is None:
        year = 1900
    if weekday is not None and yearday is None:
        if week is not None:
            first = (_ymd2ord(year, 1, 1) + 6) % 7
            if week_start == 6:
                first = (first + 1) % 7
                day_of_week = (weekday + 1) % 7
            else:
                day_of_week = weekday
            if week == 0:
                yearday = 1 + day_of_week - first
            else:
                yearday = 1 + (7 - first) % 7 + 7 * (week - 1) + day_of_week
        elif iso_year is not None and iso_week is not None:
            n = _iso_to_ordinal(iso_year, iso_week, weekday + 1)
            year, month, day = _ord2ymd(n)
            yearday = n - _ymd2ord(year, 1, 1) + 1
        if yearday is not None and yearday <= 0:
            year -= 1
            yearday += 366 if _is_leap(year) else 365
    if yearday is None:
        if not 1 <= day <= _days_in_month(year, month):
            raise ValueError("day is out of range for month")
        yearday = _days_before_month(year, month) + day
    elif iso_year is None:
        year, month, day = _ord2ymd(_ymd2ord(year, 1, 1) + yearday - 1)
    if weekday is None:
        weekday = (_ymd2ord(year, month, day) + 6) % 7
    if leap_fix:
        year = 1900
    return year, month, day, hour, minute, second, us, offset, zone, weekday, yearday


def _strptime(cls, date_string, format):
    year, month, day, hour, minute, second, us, offset, zone, _, _ = _parse_fields(date_string, format)
    if offset is not None:
        tz = timezone(offset, zone) if zone else timezone(offset)
        return cls(year, month, day, hour, minute, second, us, tz)
    return cls(year, month, day, hour, minute, second, us)
