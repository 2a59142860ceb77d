"""Where a request comes from: the address by which visitors are counted, and which no header can forge."""

import ipaddress
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def address(request: HttpRequest) -> str:
    """The client's address: that of the line, or, where the line comes from one of TRUSTED_PROXIES, the last one in
    X-Forwarded-For that is none of them. What a client wrote there itself stands further left and is never reached.
    """
    line = request.META.get("REMOTE_ADDR", "")
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    found = _read(line)
    while found and _is_trusted(found) and hops:
        if (before := _read(hops.pop())) is None:
            break
        found = before
    return str(found) if found else line


def network(request: HttpRequest) -> str:
    """By what visitors are counted together: a household has a whole /64 of IPv6 addresses."""
    text = address(request)
    found = _read(text)
    return str(ipaddress.ip_network((found, 64), strict=False)) if found and found.version == 6 else text


@lru_cache(maxsize=4)
def networks(texts: tuple[str, ...]) -> tuple[Network, ...]:
    """ValueError for what is no address and no network."""
    return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts)


def _is_trusted(found: Address) -> bool:
    return any(found in one for one in networks(tuple(settings.TRUSTED_PROXIES)))


def _read(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
