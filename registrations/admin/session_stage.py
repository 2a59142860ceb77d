"""The selection as a stage of its session: who comes is decided by the announced way, and everyone is told. And what
the door adds to the day itself: conflicts that somebody of the unit should look at.
"""

from dataclasses import replace

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin import session_stages, stages
from events.admin.stages import Act, Seen, Stage, Status
from events.foundation import clock, dates
from events.models import Duty, Session
from registrations import checkin
from registrations.admin import draw_buttons
from registrations.admin.session_steps import BUTTONS, page
from registrations.draw import value_differed
from registrations.models import Draw, Roster, Signup
from registrations.selection import RIGHT

State = Session.State
WAITING = (Signup.State.ENTERED, Signup.State.WAITING)
BY_NAME = {button.name: button for button in (*BUTTONS, *draw_buttons.BUTTONS)}
DRAW, CONFIRM = gettext_lazy("Hold the draw"), gettext_lazy("Confirm the list")
SELECTION = gettext_lazy("Selection")


def select(seen: Seen) -> Stage:
    session, duty = seen.session, seen.open_duty(Duty.Kind.TELL_SELECTED)
    if not session.is_onsite:
        return Stage(status=Status.NONE, words=_("A livestream alone: nobody is selected."))
    roster = Roster.objects.filter(session=session).select_related("confirmed_by").first()
    if roster and duty:
        return _telling(seen, duty)
    if roster:
        return Stage(status=Status.DONE, at=roster.confirmed_at, by=roster.confirmed_by)
    if session.state in (State.HELD, State.REPORTED):
        return Stage(status=Status.MISSED, words=_("The session was held without a confirmed list."), duty=duty)
    if session.state != State.ANNOUNCED:
        return Stage(status=Status.LATER, duty=duty)
    return _deciding(seen, duty)


def _telling(seen: Seen, duty: Duty) -> Stage:
    """A letter that is on its way tells the person; whoever is left over is called."""
    called = Signup.objects.filter(session=seen.session).to_call().count()
    words = _("The list is confirmed; the letters to the selected are on their way.")
    if called:
        counted = ngettext("%(n)d person is still to be called.", "%(n)d people are still to be called.", called)
        words = _("The list is confirmed.") + counted % {"n": called}
    return Stage(status=Status.HERE, words=words, duty=duty, acts=(stages.act(BY_NAME["calls"], seen.session),))


def _deciding(seen: Seen, duty: Duty | None) -> Stage:
    session, today = seen.session, clock.day_of(seen.now)
    counts = (
        Signup.objects.standing()
        .filter(session=session)
        .aggregate(
            entries=Count("pk"),
            waiting=Count("pk", filter=Q(state__in=WAITING)),
            undecided=Count("pk", filter=Q(state__in=WAITING, proposal="")),
        )
    )
    facts = {"n": counts["entries"], **counts}
    desk = page("selection")(session)
    if not session.has_signup:
        words = _("By invitation: %(n)d guests are on the list. Confirm it when it is complete.") % facts
        acts = (stages.act(BY_NAME["invite"], session), Act(CONFIRM, RIGHT, desk))
    elif session.signup_opens_at and seen.now < session.signup_opens_at:
        when = {"when": dates.moment(session.signup_opens_at, today=today)}
        return Stage(status=Status.HERE, words=_("Sign-up opens: %(when)s.") % when, duty=duty)
    elif session.signup_closes_at and seen.now < session.signup_closes_at:
        when = {**facts, "when": dates.moment(session.signup_closes_at, today=today)}
        words = _("%(n)d sign-ups so far; when sign-up has closed (%(when)s), the list is made.") % when
        acts = (stages.act(BY_NAME["signups"], session),)
    elif _awaits_draw(session, counts["undecided"]):
        words, acts = _drawing(seen, facts, desk)
    else:
        words = _("Sign-up has closed: look through the %(waiting)d entries, then confirm the list.") % facts
        acts = (Act(CONFIRM, RIGHT, desk),)
    return Stage(status=Status.HERE, words=words, duty=duty, acts=acts)


def _drawing(seen: Seen, facts: dict[str, int], desk: str) -> tuple[str, tuple[Act, ...]]:
    """What comes before the draw, in its order: the vetting, the public value typed by two, the stated moment."""
    session, today = seen.session, clock.day_of(seen.now)
    draw = Draw.objects.standing().filter(session=session).select_related("value_typed_by").first()
    words = _("Sign-up has closed: look through the %(waiting)d entries, then hold the draw.") % facts
    if session.is_chosen:
        words = _("Sign-up has closed: pick and refuse with reasons, then draw among the other %(undecided)d.") % facts
    if draw and draw.awaits_value:
        types = stages.act(BY_NAME["draw-value"], session)
        if draw.value_known_at and seen.now < draw.value_known_at:
            when = {"when": dates.moment(draw.value_known_at, today=today)}
            known = _("The public value is known from %(when)s; two people type it in before the draw.") % when
            return f"{words}{known}", (Act(SELECTION, RIGHT, desk),)
        if draw.value_typed_by:
            said = _("%(by)s has typed the public value; now another person types it.") % {"by": draw.value_typed_by}
            return said, (types, Act(SELECTION, RIGHT, desk))
        said = _("The public value is known: %(source)s. Two people type it in.") % {"source": draw.value_source}
        if value_differed(draw):
            said = f"{draw_buttons.DIFFERED}{said}"
        return said, (types, Act(SELECTION, RIGHT, desk))
    if draw and draw.planned_at and seen.now < draw.planned_at:
        when = {"when": dates.moment(draw.planned_at, today=today)}
        return words + _("The draw is announced for %(when)s.") % when, (Act(SELECTION, RIGHT, desk),)
    return words, (Act(DRAW, RIGHT, desk),)


def _awaits_draw(session: Session, undecided: int) -> bool:
    """Where the unit picks first, it may leave nobody to be drawn."""
    if not session.is_drawn or (session.is_chosen and not undecided):
        return False
    return not Draw.objects.standing().filter(session=session, drawn_at__isnull=False).exists()


def hold(seen: Seen) -> Stage:
    """The day itself, with what helpers let in without the portal and what does not agree with it."""
    stage, session = session_stages.hold(seen), seen.session
    if not session.is_onsite or seen.now < checkin.opens_at(session):
        return stage
    found = session.door_scans.unsettled().count()
    if not found:
        return stage
    counted = ngettext(
        "At the door %(n)d entry is to be looked at.", "At the door %(n)d entries are to be looked at.", found
    )
    words = "".join(filter(None, (stage.words, counted % {"n": found})))
    return replace(stage, words=words, acts=(*stage.acts, stages.act(BY_NAME["door"], session)))


stages.hang(stages.SELECT, select)
stages.hang(stages.HOLD, hold)
