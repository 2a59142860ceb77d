"""Days that a notice leaves too few of: sign-up that closes too late, an announcement too near the session."""

from datetime import date, datetime

import pytest

from events.foundation.workdays import Calendar
from events.notices import parsing, timing

SHEET = """区档案馆政务开放日活动公告
一、活动主题：走进档案
二、活动时间：{session}
三、活动地点：区档案馆一楼
四、报名方式：{signup}
{rule}
区档案馆
{issued}"""


def _read(session="2019年10月14日（星期一）9:00", signup="请于10月8日前报名", rule="", issued="2019年9月20日"):
    lines = SHEET.format(session=session, signup=signup, rule=rule, issued=issued).splitlines()
    return timing.judged(parsing.parse(lines), Calendar())


def _doubts(notice):
    return {doubt.code: dict(doubt.values) for doubt in notice.doubts if doubt.keys == ("session.1",)}


@pytest.mark.parametrize(
    ("signup", "closes"),
    [
        ("请于10月8日前拨打电话报名", date(2019, 10, 8)),
        ("报名时间：9月23日至10月9日17:00", datetime(2019, 10, 9, 17)),
        ("即日起至10月9日17:00，电话报名", datetime(2019, 10, 9, 17)),
        ("电话报名，截止时间为10月9日", date(2019, 10, 9)),
        ("电话报名", None),
        ("电话报名，10月10日短信通知入选人员", None),
    ],
)
def test_when_sign_up_closes_is_read(signup, closes):
    assert _read(signup=signup).sessions[0].signup_closes == closes


def test_sign_up_that_closes_on_the_day_itself_is_doubted_without_any_calendar():
    notice = _read(signup="请于10月14日8:00前报名")

    assert _doubts(notice) == {"signup_after_start": {}}
    assert notice.sessions[0].grade == "proposed"


def test_sign_up_must_close_before_the_day_on_which_the_selected_are_told():
    rule = "五、入选人员于活动前1个工作日通知。"

    # Saturday the 12th is a make-up workday: the day to tell people of Monday the 14th.
    assert "signup_closes_late" not in _doubts(_read(signup="请于10月11日前报名", rule=rule))
    assert _doubts(_read(signup="请于10月12日前报名", rule=rule))["signup_closes_late"] == {
        "closes": date(2019, 10, 12),
        "days": 1,
        "due": date(2019, 10, 12),
    }


def test_the_offices_rule_holds_where_the_notice_is_silent():
    lines = SHEET.format(
        session="2019年10月14日9:00", signup="请于10月12日前报名", rule="", issued="2019年9月20日"
    ).splitlines()
    notice = timing.judged(parsing.parse(lines), Calendar(), {"tell_selected": timing.Ahead(2)})

    assert _doubts(notice)["signup_closes_late"]["due"] == date(2019, 10, 11)


def test_a_notice_written_too_near_its_session_is_doubted():
    rule = "五、活动应提前5个工作日发布公告。"

    assert "announced_late" not in _doubts(_read(rule=rule, issued="2019年9月30日", signup="电话报名"))
    assert _doubts(_read(rule=rule, issued="2019年10月9日", signup="电话报名"))["announced_late"] == {
        "announced": date(2019, 10, 9),
        "day": date(2019, 10, 14),
        "left": 4,
        "days": 5,
    }


def test_calendar_days_are_counted_as_such():
    rule = "五、活动应提前15日发布公告。"

    assert "announced_late" not in _doubts(_read(rule=rule, issued="2019年9月29日", signup="电话报名"))
    assert "announced_late" in _doubts(_read(rule=rule, issued="2019年9月30日", signup="电话报名"))


def test_a_session_before_the_notice_is_doubted():
    assert "session_before_notice" in _doubts(_read(issued="2019年11月1日"))


def test_a_weekday_that_its_date_does_not_have_is_doubted_wherever_it_stands():
    notice = parsing.parse(
        ["某县2023年政府开放日通知", "一、要求", "各单位于2023年8月30日（星期五）前将开放日活动计划报政务公开办备案。"]
    )

    assert [(doubt.code, doubt.keys) for doubt in notice.doubts if doubt.line] == [
        ("weekday_differs", ("rule.filing",))
    ]
