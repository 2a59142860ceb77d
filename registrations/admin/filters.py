from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from registrations import details


class ToCall(DropdownFilter):
    """Those whom only a telephone reaches."""

    title = _("call list")
    parameter_name = "to_call"

    def lookups(self, request, model_admin):
        return [("yes", _("to be called"))]

    def queryset(self, request, queryset):
        return queryset.to_call() if self.value() == "yes" else queryset


class RestLacking(DropdownFilter):
    """The selected who have not given what only they are asked."""

    title = _("the rest")
    parameter_name = "rest"

    def lookups(self, request, model_admin):
        return [("lacking", _("not yet given"))]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=details.lacking()) if self.value() == "lacking" else queryset
