"""The yearly review of a plan: the facts of all units in a constant number of queries, their points, scaled to 100."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from events.deadlines import ANNOUNCING
from events.foundation import clock
from events.models import Duty, Plan, Rule, Session, Staff, Unit
from feedback import criteria
from feedback.criteria import DutyFact, Facts, Judgement, RuleFact, SessionFact, Verdict
from feedback.models import Criterion, Opinion, Scheme
from registrations.models import Draw, Roster

FULL = 100
VERDICTS = {"done": Verdict.IN_TIME, "late": Verdict.LATE, "overdue": Verdict.OVERDUE, "open": Verdict.OPEN}
HOLDING = (Duty.Kind.HOLD, Duty.Kind.PER_YEAR)


@dataclass(frozen=True)
class Cell:
    """One unit under one criterion; `points` is None where the criterion is not applicable."""

    criterion: Criterion
    judgement: Judgement

    @property
    def exact(self) -> Fraction | None:
        return self.judgement.points(self.criterion.points)

    @property
    def points(self) -> Decimal | None:
        return None if self.exact is None else rounded(self.exact)


@dataclass(frozen=True)
class Row:
    unit: Unit
    facts: Facts
    cells: tuple[Cell, ...]

    @property
    def possible(self) -> int:
        return sum(cell.criterion.points for cell in self.cells if cell.exact is not None)

    @property
    def earned(self) -> Decimal:
        return rounded(self._exact)

    @property
    def total(self) -> Decimal | None:
        """The points of the applicable criteria scaled to 100; None while nothing can be judged."""
        return rounded(self._exact * FULL / self.possible) if self.possible else None

    @property
    def _exact(self) -> Fraction:
        return sum((cell.exact for cell in self.cells if cell.exact is not None), Fraction())


@dataclass(frozen=True)
class Table:
    plan: Plan
    scheme: Scheme | None
    criteria: tuple[Criterion, ...]
    rows: tuple[Row, ...]


def table(plan: Plan, *, staff: Staff, now: datetime, unit: Unit | None = None) -> Table:
    """Units × criteria of a plan by the default scheme: the rows that the staff member may see, or one unit's."""
    scheme = Scheme.objects.filter(is_default=True).first()
    asked = tuple(scheme.criteria.all()) if scheme else ()
    units = list(_units(plan, staff, unit))
    facts = gather(plan, units, now=now)
    rows = tuple(
        Row(unit, facts[unit.pk], tuple(Cell(one, criteria.judge(one.code, facts[unit.pk])) for one in asked))
        for unit in units
    )
    return Table(plan, scheme, asked, rows)


def gather(plan: Plan, units: Iterable[Unit], *, now: datetime) -> dict[int, Facts]:
    """The facts of each unit by its key; the number of queries does not grow with units, sessions or opinions."""
    ids = [unit.pk for unit in units]
    rules = {code: _rule_fact(rule) for code, rule in Rule.objects.binding(plan).items() if rule.value}
    sessions = _grouped(_sessions(plan, ids))
    duties = _grouped(Duty.objects.standing().filter(plan=plan, unit__in=ids).select_related("session", "point"))
    opinions = {row.duty_id: row for row in _opinions(plan, ids)}
    today = clock.day_of(now)
    return {
        pk: Facts(
            rules=rules,
            duties=tuple(_duty_fact(duty, today, opinions) for duty in duties[pk] if duty.kind not in HOLDING),
            not_held=tuple(_duty_fact(duty, today, opinions) for duty in _not_held(duties[pk], sessions[pk], today)),
            sessions=tuple(_session_fact(row) for row in sessions[pk] if row.starts_at <= now),
        )
        for pk in ids
    }


def rounded(number: Fraction) -> Decimal:
    """To one place, halves up, as a mark is written."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def _units(plan: Plan, staff: Staff, unit: Unit | None) -> QuerySet[Unit]:
    """Whoever has a part in the plan: a point, a duty or a session."""
    involved = (
        Q(pk__in=plan.points.binding().values("parts__unit"))
        | Q(pk__in=plan.duties.standing().values("unit"))
        | Q(pk__in=Session.objects.filter(point__plan=plan).values("unit"))
    )
    units = Unit.objects.visible_to(staff).filter(involved)
    return units.filter(pk=unit.pk) if unit else units


def _sessions(plan: Plan, ids: list[int]) -> QuerySet[Session]:
    held = Draw.objects.standing().filter(session=OuterRef("pk"), drawn_at__isnull=False)
    announced = Session.objects.filter(point__plan=plan, unit__in=ids, announced_at__isnull=False)
    standing = announced.exclude(state=Session.State.CANCELLED).select_related("roster")
    return standing.annotate(was_drawn=Exists(held)).order_by("starts_at")


def _opinions(plan: Plan, ids: list[int]) -> QuerySet[Opinion]:
    return Opinion.objects.filter(session__point__plan=plan, unit__in=ids).select_related("session")


def _grouped(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.unit_id].append(row)
    return grouped


def _not_held(duties: list[Duty], sessions: list[Session], today: date) -> list[Duty]:
    """Points, and sessions of the year, for which no session is announced: overdue, or none even scheduled yet.

    While one is scheduled its own open announcement stands for the point.
    """
    announced = {session.point_id for session in sessions}
    scheduled = {duty.point_id for duty in duties if duty.kind in ANNOUNCING and duty.is_open}
    return [
        duty
        for duty in duties
        if duty.kind in HOLDING
        and duty.is_open
        and not (duty.point_id in announced if duty.point_id else announced)
        and (duty.is_overdue(today) or not (duty.point_id in scheduled if duty.point_id else scheduled))
    ]


def _rule_fact(rule: Rule) -> RuleFact:
    return RuleFact(rule.parsed(), rule.shown_value, rule.source, rule.is_default)


def _duty_fact(duty: Duty, today: date, opinions: Mapping[int | None, Opinion]) -> DutyFact:
    opinion = opinions.get(duty.pk)
    about = opinion or duty.session or duty.point
    verdict = VERDICTS[duty.light(today)]
    if opinion and opinion.state != Opinion.State.PUBLISHED and duty.done_at:
        # The office took the published answer back: until a new one stands, the opinion is not answered.
        verdict = Verdict.OVERDUE if duty.due_on < today else Verdict.OPEN
    return DutyFact(
        kind=duty.kind,
        label=_("%(duty)s: %(about)s") % {"duty": duty.get_kind_display(), "about": _words(about)}
        if about
        else duty.get_kind_display(),
        verdict=verdict,
        due_on=duty.due_on,
        done_on=clock.day_of(duty.done_at) if duty.done_at else None,
        link=_desk(about) if about else "",
        rule=RuleFact(duty.rule_value, duty.rule_words, duty.rule_source, duty.rule_is_default),
        note=duty.late_reason,
    )


def _session_fact(session: Session) -> SessionFact:
    """The list counts as it was confirmed: whoever cancelled later, or walked in at the door, changes nothing."""
    roster: Roster | None = getattr(session, "roster", None)
    makeup = roster.makeup if roster else {}
    faults = _faults(session, roster) if roster else [_("no list was confirmed")]
    return SessionFact(
        label=str(session),
        day=session.day,
        link=_desk(session),
        has_signup=session.has_signup,
        way=session.get_selection_display(),
        listed_on=clock.day_of(roster.confirmed_at) if roster else None,
        is_list_kept=not faults,
        list_note=_("; ").join(faults),
        breach_reason=roster.breach_reason if roster else "",
        people=makeup.get("people", 0),
        residents=makeup.get("residents", 0),
        is_held=session.state in (Session.State.HELD, Session.State.REPORTED),
        head_present=session.head_present,
    )


def _faults(session: Session, roster: Roster) -> list[str]:
    faults = []
    if roster.confirmed_at >= session.starts_at:
        faults.append(_("confirmed only after the session had begun"))
    if roster.selection != session.selection:
        faults.append(_("selected otherwise than announced: %(way)s") % {"way": roster.get_selection_display()})
    # Where the unit picks first, a list without a draw was one on which nobody was left to be drawn.
    if session.selection == Session.Selection.DRAW and not getattr(session, "was_drawn", False):
        faults.append(_("no draw was recorded"))
    return faults


def _words(about: Model) -> str:
    if isinstance(about, Opinion):
        return _("%(session)s, opinion %(number)d") % {"session": about.session.title, "number": about.number}
    return str(about)


def _desk(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
