"""Files become lines: encodings, Word's tables and automatic numbers, and clear refusals."""

import io

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from events.notices import parsing, reading
from events.notices.files import numbering

PLAN = "某县2023年开放日方案\n（一）“便民”专题\n开放点1（大厅）：参观。（主责单位：黄村镇）\n"


def _bytes(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _points(data):
    notice = parsing.parse(reading.read_bytes(data))
    return [(theme.title, [(p.number, p.title, p.units) for p in theme.points]) for theme in notice.themes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_text_is_read_in_its_encoding(encoding):
    assert reading.read_bytes(PLAN.encode(encoding))[:3] == PLAN.split("\n")[:3]


def test_lines_keep_the_numbers_an_editor_shows():
    assert reading.read_bytes("一\r\n\r\n二\r三\n".encode()) == ["一", "", "二", "三", ""]


def test_nul_and_other_invisible_signs_are_taken_out():
    assert reading.read_bytes("开\x00放\u200b点\ufeff1".encode()) == ["开放点1"]


def test_one_broken_sign_does_not_cost_the_document():
    lines = reading.read_bytes(PLAN.encode()[:-5] + b"\xe9\n")

    assert lines[1] == "（一）“便民”专题"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n \n",
        b"PK\x03\x04 not really a package",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        b"%PDF-1.7\n",
        b"{\\rtf1 }",
        bytes(range(256)) * 20,
        b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) * 40,
    ],
)
def test_a_file_that_is_no_notice_is_refused_with_a_sentence(data):
    with pytest.raises(reading.UnreadableNotice) as refusal:
        reading.read_bytes(data)

    assert str(refusal.value).endswith(("。", "."))


def test_a_word_file_cut_short_is_refused():
    document = Document()
    document.add_paragraph(PLAN)

    with pytest.raises(reading.UnreadableNotice):
        reading.read_bytes(_bytes(document)[:-400])


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(reading.UnreadableNotice):
        reading.read(tmp_path / "none.txt")


def test_paragraphs_and_tables_keep_their_order():
    document = Document()
    document.add_paragraph("前")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "左", "右"
    document.add_paragraph("后")

    assert reading.read_bytes(_bytes(document)) == ["前", "左\t右", "后"]


def _table(document, rows):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def test_cells_merged_downwards_count_for_every_row():
    document = Document()
    table = _table(
        document,
        [
            ["专题", "开放点", "名称", "主责单位"],
            ["便民", "1", "大厅", "黄村镇"],
            ["", "2", "热线", "采育镇"],
            ["教育", "3", "食堂", "区教委"],
        ],
    )
    table.cell(1, 0).merge(table.cell(2, 0))

    assert _points(_bytes(document)) == [
        ("便民", [(1, "大厅", ("黄村镇",)), (2, "热线", ("采育镇",))]),
        ("教育", [(3, "食堂", ("区教委",))]),
    ]


def test_a_row_merged_across_is_the_theme_of_the_rows_below():
    document = Document()
    table = _table(
        document,
        [
            ["序号", "开放点名称", "责任单位"],
            ["（一）“便民”专题", "", ""],
            ["1", "大厅", "黄村镇"],
            ["（二）“教育”专题", "", ""],
            ["2", "食堂", "区教委"],
        ],
    )
    table.cell(1, 0).merge(table.cell(1, 2))
    table.cell(3, 0).merge(table.cell(3, 2))

    assert _points(_bytes(document)) == [
        ("便民", [(1, "大厅", ("黄村镇",))]),
        ("教育", [(2, "食堂", ("区教委",))]),
    ]


def _define_list(document, levels):
    """A list of our own: one (format, text) a level. Returns its number."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (style, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", style), ("w:lvlText", text)):
            node = OxmlElement(tag)
            node.set(qn("w:val"), value)
            level.append(node)
        abstract.append(level)
    root.insert(0, abstract)
    one = OxmlElement("w:num")
    one.set(qn("w:numId"), "77")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "77")
    one.append(link)
    root.append(one)


def _numbered(document, depth, text):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", str(depth)), ("w:numId", "77")):
        node = OxmlElement(tag)
        node.set(qn("w:val"), value)
        numbering.append(node)
    properties.append(numbering)


def test_automatic_numbers_are_written_out():
    document = Document()
    _define_list(document, [("chineseCounting", "（%1）"), ("decimal", "%2."), ("decimal", "%1-%2-%3")])
    for depth, text in ((0, "甲"), (1, "乙"), (1, "丙"), (0, "丁"), (1, "戊"), (2, "己")):
        _numbered(document, depth, text)

    assert reading.read_bytes(_bytes(document)) == ["（一）甲", "1.乙", "2.丙", "（二）丁", "1.戊", "二-1-1己"]


def test_the_number_of_a_point_may_be_automatic():
    document = Document()
    _define_list(document, [("chineseCounting", "（%1）"), ("decimal", "开放点%2")])
    _numbered(document, 0, "“便民”专题")
    _numbered(document, 1, "（大厅）：参观。（主责单位：黄村镇）")
    _numbered(document, 1, "（热线）：接听。（主责单位：采育镇）")

    assert _points(_bytes(document)) == [("便民", [(1, "大厅", ("黄村镇",)), (2, "热线", ("采育镇",))])]


def test_inserted_text_counts_and_deleted_text_does_not():
    document = Document()
    paragraph = document.add_paragraph("甲")._p
    for tag, inner, text in (("w:ins", "w:t", "乙"), ("w:del", "w:delText", "丙")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph.append(change)

    assert reading.read_bytes(_bytes(document)) == ["甲乙"]


def test_a_line_break_inside_a_paragraph_parts_lines():
    document = Document()
    run = document.add_paragraph().add_run("甲")
    run.add_break()
    run.add_text("乙")

    assert reading.read_bytes(_bytes(document)) == ["甲", "乙"]


def test_styles_that_word_calls_by_other_names():
    shown = numbering.shown

    assert [shown(12, style) for style in ("chineseCounting", "decimal", "upperLetter", "lowerRoman")] == [
        "十二",
        "12",
        "L",
        "xii",
    ]
    assert shown(3, "decimalEnclosedCircle") == "③"
    assert shown(20, "ideographDigital") == "二十"
