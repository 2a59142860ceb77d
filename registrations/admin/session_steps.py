"""What the sign-ups add to a session's page at the desk."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events import ways
from events.admin import reaching
from events.admin.steps import Link, Step, StepForm, hang
from events.foundation import clock
from events.models import Category, Duty, Session
from registrations import entries, signups
from registrations.models import Signup

State, Source = Session.State, Signup.Source


class PersonForm(StepForm):
    name = forms.CharField(label=_("Name"), max_length=entries.NAME_LENGTH)
    phone = forms.CharField(label=_("Telephone"), max_length=40)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    companions = forms.IntegerField(label=_("Companions"), min_value=0, initial=0)
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        help_text=_("May stay empty; then the person stands on the call list."),
    )


class EnterForm(PersonForm):
    source = forms.ChoiceField(
        label=_("How the person came"),
        choices=[(value, Source(value).label) for value in (Source.PHONE, Source.COUNTER, Source.LETTER)],
    )
    field_order = ["source"]

    def prepare(self) -> None:
        offered = entries.offered(self.subject)
        self.fields["category"].choices = [(category.value, category.label) for category in offered]


class InviteForm(PersonForm):
    def prepare(self) -> None:
        self.fields["category"].initial = Category.DEPUTY


class WayForm(StepForm):
    selection = forms.ChoiceField(label=_("New way of selection"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))

    def prepare(self) -> None:
        others = [way for way in ways.WITH_SIGNUP if way != self.subject.selection]
        self.fields["selection"].choices = [(way.value, way.label) for way in others]


def page(name):
    return lambda session: reverse("admin:registrations_session_page", args=[session.pk, name])


def list_of(session):
    return f"{reverse('admin:registrations_signup_changelist')}?session__id__exact={session.pk}"


def is_onsite_and_public(session):
    return session.is_onsite and session.announced_at is not None


def awaits_guests(session):
    return session.is_onsite and session.state in (State.APPROVED, State.ANNOUNCED) and session.starts_at > clock.now()


def takes_callers(session):
    return session.state == State.ANNOUNCED and session.has_signup and session.starts_at > clock.now()


def is_near(session):
    return session.is_onsite and session.state in (State.ANNOUNCED, State.HELD)


def may_change_way(session):
    """Until the list is drawn or confirmed."""
    is_settled = hasattr(session, "roster") or (hasattr(session, "draw") and session.draw.drawn_at)
    return takes_callers(session) and not is_settled


BUTTONS = (
    Link(
        name="form",
        label=_("Sign-up form"),
        icon="dynamic_form",
        permission="registrations.view_terms",
        when=lambda session: session.has_signup and session.state != State.CANCELLED,
        url=page("form"),
    ),
    Link(
        name="signups",
        label=_("Sign-ups"),
        icon="group",
        permission="registrations.view_signup",
        when=is_onsite_and_public,
        url=list_of,
    ),
    Link(
        name="selection",
        label=_("Selection"),
        icon="checklist",
        permission="registrations.view_signup",
        when=is_onsite_and_public,
        url=page("selection"),
    ),
    Link(
        name="calls",
        label=_("Call list"),
        icon="call",
        permission="registrations.tell_signup",
        when=is_onsite_and_public,
        url=page("calls"),
    ),
    Link(
        name="door",
        label=_("Door list"),
        icon="door_front",
        permission="registrations.checkin_signup",
        when=is_near,
        url=page("door"),
    ),
    Step(
        name="enter",
        label=_("Enter a sign-up"),
        icon="person_add",
        permission="registrations.enter_signup",
        when=takes_callers,
        rule=signups.enter,
        form_class=EnterForm,
        consequence=_("The person stands in the same queue, under the same rules, as those who sign up online."),
        done=_("Entered."),
        then=lambda session, signup: list_of(session),
    ),
    Step(
        name="change-way",
        label=_("Change the way of selection"),
        icon="swap_horiz",
        permission="events.move_session",
        when=may_change_way,
        rule=ways.change,
        form_class=WayForm,
        consequence=_(
            "The announcement stated the present way. Everyone who signed up is told, the change is shown on the "
            "public page and filed with the office, at once; what was proposed so far may fall away."
        ),
        done=_("Changed, told and filed."),
    ),
    Step(
        name="invite",
        label=_("Invite a guest"),
        icon="mail",
        permission="registrations.enter_signup",
        when=awaits_guests,
        rule=signups.invite,
        form_class=InviteForm,
        consequence=_("An invited guest is on the list at once, takes seats, and counts in quotas and shares."),
        done=_("Invited."),
        then=lambda session, signup: list_of(session),
    ),
)

hang(Session, *BUTTONS)


def telling(duty, staff):
    """Where the selected are chosen and told: the selection until the list stands, then whoever is left to call."""
    session = duty.session
    if session is None:
        return ""
    if not is_onsite_and_public(session):
        return reaching.first_open(session, staff, "approve", "announce")
    name = "calls" if getattr(session, "roster", None) else "selection"
    button = next(button for button in BUTTONS if button.name == name)
    return button.address(session) if staff.has_perm(button.permission) else ""


reaching.hang(Duty.Kind.TELL_SELECTED, telling, fetches=("session__roster",))
