"""A table of sign-ups that comes in or goes out: kept first, carried by the worker, gone when it is not needed.

A row in a state of SignupTable.WORK is work to be done. Whoever does it claims the row, and every claim has a number:
a worker that died loses nothing (what it had entered is counted in `done`), one that comes back late writes nothing.
"""

import logging
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import IO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from events.foundation import audit, crypto, languages, permissions
from events.models import Session, Staff
from registrations import entries, exporting, importing, sheets, window
from registrations.models import SignupTable
from registrations.models.signup_table import KEPT, SignupTableQuerySet

Kind, State = SignupTable.Kind, SignupTable.State
Moment = Callable[[], datetime]
logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
MOST_FAULTS = 500  # that are shown; all of them are counted
MOST_OUT = 200_000


def bring(
    session: Session, *, name: str, content: bytes, source: str, agreed: bool, by: Staff, now: datetime
) -> SignupTable:
    """Keep a table that shall come in; the worker checks it, and nothing is entered before `carry_out`.

    ValidationError at the fields `file` and `agreed`; as window.need_queue where the session takes nobody.
    """
    permissions.require(by, "registrations.import_signup", session)
    window.need_queue(session, now=now)
    if not agreed:
        raise ValidationError({"agreed": ValidationError(_("Nobody is entered who has not agreed."), code="consent")})
    if len(content) > sheets.MOST_BYTES or not content:
        text = _("This file is empty, or larger than %(size)d MB.") % {"size": sheets.MOST_BYTES // 1024 // 1024}
        raise ValidationError({"file": ValidationError(text, code="file")})
    table = SignupTable(kind=Kind.IN, state=State.CHECKING, session=session, source=source, name=name[:200])
    table.asked_at, table.asked_by = now, by
    with tempfile.TemporaryFile() as plain:
        plain.write(content)
        plain.seek(0)
        _keep(table, plain)
    table.save()
    return table


@transaction.atomic
def carry_out(table: SignupTable, *, by: Staff, now: datetime) -> SignupTable:
    """Let the worker enter the rows of a table in which no fault was found."""
    permissions.require(by, "registrations.import_signup", table)
    row = SignupTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    if row.state != State.CHECKED:
        raise ValidationError(_("Only a table without faults is entered, and only once."), code="state")
    row.state, row.done, row.attempts, row.claimed_at, row.asked_at = State.ENTERING, 0, 0, None, now
    row.save(update_fields=["state", "done", "attempts", "claimed_at", "asked_at"])
    audit.record(row, "table.carry_out", by=by, now=now, after={"rows": row.rows}, unit=_session(row).unit)
    return row


@transaction.atomic
def ask(keys: Iterable[int], *, name: str, by: Staff, now: datetime) -> SignupTable:
    """Have these sign-ups written into a workbook. ValidationError, code "many", where they are too many for one."""
    permissions.require(by, "registrations.export_signup")
    chosen = array("q", keys)
    if len(chosen) > MOST_OUT:
        text = _("These are more than %(count)d sign-ups. Narrow the list by a filter, and export it in parts.")
        raise ValidationError(text % {"count": MOST_OUT}, code="many")
    table = SignupTable(kind=Kind.OUT, state=State.WRITING, name=name[:200], rows=len(chosen))
    table.keys, table.asked_at, table.asked_by = ",".join(map(str, chosen)), now, by
    table.save()
    audit.record(table, "table.export", by=by, now=now, after={"rows": table.rows}, unit=by.unit)
    return table


def sweep(moment: Moment) -> int:
    """Carry what waits, the oldest first, and forget what is over; how many were taken up."""
    forget(now=moment())
    count = 0
    while table := claim(moment()):
        work(table, moment)
        count += 1
    return count


def forget(*, now: datetime) -> int:
    """Delete what nobody needs any more, with its file; what still waits for a worker is kept."""
    old = SignupTable.objects.filter(asked_at__lte=now - KEPT).exclude(state__in=SignupTable.WORK)
    over = [table for table in old if table.gone_at <= now]
    for table in over:
        _drop_file(table)
        table.delete()
    return len(over)


def claim(now: datetime) -> SignupTable | None:
    """Take the next table that nobody has; two workers never get the same."""
    for number in SignupTable.objects.waiting(now).values_list("pk", flat=True):
        if SignupTable.objects.waiting(now).filter(pk=number).update(claimed_at=now, attempts=F("attempts") + 1):
            return SignupTable.objects.select_related("session__unit", "session__point__plan", "asked_by").get(
                pk=number
            )
    return None


@languages.official()
def work(table: SignupTable, moment: Moment) -> None:
    """Carry a claimed table to its end, whatever that is; nothing is written once somebody else has claimed it."""
    acts = {State.CHECKING: _check, State.ENTERING: _enter, State.WRITING: _write}
    try:
        if table.attempts > MOST_ATTEMPTS:
            _end(table, State.FAILED, now=moment(), failure=_("This broke off several times. Please try once more."))
        else:
            acts[State(table.state)](table, moment)
    except ValidationError as refused:
        _end(table, State.FAILED, now=moment(), failure=" ".join(refused.messages)[:300])
    except _Lost:
        logger.warning("Another worker has the table", extra={"table": table.pk})
    except Exception:
        logger.exception("A table could not be carried", extra={"table": table.pk})
        _end(table, State.FAILED, now=moment(), failure=_("This failed through a fault of the portal."))


def content(table: SignupTable) -> Iterator[bytes]:
    """The pieces of the table's file, opened."""
    with table.file.open("rb") as locked:
        yield from crypto.unlock_file(locked)


def _check(table: SignupTable, moment: Moment) -> None:
    sheet = importing.read(_session(table), b"".join(content(table)))
    _told(table, moment, rows=len(sheet.rows))
    made, faults = importing.checked(_session(table), sheet, now=moment())
    if not made and not faults:
        raise ValidationError(_("There is nobody below the heads of this table."), code="file")
    _end(
        table,
        State.FAULTY if faults else State.CHECKED,
        now=moment(),
        columns={"read": list(sheet.heads.values()), "unread": sheet.unread},
        faults=[fault.as_json() for fault in faults[:MOST_FAULTS]],
        fault_count=len(faults),
    )


def _enter(table: SignupTable, moment: Moment) -> None:
    """Batch by batch, each counted in the transaction that enters it."""
    permissions.require(table.asked_by, "registrations.import_signup", table.session)
    session = _session(table)
    made = importing.read_again(session, importing.read(session, b"".join(content(table))), now=moment())
    for batch in importing.batches(made, done=table.done):
        try:
            _enter_batch(table, batch, moment)
        except IntegrityError:  # one of them signed up in this very moment: now that is seen
            _enter_batch(table, batch, moment)
    _end(table, State.DONE, now=moment())


@transaction.atomic
def _enter_batch(table: SignupTable, batch: Sequence[entries.Entry], moment: Moment) -> None:
    left_out = importing.enter(_session(table), batch, source=table.source, by=table.asked_by, now=moment())
    _told(table, moment, done=F("done") + len(batch), left_out=F("left_out") + left_out)


def _write(table: SignupTable, moment: Moment) -> None:
    keys = array("q", map(int, filter(None, table.keys.split(","))))
    with tempfile.TemporaryFile() as plain:
        exporting.write(keys, plain, staff=table.asked_by, told=lambda done: _told(table, moment, done=done))
        plain.seek(0)
        _keep(table, plain)
    _end(table, State.DONE, now=moment(), file=table.file.name, keys="")


def _session(table: SignupTable) -> Session:
    """That of a table that comes in: one that goes out has none."""
    if table.session is None:
        raise TypeError("A table that goes out belongs to no session")
    return table.session


class _Lost(Exception):
    """Another worker has the table."""


def _mine(table: SignupTable) -> SignupTableQuerySet:
    """The row, as long as this claim is the last."""
    return SignupTable.objects.filter(pk=table.pk, attempts=table.attempts, state__in=SignupTable.WORK)


def _told(table: SignupTable, moment: Moment, **facts: object) -> None:
    """How far it is, and that somebody is at work."""
    if not _mine(table).update(claimed_at=moment(), **facts):
        raise _Lost


def _end(table: SignupTable, state: str, *, now: datetime, **facts: object) -> None:
    """A table that came in is needed again only for entering what was found without fault."""
    if not _mine(table).update(state=state, ended_at=now, claimed_at=None, **facts):
        return
    if table.kind == Kind.IN and state != State.CHECKED:
        _drop_file(table)


def _keep(table: SignupTable, plain: IO[bytes]) -> None:
    with tempfile.TemporaryFile() as locked:
        crypto.lock_file(plain, locked)
        locked.seek(0)
        table.file.save(f"{uuid4().hex}.locked", File(locked), save=False)


def _drop_file(table: SignupTable) -> None:
    if table.file.name:
        transaction.on_commit(partial(table.file.storage.delete, table.file.name))
