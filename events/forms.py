from datetime import date

from django import forms
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events import months
from events.foundation import languages
from events.models import Session, Theme, Unit


class When(models.TextChoices):
    AHEAD = "ahead", _("Ahead")
    PAST = "past", _("Past")
    ALL = "all", _("All")


class SelectWritten(forms.Select):
    """A choice among the office's own words; only the empty choice is in the language of the page."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if value and (language := languages.of_what_was_written()):
            option["attrs"]["lang"] = language
        return option


class DayField(forms.DateField):
    """A day in the years that a calendar reaches; the far ends of time have no moment in every time zone."""

    def __init__(self, **kwargs):
        kwargs["validators"] = [MinValueValidator(date(months.YEARS.start, 1, 1))]
        super().__init__(required=False, widget=forms.DateInput({"type": "date"}), **kwargs)


class SessionFilter(forms.Form):
    """The filters of the public list. A value that makes no sense is said at its field and filters nothing."""

    words = forms.CharField(label=_("Search"), max_length=60, required=False)
    when = forms.ChoiceField(label=_("Time"), choices=When, required=False)
    first = DayField(label=_("From day"))
    last = DayField(label=_("To day"))
    area = forms.ChoiceField(label=_("Area"), required=False, widget=SelectWritten)
    theme = forms.ChoiceField(label=_("Theme"), required=False, widget=SelectWritten)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Holding unit"), required=False, empty_label=_("All"), widget=SelectWritten
    )
    mode = forms.ChoiceField(label=_("Mode"), choices=[("", _("All")), *Session.Mode.choices], required=False)
    places = forms.BooleanField(label=_("Only with places left"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shown = Session.objects.public()
        areas = shown.exclude(area="").order_by("area").values_list("area", flat=True).distinct()
        themes = Theme.objects.filter(points__sessions__in=shown).order_by("title").values_list("title", flat=True)
        self.fields["area"].choices = [("", _("All")), *((area, area) for area in areas)]
        self.fields["theme"].choices = [("", _("All")), *((theme, theme) for theme in themes.distinct())]
        self.fields["unit"].queryset = Unit.objects.filter(sessions__in=shown).distinct()
        for field in self.fields.values():
            field.widget.attrs["class"] = {"select": "form-select", "checkbox": "form-check-input"}.get(
                field.widget.input_type, "form-control"
            )

    def clean(self):
        wanted = super().clean()
        first, last = wanted.get("first"), wanted.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return wanted

    @property
    def wanted(self) -> dict:
        """What was asked for and understood; empty values left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class TrappedForm(forms.Form):
    """A public form with a trap for programs: a field that people do not see.

    What falls into it is refused, and the trap emptied, so that a person can send once more.
    """

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean(self):
        if self.cleaned_data.pop("website", ""):
            self.data = self.data.copy()
            self.data["website"] = ""
            raise forms.ValidationError(
                _("A field that people do not see was filled in. If you are a person, please send once more."),
                code="trap",
            )
        return super().clean()


class ReportForm(TrappedForm):
    """Something that a visitor tells the office or a unit, once; what exactly, its own fields say."""

    contact = forms.CharField(
        label=_("How can we reach you?"),
        max_length=120,
        required=False,
        help_text=_("Telephone or e-mail; may stay empty. Only for a question back, kept encrypted, never published."),
    )
    request_key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class CorrectionForm(ReportForm):
    """An error on a page, as a visitor reports it."""

    PAGE_LIMIT = 300

    page = forms.CharField(label=_("Address of the page"), max_length=PAGE_LIMIT, required=False)
    text = forms.CharField(
        label=_("What is wrong?"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write what is wrong.")},
        help_text=_("A wrong day, a dead link, a word: please say where on the page it stands."),
    )
