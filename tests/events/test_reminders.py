"""Reminders: at the right stage, to the right people, each exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.urls import reverse

from events import deadlines, reminders
from events.models import Duty, Message, Plan, Point, Reminder, Reminding, RemindingOfKind, Staff
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


def sweep(moment: str) -> list[tuple[Duty, str, Staff]]:
    """Who was told of which duty at which stage."""
    sent = reminders.sweep(now=make.at(moment)).sent
    return [(duty, stage.key, digest.to) for digest in sent for duty, stage in digest.reached]


def in_order(text: str, *parts: str) -> bool:
    """Whether each part stands in the text, behind the one before."""
    place = 0
    for part in parts:
        place = text.index(part, place)
    return True


def told(moment: str) -> list[Staff]:
    return [person for _duty, _stage, person in sweep(moment)]


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
    assert reminders.stage_of(duty, date.fromisoformat(today), Reminding.objects.get()).left == left


def test_each_stage_is_told_once(duty):
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
    subjects = [letter.subject.partition("：")[2] for letter in Message.objects.order_by("id")]
    assert subjects == ["即将到期1项"] * 4 + ["今日到期1项"]


def test_stages_missed_in_an_outage_collapse_into_the_latest(duty):
    sweep("2019-09-30 09:00")

    assert stages(duty) == ["2019-10-08-ahead-1"]


def test_a_duty_is_left_alone_while_its_day_is_far(duty):
    assert sweep("2019-09-10 09:00") == []


def test_after_its_last_day_a_duty_is_told_on_each_working_day_and_to_the_office_too(duty, editor, office):
    on_the_day = told("2019-10-08 09:00")
    next_day = sweep("2019-10-09 09:00")
    again = sweep("2019-10-09 15:00")
    sunday = sweep("2019-10-13 09:00")
    monday = sweep("2019-10-14 09:00")

    assert on_the_day == [editor]
    assert next_day == [(duty, "overdue-2019-10-09", editor), (duty, "overdue-2019-10-09", office)]
    assert (again, sunday) == ([], [])
    assert {stage for _duty, stage, _person in monday} == {"overdue-2019-10-14"}


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
    assert [stage for _duty, stage, _person in sweep("2019-10-15 09:00")] == ["2019-10-21-ahead-5"]


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
    assert told("2019-09-16 09:30") == [editor]


def test_only_active_editors_and_approvers_of_the_unit_are_told(duty, editor, approver, other_editor, town):
    make.staff("door", unit=town)
    make.staff("editor", unit=town, is_active=False)

    assert set(told("2019-10-08 09:00")) == {editor, approver}


def test_for_a_unit_without_staff_the_one_above_it_is_told_and_else_the_office(session, editor, office, town):
    library = make.unit("区图书馆", parent=town, kind="institution")
    alone = make.unit("无人镇")
    for unit, number in ((library, 91), (alone, 92)):
        point = make.point(session.point.plan, [unit], number=number)
        Duty.objects.create(kind="hold", unit=unit, plan=point.plan, point=point, due_on=DUE)

    heard = {(duty.unit, person) for duty, _stage, person in sweep("2019-10-08 09:00")}

    assert heard == {(library, editor), (alone, office)}


def test_one_letter_a_day_tells_everything_and_leads_to_each_step(duty, editor, plan, point):
    """Overdue, then today, then ahead; each with its day and weekday, the sentence of its rule, and its address."""
    Duty.objects.update(rule_source="提前5个工作日……向公众发出公告。")
    late = Duty.objects.create(kind="hold", unit=duty.unit, plan=plan, point=point, due_on=date(2019, 9, 30))
    soon = Duty.objects.create(kind="filing", unit=duty.unit, plan=plan, due_on=date(2019, 10, 9))

    sweep("2019-10-08 09:00")

    letter = Message.objects.get()
    assert (letter.to, letter.channel, letter.unit, letter.recipient) == (editor.email, "email", duty.unit, editor)
    assert "逾期1项、今日到期1项、即将到期1项" in letter.subject
    places = [f"http://127.0.0.1:8000{reverse('admin:events_duty_place', args=[d.pk])}" for d in (late, duty, soon)]
    texts = [
        "李经办",
        "逾期 1 个工作日",
        "系统记为迟办",
        places[0],
        "2019年10月8日（周二）",
        "5 个工作日",
        "向公众发出公告。",
    ]
    assert in_order(letter.body, *texts, places[1], "还有 1 个工作日", places[2])
    assert letter.body.count("系统记为迟办") == 1


def test_the_office_reads_unit_by_unit(session, office, plan):
    for name in ("甲镇", "乙镇"):
        unit = make.unit(name)
        for title in ("一号", "二号"):
            point = make.point(plan, [unit], number=None, title=f"{name}{title}")
            Duty.objects.create(kind="hold", unit=unit, plan=plan, point=point, due_on=DUE)

    sweep("2019-10-09 09:00")

    body = Message.objects.get(recipient=office).body
    assert in_order(body, "甲镇】（2项）", "甲镇一号", "甲镇二号", "乙镇】（2项）", "乙镇一号", "乙镇二号")


def test_a_letter_is_in_the_language_of_its_reader(duty, editor, office):
    Staff.objects.filter(pk=editor.pk).update(language="en")
    Staff.objects.filter(pk=office.pk).update(language="zh-hant")

    sweep("2019-10-09 09:00")

    assert "1 working day late" in Message.objects.get(recipient=editor).body
    assert "逾期 1 個工作日" in Message.objects.get(recipient=office).body


def test_the_stages_and_the_hour_are_the_offices(duty, office):
    """7 days ahead, never on the day, from three in the afternoon; and announcements never once overdue."""
    Reminding.objects.update(days=[7], staff_from=time(15))
    RemindingOfKind.objects.create(kind="hold", days=[5], when_overdue=False)

    assert sweep("2019-09-23 09:00") == sweep("2019-09-23 14:59") == []
    sweep("2019-09-23 15:00")
    sweep("2019-10-08 15:00")
    assert stages(duty) == ["2019-10-08-ahead-7"]
    RemindingOfKind.objects.create(kind="announce_onsite", days=[1], tells_office=False)
    assert office not in told("2019-10-09 15:00")
    RemindingOfKind.objects.update(when_overdue=False)
    assert sweep("2019-10-10 15:00") == []


def test_who_has_no_e_mail_still_leaves_a_letter(duty, editor):
    type(editor).objects.update(email="")

    sweep("2019-10-08 09:00")

    assert (Message.objects.get().channel, Message.objects.get().to) == ("inbox", "黄村镇 李经办")


def test_the_command_sweeps_a_day_and_says_what_it_sent(duty, capsys):
    def said(*arguments: str) -> str:
        call_command("sweep", "--on", "2019-10-08", *arguments)
        return capsys.readouterr().out

    trial = said("--dry-run")
    assert not Reminder.objects.exists()
    first, second = said(), said()

    assert trial.startswith(first.partition("\n")[0])
    assert first.splitlines()[0] == "李经办 (黄村镇)"
    assert "2019-10-08 · 今日到期 · 黄村镇 · 发布现场活动公告" in first
    assert "1 封信，提醒 1 项" in first
    assert "李经办" not in second
    assert Reminder.objects.count() == 1


def test_a_sweep_costs_the_same_for_many_duties(duty, editor, plan, town, django_assert_num_queries):
    """One letter a person, whatever stands in it; and with nothing new to say nothing is written."""
    for number in range(71, 91):
        point = make.point(plan, [town], number=number)
        Duty.objects.create(kind="hold", unit=town, plan=plan, point=point, due_on=DUE)

    with django_assert_num_queries(20):  # six of them work the days out anew
        assert len(sweep("2019-10-08 09:00")) == 21
    with django_assert_num_queries(12):
        assert sweep("2019-10-08 09:05") == []
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sweeps_at_the_same_moment_remind_once(duty, approver, office):
    start = Barrier(4)

    def one_sweep() -> int:
        try:
            start.wait()
            return len(reminders.sweep(now=make.at("2019-10-09 09:00")).sent)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        sent = sum(future.result() for future in [pool.submit(one_sweep) for _ in range(4)])

    assert connection.vendor in ("sqlite", "postgresql")
    assert sent == Reminder.objects.count() == Message.objects.count() == 3
