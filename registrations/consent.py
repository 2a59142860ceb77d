"""The consent that residents give; its text stands in templates/registrations/includes/consent.html.

Whoever changes that text gives it a new version here: each sign-up keeps the version it agreed to.
"""

from events.foundation import sms

VERSION = "2026-3"
# With the sentence about the provider of text messages, where this portal sends some.
WITH_TEXT_MESSAGES = "2026-3-sms"


def version() -> str:
    """The version of the text that a resident reads at present."""
    return WITH_TEXT_MESSAGES if sms.is_on() else VERSION
