"""The desk's search: pages and rows by the office's words, each by its right, the own units' alone."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.foundation import clock
from events.models import Point, Staff, UnitAlias
from opendays import finding
from tests import make

pytestmark = pytest.mark.django_db
SEARCH = "admin:search"


@pytest.fixture(autouse=True)
def moment(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(make.at("2019-10-08 09:00"))


@pytest.fixture
def find(client):
    def found(staff, words):
        client.force_login(staff, backend="events.foundation.permissions.StaffBackend")
        answer = client.post(reverse(SEARCH), {"s": words})
        assert answer.status_code == 200
        return [(str(one.title), str(one.facts)) for one in answer.context["found"]]

    return found


@pytest.fixture
def door(town):
    return make.staff("door", unit=town)


@pytest.fixture
def everything(session):
    """One row of each kind that the search knows, of the town."""
    return {
        "session": session,
        "signup": make.signup(session, code="K7MWX2PA", name="朱建国", phone="13812345678"),
        "opinion": make.opinion(session, number=4711),
        "card": make.card(session, number="ABCDEF0123"),
    }


# Words, and the title under which an editor of the town finds the row.
WORDS = {
    "营商环境 大厅": "优化营商环境",
    "开放点1": "优化营商环境",
    "黄村": "黄村镇",
    "4711": "优化营商环境 4711",
    "4711 营商": "优化营商环境 4711",
    "ABCDEF": "ABCDEF0123",
    "k7mw": "K7MWX2PA",
}


@pytest.mark.parametrize("words", WORDS)
def test_the_own_units_rows_are_found_and_another_units_never(find, editor, other_editor, everything, words):
    own, theirs = find(editor, words), find(other_editor, words)

    assert [title for title, _facts in own if title.startswith(WORDS[words])]
    assert theirs == []


def test_a_plan_in_force_is_everyones(find, editor, door, plan):
    assert plan.title in [title for title, _facts in find(editor, "总体方案")]
    assert find(door, "总体方案") == []


def test_a_hit_tells_its_kind_its_unit_and_its_day(find, editor, session):
    assert ("优化营商环境", "场次 · 黄村镇 · 2019-10-14 · 已批准") in find(editor, "营商环境")


def test_pages_are_found_by_the_words_of_the_sidebar_and_its_groups(find, editor, office):
    assert find(editor, "意见台账") == [("意见台账", "页面 · 群众参与")]
    assert ("报备", "页面 · 政务开放日") in find(office, "政务开放日")


def test_a_page_that_one_may_not_open_is_not_found(find, editor, office):
    assert ("审计记录", "页面 · 设置与记录") in find(office, "审计")
    assert find(editor, "审计") == []


@pytest.mark.parametrize("words", ["營商環境", "营商环境", "優化營商"])
def test_traditional_and_simplified_words_find_the_same(find, editor, session, words):
    make.session(session.point, title="優化營商環境座談")

    titles = [title for title, facts in find(editor, words) if facts.startswith("场次")]
    assert set(titles) == {"优化营商环境", "優化營商環境座談"}


def test_a_unit_is_found_by_its_alias(find, office, town):
    UnitAlias.objects.create(unit=town, name="黄村地区办事处")

    assert "黄村镇" in [title for title, _facts in find(office, "地区办事处")]


@pytest.mark.parametrize("words", ["朱建国", "朱建", "13812345678", "5678", "7MWX"])
def test_a_resident_is_found_by_the_code_alone(find, office, everything, words):
    assert "K7MWX2PA" not in [title for title, _facts in find(office, words)]


def test_a_hit_on_a_signup_shows_nobody(find, editor, everything):
    assert find(editor, "K7MWX2PA") == [("K7MWX2PA", "报名 · 优化营商环境 · 黄村镇 · 2019-10-14 · 已报名，待遴选")]


def test_staff_are_found_by_the_office_alone(find, office, editor, approver):
    assert ("李经办", "工作人员 · 黄村镇 · 经办人") in find(office, "李经办")
    assert find(approver, "李经办") == []
    assert find(make.staff("auditor"), "李经办") == []


def test_the_door_finds_sessions_and_nothing_else(find, door, everything):
    assert {facts.partition(" · ")[0] for _title, facts in find(door, "营商环境")} == {"场次"}
    for words in ("4711", "ABCDEF", "K7MWX2PA"):
        assert find(door, words) == []


def test_a_proposal_of_another_unit_is_not_found(find, editor, plan, other_editor):
    make.point(plan, [other_editor.unit], title="邻镇的提议", filing=Point.Filing.FILED)

    assert find(editor, "提议") == []


def test_a_right_that_was_taken_away_is_gone_at_once(find, approver, everything):
    assert find(approver, "K7MWX2PA")

    approver.role = Staff.Role.DOOR
    approver.save()
    assert find(approver, "K7MWX2PA") == []


def test_no_kind_crowds_out_the_others_and_the_list_stays_short(find, office, plan):
    for number in range(12):
        unit = make.unit(f"东街{number}")
        make.session(make.point(plan, [unit], title=f"东街{number}"), title=f"东街{number}")
        make.staff("editor", unit=unit)

    found = find(office, "东街")

    kinds = [facts.partition(" · ")[0] for _title, facts in found]
    assert {kind: kinds.count(kind) for kind in kinds} == {"场次": 8, "开放点或公开讲": 8, "单位": 8, "工作人员": 6}
    assert len(found) == finding.IN_ALL


def test_what_is_not_found_is_said_in_words(client, editor):
    client.force_login(editor, backend="events.foundation.permissions.StaffBackend")

    page = client.post(reverse(SEARCH), {"s": "<b>月球</b>"}).content.decode()

    assert "没有找到“&lt;b&gt;月球&lt;/b&gt;”。" in page
    assert client.post(reverse(SEARCH), {"s": "  "}).content == b""


def test_words_stand_in_no_address_and_in_no_log(client, find, editor, caplog, everything):
    caplog.set_level(logging.DEBUG)
    find(editor, "朱建国")

    assert "朱建国" not in caplog.text
    assert client.get(reverse(SEARCH), {"s": "朱建国"}).status_code == 405


def test_nobody_searches_without_signing_in(client):
    assert client.post(reverse(SEARCH), {"s": "营商"}).status_code == 302


def test_a_search_takes_as_many_queries_for_three_hits_as_for_one(client, office, plan):
    client.force_login(office, backend="events.foundation.permissions.StaffBackend")

    def queries():
        unit = make.unit()
        session = make.session(make.point(plan, [unit], title="东街"), title="东街")
        make.signup(session)
        make.opinion(session, number=77)
        with CaptureQueriesContext(connection) as caught:
            client.post(reverse(SEARCH), {"s": "东街"})
            client.post(reverse(SEARCH), {"s": "77"})
        return len(caught)

    queries()
    assert queries() == queries() == queries()
