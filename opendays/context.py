from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from events.models import Unit


def portal(request):
    """What every page may name: the portal itself, the office that runs it, the way around."""
    return {
        "PORTAL_NAME": settings.PORTAL_NAME,
        "PORTAL_URL": settings.PORTAL_URL,
        "office": SimpleLazyObject(lambda: Unit.objects.filter(kind=Unit.Kind.OFFICE).order_by("pk").first()),
        "navigation": SimpleLazyObject(lambda: navigation(request)),
    }


def navigation(request) -> list[dict]:
    """The five doors of the portal; the one behind which this page lies is marked."""
    doors = [
        (_("Home"), "home", {"home"}),
        (_("Sessions"), "events:sessions", {"sessions", "session", "announcement", "report", "evaluation", "signup"}),
        (_("Adoption of opinions"), "feedback:adoptions", {"adoptions", "opinion"}),
        (_("Plans"), "events:plans", {"plans", "plan", "column", "column_part"}),
        (_("About"), "about", {"about"}),
    ]
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match else ""
    return [{"label": label, "url": reverse(name), "is_here": here in names} for label, name, names in doors]
