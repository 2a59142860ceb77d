"""Who did what: rows that are only ever added."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Reads and adds. Only the seal writes into existing rows, its own columns, through `_base_manager`."""

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("The audit log is append-only")

    def delete(self) -> NoReturn:
        raise TypeError("The audit log is append-only")

    def visible_to(self, staff: Any) -> "AuditQuerySet":
        return self if staff.sees_everything else self.filter(unit__in=staff.unit_ids)

    def sealed(self) -> "AuditQuerySet":
        return self.filter(number__isnull=False).order_by("number")

    def unsealed(self) -> "AuditQuerySet":
        return self.filter(number__isnull=True).order_by("pk")


class AuditEntry(models.Model):
    """One act. `number`, `previous_hash` and `hash` are the seal: its place in the chain, put on by the worker."""

    at = models.DateTimeField(pgettext_lazy("audit", "at"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    act = models.CharField(pgettext_lazy("audit", "act"), max_length=60)
    subject_type = models.CharField(_("kind of subject"), max_length=60)
    subject_id = models.CharField(_("number of subject"), max_length=40)
    subject_label = models.CharField(pgettext_lazy("audit", "subject"), max_length=200)
    before = models.JSONField(pgettext_lazy("audit", "before"), null=True, blank=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(pgettext_lazy("audit", "after"), null=True, blank=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(pgettext_lazy("audit", "reason"), blank=True)
    unit = models.ForeignKey(
        "events.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )

    number = models.PositiveBigIntegerField(_("number in the chain"), null=True, blank=True, unique=True)
    previous_hash = models.CharField(_("seal before"), max_length=64, null=True, blank=True)
    hash = models.CharField(_("seal"), max_length=64, null=True, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__isnull=True, previous_hash__isnull=True, hash__isnull=True)
                | Q(number__isnull=False, previous_hash__isnull=False, hash__isnull=False),
                name="audit_sealed_whole_or_not",
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
            models.Index(fields=["id"], name="audit_unsealed", condition=Q(number__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.subject_label

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The audit log is append-only")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit log is append-only")
