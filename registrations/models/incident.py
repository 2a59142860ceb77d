from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.foundation.crypto import EncryptedTextField
from events.models import Session


class IncidentQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)


class Incident(models.Model):
    """Something that happened on the day and that the unit keeps: encrypted, because it may say who fell ill."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="incidents", verbose_name=_("session"))
    text = EncryptedTextField(_("what happened"))
    noted_at = models.DateTimeField(_("noted at"), editable=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["noted_at", "id"]

    def __str__(self) -> str:
        return str(self.noted_at)

    @property
    def unit_id(self) -> int:
        return self.session.unit_id
