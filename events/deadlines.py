"""Which duties a plan, a point and a session bring, their last day, and whether an act came in time.

A duty copies the rule and its sentence: what was judged once stays what it was. Days before an event are counted as
the plan chooses (`Plan.Counting`), in the calendar of `foundation/workdays.py`.
"""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events import duties as rows
from events.foundation import audit, clock, permissions, workdays
from events.foundation.workdays import Calendar
from events.models import AuditEntry, Duty, DutyChange, Plan, Point, PointUnit, Rule, Session, Staff, Unit

Kind = Duty.Kind
DAYS = (Rule.Unit.WORKING_DAYS, Rule.Unit.CALENDAR_DAYS)

REPLIES = {"opinion": Kind.REPLY, "objection": Kind.ANSWER_OBJECTION}
ANNOUNCING = (Kind.ANNOUNCE_ONSITE, Kind.ANNOUNCE_LIVESTREAM)
# Telling people is never held up by the question why it comes late; the reason is asked for afterwards (`explain`).
EXPLAINED_LATER = frozenset({Kind.TELL_SELECTED, Kind.HOLD, Kind.FILING, Kind.PER_YEAR, Kind.CALENDAR})

# The subject of the duty to confirm a year's calendar: "calendar:2027".
CALENDAR_OF = "calendar:"

# What each unit owes the plan itself, and the unit in which its rule is stated.
OF_THE_PLAN = {Kind.PER_YEAR: Rule.Unit.TIMES, Kind.FILING: Rule.Unit.DATE}


@transaction.atomic
def for_plan(plan: Plan, *, now: datetime, cause: AuditEntry | None = None) -> None:
    """The duties of a plan in force: its points are to be held, its units file and hold so many sessions a year.

    Filing is owed where the plan names no points itself (S3, section 六(四)); a draft or expired plan owes nothing, and
    nothing is owed from now on whose last day has passed: nobody could do it in time.
    """
    if plan.state != Plan.State.IN_FORCE:
        return
    for point in plan.points.filter(filing=Point.Filing.ACCEPTED):
        for_point(point, now=now, cause=cause)
    rules = Rule.objects.binding(plan)
    days = {Kind.PER_YEAR: _year_end(plan)} if _states(rules, Kind.PER_YEAR, Rule.Unit.TIMES) else {}
    names_points = plan.points.binding().filter(proposed_by__isnull=True).exists()
    if _states(rules, Kind.FILING, Rule.Unit.DATE) and not names_points:
        days[Kind.FILING] = date.fromisoformat(rules[Kind.FILING].value)
    lifted = [kind for kind, unit in OF_THE_PLAN.items() if not _states(rules, kind, unit)]
    rows.withdraw(plan.duties.filter(kind__in=lifted, point=None, session=None), now=now, cause=cause)
    units = Unit.objects.active().exclude(kind__in=[Unit.Kind.OFFICE, Unit.Kind.INSTITUTION])
    for kind, due_on in days.items():
        mine = plan.duties.standing().filter(kind=kind, point=None, session=None).select_related("unit")
        standing = {duty.unit_id: duty for duty in mine}
        wanted = (
            (standing.get(unit.pk), _duty(kind, rules[kind], unit=unit, plan=plan, due_on=due_on))
            for unit in units
            if unit.pk in standing or due_on >= clock.day_of(now)
        )
        rows.settle_many(wanted, now=now, cause=cause)
    for_calendars(workdays.calendar(), now=now, cause=cause)


@transaction.atomic
def for_point(point: Point, *, now: datetime, cause: AuditEntry | None = None) -> None:
    """A binding point of a plan in force is to be held: by each lead unit, by the first one where it is held jointly.

    What an amendment took out of the plan is owed no more.

    S1, section 四(一): 入选区级层面政民互动的单位要按照工作计划举办相关活动. The last day is that of the plan's period.
    """
    if point.filing != Point.Filing.ACCEPTED or point.plan.state != Plan.State.IN_FORCE:
        return
    parts = point.parts.filter(part=PointUnit.Part.LEAD).order_by("position", "id").select_related("unit")
    owing = [] if point.withdrawn_on else [part.unit for part in parts][: 1 if point.is_joint else None]
    standing = {duty.unit_id: duty for duty in point.duties.standing().filter(kind=Kind.HOLD)}
    due_on = point.plan.ends_on or _year_end(point.plan)
    for unit in owing:
        wanted = Duty(kind=Kind.HOLD, unit=unit, plan=point.plan, point=point, due_on=due_on)
        if unit.pk in standing or due_on >= clock.day_of(now):
            rows.settle(standing.pop(unit.pk, None), wanted, now=now, cause=cause)
    rows.withdraw(Duty.objects.filter(pk__in=[duty.pk for duty in standing.values()]), now=now, cause=cause)


def foreseen(session: Session) -> list[Duty]:
    """The duties, unsaved, that the session brings under the rules of its plan, as it stands now."""
    plan, rules = session.point.plan, Rule.objects.binding(session.point.plan)
    first, last = clock.day_of(session.starts_at), clock.day_of(session.ends_at)
    occasions = {
        Kind.ANNOUNCE_ONSITE: first if session.is_onsite else None,
        Kind.ANNOUNCE_LIVESTREAM: first if session.is_livestream else None,
        Kind.TELL_PARENTS: first if session.asks_parents else None,
        Kind.TELL_SELECTED: first if session.is_onsite else None,
        Kind.PUBLIC_LISTING: first if session.has_signup else None,
        Kind.REPORT: last,
        Kind.VIDEO: last if session.point.kind == Point.Kind.TALK else None,
        Kind.EVALUATION: last,
    }
    # S1, section 四(二): a talk publishes its video together with the report (同步), by whose rule it goes.
    rules = {Kind.VIDEO: rules[Kind.REPORT], **rules} if Kind.REPORT in rules else rules
    return [
        _duty(kind, rules[kind], unit=session.unit, plan=plan, session=session, counted_from=day)
        for kind, day in occasions.items()
        if day and _states(rules, kind, *DAYS)
    ]


@transaction.atomic
def for_session(
    session: Session, *, now: datetime, cause: AuditEntry | None = None, rules_changed: bool = False
) -> None:
    """Make the duties of a session, move the open ones with it, withdraw those it brings no more.

    Where it was the rules that changed, nothing new is owed whose last day has passed.
    """
    standing = {duty.kind: duty for duty in session.duties.standing().filter(subject="").select_related("unit")}
    for wanted in foreseen(session):
        here = standing.pop(wanted.kind, None)
        if here or not rules_changed or wanted.due_on >= clock.day_of(now):
            rows.settle(here, wanted, now=now, cause=cause)
    rows.withdraw(Duty.objects.filter(pk__in=[duty.pk for duty in standing.values()]), now=now, cause=cause)


def withdraw(session: Session, *, now: datetime, cause: AuditEntry | None = None) -> None:
    """A cancelled session owes nothing any more; replies to opinions are still owed."""
    rows.withdraw(session.duties.filter(subject=""), now=now, cause=cause)


def owe_reply(
    subject: str, *, unit: Unit, session: Session, now: datetime, cause: AuditEntry | None = None
) -> Duty | None:
    """The reply that a unit owes to an opinion of a session, counted from this day; None where the plan lifts the rule.

    `subject` names the opinion, as "opinion:12", or an objection. When the opinion is handed on, the duty goes with it
    to the new unit.
    """
    kind = REPLIES[subject.partition(":")[0]]
    plan = session.point.plan
    rules = Rule.objects.binding(plan)
    standing = find(kind, subject=subject)
    if not _states(rules, kind, *DAYS):
        return standing
    day = standing.counted_from if standing else clock.day_of(now)
    wanted = _duty(kind, rules[kind], unit=unit, plan=plan, session=session, subject=subject, counted_from=day)
    return rows.settle(standing, wanted, now=now, cause=cause)


def for_replies(plan: Plan, *, now: datetime, cause: AuditEntry | None = None) -> None:
    """Move the replies that are still owed under the plan, as its rule stands now."""
    for duty in (
        plan.duties.open().filter(kind__in=REPLIES.values()).exclude(subject="").select_related("unit", "session")
    ):
        if duty.session:
            owe_reply(duty.subject, unit=duty.unit, session=duty.session, now=now, cause=cause)


def owe_correction(subject: str, *, now: datetime, cause: AuditEntry | None = None) -> Duty | None:
    """That the office handles the error report which `subject` names ("error_report:3"), counted from this day.

    S2: visitors' error reports are handled daily. The number of days is the office's default rule; None where it is
    lifted, or where nobody has entered the office among the units yet.
    """
    owing = office()
    rules = {rule.code: rule for rule in Rule.objects.defaults().filter(code=Kind.CORRECTION)}
    if owing is None or not _states(rules, Kind.CORRECTION, *DAYS):
        return None
    day, rule = clock.day_of(now), rules[Kind.CORRECTION]
    wanted = _duty(Kind.CORRECTION, rule, unit=owing, subject=subject, counted_from=day)
    return rows.settle(find(Kind.CORRECTION, subject=subject), wanted, now=now, cause=cause)


def for_calendars(
    calendar: Calendar, *, now: datetime, by: Staff | None = None, cause: AuditEntry | None = None
) -> None:
    """The office owes the official calendar of each year of a plan in force that is still provisional.

    The State Council gives it out in the autumn before, so it is owed by the end of that year. It closes by itself when
    the calendar is here, and is owed no more when no plan in force needs it.
    """
    plans = Plan.objects.in_force()
    needed = {year for plan in plans for year in plan.years if calendar.is_provisional_year(year)}
    standing = Duty.objects.standing().filter(kind=Kind.CALENDAR).select_related("unit", "plan")
    for duty in standing:
        if not duty.is_open:
            continue
        year = int(duty.subject.removeprefix(CALENDAR_OF))
        if not calendar.is_provisional_year(year):
            close(duty, by=by, now=now)
        elif year not in needed:
            rows.withdraw(Duty.objects.filter(pk=duty.pk), now=now, cause=cause)
    owed = {duty.subject for duty in standing}
    missing = [year for year in sorted(needed) if f"{CALENDAR_OF}{year}" not in owed]
    if not missing or not (owing := office()):
        return
    for year in missing:
        due_on = max(date(year - 1, 12, 31), clock.day_of(now))
        subject = f"{CALENDAR_OF}{year}"
        wanted = Duty(kind=Kind.CALENDAR, unit=owing, subject=subject, due_on=due_on)
        rows.settle(None, wanted, now=now, cause=cause)


def find(kind: str, *, session: Session | None = None, point: Point | None = None, subject: str = "") -> Duty | None:
    """The standing duty of this kind, open or done, of a session, a point, or of what `subject` names."""
    duties = Duty.objects.standing().filter(kind=kind, subject=subject).select_related("plan", "unit")
    if session:
        duties = duties.filter(session=session)
    return (duties.filter(point=point) if point else duties).first()


def would_be_late(duty: Duty, *, now: datetime) -> bool:
    """Whether the act would be late if it happened now: counted from its actual day, which may be a day off."""
    day = clock.day_of(now)
    if duty.counted_from is None or duty.rule_unit != Rule.Unit.WORKING_DAYS:
        return day > duty.due_on
    calendar, n = workdays.calendar(), int(duty.rule_value)
    if duty.kind in Duty.AFTER:
        return calendar.is_late_after(day, duty.counted_from, n)
    return calendar.is_late_before(day, duty.counted_from, n, strict=_is_strict(duty.plan))


def close(duty: Duty, *, by: Staff | None, now: datetime, late_reason: str = "") -> Duty:
    """Record that the duty was done at `now`, the moment of the act itself; what is closed already stays as it is.

    Raises ValidationError (code "late_reason") for a late act without a reason, unless its kind is explained later.
    """
    late = would_be_late(duty, now=now)
    if late and duty.kind not in EXPLAINED_LATER:
        need_reason(duty, late_reason)
    done = {
        "done_at": now,
        "done_by": by,
        "is_late": late,
        "late_reason": late_reason.strip() if late else "",
    }
    if Duty.objects.open().filter(pk=duty.pk).update(**done):
        for name, value in done.items():
            setattr(duty, name, value)
    else:
        duty.refresh_from_db()
    return duty


@transaction.atomic
def explain(duty: Duty, *, reason: str, by: Staff, now: datetime) -> Duty:
    """Record, once, why a late duty was late that was closed without saying so. It stays late."""
    permissions.require(by, "events.explain_duty", duty)
    if not reason.strip():
        raise ValidationError(_("Please state the reason."), code="reason")
    if not Duty.objects.filter(pk=duty.pk, is_late=True, late_reason="").update(late_reason=reason.strip()):
        raise ValidationError(_("This was not late, or its reason is recorded already."), code="state")
    duty.refresh_from_db()
    audit.record(duty, "duty.explain", by=by, now=now, reason=reason)
    return duty


def need_reason(duty: Duty, late_reason: str) -> None:
    """Raise ValidationError (code "late_reason") where a late act comes without its reason."""
    if not late_reason.strip():
        raise ValidationError(
            _("The last day for “%(duty)s” was %(day)s. It can still be done, but it is recorded as late: say why."),
            code="late_reason",
            params={"duty": duty.get_kind_display(), "day": due_in_words(duty)},
        )


def due_in_words(duty: Duty) -> str:
    """The last day as sentences name it, with the mark that it is provisional where it is."""
    day = date_format(duty.due_on)
    return _("%(day)s (provisional)") % {"day": day} if duty.is_provisional else day


def held(session: Session, *, by: Staff, now: datetime) -> None:
    """Close what a held session fulfils: its point's duty to be held, and the year's count. Its own day is judged."""
    fulfilled = Q(unit=session.unit) | Q(unit=session.unit.parent_id)
    moment = min(session.ends_at, now)
    mine = fulfilled | Q(point__is_joint=True)
    for duty in Duty.objects.open().filter(mine, kind=Kind.HOLD, point=session.point).select_related("plan"):
        close(duty, by=by, now=moment)
    for duty in Duty.objects.open().filter(fulfilled, kind=Kind.PER_YEAR).select_related("plan"):
        if _held_in_year(duty) >= int(duty.rule_value):
            close(duty, by=by, now=moment)


def recount(calendar: Calendar, *, now: datetime, cause: AuditEntry | None = None) -> list[DutyChange]:
    """Work out again the last day of every open duty counted in working days; what became of each that changed.

    As when a year's calendar arrives. The duty of each change bears its new day.
    """
    counted = Duty.objects.open().filter(counted_from__isnull=False, rule_unit=Rule.Unit.WORKING_DAYS)
    changes = []
    for duty in counted.select_related("plan", "unit", "session", "point"):
        after = copy(duty)
        _count(after, calendar)
        if change := rows.moved(duty, after, now=now, cause=cause):
            # Only while it is still open: it may have been closed since it was read.
            fresh = {"due_on": after.due_on, "is_provisional": after.is_provisional}
            if Duty.objects.open().filter(pk=duty.pk).update(**fresh):
                change.duty = after
                changes.append(change)
    return DutyChange.objects.bulk_create(changes)


def overdue_under(duties: Iterable[Duty], rule: Rule, *, today: date) -> list[Duty]:
    """Those of the open duties, not overdue yet, that would be so today if this rule took the place of theirs.

    They are given with the last day that they would have; nothing is saved.
    """
    found = []
    for duty in duties:
        was = duty.due_on
        if rule.unit in DAYS and duty.counted_from:
            duty.rule_value, duty.rule_unit = rule.value, rule.unit
            _count(duty, workdays.calendar())
        elif rule.unit == Rule.Unit.DATE:
            duty.due_on = date.fromisoformat(rule.value)
        if duty.due_on < today <= was:
            found.append(duty)
    return found


def _duty(
    kind: str,
    rule: Rule,
    *,
    unit: Unit,
    plan: Plan | None = None,
    session: Session | None = None,
    subject: str = "",
    due_on: date | None = None,
    counted_from: date | None = None,
) -> Duty:
    """An unsaved duty with its rule copied; its last day is the rule's own, or counted from a day."""
    duty = Duty(
        kind=kind,
        unit=unit,
        plan=plan,
        point=session.point if session else None,
        session=session,
        subject=subject,
        counted_from=counted_from,
        rule_value=rule.value,
        rule_unit=rule.unit,
        rule_source=rule.source,
        rule_is_default=rule.is_default,
    )
    if due_on:
        duty.due_on = due_on
    _count(duty, workdays.calendar())
    return duty


def _count(duty: Duty, calendar: Calendar) -> None:
    """Set the last day of a duty whose days are counted; where the rule itself names the day, that one stays."""
    event = duty.counted_from
    if event is None:
        return
    n, after, strict = int(duty.rule_value), duty.kind in Duty.AFTER, _is_strict(duty.plan)
    if duty.rule_unit == Rule.Unit.CALENDAR_DAYS:
        duty.due_on = _days_on(event, n if after else -n - strict)
        return
    duty.due_on = calendar.due_after(event, n) if after else calendar.due_before(event, n, strict)
    duty.is_provisional = calendar.is_provisional(duty.due_on, event)


def _days_on(day: date, n: int) -> date:
    """n calendar days further; the first or the last day that there is, where it would lie beyond."""
    try:
        return day + timedelta(days=n)
    except OverflowError:
        return date.max if n > 0 else date.min


def _states(rules: dict[str, Rule], code: str, *units: str) -> bool:
    """Whether the rule holds, in a unit that its duty can be counted in; an empty value lifts it."""
    return code in rules and bool(rules[code].value) and rules[code].unit in units


def _is_strict(plan: Plan | None) -> bool:
    return plan is not None and plan.counting == Plan.Counting.STRICT


def office() -> Unit | None:
    """The transparency office among the units; None where nobody has entered it yet."""
    return Unit.objects.filter(kind=Unit.Kind.OFFICE).order_by("pk").first()


def _year_end(plan: Plan) -> date:
    return date(min(max(plan.year, date.min.year), date.max.year), 12, 31)


def _held_in_year(duty: Duty) -> int:
    sessions = Session.objects.held().filter(unit__in=Unit.objects.within([duty.unit_id]))
    return sessions.filter(starts_at__year=duty.due_on.year).count()  # it falls due as its year ends
