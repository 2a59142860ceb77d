from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from events.models.plan import Plan, Theme
from events.models.unit import Unit

NUMBER_TAKEN = _("This number is taken in the plan.")


class PointQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        if staff.sees_everything:
            return self
        mine = PointUnit.objects.filter(unit__in=staff.unit_ids).values("point")
        return self.filter(pk__in=mine).exclude(plan__state=Plan.State.DRAFT)

    def binding(self) -> Self:
        """Points that are duties: those of the plan itself, and proposals that the office accepted."""
        return self.filter(filing=Point.Filing.ACCEPTED, withdrawn_on__isnull=True)

    def public(self) -> Self:
        return self.binding().exclude(plan__state=Plan.State.DRAFT)

    def withdrawn(self) -> Self:
        """Points of a public plan that an amendment took out of it: shown as what was, with their sessions."""
        return self.filter(withdrawn_on__isnull=False).exclude(plan__state=Plan.State.DRAFT)

    def open_points(self) -> Self:
        return self.filter(kind=Point.Kind.OPEN_POINT)

    def talks(self) -> Self:
        return self.filter(kind=Point.Kind.TALK)


class Point(models.Model):
    """What a unit opens under a plan: an open point (开放点), or a policy talk (政策公开讲).

    A point that the plan names is accepted from the start; one that a unit proposes is filed with the office first.
    One that an amendment no longer names is withdrawn: nobody owes it any more, and its sessions are kept.
    """

    class Kind(models.TextChoices):
        OPEN_POINT = "open_point", _("open point")
        TALK = "talk", _("policy talk")

    class Filing(models.TextChoices):
        DRAFT = "draft", _("not filed yet")
        FILED = "filed", _("filed, waiting for the office")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

    NEXT = {
        Filing.DRAFT: {Filing.FILED},
        Filing.RETURNED: {Filing.FILED},
        Filing.FILED: {Filing.ACCEPTED, Filing.RETURNED},
        Filing.ACCEPTED: set(),
    }

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="points", verbose_name=_("plan"))
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="points", verbose_name=_("theme")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OPEN_POINT)
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    units = models.ManyToManyField(Unit, through="PointUnit", related_name="points", verbose_name=_("units"))
    is_joint = models.BooleanField(
        _("held jointly"), default=False, help_text=_("One session serves all lead units of this point.")
    )
    planned_on = models.DateField(_("planned day"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="proposals",
        verbose_name=_("proposed by"),
    )
    filing = models.CharField(_("filing"), max_length=10, choices=Filing, default=Filing.DRAFT, editable=False)
    filed_at = models.DateTimeField(_("filed at"), null=True, editable=False)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    late_reason = models.TextField(_("reason of the delay"), blank=True, editable=False)
    judged_at = models.DateTimeField(_("judged at"), null=True, editable=False)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    return_reason = models.TextField(_("reason of the return"), blank=True, editable=False)
    withdrawn_on = models.DateField(_("no longer in the plan since"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        "events.Amendment",
        models.RESTRICT,
        null=True,
        editable=False,
        related_name="withdrawn_points",
        verbose_name=_("taken out by"),
    )

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = _("open point or talk")
        verbose_name_plural = _("open points and talks")
        ordering = ["plan", "kind", models.F("number").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["open_point", "talk"]), name="point_kind_known"),
            models.CheckConstraint(
                condition=Q(filing__in=["draft", "filed", "returned", "accepted"]), name="point_filing_known"
            ),
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=Q(number__isnull=False, withdrawn_on__isnull=True),
                name="point_number_once_a_plan",
                violation_error_message=NUMBER_TAKEN,
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="point_withdrawn_with_its_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    def clean(self) -> None:
        theme = self.theme
        if theme is not None and self.plan_id and theme.plan_id != self.plan_id:
            raise ValidationError({"theme": ValidationError(_("This theme belongs to another plan."), code="theme")})
        # A form does not ask for the day of withdrawal, and so cannot ask the constraint whether the number is taken.
        others = Point.objects.filter(plan=self.plan_id, number=self.number, withdrawn_on__isnull=True)
        if self.number and not self.withdrawn_on and others.exclude(pk=self.pk).exists():
            raise ValidationError({"number": ValidationError(NUMBER_TAKEN, code="number")})

    @property
    def label(self) -> str:
        """What the document calls it: 开放点3, or the kind where there is no number."""
        kind = self.get_kind_display()
        return pgettext("numbered", "{kind} {number}").format(kind=kind, number=self.number) if self.number else kind

    @property
    def column(self) -> str:
        """The public column in which its papers are published (named by the plan, by kind of activity)."""
        if self.kind == self.Kind.TALK:
            return self.plan.talk_column or str(_("Policy talks"))
        return self.plan.open_day_column or str(_("Open days"))


class PointUnit(models.Model):
    """A unit's part in a point, in the order of the document."""

    class Part(models.TextChoices):
        LEAD = "lead", _("lead unit")
        CO = "co", _("co-unit")

    point = models.ForeignKey(Point, models.CASCADE, related_name="parts", verbose_name=_("point"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="parts", verbose_name=_("unit"))
    part = models.CharField(_("part"), max_length=4, choices=Part, default=Part.LEAD)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("unit's part")
        verbose_name_plural = _("units' parts")
        ordering = ["-part", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["point", "unit"], name="pointunit_once"),
            models.CheckConstraint(condition=Q(part__in=["lead", "co"]), name="pointunit_part_known"),
        ]

    def __str__(self) -> str:
        return str(self.unit)
