"""Letters: written from their words (wording.py), laid into the outbox in the act's transaction, sent after its commit.

Whom a letter reaches by which ways is worked out in addressing.py.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.foundation import audit, bulk, clock, permissions, wording
from events.models.message import Message
from events.models.staff import Staff

TASK = "events.tasks.deliver_letters"


class Attachment(TypedDict):
    name: str
    content_type: str
    content: str


def post(
    app: str,
    name: str,
    values: Mapping[str, object],
    *,
    to: str,
    language: str = "",
    channel: str = "email",
    **how: Any,
) -> Message:
    """Write the letter `name` of an app and queue it, in its short form for a text message; `how` as in `queue`."""
    language = language or get_language() or settings.LANGUAGE_CODE
    if channel == "sms":
        body, how["parameters"] = wording.text_message(app, name, language, **values)
        how["attachments"], subject = (), ""
    else:
        subject, body = wording.letter(app, name, language, **values)
    return queue(letter=name, app=app, language=language, to=to, channel=channel, subject=subject, body=body, **how)


@dataclass(frozen=True)
class Addressed:
    """One letter of many: its way, its values, and with whose data it is erased."""

    channel: str
    to: str
    values: Mapping[str, object]
    belongs_to: str


def post_many(
    app: str,
    name: str,
    letters: Sequence[Addressed],
    *,
    language: str,
    about: str,
    now: datetime.datetime,
    **fields: Any,
) -> list[Message]:
    """The same letter to many, in few statements; `fields` as in `queue`."""
    words = wording.current(app, name, language)
    same = {
        "app": app,
        "letter": name,
        "language": language,
        "about": about[:200],
        "created_at": now,
        "next_try_at": now,
        **fields,
    }
    made = []
    for one in letters:
        if one.channel == "sms":
            body, parameters = wording.texted(words, app, name, one.values)
            text = {"body": body, "parameters": dict(parameters)}
        else:
            subject, body = wording.written(words, app, name, one.values)
            text = {"subject": subject, "body": body}
        made.append(Message(**same, **text, channel=one.channel, to=one.to.strip(), belongs_to=one.belongs_to))
    if made:
        bulk.insert(made)
        _poke_after_commit()
    return made


def queue(
    *,
    letter: str,
    to: str,
    subject: str,
    body: str,
    channel: str = "email",
    language: str = "",
    attachments: Sequence[Attachment] = (),
    parameters: Mapping[str, object] | None = None,
    about: str = "",
    now: datetime.datetime | None = None,
    **fields: Any,
) -> Message:
    """Lay a letter into the outbox. It leaves when the transaction is committed, and not at all when that fails.

    `about` is shown in the lists of staff: a session's name, never a person's. `fields` are others of `Message`:
    `unit`, whose staff see it, and `by`, who caused it; `recipient`, who with `in_inbox` reads it at the desk as well;
    `daytime_only`, where it waits for the end of the quiet hours; `belongs_to`, with whose data it is erased.
    """
    if not to.strip():
        raise ValueError("A letter needs an address")
    moment = now or clock.now()
    message = Message.objects.create(
        letter=letter,
        to=to.strip(),
        subject=subject,
        body=body,
        channel=channel,
        language=language or get_language() or settings.LANGUAGE_CODE,
        attachments=list(attachments),
        parameters=dict(parameters or {}),
        about=about[:200],
        created_at=moment,
        next_try_at=moment,
        **fields,
    )
    _poke_after_commit()
    return message


def resend(message: Message, *, by: Staff, now: datetime.datetime) -> Message:
    """Send a copy of a letter that left, was given up, or whose fate is unknown; the first one stays as it is.

    Refused while the letter, or a copy of it, is still on its way: of two clicks one makes a copy.
    """
    permissions.require(by, "events.resend_message", message)
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        if row.erased_at:
            raise ValidationError(_("This letter has been erased with the personal data."), code="letter_erased")
        if row.state not in Message.ENDED or row.copies.exclude(state__in=Message.ENDED).exists():
            raise ValidationError(_("This letter is still on its way."), code="letter_on_its_way")
        copy = queue(**{name: getattr(row, name) for name in COPIED}, by=by, now=now, resent_from=row)
        audit.record(row, "resend", by=by, now=now, after={"copy": copy.pk})
    return copy


def hold(message: Message, *, by: Staff, now: datetime.datetime) -> None:
    """Keep a letter that has not left from leaving."""
    _move(message, Message.State.HELD, act="hold", by=by, now=now)


def release(message: Message, *, by: Staff, now: datetime.datetime) -> None:
    """Let a letter go that was held."""
    _move(message, Message.State.QUEUED, act="release", by=by, now=now)
    _poke_after_commit()


def erase(owners: Iterable[str], *, now: datetime.datetime) -> int:
    """Empty the letters of these owners: address, text and files go, how each ended stays. The number of letters.

    One that has not left yet never will; one that is leaving at this moment is left to the next call.
    """
    letters = Message.objects.filter(belongs_to__in=list(owners), erased_at=None).exclude(state=Message.State.SENDING)
    letters.exclude(state__in=Message.ENDED).update(state=Message.State.GIVEN_UP)
    return letters.update(erased_at=now, to="", subject="", body="", attachments=[], parameters={}, error="")


COPIED = (
    "letter",
    "to",
    "subject",
    "body",
    "channel",
    "app",
    "language",
    "recipient",
    "attachments",
    "parameters",
    "daytime_only",
    "belongs_to",
    "about",
    "unit",
)


def _move(message: Message, state: str, *, act: str, by: Staff, now: datetime.datetime) -> None:
    permissions.require(by, "events.hold_message", message)
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        if not row.may_become(state):
            raise ValidationError(_("This letter has already left, or is leaving now."), code="letter_left")
        before = {"state": row.state}
        row.state, row.next_try_at = state, now
        row.save(update_fields=["state", "next_try_at"])
        audit.record(row, act, by=by, now=now, before=before, after={"state": state})
    message.state, message.next_try_at = row.state, row.next_try_at


def _poke_after_commit() -> None:
    """Once a transaction, however many letters it writes."""
    waiting = transaction.get_connection().run_on_commit
    if not any(function is _poke for _savepoints, function, _robust in waiting):
        # Robust: a broker that is down never fails the act; the worker's own sweep finds the letter.
        transaction.on_commit(_poke, robust=True)


def _poke() -> None:
    if TASK not in current_app.tasks:
        current_app.loader.import_default_modules()  # a web process has not met its tasks yet
    current_app.tasks[TASK].apply_async(retry=False, expires=60)
