"""How far a plan has come: how many of its open points and talks were announced and held."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from events.models import Plan, Point, Session


@dataclass(frozen=True)
class Progress:
    """Counts of open points and talks, each in one of three stages."""

    points: int = 0
    held: int = 0
    announced: int = 0

    @property
    def waiting(self) -> int:
        return self.points - self.held - self.announced

    @property
    def percent(self) -> int:
        return round(100 * self.held / self.points) if self.points else 0


def of_plans(plans: Iterable[Plan]) -> dict[int, Progress]:
    """The progress of each plan by its key, in one query."""
    sessions = Session.objects.filter(point=OuterRef("pk"))
    held, announced = sessions.held(), sessions.filter(state=Session.State.ANNOUNCED)
    rows = (
        Point.objects.public()
        .filter(plan__in=plans)
        .order_by()
        .annotate(is_held=Exists(held), is_announced=Exists(announced))
        .values("plan")
        .annotate(
            points=Count("pk"),
            held=Count("pk", filter=Q(is_held=True)),
            announced=Count("pk", filter=Q(is_held=False, is_announced=True)),
        )
        .values_list("plan", "points", "held", "announced")
    )
    return {plan: Progress(*counts) for plan, *counts in rows}
