"""What the public sees of an amendment: since when, by which document, what changed, and what is no longer in it."""

import pytest
from django.urls import reverse

from events import plans
from events.models import Plan
from tests import make
from tests.events.test_amending_plans import amend, version

pytestmark = pytest.mark.django_db
NOW = make.at("2019-09-02 10:00")


@pytest.fixture
def plan(office, town):
    made = make.plan(state=Plan.State.DRAFT, rules={"report": 5}, title="总体方案")
    for number, title in enumerate(["镇长面对面", "社银合作", "计量服务"], 1):
        make.point(made, [town], number=number, title=title)
    return plans.approve(made, by=office, now=NOW)


def page_of(client, plan):
    return client.get(reverse("events:plan", args=[plan.pk])).content.decode()


def test_the_plan_says_since_when_by_what_and_what_changed(client, plan, office):
    notice = version(plan, points={1: {"title": "区长面对面"}}, report="3")
    amend(plan, notice, office)
    page = page_of(client, plan)
    for words in ("2019年9月2日", "调整通知", "区长面对面", "3 个工作日", "5 个工作日"):
        assert words in page
    assert reverse("events:original", args=[notice.pk]) in page


def test_what_is_no_longer_in_the_plan_stands_by_itself_with_its_sessions(client, plan, office):
    session = make.announced(point=plan.points.get(number=2))
    amend(plan, version(plan, points={2: None, 3: None}), office)
    page = page_of(client, plan)
    listed, _heading, taken_out = page.partition('id="withdrawn"')
    assert "社银合作" in taken_out
    assert 'id="point-' + str(plan.points.get(number=3).pk) not in listed
    assert session.get_absolute_url() in taken_out
    assert "起不再列入方案" in client.get(session.get_absolute_url()).content.decode()


def test_the_progress_counts_only_what_is_still_in_the_plan(client, plan, office):
    amend(plan, version(plan, points={2: None}), office)
    assert client.get(reverse("events:plan", args=[plan.pk])).context["progress"].points == 2


def test_a_plan_without_amendments_says_nothing_of_them(client, plan):
    page = page_of(client, plan)
    assert 'id="amendments"' not in page
    assert 'id="withdrawn"' not in page


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_it_is_read_in_every_language(client, plan, office, language, settings):
    amend(
        plan,
        version(plan, points={1: {"units": ["采育镇"]}, 2: None}, period={"from": "2019-09-01", "to": None}),
        office,
    )
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert client.get(reverse("events:plan", args=[plan.pk])).status_code == 200


def test_the_page_takes_the_same_queries_however_many_amendments_there_are(
    client, plan, office, django_assert_num_queries, django_assert_max_num_queries
):
    for number in (1, 2, 3):
        make.announced(point=plan.points.get(number=number))
    amend(plan, version(plan, points={3: None}), office)
    page_of(client, plan)
    with django_assert_max_num_queries(25) as few:
        page_of(client, plan)
    amend(plan, version(plan, points={2: None}), office)
    amend(plan, version(plan, report="3"), office)
    with django_assert_num_queries(len(few)):
        page_of(client, plan)
