import json
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.foundation.crypto import EncryptedTextField
from events.models import Session
from registrations.models.roster import SessionOwnedQuerySet

# Characters of a public value, and of the words that name it.
VALUE_LENGTH = 200


def by_whom() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )


class DrawQuerySet(SessionOwnedQuerySet):
    def standing(self) -> Self:
        """Every draw that has not been declared void; a session has one at most."""
        return self.filter(voided_at__isnull=True)

    def awaiting_value(self, now: datetime) -> Self:
        """Frozen ones whose public value is known by now, and not yet typed in by two."""
        is_known = Q(value_known_at=None) | Q(value_known_at__lte=now)
        waiting = self.standing().exclude(value_source="").filter(is_known, drawn_at=None, value_at=None)
        return waiting.filter(frozen_at__isnull=False)


class Draw(models.Model):
    """The draw of a session: a secret seed whose fingerprint is public before anybody signs up, used once.

    What is published of it, and when, stands here step by step; nothing is changed afterwards, and a draw that is
    declared void stays to be seen beside the one that follows it.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="draws", verbose_name=_("session"))
    seed = EncryptedTextField(_("seed"), editable=False)
    seed_fingerprint = models.CharField(_("fingerprint of the seed"), max_length=64, editable=False)
    # With the announcement, or with the decision that a former draw is void.
    committed_at = models.DateTimeField(_("committed at"), editable=False)
    planned_at = models.DateTimeField(_("the draw is held at"), null=True, blank=True)
    value_source = models.CharField(_("public value"), max_length=VALUE_LENGTH, blank=True)
    value_known_at = models.DateTimeField(_("known from"), null=True, blank=True)
    # The list as it was at closing: see draw.list_text. It names nobody.
    entries = models.TextField(_("frozen list"), blank=True, editable=False)
    list_fingerprint = models.CharField(_("fingerprint of the list"), max_length=64, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("frozen at"), null=True, editable=False)
    # The public value as the first person typed it, seen by nobody until a second one has typed the same.
    value_typed = models.CharField(max_length=VALUE_LENGTH, blank=True, editable=False)
    value_typed_at = models.DateTimeField(null=True, editable=False)
    value_typed_by = by_whom()
    value = models.CharField(_("the value itself"), max_length=VALUE_LENGTH, blank=True, editable=False)
    value_at = models.DateTimeField(_("value entered at"), null=True, editable=False)
    value_by = by_whom()
    drawn_at = models.DateTimeField(_("drawn at"), null=True, editable=False)
    drawn_by = by_whom()
    # The file for everybody who checks the draw, byte for byte as it is offered: see draw_record.
    record = models.TextField(_("record"), blank=True, editable=False)
    void_reason = models.TextField(_("reason for which it is void"), blank=True, editable=False)
    void_asked_at = models.DateTimeField(null=True, editable=False)
    void_asked_by = by_whom()
    voided_at = models.DateTimeField(_("declared void at"), null=True, editable=False)
    voided_by = by_whom()

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(voided_at__isnull=True), name="draw_once_a_session"
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(frozen_at__isnull=False),
                name="draw_held_over_a_frozen_list",
            ),
            models.CheckConstraint(
                condition=Q(value_source="") | Q(drawn_at__isnull=True) | Q(value_at__isnull=False),
                name="draw_held_with_the_announced_value",
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)

    def get_absolute_url(self) -> str:
        return reverse("registrations:draw", args=[self.session_id])

    @property
    def unit_id(self) -> int:
        """Whose staff may read what was done with the draw."""
        return self.session.unit_id

    @property
    def is_open(self) -> bool:
        """Neither held nor void: something is still to be done."""
        return self.drawn_at is None and self.voided_at is None

    @property
    def awaits_value(self) -> bool:
        return bool(self.value_source) and self.value_at is None

    @property
    def facts(self) -> dict[str, Any]:
        """The record, read; empty before the draw."""
        return json.loads(self.record) if self.record else {}
