"""The public pages: the sign-up of a session, and everything behind a private link. Nobody signs in here."""

import io
from datetime import timedelta

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import ics
from events.foundation import clock, languages, sharing, sms, traps, visitors
from events.models import Session
from registrations import (
    alike,
    asked_fields,
    asking,
    circles,
    consent,
    feed,
    gate,
    links,
    notify,
    progress,
    signups,
    verifying,
    window,
    yearly,
)
from registrations.forms import GroupForm, SignupForm
from registrations.models import Draw
from registrations.private import private

# As long as whoever has just signed up, or comes back to see, reads first that it has arrived. The page says it, and no
# cookie, which the busiest address would have to write.
NEW = timedelta(minutes=10)
PUBLIC = (
    circles.marked(yearly.with_limit(Session.objects.public()))
    .select_related("unit", "point__plan", "terms")
    .prefetch_related("quotas")
)
# What the rules of a sign-up read of a session, and no text of it: a sent form is the busiest address of all.
RULES = (
    "state", "mode", "selection", "capacity", "seats_taken", "companions_max", "starts_at", "ends_at",
    "signup_opens_at", "signup_closes_at", "title", "unit", "point",
)  # fmt: skip
WHETHER = Session.objects.public().only(
    "state", "mode", "selection", "capacity", "seats_taken", "signup_opens_at", "signup_closes_at"
)
FOR_ENTRIES = (
    circles.marked(yearly.with_limit(Session.objects.public()))
    .only(*RULES, "terms")
    .select_related("terms")
    .prefetch_related("quotas")
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request, pk, form_class=SignupForm, kept=None, refused=""):
    """`kept` is what was typed before; with `refused`, the reason, a sent form is only shown again."""
    if request.method != "POST" and kept is None:
        session, now = get_object_or_404(WHETHER, pk=pk), clock.now()
        own = _own(pk, now)
        # Whether anybody is taken, and onto the list or the waiting list, is asked each time.
        key = f"sign-up:{pk}:{form_class.__name__}:{session.takes_signups(now)}:{session.seats_left > 0}"
        return sharing.empty_form(request, key, lambda given: _empty(request, pk, form_class, given), own)
    session, now = get_object_or_404(FOR_ENTRIES, pk=pk), clock.now()
    given = (request.POST, request.FILES) if request.method == "POST" else (kept,)
    form = form_class(*given, session=session, now=now)
    if refused:
        form.add_error(None, refused)
    elif request.method == "POST" and form.is_valid() and (answer := _answer(request, session, form, now)):
        return answer
    return render(request, "registrations/signup.html", signup_context(session, form, now=now))


def _own(pk, now):
    """The hidden values of an empty form, which no two visitors share."""
    return {"request_key": signups.new_request_key(), "opened": traps.stamp(now), **gate.challenge(pk, now=now)}


def _empty(request, pk, form_class, own):
    """The form as it is before anything is typed; its hidden values and the CSRF token are those given."""
    session, now = get_object_or_404(PUBLIC, pk=pk), clock.now()
    form = form_class(session=session, now=now, initial=own)
    context = {**signup_context(session, form, now=now), "csrf_token": own["csrf_token"], "own": own}
    return render_to_string("registrations/signup.html", context, request)


def signup_context(session, form, *, now):
    """What the page of a sign-up shows: the rules, and the form beneath them."""
    return {
        "session": session,
        "form": form,
        "why_not": "" if session.takes_signups(now) else window.why_not(session, now=now)[1],
        "answer_on": progress.answer_day(session),
        "draw": Draw.objects.standing().filter(session=session).first() if session.is_drawn else None,
        "consent_version": consent.version(),
        "sends_texts": sms.is_on(),
        "asked_names": asking.listed(session, is_group=form.is_group),
        "limits": [*asked_fields.limits(session), *filter(None, [yearly.in_words(yearly.limit(session))])],
        "takes_groups": asking.takes_groups(session),
    }


def signup_group(request, pk):
    """The same for a firm or a school, where the session takes such; elsewhere the form of one person."""
    session = get_object_or_404(PUBLIC, pk=pk)
    if not asking.takes_groups(session):
        return redirect("registrations:signup", pk)
    return signup(request, pk, form_class=GroupForm)


@require_safe
@private
def signup_private(request, signup):
    now = clock.now()
    context = {
        "signup": signup,
        "session": signup.session,
        "is_new": now - signup.entered_at < NEW,
        "progress": progress.of(signup, now=now),
        "alike": alike.of(signup.session, now=now),
        "feed": feed.address_of(signup),
        "yearly_limit": yearly.in_words(
            sharing.kept(f"yearly:{signup.session_id}", lambda: yearly.limit(signup.session))
        ),
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


@require_POST
@private
def signup_renew(request, signup):
    """Another link for the page, where the old one may be in other hands."""
    links.renew(signup, now=clock.now())
    messages.success(request, _("This page has a new address now; the old link opens nothing any more."))
    return redirect(signup)


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


def _answer(request, session, form, now):
    """Where a valid form leads: to the page of its code or to its entry; None with the reason on the form."""
    posted, typed = request.POST, form.cleaned_data
    if not gate.passes(form, posted, session=session, network=visitors.network(request), now=now):
        return None
    if gate.asks_code(session, posted):
        try:
            contact = {"email": typed["email"], "phone": typed["phone"], "language": languages.current()}
            pending = verifying.keep(session, data=form.data, **contact, now=now)
        except ValidationError as refused:
            form.add_error("email" if refused.code == "unreached" else None, refused)
            return None
        return redirect("registrations:code", pending.contact.token)
    if entry := enter(session, form, now):
        return redirect(entry)
    return None


def enter(session, form, now, **how):
    """The entry, or None with the reason on the form: nothing that was typed is lost."""
    try:
        return signups.sign_up(session, now=now, language=languages.current(), **how, **form.cleaned_data)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
