import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.foundation import crypto
from events.foundation.crypto import EncryptedTextField


def new_token() -> str:
    return secrets.token_urlsafe(24)


class ContactCode(models.Model):
    """One contact that somebody proves to be theirs by typing the code that was sent there; gone within a day.

    `token` is the secret part of the page on which the code is typed: so the page opens again after a look into
    another program of the telephone. Of the code itself only a keyed hash is kept.
    """

    purpose = models.CharField(_("purpose"), max_length=20)
    email = EncryptedTextField(_("e-mail"), blank=True)
    phone = EncryptedTextField(_("telephone"), blank=True)
    token = EncryptedTextField(_("private link"), default=new_token, editable=False)
    token_index = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE, editable=False)
    code_index = models.CharField(max_length=64, blank=True, editable=False)
    asked_at = models.DateTimeField(_("code asked for at"), editable=False, db_index=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, editable=False)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    verified_at = models.DateTimeField(_("contact verified at"), null=True, editable=False)

    class Meta:
        verbose_name = _("code for a contact")
        verbose_name_plural = _("codes for contacts")

    def __str__(self) -> str:
        return self.masked

    def save(self, *args, **kwargs) -> None:
        self.token_index = crypto.index(self.token, purpose="code.token")
        super().save(*args, **kwargs)

    @property
    def masked(self) -> str:
        """The contact as its owner knows it again, and nobody else."""
        return crypto.mask_email(self.email) if self.email else crypto.mask_phone(self.phone)
