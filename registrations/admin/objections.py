"""Objections to public listings: read and answered by those who may; in lists nothing of their text is shown."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.admin.base import ReadOnlyAdmin
from events.admin.filters import ByChoice, ByRelated
from events.admin.steps import Step, StepForm, may_become
from registrations import listings
from registrations.models import Objection

State = Objection.State


class AnswerForm(StepForm):
    words = forms.CharField(
        label=_("What was found, and how it was answered"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For the record. Whoever left a way to be reached is called or written to by you."),
    )


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    list_display = ["received_at", "session", "unit", "has_contact", "state_label", "answered_at", "answered_by"]
    list_display_links = ["received_at", "session"]
    list_filter = [("state", ByChoice), ("session", ByRelated), ("session__unit", ByRelated)]
    list_filter_submit = True
    list_select_related = ["session__unit", "answered_by"]
    fieldsets = [
        (None, {"fields": ["session", "text", "contact", "received_at"]}),
        (_("Answer"), {"fields": ["state", "answer", "answered_at", "answered_by"]}),
    ]
    steps = (
        Step(
            name="answer",
            label=_("Record the answer"),
            icon="task_alt",
            tone="primary",
            permission="registrations.answer_objection",
            when=may_become(State.ANSWERED),
            rule=listings.answer,
            form_class=AnswerForm,
            consequence=_("The objection is closed with what you write, your name and the time."),
            done=_("The answer is recorded."),
        ),
    )

    @display(description=_("holding unit"), ordering="session__unit")
    def unit(self, objection):
        return objection.session.unit

    @display(description=_("contact given"), boolean=True)
    def has_contact(self, objection):
        return bool(objection.contact)

    @display(description=_("state"), ordering="state", label={"open": "warning", "answered": "success"})
    def state_label(self, objection):
        return objection.state, objection.get_state_display()
