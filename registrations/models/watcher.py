import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.foundation import crypto
from events.foundation.crypto import EncryptedTextField
from events.models import Message, Session
from registrations.models.signup import Signup


def new_token() -> str:
    return secrets.token_urlsafe(24)


class WatcherQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)


class Watcher(models.Model):
    """Somebody who takes no seat and asked to be reminded of a livestream; gone once the session is over."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="watchers", verbose_name=_("session"))
    email = EncryptedTextField(_("e-mail"), blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True)
    contact_index = models.CharField(max_length=64, editable=False)
    token = EncryptedTextField(_("private link"), default=new_token, editable=False)
    token_index = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE, editable=False)
    consent_version = models.CharField(_("version of the consent"), max_length=20, editable=False)
    asked_at = models.DateTimeField(_("asked at"), editable=False)

    objects = WatcherQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder of a livestream")
        verbose_name_plural = _("reminders of livestreams")
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "contact_index"], name="watcher_once_an_address")]

    def __str__(self) -> str:
        return crypto.mask_email(self.email) if self.email else crypto.mask_phone(self.phone)

    def save(self, *args, **kwargs) -> None:
        self.contact_index = crypto.index(self.email.lower() or self.phone, purpose="watcher.contact")
        self.token_index = crypto.index(self.token, purpose="watcher.token")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registrations:watching", args=[self.token])


class ResidentReminder(models.Model):
    """The claim of one reminder for one person: its row is why it is never sent twice.

    The stage names the moment at which the session begins, so a session that moves is reminded of again.
    """

    signup = models.ForeignKey(
        Signup, models.CASCADE, null=True, related_name="reminders", verbose_name=_("sign-up"), editable=False
    )
    watcher = models.ForeignKey(
        Watcher, models.CASCADE, null=True, related_name="reminders", verbose_name=_("watcher"), editable=False
    )
    stage = models.CharField(_("stage"), max_length=30, editable=False)
    claimed_at = models.DateTimeField(_("claimed at"), editable=False)
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, related_name="+", verbose_name=_("letter"), editable=False
    )

    class Meta:
        verbose_name = _("reminder of a resident")
        verbose_name_plural = _("reminders of residents")
        constraints = [
            models.UniqueConstraint(
                fields=["signup", "stage"], condition=Q(signup__isnull=False), name="reminder_once_a_signup"
            ),
            models.UniqueConstraint(
                fields=["watcher", "stage"], condition=Q(watcher__isnull=False), name="reminder_once_a_watcher"
            ),
            models.CheckConstraint(
                condition=Q(signup__isnull=False, watcher=None) | Q(signup=None, watcher__isnull=False),
                name="reminder_of_one_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signup or self.watcher} · {self.stage}"
