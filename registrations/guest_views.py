"""The ways in by a link of one's own: an invited guest answers, a circle signs up. No account, no code, no puzzle."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.foundation import clock, sms, visitors
from registrations import circles, consent, gate, invitations, signups, views
from registrations.forms import AnswerForm, CircleForm
from registrations.private import private_circle, private_invitation


@require_http_methods(["GET", "HEAD", "POST"])
@private_invitation
def invited(request, invitation):
    now = clock.now()
    form = AnswerForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and form.is_valid() and _answer(request, invitation, form, now):
        return redirect(invitation)
    session = invitation.session
    context = {
        "invitation": invitation,
        "session": session,
        "form": form,
        "may_answer": invitation.may_answer(now) and now < session.starts_at,
        "is_over": session.ends_at <= now,
        "consent_version": consent.version(),
        "sends_texts": sms.is_on(),
    }
    return render(request, "registrations/invited.html", context)


def _answer(request, invitation, form, now):
    """Whether the answer was taken; else its refusal stands on the form, and the unit knows of a guest without seat."""
    try:
        if request.POST.get("answer") == "decline":
            invitations.decline(invitation, now=now)
            messages.success(request, _("Thank you for telling us."))
        else:
            companions = form.cleaned_data.get("companions") or 0
            invitations.accept(invitation, companions=companions, now=now)
            messages.success(request, _("Thank you. Your seat is kept."))
    except ValidationError as refused:
        if getattr(refused, "code", "") == "full":
            invitations.tell_full(invitation, now=now)
        form.add_error(None if not hasattr(refused, "error_dict") else "companions", refused.messages)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@private_circle
def circle(request, link):
    """The form of every sign-up, with the category of the circle; what the link lets people do is the rule's matter."""
    session, now = link.session, clock.now()
    first = {"request_key": signups.new_request_key()}
    form = CircleForm(request.POST or None, session=session, link=link, now=now, initial=first)
    if request.method == "POST" and form.is_valid() and (entry := _enter(request, link, form, now)):
        return redirect(entry)
    why_not = circles.why_not(link, session, now=now)
    context = {**views.signup_context(session, form, now=now), "link": link, "why_not": why_not}
    return render(request, "registrations/circle.html", context)


def _enter(request, link, form, now):
    """The entry, or None with the reason on the form: nothing that was typed is lost."""
    try:
        gate.within_limits(link.session, visitors.network(request), form.cleaned_data["phone"])
    except ValidationError as refused:
        form.add_error(None, refused)
        return None
    return views.enter(link.session, form, now, closed_link=link)
