"""Tables of people: every fault named, nothing written before, and few statements however long the list is."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from events.models import AuditEntry, Message
from registrations import importing, sheets, signups, tables
from registrations.models import Signup, SignupTable
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")
HEADS = ["姓名", "手机号", "类别", "同行人数", "电子邮箱"]


def book(*sheets_of, title="名单"):
    made = Workbook()
    for number, rows in enumerate(sheets_of):
        sheet = made.active if number == 0 else made.create_sheet(f"{title}{number}")
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def people(count, first=0, **more):
    return [[f"王{n}五", f"139{n:08}", "群众代表", 0, more.get("email", "")] for n in range(first, first + count)]


def brought(session, content, by):
    table = tables.bring(session, name="名单.xlsx", content=content, source="letter", agreed=True, by=by, now=NOW)
    tables.sweep(lambda: NOW)
    table.refresh_from_db()
    return table


def entered(session, content, by):
    table = brought(session, content, by)
    tables.carry_out(table, by=by, now=NOW)
    tables.sweep(lambda: NOW)
    table.refresh_from_db()
    return table


@pytest.fixture
def session(db, editor):
    made = make.announced(capacity=3)
    make.PointUnit.objects.create(point=made.point, unit=editor.unit, position=2)
    made.unit = editor.unit
    made.save()
    return made


def test_every_fault_of_every_row_is_named_and_nothing_is_written(session, editor, django_capture_on_commit_callbacks):
    make.signup(session, name="王五", phone="13900000001")
    rows = [
        ["2019年报名名单"],
        HEADS,
        ["王五", "13900000001", "", "", ""],
        [],
        ["", "12", "火星人", "x", "a@"],
        ["赵六", "1.39E+10", "家长", 9, ""],
        ["钱七", 1060000000, "居民", None, ""],
        ["孙八", make.at("2019-10-05 09:00").replace(tzinfo=None), "企业", 1.0, ""],
        ["李九", 13900000009, "居民", "", ""],
        ["李 九", "+86 139 0000 0009", "居民", "", ""],
    ]
    with django_capture_on_commit_callbacks(execute=True):
        table = brought(session, book(rows), editor)
    found = [(fault["row"], fault["column"], fault["text"]) for fault in table.faults]
    assert (table.state, table.fault_count) == ("faulty", len(found))
    assert [(row, column) for row, column, _text in found] == [
        (3, "姓名"),
        *((5, head) for head in ("姓名", "手机号", "电子邮箱", "类别", "同行人数")),
        (6, "手机号"),
        (6, "同行人数"),
        (7, "手机号"),
        (8, "手机号"),
        (10, "姓名"),
    ]
    assert "第9行" in found[-1][2]
    assert "开头的0" in found[-3][2]
    assert Signup.objects.count() == 1
    assert not table.file.storage.exists(table.file.name)


def test_a_table_enters_the_queue_by_the_order_of_its_rows(session, editor):
    table = entered(
        session, book([HEADS, *people(2), ["买买提·吐尔逊", 13811111111, "企业", 1, ""], *people(2, 5)]), editor
    )
    made = list(Signup.objects.order_by("pk"))
    assert (table.state, table.done, table.left_out) == ("done", 5, 0)
    assert [(entry.state, entry.rank) for entry in made] == [
        ("entered", None),
        ("entered", None),
        ("waiting", 1),
        ("entered", None),
        ("waiting", 2),
    ]
    session.refresh_from_db()
    assert session.seats_taken == 3
    assert {(entry.source, entry.consent_form, entry.entered_by_id) for entry in made} == {
        ("letter", "written", editor.pk)
    }
    assert signups.find_by_token(made[0].token) == made[0]
    entry = AuditEntry.objects.filter(act="signup.enter").first()
    assert (entry.by, entry.unit, entry.after["source"]) == (editor, session.unit, "letter")
    assert signups.sign_up(session, name="王0五", phone="13900000000", category="resident", consent=True, now=NOW).first


def test_whoever_signed_up_after_the_check_is_left_out(session, editor):
    table = brought(session, book([HEADS, *people(3)]), editor)
    make.signup(session, name="王1五", phone="13900000001")
    tables.carry_out(table, by=editor, now=NOW)
    tables.sweep(lambda: NOW)
    table.refresh_from_db()
    assert (table.state, table.left_out, Signup.objects.count()) == ("done", 1, 3)


def test_a_worker_that_died_is_gone_on_from_where_it_was(session, editor, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    table = brought(session, book([HEADS, *people(5)]), editor)
    tables.carry_out(table, by=editor, now=NOW)
    rows = importing.read_again(session, sheets.read(b"".join(tables.content(table))))
    importing.enter(session, rows[:2], source="letter", by=editor, now=NOW)
    SignupTable.objects.update(done=2)
    tables.sweep(lambda: NOW)
    table.refresh_from_db()
    assert (table.state, table.done, table.left_out, Signup.objects.count()) == ("done", 5, 0, 5)


def test_a_long_list_takes_no_more_statements_than_a_short_one(session, editor):
    counts = []
    for size, first in ((200, 0), (2_000, 1_000)):
        table = brought(session, book([HEADS, *people(size, first, email="a@example.cn")]), editor)
        with CaptureQueriesContext(connection) as check:
            importing.checked(session, sheets.read(b"".join(tables.content(table))))
        tables.carry_out(table, by=editor, now=NOW)
        with CaptureQueriesContext(connection) as run:
            tables.sweep(lambda: NOW)
        counts.append((len(check), len(run)))
    assert Signup.objects.count() == Message.objects.count() == 2_200
    assert counts[1] <= (counts[0][0], counts[0][1] + 2)
    assert counts[1][1] <= 40


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"\xd0\xcf\x11\xe0rest", "另存为.xlsx"),
        (b"%PDF-1.7", "不是表格"),
        (b"PK\x03\x04rest", "已损坏"),
        ("甲,乙\n1,2\n".encode(), "姓名、电话"),
        (book([HEADS], [HEADS]), "名单1"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do(content, words):
    with pytest.raises(ValidationError) as refused:
        sheets.read(content)
    assert words in refused.value.messages[0]


@pytest.mark.once
@pytest.mark.parametrize("code", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_table_of_text_is_read_in_the_codes_that_spreadsheets_write(code):
    read = sheets.read("联系电话;参加人（必填）;爱好\n010-60000000;𠮷·吐尔逊;棋\n".encode(code))
    assert [(row.number, row.cells) for row in read.rows] == [(2, {"phone": "010-60000000", "name": "𠮷·吐尔逊"})]
    assert read.unread == ["爱好"]


def test_who_has_come_to_as_many_sessions_as_a_year_allows_is_a_fault_of_the_row(session, editor):
    make.rule(session.point.plan, "person_per_year", 1, unit="times")
    other = make.announced(point=session.point, starts_at=make.at("2019-09-20 09:00"))
    make.signup(other, name="王 1五", phone="13900000001", state="selected")
    table = brought(session, book([HEADS, *people(3)]), editor)
    assert [(fault["row"], fault["column"]) for fault in table.faults] == [(3, "姓名")]
    assert "1 场" in table.faults[0]["text"]
