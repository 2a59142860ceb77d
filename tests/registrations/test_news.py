"""What the sign-ups do when a session moves or is cancelled."""

import pytest
from django.core.exceptions import ValidationError
from icalendar import Calendar

from events import sessions
from events.models import Message
from registrations import calls, consent, notify, signups
from registrations.models import Signup
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-08 09:00")


@pytest.fixture
def session():
    session = make.announced()
    make.signup(session, email="stands@example.cn")
    make.signup(session, name="无邮箱")
    make.signup(session, email="gone@example.cn", state=Signup.State.CANCELLED)
    return session


def test_everyone_who_stands_hears_of_a_move_by_letter_or_by_telephone(session):
    new = {"starts_at": make.at("2019-10-15 09:00"), "ends_at": make.at("2019-10-15 11:00"), "place": "二层"}
    sessions.move(session, **new, reason="场地维修", by=make.staff(unit=session.unit), now=NOW)
    letter = Message.objects.get(letter="session_moved")
    assert letter.to == "stands@example.cn"
    assert "10月14日" in letter.body
    assert "10月15日" in letter.body
    assert [entry.name for entry in calls.of(session)] == ["无邮箱"]


def test_a_place_that_grows_is_offered_to_those_who_wait():
    session = make.announced(capacity=1)
    entries = [sign_up(session, number) for number in range(3)]
    sessions.change(session, capacity=2, reason="换到大厅", by=make.staff(unit=session.unit), now=NOW)
    session.refresh_from_db()
    assert [Signup.objects.get(pk=entry.pk).state for entry in entries] == ["entered", "offered", "waiting"]
    assert session.seats_taken == 2


def sign_up(session, number):
    typed = {"name": "朱建国", "phone": f"138{number:08}", "category": "resident", "consent": True}
    return signups.sign_up(session, **typed, now=NOW)


def test_everyone_who_stands_hears_of_a_cancellation(session):
    sessions.cancel(session, reason="台风", by=make.staff(unit=session.unit), now=NOW)
    assert Message.objects.get(letter="session_cancelled").to == "stands@example.cn"
    assert calls.of(session).get().call_about == Signup.CallAbout.CANCELLATION


def test_a_cancellation_that_is_refused_tells_nobody(session):
    with pytest.raises(ValidationError):
        sessions.cancel(session, reason="", by=make.staff(unit=session.unit), now=NOW)
    assert not Message.objects.filter(letter="session_cancelled").exists()


def event_of(letter):
    (file,) = letter.attachments
    assert (file["name"], file["content_type"]) == ("open-day.ics", "text/calendar")
    return Calendar.from_ical(file["content"]).walk("VEVENT")[0]


def test_a_letter_with_a_day_says_where_and_how_and_brings_the_event_for_the_calendar():
    session = make.announced(capacity=1, seats_taken=1)
    seat = make.signup(session, email="seat@example.cn", state=Signup.State.SELECTED)
    waits = make.signup(session, email="waits@example.cn", state=Signup.State.WAITING)
    notify.decided([seat, waits], by=make.staff(), now=NOW)
    new = {"starts_at": make.at("2019-10-15 09:00"), "ends_at": make.at("2019-10-15 11:00"), "place": "二层"}
    sessions.move(session, **new, reason="场地维修", by=make.staff(unit=session.unit), now=NOW)
    session.refresh_from_db()
    sessions.cancel(session, reason="台风", by=make.staff(unit=session.unit), now=NOW)

    letters = {(letter.to, letter.letter): letter for letter in Message.objects.all()}
    for name in ("selected", "session_moved"):
        text = letters["seat@example.cn", name].body
        assert all(word in text for word in ("9:00", session.directions, session.contact_phone, "/my/")), name
    assert all(word in letters["waits@example.cn", "kept_waiting"].body for word in ("9:00", session.directions))
    # Who only waits is not asked to keep the day.
    assert [letter.attachments for (to, _name), letter in letters.items() if to == "waits@example.cn"] == [[]] * 3

    events = [event_of(letters["seat@example.cn", name]) for name in ("selected", "session_moved", "session_cancelled")]
    assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert len({event["uid"] for event in events}) == 1
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert events[1].start == new["starts_at"]


def test_a_seat_that_is_only_kept_is_a_tentative_event():
    session = make.announced()
    kept = make.signup(session, email="kept@example.cn", state=Signup.State.ENTERED)
    notify.moved_up(kept, by=None, now=NOW)
    assert event_of(Message.objects.get())["status"] == "TENTATIVE"


def test_where_text_messages_are_sent_the_call_list_keeps_landlines_alone(settings):
    settings.SMS_GATEWAY = "file"
    session = make.announced()
    mobile = make.signup(session, phone="13812345678", state=Signup.State.SELECTED)
    landline = make.signup(session, phone="010-60000000", state=Signup.State.SELECTED)
    notify.decided([mobile, landline], by=make.staff(), now=NOW)

    letter = Message.objects.get()
    assert (letter.channel, letter.to, letter.attachments, letter.daytime_only) == ("sms", "13812345678", [], True)
    assert all(word in letter.body for word in (session.title, mobile.code, session.place, mobile.token))
    assert list(calls.of(session)) == [landline]


def test_who_is_reached_by_text_messages_is_told_so_before_consenting_and_after(client, settings, at):
    at(NOW)
    settings.SMS_GATEWAY = "file"
    entry = make.signup(make.announced(), phone="13812345678")
    assert "结果也将用短信告知" in client.get(entry.get_absolute_url()).content.decode()
    assert consent.version() == consent.WITH_TEXT_MESSAGES
    settings.SMS_GATEWAY = ""
    assert "短信" not in client.get(entry.get_absolute_url()).content.decode()
    assert consent.version() == consent.VERSION
