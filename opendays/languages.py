"""In which language the pages speak: Chinese, until somebody chooses another, which a cookie of that browser keeps.

What the browser says it prefers is not asked: an office page opens as the office wrote it, the same for everyone whom
no choice tells apart, and the switch stands at the head of every page.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from events.foundation import languages

YEAR = 365 * 24 * 3600


def of(request: HttpRequest) -> override:
    """For as long as it is entered, every text is in the language that this visitor chose."""
    return languages.spoken(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""))


def chosen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the page is made in the chosen language, and says in which."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with of(request):
            request.LANGUAGE_CODE = languages.current()  # type: ignore[attr-defined]
            response = get_response(request)
            response.headers.setdefault("Content-Language", languages.current())
        return response

    return middleware


def remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
