from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.duty import Duty

ONLY = 1
FARTHEST = 60


def check_days(days: object) -> None:
    """Working days left, each once, 0 being the last day itself."""
    if not isinstance(days, list) or any(type(day) is not int or not 0 <= day <= FARTHEST for day in days):
        raise ValidationError(
            _("Write whole numbers from 0 to %(most)d, as 10, 5, 2, 1, 0."), code="days", params={"most": FARTHEST}
        )
    twice = sorted({day for day in days if days.count(day) > 1})
    if twice:
        named = ", ".join(map(str, twice))
        raise ValidationError(_("Named more than once: %(days)s."), code="twice", params={"days": named})


class Stages(models.Model):
    """When a duty is reminded of: so many working days before its last day, and once that day has passed."""

    days = models.JSONField(
        _("working days left"),
        default=list,
        blank=True,
        validators=[check_days],
        help_text=_("As 10, 5, 2, 1, 0: a reminder goes out when so many working days are left, 0 on the last day."),
    )
    when_overdue = models.BooleanField(_("every working day once overdue"), default=True)
    tells_office = models.BooleanField(_("the office too, once overdue"), default=True)

    class Meta:
        abstract = True


class RemindingQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(pk=ONLY)


class Reminding(Stages):
    """How the portal reminds: the stages of every duty and the hours of the day. One row, that migrations fill."""

    staff_from = models.TimeField(
        _("staff, from"), help_text=_("On working days: one letter a person, with all the duties.")
    )
    residents_from = models.TimeField(_("residents, from"), help_text=_("On the working day before the session."))
    again_from = models.TimeField(
        _("residents, on the day itself, from"),
        help_text=_("Where the session asks for a second reminder."),
    )
    stream_minutes = models.PositiveSmallIntegerField(
        _("livestream, minutes before it begins"),
        validators=[MinValueValidator(5), MaxValueValidator(240)],
        help_text=_("To those who asked to be reminded of it, with its address."),
    )
    day_ends = models.TimeField(
        _("end of the working day"),
        help_text=_("Until then, on a working day, a place that became free is held for whom it is offered to."),
    )
    offer_minutes = models.PositiveSmallIntegerField(
        _("a free place is held for at least, in minutes"),
        validators=[MinValueValidator(10), MaxValueValidator(480)],
        help_text=_("When less time is left, nothing is offered any more: staff or the door give the place."),
    )

    objects = RemindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("stages and hours of reminders")
        verbose_name_plural = _("stages and hours of reminders")
        constraints = [models.CheckConstraint(condition=Q(id=ONLY), name="reminding_one_row")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class RemindingOfKind(Stages):
    """The stages of one kind of duty, where they differ from those of every duty."""

    reminding = models.ForeignKey(Reminding, models.CASCADE, default=ONLY, related_name="kinds", editable=False)
    kind = models.CharField(_("duty"), max_length=24, choices=Duty.Kind)

    class Meta:
        verbose_name = _("stages of one kind of duty")
        verbose_name_plural = _("stages of single kinds of duties")
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                name="reminding_once_a_kind",
                violation_error_message=_("This kind of duty has stages of its own already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Reminder(models.Model):
    """The claim of one stage of one duty for one recipient: its row is why a reminder is never sent twice."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="reminders", verbose_name=_("duty"))
    stage = models.CharField(_("stage"), max_length=24)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", verbose_name=_("recipient")
    )
    claimed_at = models.DateTimeField(_("claimed at"))
    message = models.ForeignKey(
        "events.Message", models.SET_NULL, null=True, related_name="reminders", verbose_name=_("letter")
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-claimed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "stage", "recipient"], name="reminder_once_a_stage_and_person")
        ]

    def __str__(self) -> str:
        return f"{self.duty} · {self.stage}"
