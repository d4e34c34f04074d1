"""Tables in text files."""
import io

__all__ = ["DictReader", "DictWriter", "Dialect", "Error", "QUOTE_ALL", "QUOTE_MINIMAL", "QUOTE_NONE",
           "QUOTE_NONNUMERIC", "Sniffer", "excel", "excel_tab", "field_size_limit", "get_dialect",
           "list_dialects", "reader", "register_dialect", "unix_dialect", "unregister_dialect", "writer"]

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = 0, 1, 2, 3


class Error(Exception):
    """What is wrong with a table or with the rules for it."""


class Dialect:
    """The rules by which a table is written."""
    delimiter = ","
    quotechar = '"'
    escapechar = None
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL
    strict = False


class excel(Dialect):
    """Commas, as Excel writes them."""


class excel_tab(excel):
    """Tabs, as Excel writes them."""
    delimiter = "\t"


class unix_dialect(Dialect):
    """Commas, everything in quotes, lines as Unix has them."""
    lineterminator = "\n"
    quoting = QUOTE_ALL


_dialects = {"excel": excel, "excel-tab": excel_tab, "unix": unix_dialect}
_rules = ["delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace", "lineterminator",
          "quoting", "strict"]
_limit = 131072


class _Rules:
    def __init__(self, dialect, given):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        for name in given:
            if name not in _rules:
                raise TypeError(f"this function got an unexpected keyword argument '{name}'")
        for name in _rules:
            setattr(self, name, given[name] if name in given else getattr(dialect, name, getattr(excel, name)))
        for name in ("delimiter", "quotechar", "escapechar"):
            value = getattr(self, name)
            if value is None and name != "delimiter":
                continue
            if not isinstance(value, str):
                wanted = "string" if name == "delimiter" else "string or None"
                raise TypeError(f'"{name}" must be {wanted}, not {type(value).__name__}')
            if len(value) != 1:
                raise TypeError(f'"{name}" must be a 1-character string')
        if self.quoting not in (0, 1, 2, 3):
            raise TypeError('bad "quoting" value')
        if self.quotechar is None:
            if "quoting" in given and self.quoting != QUOTE_NONE:
                raise TypeError("quotechar must be set if quoting enabled")
            self.quoting = QUOTE_NONE


def register_dialect(name, dialect=excel, **fmtparams):
    """Gives rules a name."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = _Rules(dialect, fmtparams)


def unregister_dialect(name):
    """Forgets the rules of a name."""
    get_dialect(name)
    del _dialects[name]


def get_dialect(name):
    """The rules of a name."""
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    """The names that have rules."""
    return list(_dialects)


def field_size_limit(new_limit=None):
    """The longest field that is read; a number sets it."""
    global _limit
    old = _limit
    if new_limit is not None:
        _limit = new_limit
    return old


class _Reader:
    def __init__(self, lines, rules):
        self.dialect = rules
        self.line_num = 0
        self._lines = iter(lines)

    def __iter__(self):
        return self

    def _line(self):
        line = next(self._lines)
        if not isinstance(line, str):
            raise Error("iterator should return strings, not " + type(line).__name__
                        + " (the file should be opened in text mode)")
        self.line_num += 1
        return line

    def __next__(self):
        rules = self.dialect
        line = self._line()
        quote = rules.quotechar if rules.quoting != QUOTE_NONE else None
        if (quote is None or quote not in line) and not (rules.escapechar and rules.escapechar in line):
            text = line.rstrip("\r\n")
            if "\n" in text or "\r" in text:
                raise Error("new-line character seen in unquoted field - do you need to open the file "
                            "with newline=''?")
            if not text:
                return []
            fields = text.split(rules.delimiter)
            if rules.skipinitialspace:
                fields = [field.lstrip(" ") for field in fields]
            if len(text) > _limit and max(len(field) for field in fields) > _limit:
                raise Error(f"field larger than field limit ({_limit})")
            return [float(field) for field in fields] if rules.quoting == QUOTE_NONNUMERIC else fields
        return self._quoted(line, quote)

    def _quoted(self, line, quote):
        # state: at the start of a field, in a plain field, in quotes, behind the closing quote
        rules = self.dialect
        fields, field, state, was_quoted, escaped = [], [], "start", False, False

        def close():
            text = "".join(field)
            if len(text) > _limit:
                raise Error(f"field larger than field limit ({_limit})")
            fields.append(float(text) if rules.quoting == QUOTE_NONNUMERIC and not was_quoted else text)

        while True:
            for c in line:
                if escaped:
                    field.append(c)
                    escaped = False
                elif state == "quotes":
                    if c == rules.escapechar:
                        escaped = True
                    elif c == quote:
                        state = "behind" if rules.doublequote else "plain"
                    else:
                        field.append(c)
                elif state == "behind" and c == quote:
                    field.append(c)
                    state = "quotes"
                elif c == rules.delimiter:
                    close()
                    field, state, was_quoted = [], "start", False
                elif c in "\r\n":
                    continue
                elif state == "start" and c == " " and rules.skipinitialspace:
                    continue
                elif state == "start" and c == quote:
                    state, was_quoted = "quotes", True
                elif c == rules.escapechar:
                    escaped, state = True, "plain"
                elif state == "behind" and rules.strict:
                    raise Error(f"'{rules.delimiter}' expected after '{quote}'")
                else:
                    field.append(c)
                    state = "plain"
            if state != "quotes" and not escaped:
                break
            try:
                line = self._line()
            except StopIteration:
                if rules.strict:
                    raise Error("unexpected end of data")
                break
        close()
        return fields


def reader(csvfile, dialect="excel", **fmtparams):
    """The rows of a table, each a list of texts."""
    return _Reader(csvfile, _Rules(dialect, fmtparams))


class _Writer:
    def __init__(self, file, rules):
        if not hasattr(file, "write"):
            raise TypeError('argument 1 must have a "write" method')
        self.dialect = rules
        self._file = file

    def writerow(self, row):
        """Writes a row."""
        try:
            values = list(row)
        except TypeError:
            raise Error("iterable expected, not " + type(row).__name__)
        rules = self.dialect
        fields = []
        for value in values:
            text = "" if value is None else value if isinstance(value, str) else str(value)
            quoted = rules.quoting == QUOTE_ALL or (
                rules.quoting == QUOTE_NONNUMERIC
                and not isinstance(value, (int, float)))
            special = [rules.delimiter, "\r", "\n"]
            if rules.quotechar:
                special.append(rules.quotechar)
            if rules.escapechar:
                special.append(rules.escapechar)
            if any(c in text for c in special) or any(c in text for c in rules.lineterminator):
                if rules.quoting == QUOTE_NONE or (rules.quotechar in text and not rules.doublequote
                                                   and not rules.delimiter in text):
                    if not rules.escapechar:
                        raise Error("need to escape, but no escapechar set")
                    text = "".join(rules.escapechar + c if c in special else c for c in text)
                else:
                    quoted = True
            if len(values) == 1 and not text:
                if rules.quoting == QUOTE_NONE:
                    raise Error("single empty field record must be quoted")
                quoted = True
            if quoted:
                if rules.doublequote:
                    text = text.replace(rules.quotechar, rules.quotechar * 2)
                elif rules.escapechar:
                    text = text.replace(rules.escapechar, rules.escapechar * 2)
                    text = text.replace(rules.quotechar, rules.escapechar + rules.quotechar)
                text = rules.quotechar + text + rules.quotechar
            fields.append(text)
        return self._file.write(rules.delimiter.join(fields) + rules.lineterminator)

    def writerows(self, rows):
        """Writes rows."""
        for row in rows:
            self.writerow(row)


def writer(csvfile, dialect="excel", **fmtparams):
    """Writes rows into a file."""
    return _Writer(csvfile, _Rules(dialect, fmtparams))


class DictReader:
    """The rows of a table, each a dict by the names in its first row."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._names = None if fieldnames is None else list(fieldnames)
        self.restkey, self.restval, self.dialect = restkey, restval, dialect
        self.reader = reader(f, dialect, *args, **kwds)
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        """The names of the columns."""
        if self._names is None:
            try:
                self._names = next(self.reader)
            except StopIteration:
                pass
            self.line_num = self.reader.line_num
        return self._names

    @fieldnames.setter
    def fieldnames(self, value):
        self._names = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while row == []:
            row = next(self.reader)
            self.line_num = self.reader.line_num
        names = self.fieldnames
        result = dict(zip(names, row))
        if len(row) > len(names):
            result[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            result[name] = self.restval
        return result


class DictWriter:
    """Writes dicts as the rows of a table."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.fieldnames, self.restval, self.extrasaction = fieldnames, restval, extrasaction.lower()
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        """Writes the names of the columns."""
        return self.writer.writerow(self.fieldnames)

    def _row(self, row):
        if self.extrasaction == "raise":
            extra = [name for name in row if name not in self.fieldnames]
            if extra:
                raise ValueError("dict contains fields not in fieldnames: "
                                 + ", ".join(repr(name) for name in extra))
        return [row.get(name, self.restval) for name in self.fieldnames]

    def writerow(self, rowdict):
        """Writes a dict as a row."""
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        """Writes dicts as rows."""
        return self.writer.writerows([self._row(row) for row in rowdicts])


class Sniffer:
    """Guesses the rules of a table: not in Lagado."""

    def sniff(self, sample, delimiters=None):
        """Refused."""
        raise NotImplementedError("csv.Sniffer guesses, and is not in Lagado; say delimiter=... to csv.reader")

    def has_header(self, sample):
        """Refused."""
        raise NotImplementedError("csv.Sniffer guesses, and is not in Lagado")
