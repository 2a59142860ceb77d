"""The roof's own pages: those that show several apps at once, and those that belong to none."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect, HttpResponseServerError
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from events import months, progress
from events.foundation import clock, sharing, tally
from events.foundation.languages import is_known
from events.models import Message, Plan, Publication, Session, Staff
from feedback import statistics
from feedback.models import Opinion
from opendays import front, languages
from opendays.display import COOKIE, COOKIE_AGE, Display
from registrations.views import signup

SOON = 4
LATEST = 5
ANSWERS = 2
ROWS_A_PAGE = 20


@require_safe
@sharing.shared
def home(request):
    now, today = clock.now(), clock.today()
    ahead = Session.objects.upcoming(now)
    soon = ahead.select_related("unit", "point__theme").order_by("starts_at", "id")[:SOON]
    plans = Plan.objects.in_force()
    context = {
        "soon": soon,
        "month": months.month(Session.objects.public(), soon[0].day if soon else today, today=today),
        "past": Session.objects.held(),  # asked only where nothing lies ahead
        "ahead_count": Session.objects.public().filter(ends_at__gte=now).count(),  # as many as the link's list shows
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


# Without a token: a forged request could change how pages look, and nothing else. The token's cookie would make
# every page of every visitor a page of its own, which no cache could share.
@never_cache
@csrf_exempt
@require_POST
def change_display(request):
    """One button of the display bar was pressed: remember it, and back to where the visitor was."""
    response = HttpResponseRedirect(way_back(request))
    if is_known(language := request.POST.get("language", "")):
        languages.remember(response, language)
        if request.user.is_authenticated:  # who reads the desk in this language gets letters in it
            Staff.objects.filter(pk=request.user.pk).update(language=language)
    wanted = str(request.display.changed(request.POST))
    response.set_cookie(
        COOKIE, wanted, max_age=COOKIE_AGE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


def way_back(request):
    """The page whose button was pressed names itself; at the desk, whose switch is its package's, the browser does."""
    named, referer = request.POST.get("back", ""), request.META.get("HTTP_REFERER", "")
    if named.startswith("/") and url_has_allowed_host_and_scheme(named, None):
        return named
    return referer if url_has_allowed_host_and_scheme(referer, {request.get_host()}) else reverse("home")


@never_cache
@require_safe
def health(request):
    """For whoever watches the service: answers only while the database does; then how the letters stand."""
    letters = tally.of(Message.objects.all(), now=clock.now())
    return HttpResponse(f"ok\n{letters}\n", content_type="text/plain")


# These two are shown when little can be relied on: no context processors, no database, no middleware. The visitor's
# own cookies say how they look and speak all the same.


def bad_request(request, exception):
    return HttpResponseBadRequest(bare(request, "400.html"))


def server_error(request):
    return HttpResponseServerError(bare(request, "500.html"))


def forged(request, reason=""):
    """A form whose token is missing or old. The sign-up is shown again with all that was typed and a fresh token: a
    person sends it once more, a forger has gained nothing. Other forms are short: their page says what to do.
    """
    match = request.resolver_match
    if match is None or match.view_name != "registrations:signup" or not request.POST:
        return csrf_failure(request, reason)
    words = _("Nothing was sent yet: this form lay open too long, or cookies are switched off. Please send once more.")
    response = signup(request, **match.kwargs, refused=words)
    response.status_code = 403
    return response


def bare(request, template):
    with languages.of(request):
        return render_to_string(template, {"PORTAL_NAME": settings.PORTAL_NAME, "display": Display.of(request)})
