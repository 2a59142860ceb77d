"""The life of a session: who may move it, when, and what follows from each move."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from events import deadlines, sessions, signals
from events.models import AuditEntry, ChangeFiling, Message, Plan, Point, PointUnit, Session
from tests import make
from tests.refusals import refused

pytestmark = pytest.mark.django_db

NOW = make.at("2019-09-02 10:00")
DURING = make.at("2019-10-14 10:00")


@pytest.fixture
def news():
    """What the apps above were told, as (signal, session, extra)."""
    heard = []
    listeners = {}
    for name in ("session_moved", "session_cancelled", "session_held"):
        listeners[name] = lambda name=name, **kwargs: heard.append((name, kwargs["session"], kwargs.get("before")))
        getattr(signals, name).connect(listeners[name])
    yield heard
    for name, listener in listeners.items():
        getattr(signals, name).disconnect(listener)


def draft(point, **fields) -> Session:
    """An unsaved session, as a form makes it."""
    starts_at = fields.pop("starts_at", make.at("2019-10-14 09:00"))
    return Session(
        **{
            "point": point,
            "unit": point.parts.first().unit,
            "title": point.title,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            **fields,
        }
    )


def move(session, *, by, now=NOW, **fields):
    values = {
        "starts_at": make.at("2019-10-21 14:00"),
        "ends_at": make.at("2019-10-21 16:00"),
        "place": "二层会议室",
        "reason": "场地维修",
        **fields,
    }
    return sessions.move(session, by=by, now=now, **values)


# Scheduling


def test_an_editor_schedules_a_session_and_its_duties_appear(point, editor, town):
    session = sessions.schedule(draft(point), by=editor, now=NOW)

    session.refresh_from_db()
    assert (session.state, session.created_by, session.created_at) == ("draft", editor, NOW)
    assert session.organiser == town.name
    assert len(session.card_code) == 10
    assert set(session.duties.values_list("kind", "due_on")) == {
        ("announce_onsite", date(2019, 10, 8)),
        ("tell_selected", date(2019, 10, 12)),
        ("report", date(2019, 10, 21)),
    }
    assert AuditEntry.objects.get(act="session.schedule").unit == town


def test_an_institution_holds_a_session_for_the_unit_that_supervises_it(point, editor, town):
    library = make.unit("镇图书馆", parent=town, kind="institution")

    assert sessions.schedule(draft(point, unit=library), by=editor, now=NOW).pk


def test_nobody_schedules_for_another_unit(point, other_editor, town):
    with pytest.raises(PermissionDenied):
        sessions.schedule(draft(point), by=other_editor, now=NOW)
    with refused("unit_no_part"):
        sessions.schedule(draft(point, unit=other_editor.unit), by=other_editor, now=NOW)


def test_a_co_unit_does_not_hold_the_session(point, other_editor):
    PointUnit.objects.create(point=point, unit=other_editor.unit, part=PointUnit.Part.CO, position=2)

    with refused("unit_no_part"):
        sessions.schedule(draft(point, unit=other_editor.unit), by=other_editor, now=NOW)


@pytest.mark.parametrize("filing", [Point.Filing.DRAFT, Point.Filing.FILED, Point.Filing.RETURNED])
def test_a_point_that_the_office_has_not_accepted_takes_no_session(point, editor, filing):
    Point.objects.update(filing=filing)
    point.refresh_from_db()

    with refused("point_not_accepted"):
        sessions.schedule(draft(point), by=editor, now=NOW)


@pytest.mark.parametrize("state", [Plan.State.DRAFT, Plan.State.EXPIRED])
def test_a_plan_that_is_not_in_force_takes_no_session(point, editor, state):
    point.plan.state = state

    with refused("plan_not_in_force"):
        sessions.schedule(draft(point), by=editor, now=NOW)


@pytest.mark.parametrize(
    "times",
    [
        {"ends_at": make.at("2019-10-14 09:00")},
        {"signup_opens_at": make.at("2019-10-01 09:00"), "signup_closes_at": make.at("2019-09-30 09:00")},
        {"signup_opens_at": make.at("2019-10-01 09:00"), "signup_closes_at": make.at("2019-10-14 09:01")},
    ],
)
def test_times_that_contradict_each_other_are_refused_in_words(point, editor, times):
    with refused("times"):
        sessions.schedule(draft(point, **times), by=editor, now=NOW)


# Approval


def test_the_approver_approves_and_the_editor_may_not(session, editor, approver):
    Session.objects.update(state="draft")
    with pytest.raises(PermissionDenied):
        sessions.approve(session, by=editor, now=NOW)

    sessions.approve(session, by=approver, now=NOW)

    session.refresh_from_db()
    assert (session.state, session.approved_by, session.approved_at) == ("approved", approver, NOW)


def test_an_approver_approves_nothing_of_another_unit(session):
    Session.objects.update(state="draft")

    with pytest.raises(PermissionDenied):
        sessions.approve(session, by=make.staff("approver"), now=NOW)


def test_what_is_approved_is_not_approved_again(session, office):
    with refused("state"):
        sessions.approve(session, by=office, now=NOW)


# Changing


def test_an_editor_who_changes_an_approved_session_brings_it_back_to_draft(session, editor, approver):
    sessions.change(session, by=approver, now=NOW, agenda="9:00 签到")
    assert session.state == "approved"

    sessions.change(session, by=editor, now=NOW, agenda="9:30 签到")

    session.refresh_from_db()
    assert (session.state, session.agenda, session.approved_at) == ("draft", "9:30 签到", None)


def test_duties_follow_a_changed_draft(session, editor):
    deadlines.for_session(session, now=NOW)

    sessions.change(
        session, by=editor, now=NOW, starts_at=make.at("2019-10-19 09:00"), ends_at=make.at("2019-10-19 11:00")
    )

    assert deadlines.find("announce_onsite", session=session).due_on == date(2019, 10, 14)


def test_what_the_public_was_told_is_not_changed_in_silence(point, approver):
    session = make.announced(point=point)

    for values in ({"place": "别处"}, {"starts_at": make.at("2019-10-14 08:00")}, {"selection": "draw"}):
        with refused("announced"):
            sessions.change(session, by=approver, now=NOW, **values)


def test_another_change_after_the_announcement_is_filed_with_the_office(point, editor):
    session = make.announced(point=point)

    sessions.change(session, by=editor, now=NOW, agenda="9:30 签到", place=session.place, reason="时间紧")

    filing = ChangeFiling.objects.get()
    assert (filing.kind, filing.after, filing.reason) == ("changed", {"agenda": "9:30 签到"}, "时间紧")
    assert session.state == "announced"


def test_seats_are_not_reduced_below_those_taken(point, editor):
    session = make.announced(point=point, seats_taken=12)

    with refused("capacity"):
        sessions.change(session, by=editor, now=NOW, capacity=11)


# Moving and cancelling


def test_moving_files_the_change_tells_the_news_and_takes_the_duties_along(point, editor, office, news):
    session = make.announced(point=point)
    old_start, old_place = session.starts_at, session.place
    deadlines.for_session(session, now=NOW)

    move(session, by=editor)

    session.refresh_from_db()
    assert (session.state, session.starts_at, session.place) == ("announced", make.at("2019-10-21 14:00"), "二层会议室")
    filing = ChangeFiling.objects.get()
    assert (filing.kind, filing.reason, filing.filed_by, filing.filed_at) == ("moved", "场地维修", editor, NOW)
    assert (filing.before["place"], filing.after["place"]) == (old_place, "二层会议室")
    assert deadlines.find("report", session=session).due_on == date(2019, 10, 28)
    [(name, told, before)] = news
    assert (name, told, before["starts_at"], before["place"]) == ("session_moved", session, old_start, old_place)
    letter = Message.objects.get(letter="change_filed")
    assert letter.recipient == office
    assert "由2019年10月14日 09:00调整为2019年10月21日 14:00" in letter.body
    assert "场地维修" in letter.body


def test_a_failing_receiver_takes_the_whole_move_back(point, editor):
    session = make.announced(point=point)

    def fail(**kwargs):
        raise RuntimeError

    signals.session_moved.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            move(session, by=editor)
    finally:
        signals.session_moved.disconnect(fail)

    session.refresh_from_db()
    assert session.starts_at == make.at("2019-10-14 09:00")
    assert not ChangeFiling.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": " "}, "reason"),
        ({"ends_at": make.at("2019-10-21 13:00")}, "times"),
        ({"starts_at": make.at("2019-09-01 09:00"), "ends_at": make.at("2019-09-01 11:00")}, "past"),
        ({"starts_at": make.at("2019-10-05 09:00"), "ends_at": make.at("2019-10-05 11:00")}, "times"),
    ],
)
def test_a_move_is_refused_with_its_reason(session, editor, fields, code):
    with refused(code):
        move(session, by=editor, **fields)


def test_a_move_to_where_it_stands_is_no_move(session, editor):
    with refused("nothing_changed"):
        move(session, by=editor, starts_at=session.starts_at, ends_at=session.ends_at, place=session.place)


def test_a_session_moved_ahead_of_its_sign_up_needs_a_new_end_of_sign_up(session, editor):
    ahead = {"starts_at": make.at("2019-10-05 09:00"), "ends_at": make.at("2019-10-05 11:00")}

    move(session, by=editor, signup_closes_at=make.at("2019-10-03 12:00"), **ahead)

    session.refresh_from_db()
    assert session.signup_closes_at == make.at("2019-10-03 12:00")


def test_cancelling_withdraws_the_duties_and_files_the_change(point, editor, news):
    session = make.announced(point=point)
    deadlines.for_session(session, now=NOW)
    with refused("reason"):
        sessions.cancel(session, reason="", by=editor, now=NOW)

    sessions.cancel(session, reason="暴雨预警", by=editor, now=NOW)

    session.refresh_from_db()
    assert (session.state, session.cancel_reason, session.cancelled_by) == ("cancelled", "暴雨预警", editor)
    assert not session.duties.open().exists()
    assert ChangeFiling.objects.get().kind == "cancelled"
    assert [(name, told) for name, told, _before in news] == [("session_cancelled", session)]


@pytest.mark.parametrize("state", ["held", "reported", "cancelled"])
def test_what_is_over_is_neither_changed_moved_nor_cancelled(session, office, state):
    Session.objects.update(state=state)

    for act in (
        lambda: move(session, by=office),
        lambda: sessions.change(session, by=office, now=NOW, agenda="新"),
        lambda: sessions.cancel(session, reason="不办", by=office, now=NOW),
    ):
        with refused("state"):
            act()


def test_another_unit_moves_cancels_and_holds_nothing(session, other_editor):
    for act in (
        lambda: move(session, by=other_editor),
        lambda: sessions.cancel(session, reason="不办", by=other_editor, now=NOW),
        lambda: sessions.change(session, by=other_editor, now=NOW, agenda="新"),
        lambda: sessions.hold(session, head_present=True, by=other_editor, now=DURING),
    ):
        with pytest.raises(PermissionDenied):
            act()


# Holding


def test_holding_records_the_head_and_fulfils_the_point(plan, point, editor, news):
    deadlines.for_plan(plan, now=NOW)
    session = make.announced(point=point)

    sessions.hold(session, head_present=True, attendance=28, by=editor, now=DURING)

    session.refresh_from_db()
    assert (session.state, session.head_present, session.attendance) == ("held", True, 28)
    assert (session.held_by, session.held_at) == (editor, DURING)
    duty = point.duties.get(kind="hold")
    assert (duty.done_at, duty.is_late) == (DURING, False)
    assert [(name, told) for name, told, _before in news] == [("session_held", session)]


def test_a_session_recorded_long_after_is_judged_by_its_own_day(plan, point, editor):
    deadlines.for_plan(plan, now=NOW)
    session = make.announced(point=point)

    sessions.hold(session, head_present=False, by=editor, now=make.at("2019-12-20 09:00"))

    assert not point.duties.get(kind="hold").is_late


def test_nothing_is_held_before_it_began_or_without_having_been_announced(point, editor):
    with refused("too_early"):
        sessions.hold(make.announced(point=point), head_present=True, by=editor, now=make.at("2019-10-14 08:59"))
    with refused("state"):
        sessions.hold(make.session(point), head_present=True, by=editor, now=DURING)


# Parents


def test_telling_the_parents_is_judged_by_the_moment_they_were_told(plan, point, editor):
    make.rule(plan, "tell_parents", 5)
    session = make.session(point, asks_parents=True)
    deadlines.for_session(session, now=NOW)
    with refused("future"):
        sessions.tell_parents(session, told_at=DURING, by=editor, now=NOW)

    sessions.tell_parents(session, told_at=make.at("2019-10-08 16:00"), by=editor, now=make.at("2019-10-11 09:00"))

    duty = deadlines.find("tell_parents", session=session)
    assert (duty.done_at, duty.is_late) == (make.at("2019-10-08 16:00"), False)
