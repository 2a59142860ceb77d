"""The links for helpers at the desk: made one for each, scanned from the screen, taken back."""

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.steps import StepForm, put
from events.foundation import clock
from events.models import Session
from registrations import door_links

TEMPLATE = "registrations/desk/door_helpers.html"


class MakeForm(StepForm):
    label = forms.CharField(
        label=_("Who stands at the door"),
        max_length=door_links.LABEL_LENGTH,
        help_text=_("The name stands wherever this helper lets somebody in."),
    )


def page(admin, request, session: Session):
    now = clock.now()
    known = {"subject": session, "staff": request.user, "now": now}
    wanted = request.POST.get("act", "")
    form = MakeForm(request.POST if wanted == "make" else None, **known)
    if wanted == "make" and form.is_valid() and made(form, session, by=request.user, now=now):
        messages.success(request, gettext("The link is made. Let the helper's phone scan it from this screen."))
        return HttpResponseRedirect(request.path)
    if wanted == "revoke":
        link = get_object_or_404(session.door_links.select_related("session"), pk=request.POST.get("link") or 0)
        door_links.revoke(link, by=request.user, now=now)
        messages.success(request, gettext("The link is taken back: it shows and records nothing any more."))
        return HttpResponseRedirect(request.path)
    context = {
        **admin.context_of(request, session),
        "title": gettext("Helpers at the door"),
        "form": form,
        "links": [shown(link, now) for link in session.door_links.select_related("session").filter(erased_at=None)],
        "has_https": settings.HTTPS or "//127.0.0.1" in settings.PORTAL_URL or "//localhost" in settings.PORTAL_URL,
    }
    return TemplateResponse(request, TEMPLATE, context)


def made(form: MakeForm, session: Session, *, by, now) -> bool:
    try:
        door_links.make(session, by=by, now=now, **form.cleaned_data)
    except ValidationError as refused:
        put(form, refused)
        return False
    return True


def shown(link, now) -> dict:
    address = f"{settings.PORTAL_URL}{link.get_absolute_url()}"
    picture = segno.make(address, error="m", micro=False)
    return {
        "link": link,
        "address": address,
        "picture": picture.svg_data_uri(scale=4, border=2, dark="#000", light="#fff"),
        "is_open": link.is_open(now),
    }
