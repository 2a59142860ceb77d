"""The sign-ups at the desk: masked in the list, whole on their own page for those who work with them."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.admin.base import ReadOnlyAdmin
from events.admin.filters import ByChoice, ByRelated
from events.admin.steps import ReasonForm, Step, StepForm
from events.foundation import clock
from events.foundation.crypto import mask_email
from events.models import Session
from registrations import asking, calls, details, links, selection, signups, vetting
from registrations.admin import (
    call_list,
    circles,
    door,
    door_helpers,
    door_sheet,
    invitations,
    rest,
    selection_desk,
    terms_page,
)
from registrations.admin.answers import ANSWERS
from registrations.admin.filters import RestLacking, ToCall
from registrations.admin.tables import CarriesTables
from registrations.entries import phone_index
from registrations.models import Roster, Signup
from registrations.models.signup import name_index

State = Signup.State
STATE_COLOURS = {
    "entered": "info",
    "selected": "success",
    "offered": "info",
    "waiting": "warning",
    "refused": "danger",
    "cancelled": "default",
    "repeated": "default",
}
PAGES = {
    "form": ("registrations.view_terms", terms_page.page),
    "form-preview": ("registrations.view_terms", terms_page.preview),
    "selection": ("registrations.view_signup", selection_desk.page),
    "calls": ("registrations.tell_signup", call_list.page),
    "invitations": ("registrations.enter_signup", invitations.page),
    "invite": ("registrations.enter_signup", invitations.choose),
    "circles": ("registrations.enter_signup", circles.page),
    "door": ("registrations.checkin_signup", door.page),
    "sheet": ("registrations.checkin_signup", door.sheet),
    "enter-sheet": ("registrations.checkin_signup", door_sheet.page),
    "helpers": ("registrations.add_doorlink", door_helpers.page),
}


def cancel(signup, *, by, now):
    return signups.cancel(signup, now=now, by=by)


class VetForm(StepForm):
    text = forms.CharField(
        label=_("What the vetting found"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=1000
    )

    def prepare(self) -> None:
        self.fields["text"].initial = self.subject.vetting_note


STEPS = (
    Step(
        name="tell",
        label=_("Told by telephone"),
        icon="call",
        tone="primary",
        permission="registrations.tell_signup",
        when=lambda signup: Signup.objects.filter(pk=signup.pk).to_call().exists(),
        rule=calls.tell,
        consequence=_("Recorded with your name and this moment."),
    ),
    rest.STEP,
    *ANSWERS,
    Step(
        name="admit",
        label=_("Give a free seat"),
        icon="person_add",
        permission="registrations.select_signup",
        when=lambda signup: (
            signup.state in (State.ENTERED, State.WAITING, State.REFUSED)
            and Roster.objects.filter(session=signup.session).exists()
            and signup.session.starts_at > clock.now()
        ),
        rule=selection.admit,
        form_class=ReasonForm,
        consequence=_("The list has been confirmed: the person is told, and the reason is kept."),
    ),
    Step(
        name="vet",
        label=_("Vetting note"),
        icon="person_search",
        permission=vetting.RIGHT,
        when=lambda signup: not signup.erased_at,
        rule=lambda signup, *, text, by, now: vetting.note(signup, text, by=by, now=now),
        form_class=VetForm,
        consequence=_("Read by the unit's approvers and the office alone, never by the person; erased with the rest."),
        done=_("The note is kept."),
    ),
    Step(
        name="renew_link",
        label=_("Change the private link"),
        icon="link_off",
        permission="registrations.change_signup",
        when=lambda signup: not signup.erased_at and signup.session.ends_at > clock.now(),
        rule=links.renew,
        form_class=StepForm,
        consequence=_(
            "The old link opens nothing any more; the new one goes to the contact on record. You do not see it."
        ),
    ),
    Step(
        name="cancel",
        label=_("Cancel for this person"),
        icon="event_busy",
        tone="danger",
        permission="registrations.change_signup",
        when=lambda signup: (
            State.CANCELLED in signup.NEXT[signup.state]
            and not signup.arrived_at
            and signup.session.starts_at > clock.now()
        ),
        rule=cancel,
        form_class=StepForm,
        consequence=_("The seats become free at once and go to the next who fits. This cannot be undone."),
    ),
)

STANDING = (
    None,
    {"fields": ["session", "code", "state", "offered_until", "unanswered", "confirmed_at", "rank", "reason"]},
)
COURSE = (
    _("Who and when"),
    {
        "fields": [
            ("entered_at", "entered_by"),
            ("source", "closed_link"),
            ("consent_version", "consent_form"),
            ("decided_at", "decided_by"),
            ("told", "told_at"),
            ("arrived_at", "arrived_people"),
            "cancelled_at",
        ]
    },
)


def tabs(session):
    """Label, right and address of the pages about one session."""
    page = "registrations_session_page"
    return [
        (_("Session"), "events.view_session", "events_session_change", session.pk),
        (_("Sign-up form"), "registrations.view_terms", page, session.pk, "form"),
        (_("Selection"), "registrations.view_signup", page, session.pk, "selection"),
        (_("Call list"), "registrations.tell_signup", page, session.pk, "calls"),
        (_("Invitations"), "registrations.enter_signup", page, session.pk, "invitations"),
        (_("Closed links"), "registrations.enter_signup", page, session.pk, "circles"),
        (_("Door list"), "registrations.checkin_signup", page, session.pk, "door"),
    ]


@admin.register(Signup)
class SignupAdmin(ReadOnlyAdmin, CarriesTables):
    steps = STEPS
    list_display = [
        "code",
        "short_name",
        "short_phone",
        "category",
        "people",
        "session",
        "source",
        "shown_state",
        "told",
        "rest_given",
    ]
    list_filter = [
        ("session", ByRelated),
        ("state", ByChoice),
        ("category", ByChoice),
        ("source", ByChoice),
        ToCall,
        RestLacking,
        ("session__unit", ByRelated),
    ]
    list_filter_submit = True
    list_select_related = ["session__terms", "letter", "told_by"]
    search_fields = ["code"]
    search_is_personal = True
    search_help_text = _("Code, whole name or whole telephone number; within one session also a part of the name")
    ordering = ["-entered_at"]

    def get_queryset(self, request):
        """Repeated entries are answers to a person, not entries."""
        return details.with_asked(super().get_queryset(request).exclude(state=State.REPEATED))

    def get_urls(self):
        view = self.admin_site.admin_view(self.session_page)
        page = path("session/<int:pk>/<slug:name>/", view, name="registrations_session_page")
        return [page, *super().get_urls()]

    def session_page(self, request, pk, name):
        """A page about all sign-ups of one session; the right on this very session is asked here."""
        if name not in PAGES:
            raise Http404(name)
        permission, page = PAGES[name]
        session = (
            Session.objects.visible_to(request.user)
            .select_related("unit", "point__plan", "terms")
            .filter(pk=pk)
            .first()
        )
        if session is None:
            raise Http404(f"session {pk}")
        if not request.user.has_perm(permission):
            raise PermissionDenied(permission)
        return page(self, request, session)

    def context_of(self, request, session):
        """What every page of a session shows: the session, and the way to its other pages."""
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "session": session,
            "tabs": [
                {"label": label, "url": reverse(f"admin:{name}", args=args)}
                for label, permission, name, *args in tabs(session)
                if request.user.has_perm(permission)
            ],
        }

    def get_search_results(self, request, queryset, search_term):
        """By code or by the keyed hash of a whole number or name; by a part of the name only inside one session, whose
        names are decrypted in memory.
        """
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if not search_term:
            return found, duplicates
        whole = Q(phone_index=phone_index(search_term)) | Q(name_index=name_index(search_term))
        keys = queryset.filter(whole).values_list("pk", flat=True)
        named = []
        if request.GET.get("session__id__exact"):
            named = [signup.pk for signup in queryset if search_term.strip() in signup.name]
        return found | queryset.filter(pk__in=[*keys, *named]), duplicates

    @display(description=_("name"))
    def short_name(self, signup):
        return _("erased") if signup.erased_at else signup.masked_name

    @display(description=_("telephone"))
    def short_phone(self, signup):
        return signup.masked_phone

    @display(description=_("number of people"))
    def people(self, signup):
        return signup.seats

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def shown_state(self, signup):
        return signup.state, signup.get_state_display()

    @display(description=_("told"))
    def told(self, signup):
        if signup.call_about:
            return _("to be called")
        if signup.letter_id:
            return _("by e-mail: %(state)s") % {"state": signup.letter.get_state_display()}
        return _("by telephone: %(by)s") % {"by": signup.told_by} if signup.told_at else "–"

    @display(description=_("the rest"), label={"given": "success", "lacking": "warning", "-": "default"})
    def rest_given(self, signup):
        """Whether a selected person gave what only the selected are asked."""
        if not signup.is_asked_more or signup.state != State.SELECTED:
            return "-", "–"
        return ("given", _("given")) if signup.details_at else ("lacking", _("not yet given"))

    @display(description=_("answers"))
    def whole_answers(self, signup):
        return rest.table(asking.lines(signup))

    @display(description=_("answers"))
    def short_answers(self, signup):
        """Which questions were answered, and not how."""
        return rest.table([(label, "***") for label, _text in asking.lines(signup)])

    @display(description=_("e-mail"))
    def short_email(self, signup):
        return mask_email(signup.email)

    def get_fieldsets(self, request, obj=None):
        """Whole only for those who work with the entries; an auditor reads the same page masked."""
        reads_all = request.user.has_perm("registrations.change_signup")
        person = ["name", "phone", "email"] if reads_all else ["short_name", "short_phone", "short_email"]
        person.append("whole_answers" if reads_all else "short_answers")
        vetted = [(_("Vetting"), {"fields": ["vetting_note"]})] if request.user.has_perm(vetting.RIGHT, obj) else []
        whose = {"fields": [*person[:3], "category", "companions", person[3]]}
        return [STANDING, (_("The person"), whose), *vetted, COURSE]
