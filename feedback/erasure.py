"""The writers of opinion cards are forgotten as those who signed up are, once their opinions are answered."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from events import keeping
from events.foundation import audit, clock, outbox
from events.models import Session
from feedback.models import Card, Opinion

HANDLED = [Card.State.TAKEN_UP, Card.State.SET_ASIDE]


def erase(*, now: datetime) -> int:
    """Erase name, contact, letters and own words of every card that is handled and kept no longer; how many.

    The opinion as it was published, without a trace of the person, stays in the ledger. Whoever still waits for the
    answer is not forgotten before it has gone out.
    """
    due = Card.objects.filter(erased_at=None)
    over = Session.objects.filter(Exists(due.filter(session=OuterRef("pk"))), ends_at__lt=now)
    return sum(_erase_cards(session, now=now) for session in over.select_related("point__plan", "unit"))


@transaction.atomic
def _erase_cards(session: Session, *, now: datetime) -> int:
    until = keeping.kept_until(session)
    if until is None or clock.day_of(now) <= until:
        return 0
    unanswered = Opinion.objects.filter(card=OuterRef("pk")).exclude(state=Opinion.State.PUBLISHED)
    cards = Card.objects.filter(~Exists(unanswered), session=session, erased_at=None, state__in=HANDLED)
    keys = list(cards.select_for_update().values_list("pk", flat=True))
    if not keys:
        return 0
    outbox.erase([f"card:{key}" for key in keys], now=now)
    empty = {"name": "", "phone": "", "email": "", "text": "", "request_key": "", "set_aside_reason": ""}
    Card.objects.filter(pk__in=keys).update(**empty, erased_at=now)
    audit.record(session, "session.erase_cards", by=None, now=now, after={"cards": len(keys)}, unit=session.unit)
    return len(keys)
