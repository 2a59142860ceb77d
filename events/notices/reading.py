"""Opens a notice: whatever the kind of its file, it becomes lines in the order of the document."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from events.notices.files import bounds, delimited, kinds, packages, pdf, radicals, sheets, texts, web, word
from events.notices.files.kinds import Kind
from events.notices.lines import UnreadableNotice

ENDINGS = (".docx", ".pdf", ".html", ".htm", ".mht", ".mhtml", ".txt", ".xlsx", ".csv")
MAX_BYTES = 20 * 1024 * 1024
# NUL, other control signs, zero-width signs and halves of pairs carry no words; PostgreSQL refuses the first.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufffe\uffff\ud800-\udfff]"
)
logger = logging.getLogger(__name__)


def read(path: Path) -> list[str]:
    """The lines of a file, blank ones too; of a text file, a line's number is the one an editor shows.

    Raises UnreadableNotice, with a sentence for the person who brought the file.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableNotice(TOO_MANY_BYTES)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableNotice(_("The file cannot be opened: %(reason)s") % {"reason": error.strerror}) from error
    return read_bytes(data)


def read_bytes(data: bytes) -> list[str]:
    """As `read`, for an uploaded file; what it is shows in its bytes, not in its name. It writes nothing anywhere."""
    with _told():
        return _kept(READERS[_kind(data)](data))


def look(data: bytes) -> None:
    """Raise UnreadableNotice at once for a file whose size or kind says already that it is not read."""
    with _told():
        _kind(data)


def _kind(data: bytes) -> Kind:
    if len(data) > MAX_BYTES:
        raise UnreadableNotice(TOO_MANY_BYTES)
    return kinds.of(data)


@contextmanager
def _told() -> Iterator[None]:
    """Whatever fails within is said to the person who brought the file."""
    try:
        yield
    except UnreadableNotice:
        raise
    except Exception as error:  # a damaged file fails in zipfile, in lxml or in here, each in its own way
        logger.info("A notice could not be read", exc_info=True)
        raise UnreadableNotice(packages.BROKEN) from error


def read_text(text: str) -> list[str]:
    """As `read`, for a text that was pasted."""
    return _kept(delimited.read(text) or texts.lines(text))


def _read_decoded(data: bytes) -> Iterable[str]:
    if web.is_page(text := texts.decoded(data, web.charset(data))):
        return web.read(text)
    return delimited.read(text) or texts.lines(text)


READERS: dict[Kind, Callable[[bytes], Iterable[str]]] = {
    Kind.WORD: word.read,
    Kind.SHEETS: sheets.read,
    Kind.PDF: pdf.read,
    Kind.WEB_ARCHIVE: web.read_archive,
    Kind.TEXT: _read_decoded,
}
TOO_MANY_BYTES = _("The file is larger than 20 MB. Save the notice alone, without annexes and pictures.")


def _kept(lines: Iterable[str]) -> list[str]:
    """Lines of visible signs, as many as a notice can have, whatever its file unfolds to."""
    kept = [INVISIBLE.sub("", radicals.unified(line)).rstrip() for line in bounds.counted(lines)]
    if not any(kept):
        raise UnreadableNotice(_("The file holds no text."))
    return kept
