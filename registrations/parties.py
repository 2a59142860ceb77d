"""Those who come along by name: of a person, or of a firm or school that comes as one party, from a text or a table."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from events.foundation import crypto
from events.models import Session
from registrations import asking, entries

# A list of names is small; whatever is larger is something else, or meant to stop the portal.
MOST_BYTES = 2_000_000
MOST_UNPACKED = 20_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 30
HEADINGS = frozenset({"姓名", "名字", "名单", "人员姓名", "参加人", "参加人员", "name", "fullname"})


def listed(text: str, *, without: str = "") -> list[str]:
    """The names in a text, one a line or with Chinese commas between them; `without` is one who stands elsewhere."""
    people = [entries.one_line(name) for name in re.split(r"[\n、，；;]", text)]
    apart = crypto.normalise_name(without)
    return [name for name in people if name and (not apart or crypto.normalise_name(name) != apart)]


def named_twice(people: Iterable[str]) -> str:
    """The first name that stands in the list a second time, whatever its spelling."""
    seen: set[str] = set()
    for name in people:
        if (plain := crypto.normalise_name(name)) in seen:
            return name
        seen.add(plain)
    return ""


def most_beside(session: Session, *, is_group: bool) -> int:
    """How many may come beside the person who signs up."""
    terms = asking.terms_of(session)
    most = ((terms and terms.group_max) or 1) - 1 if is_group else session.companions_max
    return max(min(most, session.capacity - 1), 0)


def fault(people: Sequence[str], session: Session, *, is_group: bool) -> str:
    """What is wrong with this list of names, in words; empty where nothing is."""
    most = most_beside(session, is_group=is_group)
    if is_group and not people:
        return _("Please give the names of those who come, one a line.")
    if len(people) > most:
        named = {"given": len(people), "count": most}
        return _("%(given)d names stand here; beside the person who signs up, at most %(count)d may come.") % named
    for number, person in enumerate(people, 1):
        if text := entries.name_fault(person):
            return _("Name %(number)d, “%(name)s”: %(fault)s") % {"number": number, "name": person[:30], "fault": text}
    if twice := named_twice(people):
        return _(
            "“%(name)s” stands here twice. If these are two people, tell them apart, for example by the class."
        ) % {"name": twice}
    return ""


def from_file(name: str, content: bytes) -> list[str]:
    """The names in a table (.xlsx, .csv): of the column headed 姓名, else the first text of each row.

    ValidationError, code "too_large", "not_a_table" or "no_names", in words for whoever brought the file.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(_("This file is too large for a list of names: at most 2 MB."), code="too_large")
    rows = list(_rows(name.lower().rpartition(".")[2], content))
    found = _names(rows)
    if not found:
        raise ValidationError(
            _("No names were found in this file. They stand best in a column “姓名”."), code="no_names"
        )
    return found


def _rows(kind: str, content: bytes) -> Iterator[list[str]]:
    if kind == "xlsx":
        return _of_workbook(content)
    if kind in ("csv", "txt"):
        return _of_text(content)
    raise ValidationError(_("Please bring the list as .xlsx or .csv, or type the names."), code="not_a_table")


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise ValidationError(_("This file is too large for a list of names: at most 2 MB."), code="too_large")
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True):
            yield [_text(cell) for cell in row]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError, EOFError, OSError):
        text = _("This file is no Excel workbook, whatever its name says. Please save the list as .xlsx once more.")
        raise ValidationError(text, code="not_a_table") from None


def _of_text(content: bytes) -> Iterator[list[str]]:
    if b"\0" in content:
        raise ValidationError(_("This file is no text, whatever its name says."), code="not_a_table")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()[:MOST_ROWS]
        return ([_text(cell) for cell in row[:MOST_COLUMNS]] for row in csv.reader(lines))
    raise ValidationError(_("This file is no text, whatever its name says."), code="not_a_table")


def _text(cell: Any) -> str:
    return entries.one_line(str(cell)) if cell is not None else ""


def _names(rows: Sequence[Sequence[str]]) -> list[str]:
    for number, row in enumerate(rows[:20]):
        for column, cell in enumerate(row):
            if re.sub(r"[\s*：:]", "", cell).casefold() in HEADINGS:
                below = (line[column] for line in rows[number + 1 :] if column < len(line))
                return [name for name in below if name]
    firsts = (next((cell for cell in row if any(letter.isalpha() for letter in cell)), "") for row in rows)
    return [name for name in firsts if name]
