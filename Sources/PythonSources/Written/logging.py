"""Remarks with a level, for a screen or a file."""
import os as _os
import sys as _sys
import time as _time
import traceback as _traceback

__all__ = ["BASIC_FORMAT", "CRITICAL", "DEBUG", "ERROR", "FATAL", "FileHandler", "Filter", "Formatter", "Handler",
           "INFO", "LogRecord", "Logger", "LoggerAdapter", "NOTSET", "NullHandler", "StreamHandler", "WARN",
           "WARNING", "addLevelName", "basicConfig", "captureWarnings", "critical", "debug", "disable", "error",
           "exception", "fatal", "getLevelName", "getLevelNamesMapping", "getLogger", "info", "log", "raiseExceptions",
           "shutdown", "warn", "warning"]

CRITICAL = FATAL = 50
ERROR, WARNING, INFO, DEBUG, NOTSET = 40, 30, 20, 10, 0
WARN = WARNING
BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"
raiseExceptions = True
_names = {50: "CRITICAL", 40: "ERROR", 30: "WARNING", 20: "INFO", 10: "DEBUG", 0: "NOTSET"}
_levels = {"CRITICAL": 50, "FATAL": 50, "ERROR": 40, "WARN": 30, "WARNING": 30, "INFO": 20, "DEBUG": 10, "NOTSET": 0}
_start = _time.time()


def getLevelName(level):
    """The name of a level, or the level of a name."""
    if level in _names:
        return _names[level]
    return _levels[level] if level in _levels else f"Level {level}"


def getLevelNamesMapping():
    """The levels by their names."""
    return dict(_levels)


def addLevelName(level, levelName):
    """Gives a level a name."""
    _names[level] = levelName
    _levels[levelName] = level


def _level(level):
    if isinstance(level, int):
        return level
    if not isinstance(level, str):
        raise TypeError(f"Level not an integer or a valid string: {level!r}")
    if level not in _levels:
        raise ValueError(f"Unknown level: {level!r}")
    return _levels[level]


class LogRecord:
    """One remark."""

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None):
        now = _time.time()
        if args and len(args) == 1 and isinstance(args[0], dict) and args[0]:
            args = args[0]
        self.name, self.msg, self.args = name, msg, args
        self.levelname, self.levelno = getLevelName(level), level
        self.pathname, self.lineno, self.funcName = pathname, lineno, func
        self.filename = _os.path.basename(pathname)
        self.module = _os.path.splitext(self.filename)[0]
        self.exc_info, self.exc_text, self.stack_info = exc_info, None, sinfo
        self.created = now
        self.msecs = int((now - int(now)) * 1000) + 0.0
        self.relativeCreated = (now - _start) * 1000
        self.thread, self.threadName, self.process, self.processName = 1, "MainThread", _os.getpid(), "MainProcess"

    def __repr__(self):
        return f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, "{self.msg}">'

    def getMessage(self):
        """The text, with its values."""
        text = str(self.msg)
        return text % self.args if self.args else text


class Formatter:
    """How a remark is written."""
    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = "%s,%03d"

    def __init__(self, fmt=None, datefmt=None, style="%", validate=True, *, defaults=None):
        if style not in ("%", "{", "$"):
            raise ValueError("Style must be one of: %,{,$")
        default = {"%": "%(message)s", "{": "{message}", "$": "${message}"}[style]
        self._style, self._fmt, self.datefmt = style, fmt or default, datefmt
        self._defaults = defaults or {}
        for name in ("lineno", "funcName"):
            if name in self._fmt:
                raise NotImplementedError(f"logging's {name} is not in Lagado: leave it out of the format")

    def formatTime(self, record, datefmt=None):
        """The time of a remark."""
        moment = _time.localtime(record.created)
        if datefmt:
            return _time.strftime(datefmt, moment)
        text = _time.strftime(self.default_time_format, moment)
        return self.default_msec_format % (text, record.msecs) if self.default_msec_format else text

    def formatException(self, ei):
        """The exception behind a remark."""
        return "".join(_traceback.format_exception(ei[0], ei[1], ei[2])).rstrip("\n")

    def format(self, record):
        """The remark as text."""
        record.message = record.getMessage()
        if "asctime" in self._fmt:
            record.asctime = self.formatTime(record, self.datefmt)
        values = {**self._defaults, **record.__dict__}
        if self._style == "%":
            text = self._fmt % values
        elif self._style == "{":
            text = self._fmt.format(**values)
        else:
            import string
            text = string.Template(self._fmt).substitute(values)
        if record.exc_info and record.exc_info[0] is not None:
            text += "\n" + self.formatException(record.exc_info)
        return text


class Filter:
    """Lets the remarks of one name through."""

    def __init__(self, name=""):
        self.name = name

    def filter(self, record):
        """Whether a remark passes."""
        return not self.name or record.name == self.name or record.name.startswith(self.name + ".")


class Filterer:
    """What filters can be added to."""

    def addFilter(self, filter):
        """Adds a filter."""
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        """Takes a filter away."""
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """Whether a remark passes."""
        return all((one.filter(record) if hasattr(one, "filter") else one(record)) for one in self.filters)


class Handler(Filterer):
    """Where remarks go."""

    def __init__(self, level=NOTSET):
        self.filters, self.level, self.formatter, self.name = [], _level(level), None, None

    def setLevel(self, level):
        """The lowest level that is heard."""
        self.level = _level(level)

    def setFormatter(self, fmt):
        """How remarks are written."""
        self.formatter = fmt

    def format(self, record):
        """The remark as text."""
        return (self.formatter or Formatter()).format(record)

    def handle(self, record):
        """Takes a remark."""
        passes = self.filter(record)
        if passes:
            self.emit(record)
        return passes

    def emit(self, record):
        """Says a remark."""
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def flush(self):
        """Nothing to do."""

    def close(self):
        """Nothing to do."""

    def __repr__(self):
        return f"<{type(self).__name__} ({getLevelName(self.level)})>"


class StreamHandler(Handler):
    """Writes remarks to a stream: sys.stderr."""
    terminator = "\n"

    def __init__(self, stream=None):
        Handler.__init__(self)
        self._stream = stream

    @property
    def stream(self):
        return _sys.stderr if self._stream is None else self._stream

    def setStream(self, stream):
        """Another stream."""
        before, self._stream = self.stream, stream
        return before

    def emit(self, record):
        self.stream.write(self.format(record) + self.terminator)

    def flush(self):
        if hasattr(self.stream, "flush"):
            self.stream.flush()

    def __repr__(self):
        name = getattr(self.stream, "name", "")
        return f"<{type(self).__name__} {str(name) + ' ' if name else ''}({getLevelName(self.level)})>"


class FileHandler(StreamHandler):
    """Writes remarks to a file."""

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        self.baseFilename, self.mode = _os.path.abspath(_os.fspath(filename)), mode
        StreamHandler.__init__(self, open(self.baseFilename, mode, encoding=encoding, errors=errors))

    def emit(self, record):
        StreamHandler.emit(self, record)
        self.flush()

    def close(self):
        self.stream.close()

    def __repr__(self):
        return f"<{type(self).__name__} {self.baseFilename} ({getLevelName(self.level)})>"


class NullHandler(Handler):
    """Says nothing."""

    def emit(self, record):
        """Nothing."""

    def handle(self, record):
        """Nothing."""


class Logger(Filterer):
    """Makes remarks under a name."""

    def __init__(self, name, level=NOTSET):
        self.name, self.level, self.parent, self.propagate = name, _level(level), None, True
        self.handlers, self.filters, self.disabled = [], [], False

    def __repr__(self):
        return f"<{type(self).__name__} {self.name} ({getLevelName(self.getEffectiveLevel())})>"

    def setLevel(self, level):
        """The lowest level that is heard."""
        self.level = _level(level)

    def getEffectiveLevel(self):
        """Its level, or that of the nearest above it that has one."""
        logger = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        """Whether remarks of a level are heard."""
        return not self.disabled and level > _off[0] and level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        """The one below it."""
        return getLogger(suffix if self is root else self.name + "." + suffix)

    def addHandler(self, hdlr):
        """Adds a place where remarks go."""
        if hdlr not in self.handlers:
            self.handlers.append(hdlr)

    def removeHandler(self, hdlr):
        """Takes a place away."""
        if hdlr in self.handlers:
            self.handlers.remove(hdlr)

    def hasHandlers(self):
        """Whether remarks go anywhere."""
        logger = self
        while logger is not None:
            if logger.handlers:
                return True
            logger = logger.parent if logger.propagate else None
        return False

    def handle(self, record):
        """Takes a remark."""
        if self.disabled or not self.filter(record):
            return
        logger, found = self, False
        while logger is not None:
            for handler in logger.handlers:
                found = True
                if record.levelno >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if not found and record.levelno >= lastResort.level:
            lastResort.handle(record)

    def _log(self, level, msg, args, exc_info=None, extra=None, stack_info=False, stacklevel=1):
        if exc_info:
            if isinstance(exc_info, BaseException):
                exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
            elif not isinstance(exc_info, tuple):
                exc_info = _sys.exc_info()
        record = LogRecord(self.name, level, _sys.argv[0], 0, msg, args, exc_info or None)
        for name in extra or {}:
            if name in ("message", "asctime") or hasattr(record, name):
                raise KeyError(f"Attempt to overwrite {name!r} in LogRecord")
            setattr(record, name, extra[name])
        self.handle(record)

    def log(self, level, msg, *args, **kwargs):
        """Makes a remark of any level."""
        if not isinstance(level, int):
            raise TypeError("level must be an integer")
        if self.isEnabledFor(level):
            self._log(level, msg, args, **kwargs)

    def debug(self, msg, *args, **kwargs):
        """Makes a remark for who looks for a fault."""
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        """Makes a remark."""
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        """Warns."""
        self.log(WARNING, msg, *args, **kwargs)

    warn = warning

    def error(self, msg, *args, **kwargs):
        """Tells an error."""
        self.log(ERROR, msg, *args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        """Tells an error, with the exception that is being handled."""
        self.log(ERROR, msg, *args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        """Tells what ends the program."""
        self.log(CRITICAL, msg, *args, **kwargs)

    fatal = critical


class RootLogger(Logger):
    """The one above all others."""


class LoggerAdapter:
    """A logger that adds values to each remark."""

    def __init__(self, logger, extra=None):
        self.logger, self.extra = logger, extra

    def process(self, msg, kwargs):
        """What becomes of a remark."""
        kwargs["extra"] = self.extra
        return msg, kwargs

    def log(self, level, msg, *args, **kwargs):
        """Makes a remark of any level."""
        msg, kwargs = self.process(msg, kwargs)
        self.logger.log(level, msg, *args, **kwargs)

    def debug(self, msg, *args, **kwargs):
        """Makes a remark for who looks for a fault."""
        self.log(DEBUG, msg, *args, **kwargs)

    def info(self, msg, *args, **kwargs):
        """Makes a remark."""
        self.log(INFO, msg, *args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        """Warns."""
        self.log(WARNING, msg, *args, **kwargs)

    def error(self, msg, *args, **kwargs):
        """Tells an error."""
        self.log(ERROR, msg, *args, **kwargs)

    def critical(self, msg, *args, **kwargs):
        """Tells what ends the program."""
        self.log(CRITICAL, msg, *args, **kwargs)


_off = [0]
_loggers = {}
root = RootLogger("root", WARNING)
Logger.root = root
lastResort = StreamHandler()
lastResort.setLevel(WARNING)


def getLogger(name=None):
    """The logger of a name: always the same one."""
    if not name or name == root.name:
        return root
    if not isinstance(name, str):
        raise TypeError("A logger name must be a string")
    if name not in _loggers:
        made = Logger(name)
        _loggers[name] = made
        above = name.rpartition(".")[0]
        while above and above not in _loggers:
            above = above.rpartition(".")[0]
        made.parent = _loggers[above] if above else root
        for other, logger in _loggers.items():
            if other.startswith(name + ".") and (logger.parent is root or not logger.parent.name.startswith(name)):
                logger.parent = made
    return _loggers[name]


def basicConfig(**kwargs):
    """Says where remarks go, how they are written and which are heard."""
    force = kwargs.pop("force", False)
    encoding, errors = kwargs.pop("encoding", None), kwargs.pop("errors", None)
    if force:
        for handler in root.handlers:
            handler.close()
        root.handlers = []
    if root.handlers:
        return
    handlers = kwargs.pop("handlers", None)
    filename, mode = kwargs.pop("filename", None), kwargs.pop("filemode", "a")
    stream = kwargs.pop("stream", None)
    if handlers is None:
        if filename is not None and stream is not None:
            raise ValueError("'stream' and 'filename' should not be specified together")
        handlers = [StreamHandler(stream) if filename is None
                    else FileHandler(filename, mode, encoding=encoding, errors=errors)]
    elif filename is not None or stream is not None:
        raise ValueError("'stream' or 'filename' should not be specified together with 'handlers'")
    style = kwargs.pop("style", "%")
    if style not in ("%", "{", "$"):
        raise ValueError("Style must be one of: %,{,$")
    default = {"%": BASIC_FORMAT, "{": "{levelname}:{name}:{message}", "$": "${levelname}:${name}:${message}"}
    formatter = Formatter(kwargs.pop("format", default[style]), kwargs.pop("datefmt", None), style)
    level = kwargs.pop("level", None)
    if kwargs:
        raise ValueError("Unrecognised argument(s): " + ", ".join(kwargs))
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(formatter)
        root.addHandler(handler)
    if level is not None:
        root.setLevel(level)


def disable(level=CRITICAL):
    """Silences a level and all below it."""
    _off[0] = level


def captureWarnings(capture):
    """Refused where it is to change something."""
    if capture:
        raise NotImplementedError("logging.captureWarnings(True) is not in Lagado; warnings go beside the output")


def shutdown(handlerList=None):
    """Closes the files."""
    for handler in root.handlers:
        handler.flush()


def _root_log(level, msg, args, kwargs):
    if not root.handlers:
        basicConfig()
    root.log(level, msg, *args, **kwargs)


def log(level, msg, *args, **kwargs):
    """Makes a remark of any level."""
    _root_log(level, msg, args, kwargs)


def debug(msg, *args, **kwargs):
    """Makes a remark for who looks for a fault."""
    _root_log(DEBUG, msg, args, kwargs)


def info(msg, *args, **kwargs):
    """Makes a remark."""
    _root_log(INFO, msg, args, kwargs)


def warning(msg, *args, **kwargs):
    """Warns."""
    _root_log(WARNING, msg, args, kwargs)


warn = warning


def error(msg, *args, **kwargs):
    """Tells an error."""
    _root_log(ERROR, msg, args, kwargs)


def exception(msg, *args, exc_info=True, **kwargs):
    """Tells an error, with the exception that is being handled."""
    _root_log(ERROR, msg, args, {"exc_info": exc_info, **kwargs})


def critical(msg, *args, **kwargs):
    """Tells what ends the program."""
    _root_log(CRITICAL, msg, args, kwargs)


fatal = critical
