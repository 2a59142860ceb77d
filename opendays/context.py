from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events import identity
from events.foundation import sharing
from events.models import Portal, Unit
from opendays.display import Colours, Display

PLAN_PAGES = {"plans", "plan", "column", "column_part"}


def portal(request):
    """What every page may name: the portal itself, the office that runs it, the way around."""
    own = SimpleLazyObject(lambda: identity_of(request))
    return {
        "portal": own,
        "PORTAL_NAME": SimpleLazyObject(lambda: own.full_name),
        "identity_css": SimpleLazyObject(lambda: identity.stylesheet_address(own)),
        "band_colour": SimpleLazyObject(lambda: identity.band_colour(own)),
        "display": display_of(request),
        "all_colours": Colours,
        "all_languages": settings.LANGUAGES,
        "page_to_correct": page_to_correct(request),
        "PORTAL_URL": settings.PORTAL_URL,
        "office": SimpleLazyObject(lambda: sharing.kept("office", office)),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
    }


def identity_of(request) -> Portal:
    """As it is now for staff, who may have changed it just now; for the public, a few seconds old at most."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return identity.current()
    return sharing.kept("identity", identity.current)


def office() -> Unit | None:
    """The transparency office, which stands at the foot of every page."""
    return Unit.objects.filter(kind=Unit.Kind.OFFICE).order_by("pk").first()


def portal_name(request) -> str:
    """The name for the desk, which asks twice a page."""
    if not hasattr(request, "portal_name"):
        request.portal_name = identity.current().full_name
    return request.portal_name


def page_to_correct(request) -> str:
    """The address of this page as it goes into an error report: without its query, and never a private one.

    Whatever is captured of an address besides numbers may be somebody's secret (a sign-up's token, a card's number),
    and is left out with what follows; the parts of a column are words of our own.
    """
    match = getattr(request, "resolver_match", None)
    if match is None or match.url_name in {"column", "column_part"}:
        return request.path
    is_open = all(isinstance(value, int) for value in match.captured_kwargs.values())
    return request.path if is_open else "/" + match.route.partition("<")[0]


def display_of(request) -> Display:
    """An error may come before the middleware that reads it."""
    return getattr(request, "display", Display())


def navigation(request) -> list[dict]:
    """The five doors of the portal, without the plans for the elderly; the one where this page lies is marked."""
    doors = [
        (_("Home"), "home", {"home"}),
        (_("Sessions"), "events:sessions", {"sessions", "session", "announcement", "report", "evaluation", "signup"}),
        (pgettext("navigation", "Opinions"), "feedback:adoptions", {"adoptions", "opinion"}),
        *([] if display_of(request).is_elderly else [(_("Plans"), "events:plans", PLAN_PAGES)]),
        (_("About"), "about", {"about"}),
    ]
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match else ""
    return [{"label": label, "url": reverse(name), "is_here": here in names} for label, name, names in doors]
