from typing import Any

from django import forms
from django.contrib import admin, messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from events import publications, sessions
from events.admin import rule_help, stages
from events.admin.base import DeskForm, ScopedTabular
from events.admin.filters import ByChoice, ByDay, ByRelated
from events.admin.session_steps import STEPS
from events.admin.transfer import TransferAdmin
from events.foundation import clock
from events.models import Plan, Point, PointUnit, Publication, Quota, Rule, Session
from events.resources import SessionResource

State = Session.State
STATE_COLOURS = {
    "draft": "warning",
    "approved": "info",
    "announced": "success",
    "held": "info",
    "reported": "success",
    "cancelled": "danger",
}


class SessionForm(DeskForm):
    change_reason = forms.CharField(
        label=_("Reason of the change"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("The session is announced: each change is filed with the office, with this reason."),
    )


class Quotas(ScopedTabular):
    model = Quota
    fields = ["category", "floor", "ceiling"]
    verbose_name_plural = _("quotas by category")


@admin.register(Session)
class SessionAdmin(TransferAdmin):
    form = SessionForm
    resource_classes = [SessionResource]
    steps = STEPS
    inlines = [Quotas]
    panel_template = "desk/includes/session_panel.html"
    list_display = ["title", "unit", "starts_at", "mode", "state_label", "seats", "light"]
    list_filter = [
        ("state", ByChoice),
        ("unit", ByRelated),
        ("point__plan", ByRelated),
        ("mode", ByChoice),
        ("starts_at", ByDay),
    ]
    list_filter_submit = True
    list_select_related = ["unit", "point__plan"]
    search_fields = ["title", "place", "unit__name", "unit__short_name", "point__title"]
    search_help_text = _("Title, place, unit or open point")
    date_hierarchy = "starts_at"
    ordering = ["-starts_at"]
    fieldsets = [
        (
            _("What and when"),
            {"fields": ["point", "unit", "title", "starts_at", "ends_at", "mode", "form"]},
        ),
        (_("Where"), {"fields": ["area", "place", "directions", "bring", "livestream_url"]}),
        (
            _("What the announcement says"),
            {"fields": ["agenda", "how_to_take_part", "organiser", "contact_name", "contact_phone"]},
        ),
        (
            _("Who may come"),
            {
                "fields": [
                    "capacity",
                    "companions_max",
                    "signup_opens_at",
                    "signup_closes_at",
                    "selection",
                    "draw_value",
                    "draw_value_at",
                    "draws_at",
                    "asks_parents",
                    "reminds_again",
                ]
            },
        ),
        (
            _("Implementation plan"),
            {"fields": ["duties_plan", "guide", "symposium_plan", "emergency_plan", "head_name"]},
        ),
    ]

    def is_editable(self, row, staff):
        return row.state in (State.DRAFT, State.APPROVED, State.ANNOUNCED)

    def has_delete_permission(self, request, obj=None):
        """A session is cancelled, never deleted."""
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("duties", "publications")

    def get_readonly_fields(self, request, obj=None):
        return sorted(sessions.FIXED_ONCE_ANNOUNCED) if obj and obj.state == State.ANNOUNCED else []

    def get_fieldsets(self, request, obj=None):
        why = [(_("For the office"), {"fields": ["change_reason"]})]
        return [*self.fieldsets, *(why if obj and obj.state == State.ANNOUNCED else [])]

    def choices_for(self, name, rows, request):
        if name == "point":
            # Its own stays to be chosen after an amendment took it out of the plan.
            own = Session.objects.filter(pk=request.resolver_match.kwargs.get("object_id")).values("point")
            offered = rows.binding() | rows.filter(pk__in=own)
            return offered.filter(plan__state=Plan.State.IN_FORCE).select_related("plan")
        return rows.active() if name == "unit" else rows

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Each field that a rule governs says so, with the sentence of the plan."""
        help_texts = rule_help.texts(self.plans_meant(request, obj), obj)
        return super().get_form(request, obj, change=change, help_texts=help_texts, **kwargs)

    def plans_meant(self, request, obj):
        """The session's own; for a new one that of the chosen point, else of every point that is offered."""
        if obj:
            return [obj.point.plan]
        offered = Point.objects.visible_to(request.user).binding().filter(plan__state=Plan.State.IN_FORCE)
        key = request.POST.get("point") or request.GET.get("point", "")
        chosen = offered.filter(pk=key) if key.isdigit() else offered
        return Plan.objects.filter(pk__in=chosen.values("plan"))

    def get_changeform_initial_data(self, request):
        """From the point: its unit, title and the plan's usual number of people."""
        given = super().get_changeform_initial_data(request)
        offered = Point.objects.visible_to(request.user).binding().filter(plan__state=Plan.State.IN_FORCE)
        key = given.get("point", "")
        chosen = offered.filter(pk=key) if key.isdigit() else offered
        points = list(chosen.select_related("plan").prefetch_related("parts__unit")[:2])
        return {**given, **facts_of(points[0], request.user)} if len(points) == 1 else given

    def save_model(self, request, obj, form, change):
        now = clock.now()
        if not change:
            sessions.schedule(obj, by=request.user, now=now)
            return
        values = {name: form.cleaned_data[name] for name in form.changed_data if name in sessions.CHANGEABLE}
        was = Session.objects.values_list("state", flat=True).get(pk=obj.pk)
        sessions.change(obj, by=request.user, now=now, reason=form.cleaned_data.get("change_reason", ""), **values)
        if was == State.APPROVED and obj.state == State.DRAFT:
            messages.warning(request, _("The session was approved before; it waits for approval again."))

    def panel(self, request, row):
        today, now = clock.today(), clock.now()
        before = row.state in (State.DRAFT, State.APPROVED)
        duties = list(row.duties.standing().select_related("done_by", "plan").order_by("due_on"))
        papers = list(row.publications.prefetch_related("proofs").order_by("id"))
        channels = row.point.plan.channels.standing().count()
        seen = stages.of(row, duties=duties, papers=papers, now=now)
        return {
            "today": today,
            "strip": stages.strip(seen, request.user),
            "missing": sessions.missing(row) if before else [],
            "warnings": [*sessions.warnings(row, now=now), *publications.differences(row)] if before else [],
            "duties": [(duty, duty.light(today)) for duty in duties],
            "papers": [(paper, paper.kind == Publication.Kind.ANNOUNCEMENT) for paper in papers],
            "channels": channels,
            "point_url": reverse("admin:events_point_change", args=[row.point_id]),
        }

    @display(description=_("state"), ordering="state", label=STATE_COLOURS)
    def state_label(self, session):
        return session.state, session.get_state_display()

    @display(description=_("seats taken"))
    def seats(self, session):
        return f"{session.seats_taken} / {session.capacity}" if session.is_onsite else "–"

    @display(description=_("duties"), label={"overdue": "danger", "open": "info", "done": "success"})
    def light(self, session):
        today = clock.today()
        standing = [duty for duty in session.duties.all() if duty.is_open]
        if any(duty.is_overdue(today) for duty in standing):
            return "overdue", _("overdue")
        return ("open", _("%(n)s open") % {"n": len(standing)}) if standing else ("done", _("all done"))


def facts_of(point: Point, staff: Any) -> dict[str, Any]:
    """What a new session takes over from its point and from the plan's rules."""
    own = set(staff.unit_ids.values_list("pk", flat=True))
    leads = [part.unit for part in point.parts.all() if part.part == PointUnit.Part.LEAD]
    unit = next((unit for unit in leads if unit.pk in own), leads[0] if leads and staff.is_office else None)
    rules = Rule.objects.binding(point.plan)
    usual = next((rules[code].value for code in ("capacity_about", "capacity_max") if code in rules), "")
    return {
        "point": point.pk,
        "title": point.title,
        "capacity": usual or 0,
        **({"unit": unit.pk, "organiser": unit.name, "contact_phone": unit.phone} if unit else {}),
    }
