"""The strip that guides a session: six stages, each with what is done, what is next, until when, and who does it.

A stage is read from the rows by one function. This app reads its own (session_stages.py); an app further up hangs its
reading on the stage that is its own: `stages.hang(stages.SELECT, read)`. Nothing here is stored.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.admin.steps import Button
from events.foundation import clock, permissions, workdays
from events.models import Duty, Publication, Session, Staff

PLAN, ANNOUNCE, SELECT, HOLD, REPORT, ANSWER = "plan", "announce", "select", "hold", "report", "answer"
TITLES = {
    PLAN: pgettext_lazy("stage", "plan"),
    ANNOUNCE: pgettext_lazy("stage", "announce"),
    SELECT: pgettext_lazy("stage", "select"),
    HOLD: pgettext_lazy("stage", "hold"),
    REPORT: pgettext_lazy("stage", "report"),
    ANSWER: pgettext_lazy("stage", "answer"),
}


class Status(models.TextChoices):
    DONE = "done", pgettext_lazy("stage", "done")
    HERE = "here", pgettext_lazy("stage", "to do now")
    LATER = "later", pgettext_lazy("stage", "later")
    NONE = "none", pgettext_lazy("stage", "not applicable")
    MISSED = "missed", pgettext_lazy("stage", "was not done")


@dataclass(frozen=True)
class Seen:
    """What every stage is read from: the session with its standing duties and its papers, at this moment."""

    session: Session
    now: datetime
    duties: tuple[Duty, ...]
    papers: tuple[Publication, ...]

    def open_duty(self, *kinds: str) -> Duty | None:
        """The one that presses most."""
        found = [duty for duty in self.duties if duty.kind in kinds and duty.is_open]
        return min(found, key=lambda duty: duty.due_on, default=None)

    def paper(self, kind: str) -> Publication | None:
        return next((paper for paper in self.papers if paper.kind == kind), None)


@dataclass(frozen=True)
class Act:
    """Something to do for this stage: a button, the right that it needs, and the page where it is done."""

    label: str | Promise
    permission: str
    url: str


def act(button: Button, row: Any) -> Act:
    return Act(button.label, button.permission, button.address(row))


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`words` say what is next, or how it stands; `duty` is the open one; `day` the day where no duty names one."""

    status: Status
    words: str = ""
    at: datetime | None = None
    by: Staff | None = None
    duty: Duty | None = None
    day: date | None = None
    acts: tuple[Act, ...] = ()


Reading = Callable[[Seen], Stage]
READINGS: dict[str, Reading] = {}


def hang(name: str, reading: Reading) -> None:
    READINGS[name] = reading


@dataclass(frozen=True)
class Shown:
    """A stage as this person sees it: what he or she may do for it, and who does what he or she may not."""

    name: str
    title: Promise
    stage: Stage
    acts: tuple[Act, ...]
    waits_for: str
    days: int
    is_current: bool

    @property
    def status(self) -> Status:
        return self.stage.status

    @property
    def day(self) -> date | None:
        return self.stage.duty.due_on if self.stage.duty else self.stage.day


def strip(seen: Seen, staff: Staff) -> list[Shown]:
    """The stages in their order. Something is always next: where none is to do now, it is the first that comes."""
    found = {name: READINGS[name](seen) for name in TITLES if name in READINGS}
    if seen.session.state == Session.State.CANCELLED:
        found = {name: _called_off(stage) for name, stage in found.items()}
    if not any(stage.status == Status.HERE for stage in found.values()):
        later = next((name for name, stage in found.items() if stage.status == Status.LATER), None)
        found |= {later: replace(found[later], status=Status.HERE)} if later else {}
    people = People(seen.session)
    today = clock.day_of(seen.now)
    current = next((name for name, stage in found.items() if stage.status == Status.HERE), "")
    return [_shown(name, stage, staff, people, today, is_current=name == current) for name, stage in found.items()]


class People:
    """Who does at the holding unit, or at the one that supervises it, what needs a right. Looked up once, if at all."""

    def __init__(self, session: Session):
        self.unit = session.unit

    @cached_property
    def everyone(self) -> list[Staff]:
        homes = {self.unit.pk, self.unit.parent_id} - {None}
        return list(Staff.objects.active().filter(unit__in=homes).order_by("name"))

    def words(self, permission: str) -> str:
        able = [one for one in self.everyone if permission in permissions.TABLE[one.role]]
        office = gettext("the transparency office")
        named = [gettext("%(name)s (%(role)s)") % {"name": one, "role": one.get_role_display()} for one in able]
        return pgettext("list", ", ").join(named) if named else office


def _shown(name: str, stage: Stage, staff: Staff, people: People, today: date, *, is_current: bool) -> Shown:
    """The rows of the page are the person's own already: what is asked here is the right alone."""
    acts = stage.acts if stage.status == Status.HERE else ()
    open_to = tuple(act for act in acts if staff.has_perm(act.permission))
    closed = next((act for act in acts if act not in open_to), None)
    waits_for = ""
    if closed:
        facts = {"act": closed.label, "people": people.words(closed.permission)}
        waits_for = gettext("“%(act)s” is done by %(people)s.") % facts
    day = stage.duty.due_on if stage.duty else stage.day
    first, last = sorted([today, day or today])
    days = workdays.calendar().days_until(first, last)
    return Shown(name, TITLES[name], stage, open_to, waits_for, days, is_current)


def _called_off(stage: Stage) -> Stage:
    """A cancelled session goes no further; only opinions that came in are still answered."""
    if stage.status in (Status.DONE, Status.NONE) or (stage.status == Status.HERE and stage.duty):
        return stage
    return Stage(status=Status.NONE, words=str(_("The session is cancelled.")))


def of(session: Session, *, duties: Iterable[Duty], papers: Iterable[Publication], now: datetime) -> Seen:
    return Seen(session, now, tuple(duties), tuple(papers))
