"""What is done about a draw beside holding it: the public value typed in by two, and a draw declared void."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.steps import Link, Moment, ReasonForm, Step, StepForm, hang
from events.foundation import clock
from events.models import Session, Staff
from registrations import draw, draw_void
from registrations.models import Draw
from registrations.models.draw import VALUE_LENGTH

State = Session.State
DIFFERED = _("The two who typed the public value typed different ones; both are set aside.")


class ValueForm(StepForm):
    value = forms.CharField(
        label=_("Public value"),
        max_length=VALUE_LENGTH,
        help_text=_("As it was published, with nothing added. What a first person typed is not shown to the second."),
    )


class VoidForm(StepForm):
    planned_at = forms.DateTimeField(label=_("The new draw is held at"), required=False, widget=Moment)
    value_source = forms.CharField(
        label=_("New public value"),
        max_length=VALUE_LENGTH,
        required=False,
        help_text=_("One that is not known yet; or none."),
    )
    value_known_at = forms.DateTimeField(label=_("Known from"), required=False, widget=Moment)


def of(session: Session) -> Draw | None:
    """The draw that stands, as long as the list is not confirmed."""
    if session.state != State.ANNOUNCED or not session.is_drawn or hasattr(session, "roster"):
        return None
    return Draw.objects.standing().filter(session=session).first()


def awaits_value(session: Session) -> bool:
    found, now = of(session), clock.now()
    is_known = found is not None and (found.value_known_at is None or found.value_known_at <= now)
    return found is not None and found.is_open and found.awaits_value and found.frozen_at is not None and is_known


def is_held(session: Session) -> bool:
    found = of(session)
    return found is not None and found.drawn_at is not None and found.void_asked_at is None


def is_doubted(session: Session) -> bool:
    found = of(session)
    return found is not None and found.void_asked_at is not None


def enter_value(session: Session, **given: Any) -> Draw:
    """The step says so where two people typed different values; both are set aside by then."""
    found = draw.enter_value(session, **given)
    if not found.value_typed:
        text = gettext("This is not what the first person typed. Both are set aside: look it up again, both of you.")
        raise ValidationError(text, code="differs")
    return found


def entered(session: Session, found: Draw) -> str:
    if found.value_at:
        return gettext("Both have typed the same: the public value stands.")
    return gettext("Kept, and shown to nobody. Now a second person types it.")


def why(session: Session, now: Any) -> str:
    found = of(session)
    return gettext("The unit's reason: %(reason)s") % {"reason": found.void_reason} if found else ""


def selection(session: Session, *_result: Any) -> str:
    return reverse("admin:registrations_session_page", args=[session.pk, "selection"])


BUTTONS = (
    Step(
        name="draw-value",
        label=_("Type in the public value"),
        icon="pin",
        permission=draw.RIGHT,
        when=awaits_value,
        rule=enter_value,
        form_class=ValueForm,
        consequence=lambda session, now: ((found := of(session)) and found.value_source) or "",
        done=entered,
        then=selection,
    ),
    Step(
        name="doubt-draw",
        label=_("Ask to declare the draw void"),
        icon="report",
        tone="danger",
        permission=draw.RIGHT,
        when=is_held,
        rule=draw_void.ask,
        form_class=ReasonForm,
        consequence=_(
            "The office decides. If it agrees, the public page shows this draw, your reason and the next draw."
        ),
        done=_("The office has been asked."),
        then=selection,
    ),
    Step(
        name="void-draw",
        label=_("Declare the draw void"),
        icon="gavel",
        tone="danger",
        permission=draw_void.APPROVES,
        when=is_doubted,
        rule=draw_void.approve,
        form_class=VoidForm,
        consequence=why,
        done=_("The draw is void; a new seed is fixed, and its fingerprint is public. Everyone who was drawn is told."),
        then=selection,
    ),
    Step(
        name="keep-draw",
        label=_("Let the draw stand"),
        icon="check_circle",
        permission=draw_void.APPROVES,
        when=is_doubted,
        rule=draw_void.decline,
        form_class=ReasonForm,
        consequence=why,
        done=_("The draw stands; the unit is told why."),
        then=selection,
    ),
    Link(
        name="draw",
        label=_("Public page of the draw"),
        icon="casino",
        permission="registrations.view_draw",
        when=lambda session: session.announced_at is not None and session.is_drawn,
        url=lambda session: reverse("registrations:draw", args=[session.pk]),
    ),
)

hang(Session, *BUTTONS)


def ways(staff: Staff, session: Session) -> list[tuple[str, str]]:
    """Address and label of what this person can do about the draw now."""
    return [(button.address(session), str(button.label)) for button in BUTTONS if button.is_open(staff, session)]
