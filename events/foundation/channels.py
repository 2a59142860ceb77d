"""The ways a letter can leave: one small class a channel.

A channel is given the message row and returns when the letter was accepted. It never writes to the database.
"""

import smtplib
import threading
from contextlib import suppress
from email.errors import HeaderParseError
from typing import Protocol

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from events.foundation import printing, robots, sms
from events.foundation.crypto import mask_email
from events.foundation.failure import ChannelError, safe
from events.models.message import Message

SECONDS = 20


class Channel(Protocol):
    def send(self, message: Message) -> None: ...


class Email:
    """Through Django's e-mail backend, EMAIL_URL. Letters of one batch share a connection; `hang_up` ends it."""

    def __init__(self) -> None:
        self._line = threading.local()  # a connection is a conversation: each worker thread has its own

    def send(self, message: Message) -> None:
        connection = self._connection(message)
        try:
            self._submit(message, connection)
        except ChannelError:
            self.hang_up()  # whatever it was, the next letter begins a fresh conversation
            raise

    def hang_up(self) -> None:
        connection = getattr(self._line, "connection", None)
        self._line.connection = None
        if connection:
            with suppress(OSError):  # what the server accepted stays accepted
                connection.close()

    def _connection(self, message: Message) -> BaseEmailBackend:
        if (kept := getattr(self._line, "connection", None)) and _is_alive(kept):
            return kept
        self.hang_up()
        connection = get_connection(timeout=SECONDS)
        try:
            connection.open()
            if isinstance(smtp := getattr(connection, "connection", None), smtplib.SMTP):
                smtp.ehlo_or_helo_if_needed()  # so that a server that hangs up at once leaves no doubt
        except OSError as error:  # all of smtplib's errors are OSErrors: no connection, no login
            raise ChannelError(self._safe(error, message)) from error
        self._line.connection = connection
        return connection

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
        return safe(f"{type(error).__name__}: {error}".replace(message.to, mask_email(message.to)))


def _is_alive(connection: BaseEmailBackend) -> bool:
    """Asked before each further letter: a server may end a long conversation, and that must leave no doubt."""
    smtp = getattr(connection, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):
        return False  # Django's other backends have nothing to keep
    try:
        return smtp.noop()[0] == 250
    except OSError:
        return False


class Inbox:
    """Nothing to send: the letter lies in the inbox of its reader's desk as soon as it is written."""

    def send(self, message: Message) -> None:
        return None


EMAIL = Email()
CHANNELS: dict[str, Channel] = {
    "email": EMAIL,
    "sms": sms.Sms(),
    "robot": robots.Robots(),
    "inbox": Inbox(),
    "console": printing.Console(),
    "file": printing.File(),
}


def hang_up() -> None:
    """At the end of a batch: no connection is kept open for letters that may never come."""
    EMAIL.hang_up()


def channel(name: str) -> Channel:
    """The channel of this name; a permanent ChannelError where there is none."""
    if name not in CHANNELS:
        raise ChannelError(_("There is no channel %(name)s.") % {"name": name}, permanent=True)
    return CHANNELS[name]
