"""The roof's pages: home, columns, about, health, errors; and what every page carries."""

import re

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from events.models import Point, Publication, Session, Unit
from opendays import front, views
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.at("2019-10-08 10:00")
ADOPTED = {"state": "published", "outcome": "adopted", "reply": "已增设", "published_at": NOW}


@pytest.fixture(autouse=True)
def season():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def held(point):
    return make.announced(
        point=point, title="过去的", starts_at=make.at("2019-09-16 09:00"), state=Session.State.REPORTED
    )


def text(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


# --- home


def test_home_shows_what_is_coming_up_and_what_became_of_opinions(client, point, held):
    ahead = make.announced(point=point, title="下周一的")
    make.opinion(held, **ADOPTED)
    make.opinion(held, text="还没答复的")
    page = text(client, "home")
    assert ahead.get_absolute_url() in page
    assert "过去的</a>" not in page
    assert "<strong>1</strong> 场活动正在报名" in page
    assert "<strong>2</strong> 条意见建议已征集" in page
    assert "<strong>1</strong> 条已采纳或部分采纳" in page
    assert "希望增设绿色通道" in page
    assert "还没答复的" not in page
    assert "共 1 项活动：已举办 1 项，已公告 0 项，待安排 0 项。" in page


def test_home_counts_as_many_sessions_as_the_list_it_leads_to_shows(client, point):
    for state in (Session.State.ANNOUNCED, Session.State.CANCELLED):
        make.announced(point=point, state=state, announced_at=NOW)

    assert "全部 2 场" in text(client, "home")
    assert "共 2 场活动" in text(client, "events:sessions")


def test_a_plan_without_points_is_not_counted_in_noughts(client, plan):
    page = text(client, "events:plans")

    assert "方案未列具体活动，由各单位申报备案后开展。" in page
    assert "共 0 项活动" not in page


def test_where_nothing_lies_ahead_home_leads_back_to_what_there_was(client, db):
    make.session(state=Session.State.HELD)
    page = text(client, "home")
    assert "目前没有已公告的活动" in page
    assert reverse("events:sessions") + "?when=past" in page


def test_an_empty_portal_leads_to_no_empty_list_and_counts_no_noughts(client, db):
    page = text(client, "home")
    assert "目前没有已公告的活动" in page
    assert reverse("events:sessions") + "?when=past" not in page
    assert "<strong>0</strong>" not in page
    for query in ("", "?when=past", "?when=all"):
        page = client.get(reverse("events:sessions") + query).content.decode()
        assert "没有符合条件的活动" not in page
        assert 'class="btn btn-outline-primary"' not in page


def test_home_searches_without_scripts(client, db):
    assert f'action="{reverse("events:sessions")}"' in text(client, "home")
    assert 'name="words"' in text(client, "home")


# --- columns


def test_a_column_bears_the_name_that_its_plan_gives_it(plan, point):
    make.point(plan, kind=Point.Kind.TALK, number=None)
    assert [column.name for column in front.columns([plan])] == ["政务开放日专题", "政策公开讲"]
    plan.open_day_column = plan.talk_column = ""
    assert [column.name for column in front.columns([plan])] == ["政务开放日", "政策公开讲"]


def test_a_kind_of_activity_that_the_plan_does_not_know_has_no_column(client, plan, point):
    assert [column.kind for column in front.columns([plan])] == ["open_point"]
    assert client.get(reverse("column", args=[plan.pk, "talk"])).status_code == 404


def test_a_column_has_its_four_parts(client, plan, held):
    notice = make.notice(plan=plan)
    make.published(held, title="举办公告")
    make.published(held, Publication.Kind.REPORT, title="图文实录")
    make.opinion(held, **ADOPTED)
    page = text(client, "column", plan.pk, "open_point")
    for words in (plan.title, reverse("events:original", args=[notice.pk]), "举办公告", "图文实录", "希望增设绿色通道"):
        assert words in page
    assert "举办公告" in text(client, "column_part", plan.pk, "open_point", "announcements")
    assert "图文实录" in text(client, "column_part", plan.pk, "open_point", "reports")
    assert "征集1条，采纳1条" in text(client, "column_part", plan.pk, "open_point", "adoption")


def test_the_columns_of_two_kinds_do_not_mix(client, plan, held):
    talk = make.announced(point=make.point(plan, kind=Point.Kind.TALK, number=None))
    make.published(held, title="开放日的公告")
    make.published(talk, title="公开讲的公告")
    columns = {column.kind: column for column in front.columns([plan])}
    assert [columns[kind].announcements for kind in ("open_point", "talk")] == [1, 1]
    page = text(client, "column", plan.pk, "talk")
    assert "公开讲的公告" in page
    assert "开放日的公告" not in page


def test_drafts_are_in_no_column(client, plan, held):
    make.publication(held, title="草稿一份")
    assert front.columns([plan])[0].announcements == 0
    assert "草稿一份" not in text(client, "column", plan.pk, "open_point")


def test_any_number_of_plans_takes_three_queries(plan, point, django_assert_num_queries):
    plans = [plan, make.plan(), make.plan()]
    for each in plans[1:]:
        make.published(make.announced(point=make.point(each)))
    with django_assert_num_queries(3):
        assert len(front.columns(plans)) == 3


# --- every page


def test_about_explains_selection_and_personal_data(client, db):
    page = text(client, "about")
    for words in ("参加人怎样确定", "个人信息保护", 'id="privacy"', "摇号"):
        assert words in page


def test_the_footer_names_the_office_and_the_way_for_staff(client, db):
    Unit.objects.update_or_create(kind="office", defaults={"name": "区政务公开办公室", "phone": "010-60000000"})
    page = text(client, "about")
    assert "主办单位：区政务公开办公室" in page
    assert 'href="tel:010-60000000"' in page
    assert f'href="{reverse("admin:index")}"' in page


@pytest.mark.parametrize(
    ("name", "door"),
    [("home", "首页"), ("events:sessions", "活动"), ("feedback:adoptions", "意见采纳"), ("about", "关于")],
)
def test_the_navigation_says_where_one_is(client, db, name, door):
    assert re.findall(r'aria-current="page">(.*?)</a>', text(client, name)) == [door]


@pytest.mark.parametrize("name", ["home", "events:sessions", "events:plans", "about"])
def test_pages_need_no_foreign_host_and_no_inline_code(client, db, name):
    page = text(client, name)
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', page)
    assert not re.findall(r"<style|\sstyle=|\son\w+=|<script>", page)
    assert 'lang="zh-hans"' in page
    assert 'href="#main"' in page


def test_health_answers(client, db):
    response = client.get(reverse("health"))
    lines = response.content.decode().splitlines()
    assert (response.status_code, lines[0]) == (200, "ok")
    assert lines[1].startswith("letters: sent 0 in 24 hours, waiting 0")


# --- errors


def test_an_unknown_address_says_what_to_do(client, db):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "抱歉，没有找到这个页面" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words(client, point):
    session = make.announced(point=point)
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("registrations:signup", args=[session.pk]))
    assert response.status_code == 403
    assert "表单已过期" in response.content.decode()


def test_when_everything_fails_the_page_needs_no_database(django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        failed, refused = views.server_error(request), views.bad_request(request, ValueError())
    assert (failed.status_code, refused.status_code) == (500, 400)
    assert "抱歉，系统出了点问题" in failed.content.decode()
    assert settings.PORTAL_NAME in refused.content.decode()


@pytest.mark.parametrize("show", [views.server_error, lambda request: views.bad_request(request, ValueError())])
def test_when_everything_fails_the_page_still_speaks_and_looks_as_its_visitor_chose(show):
    request = RequestFactory().get("/")
    request.COOKIES = {settings.LANGUAGE_COOKIE_NAME: "en", "display": "elderly-contrast"}
    page = show(request).content.decode()
    assert re.search(r'<html lang="en"\s+data-colours="contrast"\s+data-elderly', page)
    assert "To the home page" in page
    assert ("css/contrast" in page, "css/elderly" in page, "css/dark" in page) == (True, True, False)
