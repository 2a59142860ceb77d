"""What the portal itself writes and people only read (duties, the log), and what its counting rests on."""

from django.contrib import admin
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events import deadlines, plans
from events.admin import acts, changes, reaching
from events.admin.base import ReadOnlyAdmin, ScopedAdmin
from events.admin.filters import ActKind, ByChoice, ByDay, ByRelated, DutyState
from events.admin.steps import Link, ReasonForm, Step
from events.foundation import audit, clock
from events.models import AuditEntry, Duty, Plan, Rule

LIGHTS = {
    "overdue": ("danger", _("overdue")),
    "open": ("info", _("open")),
    "late": ("warning", _("done late")),
    "done": ("success", _("done in time")),
    "withdrawn": ("default", _("withdrawn")),
}
RULE_FIELDS = ["rule", "rule_source", "rule_is_default", "counted_from", "due_on", "is_provisional"]
LIGHT_COLOURS = {key: colour for key, (colour, _label) in LIGHTS.items()}


@admin.register(Duty)
class DutyAdmin(ReadOnlyAdmin):
    panel_template = "desk/includes/duty_changes.html"
    list_display = ["due_day", "kind", "unit", "about", "light_label", "done_at"]
    list_display_links = ["due_day", "kind"]
    list_filter = [DutyState, ("unit", ByRelated), ("kind", ByChoice), ("plan", ByRelated), ("due_on", ByDay)]
    list_filter_submit = True
    list_select_related = ["unit", "plan", "point", "session"]
    search_fields = ["session__title", "point__title", "unit__name", "unit__short_name"]
    search_help_text = _("Session, open point or unit")
    date_hierarchy = "due_on"
    fieldsets = [
        (None, {"fields": ["kind", "unit", "plan", "point", "session", "stand"]}),
        (_("The rule"), {"fields": RULE_FIELDS}),
        (_("What was done"), {"fields": ["done_at", "done_by", "is_late", "late_reason", "withdrawn_at"]}),
    ]
    steps = (
        Step(
            name="explain",
            label=_("Say why it was late"),
            icon="edit_note",
            tone="primary",
            permission="events.explain_duty",
            when=lambda duty: duty.is_late and not duty.late_reason,
            rule=deadlines.explain,
            form_class=ReasonForm,
            consequence=_("The reason stands beside the duty for good; the delay itself stays recorded."),
            done=_("The reason is recorded."),
        ),
        Link(
            name="place",
            label=_("To where it is done"),
            icon="arrow_forward",
            permission="events.view_duty",
            when=lambda duty: duty.is_open,
            url=reaching.address,
        ),
    )

    def panel(self, request, row):
        rows = row.changes.select_related("cause__by", "unit_before")
        return {"changes": [(change, acts.act(change.cause.act) if change.cause else "") for change in rows]}

    @display(description=_("last day"), ordering="due_on")
    def due_day(self, duty):
        return duty.due_words

    def get_urls(self):
        view = self.admin_site.admin_view(self.place_view)
        return [path("<int:pk>/place/", view, name="events_duty_place"), *super().get_urls()]

    def place_view(self, request, pk):
        """From the letter or the list to the step by which the duty is done now."""
        duty = reaching.fetched(self.get_queryset(request)).filter(pk=pk).first()
        if duty is None or not self.has_view_permission(request, duty):
            raise Http404(f"duty {pk}")
        if not duty.is_open:
            return HttpResponseRedirect(self.page_of(duty))
        return HttpResponseRedirect(reaching.step_of(duty, request.user))

    @display(description=_("about"), ordering="session__title")
    def about(self, duty):
        return duty.cause

    @display(description=_("state"), label=LIGHT_COLOURS)
    def light_label(self, duty):
        light = duty.light(clock.today())
        return light, LIGHTS[light][1]

    @display(description=_("state"))
    def stand(self, duty):
        return LIGHTS[duty.light(clock.today())][1]

    @display(description=_("value of the rule"))
    def rule(self, duty):
        return duty.rule_words


@admin.register(AuditEntry)
class AuditAdmin(ReadOnlyAdmin):
    panel_template = "desk/includes/changes.html"
    list_display = ["at", "who", "act_name", "subject_label", "unit", "reason"]
    list_filter = [("unit", ByRelated), ActKind, ("at", ByDay)]
    list_filter_submit = True
    list_select_related = ["by", "unit"]
    search_fields = ["subject_label", "act", "by__name", "reason"]
    search_help_text = _("Subject, person or reason")
    fieldsets = [
        (None, {"fields": ["at", "who", "act_name", "subject_kind", "subject_label", "unit", "reason"]}),
        (_("Seal"), {"fields": ["number", "previous_hash", "hash"]}),
    ]

    @display(description=_("by"), ordering="by__name", empty_value="–")
    def who(self, entry):
        return entry.by or _("the portal or a resident")

    @display(description=_("kind of subject"))
    def subject_kind(self, entry):
        model = changes.model_of(entry.subject_type)
        return model._meta.verbose_name if model else entry.subject_type

    def panel(self, request, row):
        return {"changes": changes.rows(changes.model_of(row.subject_type), row.before, row.after)}

    @display(description=_("act"), ordering="act")
    def act_name(self, entry):
        return acts.act(entry.act)


@admin.register(Rule)
class DefaultRuleAdmin(ScopedAdmin):
    """The office's defaults: they apply where a plan is silent. A plan's own rules stand on the plan's page."""

    list_display = ["code", "shown_value", "origin"]
    fields = ["code", "value", "unit"]

    def get_queryset(self, request):
        return super().get_queryset(request).defaults()

    def save_model(self, request, obj, form, change):
        """What plans that are silent bring, and is still open, is worked out again."""
        super().save_model(request, obj, form, change)
        for plan in Plan.objects.in_force():
            plans.rules_changed(plan, now=clock.now(), cause=audit.latest(obj))

    @display(description=_("value"))
    def shown_value(self, rule):
        return rule.shown_value

    @display(description=_("source"))
    def origin(self, rule):
        return _("office default, no sentence")
