"""What the steps of reading a notice share: the numbered line, and the refusal of a file."""

from __future__ import annotations

from dataclasses import dataclass

from events.notices.folding import Folded


class UnreadableNotice(Exception):
    """The file is broken or of a kind that is not read; the message says what to do."""


@dataclass(frozen=True)
class Origin:
    """The lines that a value was read from; not `sure` where it was inferred and not stated."""

    lines: tuple[int, ...]
    sure: bool = True


@dataclass(frozen=True)
class Line:
    """A paragraph, or a part of one that is an entry of its own, with the number of its line."""

    number: int
    words: Folded

    @property
    def raw(self) -> str:
        return self.words.cut()
