"""The door as helpers have it on their phones: one page by a link of its own, and what its script asks for."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.foundation import clock, dates, limits
from events.models import Category
from registrations import checkin, door_finding, door_links, door_words, scans, tickets
from registrations.models import DoorLink, DoorScan
from registrations.private import private_door

# Nobody types faster, and whoever tries codes comes nowhere.
FINDS_A_MINUTE = 60
# A request that works out keys keeps others waiting no longer than this.
SECONDS = 2.0
MOST = 100
# In the order in which each needs those before it.
SCRIPTS = [f"js/door_{name}.js" for name in ("reading", "boxes", "store", "camera", "cards", "report", "page")]
Outcome = DoorScan.Outcome
TONES = {Outcome.DONE: messages.SUCCESS, Outcome.ALREADY: messages.WARNING, Outcome.REFUSED: messages.ERROR}


@require_safe
@never_cache
def worker(request):
    """The service worker: here, because it may keep the pages below its own address and no others."""
    return render(request, "registrations/door/worker.js", content_type="text/javascript; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
@private_door
def door(request, link):
    """Works as it is, without a script, as long as there is a net; the script makes it work without one."""
    now = clock.now()
    why = door_links.why_not(link, now=now)
    if request.method == "POST" and not why:
        return _take_form(request, link, now)
    words = request.GET.get("q", "").strip()
    found, said = _found(link, words, now) if words and not why else ([], "")
    context = {
        "link": link,
        "session": link.session,
        "why": why,
        "words": words,
        "cards": [_with_form(card) for card in found],
        "blank": _with_form(door_finding.BLANK),
        "said": said,
        "figures": checkin.figures(link.session, now=now),
        "categories": Category.choices,
        "number": uuid4(),
        "passing_number": uuid4(),
        "scripts": SCRIPTS,
        "facts": _facts(link, now),
        "sentences": door_words.sentences(),
    }
    return render(request, "registrations/door/page.html", context, status=410 if why else 200)


@require_safe
@private_door
def listed(request, link):
    """The list for the phone: boxes that tickets open, and who is in; the boxes only where they have changed."""
    now = clock.now()
    if why := door_links.why_not(link, now=now):
        return JsonResponse({"why": why, **_moment(now)}, status=410)
    tickets.prepare(link.session, seconds=SECONDS)
    made = tickets.boxes(link.session)
    is_known = request.GET.get("known") == made.version
    answer = {
        "version": made.version,
        "boxes": None if is_known else made.boxes,
        "lacking": made.lacking,
        "inside": tickets.inside(link.session),
        "figures": _figures(link, now),
        "others": _others(link, request.GET.get("phone", "")),
        **_moment(now),
    }
    return JsonResponse(answer)


@require_safe
@private_door
def find(request, link):
    """By code, or by a part of the name: only while the portal can be asked, and on the day."""
    now = clock.now()
    if why := door_links.why_not(link, now=now):
        return JsonResponse({"why": why, **_moment(now)}, status=410)
    found, said = _found(link, request.GET.get("q", ""), now)
    return JsonResponse({"cards": found, "said": said, **_moment(now)})


@require_POST
@private_door
def scanned(request, link):
    """What the phone has done, in its order. After the end it may still report what has happened, and ask nothing."""
    now = clock.now()
    why = door_links.why_not(link, now=now)
    if link.revoked_at:
        return JsonResponse({"why": why, **_moment(now)}, status=410)
    try:
        given = json.loads(request.body)
        phone, sent_at = UUID(given["phone"]), _read_moment(given["sent_at"])
        reports = [scans.as_report(one, phone=phone, read_moment=_read_moment) for one in given["scans"][:MOST]]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return JsonResponse({"why": _("The report could not be read.")}, status=400)
    if why:
        reports = [report for report in reports if report.has_happened]
    taken = scans.take(link, reports, sent_at=sent_at, now=now)
    answer = {"outcomes": [_outcome(scan) for scan in taken], "figures": _figures(link, now), **_moment(now)}
    return JsonResponse(answer)


def _take_form(request, link: DoorLink, now: datetime) -> HttpResponse:
    """One act of the page without a script; sent twice it counts once."""
    own = uuid5(NAMESPACE_URL, link.token_index)
    try:
        given = {**request.POST.dict(), "kind": request.POST.get("act"), "sequence": 0, "at": 0}
        report = scans.as_report(given, phone=own, read_moment=lambda _at: now)
    except (ValueError, KeyError, TypeError):
        messages.error(request, _("The report could not be read."))
        return redirect(link)
    (scan,) = scans.take(link, [report], sent_at=now, now=now)
    said = _outcome(scan)["said"]
    messages.add_message(request, TONES.get(Outcome(scan.outcome), messages.INFO), said)
    return redirect(link)


def _with_form(card: dict[str, Any]) -> dict[str, Any]:
    """Each form has a number of its own, under which it counts once."""
    return {**card, "number": uuid4(), "parties": range(1, card["people"] + 1)}


def _found(link: DoorLink, words: str, now: datetime) -> tuple[list[dict[str, Any]], str]:
    if not limits.allow(f"door-find:{link.pk}", FINDS_A_MINUTE, 60):
        return [], _("Too many searches within a minute. Please wait a moment.")
    if not door_links.sees_names(link, now=now):
        return [], _("Names are shown on the day of the session.")
    try:
        return door_finding.cards(link, words), ""
    except ValidationError as nobody:
        return [], nobody.messages[0]


def _outcome(scan: DoorScan) -> dict[str, Any]:
    """For the phone: what became of it, in words, and where the entry stands in its list."""
    entry = scan.signup
    return {
        "number": str(scan.number),
        "outcome": scan.outcome,
        "said": scan.words or door_words.done(scan),
        "place": tickets.place(entry.door_key) if entry and entry.door_key else "",
        "code": entry.code if entry and scan.kind == DoorScan.Kind.WALK_IN else "",
    }


def _figures(link: DoorLink, now: datetime) -> dict[str, int]:
    found = checkin.figures(link.session, now=now)
    return {"inside": found.inside, "came": found.came, "expected": found.expected, "room": found.room}


def _others(link: DoorLink, phone: str) -> str:
    """When another phone, or this one before its browser was cleared, reported last by this link; empty for none."""
    last = link.scans.exclude(phone=_uuid(phone)).order_by("received_at").last() if _uuid(phone) else None
    return dates.hour(last.received_at) if last else ""


def _facts(link: DoorLink, now: datetime) -> dict[str, Any]:
    """What the script must know before it can ask, and without a net."""
    session = link.session
    return {
        "link": link.pk,
        "salt": tickets.salt(session).hex(),
        "rounds": tickets.ROUNDS,
        "key": door_links.public_key(link) if not link.erased_at else "",
        "opens": int(checkin.opens_at(session).timestamp() * 1000),
        "starts": int(session.starts_at.timestamp() * 1000),
        "ends": int(link.ends_at.timestamp() * 1000),
        "clock_off": int(scans.CLOCK_OFF.total_seconds() * 1000),
        "by": str(link),
        **_moment(now),
    }


def _moment(now: datetime) -> dict[str, int]:
    return {"now": int(now.timestamp() * 1000)}


def _read_moment(milliseconds: Any) -> datetime:
    return datetime.fromtimestamp(float(milliseconds) / 1000, UTC)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
