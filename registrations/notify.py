"""Every letter of this app, one function each. Whoever can be reached by no letter is put on the call list instead.

A letter goes in the act's transaction, in the language in which its reader signed up. What a decision, an invitation
or a change of the session says is kept with the sign-up: `letter` where it was written, `call_about` where only a
telephone can tell it.
"""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import pgettext

from events import ics
from events.foundation import addressing, dates, languages, outbox
from events.models import Message, Session, Staff
from registrations import details, letter_facts, watchers, yearly
from registrations.models import Objection, Signup, Watcher

About = Signup.CallAbout
Letters = list[tuple[Signup | Watcher, Message | None]]
DECISIONS = {
    Signup.State.SELECTED: "selected",
    Signup.State.WAITING: "kept_waiting",
    Signup.State.REFUSED: "refused",
}
# What announces or changes a day on which the person comes: with the event for a calendar.
DATED = ("invited", "guest_expected", "moved_up", "selected", "session_moved", "session_cancelled")


def is_reached(signup: Signup) -> bool:
    """Whether a letter reaches the person, by e-mail or as a text message."""
    return addressing.way_to(signup.email, signup.phone) is not None


def received(signup: Signup, *, now: datetime) -> None:
    """To the person: the entry has arrived, with the private link. Whom no letter reaches sees it on the page."""
    if is_reached(signup):
        waits = signup.state in (Signup.State.WAITING, Signup.State.OFFERED)
        _post(signup, "waiting_list" if waits else "received", now=now)


def all_received(signups: Sequence[Signup], *, now: datetime) -> None:
    """As `received`, to many of one session at once: the same words in one language, each with its own link."""
    letters: dict[str, list[outbox.Addressed]] = {"received": [], "waiting_list": []}
    facts: dict[str, str] = {}
    for signup in signups:
        if way := addressing.way_to(signup.email, signup.phone):
            facts = facts or letter_facts.of_session(signup.session)
            name = "waiting_list" if signup.state == Signup.State.WAITING else "received"
            letters[name].append(outbox.Addressed(*way, facts | letter_facts.personal(signup), f"signup:{signup.pk}"))
    session = signups[0].session if signups else None
    for name, addressed in letters.items():
        if session and addressed:
            language = signups[0].language
            how: dict[str, Any] = {"about": session.title, "unit": session.unit, "daytime_only": True}
            outbox.post_many("registrations", name, addressed, language=language, now=now, **how)


def withdrawn(signup: Signup, *, by: Staff | None, now: datetime) -> None:
    """To the person who cancelled: it is done."""
    if is_reached(signup):
        _post(signup, "withdrawn", by=by, now=now)


def link_renewed(signup: Signup, *, by: Staff | None, now: datetime) -> None:
    """To the person: the new link, and that the old one opens nothing any more."""
    if is_reached(signup):
        _post(signup, "link_renewed", by=by, now=now)


def invited(signup: Signup, *, by: Staff, now: datetime) -> None:
    _tell([signup], "invited", About.INVITATION, by=by, now=now)


def guest_expected(signup: Signup, *, by: Staff | None, now: datetime) -> None:
    """To an invited guest who accepted: the seat is kept."""
    _tell([signup], "guest_expected", About.INVITATION, by=by, now=now)


def moved_up(signup: Signup, *, by: Staff | None, now: datetime) -> None:
    """A seat became free: kept until the list is confirmed, or, once it is, given for good."""
    selected = signup.state == Signup.State.SELECTED
    asks = (
        letter_facts.asking(signup.session, now=now)
        if selected and not signup.confirmed_at
        else letter_facts.asks_nothing
    )
    name = "selected" if selected else "moved_up"
    _tell([signup], name, About.MOVED_UP, by=by, now=now, more=asks, each=letter_facts.drawn)
    details_wanted([signup], by=by, now=now)


def offered(signup: Signup, *, by: Staff | None, now: datetime) -> None:
    """A place has become free and is held: until when, and how to take it or leave it."""
    _tell([signup], "offered", About.OFFER, by=by, now=now, each=letter_facts.held_until)


def offer_lapsed(signup: Signup, *, now: datetime) -> None:
    """Nobody answered: the place has gone on, and the person stands at the end of the list."""
    _tell([signup], "offer_lapsed", About.LAPSE, by=None, now=now)


def confirm_near(signups: Sequence[Signup], *, now: datetime) -> Letters:
    """To selected people of one session who have not said whether they come; whom no letter reaches is called."""
    told: Letters = []
    for signup in signups:
        letter = (
            _post(signup, "confirm_near", now=now, more=letter_facts.to_confirm(signup)) if is_reached(signup) else None
        )
        if letter is None:
            signup.call_about = About.CONFIRMATION
            signup.save(update_fields=["call_about"])
        told.append((signup, letter))
    return told


def released(signup: Signup, *, now: datetime) -> None:
    """The place was not confirmed in time and has gone on; the person stands at the end of the list."""
    _tell([signup], "released", About.RELEASE, by=None, now=now)


def contact_changed(signup: Signup, *, old: tuple[str, str], now: datetime) -> None:
    """To the address that was on record and to the new one, so that nobody's letters are turned away unseen."""
    new = (signup.email, signup.phone)
    for email, phone in (old, new) if addressing.way_to(*old) != addressing.way_to(*new) else (new,):
        if addressing.way_to(email, phone):
            _post(signup, "contact_changed", now=now, contact=(email, phone))


def objection_answered(objection: Objection, *, by: Staff, now: datetime) -> Message | None:
    """To who objected to a public listing: what was found. None where only a call reaches them, or nothing does."""
    way, session = _way_to_objector(objection), objection.session
    if not way:
        return None
    with languages.spoken(objection.language):
        said = {"outcome": objection.get_outcome_display(), "answer": objection.answer}
        return addressing.to_resident(
            "registrations",
            "objection_answered",
            letter_facts.of_session(session) | said,
            email=way.get("email", ""),
            phone=way.get("phone", ""),
            belongs_to=objection.subject,
            about=session.title,
            unit=session.unit,
            by=by,
            now=now,
        )


def reaches_objector(objection: Objection) -> bool:
    """Whether a letter can bring the answer to who objected."""
    return bool(_way_to_objector(objection))


def _way_to_objector(objection: Objection) -> dict[str, str]:
    try:
        return watchers.reached(objection.contact)
    except ValidationError:
        return {}


def decided(signups: Sequence[Signup], *, by: Staff, now: datetime) -> None:
    """To everyone of one session, the decision; in kind words for those who are refused."""
    for state, name in DECISIONS.items():
        those = [signup for signup in signups if signup.state == state]
        if those:
            more = letter_facts.after_decision(those[0].session, state, now=now)
            _tell(those, name, About.DECISION, by=by, now=now, more=more, each=letter_facts.drawn)
    details_wanted(signups, by=by, now=now)


def above_limit(signup: Signup, known: Signup, number: int, *, now: datetime) -> None:
    """To the contact on record, never to what was typed now: this entry is above the yearly limit, and not counted."""
    signup.reason = yearly.fault(number)
    if is_reached(known):
        with languages.spoken(known.language):
            facts = letter_facts.of_session(signup.session) | {"limit": str(number)}
            values = {"name": known.name, "email": known.email, "phone": known.phone, "language": known.language}
        told = copy(signup)
        for field, value in values.items():
            setattr(told, field, value)
        signup.letter = _post(told, "above_limit", now=now, facts=facts)
    signup.call_about = "" if signup.letter else About.DECISION
    signup.save(update_fields=["letter", "call_about", "reason"])


def details_wanted(signups: Sequence[Signup], *, by: Staff | None, now: datetime) -> None:
    """To the selected of one session: what only they are asked, until when, and the link for it."""
    for signup in signups:
        signup.session = signups[0].session  # whose questions are read once
        asked = details.wanted(signup)
        if asked and not signup.details_at and is_reached(signup):
            with languages.spoken(signup.language):
                until = dates.moment(details.until(signup.session))
                what = {"asked": pgettext("list", ", ").join(map(str, asked)), "until": until}
                facts = letter_facts.of_session(signup.session) | what
            _post(signup, "details_wanted", by=by, now=now, facts=facts)


def session_moved(session: Session, *, before: dict[str, Any], by: Staff, now: datetime) -> None:
    """To everyone who stands for the session: the new time and place beside the old."""

    def old() -> dict[str, str]:
        when = dates.span(before["starts_at"], before["ends_at"])
        return {"old_when": when, "old_place": before.get("place") or "–"}

    _tell(_standing(session), "session_moved", About.CHANGE, by=by, now=now, more=old)


def way_changed(session: Session, *, before: dict[str, Any], reason: str, by: Staff, now: datetime) -> None:
    """To everyone who signed up: the new way of selection beside the old; guests of the unit are not selected by it."""

    def ways() -> dict[str, str]:
        old, new = Session.Selection(before["selection"]).label, session.get_selection_display()
        return {"old_way": str(old), "new_way": new, "change_reason": reason}

    signed_up = [signup for signup in _standing(session) if signup.source != Signup.Source.INVITATION]
    _tell(signed_up, "way_changed", About.WAY, by=by, now=now, more=ways)


def list_taken_back(signups: Sequence[Signup], *, reason: str, by: Staff, now: datetime) -> None:
    """To everyone whose decision is open again because the confirmed list was taken back."""
    _tell(signups, "list_taken_back", About.TAKEN_BACK, by=by, now=now, more=lambda: {"change_reason": reason})


def draw_void(signups: Sequence[Signup], *, reason: str, by: Staff, now: datetime) -> None:
    """To everyone who was in a draw that is void: it is held again, and the entry stands."""
    _tell(signups, "draw_void", About.DRAW_VOID, by=by, now=now, more=lambda: {"change_reason": reason})


def session_cancelled(session: Session, *, by: Staff, now: datetime) -> None:
    why = {"cancel_reason": session.cancel_reason}
    _tell(_standing(session), "session_cancelled", About.CANCELLATION, by=by, now=now, more=lambda: why)


def visit_near(signups: Sequence[Signup], *, now: datetime) -> Letters:
    """To selected people of one session: that it is near, how to come, how to cancel; none whom no letter reaches."""
    facts: dict[str, dict[str, str]] = {}
    letters = (
        (signup, _post(signup, "visit_near", now=now, facts=told_of(facts, signup.language, signup.session)))
        for signup in signups
    )
    return [(signup, letter) for signup, letter in letters if letter]


def told_of(known: dict[str, dict[str, str]], language: str, session: Session) -> dict[str, str]:
    """The facts of the session in this language, worked out once a language, not once a person."""
    if language not in known:
        with languages.spoken(language):
            known[language] = letter_facts.of_session(session)
    return known[language]


def _standing(session: Session) -> list[Signup]:
    signups = list(Signup.objects.standing().filter(session=session).exclude(state=Signup.State.REFUSED))
    for signup in signups:
        signup.session = session
    return signups


def _tell(
    signups: Sequence[Signup],
    name: str,
    about: str,
    *,
    by: Staff | None,
    now: datetime,
    more: Callable[[], dict[str, str]] = dict,
    each: Callable[[Signup], dict[str, str]] = lambda signup: {},
) -> None:
    """To people of one session, by letter where there is an address, else by the call list; kept with the sign-up."""
    told: dict[str, dict[str, str]] = {}  # worked out once a language, not once a person
    events: dict[bool, outbox.Attachment] = {}
    for signup in signups:
        may_write = is_reached(signup)
        if may_write and signup.language not in told:
            with languages.spoken(signup.language):
                told[signup.language] = letter_facts.of_session(signup.session) | more()
        files = _files(signup, name, events, now=now) if may_write else []
        facts = told.get(signup.language)
        signup.letter = (
            _post(signup, name, by=by, now=now, facts=facts, files=files, more=each(signup)) if may_write else None
        )
        signup.call_about = "" if signup.letter else about
        signup.told_at, signup.told_by = (now, by) if signup.letter else (None, None)
    Signup.objects.bulk_update(signups, ["letter", "call_about", "told_at", "told_by"], batch_size=500)


def _files(
    signup: Signup, letter: str, made: dict[bool, outbox.Attachment], *, now: datetime
) -> list[outbox.Attachment]:
    """The event for the person's own calendar: for whom has a seat, tentative while the list is not confirmed.

    Who only waits, was not selected, or has not taken the place that is offered gets none: a day in the calendar would
    look like an invitation.
    """
    has_seat = signup.holds_seats and signup.state != Signup.State.OFFERED
    if letter not in DATED or not (has_seat or letter == "moved_up"):
        return []
    is_tentative = signup.state != Signup.State.SELECTED
    if is_tentative not in made:
        session = signup.session
        text = ics.calendar(
            session,
            address=f"{settings.PORTAL_URL}{session.get_absolute_url()}",
            changes=session.change_filings.count(),
            now=now,
            tentative=is_tentative,
        )
        made[is_tentative] = {"name": "open-day.ics", "content_type": "text/calendar", "content": text.decode()}
    return [made[is_tentative]]


def _post(
    signup: Signup,
    name: str,
    *,
    now: datetime,
    by: Staff | None = None,
    facts: dict[str, str] | None = None,
    files: Sequence[outbox.Attachment] = (),
    more: dict[str, str] | None = None,
    contact: tuple[str, str] | None = None,
) -> Message | None:
    session = signup.session
    email, phone = contact or (signup.email, signup.phone)
    with languages.spoken(signup.language):
        values = (facts or letter_facts.of_session(session)) | (more or {}) | letter_facts.personal(signup)
        return addressing.to_resident(
            "registrations",
            name,
            values,
            email=email,
            phone=phone,
            belongs_to=f"signup:{signup.pk}",
            attachments=files,
            about=session.title,
            unit=session.unit,
            by=by,
            now=now,
        )
