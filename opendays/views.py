"""The roof's own pages: those that show several apps at once, and those that belong to none."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db import connection
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events import progress
from events.foundation import clock
from events.models import Plan, Publication, Session
from feedback import statistics
from feedback.models import Opinion
from opendays import front

SOON = 6
LATEST = 5
ANSWERS = 2
ROWS_A_PAGE = 20


@require_safe
def home(request):
    now = clock.now()
    ahead = Session.objects.upcoming(now)
    plans = Plan.objects.in_force()
    context = {
        "soon": ahead.select_related("unit", "point__theme").order_by("starts_at", "id")[:SOON],
        "ahead_count": ahead.count(),
        "open_count": Session.objects.open_for_signup(now).count(),
        "columns": front.columns(plans),
        "tally": statistics.tally(Opinion.objects.all()),
        "answers": answers(Opinion.objects.all())[:ANSWERS],
        "plans": plans,
        "progress": progress.of_plans(plans),
    }
    return render(request, "home.html", context)


@require_safe
def column(request, pk, kind):
    """The four parts of a column: the plan, and the latest of announcements, reports and answers."""
    shown = column_or_404(pk, kind)
    context = {
        "column": shown,
        "notices": shown.plan.notices.exclude(file=""),
        "announcements": papers(shown, Publication.Kind.ANNOUNCEMENT)[:LATEST],
        "reports": papers(shown, Publication.Kind.REPORT)[:LATEST],
        "tally": statistics.tally(shown.ledger),
        "answers": answers(shown.ledger)[:LATEST],
    }
    return render(request, "column.html", context)


@require_safe
def column_part(request, pk, kind, part):
    """One part of a column in full."""
    shown = column_or_404(pk, kind)
    rows = {
        "announcements": lambda: papers(shown, Publication.Kind.ANNOUNCEMENT),
        "reports": lambda: papers(shown, Publication.Kind.REPORT),
        "adoption": lambda: answers(shown.ledger),
    }[part]()
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"column": shown, "part": part, "page": page}
    if part == "adoption":
        context["tally"] = statistics.tally(shown.ledger)
    return render(request, "column_part.html", context)


def column_or_404(pk, kind):
    plan = get_object_or_404(Plan.objects.public(), pk=pk)
    for shown in front.columns([plan]):
        if shown.kind == kind:
            return shown
    raise Http404


def papers(column, kind):
    return column.papers.filter(kind=kind).select_related("session__unit")


def answers(ledger):
    return ledger.public().select_related("session", "unit").order_by("-published_at", "-pk")


@require_safe
def about(request):
    return render(request, "about.html")


@never_cache
@require_safe
def health(request):
    """For whoever watches the service: answers only while the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


# These two are shown when little can be relied on: no context processors, no database.


def bad_request(request, exception):
    return HttpResponseBadRequest(render_to_string("400.html", {"PORTAL_NAME": settings.PORTAL_NAME}))


def server_error(request):
    return HttpResponseServerError(render_to_string("500.html", {"PORTAL_NAME": settings.PORTAL_NAME}))
