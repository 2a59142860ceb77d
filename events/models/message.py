"""The outbox: one row a letter and recipient, written in the act's own transaction."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.foundation import clock
from events.foundation.crypto import EncryptedJSONField, EncryptedTextField


class MessageState(models.TextChoices):
    QUEUED = "queued", _("queued")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, will be tried again")
    GIVEN_UP = "given_up", _("given up")
    UNKNOWN = "unknown", _("unknown whether it was sent")
    HELD = "held", _("held back")


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime.datetime) -> "MessageQuerySet":
        return self.filter(state__in=Message.WAITING, next_try_at__lte=now)

    def visible_to(self, staff: Any) -> "MessageQuerySet":
        return self if staff.sees_everything else self.filter(unit__in=staff.unit_ids)

    def inbox_of(self, staff: Any) -> "MessageQuerySet":
        """What the person may read at the desk; a letter that is held back is not there yet."""
        return self.filter(recipient=staff, in_inbox=True).exclude(state=MessageState.HELD)

    def lost(self) -> "MessageQuerySet":
        """Given up or of unknown fate, and nobody has sent a copy since: a person must look."""
        return self.filter(state__in=[MessageState.GIVEN_UP, MessageState.UNKNOWN], copies=None)

    def claimed_before(self, moment: datetime.datetime) -> "MessageQuerySet":
        return self.filter(state=MessageState.SENDING, claimed_at__lt=moment)


class Message(models.Model):
    """A letter to one address. Address and text are encrypted; `about` is what a list may show of it."""

    State = MessageState
    WAITING = (MessageState.QUEUED, MessageState.FAILED)
    ENDED = (MessageState.SENT, MessageState.GIVEN_UP, MessageState.UNKNOWN)
    # What is unknown is never sent again by itself: a person looks, and sends a copy or lets it be.
    NEXT = {
        State.QUEUED: {State.SENDING, State.HELD},
        State.SENDING: {State.SENT, State.FAILED, State.GIVEN_UP, State.UNKNOWN},
        State.FAILED: {State.SENDING, State.HELD},
        State.UNKNOWN: {State.SENT, State.FAILED, State.GIVEN_UP},
        State.HELD: {State.QUEUED},
        State.SENT: set(),
        State.GIVEN_UP: set(),
    }

    app = models.CharField(_("part of the portal"), max_length=30, blank=True)
    letter = models.CharField(_("letter"), max_length=60)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    channel = models.CharField(_("channel"), max_length=20)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("recipient")
    )
    to = EncryptedTextField(pgettext_lazy("letter", "address"))
    subject = EncryptedTextField(pgettext_lazy("letter", "subject"), blank=True)
    body = EncryptedTextField(pgettext_lazy("letter", "text"))
    attachments = EncryptedJSONField(_("attachments"), default=list, blank=True)
    # For a text message: the code of the text that the provider approved, and the values of its placeholders.
    parameters = EncryptedJSONField(default=dict, blank=True, editable=False)
    about = models.CharField(pgettext_lazy("letter", "about"), max_length=200, blank=True)
    unit = models.ForeignKey(
        "events.Unit", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("caused by")
    )
    resent_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name=_("sent again from")
    )

    # Of a letter to several addresses of one person, the one that lies in the inbox.
    in_inbox = models.BooleanField(_("in the inbox"), default=False, editable=False)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True, editable=False)
    # Whose letter it is, as "signup:12", and with whose data it is erased; empty for staff.
    belongs_to = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    # Waits for the end of the quiet hours where it is due within them.
    daytime_only = models.BooleanField(_("not in the quiet hours"), default=False, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("written at"), default=clock.now)
    next_try_at = models.DateTimeField(_("next attempt at"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("taken up at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[MessageState.QUEUED, MessageState.FAILED]) | Q(next_try_at__isnull=False),
                name="message_waiting_has_next_try",
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False), name="message_sent_has_moment"
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="message_waiting",
                condition=Q(state__in=[MessageState.QUEUED, MessageState.FAILED]),
            ),
            models.Index(fields=["state"], name="message_unsent", condition=~Q(state=MessageState.SENT)),
            models.Index(fields=["sent_at"], name="message_sent"),
            models.Index(fields=["recipient"], name="message_unread", condition=Q(in_inbox=True, read_at=None)),
            models.Index(fields=["claimed_at"], name="message_sending", condition=Q(state=MessageState.SENDING)),
        ]

    def __str__(self) -> str:
        return f"{self.about or self.letter} #{self.pk}"

    def may_become(self, state: str) -> bool:
        return state in self.NEXT[self.State(self.state)]
