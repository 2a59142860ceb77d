"""Takes the due letters out of the outbox and sends them, each once, whatever number of workers runs."""

import datetime
from collections import Counter

from django.db import transaction
from django.db.models import F

from events.foundation import channels, pace, quiet
from events.foundation.failure import ChannelError
from events.models.message import Message

State = Message.State

# Waits after a failure that may pass; after the last one the letter is given up, two and a half days on.
WAITS = tuple(datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440, 1440))
# A letter taken up longer ago than this was in the hands of a worker that died: nobody knows whether it left.
LOST_AFTER = datetime.timedelta(minutes=15)
# Small enough that a batch of letters that each run into the time limit ends before that.
BATCH = 20


def deliver_due(now: datetime.datetime) -> Counter[str]:
    """Send a batch of the due letters, the longest waiting first; how many ended in each state.

    Letters of a channel that has taken its minute's number stay due; those to residents wait out the quiet hours.
    """
    ended: Counter[str] = Counter()
    if lost := Message.objects.claimed_before(now - LOST_AFTER).update(state=State.UNKNOWN):
        ended[State.UNKNOWN] = lost
    if end := quiet.ends(now):
        Message.objects.due(now).filter(daytime_only=True).update(next_try_at=end)
    full = pace.full(now)
    try:
        while due := _due(now, full):
            met = set(full)
            for pk, channel in due:
                if channel not in full and (state := _take(pk, channel, full, now=now)):
                    ended[state] += 1
            if ended or full == met:
                break  # else a channel filled up just now: what the others hold is looked at at once
    finally:
        channels.hang_up()
    return ended


def deliver(pk: int, *, now: datetime.datetime) -> str | None:
    """Claim and send one letter; the state it ended in, or None where another worker has it."""
    return _send(pk, now=now) if _claim(pk, now=now) else None


def _due(now: datetime.datetime, full: set[str]) -> list[tuple[int, str]]:
    due = Message.objects.due(now).exclude(channel__in=full).order_by("next_try_at", "pk")
    return list(due.values_list("pk", "channel")[:BATCH])


def _take(pk: int, channel: str, full: set[str], *, now: datetime.datetime) -> str | None:
    """The same as `deliver`, as long as the channel's minute has a place; one that has none is added to `full`."""
    if not pace.limit(channel):
        return deliver(pk, now=now)
    with transaction.atomic():  # the place and the claim, or neither
        if not _claim(pk, now=now):
            return None
        if not pace.take(channel, now):
            transaction.set_rollback(True)
            full.add(channel)
            return None
    return _send(pk, now=now)


def _claim(pk: int, *, now: datetime.datetime) -> bool:
    due = Message.objects.due(now).filter(pk=pk)
    return bool(due.update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1, error=""))


def _send(pk: int, *, now: datetime.datetime) -> str:
    message = Message.objects.select_related("unit").get(pk=pk)
    try:
        channels.channel(message.channel).send(message)
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
