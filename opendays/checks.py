from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, Warning

from events.foundation import visitors

GATEWAYS = ("console", "file", "http")  # those of foundation/sms.py, which knows models: not before the apps do


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


def gateway_is_whole(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[Error]:
    """A gateway for text messages that is none, or lacks its address or secret, is told before the first letter."""
    name = settings.SMS_GATEWAY
    if name and name not in GATEWAYS:
        hint = f"Known are: {', '.join(GATEWAYS)}; empty for none."
        return [Error(f"SMS_GATEWAY names no gateway: {name}", hint=hint, id="opendays.E003")]
    if name == "http" and not (settings.SMS_URL.startswith(("https://", "http://")) and settings.SMS_SECRET):
        return [Error("The http gateway needs SMS_URL and SMS_SECRET.", id="opendays.E004")]
    return []


def proxies_are_networks(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[Error]:
    """A proxy that is named wrongly is told before the first visitor is counted."""
    try:
        visitors.networks(tuple(settings.TRUSTED_PROXIES))
    except ValueError as error:
        hint = "Addresses or networks by comma, such as 10.0.0.0/8."
        return [Error(f"TRUSTED_PROXIES names no network: {error}", hint=hint, id="opendays.E005")]
    return []


def visitors_are_counted(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[Warning]:
    """What lets a service be filled by programs, or counts all its visitors as one."""
    found = []
    if not settings.LIMITS:
        found.append(Warning("LIMITS is off: nobody is counted.", hint="It is for measurements.", id="opendays.W001"))
    if settings.SECURE_PROXY_SSL_HEADER and not settings.TRUSTED_PROXIES:
        hint = "Name the proxy in TRUSTED_PROXIES, as a network."
        found.append(Warning("Every visitor behind the proxy is counted as the proxy.", hint=hint, id="opendays.W002"))
    return found
