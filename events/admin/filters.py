"""Filters of the desk's lists: by unit within the person's units, by choices, by the state of a duty."""

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField
from django.forms import DateField
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RangeDateFilter, RelatedDropdownFilter

from events.admin import acts
from events.admin.base import within
from events.foundation import clock
from events.models import Plan, Theme
from events.search import day_begins, day_ends

__all__ = ["ActKind", "ByChannel", "ByChoice", "ByDay", "ByRelated", "ByTheme", "DutyState", "LetterKind", "SentAgain"]

ByChoice = ChoicesDropdownFilter


class ByRelated(RelatedDropdownFilter):
    """Offers only rows that the person may see, and hides where there is nothing to choose."""

    def field_choices(self, field, request, model_admin):
        rows = within(field.remote_field.model._default_manager.all(), request.user)
        return [(row.pk, str(row)) for row in rows]


class ByTheme(ByRelated):
    """The themes of the plans that the person may see."""

    def field_choices(self, field, request, model_admin):
        themes = Theme.objects.filter(plan__in=Plan.objects.visible_to(request.user)).select_related("plan")
        return [(theme.pk, f"{theme} · {theme.plan}") for theme in themes]


class ByDay(RangeDateFilter):
    """From one day to another, both included, in the writing of the page's own calendar."""

    def queryset(self, request, queryset):
        has_hours, filters = isinstance(self.field, DateTimeField), {}
        for end, lookup, moment in (("from", "gte", day_begins), ("to", "lte", day_ends)):
            if day := day_of(self.used_parameters.get(f"{self.parameter_name}_{end}")):
                filters[f"{self.parameter_name}__{lookup}"] = moment(day) if has_hours else day
        return queryset.filter(**filters)


def day_of(text):
    """None for what is no day: it narrows nothing."""
    try:
        return DateField(required=False).clean(text)
    except ValidationError:
        return None


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


class LetterKind(DropdownFilter):
    """The kinds of letters that occur, in words."""

    title = _("letter")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = model_admin.get_queryset(request).order_by("app", "letter").values_list("app", "letter").distinct()
        return [(f"{app}/{name}", str(acts.letter(app, name))) for app, name in kinds]

    def queryset(self, request, queryset):
        app, _slash, name = (self.value() or "").partition("/")
        return queryset.filter(app=app, letter=name) if name else queryset


class ByChannel(DropdownFilter):
    title = _("channel")
    parameter_name = "channel"

    def lookups(self, request, model_admin):
        return list(acts.CHANNELS.items())

    def queryset(self, request, queryset):
        return queryset.filter(channel=self.value()) if self.value() else queryset


class SentAgain(DropdownFilter):
    """Whether somebody has sent a copy of the letter since."""

    title = _("sent again")
    parameter_name = "again"

    def lookups(self, request, model_admin):
        return [("no", _("not yet")), ("yes", _("sent again"))]

    def queryset(self, request, queryset):
        chosen = {"no": queryset.filter(copies=None, erased_at=None), "yes": queryset.exclude(copies=None)}
        return chosen.get(self.value(), queryset)


class ActKind(DropdownFilter):
    """The acts that occur, in words."""

    title = _("act")
    parameter_name = "act"

    def lookups(self, request, model_admin):
        codes = model_admin.get_queryset(request).order_by("act").values_list("act", flat=True).distinct()
        return [(code, acts.act(code)) for code in codes]

    def queryset(self, request, queryset):
        return queryset.filter(act=self.value()) if self.value() else queryset
