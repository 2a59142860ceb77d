"""The public pages of being reminded of a livestream. Nobody signs in, and nobody takes a seat."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.foundation import clock, languages, limits, visitors
from events.foundation.limits import HOUR
from events.models import Session
from registrations import consent, watchers
from registrations.forms import WatchForm
from registrations.private import private_stream

PUBLIC = Session.objects.public().select_related("unit")
# Of one address, so that nobody is flooded; and of one network, behind which many people may sit.
OF_AN_ADDRESS, OF_A_NETWORK = 5, 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk):
    session, now = get_object_or_404(PUBLIC, pk=pk), clock.now()
    form = WatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, session, form, now):
        messages.success(request, _("You will be reminded. Each message has a link that stops it."))
        return redirect(session)
    context = {
        "session": session,
        "form": form,
        "is_open": watchers.takes_watchers(session, now=now),
        "consent_version": consent.VERSION,
    }
    return render(request, "registrations/watch.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private_stream
def watching(request, watcher):
    """What the link in the letter opens: one button, and the address is forgotten."""
    session = watcher.session
    if request.method == "POST":
        watchers.stop(watcher, now=clock.now())
        messages.success(request, _("You will not be reminded any more; your address has been erased."))
        return redirect(session)
    return render(request, "registrations/watching.html", {"watcher": watcher, "session": session})


def _asked(request, session, form, now):
    """Whether the address is remembered; else the reason stands on the form, and nothing that was typed is lost."""
    typed = form.cleaned_data
    ours = limits.allow(f"watch:{visitors.network(request)}", OF_A_NETWORK, HOUR)
    if not ours or not limits.allow(f"watch:{typed['contact'].lower()}", OF_AN_ADDRESS, HOUR):
        form.add_error(None, _("This has been asked for many times just now. Please try again in an hour."))
        return False
    try:
        watchers.ask(session, now=now, language=languages.current(), **typed)
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True
