from django.conf import settings


def portal(request):
    """What every page may name: the portal itself."""
    return {"PORTAL_NAME": settings.PORTAL_NAME, "PORTAL_URL": settings.PORTAL_URL}
