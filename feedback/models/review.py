from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scheme(models.Model):
    """A scheme of the performance review: the criteria of a year and their points. Schemes are data."""

    name = models.CharField(pgettext_lazy("scheme", "name"), max_length=80, unique=True)
    is_default = models.BooleanField(_("used for new plans"), default=False)

    class Meta:
        verbose_name = _("review scheme")
        verbose_name_plural = _("review schemes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="scheme_one_default")
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One criterion with its points; how it is judged stands in feedback/criteria.py under its code."""

    class Code(models.TextChoices):
        FILED = "filed", _("filed in time")
        ANNOUNCED = "announced", _("announced in time")
        SELECTION = "selection", _("selection rule kept and logged")
        RESIDENTS = "residents", _("residents' share")
        HEAD = "head", _("head of unit took part")
        REPORTED = "reported", _("report in time")
        ANSWERED = "answered", _("opinions answered with reasons")
        EVALUATION = "evaluation", _("questionnaire of the policy evaluation")

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="criteria", verbose_name=_("review scheme"))
    code = models.CharField(_("criterion"), max_length=12, choices=Code)
    points = models.PositiveSmallIntegerField(_("points"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="criterion_once_a_scheme")]

    def __str__(self) -> str:
        return f"{self.get_code_display()} ({self.points})"
