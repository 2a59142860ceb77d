"""The public columns: each shows the papers of events and the answers of feedback under the name its plan gives it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Plan, Point, Publication
from feedback.models import Opinion


@dataclass(frozen=True)
class Column:
    """A public column (栏目) of a plan: its name is the plan's, for one kind of activity."""

    plan: Plan
    kind: str
    name: str
    announcements: int = 0
    reports: int = 0
    opinions: int = 0

    def get_absolute_url(self) -> str:
        return reverse("column", args=[self.plan.pk, self.kind])

    @property
    def papers(self) -> QuerySet[Publication]:
        return Publication.objects.public().filter(
            session__announced_at__isnull=False, session__point__plan=self.plan, session__point__kind=self.kind
        )

    @property
    def ledger(self) -> QuerySet[Opinion]:
        """Every opinion taken up, answered or not."""
        return Opinion.objects.filter(session__point__plan=self.plan, session__point__kind=self.kind)


def columns(plans: Iterable[Plan]) -> list[Column]:
    """The columns of the plans with the number of papers in each part, in three queries whatever their number."""
    plans = list(plans)
    kinds = set(Point.objects.public().filter(plan__in=plans).values_list("plan", "kind"))
    papers = counted(
        Publication.objects.public().filter(session__point__plan__in=plans, session__announced_at__isnull=False), "kind"
    )
    opinions = counted(Opinion.objects.public().filter(session__point__plan__in=plans))
    return [
        Column(
            plan=plan,
            kind=kind,
            name=name,
            announcements=papers.get((plan.pk, kind, Publication.Kind.ANNOUNCEMENT), 0),
            reports=papers.get((plan.pk, kind, Publication.Kind.REPORT), 0),
            opinions=opinions.get((plan.pk, kind), 0),
        )
        for plan, kind, name in chain.from_iterable(map(names, plans))
        if (plan.pk, kind) in kinds
    ]


def names(plan: Plan) -> tuple[tuple[Plan, str, str], ...]:
    """The plan's two possible columns; one that the plan does not name is called after its kind of activity."""
    kinds = Point.Kind
    return (
        (plan, kinds.OPEN_POINT.value, plan.open_day_column or _("Open days")),
        (plan, kinds.TALK.value, plan.talk_column or str(kinds.TALK.label)),
    )


def counted(rows: QuerySet, *keys: str) -> dict[tuple, int]:
    groups = rows.order_by().values_list("session__point__plan", "session__point__kind", *keys).annotate(n=Count("pk"))
    return {tuple(key): n for *key, n in groups}
