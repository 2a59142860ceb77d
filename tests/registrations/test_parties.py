"""Lists of names from files: what is read, and what a file that is something else is told."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from registrations import parties
from tests.refusals import refused

pytestmark = pytest.mark.once


def workbook(*rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_names_stand_in_their_column_wherever_the_heading_is():
    content = workbook(
        ["某公司名单"], ["序号", "姓 名", "电话"], [1, "李雷", 13800000000], [2, " 韩  梅 ", None], [3, None]
    )
    assert parties.from_file("名单.XLSX", content) == ["李雷", "韩 梅"]


def test_without_a_heading_the_first_text_of_each_row_is_the_name():
    assert parties.from_file("a.xlsx", workbook([1, "李雷"], [2, "韩梅"], [])) == ["李雷", "韩梅"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_the_encodings_in_use(encoding):
    assert parties.from_file("a.csv", "姓名,电话\r\n𠮷野,1\r\n买买提·吐尔逊,2\r\n".encode(encoding)) == [
        "𠮷野",
        "买买提·吐尔逊",
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"%PDF-1.7 not a workbook", "not_a_table"),
        ("a.csv", b"PK\x03\x04\0\0", "not_a_table"),
        ("a.csv", b"\xff\xff\xff", "not_a_table"),
        ("a.exe", b"MZ", "not_a_table"),
        ("a.csv", b"1,2\n3,4\n", "no_names"),
        ("a.csv", b"a" * 2_000_001, "too_large"),
    ],
)
def test_a_file_that_is_something_else_is_told_so(name, content, code):
    with refused(code):
        parties.from_file(name, content)


def test_a_zip_that_is_no_workbook_and_one_that_unpacks_without_end_are_refused():
    for parts, code in (({"a.txt": b"a"}, "not_a_table"), ({"xl/a.xml": b"0" * 20_000_001}, "too_large")):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in parts.items():
                packed.writestr(name, content)
        with refused(code):
            parties.from_file("a.xlsx", out.getvalue())
