"""What helpers did at the door, as their phones report it: each scan once, in order, whenever it arrives.

A phone that has the portal asks first and does what it is answered. A phone that has not decides by its own list, says
"in" to the person, and reports later: that scan has happened. It is recorded by the same acts, and where they would
have refused it, as it happened, with the conflict shown to the unit (DoorScan.CONFLICTS).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Session, Staff
from registrations import checkin, door_links, seats, tickets
from registrations.models import DoorLink, DoorScan, Signup

Kind, Outcome = DoorScan.Kind, DoorScan.Outcome
# What a rule refuses that was asked before, and what it is once it has happened.
HAPPENED = {"room": Outcome.OVER, "state": Outcome.STATE}
STANDS = (Outcome.DONE, Outcome.OVER, Outcome.STATE)
# A wrong clock spoils no time here, because only ages are read from it; the helper is told of more than this.
CLOCK_OFF = timedelta(minutes=10)


@dataclass(frozen=True)
class Report:
    """One scan as a phone reports it. `entry` is a place of the list, `of` the number of the scan that is meant."""

    number: UUID
    phone: UUID
    sequence: int
    kind: str
    at: datetime
    people: int = 0
    entry: str = ""
    of: UUID | None = None
    name: str = ""
    sealed: str = ""
    category: str = ""
    has_happened: bool = False


@dataclass(frozen=True)
class Done:
    outcome: DoorScan.Outcome
    signup: Signup | None = None
    words: str = ""


def take(link: DoorLink, reports: Iterable[Report], *, sent_at: datetime, now: datetime) -> list[DoorScan]:
    """Record the scans in the order of the phone, each in a transaction of its own; what was recorded stays the same.

    `sent_at` is the phone's clock at the sending: a scan is as old as the phone says, before `now`. What was only asked
    and is refused comes back unsaved.
    """
    ordered = sorted(reports, key=lambda report: report.sequence)
    return [_take(link, report, sent_at=sent_at, now=now) for report in ordered]


@transaction.atomic
def settle(scan: DoorScan, *, by: Staff, now: datetime) -> None:
    """Somebody of the unit has looked at a conflict; the first who did stands. What was counted stays as it is."""
    permissions.require(by, checkin.RIGHT, scan.session)
    if DoorScan.objects.unsettled().filter(pk=scan.pk).update(settled_at=now, settled_by=by):
        audit.record(scan, "scan.settle", by=by, now=now, unit=scan.session.unit)


def moment(report: Report, session: Session, *, sent_at: datetime, now: datetime) -> datetime:
    """When it was, by our clock; never in the future and never before the door opened."""
    age = max(sent_at - report.at, timedelta())
    return min(max(now - age, checkin.opens_at(session)), now)


@transaction.atomic
def _take(link: DoorLink, report: Report, *, sent_at: datetime, now: datetime) -> DoorScan:
    session = seats.lock(link.session)  # one scan of a session after the other
    if known := DoorScan.objects.select_related("signup").filter(number=report.number).first():
        return known if known.link_id == link.pk else DoorScan(number=report.number, outcome=Outcome.REFUSED)
    at = moment(report, session, sent_at=sent_at, now=now)
    try:
        with transaction.atomic():
            done = ACTS[Kind(report.kind)](link, report, at)
    except ValidationError as refused:
        done = Done(Outcome.REFUSED, words=" ".join(refused.messages))
    scan = DoorScan(
        session=link.session,
        link=link,
        number=report.number,
        phone=report.phone,
        sequence=report.sequence,
        kind=report.kind,
        signup=done.signup,
        people=report.people,
        category=report.category,
        has_happened=report.has_happened,
        at=at,
        phone_at=report.at,
        received_at=now,
        outcome=done.outcome,
        words=done.words[:300],
    )
    if done.outcome != Outcome.REFUSED or report.has_happened:
        scan.name = _legible_name(link, report) if done.outcome == Outcome.REFUSED else ""
        scan.save()
    return scan


def _arrive(link: DoorLink, report: Report, at: datetime) -> Done:
    entry = tickets.find(link.session, report.entry).standing_entry
    if entry.arrived_at:
        return _again(entry, report)
    how: dict[str, Any] = {"people": report.people, "by": link, "now": at}

    def let_in(*, has_happened: bool) -> Signup:
        # A cancelled place on the list is gone, the person is inside all the same.
        if has_happened and entry.state == Signup.State.CANCELLED:
            return checkin.walk_in(link.session, name=entry.name, category=entry.category, has_happened=True, **how)
        return checkin.arrive(entry, **how, has_happened=has_happened)

    return _as_it_happened(let_in, report)


def _walk_in(link: DoorLink, report: Report, at: datetime) -> Done:
    typed: dict[str, Any] = {"name": _name(link, report), "people": report.people, "category": report.category}
    return _as_it_happened(partial(checkin.walk_in, link.session, **typed, by=link, now=at), report)


def _as_it_happened(act: Callable[..., Signup], report: Report) -> Done:
    """By the rules; where these refuse what has happened already, as it happened."""
    try:
        with transaction.atomic():
            return Done(Outcome.DONE, act(has_happened=False))
    except ValidationError as refused:
        code = getattr(refused, "code", "")
        if not report.has_happened or code not in HAPPENED:
            raise
        return Done(HAPPENED[code], act(has_happened=True), words=" ".join(refused.messages))


def _again(entry: Signup, report: Report) -> Done:
    """A second scan is harmless. Let in without the portal what somebody else had let in, it was two parties, or one
    that was scanned twice: a person must look.
    """
    made = _standing(entry)
    words = already(entry)
    is_ours = made is not None and made.phone == report.phone
    return Done(Outcome.TWICE if report.has_happened and not is_ours else Outcome.ALREADY, entry, words)


def already(entry: Signup) -> str:
    return _("In already since %(at)s, %(people)d people, let in by %(by)s.") % tickets.standing(entry)


def _undo(link: DoorLink, report: Report, at: datetime) -> Done:
    made = _meant(link, report)
    if made and made.outcome in (Outcome.ALREADY, Outcome.TWICE, Outcome.REFUSED):
        # It let nobody in here; taken back, nobody needs to look at it any more.
        made.outcome = Outcome.UNDONE if made.outcome == Outcome.REFUSED else Outcome.ALREADY
        made.save(update_fields=["outcome"])
        return Done(Outcome.OVERTAKEN, made.signup)
    entry = made.signup if made else tickets.find(link.session, report.entry).standing_entry
    if entry is None or not entry.arrived_at:
        return Done(Outcome.OVERTAKEN, entry)
    stands = _standing(entry)
    is_later = report.has_happened and entry.arrived_at > at
    if (made and stands != made) or (made is None and is_later):
        return Done(Outcome.OVERTAKEN, entry, words=already(entry))
    checkin.undo(entry, by=link, now=at)
    DoorScan.objects.filter(signup=entry, kind__in=[Kind.ARRIVE, Kind.WALK_IN], outcome__in=STANDS).update(
        outcome=Outcome.UNDONE
    )
    return Done(Outcome.DONE, entry)


def _pass(link: DoorLink, report: Report, at: datetime) -> Done:
    """Out or in again, of one party or of whoever it was: for the count of people inside, and nothing else."""
    figures = checkin.figures(link.session, now=at)
    most = figures.inside if report.kind == Kind.LEAVE else figures.came - figures.inside
    if not report.has_happened and not 1 <= report.people <= most:
        raise ValidationError(_("There are not so many people to count."), code="people")
    signup = None
    if report.entry or report.of:
        made = _meant(link, report)
        signup = made.signup if made else tickets.find(link.session, report.entry).standing_entry
    return Done(Outcome.DONE, signup)


ACTS: dict[str, Callable[[DoorLink, Report, datetime], Done]] = {
    Kind.ARRIVE: _arrive,
    Kind.WALK_IN: _walk_in,
    Kind.UNDO: _undo,
    Kind.LEAVE: _pass,
    Kind.RETURN: _pass,
}


def _meant(link: DoorLink, report: Report) -> DoorScan | None:
    """The scan that this one is about; ValidationError, code "unknown", for one that never came."""
    if report.of is None:
        return None
    made = DoorScan.objects.select_related("signup__session__unit").filter(number=report.of, link=link).first()
    if made is None and not report.entry:
        raise ValidationError(_("What this takes back never arrived here."), code="unknown")
    return made


def _standing(entry: Signup) -> DoorScan | None:
    """The scan by which the party is in; None where a member of staff ticked it in at the desk."""
    return DoorScan.objects.filter(signup=entry, outcome__in=STANDS, kind__in=[Kind.ARRIVE, Kind.WALK_IN]).last()


def _name(link: DoorLink, report: Report) -> str:
    return report.name or (door_links.unseal(link, report.sealed) if report.sealed else "")


def _legible_name(link: DoorLink, report: Report) -> str:
    """Of somebody whom no act recorded, as far as it arrived."""
    try:
        return _name(link, report)
    except ValidationError:
        return ""


def as_report(given: dict[str, Any], *, phone: UUID, read_moment: Callable[[Any], datetime]) -> Report:
    """From what a phone sent; ValueError, KeyError or TypeError where it is no report."""
    people = int(given.get("people") or 0)
    if not 0 <= people <= 999 or given["kind"] not in Kind.values:
        raise ValueError(given["kind"])
    return Report(
        number=UUID(given["number"]),
        phone=phone,
        sequence=min(max(int(given["sequence"]), 0), 2**31 - 1),
        kind=given["kind"],
        at=read_moment(given["at"]),
        people=people,
        entry=str(given.get("entry") or ""),
        of=UUID(given["of"]) if given.get("of") else None,
        name=str(given.get("name") or "")[:60],
        sealed=str(given.get("sealed") or ""),
        category=str(given.get("category") or "")[:12],
        has_happened=bool(given.get("has_happened")),
    )
