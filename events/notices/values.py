"""What a person may write in the place of what was read: each kind of item has its fields, each field its rule.

Pure: texts as they were typed go in, values of the JSON (notice.py) come out, and a ValidationError names the field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.models import Rule, Session

Read = Callable[[str], Any]

# A bracket within a name belongs to it: 各乡镇（街道）, 市住房和城乡建设局（市人民防空办公室）.
PLAIN = r"[^\s。；：！？;:!?*＊（）()“”\"《》{}]"
BRACKETED = re.compile(rf"[（(]{PLAIN.format('')}*[）)]")
UNIT_NAME = re.compile(rf"{PLAIN.format('、，,')}{{2,}}$")
PARTED = re.compile(r"[、，,;；\n]+(?![^（(]*[）)])")
LONGEST_NAME = 40
MOST_UNITS, MOST_SEATS, MOST_POINTS = 40, 100_000, 999


@dataclass(frozen=True)
class Field:
    name: str
    read: Read
    required: bool = False


def text(limit: int) -> Read:
    def read(typed: str) -> str | None:
        words = " ".join(typed.split())
        if len(words) > limit:
            raise ValidationError(_("At most %(most)s characters."), code="long", params={"most": limit})
        return words or None

    return read


def passage(typed: str) -> str:
    return typed.strip()


def number(most: int) -> Read:
    def read(typed: str) -> int | None:
        digits = typed.strip()
        if not digits:
            return None
        if not re.fullmatch(r"\d{1,9}", digits) or not 1 <= int(digits) <= most:
            raise ValidationError(_("A whole number from 1 to %(most)s."), code="number", params={"most": most})
        return int(digits)

    return read


def day(typed: str) -> str | None:
    found = moment(typed)
    if found and "T" in found:
        raise ValidationError(_("A day without an hour, such as 2024-10-18."), code="day")
    return found


def moment(typed: str) -> str | None:
    """A day, with its hour where it has one."""
    words = typed.strip().replace("T", " ").replace("：", ":").replace("/", "-")
    if not words:
        return None
    for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"):
        try:
            found = datetime.strptime(words, form)  # noqa: DTZ007 - a notice tells the hour of its own place
        except ValueError:
            continue
        return found.date().isoformat() if form == "%Y-%m-%d" else found.isoformat()
    raise ValidationError(
        _("A day that exists, with or without an hour: 2024-10-18, or 2024-10-18 9:00."), code="moment"
    )


def units(typed: str) -> list[str]:
    """Names parted by commas or line ends, each once."""
    names = list(dict.fromkeys(filter(None, (re.sub(r"\s+", "", name) for name in PARTED.split(typed)))))
    for name in names:
        if len(name) > LONGEST_NAME or not UNIT_NAME.match(BRACKETED.sub("", name)):
            raise ValidationError(
                _("“%(name)s” is not a unit's name: 2 to 40 characters, without colons, masks or open brackets."),
                code="unit",
                params={"name": name},
            )
    if len(names) > MOST_UNITS:
        raise ValidationError(_("At most %(most)s units."), code="units", params={"most": MOST_UNITS})
    return names


def mode(typed: str) -> str | None:
    if typed and typed not in Session.Mode.values:
        raise ValidationError(_("On site, by livestream, or both."), code="mode")
    return typed or None


def tick(typed: str) -> bool:
    return typed not in ("", "False", "false")


VALUE = "value"
HEADER = {"title": 200, "document_number": 80, "index_number": 80, "issuer": 120, "validity": 40}
NAMED = (Field("title", text(200), required=True), Field("units", units))
FIELDS: dict[str, tuple[Field, ...]] = {
    **{f"header.{name}": (Field(VALUE, text(limit), required=True),) for name, limit in HEADER.items()},
    "header.issued_on": (Field(VALUE, day, required=True),),
    "header.published_on": (Field(VALUE, day, required=True),),
    "period": (Field("from", day, required=True), Field("to", day, required=True)),
    "declared": (Field(VALUE, number(MOST_POINTS), required=True),),
    "column": (Field(VALUE, text(60), required=True),),
    "channel": (Field(VALUE, text(60), required=True),),
    "category": (Field(VALUE, text(60), required=True),),
    "theme": (Field("title", text(120), required=True),),
    "point": (
        Field("number", number(MOST_POINTS)),
        *NAMED,
        Field("co_units", units),
        Field("description", passage),
        Field("theme", text(40)),
    ),
    "talk": (*NAMED, Field("description", passage)),
    "session": (
        Field("point", number(MOST_POINTS)),
        Field("title", text(200)),
        Field("units", units),
        Field("starts", moment),
        Field("ends", moment),
        Field("place", text(200)),
        Field("capacity", number(MOST_SEATS)),
        Field("mode", mode),
        Field("signup_closes", moment),
        Field("tentative", tick),
    ),
    "rule": (Field(VALUE, text(20), required=True), Field("unit", text(16), required=True)),
}


def kind(key: str) -> str:
    """point.7.2 is a point; what the head says has a kind of its own for each value."""
    return key if key in FIELDS else key.partition(".")[0]


def checked(kind: str, typed: Mapping[str, Any], *, code: str = "") -> dict[str, Any]:
    """The values of an item of this kind as they are kept; `code` is that of the rule, where it is one.

    Raises ValidationError with a sentence for each field that is wrong.
    """
    found: dict[str, Any] = {}
    wrong: dict[str, ValidationError] = {}
    for field in FIELDS[kind]:
        try:
            found[field.name] = field.read(_typed(typed.get(field.name)))
            if field.required and not found[field.name]:
                raise ValidationError(_("Please fill this in."), code="required")
        except ValidationError as error:
            wrong[field.name] = error
    if not wrong:
        wrong = dict(_together(kind, found, code))
    if wrong:
        raise ValidationError(wrong)
    return found


def _typed(value: Any) -> str:
    """What was read may be checked as well as what was typed."""
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None else str(value)


def _together(kind: str, found: dict[str, Any], code: str) -> list[tuple[str, ValidationError]]:
    """What is right by itself and wrong beside another field; the value of a rule is put into the form of its unit."""
    if kind == "period" and found["to"] < found["from"]:
        return [("to", ValidationError(_("The end lies before the beginning."), code="order"))]
    if kind == "session":
        return list(_course(found))
    if kind == "point" and (both := set(found["units"]) & set(found["co_units"])):
        words = _("%(name)s is the lead unit already.")
        return [("co_units", ValidationError(words, code="both", params={"name": min(both)}))]
    if kind == "rule":
        return _rule(found, code)
    return []


def _course(found: dict[str, Any]) -> list[tuple[str, ValidationError]]:
    starts, ends, closes = found["starts"], found["ends"], found["signup_closes"]
    wrong = []
    if ends and (not starts or _day_or_more(ends, starts) < 0):
        wrong.append(("ends", ValidationError(_("The end lies before the beginning."), code="order")))
    if closes and starts and _day_or_more(closes, starts) > 0:
        wrong.append(("signup_closes", ValidationError(_("Sign-up closes after the beginning."), code="order")))
    return wrong


def _day_or_more(one: str, other: str) -> int:
    """Compared by the hour where both have one, else by the day."""
    length = min(len(one), len(other))
    return (one[:length] > other[:length]) - (one[:length] < other[:length])


def _rule(found: dict[str, Any], code: str) -> list[tuple[str, ValidationError]]:
    rule = Rule(code=code, value=_share(found), unit=found["unit"])
    try:
        rule.clean()
    except ValidationError as refused:
        return [(name, error) for name, errors in refused.error_dict.items() for error in errors]
    found[VALUE] = _plain(rule.parsed())
    return []


def _share(found: dict[str, Any]) -> str:
    value = found[VALUE]
    if found["unit"] == Rule.Unit.SHARE and value.endswith(("%", "％")):
        return str(Fraction(value[:-1]) / 100)
    return value


def _plain(value: int | date | Fraction | None) -> int | str:
    """As the JSON of a reading has it."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return value.isoformat() if isinstance(value, date) else int(value or 0)
