from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error


def clock_is_real(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[Error]:
    """A portal that serves people reads the real clock."""
    if settings.CLOCK_FILE:
        return [
            Error(
                f"The clock is read from {settings.CLOCK_FILE}.",
                hint="CLOCK_FILE is for tests and demonstrations: unset it.",
                id="opendays.E001",
            )
        ]
    return []


def keys_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[Error]:
    """A portal that serves people gets its keys from its operator, who keeps copies of them."""
    if settings.DEMO:
        return [
            Error(
                "This is a demo: its keys are made in var/ and only this machine is answered.",
                hint="Set ALLOWED_HOSTS, PORTAL_URL, SECRET_KEY, FIELD_KEYS and INDEX_KEY.",
                id="opendays.E002",
            )
        ]
    return []
