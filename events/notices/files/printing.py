"""python -m events.notices.files.printing: a PDF on standard input, its lines as JSON on standard output.

Each page that was read is told on a line of its own, {"page", "pages"}; the last line is the answer: the document's
lines, in which [kind, page] tells what is to be known of a page, or the name of the reason why the file is not read.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from collections.abc import Callable, Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from events.notices.files import pages, printed
from events.notices.files.pdf import MAX_MEMORY, MAX_PAGES, SECONDS
from events.notices.files.printed import Remark
from events.notices.files.texts import STRANGE

SCANNED_LETTERS = 10  # a page: what a scanning app stamps on its pictures
GARBLED = 0.2


def read(data: bytes, turned: Callable[[int, int], None]) -> list[str | Remark] | str:
    """The lines, or the reason why there are none; `turned` hears of each page that was read, and of how many."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return "locked" if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD else "broken"
    if len(document) > MAX_PAGES:
        return "long"
    sheets = list(_sheets(document, turned))
    texts = ["".join(line.text for line in sheet.lines) for sheet in sheets]
    letters = sum(map(len, texts)) + sum(
        len(cell) for one in sheets for table in one.tables for row in table.rows for cell in row
    )
    pictures = sum(1 for sheet in sheets if sheet.is_picture)
    if not letters or (letters < SCANNED_LETTERS * len(sheets) and pictures * 2 >= len(sheets)):
        return "scan"
    if len(STRANGE.findall("".join(texts))) > GARBLED * letters:
        return "garbled"
    return list(printed.lines(sheets))


def _sheets(document: pdfium.PdfDocument, turned: Callable[[int, int], None]) -> Iterator[printed.Sheet]:
    for page in pages.read(document):
        yield printed.sheet(page)
        turned(page.number, len(document))


def _tell(told: object) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _bind() -> None:
    """Never more than so much memory and so many seconds of the processor, where the system can hold us to it."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bind()
    _tell(read(sys.stdin.buffer.read(), lambda page, pages: _tell({"page": page, "pages": pages})))
