from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(minutes=5)  # longer than the step of a reading that tells nothing on its way


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(plan__isnull=False)

    def waiting(self, now: datetime) -> Self:
        """Those that nobody reads: never taken, or taken by a worker of whom nothing was heard since."""
        mute = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE)
        return self.filter(mute, state=Notice.State.READING).order_by("uploaded_at")

    def latest_first(self) -> Self:
        """The versions of a plan's document, the one that was applied last before those that it amends."""
        return self.order_by("-applied_at", "-pk")


class Notice(models.Model):
    """An official document as it came, with what was read in it and what people decided about that.

    While it waits to be read, a worker claims it (claimed_at, renewed with every progress) and counts its attempts, so
    that a document whose worker died is read again, and one that kills its workers is not read for ever.
    """

    class State(models.TextChoices):
        READING = "reading", _("being read")
        READ = "read", _("read")
        FAILED = "failed", _("not readable")
        DOUBLE = "double", _("here already")

    NEXT = {
        State.READING: {State.READ, State.FAILED, State.DOUBLE},
        State.FAILED: {State.READING},
        State.READ: set(),
        State.DOUBLE: set(),
    }

    title = models.CharField(_("title"), max_length=300, blank=True)
    file = models.FileField(_("original document"), upload_to="notices/%Y/")
    text = models.TextField(_("text"), blank=True, editable=False)
    # None until it was opened.
    fingerprint = models.CharField(_("fingerprint of the text"), max_length=64, unique=True, null=True, editable=False)
    reading = models.JSONField(_("what was read"), default=dict, editable=False)
    decisions = models.JSONField(_("decisions"), default=dict, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.READ, editable=False)
    percent = models.PositiveSmallIntegerField(_("read so far, in percent"), default=0, editable=False)
    page = models.PositiveIntegerField(_("page"), default=0, editable=False)
    pages = models.PositiveIntegerField(_("pages"), default=0, editable=False)
    claimed_at = models.DateTimeField(_("taken by a worker at"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    failure = models.CharField(_("why it cannot be read"), max_length=300, blank=True, editable=False)
    same_as = models.ForeignKey(
        "self", models.CASCADE, null=True, editable=False, related_name="+", verbose_name=_("the same document")
    )
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
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["reading", "read", "failed", "double"]), name="notice_state_known"
            ),
            models.CheckConstraint(condition=~Q(state="read") | Q(fingerprint__isnull=False), name="notice_read_whole"),
            models.CheckConstraint(
                condition=Q(state="double", same_as__isnull=False) | (~Q(state="double") & Q(same_as__isnull=True)),
                name="notice_double_of",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="notice_percent"),
        ]

    def __str__(self) -> str:
        return self.title or self.file.name
