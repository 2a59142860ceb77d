"""Opens a notice: a text file or a Word file becomes lines in the order of the document."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from events.notices import word
from events.notices.lines import UnreadableNotice

MAX_BYTES = 20 * 1024 * 1024
# NUL, other control signs and zero-width signs carry no words; PostgreSQL refuses the first.
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
LINE_END = re.compile("\r\n|\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
MOJIBAKE_SHARE, FEW = 0.02, 4  # a spoiled sign or two is still a text


def read(path: Path) -> list[str]:
    """The lines of a .txt or .docx file, blank ones too, so that a line's number is the one an editor shows.

    Raises UnreadableNotice, with a sentence for the person who brought the file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableNotice(_("The file cannot be opened: %(reason)s") % {"reason": error.strerror}) from error
    return read_bytes(data)


def read_bytes(data: bytes) -> list[str]:
    """As `read`, for an uploaded file; what it is shows in its first bytes, not in its name."""
    if len(data) > MAX_BYTES:
        raise UnreadableNotice(_("The file is larger than 20 MB."))
    if data.startswith(b"PK\x03\x04"):
        lines = word.read(data)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableNotice(_("This is an old Word file (.doc). Save it as .docx and try again."))
    elif data.startswith((b"%PDF", b"{\\rtf")):
        raise UnreadableNotice(_("Only .txt and .docx files can be read. Save the document as .docx and try again."))
    else:
        lines = LINE_END.split(_decoded(data))
    lines = [INVISIBLE.sub("", line).rstrip() for line in lines]
    if not any(lines):
        raise UnreadableNotice(_("The file holds no text."))
    return lines


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(data.decode("utf-16", errors="replace"))
    try:
        return _checked(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        damaged = data.decode("utf-8-sig", errors="replace")
    try:
        return _checked(data.decode("gb18030"))
    except (UnicodeDecodeError, UnreadableNotice):
        # One broken sign must not cost the document: what else is there is plainly UTF-8.
        return _checked(damaged)


def _checked(text: str) -> str:
    """Refuse a text that is mostly not text: pictures and archives under a wrong name."""
    strange = sum(1 for letter in text if letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff" or _is_control(letter))
    if strange > max(FEW, MOJIBAKE_SHARE * len(text)) or strange * 10 > len(text):
        raise UnreadableNotice(_("The file is not a text in UTF-8 or GB18030."))
    return text


def _is_control(letter: str) -> bool:
    return letter < " " and letter not in "\t\n\r\x0b\x0c\x00"
