"""The notice of a year's holidays, brought as text or file, shown as it was read, and chosen from."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.steps import dress
from events.foundation import dates, languages, workdays
from events.models import SpecialDay
from events.notices import holidays, reading
from events.notices.holidays import Doubt, Holidays, ReadDay
from events.notices.lines import UnreadableNotice
from events.resources import NATURES
from events.special_days import SOURCE_LIMIT, NewDay

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Asking(forms.Form):
    year = forms.IntegerField(
        label=_("year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Only where the text itself does not name it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dress(self)


class HolidaysForm(Asking):
    """The text of the notice, pasted or in a file."""

    text = forms.CharField(
        label=_("Text of the notice"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("As pasted from the website, or only the sentences with the days."),
    )
    file = forms.FileField(
        label=_("or its file"), required=False, help_text=_("Word, PDF, web page or text (.docx, .pdf, .html, .txt).")
    )
    field_order = ["text", "file", "year"]

    def clean(self) -> None:
        text, file = self.cleaned_data.get("text", "").strip(), self.cleaned_data.get("file")
        if not text and not file:
            raise ValidationError(_("Paste the text of the notice, or choose its file."), code="text")
        try:
            self.lines = reading.read_bytes(file.read()) if file else reading.read_text(text)
        except UnreadableNotice as refusal:
            self.add_error("file" if file else "text", str(refusal))
            return
        if "year" in self.errors:
            return
        self.holidays = holidays.read(self.lines, year=self.cleaned_data.get("year"))
        if self.holidays.year is None:
            self.add_error("year", holidays.MESSAGES["year_missing"])
        elif not self.holidays.days:
            self.add_error("file" if file else "text", holidays.MESSAGES["no_days"])

    def found(self) -> dict[str, object]:
        read = self.holidays
        source = read.source or gettext("holidays of %(year)s") % {"year": read.year}
        return {"lines": "\n".join(self.lines), "year": read.year, "source": source[:SOURCE_LIMIT]}


class EnterForm(Asking):
    """What was read, as it is entered; the text itself travels with the page, so that nothing is kept before."""

    lines = forms.CharField(widget=forms.HiddenInput, strip=False)
    source = forms.CharField(
        label=_("document"), max_length=SOURCE_LIMIT, help_text=_("It stands beside every day as its source.")
    )
    days_chosen = forms.MultipleChoiceField(required=False)
    field_order = ["source", "year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].widget = forms.HiddenInput()
        self.fields["days_chosen"].choices = [(row.day.isoformat(),) * 2 for row in self.holidays.days]

    @property
    def text(self) -> str:
        return (self.data.get("lines") if self.is_bound else self.initial["lines"]) or ""

    @cached_property
    def holidays(self) -> Holidays:
        given = self.data.get("year") if self.is_bound else self.initial["year"]
        year = int(given) if str(given or "").isdecimal() else None
        return holidays.read(self.text.splitlines(), year=year)

    @property
    def chosen(self) -> set[str]:
        """At first every day; then what was ticked."""
        if self.is_bound:
            return set(self.data.getlist("days_chosen"))
        return {row.day.isoformat() for row in self.holidays.days}

    def days(self) -> list[NewDay]:
        ticked = set(self.cleaned_data["days_chosen"])
        return [
            NewDay(row.day, row.is_workday, name_of(row)) for row in self.holidays.days if row.day.isoformat() in ticked
        ]


@dataclass(frozen=True)
class Row:
    """A day as the preview shows it: what was read, where, what stands now, and what is doubtful about it."""

    read: ReadDay
    is_chosen: bool
    stands: str | Promise
    is_new: bool
    doubts: tuple[Doubt, ...]

    @property
    def weekday(self) -> object:
        return dates.WEEKDAYS[self.read.day.weekday()]

    @property
    def nature(self) -> object:
        return NATURES[self.read.is_workday]

    @property
    def name(self) -> str:
        return name_of(self.read)


def rows_of(found: Holidays, *, chosen: set[str]) -> list[Row]:
    known = SpecialDay.objects.in_bulk([row.day for row in found.days], field_name="day")
    calendar = workdays.calendar()
    return [
        Row(
            row,
            row.day.isoformat() in chosen,
            *_stands(row, known.get(row.day), calendar),
            tuple(doubt for doubt in found.doubts if doubt.day == row.day),
        )
        for row in found.days
    ]


def _stands(row: ReadDay, known: SpecialDay | None, calendar: workdays.Calendar) -> tuple[str | Promise, bool]:
    """What the calendar says of the day at present, and whether entering it changes how it is counted."""
    changes = calendar.is_workday(row.day) != row.is_workday
    if known:
        return (_("entered otherwise") if known.is_workday != row.is_workday else _("entered already")), changes
    return (NATURES[calendar.is_workday(row.day)], changes)


def name_of(row: ReadDay) -> str:
    """In the language of the portal: the name stands in its records."""
    with languages.official():
        if row.is_workday:
            return (
                gettext("%(holiday)s, make-up workday") % {"holiday": row.holiday}
                if row.holiday
                else gettext("make-up workday")
            )
        return row.holiday or gettext("day off")


def loose(found: Holidays) -> list[Doubt]:
    """The doubts that touch no day that was read."""
    days: set[date] = {row.day for row in found.days}
    return [doubt for doubt in found.doubts if doubt.day not in days]
