"""Duties as traffic lights by unit, as a calendar month, and the step that each leads to."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import deadlines
from events.foundation import clock
from events.models import Session
from opendays import duty_month, lights
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2019, 10, 8)


@pytest.fixture(autouse=True)
def moment(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(make.at("2019-10-08 09:00"))


def with_duties(point, day, **fields):
    session = make.session(point, starts_at=make.at(day), **fields)
    deadlines.for_session(session, now=clock.now())
    return session


def counts(table):
    return {line.unit.name: line.counts for line in table.lines}


def test_each_unit_stands_with_its_lights_in_the_plan(plan, point, town, office):
    late = with_duties(point, "2019-09-29 09:00")
    with_duties(make.point(plan, [make.unit("采育镇")]), "2019-10-21 09:00")
    with_duties(make.point(make.plan()), "2019-09-29 09:00")  # another plan
    deadlines.close(
        deadlines.find("announce_onsite", session=late), by=None, now=make.at("2019-10-08 08:00"), late_reason="漏办"
    )

    table = lights.table(plan, staff=office, today=TODAY)

    assert counts(table) == {
        "黄村镇": {"overdue": 1, "open": 1, "late": 1, "done": 0},
        "采育镇": {"overdue": 0, "open": 3, "late": 0, "done": 0},
    }
    assert [column.kind for column in table.columns] == ["announce_onsite", "tell_selected", "report"]
    assert counts(lights.table(plan, staff=office, today=TODAY, show="overdue")).keys() == {"黄村镇"}


def test_every_light_leads_to_rule_sentence_day_what_happened_and_why(client, office, plan, point):
    session = with_duties(point, "2019-09-29 09:00")
    duty = deadlines.find("announce_onsite", session=session)
    deadlines.close(duty, by=office, now=make.at("2019-10-08 08:00"), late_reason="值班人员交接时漏办")
    client.force_login(office)

    table = client.get(reverse("duty_lights", args=[plan.pk])).content.decode()
    address = reverse("duty_lights_unit", args=[plan.pk, point.parts.get().unit_id])
    assert f'href="{address}#announce_onsite"' in table
    assert "逾期" in table

    page = client.get(address).content.decode()
    for told in ('id="announce_onsite"', "5 个工作日", "原文。", "2019-09-23", "值班人员交接时漏办", "公开办"):
        assert told in page


def test_people_see_their_own_unit_and_the_door_nothing(client, editor, other_editor, plan, point, town):
    with_duties(point, "2019-10-14 09:00")
    address = reverse("duty_lights_unit", args=[plan.pk, town.pk])

    client.force_login(editor)
    assert client.get(address).status_code == 200
    client.force_login(other_editor)
    assert client.get(address).status_code == 404
    assert "黄村镇" not in client.get(reverse("duty_lights", args=[plan.pk])).content.decode()
    assert "announce" not in client.get(reverse("duty_month")).content.decode()
    client.force_login(make.staff("door", unit=town))
    for name in ("duty_lights_index", "duty_month"):
        assert client.get(reverse(name)).status_code == 403


def test_a_month_shows_each_day_with_its_lights_and_the_list_beside_it(client, editor, point):
    with_duties(point, "2019-10-14 09:00")
    client.force_login(editor)

    shown = client.get(reverse("duty_month"))

    days = {day.date.day: day for week in shown.context["weeks"] for day in week if day}
    assert {number: day.total for number, day in days.items() if day.total} == {8: 1, 12: 1, 21: 1}
    assert (days[1].mark, days[12].mark, days[9].mark) == ("off", "work", "")
    assert [day for day, _rows in shown.context["groups"]] == [
        date(2019, 10, 8),
        date(2019, 10, 12),
        date(2019, 10, 21),
    ]
    chosen = client.get(days[12].url.partition("#")[0])
    assert [day for day, _rows in chosen.context["groups"]] == [date(2019, 10, 12)]


@pytest.mark.parametrize(
    "query", ["month=0000-13", "month=9999-99", "day=2019-02-30", "day=0001-01-01", "unit=x", "month="]
)
def test_what_is_no_month_is_this_month(client, office, query):
    client.force_login(office)

    assert client.get(f"{reverse('duty_month')}?{query}").context["month"].first == date(2019, 10, 1)


def test_a_month_of_a_year_without_calendar_says_that_it_is_provisional(client, office):
    client.force_login(office)

    assert client.get(reverse("duty_month") + "?month=2031-10").context["is_provisional"]


@pytest.mark.parametrize("name", ["duty_lights", "duty_month", "duty_lights_unit"])
def test_pages_take_as_many_queries_for_three_units_as_for_one(client, office, plan, point, town, name):
    client.force_login(office)
    args = {"duty_lights": [plan.pk], "duty_month": [], "duty_lights_unit": [plan.pk, town.pk]}[name]
    with_duties(point, "2019-10-14 09:00")
    few = queries(client, reverse(name, args=args))
    for unit in (make.unit(), make.unit()):
        with_duties(make.point(plan, [unit]), "2019-10-14 09:00")
        with_duties(point, "2019-10-15 09:00")

    assert queries(client, reverse(name, args=args)) == few


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    return len(caught)


# The step itself, in one click


def steps(client, staff):
    client.force_login(staff)
    page = client.get(reverse("admin:index"))
    found = {day.duty.kind: day.url for _title, days in page.context["duty_groups"] for day in days}
    assert {client.get(url).status_code for url in found.values()} <= {200}
    return found


def test_a_duty_of_this_week_leads_to_the_very_step_of_whoever_looks(client, editor, approver, point):
    session = with_duties(point, "2019-10-14 09:00")
    step = f"/desk/events/session/{session.pk}/step/"

    assert steps(client, editor)["announce_onsite"] == f"{step}write-announcement/"
    assert steps(client, approver)["announce_onsite"] == f"{step}announce/"
    paper = make.publication(session)
    assert steps(client, editor)["announce_onsite"] == reverse("admin:events_publication_change", args=[paper.pk])

    Session.objects.filter(pk=session.pk).update(state="announced", announced_at=clock.now())
    paper.state, paper.published_at = "published", clock.now()
    paper.save()
    assert steps(client, editor)["announce_onsite"] == reverse(
        "admin:events_publication_step", args=[paper.pk, "channel"]
    )
    assert steps(client, editor)["tell_selected"].endswith("/selection/")

    Session.objects.filter(pk=session.pk).update(state="held")
    paper.delete()
    assert steps(client, editor)["report"] == f"{step}write-report/"


def test_what_a_plan_asks_leads_to_where_it_is_begun(client, editor, point, plan):
    deadlines.for_plan(plan, now=clock.now())
    plan.duties.create(kind="filing", unit=editor.unit, due_on="2019-10-10")

    found = steps(client, editor)
    assert found["hold"] == f"{reverse('admin:events_session_add')}?point={point.pk}"
    assert found["filing"] == f"{reverse('admin:events_point_add')}?plan={plan.pk}"
    proposal = make.point(plan, [editor.unit], filing="draft", number=None, proposed_by=editor.unit)
    assert steps(client, editor)["filing"] == reverse("admin:events_point_step", args=[proposal.pk, "file"])


def test_an_opinion_leads_whoever_writes_to_the_reply_and_whoever_approves_to_the_approval(
    client, editor, approver, point
):
    opinion = make.opinion(make.announced(point=point))
    opinion.duty = deadlines.owe_reply(
        f"opinion:{opinion.pk}", unit=editor.unit, session=opinion.session, now=clock.now()
    )
    opinion.save()

    assert steps(client, editor)["reply"] == reverse("admin:feedback_opinion_step", args=[opinion.pk, "reply"])
    type(opinion).objects.update(state="replied")
    assert steps(client, approver)["reply"] == reverse("admin:feedback_opinion_step", args=[opinion.pk, "approve"])


def test_marks_follow_the_official_calendar():
    assert [duty_month.mark_of(date(2019, 10, day)) for day in (1, 5, 8, 12, 13)] == ["off", "", "", "work", ""]
