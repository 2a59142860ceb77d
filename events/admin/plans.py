from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from events import plans
from events.admin.base import ScopedAdmin, ScopedTabular
from events.admin.filters import ByChoice
from events.admin.steps import Step, may_become
from events.foundation import audit, clock, languages
from events.models import Channel, Plan, Rule, Theme
from events.notices import scheduling, wording

PLAN_COLOURS = {"draft": "warning", "in_force": "success", "expired": "default"}


class Rules(ScopedTabular):
    model = Rule
    fields = ["code", "value", "unit", "source"]
    text_rows = 2
    verbose_name_plural = _("rules, each with the sentence it comes from")


class Themes(ScopedTabular):
    model = Theme
    fields = ["title", "position"]


class Channels(ScopedTabular):
    model = Channel
    fields = ["name", "position"]

    def get_queryset(self, request):
        return super().get_queryset(request).standing()

    verbose_name_plural = _("channels on which an announcement must stand")


def what_approving_does(plan, now):
    told = _("The plan is in force: it is published, every unit sees its points, and each point owes a session.")
    return " ".join([str(told), *_sessions_named(plan, now), *plans.warnings(plan, today=clock.day_of(now))])


def _sessions_named(plan, now):
    """How many sessions of its notices become drafts with it, and how many wait for a person."""
    notices = list(plan.notices.latest_first())
    ready = len(scheduling.drafts(plan, notices, now=now))
    found = [one for notice in notices for one in scheduling.prospects(notice, plan, now=now)]
    waiting = sum(one.session is None for one in found)
    if ready:
        yield ngettext(
            "%(n)d session that the notice names becomes a draft.",
            "%(n)d sessions that the notice names become drafts.",
            ready,
        ) % {"n": ready}
    if waiting:
        yield ngettext(
            "%(n)d session that it names cannot be scheduled yet: the page of the notice says why.",
            "%(n)d sessions that it names cannot be scheduled yet: the page of the notice says why.",
            waiting,
        ) % {"n": waiting}


def rules_recorded(plan, formset, *, by, now):
    """The entry of the audit log that says which rules were changed by hand: the cause of what moves with them."""
    before, after = {}, {}
    with languages.official():
        for form in formset.forms:
            if not form.has_changed():
                continue
            was, rule = {**form.initial}, form.instance
            name = Rule.Code(rule.code).label if rule.code else ""
            if was.get("code"):
                before[str(Rule.Code(was["code"]).label)] = Rule.in_words(was.get("value") or "", was.get("unit") or "")
            if not form.cleaned_data.get("DELETE"):
                after[str(name)] = rule.shown_value
    return audit.record(plan, "plan.rules", by=by, now=now, before=before, after=after)


@admin.register(Plan)
class PlanAdmin(ScopedAdmin):
    inlines = [Rules, Themes, Channels]
    list_display = ["title", "document_number", "year", "starts_on", "ends_on", "state_label"]
    list_filter = [("state", ByChoice), "year"]
    list_filter_submit = True
    search_fields = ["title", "document_number", "issuer"]
    search_help_text = _("Title, document number or issuing unit")
    panel_template = "desk/includes/plan_panel.html"
    readonly_fields = ["state", "approved_at", "approved_by", "closed_at", "closed_by"]
    fieldsets = [
        (_("The document"), {"fields": ["title", "issuer", "document_number", "index_number", "validity"]}),
        (_("Time"), {"fields": ["year", "starts_on", "ends_on", "written_on", "published_on"]}),
        (_("Publication"), {"fields": ["open_day_column", "talk_column", "explainer_url"]}),
        (_("Counting"), {"fields": ["counting"]}),
        (_("State"), {"fields": readonly_fields}),
    ]
    add_fieldsets = fieldsets[:-1]
    steps = (
        Step(
            name="approve",
            label=_("Approve"),
            icon="check",
            tone="primary",
            permission="events.approve_plan",
            when=may_become(Plan.State.IN_FORCE),
            rule=plans.approve,
            consequence=what_approving_does,
            done=_("The plan is in force."),
        ),
        Step(
            name="close",
            label=_("Let it expire"),
            icon="lock",
            permission="events.close_plan",
            when=may_become(Plan.State.EXPIRED),
            rule=plans.close,
            consequence=_("No session can be scheduled under it any more. What was done stays, and stays public."),
            done=_("The plan has expired."),
        ),
    )

    def is_editable(self, row, staff):
        return row.state != Plan.State.EXPIRED

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or obj.state == Plan.State.DRAFT)

    @display(description=_("state"), ordering="state", label=PLAN_COLOURS)
    def state_label(self, plan):
        return plan.state, plan.get_state_display()

    def panel(self, request, row):
        own = set(row.rules.values_list("code", flat=True))
        points = row.points.visible_to(request.user).select_related("theme").prefetch_related("parts__unit")
        return {
            "points": points,
            "notices": row.notices.filter(amendment=None),
            "amendments": [
                (amendment, [wording.told(change) for change in amendment.changes])
                for amendment in row.amendments.select_related("notice", "made_by")
            ],
            "defaults": [rule for rule in Rule.objects.defaults() if rule.code not in own],
        }

    def save_related(self, request, form, formsets, change):
        """Where a rule of a plan in force changes, the days of what is still open are worked out again."""
        super().save_related(request, form, formsets, change)
        rules = next((formset for formset in formsets if formset.model is Rule and formset.has_changed()), None)
        if rules:
            plan, now = form.instance, clock.now()
            plans.rules_changed(plan, now=now, cause=rules_recorded(plan, rules, by=request.user, now=now))
