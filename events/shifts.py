"""What an act moved, brought and took among the open duties of a plan: told to each person once, not duty by duty."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from events.models import Duty, Plan, Staff


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


class _People:
    def __init__(self, duties: list[Duty]) -> None:
        ids = {duty.unit_id for duty in duties} | {duty.unit.parent_id for duty in duties}
        roles = [Staff.Role.EDITOR, Staff.Role.APPROVER]
        self.by_unit: dict[int | None, list[Staff]] = {}
        for person in Staff.objects.active().filter(unit__in=ids - {None}, role__in=roles).select_related("unit"):
            self.by_unit.setdefault(person.unit_id, []).append(person)

    def of(self, duty: Duty) -> list[Staff]:
        return self.by_unit.get(duty.unit_id) or self.by_unit.get(duty.unit.parent_id, [])
