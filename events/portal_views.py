"""What every page leans on: the portal's own colours and pictures, and the form by which visitors report errors."""

import secrets

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import corrections, identity
from events.forms import CorrectionForm
from events.foundation import clock, limits, visitors
from events.foundation.limits import HOUR

FOR_GOOD = "public, max-age=31536000, immutable"
REPORTS_AN_HOUR = 20


@require_safe
def stylesheet(request):
    """The colours of the district. Under its fingerprint it is kept for good; an old address gets the present look."""
    css = identity.stylesheet(identity.current())
    is_current = request.GET.get("v") == identity.fingerprint(css)
    headers = {"Cache-Control": FOR_GOOD if is_current else "no-cache"}
    return HttpResponse(css, content_type="text/css; charset=utf-8", headers=headers)


@require_safe
def picture(request, name):
    """The emblem or the picture of the home page, whichever is called so."""
    portal = identity.current()
    for file in (portal.emblem, portal.home_picture):
        if file and file.called == name:
            return FileResponse(file.open(), headers={"Cache-Control": FOR_GOOD})
    raise Http404(name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request):
    """Report an error on a page; the page's address comes with the link at its foot."""
    first = {"page": request.GET.get("page", "")[: CorrectionForm.PAGE_LIMIT], "request_key": secrets.token_urlsafe(24)}
    form = CorrectionForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid() and _report(request, form):
        return redirect("events:correction_thanks")
    return render(request, "events/correction.html", {"form": form, "limit": corrections.TEXT_LIMIT})


@never_cache
@require_safe
def correction_thanks(request):
    return render(request, "events/correction_thanks.html")


def _report(request, form):
    """The report, or None with the reason on the form: nothing that was typed is lost."""
    if not limits.allow(f"correction:{visitors.network(request)}", REPORTS_AN_HOUR, HOUR):
        form.add_error(None, _("Very many reports come from your network just now. Please send yours again later."))
        return None
    try:
        return corrections.report(now=clock.now(), **form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
