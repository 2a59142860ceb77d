"""Sign-ups as tables at the desk, in and out: by the worker, each person's own, gone after a day."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from events.models import Staff
from registrations import exporting, importing, tables
from registrations.models import Signup, SignupTable
from tests import make
from tests.registrations.conftest import CLOSED

pytestmark = pytest.mark.django_db
LIST = "/desk/registrations/signup/"
ROWS = "姓名,电话\n王五,13900000001\n赵六,{}\n"


@pytest.fixture
def session(choice):
    return choice


def text_of(response):
    return response.content.decode()


def brought(client, session, phone="13900000002", **given):
    file = SimpleUploadedFile("名单.csv", ROWS.format(phone).encode())
    typed = {"session": session.pk, "file": file, "source": "letter", "agreed": "on"} | given
    return client.post(f"{LIST}import/", typed)


def carried(client, answer):
    """After the worker: the page of the table."""
    tables.sweep(lambda: CLOSED)
    return text_of(client.get(answer.url))


def test_a_table_is_checked_then_entered(desk, session):
    client = desk()
    answer = brought(client, session)
    assert "正在检查" in text_of(client.get(answer.url))
    assert "没有差错" in carried(client, answer)
    assert not Signup.objects.exists()

    client.post(reverse("admin:registrations_signuptable_step", args=[SignupTable.objects.get().pk, "carry-out"]))
    carried(client, answer)
    assert [entry.phone for entry in Signup.objects.order_by("pk")] == ["13900000001", "13900000002"]


def test_a_faulty_row_is_named_and_nothing_is_entered(desk, session):
    client = desk()
    shown = carried(client, brought(client, session, phone="12"))
    assert "电话号码有误" in shown
    assert ">3<" in shown
    assert "carry-out" not in shown
    assert not Signup.objects.exists()


def test_nobody_brings_a_table_without_consent_or_to_another_unit(desk, session):
    client = desk()
    assert "须经本人同意" in text_of(brought(client, session, agreed=""))
    assert brought(client, make.announced()).status_code == 200
    assert not SignupTable.objects.exists()


def test_the_table_to_fill_in_has_the_columns_of_the_session_and_is_read_back(desk, session):
    own = {"item": "own", "text": "=午餐", "choices": "要\n不要", "category": "business"}
    asked = ["id_number", own, {"item": "access", "moment": "selected"}]
    make.terms(session, asked=asked, takes_children=True, group_max=9, age_min=8)
    client = desk()
    given = client.post(f"{LIST}import/", {"session": session.pk, "blank": ""})
    book = load_workbook(io.BytesIO(given.content))
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert heads[:4] == ["姓名", "电话", "人员类别", "电子邮箱"]
    assert {"出生年份", "证件类型", "证件号码", "监护人姓名", "'=午餐", "企业或学校"} <= set(heads)
    assert "需要的协助" not in "".join(heads)
    assert book.worksheets[0].max_row == 1
    told = {row[0]: row for row in book.worksheets[1].iter_rows(values_only=True)}
    assert set(told) == {*heads, "列名"}
    assert told["姓名"][1] == "是"
    assert told["'=午餐"][2:4] == ("仅限企业代表填写。", "要、不要")
    read = importing.read(session, given.content)
    assert (len(read.heads), read.unread) == (len(heads), [])
    assert not SignupTable.objects.exists()


def test_a_table_of_no_session_or_of_another_unit_is_not_given_out(desk):
    client = desk()
    assert "filename" not in client.post(f"{LIST}import/", {"blank": ""}).headers.get("Content-Disposition", "")
    refused = client.post(f"{LIST}import/", {"blank": "", "session": make.announced().pk})
    assert "Content-Disposition" not in refused.headers


def test_the_export_holds_the_own_unit_and_no_formula(desk, session):
    make.signup(session, name="=HYPERLINK(1)王", phone="+8613812345678")
    make.signup(session, name="@王", phone="13812345679", state=Signup.State.REFUSED)
    make.signup(make.announced(), name="李雷雷")
    client = desk()
    answer = client.post(f"{LIST}export/?state__exact=entered")
    tables.sweep(lambda: CLOSED)
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{answer.url.removesuffix('change/')}fetch/"))))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert len(rows) == 2
    assert rows[0][4:6] == ["姓名", "电话"]
    assert rows[1][4:6] == ["'=HYPERLINK(1)王", "+8613812345678"]
    assert not {cell.data_type for cell in book.active[2]} & {"f", "e"}


def test_only_the_person_who_asked_fetches_the_table_and_only_for_a_day(desk, session, at):
    make.signup(session)
    client = desk()
    address = f"{client.post(f'{LIST}export/').url.removesuffix('change/')}fetch/"
    tables.sweep(lambda: CLOSED)
    kept = SignupTable.objects.get()
    with kept.file.open("rb") as locked:
        assert b"PK" not in locked.read(4)
    assert desk(Staff.Role.APPROVER).get(address).status_code == 404
    assert desk(Staff.Role.OFFICE, unit=None).get(address).status_code == 404

    client.force_login(kept.asked_by)
    at(CLOSED + timedelta(days=1))
    assert client.get(address).status_code == 404
    tables.forget(now=CLOSED + timedelta(days=1))
    assert not SignupTable.objects.exists()


def test_an_auditor_exports_nothing_and_the_old_way_in_is_closed(desk):
    client = desk(Staff.Role.AUDITOR)
    assert client.get(f"{LIST}export/").status_code == 403
    assert client.get(f"{LIST}import/").status_code == 403
    assert desk().post(f"{LIST}process_import/").status_code == 404


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("-王", "'-王"),
        ("@a", "'@a"),
        ("+1(2)", "'+1(2)"),
        ("+86 138-1234", "+86 138-1234"),
        ("𠮷", "𠮷"),
    ],
)
def test_what_a_spreadsheet_would_work_out_is_text(text, written):
    assert exporting.harmless(text) == written
