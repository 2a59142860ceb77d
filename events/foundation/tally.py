"""How the letters stand: a line a day in the log, for the office's first page, and for whoever watches the service."""

import datetime
import logging
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models.message import Message, MessageQuerySet

State = Message.State
DAY = datetime.timedelta(days=1)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tally:
    """Letters sent in the last 24 hours, and those that wait, are held back, or need a person.

    `oldest` is how long the one that is due longest has been waiting; None where none is due.
    """

    sent: int
    waiting: int
    held: int
    given_up: int
    unknown: int
    oldest: datetime.timedelta | None

    def __str__(self) -> str:
        oldest = "-" if self.oldest is None else f"{self.oldest // datetime.timedelta(minutes=1)} min"
        return (
            f"letters: sent {self.sent} in 24 hours, waiting {self.waiting}, held {self.held}, "
            f"given up {self.given_up}, unknown {self.unknown}, oldest due {oldest}"
        )

    @property
    def oldest_words(self) -> str:
        """How long the oldest one waits, for the desk; empty under a minute, which is no wait."""
        minutes = (self.oldest or datetime.timedelta()) // datetime.timedelta(minutes=1)
        if minutes < 1:
            return ""
        if minutes < 120:
            return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
        return _("%(number)d hours") % {"number": minutes // 60}


def of(letters: MessageQuerySet, *, now: datetime.datetime) -> Tally:
    """Of these letters. Given up and unknown: as long as nobody has sent a copy."""
    due = Q(state__in=Message.WAITING, next_try_at__lte=now)
    live = (
        letters.order_by()
        .exclude(state=State.SENT)
        .aggregate(
            waiting=Count("pk", Q(state__in=[*Message.WAITING, State.SENDING])),
            held=Count("pk", Q(state=State.HELD)),
            oldest=Min("next_try_at", filter=due),
        )
    )
    lost = dict(letters.lost().order_by().values_list("state").annotate(Count("pk")))
    return Tally(
        sent=letters.filter(state=State.SENT, sent_at__gt=now - DAY).count(),
        waiting=live["waiting"],
        held=live["held"],
        given_up=lost.get(State.GIVEN_UP, 0),
        unknown=lost.get(State.UNKNOWN, 0),
        oldest=now - live["oldest"] if live["oldest"] else None,
    )


def write(*, now: datetime.datetime) -> Tally:
    """The daily line of the log: a warning where a person must look, or where letters do not leave."""
    tally = of(Message.objects.all(), now=now)
    is_well = not (tally.given_up or tally.unknown) and (tally.oldest or DAY * 0) < DAY / 24
    log.log(logging.INFO if is_well else logging.WARNING, "%s", tally)
    return tally
