"""What an act moved, brought and took among the open duties of a plan: told to each person once, not duty by duty."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from events import deadlines
from events.models import Duty, Plan, Rule, Staff
from events.notices.amending import GONE, RULE, Change


@dataclass
class Shift:
    """For one person: duties with the day on which they fell due before, duties that are new, and those withdrawn."""

    moved: list[tuple[Duty, date]] = field(default_factory=list)
    gained: list[Duty] = field(default_factory=list)
    lost: list[Duty] = field(default_factory=list)


def open_duties(plan: Plan) -> dict[int, Duty]:
    return {duty.pk: duty for duty in plan.duties.open().select_related("unit", "plan", "point", "session")}


def told(before: dict[int, Duty], after: dict[int, Duty]) -> list[tuple[Staff, Shift]]:
    """Whom the difference concerns, with what it is to them: the unit's people, else those of the unit above it."""
    people = _People([*before.values(), *after.values()])
    found: dict[int, tuple[Staff, Shift]] = {}

    def shifts(duty: Duty) -> Iterable[Shift]:
        for person in people.of(duty):
            yield found.setdefault(person.pk, (person, Shift()))[1]

    for key, duty in after.items():
        was = before.get(key)
        if was is None or was.unit_id != duty.unit_id:
            for shift in shifts(duty):
                shift.gained.append(duty)
        elif was.due_on != duty.due_on:
            for shift in shifts(duty):
                shift.moved.append((duty, was.due_on))
    for key, duty in before.items():
        if key not in after or after[key].unit_id != duty.unit_id:
            for shift in shifts(duty):
                shift.lost.append(duty)
    return list(found.values())


def overdue_at_once(plan: Plan, changes: Iterable[Change], *, today: date) -> dict[str, list[Duty]]:
    """The open duties that each change alone would make overdue today, by its key, with the last day they would have.

    A fixed number of queries.
    """
    found: dict[str, list[Duty]] = {}
    by_kind: dict[str, list[Duty]] = {}
    for duty in open_duties(plan).values():
        by_kind.setdefault(duty.kind, []).append(duty)
    defaults = {rule.code: rule for rule in Rule.objects.defaults()}
    for change in changes:
        rule = _rule_after(change, defaults)
        kind = Duty.Kind.HOLD if change.part == "period" else change.ref
        if rule and (late := deadlines.overdue_under(by_kind.get(kind, ()), rule, today=today)):
            found[change.key] = late
    return found


def _rule_after(change: Change, defaults: dict[str, Rule]) -> Rule | None:
    """By what the duties that a change moves would be counted after it; None where it moves none."""
    if change.part == "period":
        last = change.after["to"]
        return Rule(code=Duty.Kind.HOLD, value=last, unit=Rule.Unit.DATE) if last else None
    if change.part != RULE:
        return None
    if change.kind == GONE:
        return defaults.get(change.ref)
    return Rule(code=change.ref, value=change.after["value"], unit=change.after["unit"])


class _People:
    def __init__(self, duties: list[Duty]) -> None:
        ids = {duty.unit_id for duty in duties} | {duty.unit.parent_id for duty in duties}
        roles = [Staff.Role.EDITOR, Staff.Role.APPROVER]
        self.by_unit: dict[int | None, list[Staff]] = {}
        for person in Staff.objects.active().filter(unit__in=ids - {None}, role__in=roles).select_related("unit"):
            self.by_unit.setdefault(person.unit_id, []).append(person)

    def of(self, duty: Duty) -> list[Staff]:
        return self.by_unit.get(duty.unit_id) or self.by_unit.get(duty.unit.parent_id, [])
