"""The selection: from the entries to the confirmed list, after closing, in the way that the announcement stated.

The unit looks through the entries first (审查): whoever is refused is refused with a reason. By order of entry and by
draw the rest follows from the order alone; by choice each pick, too, has its reason. Where the unit picks first and a
draw decides over the rest, its picks are settled before the draw is held, and stay. What the unit means to do is only
proposed until the list is confirmed; then it is written, kept as the roster, and told to everyone.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, languages, permissions
from events.models import Rule, Session, Staff
from registrations import calls, draw, grounds, makeup, notify, notify_staff, seats, waiting
from registrations.makeup import Breach, Makeup
from registrations.models import Draw, Roster, Signup
from registrations.seating import fill

State, Selection = Signup.State, Session.Selection
RIGHT = "registrations.select_signup"


def candidates(session: Session) -> list[Signup]:
    """Everyone who waits for the decision, in the order that decides: of entry, or of the draw once it was held."""
    undecided = Signup.objects.filter(session=session, state__in=[State.ENTERED, State.WAITING])
    rows = list(undecided.by_rank() if session.is_drawn else undecided.order_by("entered_at", "pk"))
    for row in rows:
        row.session = session
    if session.is_ordered:  # those who hold a seat stand before those who wait for one
        rows.sort(key=lambda row: (1, row.rank or 0) if row.state == State.WAITING else (0, 0))
    return rows


def outcome(session: Session, entries: list[Signup]) -> Mapping[int, str]:
    """What the list would decide now, by the entry's key; an entry that is still undecided is missing."""
    refused = {entry.pk: State.REFUSED for entry in entries if entry.proposal == State.REFUSED}
    rest = [entry for entry in entries if entry.pk not in refused]
    if session.selection == Selection.CHOICE:
        return refused | {entry.pk: State(entry.proposal) for entry in rest if entry.proposal}
    picked = [entry for entry in rest if entry.proposal]  # only where the unit picks first
    rest = [entry for entry in rest if not entry.proposal]
    if session.is_drawn:
        rest = [entry for entry in rest if entry.rank]
    seated = _seated(session, rest, picked) | {entry.pk for entry in picked}
    return refused | {entry.pk: State.SELECTED if entry.pk in seated else State.WAITING for entry in [*picked, *rest]}


@transaction.atomic
def decide(
    session: Session,
    signups: Iterable[int],
    decision: str,
    *,
    by: Staff,
    now: datetime,
    reason: str = "",
    ground: str = "",
) -> int:
    """Propose a decision for these entries, with the reason; the number of entries. An empty one takes it back.

    Where the order or the draw selects, the unit can only refuse; where it picks first, it picks and refuses. The
    reason is one of the list (`grounds.Ground`), in words, or both. ValidationError, code "decision", "reason",
    "ground", or "drawn" for what would change who was in the draw.
    """
    permissions.require(by, RIGHT, session)
    locked = open_list(session)
    if decision not in decisions(locked):
        raise ValidationError(_("The announced way of selection decides this, not the unit."), code="decision")
    why = grounds.reason(decision, ground=ground, words=reason) if decision else ""
    undecided = Signup.objects.select_for_update().filter(session=locked, state__in=[State.ENTERED, State.WAITING])
    rows = list(undecided.filter(pk__in=list(signups)))
    _keep_draw(locked, rows, decision)
    for row in rows:
        before, after = audit.values(row, "proposal"), {"proposal": decision}
        row.proposal, row.reason = decision, why
        if locked.selection == Selection.CHOICE and decision != State.WAITING:
            row.rank = None  # a place in the line of those who wait
        audit.record(row, "signup.propose", by=by, now=now, before=before, after=after, reason=why, unit=locked.unit)
    Signup.objects.bulk_update(rows, ["proposal", "reason", "rank"], batch_size=500)
    return len(rows)


def decisions(session: Session) -> set[str]:
    """What the unit may propose about an entry under the announced way of selection; "" takes a proposal back."""
    mine: set[str] = {State.REFUSED, ""}
    if session.is_chosen:
        mine.add(State.SELECTED)
    if session.selection == Selection.CHOICE:
        mine.add(State.WAITING)
    return mine


def listed(session: Session) -> list[Signup]:
    """The list as it is, or as it would be confirmed now: the invited guests, then the proposed."""
    sure = list(Signup.objects.filter(session=session).seated())
    entries = candidates(session)
    decided = outcome(session, entries)
    return sure + [entry for entry in entries if decided.get(entry.pk) == State.SELECTED]


def breaches(session: Session, of_list: Makeup) -> list[Breach]:
    """The rules of the plan and the quotas of the session that a list of this make-up would break."""
    return makeup.broken(of_list, session.quotas.all(), Rule.objects.binding(session.point.plan))


@transaction.atomic
def confirm(session: Session, *, by: Staff, now: datetime, reason: str = "") -> Roster:
    """Confirm the list: write every decision, keep the roster, tell everyone, the refused too.

    ValidationError: code "open" before closing, "confirmed", "not_drawn", "undecided", "seats" where the places would
    be exceeded, and at the field `reason`, code "breach", where a rule is broken and no reason given.
    """
    permissions.require(by, RIGHT, session)
    locked = open_list(session)
    draw.need_closed(locked, now=now)
    entries = candidates(locked)
    decided = _complete(locked, entries)
    sure = list(Signup.objects.filter(session=locked).seated())
    chosen = sure + [entry for entry in entries if decided[entry.pk] == State.SELECTED]
    of_list = makeup.of(chosen)
    on_seats = sum(signup.seats for signup in chosen if signup.source != Signup.Source.DOOR) + _offered(locked)
    if on_seats > locked.capacity:
        text = _("%(people)d people are chosen for %(seats)d seats. The seats of the place cannot be exceeded.")
        raise ValidationError(text % {"people": on_seats, "seats": locked.capacity}, code="seats")
    broken = _explained(locked, of_list, reason)
    with languages.official():  # the record is read by others, and for years
        kept = breaches(locked, of_list)
    roster = Roster.objects.create(
        session=locked,
        selection=locked.selection,
        confirmed_at=now,
        confirmed_by=by,
        makeup=of_list.as_json(),
        breaches=[breach.as_json() for breach in kept],
        breach_reason=reason.strip() if broken else "",
    )
    Session.objects.filter(pk=locked.pk).update(seats_taken=on_seats)
    _write(locked, entries, decided, by=by, now=now)
    after = {"makeup": roster.makeup, "breaches": [breach.text for breach in kept]}
    audit.record(roster, "roster.confirm", by=by, now=now, after=after, reason=roster.breach_reason, unit=locked.unit)
    if broken:
        notify_staff.list_breaks_rules(roster, by=by, now=now)
    calls.settle(locked, by=by, now=now)
    return roster


@transaction.atomic
def admit(signup: Signup, *, reason: str, by: Staff, now: datetime) -> Signup:
    """After the list is confirmed: give a free seat to somebody who waits or was refused, with a reason."""
    permissions.require(by, RIGHT, signup.session)
    session = seats.lock(signup.session)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    row.session = session
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Please give the reason."), code="reason")})
    roster = Roster.objects.filter(session=session).exists()
    has_offer = row.state == State.OFFERED  # which is accepted, not given once more
    if not roster or has_offer or session.starts_at <= now or State.SELECTED not in Signup.NEXT[State(row.state)]:
        raise ValidationError(_("A seat is given by hand only after the list and before the session."), code="state")
    if not seats.take(session, row.seats):
        raise ValidationError(_("There are not enough free seats for this party."), code="full")
    waiting.seat(row, State.SELECTED, by=by, now=now, reason=reason.strip())
    return row


def open_list(session: Session) -> Session:
    """The locked session while its list is still open; ValidationError, code "confirmed" or "state"."""
    locked = seats.lock(session)
    if Roster.objects.filter(session=locked).exists():
        raise ValidationError(_("The list has been confirmed."), code="confirmed")
    if locked.state != Session.State.ANNOUNCED:
        raise ValidationError(_("The list belongs to a session that is announced and still to come."), code="state")
    return locked


def _keep_draw(session: Session, rows: Iterable[Signup], decision: str) -> None:
    """Once the draw was held nobody is picked any more, and who was not in it does not come into it afterwards."""
    if not session.is_drawn or not Draw.objects.standing().filter(session=session, drawn_at__isnull=False).exists():
        return
    if decision == State.SELECTED or (not decision and any(row.rank is None for row in rows)):
        text = _("The draw has been held: nobody can be picked, or come among those who were drawn, afterwards.")
        raise ValidationError(text, code="drawn")


def _seated(session: Session, entries: list[Signup], picked: list[Signup]) -> set[int | str]:
    """Whom the seats reach beside those who were picked, in this order: who was kept a seat has it, floors and ceilings
    lead the rest.
    """
    held = Signup.objects.filter(session=session, state__in=[State.SELECTED, State.OFFERED])
    sure = [*held, *picked]
    kept = [entry for entry in entries if entry.holds_seats]
    others = [entry for entry in entries if not entry.holds_seats]
    places = seats.places(session, makeup.of(sure + kept).by_category)
    return {entry.pk for entry in kept} | {party.key for party in fill(map(seats.party, others), places)}


def _offered(session: Session) -> int:
    """Seats that are held for those who have not answered an offer yet: theirs until it lapses."""
    return sum(signup.seats for signup in Signup.objects.filter(session=session).offered())


def _complete(session: Session, entries: list[Signup]) -> Mapping[int, str]:
    """The outcome, once nobody is left undecided."""
    decided = outcome(session, entries)
    left = len(entries) - len(decided)
    if left and session.is_drawn:
        raise ValidationError(_("The draw has not been held."), code="not_drawn")
    if left:
        raise ValidationError(_("%(count)d entries are still undecided.") % {"count": left}, code="undecided")
    return decided


def _explained(session: Session, of_list: Makeup, reason: str) -> list[Breach]:
    """The broken rules, once there is a reason for them."""
    broken = breaches(session, of_list)
    if broken and not reason.strip():
        text = _("The list breaks a rule: %(rules)s. It can be confirmed with a reason, which the office will see.")
        rules = _("; ").join(breach.text for breach in broken)
        raise ValidationError({"reason": ValidationError(text % {"rules": rules}, code="breach")})
    return broken


def _write(session: Session, entries: list[Signup], decided: Mapping[int, str], *, by: Staff, now: datetime) -> None:
    rank = waiting.last_rank(session)
    for entry in entries:
        entry.state, entry.decided_at, entry.decided_by, entry.proposal = decided[entry.pk], now, by, ""
        if entry.state == State.WAITING and entry.rank is None:
            rank += 1
            entry.rank = rank
    fields = ["state", "decided_at", "decided_by", "proposal", "rank"]
    Signup.objects.bulk_update(entries, fields, batch_size=500)
    notify.decided(entries, by=by, now=now)
