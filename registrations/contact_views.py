"""The public pages on which a contact is proved: the code of a sign-up, and the way back to a lost link."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.foundation import clock, contact_codes, languages, limits, visitors
from events.foundation.limits import HOUR
from registrations import gate, lost, verifying, views
from registrations.forms import CodeForm, LostForm, SignupForm
from registrations.private import private_check, private_pending


@require_http_methods(["GET", "HEAD", "POST"])
@private_pending
def code_page(request, pending):
    """Where the code is typed; afterwards its address leads to the entry, so that sending twice is sending once."""
    form, now = CodeForm(request.POST or None), clock.now()
    if pending.signup:
        return redirect(pending.signup)
    if pending.contact.verified_at or (request.method == "POST" and form.is_valid() and _proved(pending, form, now)):
        return _entered(request, pending, now)
    context = {"session": pending.session, "pending": pending, "check": pending.contact, "form": form, "now": now}
    return render(request, "registrations/code.html", context | _waits(pending.contact, now))


@require_POST
@private_pending
def code_again(request, pending):
    if not pending.signup:
        _send_again(request, lambda: verifying.send(pending, now=clock.now()))
    return redirect("registrations:code", pending.contact.token)


@require_http_methods(["GET", "HEAD", "POST"])
@private_pending
def edit(request, pending):
    """The form as it was filled in, to be mended and sent once more."""
    if pending.signup:
        return redirect(pending.signup)
    return views.signup(request, pk=pending.session_id, kept=verifying.typed(pending))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request):
    """Whatever contact is entered, a code goes there: only who reads it learns what is registered."""
    form, now = LostForm(request.POST or None), clock.now()
    if request.method == "POST" and form.is_valid() and (check := _asked(request, form, now)):
        return redirect("registrations:lost_code", check.token)
    return render(request, "registrations/lost.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@private_check
def lost_code(request, check):
    form, now = CodeForm(request.POST or None), clock.now()
    if request.method == "POST" and form.is_valid() and not lost.is_open(check, now=now):
        try:
            contact_codes.verify(check, form.cleaned_data["code"], now=now)
        except ValidationError as refused:
            form.add_error("code", refused)
        else:
            return redirect("registrations:lost_code", check.token)
    if lost.is_open(check, now=now):
        return render(request, "registrations/found.html", {"check": check, "signups": lost.entries_of(check, now=now)})
    return render(request, "registrations/lost_code.html", {"check": check, "form": form} | _waits(check, now))


@require_POST
@private_check
def lost_again(request, check):
    _send_again(request, lambda: lost.send(check, now=clock.now()))
    return redirect("registrations:lost_code", check.token)


def _waits(check, now):
    return {"minutes": contact_codes.MINUTES, "wait": contact_codes.seconds_to_wait(check, now=now)}


def _proved(pending, form, now):
    """Whether the code was right; the other of two clicks finds its contact proved."""
    try:
        contact_codes.verify(pending.contact, form.cleaned_data["code"], now=now)
    except ValidationError as refused:
        pending.contact.refresh_from_db()
        if pending.contact.verified_at:
            return True
        form.add_error("code", refused)
        return False
    pending.contact.refresh_from_db()
    return True


def _entered(request, pending, now):
    """The entry; where the rule refuses it, the form with the reason and all that was typed."""
    form = SignupForm(verifying.typed(pending), session=pending.session)
    if form.is_valid():
        with transaction.atomic():
            if entry := views.enter(pending.session, form, now):
                verifying.settle(pending, entry, now=now)
                messages.success(request, _("Your sign-up has arrived. Keep the address of this page."))
                return redirect(entry)
    for text in form.non_field_errors():
        messages.error(request, text)
    return redirect("registrations:code_edit", pending.contact.token)


def _send_again(request, send):
    try:
        send()
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("A new code is on its way. The one before works no more."))


def _asked(request, form, now):
    """The page of the code; else None, with the reason on the form."""
    try:
        gate.not_too_quick(request.POST, now=now)
        if not limits.allow(f"lost:{visitors.network(request)}", gate.LOST_OF_A_NETWORK, HOUR):
            raise ValidationError(_("This has been asked for many times just now. Please try again in an hour."))
        return lost.ask(form.cleaned_data["contact"], language=languages.current(), now=now)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return None
