"""The door of one session: a page for a tablet or a telephone, and the sheet for a place without power."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.steps import dress
from events.foundation import clock
from events.models import Session
from registrations import checkin, incidents, scans, statistics
from registrations.forms import WalkInForm
from registrations.models import DoorScan, Signup

TEMPLATE = "registrations/desk/door.html"
SHEET = "registrations/desk/sheet.html"
BLANK_LINES = 8


def page(admin, request, session: Session):
    now = clock.now()
    form = WalkInForm(request.POST if request.POST.get("act") == "walk_in" else None)
    if request.method == "POST":
        try:
            if done := act(request, session, form, now):
                messages.success(request, done)
                return HttpResponseRedirect(request.path)
        except ValidationError as error:
            if form.is_bound:
                form.add_error(None, error)
            else:
                messages.error(request, error.messages[0])
                return HttpResponseRedirect(request.path)
    dress(form)
    everyone = names(request.user, session, now)
    words = request.GET.get("q", "").strip()
    meant = firsts(session, words)
    context = {
        **admin.context_of(request, session),
        "title": _("Door list"),
        "sheet_url": address(session, "sheet"),
        "enter_url": address(session, "enter-sheet"),
        "helpers_url": address(session, "helpers") if request.user.has_perm("registrations.add_doorlink") else "",
        "hold_url": hold_url(request.user, session, now),
        "words": words,
        "rows": [signup for signup in everyone if signup.pk in meant or matches(signup, words)],
        "figures": checkin.figures(session, now=now),
        "has_list": hasattr(session, "roster"),
        "conflicts": conflicts(session),
        "incidents": session.incidents.select_related("noted_by").filter(erased_at=None),
        "turnout": statistics.of([session])[session.pk] if session.held_at else None,
        "is_open": now >= checkin.opens_at(session),
        "form": form,
    }
    return TemplateResponse(request, TEMPLATE, context)


def address(session: Session, name: str) -> str:
    return reverse("admin:registrations_session_page", args=[session.pk, name])


def hold_url(staff, session: Session, now) -> str:
    """Where the head's presence is recorded, while that is still to be done."""
    is_due = session.state == Session.State.ANNOUNCED and session.starts_at <= now
    may = is_due and staff.has_perm("events.hold_session", session)
    return reverse("admin:events_session_step", args=[session.pk, "hold"]) if may else ""


def conflicts(session: Session) -> list[DoorScan]:
    """Those still to be looked at first."""
    found = session.door_scans.conflicts().select_related("signup", "link", "session", "settled_by")
    return list(found.order_by(F("settled_at").asc(nulls_first=True), "at", "pk"))


def names(staff, session: Session, now) -> list[Signup]:
    """Who may stand at the door. A helper who sees no other sign-ups sees these on the day only."""
    is_open = now >= checkin.opens_at(session)
    return checkin.door_list(session) if is_open or staff.has_perm("registrations.view_signup", session) else []


def act(request, session: Session, form: WalkInForm, now) -> str:
    """The move that a button asks for; empty where the form of a walk-in has a fault."""
    how = {"by": request.user, "now": now}
    if form.is_bound:
        if not form.is_valid():
            return ""
        guest = checkin.walk_in(session, **form.cleaned_data, **how)
        return gettext("%(name)s is in, with code %(code)s.") % {"name": guest.name, "code": guest.code}
    if request.POST.get("act") == "incident":
        incidents.note(session, text=request.POST.get("text", ""), **how)
        return gettext("Noted.")
    if request.POST.get("act") == "settle":
        scans.settle(get_object_or_404(session.door_scans, pk=request.POST.get("scan") or 0), **how)
        return gettext("Marked as looked at.")
    signup = get_object_or_404(Signup, pk=request.POST.get("signup") or 0, session=session)
    if request.POST.get("act") == "undo":
        checkin.undo(signup, **how)
        return gettext("Taken back: %(name)s.") % {"name": signup.name}
    people = request.POST.get("people", "")
    checkin.arrive(signup, people=int(people) if people.isdecimal() else signup.seats, **how)
    return gettext("%(name)s is in.") % {"name": signup.name}


def matches(signup: Signup, words: str) -> bool:
    """By a part of the code, typed with or without blanks, or a part of the name."""
    return not words or as_code(words) in signup.code or words.casefold() in signup.name.casefold()


def firsts(session: Session, words: str) -> set[int]:
    """Who signed up twice may show the second code: it stands for the first entry."""
    repeated = Signup.objects.filter(session=session, state=Signup.State.REPEATED, code=as_code(words))
    return set(repeated.values_list("first_id", flat=True))


def as_code(words: str) -> str:
    return "".join(words.split()).upper()


def sheet(admin, request, session: Session):
    """For printing: name, code, people and a place to sign, and some blank lines for walk-ins."""
    rows = [row for row in names(request.user, session, clock.now()) if row.state == Signup.State.SELECTED]
    context = {"session": session, "rows": rows, "blank": range(BLANK_LINES), "people": sum(s.seats for s in rows)}
    return TemplateResponse(request, SHEET, context)
