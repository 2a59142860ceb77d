"""Public pages that are made once for everybody who would see the same.

In the opening minute a list is asked for far more often than it changes. What stands on such a page may be
PAGE_SECONDS old; no decision reads it: every form that is sent, every private page and every rule asks the database.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import escape
from django.views.decorators.cache import cache_control, cache_page
from django.views.decorators.vary import vary_on_headers

from events.foundation import languages

PAGES = "pages"

View = Callable[..., HttpResponse]
Value = TypeVar("Value")


def shared(view: View) -> View:
    """Keep the answer for visitors with the same cookies: most have none, the rest that of a display or a language.

    Browsers ask again each time, so a page is never older than on the server, and a changed display shows at once.
    """
    kept = cache_page(settings.PAGE_SECONDS, cache=PAGES)(vary_on_headers("Cookie", "HX-Request")(view))
    return cache_control(max_age=0, no_cache=True)(kept)


def kept(key: str, make: Callable[[], Value]) -> Value:
    """What every public page shows alike, made once in PAGE_SECONDS a process."""
    return cast(Value, caches[PAGES].get_or_set(key, make, settings.PAGE_SECONDS))


def empty_form(
    request: HttpRequest, key: str, make: Callable[[Mapping[str, str]], str], own: Mapping[str, str]
) -> HttpResponse:
    """The page of an empty form, alike for all but for its CSRF token and the hidden values in `own`.

    `make` writes the page with the values it is given: marks, in whose places each visitor's own are put. Whoever may
    see something else on it (staff, somebody to whom a message is still to be said, a query) has it made anew.
    """
    values = {**own, "csrf_token": get_token(request)}
    if request.GET or {"messages", settings.SESSION_COOKIE_NAME} & request.COOKIES.keys():
        return HttpResponse(make(values))
    marks = {name: f"own-{name}-here" for name in values}
    look = f"{languages.current()}:{getattr(request, 'display', '')}"
    text = kept(f"{key}:{look}", lambda: make(marks))
    for name, value in values.items():
        text = text.replace(marks[name], escape(value))
    return HttpResponse(text)
