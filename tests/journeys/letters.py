"""The letters that arrived: what the worker wrote into the mail folder of a portal that has no mail server."""

import email
import email.policy
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")
# What Django's file backend writes under each letter.
RULE = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True)
class Letter:
    to: str
    subject: str
    text: str

    def link(self, part: str) -> str:
        """The address in the letter that holds these words."""
        return next(address for address in re.findall(r"https?://\S+", self.text) if part in address)


def arrived(mail: Path, *, to: str = "", subject: str = "") -> list[Letter]:
    """Every letter so far to this address, about this."""
    files = sorted(mail.glob("*.log")) if mail.exists() else []
    found = [read(part) for file in files for part in file.read_bytes().split(RULE)[:-1]]
    return [letter for letter in found if to in letter.to and subject in letter.subject]


def wait_for(mail: Path, *, to: str, subject: str) -> Letter:
    """The letter, as soon as the worker has delivered it."""
    return until(lambda: arrived(mail, to=to, subject=subject), f"no letter about “{subject}” reached {to}")[-1]


def until(condition: Callable[[], Found], otherwise: str, seconds: int = 60) -> Found:
    """What the condition finds, as soon as it finds something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(otherwise)


def read(raw: bytes) -> Letter:
    message = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    return Letter(
        to=str(message["To"]), subject=str(message["Subject"]).strip(), text=body.get_content() if body else ""
    )
