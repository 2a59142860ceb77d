"""The public pages of plans and sessions. Only what was announced is shown; everything else is not found."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from events import ics, months, progress, search
from events.forms import SessionFilter
from events.foundation import clock, sharing
from events.models import ChangeFiling, Channel, Notice, Picture, Plan, Point, PointUnit, Publication, Rule, Session

SESSIONS_A_PAGE = 12
PUBLIC_SESSIONS = Session.objects.public().select_related("unit", "point__theme", "point__plan")


@require_safe
@sharing.shared
def sessions(request):
    form = SessionFilter(request.GET)
    now, wanted = clock.now(), form.wanted
    found = search.matching(PUBLIC_SESSIONS.all(), wanted, now=now)
    page = Paginator(found, SESSIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_filtered": bool(wanted),
        "is_narrowed": bool(wanted.keys() - {"words", "when", "area"}),
        # Both asked only where the list is empty.
        "past": Session.objects.held(),
        "anything": PUBLIC_SESSIONS,
        "month": month_beside(page, wanted, now=now),
    }
    template = "events/includes/results.html" if request.htmx else "events/sessions.html"
    return render(request, template, context)


def month_beside(page, wanted, *, now):
    """The month of the chosen day, else the one in which the list begins, under the filters other than time."""
    first, today = wanted.get("first"), clock.today()
    everything = {name: value for name, value in wanted.items() if name not in months.OF_TIME} | {"when": "all"}
    sessions = search.matching(Session.objects.public(), everything, now=now)
    begins = first or wanted.get("last") or (page[0].day if len(page) else today)
    return months.month(
        sessions,
        begins,
        today=today,
        chosen=first if first == wanted.get("last") else None,
        looks_ahead=not wanted.keys() & months.OF_TIME,
    )


@require_safe
@sharing.shared
def session(request, pk):
    shown = get_object_or_404(
        PUBLIC_SESSIONS.select_related("poster").prefetch_related("quotas", "point__parts__unit"), pk=pk
    )
    papers = {paper.kind: paper for paper in shown.publications.public().prefetch_related("proofs__channel")}
    context = {
        "session": shown,
        **changes_of(shown),
        "announcement": papers.get(Publication.Kind.ANNOUNCEMENT),
        "report": papers.get(Publication.Kind.REPORT),
        "evaluation": papers.get(Publication.Kind.EVALUATION),
    }
    return render(request, "events/session.html", context)


def changes_of(session):
    """What changed after the announcement, latest first: moves, and other ways of selection."""
    filed = list(session.change_filings.filter(filed_at__gte=session.announced_at))
    return {
        "changes": [change for change in filed if change.kind == ChangeFiling.Kind.MOVED],
        "way_changes": [change for change in filed if "selection" in change.after],
    }


@require_safe
def calendar(request, pk):
    shown = get_object_or_404(Session.objects.public(), pk=pk)
    address = request.build_absolute_uri(shown.get_absolute_url())
    text = ics.calendar(shown, address=address, changes=shown.change_filings.count(), now=clock.now())
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, f"{shown.title}.ics")},
    )


@require_safe
def publication(request, pk, kind):
    paper = get_object_or_404(
        Publication.objects.public()
        .select_related("session__unit", "session__point__theme", "session__point__plan")
        .prefetch_related("pictures", "proofs__channel"),
        session__in=Session.objects.public(),
        session=pk,
        kind=kind,
    )
    context = {"paper": paper, "session": paper.session, **changes_of(paper.session)}
    return render(request, f"events/{kind}.html", context)


@require_safe
def picture(request, pk):
    """A picture of a published report; others are nobody's to see."""
    shown = get_object_or_404(Picture, pk=pk, publication__in=Publication.objects.public())
    return FileResponse(shown.image.open(), headers={"Cache-Control": "max-age=86400"})


@require_safe
@sharing.shared
def plans(request):
    shown = Plan.objects.public()
    return render(request, "events/plans.html", {"plans": shown, "progress": progress.of_plans(shown)})


@require_safe
@sharing.shared
def plan(request, pk):
    rows = Plan.objects.public().prefetch_related(Prefetch("channels", Channel.objects.standing()))
    shown = get_object_or_404(rows, pk=pk)
    points = Point.objects.public().filter(plan=shown)
    context = {
        "plan": shown,
        "themes": shown.themes.prefetch_related(Prefetch("points", with_programme(points.open_points()))),
        "loose_points": with_programme(points.open_points().filter(theme=None)),
        "talks": with_programme(points.talks()),
        "rules": sorted(Rule.objects.binding(shown).values(), key=lambda rule: (rule.is_default, rule.pk)),
        "withdrawn": with_programme(Point.objects.withdrawn().filter(plan=shown)),
        "notices": shown.notices.exclude(file="").filter(amendment=None),
        "amendments": shown.amendments.select_related("notice"),
        "progress": progress.of_plans([shown]).get(shown.pk, progress.Progress()),
    }
    return render(request, "events/plan.html", context)


def with_programme(points):
    """Points with their units and public sessions, whatever their number, in two more queries."""
    return points.prefetch_related(
        Prefetch("parts", PointUnit.objects.select_related("unit")),
        Prefetch("sessions", Session.objects.public(), to_attr="public_sessions"),
    )


@require_safe
def original(request, pk):
    """The official document from which a public plan was read."""
    notice = get_object_or_404(Notice.objects.exclude(file=""), pk=pk, plan__in=Plan.objects.public())
    name = f"{notice.title or notice.plan.title}.{notice.file.name.rpartition('.')[2]}"
    return FileResponse(notice.file.open(), as_attachment=True, filename=name)
