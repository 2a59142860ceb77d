"""Workbooks and comma tables: what a person sees in the cells, row by row."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from events.notices import parsing, reading
from events.notices.lines import UnreadableNotice


def _lines(book):
    file = io.BytesIO()
    book.save(file)
    return reading.read_bytes(file.getvalue())


def _book(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (datetime(2024, 10, 18, 9, 0), 'yyyy"年"m"月"d"日" h:mm', "2024年10月18日 9:00"),
        (datetime(2024, 10, 18, 9, 0), "yyyy/m/d hh:mm:ss", "2024年10月18日 9:00"),
        (datetime(2024, 10, 18), "yyyy-mm-dd", "2024年10月18日"),
        (date(2024, 10, 18), 'm"月"d"日"', "10月18日"),
        (date(2024, 10, 18), 'yyyy"年"m"月"', "2024年10月"),
        (date(2024, 10, 18), "yyyy/m/d aaaa", "2024年10月18日星期五"),
        (time(14, 30), "h:mm", "14:30"),
        (30, "General", "30"),
        (0.1, "General", "0.1"),
        (1 / 3, "0%", "33%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (30, '"约"0"人"', "约30人"),
        (-3, "0_ ", "-3"),
        (True, "General", "TRUE"),
        ("0012", "@", "0012"),
    ],
)
def test_a_cell_says_what_a_person_sees(value, code, seen):
    book = _book(["甲", value])
    book.active["B1"].number_format = code

    assert _lines(book) == [f"甲\t{seen}"]


def test_formats_that_chinese_excel_has_by_number_only_are_days():
    book = _book(["甲", 45583])
    data = io.BytesIO()
    book.active["B1"].number_format = "0.00"  # number 2
    book.save(data)

    lines = reading.read_bytes(_rewritten(data.getvalue(), "xl/styles.xml", b'numFmtId="2"', b'numFmtId="31"'))

    assert lines == ["甲\t2024年10月18日"]


def _rewritten(data, name, old, new):
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(file, "w") as other:
        for entry in package.namelist():
            content = package.read(entry)
            assert entry != name or old in content
            other.writestr(entry, content.replace(old, new) if entry == name else content)
    return file.getvalue()


def test_a_formula_says_its_value_and_one_never_worked_out_says_itself():
    book = _book(["甲", "=1+1"])
    data = io.BytesIO()
    book.save(data)

    assert reading.read_bytes(data.getvalue()) == ["甲\t=1+1"]
    assert reading.read_bytes(_rewritten(data.getvalue(), "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>2</v>")) == [
        "甲\t2"
    ]


def test_merged_cells_count_for_every_row():
    book = _book(
        ["序号", "专题", "开放点名称", "主责单位"],
        [1, "便民", "大厅", "黄村镇"],
        [2, None, "热线", "采育镇"],
        [3, "教育", "食堂", "区教委"],
    )
    book.active.merge_cells("B2:B3")

    themes = parsing.parse(_lines(book)).themes

    assert [(theme.title, [point.title for point in theme.points]) for theme in themes] == [
        ("便民", ["大厅", "热线"]),
        ("教育", ["食堂"]),
    ]


def test_a_title_over_all_columns_is_a_line():
    book = _book(["2024年计划表"], ["序号", "单位"])
    book.active.merge_cells("A1:B1")

    assert _lines(book) == ["2024年计划表", "序号\t单位"]


def test_a_column_merged_to_the_very_end_fills_only_rows_that_are_there():
    book = _book(["甲", "1"], [None, "2"])
    book.active.merge_cells("A1:A2")
    data = io.BytesIO()
    book.save(data)

    lines = reading.read_bytes(_rewritten(data.getvalue(), "xl/worksheets/sheet1.xml", b"A1:A2", b"A1:A1048576"))

    assert lines == ["甲\t1", "甲\t2"]


def test_hidden_rows_columns_and_sheets_are_left_out():
    book = _book(["甲", "隐", "乙"], ["隐", "隐", "隐"])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("隐").append(["隐"])
    book["隐"].sheet_state = "veryHidden"

    assert _lines(book) == ["甲\t乙"]


def test_sheets_stand_in_order_under_their_names():
    book = _book(["甲"])
    book.active.title = "第一批"
    book.create_sheet("第二批").append(["乙"])

    assert _lines(book) == ["第一批", "甲", "第二批", "乙"]


def test_a_gap_of_rows_is_a_blank_line_and_empty_columns_before_are_nothing():
    book = Workbook()
    book.active["C3"], book.active["D3"], book.active["C6"] = "甲", "乙", "丙"

    assert _lines(book) == ["甲\t乙", "", "丙"]


def test_notes_in_one_cell_are_lines():
    assert _lines(_book(["甲", "乙"], ["注：1.准时\n2.带证件"])) == ["甲\t乙", "注：1.准时", "2.带证件"]


@pytest.mark.parametrize(
    "book",
    [
        lambda: _book(*[["甲"]] * 20_001),
        lambda: _book(["甲"] * 201),
        lambda: _many_sheets(51),
    ],
)
def test_a_workbook_beyond_bounds_is_refused_and_never_cut(book):
    with pytest.raises(UnreadableNotice) as refused:
        _lines(book())

    assert "20000" in str(refused.value)


def _many_sheets(count):
    book = Workbook()
    for _sheet in range(count - 1):
        book.create_sheet()
    return book


def test_a_table_with_frames_down_to_the_last_row_is_not_large():
    book = _book(["甲", "乙"])
    for row in range(2, 30_000):
        book.active.cell(row, 1).number_format = "0.00"

    assert _lines(book) == ["甲\t乙"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_quoted_cells_of_a_comma_table_are_one_row(delimiter):
    rows = [["序号", "单位"], ["1", '"黄村镇\n采育镇"'], ["2", '"区""教""委"']]
    text = "\n".join(delimiter.join(row) for row in rows)

    assert reading.read_bytes(text.encode("utf-8-sig")) == ["序号\t单位", "1\t黄村镇 采育镇", '2\t区"教"委']


def test_a_title_above_and_a_note_below_belong_to_the_comma_table():
    text = "2024年计划表\n序号,专题,单位\n1,便民,黄村镇\n注：以实际为准\n"

    assert reading.read_bytes(text.encode()) == [
        "2024年计划表",
        "序号\t专题\t单位",
        "1\t便民\t黄村镇",
        "注：以实际为准",
        "",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "关于开展活动的通知,请认真落实\n各单位,各部门\n",
        '"便民"专题,参观\n请准时,带证件,带笔\n其他\n',
        "一,二\n三\n",
        '序号,"单位\n1,甲\n2,乙\n',
    ],
)
def test_running_text_with_commas_stays_as_it_is(text):
    assert reading.read_bytes(text.encode()) == text.split("\n")
