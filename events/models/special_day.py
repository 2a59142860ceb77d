"""What the office adds to the official calendar, or corrects in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SpecialDay(models.Model):
    """A day whose nature is entered by hand and goes before the library's calendar.

    A year that the library does not know stops being provisional when its National Day, 1 October, stands here: every
    yearly calendar of the State Council has it, and a single local day entered ahead does not.
    """

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(
        _("working day"), help_text=_("Ticked for a make-up workday, empty for a day off.")
    )
    name = models.CharField(
        pgettext_lazy("special day", "name"), max_length=60, help_text=_("National Day, make-up workday, …")
    )
    source = models.CharField(
        pgettext_lazy("special day", "source"),
        max_length=200,
        blank=True,
        help_text=_("The document that says so, with its number."),
    )

    class Meta:
        ordering = ["-day"]
        verbose_name = _("special day")
        verbose_name_plural = _("special days")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
