"""What a unit does with a session, in the order of its life."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from events import deadlines, identity, posters, proofs, publications, sessions
from events.admin.forms import (
    ANNOUNCING,
    AnnounceForm,
    HoldForm,
    ListingForm,
    MoveForm,
    PaperForm,
    ReportForm,
    TellParentsForm,
    VideoForm,
)
from events.admin.steps import Link, Many, ReasonForm, Step, may_become
from events.foundation import clock
from events.models import Duty, Point, Publication, Session

State = Session.State
Kind = Publication.Kind


def page_of_paper(session, paper):
    return reverse("admin:events_publication_change", args=[paper.pk])


def paper_of(session, kind):
    return next((paper for paper in session.publications.all() if paper.kind == kind), None)


def owes(session, *kinds):
    return any(duty.kind in kinds and duty.is_open for duty in session.duties.all())


def last_days(*kinds):
    """The consequence of a step that fulfils duties: their last day, the rule, and what the act would be today."""

    def sentence(session: Session, now: datetime) -> str:
        found = session.duties.open().filter(kind__in=kinds, subject="").select_related("plan")
        return " ".join(words_of(duty, now) for duty in found)

    return sentence


def words_of(duty: Duty, now: datetime) -> str:
    facts = {
        "duty": duty.get_kind_display(),
        "day": duty.due_words,
        "rule": duty.rule_words,
        "source": gettext("office default, no sentence")
        if duty.rule_is_default
        else duty.rule_source.strip().rstrip("。."),
    }
    if deadlines.would_be_late(duty, now=now):
        return gettext("“%(duty)s”: the last day was %(day)s (%(rule)s; %(source)s). Done now, it is late.") % facts
    return gettext("“%(duty)s”: the last day is %(day)s (%(rule)s; %(source)s). Done now, it is in time.") % facts


def announcement_seen(session: Session, now: datetime) -> dict:
    paper = publications.announcement(session)
    warnings = [*sessions.warnings(session, now=now), *publications.differences(session)]
    return {"paper": paper, "missing": sessions.missing(session), "warnings": warnings}


def announced_consequence(session: Session, now: datetime) -> str:
    public = gettext("The announcement and the session become public; sign-up follows its window.")
    return " ".join(filter(None, [public, last_days(*ANNOUNCING)(session, now), also_on(session)]))


def also_on(session: Session) -> str:
    """Where else the plan wants the announcement: publishing it here alone fulfils no duty then."""
    names = list(session.point.plan.channels.standing().values_list("name", flat=True))
    if not names:
        return ""
    text = gettext("The plan wants it on these too: %(channels)s. The duty is fulfilled once they are recorded.")
    return text % {"channels": pgettext("list", ", ").join(names)}


def announced(session: Session, *_result: object) -> str:
    return " ".join(filter(None, [gettext("Published on this portal."), also_on(session)]))


def told_consequence(session: Session, now: datetime) -> str:
    if session.state == State.ANNOUNCED:
        return gettext("Everyone who signed up is told, and the change is filed with the office, at once.")
    return gettext("The change is filed with the office.")


def approved_at_a_glance(session: Session) -> str:
    """What the session's own page would show first: whose it is, until when it is announced, what is still empty."""
    owed = [duty for duty in session.duties.all() if duty.kind in ANNOUNCING and duty.is_open]
    days = [f"{duty.get_kind_display()} {gettext('by %(day)s') % {'day': duty.due_words}}" for duty in owed]
    empty = sessions.missing(session)
    lacking = gettext("still empty: %(parts)s") % {"parts": pgettext("list", ", ").join(empty)} if empty else ""
    return " · ".join(str(fact) for fact in (session.unit, session.place, *days, lacking) if fact)


def evaluate(session: Session, *, title: str, body: str, by, now, late_reason: str = "") -> Publication:
    publications.write(publications.evaluation(session), title=title, body=body, by=by, now=now)
    return publications.publish_evaluation(session, by=by, now=now, late_reason=late_reason)


class EvaluationForm(PaperForm):
    kinds = (Duty.Kind.EVALUATION,)
    field_order = ["title", "body", "late_reason"]

    def prepare(self) -> None:
        super().prepare()
        paper = publications.evaluation(self.subject)
        self.fields["title"].initial, self.fields["body"].initial = paper.title, paper.body


STEPS = (
    Step(
        name="approve",
        label=_("Approve"),
        icon="check",
        tone="primary",
        permission="events.approve_session",
        when=may_become(State.APPROVED),
        rule=sessions.approve,
        consequence=_("The session stands as it is; the announcement may be published."),
        done=_("Approved."),
        context=announcement_seen,
        template="desk/step_checked.html",
        many=Many(shows=approved_at_a_glance),
    ),
    Step(
        name="write-announcement",
        label=_("Write the announcement"),
        icon="edit_document",
        permission="events.change_publication",
        when=lambda session: (
            session.state in (State.DRAFT, State.APPROVED) and not paper_of(session, Kind.ANNOUNCEMENT)
        ),
        rule=publications.draft_announcement,
        consequence=_("It is drafted from the session's facts; title and text can be changed until it is published."),
        done=_("Drafted. Look it through and change what is needed."),
        then=page_of_paper,
    ),
    Step(
        name="announce",
        label=_("Publish the announcement"),
        icon="campaign",
        tone="primary",
        permission="events.publish_publication",
        when=may_become(State.ANNOUNCED),
        rule=publications.announce,
        form_class=AnnounceForm,
        consequence=announced_consequence,
        done=announced,
        context=announcement_seen,
        template="desk/step_checked.html",
        then=page_of_paper,
    ),
    Step(
        name="tell-parents",
        label=_("Parents have been told"),
        icon="family_restroom",
        permission="events.change_session",
        when=lambda session: session.asks_parents and owes(session, Duty.Kind.TELL_PARENTS),
        rule=sessions.tell_parents,
        form_class=TellParentsForm,
        consequence=last_days(Duty.Kind.TELL_PARENTS),
        done=_("Recorded."),
    ),
    Step(
        name="list-publicly",
        label=_("Record the public listing"),
        icon="fact_check",
        permission="events.change_session",
        when=lambda session: session.announced_at is not None and owes(session, Duty.Kind.PUBLIC_LISTING),
        rule=proofs.list_publicly,
        form_class=ListingForm,
        consequence=last_days(Duty.Kind.PUBLIC_LISTING),
        done=_("Recorded."),
    ),
    Step(
        name="hold",
        label=_("Record as held"),
        icon="task_alt",
        tone="primary",
        permission="events.hold_session",
        when=lambda session: session.state == State.ANNOUNCED and session.starts_at <= clock.now(),
        rule=sessions.hold,
        form_class=HoldForm,
        consequence=_("The duty to report begins to run."),
        done=_("Recorded as held. Next: the illustrated report."),
    ),
    Step(
        name="write-report",
        label=_("Write the report"),
        icon="edit_document",
        tone="primary",
        permission="events.change_publication",
        when=lambda session: session.state == State.HELD and not paper_of(session, Kind.REPORT),
        rule=publications.draft_report,
        consequence=_("It is drafted from the session's facts; text and pictures are added until it is published."),
        done=_("Drafted. Add what was seen and said, and the pictures."),
        then=page_of_paper,
    ),
    Step(
        name="publish-report",
        label=_("Publish the report"),
        icon="campaign",
        tone="primary",
        permission="events.publish_publication",
        when=lambda session: session.state == State.HELD and bool(paper_of(session, Kind.REPORT)),
        rule=publications.publish_report,
        form_class=ReportForm,
        consequence=last_days(Duty.Kind.REPORT),
        done=_("The report is published."),
        context=lambda session, now: {"paper": publications.report(session)},
        template="desk/step_checked.html",
        then=page_of_paper,
    ),
    Step(
        name="publish-video",
        label=_("Publish the video"),
        icon="videocam",
        permission="events.publish_publication",
        when=lambda session: (
            session.state in (State.HELD, State.REPORTED)
            and session.point.kind == Point.Kind.TALK
            and (owes(session, Duty.Kind.VIDEO) or not session.video_url)
        ),
        rule=proofs.publish_video,
        form_class=VideoForm,
        consequence=last_days(Duty.Kind.VIDEO),
        done=_("The video can be downloaded from the page of the session."),
    ),
    Step(
        name="evaluate",
        label=_("Publish the policy evaluation"),
        icon="poll",
        permission="events.publish_publication",
        when=lambda session: session.state in (State.HELD, State.REPORTED) and owes(session, Duty.Kind.EVALUATION),
        rule=evaluate,
        form_class=EvaluationForm,
        consequence=last_days(Duty.Kind.EVALUATION),
        done=_("The results are published."),
        then=page_of_paper,
    ),
    Step(
        name="move",
        label=_("Move"),
        icon="edit_calendar",
        permission="events.move_session",
        when=lambda session: session.state in (State.APPROVED, State.ANNOUNCED),
        rule=sessions.move,
        form_class=MoveForm,
        consequence=told_consequence,
        done=_("Moved, told and filed."),
    ),
    Step(
        name="cancel",
        label=_("Cancel the session"),
        icon="event_busy",
        tone="danger",
        permission="events.cancel_session",
        when=may_become(State.CANCELLED),
        rule=sessions.cancel,
        form_class=ReasonForm,
        consequence=told_consequence,
        done=_("Cancelled, told and filed."),
    ),
    Link(
        name="public",
        label=_("Public page"),
        icon="open_in_new",
        permission="events.view_session",
        when=lambda session: session.announced_at is not None,
        url=lambda session: session.get_absolute_url(),
    ),
    Link(
        name="poster",
        label=_("Poster with QR code"),
        icon="qr_code_2",
        permission="events.view_session",
        when=lambda session: posters.current(session, identity.current()) is not None,
        url=lambda session: reverse("events:sheet", args=[session.pk]),
    ),
)
