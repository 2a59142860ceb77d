"""Word files: paragraphs and tables in the order of the document, the automatic numbers written out again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from events.notices.files import cells, packages
from events.notices.files.bounds import Budget
from events.notices.files.numbering import Numbering
from events.notices.files.packages import Package

BODY, PARAGRAPH, TABLE, ROW = qn("w:body"), qn("w:p"), qn("w:tbl"), qn("w:tr")
BLOCK_HOLDERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag"), qn("w:ins"), qn("w:moveTo")}
BLOCKS = (PARAGRAPH, TABLE, *BLOCK_HOLDERS)
# Deleted text, field codes, pinyin above the signs, and the second copy of a text box that is kept for old versions
# are not the document.
UNSEEN = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:instrText"),
    qn("w:delText"),
    qn("w:rt"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    qn("w:pPr"),
    qn("w:rPr"),
}
WORDS = {qn("w:t"), qn("m:t")}
SIGNS = {qn("w:tab"): " ", qn("w:ptab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
Row = list[tuple[cells.Cell, bool]]  # each cell, and whether it goes on from the row above
OFF = ("0", "false", "off")


def read(data: bytes) -> Iterator[str]:
    """The lines of a .docx; a table's row is one line, its cells parted by tabs. Heads and feet are left out."""
    package = Package(data)
    main = package.of_type("document.main+xml", "template.main+xml") or "word/document.xml"
    lists = package.of_type("wordprocessingml.numbering+xml")
    styles = package.of_type("wordprocessingml.styles+xml")
    style_root = package.tree(styles) if styles else None
    writer = _Writer(Numbering(package.tree(lists) if lists else None, style_root), _contents_styles(style_root))
    rows: list[Row] = []  # of the table that is read, so that no whole table lies in memory
    for element in package.elements(main, (*BLOCKS, ROW)):
        holder = element.getparent()
        if element.tag == ROW:
            if _is_in_body(holder):
                yield from writer.rest()
                rows += writer.rows([element])
                packages.forget(element)
        elif holder is not None and holder.tag == BODY:
            yield from writer.table(rows) if element.tag == TABLE else writer.block(element)
            rows = []
            packages.forget(element)
    yield from writer.rest()


def _is_in_body(holder: Any) -> bool:
    """Of the rows of all tables: those of a table that is in no other and in no field."""
    while holder is not None and holder.tag in BLOCK_HOLDERS:
        holder = holder.getparent()
    return holder is not None and holder.tag == TABLE and holder.getparent().tag == BODY


@dataclass
class _Writer:
    """Writes blocks as lines; `carried` is the text of a paragraph whose end was deleted: it runs on in the next."""

    numbering: Numbering
    contents: frozenset[str]
    carried: str = ""
    budget: Budget = field(default_factory=Budget)

    def blocks(self, parent: Any) -> Iterator[str]:
        for child in parent.iterchildren(*BLOCKS):
            yield from self.block(child)

    def block(self, element: Any) -> Iterator[str]:
        if element.tag == PARAGRAPH:
            yield from self._paragraph(element)
        elif element.tag == TABLE:
            yield from self.rest()
            yield from self.table(self.rows(_found(element, ROW)))
        elif not _is_placeholder(element):
            yield from self.blocks(element)

    def rest(self) -> Iterator[str]:
        if self.carried:
            yield self.carried
            self.carried = ""

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        properties = paragraph.find(qn("w:pPr"))
        if _style(properties) in self.contents:
            return
        boxes: list[Any] = []
        text = self.carried + _text(paragraph, boxes)
        self.carried = ""
        if properties is not None and properties.find(f"{qn('w:rPr')}/{qn('w:del')}") is not None:
            self.carried = text
        else:
            yield from (self.numbering.sign(paragraph) + text).split("\n")
        for box in boxes:
            yield from self.blocks(box)

    def rows(self, found: Iterable[Any]) -> list[Row]:
        return [list(self._cells(row)) for row in found if not _is_deleted_row(row)]

    def table(self, rows: list[Row]) -> Iterator[str]:
        if all(len(row) <= 1 for row in rows):  # a frame around text
            for row in rows:
                for cell, _goes_on in row:
                    yield from cell.text.split("\n")
            return
        above: dict[int, str] = {}
        for row in rows:
            texts: list[str] = []
            for cell, goes_on in row:
                text = above.get(len(texts), "") if goes_on else cell.text
                self.budget.spend(cell.columns + (len(text) if goes_on else 0))
                above[len(texts)] = text
                texts += [text] + [""] * (cell.columns - 1)
            yield from cells.lines(texts)

    def _cells(self, row: Any) -> Iterator[tuple[cells.Cell, bool]]:
        before = _small(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"))
        if before:
            yield cells.Cell("", columns=before), False
        for node in _found(row, qn("w:tc")):
            properties = node.find(qn("w:tcPr"))
            merge = properties.find(qn("w:vMerge")) if properties is not None else None
            goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
            text = "\n".join(self.blocks(node))
            span = _small(properties.find(qn("w:gridSpan"))) if properties is not None else 0
            yield cells.Cell(text, columns=max(1, span)), goes_on


def _text(node: Any, boxes: list[Any]) -> str:
    """The words of a paragraph; text boxes in it are laid aside, they stand beside the sentence and not in it."""
    pieces: list[str] = []
    for child in node.iterchildren(etree.Element):
        if child.tag in UNSEEN or _is_hidden(child) or _is_placeholder(child):
            continue
        if child.tag in WORDS:
            pieces.append(child.text or "")
        elif child.tag in SIGNS:
            pieces.append(SIGNS[child.tag])
        elif child.tag == qn("w:txbxContent"):
            boxes.append(child)
        else:
            pieces.append(_text(child, boxes))
    return "".join(pieces)


def _found(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in BLOCK_HOLDERS:
            yield from _found(child, tag)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in OFF


def _is_placeholder(holder: Any) -> bool:
    """“Click here to enter text” in a field that nobody filled."""
    return holder.tag == qn("w:sdt") and holder.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def _is_deleted_row(row: Any) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _style(properties: Any) -> str:
    style = properties.find(qn("w:pStyle")) if properties is not None else None
    return style.get(qn("w:val"), "") if style is not None else ""


def _contents_styles(root: Any) -> frozenset[str]:
    """The styles of a table of contents: its lines are the headings once more, with their pages."""
    if root is None:
        return frozenset()
    names = {style.get(qn("w:styleId"), ""): style.find(qn("w:name")) for style in root.findall(qn("w:style"))}
    return frozenset(
        style
        for style, name in names.items()
        if name is not None and name.get(qn("w:val"), "").lower().startswith("toc ")
    )


def _small(node: Any) -> int:
    value = node.get(qn("w:val"), "") if node is not None else ""
    return min(int(value), 60) if value.isdecimal() and len(value) < 9 else 0
