"""What a file is, by its bytes: names are often wrong, and each kind that is not read has its own way out."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.notices.files.packages import Package
from events.notices.lines import UnreadableNotice


class Kind(Enum):
    WORD = auto()
    SHEETS = auto()
    PDF = auto()
    WEB_ARCHIVE = auto()
    TEXT = auto()  # plain, a web page or a table with commas: its decoded words tell


OLD_WORD = _(
    "This is an old word-processor file (.doc or .wps). Open it in WPS or Word, choose “File”, “Save as” and the "
    "type “Word document (*.docx)”, and upload the saved file."
)
OLD_SHEETS = _(
    "This is an old spreadsheet (.xls or .et). Open it in WPS or Excel, choose “File”, “Save as” and the type “Excel"
    " workbook (*.xlsx)”, and upload the saved file."
)
SLIDES = _(
    "These are slides, not a notice. Open the notice itself in WPS or Word, choose “File”, “Save as” and the type "
    "“Word document (*.docx)”, and upload the saved file."
)
LOCKED = _(
    "The file has a password. Open it in WPS or Word, take the password away (WPS: “File”, “Encrypt document”; Word:"
    " “File”, “Info”, “Protect document”), save it as .docx, and upload the saved file."
)
RTF = _(
    "This is a rich-text file (.rtf). Open it in WPS or Word, choose “File”, “Save as” and the type “Word document "
    "(*.docx)”, and upload the saved file."
)
OFD = _(
    "This is an OFD file. Open it in WPS or an OFD reader, choose “Convert to Word” or “Save as”, save it as .docx, "
    "and upload the saved file; or ask the issuer for the Word file."
)
OPEN_DOCUMENT = _(
    "This is an OpenDocument file (.odt or .ods). Open it in WPS or Word, choose “File”, “Save as” and the type "
    "“Word document (*.docx)”, and upload the saved file."
)
FLAT_XML = _(
    "This is an XML file. If it is a document of WPS or Word, open it there, choose “File”, “Save as” and the type "
    "“Word document (*.docx)”, and upload the saved file."
)
PICTURE = _(
    "This is a picture; its words cannot be read. Upload the Word file it was made from, or recognize its text in "
    "WPS, check it, save it as .docx, and upload the saved file."
)
ARCHIVE = _("This is an archive. Unpack it, and upload the documents in it one by one.")
MACROS = _(
    "The file holds macros, which are not let in. Open it in WPS or Word, choose “File”, “Save as” and the type "
    "“Word document (*.docx)” without macros, and upload the saved file."
)
UNKNOWN_OFFICE = _(
    "This Office file is not of a kind that is read. Open it in WPS or Word, choose “File”, “Save as” and the type "
    "“Word document (*.docx)”, and upload the saved file."
)

SIGNATURES: tuple[tuple[re.Pattern[bytes], Any], ...] = (
    (re.compile(rb"\s*\{\\rtf"), RTF),
    (
        re.compile(
            rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\0{4}|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp(?:heic|heix|mif1|avif)",
            re.S,
        ),
        PICTURE,
    ),
    (re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1f\x8b\x08|BZh[1-9]|\xfd7zXZ"), ARCHIVE),
    (
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*<\?xml(?=.{0,2000}?(?:progid=\"|<pkg:package|<w:wordDocument|<office:document))",
            re.S,
        ),
        FLAT_XML,
    ),
)
# Names of streams in an OLE file stand in its directory in UTF-16.
OLE_STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", OLD_WORD),
    ("Workbook", OLD_SHEETS),
    ("Book", OLD_SHEETS),
    ("PowerPoint Document", SLIDES),
)
MIME = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:\s*(?:multipart/related|text/html)", re.I
)


def of(data: bytes) -> Kind:
    """What the bytes are. Raises UnreadableNotice, with the way out, for what is not read."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(Package(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableNotice(_ole(data))
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    for signature, sentence in SIGNATURES:
        if signature.match(data):
            raise UnreadableNotice(sentence)
    return Kind.WEB_ARCHIVE if MIME.match(data[:8000]) else Kind.TEXT


def _packed(package: Package) -> Kind:
    names = package.names
    if any(name.endswith("vbaProject.bin") for name in names):
        raise UnreadableNotice(MACROS)
    if "[Content_Types].xml" in names:
        return _office(package)
    if any(name.endswith("OFD.xml") for name in names):
        raise UnreadableNotice(OFD)
    if {"mimetype", "content.xml"} <= names:
        raise UnreadableNotice(OPEN_DOCUMENT)
    raise UnreadableNotice(ARCHIVE)


def _office(package: Package) -> Kind:
    if package.of_type("macroEnabled.main+xml", "macroEnabledTemplate.main+xml"):
        raise UnreadableNotice(MACROS)
    if any(name.startswith("word/") for name in package.names):
        return Kind.WORD
    if any(name.startswith("xl/") for name in package.names):
        return Kind.SHEETS
    slides = any(name.startswith("ppt/") for name in package.names)
    raise UnreadableNotice(SLIDES if slides else UNKNOWN_OFFICE)


def _ole(data: bytes) -> Any:
    for name, sentence in OLE_STREAMS:
        if f"{name}\0".encode("utf-16-le") in data:
            return sentence
    return OLD_WORD
