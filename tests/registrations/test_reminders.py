"""Residents are reminded of what they come to or watch: once a stage, with the way there and the way out."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from events import sessions
from events.foundation import clock
from events.models import Duty, Message, Reminding, Session
from registrations import reminders, signups, watchers
from registrations.models import ResidentReminder, Watcher
from tests import make

pytestmark = pytest.mark.django_db

MONDAY = make.at("2019-10-21 09:00")  # the working day before it is Friday the 18th
BEFORE, AGAIN, SOON = "2019-10-18 09:00", "2019-10-21 07:30", "2019-10-21 08:30"


@pytest.fixture
def session(point):
    return make.announced(point=point, starts_at=MONDAY, mode="both", livestream_url="https://live.example/1")


@pytest.fixture
def selected(session):
    return make.signup(session, name="王秀英", email="wang@resident.example", state="selected", companions=1)


def sweep(moment):
    """How many letters went to those who come and to those who watch."""
    told = reminders.sweep(now=make.at(moment))
    return sum(one.signups for one in told), sum(one.watchers for one in told)


def watch(session, contact="liu@resident.example", at="2019-10-10 10:00", **fields):
    return watchers.ask(session, **{"contact": contact, "consent": True, "now": make.at(at), **fields})


def test_the_selected_are_reminded_on_the_working_day_before_with_the_way_there_and_out(session, selected):
    assert sweep("2019-10-18 08:59") == (0, 0)
    assert sweep(BEFORE) == (1, 0)
    assert sweep("2019-10-18 15:00") == sweep("2019-10-20 10:00") == sweep(AGAIN) == (0, 0)

    letter = Message.objects.get()
    assert (letter.to, letter.letter) == (selected.email, "visit_near")
    for text in (
        "王秀英",
        "共 2 人",
        "2019年10月21日（周一）",
        session.place,
        session.directions,
        f"/my/{selected.token}/cancel/",
    ):
        assert text in letter.body


def test_in_the_morning_they_are_reminded_again_where_the_session_asks(session, selected):
    Session.objects.update(reminds_again=True)
    assert [sweep(moment) for moment in (BEFORE, "2019-10-21 07:29", AGAIN, SOON)] == [(1, 0), (0, 0), (1, 0), (0, 0)]


def test_what_an_outage_missed_is_made_good_until_the_session_begins(session, selected):
    Session.objects.update(reminds_again=True)
    assert sweep(SOON) == (1, 0)  # one letter, not two
    assert ResidentReminder.objects.get().stage == "2019-10-21T09:00-again"
    late = make.signup(session, email="zhao@resident.example", state="selected")
    assert sweep("2019-10-21 09:00") == (0, 0)
    assert not late.reminders.exists()


def test_only_who_comes_and_has_not_just_been_told_is_reminded(session):
    for n, fields in enumerate(
        [
            {"state": "entered"},
            {"state": "waiting"},
            {"state": "refused"},
            {"state": "cancelled"},
            {"state": "selected", "source": "door"},
            {"state": "selected", "email": ""},
            {"state": "selected", "told_at": make.at("2019-10-18 10:00")},
        ]
    ):
        make.signup(session, **{"email": f"{n}@resident.example", **fields})
    assert sweep("2019-10-18 11:00") == (0, 0)


def test_none_after_a_cancellation_of_the_person_or_of_the_session(session, selected, approver):
    other = make.signup(session, email="zhao@resident.example", state="selected")
    Session.objects.update(seats_taken=3)
    session.refresh_from_db()
    signups.cancel(selected, now=make.at("2019-10-17 10:00"))
    sessions.cancel(session, reason="停电", by=approver, now=make.at("2019-10-17 11:00"))
    assert sweep(BEFORE) == (0, 0)
    assert not other.reminders.exists()


def test_a_session_that_moves_is_reminded_of_anew(session, selected, approver):
    watch(session)
    assert sweep(BEFORE) == (1, 1)
    new = {"starts_at": make.at("2019-10-23 09:00"), "ends_at": make.at("2019-10-23 11:00"), "place": session.place}
    sessions.move(session, reason="停电", by=approver, now=make.at("2019-10-18 10:00"), **new)
    assert Message.objects.filter(letter="stream_moved").count() == 1

    assert sweep(SOON) == (0, 0)
    assert sweep("2019-10-22 09:00") == (1, 1)
    assert "2019年10月23日（周三）" in Message.objects.filter(letter="visit_near").first().body


def test_who_watches_is_reminded_the_day_before_and_shortly_before_it_begins(session):
    watcher = watch(session, language="en")
    assert [sweep(moment) for moment in (BEFORE, AGAIN, "2019-10-21 08:29", SOON, "2019-10-21 08:45")] == [
        (0, 1),
        (0, 0),
        (0, 0),
        (0, 1),
        (0, 0),
    ]
    letter = Message.objects.first()
    assert letter.subject.startswith("Livestream: ")
    for text in ("https://live.example/1", f"/my/{watcher.token}/stream/"):
        assert text in letter.body


def test_the_hours_are_the_offices(session, selected):
    Reminding.objects.update(residents_from="15:00", stream_minutes=60)
    watch(session)
    assert [sweep(moment) for moment in (BEFORE, "2019-10-18 15:00", "2019-10-21 08:00")] == [(0, 0), (1, 1), (0, 1)]


def test_a_mobile_number_serves_where_text_messages_are_sent(session, settings):
    with pytest.raises(ValidationError):
        watch(session, "13812345678")
    settings.SMS_GATEWAY = "file"
    watch(session, "138 1234 5678")
    assert sweep(BEFORE) == (0, 1)
    assert Message.objects.get().channel == "sms"


def test_an_address_is_kept_once_encrypted_and_erased_when_the_stream_is_over(session, approver):
    first, again = watch(session), watch(session, contact=" LIU@resident.example")
    assert first == again
    raw = Watcher.objects.raw("SELECT id, email AS stored FROM registrations_watcher")[0].stored
    assert "liu@" not in raw
    assert watchers.forget(now=make.at("2019-10-21 10:59")) == 0
    assert watchers.forget(now=make.at("2019-10-21 11:00")) == 1
    assert not Watcher.objects.exists()


def test_whoever_watches_hears_of_the_cancellation_and_is_then_forgotten(session, approver):
    watch(session)
    sessions.cancel(session, reason="停电", by=approver, now=make.at("2019-10-17 11:00"))
    assert "停电" in Message.objects.get(letter="stream_cancelled").body
    assert watchers.forget(now=make.at("2019-10-17 11:00")) == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"contact": "liu"}, "contact"),
        ({"consent": False}, "consent"),
        ({"at": "2019-10-21 09:00"}, "closed"),
    ],
)
def test_what_cannot_be_promised_is_refused(session, fields, code):
    with pytest.raises(ValidationError) as refused:
        watch(session, **fields)
    found = refused.value.error_dict[code][0] if hasattr(refused.value, "error_dict") else refused.value
    assert found.code == code


def test_the_row_is_the_claim(session, selected):
    sweep(BEFORE)
    twin = {"signup": selected, "stage": ResidentReminder.objects.get().stage, "claimed_at": MONDAY}
    with pytest.raises(IntegrityError), transaction.atomic():
        ResidentReminder.objects.create(**twin)


def test_a_sweep_costs_the_words_and_the_row_of_each_letter_and_nothing_else(session):
    def queries(people):
        for n in range(people):
            make.signup(session, email=f"{people}-{n}@resident.example", state="selected")
        with CaptureQueriesContext(connection) as captured:
            assert sweep(BEFORE) == (people, 0)
        return len(captured)

    queries(1)  # the calendar is loaded once a process
    assert queries(6) - queries(3) == 3 * 2


def test_the_command_tells_residents_too(session, selected, capsys):
    Duty.objects.all().delete()
    for arguments in (["--dry-run"], []):
        call_command("sweep", "--on", "2019-10-18", *arguments)
        assert "提醒入选者 1 人、预约直播者 0 人" in capsys.readouterr().out
    assert Message.objects.count() == 1


# --- the public pages


@pytest.fixture
def october(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(make.at("2019-10-10 10:00"))


def test_a_visitor_asks_and_stops_by_the_link_of_the_letter(client, october, session):
    page = f"/sessions/{session.pk}/remind-me/"
    assert page in client.get(session.get_absolute_url()).content.decode()

    refused = client.post(page, {"contact": "liu@resident", "consent": "on"}).content.decode()
    assert "电子邮箱格式不正确" in refused
    assert 'value="liu@resident"' in refused
    trapped = client.post(page, {"contact": "liu@resident.example", "consent": "on", "website": "x"})
    assert trapped.status_code == 200
    assert not Watcher.objects.exists()
    for _time in range(2):
        done = client.post(page, {"contact": "liu@resident.example", "consent": "on"}, follow=True)
        assert "预约成功" in done.content.decode()
    watcher = Watcher.objects.get()

    stop = watcher.get_absolute_url()
    shown = client.get(stop)
    assert (shown["Referrer-Policy"], shown["Cache-Control"]) == ("no-referrer", "no-store")
    assert Watcher.objects.exists()
    client.post(stop)
    assert not Watcher.objects.exists()
    assert client.get(stop).status_code == 404


def test_nobody_is_flooded(client, october, session):
    page = f"/sessions/{session.pk}/remind-me/"
    answers = [
        client.post(page, {"contact": "liu@resident.example", "consent": "on"}).status_code for _time in range(6)
    ]
    assert answers == [302] * 5 + [200]


def test_a_stream_that_is_over_takes_nobody(client, session):
    page = f"/sessions/{session.pk}/remind-me/"
    assert "不能再预约提醒" in client.get(page).content.decode()
    assert page not in client.get(session.get_absolute_url()).content.decode()
