"""Where a duty is done: the step that is open for it now to the person who asks, else the page of what it is about.

A letter or a list leads to one address a duty; which step that is, is found out when somebody comes. What a duty is
about besides sessions, points and plans, the app says that it belongs to: `duty_places.hang("opinion", Opinion)`.
"""

from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode

from events.admin import stages
from events.foundation import clock
from events.models import Duty, ErrorReport, Session, Staff

SUBJECTS: dict[str, type[Model]] = {"error_report": ErrorReport}
# What is done by a button of its own, beside the stages.
ALONE = {Duty.Kind.TELL_PARENTS: "tell-parents", Duty.Kind.EVALUATION: "evaluate"}


def hang(subject: str, model: type[Model]) -> None:
    SUBJECTS[subject] = model


def address(duty: Duty) -> str:
    """One click from the duty to its step."""
    return reverse("admin:events_duty_place", args=[duty.pk])


def step_of(duty: Duty, staff: Staff) -> str:
    """The address to go to now."""
    subject, _colon, key = duty.subject.partition(":")
    if subject in SUBJECTS:
        row = SUBJECTS[subject]._default_manager.filter(pk=key).first()
        return _on_its_page(row, staff) if row else reverse("admin:events_duty_change", args=[duty.pk])
    if session := duty.session or _held_for(duty):
        return _on_the_strip(session, duty, staff)
    if duty.point:
        return _on_its_page(duty.point, staff)
    if duty.kind == Duty.Kind.FILING:
        return reverse("admin:events_point_add") + "?" + urlencode({"plan": duty.plan_id or ""})
    if duty.kind == Duty.Kind.PER_YEAR:
        return reverse("admin:events_session_changelist")
    return reverse("admin:events_plan_change", args=[duty.plan_id])


def _held_for(duty: Duty) -> Session | None:
    """The session with which the unit is about to hold its point."""
    if not duty.point_id or duty.kind != Duty.Kind.HOLD:
        return None
    sessions = Session.objects.filter(point=duty.point_id, unit=duty.unit_id)
    return sessions.exclude(state=Session.State.CANCELLED).order_by("starts_at").first()


def _on_the_strip(session: Session, duty: Duty, staff: Staff) -> str:
    """The act of the duty's own stage; while that one waits for another, the act that comes first."""
    page = admin.site._registry[Session]
    for button in page.all_steps():
        if button.name == ALONE.get(duty.kind) and button.is_open(staff, session):
            return button.address(session)
    duties = session.duties.standing().select_related("plan", "done_by").order_by("due_on")
    papers = session.publications.prefetch_related("proofs").order_by("id")
    shown = stages.strip(stages.of(session, duties=duties, papers=papers, now=clock.now()), staff)
    mine = [part for part in shown if part.stage.duty == duty] + [part for part in shown if part.is_current]
    acts = [act for part in mine for act in part.acts]
    return acts[0].url if acts else reverse("admin:events_session_change", args=[session.pk])


def _on_its_page(row: Model, staff: Staff) -> str:
    page = admin.site._registry[type(row)]
    steps = [button for button in page.all_steps() if button.tone == "primary" and button.is_open(staff, row)]
    return steps[0].address(row) if steps else page.page_of(row)
