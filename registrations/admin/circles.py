"""The links for a circle at the desk: made, copied into the notice, counted, taken back; the record of the notice."""

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.forms import LateForm
from events.admin.steps import StepForm, put
from events.foundation import clock, dates
from events.models import Category, Duty, Session
from registrations import circles
from registrations.models import ClosedLink, Signup

TEMPLATE = "registrations/desk/circles.html"
SIGNED_UP = ~Q(signups__state__in=[Signup.State.CANCELLED, Signup.State.REPEATED])


class MakeForm(StepForm):
    circle = forms.CharField(
        label=_("For which circle"), max_length=100, help_text=_("As “parents of class 5, No. 1 Primary School”.")
    )
    category = forms.ChoiceField(label=_("They sign up as"), choices=Category.choices, initial=Category.PARENT)
    is_only_way = forms.BooleanField(
        label=_("Only those with the link sign up in this category"),
        required=False,
        initial=True,
        help_text=_("The public form does not offer it then."),
    )
    last_on = forms.DateField(label=_("Last day of the link"), widget=forms.DateInput())

    def prepare(self) -> None:
        closes = self.subject.signup_closes_at or self.subject.starts_at
        self.fields["last_on"].initial = clock.day_of(closes)


class NoticeForm(LateForm):
    """When the notice with the link went out, and how; late, with the reason."""

    told_at = forms.DateTimeField(label=_("The notice went out at"), widget=forms.DateTimeInput())
    way = forms.ChoiceField(label=_("By which way"), choices=ClosedLink.Way.choices)
    kinds = (Duty.Kind.TELL_PARENTS,)
    field_order = ["told_at", "way", "late_reason"]

    def prepare(self) -> None:
        super().prepare()
        self.fields["told_at"].initial = timezone.localtime(self.now)


def page(admin, request, session: Session):
    now = clock.now()
    known = {"subject": session, "staff": request.user, "now": now}
    wanted = request.POST.get("act", "")
    make = MakeForm(request.POST if wanted == "make" else None, **known)
    failed: tuple[int, NoticeForm] | None = None
    if wanted == "make":
        if make.is_valid() and done(make, lambda: circles.make(session, by=request.user, now=now, **make.cleaned_data)):
            messages.success(request, gettext("The link is made. Copy the words below into the notice."))
            return HttpResponseRedirect(request.path)
    elif wanted:
        link = get_object_or_404(session.closed_links.select_related("session"), pk=request.POST.get("link") or 0)
        if not (failed := taken(request, link, wanted, known)):
            return HttpResponseRedirect(request.path)
    links = session.closed_links.annotate(count=Count("signups", filter=SIGNED_UP)).select_related("told_by")
    context = {
        **admin.context_of(request, session),
        "title": gettext("Closed links"),
        "make": make,
        "links": [shown(link, session, known, failed) for link in links],
    }
    return TemplateResponse(request, TEMPLATE, context)


def taken(request, link: ClosedLink, wanted: str, known) -> tuple[int, NoticeForm] | None:
    """Revoke a link or record its notice; the form with its refusal where that failed."""
    how = {"by": known["staff"], "now": known["now"]}
    if wanted == "revoke":
        circles.revoke(link, **how)
        messages.success(request, gettext("The link is taken back: nobody enters by it any more."))
        return None
    form = NoticeForm(request.POST, prefix=str(link.pk), **known)
    if form.is_valid() and done(form, lambda: circles.record_notice(link, **how, **form.cleaned_data)):
        messages.success(request, gettext("Recorded: the notice went out."))
        return None
    return link.pk, form


def done(form: StepForm, rule) -> bool:
    """Whether the rule took it; its refusal stands on the form otherwise."""
    try:
        rule()
    except ValidationError as refused:
        put(form, refused)
        return False
    return True


def shown(link: ClosedLink, session: Session, known, failed) -> dict:
    address = f"{settings.PORTAL_URL}{link.get_absolute_url()}"
    picture = segno.make(address, error="m", micro=False)
    form = failed[1] if failed and failed[0] == link.pk else NoticeForm(prefix=str(link.pk), **known)
    return {
        "link": link,
        "address": address,
        "words": words(link, session, address),
        "picture": picture.svg_data_uri(scale=4, border=2, dark="#000", light="#fff"),
        "is_open": link.is_open(clock.day_of(known["now"])),
        "notice": form,
    }


def words(link: ClosedLink, session: Session, address: str) -> str:
    """The text for the notice, ready to be sent on."""
    facts = {
        "unit": session.unit.name,
        "title": session.title,
        "when": dates.span(session.starts_at, session.ends_at),
        "place": session.place or "–",
        "until": dates.day(link.closes_on),
        "link": address,
        "circle": link.circle,
        "contact": " ".join(filter(None, (session.contact_name, session.contact_phone))) or "–",
    }
    return (
        gettext(
            "%(circle)s: %(unit)s invites you to “%(title)s”.\nTime: %(when)s\nPlace: %(place)s\n"
            "Sign up until %(until)s: %(link)s\nContact: %(contact)s"
        )
        % facts
    )
