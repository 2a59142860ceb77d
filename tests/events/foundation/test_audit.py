"""The audit log: written by acts, append-only, sealed so that a change shows."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from events.foundation import audit, crypto
from events.models import AuditEntry, Message
from tests import make

NOW = make.at("2019-10-08 09:00")
CHANGED = "changed after it was sealed"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def entries(office):
    return [audit.record(office.unit, f"act {n}", by=office, now=NOW) for n in range(1, 5)]


def tamper(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_an_entry_says_who_did_what_to_which_row(office, town):
    entry = audit.record(town, "rename", by=office, now=NOW, before={"name": "甲"}, after={"name": "乙"}, reason="更名")
    entry.refresh_from_db()
    assert (entry.at, entry.by, entry.act, entry.reason) == (NOW, office, "rename", "更名")
    assert (entry.subject_type, entry.subject_id, entry.subject_label) == ("events.unit", str(town.pk), "黄村镇")
    assert (entry.before, entry.after) == ({"name": "甲"}, {"name": "乙"})


def test_the_entry_belongs_to_the_unit_it_is_about(office, editor, town, session):
    assert audit.record(town, "rename", by=office, now=NOW).unit == town
    assert audit.record(session, "approve", by=office, now=NOW).unit == session.unit
    assert audit.record(make.rule(session.point.plan, "filing", "2019-09-15"), "add", by=editor, now=NOW).unit == town
    assert audit.record(session, "approve", by=office, now=NOW, unit=office.unit).unit == office.unit


def test_staff_read_the_entries_of_their_own_unit(office, editor, other_editor, town):
    entry = audit.record(town, "rename", by=office, now=NOW)
    assert list(AuditEntry.objects.visible_to(editor)) == [entry]
    assert list(AuditEntry.objects.visible_to(office)) == [entry]
    assert list(AuditEntry.objects.visible_to(other_editor)) == []


def test_personal_data_never_enters_the_log(session):
    signup = make.signup(session, name="朱建国", phone="13812345678")
    entry = audit.record(
        signup,
        "correct",
        by=None,
        now=NOW,
        before={"name": "朱健国", "area": "甲"},
        after={"name": "朱建国", "area": "乙"},
    )
    assert (entry.before, entry.after) == ({"name": "***", "area": "甲"}, {"name": "***", "area": "乙"})
    assert entry.subject_label == f"{signup._meta.verbose_name} {signup.pk}"


def test_values_are_the_fields_as_they_are_now(session):
    assert audit.values(session, "state", "capacity", "starts_at") == {
        "state": "approved",
        "capacity": 30,
        "starts_at": session.starts_at,
    }
    assert audit.record(session, "move", by=None, now=NOW, before=audit.values(session, "starts_at")).pk


def test_entries_are_only_ever_added(entries):
    entry = entries[0]
    entry.act = "another"
    for act in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(act="another"),
    ):
        with pytest.raises(TypeError, match="append-only"):
            act()
    assert AuditEntry.objects.get(pk=entry.pk).act == "act 1"


def test_sealing_chains_the_entries_once(entries):
    assert audit.seal() == 4
    assert audit.seal() == 0
    sealed = list(AuditEntry.objects.sealed())
    assert [entry.number for entry in sealed] == [1, 2, 3, 4]
    assert [entry.previous_hash for entry in sealed[1:]] == [entry.hash for entry in sealed[:-1]]
    assert audit.verify() == []


def test_a_later_seal_goes_on_where_the_last_one_ended(entries, office):
    audit.seal()
    audit.record(office.unit, "act 5", by=office, now=NOW)
    assert audit.verify() == []
    assert audit.seal() == 1
    assert audit.verify() == []
    assert audit.head() == (5, AuditEntry.objects.get(number=5).hash)


def test_more_than_a_batch_is_sealed_in_one_go(entries, monkeypatch):
    monkeypatch.setattr(audit, "BATCH", 3)
    assert audit.seal() == 4
    assert audit.verify() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "other"),
        ("reason", "other"),
        ("by_id", None),
        ("at", NOW + datetime.timedelta(seconds=1)),
        ("after", '{"a": 1}'),
    ],
)
def test_a_changed_entry_shows(entries, column, value):
    audit.seal()
    tamper(f"UPDATE events_auditentry SET {column} = %s WHERE number = 2", value)
    assert audit.verify() == [audit.Fault(2, CHANGED)]


def test_a_missing_entry_shows(entries):
    audit.seal()
    tamper("DELETE FROM events_auditentry WHERE number = 2")
    assert audit.verify() == [audit.Fault(2, "missing")]


def test_an_entry_sealed_anew_no_longer_fits_the_next(entries):
    audit.seal()
    entry = AuditEntry.objects.get(number=2)
    entry.act = "other"
    AuditEntry._base_manager.filter(pk=entry.pk).update(act="other", hash=audit._seal_of(entry))
    assert audit.verify() == [audit.Fault(3, CHANGED)]


def test_a_missing_first_entry_shows(entries):
    audit.seal()
    tamper("DELETE FROM events_auditentry WHERE number = 1")
    assert audit.verify() == [audit.Fault(1, "missing")]


def test_a_seal_made_anew_without_the_key_shows(entries, settings):
    audit.seal()
    tamper("UPDATE events_auditentry SET number = NULL, previous_hash = NULL, hash = NULL")
    key, settings.INDEX_KEY = settings.INDEX_KEY, crypto.new_key()
    audit.seal()
    settings.INDEX_KEY = key
    assert audit.Fault(1, CHANGED) in audit.verify()


def test_a_cut_end_shows_against_the_head_noted_before(entries):
    audit.seal()
    noted = audit.head()
    assert audit.verify(noted) == []
    tamper("DELETE FROM events_auditentry WHERE number = 4")
    assert audit.verify() == []
    assert [fault.number for fault in audit.verify(noted)] == [4]


def test_the_head_of_an_empty_log_is_nothing():
    assert audit.head() is None
    assert audit.seal() == 0


def test_the_command_prints_the_head_to_note_down(entries, capsys):
    audit.seal()
    call_command("verify_audit")
    number, seal = capsys.readouterr().out.splitlines()[-1].split(":")
    assert (int(number), seal) == audit.head()
    call_command("verify_audit", "--head", f"{number}:{seal}")


def test_the_command_fails_on_a_fault(entries, capsys):
    audit.seal()
    tamper("DELETE FROM events_auditentry WHERE number = 2")
    with pytest.raises(CommandError):
        call_command("verify_audit")
    assert capsys.readouterr().err.startswith("2: ")
    with pytest.raises(CommandError):
        call_command("verify_audit", "--head", "nonsense")


def test_letters_are_personal_data_too():
    message = Message.objects.create(
        letter="selected", channel="email", to="zhu@example.cn", body="朱建国", next_try_at=NOW, created_at=NOW
    )
    entry = audit.record(message, "hold", by=None, now=NOW, after={"to": message.to, "state": "held"})
    assert entry.after == {"to": "***", "state": "held"}
