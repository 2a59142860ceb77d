from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarChange(models.Model):
    """One act by which the calendar changed: which days, from what text, and so why open duties moved.

    Without days and without a person it is the official calendar of a year that came with a new version of the portal.
    """

    made_at = models.DateTimeField(_("changed at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    source = models.CharField(_("document"), max_length=200, blank=True)
    text = models.TextField(_("text that was read"), blank=True)
    # By ISO day: [what it was, what it became], each "workday", "day off" or "" where no special day stood.
    days = models.JSONField(_("days"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("change of the calendar")
        verbose_name_plural = _("changes of the calendar")
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.source or str(_("official calendar of the portal's version"))
