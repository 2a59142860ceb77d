from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.foundation.crypto import EncryptedTextField
from events.models import Message, Session
from registrations.models.roster import SessionOwnedQuerySet


class ListingQuerySet(SessionOwnedQuerySet):
    def standing(self) -> Self:
        """Published and not taken down by hand; whether its days are over, the day says."""
        return self.filter(ended_at__isnull=True)

    def shown(self, today: date) -> Self:
        return self.standing().filter(shown_until__gte=today)


class Listing(models.Model):
    """The public listing (公示) of the selected on the portal's own page; the names come, masked, from the list."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="listings", verbose_name=_("session"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    shown_until = models.DateField(_("shown until"))
    ended_at = models.DateTimeField(_("taken down at"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    end_reason = models.TextField(_("why it was taken down"), blank=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("public listing")
        verbose_name_plural = _("public listings")
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=Q(ended_at__isnull=True), name="listing_once_a_session"
            ),
        ]

    def __str__(self) -> str:
        return str(self.session)

    def get_absolute_url(self) -> str:
        return reverse("registrations:listing", args=[self.session_id])


class ObjectionQuerySet(SessionOwnedQuerySet):
    def open(self) -> Self:
        return self.filter(state=Objection.State.OPEN, erased_at__isnull=True)


class Objection(models.Model):
    """What somebody has against a public listing (异议), and how the unit or the office answered it."""

    class State(models.TextChoices):
        OPEN = "open", _("to be answered")
        ANSWERED = "answered", _("answered")

    NEXT = {State.OPEN: {State.ANSWERED}, State.ANSWERED: set()}

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("upheld")
        NOT_UPHELD = "not_upheld", _("not upheld")

    session = models.ForeignKey(Session, models.CASCADE, related_name="objections", verbose_name=_("session"))
    text = EncryptedTextField(_("objection"))
    contact = EncryptedTextField(_("contact of the writer"), blank=True)
    request_key = models.CharField(max_length=64, blank=True, editable=False)
    received_at = models.DateTimeField(_("received at"), editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, editable=False)
    answer = EncryptedTextField(_("answer, and what was found"), blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    # The letter with the answer; none where only a telephone reaches the writer, or nothing does.
    letter = models.ForeignKey(
        Message, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("letter")
    )
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request_key"], condition=~Q(request_key=""), name="objection_once_a_request"
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "answered"]), name="objection_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True) | Q(state="answered", answered_at__isnull=False),
                name="objection_answered_says_when",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "upheld", "not_upheld"]), name="objection_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def subject(self) -> str:
        """As its duty, and the letter to its writer, name it."""
        return f"objection:{self.pk}"
