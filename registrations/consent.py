"""The consent that residents give; its text stands in templates/registrations/includes/consent.html.

Whoever changes that text gives it a new version here: each sign-up keeps the version it agreed to.
"""

from events.foundation import sms
from registrations.models import Signup

VERSION = "2026-3"
# With the sentence about the provider of text messages, where this portal sends some.
WITH_TEXT_MESSAGES = "2026-3-sms"


def version() -> str:
    """The version of the text that a resident reads at present."""
    return WITH_TEXT_MESSAGES if sms.is_on() else VERSION


def form_of(source: str, *, by_staff: bool) -> str:
    """In which form the consent was given: on the page, by word of mouth to staff, or in the letter that they read."""
    if not by_staff:
        return Signup.ConsentForm.ONLINE
    return Signup.ConsentForm.WRITTEN if source == Signup.Source.LETTER else Signup.ConsentForm.ORAL
