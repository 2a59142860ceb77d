"""What a person does behind the private link: answers an offer, confirms, changes; and what a calendar follows."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events import ics
from events.foundation import clock, limits
from registrations import confirmation, feed, offers, revisions
from registrations.forms import ChangeForm
from registrations.models import Signup
from registrations.private import private, private_feed

# A slip is mended more than once; nobody's mailbox is filled from here.
CHANGES_AN_HOUR = 6


@require_http_methods(["GET", "HEAD", "POST"])
@private
def offer(request, signup):
    """The answer to an offered place, in one step. Whoever follows a link of the letter here is shown the buttons."""
    if request.method == "POST":
        answer, now = request.POST.get("answer"), clock.now()
        try:
            if answer == "accept":
                offers.accept(signup, now=now)
                messages.success(request, _("The place is yours."))
            elif answer in ("stay", "leave"):
                offers.decline(signup, stays=answer == "stay", now=now)
                messages.success(request, _("Thank you for answering: the place goes to the next on the list."))
        except ValidationError as refused:
            messages.error(request, f"{refused.messages[0]}{_first_link()}")
        return redirect(signup)
    return redirect(f"{signup.get_absolute_url()}#offer")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def confirm(request, signup):
    if request.method == "POST":
        try:
            confirmation.confirm(signup, now=clock.now())
        except ValidationError as refused:
            messages.error(request, f"{refused.messages[0]}{_first_link()}")
        else:
            messages.success(request, _("Thank you. We look forward to you."))
        return redirect(signup)
    return redirect(f"{signup.get_absolute_url()}#confirm")


@require_http_methods(["GET", "HEAD", "POST"])
@private
def change(request, signup):
    now = clock.now()
    if not revisions.is_open(signup, now=now):
        return redirect(signup)
    form = ChangeForm(request.POST or None, signup=signup)
    if request.method == "POST" and form.is_valid() and _revise(signup, form, now):
        messages.success(request, _("Your sign-up is changed."))
        return redirect(signup)
    return render(request, "registrations/change.html", {"signup": signup, "session": signup.session, "form": form})


@require_safe
@private_feed
def feed_of(request, signup):
    """The session as this person's calendar follows it, with its public address alone."""
    session = signup.session
    entry = signup.standing_entry
    text = ics.calendar(
        session,
        address=f"{settings.PORTAL_URL}{session.get_absolute_url()}",
        changes=session.change_filings.count(),
        now=clock.now(),
        tentative=entry.state != Signup.State.SELECTED,
        called_off=entry.state not in feed.EXPECTING,
        followed=True,
    )
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _first_link() -> str:
    """The same words for everybody: the page does not tell who signed up twice."""
    return _(" If you signed up more than once, open the link of the letter that you got about this.")


def _revise(signup, form, now) -> bool:
    if not limits.allow(f"change:{signup.pk}", CHANGES_AN_HOUR, limits.HOUR):
        form.add_error(None, _("This was changed many times just now. Please try again in an hour."))
        return False
    try:
        revisions.revise(signup, **form.values, now=now)
    except ValidationError as refused:
        form.refuse(refused)
        return False
    return True
