"""The call list of one session: whom to call, about what, and who has told whom already."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.foundation import clock
from events.models import Session
from registrations import calls
from registrations.models import Signup

TEMPLATE = "registrations/desk/calls.html"


def page(admin, request, session: Session):
    if request.method == "POST":
        signup = get_object_or_404(Signup, pk=request.POST.get("signup") or 0, session=session)
        calls.tell(signup, by=request.user, now=clock.now())
        messages.success(request, _("Recorded: told by telephone."))
        return HttpResponseRedirect(request.path)
    told = Signup.objects.standing().filter(session=session, told_at__isnull=False, letter=None, told_by__isnull=False)
    context = {
        **admin.context_of(request, session),
        "title": _("Call list"),
        "to_call": calls.of(session),
        "guests_to_call": session.invitations.to_call().count(),
        "invitations_url": reverse("admin:registrations_session_page", args=[session.pk, "invitations"]),
        "told": told.select_related("told_by").order_by("-told_at"),
    }
    return TemplateResponse(request, TEMPLATE, context)
