"""What is done with a confirmed list from the session's page: shown to the public, taken down, taken back."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.forms import LateForm
from events.admin.session_steps import last_days
from events.admin.steps import Link, ReasonForm, Step, hang
from events.foundation import clock
from events.models import Duty, Session
from registrations import listings, taking_back
from registrations.models import Roster

State = Session.State
LISTING = Duty.Kind.PUBLIC_LISTING


class PublishListingForm(LateForm):
    kinds = (LISTING,)


def is_shown(session):
    return listings.shown(session, now=clock.now()) is not None


def may_be_listed(session):
    """Where the plan asks for it, from the confirmed list until the session begins."""
    return (
        session.state == State.ANNOUNCED
        and session.starts_at > clock.now()
        and Roster.objects.filter(session=session).exists()
        and listings.rule_of(session) is not None
        and not is_shown(session)
    )


def listing_consequence(session, now):
    day = listings.last_day(session, today=clock.day_of(now)).isoformat()
    shown = gettext("Masked names, codes and categories are public until the end of %(day)s.") % {"day": day}
    return f"{shown} {last_days(LISTING)(session, now)}"


def address_of_listing(session, *_result):
    return reverse("registrations:listing", args=[session.pk])


LIST_BUTTONS = (
    Step(
        name="publish-listing",
        label=_("Show the list to the public"),
        icon="visibility",
        permission="registrations.publish_listing",
        when=may_be_listed,
        rule=listings.publish,
        form_class=PublishListingForm,
        consequence=listing_consequence,
        done=_("The list is shown to the public; objections come to the desk."),
    ),
    Link(
        name="listing",
        label=_("Public listing"),
        icon="open_in_new",
        permission="registrations.view_listing",
        when=is_shown,
        url=address_of_listing,
    ),
    Step(
        name="end-listing",
        label=_("Take the public listing down"),
        icon="visibility_off",
        permission="registrations.publish_listing",
        when=is_shown,
        rule=listings.end,
        form_class=ReasonForm,
        consequence=_("After its days it goes by itself; before that only for a reason, which is kept."),
        done=_("Taken down."),
    ),
    Step(
        name="take-back",
        label=_("Take the confirmed list back"),
        icon="undo",
        tone="danger",
        permission="registrations.select_signup",
        when=lambda session: session.state == State.ANNOUNCED and taking_back.may_take_back(session, now=clock.now()),
        rule=taking_back.take_back,
        form_class=ReasonForm,
        consequence=_(
            "Everyone who was told a decision is told that it is open again, and the office with your reason. What was "
            "decided is proposed again, so that only what was wrong need be changed. A draw is not repeated."
        ),
        done=_("Taken back, and everyone is told. Change what is needed, then confirm the list again."),
        then=lambda session, _kept: reverse("admin:registrations_session_page", args=[session.pk, "selection"]),
    ),
)

hang(Session, *LIST_BUTTONS)
