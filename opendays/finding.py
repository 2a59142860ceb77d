"""What the desk's search finds: its pages by the office's words, and rows of the person's own units.

Every kind needs its right and passes through `visible_to`; nothing is cached, so a right that was taken away is gone at
once. Residents are found by the code of their sign-up alone, never by a name or a telephone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events import search
from events.foundation import clock
from events.models import Plan, Point, PointUnit, Session, Staff, Unit
from events.notices import folding
from feedback.models import Card, Opinion
from opendays import navigation
from registrations.models import Signup

OF_A_KIND, IN_ALL = 8, 30
PAGE, DESK = _("Page"), _("Staff desk")
LONGEST = 60  # characters of what is typed
CODE = 4  # characters of a code that are enough to look for it


@dataclass(frozen=True)
class Found:
    title: str
    facts: str
    url: str
    icon: str


@dataclass(frozen=True)
class Kind:
    """`rows(staff, words)` are the person's own that fit; `title(row)` names one, `facts(row)` tell it from others."""

    label: Promise
    model: type[Model]
    icon: str
    right: str
    rows: Callable[[Staff, list[str]], QuerySet]
    facts: Callable[[Any], Iterable[object]]
    title: Callable[[Any], str] = lambda row: getattr(row, "title", "") or str(row)

    def find(self, staff: Staff, words: list[str]) -> Iterator[Found]:
        opts = self.model._meta
        page = f"admin:{opts.app_label}_{opts.model_name}_change"
        for row in self.rows(staff, words)[:OF_A_KIND] if staff.has_perm(self.right) else ():
            facts = " · ".join(str(fact) for fact in (self.label, *self.facts(row)) if fact)
            yield Found(self.title(row), facts, reverse(page, args=[row.pk]), self.icon)


def find(request: HttpRequest, typed: str) -> list[Found]:
    """Pages first, then rows kind by kind, in the order of the sidebar; every word must fit."""
    words = typed[:LONGEST].split()
    if not words:
        return []
    found = list(pages(request, words))[:OF_A_KIND]
    for kind in KINDS:
        found += kind.find(request.user, words)
    return found[:IN_ALL]


def pages(request: HttpRequest, words: list[str]) -> Iterator[Found]:
    """The entries of this person's sidebar."""
    wanted = [folding.fold(word).text.lower() for word in words]
    for group in navigation.sidebar(request):
        for item in group["items"]:
            title, room = str(item["title"]), str(group.get("title", DESK))
            if all(word in folding.fold(f"{room} {title}").text.lower() for word in wanted):
                yield Found(title, f"{PAGE} · {room}", item["link"], item["icon"])


def every(words: Iterable[str], fits: Callable[[str], Q]) -> Q:
    found = Q()
    for word in words:
        found &= fits(word)
    return found


def called(word: str) -> QuerySet[Unit]:
    """Units by any of their names."""
    return Unit.objects.filter(search.holds(word, ["name", "short_name"]) | by_alias(word))


def by_alias(word: str) -> Q:
    return Q(pk__in=Unit.objects.filter(search.holds(word, ["aliases__name"])).values("pk"))


def sessions(staff: Staff, words: list[str]) -> QuerySet:
    rows = Session.objects.visible_to(staff).select_related("unit").order_by("-starts_at")
    return search.with_words(rows, " ".join(words), clock.now())


def points(staff: Staff, words: list[str]) -> QuerySet:
    """By title, theme, unit, or number: 9, 开放点9."""

    def fits(word: str) -> Q:
        with_unit = PointUnit.objects.filter(unit__in=called(word)).values("point")
        number = word.removeprefix(str(Point.Kind.OPEN_POINT.label))
        numbered = Q(number=int(number)) if number.isdecimal() and len(number) < CODE else Q(pk__in=())
        return search.holds(word, ["title", "theme__title"]) | Q(pk__in=with_unit) | numbered

    rows = Point.objects.visible_to(staff).filter(every(words, fits)).select_related("plan")
    return rows.prefetch_related("parts__unit").order_by("-plan__year", "number", "pk")


def plans(staff: Staff, words: list[str]) -> QuerySet:
    fits = every(words, lambda word: search.holds(word, ["title", "document_number", "issuer"]))
    return Plan.objects.visible_to(staff).filter(fits).order_by("-year", "-pk")


def units(staff: Staff, words: list[str]) -> QuerySet:
    fits = every(words, lambda word: search.holds(word, ["name", "short_name"]) | by_alias(word))
    return Unit.objects.visible_to(staff).filter(fits).select_related("parent").order_by("name")


def opinions(staff: Staff, words: list[str]) -> QuerySet:
    """By the number in the ledger; further words narrow it to a session."""
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 2 * CODE]
    others = [word for word in words if not word.isdecimal()]
    rows = Opinion.objects.visible_to(staff).filter(number__in=numbers).select_related("session", "unit")
    return rows.filter(every(others, lambda word: search.holds(word, ["session__title"])))


def by_code(rows: QuerySet, field: str, words: list[str]) -> QuerySet:
    """One word, which is the beginning of a code."""
    is_code = len(words) == 1 and len(words[0]) >= CODE and words[0].isascii() and words[0].isalnum()
    return rows.filter(**{f"{field}__istartswith": words[0]}) if is_code else rows.none()


def cards(staff: Staff, words: list[str]) -> QuerySet:
    return by_code(Card.objects.visible_to(staff).select_related("session__unit"), "number", words)


def signups(staff: Staff, words: list[str]) -> QuerySet:
    rows = Signup.objects.visible_to(staff).exclude(state=Signup.State.REPEATED)
    return by_code(rows.select_related("session__unit"), "code", words)


def people(staff: Staff, words: list[str]) -> QuerySet:
    fits = every(words, lambda word: search.holds(word, ["name", "username"]) | Q(unit__in=called(word)))
    return Staff.objects.visible_to(staff).filter(fits).select_related("unit").order_by("unit__name", "name")


def leads(point: Point) -> str:
    return "、".join(str(part.unit) for part in point.parts.all() if part.part == PointUnit.Part.LEAD)


def day(session: Session) -> str:
    return f"{timezone.localtime(session.starts_at):%Y-%m-%d}"


KINDS = (
    Kind(
        _("session"),
        Session,
        "event",
        "events.view_session",
        sessions,
        lambda row: (row.unit, day(row), row.get_state_display()),
    ),
    Kind(
        _("open point or talk"),
        Point,
        "flag",
        "events.view_point",
        points,
        lambda row: (row.label, leads(row), row.plan),
    ),
    Kind(_("plan"), Plan, "description", "events.view_plan", plans, lambda row: (row.year, row.get_state_display())),
    Kind(_("unit"), Unit, "account_tree", "events.view_unit", units, lambda row: (row.get_kind_display(), row.parent)),
    Kind(
        _("opinion"),
        Opinion,
        "fact_check",
        "feedback.view_opinion",
        opinions,
        lambda row: (row.unit, day(row.session), row.get_state_display()),
    ),
    Kind(
        _("opinion card"),
        Card,
        "rate_review",
        "feedback.view_card",
        cards,
        lambda row: (row.session.title, row.session.unit, row.get_state_display()),
    ),
    Kind(
        _("sign-up"),
        Signup,
        "group",
        "registrations.view_signup",
        signups,
        lambda row: (row.session.title, row.session.unit, day(row.session), row.get_state_display()),
        title=lambda row: row.code,
    ),
    # The right of the office, which keeps the accounts; others find colleagues in their list.
    Kind(
        _("staff member"), Staff, "badge", "events.change_staff", people, lambda row: (row.unit, row.get_role_display())
    ),
)
