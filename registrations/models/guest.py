from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.foundation.crypto import EncryptedTextField
from events.models import Category, Unit
from registrations.models.masked import Masked


class GuestQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(unit__in=staff.unit_ids)


class Guest(Masked, models.Model):
    """Somebody in a unit's address book, who is invited again and again: deputies, CPPCC members, experts, reporters.

    It is the unit's own book and outlives its sessions; it shows when somebody was invited last, so that whoever is
    not needed any more can be taken out.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="guests", verbose_name=_("unit"))
    category = models.CharField(_("category"), max_length=12, choices=Category, default=Category.DEPUTY)
    name = EncryptedTextField(_("name"))
    phone = EncryptedTextField(_("telephone"))
    email = EncryptedTextField(_("e-mail"), blank=True)
    post = EncryptedTextField(_("employer and post"), blank=True)
    note = EncryptedTextField(_("note"), blank=True)
    person_index = models.CharField(max_length=64, editable=False)
    phone_index = models.CharField(max_length=64, db_index=True, editable=False)
    added_at = models.DateTimeField(_("added at"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    last_used_at = models.DateTimeField(_("invited last at"), null=True, editable=False)

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = _("guest in the address book")
        verbose_name_plural = _("address book of guests")
        ordering = ["category", "id"]
        constraints = [models.UniqueConstraint(fields=["unit", "person_index"], name="guest_once_a_unit")]

    def __str__(self) -> str:
        return self.masked_name
