"""PDF files: paragraphs put together, ruled tables as rows, nothing from the margins, and what has no text refused."""

import io

import pypdfium2
import pytest
from fpdf import FPDF
from PIL import Image

from events.notices import parsing, reading
from events.notices.files import typeset
from events.notices.files.pages import Letter
from events.notices.lines import UnreadableNotice
from tests.events.notices import papers
from tests.events.notices.conftest import SAMPLES
from tests.events.notices.papers import Printed

LONG = "邀请群众代表走进政务服务中心，参观综合窗口受理情况，由专人介绍功能分区、业务流程，并举行座谈会听取意见建议"
MARGINS = {"top": "37mm", "bottom": "35mm", "left": "28mm", "right": "26mm"}  # as official papers have them
PICTURE = Image.effect_noise((300, 400), 40)


def _lines(paper):
    return reading.read_bytes(bytes(paper.output()))


def _refusal(data):
    with pytest.raises(UnreadableNotice) as refused:
        reading.read_bytes(data)
    return str(refused.value)


def test_lines_that_the_margin_broke_are_one_paragraph():
    paper = Printed()
    for number in range(1, 5):
        paper.paragraph(f"开放点{number}（大厅）：{LONG}。（主责单位：黄村镇）")

    assert _lines(paper)[1:] == [f"开放点{number}（大厅）：{LONG}。（主责单位：黄村镇）" for number in range(1, 5)]


def test_a_paragraph_goes_on_over_the_page():
    paper = Printed()
    for _time in range(9):
        paper.paragraph(LONG * 3 + "。")

    assert paper.page_no() > 2
    assert _lines(paper) == [LONG * 3 + "。"] * 9


def test_paragraphs_without_indents_are_told_by_their_ends():
    paper = Printed()
    for number in range(1, 5):
        paper.paragraph(f"{number}.{LONG}。", indent="")

    assert _lines(paper)[1:] == [f"{number}.{LONG}。" for number in range(1, 5)]


def test_a_title_in_two_lines_is_one():
    paper = Printed(head="")
    paper.set_font("song", size=21)
    for line in ("某某区政务公开工作领导小组办公室", "关于印发2024年政务开放日工作方案的通知"):
        paper.paragraph(line, indent="", align="C")
    paper.set_font("song", size=16)
    for _time in range(3):
        paper.paragraph(LONG + "。")

    assert _lines(paper)[0] == "某某区政务公开工作领导小组办公室关于印发2024年政务开放日工作方案的通知"


def test_short_lines_stay_apart():
    fields = ["活动时间：2024年9月10日上午9时至11时", "活动地点：市民中心三楼", "联系电话：010-12345678"]
    paper = Printed(head="")
    for field in fields:
        paper.paragraph(field)

    assert _lines(paper) == fields


def test_heads_and_page_numbers_are_left_out():
    paper = Printed(head="政务公开工作资料")
    for number in range(1, 60):
        paper.paragraph(f"{number}.参观。")

    lines = _lines(paper)

    assert paper.page_no() > 2
    assert lines == [f"{number}.参观。" for number in range(1, 60)]


def test_annexes_that_begin_alike_keep_their_headings():
    paper = Printed(head="")
    for number in (1, 2, 3):
        if number > 1:
            paper.add_page()
        paper.paragraph(f"附件{number}", indent="")
        paper.paragraph("1.参观。")

    assert [line for line in _lines(paper) if line.startswith("附件")] == ["附件1", "附件2", "附件3"]


def test_a_table_of_contents_is_left_out():
    paper = Printed(head="")
    for title in ("一、目标", "二、安排", "三、要求"):
        paper.paragraph(f"{title}……………………………………1", indent="")
    paper.paragraph("一、目标")

    assert _lines(paper) == ["一、目标"]


HEAD = ["序号", "专题", "开放点名称", "主责单位"]


def test_cells_merged_downwards_count_for_every_row():
    paper = Printed(head="")
    paper.rows(
        [HEAD, ["1", "便民", "大厅", "黄村镇"], ["2", None, "热线", "采育镇"], ["3", "教育", "食堂", "区教委"]],
        spans={(1, 1): 2},
    )

    notice = parsing.parse(_lines(paper))

    assert [(theme.title, [(p.number, p.title, p.units) for p in theme.points]) for theme in notice.themes] == [
        ("便民", [(1, "大厅", ("黄村镇",)), (2, "热线", ("采育镇",))]),
        ("教育", [(3, "食堂", ("区教委",))]),
    ]


def test_words_that_a_cell_broke_are_put_together():
    paper = Printed(head="")
    paper.rows([HEAD, ["1", "便民", "政务服务大厅综合窗口改革现场体验活动", "区政务服务和数据管理局"]])

    assert _lines(paper)[1] == "1\t便民\t政务服务大厅综合窗口改革现场体验活动\t区政务服务和数据管理局"


def test_a_table_over_several_pages_is_one_and_its_head_is_read_once():
    rows = [[str(number), "便民", f"第{number}个大厅", "黄村镇"] for number in range(1, 91)]
    paper = Printed()
    paper.rows([HEAD, *rows])

    assert paper.page_no() > 2
    assert _lines(paper) == ["\t".join(row) for row in [HEAD, *rows]]


def test_text_stands_before_and_behind_a_table_as_on_the_page():
    paper = Printed(head="")
    paper.paragraph("一、安排")
    paper.rows([HEAD, ["1", "便民", "大厅", "黄村镇"]])
    paper.paragraph("二、要求")

    assert _lines(paper) == ["一、安排", "\t".join(HEAD), "1\t便民\t大厅\t黄村镇", "二、要求"]


def test_a_frame_around_text_is_no_table():
    paper = Printed(head="")
    paper.rect(60, 60, 480, 400)
    paper.paragraph("一、安排")

    assert _lines(paper) == ["一、安排"]


def test_a_table_drawn_with_thin_boxes_is_read_too():
    paper = Printed(head="")
    paper.set_fill_color(0)
    for y in (100, 140, 180):
        paper.rect(80, y, 300, 0.5, style="F")
    for x in (80, 180, 380):
        paper.rect(x, 100, 0.5, 80, style="F")
    for x, y, text in ((90, 110, "序号"), (190, 110, "单位"), (90, 150, "1"), (190, 150, "黄村镇")):
        paper.set_xy(x, y)
        paper.cell(80, 20, text)

    assert _lines(paper) == ["序号\t单位", "1\t黄村镇"]


def test_a_page_that_was_turned_is_read_as_it_is_seen():
    paper = Printed(head="")
    with paper.rotation(90, 80, 700):
        for row, text in enumerate(("某县开放日方案", "1.参观。", "2.座谈。")):
            paper.text(80, 700 + 30 * row, text)
    document = pypdfium2.PdfDocument(bytes(paper.output()))
    document[0].set_rotation(90)
    turned = io.BytesIO()
    document.save(turned)

    assert reading.read_bytes(turned.getvalue())[:3] == [
        "某县开放日方案",
        "1.参观。",
        "2.座谈。",
    ]


def test_a_watermark_across_the_page_is_left_out():
    paper = Printed(head="")
    with paper.rotation(45, 300, 400):
        paper.text(200, 400, "内部资料注意保存")
    paper.paragraph("一、安排")

    assert _lines(paper) == ["一、安排"]


def test_bold_that_is_printed_twice_is_read_once():
    paper = Printed(head="")
    for shift in (0, 0.4):
        paper.text(80 + shift, 150, "一、天天安排")

    assert _lines(paper) == ["一、天天安排"]


def _scan(pages):
    paper = FPDF(unit="pt")
    for _page in range(pages):
        paper.add_page()
        paper.image(PICTURE, 0, 0, paper.w, paper.h)
    return paper


def test_a_scan_is_refused_and_told_what_to_do():
    assert "扫描件" in _refusal(bytes(_scan(2).output()))


def test_a_page_that_is_a_picture_is_named_in_its_place():
    paper = Printed(head="")
    paper.paragraph("一、" + LONG + "。")
    paper.set_auto_page_break(False)
    paper.add_page()
    paper.image(PICTURE, 0, 0, paper.w, paper.h)
    paper.add_page()
    paper.paragraph("二、" + LONG + "。")

    lines = _lines(paper)

    assert [lines[0][:2], lines[1], lines[-1][:2]] == ["一、", "（第2页是图片，没有可读取的文字。）", "二、"]


def test_a_password_is_told_apart_from_damage():
    paper = Printed(head="")
    paper.set_encryption(owner_password="secret", user_password="open")
    paper.paragraph("一、安排")

    assert "密码" in _refusal(bytes(paper.output()))


def test_a_pdf_that_only_may_not_be_printed_is_read():
    paper = Printed(head="")
    paper.set_encryption(owner_password="secret")
    paper.paragraph("一、安排")

    assert _lines(paper) == ["一、安排"]


def test_a_pdf_of_too_many_pages_is_refused():
    paper = FPDF()
    for _page in range(1001):
        paper.add_page()

    assert "1000页" in _refusal(bytes(paper.output()))


def test_pages_that_lead_to_each_other_in_a_circle_come_to_an_end():
    # 900 pages are promised, fewer than are refused for their number.
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 900>>",
        "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 900/Parent 2 0 R>>",
    ]
    body = "".join(f"{number} 0 obj{text}endobj\n" for number, text in enumerate(objects, 1))

    assert _refusal(f"%PDF-1.7\n{body}trailer<</Root 1 0 R/Size 4>>\n%%EOF".encode()).endswith("。")


def test_signs_of_several_fonts_on_one_line_are_one_line():
    boxes = {"一": (96, 119), "、": (101, 117), "目": (96, 119), "2": (103, 118)}
    letters = [
        Letter(sign, 80 + 16 * at, top, 96 + 16 * at, bottom, 114)
        for at, (sign, (top, bottom)) in enumerate(boxes.items())
    ]

    assert [line.text for line in typeset.lines(letters)] == ["一、目2"]


@pytest.mark.browser
def test_a_page_that_a_browser_printed_says_what_the_text_says(browser):
    lines = [line.strip() for line in reading.read(SAMPLES / "plan_2024.txt") if line.strip()]
    page = browser.new_page()
    page.set_content(
        "<style>p {margin: 0; font-size: 16pt; line-height: 28pt} nav {display: none}</style>"
        + papers.page(lines).decode()
    )

    printed = reading.read_bytes(page.pdf(format="A4", margin=MARGINS, display_header_footer=True))

    assert printed[: len(lines)] == lines
    page.close()


def test_a_table_without_lines_between_its_columns_is_rows():
    rows = [
        ("序号", "开放点", "主责单位", "活动时间"),
        ("1", "走进政务大厅", "区政务服务局", "9月10日"),
        ("2", "走进救助站并了解", "区民政局", ""),
        ("", "临时救助的全过程", "", ""),
        ("3", "走进图书馆", "", "9月12日"),
    ]
    paper = Printed(head="")
    paper.paragraph("现将活动安排公布如下。")
    for number, row in enumerate(rows):
        for left, cell in zip((80, 150, 310, 440), row, strict=True):
            paper.set_xy(left, 140 + 28 * number)
            paper.cell(0, 28, cell)

    assert _lines(paper) == [
        "现将活动安排公布如下。",
        "序号\t开放点\t主责单位\t活动时间",
        "1\t走进政务大厅\t区政务服务局\t9月10日",
        "2\t走进救助站并了解临时救助的全过程\t区民政局",
        "3\t走进图书馆\t\t9月12日",
    ]


def test_a_page_in_two_columns_says_so():
    paper = Printed(head="")
    for number in range(14):
        for left in (80, 320):
            paper.set_xy(left, 100 + 24 * number)
            paper.cell(0, 24, f"{LONG[number : number + 12]}")

    assert _lines(paper)[0] == "（第1页为分栏排版，各栏文字可能混排，请与原文核对。）"
