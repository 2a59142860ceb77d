"""Counts the work of reading a notice: lines of code executed, and signs that patterns and cuts look at. No clock."""

import contextlib
import importlib
import pkgutil
import re
import sys
from collections.abc import Mapping

from events import notices
from events.notices.folding import Folded

SCANNING = ("search", "finditer", "findall", "split", "sub")
ANCHORED = ("match", "fullmatch")
OWN = notices.__path__[0]
CUTS = {Folded.part.__code__, Folded.cut.__code__}


class Work:
    def __init__(self):
        self.steps = 0

    def trace(self, frame, event, argument):
        """Counts the lines of our own functions; a cut costs the length of what it cuts."""
        if not frame.f_code.co_filename.startswith(OWN):
            return None
        self.steps += 1
        if frame.f_code in CUTS:
            start, end = frame.f_locals["start"], frame.f_locals["end"]
            self.steps += max((len(frame.f_locals["self"].text) if end is None else end) - start, 0)
        return self._line

    def _line(self, frame, event, argument):
        self.steps += 1
        return self._line


class Counted:
    """A pattern that adds the length of every text that it scans."""

    def __init__(self, pattern, work):
        self.pattern, self.work, self.groups = pattern, work, pattern.groups

    def __getattr__(self, name):
        method = getattr(self.pattern, name)
        if name not in SCANNING + ANCHORED:
            return method

        def counting(*arguments, **keywords):
            found = method(*arguments, **keywords)
            self.work.steps += 1 if name in ANCHORED else _scanned(name, arguments, found)
            return found

        return counting


def _scanned(name, arguments, found):
    """The signs between where a scan starts and where it ends: at the end of the text, or behind what it found."""
    text = arguments[1] if name == "sub" else arguments[0]
    placed = arguments[1:3] if name in ("search", "finditer", "findall") else ()
    start, end = (*placed, *(0, len(text))[len(placed) :])
    if name == "search" and found is not None:
        end = found.end()
    return max(min(end, len(text)) - start, 0) + 1


def _replaced(value, work):
    if isinstance(value, re.Pattern):
        return Counted(value, work)
    if isinstance(value, tuple) and any(isinstance(item, re.Pattern | tuple) for item in value):
        return tuple(_replaced(item, work) for item in value)
    if isinstance(value, Mapping) and any(isinstance(item, re.Pattern) for item in value.values()):
        return {key: _replaced(item, work) for key, item in value.items()}
    return value


def modules():
    return [importlib.import_module(f"events.notices.{module.name}") for module in pkgutil.iter_modules([OWN])]


@contextlib.contextmanager
def counted():
    """Within, every pattern of the parser counts; outside, nothing is changed."""
    work = Work()
    kept = [(module, name, value) for module in modules() for name, value in vars(module).items() if name.isupper()]
    searches = {name: getattr(re, name) for name in ("search", "match", "fullmatch", "split", "sub")}
    before = sys.gettrace()
    try:
        for module, name, value in kept:
            setattr(module, name, _replaced(value, work))
        for name in searches:
            setattr(re, name, _by_name(name, work))
        sys.settrace(work.trace)
        yield work
    finally:
        sys.settrace(before)
        for module, name, value in kept:
            setattr(module, name, value)
        for name, function in searches.items():
            setattr(re, name, function)


def _by_name(name, work):
    def called(pattern, *arguments, **keywords):
        flags = keywords.pop("flags", 0)
        return getattr(Counted(re.compile(pattern, flags), work), name)(*arguments, **keywords)

    return called


def steps(read, *arguments):
    with counted() as work:
        read(*arguments)
    return work.steps
