from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(plan__isnull=False)


class Notice(models.Model):
    """An official document as it came, with what was read in it."""

    title = models.CharField(_("title"), max_length=300, blank=True)
    file = models.FileField(_("original document"), upload_to="notices/%Y/")
    text = models.TextField(_("text"), blank=True, editable=False)
    fingerprint = models.CharField(_("fingerprint of the text"), max_length=64, unique=True, editable=False)
    reading = models.JSONField(_("what was read"), default=dict, editable=False)
    plan = models.ForeignKey(
        "events.Plan",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="notices",
        verbose_name=_("plan"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    applied_at = models.DateTimeField(_("applied at"), null=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("applied by"),
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.title or self.file.name
