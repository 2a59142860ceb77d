"""What somebody answers on the telephone, recorded by staff: an offered place taken or left, and whether they come."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.admin.steps import Step, StepForm
from events.foundation import clock
from registrations import confirmation, offers
from registrations.models import Signup

STAYS, LEAVES = "stay", "leave"


class DeclineForm(StepForm):
    answer = forms.ChoiceField(
        label=_("The person"),
        choices=[(STAYS, _("stays on the waiting list without this place")), (LEAVES, _("leaves the waiting list"))],
        widget=forms.RadioSelect,
        initial=STAYS,
    )


def decline(signup, *, answer, by, now):
    return offers.decline(signup, stays=answer == STAYS, by=by, now=now)


def has_offer(signup):
    return signup.state == Signup.State.OFFERED


def is_held(signup):
    return has_offer(signup) and signup.offered_until > clock.now()


ANSWERS = (
    Step(
        name="accept",
        label=_("Takes the offered place"),
        icon="how_to_reg",
        tone="primary",
        permission=offers.RIGHT,
        when=is_held,
        rule=offers.accept,
        consequence=_("Recorded as the person's own answer; the seat is theirs."),
    ),
    Step(
        name="decline",
        label=_("Leaves the offered place"),
        icon="person_remove",
        permission=offers.RIGHT,
        when=has_offer,
        rule=decline,
        form_class=DeclineForm,
        consequence=_("The place is offered to the next on the waiting list at once."),
    ),
    Step(
        name="confirm",
        label=_("Says that they come"),
        icon="how_to_reg",
        tone="primary",
        permission=offers.RIGHT,
        when=lambda signup: confirmation.until(signup) is not None,
        rule=confirmation.confirm,
        consequence=_("Recorded as the person's own answer; the place is not given back."),
    ),
)
