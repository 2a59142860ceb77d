"""What can be done with a row, beyond editing it: buttons on its page, shown to whom it is allowed, when it is allowed.

A `Step` is a page with a form that calls one rule; a `Link` leads to a page of its own. An admin lists its own in
`steps`; an app further up hangs its own on a model of this one: `steps.hang(Session, Link(...), Step(...))`.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from unfold import widgets

from events.forms import SelectWritten

DONE = _("Done.")

HUNG: dict[type[Model], list["Button"]] = defaultdict(list)


def always(row: Model) -> bool:
    return True


def may_become(state: str, field: str = "state") -> Callable[[Any], bool]:
    """`when=may_become(Session.State.APPROVED)`: as long as NEXT allows that move."""
    return lambda row: state in row.NEXT[getattr(row, field)]


class StepForm(forms.Form):
    """The input of a step. It knows its row, the person and the moment; every field becomes a keyword of the rule."""

    def __init__(self, *args, subject: Model, staff: Model, now: datetime, **kwargs):
        self.subject, self.staff, self.now = subject, staff, now
        super().__init__(*args, **kwargs)
        self.prepare()
        dress(self)

    def prepare(self) -> None:
        """Where a form fits its fields to its row: choices, initial values, a field that is not needed."""

    def refuse(self, error: ValidationError) -> None:
        """Show a broken rule at the field it names, else above the form."""
        put(self, error)


class ReasonForm(StepForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


@dataclass(frozen=True, kw_only=True)
class Button:
    """`permission` is a code of the permission table, asked for this very row; `when` reads the row's state."""

    name: str
    label: str
    permission: str
    when: Callable[[Any], bool] = always
    icon: str = ""
    tone: str = "default"  # "primary" is the next thing to do, "danger" cannot be undone

    def is_open(self, staff: Any, row: Model) -> bool:
        return staff.has_perm(self.permission, row) and self.when(row)

    def address(self, row: Any) -> str:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Link(Button):
    url: Callable[[Any], str]

    def address(self, row: Any) -> str:
        return self.url(row)


@dataclass(frozen=True)
class Many:
    """That a step may be taken for many rows at once (many.py): for which, and what must be read of each before.

    Only for a step whose form, as it opens, needs no further words.
    """

    when: Callable[[Any], bool] = always
    shows: Callable[[Any], str] = lambda row: ""


@dataclass(frozen=True, kw_only=True)
class Step(Button):
    """`rule(row, by=, now=, **cleaned_data)` acts; what it returns goes to `then`, the address to go on with."""

    rule: Callable[..., Any]
    form_class: type[StepForm] = StepForm
    consequence: str | Callable[[Any, datetime], str] = ""
    done: str | Callable[[Any, Any], str] = DONE
    template: str = "desk/step.html"
    context: Callable[[Any, datetime], dict[str, Any]] = field(default=lambda row, now: {})
    then: Callable[[Any, Any], str] | None = None
    many: Many | None = None

    def address(self, row: Any) -> str:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_step", args=[quote(row.pk), self.name])

    def tells(self, row: Any, result: Any) -> str:
        return self.done(row, result) if callable(self.done) else self.done

    def says(self, row: Any, now: datetime) -> str:
        return self.consequence(row, now) if callable(self.consequence) else self.consequence


def hang(model: type[Model], *buttons: Button) -> None:
    """For the apps above: put steps and links on the page of a model of this app."""
    HUNG[model] += [button for button in buttons if button.name not in {known.name for known in HUNG[model]}]


def put(form: forms.BaseForm, error: ValidationError) -> None:
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def dress(form: forms.BaseForm) -> None:
    """Give the plain widgets of a form the looks of the desk."""
    for bound in form.fields.values():
        plain = bound.widget
        if type(plain) in DRESS:
            bound.widget = DRESS[type(plain)](attrs=plain.attrs, **_kept(plain))
            bound.widget.is_required = bound.required


def _kept(plain: forms.Widget) -> dict[str, Any]:
    return {"choices": plain.choices} if hasattr(plain, "choices") else {}


class Moment(forms.DateTimeInput):
    """The browser's own picker of day and hour."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None):
        classes = {"class": " ".join(widgets.DATETIME_CLASSES)}
        super().__init__(attrs={**classes, **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        classes = {"class": " ".join(widgets.DATETIME_CLASSES)}
        super().__init__(attrs={**classes, **(attrs or {})}, format="%Y-%m-%d")


DRESS: dict[type[forms.Widget], Callable[..., forms.Widget]] = {
    forms.TextInput: widgets.UnfoldAdminTextInputWidget,
    forms.Textarea: widgets.UnfoldAdminTextareaWidget,
    forms.EmailInput: widgets.UnfoldAdminEmailInputWidget,
    forms.URLInput: widgets.UnfoldAdminURLInputWidget,
    forms.NumberInput: widgets.UnfoldAdminIntegerFieldWidget,
    forms.CheckboxInput: widgets.UnfoldBooleanSwitchWidget,
    forms.Select: widgets.UnfoldAdminSelectWidget,
    SelectWritten: widgets.UnfoldAdminSelectWidget,
    forms.RadioSelect: widgets.UnfoldAdminRadioSelectWidget,
    forms.SelectMultiple: widgets.UnfoldAdminSelectMultipleWidget,
    forms.CheckboxSelectMultiple: widgets.UnfoldAdminCheckboxSelectMultipleWidget,
    forms.ClearableFileInput: widgets.UnfoldAdminFileFieldWidget,
    forms.FileInput: widgets.UnfoldAdminFileFieldWidget,
    forms.PasswordInput: widgets.UnfoldAdminPasswordWidget,
    forms.DateTimeInput: Moment,
    forms.DateInput: Day,
}
