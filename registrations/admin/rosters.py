"""The confirmed lists: which rules they break and why; the office reads them here."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from events.admin.base import ReadOnlyAdmin
from events.admin.filters import ByChoice, ByRelated
from events.admin.steps import Link
from registrations.models import Roster, WithdrawnRoster

SELECTION = Link(
    name="selection",
    label=_("Selection"),
    icon="checklist",
    permission="registrations.view_signup",
    url=lambda roster: reverse("admin:registrations_session_page", args=[roster.session_id, "selection"]),
)


class Breaking(DropdownFilter):
    title = _("rules")
    parameter_name = "breaks"

    def lookups(self, request, model_admin):
        return [("yes", _("breaks a rule")), ("no", _("keeps all rules"))]

    def queryset(self, request, queryset):
        chosen = {"yes": queryset.exclude(breaches=[]), "no": queryset.filter(breaches=[])}
        return chosen.get(self.value(), queryset)


class ListAdmin(ReadOnlyAdmin):
    """What confirmed lists show, whether they stand or were taken back."""

    steps = (SELECTION,)
    list_display = ["session", "unit", "selection", "people", "share", "verdict", "confirmed_at"]
    list_filter = [Breaking, ("selection", ByChoice), ("session__unit", ByRelated)]
    list_filter_submit = True
    list_select_related = ["session__unit"]
    date_hierarchy = "confirmed_at"
    fields = [
        "session",
        "unit",
        "selection",
        "people",
        "share",
        "broken",
        "breach_reason",
        "confirmed_at",
        "confirmed_by",
    ]

    @display(description=_("holding unit"), ordering="session__unit")
    def unit(self, roster):
        return roster.session.unit

    @display(description=_("number of people"))
    def people(self, roster):
        return roster.makeup.get("people", 0)

    @display(description=_("residents' share"))
    def share(self, roster):
        percent = roster.makeup.get("percent")
        return "–" if percent is None else f"{percent}%"

    @display(description=_("rules"), label={"kept": "success", "broken": "danger"})
    def verdict(self, roster):
        return ("broken", _("breaks a rule")) if roster.breaches else ("kept", _("keeps all rules"))

    @display(description=_("rules that the list breaks"))
    def broken(self, roster):
        lines = ((breach["text"], breach["source"]) for breach in roster.breaches)
        return format_html_join("", "<p>{}<br><small>{}</small></p>", lines) or "–"


@admin.register(Roster)
class RosterAdmin(ListAdmin):
    pass


@admin.register(WithdrawnRoster)
class WithdrawnRosterAdmin(ListAdmin):
    fields = None
    list_display = ["session", "unit", "selection", "people", "share", "confirmed_at", "withdrawn_at", "withdrawn_by"]
    list_select_related = ["session__unit", "withdrawn_by"]
    date_hierarchy = "withdrawn_at"
    fieldsets = [
        (None, {"fields": ["session", "unit", "reason", "withdrawn_at", "withdrawn_by"]}),
        (_("The list that was confirmed"), {"fields": ListAdmin.fields[2:]}),
    ]
