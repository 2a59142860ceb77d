"""Rows of another unit are not listed, reached, chosen or exported; a list costs the same for one row and for three."""

import csv

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import deadlines
from events.foundation import audit, clock, outbox
from events.models import ChangeFiling, Publication, Session, SpecialDay
from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign(plan, other_editor):
    """A session of the unit next door."""
    return make.session(make.point(plan, [other_editor.unit], title="邻镇开放点"), title="邻镇的场次")


def test_a_list_shows_the_own_units_rows_and_not_the_neighbours(desk, editor, session, foreign):
    page = text_of(desk(editor).get(address("session_changelist")))

    assert session.title in page
    assert foreign.title not in page


def test_a_supervised_institution_belongs_to_the_own_rows(desk, editor, town, plan):
    school = make.unit("黄村镇第一小学", kind="institution", parent=town)
    theirs = make.session(make.point(plan, [town]), unit=school, title="校园开放日")

    assert theirs.title in text_of(desk(editor).get(address("session_changelist")))


@pytest.mark.parametrize("name", ["session_change", "session_history", "session_delete"])
def test_a_neighbours_row_is_not_found_at_its_address(desk, editor, foreign, name):
    assert desk(editor).get(address(name, foreign.pk)).status_code in (403, 404)
    assert desk(editor).get(address("session_change", foreign.pk)).status_code == 404


def test_a_neighbours_row_is_not_changed_at_its_address(desk, editor, foreign):
    assert desk(editor).post(address("session_change", foreign.pk), {"title": "改"}).status_code == 404
    assert desk(editor).post(address("session_step", foreign.pk, "cancel"), {"reason": "改"}).status_code == 404

    foreign.refresh_from_db()
    assert (foreign.title, foreign.state) == ("邻镇的场次", Session.State.APPROVED)


def test_choices_hold_the_own_points_and_units_alone(desk, editor, town, point, foreign):
    form = desk(editor).get(address("session_add")).context["adminform"].form

    assert list(form.fields["point"].queryset) == [point]
    assert list(form.fields["unit"].queryset) == [town]


def test_a_neighbours_point_is_refused_even_when_it_is_sent(desk, editor, session, foreign):
    answer = desk(editor).post(
        address("session_add"),
        {"point": foreign.point_id, "unit": foreign.unit_id, "quotas-TOTAL_FORMS": 0, "quotas-INITIAL_FORMS": 0},
    )

    assert {"point", "unit"} <= answer.context["adminform"].form.errors.keys()


def test_a_filter_offers_the_own_units_alone(desk, approver, session, foreign):
    filters = desk(approver).get(address("session_changelist")).context["cl"].filter_specs

    offered = {label for spec in filters for _key, label in getattr(spec, "lookup_choices", [])}
    assert foreign.unit.name not in offered


def test_an_export_holds_the_own_rows_alone(desk, editor, session, foreign):
    table = exported(desk(editor), "session")

    assert [row["标题"] for row in table] == [session.title]


def test_a_cell_that_begins_like_a_formula_is_exported_as_text(desk, editor, session):
    session.title = "=HYPERLINK(1)"
    session.save()

    assert [row["标题"] for row in exported(desk(editor), "session")] == ["HYPERLINK(1)"]


def test_who_may_see_a_list_may_not_thereby_take_it_away(desk, session):
    auditor = make.staff("auditor")

    assert session.title in text_of(desk(auditor).get(address("session_changelist")))
    assert desk(auditor).get(address("session_export")).status_code == 403


def test_a_helper_at_the_door_sees_sessions_and_nothing_of_the_plans_or_letters(desk, town, session):
    door = desk(make.staff("door", unit=town))

    assert session.title in text_of(door.get(address("session_changelist")))
    for name in ("plan", "message", "staff", "auditentry", "notice"):
        assert door.get(address(f"{name}_changelist")).status_code == 403


def exported(browser, name):
    answer = browser.post(address(f"{name}_export"), {"format": "1", "resource": "0"})
    return list(csv.DictReader(answer.content.decode().lstrip("\ufeff").splitlines()))


def more_of_everything(plan, office):
    """One more row for every list of the desk."""
    unit = make.unit()
    theme = make.theme(plan, f"专题{unit.pk}")
    session = make.announced(point=make.point(plan, [unit], theme=theme))
    deadlines.for_session(session, now=clock.now())
    make.published(session, Publication.Kind.REPORT)
    ChangeFiling.objects.create(session=session, kind="moved", reason="检修", filed_at=clock.now(), filed_by=office)
    outbox.queue(letter="point_filed", app="events", to="a@example.cn", subject="s", body="b", unit=unit, by=office)
    audit.record(session, "session.approve", by=office, now=clock.now())
    SpecialDay.objects.create(day=f"2027-01-{unit.pk % 27 + 1:02}", is_workday=False, name="元旦")
    make.notice(plan=plan, uploaded_by=office)
    make.plan()
    make.staff(unit=unit)


LISTS = [
    *("unit", "staff", "plan", "notice", "point", "session", "publication"),
    *("duty", "changefiling", "message", "auditentry", "specialday", "rule"),
]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(desk, office, plan, name):
    more_of_everything(plan, office)
    browser = desk(office)
    few = queries(browser, name)

    more_of_everything(plan, office)
    more_of_everything(plan, office)

    assert queries(browser, name) == few


def queries(browser, name):
    browser.get(address(f"{name}_changelist"))
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = browser.get(address(f"{name}_changelist"))
    assert answer.status_code == 200
    assert answer.context["cl"].result_count
    return len(caught)
