"""How a visitor wants the pages to look: kept in a cookie of that browser, and nowhere else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

COOKIE = "display"
COOKIE_AGE = 365 * 24 * 3600
ELDERLY = "elderly"


class Colours(models.TextChoices):
    SYSTEM = "system", _("as on this device")
    LIGHT = "light", _("light")
    DARK = "dark", _("dark")
    CONTRAST = "contrast", _("high contrast")


@dataclass(frozen=True)
class Display:
    """The version for the elderly (长者版) or the standard one, and the colours."""

    is_elderly: bool = False
    colours: Colours = Colours.SYSTEM

    @classmethod
    def read(cls, text: str) -> "Display":
        """From the cookie; words that mean nothing are passed over, because anybody can write them there."""
        words = text.split("-")
        colours = next((colours for colours in Colours if colours.value in words), Colours.SYSTEM)
        return cls(is_elderly=ELDERLY in words, colours=colours)

    @classmethod
    def of(cls, request: HttpRequest) -> "Display":
        return cls.read(request.COOKIES.get(COOKIE, ""))

    def __str__(self) -> str:
        """As it stands in the cookie."""
        return "-".join([*([ELDERLY] if self.is_elderly else []), self.colours.value])

    def changed(self, wanted: Mapping[str, str]) -> "Display":
        """As one button of the display bar asks: it names what it changes, the rest stays."""
        display = self
        if "elderly" in wanted:
            display = replace(display, is_elderly=wanted["elderly"] == "on")
        if wanted.get("colours") in Colours.values:
            display = replace(display, colours=Colours(wanted["colours"]))
        return display


def remembered(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: every request knows its display, and no cache gives a page of one display to another."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.display = Display.of(request)  # type: ignore[attr-defined]
        response = get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
