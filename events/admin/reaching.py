"""Where a duty is done: the very step that comes next for this person, in one click, else the page of its subject.

An app further up hangs the way to its own kinds: `reaching.hang(Duty.Kind.REPLY, reach, fetches=("opinion",))`. What a
way reads of the rows is fetched for a whole list at once.
"""

from collections.abc import Callable

from django.contrib.admin.utils import quote
from django.db.models import Prefetch
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from events.admin.session_steps import STEPS, paper_of
from events.admin.steps import Button
from events.models import Duty, Point, Publication, Session, Staff
from events.models.duty import DutyQuerySet

Reach = Callable[[Duty, Staff], str]
Kind = Duty.Kind
# The steps by which a session comes to be held, the last one first.
UP_TO_HELD = ("hold", "announce", "write-announcement", "approve")
BUTTONS = {button.name: button for button in STEPS}
REACHES: dict[str, Reach] = {}
FETCHES: list[str | Prefetch] = []


def hang(kind: str, reach: Reach, *, fetches: tuple[str | Prefetch, ...] = ()) -> None:
    REACHES[kind] = reach
    FETCHES.extend(one for one in fetches if one not in FETCHES)


def fetched(duties: DutyQuerySet) -> DutyQuerySet:
    """The duties with everything that `step_of` reads: as many queries for a hundred as for one."""
    joined = duties.select_related("unit", "plan", "point__plan", "session__point__plan", "session__unit")
    return joined.prefetch_related(*FETCHES)


def address(duty: Duty) -> str:
    """One address a duty, for letters and lists: which step it leads to is found out when somebody comes."""
    return reverse("admin:events_duty_place", args=[duty.pk])


def step_of(duty: Duty, staff: Staff) -> str:
    """The address of the next step for this person; of a duty that is closed, the page of what it is about."""
    reach = REACHES.get(duty.kind)
    return (reach(duty, staff) if reach and duty.is_open else "") or page_of(duty)


def page_of(duty: Duty) -> str:
    """The page of what the duty is about, whichever app's row it is."""
    name, _colon, key = duty.subject.partition(":")
    if duty.session_id and not duty.subject:
        return reverse("admin:events_session_change", args=[duty.session_id])
    if duty.point_id and not duty.subject:
        return reverse("admin:events_point_change", args=[duty.point_id])
    if key:
        for app in ("events", "registrations", "feedback"):
            try:
                return reverse(f"admin:{app}_{name.replace('_', '')}_change", args=[key])
            except NoReverseMatch:
                continue
    return reverse("admin:events_duty_change", args=[duty.pk])


def first_open(session: Session, staff: Staff, *names: str) -> str:
    """The first of these steps of a session that the person may take now. The duty itself says that it is theirs."""
    for name in names:
        if is_open(BUTTONS[name], session, staff):
            return BUTTONS[name].address(session)
    return ""


def is_open(button: Button, row: Session, staff: Staff) -> bool:
    return staff.has_perm(button.permission) and button.when(row)


def of_session(*names: str, paper: str = "") -> Reach:
    """By way of steps of the session, in this order; then the paper that somebody else is to publish."""

    def reach(duty: Duty, staff: Staff) -> str:
        session = duty.session
        if session is None:
            return ""
        written = paper_of(session, paper) if paper else None
        page = reverse("admin:events_publication_change", args=[written.pk]) if written else ""
        return first_open(session, staff, *names) or page

    return reach


def announcing(duty: Duty, staff: Staff) -> str:
    """Once it is out here, what is left is to record the channels of the plan."""
    session = duty.session
    if session is None:
        return ""
    paper = paper_of(session, Publication.Kind.ANNOUNCEMENT)
    if session.announced_at and paper and staff.has_perm("events.add_channelproof"):
        return reverse("admin:events_publication_step", args=[quote(paper.pk), "channel"])
    return of_session("approve", "announce", "write-announcement", paper=Publication.Kind.ANNOUNCEMENT)(duty, staff)


def holding(duty: Duty, staff: Staff) -> str:
    """The session that is scheduled for the point, else the form that schedules one."""
    point = duty.point
    if point is None:
        return ""
    scheduled = [one for one in point.sessions.all() if one.state != Session.State.CANCELLED]
    if scheduled:
        session = scheduled[0]
        return first_open(session, staff, *UP_TO_HELD) or reverse("admin:events_session_change", args=[session.pk])
    return scheduling({"point": point.pk}, staff) if not point.withdrawn_on else ""


def scheduling(chosen: dict[str, object], staff: Staff) -> str:
    if not staff.has_perm("events.add_session"):
        return ""
    return reverse("admin:events_session_add") + (f"?{urlencode(chosen)}" if chosen else "")


def filing(duty: Duty, staff: Staff) -> str:
    """The proposal that the unit has begun, else a new one."""
    if not staff.has_perm("events.file_point"):
        return ""
    begun = [point for point in duty.plan.drafts if point.proposed_by_id == duty.unit_id] if duty.plan else []
    if begun:
        return reverse("admin:events_point_step", args=[begun[0].pk, "file"])
    return reverse("admin:events_point_add") + "?" + urlencode({"plan": duty.plan_id or ""})


def confirming(duty: Duty, staff: Staff) -> str:
    if not staff.has_perm("events.change_specialday"):
        return ""
    return reverse("admin:events_specialday_notice") + "?" + urlencode({"year": duty.subject.partition(":")[2]})


def correcting(duty: Duty, staff: Staff) -> str:
    key = duty.subject.partition(":")[2]
    return (
        reverse("admin:events_errorreport_step", args=[key, "handle"])
        if staff.has_perm("events.handle_errorreport")
        else ""
    )


UNFILED = [Point.Filing.DRAFT, Point.Filing.RETURNED]
DRAFTS = Prefetch("plan__points", Point.objects.filter(filing__in=UNFILED, proposed_by__isnull=False), to_attr="drafts")

for kind in (Kind.ANNOUNCE_ONSITE, Kind.ANNOUNCE_LIVESTREAM):
    hang(kind, announcing, fetches=("session__publications", "session__duties"))
hang(Kind.TELL_PARENTS, of_session("tell-parents"))
hang(Kind.PUBLIC_LISTING, of_session("list-publicly", "approve", "announce"))
hang(Kind.REPORT, of_session("hold", "write-report", "publish-report", paper=Publication.Kind.REPORT))
hang(Kind.VIDEO, of_session("hold", "publish-video"))
hang(Kind.EVALUATION, of_session("hold", "evaluate"))
hang(Kind.HOLD, holding, fetches=("point__sessions",))
hang(Kind.PER_YEAR, lambda duty, staff: scheduling({}, staff))
hang(Kind.FILING, filing, fetches=(DRAFTS,))
hang(Kind.CALENDAR, confirming)
hang(Kind.CORRECTION, correcting)
