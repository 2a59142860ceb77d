"""What only the selected are asked, entered at the desk for who told it by telephone; and how answers are shown."""

from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from events.admin.steps import Step, StepForm
from events.foundation import clock
from registrations import asked_fields, asking, details


class RestForm(StepForm):
    def prepare(self) -> None:
        self.fields.update(asked_fields.of(asking.of_one_selected(self.subject)))
        for name, text in self.subject.answers.items():
            if name in self.fields and not name.startswith("id_"):
                self.fields[name].initial = text


def give(signup, *, by, now, **given):
    return details.give(signup, given, by=by, now=now)


STEP = Step(
    name="rest",
    label=_("Enter the rest"),
    icon="edit_note",
    permission="registrations.change_signup",
    when=lambda signup: bool(details.wanted(signup)) and clock.now() < signup.session.ends_at,
    rule=give,
    form_class=RestForm,
    consequence=_("What only the selected are asked, for somebody who tells it by telephone. It is kept encrypted."),
)


def table(lines: Iterable[tuple[str, str]]):
    return format_html_join("", "<p><strong>{}</strong><br>{}</p>", lines) or "–"
