from django.contrib import admin

from events.admin.base import ScopedAdmin, ScopedTabular
from feedback.models import Criterion, Scheme


class CriterionInline(ScopedTabular):
    model = Criterion
    fields = ["position", "code", "points"]
    ordering = ["position", "id"]


@admin.register(Scheme)
class SchemeAdmin(ScopedAdmin):
    """Review schemes are data: the office sets which criteria count and for how many points."""

    list_display = ["name", "is_default"]
    fields = ["name", "is_default"]
    inlines = [CriterionInline]
