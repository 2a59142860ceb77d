"""Every letter of this app, one function each. Whoever can be reached by no letter is put on the call list instead.

A letter goes in the act's transaction, in the language in which its reader signed up. What a decision, an invitation
or a change of the session says is kept with the sign-up: `letter` where it was written, `call_about` where only a
telephone can tell it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events import ics, identity
from events.foundation import addressing, dates, languages, outbox
from events.models import Message, Session, Staff
from registrations.models import Roster, Signup, Watcher

About = Signup.CallAbout
Letters = list[tuple[Signup | Watcher, Message]]
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
        _post(signup, "waiting_list" if signup.state == Signup.State.WAITING else "received", now=now)


def all_received(signups: Sequence[Signup], *, now: datetime) -> None:
    """As `received`, to many of one session at once: the same words in one language, each with its own link."""
    letters: dict[str, list[outbox.Addressed]] = {"received": [], "waiting_list": []}
    facts: dict[str, str] = {}
    for signup in signups:
        if way := addressing.way_to(signup.email, signup.phone):
            facts = facts or facts_of(signup.session)
            name = "waiting_list" if signup.state == Signup.State.WAITING else "received"
            letters[name].append(outbox.Addressed(*way, facts | _personal(signup), f"signup:{signup.pk}"))
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


def invited(signup: Signup, *, by: Staff, now: datetime) -> None:
    _tell([signup], "invited", About.INVITATION, by=by, now=now)


def guest_expected(signup: Signup, *, by: Staff | None, now: datetime) -> None:
    """To an invited guest who accepted: the seat is kept."""
    _tell([signup], "guest_expected", About.INVITATION, by=by, now=now)


def moved_up(signup: Signup, *, by: Staff | None, now: datetime) -> None:
    """A seat became free: kept until the list is confirmed, or, once it is, given for good."""
    selected = signup.state == Signup.State.SELECTED
    _tell([signup], "selected" if selected else "moved_up", About.MOVED_UP, by=by, now=now)


def decided(signups: Sequence[Signup], *, by: Staff, now: datetime) -> None:
    """To everyone of one session, the decision; in kind words for those who are refused."""
    for state, name in DECISIONS.items():
        _tell([signup for signup in signups if signup.state == state], name, About.DECISION, by=by, now=now)


def session_moved(session: Session, *, before: dict[str, Any], by: Staff, now: datetime) -> None:
    """To everyone who stands for the session: the new time and place beside the old."""

    def old() -> dict[str, str]:
        when = dates.span(before["starts_at"], before["ends_at"])
        return {"old_when": when, "old_place": before.get("place") or "–"}

    _tell(_standing(session), "session_moved", About.CHANGE, by=by, now=now, more=old)


def session_cancelled(session: Session, *, by: Staff, now: datetime) -> None:
    why = {"cancel_reason": session.cancel_reason}
    _tell(_standing(session), "session_cancelled", About.CANCELLATION, by=by, now=now, more=lambda: why)


def visit_near(signups: Sequence[Signup], *, now: datetime) -> Letters:
    """To selected people of one session: that it is near, how to come, how to cancel; none whom no letter reaches."""
    facts: dict[str, dict[str, str]] = {}
    letters = (
        (signup, _post(signup, "visit_near", now=now, facts=_told(facts, signup.language, signup.session)))
        for signup in signups
    )
    return [(signup, letter) for signup, letter in letters if letter]


def stream_near(watchers: Sequence[Watcher], *, now: datetime) -> Letters:
    """To those who asked to be reminded of a livestream: that it is near, and where to watch it."""
    return _to_watchers(watchers, "stream_near", now=now)


def stream_moved(session: Session, *, before: dict[str, Any], now: datetime) -> None:
    """To those who watch, where it is the hour that moved: another place is nothing to them."""
    if before["starts_at"] != session.starts_at:
        _to_watchers(_watchers(session), "stream_moved", now=now)


def stream_cancelled(session: Session, *, now: datetime) -> None:
    _to_watchers(_watchers(session), "stream_cancelled", now=now, cancel_reason=session.cancel_reason)


def _watchers(session: Session) -> list[Watcher]:
    watchers = list(Watcher.objects.filter(session=session))
    for watcher in watchers:
        watcher.session = session
    return watchers


def _to_watchers(watchers: Sequence[Watcher], name: str, *, now: datetime, **more: str) -> Letters:
    facts: dict[str, dict[str, str]] = {}
    letters: Letters = []
    for watcher in watchers:
        session, told = watcher.session, _told(facts, watcher.language, watcher.session)
        public = f"{settings.PORTAL_URL}{session.get_absolute_url()}"
        links = {
            "stream": session.livestream_url or public,
            "page": public,
            "stop": f"{settings.PORTAL_URL}{watcher.get_absolute_url()}",
        }
        with languages.spoken(watcher.language):
            letter = addressing.to_resident(
                "registrations",
                name,
                told | links | more,
                email=watcher.email,
                phone=watcher.phone,
                belongs_to=f"watcher:{watcher.pk}",
                about=session.title,
                unit=session.unit,
                now=now,
            )
        if letter:
            letters.append((watcher, letter))
    return letters


def _told(known: dict[str, dict[str, str]], language: str, session: Session) -> dict[str, str]:
    """The facts of the session in this language, worked out once a language, not once a person."""
    if language not in known:
        with languages.spoken(language):
            known[language] = facts_of(session)
    return known[language]


def list_breaks_rules(roster: Roster, *, by: Staff, now: datetime) -> None:
    """To the office: a list was confirmed that breaks a rule, with the reason the unit gave."""
    session = roster.session
    values = {
        "broken": "\n".join(f"· {breach['text']}" for breach in roster.breaches),
        "reason": roster.breach_reason,
        "desk": f"{settings.PORTAL_URL}/desk/registrations/roster/{roster.pk}/change/",
    }
    for person in Staff.objects.active().filter(role=Staff.Role.OFFICE).select_related("unit"):
        with languages.spoken(person.language):
            whole, how = facts_of(session) | values, {"about": session.title, "unit": session.unit}
            addressing.to_staff("registrations", "list_breaks_rules", whole, to=person, by=by, now=now, **how)


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
) -> None:
    """To people of one session, by letter where there is an address, else by the call list; kept with the sign-up."""
    told: dict[str, dict[str, str]] = {}  # worked out once a language, not once a person
    events: dict[bool, outbox.Attachment] = {}
    for signup in signups:
        may_write = is_reached(signup)
        if may_write and signup.language not in told:
            with languages.spoken(signup.language):
                told[signup.language] = facts_of(signup.session) | more()
        files = _files(signup, name, events, now=now) if may_write else []
        facts = told.get(signup.language)
        signup.letter = _post(signup, name, by=by, now=now, facts=facts, files=files) if may_write else None
        signup.call_about = "" if signup.letter else about
        signup.told_at, signup.told_by = (now, by) if signup.letter else (None, None)
    Signup.objects.bulk_update(signups, ["letter", "call_about", "told_at", "told_by"], batch_size=500)


def _files(
    signup: Signup, letter: str, made: dict[bool, outbox.Attachment], *, now: datetime
) -> list[outbox.Attachment]:
    """The event for the person's own calendar: for whom has a seat, tentative while the list is not confirmed.

    Who only waits or was not selected gets none: a day in the calendar would look like an invitation.
    """
    if letter not in DATED or not (signup.holds_seats or letter == "moved_up"):
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
) -> Message | None:
    session = signup.session
    with languages.spoken(signup.language):
        values = (facts or facts_of(session)) | _personal(signup)
        return addressing.to_resident(
            "registrations",
            name,
            values,
            email=signup.email,
            phone=signup.phone,
            belongs_to=f"signup:{signup.pk}",
            attachments=files,
            about=session.title,
            unit=session.unit,
            by=by,
            now=now,
        )


def _personal(signup: Signup) -> dict[str, str]:
    return {
        "name": signup.name,
        "code": signup.code,
        "people": str(signup.seats),
        "link": f"{settings.PORTAL_URL}{signup.get_absolute_url()}",
        "cancel": f"{settings.PORTAL_URL}{reverse('registrations:signup_cancel', args=[signup.token])}",
    }


def facts_of(session: Session) -> dict[str, str]:
    """What every letter about a session may say of it."""
    closes = session.signup_closes_at
    return {
        "portal": identity.current().full_name,
        "session": session.title,
        "when": dates.span(session.starts_at, session.ends_at),
        "place": session.place or "–",
        "directions": session.directions or "–",
        "holding_unit": session.unit.name,
        "contact": " ".join(filter(None, (session.contact_name, session.contact_phone))) or "–",
        "closes": dates.moment(closes) if closes else _("the day the list is made"),
    }
