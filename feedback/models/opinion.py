from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Duty, Session, Unit
from feedback.models.card import Card


class OpinionQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(unit__in=staff.unit_ids)

    def public(self) -> Self:
        return self.filter(state=Opinion.State.PUBLISHED)


class Opinion(models.Model):
    """One line of the ledger (台账): an opinion from a card, de-identified, followed to its public answer."""

    class State(models.TextChoices):
        OPEN = "open", _("being handled")
        REPLIED = "replied", _("replied, waiting for approval")
        RETURNED = "returned", _("returned")
        PUBLISHED = "published", _("published")

    NEXT = {
        State.OPEN: {State.REPLIED},
        State.RETURNED: {State.REPLIED},
        State.REPLIED: {State.PUBLISHED, State.RETURNED},
        State.PUBLISHED: {State.RETURNED},
    }

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("adopted")
        PARTLY = "partly", _("partly adopted")
        NOT_ADOPTED = "not_adopted", _("not adopted")
        NOTED = "noted", _("noted")

    session = models.ForeignKey(Session, models.CASCADE, related_name="opinions", verbose_name=_("session"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="opinions", verbose_name=_("handling unit"))
    card = models.ForeignKey(
        Card, models.SET_NULL, null=True, blank=True, related_name="opinions", verbose_name=_("opinion card")
    )
    duty = models.OneToOneField(
        Duty, models.SET_NULL, null=True, editable=False, related_name="opinion", verbose_name=_("duty")
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    text = models.TextField(_("opinion as published"), help_text=_("Without names, telephones or addresses."))
    public_name = models.CharField(_("masked name"), max_length=40, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    reply = models.TextField(_("reply"), blank=True)
    reason = models.TextField(_("reason"), blank=True, help_text=_("Compulsory where the opinion is not adopted."))
    progress = models.TextField(_("progress"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN, editable=False)
    taken_at = models.DateTimeField(pgettext_lazy("opinion", "taken up at"), editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    replied_at = models.DateTimeField(_("replied at"), null=True, editable=False)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    returned_at = models.DateTimeField(_("returned at"), null=True, editable=False)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    return_reason = models.TextField(_("reason of the return"), blank=True, editable=False)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("ledger of opinions")
        ordering = ["-taken_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="opinion_number_once_a_session"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "replied", "returned", "published"]), name="opinion_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="not_adopted") | ~Q(reason=""), name="opinion_refusal_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session.title} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:opinion", args=[self.pk])
