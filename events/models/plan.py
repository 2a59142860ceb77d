from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PlanQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.exclude(state=Plan.State.DRAFT)

    def public(self) -> Self:
        return self.exclude(state=Plan.State.DRAFT)

    def in_force(self) -> Self:
        return self.filter(state=Plan.State.IN_FORCE)


class Plan(models.Model):
    """The plan of a year (总体方案): themes, open points, talks, and the rules that bind them (see Rule)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_FORCE = "in_force", _("in force")
        EXPIRED = "expired", _("expired")

    NEXT = {
        State.DRAFT: {State.IN_FORCE},
        State.IN_FORCE: {State.EXPIRED},
        State.EXPIRED: set(),
    }

    class Counting(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary: the day of the act counts")
        STRICT = "strict", _("strict: only full working days in between count")

    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    issuer = models.CharField(_("issuing unit"), max_length=120, blank=True)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    index_number = models.CharField(_("index number"), max_length=80, blank=True)
    validity = models.CharField(_("validity as stated"), max_length=40, blank=True)
    written_on = models.DateField(_("written on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    starts_on = models.DateField(_("period from"), null=True, blank=True)
    ends_on = models.DateField(_("period to"), null=True, blank=True)
    explainer_url = models.URLField(_("explainer"), blank=True, help_text=_("Address of the published explanation."))
    open_day_column = models.CharField(_("column of open days"), max_length=60, blank=True)
    talk_column = models.CharField(_("column of policy talks"), max_length=60, blank=True)
    counting = models.CharField(
        _("counting of days before"), max_length=10, choices=Counting, default=Counting.ORDINARY
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    closed_at = models.DateTimeField(_("expired at"), null=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["draft", "in_force", "expired"]), name="plan_state_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(starts_on__lte=F("ends_on")),
                name="plan_starts_before_it_ends",
                violation_error_message=_("The period ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["document_number"],
                condition=~Q(document_number=""),
                name="plan_once_a_document_number",
                violation_error_message=_("A plan with this document number is here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def begun_on(self) -> date | None:
        """The first day that the plan knows: that of its writing, else of its publication, else of its period."""
        return self.written_on or self.published_on or self.starts_on

    @property
    def years(self) -> range:
        """The years whose calendars its days depend on."""
        first = self.starts_on.year if self.starts_on else self.year
        last = self.ends_on.year if self.ends_on else self.year
        return range(max(min(first, self.year), date.min.year), min(max(last, self.year), date.max.year) + 1)

    def covers(self, day: date) -> bool:
        """Whether the day lies in the plan's period; an open end covers everything on its side."""
        return (not self.starts_on or self.starts_on <= day) and (not self.ends_on or day <= self.ends_on)


class ChannelQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """The channels on which the plan wants announcements now."""
        return self.filter(withdrawn_on__isnull=True)


class Channel(models.Model):
    """A place on which the plan wants an announcement to stand: the government's website, new media.

    One that an amendment no longer names stays, withdrawn, for what was recorded on it.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="channels", verbose_name=_("plan"))
    name = models.CharField(_("channel"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    withdrawn_on = models.DateField(_("no longer in the plan since"), null=True, blank=True, editable=False)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="channel_once_a_plan")]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="themes", verbose_name=_("plan"))
    title = models.CharField(_("title"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "title"], name="theme_once_a_plan")]

    def __str__(self) -> str:
        return self.title
