import secrets
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.foundation import crypto
from events.foundation.crypto import EncryptedSecretField
from events.models import Category, Session


def new_token() -> str:
    return secrets.token_urlsafe(18)


class ClosedLinkQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)

    def only_ways(self) -> Self:
        """Those that take their category out of the public form."""
        return self.filter(revoked_at=None, is_only_way=True)


class ClosedLink(models.Model):
    """The way in for one circle, such as the parents of a school: whoever has the link may sign up (S0, section 三(三):
    parents are told through the school and then sign up)."""

    class Way(models.TextChoices):
        CHAT = "chat", _("class chat group")
        LETTER = "letter", _("letter to take home")
        MEETING = "meeting", _("parents' meeting")
        BOARD = "board", _("notice board")
        OTHER = "other", _("another way")

    session = models.ForeignKey(Session, models.CASCADE, related_name="closed_links", verbose_name=_("session"))
    circle = models.CharField(_("circle"), max_length=100)
    category = models.CharField(_("category"), max_length=12, choices=Category, default=Category.PARENT)
    # Parents are told through the school: then the public form does not offer their category.
    is_only_way = models.BooleanField(_("only those with the link sign up in this category"), default=True)
    token = EncryptedSecretField(_("link"), default=new_token, editable=False)
    token_index = models.CharField(max_length=64, unique=True, editable=False)
    last_on = models.DateField(_("last day of the link"))
    created_at = models.DateTimeField(_("made at"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    # The record that the notice with this link went out.
    told_at = models.DateTimeField(_("notice went out at"), null=True, editable=False)
    told_way = models.CharField(_("way of the notice"), max_length=10, choices=Way, blank=True, editable=False)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = ClosedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed link")
        verbose_name_plural = _("closed links")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.circle

    def save(self, *args, **kwargs) -> None:
        self.token_index = crypto.index(self.token, purpose="closed_link.token")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registrations:circle", args=[self.token])

    @property
    def closes_on(self) -> date:
        """The last day on which somebody may enter by it: its own, at the latest the one on which sign-up closes."""
        closes = self.session.signup_closes_at
        return min(self.last_on, timezone.localdate(closes)) if closes else self.last_on

    def is_open(self, today: date) -> bool:
        return self.revoked_at is None and today <= self.last_on
