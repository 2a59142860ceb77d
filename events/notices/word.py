"""Word files: paragraphs and tables in the order of the document, the automatic numbers written out again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from django.utils.translation import gettext_lazy as _
from docx.oxml.ns import qn

from events.notices.lines import UnreadableNotice
from events.notices.numbering import Numbering

MAX_UNPACKED = 200 * 1024 * 1024
# Deleted text, the second copy of a text box that is kept for old versions, and field codes are not the document.
UNSEEN = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:instrText"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
BLOCK_HOLDERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag"), qn("w:ins"), qn("w:moveTo")}


def read(data: bytes) -> list[str]:
    """The lines of a .docx; a table's row is one line, its cells parted by tabs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED:
                raise UnreadableNotice(_("The Word file unpacks to more than 200 MB."))
        document = docx.Document(io.BytesIO(data))
        return list(_blocks(document.element.body, Numbering(document)))
    except UnreadableNotice:
        raise
    except Exception as error:  # a broken package fails in zipfile, in lxml or in python-docx, each in its own way
        raise UnreadableNotice(_("The Word file is broken or is not a Word file.")) from error


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            yield from (numbering.sign(child) + _text(child)).split("\n")
        elif child.tag == qn("w:tbl"):
            yield from _rows(child, numbering)
        elif child.tag in BLOCK_HOLDERS:
            yield from _blocks(child, numbering)


def _text(node: Any) -> str:
    pieces: list[str] = []
    for child in node.iterchildren():
        if child.tag in UNSEEN or not isinstance(child.tag, str):
            continue
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag == qn("w:tab"):
            pieces.append(" ")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            pieces.append("\n")
        elif child.tag in (qn("w:noBreakHyphen"), qn("w:softHyphen")):
            pieces.append("-" if child.tag == qn("w:noBreakHyphen") else "")
        elif child.tag == qn("w:p"):  # a paragraph of a text box
            pieces.append("\n" + _text(child))
        elif child.tag != qn("w:pPr") and child.tag != qn("w:rPr"):
            pieces.append(_text(child))
    return "".join(pieces)


def _rows(table: Any, numbering: Numbering) -> Iterator[str]:
    """A cell merged over rows is written in each of them; one merged over columns stands in its first."""
    above: dict[int, str] = {}
    for row in _found(table, "w:tr"):
        cells: list[str] = [""] * _skipped(row)
        for cell in _found(row, "w:tc"):
            column, properties = len(cells), cell.find(qn("w:tcPr"))
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            if merge is not None and merge.get(qn("w:val")) != "restart":
                text = above.get(column, "")
            else:
                text = " ".join(" ".join(_blocks(cell, numbering)).split())
            above[column] = text
            cells += [text] + [""] * (_span(properties) - 1)
        yield "\t".join(cells)


def _found(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent.iterchildren():
        if child.tag == qn(tag):
            yield child
        elif child.tag in BLOCK_HOLDERS:
            yield from _found(child, tag)


def _skipped(row: Any) -> int:
    before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    return _small(before)


def _span(properties: Any) -> int:
    return max(1, _small(properties.find(qn("w:gridSpan")))) if properties is not None else 1


def _small(node: Any) -> int:
    value = node.get(qn("w:val"), "") if node is not None else ""
    return min(int(value), 60) if value.isdigit() else 0
