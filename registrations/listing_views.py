"""The public pages of a listing (公示): the masked list for its days, and the form by which somebody objects."""

import secrets

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.foundation import clock, languages, limits, visitors
from events.models import Session
from registrations import listings
from registrations.forms import ObjectionForm

PUBLIC = Session.objects.public().select_related("unit", "point__plan")
OBJECTIONS_AN_HOUR = 20


@never_cache
@require_safe
def listing(request, pk):
    """Once its days are over the page says so, with no name on it, and search engines are told that it is gone."""
    session, now = get_object_or_404(PUBLIC, pk=pk), clock.now()
    shown = listings.shown(session, now=now)
    context = {"session": session, "listing": shown, "rows": listings.listed(session) if shown else []}
    return render(request, "registrations/listing.html", context, status=200 if shown else 410)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request, pk):
    session, now = get_object_or_404(PUBLIC, pk=pk), clock.now()
    shown = listings.shown(session, now=now)
    form = ObjectionForm(request.POST or None, initial={"request_key": secrets.token_urlsafe(24)})
    if request.method == "POST" and form.is_valid() and _object(request, session, form, now):
        return redirect("registrations:objection_thanks", session.pk)
    return render(request, "registrations/objection.html", {"session": session, "listing": shown, "form": form})


@never_cache
@require_safe
def thanks(request, pk):
    session = get_object_or_404(PUBLIC, pk=pk)
    answer_on = listings.answer_day(session, today=clock.today())
    return render(request, "registrations/objection_thanks.html", {"session": session, "answer_on": answer_on})


def _object(request, session, form, now):
    """The objection, or None with the reason on the form: nothing that was typed is lost."""
    if not limits.allow(f"objection:{visitors.network(request)}", OBJECTIONS_AN_HOUR, limits.HOUR):
        form.add_error(None, _("Very many reports come from your network just now. Please send yours again later."))
        return None
    try:
        return listings.object_to(session, now=now, language=languages.current(), **form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
