"""Sign-ups as tables, in and out."""

import io

import pytest
from openpyxl import Workbook, load_workbook

from events.models import AuditEntry, Staff
from registrations.models import Signup
from registrations.resources import SignupResource
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/desk/registrations/signup/"


@pytest.fixture
def session(choice):
    return choice


def text_of(response):
    return response.content.decode()


def table(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "signups.xlsx"
    return file


def imported(client, file):
    """Through the trial page and the confirmation, as a person does it; the text of the last page."""
    trial = client.post(f"{LIST}import/", {"import_file": file, "format": "0", "resource": ""})
    if "confirm_form" not in trial.context:
        return text_of(trial)
    given = trial.context["confirm_form"].initial
    return text_of(client.post(f"{LIST}process_import/", given, follow=True))


def heads():
    resource = SignupResource()
    names = ("session", "name", "phone", "email", "category", "companions", "source")
    return [resource.fields[name].column_name for name in names]


def test_a_table_enters_the_queue_under_the_rules_of_every_other_entry(desk, session):
    client = desk()
    rows = [[session.pk, f"王{n}五", f"1390000000{n}", "", "群众代表", 0, "电话"] for n in range(2)]
    imported(client, table(heads(), *rows))
    made = Signup.objects.order_by("pk")
    assert [entry.phone for entry in made] == ["13900000000", "13900000001"]
    assert {entry.source for entry in made} == {"phone"}
    assert AuditEntry.objects.filter(act="signup.enter").count() == 2


def test_one_faulty_row_stops_the_table_and_is_named(desk, session):
    rows = [
        [session.pk, "王五", "13900000001", "", "群众代表", 0, "电话"],
        [session.pk, "赵六", "12", "", "群众代表", 0, "电话"],
    ]
    assert "电话号码有误" in imported(desk(), table(heads(), *rows))
    assert not Signup.objects.exists()


def test_nobody_imports_into_a_session_of_another_unit(desk):
    foreign = make.announced()
    shown = imported(desk(), table(heads(), [foreign.pk, "王五", "13900000001", "", "群众代表", 0, "电话"]))
    assert "没有场次号" in shown
    assert not Signup.objects.exists()


def test_the_export_holds_the_own_unit_and_no_formula(desk, session):
    make.signup(session, name="=HYPERLINK(1)王", phone="13812345678")
    make.signup(make.announced(), name="李雷雷")
    client = desk()
    form = client.get(f"{LIST}export/").context["form"]
    given = {"format": "0", "resource": ""} | {name: "on" for name in form.fields if name.startswith("signupresource")}
    answer = client.post(f"{LIST}export/", given)
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "13812345678" in cells
    assert "李雷雷" not in cells
    assert not any(str(cell).startswith("=") for cell in cells)


def test_an_auditor_exports_nothing(desk):
    assert desk(Staff.Role.AUDITOR).get(f"{LIST}export/").status_code == 403
