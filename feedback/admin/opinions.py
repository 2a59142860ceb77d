"""The ledger (台账): each opinion with the steps that lead to its public answer."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events import deadlines
from events.admin import reaching
from events.admin.base import ReadOnlyAdmin
from events.admin.filters import ByChoice, ByRelated
from events.admin.steps import Link, ReasonForm, Step, StepForm, may_become
from events.foundation import clock
from events.models import Duty
from feedback import replies
from feedback.models import Opinion
from feedback.review import VERDICTS

State = Opinion.State


class ReplyForm(StepForm):
    text = forms.CharField(
        label=_("opinion as published"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without names, telephones or addresses."),
    )
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("Please choose")), *Opinion.Outcome.choices])
    reply = forms.CharField(
        label=_("Reply"), widget=forms.Textarea(attrs={"rows": 6}), help_text=_("Published as it stands here.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Compulsory where the opinion is not adopted; published with the reply."),
    )
    is_checked = forms.BooleanField(
        label=_("I have checked that these texts may be published as they are"), required=False
    )

    def prepare(self):
        for name in replies.ANSWER:
            self.fields[name].initial = getattr(self.subject, name)


class ApproveForm(StepForm):
    late_reason = forms.CharField(
        label=_("Reason of the delay"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The last day has passed. The answer is published all the same and recorded as late."),
    )

    def prepare(self):
        duty = self.subject.duty
        if not (duty and duty.is_open and deadlines.would_be_late(duty, now=self.now)):
            del self.fields["late_reason"]


class ProgressForm(StepForm):
    text = forms.CharField(
        label=_("What has been done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Added with today's date. On a published opinion it can be read in public at once."),
    )
    is_checked = forms.BooleanField(
        label=_("I have checked that these texts may be published as they are"), required=False
    )


def shows(row: Opinion, now: datetime) -> dict:
    return {"opinion": row, "original": row.card.text if row.card else ""}


REPLY = Step(
    name="reply",
    label=_("Reply"),
    permission="feedback.reply_opinion",
    when=may_become(State.REPLIED),
    icon="reply",
    tone="primary",
    rule=replies.reply,
    form_class=ReplyForm,
    consequence=_("Another person then approves the answer, which publishes it."),
    template="feedback/desk/opinion_step.html",
    context=shows,
    done=_("The answer waits for approval."),
)
APPROVE = Step(
    name="approve",
    label=_("Approve and publish"),
    permission="feedback.approve_opinion",
    when=may_become(State.PUBLISHED),
    icon="check",
    tone="primary",
    rule=replies.approve,
    form_class=ApproveForm,
    consequence=_(
        "The answer can then be read in the adoption list, and its writer is told by e-mail if one was left."
    ),
    template="feedback/desk/opinion_step.html",
    context=shows,
    done=_("The answer is published."),
)
RETURN = Step(
    name="return",
    label=_("Return"),
    permission="feedback.return_opinion",
    when=may_become(State.RETURNED),
    icon="undo",
    rule=replies.return_reply,
    form_class=ReasonForm,
    consequence=_(
        "The answer goes back to its author; a published one leaves the adoption list until it is approved anew."
    ),
    template="feedback/desk/opinion_step.html",
    context=shows,
    done=_("The answer was returned."),
)
PROGRESS = Step(
    name="progress",
    label=_("Note progress"),
    permission="feedback.reply_opinion",
    when=lambda row: row.state in (State.REPLIED, State.PUBLISHED),
    icon="trending_up",
    rule=replies.note_progress,
    form_class=ProgressForm,
    template="feedback/desk/opinion_step.html",
    context=shows,
    done=_("The progress was noted."),
)
READ = Link(
    name="read",
    label=_("Read it in public"),
    permission="feedback.view_opinion",
    when=lambda row: row.state == State.PUBLISHED,
    icon="public",
    url=lambda row: row.get_absolute_url(),
)
CARD = Link(
    name="card",
    label=_("Opinion card"),
    permission="feedback.view_opinion",
    when=lambda row: row.card_id is not None,
    icon="description",
    url=lambda row: reverse("admin:feedback_card_change", args=[row.card_id]),
)

LIGHTS = {"open": "info", "overdue": "danger", "late": "warning", "done": "success"}


@admin.register(Opinion)
class OpinionAdmin(ReadOnlyAdmin):
    list_display = ["line", "occasion", "unit", "short_text", "public_name", "shown_state", "outcome", "due", "light"]
    list_display_links = ["line", "short_text"]
    list_filter = [("state", ByChoice), ("outcome", ByChoice), ("unit", ByRelated)]
    list_select_related = ["session", "unit", "duty"]
    search_fields = ["text", "reply", "session__title"]
    date_hierarchy = "taken_at"
    steps = (REPLY, APPROVE, RETURN, PROGRESS, READ, CARD)
    fieldsets = [
        (None, {"fields": ["session", "unit", "number", "text", "public_name", "state", "deadline"]}),
        (_("Answer"), {"fields": ["outcome", "reply", "reason", "progress", "return_reason"]}),
        (
            _("Who and when"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("taken_at", "taken_by"),
                    ("replied_at", "replied_by"),
                    ("published_at", "published_by"),
                    ("returned_at", "returned_by"),
                ],
            },
        ),
    ]

    @admin.display(description=_("number"), ordering="number")
    def line(self, row):
        return row.number

    @admin.display(description=_("session"), ordering="session")
    def occasion(self, row):
        """In a narrow column: no line ends inside its day."""
        return format_html('{} <span class="desk-nowrap">{}</span>', row.session.title, row.session.day.isoformat())

    @admin.display(description=_("opinion as published"))
    def short_text(self, row):
        return f"{row.text[:40]}…" if len(row.text) > 40 else row.text

    @display(
        description=_("state"),
        ordering="state",
        label={State.OPEN: "info", State.REPLIED: "warning", State.RETURNED: "danger", State.PUBLISHED: "success"},
    )
    def shown_state(self, row):
        return row.state, row.get_state_display()

    @admin.display(description=_("last day"), ordering="duty__due_on")
    def due(self, row):
        return row.duty.due_words if row.duty else None

    @admin.display(description=_("last day of the reply"))
    def deadline(self, row):
        return f"{row.duty.due_words} · {VERDICTS[row.duty.light(clock.today())].label}" if row.duty else None

    @display(description=_("reply duty"), label=LIGHTS)
    def light(self, row):
        if not row.duty:
            return None
        light = row.duty.light(clock.today())
        return light, VERDICTS[light].label


def replying(duty, staff):
    """The reply that is to be written, or the one that waits for whom may approve it."""
    opinion = getattr(duty, "opinion", None)
    steps = (APPROVE, REPLY) if opinion else ()
    return next((one.address(opinion) for one in steps if staff.has_perm(one.permission) and one.when(opinion)), "")


reaching.hang(Duty.Kind.REPLY, replying, fetches=("opinion",))
