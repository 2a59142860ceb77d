"""The desk's own ModelAdmin: whatever it lists, offers, changes or exports lies within the person's units.

Rows come from `visible_to(staff)`, rights from the permission table, both for every single row. Plain edits leave an
audit entry, as every act does; the history page reads the audit log.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files import File
from django.db.models import Model, QuerySet, TextField, URLField
from django.forms import ModelForm
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from events.admin import acts, changes
from events.admin.kept import KeepsFilters
from events.admin.many import TakesMany
from events.admin.steps import HUNG, Button, Step, put
from events.foundation import audit, clock, permissions
from events.models import AuditEntry


def within(rows: QuerySet, staff: Any) -> QuerySet:
    """The rows of the person's units; rows that no unit owns stay as they are."""
    return rows.visible_to(staff) if hasattr(rows, "visible_to") else rows


class DeskForm(ModelForm):
    """Shows what a rule refused after the form itself had found nothing wrong: nothing typed is lost."""

    refusal: ValidationError | None = None

    def clean(self) -> None:
        super().clean()
        if self.refusal:
            put(self, self.refusal)


class Scope(BaseModelAdmin):
    """What admins and inlines share: rows and choices of the person's own units."""

    text_rows = 4

    def get_queryset(self, request):
        return within(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        rows = kwargs.get("queryset")
        rows = db_field.remote_field.model._default_manager.all() if rows is None else rows
        kwargs["queryset"] = self.choices_for(db_field.name, within(rows, request.user), request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        rows = db_field.remote_field.model._default_manager.all()
        kwargs["queryset"] = self.choices_for(db_field.name, within(rows, request.user), request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the pencils and plus signs beside a choice: each thing is made on its own page."""
        if isinstance(db_field, URLField):
            kwargs.setdefault("assume_scheme", "https")
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, TextField):
            formfield.widget.attrs["rows"] = self.text_rows
        for link in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            if formfield and hasattr(formfield.widget, link):
                setattr(formfield.widget, link, False)
        return formfield

    def choices_for(self, name: str, rows: QuerySet, request) -> QuerySet:
        """Where an admin narrows the choices of one field further."""
        return rows

    def allows(self, request, act: str, row: Model | None) -> bool:
        """Whether the table gives this act on this model, and the row (for an inline: its parent) is the person's."""
        code = f"{self.opts.app_label}.{get_permission_codename(act, self.opts)}"
        return request.user.has_perm(code) and is_seen(request, row)


def is_seen(request, row: Model | None) -> bool:
    """Asked many times for one page, looked up once."""
    if row is None or row.pk is None:
        return True
    known = request.__dict__.setdefault("rows_seen", {})
    key = (type(row), row.pk)
    if key not in known:
        known[key] = permissions.sees(request.user, row)
    return known[key]


class ScopedAdmin(KeepsFilters, TakesMany, Scope, ModelAdmin):
    """`steps` are the acts of the rows; `is_editable` says whether a row's state still lets it be edited by hand."""

    form = DeskForm
    steps: tuple[Button, ...] = ()
    panel_template = ""  # shown above the form: what a person must know before the fields
    change_form_template = "desk/change_form.html"
    object_history_template = "desk/history.html"
    list_per_page = 50
    warn_unsaved_form = True

    # --- rights ---

    def is_editable(self, row: Model, staff: Any) -> bool:
        return True

    def has_view_permission(self, request, obj=None):
        return self.allows(request, "view", obj) or self.allows(request, "change", obj)

    def has_add_permission(self, request):
        return self.allows(request, "add", None)

    def has_change_permission(self, request, obj=None):
        return self.allows(request, "change", obj) and (obj is None or self.is_editable(obj, request.user))

    def has_delete_permission(self, request, obj=None):
        return self.allows(request, "delete", obj) and (obj is None or self.is_editable(obj, request.user))

    def has_export_permission(self, request):
        return self.allows(request, "export", None)

    def has_import_permission(self, request):
        return self.allows(request, "import", None)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404(f"{opts.model_name} {object_id}")

    # --- saving ---

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            request.refusal = refusal
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def save_model(self, request, obj, form, change):
        """A plain edit. An admin whose rows have rules for it calls those instead."""
        names = [name for name in form.changed_data if name in {field.name for field in obj._meta.concrete_fields}]
        before = plain(type(obj)._base_manager.get(pk=obj.pk), names) if change else None
        super().save_model(request, obj, form, change)
        if names or not change:
            act = "change" if change else "add"
            audit.record(obj, act, by=request.user, now=clock.now(), before=before, after=plain(obj, names))

    def delete_model(self, request, obj):
        audit.record(obj, "delete", by=request.user, now=clock.now())
        super().delete_model(request, obj)

    # The audit log is the one record; Django's own, beside it, would keep text that is encrypted elsewhere.
    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return []

    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_view_permission(request, row):
            raise Http404
        rows = AuditEntry.objects.filter(subject_type=row._meta.label_lower, subject_id=str(row.pk))
        entries = [
            (entry, acts.act(entry.act), changes.rows(self.model, entry.before, entry.after))
            for entry in rows.select_related("by")[:200]
        ]
        context = {"title": _("History"), "entries": entries}
        return TemplateResponse(request, self.object_history_template, {**self.page_context(request, row), **context})

    # --- steps ---

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        return [path("<path:object_id>/step/<slug:name>/", view, name=name), *super().get_urls()]

    def all_steps(self) -> tuple[Button, ...]:
        return (*self.steps, *HUNG[self.model])

    def open_steps(self, request, row: Model) -> list[dict[str, Any]]:
        """The buttons of the row for this person, now."""
        return [
            {"button": step, "url": step.address(row)}
            for step in self.all_steps()
            if request.user.has_perm(step.permission) and is_seen(request, row) and step.when(row)
        ]

    def step_view(self, request, object_id, name):
        """One step: the right on this very row is asked here, never only whether the person is staff."""
        row = self.get_object(request, unquote(object_id))
        step = next((step for step in self.all_steps() if isinstance(step, Step) and step.name == name), None)
        if row is None or step is None:
            raise Http404(name)
        if not request.user.has_perm(step.permission, row):
            raise PermissionDenied(step.permission)
        if not step.when(row):
            messages.warning(request, _("“%(step)s” is not possible now: see where it stands.") % {"step": step.label})
            return HttpResponseRedirect(self.page_of(row))
        now = clock.now()
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = step.form_class(*given, subject=row, staff=request.user, now=now)
        if given and form.is_valid() and (answer := self.take(request, step, row, form, now)):
            return answer
        says = {"step": step, "form": form, "consequence": step.says(row, now), **step.context(row, now)}
        context = {**self.page_context(request, row), "title": step.label, **says}
        return TemplateResponse(request, step.template, context)

    def take(self, request, step: Step, row, form, now) -> HttpResponseRedirect | None:
        """Call the rule; None, with the refusal on the form, where it is broken."""
        try:
            result = step.rule(row, by=request.user, now=now, **form.cleaned_data)
        except ValidationError as error:
            form.refuse(error)
            return None
        messages.success(request, step.tells(row, result))
        return HttpResponseRedirect(step.then(row, result) if step.then else self.page_of(row))

    # --- pages ---

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": self.opts.verbose_name_plural, **(extra_context or {})})

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context.update(show_save_and_add_another=False, show_save_and_continue=False)
        if obj and obj.pk:
            context.update(steps=self.open_steps(request, obj), panel_template=self.panel_template)
            context.update(self.panel(request, obj) if self.panel_template else {})
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_post_save_add(self, request, obj):
        """A row with steps is gone on with on its own page."""
        stays = self.all_steps()
        return HttpResponseRedirect(self.page_of(obj)) if stays else super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        stays = self.all_steps()
        return HttpResponseRedirect(self.page_of(obj)) if stays else super().response_post_save_change(request, obj)

    def panel(self, request, row) -> dict[str, Any]:
        """What the panel's template shows."""
        return {}

    def page_of(self, row: Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def page_context(self, request, row: Model) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "row": row,
            "original": row,
            "row_url": self.page_of(row),
        }


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that only acts write."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ScopedInline(Scope):
    """Rights of an inline: its own model's in the table, on a parent that is the person's and may still be edited."""

    form = DeskForm
    extra = 0
    hide_title = True

    def parent_editable(self, request, row) -> bool:
        admin = self.admin_site._registry.get(self.parent_model)
        return row is None or row.pk is None or admin is None or admin.is_editable(row, request.user)

    def has_view_permission(self, request, obj=None):
        return self.allows(request, "view", obj) or self.allows(request, "change", obj)

    def has_add_permission(self, request, obj=None):
        return self.allows(request, "add", obj) and self.parent_editable(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.allows(request, "change", obj) and self.parent_editable(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.allows(request, "delete", obj) and self.parent_editable(request, obj)


class ScopedTabular(ScopedInline, TabularInline):
    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The heads of the columns are not labels: each field says its own name."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if formfield:
            formfield.widget.attrs.setdefault("aria-label", formfield.label)
        return formfield


class ScopedStacked(ScopedInline, StackedInline):
    pass


def plain(row: Model, names: list[str]) -> dict[str, Any]:
    """The values for the audit log; a file by its name."""
    return {name: str(value) if isinstance(value, File) else value for name, value in audit.values(row, *names).items()}
