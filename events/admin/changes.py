"""What an act changed, for people: each field by its name, its values before and after in words.

What an act records beside fields has a name here too; an app further up adds its own: `changes.name({…})`.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, DateTimeField, Field, Model
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.foundation import languages
from events.models import Category

NOTHING = "–"
NAMES: dict[str, object] = {
    **dict(Category.choices),
    "copy": gettext_lazy("number of the copy"),
    "notice": gettext_lazy("number of the document"),
    "told_at": gettext_lazy("parents told at"),
    "told_to": gettext_lazy("told to whom, and how"),
}


def name(words: Mapping[str, object]) -> None:
    NAMES.update(words)


def rows(model: type[Model] | None, before: dict | None, after: dict | None) -> list[tuple[str, Any, Any]]:
    """(label, before, after) of every value that was recorded, in the order in which it was."""
    before, after = before or {}, after or {}
    return [(label(model, name), value(model, name, before), value(model, name, after)) for name in {**before, **after}]


def model_of(subject_type: str) -> type[Model] | None:
    """The model that an entry of the audit log names; None for one that is gone."""
    try:
        return apps.get_model(subject_type)
    except (LookupError, ValueError):
        return None


def label(model: type[Model] | None, name: str) -> str:
    field = field_of(model, name)
    return str(field.verbose_name if field else NAMES.get(name, name))


def value(model: type[Model] | None, name: str, values: dict) -> Any:
    """A choice by its label, a moment without its seconds, a row by its name."""
    field, plain = field_of(model, name), values.get(name)
    if plain in (None, ""):
        return NOTHING
    if isinstance(field, DateTimeField):
        return localtime(parse_datetime(plain)).strftime("%Y-%m-%d %H:%M")
    if isinstance(field, BooleanField) or isinstance(plain, bool):
        return _("Yes") if plain else _("No")
    if field is not None and field.is_relation:
        return field.related_model._base_manager.filter(pk=plain).first() or plain
    if isinstance(plain, list | dict):
        return in_lines(plain)
    return dict(field.flatchoices).get(plain, plain) if field else plain


def in_lines(kept: list | dict) -> str:
    """What is kept as JSON: one line an item, and within a line what belongs together."""
    items = kept if isinstance(kept, list) else [named(name, one) for name, one in kept.items()]
    return "\n".join(str(within(item)) for item in items)


def within(item: Any) -> Any:
    return languages.listed(named(name, one) for name, one in item.items()) if isinstance(item, dict) else item


def named(name: str, kept: Any) -> str:
    return f"{NAMES.get(name, name)} {within(kept)}"


def field_of(model: type[Model] | None, name: str) -> Field | None:
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None
