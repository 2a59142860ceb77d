"""The inbox of the desk: every letter to the person who is signed in, and the ways on which copies go out."""

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from events import inbox
from events.admin.steps import dress
from events.foundation import clock, sms, wording
from events.models import Message, Staff

ROWS_A_PAGE = 30


def urls(site):
    return [
        path("inbox/", site.admin_view(inbox_page), name="inbox"),
        path("inbox/read/", site.admin_view(read_all), name="inbox_read_all"),
        path("inbox/ways/", site.admin_view(ways), name="inbox_ways"),
        path("inbox/<int:pk>/", site.admin_view(letter), name="inbox_letter"),
    ]


@require_safe
def inbox_page(request):
    """The newest first; what was not opened yet is set in bold and says so."""
    page = Paginator(Message.objects.inbox_of(request.user), ROWS_A_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.title = wording.title(row.app, row.letter)
    return answer(request, "desk/inbox.html", _("Inbox"), page=page)


@require_safe
def letter(request, pk):
    """One letter; whoever opens it has read it."""
    row = get_object_or_404(Message.objects.inbox_of(request.user), pk=pk)
    inbox.read(row, by=request.user, now=clock.now())
    row.title = wording.title(row.app, row.letter)
    return answer(request, "desk/inbox_letter.html", row.title, row=row)


@require_POST
def read_all(request):
    inbox.read_all(by=request.user, now=clock.now())
    return HttpResponseRedirect(reverse("admin:inbox"))


class WaysForm(forms.ModelForm):
    class Meta:
        model = Staff
        fields = ["by_email", "by_sms"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        staff = self.instance
        self.fields["by_email"].help_text = (
            _("To %(address)s. The office keeps the addresses.") % {"address": staff.email}
            if staff.email
            else _("The office has no e-mail address of yours: letters lie in the inbox only.")
        )
        self.fields["by_sms"].help_text = self._about_sms(staff.phone)
        dress(self)

    def _about_sms(self, phone):
        if not sms.is_on():
            return _("This portal sends no text messages at present.")
        if not sms.is_mobile(phone):
            return _("The office has no mobile number of yours.")
        return _("A short text to %(phone)s.") % {"phone": phone}


def ways(request):
    """On which ways copies of the letters go to the person, beside the inbox."""
    given = (request.POST,) if request.method == "POST" else ()
    form = WaysForm(*given, instance=Staff.objects.get(pk=request.user.pk))
    if given and form.is_valid():
        inbox.choose_ways(form.instance, **form.cleaned_data, now=clock.now())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("admin:inbox"))
    return answer(request, "desk/inbox_ways.html", _("Ways of my letters"), form=form, inbox_url=reverse("admin:inbox"))


def answer(request, template, title, **more):
    return TemplateResponse(request, template, {**admin.site.each_context(request), "title": title, **more})
