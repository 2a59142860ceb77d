"""The life of a session: scheduled, changed, approved, moved, cancelled, held. Announcing stands in publications.py.

Each act locks the session's row, which refreshes the instance it was given: unsaved values on it are lost.
"""

import secrets
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events import deadlines, notify, signals
from events.foundation import audit, clock, languages, permissions
from events.models import ChangeFiling, Duty, Plan, Point, PointUnit, Rule, Session, Staff, Unit

State = Session.State

# Told to the public: from the announcement on, only a move, a cancellation or another way of selection (ways.py), each
# an act of its own that is filed with the office, changes it.
OF_THE_DRAW = ("draws_at", "draw_value", "draw_value_at")
FIXED_ONCE_ANNOUNCED = frozenset({"point", "unit", "starts_at", "ends_at", "place", "mode", "selection", *OF_THE_DRAW})
CHANGEABLE = frozenset(field.name for field in Session._meta.concrete_fields if field.editable)
# What lies outside is a slip of the finger, not a session.
YEARS = range(2000, 2101)
# Without the letters and digits that are taken for one another: the code is typed from a sheet of paper.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@transaction.atomic
def schedule(session: Session, *, by: Staff, now: datetime) -> Session:
    """Save a new draft and make its duties.

    The holding unit is a lead unit of the point or an institution that one supervises. Raises ValidationError, code
    "point_not_accepted", "point_withdrawn", "plan_not_in_force", "unit_no_part" or "times".
    """
    permissions.require(by, "events.add_session")
    permissions.require(by, "events.view_unit", session.unit)
    check_point(session)
    _still_in_plan(session.point)
    session.state, session.created_at, session.created_by = State.DRAFT, now, by
    session.card_code = "".join(secrets.choice(CODE_ALPHABET) for _place in range(10))
    session.organiser = session.organiser or session.unit.name
    _validate(session)
    session.save()
    after = audit.values(session, "starts_at", "place", "unit")
    entry = audit.record(session, "session.schedule", by=by, now=now, after=after)
    deadlines.for_session(session, now=now, cause=entry)
    return session


@transaction.atomic
def change(session: Session, *, by: Staff, now: datetime, reason: str = "", **values: Any) -> Session:
    """Change fields of a session by name.

    An approved session that an editor changes goes back to draft, to be approved again. What an announcement has told
    the public changes by `move` and `cancel` alone (code "announced"); other changes are then filed with the office.
    """
    lock(session)
    permissions.require(by, "events.change_session", session)
    changed = _really_changed(session, values)
    if not changed:
        return session
    before = audit.values(session, *changed)
    for name, value in changed.items():
        setattr(session, name, value)
    if changed.keys() & {"point", "unit"}:
        permissions.require(by, "events.view_unit", session.unit)
        check_point(session)
    if "point" in changed:
        _still_in_plan(session.point)
    _validate(session)
    if session.state == State.APPROVED and not permissions.may(by, "events.approve_session", session):
        session.state, session.approved_at, session.approved_by = State.DRAFT, None, None
    session.save()
    after = audit.values(session, *changed)
    entry = audit.record(session, "session.change", by=by, now=now, before=before, after=after, reason=reason)
    deadlines.for_session(session, now=now, cause=entry)
    if session.state == State.ANNOUNCED:
        file_change(session, ChangeFiling.Kind.CHANGED, before=before, after=after, reason=reason, by=by, now=now)
    signals.session_changed.send(sender=Session, session=session, by=by, now=now)
    return session


@transaction.atomic
def approve(session: Session, *, by: Staff, now: datetime) -> Session:
    """The unit's approver, or the office, lets a draft stand. ValidationError (code "state") elsewhere."""
    lock(session)
    permissions.require(by, "events.approve_session", session)
    check_point(session)
    advance(session, State.APPROVED, by=by, now=now)
    audit.record(
        session, "session.approve", by=by, now=now, before={"state": State.DRAFT}, after={"state": session.state}
    )
    return session


@transaction.atomic
def move(
    session: Session,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    reason: str,
    by: Staff,
    now: datetime,
    signup_closes_at: datetime | None = None,
) -> Session:
    """Move a session in time or place; its open duties move with it, those signed up and the office are told.

    S1, section 四(一): 如遇特殊情况可自行调整并同时……报备. Raises ValidationError, code "reason", "times", "past" or
    "nothing_changed"; a sign-up that would close after the new beginning needs its new end.
    """
    lock(session)
    permissions.require(by, "events.move_session", session)
    if session.state not in (State.DRAFT, State.APPROVED, State.ANNOUNCED):
        raise _not_now(session)
    _need_reason(reason)
    before = {name: getattr(session, name) for name in ("starts_at", "ends_at", "place")}
    after = {"starts_at": starts_at, "ends_at": ends_at, "place": place.strip()}
    if before == after:
        raise ValidationError(_("Time and place are the same as before."), code="nothing_changed")
    if starts_at <= now:
        raise ValidationError(_("The new time lies in the past."), code="past")
    for name, value in after.items():
        setattr(session, name, value)
    session.signup_closes_at = signup_closes_at or session.signup_closes_at
    _validate(session)
    session.save(update_fields=[*after, "signup_closes_at"])
    entry = audit.record(session, "session.move", by=by, now=now, before=before, after=after, reason=reason)
    deadlines.for_session(session, now=now, cause=entry)
    file_change(session, ChangeFiling.Kind.MOVED, before=before, after=after, reason=reason, by=by, now=now)
    signals.session_moved.send(sender=Session, session=session, by=by, now=now, before=before)
    return session


@transaction.atomic
def cancel(session: Session, *, reason: str, by: Staff, now: datetime) -> Session:
    """Cancel a session; its open duties are withdrawn, those signed up and the office are told. Needs a reason."""
    lock(session)
    permissions.require(by, "events.cancel_session", session)
    _need_reason(reason)
    before = {"state": session.state}
    session.cancel_reason = reason.strip()
    advance(session, State.CANCELLED, by=by, now=now, also=["cancel_reason"])
    after = {"state": session.state}
    entry = audit.record(session, "session.cancel", by=by, now=now, before=before, after=after, reason=reason)
    deadlines.withdraw(session, now=now, cause=entry)
    file_change(session, ChangeFiling.Kind.CANCELLED, before=before, after=after, reason=reason, by=by, now=now)
    signals.session_cancelled.send(sender=Session, session=session, by=by, now=now)
    return session


@transaction.atomic
def hold(session: Session, *, head_present: bool, by: Staff, now: datetime, attendance: int | None = None) -> Session:
    """Record that an announced session took place, and whether the head of the unit took part (S0, section 四(一)).

    Raises ValidationError, code "too_early" before it began.
    """
    lock(session)
    permissions.require(by, "events.hold_session", session)
    if now < session.starts_at:
        raise ValidationError(_("The session has not begun yet."), code="too_early")
    session.head_present = head_present
    session.attendance = session.attendance if attendance is None else attendance
    advance(session, State.HELD, by=by, now=now, also=["head_present", "attendance"])
    deadlines.held(session, by=by, now=now)
    after = audit.values(session, "state", "head_present", "attendance")
    audit.record(session, "session.hold", by=by, now=now, before={"state": State.ANNOUNCED}, after=after)
    signals.session_held.send(sender=Session, session=session, by=by, now=now)
    return session


@transaction.atomic
def tell_parents(
    session: Session, *, told_at: datetime, to: str = "", by: Staff, now: datetime, late_reason: str = ""
) -> Session:
    """Record that the notice to the parents went out through the school, when, to whom and by which way.

    S0, section 三(三). Raises ValidationError, code "future".
    """
    lock(session)
    permissions.require(by, "events.change_session", session)
    if told_at > now:
        raise ValidationError(_("This moment lies in the future."), code="future")
    if duty := deadlines.find(Duty.Kind.TELL_PARENTS, session=session):
        deadlines.close(duty, by=by, now=told_at, late_reason=late_reason)
    after = {"told_at": told_at, **({"told_to": to.strip()} if to.strip() else {})}
    audit.record(session, "session.tell_parents", by=by, now=now, after=after, reason=late_reason)
    return session


def missing(session: Session) -> list[str]:
    """The labels of the compulsory parts that are still empty.

    S1, section 四(一): 公告内容至少包括活动时间、活动时长、活动大体流程安排、网民参与方式、主办单位; on site also
    where, how many, until when to sign up and how people are selected.
    """
    parts: dict[str, object] = {
        _("time of the activity"): session.starts_at,
        _("duration"): session.starts_at and session.ends_at and session.ends_at > session.starts_at,
        _("agenda"): session.agenda.strip(),
        _("how to take part"): session.how_to_take_part.strip(),
        _("organiser"): session.organiser.strip(),
    }
    if session.is_onsite:
        parts[_("place")] = session.place.strip()
        parts[_("seats")] = session.capacity
        parts[_("way of selection")] = session.selection
    if session.has_signup:
        parts[_("time of sign-up")] = session.signup_opens_at and session.signup_closes_at
    if session.is_livestream:
        parts[_("address of the livestream")] = session.livestream_url.strip()
    return [str(label) for label, value in parts.items() if not value]


def warnings(session: Session, *, now: datetime) -> list[str]:
    """What is allowed and still worth a second look before approval and publication, as sentences."""
    found = [] if session.state == State.ANNOUNCED or _may_hold(session) else [_no_lead(session)]
    if not session.point.plan.covers(session.day):
        found.append(_("The day lies outside the plan's period."))
    if session.starts_at <= now and session.state in (State.DRAFT, State.APPROVED):
        found.append(_("The session begins in the past."))
    duties = {duty.kind: duty for duty in deadlines.foreseen(session)}
    if session.announced_at is None:
        owed = [duties[kind] for kind in deadlines.ANNOUNCING if kind in duties]
        found += [_too_short(duty) for duty in owed if deadlines.would_be_late(duty, now=now)]
    tell = duties.get(Duty.Kind.TELL_SELECTED)
    if tell and session.signup_closes_at and deadlines.would_be_late(tell, now=session.signup_closes_at):
        found.append(
            _("Sign-up closes on %(closes)s, too late to tell the selected by %(due)s (%(rule)s).")
            % {
                "closes": date_format(clock.day_of(session.signup_closes_at)),
                "due": deadlines.due_in_words(tell),
                "rule": tell.rule_words,
            }
        )
    return found + _capacity_warnings(session)


def lock(session: Session) -> None:
    """Lock the row until the end of the transaction, and take its present values."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("point__plan", "unit")
    session.refresh_from_db(from_queryset=rows)


def advance(session: Session, state: str, *, by: Staff, now: datetime, also: list[str] | None = None) -> None:
    """Move to a state, with moment and person; ValidationError (code "state") where no such move is allowed."""
    if state not in Session.NEXT[State(session.state)]:
        raise _not_now(session)
    session.state = state
    moment, person = f"{state}_at", f"{state}_by"
    setattr(session, moment, now)
    setattr(session, person, by)
    session.save(update_fields=["state", moment, person, *(also or [])])


def check_point(session: Session) -> None:
    """A session belongs to an accepted point of a plan in force, and to a unit that leads it, or its institution."""
    point = session.point
    if point.filing != Point.Filing.ACCEPTED:
        raise ValidationError(_("The office has not accepted this point yet."), code="point_not_accepted")
    if point.plan.state != Plan.State.IN_FORCE:
        raise ValidationError(_("The plan is not in force."), code="plan_not_in_force")
    if not _may_hold(session):
        raise ValidationError(_no_lead(session), code="unit_no_part")


def _may_hold(session: Session) -> bool:
    leads = session.point.parts.filter(part=PointUnit.Part.LEAD).values("unit")
    return Unit.objects.filter(Q(pk__in=leads) | Q(parent__in=leads), pk=session.unit_id).exists()


def _no_lead(session: Session) -> str:
    """With the way out: an amendment may have given the point to another unit."""
    leads = session.point.parts.filter(part=PointUnit.Part.LEAD).select_related("unit")
    return _("%(unit)s does not lead the point (%(leads)s): choose another holding unit, or cancel the session.") % {
        "unit": session.unit,
        "leads": languages.listed(part.unit.name for part in leads) or "–",
    }


def _still_in_plan(point: Point) -> None:
    """What an amendment took out of the plan gets no new session; those it has are kept."""
    if point.withdrawn_on:
        raise ValidationError(
            _("The plan no longer names this since %(day)s: no new session is scheduled under it."),
            code="point_withdrawn",
            params={"day": date_format(point.withdrawn_on)},
        )


def _too_short(duty: Duty) -> str:
    return _("“%(duty)s” was due on %(day)s (%(rule)s): published from now on, it is late.") % {
        "duty": duty.get_kind_display(),
        "day": deadlines.due_in_words(duty),
        "rule": duty.rule_words,
    }


def _capacity_warnings(session: Session) -> list[str]:
    if not session.is_onsite or not session.capacity:
        return []
    rules = Rule.objects.binding(session.point.plan)
    limits = {code: rules[code].parsed() for code in ("capacity_max", "capacity_min") if code in rules}
    most, least = limits.get("capacity_max"), limits.get("capacity_min")
    found = []
    if isinstance(most, int) and session.capacity > most:
        found.append(_("There are more seats than the plan's limit of %(limit)s people.") % {"limit": most})
    if isinstance(least, int) and session.capacity < least:
        found.append(_("There are fewer seats than the plan's least number of %(limit)s people.") % {"limit": least})
    return found


def _really_changed(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """The values that differ from the row's and may be changed in its state."""
    if session.state not in (State.DRAFT, State.APPROVED, State.ANNOUNCED):
        raise _not_now(session)
    if unknown := values.keys() - CHANGEABLE:
        raise ValueError(f"Not for changing: {', '.join(sorted(unknown))}")
    changed = {name: value for name, value in values.items() if getattr(session, name) != value}
    if session.state == State.ANNOUNCED and changed.keys() & FIXED_ONCE_ANNOUNCED:
        text = _("The public has been told this: move the session, or cancel it, instead.")
        if changed.keys() & set(OF_THE_DRAW):
            text = _("The public has been told this: what was announced of a draw stays as it is.")
        if "selection" in changed:
            text = _("The public has been told this: change the way of selection by the step of that name.")
        raise ValidationError(text, code="announced")
    return changed


def _validate(session: Session) -> None:
    """The session's own fields, and its times in words (the constraints of the table say the same, less kindly)."""
    session.full_clean(validate_constraints=False)
    for name in ("starts_at", "ends_at"):
        if clock.day_of(getattr(session, name)).year not in YEARS:
            raise ValidationError({name: ValidationError(_("This year is hardly meant."), code="year")})
    if session.ends_at <= session.starts_at:
        raise ValidationError({"ends_at": ValidationError(_("The end lies before the beginning."), code="times")})
    opens, closes = session.signup_opens_at, session.signup_closes_at
    if opens and closes and closes <= opens:
        message = _("Sign-up closes before it opens.")
        raise ValidationError({"signup_closes_at": ValidationError(message, code="times")})
    if closes and closes > session.starts_at:
        message = _("Sign-up closes after the session has begun.")
        raise ValidationError({"signup_closes_at": ValidationError(message, code="times")})
    if session.capacity < session.seats_taken:
        message = _("%(taken)s seats are taken already.") % {"taken": session.seats_taken}
        raise ValidationError({"capacity": ValidationError(message, code="capacity")})
    _validate_draw(session)


def _validate_draw(session: Session) -> None:
    """A public value is known after the list of entries is closed, and before the draw (the fairness of a draw)."""
    if not session.is_drawn:
        return
    closes, known, held = session.signup_closes_at, session.draw_value_at, session.draws_at
    if session.draw_value.strip() and (known is None or (closes and known <= closes)):
        message = _("Say from when the public value is known; it must be after sign-up has closed.")
        raise ValidationError({"draw_value_at": ValidationError(message, code="times")})
    least = max(filter(None, [closes, known if session.draw_value.strip() else None]), default=None)
    if held and ((least and held <= least) or held >= session.starts_at):
        message = _("The draw is held after sign-up has closed and its public value is known, and before the session.")
        raise ValidationError({"draws_at": ValidationError(message, code="times")})


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Please state the reason."), code="reason")


def _not_now(session: Session) -> ValidationError:
    return ValidationError(
        _("This is not possible: the session is “%(state)s”."),
        code="state",
        params={"state": session.get_state_display()},
    )


def file_change(
    session: Session, kind: str, *, before: dict[str, Any], after: dict[str, Any], reason: str, by: Staff, now: datetime
) -> None:
    """File the change with the office, in the transaction of the change itself."""
    filing = ChangeFiling.objects.create(
        session=session, kind=kind, before=before, after=after, reason=reason.strip(), filed_at=now, filed_by=by
    )
    notify.change_filed(filing, now=now)
