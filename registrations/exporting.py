"""Sign-ups out as a workbook, row by row: never more than a batch of them is held, however many there are."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from events.models import Staff
from registrations.models import Signup

BATCH = 1_000
# What a spreadsheet would work out; a telephone number with its country is left alone.
FORMULA, NUMBER = re.compile(r"[=+\-@\t\r]"), re.compile(r"\+[\d\s-]{7,20}")
Column = tuple[Any, Callable[[Signup], object]]

COLUMNS: tuple[Column, ...] = (
    (_("number of the session"), lambda signup: signup.session_id),
    (_("session"), lambda signup: signup.session.title),
    (_("starts at"), lambda signup: moment(signup.session.starts_at)),
    (_("code"), lambda signup: signup.code),
    (_("name"), lambda signup: signup.name),
    (_("telephone"), lambda signup: signup.phone),
    (_("e-mail"), lambda signup: signup.email),
    (_("category"), lambda signup: signup.get_category_display()),
    (_("companions"), lambda signup: signup.companions),
    (_("source"), lambda signup: signup.get_source_display()),
    (_("state"), lambda signup: signup.get_state_display()),
    (_("signed up at"), lambda signup: moment(signup.entered_at)),
    (_("told at"), lambda signup: moment(signup.told_at)),
    (_("arrived at"), lambda signup: moment(signup.arrived_at)),
    (_("people who came"), lambda signup: signup.arrived_people),
)


def write(keys: Sequence[int], target: IO[bytes], *, staff: Staff, told: Callable[[int], None]) -> None:
    """Write those of these sign-ups that the person may see; `told` hears, batch by batch, how many keys are done."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([text_cell(sheet, str(head)) for head, _value in COLUMNS])
    for signup in _rows(keys, staff, told):
        sheet.append([_cell(sheet, value(signup)) for _head, value in COLUMNS])
    book.save(target)


def moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula, not even after it was saved as .csv."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def text_cell(sheet: Any, text: str) -> WriteOnlyCell:
    """A cell that is text whatever it begins with; what no workbook can hold is left out."""
    cell = WriteOnlyCell(sheet, "")
    cell._value, cell.data_type = UNFIT.sub("", harmless(text))[:32_000], "s"
    return cell


UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _cell(sheet: Any, value: object) -> object:
    return value if isinstance(value, int) else text_cell(sheet, str(value))


def _rows(keys: Sequence[int], staff: Staff, told: Callable[[int], None]) -> Iterator[Signup]:
    seen = Signup.objects.visible_to(staff).select_related("session")
    for first in range(0, len(keys), BATCH):
        batch = keys[first : first + BATCH]
        found = {signup.pk: signup for signup in seen.filter(pk__in=batch)}
        yield from (found[key] for key in batch if key in found)
        told(first + len(batch))
