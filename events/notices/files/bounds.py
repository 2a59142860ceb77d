"""How much a document may hold, whatever its file unfolds to: a merged cell said once may stand in a million rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from events.notices.lines import UnreadableNotice

MAX_LETTERS, MAX_LINES = 20 * 1024 * 1024, 200_000
TOO_MANY = _("The text is longer than a notice can be. Bring the notice alone, without annexes.")


class Budget:
    """What reading one document may still write more than once."""

    def __init__(self) -> None:
        self._left = MAX_LETTERS

    def spend(self, letters: int) -> None:
        self._left -= letters
        if self._left < 0:
            raise UnreadableNotice(TOO_MANY)


def counted(lines: Iterable[str]) -> Iterator[str]:
    """The lines, as long as they are a document's."""
    budget = Budget()
    for count, line in enumerate(lines, 1):
        budget.spend(len(line))
        if count > MAX_LINES:
            raise UnreadableNotice(TOO_MANY)
        yield line
