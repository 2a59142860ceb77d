"""Signing up, inviting and cancelling."""

import logging

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from events.models import AuditEntry, Message, Quota, Session, Staff
from registrations import signups, waiting
from registrations.models import Signup
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")
State = Signup.State


def sign_up(session, number=1, **fields):
    typed = {"name": f"朱建国{number}", "phone": f"138{number:08}", "category": "resident", "consent": True, "now": NOW}
    return signups.sign_up(session, **{**typed, **fields})


def refusal(call, *args, **fields):
    """The codes by field of what the rule refuses."""
    with pytest.raises(ValidationError) as caught:
        call(*args, **fields)
    error = caught.value
    if hasattr(error, "error_dict"):
        return {field: errors[0].code for field, errors in error.error_dict.items()}
    return error.code


def taken(session):
    return Session.objects.get(pk=session.pk).seats_taken


# --- by order of entry ---


def test_by_order_of_entry_a_seat_is_kept_while_seats_last_then_the_waiting_list_begins():
    session = make.announced(capacity=3)
    entries = [sign_up(session, n) for n in range(1, 6)]
    assert [entry.state for entry in entries] == [State.ENTERED] * 3 + [State.WAITING] * 2
    assert [waiting.position(entry) for entry in entries[3:]] == [1, 2]
    assert taken(session) == 3


def test_companions_take_seats_and_a_party_is_in_or_out_as_a_whole():
    session = make.announced(capacity=4)
    states = [sign_up(session, n, companions=c).state for n, c in [(1, 1), (2, 2), (3, 1)]]
    assert states == [State.ENTERED, State.WAITING, State.ENTERED]
    assert taken(session) == 4


def test_a_ceiling_sends_a_category_to_the_waiting_list_while_others_still_enter():
    session = make.announced(capacity=5, quotas={"business": (0, 1)})
    assert sign_up(session, 1, category="business").state == State.ENTERED
    assert sign_up(session, 2, category="business").state == State.WAITING
    assert sign_up(session, 3).state == State.ENTERED


def test_a_floor_keeps_seats_for_those_who_are_still_to_be_invited():
    session = make.announced(capacity=3, quotas={"deputy": (2, None)})
    assert [sign_up(session, n).state for n in (1, 2)] == [State.ENTERED, State.WAITING]
    editor = make.staff(unit=session.unit)
    guest = {"name": "代表甲", "phone": "13900000001", "category": "deputy"}
    signups.invite(session, **guest, companions=1, by=editor, now=NOW)
    assert taken(session) == 3


def test_nobody_who_waits_is_overtaken_when_the_place_has_grown():
    session = make.announced(capacity=1)
    _seated, first = sign_up(session, 1), sign_up(session, 2)
    Session.objects.filter(pk=session.pk).update(capacity=2)
    newcomer = sign_up(session, 3)
    first.refresh_from_db()
    assert (first.state, newcomer.state) == (State.OFFERED, State.WAITING)


def test_the_database_itself_refuses_more_people_than_seats():
    session = make.announced(capacity=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(seats_taken=2)


@pytest.mark.parametrize("selection", ["draw", "choice"])
def test_where_the_list_is_made_afterwards_everyone_enters_and_no_seat_is_taken(selection):
    session = make.announced(capacity=1, selection=selection)
    assert {sign_up(session, n).state for n in range(1, 4)} == {State.ENTERED}
    assert taken(session) == 0


# --- the same person, the same request ---


def test_the_same_request_twice_is_one_entry():
    session = make.announced()
    first, second = (sign_up(session, request_key="abc") for _ in range(2))
    assert first == second
    assert Signup.objects.count() == 1


def test_the_same_form_sent_for_another_person_is_another_entry():
    session = make.announced()
    assert sign_up(session, 1, request_key="abc") != sign_up(session, 2, request_key="abc")


@pytest.mark.parametrize(
    "spelling", [("朱 建国1", "+86 138 0000 0001"), ("朱建国1", "138-0000-0001"), ("朱建国１", "13800000001")]
)
def test_the_same_person_again_holds_no_second_seat_however_it_is_spelt(spelling):
    session = make.announced()
    first = sign_up(session, 1)
    again = sign_up(session, name=spelling[0], phone=spelling[1])
    assert (again.state, again.first) == (State.REPEATED, first)
    assert taken(session) == 1
    assert list(Signup.objects.standing()) == [first]


def test_the_answer_to_the_same_person_has_a_link_and_a_code_of_its_own():
    session = make.announced()
    first, again = sign_up(session, 1), sign_up(session, 1)
    assert again.token != first.token
    assert again.code != first.code


def test_the_link_of_the_first_entry_goes_again_to_the_address_on_record_only():
    session = make.announced()
    first = sign_up(session, 1, email="zhu@example.cn")
    sign_up(session, 1, email="thief@example.cn")
    letters = Message.objects.filter(letter="received")
    assert {letter.to for letter in letters} == {"zhu@example.cn"}
    assert all(first.token in letter.body for letter in letters)
    assert letters.count() == 2


def test_after_cancelling_a_person_may_sign_up_anew():
    session = make.announced()
    signups.cancel(sign_up(session, 1), now=NOW)
    assert sign_up(session, 1).state == State.ENTERED


def test_two_people_with_one_telephone_are_two_entries():
    session = make.announced()
    assert [sign_up(session, name=name, phone="13800000001").state for name in ("张三", "李四")] == [State.ENTERED] * 2


def test_staff_are_told_that_a_person_is_on_the_list_already():
    session = make.announced()
    sign_up(session, 1)
    typed = {"name": "朱建国1", "phone": "13800000001", "category": "resident", "source": "phone"}
    assert refusal(signups.enter, session, **typed, by=make.staff(unit=session.unit), now=NOW) == "twice"


# --- what is refused ---


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"name": "  "}, {"name": "name"}),
        ({"name": "123"}, {"name": "name"}),
        ({"name": "王" * 61}, {"name": "name"}),
        ({"name": "王\u202e五"}, {"name": "name"}),
        ({"phone": "12345"}, {"phone": "phone"}),
        ({"phone": "138000000012"}, {"phone": "phone"}),
        ({"phone": "call me 13800000001"}, {"phone": "phone"}),
        ({"email": "zhu@"}, {"email": "email"}),
        ({"category": "deputy"}, {"category": "category"}),
        ({"category": "martian"}, {"category": "category"}),
        ({"companions": -1}, {"companions": "companions"}),
        ({"companions": 10_001}, {"companions": "companions"}),
        ({"consent": False}, {"consent": "consent"}),
        ({"name": "", "phone": "1"}, {"name": "name", "phone": "phone"}),
    ],
)
def test_each_fault_is_named_at_its_field(typed, fault):
    assert refusal(sign_up, make.announced(), **typed) == fault
    assert Signup.objects.count() == 0


@pytest.mark.parametrize("name", ["𠮷野家", "买买提·吐尔逊", "བཀྲ་ཤིས", "John O’Neill-Smith", "李"])
def test_rare_and_foreign_names_are_taken_as_they_are(name):
    assert sign_up(make.announced(), name=name).name == name


@pytest.mark.parametrize(
    "phone", ["13800000001", "+86 138 0000 0001", "010-60000000", "１３８００００００００", "+44 20 7946 0958"]
)
def test_telephones_are_taken_however_they_are_written(phone):
    assert sign_up(make.announced(), phone=phone).state == State.ENTERED


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"signup_opens_at": make.at("2019-10-06 09:00")}, "not_open"),
        ({"signup_closes_at": make.at("2019-10-05 09:00")}, "closed"),
        ({"state": "cancelled"}, "cancelled"),
        ({"selection": "invitation"}, "no_signup"),
        ({"mode": "livestream"}, "no_signup"),
    ],
)
def test_outside_its_window_a_session_takes_no_sign_up(fields, code):
    session = make.announced(**{"announced_at": NOW, **fields})
    assert refusal(sign_up, session) == code


def test_a_category_with_a_ceiling_of_nobody_is_not_offered():
    session = make.announced(quotas={"business": (0, 0)})
    assert refusal(sign_up, session, category="business") == {"category": "category"}


# --- other ways in ---


def test_staff_enter_a_caller_into_the_same_queue():
    session = make.announced(capacity=1)
    sign_up(session, 1)
    editor = make.staff(unit=session.unit)
    caller = {"name": "王五", "phone": "13900000005", "category": "resident", "source": "phone"}
    entered = signups.enter(session, **caller, by=editor, now=NOW)
    assert (entered.state, entered.source, entered.entered_by) == (State.WAITING, "phone", editor)


def test_a_letter_that_came_in_time_is_entered_after_closing_until_the_list_is_confirmed():
    session = make.announced(selection="choice")
    later = make.at("2019-10-11 09:00")
    letter = {"name": "王五", "phone": "13900000005", "category": "resident", "source": "letter"}
    assert signups.enter(session, **letter, by=make.staff(unit=session.unit), now=later).state == State.ENTERED


def test_staff_of_another_unit_enter_nobody():
    session = make.announced()
    caller = {"name": "王五", "phone": "13900000005", "category": "resident"}
    with pytest.raises(PermissionDenied):
        signups.enter(session, **caller, source="phone", by=make.staff(), now=NOW)
    with pytest.raises(PermissionDenied):
        signups.invite(session, **caller, by=make.staff(), now=NOW)


def test_an_invited_guest_is_selected_and_takes_a_seat():
    session = make.announced(capacity=2, selection="choice")
    editor = make.staff(unit=session.unit)
    guest = {"name": "代表甲", "category": "deputy", "by": editor, "now": NOW}
    invited = signups.invite(session, phone="13900000001", email="a@example.cn", **guest)
    assert (invited.state, invited.source, taken(session)) == (State.SELECTED, "invitation", 1)
    assert Message.objects.get(letter="invited").to == "a@example.cn"
    assert refusal(signups.invite, session, phone="13900000002", companions=1, **guest) == "full"
    assert taken(session) == 1


def test_an_invited_guest_without_an_address_is_to_be_called():
    session = make.announced()
    guest = {"name": "代表甲", "phone": "13900000001", "category": "deputy"}
    invited = signups.invite(session, **guest, by=make.staff(unit=session.unit), now=NOW)
    assert list(Signup.objects.to_call()) == [invited]


# --- cancelling ---


def test_cancelling_frees_the_seats_and_the_next_party_that_fits_is_offered_them():
    session = make.announced(capacity=2)
    first = sign_up(session, 1)
    sign_up(session, 2)
    too_large = sign_up(session, 3, companions=1)
    next_one = sign_up(session, 4, email="next@example.cn")
    signups.cancel(first, now=NOW)
    for row in (too_large, next_one):
        row.refresh_from_db()
    assert (too_large.state, next_one.state) == (State.WAITING, State.OFFERED)
    assert taken(session) == 2
    assert Message.objects.get(letter="offered").to == "next@example.cn"


def test_each_sign_up_is_answered_by_the_letter_of_its_state():
    session = make.announced(capacity=1)
    for number in (1, 2):
        sign_up(session, number, email=f"{number}@example.cn")
    signups.cancel(Signup.objects.get(state=State.WAITING), now=NOW)
    letters = {letter.letter: letter for letter in Message.objects.all()}
    assert {name: letter.to for name, letter in letters.items()} == {
        "received": "1@example.cn",
        "waiting_list": "2@example.cn",
        "withdrawn": "2@example.cn",
    }
    assert "朱建国1" in letters["received"].body
    assert "10月14日" in letters["received"].body


def test_cancelling_twice_frees_the_seats_once():
    session = make.announced()
    entry = sign_up(session, 1, companions=1)
    signups.cancel(entry, now=NOW)
    signups.cancel(entry, now=NOW)
    assert taken(session) == 0


def test_the_answer_to_a_repeated_entry_cannot_cancel_the_first():
    session = make.announced()
    first = sign_up(session, 1)
    signups.cancel(sign_up(session, 1), now=NOW)
    first.refresh_from_db()
    assert (first.state, taken(session)) == (State.ENTERED, 1)


def test_nothing_is_cancelled_once_the_session_has_begun():
    session = make.announced()
    entry = sign_up(session, 1)
    assert refusal(signups.cancel, entry, now=session.starts_at) == "begun"


def test_staff_of_another_unit_cancel_nothing():
    with pytest.raises(PermissionDenied):
        signups.cancel(sign_up(make.announced(), 1), now=NOW, by=make.staff())


# --- personal data ---


def test_names_numbers_and_links_are_not_readable_in_the_database():
    entry = sign_up(make.announced(), name="朱建国", phone="13812345678", email="zhu@example.cn")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM registrations_signup")
        row = str(cursor.fetchall())
    for secret in ("朱建国", "13812345678", "zhu@example.cn", entry.token):
        assert secret not in row
    assert entry.code in row


def test_nothing_personal_stands_in_the_log_or_the_audit(caplog):
    caplog.set_level(logging.DEBUG, logger="registrations")
    caplog.set_level(logging.DEBUG, logger="events")
    entry = sign_up(make.announced(capacity=1), name="朱建国", phone="13812345678", email="zhu@example.cn")
    signups.cancel(entry, now=NOW)
    written = caplog.text + str(list(AuditEntry.objects.values()))
    assert "signup.enter" in written
    for secret in ("朱建国", "13812345678", "zhu@example.cn", entry.token):
        assert secret not in written


def test_the_private_link_finds_its_entry_and_no_other_does():
    entry = sign_up(make.announced(), 1)
    assert signups.find_by_token(entry.token) == entry
    with pytest.raises(Signup.DoesNotExist):
        signups.find_by_token(entry.token[:-1])


def test_a_door_helper_may_neither_enter_nor_cancel():
    session = make.announced()
    door = make.staff(Staff.Role.DOOR, unit=session.unit)
    with pytest.raises(PermissionDenied):
        signups.cancel(sign_up(session, 1), now=NOW, by=door)


def test_quotas_are_one_row_a_category():
    session = make.announced(quotas={"parent": (1, 2)})
    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.create(session=session, category="parent")
