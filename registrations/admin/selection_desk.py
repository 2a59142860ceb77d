"""The selection desk of one session: the entries, the make-up of the list beside the rules, and the moves."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.foundation import clock
from events.models import Rule, Session
from registrations import confirmation, draw, makeup, notify, selection
from registrations.models import Draw, Roster, Signup

State = Signup.State
TEMPLATE = "registrations/desk/selection.html"
PROPOSED = {
    State.SELECTED: _("to be selected"),
    State.WAITING: _("to wait"),
    State.REFUSED: _("to be refused"),
    "": _("undecided"),
}
TONES = {State.SELECTED: "done", State.OFFERED: "late", State.WAITING: "late", State.REFUSED: "overdue", "": "open"}


@dataclass(frozen=True)
class Line:
    """One entry with what the list would decide about it, or has decided."""

    signup: Signup
    decision: str
    may_be_ticked: bool

    @property
    def label(self) -> Any:
        """What was decided; before the list is confirmed, what is meant to be."""
        if self.may_be_ticked:
            return PROPOSED[self.decision]
        return State(self.decision).label if self.decision else PROPOSED[""]

    @property
    def asked_until(self) -> Any:
        """By when the person is still to say that they come."""
        return confirmation.until(self.signup)

    @property
    def tone(self) -> str:
        return TONES.get(self.decision, "open")


def page(admin, request, session: Session):
    now = clock.now()
    refusal = None
    if request.method == "POST":
        try:
            messages.success(request, act(request, session, now))
            return HttpResponseRedirect(request.path)
        except ValidationError as error:
            refusal = error
    context = {
        **admin.context_of(request, session),
        "title": _("Selection"),
        "errors": refusal.messages if refusal else [],
        "typed": request.POST,
        "ticked": {int(key) for key in request.POST.getlist("entry") if key.isdecimal()},
        "may_select": request.user.has_perm(selection.RIGHT, session),
        **facts(session, now),
    }
    return TemplateResponse(request, TEMPLATE, context)


def act(request, session: Session, now) -> str:
    """The move that a button asks for; the rule itself asks for the right. What is said afterwards."""
    given, how = request.POST, {"by": request.user, "now": now}
    reason = given.get("reason", "")
    if given.get("act") == "draw":
        draw.run(session, **how)
        return gettext("The draw has been held.")
    if given.get("act") == "confirm":
        selection.confirm(session, reason=reason, **how)
        return gettext("The list is confirmed, and everyone is told: by letter, or on the call list.")
    count = selection.decide(session, chosen(given, session), given.get("decision", ""), reason=reason, **how)
    return ngettext("Noted for %(count)d entry.", "Noted for %(count)d entries.", count) % {"count": count}


def chosen(given, session: Session) -> list[int]:
    """The ticked entries, or everyone who is still undecided."""
    if given.get("scope") == "undecided":
        return [entry.pk for entry in selection.candidates(session) if not entry.proposal]
    ticked = [int(key) for key in given.getlist("entry") if key.isdecimal()]
    if not ticked:
        raise ValidationError(gettext("Tick at least one entry."), code="nothing_ticked")
    return ticked


def facts(session: Session, now) -> dict[str, Any]:
    roster = Roster.objects.filter(session=session).select_related("confirmed_by").first()
    lines = decided_lines(session) if roster else open_lines(session)
    of_list = makeup.of(line.signup for line in lines if line.decision == State.SELECTED)
    rules = Rule.objects.binding(session.point.plan)
    quotas = list(session.quotas.all())
    closed = not (session.has_signup and session.signup_closes_at and now < session.signup_closes_at)
    drawing = session.selection == Session.Selection.DRAW
    held = Draw.objects.filter(session=session).select_related("drawn_by").first() if drawing else None
    return {
        "roster": roster,
        "lines": lines,
        "makeup": of_list,
        "limits": makeup.limits(of_list, rules),
        "quotas": [(quota, of_list.by_category.get(quota.category, 0)) for quota in quotas],
        "broken": makeup.broken(of_list, quotas, rules),
        "too_many": of_list.people > session.capacity,
        "undecided": sum(not line.decision for line in lines),
        "to_mail": sum(notify.is_reached(line.signup) for line in lines),
        "to_call": sum(not notify.is_reached(line.signup) for line in lines),
        "is_closed": closed,
        "draw": held,
        "may_draw": bool(closed and held and not held.drawn_at and not roster),
        "chooses": session.selection == Session.Selection.CHOICE,
    }


def open_lines(session: Session) -> list[Line]:
    """Before the list is confirmed: the guests, who is offered a place, the entries in the order that decides."""
    guests = Signup.objects.filter(session=session).seated().by_rank()
    offered = Signup.objects.filter(session=session).offered().by_rank()
    entries = selection.candidates(session)
    decided = selection.outcome(session, entries)
    lines = [Line(guest, guest.state, may_be_ticked=False) for guest in [*guests, *offered]]
    return lines + [Line(entry, decided.get(entry.pk, ""), may_be_ticked=True) for entry in entries]


def decided_lines(session: Session) -> list[Line]:
    order = [State.SELECTED, State.OFFERED, State.WAITING, State.ENTERED, State.REFUSED]
    rows = Signup.objects.standing().filter(session=session).exclude(source=Signup.Source.DOOR).by_rank()
    for row in rows:
        row.session = session
    lines = [Line(row, "" if row.state == State.ENTERED else row.state, may_be_ticked=False) for row in rows]
    return sorted(lines, key=lambda line: order.index(State(line.signup.state)))
