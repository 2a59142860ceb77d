from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from events import filings
from events.admin import changes
from events.admin.base import ReadOnlyAdmin
from events.admin.filters import ByChoice, ByDay, ByRelated
from events.admin.steps import Link, Many, Step
from events.models import ChangeFiling, Session


class Seen(DropdownFilter):
    title = _("seen by the office")
    parameter_name = "seen"

    def lookups(self, request, model_admin):
        return [("no", _("not yet")), ("yes", _("seen"))]

    def queryset(self, request, queryset):
        return queryset.filter(seen_at__isnull=self.value() == "no") if self.value() else queryset


@admin.register(ChangeFiling)
class ChangeFilingAdmin(ReadOnlyAdmin):
    list_display = ["filed_at", "kind", "session", "unit", "reason", "seen_label"]
    list_filter = [Seen, ("kind", ByChoice), ("session__unit", ByRelated), ("filed_at", ByDay)]
    list_filter_submit = True
    list_select_related = ["session__unit"]
    search_fields = ["session__title", "reason"]
    search_help_text = _("Session or reason")
    panel_template = "desk/includes/changes.html"
    fieldsets = [
        (None, {"fields": ["session", "kind", "reason", "filed_at", "filed_by"]}),
        (_("The office"), {"fields": ["seen_at", "seen_by"]}),
    ]
    steps = (
        Step(
            name="see",
            label=_("Seen"),
            icon="done_all",
            tone="primary",
            permission="events.change_changefiling",
            when=lambda filing: filing.seen_at is None,
            rule=filings.see,
            consequence=_("The change leaves the list of what waits for the office."),
            done=_("Noted as seen."),
            many=Many(shows=lambda filing: f"{filing.session.unit} · {filing.reason}"),
        ),
        Link(
            name="session",
            label=_("To the session"),
            icon="event",
            permission="events.view_changefiling",
            url=lambda filing: reverse("admin:events_session_change", args=[filing.session_id]),
        ),
    )

    @display(description=_("unit"), ordering="session__unit__name")
    def unit(self, filing):
        return filing.session.unit

    @display(description=_("seen by the office"), label={"no": "warning", "yes": "success"})
    def seen_label(self, filing):
        return ("yes", _("seen")) if filing.seen_at else ("no", _("not yet"))

    def panel(self, request, row):
        return {"changes": changes.rows(Session, row.before, row.after)}
