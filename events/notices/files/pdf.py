"""PDF files with a text layer, read in a process of their own: however a file was made, it ends in time and in bounds.

PDFium is quick and knows every sort of file, but it is a library in C; a file that makes it loop, swell or fall costs
that process only. The process gets the bytes on its standard input and tells on its standard output each page that it
has read, then the lines: nothing is written to a disk.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.foundation import languages
from events.notices import progress
from events.notices.lines import UnreadableNotice

ROOT = Path(__file__).resolve().parents[3]
SECONDS, MAX_MEMORY, MAX_PAGES = 120, 1024 * 1024 * 1024, 1000
BROKEN = _("The PDF is damaged or too intricate to be read. Save the notice as .docx, and upload the saved file.")
REFUSALS: dict[str, Any] = {
    "broken": BROKEN,
    "locked": _(
        "The PDF has a password. Print it to a PDF without one, or save the notice as .docx, and upload that file."
    ),
    "long": _("The PDF has more than 1000 pages. Save the pages of the notice alone as a PDF, and upload that."),
    "scan": _(
        "This PDF is a scan: its pages are pictures without text. Upload the Word file it was made from, or "
        "recognize its text in WPS (“Convert PDF to Word”), check it, save it as .docx, and upload the saved file."
    ),
    "garbled": _(
        "The text of this PDF cannot be read, because its fonts do not say which signs they show. Upload the Word "
        "file it was made from, saved as .docx."
    ),
}
REMARKS: dict[str, Any] = {
    "picture": _("(Page %(page)s is a picture; it holds no text that can be read.)"),
    "columns": _("(Page %(page)s is set in columns: its lines may run into each other; compare them with the file.)"),
}


def read(data: bytes) -> list[str]:
    """The lines: paragraphs put together, ruled tables as rows, without page numbers and running heads."""
    try:
        answer = _printed(data)
    except (OSError, ValueError) as error:  # it fell, or was stopped: its input or its answer broke off
        raise UnreadableNotice(BROKEN) from error
    if isinstance(answer, str):
        raise UnreadableNotice(REFUSALS[answer])
    return [line if isinstance(line, str) else _remark(*line) for line in answer]


def _printed(data: bytes) -> Any:
    """What the process answers; it is stopped when its time is over."""
    command = [sys.executable, "-m", "events.notices.files.printing"]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, cwd=ROOT) as process:
        assert process.stdin
        assert process.stdout
        clock = threading.Timer(SECONDS, process.kill)
        clock.start()
        try:
            with process.stdin:
                process.stdin.write(data)
            return _answer(process.stdout)
        finally:
            clock.cancel()
            process.kill()


def _answer(told: Iterable[bytes]) -> Any:
    """The last line, after one for each page that was read. Raises ValueError where it never came."""
    for line in told:
        match json.loads(line):
            case {"page": page, "pages": pages}:
                progress.turned(page, pages)
            case answer:
                return answer
    raise ValueError("The process ended without an answer")


def _remark(kind: str, page: int) -> str:
    with languages.official():  # a line of the document is the same whoever brings it
        return str(REMARKS[kind] % {"page": page})
