"""Filters of the desk's lists: by unit within the person's units, by choices, by the state of a duty."""

from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RelatedDropdownFilter

from events.admin.acts import said
from events.admin.base import within
from events.foundation import clock

__all__ = ["ActKind", "ByChoice", "ByRelated", "DutyState", "LetterKind"]

ByChoice = ChoicesDropdownFilter


class ByRelated(RelatedDropdownFilter):
    """Offers only rows that the person may see, and hides where there is nothing to choose."""

    def field_choices(self, field, request, model_admin):
        rows = within(field.remote_field.model._default_manager.all(), request.user)
        return [(row.pk, str(row)) for row in rows]


class DutyState(DropdownFilter):
    title = _("state")
    parameter_name = "light"

    def lookups(self, request, model_admin):
        return [
            ("overdue", _("overdue")),
            ("open", _("open")),
            ("late", _("done late")),
            ("done", _("done in time")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request, queryset):
        today = clock.today()
        chosen = {
            "overdue": lambda: queryset.overdue(today),
            "open": lambda: queryset.open().filter(due_on__gte=today),
            "late": lambda: queryset.filter(is_late=True),
            "done": lambda: queryset.filter(done_at__isnull=False, is_late=False),
            "withdrawn": lambda: queryset.filter(withdrawn_at__isnull=False),
        }.get(self.value())
        return chosen() if chosen else queryset.standing()


class ByWord(DropdownFilter):
    """The codes that occur, in words."""

    def lookups(self, request, model_admin):
        codes = model_admin.get_queryset(request).order_by(self.parameter_name)
        return [(code, said(code)) for code in codes.values_list(self.parameter_name, flat=True).distinct()]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.parameter_name: self.value()}) if self.value() else queryset


class LetterKind(ByWord):
    title = _("letter")
    parameter_name = "letter"


class ActKind(ByWord):
    title = _("act")
    parameter_name = "act"
