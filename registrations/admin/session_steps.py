"""What the sign-ups add to a session's page at the desk."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import ways
from events.admin import reaching
from events.admin.steps import Link, Step, StepForm, hang
from events.foundation import clock
from events.models import Category, Duty, Session
from registrations import asking, entries, signups, waiting
from registrations.forms import AsksForm
from registrations.models import Draw, Signup

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


class EnterForm(AsksForm, PersonForm):
    """Somebody who called, wrote or came to the counter, with all that the session asks; what the way of the last
    entry was is offered again."""

    source = forms.ChoiceField(
        label=_("How the person came"),
        choices=[(value, Source(value).label) for value in (Source.PHONE, Source.COUNTER, Source.LETTER)],
    )
    agreed = forms.BooleanField(
        label=_("The person agreed that the data is used for this session"),
        help_text=_("Kept with your name and this moment: by word of mouth, or in writing where a letter came."),
        error_messages={"required": _("Nobody is entered who has not agreed.")},
    )
    # The button that was pressed: the form opens once more for the next person.
    goes_on = forms.BooleanField(required=False, widget=forms.HiddenInput)

    # What residents say of themselves, whoever enters them says of another.
    SAID_OF_ANOTHER = {
        "id_consent": _("The person agreed separately that this number, which is sensitive, is used"),
        "guardian_consent": _("The guardian agrees that the child takes part and that the child's data is used"),
    }

    def prepare(self) -> None:
        self.ask(self.subject, now=self.now, first=["source", "organisation", "name", "phone", "category"])
        self.order_fields([*(name for name in self.fields if name != "agreed"), "agreed"])
        offered = entries.offered(self.subject, to_staff=True)
        self.fields["category"].choices = [(category.value, category.label) for category in offered]
        for name, label in self.SAID_OF_ANOTHER.items():
            if name in self.fields:
                self.fields[name].label = label
        if "guardian_name" in self.fields:
            self.fields["guardian_name"].help_text = _("Only for those under 18, whose telephone is the guardian's.")
        mine = Signup.objects.filter(session=self.subject, entered_by=self.staff).exclude(source=Source.INVITATION)
        if last := mine.order_by("-pk").first():
            self.fields["source"].initial = last.source


class EnterGroupForm(EnterForm):
    """A firm or a school, by the one who answers for it."""

    is_group = True
    organisation = forms.CharField(label=_("Firm or school"), max_length=120)

    def prepare(self) -> None:
        super().prepare()
        self.fields["name"].label = _("Name of the one who answers for the group")
        if Category.BUSINESS in dict(self.fields["category"].choices):
            self.fields["category"].initial = Category.BUSINESS


def enter(session, *, goes_on, by, now, **typed):
    """The entry, with whether the next person waits."""
    signup = signups.enter(session, by=by, now=now, **typed)
    signup.goes_on = goes_on
    return signup


def entered(session, signup):
    """Who was entered and where they stand, to be said on the telephone."""
    facts = {"name": signup.name, "code": signup.code, "state": signup.get_state_display()}
    if signup.state == Signup.State.WAITING:
        facts["position"] = waiting.position(signup)
        return gettext("%(name)s, code %(code)s: number %(position)d on the waiting list.") % facts
    if signup.holds_seats:
        return gettext("%(name)s, code %(code)s: a seat is kept until the list is confirmed.") % facts
    return gettext("%(name)s, code %(code)s: waits for the selection.") % facts


def after_entry(session, signup):
    same = "enter-group" if signup.organisation else "enter"
    return step(session, same) if signup.goes_on else list_of(session)


def step(session, name):
    return reverse("admin:events_session_step", args=[session.pk, name])


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


def takes_entries(session):
    """By draw until sign-up closes: from then on its list is fixed."""
    is_closed = session.signup_closes_at is not None and session.signup_closes_at <= clock.now()
    return takes_callers(session) and not (session.is_drawn and is_closed)


def takes_group_callers(session):
    return takes_entries(session) and asking.takes_groups(session)


def is_near(session):
    return session.is_onsite and session.state in (State.ANNOUNCED, State.HELD)


def is_drawn(session):
    return Draw.objects.standing().filter(session=session, drawn_at__isnull=False).exists()


def may_change_way(session):
    """Until the list is drawn or confirmed."""
    return takes_callers(session) and not hasattr(session, "roster") and not is_drawn(session)


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
        name="invitations",
        label=_("Invitations"),
        icon="contact_mail",
        permission="registrations.enter_signup",
        when=awaits_guests,
        url=page("invitations"),
    ),
    Link(
        name="circles",
        label=_("Closed links"),
        icon="link",
        permission="registrations.enter_signup",
        when=awaits_guests,
        url=page("circles"),
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
        when=takes_entries,
        rule=enter,
        form_class=EnterForm,
        consequence=_("The person stands in the same queue, under the same rules, as those who sign up online."),
        done=entered,
        template="registrations/desk/enter.html",
        then=after_entry,
    ),
    Step(
        name="enter-group",
        label=_("Enter a group"),
        icon="group_add",
        permission="registrations.enter_signup",
        when=takes_group_callers,
        rule=enter,
        form_class=EnterGroupForm,
        consequence=_("A firm or a school is one party: all of it comes in, or nobody. Each name takes a seat."),
        done=entered,
        template="registrations/desk/enter.html",
        then=after_entry,
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
