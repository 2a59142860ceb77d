"""Vetting notes: seen and written by few, and in no log or table."""

import tempfile

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from events.models import AuditEntry
from registrations import exporting, vetting
from tests import make

pytestmark = pytest.mark.django_db
NOTE = "曾在现场扰乱秩序"
LIST = "/desk/registrations/signup/"


@pytest.fixture
def entry(choice):
    return make.signup(choice, vetting_note=NOTE)


@pytest.mark.parametrize(
    ("role", "sees"), [("approver", True), ("office", True), ("editor", False), ("auditor", False)]
)
def test_only_approver_and_office_read_it(desk, choice, entry, page, role, sees):
    client = desk(role)
    for address in (f"{LIST}{entry.pk}/change/", page(choice, "selection")):
        assert (NOTE in client.get(address).content.decode()) is sees
    written = client.post(f"{LIST}{entry.pk}/step/vet/", {"text": "无异常"})
    assert (written.status_code == 302) is sees


def test_the_log_keeps_who_and_when_and_not_the_words(entry):
    approver = make.staff("approver", unit=entry.session.unit)
    vetting.note(entry, "无异常", by=approver, now=make.at("2019-10-10 18:00"))
    entry.refresh_from_db()
    assert entry.vetting_note == "无异常"
    logged = AuditEntry.objects.get(act="signup.vet")
    assert (logged.by, logged.before, logged.after) == (approver, {"vetting_note": "***"}, {"vetting_note": "***"})


def test_an_editor_or_a_neighbour_writes_none(entry):
    for staff in (make.staff(unit=entry.session.unit), make.staff("approver")):
        with pytest.raises(PermissionDenied):
            vetting.note(entry, "无", by=staff, now=make.at("2019-10-10 18:00"))


def test_it_is_in_no_table(entry):
    with tempfile.TemporaryFile() as file:
        exporting.write([entry.pk], file, staff=make.staff("office"), told=lambda done: None)
        rows = list(load_workbook(file).active.iter_rows(values_only=True))
    assert entry.code in rows[1]
    assert not any(NOTE in str(cell) for row in rows for cell in row)
