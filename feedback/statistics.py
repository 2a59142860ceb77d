"""Counts of the ledger, as the official headline of an adoption list states them."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from feedback.models import Opinion

Outcome = Opinion.Outcome


@dataclass(frozen=True)
class Tally:
    """How many opinions were collected, and what became of those that are answered in public."""

    collected: int = 0
    adopted: int = 0
    partly: int = 0
    not_adopted: int = 0
    noted: int = 0

    @property
    def answered(self) -> int:
        return self.adopted + self.partly + self.not_adopted + self.noted

    @property
    def waiting(self) -> int:
        return self.collected - self.answered

    @property
    def headline(self) -> str:
        """征集3条，采纳2条，…, as real adoption lists begin; what is not answered yet is said at its end."""
        counts = {name: getattr(self, name) for name in ("collected", "adopted", "partly", "not_adopted", "noted")}
        words = _(
            "%(collected)d collected, %(adopted)d adopted, %(partly)d partly adopted, "
            "%(not_adopted)d not adopted, %(noted)d noted"
        )
        waiting = _(", %(waiting)d being handled") % {"waiting": self.waiting} if self.waiting else ""
        return words % counts + waiting


def tally(opinions: QuerySet[Opinion]) -> Tally:
    """The counts of these lines of the ledger, in one query."""
    public = Q(state=Opinion.State.PUBLISHED)
    answered = {name: Count("id", filter=public & Q(outcome=name)) for name in Outcome.values}
    return Tally(**opinions.order_by().aggregate(collected=Count("id"), **answered))
