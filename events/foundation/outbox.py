"""Letters: written from their template, laid into the outbox in the act's transaction, sent after its commit.

A template is templates/messages/<app>/<letter>.<language>.txt (zh_Hans, en …): its first line is `Subject: …`, the
second is empty, the rest is the text. `{name}` is replaced by the value of that name; `{{` and `}}` are braces. A
placeholder without a value is an error, and so is a dot, a bracket or a format in one: dates and numbers come as text.
"""

import datetime
import string
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

from celery import current_app
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from events.foundation import audit, clock, permissions
from events.models.message import Message
from events.models.staff import Staff
from events.models.unit import Unit

SUBJECT = "Subject:"
TASK = "events.tasks.deliver_letters"


class LetterError(Exception):
    """A template that is missing, malformed, or asks for a value it was not given."""


class Attachment(TypedDict):
    name: str
    content_type: str
    content: str


class PlainFormatter(string.Formatter):
    """`{name}` and nothing more: an office that edits a letter cannot reach into objects."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if field_name not in kwargs:
            raise LetterError(f"There is no value for {{{field_name}}}")
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec:
            raise LetterError(f"A placeholder takes no format: {format_spec}")
        return str(value)

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion:
            raise LetterError(f"A placeholder takes no conversion: {conversion}")
        return value


def letter(app: str, name: str, language: str, /, **values: object) -> tuple[str, str]:
    """Subject and text of a letter in a language, else in the portal's own language."""
    return fill(_template(app, name, language), **values)


def fill(template: str, /, **values: object) -> tuple[str, str]:
    """Subject and text of a template's wording with the values put in."""
    first, _newline, rest = template.partition("\n")
    if not first.startswith(SUBJECT):
        raise LetterError(f"The first line of a letter begins with {SUBJECT}")
    try:
        subject, body = (PlainFormatter().vformat(text, (), values) for text in (first.removeprefix(SUBJECT), rest))
    except ValueError as error:  # a lone brace
        raise LetterError(str(error)) from error
    return " ".join(subject.split()), body.strip() + "\n"


def post(app: str, name: str, values: Mapping[str, object], *, to: str, language: str = "", **how: Any) -> Message:
    """Write the letter `name` of an app and queue it; `how` as in `queue`."""
    language = language or get_language() or settings.LANGUAGE_CODE
    subject, body = letter(app, name, language, **values)
    return queue(letter=name, app=app, language=language, to=to, subject=subject, body=body, **how)


def queue(
    *,
    letter: str,
    to: str,
    subject: str,
    body: str,
    channel: str = "email",
    app: str = "",
    language: str = "",
    recipient: Staff | None = None,
    attachments: Sequence[Attachment] = (),
    about: str = "",
    unit: Unit | None = None,
    by: Staff | None = None,
    now: datetime.datetime | None = None,
    resent_from: Message | None = None,
) -> Message:
    """Lay a letter into the outbox. It leaves when the transaction is committed, and not at all when that fails.

    `about` is shown in the lists of staff: a session's name, never a person's. `unit` is the one whose staff see it.
    """
    if not to.strip():
        raise ValueError("A letter needs an address")
    moment = now or clock.now()
    message = Message.objects.create(
        letter=letter,
        app=app,
        language=language or get_language() or settings.LANGUAGE_CODE,
        channel=channel,
        to=to.strip(),
        subject=subject,
        body=body,
        attachments=list(attachments),
        about=about[:200],
        recipient=recipient,
        unit=unit,
        by=by,
        resent_from=resent_from,
        created_at=moment,
        next_try_at=moment,
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


def _template(app: str, name: str, language: str) -> str:
    folder = Path(settings.BASE_DIR) / "templates" / "messages" / app
    for spoken in (language, settings.LANGUAGE_CODE):
        path = folder / f"{name}.{to_locale(spoken)}.txt"
        if path.exists():
            return path.read_text(encoding="utf-8")
    raise LetterError(f"There is no letter {app}/{name} in {language}")


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
