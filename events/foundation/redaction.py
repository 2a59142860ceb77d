"""Letters as others than their readers may see them."""

import re

from events.foundation import crypto

# A part of an address that nobody could guess: whoever has it may act as the reader (a private link, a new password).
SECRET_PART = re.compile(r"(https?://\S*?/)(?:[A-Za-z0-9_-]{20,}|[A-Za-z0-9]+-[0-9a-f]{20,})(?=[/?\s]|$)")
SECRET_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


def address(channel: str, to: str) -> str:
    """The address of a letter, masked; names of units and people of the desk stay."""
    if channel == "email" or "@" in to:
        return crypto.mask_email(to)
    return crypto.mask_phone(to) if channel == "sms" else to


def shown(text: str, owner: str) -> str:
    """The text of a letter as staff may read it; a code that proves a contact is its reader's alone (`code:12`)."""
    return links(SECRET_CODE.sub("******", text) if owner.startswith("code:") else text)


def links(text: str) -> str:
    """The text with the secret part of every link hidden."""
    return SECRET_PART.sub(r"\1***", text)
