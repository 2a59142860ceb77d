from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter


class ToCall(DropdownFilter):
    """Those whom only a telephone reaches."""

    title = _("call list")
    parameter_name = "to_call"

    def lookups(self, request, model_admin):
        return [("yes", _("to be called"))]

    def queryset(self, request, queryset):
        return queryset.to_call() if self.value() == "yes" else queryset
