"""At which stages and hours the portal reminds: one page, as the office wants it."""

import re

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from events.admin.base import DeskForm, ScopedAdmin, ScopedTabular
from events.models import Reminding, RemindingOfKind
from events.models.reminder import FARTHEST, check_days


class DaysField(forms.CharField):
    """10, 5, 2, 1, 0: typed with any comma or blank, kept as numbers, the farthest first."""

    widget = UnfoldAdminTextInputWidget
    default_error_messages = {"days": _("Write whole numbers from 0 to %(most)d, as 10, 5, 2, 1, 0.")}

    def prepare_value(self, value):
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value):
        words = [word for word in re.split(r"[\s,，、;；]+", value or "") if word]
        try:
            days = [int(word) for word in words]
        except ValueError:
            message = self.error_messages["days"]
            raise ValidationError(message, code="days", params={"most": FARTHEST}) from None
        check_days(days)
        return sorted(days, reverse=True)

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class StagesForm(DeskForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "days" in self.fields:
            plain = self.fields["days"]
            self.fields["days"] = DaysField(label=plain.label, help_text=plain.help_text, required=False)


class OfKinds(ScopedTabular):
    model = RemindingOfKind
    form = StagesForm
    fields = ["kind", "days", "when_overdue", "tells_office"]


@admin.register(Reminding)
class RemindingAdmin(ScopedAdmin):
    """One row: its list leads straight to it."""

    form = StagesForm
    inlines = [OfKinds]
    fieldsets = [
        (_("Every duty"), {"fields": ["days", "when_overdue", "tells_office"]}),
        (_("Hours"), {"fields": ["staff_from", "residents_from", "again_from", "stream_minutes"]}),
        (_("Places that become free"), {"fields": ["day_ends", "offer_minutes"]}),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        return HttpResponseRedirect(self.page_of(Reminding.objects.current().get()))
