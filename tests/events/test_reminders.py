"""Reminders: at the right stage, to the right people, each exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, connections

from events import deadlines, reminders
from events.models import Duty, Message, Plan, Point, Reminder
from tests import make

pytestmark = pytest.mark.django_db

# The announcement for Monday 14 October is due on Tuesday 8 October, the first working day after the holiday.
DUE = date(2019, 10, 8)


@pytest.fixture
def duty(session, editor):
    """The one open duty: announce by 8 October 2019. Its unit has an editor."""
    deadlines.for_session(session, now=make.at("2019-09-02 10:00"))
    session.duties.exclude(kind="announce_onsite").delete()
    return session.duties.get()


def sweep(moment: str) -> list[Reminder]:
    return reminders.sweep(now=make.at(moment)).sent


def stages(duty: Duty) -> list[str]:
    return list(duty.reminders.order_by("id").values_list("stage", flat=True))


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2019-09-20", 8),  # 23 to 27, Sunday 29 (make-up), 30, and 8 October itself
        ("2019-09-26", 4),
        ("2019-09-29", 2),
        ("2019-09-30", 1),
        ("2019-10-08", 0),
    ],
)
def test_the_working_days_left_leave_out_holidays_and_count_make_up_days(duty, today, left):
    assert reminders.stage_of(duty, date.fromisoformat(today)).left == left


def test_each_stage_is_told_once_and_the_day_itself_by_another_letter(duty):
    for day in ("17", "18", "25", "26", "29", "30"):
        sweep(f"2019-09-{day} 09:00")
    sweep("2019-10-08 09:00")

    assert stages(duty) == [
        "2019-10-08-ahead-10",
        "2019-10-08-ahead-5",
        "2019-10-08-ahead-2",
        "2019-10-08-ahead-1",
        "2019-10-08-day",
    ]
    assert [m.letter for m in Message.objects.order_by("id")] == ["duty_ahead"] * 4 + ["duty_today"]


def test_stages_missed_in_an_outage_collapse_into_the_latest(duty):
    sweep("2019-09-30 09:00")

    assert stages(duty) == ["2019-10-08-ahead-1"]


def test_a_duty_is_left_alone_while_its_day_is_far(duty):
    assert sweep("2019-09-10 09:00") == []


def test_after_its_last_day_a_duty_is_told_on_each_working_day_and_to_the_office_too(duty, editor, office):
    on_the_day = sweep("2019-10-08 09:00")
    next_day = sweep("2019-10-09 09:00")
    again = sweep("2019-10-09 15:00")
    sunday = sweep("2019-10-13 09:00")
    monday = sweep("2019-10-14 09:00")

    assert [r.recipient for r in on_the_day] == [editor]
    assert [(r.stage, r.recipient) for r in next_day] == [
        ("overdue-2019-10-09", editor),
        ("overdue-2019-10-09", office),
    ]
    assert (again, sunday) == ([], [])
    assert {r.stage for r in monday} == {"overdue-2019-10-14"}


@pytest.mark.parametrize(
    ("moment", "number"),
    [("2019-10-08 08:59", 0), ("2019-10-08 09:00", 1), ("2019-10-07 10:00", 0), ("2019-10-12 09:00", 1)],
)
def test_reminders_go_out_on_working_days_from_nine(duty, moment, number):
    assert len(sweep(moment)) == number


def test_the_last_working_day_before_a_last_day_off_counts_as_the_day(plan, point, editor):
    deadlines.for_plan(plan, now=make.at("2019-09-02 10:00"))  # to be held until Saturday 30 November

    sweep("2019-11-29 09:00")

    assert stages(point.duties.get()) == ["2019-11-30-day"]


def test_a_moved_duty_is_reminded_of_again(duty, session):
    sweep("2019-10-08 09:00")
    session.starts_at, session.ends_at = make.at("2019-10-21 09:00"), make.at("2019-10-21 11:00")
    deadlines.for_session(session, now=make.at("2019-10-08 10:00"))

    sweep("2019-10-14 09:00")

    assert stages(duty) == ["2019-10-08-day", "2019-10-14-day"]


def test_nobody_is_reminded_of_a_report_before_the_session_was(session, editor):
    deadlines.for_session(session, now=make.at("2019-09-02 10:00"))
    report = deadlines.find("report", session=session)
    Duty.objects.exclude(pk=report.pk).delete()

    assert sweep("2019-10-14 09:00") == []
    assert [r.stage for r in sweep("2019-10-15 09:00")] == ["2019-10-21-ahead-5"]


def test_done_and_withdrawn_duties_and_those_of_an_expired_plan_are_not_reminded_of(duty, session):
    deadlines.close(duty, by=None, now=make.at("2019-10-08 08:00"))
    assert sweep("2019-10-09 09:00") == []

    Duty.objects.filter(pk=duty.pk).update(done_at=None, withdrawn_at=make.at("2019-10-08 08:00"))
    assert sweep("2019-10-09 09:00") == []

    Duty.objects.filter(pk=duty.pk).update(withdrawn_at=None)
    Plan.objects.update(state=Plan.State.EXPIRED)
    assert sweep("2019-10-09 09:00") == []

    Plan.objects.update(state=Plan.State.IN_FORCE)
    assert len(sweep("2019-10-09 09:00")) == 1


def test_a_unit_that_filed_is_not_reminded_while_the_office_has_not_answered(editor, town):
    plan = make.plan(rules={"filing": "2019-09-16"})
    deadlines.for_plan(plan, now=make.at("2019-09-02 10:00"))
    point = make.point(plan, [town], number=None, proposed_by=town, filing=Point.Filing.FILED)

    assert sweep("2019-09-16 09:00") == []

    Point.objects.filter(pk=point.pk).update(filing=Point.Filing.RETURNED)
    assert [r.recipient for r in sweep("2019-09-16 09:30")] == [editor]


def test_only_active_editors_and_approvers_of_the_unit_are_told(duty, editor, approver, other_editor, town):
    make.staff("door", unit=town)
    make.staff("editor", unit=town, is_active=False)

    assert {r.recipient for r in sweep("2019-10-08 09:00")} == {editor, approver}


def test_for_a_unit_without_staff_the_one_above_it_is_told_and_else_the_office(session, editor, office, town):
    library = make.unit("区图书馆", parent=town, kind="institution")
    alone = make.unit("无人镇")
    for unit, number in ((library, 91), (alone, 92)):
        point = make.point(session.point.plan, [unit], number=number)
        Duty.objects.create(kind="hold", unit=unit, plan=point.plan, point=point, due_on=DUE)

    told = {(r.duty.unit, r.recipient) for r in sweep("2019-10-08 09:00")}

    assert told == {(library, editor), (alone, office)}


def test_the_letter_names_the_duty_its_day_and_the_sentence_of_the_rule(duty, editor):
    Duty.objects.update(rule_source="提前5个工作日……向公众发出公告。")

    sweep("2019-10-08 09:00")

    letter = Message.objects.get()
    assert (letter.to, letter.channel, letter.unit, letter.recipient) == (editor.email, "email", duty.unit, editor)
    for text in ("李经办", "2019年10月8日", "提前5个工作日……向公众发出公告。", "/desk/"):
        assert text in letter.body


def test_who_has_no_e_mail_still_leaves_a_letter(duty, editor):
    type(editor).objects.update(email="")

    sweep("2019-10-08 09:00")

    assert (Message.objects.get().channel, Message.objects.get().to) == ("inbox", "黄村镇 李经办")


def test_the_command_sweeps_a_day_and_says_what_it_sent(duty, capsys):
    call_command("sweep", "--on", "2019-10-08")
    first = capsys.readouterr().out
    call_command("sweep", "--on", "2019-10-08")
    second = capsys.readouterr().out

    assert "[2019-10-08-day] → 李经办" in first
    assert "李经办" not in second
    assert Reminder.objects.count() == 1


def test_a_sweep_with_nothing_new_to_say_writes_nothing(duty, django_assert_num_queries):
    sweep("2019-10-08 09:00")

    with django_assert_num_queries(10):  # six of them work the days out anew
        sweep("2019-10-08 09:05")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sweeps_at_the_same_moment_remind_once(duty, approver, office):
    start = Barrier(4)

    def one_sweep() -> int:
        try:
            start.wait()
            return len(sweep("2019-10-09 09:00"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        sent = sum(future.result() for future in [pool.submit(one_sweep) for _ in range(4)])

    assert connection.vendor in ("sqlite", "postgresql")
    assert sent == Reminder.objects.count() == Message.objects.count() == 3
