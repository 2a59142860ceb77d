"""What the sign-ups do when a session moves or is cancelled."""

import pytest
from django.core.exceptions import ValidationError

from events import sessions
from events.models import Message
from registrations import calls, signups
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


def test_a_place_that_grows_takes_in_those_who_wait():
    session = make.announced(capacity=1)
    entries = [sign_up(session, number) for number in range(3)]
    sessions.change(session, capacity=2, reason="换到大厅", by=make.staff(unit=session.unit), now=NOW)
    session.refresh_from_db()
    assert [Signup.objects.get(pk=entry.pk).state for entry in entries] == ["entered", "entered", "waiting"]
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
