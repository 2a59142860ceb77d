"""The office's calendar: special days, the State Council's notice read into them, and what each act moved."""

from datetime import date

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from events import special_days
from events.admin.base import ReadOnlyAdmin
from events.admin.calendar_reading import EnterForm, HolidaysForm, loose, rows_of
from events.admin.steps import Link
from events.admin.transfer import TransferAdmin
from events.foundation import clock, dates
from events.models import CalendarChange, SpecialDay
from events.resources import NATURES, SpecialDayResource

RIGHT = "events.change_specialday"
BECOMES = _(
    "The State Council's notice becomes special days: every day that was read is shown with its line "
    "before anything is entered."
)


@admin.register(SpecialDay)
class SpecialDayAdmin(TransferAdmin):
    resource_classes = [SpecialDayResource]
    list_display = ["day", "weekday", "nature", "name", "source"]
    list_filter = ["is_workday"]
    date_hierarchy = "day"
    search_fields = ["name", "source"]
    search_help_text = _("Name or document")
    actions_list = ["read_notice"]

    @display(description=_("weekday"))
    def weekday(self, special_day):
        return dates.WEEKDAYS[special_day.day.weekday()]

    @display(description=_("nature"), ordering="is_workday", label={"workday": "warning", "off": "success"})
    def nature(self, special_day):
        return "workday" if special_day.is_workday else "off", NATURES[special_day.is_workday]

    def save_model(self, request, obj, form, change):
        was = SpecialDay.objects.filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        natures = {obj.day.isoformat(): ["", special_days.nature(obj)]}
        if was:
            natures = {was.day.isoformat(): [special_days.nature(was), ""], **natures}
        if was and was.day == obj.day:
            natures = {obj.day.isoformat(): [special_days.nature(was), special_days.nature(obj)]}
        self.told(request, special_days.changed(natures, source=str(obj), by=request.user, now=clock.now()))

    def delete_model(self, request, obj):
        natures = {obj.day.isoformat(): [special_days.nature(obj), ""]}
        source = str(obj)
        super().delete_model(request, obj)
        self.told(request, special_days.changed(natures, source=source, by=request.user, now=clock.now()))

    def told(self, request, change):
        """Say at once how many open duties the change moved; its page lists them."""
        moved = len(list(special_days.moved_by(change)))
        if moved:
            messages.warning(request, _("%(n)d open duties have another day now, or a certain one.") % {"n": moved})

    # --- the notice ---

    def get_urls(self):
        view = self.admin_site.admin_view(self.read_view)
        return [path("notice/", view, name="events_specialday_notice"), *super().get_urls()]

    def has_read_permission(self, request):
        return request.user.has_perm(RIGHT)

    @action(description=_("Read the notice of the year"), icon="upload_file", permissions=["read"])
    def read_notice(self, request):
        return HttpResponseRedirect(reverse("admin:events_specialday_notice"))

    def read_view(self, request):
        """The text is brought, shown as it was read, and entered in one act: two posts of one page."""
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied(RIGHT)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Read the notice of the year"),
            "row_url": reverse("admin:events_specialday_changelist"),
        }
        if request.method == "POST" and "enter" in request.POST:
            entering = EnterForm(request.POST)
            if entering.is_valid() and (change := self.enter(request, entering)):
                return HttpResponseRedirect(reverse("admin:events_calendarchange_change", args=[change.pk]))
            return self.preview(request, entering, context)
        form = HolidaysForm(request.POST or None, request.FILES or None, initial={"year": request.GET.get("year", "")})
        if request.method == "POST" and form.is_valid():
            return self.preview(request, EnterForm(initial=form.found()), context)
        here = {"form": form, "says": BECOMES, "act": "read"}
        return TemplateResponse(request, "desk/bring.html", {**context, **here})

    def enter(self, request, form):
        try:
            with transaction.atomic():
                return special_days.enter(
                    form.days(), source=form.cleaned_data["source"], text=form.text, by=request.user, now=clock.now()
                )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return None

    def preview(self, request, form, context):
        found = form.holidays
        shown = {"form": form, "found": found, "loose": loose(found), "rows": rows_of(found, chosen=form.chosen)}
        return TemplateResponse(request, "desk/calendar/preview.html", {**context, **shown})


@admin.register(CalendarChange)
class CalendarChangeAdmin(ReadOnlyAdmin):
    """One act each: which days changed, and which open duties moved with them."""

    panel_template = "desk/calendar/change_panel.html"
    list_display = ["made_at", "made_by", "__str__", "day_count"]
    list_select_related = ["made_by"]
    fields = ["made_at", "made_by", "source"]
    readonly_fields = fields
    steps = (
        Link(
            name="days",
            label=_("All special days"),
            icon="calendar_month",
            permission="events.view_specialday",
            url=lambda change: reverse("admin:events_specialday_changelist"),
        ),
    )

    @display(description=_("days"))
    def day_count(self, change):
        return len(change.days)

    def panel(self, request, row):
        return {"days": natures_of(row), "moved": list(special_days.moved_by(row))}


def natures_of(change):
    """(day, weekday, nature before, nature after), in words."""
    words = {"workday": NATURES[True], "day off": NATURES[False], "": "–"}
    found = []
    for iso, (before, after) in sorted(change.days.items()):
        found.append((iso, dates.WEEKDAYS[date.fromisoformat(iso).weekday()], words[before], words[after]))
    return found
