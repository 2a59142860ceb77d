"""The ways a letter can leave: one small class a channel, one error.

A channel is given the message row and returns when the letter was accepted. It never writes to the database.
"""

import os
import smtplib
import sys
from contextlib import suppress
from email.errors import HeaderParseError
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from events.foundation.crypto import mask_email
from events.models.message import Message

SECONDS = 20


class ChannelError(Exception):
    """The letter did not leave. `permanent`: trying again is no use. `uncertain`: it may have left all the same."""

    def __init__(self, text: str, *, permanent: bool = False, uncertain: bool = False) -> None:
        super().__init__(text)
        self.permanent = permanent
        self.uncertain = uncertain


class Channel(Protocol):
    def send(self, message: Message) -> None: ...


class Email:
    """Through Django's e-mail backend, EMAIL_URL."""

    def send(self, message: Message) -> None:
        connection = get_connection(timeout=SECONDS)
        try:
            connection.open()
            if isinstance(smtp := getattr(connection, "connection", None), smtplib.SMTP):
                smtp.ehlo_or_helo_if_needed()  # so that a server that hangs up at once leaves no doubt
        except OSError as error:  # all of smtplib's errors are OSErrors: no connection, no login
            raise ChannelError(self._safe(error, message)) from error
        try:
            self._submit(message, connection)
        finally:
            with suppress(OSError):  # what the server accepted stays accepted
                connection.close()

    def _submit(self, message: Message, connection: BaseEmailBackend) -> None:
        try:
            self._letter(message, connection).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            raise ChannelError(self._safe(error, message), permanent=min(codes, default=500) >= 500) from error
        except smtplib.SMTPSenderRefused as error:  # our own address is wrong: the operator can mend that
            raise ChannelError(self._safe(error, message)) from error
        except smtplib.SMTPResponseException as error:
            raise ChannelError(self._safe(error, message), permanent=error.smtp_code >= 500) from error
        except (BadHeaderError, HeaderParseError, ValueError) as error:
            raise ChannelError(self._safe(error, message), permanent=True) from error
        except OSError as error:  # the line broke under way: the server may have taken the letter
            raise ChannelError(self._safe(error, message), uncertain=True) from error

    def _letter(self, message: Message, connection: BaseEmailBackend) -> EmailMessage:
        # The same letter keeps its identity, so a mailbox can see a second copy for what it is.
        host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        letter = EmailMessage(
            message.subject,
            message.body,
            to=[message.to],
            connection=connection,
            headers={"Message-ID": f"<letter-{message.pk}-{message.created_at:%Y%m%d%H%M%S%f}@{host}>"},
        )
        for attachment in message.attachments or []:
            letter.attach(attachment["name"], attachment["content"], attachment["content_type"])
        return letter

    def _safe(self, error: Exception, message: Message) -> str:
        """The error without the address: it is read in lists and logs."""
        return f"{type(error).__name__}: {error}".replace(message.to, mask_email(message.to))[:500]


class Console:
    """To standard output, for work on the portal itself."""

    def send(self, message: Message) -> None:
        sys.stdout.write(f"{as_text(message)}{'-' * 72}\n")
        sys.stdout.flush()


class File:
    """One file a letter under var/letters, readable by the owner alone: it holds what the database encrypts."""

    def send(self, message: Message) -> None:
        folder = Path(settings.VAR) / "letters"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{message.pk}-{message.letter}.txt"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(as_text(message))
        except OSError as error:
            raise ChannelError(f"{type(error).__name__}: {error.strerror}") from error


CHANNELS: dict[str, Channel] = {"email": Email(), "console": Console(), "file": File()}


def channel(name: str) -> Channel:
    """The channel of this name; a permanent ChannelError where there is none."""
    if name not in CHANNELS:
        raise ChannelError(_("There is no channel %(name)s.") % {"name": name}, permanent=True)
    return CHANNELS[name]


def as_text(message: Message) -> str:
    """The letter as a person reads it."""
    attached = "".join(f"\n\n== {item['name']} ==\n{item['content']}" for item in message.attachments or [])
    return f"To: {message.to}\nSubject: {message.subject}\n\n{message.body.rstrip()}{attached}\n"
