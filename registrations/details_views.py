"""The page behind the private link on which the selected give what only they are asked."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.foundation import clock
from registrations import details
from registrations.forms import DetailsForm
from registrations.private import private


@require_http_methods(["GET", "HEAD", "POST"])
@private
def give(request, signup):
    now = clock.now()
    wanted, until = details.wanted(signup), details.until(signup.session)
    if not wanted:
        return redirect(signup)
    form = DetailsForm(request.POST or None, signup=signup)
    if request.method == "POST" and form.is_valid() and _given(signup, form, now):
        messages.success(request, _("Thank you, we have what we need for the day."))
        return redirect(signup)
    context = {"signup": signup, "session": signup.session, "form": form, "until": until, "is_open": now < until}
    return render(request, "registrations/details.html", context)


def _given(signup, form, now):
    """Whether it was kept; else the faults stand at their fields, and nothing typed is lost."""
    try:
        return details.give(signup, form.cleaned_data, now=now)
    except ValidationError as refused:
        form.refuse(refused)
        return None
