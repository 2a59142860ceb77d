"""How a channel says that a letter did not leave, in words that may be read in lists and logs."""

import re

from events.foundation.crypto import mask_phone

LONGEST = 500
# A run of digits that may be a telephone number, also with blanks or hyphens within.
NUMBER = re.compile(r"\+?\d(?:[ -]?\d){6,}")


class ChannelError(Exception):
    """The letter did not leave. `permanent`: trying again is no use. `uncertain`: it may have left all the same."""

    def __init__(self, text: str, *, permanent: bool = False, uncertain: bool = False) -> None:
        super().__init__(text)
        self.permanent = permanent
        self.uncertain = uncertain


def safe(text: str, *secrets: str) -> str:
    """What another machine said, on one line, without these secrets and without a whole telephone number."""
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    return NUMBER.sub(lambda found: mask_phone(found[0]), " ".join(text.split()))[:LONGEST]
