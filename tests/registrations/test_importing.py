"""Tables of people: every fault named, nothing written before, and few statements however long the list is."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from events.models import AuditEntry, Message, Session
from registrations import id_numbers, importing, sheets, signups, tables
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
    rows = importing.read_again(session, importing.read(session, b"".join(tables.content(table))), now=NOW)
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
            importing.checked(session, importing.read(session, b"".join(tables.content(table))), now=NOW)
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


# --- what the session asks


def test_each_thing_that_the_session_asks_is_a_column_with_its_faults(session, editor):
    lunch = {"item": "own", "text": "午餐（可选）", "choices": "要\n不要", "is_required": True}
    make.terms(session, asked=["sex", {"item": "employer", "is_required": True}, lunch], areas="黄村镇", age_min=18)
    heads = ["姓名", "手机号", "镇（街道）", "出生年份", "性别", "工作单位", "午餐（可选）", "爱好"]
    rows = [
        heads,
        ["王五", "13900000001", "黄村镇", 1985, "女", "京郊饭店", "要", "棋"],
        ["赵六", "13900000002", "采育镇", "2010年", "不详", "", "也许", ""],
    ]
    table = brought(session, book(rows), editor)
    found = {fault["column"]: fault["text"] for fault in table.faults}
    assert {fault["row"] for fault in table.faults} == {3}
    assert set(found) == {"镇（街道）", "出生年份", "性别", "工作单位", "午餐（可选）"}
    assert "黄村镇" in found["镇（街道）"]
    assert "年龄未达到" in found["出生年份"]
    assert found["性别"] == "请填写以下之一：男、女。"
    assert table.columns["unread"] == ["爱好"]

    assert entered(session, book(rows[:2]), editor).state == "done"
    own = session.asked.get(item="own").key
    kept = {"area": "黄村镇", "birth_year": "1985", "sex": "female", "employer": "京郊饭店", own: "要"}
    assert Signup.objects.get().answers == kept


def test_a_column_that_must_be_filled_in_and_is_not_there_is_named_at_every_row(session, editor):
    make.terms(session, asked=[{"item": "employer", "is_required": True}])
    table = brought(session, book([HEADS, *people(2)]), editor)
    assert [(fault["row"], fault["column"]) for fault in table.faults] == [(2, "工作单位"), (3, "工作单位")]


def test_a_document_is_checked_and_one_person_by_it_comes_once(session, editor):
    make.terms(session, asked=["id_number"])
    make.signup(session, id_index=id_numbers.read("passport", "E12345678", today=NOW.date()).index)
    heads = ["姓名", "电话", "证件类型", "身份证号", "单独同意使用证件号码"]
    rows = [
        ["王五", "13900000001", "", "11010519491231002x", "是"],
        ["王武", "13900000002", "身份证", "11010519491231002X", "是"],
        ["赵六", "13900000003", "护照", "e12345678", "是"],
        ["钱七", "13900000004", "身份证", "110105194912310021", "是"],
        ["孙八", "13900000005", "护照", "E7654321", "否"],
    ]
    table = brought(session, book([heads, *rows]), editor)
    found = {fault["row"]: (fault["column"], fault["text"]) for fault in table.faults}
    assert set(found) == {3, 4, 5, 6}
    assert found[3] == ("身份证号", "证件号码与第2行相同。")
    assert found[4] == ("身份证号", "该证件号码已在名单中。")
    assert "校验" in found[5][1] or "最后一位" in found[5][1]
    assert found[6][0] == "单独同意使用证件号码"
    entered(session, book([heads, rows[0]]), editor)
    kept = Signup.objects.latest("pk")
    assert kept.answers["id_number"] == "11010519491231002X"
    assert kept.id_index == id_numbers.read("resident", "11010519491231002X", today=NOW.date()).index


def test_children_and_groups_and_named_companions_come_by_a_table(session, editor):
    make.terms(session, takes_children=True, names_companions=True, group_max=3, age_min=18)
    heads = [
        "姓名",
        "电话",
        "出生年份",
        "监护人姓名",
        "与孩子的关系",
        "监护人同意",
        "同行人姓名",
        "单位名称",
        "同行人数",
    ]
    heads.append("全体符合年龄要求")
    rows = [
        ["小明", "13900000001", "2010", "王大海", "父亲", "是", "", "", "", ""],
        ["王五", "13900000002", "1985", "", "", "", "李雷、韩梅", "", 2, ""],
        ["赵六", "13900000003", "", "", "", "", "钱七、孙八", "京郊饭店", "", "是"],
        ["小红", "13900000004", "2010", "", "", "", "", "", "", ""],
        ["周九", "13900000005", "1985", "", "", "", "", "", 2, ""],
        ["吴十", "13900000006", "", "", "", "", "郑一", "京郊饭店", "", ""],
    ]
    table = brought(session, book([heads, *rows]), editor)
    assert [(fault["row"], fault["column"]) for fault in table.faults] == [
        (5, "监护人姓名"),
        (5, "与孩子的关系"),
        (5, "监护人同意"),
        (6, "同行人数"),
        (7, "全体符合年龄要求"),
    ]
    entered(session, book([heads, *rows[:3]]), editor)
    child, person, group = Signup.objects.order_by("pk")
    assert child.answers["guardian"]["phone"] == "13900000001"
    assert (person.companions, person.answers["companions"]) == (2, ["李雷", "韩梅"])
    assert (group.organisation, group.companions) == ("京郊饭店", 2)


def test_a_year_counts_the_document_too(session, editor):
    make.rule(session.point.plan, "person_per_year", 1, unit="times")
    make.terms(session, asked=["id_number"])
    other = make.announced(point=session.point, starts_at=make.at("2019-09-20 09:00"))
    make.signup(other, id_index=id_numbers.read("passport", "E12345678", today=NOW.date()).index, state="selected")
    heads = ["姓名", "电话", "证件种类", "证件号码", "单独同意使用证件号码"]
    rows = [["王五", "13900000001", "护照", "E12345678", "是"], ["赵六", "13900000002", "护照", "E12345679", "是"]]
    assert [fault["row"] for fault in brought(session, book([heads, *rows]), editor).faults] == [2]


def test_a_session_that_asks_takes_as_many_statements_for_three_rows_as_for_one(session, editor):
    make.terms(session, asked=["sex", "id_number"], areas="黄村镇")
    heads = ["姓名", "电话", "镇（街道）", "性别", "证件种类", "证件号码", "单独同意使用证件号码"]
    counts = []
    for size, first in ((1, 0), (3, 10)):
        rows = [
            [f"王{n}五", f"139{n:08}", "黄村镇", "女", "护照", f"E{n:08}", "是"] for n in range(first, first + size)
        ]
        table = brought(session, book([heads, *rows]), editor)
        assert table.state == "checked"
        fresh = Session.objects.select_related("unit", "point__plan").get(pk=session.pk)
        with CaptureQueriesContext(connection) as check:
            importing.checked(fresh, importing.read(fresh, b"".join(tables.content(table))), now=NOW)
        tables.carry_out(table, by=editor, now=NOW)
        with CaptureQueriesContext(connection) as run:
            tables.sweep(lambda: NOW)
        counts.append((len(check), len(run)))
    assert counts[0] == counts[1]
    assert Signup.objects.count() == 4
