"""The public pages: the sign-up of a session, and everything behind a private link. Nobody signs in here."""

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events import ics
from events.foundation import clock, languages, limits, sms
from events.models import Session
from registrations import circles, consent, entries, notify, progress, signups
from registrations.forms import SignupForm
from registrations.models import Draw
from registrations.private import private

# A family has one telephone; a program has time.
SIGNUPS_AN_HOUR = 20
HOUR = 3600
PUBLIC = circles.marked(Session.objects.public()).select_related("unit", "point__plan").prefetch_related("quotas")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request, pk):
    session, now = get_object_or_404(PUBLIC, pk=pk), clock.now()
    form = SignupForm(request.POST or None, session=session, initial={"request_key": signups.new_request_key()})
    if request.method == "POST" and form.is_valid() and (entry := _sign_up(session, form, now)):
        messages.success(request, _("Your sign-up has arrived. Keep the address of this page."))
        return redirect(entry)
    context = {
        "session": session,
        "form": form,
        "why_not": "" if session.takes_signups(now) else signups.why_not(session, now=now)[1],
        "answer_on": progress.answer_day(session),
        "draw": Draw.objects.filter(session=session).first() if session.selection == Session.Selection.DRAW else None,
        "consent_version": consent.version(),
        "sends_texts": sms.is_on(),
    }
    return render(request, "registrations/signup.html", context)


@require_safe
@private
def signup_private(request, signup):
    context = {
        "signup": signup,
        "session": signup.session,
        "progress": progress.of(signup, now=clock.now()),
        "address": f"{settings.PORTAL_URL}{signup.get_absolute_url()}",
        "is_texted": not signup.email and notify.is_reached(signup),
    }
    return render(request, "registrations/private.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def signup_cancel(request, signup):
    """One step: the button stands on the private page. Whoever follows a link here is shown that button."""
    if request.method == "POST":
        try:
            signups.cancel(signup, now=clock.now())
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, _("Your sign-up is cancelled. Thank you for making room for others."))
        return redirect(signup)
    return redirect(f"{signup.get_absolute_url()}#cancel")


@require_safe
@private
def signup_calendar(request, signup):
    """The session for the person's calendar, with its public address: calendars are shared, the private link is not."""
    session = signup.session
    address = f"{settings.PORTAL_URL}{session.get_absolute_url()}"
    text = ics.calendar(session, address=address, changes=session.change_filings.count(), now=clock.now())
    name = content_disposition_header(True, f"{session.title}.ics")
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name})


@require_safe
@private
def signup_code(request, signup):
    """The code as a QR picture, for the door."""
    picture = io.BytesIO()
    segno.make(signup.code, micro=False).save(picture, kind="svg", scale=8, border=2, dark="#000", light="#fff")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _sign_up(session, form, now):
    """The entry, or None with the reason on the form: nothing that was typed is lost."""
    typed = form.cleaned_data
    if not limits.allow(f"signup:{session.pk}:{entries.phone_index(typed['phone'])}", SIGNUPS_AN_HOUR, HOUR):
        form.add_error("phone", _("This number has been used many times just now. Please try again in an hour."))
        return None
    try:
        return signups.sign_up(session, now=now, language=languages.current(), **typed)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
