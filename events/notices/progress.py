"""How far the reading of a long document has come: told by whoever turns its pages to whoever listens, if anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def turned(page: int, pages: int) -> None:
    """This page of so many was read. Called as often as it pleases."""
    if listener := _listener.get():
        listener(page, pages)
