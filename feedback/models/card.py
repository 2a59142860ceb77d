import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.foundation import crypto
from events.foundation.crypto import EncryptedTextField
from events.models import Session


def new_number() -> str:
    return secrets.token_hex(5).upper()


class CardQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)

    def waiting(self) -> Self:
        return self.filter(state=Card.State.RECEIVED)


class Card(models.Model):
    """An opinion card (意见卡) as its writer handed it in, online or on paper."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        TAKEN_UP = "taken_up", _("taken into the ledger")
        SET_ASIDE = "set_aside", _("set aside")

    NEXT = {State.RECEIVED: {State.TAKEN_UP, State.SET_ASIDE}, State.TAKEN_UP: set(), State.SET_ASIDE: {State.TAKEN_UP}}

    class Kind(models.TextChoices):
        NEED = "need", _("need")
        SUGGESTION = "suggestion", _("suggestion")
        PRAISE = "praise", _("praise")
        OTHER = "other", _("other")

    class Source(models.TextChoices):
        ONLINE = "online", _("online")
        PAPER = "paper", _("on paper")
        SPOKEN = "spoken", _("spoken at the session")

    session = models.ForeignKey(Session, models.CASCADE, related_name="cards", verbose_name=_("session"))
    number = models.CharField(_("number"), max_length=12, unique=True, default=new_number, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SUGGESTION)
    source = models.CharField(_("source"), max_length=8, choices=Source, default=Source.ONLINE)
    text = EncryptedTextField(_("opinion"))
    name = EncryptedTextField(_("name"), blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True)
    email = EncryptedTextField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE, editable=False)
    request_key = models.CharField(max_length=64, blank=True, editable=False)
    received_at = models.DateTimeField(_("received at"), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED, editable=False)
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, editable=False)
    set_aside_reason = models.TextField(_("reason"), blank=True, editable=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion card")
        verbose_name_plural = _("opinion cards")
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "request_key"], condition=~Q(request_key=""), name="card_once_a_request"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "taken_up", "set_aside"]), name="card_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def masked_name(self) -> str:
        return crypto.mask_name(self.name) if self.name else ""
