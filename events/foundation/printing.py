"""Letters that leave no machine: on standard output, or as files. For work on the portal itself."""

import os
import sys
from pathlib import Path

from django.conf import settings

from events.foundation.failure import ChannelError
from events.models.message import Message


class Console:
    """To standard output."""

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


def as_text(message: Message) -> str:
    """The letter as a person reads it."""
    subject = f"Subject: {message.subject}\n" if message.subject else ""
    attached = "".join(f"\n\n== {item['name']} ==\n{item['content']}" for item in message.attachments or [])
    return f"To: {message.to}\n{subject}\n{message.body.rstrip()}{attached}\n"
