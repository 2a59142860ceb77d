"""What the portal writes is read here: letters masked, the log only read, the office's defaults its own."""

import pytest

from events.foundation import audit, clock
from events.models import AuditEntry, Publication, Rule
from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db


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
