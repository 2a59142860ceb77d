from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events import deadlines
from events.admin.base import ScopedTabular
from events.admin.filters import ByChoice
from events.admin.transfer import TransferAdmin
from events.foundation import audit, clock
from events.models import Plan, Unit, UnitAlias
from events.resources import UnitResource


class Aliases(ScopedTabular):
    model = UnitAlias


@admin.register(Unit)
class UnitAdmin(TransferAdmin):
    resource_classes = [UnitResource]
    inlines = [Aliases]
    # As a tree: each institution under the unit that supervises it.
    ordering = [Coalesce("parent__name", "name"), F("parent").asc(nulls_first=True), "name"]
    list_display = ["indented", "kind", "parent", "phone", "is_active"]
    list_filter = [("kind", ByChoice), "is_active"]
    list_filter_submit = True
    list_select_related = ["parent"]
    search_fields = ["name", "short_name", "aliases__name"]
    search_help_text = _("Full name, short name or alias")
    fieldsets = [
        (None, {"fields": ["name", "short_name", "kind", "parent", "is_active"]}),
        (_("How to reach it"), {"fields": ["email", "phone", "address"]}),
    ]

    @display(description=_("unit"), ordering="name")
    def indented(self, unit):
        if unit.parent_id:
            return format_html('<span class="desk-child">{}</span>', unit.name)
        return unit.name

    def save_model(self, request, obj, form, change):
        """A new unit owes what the plans in force ask of every unit."""
        super().save_model(request, obj, form, change)
        for plan in Plan.objects.in_force():
            deadlines.for_plan(plan, now=clock.now(), cause=audit.latest(obj))

    def choices_for(self, name, rows, request):
        """Two levels: an institution has no institutions."""
        return rows.filter(parent__isnull=True) if name == "parent" else rows
