"""The public pages on which a contact is proved: the code of a sign-up, a lost link, another contact."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.foundation import clock, contact_codes, languages, limits, visitors
from events.foundation.limits import HOUR
from registrations import gate, lost, new_contact, revisions, verifying, views
from registrations.forms import CodeForm, LostForm, NewContactForm, form_of
from registrations.private import private, private_check, private_pending
from registrations.private_views import CHANGES_AN_HOUR

# A refused code leads to the page again by its address: what a form answered would be gone for the back button.


@require_http_methods(["GET", "HEAD", "POST"])
@private_pending
def code_page(request, pending):
    """Where the code is typed; afterwards its address leads to the entry, so that sending twice is sending once."""
    check, now = pending.contact, clock.now()
    if pending.signup:
        return redirect(pending.signup)
    if request.method == "POST":
        _try(request, check, now)
    if check.verified_at:
        return _entered(request, pending, now)
    if request.method == "POST":
        return redirect("registrations:code", check.token)
    context = {"session": pending.session, "pending": pending, "check": check}
    return render(request, "registrations/code.html", context | _waits(check, now))


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
    typed = verifying.typed(pending)
    return views.signup(request, pk=pending.session_id, form_class=form_of(typed), kept=typed)


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
    now = clock.now()
    if request.method == "POST":
        _try(request, check, now)
        return redirect("registrations:lost_code", check.token)
    if lost.is_open(check, now=now):
        return render(request, "registrations/found.html", {"check": check, "signups": lost.entries_of(check, now=now)})
    return render(request, "registrations/lost_code.html", {"check": check} | _waits(check, now))


@require_POST
@private_check
def lost_again(request, check):
    _send_again(request, lambda: lost.send(check, now=clock.now()))
    return redirect("registrations:lost_code", check.token)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def contact(request, signup):
    """Another contact for one that was verified: a code goes there first."""
    if not revisions.is_open(signup, now=clock.now()) or not revisions.has_fixed_contact(signup):
        return redirect("registrations:signup_change", signup.token)
    form = NewContactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (check := _begun(signup, form, clock.now())):
        return redirect("registrations:contact_code", signup.token, check.token)
    return render(request, "registrations/contact.html", {"signup": signup, "session": signup.session, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@private
def contact_code(request, signup, code):
    now, check = clock.now(), new_contact.find(signup, code)
    if check is None:  # the other of two clicks has done it, or its day is over
        return redirect(signup)
    if request.method == "POST":
        _try(request, check, now)
        if not check.verified_at:
            return redirect("registrations:contact_code", signup.token, check.token)
        _take_over(request, signup, check, now)
        return redirect(signup)
    context = {"signup": signup, "session": signup.session, "check": check}
    return render(request, "registrations/contact_code.html", context | _waits(check, now))


@require_POST
@private
def contact_again(request, signup, code):
    if check := new_contact.find(signup, code):
        _send_again(request, lambda: new_contact.send(signup, check, now=clock.now()))
    return redirect("registrations:contact_code", signup.token, code)


def _begun(signup, form, now):
    """The page of the code; else None, with the reason on the form."""
    try:
        if not limits.allow(f"change:{signup.pk}", CHANGES_AN_HOUR, HOUR):
            raise ValidationError(_("This was changed many times just now. Please try again in an hour."))
        return new_contact.ask(signup, contact=form.cleaned_data["contact"], language=languages.current(), now=now)
    except ValidationError as refused:
        form.add_error(None if refused.code == "closed" else "contact", refused.messages)
        return None


def _take_over(request, signup, check, now):
    try:
        new_contact.settle(signup, check, now=now)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    else:
        messages.success(request, _("The new contact is on record. The old one has been told of the change."))


def _waits(check, now):
    return {
        "form": CodeForm.after(contact_codes.refusal(check, now=now)),
        "minutes": contact_codes.MINUTES,
        "wait": contact_codes.seconds_to_wait(check, now=now),
    }


def _try(request, check, now):
    """Prove the contact by what was typed. The page says why it failed; the other of two clicks finds it done."""
    try:
        contact_codes.verify(check, request.POST.get("code", ""), now=now)
    except ValidationError as refused:
        check.refresh_from_db()
        if not check.verified_at and not contact_codes.refusal(check, now=now):
            messages.error(request, refused.messages[0])
    else:
        check.refresh_from_db()


def _entered(request, pending, now):
    """The entry; where the rule refuses it, the form with the reason and all that was typed."""
    typed = verifying.typed(pending)
    form = form_of(typed)(typed, session=pending.session, now=now)
    if form.is_valid():
        with transaction.atomic():
            if entry := views.enter(pending.session, form, now, is_verified=True):
                verifying.settle(pending, entry, now=now)
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
