"""The outbox of the desk: every letter, how far it is, how it reads, and what a person can do about it."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from events.admin import acts
from events.admin.base import ReadOnlyAdmin
from events.admin.filters import ByChannel, ByChoice, ByDay, ByRelated, LetterKind, SentAgain
from events.admin.steps import Many, Step, may_become
from events.foundation import outbox, redaction
from events.models import Message

State = Message.State
# What a person does about a letter that will not move by itself.
ADVICE = {
    State.GIVEN_UP: _(
        "The letter did not arrive and is not tried again. Mend what the error names (the address, the gateway's "
        "settings), then send it again; or tell the person by telephone."
    ),
    State.UNKNOWN: _(
        "Nobody knows whether the letter arrived: the line broke after it was handed over. Ask the person, or look at "
        "the provider's own list, before you send it again; it is never sent twice by itself."
    ),
    State.FAILED: _("The letter is tried again by itself, at the moment named below. Nothing needs to be done."),
    State.HELD: _("The letter does not leave until somebody releases it."),
}
ERASED = _("Address and text were erased together with the personal data of the person it went to.")
TONES = {State.GIVEN_UP: "error", State.UNKNOWN: "warning"}
COLOURS = {
    "queued": "info",
    "sending": "info",
    "sent": "success",
    "failed": "warning",
    "given_up": "danger",
    "unknown": "warning",
    "held": "default",
}


def masked(message):
    return redaction.address(message.channel, message.to)


def what_to_whom(message):
    return f"{acts.letter(message.app, message.letter)} · {masked(message)} · {message.error}".strip(" ·")


def is_lost(message):
    """Given up, and not sent again yet."""
    return message.state == State.GIVEN_UP and not message.erased_at and not message.copies.all()


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Lists show to whom (masked), about what, how far; whoever opens a letter reads it as it arrives, links hidden."""

    panel_template = "desk/includes/letter_panel.html"
    list_display = ["created_at", "letter_name", "masked", "about", "unit", "channel_name", "state_label", "attempts"]
    list_filter = [
        ("state", ByChoice),
        ByChannel,
        LetterKind,
        ("unit", ByRelated),
        SentAgain,
        ("created_at", ByDay),
    ]
    list_filter_submit = True
    list_select_related = ["unit"]
    search_fields = ["about", "letter"]
    search_help_text = _("What the letter is about")
    fieldsets = [
        (None, {"fields": ["letter_name", "addressee", "about", "unit", "channel_name", "by"]}),
        (
            _("How far it is"),
            {"fields": ["state", "created_at", "next_try_at", "sent_at", "attempts", "error", "resent_from"]},
        ),
    ]
    steps = (
        Step(
            name="hold",
            label=_("Hold back"),
            icon="pause",
            permission="events.hold_message",
            when=may_become(State.HELD),
            rule=outbox.hold,
            consequence=_("The letter does not leave until somebody releases it."),
            done=_("The letter is held back."),
        ),
        Step(
            name="release",
            label=_("Release"),
            icon="play_arrow",
            tone="primary",
            permission="events.hold_message",
            when=lambda message: message.state == State.HELD,
            rule=outbox.release,
            done=_("The letter leaves now; one to a resident waits for the end of the quiet hours."),
        ),
        Step(
            name="resend",
            label=_("Send again"),
            icon="forward_to_inbox",
            permission="events.resend_message",
            when=lambda message: message.state in Message.ENDED and not message.erased_at,
            rule=outbox.resend,
            consequence=_(
                "A copy goes to the same address, with your name; the first letter stays in the list as it is."
            ),
            done=_("A copy is on its way."),
            many=Many(when=is_lost, shows=what_to_whom),
        ),
    )

    def get_queryset(self, request):
        """With the copies that were sent of each letter, as far as they are asked for here."""
        copies = Message.objects.order_by().only("resent_from")
        return super().get_queryset(request).prefetch_related(Prefetch("copies", queryset=copies))

    def get_fieldsets(self, request, obj=None):
        """Whoever may read addresses reads this one whole."""
        if obj and request.user.has_perm("events.address_message", obj):
            (title, first), *rest = self.fieldsets
            return [(title, {"fields": ["to" if name == "addressee" else name for name in first["fields"]]}), *rest]
        return self.fieldsets

    def panel(self, request, row):
        copies = Message.objects.visible_to(request.user).filter(resent_from=row).select_related("by")
        return {
            "advice": ERASED if row.erased_at else ADVICE.get(row.state, ""),
            "advice_tone": "info" if row.erased_at else TONES.get(row.state, "info"),
            "subject": redaction.shown(row.subject, row.belongs_to),
            "body": redaction.shown(row.body, row.belongs_to),
            "files": [item["name"] for item in row.attachments or []],
            "parameters": {} if row.belongs_to.startswith("code:") else row.parameters or {},
            "copies": copies,
        }

    @display(description=_("letter"), ordering="letter")
    def letter_name(self, message):
        return acts.letter(message.app, message.letter)

    @display(description=_("channel"), ordering="channel")
    def channel_name(self, message):
        return acts.CHANNELS.get(message.channel, message.channel)

    @display(description=_("to"))
    def masked(self, message):
        return masked(message)

    @display(description=_("to"))
    def addressee(self, message):
        return masked(message)

    @display(description=_("state"), ordering="state", label=COLOURS)
    def state_label(self, message):
        return message.state, message.get_state_display()
