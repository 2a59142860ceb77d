"""The pictures with which a session is passed on."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from events import identity, posters
from events.models import Session
from events.portal_views import FOR_GOOD


@require_safe
def poster(request, pk, kind):
    """Only of what is public and as announced now: an old poster would send people to the wrong place."""
    session = get_object_or_404(Session.objects.public().select_related("unit", "poster"), pk=pk)
    shown = posters.current(session, identity.current())
    if shown is None:
        raise Http404(kind)
    headers = {"Cache-Control": FOR_GOOD if request.GET.get("v") == shown.mark else "no-cache"}
    return FileResponse(shown.file(kind).open(), filename=f"{session.title}.png", headers=headers)
