"""My filters: in every list of the desk a person keeps what is chosen there under a name, and finds it above the list.

Only parameters that the list itself offers are kept. Where a list is searched for people, the words are not: they are
a name or a telephone, which this portal keeps encrypted or not at all.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from events import saved_filters
from events.foundation import clock
from events.models import SavedFilter

# How the desk's filters, its calendar and the links to its lists go on from the name of a field.
ENDINGS = (
    *("", "__exact", "__id__exact", "__isnull", "__in"),
    *("_from", "_to", "__gte", "__lte", "__year", "__month", "__day"),
)


class KeepsFilters(BaseModelAdmin):
    """`search_is_personal`: what is typed into this list's search is a person's name, telephone or the like."""

    search_is_personal = False
    list_before_template = "desk/includes/saved_filters.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_filter"
        keep, drop = (self.admin_site.admin_view(view) for view in (self.keep_filter, self.drop_filter))
        own = [
            path("filters/keep/", keep, name=f"{name}_keep"),
            path("filters/<int:pk>/drop/", drop, name=f"{name}_drop"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**self.filters_of(request), **(extra_context or {})})

    def filters_of(self, request: HttpRequest) -> dict[str, Any]:
        """What stands above the list: the person's own filters, and what could be saved now."""
        asked = self.worth_keeping(request.GET)
        rows = SavedFilter.objects.visible_to(request.user).filter(listing=self.opts.label_lower)
        return {
            "saved_filters": [(row, QueryDict(row.query) == asked) for row in rows],
            "keepable": asked.urlencode(),
            "leaves_words_out": self.search_is_personal and bool(request.GET.get(SEARCH_VAR)),
        }

    def worth_keeping(self, asked: QueryDict) -> QueryDict:
        """What this list offers and the person has filled in; not the page, and no word about a person."""
        kept = QueryDict(mutable=True)
        for name, values in asked.lists():
            filled = [value for value in values if value.strip()]
            if filled and self.is_offered(name):
                kept.setlist(name, filled)
        return kept

    def is_offered(self, name: str) -> bool:
        if name == SEARCH_VAR:
            return bool(self.search_fields) and not self.search_is_personal
        return name == ORDER_VAR or any(f"{own}{ending}" == name for own in self.own_names() for ending in ENDINGS)

    def own_names(self) -> Iterator[str]:
        """What the filters, the calendar and the links from other pages ask this list for."""
        for given in self.list_filter:
            one = given[0] if isinstance(given, tuple) else given
            yield one if isinstance(one, str) else one.parameter_name
        if self.date_hierarchy:
            yield self.date_hierarchy
        yield from (field.name for field in self.opts.fields if field.many_to_one)

    @method_decorator(require_POST)
    def keep_filter(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        query, facts = self.worth_keeping(request.GET).urlencode(), {"by": request.user, "now": clock.now()}
        try:
            row = saved_filters.keep(self.opts.label_lower, query, name=request.POST.get("name", ""), **facts)
            messages.success(request, _("Saved under “%(name)s” in “My filters”.") % {"name": row.name})
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return HttpResponseRedirect(f"{self.list_address()}?{query}")

    @method_decorator(require_POST)
    def drop_filter(self, request, pk):
        own = SavedFilter.objects.visible_to(request.user).filter(listing=self.opts.label_lower)
        row = get_object_or_404(own, pk=pk)
        saved_filters.remove(row, by=request.user)
        messages.success(request, _("“%(name)s” is removed from “My filters”.") % {"name": row.name})
        return HttpResponseRedirect(f"{self.list_address()}?{self.worth_keeping(request.GET).urlencode()}")

    def list_address(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
