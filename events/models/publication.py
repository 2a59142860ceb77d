from functools import reduce
from operator import or_
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.plan import Channel
from events.models.session import Session


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)

    def public(self) -> Self:
        return self.filter(state=Publication.State.PUBLISHED)

    def ready(self) -> Self:
        """Drafts whose session has come so far that they may be published."""
        due = (Q(kind=kind, session__state__in=states) for kind, states in Publication.READY.items())
        return self.filter(reduce(or_, due), state=Publication.State.DRAFT)


class Publication(models.Model):
    """A paper of a session that the public reads: the announcement, the illustrated report, and the like."""

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("announcement")
        REPORT = "report", _("illustrated report")
        EVALUATION = "evaluation", _("results of the policy evaluation")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    NEXT = {
        State.DRAFT: {State.PUBLISHED},
        State.PUBLISHED: {State.WITHDRAWN},
        State.WITHDRAWN: {State.PUBLISHED},
    }

    # The states of a session in which a paper of each kind may be published.
    READY = {
        Kind.ANNOUNCEMENT: {Session.State.APPROVED},
        Kind.REPORT: {Session.State.HELD},
        Kind.EVALUATION: {Session.State.HELD, Session.State.REPORTED},
    }

    session = models.ForeignKey(Session, models.CASCADE, related_name="publications", verbose_name=_("session"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    column = models.CharField(_("column"), max_length=60, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    late_reason = models.TextField(_("reason of the delay"), blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "kind"], name="publication_once_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=["announcement", "report", "evaluation"]), name="publication_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "withdrawn"]), name="publication_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ChannelProof(models.Model):
    """That a publication stands on a channel: the address, the moment, and a picture of the screen where wanted."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="proofs", verbose_name=_("publication"))
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="proofs", verbose_name=_("channel"))
    url = models.URLField(_("address"), max_length=500)
    published_at = models.DateTimeField(_("published there at"))
    picture = models.ImageField(_("picture"), upload_to="proofs/%Y/", blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("channel record")
        verbose_name_plural = _("channel records")
        ordering = ["channel__position", "id"]
        constraints = [models.UniqueConstraint(fields=["publication", "channel"], name="proof_once_a_channel")]

    def __str__(self) -> str:
        return f"{self.channel}: {self.url}"


class Picture(models.Model):
    """A picture of a report, cleaned of EXIF and place data before it is stored."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="pictures", verbose_name=_("publication"))
    image = models.ImageField(_("picture"), upload_to="reports/%Y/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    alt = models.CharField(
        _("alternative text"), max_length=200, help_text=_("What the picture shows, for those who cannot see it.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.alt
