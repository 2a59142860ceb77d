"""Takes the due letters out of the outbox and sends them, each once, whatever number of workers runs."""

import datetime
from collections import Counter

from django.db.models import F

from events.foundation.channels import ChannelError, channel
from events.models.message import Message

State = Message.State

# Waits after a failure that may pass; after the last one the letter is given up, two and a half days on.
WAITS = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440, 1440))
# A letter taken up longer ago than this was in the hands of a worker that died: nobody knows whether it left.
LOST_AFTER = datetime.timedelta(minutes=15)
# Small enough that a batch of letters that each run into the time limit ends before that.
BATCH = 20


def deliver_due(now: datetime.datetime) -> Counter[str]:
    """Send a batch of the due letters, the longest waiting first; how many ended in each state."""
    ended: Counter[str] = Counter()
    if lost := Message.objects.claimed_before(now - LOST_AFTER).update(state=State.UNKNOWN):
        ended[State.UNKNOWN] = lost
    due = Message.objects.due(now).order_by("next_try_at", "pk").values_list("pk", flat=True)
    for pk in list(due[:BATCH]):
        if state := deliver(pk, now=now):
            ended[state] += 1
    return ended


def deliver(pk: int, *, now: datetime.datetime) -> str | None:
    """Claim and send one letter; the state it ended in, or None where another worker has it."""
    claimed = (
        Message.objects.due(now)
        .filter(pk=pk)
        .update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1, error="")
    )
    if not claimed:
        return None
    message = Message.objects.get(pk=pk)
    try:
        channel(message.channel).send(message)
    except ChannelError as error:
        return _record(message, **_failure(message, error, now))
    return _record(message, state=State.SENT, sent_at=now)


def _failure(message: Message, error: ChannelError, now: datetime.datetime) -> dict[str, object]:
    if error.uncertain:
        return {"state": State.UNKNOWN, "error": str(error)}
    if error.permanent or message.attempts > len(WAITS):
        return {"state": State.GIVEN_UP, "error": str(error)}
    return {"state": State.FAILED, "error": str(error), "next_try_at": now + WAITS[message.attempts - 1]}


def _record(message: Message, **outcome: object) -> str:
    # Also over "unknown": a slow channel that answers after all has ended the doubt.
    mine = Message.objects.filter(pk=message.pk, attempts=message.attempts, state__in=[State.SENDING, State.UNKNOWN])
    mine.update(**outcome)
    return str(outcome["state"])
