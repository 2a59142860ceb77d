"""The year at a glance: what each unit filed, announced, selected, reported and replied, with points and evidence."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from tablib import Dataset

from events.foundation import clock, permissions
from events.models import Plan, Staff, Unit
from feedback import review
from feedback.criteria import DutyFact, Facts, Verdict

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# In the order in which they matter: what is overdue is said first. The icon says it without the colour.
ICONS = {
    Verdict.OVERDUE: "error",
    Verdict.LATE: "history",
    Verdict.OPEN: "hourglass_empty",
    Verdict.IN_TIME: "check_circle",
    Verdict.KEPT: "check_circle",
    Verdict.BROKEN: "cancel",
}


@dataclass(frozen=True)
class Column:
    """One stage of the year; `criterion` names the part of a unit's page where its evidence stands."""

    title: Promise
    criterion: str
    kinds: tuple[str, ...]

    def duties(self, facts: Facts) -> tuple[DutyFact, ...]:
        missing = facts.not_held if self.criterion == "announced" else ()
        return missing + facts.of(*self.kinds)


COLUMNS = (
    Column(_("Filed"), "filed", ("filing",)),
    Column(_("Announced"), "announced", ("announce_onsite", "announce_livestream")),
    Column(_("Selected"), "selection", ("tell_selected",)),
    Column(_("Reported"), "reported", ("report",)),
    Column(_("Replied"), "answered", ("reply",)),
)


@dataclass(frozen=True)
class Light:
    """So many duties of one kind that stand alike."""

    verdict: Verdict
    count: int


@dataclass(frozen=True)
class Line:
    """A unit's row: per column its address and lights, and the points so far."""

    unit: Unit
    url: str
    cells: tuple[tuple[str, tuple[Light, ...]], ...]
    total: Decimal | None


@dataclass(frozen=True)
class Glance:
    plan: Plan
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def glance(staff: Staff, *, now: datetime, plan: Plan | None = None) -> Glance | None:
    """Every unit that the staff member may see, under the plan, or the newest one in force; None without any."""
    shown = plan or plans(staff).first()
    if shown is None:
        return None
    rows = review.table(shown, staff=staff, now=now).rows
    return Glance(shown, COLUMNS, tuple(_line(shown, row) for row in rows))


def plans(staff: Staff) -> QuerySet[Plan]:
    """Plans that are or were in force, the ones in force and the newest first."""
    return Plan.objects.public().visible_to(staff).order_by("-state", "-year", "-id")


def urls(site: admin.AdminSite) -> list:
    """The pages of the review at the desk."""
    return [
        path("review/", site.admin_view(index), name="review_index"),
        path("review/<int:plan_id>/", site.admin_view(points), name="review"),
        path("review/<int:plan_id>/table.xlsx", site.admin_view(download), name="review_table"),
        path("review/<int:plan_id>/<int:unit_id>/", site.admin_view(unit_page), name="review_unit"),
    ]


def index(request):
    permissions.require(request.user, "feedback.view_review")
    newest = plans(request.user).first()
    if newest:
        return redirect("admin:review", newest.pk)
    return TemplateResponse(request, "desk/review.html", _context(request, _("Performance review")))


def points(request, plan_id):
    """Units × criteria; every number leads to its evidence."""
    permissions.require(request.user, "feedback.view_review")
    plan = get_object_or_404(plans(request.user), pk=plan_id)
    table = review.table(plan, staff=request.user, now=clock.now())
    others = [other for other in plans(request.user) if other != plan]
    context = _context(request, _("Performance review"), table=table, plan=plan, other_plans=others)
    return TemplateResponse(request, "desk/review.html", context)


def download(request, plan_id):
    """The points table as a spreadsheet: the scaled total first, an empty cell where a criterion does not apply."""
    permissions.require(request.user, "feedback.export_review")
    plan = get_object_or_404(plans(request.user), pk=plan_id)
    table = review.table(plan, staff=request.user, now=clock.now())
    criteria = [f"{criterion.get_code_display()} ({criterion.points})" for criterion in table.criteria]
    sheet = Dataset(headers=[str(word) for word in (_("Unit"), _("Of 100"), _("Earned"), _("Possible"), *criteria)])
    for row in table.rows:
        sheet.append([row.unit.name, row.total, row.earned, row.possible, *(cell.points for cell in row.cells)])
    content = sheet.export("xlsx", escape=True)  # a name that begins with = stays a name
    name = content_disposition_header(True, f"{plan.year}-{_('Performance review')}.xlsx")
    return HttpResponse(content, content_type=SPREADSHEET, headers={"Content-Disposition": name})


def unit_page(request, plan_id, unit_id):
    """One unit: each criterion with its points and everything behind them."""
    permissions.require(request.user, "feedback.view_review")
    plan = get_object_or_404(plans(request.user), pk=plan_id)
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_id)
    rows = review.table(plan, staff=request.user, now=clock.now(), unit=unit).rows
    if not rows:
        raise Http404(unit_id)
    context = _context(request, unit.name, row=rows[0], plan=plan)
    return TemplateResponse(request, "desk/review_unit.html", context)


def _line(plan: Plan, row: review.Row) -> Line:
    url = reverse("admin:review_unit", args=[plan.pk, row.unit.pk])
    cells = tuple((f"{url}#{column.criterion}", _lights(column.duties(row.facts))) for column in COLUMNS)
    return Line(row.unit, url, cells, row.total)


def _lights(duties: tuple[DutyFact, ...]) -> tuple[Light, ...]:
    counted = Counter(duty.verdict for duty in duties)
    return tuple(Light(verdict, counted[verdict]) for verdict in ICONS if counted[verdict])


def _context(request, title, **more):
    return {**admin.site.each_context(request), "title": title, **more}
