"""The calendar at the desk: a notice read, shown, entered in one act; what moved is listed and told."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events import deadlines
from events.foundation import clock, workdays
from events.models import AuditEntry, CalendarChange, Duty, DutyChange, Message, SpecialDay
from tests import make

pytestmark = pytest.mark.django_db

READ = "admin:events_specialday_notice"
NATIONAL = "七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"
NOTICE = f"国务院办公厅关于2027年部分节假日安排的通知\n国办发明电〔2026〕9号\n{NATIONAL}"


@pytest.fixture(autouse=True)
def moment(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(make.at("2026-11-26 10:00"))


@pytest.fixture
def desk(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def duty(town, editor):
    """Announced 5 working days before Monday 11 October 2027, a year without a calendar."""
    plan = make.plan(year=2027, starts_on="2027-09-01", ends_on="2027-11-30", rules={"announce_onsite": 5})
    session = make.session(make.point(plan, [town]), starts_at=make.at("2027-10-11 09:00"))
    deadlines.for_session(session, now=clock.now())
    deadlines.for_plan(plan, now=clock.now())
    return deadlines.find("announce_onsite", session=session)


def preview(desk, **given):
    return desk.post(reverse(READ), {"read": "", **given})


def enter(desk, shown, **given):
    form = shown.context["form"]
    days = [row.read.day.isoformat() for row in shown.context["rows"]]
    sent = {"enter": "", "lines": form.text, "year": form.initial["year"], "source": form.initial["source"]}
    return desk.post(reverse(READ), {**sent, "days_chosen": days, **given})


def test_a_pasted_notice_is_shown_day_by_day_and_enters_nothing_before_it_is_said_so(desk):
    shown = preview(desk, text=NOTICE)

    rows = {row.read.day: (row.read.is_workday, row.read.line) for row in shown.context["rows"]}
    assert rows[date(2027, 10, 1)] == (False, 3)
    assert rows[date(2027, 9, 26)] == (True, 3)
    assert len(rows) == 9
    assert shown.context["form"].initial["source"] == "国务院办公厅关于2027年部分节假日安排的通知 国办发明电〔2026〕9号"
    assert not SpecialDay.objects.exists()


def test_entering_moves_open_duties_lists_them_and_tells_each_person_once(desk, duty, editor, office):
    assert (duty.due_on, duty.is_provisional) == (date(2027, 10, 4), True)
    owed = Duty.objects.get(kind="calendar", subject="calendar:2027")
    assert (owed.unit, owed.due_on, owed.is_open) == (office.unit, date(2026, 12, 31), True)

    answer = enter(desk, preview(desk, text=NOTICE))

    change = CalendarChange.objects.get()
    assert answer.url == reverse("admin:events_calendarchange_change", args=[change.pk])
    duty.refresh_from_db()
    assert (duty.due_on, duty.is_provisional) == (date(2027, 9, 28), False)
    moved = DutyChange.objects.get(duty=duty, kind="moved")
    assert (moved.day_before, moved.day_after, moved.cause.act) == (
        date(2027, 10, 4),
        date(2027, 9, 28),
        "calendar.change",
    )
    assert moved.cause.by == office
    page = desk.get(answer.url).content.decode()
    assert "2027-10-04" in page
    assert "2027-09-28" in page
    letters = Message.objects.filter(letter="calendar_changed")
    assert [letter.recipient for letter in letters] == [editor]
    assert "2027年9月28日" in letters[0].body
    owed.refresh_from_db()
    assert owed.done_by == office
    assert not owed.is_late


def test_a_day_taken_out_of_the_preview_is_not_entered_and_without_any_it_is_refused(desk):
    shown = preview(desk, text=NATIONAL, year="2027")

    assert "1" in enter(desk, shown, days_chosen=[]).content.decode()
    assert not SpecialDay.objects.exists()

    enter(desk, shown, days_chosen=["2027-10-01"])
    assert list(SpecialDay.objects.values_list("day", "is_workday", "name")) == [(date(2027, 10, 1), False, "国庆节")]


def test_a_text_without_a_year_asks_for_it_and_keeps_what_was_pasted(desk):
    answer = preview(desk, text=NATIONAL)

    assert answer.context["form"].errors["year"]
    assert NATIONAL in answer.content.decode()


def test_doubts_stand_beside_their_day(desk):
    shown = preview(desk, text=NOTICE.replace("10月9日（周六）", "10月9日（周日）"))

    doubted = {row.read.day: [doubt.code for doubt in row.doubts] for row in shown.context["rows"] if row.doubts}
    assert doubted == {date(2027, 10, 9): ["weekday"]}


def test_only_the_office_reads_a_notice_into_the_calendar(client, editor):
    client.force_login(editor)

    assert client.get(reverse(READ)).status_code == 403
    assert client.post(reverse(READ), {"enter": "", "lines": NOTICE, "year": 2027, "source": "x"}).status_code == 403
    assert not SpecialDay.objects.exists()


def test_a_day_typed_by_hand_moves_open_duties_too_and_taking_it_away_moves_them_back(desk, duty):
    add = {"day": "2027-10-05", "is_workday": "", "name": "停电", "source": "区政府通知"}
    desk.post(reverse("admin:events_specialday_add"), add)

    duty.refresh_from_db()
    assert duty.due_on == date(2027, 9, 30)  # 1 October is no holiday of STATUTORY_DAYS only where entered otherwise

    desk.post(reverse("admin:events_specialday_delete", args=[SpecialDay.objects.get().pk]), {"post": "yes"})
    duty.refresh_from_db()
    assert duty.due_on == date(2027, 10, 4)
    assert [row.kind for row in duty.changes.order_by("id")] == ["made", "moved", "moved"]


@pytest.mark.parametrize("faulty", [False, True])
def test_a_table_is_tried_first_and_enters_all_or_nothing(desk, duty, faulty):
    table = "日期,性质,名称,依据\n2027/10/1,放假,国庆节,国办\n2027年10月9日,上班,国庆节调休,国办\n"
    table += "2027-10-40,放假,无此日,\n" if faulty else ""
    file = SimpleUploadedFile("days.csv", table.encode(), content_type="text/csv")
    shown = desk.post(reverse("admin:events_specialday_import"), {"import_file": file, "format": "1"})
    assert not SpecialDay.objects.exists()  # the trial left nothing, neither rows nor a calendar in memory
    assert workdays.calendar().is_workday(date(2027, 10, 8))
    if faulty:
        assert "2027-10-40" in shown.content.decode()
        return

    desk.post(reverse("admin:events_specialday_process_import"), shown.context["confirm_form"].initial)

    assert SpecialDay.objects.count() == 2
    assert CalendarChange.objects.get().days == {"2027-10-01": ["", "day off"], "2027-10-09": ["", "workday"]}
    assert AuditEntry.objects.filter(act="calendar.change").count() == 1
    duty.refresh_from_db()
    assert not duty.is_provisional
