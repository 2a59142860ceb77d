from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events import deadlines, plans
from events.admin.base import ScopedTabular
from events.admin.filters import ByChoice, ByRelated, ByTheme
from events.admin.forms import FileForm
from events.admin.steps import Link, Many, ReasonForm, Step, may_become
from events.admin.transfer import TransferAdmin
from events.foundation import audit, clock
from events.models import Plan, Point, PointUnit, Theme
from events.resources import PointResource

Filing = Point.Filing
FILING_COLOURS = {"accepted": "success", "filed": "info", "returned": "danger", "draft": "default"}


class Parts(ScopedTabular):
    model = PointUnit
    fields = ["unit", "part", "position"]


def is_open_for_sessions(point):
    return point.filing == Filing.ACCEPTED and not point.withdrawn_on and point.plan.state == Plan.State.IN_FORCE


def themed(theme: Theme) -> str:
    """A theme with its plan: plans of one year share names of themes."""
    return f"{theme} · {theme.plan}"


def leads(point: Point) -> str:
    return "、".join(str(row.unit) for row in point.parts.all() if row.part == PointUnit.Part.LEAD) or "–"


@admin.register(Point)
class PointAdmin(TransferAdmin):
    resource_classes = [PointResource]
    inlines = [Parts]
    list_display = ["label", "title", "kind", "lead_units", "theme", "filing_label", "session_count"]
    list_display_links = ["label", "title"]
    list_filter = [
        ("plan", ByRelated),
        ("parts__unit", ByRelated),
        ("kind", ByChoice),
        ("filing", ByChoice),
        ("theme", ByTheme),
    ]
    list_filter_submit = True
    search_fields = ["title", "description", "parts__unit__name", "parts__unit__short_name"]
    search_help_text = _("Title, description or unit")
    filing_fields = ["filing", "filed_at", "filed_by", "judged_at", "judged_by", "return_reason", "late_reason"]
    readonly_fields = [*filing_fields, "withdrawn_on", "withdrawn_by"]
    filing_fieldset = (_("Filing"), {"fields": filing_fields})
    steps = (
        Step(
            name="file",
            label=_("File with the office"),
            icon="outgoing_mail",
            tone="primary",
            permission="events.file_point",
            when=may_become(Filing.FILED, "filing"),
            rule=plans.file_point,
            form_class=FileForm,
            consequence=_("The office judges it. Until it answers, the proposal cannot be changed."),
            done=_("Filed with the office."),
        ),
        Step(
            name="accept",
            label=_("Accept"),
            icon="check",
            tone="primary",
            permission="events.judge_point",
            when=may_become(Filing.ACCEPTED, "filing"),
            rule=plans.accept,
            consequence=_("From now on it binds like a point of the plan, and the unit owes a session. It is told so."),
            done=_("Accepted; the unit has been told."),
            many=Many(shows=lambda point: f"{leads(point)} · {point.description}"),
        ),
        Step(
            name="return",
            label=_("Return"),
            icon="undo",
            permission="events.judge_point",
            when=may_become(Filing.RETURNED, "filing"),
            rule=plans.return_point,
            form_class=ReasonForm,
            consequence=_("The unit is told the reason, changes the proposal and files it again."),
            done=_("Returned; the unit has been told."),
        ),
        Link(
            name="schedule",
            label=_("Schedule a session"),
            icon="event",
            tone="primary",
            permission="events.add_session",
            when=is_open_for_sessions,
            url=lambda point: f"{reverse('admin:events_session_add')}?point={point.pk}",
        ),
        Link(
            name="sessions",
            label=_("Its sessions"),
            icon="list",
            permission="events.view_session",
            url=lambda point: f"{reverse('admin:events_session_changelist')}?point__id__exact={point.pk}",
        ),
    )

    def is_editable(self, row, staff):
        """The office edits every point of a plan that runs; a unit its own proposal until it is filed."""
        if row.plan.state == Plan.State.EXPIRED or row.withdrawn_on:
            return False
        return staff.is_office or (row.proposed_by_id is not None and row.filing in (Filing.DRAFT, Filing.RETURNED))

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("plan", "theme").prefetch_related("parts__unit", "sessions")

    def get_fieldsets(self, request, obj=None):
        names = ["plan", "theme", "kind", "number", "title", "description", "planned_on", "is_joint"]
        if not request.user.is_office and (obj is None or obj.proposed_by_id):
            names = ["plan", "theme", "kind", "title", "description", "planned_on"]
        filed = [self.filing_fieldset] if obj and obj.proposed_by_id else []
        taken_out = [(_("Taken out of the plan"), {"fields": ["withdrawn_on", "withdrawn_by"]})]
        return [*(taken_out if obj and obj.withdrawn_on else []), (None, {"fields": names}), *filed]

    def get_inlines(self, request, obj):
        """Who proposes, leads: the unit need not say so."""
        return self.inlines if obj or request.user.is_office else []

    def get_changeform_initial_data(self, request):
        running = Plan.objects.in_force().visible_to(request.user)[:2]
        only = {"plan": running[0].pk} if len(running) == 1 else {}
        return {**only, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "theme":
            field.label_from_instance = themed
        return field

    def choices_for(self, name, rows, request):
        if name == "plan":
            return rows.exclude(state=Plan.State.EXPIRED) if request.user.is_office else rows.in_force()
        if name == "theme":
            plans_seen = Plan.objects.visible_to(request.user).exclude(state=Plan.State.EXPIRED)
            return rows.filter(plan__in=plans_seen).select_related("plan")
        return rows

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        elif request.user.is_office:
            obj.filing = Filing.ACCEPTED
            super().save_model(request, obj, form, change)
        else:
            plans.propose(obj, by=request.user, now=clock.now())

    def save_related(self, request, form, formsets, change):
        """The units of a binding point owe its sessions."""
        super().save_related(request, form, formsets, change)
        deadlines.for_point(form.instance, now=clock.now(), cause=audit.latest(form.instance))

    @display(description=_("number"), ordering="number")
    def label(self, point):
        return point.number or "–"

    @display(description=_("lead units"))
    def lead_units(self, point):
        return leads(point)

    @display(description=_("filing"), ordering="filing", label=FILING_COLOURS)
    def filing_label(self, point):
        return point.filing, point.get_filing_display()

    @display(description=_("sessions"))
    def session_count(self, point):
        return len(point.sessions.all())
