"""The public pages of a draw: its steps and result, the screen in the hall, and the files by which it is checked."""

from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.models import Session
from registrations import draw_steps, verify_draw
from registrations.models import Draw

PUBLIC = Session.objects.public().select_related("unit", "point__plan")
ON_A_PAGE = 100


@require_safe
def page(request, pk):
    session = get_object_or_404(PUBLIC, pk=pk)
    draws = list(Draw.objects.filter(session=session))
    standing = next((draw for draw in draws if draw.voided_at is None), None)
    if standing is None or not session.is_drawn:
        return render(request, "registrations/draw_none.html", {"session": session}, status=404)
    outcome = draw_steps.outcome(standing)
    code = "".join(request.GET.get("code", "").split()).upper()
    context = {
        "session": session,
        "draw": standing,
        "steps": draw_steps.steps(standing, session),
        "outcome": outcome,
        "unproved": draw_steps.unproved(standing, session),
        "void": [draw for draw in draws if draw.voided_at],
        "code": code,
        "found": outcome.find(code) if outcome and code else None,
        "why": outcome.left_out.get(code, "") if outcome and code else "",
        "page": Paginator(outcome.places, ON_A_PAGE).get_page(request.GET.get("page")) if outcome else None,
    }
    return render(request, "registrations/draw.html", context)


@require_safe
def screen(request, pk):
    """One step at a time, as large as the hall needs it; of the result, one more code with each further step."""
    session = get_object_or_404(PUBLIC, pk=pk)
    draw = get_object_or_404(Draw.objects.standing(), session=session)
    steps = draw_steps.steps(draw, session)
    outcome = draw_steps.outcome(draw)
    number = _number(request.GET.get("step"), most=len(steps)) or 1
    step = steps[number - 1]
    shows = step.key == "draw" and outcome is not None
    selected = outcome.selected if outcome and shows else []
    shown = _number(request.GET.get("shown"), most=len(selected))
    context = {
        "session": session,
        "step": step,
        "number": number,
        "count": len(steps),
        "selected": selected[:shown],
        "is_newest": shown,
        "back": _back(number, shown, shows),
        "on": _on(number, shown, len(selected), len(steps)),
        "all": f"?step={number}&shown={len(selected)}" if shown < len(selected) else "",
        # What is still to come shows by itself once it is done at the desk.
        "waits": not step.is_done,
    }
    return render(request, "registrations/draw_screen.html", context)


def _number(words, *, most):
    return min(int(words), most) if words and words.isdecimal() and len(words) < 7 else 0


def _back(number, shown, shows):
    if shows and shown:
        return f"?step={number}&shown={shown - 1}"
    return f"?step={number - 1}" if number > 1 else ""


def _on(number, shown, selected, steps):
    if shown < selected:
        return f"?step={number}&shown={shown + 1}"
    return f"?step={number + 1}" if number < steps else ""


@require_safe
def record(request, pk):
    """The file of one draw, a void one too; byte for byte as it was made."""
    draw = get_object_or_404(Draw.objects.exclude(record=""), pk=pk, session__in=Session.objects.public())
    return _file(draw.record, "application/json", f"draw-{draw.session_id}-{draw.pk}.json")


@require_safe
def entries(request, pk):
    """The frozen list of one draw, from the moment it is frozen."""
    draw = get_object_or_404(Draw.objects.exclude(frozen_at=None), pk=pk, session__in=Session.objects.public())
    return _file(draw.entries, "text/plain", f"draw-{draw.session_id}-{draw.pk}-entries.txt")


@require_safe
def script(request):
    return _file(Path(verify_draw.__file__).read_text(encoding="utf-8"), "text/x-python", "verify_draw.py")


def _file(text, kind, name):
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers={"Content-Disposition": disposition})
