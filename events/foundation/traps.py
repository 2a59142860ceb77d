"""What programs fall into and people do not: a form that is sent sooner than anybody could fill it in."""

from datetime import datetime

from django.conf import settings
from django.core import signing

SALT = "form.opened"


def stamp(now: datetime) -> str:
    """The moment at which a form was opened, signed, for a hidden field of it."""
    return signing.dumps(int(now.timestamp()), salt=SALT)


def is_stamp(text: str) -> bool:
    return _opened(text) is not None


def is_too_quick(text: str, now: datetime) -> bool:
    """Whether less than FORM_SECONDS lie between opening and sending, or nobody opened the form."""
    if not settings.FORM_SECONDS:
        return False
    opened = _opened(text)
    return opened is None or now.timestamp() - opened < settings.FORM_SECONDS


def _opened(text: str) -> int | None:
    try:
        found = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None
