"""The signed sheet entered afterwards: every row of it on one screen, all of it at once or nothing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from events.foundation import clock
from events.models import Category, Session
from registrations import checkin, entries
from registrations.admin import door
from registrations.models import Signup

TEMPLATE = "registrations/desk/door_sheet.html"
NUMBER = {"class": "door-number", "inputmode": "numeric", "autocomplete": "off"}


class RowForm(forms.Form):
    """One printed row: how many of the party signed; empty or 0 for nobody."""

    people = forms.IntegerField(min_value=0, max_value=999, required=False, widget=forms.TextInput(NUMBER))

    def __init__(self, data, *, signup: Signup):
        super().__init__(data, prefix=f"signup-{signup.pk}")
        self.signup = signup
        label = gettext("People who came: %(name)s") % {"name": signup.name}
        self.fields["people"].widget.attrs["aria-label"] = label


class LineForm(forms.Form):
    """A line that somebody without a sign-up filled in by hand."""

    name = forms.CharField(label=_("Name"), max_length=entries.NAME_LENGTH, required=False)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices, initial=Category.RESIDENT)
    people = forms.IntegerField(
        label=_("People"), min_value=1, max_value=999, required=False, widget=forms.TextInput(NUMBER)
    )

    def __init__(self, data, *, number: int):
        super().__init__(data, prefix=f"line-{number}")

    @property
    def is_empty(self) -> bool:
        return not self.cleaned_data.get("name") and not self.cleaned_data.get("people")

    @property
    def line(self) -> checkin.Line:
        typed = self.cleaned_data
        return checkin.Line(name=typed["name"], category=typed["category"], people=typed["people"] or 1)


def page(admin, request, session: Session):
    now = clock.now()
    data = request.POST if request.method == "POST" else None
    people = [row for row in door.names(request.user, session, now) if row.source != Signup.Source.DOOR]
    rows = [RowForm(data, signup=signup) for signup in people if not signup.arrived_at]
    lines = [LineForm(data, number=number) for number in range(door.BLANK_LINES)]
    valid = [form.is_valid() for form in (*rows, *lines)]  # each of them: every fault is shown at once
    if data is not None and all(valid):
        brought = enter(session, rows, lines, by=request.user, now=now)
        if brought is not None:
            said = ngettext("Entered: %(count)d person came.", "Entered: %(count)d people came.", brought)
            messages.success(request, said % {"count": brought})
            return HttpResponseRedirect(reverse("admin:registrations_session_page", args=[session.pk, "door"]))
    context = {
        **admin.context_of(request, session),
        "title": gettext("Enter the sign-in sheet"),
        "rows": rows,
        "lines": lines,
        "done": [signup for signup in people if signup.arrived_at],
        "is_open": now >= checkin.opens_at(session),
        "has_faults": any(form.errors for form in (*rows, *lines)),
    }
    return TemplateResponse(request, TEMPLATE, context)


def enter(session: Session, rows: list[RowForm], lines: list[LineForm], *, by, now) -> int | None:
    """How many people the sheet brought; None with each fault on its row, and nothing entered."""
    came = {form.signup.pk: form.cleaned_data["people"] for form in rows if form.cleaned_data["people"]}
    written = [form for form in lines if not form.is_empty]
    try:
        return checkin.enter_sheet(session, came=came, lines=[form.line for form in written], by=by, now=now)
    except ValidationError as refused:
        by_name = {form.prefix: form for form in rows} | {f"line-{n}": form for n, form in enumerate(written)}
        for name, texts in refused.message_dict.items():
            by_name[name].add_error(None, texts)
        return None
