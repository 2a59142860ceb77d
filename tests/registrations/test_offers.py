"""A place that becomes free is offered by rank, held until a moment in working hours, and passed on."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events import sessions
from events.models import AuditEntry, Message, Reminding, Rule, Session, Staff
from registrations import calls, checkin, notify, offers, selection, signups, tasks, waiting
from registrations.models import Signup
from tests import make

pytestmark = pytest.mark.django_db
# Tuesday the 8th is the first working day after the holidays; Saturday the 12th is a make-up working day, and the last
# day on which the selected of Monday the 14th may be told.
TUESDAY, HELD = make.at("2019-10-08 10:00"), make.at("2019-10-09 17:00")
LISTED, LAST = make.at("2019-10-11 09:00"), make.at("2019-10-12 17:00")
State = Signup.State


def sign_up(session, number, **fields):
    typed = {"name": f"朱建国{number}", "phone": f"138{number:08}", "category": "resident", "consent": True}
    return signups.sign_up(session, **{**typed, "email": f"{number}@example.cn", "now": TUESDAY, **fields})


def full(people=4, capacity=1, **fields):
    session = make.announced(capacity=capacity, **fields)
    return session, [sign_up(session, number) for number in range(people)]


def states(entries):
    known = Signup.objects.in_bulk([entry.pk for entry in entries])
    return [known[entry.pk].state for entry in entries]


def taken(session):
    return Session.objects.get(pk=session.pk).seats_taken


def code_of(call, *args, **fields):
    with pytest.raises(ValidationError) as caught:
        call(*args, **fields)
    return caught.value.code


def letters(name, to):
    return [letter for letter in Message.objects.filter(letter=name) if letter.to == to]


def confirmed(session, now=LISTED):
    return selection.confirm(session, by=make.staff(unit=session.unit), now=now, reason="名额")


# --- until when


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2019-10-08 10:00", "2019-10-09 17:00"),
        ("2019-10-08 23:00", "2019-10-09 17:00"),
        ("2019-10-05 10:00", "2019-10-08 17:00"),  # in the holidays
        ("2019-10-11 16:00", "2019-10-12 17:00"),  # a Saturday on which people work
        ("2019-10-12 15:59", "2019-10-12 17:00"),  # shortened: the last day of telling
        ("2019-10-12 16:01", None),  # less than the office's hour is left
        ("2019-10-13 10:00", None),
    ],
)
def test_an_offer_holds_until_the_end_of_a_working_day(now, until):
    assert offers.hold_until(make.announced(), now=make.at(now)) == (until and make.at(until))


def test_days_and_hours_are_the_plans_and_the_offices():
    session = make.announced()
    make.rule(session.point.plan, "hold_offer", 2)
    Reminding.objects.update(day_ends="16:30")
    assert offers.hold_until(session, now=TUESDAY) == make.at("2019-10-10 16:30")
    Rule.objects.filter(code="hold_offer", plan=None).update(value="")
    assert offers.hold_until(make.announced(), now=TUESDAY) == make.at("2019-10-12 16:30")
    make.rule(session.point.plan, "tell_selected", "")
    make.rule(session.point.plan, "keep_data", 30, unit="calendar_days")
    assert offers.last_moment(session) == session.starts_at


# --- the answer


def test_a_freed_place_is_held_for_the_next_who_is_told_until_when_and_takes_it():
    session, (first, second, third, _fourth) = full()
    signups.cancel(first, now=TUESDAY)
    assert states([first, second, third]) == ["cancelled", "offered", "waiting"]
    letter = Message.objects.get(letter="offered")
    assert (letter.to, letter.attachments) == ("1@example.cn", [])
    assert "10月9日（周三）17:00" in letter.body
    assert second.token in letter.body

    taken_up = offers.accept(second, now=make.at("2019-10-09 16:59"))
    assert (taken_up.state, taken(session)) == (State.ENTERED, 1)
    assert offers.accept(second, now=HELD) == taken_up  # twice
    assert Message.objects.get(letter="moved_up").to == "1@example.cn"
    acts = AuditEntry.objects.filter(subject_id=second.pk, act__in=["signup.offer", "signup.accept"])
    assert acts.count() == 2


def test_who_leaves_the_place_leaves_the_list_or_stays_on_it_without_being_asked_again():
    session, (first, second, third, fourth) = full()
    signups.cancel(first, now=TUESDAY)
    offers.decline(second, stays=True, now=TUESDAY)
    assert states([second, third, fourth]) == ["waiting", "offered", "waiting"]
    assert waiting.position(Signup.objects.get(pk=second.pk)) == 1
    offers.decline(third, stays=False, now=TUESDAY)
    assert states([second, third, fourth]) == ["waiting", "cancelled", "offered"]
    assert letters("withdrawn", "2@example.cn")
    offers.decline(fourth, stays=True, now=TUESDAY)
    assert taken(session) == 0  # who has just declined it is not asked the same again
    newcomer = sign_up(session, 9)
    assert (newcomer.state, taken(session)) == (State.ENTERED, 1)


def test_nobody_answers_for_a_place_that_is_not_offered_or_no_longer():
    _session, (first, second, third, _fourth) = full()
    assert code_of(offers.accept, second, now=TUESDAY) == "no_offer"
    signups.cancel(first, now=TUESDAY)
    assert code_of(offers.accept, second, now=HELD) == "late"
    assert code_of(offers.decline, third, stays=True, now=TUESDAY) == "no_offer"


# --- no answer


def test_without_an_answer_the_place_goes_on_and_the_person_to_the_end_with_kind_words():
    session, (first, second, third, fourth) = full()
    signups.cancel(first, now=TUESDAY)
    assert offers.lapse(now=make.at("2019-10-09 16:59")) == 0
    assert offers.lapse(now=HELD) == 1
    assert states([second, third, fourth]) == ["waiting", "offered", "waiting"]
    assert waiting.position(Signup.objects.get(pk=second.pk)) == 2
    (told,) = letters("offer_lapsed", "1@example.cn")
    assert "排在最后" in told.body
    assert offers.lapse(now=HELD) == 0
    assert taken(session) == 1


def test_the_only_one_who_waits_is_not_asked_again_and_again_for_the_same_place():
    session, (first, second) = full(people=2)
    signups.cancel(first, now=TUESDAY)
    offers.lapse(now=HELD)
    assert (states([second]), taken(session)) == (["waiting"], 0)
    assert offers.lapse(now=LAST) == 0


def test_where_nobody_else_fits_the_place_is_offered_once_more_on_another_day_and_then_no_more():
    session, (first, second) = full(people=2)
    signups.cancel(first, now=TUESDAY)
    offers.lapse(now=HELD)
    assert offers.again(now=make.at("2019-10-09 23:55")) == 0
    assert offers.again(now=make.at("2019-10-10 00:05")) == 1
    assert (states([second]), taken(session)) == (["offered"], 1)
    assert offers.again(now=make.at("2019-10-10 00:10")) == 0

    offers.lapse(now=make.at("2019-10-11 17:00"))
    assert Signup.objects.get(pk=second.pk).unanswered == offers.MOST_UNANSWERED
    for day in ("2019-10-12", "2019-10-13"):
        assert offers.again(now=make.at(f"{day} 08:00")) == 0
    assert (states([second]), taken(session)) == (["waiting"], 0)


def test_who_is_asked_no_more_is_told_to_call_and_does_not_keep_the_place_from_a_newcomer(client, at):
    session, (first, second) = full(people=2)
    Signup.objects.filter(pk=second.pk).update(unanswered=offers.MOST_UNANSWERED)
    signups.cancel(first, now=TUESDAY)
    assert states([second]) == ["waiting"]
    at(TUESDAY)
    assert "请联系活动联系人" in client.get(second.get_absolute_url()).content.decode()
    assert sign_up(session, 7).state == "entered"


def test_who_left_a_place_but_stays_is_asked_again_for_what_is_free_the_day_after(at):
    _session, (first, second) = full(people=2)
    signups.cancel(first, now=TUESDAY)
    offers.decline(Signup.objects.get(pk=second.pk), stays=True, now=TUESDAY)
    at(make.at("2019-10-09 18:00"))
    tasks.pass_places_on()
    assert states([second]) == ["waiting"]
    at(make.at("2019-10-10 09:00"))
    tasks.pass_places_on()
    assert states([second]) == ["offered"]
    assert Signup.objects.get(pk=second.pk).unanswered == 0


def test_two_who_never_answer_are_asked_in_turn_and_the_turns_come_to_an_end(at):
    session, (first, second, third) = full(people=3, starts_at=make.at("2019-10-21 09:00"))
    signups.cancel(first, now=TUESDAY)
    for day in range(8, 21):
        at(make.at(f"2019-10-{day:02} 18:00"))
        tasks.pass_places_on()
    assert AuditEntry.objects.filter(act="signup.offer").count() == 2 * offers.MOST_UNANSWERED
    assert (states([second, third]), taken(session)) == (["waiting", "waiting"], 0)


def test_the_worker_passes_places_on(at):
    _session, (first, second, third, _fourth) = full()
    signups.cancel(first, now=TUESDAY)
    at(HELD)
    tasks.pass_places_on()
    assert states([second, third]) == ["waiting", "offered"]


def test_once_nobody_could_be_told_in_time_free_places_are_for_staff_and_for_the_door():
    session, (first, second, *_rest) = full()
    confirmed(session)
    late = make.at("2019-10-13 10:00")
    signups.cancel(Signup.objects.get(pk=first.pk), now=late)
    assert (states([second]), taken(session)) == (["waiting"], 0)
    selection.admit(second, reason="电话确认可到场", by=make.staff(unit=session.unit), now=late)
    assert states([second]) == ["selected"]


def test_a_late_newcomer_does_not_pass_those_who_wait():
    session, (first, second) = full(people=2, signup_closes_at=make.at("2019-10-14 08:00"))
    late = make.at("2019-10-13 10:00")
    signups.cancel(first, now=late)
    assert sign_up(session, 9, now=late).state == State.WAITING
    assert states([second]) == ["waiting"]


# --- what holds its seats


def test_an_open_offer_stands_while_the_list_is_made_and_its_seats_are_not_given_twice():
    session, entries = full(people=5, capacity=2)
    late = make.at("2019-10-10 16:00")
    signups.cancel(entries[0], now=late)
    confirmed(session, now=make.at("2019-10-10 18:00"))
    assert states(entries) == ["cancelled", "selected", "offered", "waiting", "waiting"]
    assert taken(session) == 2
    assert offers.accept(entries[2], now=make.at("2019-10-11 10:00")).confirmed_at
    assert states(entries)[2] == "selected"
    signups.cancel(Signup.objects.get(pk=entries[1].pk), now=make.at("2019-10-11 11:00"))
    assert states(entries)[3:] == ["offered", "waiting"]


def test_who_is_to_be_refused_is_not_offered_a_place():
    session, (first, second, third, _fourth) = full()
    closed = make.at("2019-10-10 18:00")
    selection.decide(session, [second.pk], "refused", reason="重复", by=make.staff(unit=session.unit), now=closed)
    signups.cancel(first, now=closed)
    assert states([second, third]) == ["waiting", "offered"]


def test_after_a_draw_places_are_offered_in_its_order_from_the_list_on():
    session = make.announced(selection="draw", capacity=1)
    rows = [make.signup(session, rank=rank, email=f"{rank}@example.cn") for rank in (2, 1, 3)]
    confirmed(session)
    assert states(rows) == ["waiting", "selected", "waiting"]
    signups.cancel(Signup.objects.get(pk=rows[1].pk), now=make.at("2019-10-11 10:00"))
    assert states(rows) == ["offered", "cancelled", "waiting"]


def test_where_the_unit_chooses_it_offers_by_hand():
    session = make.announced(selection="choice", capacity=1)
    row, other = (make.signup(session, email="a@example.cn") for _ in range(2))
    editor = make.staff(unit=session.unit)
    assert code_of(offers.offer, row, by=editor, now=TUESDAY) == "state"
    closed = make.at("2019-10-10 18:00")
    selection.decide(session, [row.pk, other.pk], "waiting", reason="候补", by=editor, now=closed)
    confirmed(session)
    now = make.at("2019-10-11 10:00")
    with pytest.raises(PermissionDenied):
        offers.offer(row, by=make.staff(), now=now)
    offers.offer(row, by=editor, now=now)
    assert (states([row]), taken(session)) == (["offered"], 1)
    assert code_of(offers.offer, other, by=editor, now=now) == "full"
    assert code_of(offers.offer, other, by=editor, now=make.at("2019-10-13 10:00")) == "late"


def test_a_session_that_moves_ahead_shortens_the_offer_and_says_so():
    session, (first, second, *_rest) = full()
    signups.cancel(first, now=TUESDAY)
    new = {"starts_at": make.at("2019-10-10 09:00"), "ends_at": make.at("2019-10-10 11:00"), "place": "二层"}
    closes = make.at("2019-10-09 09:00")
    by = make.staff(unit=session.unit)
    sessions.move(session, **new, signup_closes_at=closes, reason="维修", by=by, now=TUESDAY)
    assert Signup.objects.get(pk=second.pk).offered_until == HELD  # the day before is early enough
    new = {"starts_at": make.at("2019-10-09 09:00"), "ends_at": make.at("2019-10-09 11:00"), "place": "二层"}
    sessions.move(session, **new, signup_closes_at=make.at("2019-10-08 12:00"), reason="维修", by=by, now=TUESDAY)
    assert Signup.objects.get(pk=second.pk).offered_until == make.at("2019-10-08 17:00")
    assert len(letters("offered", "1@example.cn")) == 2
    assert not any(letter.attachments for letter in letters("session_moved", "1@example.cn"))


def test_at_the_door_an_offered_place_is_kept_until_the_beginning_and_taken_by_coming():
    session, (first, second, *_rest) = full()
    signups.cancel(first, now=TUESDAY)
    helper = make.staff(Staff.Role.DOOR, unit=session.unit)
    before = make.at("2019-10-14 08:50")
    assert checkin.room(session, now=before) == 0
    assert checkin.door_list(session)[0].state == "offered"
    checkin.arrive(second, people=1, by=helper, now=before)
    assert states([second]) == ["selected"]


# --- whom only a telephone reaches


def test_an_offer_by_telephone_stands_on_the_call_list_and_staff_record_the_answer():
    session, (first, *_rest) = full(people=1)
    caller = sign_up(session, 8, email="")
    signups.cancel(first, now=TUESDAY)
    assert [(row.pk, row.call_about) for row in calls.of(session)] == [(caller.pk, Signup.CallAbout.OFFER)]
    with pytest.raises(PermissionDenied):
        offers.accept(caller, now=TUESDAY, by=make.staff())
    editor = make.staff(unit=session.unit)
    row = offers.accept(caller, now=TUESDAY, by=editor)
    assert (row.state, row.decided_by) == (State.ENTERED, editor)
    assert not calls.of(session).exists()
    assert Signup.objects.get(pk=caller.pk).told_by == editor


def test_a_repeated_sign_up_of_who_is_offered_a_place_is_told_it_waits():
    _session, (first, second, *_rest) = full()
    signups.cancel(first, now=TUESDAY)
    notify.received(Signup.objects.get(pk=second.pk), now=TUESDAY)
    assert len(letters("waiting_list", "1@example.cn")) == 2


def test_staff_answer_on_the_page_of_the_sign_up_and_see_the_moment_on_the_selection(client, at, page):
    session, (first, second, *_rest) = full(people=3)
    signups.cancel(first, now=TUESDAY)
    at(TUESDAY)
    client.force_login(make.staff(unit=session.unit))
    shown = re.sub(r"<[^>]*>|\s", "", client.get(page(session, "selection")).content.decode())
    assert "保留到10月9日（周三）17:00" in shown
    step = f"/desk/registrations/signup/{second.pk}/step/decline/"
    shown = client.get(f"/desk/registrations/signup/{second.pk}/change/").content.decode()
    assert "接受递补名额" in shown
    client.post(step, {"answer": "leave"})
    assert states([second]) == ["cancelled"]
