"""Which duties arise, their last day by the official calendar, and what counts as late."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events import deadlines
from events.foundation import workdays
from events.models import Duty, Plan, Point, Rule, Session, SpecialDay
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.at("2019-09-02 10:00")


def duty_of(session, kind) -> Duty:
    deadlines.for_session(session, now=NOW)
    return deadlines.find(kind, session=session)


def on(starts_at: str, plan=None, **fields) -> Session:
    return make.session(make.point(plan) if plan else None, starts_at=make.at(starts_at), **fields)


@pytest.mark.parametrize(
    ("event", "counting", "last_day"),
    [
        # Monday after the National Day holiday: Saturday the 12th is a make-up workday.
        ("2019-10-14 09:00", "ordinary", date(2019, 10, 8)),
        ("2019-10-14 09:00", "strict", date(2019, 9, 30)),
        ("2019-10-19 09:00", "ordinary", date(2019, 10, 14)),
    ],
)
def test_five_working_days_ahead_are_counted_as_the_plan_chooses(event, counting, last_day):
    plan = make.plan(rules={"announce_onsite": 5}, counting=counting)

    duty = duty_of(on(event, plan), "announce_onsite")

    assert duty.due_on == last_day
    assert duty.counted_from == make.at(event).date()


def test_the_selected_are_told_one_working_day_ahead():
    plan = make.plan(rules={"tell_selected": 1})

    assert duty_of(on("2019-10-19 09:00", plan), "tell_selected").due_on == date(2019, 10, 18)


def test_the_report_is_due_on_the_fifth_working_day_after_the_session():
    plan = make.plan(rules={"report": 5})

    assert duty_of(on("2019-09-30 09:00", plan), "report").due_on == date(2019, 10, 12)


def test_calendar_days_are_counted_straight_through():
    plan = make.plan()
    make.rule(plan, "announce_onsite", 15, unit=Rule.Unit.CALENDAR_DAYS)
    make.rule(plan, "report", 5, unit=Rule.Unit.CALENDAR_DAYS)
    session = on("2019-10-14 09:00", plan)

    assert duty_of(session, "announce_onsite").due_on == date(2019, 9, 29)
    assert duty_of(session, "report").due_on == date(2019, 10, 19)


def test_a_duty_carries_its_rule_and_the_sentence_it_comes_from():
    plan = make.plan()
    make.rule(plan, "report", 5, source="在开放日工作开展后5个工作日内……进行公开。")

    duty = duty_of(on("2019-10-14 09:00", plan), "report")

    assert (duty.rule_value, duty.rule_unit) == ("5", "working_days")
    assert duty.rule_source == "在开放日工作开展后5个工作日内……进行公开。"
    assert not duty.rule_is_default


def test_where_the_plan_is_silent_the_office_default_applies():
    duty = duty_of(on("2019-10-14 09:00", make.plan()), "announce_onsite")

    default = Rule.objects.defaults().get(code="announce_onsite")
    assert duty.rule_is_default
    assert (duty.rule_value, duty.rule_source) == (default.value, "")


def test_a_rule_that_the_plan_lifts_brings_no_duty():
    plan = make.plan(rules={"tell_selected": ""})

    assert duty_of(on("2019-10-14 09:00", plan), "tell_selected") is None


@pytest.mark.parametrize(
    ("mode", "kinds"),
    [
        ("onsite", {"announce_onsite", "tell_selected", "report"}),
        ("livestream", {"announce_livestream", "report"}),
        ("both", {"announce_onsite", "announce_livestream", "tell_selected", "report"}),
    ],
)
def test_each_mode_brings_its_own_announcement(mode, kinds):
    session = make.session(mode=mode)

    deadlines.for_session(session, now=NOW)

    assert set(session.duties.values_list("kind", flat=True)) == kinds


def test_parents_are_told_where_the_session_asks_them_and_an_evaluation_is_owed_where_the_plan_says_so():
    plan = make.plan(rules={"tell_parents": 5, "evaluation": 10})
    asking = on("2019-10-14 09:00", plan, asks_parents=True)
    plain = on("2019-10-14 09:00", plan)

    assert duty_of(asking, "tell_parents").due_on == date(2019, 10, 8)
    assert duty_of(plain, "tell_parents") is None
    assert duty_of(plain, "evaluation").due_on == date(2019, 10, 28)


def test_a_session_that_becomes_a_livestream_owes_the_other_announcement():
    session = make.session(mode="onsite")
    deadlines.for_session(session, now=NOW)
    session.mode = "livestream"

    deadlines.for_session(session, now=NOW)

    assert deadlines.find("announce_onsite", session=session) is None
    assert session.duties.get(kind="announce_onsite").withdrawn_at == NOW
    assert deadlines.find("announce_livestream", session=session).is_open


def test_open_duties_move_with_the_session_and_done_ones_keep_what_was_true_then():
    session = on("2019-10-14 09:00")
    announced = deadlines.close(duty_of(session, "announce_onsite"), by=None, now=make.at("2019-10-08 09:00"))
    session.starts_at, session.ends_at = make.at("2019-10-21 09:00"), make.at("2019-10-21 11:00")

    deadlines.for_session(session, now=NOW)

    assert deadlines.find("announce_onsite", session=session) == announced
    assert deadlines.find("announce_onsite", session=session).due_on == date(2019, 10, 8)
    assert deadlines.find("report", session=session).due_on == date(2019, 10, 28)


# In time or late: judged by the actual day of the act, which may be a day off.


@pytest.mark.parametrize(
    ("act", "late"),
    [
        ("2019-10-13 23:59", False),  # Sunday; 14 to 18 are five working days
        ("2019-10-14 23:59", False),
        ("2019-10-15 00:00", True),
    ],
)
def test_an_act_on_a_day_off_counts_the_working_days_it_leaves(act, late):
    duty = duty_of(on("2019-10-19 09:00", make.plan(rules={"announce_onsite": 5})), "announce_onsite")

    assert deadlines.would_be_late(duty, now=make.at(act)) is late


def test_by_strict_count_a_holiday_after_the_last_day_is_still_in_time():
    plan = make.plan(rules={"announce_onsite": 5}, counting=Plan.Counting.STRICT)
    duty = duty_of(on("2019-10-14 09:00", plan), "announce_onsite")

    assert not deadlines.would_be_late(duty, now=make.at("2019-10-07 12:00"))
    assert deadlines.would_be_late(duty, now=make.at("2019-10-08 00:00"))


def test_the_official_day_ends_at_midnight_in_shanghai():
    duty = duty_of(on("2019-09-30 09:00", make.plan(rules={"report": 5})), "report")

    assert not deadlines.would_be_late(duty, now=make.at("2019-10-12 23:59"))
    assert deadlines.would_be_late(duty, now=make.at("2019-10-13 00:00"))


def test_closing_judges_the_day_in_shanghai_whatever_zone_the_moment_comes_in(editor):
    duty = duty_of(on("2019-09-30 09:00", make.plan(rules={"report": 5})), "report")
    half_past_midnight = datetime(2019, 10, 12, 16, 30, tzinfo=UTC)

    deadlines.close(duty, by=editor, now=half_past_midnight, late_reason="深夜才传完照片")

    assert duty.is_late


def test_a_late_act_asks_for_its_reason_and_is_late_for_ever(editor):
    duty = duty_of(on("2019-09-30 09:00"), "report")
    late = make.at("2019-10-14 09:00")
    with pytest.raises(ValidationError) as refused:
        deadlines.close(duty, by=editor, now=late)
    assert refused.value.code == "late_reason"
    assert Duty.objects.get(pk=duty.pk).is_open

    deadlines.close(duty, by=editor, now=late, late_reason="照片处理耗时")
    deadlines.close(duty, by=editor, now=make.at("2019-10-10 09:00"))

    duty.refresh_from_db()
    assert (duty.is_late, duty.late_reason, duty.done_at, duty.done_by) == (True, "照片处理耗时", late, editor)


def test_telling_people_late_is_never_held_up_by_the_question_why():
    duty = duty_of(on("2019-10-14 09:00"), "tell_selected")

    deadlines.close(duty, by=None, now=make.at("2019-10-14 08:00"))

    assert duty.is_late


def test_why_the_telling_was_late_is_said_afterwards_and_once(editor, other_editor, point):
    deadlines.for_session(make.session(point), now=NOW)
    duty = Duty.objects.get(kind="tell_selected")
    with pytest.raises(ValidationError):
        deadlines.explain(duty, reason="并未迟办", by=editor, now=NOW)
    deadlines.close(duty, by=None, now=make.at("2019-10-14 08:00"))
    with pytest.raises(PermissionDenied):
        deadlines.explain(duty, reason="不是我的", by=other_editor, now=NOW)

    deadlines.explain(duty, reason="短信平台故障", by=editor, now=NOW)

    assert (duty.is_late, duty.late_reason) == (True, "短信平台故障")
    with pytest.raises(ValidationError):
        deadlines.explain(duty, reason="另一个说法", by=editor, now=NOW)


def test_a_rule_is_named_with_its_unit_where_the_value_needs_one():
    named = [Duty(rule_value=value, rule_unit=unit).rule_words for value, unit in (("5", "people"), ("1/3", "share"))]

    assert named == ["5 人", "1/3"]


# Plan and points


def test_every_lead_unit_of_a_point_owes_a_session_by_the_end_of_the_period():
    town, village = make.unit(), make.unit()
    point = make.point(make.plan(), [town, village])

    deadlines.for_plan(point.plan, now=NOW)

    owed = point.duties.filter(kind="hold")
    assert {duty.unit for duty in owed} == {town, village}
    assert {duty.due_on for duty in owed} == {date(2019, 11, 30)}


def test_a_jointly_held_point_is_one_duty_that_any_lead_unit_fulfils():
    town, village = make.unit(), make.unit()
    point = make.point(make.plan(), [town, village], is_joint=True)
    deadlines.for_plan(point.plan, now=NOW)
    session = make.session(point, unit=village, state="held")

    deadlines.held(session, by=None, now=session.ends_at)

    assert [(duty.unit, duty.is_late, bool(duty.done_at)) for duty in point.duties.all()] == [(town, False, True)]


def test_a_session_fulfils_the_duty_of_its_own_unit_and_of_the_department_above_it():
    town, village = make.unit(), make.unit()
    library = make.unit(parent=town, kind="institution")
    point = make.point(make.plan(), [town, village])
    deadlines.for_plan(point.plan, now=NOW)
    session = make.session(point, unit=library, state="held")

    deadlines.held(session, by=None, now=session.ends_at)

    assert point.duties.get(unit=town).done_at == session.ends_at
    assert point.duties.get(unit=village).is_open


def test_a_draft_plan_and_a_proposal_that_waits_owe_nothing():
    draft = make.plan(state=Plan.State.DRAFT)
    make.point(draft)
    waiting = make.point(make.plan(), filing=Point.Filing.FILED)

    deadlines.for_plan(draft, now=NOW)
    deadlines.for_plan(waiting.plan, now=NOW)

    assert not Duty.objects.exists()


def test_a_plan_without_points_is_filed_by_every_unit_on_the_day_it_names():
    town = make.unit()
    make.unit(parent=town, kind="institution")
    make.office_unit()
    plan = make.plan(year=2023)
    make.rule(plan, "filing", "2023-09-15", unit="date", source="于2023年9月15日前将计划……报县政务公开办公室备案")

    deadlines.for_plan(plan, now=NOW)

    duty = Duty.objects.get(kind="filing")
    assert (duty.unit, duty.due_on) == (town, date(2023, 9, 15))


def test_a_plan_that_names_its_points_needs_no_filing():
    plan = make.plan(rules={"filing": "2019-09-15"})
    make.point(plan)

    deadlines.for_plan(plan, now=NOW)

    assert not Duty.objects.filter(kind="filing").exists()


def test_the_year_is_fulfilled_by_as_many_held_sessions_as_the_plan_says():
    plan = make.plan(rules={"per_year": 2})
    town = make.unit()
    deadlines.for_plan(plan, now=NOW)
    duty = town.duties.get(kind="per_year")
    assert duty.due_on == date(2019, 12, 31)

    for day in ("2019-10-14 09:00", "2019-11-04 09:00"):
        duty.refresh_from_db()
        assert duty.is_open
        session = make.session(make.point(plan, [town]), starts_at=make.at(day), state="held")
        deadlines.held(session, by=None, now=session.ends_at)

    duty.refresh_from_db()
    assert duty.done_at == session.ends_at


def test_approving_the_plan_again_makes_no_duty_twice():
    point = make.point(make.plan(rules={"per_year": 1}))

    deadlines.for_plan(point.plan, now=NOW)
    deadlines.for_plan(point.plan, now=NOW)

    assert Duty.objects.count() == 2


# Replies


def test_a_reply_is_owed_from_the_day_the_opinion_was_taken_up_and_goes_with_it_to_another_unit(session):
    other = make.unit()
    duty = deadlines.owe_reply("opinion:1", unit=session.unit, session=session, now=make.at("2019-09-30 15:00"))
    assert (duty.unit, duty.due_on) == (session.unit, date(2019, 10, 25))

    handed_on = deadlines.owe_reply("opinion:1", unit=other, session=session, now=make.at("2019-10-14 15:00"))

    assert (handed_on.pk, handed_on.unit, handed_on.due_on) == (duty.pk, other, date(2019, 10, 25))
    assert deadlines.find("reply", subject="opinion:1") == handed_on


def test_withdrawing_a_session_leaves_the_replies_that_are_owed(session):
    deadlines.for_session(session, now=NOW)
    reply = deadlines.owe_reply("opinion:1", unit=session.unit, session=session, now=NOW)

    deadlines.withdraw(session, now=NOW)

    assert list(session.duties.open()) == [reply]


# A year whose calendar is not published yet


def test_days_of_a_year_without_calendar_are_provisional_and_counted_again_when_it_arrives():
    duty = duty_of(on("2027-10-11 09:00", make.plan(rules={"announce_onsite": 5})), "announce_onsite")
    assert (duty.due_on, duty.is_provisional) == (date(2027, 10, 4), True)

    for day in range(1, 8):
        SpecialDay.objects.create(day=date(2027, 10, day), is_workday=False, name="国庆节")
    SpecialDay.objects.create(day=date(2027, 10, 9), is_workday=True, name="调休上班")
    changes = {change.duty.kind: change for change in deadlines.recount(workdays.stored(), now=NOW)}
    moved = changes.pop("announce_onsite")
    assert (moved.kind, moved.day_before, moved.day_after) == ("moved", date(2027, 10, 4), date(2027, 9, 28))
    assert (changes["tell_selected"].day_after, changes["report"].kind) == (date(2027, 10, 9), "settled")

    duty.refresh_from_db()
    assert (duty.due_on, duty.is_provisional) == (date(2027, 9, 28), False)
    assert deadlines.recount(workdays.stored(), now=NOW) == []
