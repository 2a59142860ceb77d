from datetime import date
from fractions import Fraction
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class RuleQuerySet(models.QuerySet):
    def defaults(self) -> Self:
        return self.filter(plan__isnull=True)

    def binding(self, plan) -> dict[str, "Rule"]:
        """The rules by code: the plan's own, and where it is silent the office's default. One query."""
        rows = self.filter(Q(plan=plan) | Q(plan__isnull=True)).exclude(code__in=Rule.UNDER_NO_PLAN)
        return {rule.code: rule for rule in sorted(rows, key=lambda rule: rule.plan_id is not None)}


class Rule(models.Model):
    """One rule of a plan with the sentence it comes from; without a plan it is the office's default.

    The value is kept as written in the contract of `read_notice`: a number, an ISO date, or a share such as 1/3.
    An empty value in a plan says that the plan lifts the default.
    """

    class Code(models.TextChoices):
        ANNOUNCE_ONSITE = "announce_onsite", _("announce before an on-site session")
        ANNOUNCE_LIVESTREAM = "announce_livestream", _("announce before a livestream")
        TELL_PARENTS = "tell_parents", _("tell the parents")
        TELL_SELECTED = "tell_selected", _("tell the selected")
        PUBLIC_LISTING = "public_listing", _("public listing of the selected")
        REPORT = "report", _("publish the report")
        VIDEO = "video", _("publish the video of the talk")
        REPLY = "reply", _("reply to an opinion")
        CONSULTATION = "consultation", _("time for opinions on a draft")
        FILING = "filing", _("file the unit's plan")
        CAPACITY_MIN = "capacity_min", _("least number of people")
        CAPACITY_MAX = "capacity_max", _("greatest number of people")
        CAPACITY_ABOUT = "capacity_about", _("usual number of people")
        RESIDENTS_SHARE = "residents_share", _("least share of residents")
        PER_YEAR = "per_year", _("sessions a year a unit")
        EVALUATION = "evaluation", _("publish a policy evaluation")
        CORRECTION = "correction", _("handle an error report of a visitor")
        ANSWER_OBJECTION = "answer_objection", _("answer an objection to a public listing")
        PERSON_PER_YEAR = "person_per_year", _("sessions a year a person, at most")
        HOLD_OFFER = "hold_offer", _("hold a place offered to those who wait")
        KEEP_DATA = "keep_data", _("keep personal data after a session, at most")

    class Unit(models.TextChoices):
        WORKING_DAYS = "working_days", _("working days")
        CALENDAR_DAYS = "calendar_days", _("calendar days")
        PEOPLE = "people", _("people")
        DATE = "date", _("date")
        SHARE = "share", _("share")
        TIMES = "times", _("times")

    DAYS = (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS)
    # In which unit a rule is stated, where it is not one of days.
    UNITS_OF: dict[str, tuple[str, ...]] = {
        Code.FILING.value: (Unit.DATE,),
        Code.CAPACITY_MIN.value: (Unit.PEOPLE,),
        Code.CAPACITY_MAX.value: (Unit.PEOPLE,),
        Code.CAPACITY_ABOUT.value: (Unit.PEOPLE,),
        Code.RESIDENTS_SHARE.value: (Unit.SHARE,),
        Code.PER_YEAR.value: (Unit.TIMES,),
        Code.PERSON_PER_YEAR.value: (Unit.TIMES,),
        Code.HOLD_OFFER.value: (Unit.WORKING_DAYS,),
        Code.KEEP_DATA.value: (Unit.CALENDAR_DAYS,),
    }
    # More than a year has working days, or than anybody could hold or seat, is a slip of the finger.
    MOST = {
        Unit.WORKING_DAYS.value: 250,
        Unit.CALENDAR_DAYS.value: 250,
        Unit.PEOPLE.value: 100_000,
        Unit.TIMES.value: 366,
    }
    FITTING = {
        Unit.WORKING_DAYS.value: _("A whole number of days from 1 to 250."),
        Unit.CALENDAR_DAYS.value: _("A whole number of days from 1 to 250."),
        Unit.PEOPLE.value: _("A whole number of people, 1 or more."),
        Unit.TIMES.value: _("A whole number of times a year, from 1 to 366."),
        Unit.DATE.value: _("A day that exists, such as 2023-09-15."),
        Unit.SHARE.value: _("A share of at most 1, such as 1/3."),
    }
    # What the office owes whatever its plans say.
    UNDER_NO_PLAN = frozenset({Code.CORRECTION})
    # A date and a share speak for themselves: 2023-09-15, 1/3.
    COUNTED = {
        Unit.WORKING_DAYS.value: ngettext_lazy("%(n)d working day", "%(n)d working days", "n"),
        Unit.CALENDAR_DAYS.value: ngettext_lazy("%(n)d calendar day", "%(n)d calendar days", "n"),
        Unit.PEOPLE.value: ngettext_lazy("%(n)d person", "%(n)d people", "n"),
        Unit.TIMES.value: ngettext_lazy("%(n)d time", "%(n)d times", "n"),
    }

    plan = models.ForeignKey(
        "events.Plan", models.CASCADE, null=True, blank=True, related_name="rules", verbose_name=_("plan")
    )
    code = models.CharField(_("rule"), max_length=24, choices=Code)
    value = models.CharField(_("value"), max_length=20, blank=True)
    unit = models.CharField(_("unit of the value"), max_length=16, choices=Unit)
    source = models.TextField(_("sentence it comes from"), blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["plan", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="rule_once_a_plan"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(plan__isnull=True),
                name="rule_one_default_a_code",
                violation_error_message=_("This rule has a default already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.shown_value}"

    def clean(self) -> None:
        """Refuse, at its field, what no act could ever keep: no such unit, 0 or 400 days, a day before the plan."""
        if self.unit not in self.UNITS_OF.get(self.code, self.DAYS):
            raise ValidationError({"unit": ValidationError(_("This unit does not fit the rule."), code="rule_unit")})
        try:
            value = self.parsed()
        except (ValueError, ZeroDivisionError):
            words = self.FITTING.get(self.unit, _("This value does not fit its unit."))
            raise ValidationError({"value": ValidationError(words, code="rule_value")}) from None
        if value is None and self.code == self.Code.KEEP_DATA:
            words = _("Personal data is not kept without an end: please give a number of days.")
            raise ValidationError({"value": ValidationError(words, code="kept_for_ever")})
        if isinstance(value, date) and self.plan_id and (begun := self.plan.begun_on) and value < begun:
            words = _("This day lies before the plan itself, which is of %(day)s: nobody could keep it.")
            raise ValidationError(
                {"value": ValidationError(words, code="before_plan", params={"day": begun.isoformat()})}
            )

    def parsed(self) -> int | date | Fraction | None:
        """The value in its type, None where the plan lifts the default; ValueError where it does not fit its unit."""
        if not self.value:
            return None
        if self.unit == self.Unit.DATE:
            return date.fromisoformat(self.value)
        if self.unit == self.Unit.SHARE:
            share = Fraction(self.value)
            if not 0 < share <= 1:
                raise ValueError(self.value)
            return share
        number = int(self.value)
        if not 1 <= number <= self.MOST.get(self.unit, 0):
            raise ValueError(self.value)
        return number

    @property
    def shown_value(self) -> str:
        return self.in_words(self.value, self.unit)

    @classmethod
    def in_words(cls, value: str, unit: str) -> str:
        """5 个工作日, 1/3: a value with its unit; a dash where the rule is lifted."""
        if not value.isdecimal() or unit not in cls.COUNTED:  # as typed, where it does not fit its unit
            return value or "–"
        return cls.COUNTED[unit] % {"n": int(value)}

    @property
    def is_default(self) -> bool:
        return self.plan_id is None
