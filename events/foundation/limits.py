"""How often something may be done, kept in the shared cache, so that all web processes count together."""

from django.conf import settings
from django.core.cache import cache

from events.foundation.crypto import index

HOUR = 3600


def allow(key: str, times: int, seconds: int) -> bool:
    """Take one of the places that `key` has, at most `times` in any `seconds`; False when all are taken.

    Each place frees itself after its own seconds, in every cache Django has (counting up would not: two of its caches
    then forget when the count ends). The key is hashed: it may hold a phone number or an address. LIMITS switches all
    of them off, for measurements only.
    """
    if not settings.LIMITS:
        return True
    places = [f"limit:{index(key, purpose='limit')}:{number}" for number in range(times)]
    taken = cache.get_many(places)
    return any(cache.add(place, True, seconds) for place in places if place not in taken)
