"""The papers of a session: announcement, illustrated report, policy evaluation; written, published, withdrawn."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from events import deadlines, papers, pictures, sessions, signals
from events.foundation import audit, languages, permissions
from events.models import Channel, ChannelProof, Duty, Picture, Publication, Session, Staff

Kind = Publication.Kind
State = Publication.State

MOST_PICTURES = 30


def announcement(session: Session) -> Publication:
    """The session's announcement; an unsaved draft made from the session's facts where there is none yet."""
    return _paper(session, Kind.ANNOUNCEMENT) or _drafted(session, Kind.ANNOUNCEMENT, *papers.announcement(session))


def report(session: Session) -> Publication:
    """The session's report; an unsaved draft made from the session's facts where there is none yet."""
    return _paper(session, Kind.REPORT) or _drafted(session, Kind.REPORT, *papers.report(session))


def evaluation(session: Session) -> Publication:
    """The results of the policy evaluation; an unsaved empty draft where there is none yet."""
    return _paper(session, Kind.EVALUATION) or _drafted(session, Kind.EVALUATION, papers.evaluation(session), "")


@transaction.atomic
def write(publication: Publication, *, title: str, body: str, by: Staff, now: datetime) -> Publication:
    """Save title and text of a paper; a published one changes for its readers, and the log keeps both texts."""
    sessions.lock(publication.session)
    permissions.require(by, "events.change_publication", publication)
    permissions.require(by, "events.view_session", publication.session)
    before = None if publication.pk is None else audit.values(_paper_again(publication), "title", "body")
    publication.title, publication.body = title.strip(), body.strip()
    if not publication.title:
        raise ValidationError({"title": ValidationError(_("A paper needs a title."), code="title")})
    if publication.state == State.PUBLISHED:
        _need_text(publication)
    publication.save(update_fields=["title", "body"] if publication.pk else None)
    after = audit.values(publication, "title", "body")
    audit.record(
        publication, "publication.write", by=by, now=now, before=before, after=after, unit=publication.session.unit
    )
    return publication


def draft_announcement(session: Session, *, by: Staff, now: datetime) -> Publication:
    """Save the announcement as drafted from the facts; one that stands already stays as it is."""
    return _saved(announcement(session), by=by, now=now)


def draft_report(session: Session, *, by: Staff, now: datetime) -> Publication:
    """Save the report as drafted from the facts; one that stands already stays as it is."""
    return _saved(report(session), by=by, now=now)


def draft_again(paper: Publication, *, by: Staff, now: datetime) -> Publication:
    """Write a drafted announcement anew from the facts, after the session was changed; the log keeps the old text."""
    if paper.kind != Kind.ANNOUNCEMENT or paper.state != State.DRAFT:
        raise _not_now(paper)
    title, body = papers.announcement(paper.session)
    return write(paper, title=title[:200], body=body, by=by, now=now)


def differences(session: Session) -> list[str]:
    """As sentences: what a drafted announcement tells otherwise than the session, which may have changed since."""
    paper = _paper(session, Kind.ANNOUNCEMENT)
    if paper is None or paper.state != State.DRAFT:
        return []
    parts = papers.unstated(session, paper.body)
    differs = _(
        "The announcement does not say this as the session has it now: %(parts)s. Correct it or draft it again."
    )
    return [differs % {"parts": languages.listed(parts)}] if parts else []


@transaction.atomic
def announce(session: Session, *, by: Staff, now: datetime, late_reason: str = "") -> Publication:
    """Publish the announcement: the session becomes public and sign-up follows its window.

    Raises ValidationError, code "incomplete" (lists what S1, section 四(一), wants to be stated and is not),
    "late_reason" when the last day has passed: it is published all the same, with a reason, and stays late for ever.
    """
    sessions.lock(session)
    permissions.require(by, "events.publish_publication", session)
    if absent := sessions.missing(session):
        raise ValidationError(
            [ValidationError(_("Still empty: %(part)s."), code="incomplete", params={"part": part}) for part in absent]
        )
    paper = announcement(session)
    duties = _open_duties(session, deadlines.ANNOUNCING)
    _ask_why_late(duties, now=now, late_reason=late_reason)
    sessions.advance(session, Session.State.ANNOUNCED, by=by, now=now)
    _publish(paper, by=by, now=now, late_reason=late_reason)
    _close_announcing(paper, by=by, late_reason=late_reason)
    signals.session_announced.send(sender=Session, session=session, by=by, now=now)
    return paper


def record_channel(
    publication: Publication,
    channel: Channel,
    *,
    url: str,
    published_at: datetime,
    by: Staff,
    now: datetime,
    picture: UploadedFile | None = None,
    late_reason: str = "",
) -> ChannelProof:
    """Record that the paper stands on a channel of the plan; the duty closes with the last one, at its moment.

    S0, section 三(二): 通过区政府网站、政务新媒体等向公众发出公告. Recording again corrects the record, not a
    duty that is closed. Raises ValidationError, code "channel", "future", "late_reason", or about address or picture.
    """
    permissions.require(by, "events.add_channelproof", publication)
    session = publication.session
    if channel.plan_id != session.point.plan_id:
        raise ValidationError(_("This channel belongs to another plan."), code="channel")
    if published_at > now:
        raise ValidationError({"published_at": ValidationError(_("This moment lies in the future."), code="future")})
    _check_address(url)
    cleaned = pictures.clean(picture) if picture else None  # takes its time: before the lock
    with transaction.atomic():
        sessions.lock(session)
        proof = publication.proofs.filter(channel=channel).first()
        before = audit.values(proof, "url", "published_at") if proof else None
        proof = proof or ChannelProof(publication=publication, channel=channel)
        proof.url, proof.published_at, proof.recorded_at, proof.recorded_by = url, published_at, now, by
        proof.picture = cleaned or proof.picture
        proof.save()
        after = audit.values(proof, "url", "published_at")
        audit.record(proof, "publication.record_channel", by=by, now=now, before=before, after=after, unit=session.unit)
        _close_announcing(_paper_again(publication), by=by, late_reason=late_reason)
    return proof


def add_picture(publication: Publication, file: UploadedFile, alt: str, *, by: Staff, now: datetime) -> Picture:
    """Add a picture, cleaned (pictures.clean); without alternative text ValidationError, code "alt"."""
    permissions.require(by, "events.add_picture", publication)
    if not alt.strip():
        message = _("Say in a few words what the picture shows, for those who cannot see it.")
        raise ValidationError({"alt": ValidationError(message, code="alt")})
    image = pictures.clean(file)
    with transaction.atomic():
        sessions.lock(publication.session)
        position = publication.pictures.count() + 1
        if position > MOST_PICTURES:
            limit = {"limit": MOST_PICTURES}
            raise ValidationError(_("A paper has at most %(limit)s pictures."), code="pictures", params=limit)
        picture = Picture.objects.create(publication=publication, image=image, alt=alt.strip(), position=position)
        audit.record(picture, "picture.add", by=by, now=now, after={"alt": picture.alt}, unit=publication.session.unit)
    return picture


@transaction.atomic
def remove_picture(picture: Picture, *, by: Staff, now: datetime) -> None:
    """Take a picture out of its paper; its file goes when the act is committed."""
    publication, image = picture.publication, picture.image
    permissions.require(by, "events.delete_picture", publication)
    audit.record(picture, "picture.remove", by=by, now=now, before={"alt": picture.alt}, unit=publication.session.unit)
    picture.delete()
    transaction.on_commit(lambda: image.delete(save=False))


@transaction.atomic
def publish_report(session: Session, *, by: Staff, now: datetime, late_reason: str = "") -> Publication:
    """Publish the report of a held session in the column of its point (S0, section 四(二): within 5 working days).

    Raises ValidationError, code "state" before the session was held, "late_reason" after the last day without a reason.
    """
    sessions.lock(session)
    permissions.require(by, "events.publish_publication", session)
    paper = report(session)
    duties = _open_duties(session, [Duty.Kind.REPORT])
    _ask_why_late(duties, now=now, late_reason=late_reason)
    sessions.advance(session, Session.State.REPORTED, by=by, now=now)
    _publish(paper, by=by, now=now, late_reason=late_reason)
    _close(duties, by=by, now=now, late_reason=late_reason)
    return paper


@transaction.atomic
def publish_evaluation(session: Session, *, by: Staff, now: datetime, late_reason: str = "") -> Publication:
    """Publish the results of the policy evaluation of a held session (S3, section 六(二)); codes as for the report."""
    sessions.lock(session)
    permissions.require(by, "events.publish_publication", session)
    if session.state not in (Session.State.HELD, Session.State.REPORTED):
        raise ValidationError(_("The session has not been held yet."), code="state")
    paper = evaluation(session)
    duties = _open_duties(session, [Duty.Kind.EVALUATION])
    _ask_why_late(duties, now=now, late_reason=late_reason)
    _publish(paper, by=by, now=now, late_reason=late_reason)
    _close(duties, by=by, now=now, late_reason=late_reason)
    return paper


@transaction.atomic
def withdraw(publication: Publication, *, reason: str, by: Staff, now: datetime) -> Publication:
    """Take a published paper out of the public's sight. Needs a reason; what was done in time stays done."""
    sessions.lock(publication.session)
    permissions.require(by, "events.withdraw_publication", publication)
    publication.refresh_from_db()
    if not reason.strip():
        raise ValidationError(_("Please state the reason."), code="reason")
    _advance(publication, State.WITHDRAWN)
    publication.withdrawn_at, publication.withdrawn_by = now, by
    publication.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    _record(publication, "publication.withdraw", State.PUBLISHED, by=by, now=now, reason=reason)
    return publication


@transaction.atomic
def restore(publication: Publication, *, by: Staff, now: datetime) -> Publication:
    """Publish a withdrawn paper again; its first day of publication stays."""
    sessions.lock(publication.session)
    permissions.require(by, "events.publish_publication", publication)
    publication.refresh_from_db()
    if publication.state != State.WITHDRAWN:
        raise _not_now(publication)
    _need_text(publication)
    _advance(publication, State.PUBLISHED)
    publication.withdrawn_at = publication.withdrawn_by = None
    publication.save(update_fields=["state", "withdrawn_at", "withdrawn_by"])
    _record(publication, "publication.restore", State.WITHDRAWN, by=by, now=now)
    return publication


def _paper(session: Session, kind: str) -> Publication | None:
    return session.publications.filter(kind=kind).first()


def _paper_again(publication: Publication) -> Publication:
    return Publication.objects.select_related("session__point__plan").get(pk=publication.pk)


def _column(session: Session) -> str:
    """The column in which a paper stands: the plan's own name for it, else the portal's."""
    with languages.official():
        return session.point.column


def _drafted(session: Session, kind: str, title: str, body: str) -> Publication:
    return Publication(session=session, kind=kind, title=title[:200], body=body, column=_column(session))


@transaction.atomic
def _saved(publication: Publication, *, by: Staff, now: datetime) -> Publication:
    if publication.pk:
        return publication
    return write(publication, title=publication.title, body=publication.body, by=by, now=now)


def _publish(paper: Publication, *, by: Staff, now: datetime, late_reason: str) -> None:
    """Publish a draft in the column of its point, for the first time."""
    if paper.state != State.DRAFT:
        raise _not_now(paper)
    _need_text(paper)
    paper.state, paper.published_at, paper.published_by = State.PUBLISHED, now, by
    paper.column, paper.late_reason = _column(paper.session), late_reason.strip()
    paper.save()
    _record(paper, "publication.publish", State.DRAFT, by=by, now=now, reason=late_reason)


def _close_announcing(paper: Publication, *, by: Staff, late_reason: str) -> None:
    """Close the announce duties when the paper is out here and on every channel of the plan.

    The act is done when the last of them stands: that moment is judged, not the one in which it was recorded.
    """
    if paper.kind != Kind.ANNOUNCEMENT or not paper.published_at:
        return
    stands = dict(paper.proofs.values_list("channel", "published_at"))
    if not set(paper.session.point.plan.channels.standing().values_list("pk", flat=True)) <= stands.keys():
        return
    done_at = max([paper.published_at, *stands.values()])
    duties = _open_duties(paper.session, deadlines.ANNOUNCING)
    _close(duties, by=by, now=done_at, late_reason=late_reason.strip() or paper.late_reason)


def _open_duties(session: Session, kinds: Iterable[str]) -> list[Duty]:
    return list(session.duties.open().filter(kind__in=kinds, subject="").select_related("plan"))


def _ask_why_late(duties: list[Duty], *, now: datetime, late_reason: str) -> None:
    for duty in duties:
        if deadlines.would_be_late(duty, now=now):
            deadlines.need_reason(duty, late_reason)


def _close(duties: list[Duty], *, by: Staff, now: datetime, late_reason: str) -> None:
    for duty in duties:
        deadlines.close(duty, by=by, now=now, late_reason=late_reason)


def _advance(publication: Publication, state: str) -> None:
    if state not in Publication.NEXT[State(publication.state)]:
        raise _not_now(publication)
    publication.state = state


def _not_now(publication: Publication) -> ValidationError:
    return ValidationError(
        _("This is not possible: the paper is “%(state)s”."),
        code="state",
        params={"state": publication.get_state_display()},
    )


def _need_text(publication: Publication) -> None:
    if not publication.body.strip():
        raise ValidationError(_("The paper has no text yet."), code="text")


def _check_address(url: str) -> None:
    URLValidator(schemes=["http", "https"], message=_("Please give the address as http:// or https://."))(url)


def _record(publication: Publication, act: str, before: str, *, by: Staff, now: datetime, reason: str = "") -> None:
    audit.record(
        publication,
        act,
        by=by,
        now=now,
        before={"state": before},
        after={"state": publication.state},
        reason=reason,
        unit=publication.session.unit,
    )
