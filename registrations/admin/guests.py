"""The address book of a unit at the desk: masked in the list, whole on the page of each guest."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.admin.base import ScopedAdmin
from events.admin.filters import ByChoice, ByRelated
from events.admin.steps import StepForm
from events.foundation import clock
from events.models import Category, Unit
from registrations import entries, guests, sheets
from registrations.models import Guest


class BringForm(StepForm):
    """A table of guests for one unit's book."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("unit"))
    category = forms.ChoiceField(
        label=_("Category of those without one"), choices=Category.choices, initial=Category.DEPUTY
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A list as .xlsx or .csv with the heads “name” and “telephone”; “category”, “e-mail”, “employer and post”"
            " and “note” may stand beside them, in any order."
        ),
        error_messages={"empty": _("This file is empty.")},
    )
    field_order = ["unit", "category", "file"]

    def prepare(self) -> None:
        self.fields["unit"].queryset = Unit.objects.visible_to(self.staff)
        self.fields["unit"].initial = self.staff.unit_id


@admin.register(Guest)
class GuestAdmin(ScopedAdmin):
    list_display = ["short_name", "short_phone", "category", "post", "unit", "last_used_at"]
    list_filter = [("category", ByChoice), ("unit", ByRelated)]
    list_filter_submit = True
    list_select_related = ["unit"]
    search_fields = ["id"]
    search_is_personal = True
    search_help_text = _("Part of the name, or the whole telephone number")
    fields = ["unit", "category", "name", "phone", "email", "post", "note", "last_used_at"]
    readonly_fields = ["last_used_at"]
    text_rows = 1
    change_list_template = "registrations/desk/guests.html"

    @display(description=_("name"))
    def short_name(self, guest):
        return guest.masked_name

    @display(description=_("telephone"))
    def short_phone(self, guest):
        return guest.masked_phone

    def get_urls(self):
        view = self.admin_site.admin_view(self.bring_view)
        return [path("bring/", view, name="registrations_guest_bring"), *super().get_urls()]

    def get_changeform_initial_data(self, request):
        return {"unit": request.user.unit_id, **super().get_changeform_initial_data(request)}

    def get_search_results(self, request, queryset, search_term):
        """Decrypted in memory: a unit's book is short."""
        words = search_term.strip()
        if not words:
            return queryset, False
        by_phone = set(queryset.filter(phone_index=entries.phone_index(words)).values_list("pk", flat=True))
        return queryset.filter(pk__in=by_phone | {guest.pk for guest in queryset if words in guest.name}), False

    def save_model(self, request, obj, form, change):
        guests.save(obj, by=request.user, now=clock.now())

    def delete_model(self, request, obj):
        guests.remove(obj, by=request.user, now=clock.now())

    def bring_view(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        now = clock.now()
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form, faults = BringForm(*given, subject=Guest(), staff=request.user, now=now), []
        if given and form.is_valid():
            added, faults = self.brought(request, form, now)
            if added is not None and not faults:
                words = ngettext("%(n)d new guest in the address book.", "%(n)d new guests in the address book.", added)
                messages.success(request, words % {"n": added})
                return HttpResponseRedirect(reverse("admin:registrations_guest_changelist"))
        here = {"opts": self.opts, "title": gettext("Bring a table of guests"), "form": form, "faults": faults}
        context = {**self.admin_site.each_context(request), **here}
        context["row_url"] = reverse("admin:registrations_guest_changelist")
        return TemplateResponse(request, "registrations/desk/bring_guests.html", context)

    def brought(self, request, form, now):
        """How many are new, and the faults of the rows; None where the file was no list."""
        given = form.cleaned_data
        try:
            sheet = sheets.read(given["file"].read())
        except ValidationError as refused:
            form.add_error("file", refused)
            return None, []
        return guests.bring(given["unit"], sheet, category=given["category"], by=request.user, now=now)
