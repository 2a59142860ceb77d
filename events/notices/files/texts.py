"""Bytes become words: the encoding is found by trying, and what is mostly no text is refused."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from events.notices.lines import UnreadableNotice

LINE_END = re.compile("\r\n|\n|\r|\x0b|\x0c|\x85|\u2028|\u2029")
STRANGE = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]")  # spoiled, private, or a control sign
MOJIBAKE_SHARE, FEW = 0.02, 4  # a spoiled sign or two is still a text
# What pages call by the smaller of two names of one family.
FAMILIES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "utf-8"}


def lines(text: str) -> Iterator[str]:
    """The lines an editor shows, blank ones too."""
    yield from LINE_END.split(text)


def decoded(data: bytes, declared: str = "") -> str:
    """The text, in the encoding that its own first line declares where that fits, else in the one it shows."""
    if wide := _wide(data):
        return _checked(data.decode(wide, errors="replace"))
    for encoding in (_known(declared), "utf-8-sig", "gb18030"):
        try:
            if encoding:
                return _checked(data.decode(encoding))
        except (UnicodeError, UnreadableNotice):
            continue
    # One broken sign must not cost the document.
    candidates = [data.decode(encoding, errors="replace") for encoding in ("utf-8-sig", _known(declared) or "gb18030")]
    return _checked(min(candidates, key=lambda text: text.count("\ufffd")))


def _wide(data: bytes) -> str:
    """UTF-16, by its mark or by the ends of its lines."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\n\0" in data[:4000] and data.count(b"\n\0") > data.count(b"\0\n"):
        return "utf-16-le"
    return "utf-16-be" if b"\0\n" in data[:4000] and data.count(b"\0\n") else ""


def _known(name: str) -> str:
    name = FAMILIES.get(name.lower(), name)
    try:
        codecs.lookup(name)
        return name if codecs.lookup(name)._is_text_encoding else ""
    except (LookupError, ValueError):
        return ""


def _checked(text: str) -> str:
    """Refuse a text that is mostly not text: pictures and archives under a wrong name."""
    strange = len(STRANGE.findall(text))
    if strange > max(FEW, MOJIBAKE_SHARE * len(text)) or strange * 10 > len(text):
        raise UnreadableNotice(
            _(
                "The file is no text that can be read. Open the notice in WPS or Word, choose “File”, “Save as” and "
                "the type “Word document (*.docx)”, and upload the saved file."
            )
        )
    return text
