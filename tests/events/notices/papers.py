"""Makes one notice as a file of every kind, the way people make them: from lines, rows with tabs becoming tables."""

import csv
import html
import io
import logging
from itertools import groupby

import pylopdf_fonts_zh_cn
from docx import Document
from fpdf import FPDF, FontFace
from openpyxl import Workbook

EM = 16  # points


def _parts(lines):
    """The lines in runs: text, or the rows of one table."""
    for is_table, run in groupby(lines, key=lambda line: "\t" in line):
        rows = [line.split("\t") for line in run]
        width = max(map(len, rows))
        yield is_table, [row + [""] * (width - len(row)) for row in rows] if is_table else [row[0] for row in rows]


def _saved(thing):
    file = io.BytesIO()
    thing.save(file)
    return file.getvalue()


def word(lines):
    document = Document()
    document.sections[0].header.paragraphs[0].text = "某某文件 页眉"
    for is_table, run in _parts(lines):
        if not is_table:
            for line in run:
                document.add_paragraph(line)
            continue
        table = document.add_table(rows=0, cols=len(run[0]))
        for row in run:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return _saved(document)


class Printed(FPDF):
    """A printed paper with a running head and the page numbers of official documents."""

    def __init__(self, head="政务公开工作资料", size=EM):
        super().__init__(unit="pt")
        # One font with all its signs is cut down to those used, and the log tells every step.
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        self.head = head
        self.add_font("song", fname=str(pylopdf_fonts_zh_cn.serif_path()))
        self.set_margins(80, 90, 74)
        self.set_auto_page_break(True, 90)
        self.c_margin = 0
        self.set_font("song", size=size)
        self.add_page()

    def header(self):
        self.set_font("song", size=9)
        self.set_y(40)
        self.cell(0, 12, self.head, align="C")
        self.set_xy(80, 90)
        self.set_font("song", size=EM)

    def footer(self):
        self.set_font("song", size=10)
        self.set_y(-60)
        self.cell(0, 12, f"— {self.page_no()} —", align="C")
        self.set_font("song", size=EM)

    def paragraph(self, text, indent="　　", align="L"):
        self.multi_cell(0, 28, indent + text, wrapmode="CHAR", new_x="LMARGIN", new_y="NEXT", align=align)

    def rows(self, rows, spans=None):
        """A ruled table; `spans` are the rows that a cell takes, by its place."""
        self.set_font("song", size=11)
        self.c_margin = 4
        with self.table(headings_style=FontFace(), wrapmode="CHAR", line_height=18) as table:
            for number, row in enumerate(rows):
                line = table.row()
                for column, text in enumerate(row):
                    if text is not None:
                        line.cell(text, rowspan=(spans or {}).get((number, column), 1))
        self.c_margin = 0
        self.set_font("song", size=EM)


def pdf(lines, indent="　　"):
    paper = Printed(head="政务公开工作资料" if len("".join(lines)) > 1500 else "")
    for is_table, run in _parts(lines):
        if is_table:
            paper.rows(run)
        for line in () if is_table else run:
            paper.paragraph(line, indent)
    return bytes(paper.output())


PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>某区人民政府</title><style>p {{ color: red }}</style>
<script>var notice = "开放点99（假）：不是正文。（主责单位：假单位）";</script></head>
<body><nav><ul><li><a href="/">首页</a></li><li>开放点98（导航）</li></ul></nav>
<div class="article">
{body}
</div>
<div style="display: none">开放点97（隐藏）：看不见。（主责单位：假单位）</div>
<footer>主办：某区人民政府 联系我们</footer></body></html>"""


def page(lines, encoding="utf-8", charset=None):
    body = []
    for is_table, run in _parts(lines):
        if is_table:
            rows = ["".join(f"<td><p>{html.escape(cell)}</p></td>" for cell in row) for row in run]
            body.append("<table><tbody>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</tbody></table>")
        else:
            body += [f"<p>　　<span>{html.escape(line[:3])}</span>{html.escape(line[3:])}</p>" for line in run]
    return PAGE.format(charset=charset or encoding, body="\n".join(body)).encode(encoding)


def archive(lines):
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    part = 'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    return head.encode() + part.encode() + page(lines, "gb18030", "gb2312") + b"\r\n--b--\r\n"


def workbook(lines):
    book = Workbook()
    for line in lines:
        book.active.append(line.split("\t"))
    return _saved(book)


def table(lines, encoding="utf-8", delimiter=","):
    file = io.StringIO()
    width = max(line.count("\t") for line in lines) + 1
    for line in lines:
        row = line.split("\t")
        csv.writer(file, delimiter=delimiter).writerow(row + [""] * (width - len(row)))
    return file.getvalue().encode(encoding)
