"""The sessions that a notice names become drafts of its plan, or stay proposals that say why."""

import pytest

from events import plans, sessions
from events.models import Session
from events.notices import importing, scheduling
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2024-08-29 09:00")
TABLE = """某区2024年政务开放日工作方案
一、活动安排
序号\t开放点名称\t主责单位\t活动时间\t地点\t人数\t形式
1\t走进政务大厅\t采育镇\t2024年9月10日9:00-11:00\t政务大厅一楼\t约30人\t现场参观与网络直播
2\t走进救助站\t民政局\t2024年9月12日9:00-11:00（暂定）\t救助站\t20人\t现场
3\t走进图书馆\t文旅局\t2024年9月18日\t图书馆\t20人\t现场
4\t走进水厂\t水务局、城管委\t2024年9月20日14:00-16:00\t水厂\t20人\t现场
5\t走进车站\t交通局\t2024年8月20日14:00-16:00\t车站\t20人\t现场
二、工作要求
各单位提前5个工作日向公众发出公告。
"""
ALONE = """水务局2024年政务开放日活动方案
一、活动主题
走进自来水厂
二、活动时间
2024年9月20日上午9:00-11:00
三、活动地点
第一水厂
四、参加人员
居民代表20人
五、主办单位
水务局
"""


def applied(office, text, **answers):
    notice = importing.receive("方案.txt", text.encode(), by=office, now=NOW)
    for key, (verdict, values) in answers.items():
        importing.decide(notice, key.replace("_", "."), verdict, values, by=office, now=NOW)
    importing.accept_all(notice, "", by=office, now=NOW)
    plan = importing.apply(notice, by=office, now=NOW)
    notice.refresh_from_db()
    return notice, plan


def told(notice, plan, now=NOW):
    """What becomes of each session, by the open point's number."""
    found = scheduling.prospects(notice, plan, now=now)
    return {one.read["point"]: one.reason or ("draft" if one.is_ready else one.session.state) for one in found}


def test_what_is_certain_becomes_a_draft_and_the_rest_says_why(office):
    notice, plan = applied(office, TABLE)
    foretold = told(notice, plan)
    assert foretold == {
        1: "draft",
        2: "日期尚未确定。",
        3: "文件未写明起止时间。",
        4: "文件未写明由哪个主责单位举办。",
        5: "该日期已过。",
    }
    assert not Session.objects.exists()

    plans.approve(plan, by=office, now=NOW)

    session = Session.objects.get()
    assert (session.point.number, session.unit.name, session.state) == (1, "采育镇", Session.State.DRAFT)
    assert (session.starts_at, session.ends_at) == (make.at("2024-09-10 09:00"), make.at("2024-09-10 11:00"))
    assert (session.place, session.capacity, session.mode) == ("政务大厅一楼", 30, Session.Mode.BOTH)
    assert session.duties.filter(kind="announce_onsite").exists()
    assert told(notice, plan) == {**foretold, 1: "draft"}  # now the state of the row


def test_a_plan_for_one_session_opens_it_as_its_point(office):
    _notice, plan = applied(office, ALONE)

    plans.approve(plan, by=office, now=NOW)

    session = Session.objects.get()
    assert (session.title, session.point.title, session.unit.name) == ("走进自来水厂", "走进自来水厂", "水务局")
    assert session.starts_at == make.at("2024-09-20 09:00")


def test_what_belonged_to_a_refused_point_opens_nothing(office):
    _notice, plan = applied(office, TABLE, point_1=("refuse", {}))

    plans.approve(plan, by=office, now=NOW)

    assert not plan.points.filter(title="走进政务大厅").exists()
    assert not Session.objects.exists()


def test_the_session_of_a_talk_goes_with_its_corrected_title(office):
    text = TABLE.replace("开放点名称", "讲题")
    values = {"title": "政务大厅公开讲", "units": "采育镇", "description": ""}
    _notice, plan = applied(office, text, talk_1=("correct", values))

    plans.approve(plan, by=office, now=NOW)

    assert Session.objects.get().point.title == "政务大厅公开讲"


def test_another_version_moves_no_session_and_adds_none_beside_it(office):
    notice, plan = applied(office, TABLE)
    plans.approve(plan, by=office, now=NOW)
    later = importing.receive("二.txt", TABLE.replace("9月10日", "9月11日").encode(), by=office, now=NOW)

    assert "2024年9月10日" in told(later, plan)[1]
    assert scheduling.schedule(plan, [notice, later], by=office, now=NOW) == []

    sessions.cancel(Session.objects.get(), reason="改期", by=office, now=NOW)
    assert [one.starts_at for one in scheduling.schedule(plan, [later], by=office, now=NOW)] == [
        make.at("2024-09-11 09:00")
    ]


def test_the_version_that_was_applied_last_holds(office):
    notice, plan = applied(office, TABLE)
    later = importing.receive("二.txt", TABLE.replace("9月10日", "9月11日").encode(), by=office, now=NOW)

    found = scheduling.drafts(plan, [later, notice], now=NOW)

    assert [one.starts_at for one in found] == [make.at("2024-09-11 09:00")]


def test_looking_ahead_takes_as_many_queries_for_one_session_as_for_five(office, django_assert_num_queries):
    one, plan = applied(office, ALONE)
    five, larger = applied(office, TABLE)
    with django_assert_num_queries(6):
        scheduling.prospects(one, plan, now=NOW)
    with django_assert_num_queries(6):
        scheduling.prospects(five, larger, now=NOW)
