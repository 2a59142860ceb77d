"""Web pages saved from a government's site: blocks become lines, tables rows, what a visitor never sees is left out.

What frames the document is left out only where the page itself says so (nav, footer …); the rest of the furniture is
known by its words, one step later.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from lxml import etree, html

from events.notices.files import cells, packages, texts
from events.notices.files.bounds import Budget
from events.notices.files.cells import Cell, Filling
from events.notices.files.numbering import shown
from events.notices.lines import UnreadableNotice

DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
HEAD = 4096  # bytes in which a page says how it is encoded
PAGE = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,4000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|style|table|div|article|section|center|p|h[1-6])\b",
    re.I | re.S,
)
UNSEEN = frozenset(
    "script style noscript template head title iframe frame object embed applet svg math canvas audio video map select "
    "option datalist textarea button input progress meter dialog nav".split()
)
FRAMES = {"header", "footer"}  # a page's own, not an article's
FRAME_ROLES = {"navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar"}
INSIDE = {"article", "main", "section", "td"}
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html legend li main menu ol p pre section summary tbody td tfoot th thead tr "
    "ul".split()
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
BLANKS = re.compile(r"[ \t\r\n\f]+")
BROKEN_LINE = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])[ \t\f]*[\r\n]\s*(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])"
)
LIST_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
DEEPEST = 150  # elements inside each other; what lies deeper is read as running text
LAYOUT_LINES = 3  # a row that stands alone with more paragraphs than this in a cell only places things on the page


def is_page(text: str) -> bool:
    return PAGE.match(text) is not None


def charset(data: bytes) -> str:
    """The encoding that a page declares in its head, "" where it does not."""
    found = DECLARED.search(data[:HEAD])
    return found[1].decode("ascii", errors="ignore") if found else ""


def read_archive(data: bytes) -> Iterator[str]:
    """The page in a single-file archive (.mht)."""
    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            assert isinstance(page, bytes)
            yield from read(texts.decoded(page, part.get_content_charset() or charset(page)))
            return
    raise UnreadableNotice(
        _(
            "The saved page holds no text. Open it in a browser, copy the notice into WPS or Word, save it as .docx,"
            " and upload the saved file."
        )
    )


def read(text: str) -> Iterator[str]:
    """The lines of a page."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    text = re.sub(r"^\ufeff?\s*<\?xml[^>]*>", "", text).replace("\0", "")
    root = etree.fromstring(text.encode("utf-8", errors="ignore"), parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise UnreadableNotice(packages.BROKEN)  # the parser stops at this depth, and what follows would be lost
    if root is not None:
        yield from _Flow(Budget()).of(root)


@dataclass
class _Flow:
    """Text that runs on until a block begins or ends."""

    budget: Budget
    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def of(self, node: Any, depth: int = 0) -> list[str]:
        """The lines inside one element."""
        self._inside(node, depth)
        self._end()
        return self.lines

    def _inside(self, node: Any, depth: int) -> None:
        if depth > DEEPEST:
            self.pieces.append(" ".join(node.itertext()))
            return
        self._say(node.text, node)
        for place, child in enumerate(node.iterchildren(etree.Element)):
            if not _is_unseen(child):
                self._element(child, depth + 1, place)
            self._say(child.tail, node)

    def _element(self, node: Any, depth: int, place: int) -> None:
        if node.tag == "br":
            self._end()
        elif node.tag == "table":
            self._end()
            self.lines += _table(node, depth, self.budget)
        elif node.tag in BLOCKS:
            self._end()
            self.pieces.append(_sign(node, place))
            self._inside(node, depth)
            self._end()
        else:
            self._inside(node, depth)

    def _say(self, text: str | None, holder: Any) -> None:
        if text and holder.tag == "pre":
            *whole, last = texts.LINE_END.split(text)
            for line in whole:
                self.pieces.append(line)
                self._end()
            self.pieces.append(last)
        elif text:
            self.pieces.append(text)

    def _end(self) -> None:
        line = BLANKS.sub(" ", BROKEN_LINE.sub("", "".join(self.pieces))).replace("\xa0", " ").strip(" ")
        self.pieces = []
        if line:
            self.lines.append(line)


def _table(table: Any, depth: int, budget: Budget) -> Iterator[str]:
    if depth > DEEPEST:
        yield " ".join(table.itertext())
        return
    for caption in table.iterchildren("caption"):
        yield from _Flow(budget).of(caption, depth)
    rows = [
        [_cell(node, depth, budget) for node in row.iterchildren("td", "th")]
        for row in _rows(table)
        if not _is_unseen(row)
    ]
    if _is_layout(table, rows):
        for row in rows:
            for cell in row:
                yield from cell.text.split("\n")
        return
    filling = Filling(budget)
    for row in rows:
        yield from cells.lines(filling.row(row))


def _rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _cell(node: Any, depth: int, budget: Budget) -> Cell:
    text = "" if _is_unseen(node) else "\n".join(_Flow(budget).of(node, depth + 1))
    return Cell(text, _count(node, "rowspan"), _count(node, "colspan"))


def _count(node: Any, name: str) -> int:
    value = node.get(name, "").strip()
    return max(1, int(value)) if value.isdecimal() and len(value) < 6 else 1


def _is_layout(table: Any, rows: list[list[Cell]]) -> bool:
    """The table only places things: it holds tables, headings, one column, or one row of columns of text."""
    if next(table.iter("h1", "h2", "h3", "h4"), next(table.iterdescendants("table"), None)) is not None:
        return True
    filled = [[cell for cell in row if cell.text.strip()] for row in rows]
    if all(len(row) <= 1 for row in filled):
        return True
    return len(rows) == 1 and any(cell.text.count("\n") >= LAYOUT_LINES for cell in rows[0])


def _is_unseen(node: Any) -> bool:
    if node.tag in UNSEEN or node.get("role") in FRAME_ROLES:
        return True
    if node.tag in FRAMES and not any(parent.tag in INSIDE for parent in node.iterancestors()):
        return next(node.iter("h1"), None) is None
    return node.tag != "body" and (node.get("hidden") is not None or HIDDEN.search(node.get("style") or "") is not None)


def _sign(item: Any, place: int) -> str:
    """The number that a browser writes before an entry of a list."""
    parent = item.getparent()
    if item.tag != "li" or parent is None or parent.tag != "ol":
        return ""
    style = LIST_STYLES.get(parent.get("type", "1"))
    if style is None or "list-style" in (parent.get("style") or "") + (item.get("style") or ""):
        return ""
    first = parent.get("start", "1")
    return shown((int(first) if first.isdecimal() and len(first) < 6 else 1) + place, style) + "."
