"""What the portal writes is read here: letters masked, the log only read, the office's defaults its own."""

import pytest

from events.foundation import audit, clock, outbox
from events.models import AuditEntry, Message, Publication, Rule
from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(session, office):
    return outbox.queue(
        letter="selected",
        app="registrations",
        to="zhujianguo@example.cn",
        subject="入选通知",
        body="朱建国，您好：私人链接 https://example.cn/s/abc",
        about=session.title,
        unit=session.unit,
        by=office,
    )


def test_a_letter_is_listed_with_a_masked_address_and_its_text_nowhere(desk, office, letter):
    pages = [address("message_changelist"), address("message_change", letter.pk)]

    for page in map(text_of, map(desk(office).get, pages)):
        assert "z***@example.cn" in page
        assert "zhujianguo" not in page
        assert "私人链接" not in page


def test_a_unit_sees_its_own_letters_alone(desk, editor, other_editor, letter):
    assert letter.about in text_of(desk(editor).get(address("message_changelist")))
    assert letter.about not in text_of(desk(other_editor).get(address("message_changelist")))
    assert desk(other_editor).get(address("message_change", letter.pk)).status_code == 404


def test_the_office_holds_a_letter_back_and_releases_it(desk, office, letter):
    desk(office).post(address("message_step", letter.pk, "hold"))
    held = Message.objects.get(pk=letter.pk).state
    desk(office).post(address("message_step", letter.pk, "release"))

    assert (held, Message.objects.get(pk=letter.pk).state) == ("held", "queued")


def test_a_letter_given_up_is_sent_again_as_a_copy(desk, office, letter):
    Message.objects.filter(pk=letter.pk).update(state="given_up", next_try_at=None)

    desk(office).post(address("message_step", letter.pk, "resend"))

    assert Message.objects.get(resent_from=letter).to == letter.to


def test_a_unit_holds_no_letters(desk, approver, letter):
    assert desk(approver).post(address("message_step", letter.pk, "hold")).status_code == 403


def test_the_log_is_read_and_never_written(desk, office, session):
    entry = audit.record(session, "session.approve", by=office, now=clock.now())
    browser = desk(office)

    assert "批准场次" in text_of(browser.get(address("auditentry_changelist")))
    assert browser.post(address("auditentry_change", entry.pk), {"act": "x"}).status_code == 403
    assert browser.post(address("auditentry_delete", entry.pk), {"post": "yes"}).status_code == 403
    assert browser.get(address("auditentry_add")).status_code == 403


def test_an_entry_tells_what_changed_by_the_names_of_fields_and_choices(desk, office, session):
    entry = audit.record(
        session,
        "session.change",
        by=office,
        now=clock.now(),
        before={"mode": "onsite", "starts_at": session.starts_at, "unknown": 1},
        after={"mode": "both", "starts_at": make.at("2019-10-16 09:00"), "unknown": 2},
    )

    for page in (address("auditentry_change", entry.pk), address("session_history", session.pk)):
        text = text_of(desk(office).get(page))
        assert "活动方式" in text
        assert "2019-10-14 09:00" in text
        assert "2019-10-16 09:00" in text
        assert "onsite" not in text


def test_the_log_is_not_for_units(desk, approver, session):
    assert desk(approver).get(address("auditentry_changelist")).status_code == 403


def test_the_office_edits_its_default_and_only_defaults_are_listed(desk, office, plan):
    rule = Rule.objects.defaults().get(code="reply")
    own = plan.rules.first()

    desk(office).post(address("rule_change", rule.pk), {"code": "reply", "value": 10, "unit": "working_days"})

    rule.refresh_from_db()
    assert rule.value == "10"
    assert AuditEntry.objects.get(subject_type="events.rule").after == {"value": "10"}
    assert desk(office).get(address("rule_change", own.pk)).status_code == 404


def test_a_value_that_does_not_fit_its_unit_is_refused(desk, office):
    rule = Rule.objects.defaults().get(code="reply")

    answer = desk(office).post(address("rule_change", rule.pk), {"code": "reply", "value": "x", "unit": "working_days"})

    assert "value" in answer.context["adminform"].form.errors


def test_overdue_duties_are_one_click_away(desk, office, session):
    duty = session.duties.create(
        kind="announce_onsite", unit=session.unit, plan=session.point.plan, due_on="2019-10-01", rule_value="5"
    )
    later = make.session(session.point)
    later.duties.create(kind="report", unit=session.unit, plan=session.point.plan, due_on="2019-12-01", rule_value="5")

    listed = desk(office).get(address("duty_changelist"), {"light": "overdue"}).context["cl"].result_list

    assert list(listed) == [duty]


def test_a_name_leads_to_a_page_only_for_whoever_may_open_it(desk, office, approver, editor, session, plan):
    """The unit's editor has no right to the pages of staff; the approver has, and only to those of the own unit."""
    paper = Publication.objects.create(
        session=session,
        kind=Publication.Kind.ANNOUNCEMENT,
        title="公告",
        state=Publication.State.PUBLISHED,
        published_at=clock.now(),
        published_by=office,
    )
    page, link = address("publication_change", paper.pk), f'href="{address("staff_change", office.pk)}"'
    shown = [text_of(desk(staff).get(page)) for staff in (office, approver, editor)]

    assert all("公开办" in page for page in shown)
    assert [link in page for page in shown] == [True, False, False]
    assert f'href="{address("session_change", session.pk)}"' in shown[-1]
    Publication.objects.update(published_by=editor)
    assert f'href="{address("staff_change", editor.pk)}"' in text_of(desk(approver).get(page))
