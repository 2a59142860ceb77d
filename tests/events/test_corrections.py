"""Error reports of visitors: taken without scripts or accounts, owed by the office, handled at the desk."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from events import corrections, deadlines, portal_views, reminders
from events.foundation import clock
from events.models import AuditEntry, Duty, ErrorReport, Message, Rule
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.at("2019-09-30 15:00")  # Monday; the next working day is Tuesday, 8 October
DUE = date(2019, 10, 8)
FORM = "events:correction"


@pytest.fixture(autouse=True)
def moment(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "now")
    clock.move(NOW)


@pytest.fixture
def reported(office):
    return corrections.report(page="/about/", text="电话有误", contact="13812345678", now=NOW)


def duty_of(row):
    return deadlines.find(Duty.Kind.CORRECTION, subject=row.subject)


def send(client, **fields):
    return client.post(reverse(FORM), {"page": "/about/", "text": "电话有误", "request_key": "k1", **fields})


# --- the duty


def test_a_report_is_owed_by_the_office_within_the_days_of_its_default_rule(reported, office):
    duty = duty_of(reported)
    assert (duty.unit, duty.plan, duty.due_on, duty.rule_is_default) == (office.unit, None, DUE, True)
    assert str(duty) == f"处理网民纠错意见 – 第{reported.pk}号"


def test_the_office_chooses_another_number_of_days_or_none(office):
    Rule.objects.defaults().filter(code="correction").update(value="2")
    assert duty_of(corrections.report(page="", text="错字", now=NOW)).due_on == date(2019, 10, 9)
    Rule.objects.defaults().filter(code="correction").update(value="")
    assert duty_of(corrections.report(page="", text="另一处错字", now=NOW)) is None


def test_a_report_is_taken_even_before_the_office_was_entered(db):
    row = corrections.report(page="/", text="错字", now=NOW)
    assert duty_of(row) is None
    assert row.state == ErrorReport.State.OPEN


def test_the_office_is_reminded_of_it_on_its_day_and_after(reported, office):
    assert reminders.sweep(now=make.at("2019-09-30 16:00")).sent == []
    [on_the_day] = reminders.sweep(now=make.at("2019-10-08 09:00")).sent
    [after] = reminders.sweep(now=make.at("2019-10-09 09:00")).sent
    assert [stage.left for digest in (on_the_day, after) for _duty, stage in digest.reached] == [0, None]
    assert on_the_day.to == after.to == office
    assert {message.about for message in Message.objects.all()} == {str(duty_of(reported))}


def test_it_is_no_rule_of_a_plan(client, plan):
    assert "correction" not in Rule.objects.binding(plan)


def test_the_database_refuses_a_duty_of_no_plan_and_no_subject(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.create(kind="correction", unit=office.unit, due_on=DUE)


# --- handling


def test_handling_says_what_was_done_and_closes_the_duty(reported, office):
    corrections.handle(reported, what_was_done="已更正电话", by=office, now=make.at("2019-10-08 10:00"))
    reported.refresh_from_db()
    assert (reported.state, reported.what_was_done, reported.handled_by) == ("handled", "已更正电话", office)
    assert (duty_of(reported).done_by, duty_of(reported).is_late) == (office, False)
    assert AuditEntry.objects.filter(act="correction.handle", by=office).exists()


def test_what_is_handled_late_needs_its_reason(reported, office):
    late = make.at("2019-10-09 10:00")
    with pytest.raises(ValidationError) as refused:
        corrections.handle(reported, what_was_done="已更正", by=office, now=late)
    assert refused.value.code == "late_reason"
    assert ErrorReport.objects.get().state == "open"
    corrections.handle(reported, what_was_done="已更正", late_reason="系统维护", by=office, now=late)
    assert duty_of(reported).late_reason == "系统维护"


@pytest.mark.parametrize("words", ["", "  "])
def test_handling_without_a_word_is_refused(reported, office, words):
    with pytest.raises(ValidationError) as refused:
        corrections.handle(reported, what_was_done=words, by=office, now=NOW)
    assert refused.value.code == "what_was_done"


def test_what_is_handled_is_not_handled_again(reported, office):
    corrections.handle(reported, what_was_done="已更正", by=office, now=NOW)
    with pytest.raises(ValidationError) as refused:
        corrections.handle(reported, what_was_done="又一次", by=office, now=NOW)
    assert refused.value.code == "state"


def test_units_staff_neither_see_nor_handle_it(reported, approver):
    assert not ErrorReport.objects.visible_to(approver).exists()
    with pytest.raises(PermissionDenied):
        corrections.handle(reported, what_was_done="已更正", by=approver, now=NOW)


def test_what_visitors_write_is_encrypted_and_in_no_log(reported):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, contact FROM events_errorreport")
        assert not {"电话有误", "13812345678"}.intersection(cursor.fetchone())
    entry = AuditEntry.objects.get(act="correction.report")
    assert entry.after == {"page": "/about/"}
    assert "13812345678" not in f"{entry.subject_label}{entry.before}{entry.after}"


# --- the public form


def test_the_foot_of_a_page_leads_to_the_form_with_the_pages_address(client):
    foot = client.get(reverse("about")).content.decode()
    address = re.search(r'href="(/corrections/[^"]*)"', foot)[1]
    assert address == "/corrections/?page=/about/"
    assert 'value="/about/"' in client.get(address).content.decode()


def test_a_private_address_does_not_go_into_a_report(client, session):
    card = make.card(make.announced(point=session.point))
    page = client.get(reverse("feedback:card_thanks", args=[card.number])).content.decode()
    address = re.search(r'href="(/corrections/[^"]*)"', page)[1]
    assert address == "/corrections/?page=/cards/thanks/"


def test_a_report_without_scripts_or_contact_is_taken_and_thanked_for(client, office):
    answer = send(client)
    assert answer.url == reverse("events:correction_thanks")
    assert "感谢您的纠错" in client.get(answer.url).content.decode()
    assert (ErrorReport.objects.get().page, ErrorReport.objects.get().text) == ("/about/", "电话有误")


def test_sending_twice_is_one_report(client):
    send(client)
    send(client)
    assert ErrorReport.objects.count() == 1
    send(client, text="另一处")
    assert ErrorReport.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": " "}, "请填写差错内容。"),
        ({"text": "错" * (corrections.TEXT_LIMIT + 1)}, "1001"),
        ({"website": "http://spam.example"}, "请再提交一次"),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(client, fields, words):
    page = send(client, contact="13812345678", **fields).content.decode()
    assert not ErrorReport.objects.exists()
    assert 'value="13812345678"' in page
    assert "data-error-summary" in page
    assert words in page


def test_a_network_that_sends_too_many_is_asked_to_wait(client, monkeypatch):
    monkeypatch.setattr(portal_views, "REPORTS_AN_HOUR", 1)
    send(client)
    assert "请稍后再提交" in send(client, text="另一处").content.decode()
    assert ErrorReport.objects.count() == 1
