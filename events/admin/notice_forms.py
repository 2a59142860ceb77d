"""The forms of a notice: what is brought, and what a person writes in the place of what was read."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.notice_screen import Screen
from events.admin.steps import StepForm, dress, put
from events.models import Rule, Session
from events.notices import deciding, naming, reading, receiving, values

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
ENDINGS = ",".join(reading.ENDINGS)
HELP = {
    "units": gettext_lazy("Several units are parted by 、 or stand in lines of their own."),
    "starts": gettext_lazy("2024-10-18, or 2024-10-18 9:00"),
}


class UploadForm(StepForm):
    """One of the two: a file, or the text itself."""

    file = forms.FileField(
        label=gettext_lazy("Document"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        help_text=gettext_lazy(
            "Word (.docx), PDF with text, a saved web page, a text or a table (.xlsx, .csv), at most 20 MB."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text itself"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Copy the whole notice, with its head, and paste it here."),
    )

    def clean(self) -> None:
        brought = self.cleaned_data.get("file"), (self.cleaned_data.get("text") or "").strip()
        if all(brought):
            self.add_error("text", _("Bring either a file or the text, not both."))
        elif not any(brought) and not self.errors:
            self.add_error("file", _("Choose a file, or paste the text below."))

    @property
    def is_file(self) -> bool:
        return bool(self.cleaned_data["file"])

    def brought(self) -> tuple[str, bytes]:
        """Name and content."""
        file = self.cleaned_data["file"]
        if file:
            return file.name, file.read()
        return receiving.PASTED, self.cleaned_data["text"].encode("utf-8", errors="replace")


class ItemForm(forms.Form):
    """The fields of one item (values.py) with what stands there now; what is typed is judged by the rule."""

    def __init__(self, screen: Screen, key: str, verdict: str, data: Any = None):
        super().__init__(data, auto_id=f"id-{key.replace('.', '-')}-%s")
        self.key, self.verdict, self.entry = key, verdict, screen.entry(key)
        standing = deciding.standing(screen.reading, screen.decisions, key)
        kind = values.kind(key) if verdict == deciding.CORRECT else verdict
        for field in values.FIELDS[kind]:
            self.fields[field.name] = self._field(field, screen, key)
            self.initial[field.name] = shown(standing.get(field.name))
        if kind == "rule":
            self.fields["value"].help_text = self.entry.source
        dress(self)

    def _field(self, field: values.Field, screen: Screen, key: str) -> forms.Field:
        label, help_text = naming.LABELS[field.name], HELP.get(field.name, "")
        facts: dict[str, Any] = {"label": label, "required": field.required, "help_text": help_text}
        if field.name == "theme":
            none = [("", _("without a theme"))]
            return forms.CharField(**facts, widget=forms.Select(choices=[*none, *screen.themes.items()]))
        if field.name == "unit":
            fitting = Rule.UNITS_OF.get(screen.code(key), Rule.DAYS)
            return forms.CharField(**facts, widget=forms.Select(choices=[(unit.value, unit.label) for unit in fitting]))
        if field.name == "mode":
            unsaid = [("", _("not stated"))]
            return forms.CharField(**facts, widget=forms.Select(choices=[*unsaid, *Session.Mode.choices]))
        if field.name == "tentative":
            return forms.BooleanField(**facts)
        if field.name == "description":
            return forms.CharField(**facts, widget=forms.Textarea(attrs={"rows": 3}))
        return forms.CharField(**facts)

    def refuse(self, error: ValidationError) -> None:
        put(self, error)


def shown(value: Any) -> Any:
    """As a person types it."""
    if isinstance(value, list):
        return "、".join(value)
    return (
        value.replace("T", " ").removesuffix(":00")
        if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value)
        else value
    )
