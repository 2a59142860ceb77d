"""The portal's own row, and what visitors report about its pages."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events import corrections, deadlines, identity, palette
from events.admin.base import DeskForm, ReadOnlyAdmin, ScopedAdmin
from events.admin.filters import ByChoice
from events.admin.forms import LateForm
from events.admin.steps import Step, may_become
from events.foundation import clock, contrast
from events.models import Duty, ErrorReport, Portal

State = ErrorReport.State
NO_PICTURE = {"invalid_image": _("Only JPEG, PNG and WebP pictures are taken.")}


class PortalForm(DeskForm):
    class Meta:
        model = Portal
        fields = "__all__"
        error_messages = {"emblem": NO_PICTURE, "home_picture": NO_PICTURE}


@admin.register(Portal)
class PortalAdmin(ScopedAdmin):
    """One row: its list leads straight to it."""

    form = PortalForm
    fieldsets = [
        (_("Name and district"), {"fields": ["name", "district", "about"]}),
        (
            _("Foot of every page"),
            {"fields": ["organiser", "phone", "address", "icp_number", "police_number", "site_code"]},
        ),
        (_("Letters to residents"), {"fields": ["quiet_from", "quiet_until"]}),
        (_("Looks"), {"fields": ["emblem", "home_picture", "main_colour", "accent_colour", "colours_now"]}),
    ]
    readonly_fields = ["colours_now"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(self.page_of(identity.current()))

    def save_model(self, request, obj, form, change):
        identity.save(obj, by=request.user, now=clock.now())

    @display(description=_("Colours as they are now"))
    def colours_now(self, row):
        saved = identity.current()  # the row may carry colours that were just refused
        return render_to_string("desk/includes/palette.html", {"samples": samples(saved)})


def samples(portal: Portal) -> list[dict[str, object]]:
    """The pairs of colours that matter most, to be shown with their measured contrast."""
    main, accent = portal.main_colour, portal.accent_colour
    shown = palette.palette(main or palette.DELIVERED["red"], accent)
    light, dark = palette.LIGHT_GROUNDS[0], palette.DARK_GROUNDS[0]
    found = [
        (_("Text on the main colour"), palette.on_main(main)),
        (_("Accent on the main colour"), palette.on_band(main, accent)),
        (_("Link on a light page"), palette.Pair(shown.light["red"], light, contrast.TEXT)),
        (_("Link on a dark page"), palette.Pair(shown.dark["red"], dark, contrast.TEXT)),
    ]
    return [{"label": label, "pair": pair, "ratio": contrast.shown(pair.measured)} for label, pair in found]


class HandleForm(LateForm):
    what_was_done = forms.CharField(
        label=_("What was done"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mended, or why nothing was wrong."),
    )
    field_order = ["what_was_done", "late_reason"]

    def duties(self):
        duty = deadlines.find(Duty.Kind.CORRECTION, subject=self.subject.subject)
        return [duty] if duty and duty.is_open else []


def what_was_reported(row, now):
    told = _("Reported about %(page)s: “%(text)s”.") % {"page": row.page or "–", "text": row.text}
    closed = _("The report is closed with what you write, your name and the time.")
    return f"{told} {closed}"


@admin.register(ErrorReport)
class ErrorReportAdmin(ReadOnlyAdmin):
    """Lists show where and when; whoever opens a report deals with it and reads it whole."""

    list_display = ["received_at", "where", "has_contact", "state_label", "handled_at", "handled_by"]
    list_display_links = ["received_at", "where"]
    list_filter = [("state", ByChoice)]
    list_select_related = ["handled_by"]
    search_fields = ["page"]
    search_help_text = _("Address of the page")
    date_hierarchy = "received_at"
    fieldsets = [
        (None, {"fields": ["address", "text", "contact", "received_at", "due"]}),
        (_("What was done"), {"fields": ["state", "what_was_done", "handled_at", "handled_by"]}),
    ]
    steps = (
        Step(
            name="handle",
            label=_("Record as handled"),
            icon="task_alt",
            tone="primary",
            permission="events.handle_errorreport",
            when=may_become(State.HANDLED),
            rule=corrections.handle,
            form_class=HandleForm,
            consequence=what_was_reported,
            done=_("Recorded as handled."),
        ),
    )

    @display(description=_("page"), ordering="page")
    def where(self, row):
        return row.page or "–"

    @display(description=_("page"))
    def address(self, row):
        if not row.is_local:
            return row.page or "–"
        return format_html('<a class="desk-link desk-break" href="{0}">{0}</a>', row.page)

    @display(description=_("contact given"), boolean=True)
    def has_contact(self, row):
        return bool(row.contact)

    @display(description=_("to be handled by"))
    def due(self, row):
        duty = deadlines.find(Duty.Kind.CORRECTION, subject=row.subject)
        return duty.due_words if duty else "–"

    @display(description=_("state"), ordering="state", label={State.OPEN: "warning", State.HANDLED: "success"})
    def state_label(self, row):
        return row.state, row.get_state_display()
