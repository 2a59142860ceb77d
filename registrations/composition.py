"""How a list is composed beside those who signed up: by category, area, age band, sex, and who has come before. Pure.

S1, section 四(一): 人员选取应有一定代表性. Categories count people, companions included; what only the person who
signed up has answered counts that person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.models import Category
from registrations import asking
from registrations.models import Signup

AGES, SEXES = dict(asking.AgeBand.choices), dict(asking.Sex.choices)
NEW, AGAIN = "new", "again"
BEFORE = {NEW: gettext_lazy("comes for the first time"), AGAIN: gettext_lazy("has come before")}
GROUPS = {
    "category": gettext_lazy("Category"),
    "area": gettext_lazy("Area"),
    "age": pgettext_lazy("of people", "Age"),
    "sex": pgettext_lazy("of people", "Sex"),
    "before": gettext_lazy("New or again"),
}

Traits = dict[str, str]


@dataclass(frozen=True)
class Part:
    """One value of a group: so many of those who signed up, and so many of them on the list."""

    key: str
    label: str
    listed: int
    entered: int


@dataclass(frozen=True)
class Group:
    name: str
    label: str
    parts: tuple[Part, ...]


def traits(signup: Signup, *, day: date, has_come_before: bool) -> Traits:
    """What is known of an entry, by group; empty where it was not asked or not answered."""
    answers = signup.answers
    return {
        "category": signup.category,
        "area": str(answers.get("area") or "").strip(),
        "age": asking.age_band(answers, day),
        "sex": str(answers.get("sex") or ""),
        "before": AGAIN if has_come_before else NEW,
    }


def groups(entries: Iterable[tuple[Signup, Traits, bool]]) -> list[Group]:
    """The groups of which anything is known; each entry comes with its traits and whether it is on the list."""
    known = list(entries)
    found = []
    for name, label in GROUPS.items():
        listed: dict[str, int] = {}
        entered: dict[str, int] = {}
        for signup, its, is_listed in known:
            weight = signup.seats if name == "category" else 1
            entered[its[name]] = entered.get(its[name], 0) + weight
            listed[its[name]] = listed.get(its[name], 0) + (weight if is_listed else 0)
        if entered.keys() - {""}:
            parts = (Part(key, words(name, key), listed[key], entered[key]) for key in _ordered(name, entered))
            found.append(Group(name, str(label), tuple(parts)))
    return found


def words(group: str, key: str) -> str:
    """A value of a group by its name."""
    if not key:
        return _("not given")
    if group == "category":
        return str(Category(key).label)
    return str({"age": AGES, "sex": SEXES, "before": BEFORE}.get(group, {}).get(key, key))


def _ordered(group: str, entered: Mapping[str, int]) -> list[str]:
    """In the order of their kind; areas by how many come from there; what was not given last."""
    orders = {"category": list(Category.values), "age": list(AGES), "sex": list(SEXES), "before": list(BEFORE)}
    order = orders.get(group, [])
    place = {key: number for number, key in enumerate(order)}
    return sorted(entered, key=lambda key: (not key, place.get(key, len(order)), -entered[key], key))
