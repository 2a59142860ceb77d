"""What the desk shows to one person: names lead only to pages that this person may open."""

from django import template
from django.contrib.auth import get_permission_codename
from django.db.models import ForeignKey, Model
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def readonly_value(context, field):
    """A value that may only be read: Unfold links each row it names to its page, whoever looks."""
    row = named_row(field)
    if row is not None and not may_open(context["request"].user, row):
        return str(row)
    return mark_safe((field.contents() or "").strip())  # escaped where it was made; the sign of a yes stands in blanks


@register.filter
def name_in(field, opts):
    """What people call the field of a model; what is no field of it stays as it is."""
    names = {one.name: one.verbose_name for one in opts.concrete_fields}
    return names.get(field, field)


def named_row(field) -> Model | None:
    """The row that a foreign key names, where the field is one."""
    name, row = field.field["field"], field.form.instance
    is_key = any(key.name == name for key in row._meta.concrete_fields if isinstance(key, ForeignKey))
    return getattr(row, name) if is_key else None


def may_open(staff, row: Model) -> bool:
    meta = row._meta
    codes = [f"{meta.app_label}.{get_permission_codename(act, meta)}" for act in ("view", "change")]
    return any(staff.has_perm(code, row) for code in codes)
