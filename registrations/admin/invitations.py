"""Inviting at the desk: who was asked to a session and what they answered; many of the book asked in one act."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.admin.steps import StepForm, put
from events.foundation import clock, dates
from events.models import Category, Session
from registrations import guests, invitations
from registrations.models import Guest, Invitation
from registrations.models.invitation import ANSWERABLE

LIST, CHOOSE = "registrations/desk/invitations.html", "registrations/desk/invite.html"
TONES = {"sent": "open", "accepted": "done", "declined": "late", "lapsed": "overdue", "withdrawn": "overdue"}


class InviteForm(StepForm):
    """Until when to answer, and how many may come along."""

    answer_by = forms.DateTimeField(
        label=_("Answer until"),
        widget=forms.DateTimeInput(),
        help_text=_(
            "Who has not answered a day before is reminded by itself; after this moment the invitation lapses."
        ),
    )
    companions_max = forms.IntegerField(label=_("Companions of a guest, at most"), min_value=0, initial=0)

    def prepare(self) -> None:
        latest = self.subject.starts_at - timedelta(days=2)
        soon = self.now + timedelta(days=1)
        self.fields["answer_by"].initial = timezone.localtime(max(latest, min(soon, self.subject.starts_at)))


def figures(session: Session) -> dict:
    """What whoever invites must see: the free seats beside those that open invitations may still ask for."""
    return {
        "free": session.seats_left,
        "open_people": invitations.open_people(session),
        "may_invite": session.is_onsite and session.state in ANSWERABLE and session.starts_at > clock.now(),
        "choose_url": address(session, "invite"),
        "book_url": reverse("admin:registrations_guest_changelist"),
    }


def address(session: Session, name: str) -> str:
    return reverse("admin:registrations_session_page", args=[session.pk, name])


def page(admin, request, session: Session):
    """The invitations of a session; what a guest said on the telephone is written down here."""
    if request.method == "POST":
        try:
            messages.success(request, act(request, session, clock.now()))
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        return HttpResponseRedirect(request.path)
    rows = session.invitations.select_related("letter", "signup", "answered_by").order_by("category", "pk")
    to_call = set(session.invitations.to_call().values_list("pk", flat=True))
    shown = [{"row": row, "tone": TONES[row.state], "is_to_call": row.pk in to_call} for row in rows]
    counts = [(label, sum(row.state == state for row in rows)) for state, label in Invitation.State.choices]
    context = {
        **admin.context_of(request, session),
        **figures(session),
        "title": gettext("Invitations"),
        "rows": shown,
        "counts": counts,
    }
    return TemplateResponse(request, LIST, context)


def act(request, session: Session, now) -> str:
    """What a button asks for; the sentence that says it is done."""
    how, wanted = {"by": request.user, "now": now}, request.POST.get("act")
    if wanted == "remind":
        count = invitations.remind(session, **how)
        words = ngettext("%(n)d reminder goes out.", "%(n)d reminders go out.", count)
        return words % {"n": count}
    row = get_object_or_404(session.invitations, pk=request.POST.get("invitation") or 0)
    if wanted == "accept":
        people = request.POST.get("companions", "")
        invitations.accept(row, companions=int(people) if people.isdecimal() else 0, **how)
        return gettext("Recorded: %(name)s comes.") % {"name": row.name}
    if wanted == "decline":
        invitations.decline(row, **how)
        return gettext("Recorded: %(name)s cannot come.") % {"name": row.name}
    invitations.withdraw(row, **how)
    return gettext("The invitation of %(name)s is withdrawn.") % {"name": row.name}


def choose(admin, request, session: Session):
    """Tick those of the address book who shall be invited, and send all of it in one act."""
    now = clock.now()
    given = (request.POST,) if request.method == "POST" else ()
    form = InviteForm(*given, subject=session, staff=request.user, now=now)
    ticked = {int(key) for key in request.POST.getlist("guest") if key.isdecimal()}
    if given and form.is_valid():
        try:
            made = invitations.send(session, ticked, by=request.user, now=now, **form.cleaned_data)
        except ValidationError as refused:
            put(form, refused)
        else:
            messages.success(request, told(made))
            return HttpResponseRedirect(address(session, "invitations"))
    context = {
        **admin.context_of(request, session),
        **figures(session),
        "title": gettext("Invite from the address book"),
        "form": form,
        "groups": grouped(request.user, session, ticked),
        "back_url": address(session, "invitations"),
    }
    return TemplateResponse(request, CHOOSE, context)


def told(made: list[Invitation]) -> str:
    written = sum(row.letter_id is not None for row in made)
    sent = ngettext("%(n)d invitation goes out.", "%(n)d invitations go out.", written) % {"n": written}
    left = len(made) - written
    words = ngettext(
        "%(n)d guest is to be called: no letter reaches them.",
        "%(n)d guests are to be called: no letter reaches them.",
        left,
    )
    return f"{sent}{words % {'n': left}}" if left else sent


def grouped(staff, session: Session, ticked: set[int]) -> list[tuple[str, list[dict]]]:
    """The books of the holding unit and of the person's own, by category; those invited for what they are first."""
    books = Guest.objects.visible_to(staff).filter(Q(unit=session.unit_id) | Q(unit=staff.unit_id))
    known = set(session.invitations.open().values_list("person_index", flat=True))
    known |= set(session.signups.standing().values_list("person_index", flat=True))
    by_category: dict[str, list[dict]] = {}
    for guest in books:
        by_category.setdefault(guest.category, []).append(
            {
                "guest": guest,
                "is_invited": guest.person_index in known,
                "is_ticked": guest.pk in ticked,
                "used": dates.day(clock.day_of(guest.last_used_at)) if guest.last_used_at else "",
            }
        )
    order = [*guests.INVITED, *(category for category in Category if category not in guests.INVITED)]
    return [(category.label, by_category[category]) for category in order if category in by_category]
