from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.audit import AuditEntry
from events.models.duty import Duty
from events.models.unit import Unit


class DutyChange(models.Model):
    """What happened to a duty, and by which act: `cause` is that act's entry in the audit log.

    Written in the transaction of the act itself; only a duty that follows no act of a person has no cause.
    """

    class Kind(models.TextChoices):
        MADE = "made", pgettext_lazy("duty", "came to be owed")
        MOVED = "moved", pgettext_lazy("duty", "last day moved")
        SETTLED = "settled", pgettext_lazy("duty", "day is certain now, or provisional again")
        HANDED = "handed", pgettext_lazy("duty", "went to another unit")
        WITHDRAWN = "withdrawn", pgettext_lazy("duty", "no longer owed")

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="changes", verbose_name=_("duty"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    at = models.DateTimeField(pgettext_lazy("audit", "at"))
    cause = models.ForeignKey(
        AuditEntry, models.PROTECT, null=True, blank=True, related_name="moved_duties", verbose_name=_("cause")
    )
    day_before = models.DateField(_("last day before"), null=True, blank=True)
    day_after = models.DateField(_("last day after"), null=True, blank=True)
    is_provisional = models.BooleanField(_("day is provisional"), default=False)
    unit_before = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit before")
    )

    class Meta:
        verbose_name = _("change of a duty")
        verbose_name_plural = _("changes of duties")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["made", "moved", "settled", "handed", "withdrawn"]),
                name="dutychange_kind_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.duty_id}"
