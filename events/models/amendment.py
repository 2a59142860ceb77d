from typing import Any, NoReturn, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.notice import Notice
from events.models.plan import Plan


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, staff: Any) -> Self:
        return self if staff.sees_everything else self.exclude(plan__state=Plan.State.DRAFT)

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("An amendment is never changed")

    def delete(self) -> NoReturn:
        raise TypeError("An amendment is never taken back")


class Amendment(models.Model):
    """A later document that changed a plan: from which day, and what, in words and values. Only ever added."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="amendments", verbose_name=_("plan"))
    notice = models.OneToOneField(Notice, models.PROTECT, related_name="amendment", verbose_name=_("notice"))
    takes_effect_on = models.DateField(_("takes effect on"))
    # As amending.Change.as_json gives it, and "words": label, before and after in the official language.
    changes = models.JSONField(_("changes"), encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["-takes_effect_on", "-id"]

    def __str__(self) -> str:
        return str(self.notice)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An amendment is never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("An amendment is never taken back")
