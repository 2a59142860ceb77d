"""De-identification (去标识化): what would give a writer away in a text that is to be published. Pure functions.

S2 wants personal data protected and published text de-identified. A machine finds what has a shape (telephones, ID
numbers, e-mail addresses) and the name the writer gave; the rest is for the eyes of the person who takes the card up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from events.foundation import crypto

# Full-width letters and digits are typed as often as plain ones; one character stays one character, so places hold.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

BLANK = r"[ \-]?"
MOBILE = rf"(?<!\d)(?:\+?86{BLANK})?1[3-9]\d{BLANK}\d{{4}}{BLANK}\d{{4}}(?!\d)"
LANDLINE = rf"(?<!\d)\(?0\d{{2,3}}\)?{BLANK}\d{{7,8}}(?!\d)"
LOCAL = r"(?<=电话)[:是为 ]{0,3}\d{7,8}(?!\d)"
MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
ID_NUMBER = (
    rf"(?<!\d)[1-9]\d{{5}}{BLANK}(?:19|20)\d{{2}}{MONTH_DAY}{BLANK}\d{{3}}[\dXx](?![\dA-Za-z])"
    rf"|(?<!\d)[1-9]\d{{5}}\d{{2}}{MONTH_DAY}\d{{3}}(?!\d)"
)
EMAIL = r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"

WORDS = {
    "id_number": _("an ID number"),
    "mobile": _("a mobile telephone number"),
    "landline": _("a telephone number"),
    "email": _("an e-mail address"),
    "name": _("the writer's name"),
}


@dataclass(frozen=True)
class Trace:
    """One place in a text that points to a person."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def words(self) -> str:
        return str(WORDS[self.kind])


def traces(text: str, *, name: str = "", landlines: bool = True) -> list[Trace]:
    """Every trace in the text, in its order; `name` is the writer's, landlines are left out in a unit's own answer."""
    patterns = {"id_number": ID_NUMBER, "mobile": MOBILE, "email": EMAIL}
    if landlines:
        patterns["landline"] = f"{LANDLINE}|{LOCAL}"
    letters = re.sub(r"\s", "", name.translate(FULL_WIDTH))
    if len(letters) > 1:
        patterns["name"] = r"\s*".join(map(re.escape, letters))
    return list(_apart(sorted(_matches(text, patterns), key=lambda trace: (trace.start, -trace.end))))


def masked(text: str, *, name: str = "") -> str:
    """The text with every trace masked: the draft that staff read and change before it is published."""
    parts, position = [], 0
    for trace in traces(text, name=name):
        parts += [text[position : trace.start], _mask(trace, name)]
        position = trace.end
    return "".join([*parts, text[position:]])


def _matches(text: str, patterns: dict[str, str]) -> Iterator[Trace]:
    plain = text.translate(FULL_WIDTH)
    for kind, pattern in patterns.items():
        for match in re.finditer(pattern, plain, re.IGNORECASE):
            yield Trace(kind, match.start(), match.end(), text[match.start() : match.end()])


def _apart(found: list[Trace]) -> Iterator[Trace]:
    """Without the traces that lie in an earlier one: the digits of an ID number are no telephone."""
    end = 0
    for trace in found:
        if trace.start >= end:
            yield trace
            end = trace.end


def _mask(trace: Trace, name: str) -> str:
    if trace.kind == "name":
        return crypto.mask_name(name)
    if trace.kind == "mobile":
        return crypto.mask_phone(trace.text)
    if trace.kind == "email":
        return crypto.mask_email(trace.text.translate(FULL_WIDTH))
    return "****"
