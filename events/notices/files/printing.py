"""python -m events.notices.files.printing: a PDF on standard input, its lines as JSON on standard output.

A page that is a picture gives its number; a file that is not read gives the name of the reason instead of lines.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys

import pypdfium2 as pdfium
from pypdfium2 import raw

from events.notices.files import pages, printed
from events.notices.files.pdf import MAX_MEMORY, MAX_PAGES, SECONDS
from events.notices.files.texts import STRANGE

SCANNED_LETTERS = 10  # a page: what a scanning app stamps on its pictures
GARBLED = 0.2


def read(data: bytes) -> list[str | int] | str:
    """The lines, or the reason why there are none."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return "locked" if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD else "broken"
    if len(document) > MAX_PAGES:
        return "long"
    sheets = [printed.sheet(page) for page in pages.read(document)]
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


def _bind() -> None:
    """Never more than so much memory and so many seconds of the processor, where the system can hold us to it."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bind()
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)
