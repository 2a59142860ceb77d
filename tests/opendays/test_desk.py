"""The first page of the desk, its navigation and its headers."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import deadlines
from events.foundation import clock
from events.models import ChangeFiling, Point, Session
from tests import make

pytestmark = pytest.mark.django_db
INDEX = "admin:index"


@pytest.fixture(autouse=True)
def moment(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(make.at("2019-10-08 09:00"))


@pytest.fixture
def first_page(client):
    def seen_by(staff):
        client.force_login(staff, backend="events.foundation.permissions.StaffBackend")
        return client.get(reverse(INDEX))

    return seen_by


def days(page):
    return {str(title): [(day.duty.kind, day.workdays) for day in days] for title, days in page.context["duty_groups"]}


def waiting(page):
    return {str(pile.title): pile.count for pile in page.context["waiting"]}


def with_duties(point, day, **fields):
    session = make.session(point, starts_at=make.at(day), **fields)
    deadlines.for_session(session, now=clock.now())
    return session


def test_duties_stand_by_day_overdue_first_counted_in_working_days(first_page, editor, point):
    with_duties(point, "2019-10-14 09:00")
    with_duties(point, "2019-09-29 09:00")

    groups = days(first_page(editor))

    assert list(groups) == ["已逾期", "本周", "以后"]
    assert groups["已逾期"] == [("announce_onsite", 7), ("tell_selected", 3)]
    assert (groups["本周"], groups["以后"]) == (
        [("announce_onsite", 0), ("report", 3), ("tell_selected", 4)],
        [("report", 10)],
    )


def test_a_person_sees_the_own_units_duties_and_piles_alone(first_page, other_editor, point):
    with_duties(point, "2019-10-14 09:00", state=Session.State.DRAFT)

    page = first_page(make.staff("approver", unit=other_editor.unit))

    assert (days(page), waiting(page)) == ({}, {})


def test_the_office_sees_what_is_overdue_anywhere(first_page, office, point):
    with_duties(point, "2019-10-21 09:00")
    with_duties(point, "2019-09-29 09:00")

    assert list(days(first_page(office))) == ["已逾期"]


def test_what_waits_follows_the_role(first_page, office, approver, editor, plan, point):
    make.session(point, state=Session.State.DRAFT)
    over = make.announced(point=point, starts_at=make.at("2019-09-29 09:00"))
    ChangeFiling.objects.create(session=over, kind="moved", reason="检修", filed_at=clock.now())
    make.point(plan, filing=Point.Filing.FILED, number=None)
    make.card(over)

    assert waiting(first_page(editor)) == {"待登记举办的场次": 1, "待列入台账的意见卡": 1}
    assert waiting(first_page(approver)) == {"待批准的场次": 1, "待登记举办的场次": 1, "待列入台账的意见卡": 1}
    assert waiting(first_page(office)) == {
        "待批准的场次": 1,
        "待登记举办的场次": 1,
        "待审核的备案": 1,
        "未阅的报备": 1,
        "待列入台账的意见卡": 1,
    }


def test_drafted_papers_wait_for_whom_may_publish_them(first_page, approver, editor, point):
    held = make.session(point, state=Session.State.HELD)
    make.publication(held, kind="report")
    make.publication(make.session(point, state=Session.State.DRAFT))

    assert waiting(first_page(approver))["待发布的公开材料"] == 1
    assert "待发布的公开材料" not in waiting(first_page(editor))


def test_the_door_has_the_sessions_of_the_day_and_no_way_to_a_closed_page(client, first_page, town, point):
    today, later = make.announced(point=point, starts_at=clock.now()), make.announced(point=point)
    page = first_page(make.staff("door", unit=town))

    assert waiting(page) == {"今日签到的场次": 1}
    listed = client.get(page.context["waiting"][0].url).context["cl"].result_list
    assert today in listed
    assert later not in listed
    assert client.get(page.context["sessions_url"]).status_code == 200
    assert not page.context["duties_url"]


def test_each_pile_leads_to_a_list_of_just_these_rows(client, first_page, approver, point):
    make.session(point)
    draft = make.session(point, state=Session.State.DRAFT)

    pile = first_page(approver).context["waiting"][0]

    assert list(client.get(pile.url).context["cl"].result_list) == [draft]


def test_every_pile_and_every_duty_leads_somewhere(client, first_page, office, editor, plan, point):
    over = with_duties(point, "2019-09-29 09:00", state=Session.State.ANNOUNCED)
    make.signup(over, call_about="decision")
    make.card(over)
    make.opinion(over, state="replied")
    ChangeFiling.objects.create(session=over, kind="moved", reason="检修", filed_at=clock.now())
    make.point(plan, filing=Point.Filing.FILED, number=None)
    deadlines.for_point(point, now=clock.now())
    plan.duties.create(kind="per_year", unit=editor.unit, due_on="2019-12-31")
    plan.duties.create(kind="filing", unit=editor.unit, due_on="2019-10-15")

    addresses = set()
    for staff in (office, editor):
        page = first_page(staff)
        found = [pile.url for pile in page.context["waiting"]]
        found += [day.url for _title, days in page.context["duty_groups"] for day in days]
        addresses |= {address: client.get(address, follow=True).status_code for address in found}.items()

    assert len(addresses) > 8
    assert {status for _address, status in addresses} == {200}


def test_the_first_page_takes_as_many_queries_for_three_sessions_as_for_one(first_page, editor, point):
    with_duties(point, "2019-10-14 09:00")
    few = queries(first_page, editor)
    with_duties(point, "2019-10-15 09:00")
    with_duties(point, "2019-10-16 09:00")

    assert queries(first_page, editor) == few


def queries(first_page, staff):
    first_page(staff)
    with CaptureQueriesContext(connection) as caught:
        first_page(staff)
    return len(caught)


def test_the_sidebar_shows_a_person_what_the_role_may_see(first_page, office, town):
    def lists(staff):
        groups = first_page(staff).context["sidebar_navigation"]
        return {str(item["title"]) for group in groups for item in group["items"]}

    assert {"单位", "工作人员", "审计记录", "通知信", "默认规则"} <= lists(office)
    assert lists(make.staff("door", unit=town)) == {"我的工作", "收件箱", "场次"}


def test_the_desk_alone_is_allowed_to_evaluate_and_asks_no_other_host(client, first_page, editor):
    policy = first_page(editor).headers["Content-Security-Policy"]

    assert "script-src 'self' 'unsafe-eval'" in policy
    assert "http" not in policy
    assert "unsafe" not in client.get("/").headers["Content-Security-Policy"]


def test_the_desk_is_in_chinese(first_page, office):
    page = first_page(office).content.decode()

    assert 'lang="zh-hans"' in page
    assert "<title>" in page
    assert "我的工作 | " in page


def test_every_state_has_its_colour_in_a_list_and_with_it_its_words():
    """Unfold shows the bare code of a state that has no colour."""
    labels = [
        (model, set(map(str, column.label)))
        for model, desk in admin.site._registry.items()
        for name in desk.list_display
        if isinstance(getattr(column := getattr(desk, name, None), "label", None), dict)
    ]
    states = [
        (model, coloured, {str(value) for value, _label in field.flatchoices})
        for model, coloured in labels
        for field in model._meta.concrete_fields
        if field.name in ("state", "role", "filing")
    ]
    checked = [(model, coloured, known) for model, coloured, known in states if coloured <= known]

    assert {model.__name__ for model, _, _ in checked} >= {"Message", "Session", "Signup", "Staff", "Point", "Plan"}
    assert [(model, known - coloured) for model, coloured, known in checked if known != coloured] == []
