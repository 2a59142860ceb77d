from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.foundation.crypto import EncryptedTextField


class ErrorReportQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        """A page belongs to the whole portal: its errors are the office's."""
        return self if staff.sees_everything else self.none()

    def open(self) -> Self:
        return self.filter(state=ErrorReport.State.OPEN)


class ErrorReport(models.Model):
    """What a visitor found wrong on a page (网页纠错), and what the office did about it."""

    class State(models.TextChoices):
        OPEN = "open", _("to be handled")
        HANDLED = "handled", _("handled")

    NEXT = {State.OPEN: {State.HANDLED}, State.HANDLED: set()}

    page = models.CharField(_("page"), max_length=300, blank=True)
    text = EncryptedTextField(_("what is wrong"))
    contact = EncryptedTextField(_("contact of the visitor"), blank=True)
    request_key = models.CharField(max_length=64, blank=True, editable=False)
    received_at = models.DateTimeField(_("received at"), editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, editable=False)
    what_was_done = models.TextField(_("what was done"), blank=True, editable=False)
    handled_at = models.DateTimeField(_("handled at"), null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("error report")
        verbose_name_plural = _("error reports")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request_key"], condition=~Q(request_key=""), name="error_report_once_a_request"
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "handled"]), name="error_report_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", handled_at__isnull=True)
                | (Q(state="handled", handled_at__isnull=False) & ~Q(what_was_done="")),
                name="error_report_handled_says_what_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def subject(self) -> str:
        """How its duty names it."""
        return f"error_report:{self.pk}"

    @property
    def is_local(self) -> bool:
        """Whether the page is an address of this portal, fit for a link: what a visitor wrote may be anything."""
        return self.page.startswith("/") and not self.page.startswith(("//", "/\\"))
