"""What a session shows elsewhere by its plan: the public listing of the selected (公示), the video of a policy talk."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from events import deadlines, sessions
from events.foundation import audit, permissions
from events.models import Duty, Point, Session, Staff

State = Session.State


@transaction.atomic
def list_publicly(
    session: Session, *, url: str, listed_at: datetime, by: Staff, now: datetime, late_reason: str = ""
) -> Session:
    """Record where and since when the list of the selected is shown to the public.

    Recording again corrects the address, not a duty that is closed. Raises ValidationError, code "address", "future" or
    "late_reason".
    """
    sessions.lock(session)
    permissions.require(by, "events.change_session", session)
    _check(url, listed_at, field="listed_at", now=now)
    _close(Duty.Kind.PUBLIC_LISTING, session, by=by, at=listed_at, late_reason=late_reason)
    _keep(session, "listing_url", url, "session.list_publicly", at=listed_at, by=by, now=now, reason=late_reason)
    return session


@transaction.atomic
def publish_video(
    session: Session, *, url: str, published_at: datetime, by: Staff, now: datetime, late_reason: str = ""
) -> Session:
    """Publish the video of a talk that was held, for everybody to download.

    S1, section 四(二): 其中"政策公开讲"要同步制作讲解视频进行专栏推送,供公众随时下载查看.
    Codes as above, and "not_a_talk", "state" before it was held.
    """
    sessions.lock(session)
    permissions.require(by, "events.publish_publication", session)
    if session.point.kind != Point.Kind.TALK:
        raise ValidationError(_("Only a policy talk publishes a video."), code="not_a_talk")
    if session.state not in (State.HELD, State.REPORTED):
        raise ValidationError(_("The session has not been held yet."), code="state")
    _check(url, published_at, field="published_at", now=now)
    _close(Duty.Kind.VIDEO, session, by=by, at=published_at, late_reason=late_reason)
    _keep(session, "video_url", url, "session.publish_video", at=published_at, by=by, now=now, reason=late_reason)
    return session


def _check(url: str, moment: datetime, *, field: str, now: datetime) -> None:
    words = _("Please give the address as http:// or https://.")
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise ValidationError({"url": ValidationError(words, code="address")}) from None
    if moment > now:
        raise ValidationError({field: ValidationError(_("This moment lies in the future."), code="future")})


def _close(kind: str, session: Session, *, by: Staff, at: datetime, late_reason: str) -> None:
    if duty := deadlines.find(kind, session=session):
        deadlines.close(duty, by=by, now=at, late_reason=late_reason)


def _keep(
    session: Session, field: str, url: str, act: str, *, at: datetime, by: Staff, now: datetime, reason: str
) -> None:
    before = audit.values(session, field)
    setattr(session, field, url)
    session.save(update_fields=[field])
    after = {**audit.values(session, field), "done_at": at}
    audit.record(session, act, by=by, now=now, before=before, after=after, reason=reason)
