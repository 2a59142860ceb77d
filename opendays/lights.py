"""All units × duties of a plan as traffic lights; behind each light its rule, sentence, day and what happened.

A light is an icon with words and a number; its colour only repeats them. The table is counted in the database: as many
queries for two hundred units as for two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Count, Min, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.admin import acts, reaching
from events.foundation import clock, permissions
from events.models import Duty, DutyChange, Plan, Rule, Staff, Unit
from opendays import dashboard

RIGHT = "events.view_duty"

# In the order in which they matter; the icon says it without the colour.
STATES: dict[str, tuple[str, Promise]] = {
    "overdue": ("error", _("overdue")),
    "open": ("hourglass_empty", _("open")),
    "late": ("history", _("done late")),
    "done": ("check_circle", _("done in time")),
    "withdrawn": ("do_not_disturb_on", _("withdrawn")),
}
SHOWN = {
    "": pgettext_lazy("which units", "All units"),
    "overdue": pgettext_lazy("which units", "With overdue duties"),
    "open": pgettext_lazy("which units", "With open duties"),
    "late": pgettext_lazy("which units", "With duties done late"),
}


@dataclass(frozen=True)
class Column:
    """A kind of duty that the plan brings, with the rule that binds it."""

    kind: str
    label: str
    rule: str


@dataclass(frozen=True)
class Line:
    """A unit with its lights, kind by kind."""

    unit: Unit
    url: str
    cells: SafeString
    counts: dict[str, int]


@dataclass(frozen=True)
class Table:
    plan: Plan
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    totals: tuple[SafeString, ...]
    units: dict[str, int]  # how many units each choice of SHOWN has


def urls(site: admin.AdminSite) -> list:
    return [
        path("duties/lights/", site.admin_view(index), name="duty_lights_index"),
        path("duties/lights/<int:plan_id>/", site.admin_view(page), name="duty_lights"),
        path("duties/lights/<int:plan_id>/<int:unit_id>/", site.admin_view(unit_page), name="duty_lights_unit"),
    ]


def index(request):
    permissions.require(request.user, RIGHT)
    newest = dashboard.plans(request.user).first()
    if newest:
        return redirect("duty_lights", newest.pk)
    return TemplateResponse(request, "desk/duties/lights.html", _context(request, _("Traffic lights")))


def page(request, plan_id):
    """Every unit that the person may see, under one plan."""
    permissions.require(request.user, RIGHT)
    plan = get_object_or_404(dashboard.plans(request.user), pk=plan_id)
    chosen = request.GET.get("show", "")
    shown = table(plan, staff=request.user, today=clock.today(), show=chosen if chosen in SHOWN else "")
    others = [other for other in dashboard.plans(request.user) if other != plan]
    choices = [(key, words, shown.units[key]) for key, words in SHOWN.items()]
    context = {"table": shown, "plan": plan, "other_plans": others, "choices": choices, "chosen": chosen}
    return TemplateResponse(
        request, "desk/duties/lights.html", _context(request, _("Traffic lights"), **context, legend=legend())
    )


def unit_page(request, plan_id, unit_id):
    """One unit: each duty with its rule and sentence, its day, and what happened to it and why."""
    permissions.require(request.user, RIGHT)
    plan = get_object_or_404(dashboard.plans(request.user), pk=plan_id)
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_id)
    groups = of_unit(plan, unit, staff=request.user, today=clock.today())
    if not groups:
        raise Http404(unit_id)
    return TemplateResponse(request, "desk/duties/unit.html", _context(request, unit.name, plan=plan, groups=groups))


def table(plan: Plan, *, staff: Staff, today: date, show: str = "") -> Table:
    """Units × kinds of a plan, in three queries. `show` leaves out units without a duty in that state."""
    counted = _counted(plan, staff, today)
    kinds = [kind for kind in Duty.Kind if any(kind in cells for cells in counted.values())]
    sums = {pk: _sum(cells.values()) for pk, cells in counted.items()}
    units = {key: sum(1 for counts in sums.values() if not key or counts[key]) for key in SHOWN}
    light, lines, codes = Lights(), [], [str(kind) for kind in kinds]
    for unit in Unit.objects.filter(pk__in=counted):
        if show and not sums[unit.pk][show]:
            continue
        url = reverse("duty_lights_unit", args=[plan.pk, unit.pk])
        own = counted[unit.pk]
        cells = light.cells((f"{url}#{code}", own.get(code)) for code in codes)
        lines.append(Line(unit, url, cells, sums[unit.pk]))
    totals = (_sum(cells[kind] for cells in counted.values() if kind in cells) for kind in kinds)
    return Table(plan, _columns(plan, kinds), tuple(lines), tuple(light.row(total) for total in totals), units)


def of_unit(plan: Plan, unit: Unit, *, staff: Staff, today: date) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The unit's duties under the plan by kind, what was withdrawn among them."""
    duties = reaching.fetched(plan.duties.filter(unit=unit)).select_related("done_by").order_by("due_on", "id")
    mine = list(duties)
    changes: dict[int, list[tuple[DutyChange, object]]] = {}
    for change in DutyChange.objects.filter(duty__in=mine).select_related("cause__by", "unit_before"):
        words = acts.act(change.cause.act) if change.cause else ""
        changes.setdefault(change.duty_id, []).append((change, words))
    light = Lights()
    found = [
        (
            duty.kind,
            {
                "duty": duty,
                "light": light.one(duty.light(today)),
                "url": reaching.step_of(duty, staff),
                "changes": changes.get(duty.pk, []),
            },
        )
        for duty in mine
    ]
    return [(kind, rows) for kind in Duty.Kind if (rows := [row for one, row in found if one == kind])]


def legend() -> list[SafeString]:
    light = Lights()
    return [light.one(state) for state in list(STATES)[:4]]


class Lights:
    """The writing of lights: each state and number is written once a page."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, int | None], SafeString] = {}
        self.days: dict[date, SafeString] = {}

    def one(self, state: str, count: int | None = None) -> SafeString:
        if (state, count) not in self.known:
            icon, words = STATES[state]
            number = format_html(" <b>{}</b>", count) if count is not None else ""
            self.known[state, count] = format_html(
                '<span class="desk-light desk-light-{}"><span class="material-symbols-outlined" aria-hidden="true">{}'
                "</span>{}{}</span>",
                state, icon, words, number,
            )  # fmt: skip
        return self.known[state, count]

    def row(self, counts: dict[str, Any]) -> SafeString:
        return mark_safe("".join(self.one(state, counts[state]) for state in STATES if counts.get(state)))  # own marks

    def cells(self, found: Iterable[tuple[str, dict[str, Any] | None]]) -> SafeString:
        """The places of one unit: each leads to what stands behind its lights, and names the next day that is open.

        Written as a whole, for there are thousands on a page; addresses, days and marks are all our own.
        """
        return mark_safe("".join(f"<td>{self._cell(url, counts)}</td>" for url, counts in found))

    def _cell(self, url: str, counts: dict[str, Any] | None) -> str:
        if not counts:
            return "–"
        return f'<a class="desk-lights" href="{url}">{self.row(counts)}{self._by(counts["next"])}</a>'

    def _by(self, day: date | None) -> str:
        if day is None:
            return ""
        if day not in self.days:
            self.days[day] = format_html("<small>{}</small>", gettext("by %(day)s") % {"day": day.isoformat()})
        return self.days[day]


def _counted(plan: Plan, staff: Staff, today: date) -> dict[int, dict[str, dict[str, Any]]]:
    is_open = Q(done_at__isnull=True)
    rows = Duty.objects.standing().filter(plan=plan).visible_to(staff).order_by().values("unit_id", "kind")
    rows = rows.annotate(
        overdue=Count("pk", filter=is_open & Q(due_on__lt=today)),
        open=Count("pk", filter=is_open & Q(due_on__gte=today)),
        late=Count("pk", filter=Q(is_late=True)),
        done=Count("pk", filter=Q(done_at__isnull=False, is_late=False)),
        next=Min("due_on", filter=is_open),
    )
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["unit_id"], {})[row["kind"]] = row
    return found


def _sum(cells: Iterable[dict[str, Any]]) -> dict[str, int]:
    counts = dict.fromkeys(list(STATES)[:4], 0)
    for cell in cells:
        for state in counts:
            counts[state] += cell[state]
    return counts


def _columns(plan: Plan, kinds: Iterable[str]) -> tuple[Column, ...]:
    rules = Rule.objects.binding(plan)
    ruled = {**rules, "video": rules["report"]} if "report" in rules and "video" not in rules else rules
    shown = {code: rule.shown_value for code, rule in ruled.items()}
    return tuple(Column(kind, str(Duty.Kind(kind).label), shown.get(kind, "")) for kind in kinds)


def _context(request, title, **more):
    return {**admin.site.each_context(request), "title": title, **more}
