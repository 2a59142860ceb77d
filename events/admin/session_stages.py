"""The four stages that this app reads by itself: the plan of a session, its announcement, the day, the report."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from events import sessions
from events.admin import stages
from events.admin.forms import ANNOUNCING
from events.admin.session_steps import STEPS
from events.admin.stages import Act, Seen, Stage, Status
from events.foundation import clock, dates
from events.models import Duty, Publication, Session

State, Kind = Session.State, Publication.Kind
BUTTONS = {button.name: button for button in STEPS}
APPROVED = (State.APPROVED, State.ANNOUNCED, State.HELD, State.REPORTED)
RECORD = gettext_lazy("Record a channel")


def act(name: str, seen: Seen) -> Act:
    return stages.act(BUTTONS[name], seen.session)


def page_of(paper: Publication) -> Act:
    address = reverse("admin:events_publication_change", args=[paper.pk])
    return Act(_("Look through “%(paper)s”") % {"paper": paper.get_kind_display()}, "events.view_publication", address)


def plan(seen: Seen) -> Stage:
    session = seen.session
    if session.state in APPROVED or session.approved_at:
        return Stage(status=Status.DONE, at=session.approved_at, by=session.approved_by)
    empty = sessions.missing(session)
    words = _("Everything that must be announced is filled in: the session can be approved.")
    if empty:
        parts = pgettext("list", ", ").join(empty)
        words = _("Fill in what is still empty (%(parts)s); then the session is approved.") % {"parts": parts}
    return Stage(status=Status.HERE, words=words, acts=(act("approve", seen),))


def announce(seen: Seen) -> Stage:
    session, duty, paper = seen.session, seen.open_duty(*ANNOUNCING), seen.paper(Kind.ANNOUNCEMENT)
    if session.announced_at:
        if duty and paper and session.state != State.CANCELLED:
            return Stage(status=Status.HERE, words=_lacking(seen, paper), duty=duty, acts=(_record(paper),))
        return Stage(status=Status.DONE, at=session.announced_at, by=session.announced_by)
    if session.state != State.APPROVED:
        return Stage(status=Status.LATER, duty=duty)
    words = _("Look through the drafted announcement, then publish it.")
    acts = (page_of(paper) if paper else act("write-announcement", seen), act("announce", seen))
    return Stage(status=Status.HERE, words=words if paper else _("Write the announcement."), duty=duty, acts=acts)


def hold(seen: Seen) -> Stage:
    session = seen.session
    if session.held_at or session.state in (State.HELD, State.REPORTED):
        return Stage(status=Status.DONE, at=session.held_at, by=session.held_by)
    when = {"when": dates.span(session.starts_at, session.ends_at, today=clock.day_of(seen.now))}
    if session.state == State.ANNOUNCED and session.starts_at <= seen.now:
        words = _("Record that it took place (%(when)s), and whether the head of the unit took part.") % when
        return Stage(status=Status.HERE, words=words, acts=(act("hold", seen),))
    return Stage(status=Status.LATER, words=_("It takes place: %(when)s.") % when, day=session.day)


def report(seen: Seen) -> Stage:
    session, evaluation, video = seen.session, seen.open_duty(Duty.Kind.EVALUATION), seen.open_duty(Duty.Kind.VIDEO)
    duty, paper = seen.open_duty(Duty.Kind.REPORT), seen.paper(Kind.REPORT)
    if session.state == State.HELD:
        words = _("Add what was seen and said, and the pictures; then publish the report.")
        acts = (page_of(paper), act("publish-report", seen)) if paper else (act("write-report", seen),)
        return Stage(status=Status.HERE, words=words if paper else _("Write the report."), duty=duty, acts=acts)
    if session.state != State.REPORTED:
        return Stage(status=Status.LATER, duty=duty)
    if video:
        words = _("The report is published; the video of the talk is still owed.")
        return Stage(status=Status.HERE, words=words, duty=video, acts=(act("publish-video", seen),))
    if evaluation:
        words = _("The report is published; the results of the policy evaluation are still owed.")
        return Stage(status=Status.HERE, words=words, duty=evaluation, acts=(act("evaluate", seen),))
    return Stage(status=Status.DONE, at=session.reported_at, by=session.reported_by)


def _lacking(seen: Seen, paper: Publication) -> str:
    stands = {proof.channel_id for proof in paper.proofs.all()}
    names = [row.name for row in seen.session.point.plan.channels.standing() if row.pk not in stands]
    facts = {"channels": pgettext("list", ", ").join(names)}
    return _("Published here. Record where else it stands: %(channels)s.") % facts


def _record(paper: Publication) -> Act:
    address = reverse("admin:events_publication_step", args=[paper.pk, "channel"])
    return Act(RECORD, "events.add_channelproof", address)


stages.hang(stages.PLAN, plan)
stages.hang(stages.ANNOUNCE, announce)
stages.hang(stages.HOLD, hold)
stages.hang(stages.REPORT, report)
