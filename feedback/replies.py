"""Replies (答复): the unit answers an opinion, another person approves, and approval is publication."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events import deadlines
from events.foundation import audit, clock, permissions
from events.models import Staff
from feedback import cards, notify
from feedback.models import Opinion

State = Opinion.State
ANSWER = ("text", "outcome", "reply", "reason")


@transaction.atomic
def reply(
    opinion: Opinion,
    *,
    outcome: str,
    reply: str,
    by: Staff,
    now: datetime,
    reason: str = "",
    text: str = "",
    is_checked: bool = False,
) -> None:
    """Answer an opinion, and mend its public text where one is given; both then wait for another person's approval.

    A refusal states its reason (S2: 对相对集中的意见建议不予采纳的,公布时要说明理由). An answer that names the writer
    is refused until `is_checked`; a unit's own landline may stand in it.
    """
    permissions.require(by, "feedback.reply_opinion", opinion)
    _lock(opinion, State.REPLIED)
    _check(outcome, reply, reason)
    words = cards.checked(text) if text.strip() else opinion.text
    if not is_checked:
        cards.refuse_traces(f"{reply}\n{reason}", name=_writer(opinion), landlines=False)
        cards.refuse_traces(words if words != opinion.text else "", name=_writer(opinion))
    before = audit.values(opinion, "state", *ANSWER)
    opinion.text, opinion.outcome, opinion.reply, opinion.reason = words, outcome, reply.strip(), reason.strip()
    opinion.replied_at, opinion.replied_by = now, by
    _move(opinion, State.REPLIED, "opinion.reply", *ANSWER, by=by, now=now, before=before)
    notify.waiting(opinion, by=by, now=now)


@transaction.atomic
def approve(opinion: Opinion, *, by: Staff, now: datetime, late_reason: str = "") -> None:
    """Approve an answer and thereby publish it; the duty to reply closes, and its writer is told by e-mail.

    Nobody approves an answer of their own. ValidationError `late_reason_missing` if it comes late without a reason.
    """
    permissions.require(by, "feedback.approve_opinion", opinion)
    _lock(opinion, State.PUBLISHED)
    if opinion.replied_by_id == by.pk:
        raise ValidationError(_("Nobody approves an answer of their own."), code="own_reply")
    opinion.published_at, opinion.published_by = now, by
    _move(opinion, State.PUBLISHED, "opinion.approve", by=by, now=now)
    if opinion.duty and opinion.duty.is_open:
        deadlines.close(opinion.duty, by=by, now=now, late_reason=late_reason)
    notify.answered(opinion, by=by, now=now)


@transaction.atomic
def return_reply(opinion: Opinion, *, reason: str, by: Staff, now: datetime) -> None:
    """Send an answer back to be written again; an answer that is public already, only the office takes back."""
    permissions.require(by, "feedback.return_opinion", opinion)
    _lock(opinion, State.RETURNED)
    if opinion.state == State.PUBLISHED and not by.is_office:
        raise PermissionDenied("feedback.return_opinion")
    if not reason.strip():
        raise ValidationError(_("Please state why the answer is returned."), code="reason_missing")
    opinion.returned_at, opinion.returned_by, opinion.return_reason = now, by, reason.strip()
    _move(opinion, State.RETURNED, "opinion.return", by=by, now=now, reason=reason.strip())
    notify.returned(opinion, by=by, now=now)


@transaction.atomic
def note_progress(opinion: Opinion, *, text: str, by: Staff, now: datetime, is_checked: bool = False) -> None:
    """Add a dated line on what has been done since (推进情况); on a published opinion, by who may publish.

    S3 wants adoption and the progress of the work told to the public: 将意见采纳和所涉工作推进情况及时向公众进行反馈.
    """
    permissions.require(by, "feedback.reply_opinion", opinion)
    opinion.refresh_from_db(from_queryset=Opinion.objects.select_for_update())
    if opinion.state == State.PUBLISHED:
        permissions.require(by, "feedback.approve_opinion", opinion)
    words = " ".join(text.split())
    if not words:
        raise ValidationError(_("Please write what has been done."), code="text_missing")
    cards.check_length(words)
    if not is_checked:
        cards.refuse_traces(words, name=_writer(opinion), landlines=False)
    before = audit.values(opinion, "progress")
    opinion.progress = f"{opinion.progress}\n{clock.day_of(now):%Y-%m-%d} {words}".strip()
    opinion.save(update_fields=["progress"])
    audit.record(
        opinion, "opinion.note_progress", by=by, now=now, before=before, after=audit.values(opinion, "progress")
    )


def _lock(opinion: Opinion, state: str) -> None:
    """Read the row again under a lock, and refuse a move that its state does not allow."""
    opinion.refresh_from_db(from_queryset=Opinion.objects.select_for_update())
    if state not in Opinion.NEXT[State(opinion.state)]:
        raise ValidationError(
            _("This opinion is at the stage “%(state)s”; this step is not open there."),
            code="opinion_state",
            params={"state": opinion.get_state_display()},
        )


def _move(
    opinion: Opinion,
    state: str,
    act: str,
    *fields: str,
    by: Staff,
    now: datetime,
    before: dict | None = None,
    reason: str = "",
) -> None:
    before = before or audit.values(opinion, "state")
    opinion.state = state
    opinion.save()
    after = audit.values(opinion, "state", *fields)
    audit.record(opinion, act, by=by, now=now, before=before, after=after, reason=reason)


def _check(outcome: str, reply: str, reason: str) -> None:
    if outcome not in Opinion.Outcome.values:
        raise ValidationError(_("Please choose an outcome."), code="outcome_missing")
    if not reply.strip():
        raise ValidationError(_("Please write the reply."), code="reply_missing")
    if outcome == Opinion.Outcome.NOT_ADOPTED and not reason.strip():
        raise ValidationError(_("An opinion that is not adopted needs the reason."), code="reason_missing")
    cards.check_length(reply.strip())
    cards.check_length(reason.strip())


def _writer(opinion: Opinion) -> str:
    return opinion.card.name if opinion.card else ""
