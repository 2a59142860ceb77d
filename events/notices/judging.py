"""Whether a verdict may be given: the values right in themselves, and beside everything else that stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.notices import deciding, values
from events.notices.deciding import ACCEPT, NOTHING, OF_ITEMS, OF_LINES, REFUSE, Decisions, Reading

Wrong = Iterator[tuple[str, ValidationError]]


def checked(reading: Reading, decisions: Decisions, key: str, verdict: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The values to be kept with this verdict: none but for what is corrected, or made of a line.

    Raises ValidationError: code "vanished" where nothing has this key, "verdict" for one that does not fit it, else at
    the fields that are wrong. What is accepted must be right as well.
    """
    is_line = key in deciding.passages(reading)
    if not is_line and key not in deciding.keys(reading):
        raise ValidationError(_("The document holds nothing of this kind any more."), code="vanished")
    if verdict not in (OF_LINES if is_line else OF_ITEMS):
        raise ValidationError(_("This answer does not fit what was asked."), code="verdict")
    if verdict in (REFUSE, NOTHING):
        return {}
    kind = verdict if is_line else values.kind(key)
    given = deciding.present(reading, key) if verdict == ACCEPT else typed
    found = values.checked(kind, given, code=_code(reading, key))
    standing, waiting = deciding.settled(reading, decisions), deciding.undecided(reading, decisions)
    if wrong := dict(_beside(standing, {key, *waiting}, kind, found, _code(reading, key))):
        raise ValidationError(wrong)
    return {} if verdict == ACCEPT else found


def acceptable(reading: Reading, decisions: Decisions, keys: Iterable[str]) -> list[str]:
    """Those of the keys that may be accepted as they were read, all of them together."""
    asked = list(keys)
    together = {**decisions, **{key: {"verdict": ACCEPT, "values": {}} for key in asked}}
    standing, waiting = deciding.settled(reading, together), set(deciding.undecided(reading, together))
    return [key for key in asked if _stands(reading, standing, waiting, key)]


def _stands(reading: Reading, standing: Reading, waiting: set[str], key: str) -> bool:
    kind, code = values.kind(key), _code(reading, key)
    try:
        found = values.checked(kind, deciding.present(reading, key), code=code)
    except ValidationError:
        return False
    return not any(_beside(standing, {key, *waiting}, kind, found, code))


def _code(reading: Reading, key: str) -> str:
    return next((rule["code"] for rule in reading["rules"] if rule["key"] == key), "")


def _beside(standing: Reading, apart: set[str], kind: str, found: Mapping[str, Any], code: str) -> Wrong:
    """What cannot stand twice; what is `apart`, the item itself and all that waits, stands in nobody's way."""
    themes = standing["themes"]
    points = [point for theme in themes for point in theme["points"]]
    if kind == "point":
        if found["number"] in {one["number"] for one in points if one["key"] not in apart} - {None}:
            words = _("Open point %(number)s is here already: correct the number of one of them, or refuse one.")
            yield "number", ValidationError(words, code="taken", params={"number": found["number"]})
        if found["theme"] and found["theme"] not in {theme["key"] for theme in themes}:
            yield "theme", ValidationError(_("There is no such theme."), code="theme")
    elif kind == "theme" and found["title"] in {one["title"] for one in themes if one["key"] not in apart}:
        yield "title", ValidationError(_("There is a theme of this title already."), code="taken")
    elif kind == "session" and found["point"] and found["point"] not in {point["number"] for point in points}:
        yield "point", ValidationError(_("There is no open point of this number."), code="point")
    elif kind == "rule" and code in {one["code"] for one in standing["rules"] if one["key"] not in apart}:
        words = _("This rule stands already with another value: refuse one of the two.")
        yield values.VALUE, ValidationError(words, code="taken")
