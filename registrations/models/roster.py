from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Session


class SessionOwnedQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)


class Confirmed(models.Model):
    """What is kept of a confirmed list: when, by whom, by which way of selection, and which rules it breaks and why."""

    selection = models.CharField(_("way of selection"), max_length=10, choices=Session.Selection)
    confirmed_at = models.DateTimeField(_("confirmed at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    makeup = models.JSONField(_("make-up of the list"), default=dict)
    breaches = models.JSONField(_("rules that the list breaks"), default=list, blank=True)
    breach_reason = models.TextField(_("reason for breaking them"), blank=True)

    objects = SessionOwnedQuerySet.as_manager()

    KEPT = ("selection", "confirmed_at", "confirmed_by", "makeup", "breaches", "breach_reason")

    class Meta:
        abstract = True


class Roster(Confirmed):
    """The confirmed list of a session, which stands."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="roster", verbose_name=_("session"))

    class Meta:
        verbose_name = _("confirmed list")
        verbose_name_plural = _("confirmed lists")
        ordering = ["-confirmed_at"]

    def __str__(self) -> str:
        return str(self.session)


class WithdrawnRoster(Confirmed):
    """A confirmed list that was taken back before anybody came: what it was, and why it does not stand."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="withdrawn_rosters", verbose_name=_("session"))
    withdrawn_at = models.DateTimeField(_("taken back at"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("list taken back")
        verbose_name_plural = _("lists taken back")
        ordering = ["-withdrawn_at"]

    def __str__(self) -> str:
        return str(self.session)
