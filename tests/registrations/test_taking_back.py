"""A confirmed list taken back: what it was is kept, what was decided is proposed again, everybody hears of it."""

import pytest
from django.core.exceptions import PermissionDenied

from events import deadlines
from events.models import AuditEntry, Duty, Message, Session
from registrations import calls, checkin, draw, reserves, selection, signups, taking_back
from registrations.models import Roster, Signup, WithdrawnRoster
from tests import make
from tests.refusals import refused

pytestmark = pytest.mark.django_db
OPEN, CLOSED, LATER = make.at("2019-10-05 09:00"), make.at("2019-10-10 12:00"), make.at("2019-10-10 15:00")


def confirmed(way, capacity=2, decisions=(), **fields):
    """A confirmed list of four entries, the first of whom has an address."""
    session = make.announced(selection=way, capacity=capacity, **fields)
    deadlines.for_session(session, now=OPEN)
    draw.commit(session, now=OPEN)
    editor = make.staff(unit=session.unit)
    rows = [make.signup(session, email="first@example.cn" if n == 0 else "") for n in range(4)]
    for row, decision in zip(rows, decisions, strict=False):
        if decision:
            selection.decide(session, [row.pk], decision, reason="理由", by=editor, now=CLOSED)
    if session.is_drawn:
        draw.run(session, by=editor, now=CLOSED)
    if session.is_ordered:
        Signup.objects.filter(pk__in=[row.pk for row in rows[2:]]).update(state="waiting", rank=1)
        Session.objects.filter(pk=session.pk).update(seats_taken=2)
    selection.confirm(session, by=editor, now=CLOSED)
    return session, editor


def rows(*fields):
    return list(Signup.objects.order_by("entered_at").values_list(*fields))


def take_back(session, editor, **fields):
    return taking_back.take_back(session, **{"reason": "有人重复列入", "by": editor, "now": LATER, **fields})


def test_the_list_is_kept_as_withdrawn_and_what_was_decided_is_proposed_again():
    office = make.staff("office", email="office@example.cn")
    session, editor = confirmed("choice", decisions=["selected", "selected", "waiting", "refused"])
    kept = take_back(session, editor)
    assert not Roster.objects.exists()
    assert (kept.makeup["people"], kept.confirmed_at, kept.withdrawn_by, kept.reason) == (
        2, CLOSED, editor, "有人重复列入",
    )  # fmt: skip
    assert rows("state", "proposal", "reason") == [
        ("entered", "selected", "理由"),
        ("entered", "selected", "理由"),
        ("entered", "waiting", "理由"),
        ("entered", "refused", "理由"),
    ]
    assert Session.objects.get(pk=session.pk).seats_taken == 0
    assert Message.objects.get(letter="list_taken_back").to == "first@example.cn"
    assert Message.objects.get(letter="list_withdrawn").recipient == office
    assert {entry.call_about for entry in calls.of(session)} == {"taken_back"}
    assert AuditEntry.objects.get(act="roster.take_back").reason == "有人重复列入"


def test_it_can_be_mended_and_confirmed_again_and_the_duty_is_owed_until_then():
    session, editor = confirmed("choice", decisions=["selected", "selected", "waiting", "refused"])
    for entry in calls.of(session):
        calls.tell(entry, by=editor, now=CLOSED)
    assert not deadlines.find(Duty.Kind.TELL_SELECTED, session=session).is_open
    take_back(session, editor)
    assert deadlines.find(Duty.Kind.TELL_SELECTED, session=session).is_open
    second, third = Signup.objects.order_by("entered_at")[1:3]
    selection.decide(session, [second.pk], "refused", reason="重复", by=editor, now=LATER)
    selection.decide(session, [third.pk], "selected", reason="递补", by=editor, now=LATER)
    selection.confirm(session, by=editor, now=LATER)
    assert [state for (state,) in rows("state")] == ["selected", "refused", "selected", "refused"]


def test_a_draw_is_not_repeated_its_order_stands():
    session, editor = confirmed("draw")
    before = rows("rank")
    take_back(session, editor)
    assert rows("rank") == before
    assert {(state, proposal) for state, proposal in rows("state", "proposal")} == {("entered", "")}
    selection.confirm(session, by=editor, now=LATER)
    assert Signup.objects.filter(state="selected", rank__lte=2).count() == 2


def test_the_picks_before_a_draw_stay_picks():
    session, editor = confirmed("mixed", decisions=["selected"])
    take_back(session, editor)
    assert rows("proposal") == [("selected",), ("",), ("",), ("",)]


def test_by_order_of_entry_the_first_keep_their_seats():
    session, editor = confirmed("order")
    take_back(session, editor)
    assert rows("state", "rank") == [("entered", None), ("entered", None), ("waiting", 1), ("waiting", 2)]
    assert Session.objects.get(pk=session.pk).seats_taken == 2


def test_invited_guests_stay_on_the_list_and_hear_nothing():
    session, editor = confirmed("choice", capacity=3, decisions=["selected", "selected", "waiting", "refused"])
    guest = {"name": "代表甲", "phone": "13900000001", "category": "deputy", "email": "guest@example.cn"}
    signups.invite(session, **guest, by=editor, now=CLOSED)
    take_back(session, editor)
    assert Signup.objects.get(category="deputy").state == "selected"
    assert "guest@example.cn" not in {letter.to for letter in Message.objects.filter(letter="list_taken_back")}
    assert Session.objects.get(pk=session.pk).seats_taken == 1


def test_not_without_a_reason_nor_once_somebody_came_nor_by_others():
    session, editor = confirmed("order")
    with refused("reason"):
        take_back(session, editor, reason=" ")
    with refused("state"):
        take_back(session, editor, now=session.starts_at)
    with pytest.raises(PermissionDenied):
        take_back(session, make.staff("approver"))
    door = make.at("2019-10-14 08:50")
    checkin.arrive(Signup.objects.filter(state="selected")[0], people=1, by=editor, now=door)
    with refused("state"):
        take_back(session, editor, now=door)
    assert not WithdrawnRoster.objects.exists()


def test_the_unit_sets_the_order_of_the_reserves():
    session = make.announced(selection="choice")
    editor = make.staff(unit=session.unit)
    one, two, three = (make.signup(session) for _ in range(3))
    selection.decide(session, [one.pk, two.pk, three.pk], "waiting", reason="名额有限", by=editor, now=CLOSED)
    assert reserves.arrange(session, {three.pk: 1, one.pk: 5}, by=editor, now=CLOSED) == 3
    selection.confirm(session, by=editor, now=CLOSED)
    assert list(Signup.objects.by_rank()) == [three, one, two]


def test_a_draw_alone_orders_its_reserves():
    session = make.announced(selection="draw")
    with refused("decision"):
        reserves.arrange(session, {}, by=make.staff(unit=session.unit), now=CLOSED)
