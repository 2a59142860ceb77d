"""Word files as people make them: text boxes, tracked changes, hidden words, tables of contents, nested cells."""

import io
import zipfile

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from events.notices import reading
from tests.events.notices.papers import word

MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def _bytes(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _lines(document):
    return reading.read_bytes(_bytes(document))


def _body(*pieces):
    """A document of raw paragraphs and tables."""
    document = Document()
    for piece in pieces:
        document.element.body.insert(
            len(document.element.body) - 1, parse_xml(piece.replace(">", f" {nsdecls('w')}>", 1))
        )
    return document


def _paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _table(*rows):
    cells = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def test_heads_feet_and_comments_are_no_part_of_the_document():
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.add_comment(document.add_paragraph("正文").runs, text="批注")

    assert _lines(document) == ["正文"]


def test_a_text_box_stands_beside_its_sentence():
    box = (
        f'<w:p><w:r><w:t>前半句</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="{MARKUP}" xmlns:wps="{SHAPE}">'
        '<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>两行</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>后半句</w:t></w:r></w:p>"
    )

    assert _lines(_body(box)) == ["前半句后半句", "框里", "两行"]


def test_a_paragraph_whose_end_was_deleted_runs_on():
    document = _body(_paragraph("甲", "<w:rPr><w:del/></w:rPr>"), _paragraph("乙"), _paragraph("丙"))

    assert _lines(document) == ["甲乙", "丙"]


def test_a_row_that_was_deleted_is_gone():
    document = _body(_table([_paragraph("甲"), _paragraph("乙")], [_paragraph("丙"), _paragraph("丁")]))
    document.element.body.tbl_lst[0].tr_lst[0].insert(0, parse_xml(f"<w:trPr {nsdecls('w')}><w:del/></w:trPr>"))

    assert _lines(document) == ["丙\t丁"]


def test_moved_text_stands_where_it_is_now():
    moved = "<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>"

    assert _lines(_body(moved)) == ["新"]


def test_hidden_words_and_field_codes_are_not_read():
    paragraph = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )

    assert _lines(_body(paragraph)) == ["看得见"]


def test_fields_of_a_form_are_read_and_what_nobody_filled_is_not():
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document = _body(control.format("", "已填"), control.format("<w:showingPlcHdr/>", "单击此处输入文字"))

    assert _lines(document) == ["已填"]


def test_a_table_of_contents_does_not_say_everything_twice():
    document = Document()
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、工作目标\t1", style=style)
    document.add_paragraph("一、工作目标")

    assert _lines(document) == ["一、工作目标"]


def test_a_table_of_one_column_is_a_frame_around_text():
    assert _lines(_body(_table([_paragraph("甲") + _paragraph("乙")], [_paragraph("丙")]))) == ["甲", "乙", "丙"]


def test_a_table_inside_a_frame_keeps_its_rows():
    inner = _table([_paragraph("序号"), _paragraph("单位")], [_paragraph("1"), _paragraph("黄村镇")])

    assert _lines(_body(_table([_paragraph("说明") + inner + _paragraph("")]))) == [
        "说明",
        "序号\t单位",
        "1\t黄村镇",
        "",
    ]


def test_a_table_inside_a_cell_is_the_text_of_the_cell():
    inner = _table([_paragraph("甲"), _paragraph("乙")])

    assert _lines(_body(_table([_paragraph("1"), inner + _paragraph("")]))) == ["1\t甲 乙"]


def test_rows_in_fields_stand_where_they_are():
    row = "<w:tr>" + f"<w:tc>{_paragraph('{}')}</w:tc>" * 2 + "</w:tr>"
    field = f"<w:sdt><w:sdtPr/><w:sdtContent>{row.format('2', '乙')}</w:sdtContent></w:sdt>"

    assert _lines(_body(f"<w:tbl>{row.format('1', '甲')}{field}{row.format('3', '丙')}</w:tbl>")) == [
        "1\t甲",
        "2\t乙",
        "3\t丙",
    ]


def test_a_list_of_three_levels_counts_in_figures_where_it_must():
    document = Document()
    numbering = document.part.numbering_part.element
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/>{}<w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "chineseCounting", "", "第%1章") + level.format(1, "decimal", "<w:isLgl/>", "%1.%2")
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="81">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="81"><w:abstractNumId w:val="81"/></w:num>'))
    for depth, text in ((0, "总则"), (1, "目的"), (1, "范围")):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="81"/></w:numPr>')
        )

    assert _lines(document) == ["第一章总则", "1.1目的", "1.2范围"]


def test_strict_open_xml_is_read_like_the_usual_one():
    strict = _rewritten(word(["甲"]), "word/document.xml", lambda xml: xml.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    ))  # fmt: skip

    assert reading.read_bytes(strict) == ["甲"]


def _rewritten(data, name, change):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return file.getvalue()


@pytest.mark.parametrize("tag", ["w:t", "w:delText"])
def test_words_of_a_run_count_by_their_kind(tag):
    document = _body(f"<w:p><w:r><{tag}>甲</{tag}></w:r><w:r><w:t>乙</w:t></w:r></w:p>")

    assert _lines(document) == (["甲乙"] if qn(tag) == qn("w:t") else ["乙"])
