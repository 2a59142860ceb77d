"""The selection desk of one session: the entries, the make-up of the list beside the rules, and the moves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.foundation import clock
from events.models import OFFICIAL, Rule, Session, Staff
from registrations import composition, draw, grounds, makeup, notify, picking, reserves, selection, taking_back, vetting
from registrations.admin import draw_buttons
from registrations.admin.selection_lines import Line, LineFilter, decided_lines, open_lines
from registrations.models import Draw, Roster, Signup

State = Signup.State
TEMPLATE = "registrations/desk/selection.html"
MOST_AT_ONCE = 1000


def page(admin, request, session: Session):
    now = clock.now()
    refusal = None
    if request.method == "POST":
        try:
            messages.success(request, act(request, session, now))
            return HttpResponseRedirect(request.get_full_path())
        except ValidationError as error:
            refusal = error
    context = {
        **admin.context_of(request, session),
        "title": _("Selection"),
        "errors": refusal.messages if refusal else [],
        "typed": request.POST,
        "ticked": {int(key) for key in request.POST.getlist("entry") if key.isdecimal()},
        "may_vet": request.user.has_perm(vetting.RIGHT, session),
        "may_select": request.user.has_perm(selection.RIGHT, session),
        **facts(session, now, request.GET, staff=request.user),
    }
    return TemplateResponse(request, TEMPLATE, context)


def act(request, session: Session, now) -> str:
    """The move that a button asks for; the rule itself asks for the right. What is said afterwards."""
    given, how = request.POST, {"by": request.user, "now": now}
    reason, name = given.get("reason", ""), given.get("act")
    if name == "draw":
        draw.run(session, **how)
        return gettext("The draw has been held.")
    if name == "confirm":
        selection.confirm(session, reason=reason, **how)
        return gettext("The list is confirmed, and everyone is told: by letter, or on the call list.")
    if name == "arrange":
        count = reserves.arrange(session, places(given), **how)
        return ngettext("%(count)d waits, in this order.", "%(count)d wait, in this order.", count) % {"count": count}
    why = {"reason": reason, "ground": given.get("ground", "")}
    count = selection.decide(session, chosen(request, session), given.get("decision", ""), **why, **how)
    return ngettext("Noted for %(count)d entry.", "Noted for %(count)d entries.", count) % {"count": count}


def chosen(request, session: Session) -> list[int]:
    """The ticked entries; or, of those that are shown, everyone undecided, or the next so many that fit."""
    given = request.POST
    if given.get("scope") in ("undecided", "next"):
        lines = open_lines(session)
        lines = LineFilter(request.GET, lines).narrowed(lines)
        among = [line.signup.pk for line in lines if line.may_be_ticked and line.is_shown and not line.signup.proposal]
        if given["scope"] == "undecided":
            return among
        count = given.get("count", "")
        if not count.isdecimal() or not 1 <= int(count) <= MOST_AT_ONCE:
            raise ValidationError(gettext("Say how many are to be picked."), code="count")
        found = picking.next_fitting(session, int(count), among=set(among))
        if not found:
            raise ValidationError(gettext("Nobody who is undecided fits any more."), code="nobody_fits")
        return found
    ticked = [int(key) for key in given.getlist("entry") if key.isdecimal()]
    if not ticked:
        raise ValidationError(gettext("Tick at least one entry."), code="nothing_ticked")
    return ticked


def places(given) -> dict[int, int]:
    """The places on the waiting list that were typed beside the entries, by the entry's key."""
    typed = ((name.removeprefix("place-"), value) for name, value in given.items() if name.startswith("place-"))
    return {int(key): int(value) for key, value in typed if key.isdecimal() and value.isdecimal() and len(value) < 7}


def facts(session: Session, now, asked, *, staff: Staff) -> dict[str, Any]:
    roster = Roster.objects.filter(session=session).select_related("confirmed_by").first()
    lines = decided_lines(session) if roster else open_lines(session)
    narrowing = LineFilter(asked, lines)
    closed = not (session.has_signup and session.signup_closes_at and now < session.signup_closes_at)
    held = (
        Draw.objects.standing().filter(session=session).select_related("drawn_by", "value_typed_by").first()
        if session.is_drawn
        else None
    )
    undecided = sum(not line.decision for line in lines)
    narrowed = narrowing.narrowed(lines)
    return {
        "roster": roster,
        "lines": narrowed,
        "shown": sum(line.is_shown for line in narrowed),
        "narrowing": narrowing,
        **balance(session, lines),
        "undecided": undecided,
        "to_mail": sum(notify.is_reached(line.signup) for line in lines),
        "to_call": sum(not notify.is_reached(line.signup) for line in lines),
        "is_closed": closed,
        "draw": held,
        "may_draw": bool(closed and held and held.is_open and not held.awaits_value and not roster and undecided),
        "value_differed": draw_buttons.DIFFERED if held and draw.value_differed(held) else "",
        "draw_ways": draw_buttons.ways(staff, session) if held and not roster else [],
        "chooses": session.is_chosen,
        "decisions": selection.decisions(session),
        "grounds": [(State(decision), fitting) for decision, fitting in grounds.FITTING.items()],
        "may_arrange": session.selection == Session.Selection.CHOICE and not roster,
        "may_take_back": bool(roster) and taking_back.may_take_back(session, now=now),
    }


def balance(session: Session, lines: list[Line]) -> dict[str, Any]:
    """The make-up of the list beside ceilings and floors; what the script of the page counts with stands in `live`."""
    of_list = makeup.of(line.signup for line in lines if line.decision == State.SELECTED)
    rules, quotas = Rule.objects.binding(session.point.plan), list(session.quotas.all())
    return {
        "makeup": of_list,
        "groups": composition.groups((line.signup, line.traits, line.decision == State.SELECTED) for line in lines),
        "limits": makeup.limits(of_list, rules),
        "quotas": [(quota, of_list.by_category.get(quota.category, 0)) for quota in quotas],
        "broken": makeup.broken(of_list, quotas, rules),
        "too_many": of_list.people > session.capacity,
        "live": {
            "way": session.selection,
            "capacity": session.capacity,
            "official": sorted(OFFICIAL),
            "floors": {quota.category: quota.floor for quota in quotas if quota.floor},
            "ceilings": {quota.category: quota.ceiling for quota in quotas if quota.ceiling is not None},
        },
    }
