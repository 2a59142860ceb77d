import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.foundation import clock, crypto
from events.foundation.crypto import EncryptedSecretField, EncryptedTextField
from events.models import Session


def new_token() -> str:
    return secrets.token_urlsafe(24)


class DoorLinkQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)

    def standing(self) -> Self:
        return self.filter(revoked_at=None)


class DoorLink(models.Model):
    """The way of one helper to the door of one session: no account, and nothing but the door."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="door_links", verbose_name=_("session"))
    # Who stands there, as the unit calls the helper; it is shown wherever somebody was let in by the link.
    label = EncryptedTextField(_("helper"))
    token = EncryptedSecretField(_("link"), default=new_token, editable=False)
    token_index = models.CharField(max_length=64, unique=True, editable=False)
    # A phone seals the names of walk-ins with the public half; it cannot open them again itself.
    private_key = EncryptedSecretField(_("key"), editable=False)
    made_at = models.DateTimeField(_("made at"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, editable=False)

    objects = DoorLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for the door")
        verbose_name_plural = _("links for the door")
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs) -> None:
        self.token_index = crypto.index(self.token, purpose="door_link.token") if self.token else f"erased:{self.pk}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registrations:door", args=[self.token])

    @property
    def unit_id(self) -> int:
        """Whose staff may read what was done with the link."""
        return self.session.unit_id

    @property
    def ends_at(self) -> datetime:
        """The midnight after the session: who counts once more still can; the next day nobody sees names."""
        last = self.session.ends_at.astimezone(clock.ZONE) + timedelta(days=1)
        return last.replace(hour=0, minute=0, second=0, microsecond=0)

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.ends_at
