from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.foundation.crypto import EncryptedSecretField


class UnitQuerySet(models.QuerySet):
    def within(self, unit_ids: Iterable[int]) -> Self:
        """The units themselves and the institutions that they supervise."""
        ids = list(unit_ids)
        return self.filter(Q(pk__in=ids) | Q(parent__in=ids))

    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.within([staff.unit_id])

    def active(self) -> Self:
        return self.filter(is_active=True)


class Unit(models.Model):
    """A unit of government: the transparency office, a town, a department, or an institution that one supervises."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("transparency office")
        TOWN = "town", _("town")
        SUBDISTRICT = "subdistrict", _("subdistrict")
        DEPARTMENT = "department", _("department")
        INSTITUTION = "institution", _("institution")

    name = models.CharField(_("full name"), max_length=120, unique=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("supervised by"),
        help_text=_("Only for an institution that a town or a department supervises."),
    )
    email = models.EmailField(_("e-mail of the unit"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    robot = EncryptedSecretField(_("chat robot"), blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["office", "town", "subdistrict", "department", "institution"]),
                name="unit_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="unit_not_its_own_parent",
                violation_error_message=_("A unit does not supervise itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class UnitAlias(models.Model):
    """Another name by which documents call a unit: 人保局 for 区人力资源和社会保障局."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name=_("unit"))
    name = models.CharField(_("alias"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
