from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.plan import Plan
from events.models.point import Point
from events.models.rule import Rule
from events.models.session import Session
from events.models.unit import Unit


class DutyQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(unit__in=staff.unit_ids)

    def open(self) -> Self:
        return self.filter(done_at__isnull=True, withdrawn_at__isnull=True)

    def standing(self) -> Self:
        """Every duty that was not withdrawn with its cause."""
        return self.filter(withdrawn_at__isnull=True)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def due_within(self, first: date, last: date) -> Self:
        return self.open().filter(due_on__range=(first, last))


class Duty(models.Model):
    """One obligation: who owes what until when, by which rule and sentence, and what was done when.

    The rule is copied, not referred to: a closed duty keeps what was true then.
    """

    class Kind(models.TextChoices):
        FILING = "filing", _("file the unit's plan")
        HOLD = "hold", _("hold the point or talk")
        ANNOUNCE_ONSITE = "announce_onsite", _("announce the on-site session")
        ANNOUNCE_LIVESTREAM = "announce_livestream", _("announce the livestream")
        TELL_PARENTS = "tell_parents", _("tell the parents")
        TELL_SELECTED = "tell_selected", _("tell the selected")
        PUBLIC_LISTING = "public_listing", _("list the selected publicly")
        REPORT = "report", _("publish the report")
        VIDEO = "video", _("publish the video of the talk")
        REPLY = "reply", _("reply to an opinion")
        EVALUATION = "evaluation", _("publish the policy evaluation")
        PER_YEAR = "per_year", _("sessions of the year")
        CORRECTION = "correction", _("handle an error report")
        CALENDAR = "calendar", _("confirm the calendar of the year")
        ANSWER_OBJECTION = "answer_objection", _("answer an objection")

    # Kinds whose days run from the event onwards; the days of the others run up to it.
    AFTER = frozenset({Kind.REPORT, Kind.VIDEO, Kind.EVALUATION, Kind.REPLY, Kind.CORRECTION, Kind.ANSWER_OBJECTION})

    GROUNDS = {
        Kind.HOLD.value: _("named in the plan, to be held within its period"),
        Kind.CALENDAR.value: _("the State Council gives it out in the autumn before"),
    }

    kind = models.CharField(_("duty"), max_length=24, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name=_("unit"))
    # None for what the office owes under no plan; such a duty names its subject.
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, blank=True, related_name="duties", verbose_name=_("plan"))
    point = models.ForeignKey(
        Point, models.CASCADE, null=True, blank=True, related_name="duties", verbose_name=_("open point or talk")
    )
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, blank=True, related_name="duties", verbose_name=_("session")
    )
    # What the duty is about where that is no row of this app, as "opinion:12"; unique together with the kind.
    subject = models.CharField(_("subject"), max_length=60, blank=True)
    due_on = models.DateField(_("last day"))
    # The day of the event (before or after which the days of the rule run); none where the rule itself names the day.
    counted_from = models.DateField(_("counted from"), null=True, blank=True)
    is_provisional = models.BooleanField(_("day is provisional"), default=False)
    rule_value = models.CharField(_("value of the rule"), max_length=20, blank=True)
    rule_unit = models.CharField(_("unit of the value"), max_length=16, choices=Rule.Unit, blank=True)
    rule_source = models.TextField(_("sentence of the rule"), blank=True)
    rule_is_default = models.BooleanField(_("office default"), default=False)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    is_late = models.BooleanField(_("done late"), default=False)
    late_reason = models.TextField(_("reason of the delay"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "session"],
                condition=Q(session__isnull=False, subject="", withdrawn_at__isnull=True),
                name="duty_once_a_session",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=~Q(subject="") & Q(withdrawn_at__isnull=True),
                name="duty_once_a_subject",
            ),
            models.UniqueConstraint(
                fields=["kind", "plan", "unit", "point"],
                condition=Q(session__isnull=True, subject="", point__isnull=False, withdrawn_at__isnull=True),
                name="duty_once_a_point_and_unit",
            ),
            models.UniqueConstraint(
                fields=["kind", "plan", "unit"],
                condition=Q(session__isnull=True, subject="", point__isnull=True, withdrawn_at__isnull=True),
                name="duty_once_a_plan_and_unit",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(is_late=False), name="duty_late_only_when_done"
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=False) | ~Q(subject=""), name="duty_without_plan_names_its_subject"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "unit"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="duty_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.cause}"

    @property
    def cause(self) -> Session | Point | Plan | str:
        """What brought the duty: the session, else the point, else the plan, else the number of its subject."""
        number = self.subject.partition(":")[2]
        if self.kind == self.Kind.CALENDAR:
            return _("year %(year)s") % {"year": number}
        return self.session or self.point or self.plan or _("no. %(number)s") % {"number": number}

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.due_on < today

    def light(self, today: date) -> str:
        """The traffic light: done, late, overdue, open or withdrawn."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.done_at:
            return "late" if self.is_late else "done"
        return "overdue" if self.due_on < today else "open"

    @property
    def due_words(self) -> str:
        """The last day as it must always be shown: with the mark that it is provisional, where it is."""
        day = self.due_on.isoformat()
        return _("%(day)s (provisional)") % {"day": day} if self.is_provisional else day

    @property
    def rule_words(self) -> str:
        """The rule with its number; where none is stated, what the duty rests on instead."""
        if not self.rule_value and self.kind in self.GROUNDS:
            return str(self.GROUNDS[self.kind])
        return Rule.in_words(self.rule_value, self.rule_unit)
