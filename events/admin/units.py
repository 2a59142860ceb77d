from django import forms
from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events import deadlines, robots
from events.admin.base import ScopedTabular
from events.admin.filters import ByChoice
from events.admin.steps import Step, StepForm
from events.admin.transfer import TransferAdmin
from events.foundation import audit, clock
from events.models import Plan, Unit, UnitAlias
from events.resources import UnitResource


class RobotForm(StepForm):
    address = forms.CharField(
        label=_("Address of the robot"),
        max_length=300,
        help_text=_(
            "In the group chat of DingTalk, Feishu or WeCom: add a robot of your own and copy its webhook address. "
            "Where the program asks for a keyword, take the portal's name."
        ),
    )
    secret = forms.CharField(
        label=_("Secret for the signature (may stay empty)"),
        max_length=130,
        required=False,
        help_text=_("Only where DingTalk or Feishu was told to check a signature."),
    )


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
        (_("How to reach it"), {"fields": ["email", "phone", "address", "robot_shown"]}),
    ]
    readonly_fields = ["robot_shown"]
    steps = (
        Step(
            name="robot",
            label=_("Set up a chat robot"),
            icon="smart_toy",
            permission="events.connect_unit",
            rule=robots.connect,
            form_class=RobotForm,
            consequence=_(
                "From now on the unit's group chat is told what the letters to its staff are about, with a link to the "
                "desk, without names. A first message is sent at once."
            ),
            done=_("The robot is set up; its first message is on its way and stands in the list of letters."),
        ),
        Step(
            name="no_robot",
            label=_("Take the robot away"),
            icon="link_off",
            permission="events.connect_unit",
            when=lambda unit: bool(unit.robot),
            rule=robots.disconnect,
            consequence=_("The group chat is told nothing more."),
            done=_("The robot is taken away."),
        ),
    )

    @display(description=_("chat robot"), empty_value="–")
    def robot_shown(self, unit):
        return robots.masked(unit) or None

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
