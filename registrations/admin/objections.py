"""Objections to public listings: read and answered by those who may; in lists nothing of their text is shown."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events import deadlines
from events.admin import reaching
from events.admin.base import ReadOnlyAdmin
from events.admin.filters import ByChoice, ByRelated
from events.admin.forms import LateForm
from events.admin.steps import Step, may_become
from events.models import Duty
from registrations import listings, notify
from registrations.models import Objection

State = Objection.State


class AnswerForm(LateForm):
    outcome = forms.ChoiceField(label=_("The objection is"), choices=Objection.Outcome, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What was found"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Read by the writer as you write it. Name nobody else, and nothing that is not public."),
    )
    field_order = ["outcome", "words", "late_reason"]

    def duties(self):
        duty = duty_of(self.subject)
        return [duty] if duty and duty.is_open else []


def duty_of(objection):
    return deadlines.find(Duty.Kind.ANSWER_OBJECTION, subject=objection.subject)


def becomes(objection, now):
    """What happens to the answer, by the contact that was left; and what it answers."""
    closed = gettext("The objection is closed with what you write, your name and the time.")
    said = gettext("Objected: “%(text)s”") % {"text": objection.text}
    return f"{closed}{reached(objection)}{said}"


def reached(objection):
    if not objection.contact:
        return gettext("The writer left no way to be reached.")
    if notify.reaches_objector(objection):
        return gettext("The writer gets your answer as a letter.")
    return gettext("No letter reaches the writer: please tell them by telephone.")


def answered(objection, done):
    if done.letter_id:
        return gettext("The answer is recorded and on its way to the writer.")
    return gettext("The answer is recorded.")


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    list_display = ["received_at", "session", "unit", "has_contact", "state_label", "answered_at", "answered_by"]
    list_display_links = ["received_at", "session"]
    list_filter = [("state", ByChoice), ("session", ByRelated), ("session__unit", ByRelated)]
    list_filter_submit = True
    list_select_related = ["session__unit", "answered_by"]
    fieldsets = [
        (None, {"fields": ["session", "text", "contact", "received_at", "due"]}),
        (_("Answer"), {"fields": ["state", "outcome", "answer", "told", "answered_at", "answered_by"]}),
    ]
    steps = (
        Step(
            name="answer",
            label=_("Answer the objection"),
            icon="task_alt",
            tone="primary",
            permission="registrations.answer_objection",
            when=may_become(State.ANSWERED),
            rule=listings.answer,
            form_class=AnswerForm,
            consequence=becomes,
            done=answered,
        ),
    )

    @display(description=_("holding unit"), ordering="session__unit")
    def unit(self, objection):
        return objection.session.unit

    @display(description=_("to be answered by"))
    def due(self, objection):
        duty = duty_of(objection)
        return duty.due_words if duty else "–"

    @display(description=_("told"))
    def told(self, objection):
        if objection.letter:
            return _("by letter: %(state)s") % {"state": objection.letter.get_state_display()}
        return "–"

    @display(description=_("contact given"), boolean=True)
    def has_contact(self, objection):
        return bool(objection.contact)

    @display(description=_("state"), ordering="state", label={"open": "warning", "answered": "success"})
    def state_label(self, objection):
        return objection.state, objection.get_state_display()


def answering(duty, staff):
    if not staff.has_perm("registrations.answer_objection"):
        return ""
    return reverse("admin:registrations_objection_step", args=[duty.subject.partition(":")[2], "answer"])


reaching.hang(Duty.Kind.ANSWER_OBJECTION, answering)
