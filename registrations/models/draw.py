from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.foundation.crypto import EncryptedTextField
from events.models import Session
from registrations.models.roster import SessionOwnedQuerySet


class Draw(models.Model):
    """The draw of a session: a secret seed whose fingerprint is published with the announcement, used once."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="draw", verbose_name=_("session"))
    seed = EncryptedTextField(_("seed"), editable=False)
    seed_fingerprint = models.CharField(_("fingerprint of the seed"), max_length=64, editable=False)
    committed_at = models.DateTimeField(_("committed at"))
    list_fingerprint = models.CharField(_("fingerprint of the list"), max_length=64, blank=True, editable=False)
    drawn_at = models.DateTimeField(_("drawn at"), null=True, editable=False)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = SessionOwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        ordering = ["-committed_at"]

    def __str__(self) -> str:
        return str(self.session)
