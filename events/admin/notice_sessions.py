"""What the page of a notice says of each session that it names: a draft already, one to come, or why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from events.admin.notice_entries import Outlook
from events.models import Notice, Plan
from events.notices import importing, occasions, scheduling
from events.notices.scheduling import Prospect


def outlooks(notice: Notice, now: datetime) -> Iterator[tuple[str, Outlook]]:
    """By the key of each session; without a plan only the notice itself is asked."""
    if notice.plan is None:
        for read in importing.reading_of(notice)["sessions"]:
            yield read["key"], _foretold(occasions.lacks(read))
    else:
        for one in scheduling.prospects(notice, notice.plan, now=now):
            yield one.read["key"], _of(one, notice.plan)


def _foretold(reason: str) -> Outlook:
    if reason:
        return Outlook(_("Stays a proposal. %(reason)s") % {"reason": reason})
    return Outlook(_("Becomes a draft session once the plan is approved."))


def _of(one: Prospect, plan: Plan) -> Outlook:
    if one.session and one.session.pk:
        url = reverse("admin:events_session_change", args=[one.session.pk])
        return Outlook(
            _("Scheduled: %(state)s.") % {"state": one.session.get_state_display()}, url, _("To the session")
        )
    if plan.state == Plan.State.DRAFT:
        return _foretold(one.reason)
    words = _("Not scheduled. %(reason)s") % {"reason": one.reason or _("It was not here when the plan was approved.")}
    if one.point is None or plan.state != Plan.State.IN_FORCE:
        return Outlook(words)
    given = {"point": one.point.pk, "place": one.read["place"] or "", "capacity": one.read["capacity"] or ""}
    told = urlencode({name: value for name, value in given.items() if value})
    return Outlook(words, f"{reverse('admin:events_session_add')}?{told}", _("Schedule it"))
