"""Office files are zip archives of XML parts: opened so that no part can grow beyond what a notice needs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree

from events.notices.lines import UnreadableNotice

MB = 1024 * 1024
MAX_ENTRIES, MAX_UNPACKED, MAX_PART = 10_000, 200 * MB, 64 * MB
BROKEN = _(
    "The file is damaged or incomplete. Open it in WPS or Word, choose “File”, “Save as” and the type “Word document"
    " (*.docx)”, and upload the saved file."
)
TOO_LARGE = _(
    "The file unpacks to more than a notice can hold. Save the notice alone, without annexes and pictures, as .docx,"
    " and upload the saved file."
)
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
# “Strict Open XML” names the same elements by other addresses.
STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
# Entities and outside files are never followed, however a part asks for them.
SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class Package:
    """An archive whose directory was looked at before anything is unpacked; what is broken raises, each in its way."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        entries = self._archive.infolist()
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise UnreadableNotice(TOO_LARGE)
        if any(entry.flag_bits & 1 for entry in entries):
            raise UnreadableNotice(
                _("The archive has a password. Unpack it and upload the documents in it one by one.")
            )
        self.names = frozenset(entry.filename for entry in entries)

    def part(self, name: str) -> bytes:
        """The bytes of one XML part. What declares a document type is no Office file, and may be a bomb of entities."""
        entry = self._archive.getinfo(name)
        if entry.file_size > MAX_PART:
            raise UnreadableNotice(TOO_LARGE)
        data = self._archive.read(entry)
        if any(mark in data for mark in DOCTYPES):
            raise UnreadableNotice(BROKEN)
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
        return data

    def tree(self, name: str) -> Any:
        """The root of one small part."""
        return etree.fromstring(self.part(name), etree.XMLParser(**SAFE))

    def of_type(self, *endings: str) -> str | None:
        """The first part whose content type ends so, as the package's table of contents has it."""
        for node in self.tree("[Content_Types].xml").iterfind("{*}Override"):
            name = node.get("PartName", "").lstrip("/")
            if node.get("ContentType", "").endswith(endings) and name in self.names:
                return str(name)
        return None

    def elements(self, name: str, tags: Sequence[str]) -> Iterator[Any]:
        """The elements of a large part as each is complete; `forget` gives back what was read."""
        for _event, element in etree.iterparse(io.BytesIO(self.part(name)), events=("end",), tag=tags, **SAFE):
            yield element


def forget(element: Any) -> None:
    """Empty an element that was read, and take away those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
