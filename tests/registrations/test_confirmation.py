"""The selected say whether they come; what is not confirmed in time is given back and offered on."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.models import AuditEntry, Message, Session
from registrations import calls, confirmation, offers, reminders, selection, signups
from registrations.models import Signup, Terms
from tests import make

pytestmark = pytest.mark.django_db
CLOSED = make.at("2019-10-10 18:00")
# The working day before it is Friday the 11th.
UNTIL = make.at("2019-10-12 12:00")
State = Signup.State


@pytest.fixture
def session():
    session = make.announced(capacity=1, signup_closes_at=make.at("2019-10-10 12:00"))
    Terms.objects.create(session=session, confirm_until=UNTIL)
    return session


def sign_up(session, number, **fields):
    typed = {"name": f"朱建国{number}", "phone": f"138{number:08}", "category": "resident", "consent": True}
    now = make.at("2019-10-08 10:00")
    return signups.sign_up(session, **{**typed, "email": f"{number}@example.cn", "now": now, **fields})


@pytest.fixture
def people(session):
    """One who is selected and two who wait, the list being confirmed."""
    entries = [sign_up(session, number) for number in range(3)]
    selection.confirm(session, by=make.staff(unit=session.unit), now=CLOSED)
    return entries


def states(entries):
    known = Signup.objects.in_bulk([entry.pk for entry in entries])
    return [known[entry.pk].state for entry in entries]


def letters(name):
    return [(letter.to, letter.body) for letter in Message.objects.filter(letter=name)]


def test_the_letter_of_selection_asks_for_it_and_one_word_is_enough(people):
    ((to, body),) = letters("selected")
    assert (to, "请在2019年10月12日（周六）12:00前确认是否参加" in body) == ("0@example.cn", True)
    row = confirmation.confirm(people[0], now=make.at("2019-10-11 10:00"))
    confirmation.confirm(people[0], now=UNTIL)
    assert (row.confirmed_at, confirmation.until(row)) == (make.at("2019-10-11 10:00"), None)
    assert AuditEntry.objects.filter(act="signup.confirm").count() == 1
    assert confirmation.release(now=UNTIL) == 0


def test_where_the_session_does_not_ask_the_letter_does_not_either():
    session = make.announced(signup_closes_at=make.at("2019-10-10 12:00"))
    sign_up(session, 1)
    selection.confirm(session, by=make.staff(unit=session.unit), now=CLOSED)
    assert "确认是否参加" not in letters("selected")[0][1]


def test_what_is_not_confirmed_goes_to_the_next_and_the_person_to_the_end_kindly(session, people):
    assert confirmation.release(now=make.at("2019-10-12 11:59")) == 0
    assert confirmation.release(now=UNTIL) == 1
    assert states(people) == ["waiting", "offered", "waiting"]
    assert "请不必前来" in letters("released")[0][1]
    assert Session.objects.get(pk=session.pk).seats_taken == 1
    with pytest.raises(ValidationError):
        confirmation.confirm(people[0], now=UNTIL)


def test_who_accepts_an_offer_has_said_it(people):
    signups.cancel(people[0], now=make.at("2019-10-11 09:00"))
    offers.accept(people[1], now=make.at("2019-10-11 10:00"))
    assert confirmation.release(now=UNTIL) == 0


def test_who_could_not_be_told_keeps_the_seat_until_staff_reached_them(session):
    caller = sign_up(session, 1, email="")
    editor = make.staff(unit=session.unit)
    selection.confirm(session, by=editor, now=CLOSED)
    assert confirmation.release(now=UNTIL) == 0
    calls.tell(caller, by=editor, now=UNTIL)
    assert confirmation.release(now=UNTIL) == 1


def test_a_guest_is_not_asked_nor_who_is_selected_afterwards(session, people):
    Session.objects.filter(pk=session.pk).update(capacity=3)
    editor = make.staff(unit=session.unit)
    guest = {"name": "代表甲", "phone": "13900000001", "category": "deputy"}
    invited = signups.invite(session, **guest, by=editor, now=CLOSED)
    selection.admit(people[1], reason="递补", by=editor, now=make.at("2019-10-12 13:00"))
    confirmation.release(now=make.at("2019-10-12 13:00"))
    assert states([invited, *people]) == ["selected", "waiting", "selected", "offered"]


def test_one_reminder_goes_out_on_the_working_day_before(people):
    def sweep(moment):
        return [told.signups for told in reminders.sweep(now=make.at(moment))]

    assert sweep("2019-10-11 08:59") == []
    assert sweep("2019-10-11 09:00") == [1]
    assert sweep("2019-10-11 15:00") == []
    ((to, body),) = letters("confirm_near")
    assert to == "0@example.cn"
    assert "2019年10月12日（周六）12:00" in body


def test_whom_no_letter_reaches_is_called_once_about_it(session):
    caller = sign_up(session, 1, email="")
    editor = make.staff(unit=session.unit)
    selection.confirm(session, by=editor, now=CLOSED)
    calls.tell(caller, by=editor, now=CLOSED)
    for moment in ("2019-10-11 09:00", "2019-10-11 10:00"):
        reminders.sweep(now=make.at(moment))
        assert [row.call_about for row in calls.of(session)] == (["confirmation"] if moment.endswith("09:00") else [])
        row = confirmation.confirm(caller, now=make.at(moment), by=editor)
    assert row.confirmed_at == make.at("2019-10-11 09:00")
    with pytest.raises(PermissionDenied):
        confirmation.confirm(caller, now=UNTIL, by=make.staff())


def test_the_desk_sees_who_has_confirmed(client, at, page, session, people):
    at(make.at("2019-10-11 10:00"))
    client.force_login(make.staff(unit=session.unit))
    assert "未确认" in client.get(page(session, "selection")).content.decode()
    client.post(f"/desk/registrations/signup/{people[0].pk}/step/confirm/", {})
    shown = client.get(page(session, "selection")).content.decode()
    assert "已确认参加" in shown
    assert "未确认" not in shown
