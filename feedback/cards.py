"""Opinion cards (意见卡): handed in at a session's address or typed in from paper, then taken into the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from events import deadlines
from events.foundation import audit, crypto, permissions
from events.models import Session, Staff
from feedback import deidentification
from feedback.models import Card, Opinion

State = Card.State

# Characters. A card is a note, and a longer one is better sent as a letter; the form says so before it is full.
TEXT_LIMIT = 2000

CARDS_COME_IN = (Session.State.ANNOUNCED, Session.State.HELD, Session.State.REPORTED)


def find(code: str) -> Session | None:
    """The session whose card has this code, as read from the QR picture or typed from the poster."""
    sessions = Session.objects.public().select_related("unit", "point__plan")
    return sessions.filter(card_code__in={code, code.upper()}).first()


def check_open(session: Session, *, now: datetime) -> None:
    """Raise ValidationError unless cards of the session are taken now: from its start on, with no last day."""
    if session.state == Session.State.CANCELLED:
        raise ValidationError(_("This session was cancelled, so it has no opinion card."), code="session_cancelled")
    if session.state not in CARDS_COME_IN:
        raise ValidationError(_("This session has not been announced yet."), code="session_not_announced")
    if now < session.starts_at:
        raise ValidationError(
            _("The opinion card opens when the session begins. Please come back then."), code="card_too_early"
        )


def hand_in(
    session: Session,
    *,
    kind: str,
    text: str,
    now: datetime,
    name: str = "",
    phone: str = "",
    email: str = "",
    language: str = settings.LANGUAGE_CODE,
    request_key: str = "",
) -> Card:
    """Take a card handed in online, to be answered in the language in which it was.

    The same request with the same words, sent twice, is one card. Words that were changed after going back in the
    browser are a new card, so nothing that was written is lost.
    """
    check_open(session, now=now)
    words = checked(text)
    key = crypto.index(f"{session.pk}\0{request_key}\0{kind}\0{words}", purpose="card.request") if request_key else ""
    person: dict[str, Any] = {"name": name.strip(), "phone": phone.strip(), "email": email.strip()}
    how: dict[str, Any] = {"source": Card.Source.ONLINE, "language": language}
    try:
        with transaction.atomic():
            return _file(session, kind=kind, text=words, key=key, now=now, **how, **person)
    except IntegrityError:
        return Card.objects.get(session=session, request_key=key)


def enter(
    session: Session,
    *,
    kind: str,
    text: str,
    by: Staff,
    now: datetime,
    source: str = Card.Source.PAPER,
    name: str = "",
    phone: str = "",
    email: str = "",
) -> Card:
    """Type in a card that came on paper, or an opinion spoken at the session (留言册)."""
    permissions.require(by, "feedback.add_card", session)
    check_open(session, now=now)
    person: dict[str, Any] = {"name": name.strip(), "phone": phone.strip(), "email": email.strip()}
    with transaction.atomic():
        return _file(session, kind=kind, text=checked(text), source=source, by=by, now=now, **person)


def take_up(card: Card, *, text: str, by: Staff, now: datetime, is_checked: bool = False) -> Opinion:
    """Take the card into the unit's ledger as one opinion with the text that will be public; see `take_up_parts`."""
    return take_up_parts(card, texts=[text], by=by, now=now, is_checked=is_checked)[0]


@transaction.atomic
def take_up_parts(
    card: Card, *, texts: Sequence[str], by: Staff, now: datetime, is_checked: bool = False
) -> list[Opinion]:
    """Take the card up as one opinion a text; a card taken up already may get further ones.

    A text that still shows who wrote it is refused with a sentence that names what was found, until the person says
    with `is_checked` that it may stand. Each opinion owes a reply, counted from the day the card came in.
    """
    permissions.require(by, "feedback.add_opinion", card)
    session = Session.objects.select_for_update().get(pk=card.session_id)  # numbers are given one at a time
    card.refresh_from_db(from_queryset=Card.objects.select_for_update())
    words = [checked(text) for text in texts]
    _refuse_taken(card, words)
    if not is_checked:
        refuse_traces("\n".join(words), name=card.name)
    last = session.opinions.aggregate(last=Max("number"))["last"] or 0
    opinions = [_open(card, session, last + n, text, by=by, now=now) for n, text in enumerate(words, 1)]
    before = audit.values(card, "state")
    card.state = State.TAKEN_UP
    card.save(update_fields=["state"])
    after = {"state": card.state, "opinions": [opinion.number for opinion in opinions]}
    audit.record(card, "card.take_up", by=by, now=now, before=before, after=after, unit=session.unit)
    return opinions


@transaction.atomic
def set_aside(card: Card, *, reason: str, by: Staff, now: datetime) -> None:
    """Leave a card out of the ledger with a reason: empty, abusive, or handed in twice. It can be taken up later."""
    permissions.require(by, "feedback.change_card", card)
    card.refresh_from_db(from_queryset=Card.objects.select_for_update())
    if State.SET_ASIDE not in Card.NEXT[State(card.state)]:
        raise ValidationError(_("This card can no longer be set aside."), code="card_state")
    if not reason.strip():
        raise ValidationError(_("Please state why the card is set aside."), code="reason_missing")
    before = audit.values(card, "state")
    card.state, card.set_aside_reason = State.SET_ASIDE, reason.strip()
    card.save(update_fields=["state", "set_aside_reason"])
    after = {"state": card.state}
    audit.record(
        card,
        "card.set_aside",
        by=by,
        now=now,
        before=before,
        after=after,
        reason=reason.strip(),
        unit=card.session.unit,
    )


def checked(text: str) -> str:
    """The text without blanks around it; ValidationError if nothing is left of it, or too much."""
    words = text.strip()
    if not words:
        raise ValidationError(_("Please write the opinion."), code="text_missing")
    check_length(words)
    return words


def check_length(text: str) -> None:
    """Raise ValidationError if the text is longer than a text of a card or an answer may be."""
    if len(text) > TEXT_LIMIT:
        raise ValidationError(
            _("The text has %(length)d characters; there is room for %(limit)d."),
            code="text_too_long",
            params={"length": len(text), "limit": TEXT_LIMIT},
        )


def refuse_traces(text: str, *, name: str = "", landlines: bool = True) -> None:
    """Raise ValidationError, naming each trace of a person, if the text to be published still holds one."""
    found = deidentification.traces(text, name=name, landlines=landlines)
    if found:
        listed = _("; ").join(f"{trace.words} ({trace.text})" for trace in found)
        raise ValidationError(
            _("The text to be published still holds: %(found)s. Take it out, or confirm that it may stand."),
            code="personal_data",
            params={"found": listed},
        )


def _file(
    session: Session, *, kind: str, source: str, now: datetime, key: str = "", by: Staff | None = None, **content: Any
) -> Card:
    card = Card.objects.create(session=session, kind=kind, source=source, request_key=key, received_at=now, **content)
    audit.record(
        card, "card.hand_in", by=by, now=now, after=audit.values(card, "session", "kind", "source"), unit=session.unit
    )
    return card


def _open(card: Card, session: Session, number: int, text: str, *, by: Staff, now: datetime) -> Opinion:
    opinion = Opinion.objects.create(
        session=session,
        unit=session.unit,
        card=card,
        number=number,
        text=text,
        public_name=card.masked_name,
        taken_at=now,
        taken_by=by,
    )
    after = audit.values(opinion, "session", "number", "text")
    entry = audit.record(opinion, "opinion.take_up", by=by, now=now, after=after)
    opinion.duty = deadlines.owe_reply(
        f"opinion:{opinion.pk}", unit=session.unit, session=session, now=card.received_at, cause=entry
    )
    opinion.save(update_fields=["duty"])
    return opinion


def _refuse_taken(card: Card, texts: list[str]) -> None:
    if not texts:
        raise ValidationError(_("Please write the opinion."), code="text_missing")
    standing = set(card.opinions.values_list("text", flat=True))
    if len(set(texts)) < len(texts) or standing & set(texts):
        raise ValidationError(_("This opinion of the card stands in the ledger already."), code="taken_up_already")
