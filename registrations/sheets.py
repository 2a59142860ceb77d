"""A table of people as a unit keeps it, .xlsx or .csv: its rows with their numbers, whatever the order of its columns.

Nothing here knows the database. What cannot be read says what to do, in a ValidationError with code "file"; what a
spreadsheet did to a cell (a date, a number in short form) stays a fault of that cell.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook

MOST_ROWS, MOST_COLUMNS, MOST_BYTES, MOST_UNPACKED = 20_000, 100, 20 * 1024 * 1024, 200 * 1024 * 1024
HEAD_WITHIN = 10  # rows: a title and a note may stand above the heads
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")

# What units write above a column, without blanks and in lower case; the export's own heads are among them.
HEADS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "报名人", "报名人姓名", "参加人", "参与人", "人员姓名", "name"),
    "phone": (
        "电话", "手机", "手机号", "手机号码", "电话号码", "联系电话", "联系方式", "移动电话", "phone", "telephone",
    ),
    "email": ("电子邮件", "邮箱", "电子邮箱", "邮件", "email", "e-mail", "mail"),
    "category": ("类别", "身份", "人员类别", "参与人类别", "代表类别", "群体", "category"),
    "companions": ("同行人", "同行人数", "同行人员", "随行人数", "随行人员", "陪同人数", "companions"),
    "post": ("单位及职务", "单位和职务", "单位职务", "工作单位", "工作单位及职务", "单位", "职务", "post"),
    "note": ("备注", "说明", "note"),
}  # fmt: skip
DAMAGED = gettext_lazy("This file is damaged. Open it in WPS or Excel, and save it as .xlsx once more.")
NO_TABLE = gettext_lazy("This is no table. Save the list as .xlsx or .csv, and choose that file.")
LOCKED = gettext_lazy(
    "This is an old or a locked spreadsheet. Open it in WPS or Excel, take its password away, and save it as .xlsx."
)
SHORT = gettext_lazy("The spreadsheet shortened this number. Format the column as text, and type it again.")
SHORTENED = re.compile(r"\d(\.\d+)?E\+?\d+", re.I)


@dataclass(frozen=True)
class Row:
    """One person of the table: the row's number in the file, the texts by column, and what ails a cell."""

    number: int
    cells: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """What was read: the heads of the columns that were understood, by field, and of those that were not."""

    rows: list[Row]
    heads: dict[str, str]
    unread: list[str]


def read(
    data: bytes, *, needed: Sequence[str] = ("name", "phone"), known: Mapping[str, Sequence[str]] = HEADS
) -> Sheet:
    """The one list of people in the file, with its columns by the words above them that are `known`.

    ValidationError, code "file", for what is no such list, or is more than one.
    """
    if not data.strip():
        raise _unreadable(_("This file is empty."))
    if len(data) > MOST_BYTES:
        raise _unreadable(
            _("This file is larger than %(size)d MB. Take out pictures, or part the list.") % {"size": 20}
        )
    found = []
    for name, rows in _tables(data):
        if sheet := _sheet(rows, needed, known):
            found.append((name, sheet))
    if not found:
        raise _unreadable(_no_heads(needed))
    if len(found) > 1:
        names = "、".join(name for name, _sheet_of in found)
        raise _unreadable(
            _("More than one sheet holds a list: %(names)s. Keep one of them in the file.") % {"names": names}
        )
    return found[0][1]


def _tables(data: bytes) -> Iterator[tuple[str, Iterable[Sequence[Any]]]]:
    if data.startswith(b"PK"):
        yield from _workbook(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _unreadable(str(LOCKED))
    elif data.startswith(BINARY) or (b"\0" in data[:4096] and not data.startswith(UTF_16)):
        raise _unreadable(str(NO_TABLE))
    else:
        text = _decoded(data)
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        yield "", csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _workbook(data: bytes) -> Iterator[tuple[str, Iterable[Sequence[Any]]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        is_book = any(part.filename.startswith("xl/") for part in parts)
        if not is_book or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise _unreadable(str(NO_TABLE))
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise _unreadable(str(DAMAGED)) from error
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()  # what a file says of its own size is often wrong
            yield sheet.title, sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)


def _decoded(data: bytes) -> str:
    for code in ("utf-8-sig", "utf-16" if data.startswith(UTF_16) else "gb18030"):
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise _unreadable(str(NO_TABLE))


def _sheet(rows: Iterable[Sequence[Any]], needed: Sequence[str], known: Mapping[str, Sequence[str]]) -> Sheet | None:
    """The list below the first row that has the needed heads; None where no row has."""
    columns: dict[int, str] = {}
    heads: dict[str, str] = {}
    unread: list[str] = []
    found: list[Row] = []
    for number, values in enumerate(rows, 1):
        if not columns:
            columns, heads, unread = _heads(values, needed, known)
            if not columns and number >= HEAD_WITHIN:
                return None
        elif row := _row(number, values, columns):
            found.append(row)
            if len(found) > MOST_ROWS:
                raise _unreadable(_("This list is longer than %(count)d rows. Part it.") % {"count": MOST_ROWS})
    return Sheet(found, heads, unread) if columns else None


def plain_head(text: str) -> str:
    """The words above a column in the one spelling in which they are compared; ' is what tames a formula."""
    return re.sub(r"[\s*：:']", "", unicodedata.normalize("NFKC", text)).casefold()


def _heads(
    values: Sequence[Any], needed: Sequence[str], known: Mapping[str, Sequence[str]]
) -> tuple[dict[int, str], dict[str, str], list[str]]:
    columns: dict[int, str] = {}
    heads: dict[str, str] = {}
    unread = []
    for place, value in enumerate(values):
        text = _text(value)[0]
        whole = plain_head(text)
        spellings = (whole, re.sub(r"\(.*?\)", "", whole))  # a note in brackets says more of the same
        name = next((name for plain in spellings for name, words in known.items() if plain in words), "")
        if name and name not in heads:
            columns[place], heads[name] = name, text
        elif text:
            unread.append(text[:40])
    return (columns, heads, unread) if set(needed) <= set(heads) else ({}, {}, [])


def _row(number: int, values: Sequence[Any], columns: dict[int, str]) -> Row | None:
    """None for a row in which none of the columns that are read holds anything."""
    cells, faults = {}, {}
    for place, name in columns.items():
        text, fault = _text(values[place]) if place < len(values) else ("", "")
        cells[name] = text
        if fault or (name == "phone" and SHORTENED.fullmatch(text)):
            faults[name] = fault or str(SHORT)
    return Row(number, cells, faults) if any(cells.values()) else None


def _text(value: Any) -> tuple[str, str]:
    """What a person sees in the cell, and what ails it."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return str(int(value)), ""
    if isinstance(value, datetime | date | time):
        return str(value), _("This cell holds a date. Format the column as text, and type it again.")
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), ""
    text = str(value).replace("\0", "").strip()
    return (text, _("The spreadsheet could not work this cell out.")) if text.startswith("#") else (text, "")


def _no_heads(needed: Sequence[str]) -> str:
    heads = "、".join(HEADS[name][0] for name in needed)
    return _("No row has the heads %(heads)s. Write them above the columns, in any order.") % {"heads": heads}


def _unreadable(text: str) -> ValidationError:
    return ValidationError(text, code="file")
