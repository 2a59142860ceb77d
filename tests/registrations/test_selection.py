"""From the entries to the confirmed list, and telling everyone."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from events import deadlines
from events.models import AuditEntry, Duty, Message, Session, Staff
from registrations import calls, draw, offers, selection, signups, waiting
from registrations.models import Roster, Signup
from tests import make

pytestmark = pytest.mark.django_db
OPEN, CLOSED, LATE = make.at("2019-10-05 09:00"), make.at("2019-10-10 12:00"), make.at("2019-10-13 12:00")
State = Signup.State


def announced(rules=None, **fields):
    point = make.point(make.plan(rules=rules or {}))
    return make.announced(point=point, **fields)


def people(session, count, **fields):
    made = [make.signup(session, **fields) for _ in range(count)]
    if made[0].holds_seats:
        Session.objects.filter(pk=session.pk).update(seats_taken=sum(signup.seats for signup in made))
    return made


def editor_of(session):
    return make.staff(unit=session.unit)


def refusal(call, *args, **fields):
    with pytest.raises(ValidationError) as caught:
        call(*args, **fields)
    error = caught.value
    return error.error_dict["reason"][0].code if hasattr(error, "error_dict") else error.code


def choose(session, signups, decision="selected", reason="代表性"):
    selection.decide(session, [s.pk for s in signups], decision, reason=reason, by=editor_of(session), now=CLOSED)


def states(*signups):
    known = Signup.objects.in_bulk([signup.pk for signup in signups])
    return [known[signup.pk].state for signup in signups]


# --- by order of entry ---


def test_those_whose_seats_were_kept_are_confirmed_and_the_waiting_keep_waiting():
    session = announced(capacity=3)
    kept = people(session, 3)
    late = make.signup(session, state=State.WAITING, rank=1)
    roster = selection.confirm(session, by=editor_of(session), now=CLOSED)
    assert states(*kept, late) == ["selected"] * 3 + ["waiting"]
    assert (roster.makeup["people"], roster.breaches, roster.selection) == (3, [], "order")


def test_a_refusal_in_the_vetting_lets_the_next_in_line_move_up():
    session = announced(capacity=2)
    kept = people(session, 2)
    late = make.signup(session, state=State.WAITING, rank=1)
    choose(session, kept[:1], "refused", "重复报名")
    selection.confirm(session, by=editor_of(session), now=CLOSED)
    assert states(*kept, late) == ["refused", "selected", "selected"]
    assert Session.objects.get(pk=session.pk).seats_taken == 2


def test_where_the_order_selects_the_unit_cannot_pick():
    session = announced()
    entry = make.signup(session)
    assert refusal(choose, session, [entry]) == "decision"


# --- by choice ---


def test_each_pick_and_each_refusal_has_its_reason():
    session = announced(selection="choice")
    entry = make.signup(session)
    assert refusal(choose, session, [entry], reason=" ") == "reason"
    assert refusal(choose, session, [entry], "refused", "") == "reason"


def test_the_list_waits_until_nobody_is_undecided():
    session = announced(selection="choice")
    one, _two = people(session, 2)
    choose(session, [one])
    assert refusal(selection.confirm, session, by=editor_of(session), now=CLOSED) == "undecided"


def test_a_decision_can_be_taken_back_until_the_list_is_confirmed():
    session = announced(selection="choice")
    one = make.signup(session)
    choose(session, [one])
    choose(session, [one], "", "")
    one.refresh_from_db()
    assert (one.proposal, one.reason, one.state) == ("", "", "entered")


def test_the_seats_of_the_place_are_never_exceeded_whatever_the_reason():
    session = announced(selection="choice", capacity=2)
    choose(session, people(session, 2, companions=1))
    refused = refusal(selection.confirm, session, by=editor_of(session), now=CLOSED, reason="特殊情况")
    assert refused == "seats"
    assert not Roster.objects.exists()


def test_those_who_wait_by_choice_get_ranks_in_the_order_of_their_entry():
    session = announced(selection="choice")
    entries = people(session, 3)
    choose(session, entries, "waiting")
    selection.confirm(session, by=editor_of(session), now=CLOSED)
    assert [waiting.position(row) for row in Signup.objects.order_by("entered_at")] == [1, 2, 3]


# --- by choice, then by draw of the rest ---


@pytest.fixture
def mixed(db):
    """Ten people for four seats: two are picked, one is refused, seven are left."""
    session = announced(selection="mixed", capacity=4)
    draw.commit(session, now=OPEN)
    rows = people(session, 10)
    choose(session, rows[:2])
    choose(session, rows[2:3], "refused")
    return session, rows


def test_a_draw_decides_over_those_whom_the_unit_neither_picked_nor_refused(mixed):
    session, rows = mixed
    editor = editor_of(session)
    assert refusal(selection.confirm, session, by=editor, now=CLOSED) == "not_drawn"
    held = draw.run(session, by=editor, now=CLOSED)
    selection.confirm(session, by=editor, now=CLOSED)
    drawn = draw.rank(held.seed, [row.public_code for row in rows[3:]])
    after = {row.public_code: row.state for row in Signup.objects.all()}
    assert [after[row.public_code] for row in rows[:3]] == ["selected", "selected", "refused"]
    assert [after[code] for code in drawn] == ["selected"] * 2 + ["waiting"] * 5
    assert Session.objects.get(pk=session.pk).seats_taken == 4


def test_the_picks_are_settled_once_the_draw_was_held(mixed):
    session, rows = mixed
    draw.run(session, by=editor_of(session), now=CLOSED)
    assert refusal(choose, session, rows[3:4]) == "drawn"
    assert refusal(choose, session, rows[:1], "", "") == "drawn"
    assert refusal(choose, session, rows[2:3], "", "") == "drawn"
    choose(session, rows[:1], "refused", "经审查不符合条件")
    choose(session, rows[5:6], "refused", "经审查不符合条件")
    choose(session, rows[5:6], "", "")


def test_nobody_waits_by_the_unit_s_word_where_a_draw_decides(mixed):
    session, rows = mixed
    assert refusal(choose, session, rows[4:5], "waiting") == "decision"


def test_where_everybody_was_picked_or_refused_there_is_nothing_to_draw(mixed):
    session, rows = mixed
    choose(session, rows[3:], "refused")
    assert selection.confirm(session, by=editor_of(session), now=CLOSED).makeup["people"] == 2


# --- reasons ---


@pytest.mark.parametrize(
    ("ground", "words", "kept"),
    [
        ("nearby", "", "居住或工作在周边"),
        ("nearby", "住在南区。", "居住或工作在周边：住在南区。"),
        ("", "住在南区。", "住在南区。"),
    ],
)
def test_a_reason_is_one_of_the_list_or_in_words_or_both(ground, words, kept):
    session = announced(selection="choice")
    entry = make.signup(session)
    how = {"reason": words, "ground": ground, "by": editor_of(session), "now": CLOSED}
    with translation.override("en"):
        selection.decide(session, [entry.pk], "selected", **how)
    entry.refresh_from_db()
    assert entry.reason == kept


def test_a_reason_for_a_pick_does_not_refuse():
    session = announced(selection="choice")
    entry = make.signup(session)
    how = {"ground": "nearby", "by": editor_of(session), "now": CLOSED}
    assert refusal(selection.decide, session, [entry.pk], "refused", **how) == "ground"


# --- rules of the plan ---


def test_a_broken_rule_needs_a_reason_that_is_kept_and_told_to_the_office():
    office = make.staff(Staff.Role.OFFICE, email="office@example.cn")
    session = announced({"residents_share": "1/3"}, selection="choice")
    choose(session, people(session, 1) + people(session, 3, category="deputy"))
    editor = editor_of(session)
    assert refusal(selection.confirm, session, by=editor, now=CLOSED) == "breach"
    roster = selection.confirm(session, by=editor, now=CLOSED, reason="专题调研")
    assert [breach["code"] for breach in roster.breaches] == ["residents_share"]
    assert roster.breach_reason == "专题调研"
    letter = Message.objects.get(letter="list_breaks_rules")
    assert (letter.to, letter.recipient) == ("office@example.cn", office)
    assert "专题调研" in letter.body


def test_a_reason_that_was_not_needed_is_not_kept():
    session = announced({"residents_share": "1/3"})
    people(session, 1)
    assert selection.confirm(session, by=editor_of(session), now=CLOSED, reason="无").breach_reason == ""


def test_invited_guests_count_in_the_make_up_and_in_the_rules():
    session = announced({"capacity_max": "2"}, capacity=5)
    people(session, 2)
    guest = {"name": "代表甲", "phone": "13900000001", "category": "deputy"}
    signups.invite(session, **guest, by=editor_of(session), now=OPEN)
    assert refusal(selection.confirm, session, by=editor_of(session), now=CLOSED) == "breach"


# --- when, and by whom ---


def test_the_list_is_made_after_closing():
    session = announced()
    make.signup(session)
    assert refusal(selection.confirm, session, by=editor_of(session), now=OPEN) == "open"


def test_the_list_is_confirmed_once():
    session = announced()
    people(session, 1)
    selection.confirm(session, by=editor_of(session), now=CLOSED)
    assert refusal(selection.confirm, session, by=editor_of(session), now=CLOSED) == "confirmed"


def test_a_draw_that_was_not_held_confirms_nothing():
    session = announced(selection="draw")
    make.signup(session)
    assert refusal(selection.confirm, session, by=editor_of(session), now=CLOSED) == "not_drawn"


def test_guests_of_an_invitation_are_confirmed_without_a_sign_up():
    session = announced(selection="invitation")
    guest = {"name": "代表甲", "phone": "13900000001", "category": "deputy"}
    signups.invite(session, **guest, by=editor_of(session), now=OPEN)
    assert selection.confirm(session, by=editor_of(session), now=OPEN).makeup["people"] == 1


@pytest.mark.parametrize("role", [Staff.Role.DOOR, Staff.Role.AUDITOR])
def test_who_may_not_select_confirms_nothing(role):
    session = announced()
    with pytest.raises(PermissionDenied):
        selection.confirm(session, by=make.staff(role, unit=session.unit), now=CLOSED)


def test_another_unit_confirms_nothing():
    with pytest.raises(PermissionDenied):
        selection.confirm(announced(), by=make.staff(), now=CLOSED)


# --- telling everyone ---


def test_everyone_is_told_the_refused_too_and_who_left_no_address_is_called():
    session = announced(selection="choice")
    mailed = {state: make.signup(session, email=f"{state}@example.cn") for state in ("selected", "waiting", "refused")}
    to_call = make.signup(session)
    for decision, signup in mailed.items():
        choose(session, [signup], decision)
    choose(session, [to_call])
    selection.confirm(session, by=editor_of(session), now=CLOSED)
    told = {message.to: message.letter for message in Message.objects.all()}
    assert told == {
        "selected@example.cn": "selected",
        "waiting@example.cn": "kept_waiting",
        "refused@example.cn": "refused",
    }
    assert list(calls.of(session)) == [to_call]


def test_a_tick_on_the_call_list_keeps_moment_and_name_and_is_harmless_twice():
    session = announced()
    (entry,) = people(session, 1)
    editor = editor_of(session)
    selection.confirm(session, by=editor, now=CLOSED)
    calls.tell(entry, by=editor, now=CLOSED)
    calls.tell(entry, by=editor_of(session), now=LATE)
    entry.refresh_from_db()
    assert (entry.told_at, entry.told_by) == (CLOSED, editor)
    assert not calls.of(session).exists()


def test_the_duty_closes_when_the_last_of_the_selected_has_been_told():
    session = announced()
    deadlines.for_session(session, now=OPEN)
    one, two = people(session, 2)
    editor = editor_of(session)
    selection.confirm(session, by=editor, now=CLOSED)
    calls.tell(one, by=editor, now=CLOSED)
    assert deadlines.find(Duty.Kind.TELL_SELECTED, session=session).is_open
    calls.tell(two, by=editor, now=CLOSED)
    duty = deadlines.find(Duty.Kind.TELL_SELECTED, session=session)
    assert (duty.done_at, duty.done_by, duty.is_late) == (CLOSED, editor, False)


def test_telling_on_the_day_before_a_sunday_session_is_late_by_the_rule():
    session = announced(starts_at=make.at("2019-10-14 09:00"))
    deadlines.for_session(session, now=OPEN)
    people(session, 1, email="a@example.cn")
    selection.confirm(session, by=editor_of(session), now=LATE)
    assert deadlines.find(Duty.Kind.TELL_SELECTED, session=session).is_late


def test_where_all_letters_can_be_sent_the_duty_closes_with_the_list():
    session = announced()
    deadlines.for_session(session, now=OPEN)
    people(session, 2, email="a@example.cn")
    selection.confirm(session, by=editor_of(session), now=CLOSED)
    assert not deadlines.find(Duty.Kind.TELL_SELECTED, session=session).is_open


def test_whose_letter_did_not_arrive_comes_on_the_call_list():
    session = announced()
    (entry,) = people(session, 1, email="nobody@example.cn")
    selection.confirm(session, by=editor_of(session), now=CLOSED)
    Message.objects.update(state=Message.State.GIVEN_UP)
    assert list(calls.of(session)) == [entry]


def test_another_unit_ticks_nobody():
    session = announced()
    (entry,) = people(session, 1)
    selection.confirm(session, by=editor_of(session), now=CLOSED)
    with pytest.raises(PermissionDenied):
        calls.tell(entry, by=make.staff(), now=CLOSED)


# --- afterwards ---


def test_after_the_list_a_freed_seat_is_offered_to_the_next_who_is_selected_by_accepting():
    session = announced(capacity=1)
    (kept,) = people(session, 1)
    late = make.signup(session, state=State.WAITING, rank=1, email="late@example.cn")
    selection.confirm(session, by=editor_of(session), now=CLOSED)
    kept.refresh_from_db()
    signups.cancel(kept, now=CLOSED)
    assert states(kept, late) == ["cancelled", "offered"]
    assert refusal(selection.admit, late, reason="递补", by=editor_of(session), now=CLOSED) == "state"
    offers.accept(late, now=CLOSED)
    assert states(kept, late) == ["cancelled", "selected"]
    assert Message.objects.get(letter="selected").to == "late@example.cn"


def test_where_the_unit_chooses_a_freed_seat_waits_for_its_choice():
    session = announced(selection="choice", capacity=1)
    picked, other = people(session, 2)
    choose(session, [picked])
    choose(session, [other], "waiting")
    editor = editor_of(session)
    selection.confirm(session, by=editor, now=CLOSED)
    picked.refresh_from_db()
    signups.cancel(picked, now=CLOSED)
    assert states(other) == ["waiting"]
    assert refusal(selection.admit, other, reason="", by=editor, now=CLOSED) == "reason"
    selection.admit(other, reason="递补", by=editor, now=CLOSED)
    assert states(other) == ["selected"]


def test_no_seat_is_given_by_hand_that_is_not_free():
    session = announced(selection="choice", capacity=1)
    picked, other = people(session, 2)
    choose(session, [picked])
    choose(session, [other], "refused")
    selection.confirm(session, by=editor_of(session), now=CLOSED)
    assert refusal(selection.admit, other, reason="递补", by=editor_of(session), now=CLOSED) == "full"


def test_the_audit_keeps_who_confirmed_and_what():
    session = announced()
    people(session, 2)
    editor = editor_of(session)
    selection.confirm(session, by=editor, now=CLOSED)
    entry = AuditEntry.objects.get(act="roster.confirm")
    assert (entry.by, entry.at, entry.after["makeup"]["people"]) == (editor, CLOSED, 2)
