"""From an upload to a notice that was read: kept first, then read at once where that is quick, else by the worker.

A row in the state READING is work to be done. Whoever does it claims the row; every claim has a number, and only the
last one may write. So a worker that died loses nothing, and one that comes back late overwrites nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from events.foundation import audit, languages, permissions
from events.models import Notice, Staff
from events.models.notice import NoticeQuerySet
from events.notices import importing, progress, reading
from events.notices.lines import UnreadableNotice
from events.signals import notice_waiting

State = Notice.State
Moment = Callable[[], datetime]
logger = logging.getLogger(__name__)

# About two seconds of one process: what is larger is opened, what is longer is understood by the worker.
QUICK_BYTES, QUICK_LETTERS = 256 * 1024, 60_000
MOST_ATTEMPTS = 3
OPENED = 50  # percent: opening a document and understanding it take about as long
DOUBLES_KEPT = timedelta(days=1)  # as long as the page that waits for one may still be open
PASTED = "pasted.txt"


def take(name: str, content: bytes, *, by: Staff, now: datetime) -> tuple[Notice, bool]:
    """Keep an upload; the notice, and whether its text was here already.

    A small document has been read when this returns, another one waits for the worker: see its state. Raises
    reading.UnreadableNotice, and keeps nothing, for a document of a kind that is not read, and for a small one that
    cannot be read.
    """
    permissions.require(by, "events.add_notice")
    reading.look(content)
    if len(content) > QUICK_BYTES:
        notice = _keep(Notice(title=name[:300], uploaded_at=now, uploaded_by=by), name, content)
        notice_waiting.send(Notice, notice=notice)
        return notice, False
    lines = reading.read_bytes(content)
    text = "\n".join(lines)
    mark = importing.fingerprint(text)
    if known := Notice.objects.filter(fingerprint=mark).first():
        return known, True
    notice = Notice(title=name[:300], uploaded_at=now, uploaded_by=by, text=text, fingerprint=mark)
    if len(text) <= QUICK_LETTERS:
        notice.claimed_at, notice.attempts = now, 1
    try:
        notice = _keep(notice, name, content)
    except IntegrityError:  # the same text came twice at once
        return Notice.objects.get(fingerprint=mark), True
    if notice.claimed_at:
        work(notice, lambda: now)
        notice.refresh_from_db()
    else:
        notice_waiting.send(Notice, notice=notice)
    return notice, False


def _keep(notice: Notice, name: str, content: bytes) -> Notice:
    notice.state = State.READING
    notice.file.save(name, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            notice.save()
    except BaseException:
        notice.file.storage.delete(str(notice.file))
        raise
    return notice


@transaction.atomic
def retry(notice: Notice, *, by: Staff, now: datetime) -> Notice:
    """Read a document again that could not be read: after a fault, or once the portal has learned its kind."""
    permissions.require(by, "events.add_notice")
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if State.READING not in Notice.NEXT[State(notice.state)]:
        raise ValidationError(_("Only a document that could not be read is read again."), code="state")
    notice.state, notice.failure, notice.attempts, notice.claimed_at = State.READING, "", 0, None
    notice.percent = notice.page = notice.pages = 0
    notice.save()
    audit.record(notice, "notice.retry", by=by, now=now, after={"state": notice.state})
    notice_waiting.send(Notice, notice=notice)
    return notice


def remove_file(notice: Notice) -> None:
    """With the row goes its document, once the row is gone for certain."""
    if notice.file.name:
        transaction.on_commit(partial(notice.file.storage.delete, notice.file.name))


def sweep(moment: Moment) -> int:
    """Read what waits, the oldest first; the number of documents that were taken up."""
    Notice.objects.filter(state=State.DOUBLE, uploaded_at__lt=moment() - DOUBLES_KEPT).delete()
    count = 0
    while notice := claim(moment()):
        work(notice, moment)
        count += 1
    return count


def claim(now: datetime) -> Notice | None:
    """Take the next document that nobody reads; two workers never get the same."""
    for number in Notice.objects.waiting(now).values_list("pk", flat=True):
        rows = Notice.objects.waiting(now).filter(pk=number)
        if rows.update(claimed_at=now, attempts=F("attempts") + 1):
            return Notice.objects.get(pk=number)
    return None


@languages.official()
def work(notice: Notice, moment: Moment) -> None:
    """Read a claimed document to its end, whatever that is; nothing is written once somebody else has claimed it."""
    try:
        if notice.attempts > MOST_ATTEMPTS:
            words = _("Reading broke off %(times)s times. Save the document in another format and try again.")
            _fail(notice, words % {"times": MOST_ATTEMPTS})
        elif _open(notice, Progress(notice, moment)):
            found = importing.understood(notice.text.split("\n"))
            _mine(notice).update(**importing.outcome(found, notice.title))
    except UnreadableNotice as refusal:
        _fail(notice, str(refusal))
    except Exception:
        logger.exception("A notice could not be read", extra={"notice": notice.pk})
        _fail(notice, _("Reading failed through a fault of the portal. Try again, or tell its operator."))


def _open(notice: Notice, told: Progress) -> bool:
    """Bring the text out of the file, unless an earlier attempt did; False where the text turns out to be here."""
    if notice.text:
        told.opened()
        return True
    with notice.file.open("rb") as file, progress.heard_by(told.turned):
        notice.text = "\n".join(reading.read_bytes(file.read()))
    mark = importing.fingerprint(notice.text)
    try:
        with transaction.atomic():
            return bool(_mine(notice).update(text=notice.text, fingerprint=mark, percent=OPENED, claimed_at=told.now()))
    except IntegrityError:
        known = Notice.objects.get(fingerprint=mark)
        if _mine(notice).update(state=State.DOUBLE, same_as=known):
            remove_file(notice)
        return False


def _mine(notice: Notice) -> NoticeQuerySet:
    """The row, as long as this claim is the last."""
    return Notice.objects.filter(pk=notice.pk, state=State.READING, attempts=notice.attempts)


def _fail(notice: Notice, sentence: str) -> None:
    _mine(notice).update(state=State.FAILED, failure=sentence[:300])


class Progress:
    """Writes how far a reading has come, and by that that somebody is at work: at most once a second."""

    SECONDS = 1.0

    def __init__(self, notice: Notice, moment: Moment, ticks: Callable[[], float] = time.monotonic):
        self.notice, self.now, self.ticks = notice, moment, ticks
        self.last = ticks()

    def turned(self, page: int, pages: int) -> None:
        if self.ticks() - self.last >= self.SECONDS:
            self._write(page=page, pages=pages, percent=OPENED * page // max(pages, 1))

    def opened(self) -> None:
        self._write(percent=OPENED)

    def _write(self, **facts: int) -> None:
        self.last = self.ticks()
        _mine(self.notice).update(claimed_at=self.now(), **facts)
