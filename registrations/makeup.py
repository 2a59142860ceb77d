"""The make-up of a list of participants, and the rules that it breaks: pure counting over what was read before.

Companions count in the category of the person with whom they come. Residents' share = persons who are not deputies,
CPPCC members or reporters, over the whole list, invited guests included (S3, section 四: 群众代表比例不低于三分之一).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from events.models import OFFICIAL, Category, Quota, Rule
from registrations.models import Signup


@dataclass(frozen=True)
class Makeup:
    """Who is on the list, in people: companions included."""

    entries: int
    people: int
    companions: int
    invited: int
    by_category: dict[str, int]

    @property
    def residents(self) -> int:
        return sum(people for category, people in self.by_category.items() if category not in OFFICIAL)

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.residents, self.people) if self.people else None

    @property
    def percent(self) -> int | None:
        """The share in whole percent, rounded down: 33 % is not yet one third."""
        return self.residents * 100 // self.people if self.people else None

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Every category that occurs, by its name, in the order of the categories."""
        return [(str(Category(c).label), self.by_category[c]) for c in Category.values if c in self.by_category]

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "residents": self.residents, "percent": self.percent}


# The value of a rule about people: a number of them, or a share.
Bound = int | Fraction
# Says in words how the list breaks the rule; nothing where it keeps it.
Judge = Callable[[Makeup, Bound], str]


@dataclass(frozen=True)
class Breach:
    """One rule that the list breaks: in words, and with the sentence the rule comes from."""

    code: str
    text: str
    source: str = ""
    is_default: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def of(signups: Iterable[Signup]) -> Makeup:
    signups = list(signups)
    by_category: dict[str, int] = {}
    for signup in signups:
        by_category[signup.category] = by_category.get(signup.category, 0) + signup.seats
    return Makeup(
        entries=len(signups),
        people=sum(signup.seats for signup in signups),
        companions=sum(signup.companions for signup in signups),
        invited=sum(signup.seats for signup in signups if signup.source == Signup.Source.INVITATION),
        by_category=by_category,
    )


@dataclass(frozen=True)
class Limit:
    """A rule of the plan beside what the list has: for whoever makes the list."""

    rule: Rule
    actual: str
    is_kept: bool


def limits(makeup: Makeup, rules: Mapping[str, Rule]) -> list[Limit]:
    """Every rule about people, kept or not."""
    people = _("%(people)d people") % {"people": makeup.people}
    share = f"{makeup.residents} / {makeup.people} ({makeup.percent}%)" if makeup.people else "–"
    return [
        Limit(
            rule=rule,
            actual=share if rule.code == Rule.Code.RESIDENTS_SHARE else people,
            is_kept=not judge(makeup, limit),
        )
        for rule, judge, limit in _stated(rules)
    ]


def broken(makeup: Makeup, quotas: Iterable[Quota], rules: Mapping[str, Rule]) -> list[Breach]:
    """The quotas of the session and the limits of its plan that the list does not keep."""
    found = [breach for quota in quotas for breach in _of_quota(quota, makeup.by_category.get(quota.category, 0))]
    for rule, judge, limit in _stated(rules):
        if text := judge(makeup, limit):
            found.append(Breach(rule.code, text, rule.source, rule.is_default))
    return found


def _stated(rules: Mapping[str, Rule]) -> Iterator[tuple[Rule, Judge, Bound]]:
    """The rules about people that are not lifted, each with its judge and its number or share."""
    for code, judge in JUDGES.items():
        bound = rules[code].parsed() if code in rules else None
        if isinstance(bound, Bound):
            yield rules[code], judge, bound


def _of_quota(quota: Quota, people: int) -> list[Breach]:
    named = {"category": quota.get_category_display(), "people": people}
    found = []
    if quota.ceiling is not None and people > quota.ceiling:
        text = _("%(category)s: %(people)d people, the quota allows %(limit)d") % {**named, "limit": quota.ceiling}
        found.append(Breach("quota_ceiling", text))
    if people < quota.floor:
        text = _("%(category)s: %(people)d people, the quota asks for %(limit)d") % {**named, "limit": quota.floor}
        found.append(Breach("quota_floor", text))
    return found


def _too_many(makeup: Makeup, limit: Bound) -> str:
    text = _("%(people)d people are on the list, at most %(limit)d are allowed")
    return text % {"people": makeup.people, "limit": limit} if makeup.people > limit else ""


def _too_few(makeup: Makeup, limit: Bound) -> str:
    text = _("%(people)d people are on the list, at least %(limit)d are asked for")
    return text % {"people": makeup.people, "limit": limit} if makeup.people < limit else ""


def _too_few_residents(makeup: Makeup, limit: Bound) -> str:
    text = _("%(residents)d of %(people)d people are residents, at least %(limit)s are asked for")
    named = {"residents": makeup.residents, "people": makeup.people, "limit": limit}
    share = makeup.share
    return text % named if share is not None and share < limit else ""


JUDGES: dict[str, Judge] = {
    Rule.Code.CAPACITY_MAX: _too_many,
    Rule.Code.CAPACITY_MIN: _too_few,
    Rule.Code.RESIDENTS_SHARE: _too_few_residents,
}
