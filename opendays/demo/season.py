"""Moves a sample notice into the season around a day, so that a demo is never out of date.

The document itself is rewritten before it is read: what stands beside the reading is what was read.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from docx import Document
from docx.text.run import Run

from events.foundation.workdays import calendar

BEGAN_BEFORE = timedelta(days=60)
ENDS_AFTER = timedelta(days=75)
# Between the document and the season that it opens.
WRITTEN_BEFORE = timedelta(days=12)

PERIOD = re.compile(r"\d{4}年\d+月至\d+月")
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
DAY = re.compile(r"\d{4}年\d+月\d+日")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def moved(content: bytes, today: date) -> bytes:
    """The sample, a Word file or a text, with its year, its days and its period set around this day."""
    if not content.startswith(b"PK"):
        return moved_text(content.decode(), today).encode()
    document = Document(io.BytesIO(content))
    for run in _runs(document):
        if run.text != (text := moved_text(run.text, today)):
            run.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def moved_text(text: str, today: date) -> str:
    """The period runs from the month two months ago to the one in ten weeks; the document is older."""
    begin, end = (today - BEGAN_BEFORE).replace(day=1), today + ENDS_AFTER
    until = f"{end.month}月" if end.year == begin.year else f"{end.year}年{end.month}月"
    written = begin - WRITTEN_BEFORE
    kept: list[str] = []

    def put(words: str) -> str:
        # Set aside, so that the year that is replaced last does not touch what stands already.
        kept.append(words)
        return f"\0{len(kept) - 1}\0"

    text = PERIOD.sub(lambda _found: put(f"{begin.year}年{begin.month}月至{until}"), text)
    text = ISO_DAY.sub(lambda _found: put(written.isoformat()), text)
    text = DAY.sub(lambda _found: put(f"{written.year}年{written.month}月{written.day}日"), text)
    text = YEAR.sub(str(today.year), text)
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text)


def moment(today: date, workdays: int, clock: str = "09:30") -> datetime:
    """The hour of the n-th working day after (n > 0) or before (n < 0) today."""
    count = calendar()
    day = count.due_after(today, workdays) if workdays >= 0 else count.due_before(today, -workdays)
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(settings.TIME_ZONE))


def _runs(document) -> Iterator[Run]:
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    return (run for paragraph in paragraphs for run in paragraph.runs)
