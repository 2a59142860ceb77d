from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        """The own ones alone: here even the office sees nobody else's."""
        return self.filter(staff=staff)


class SavedFilter(models.Model):
    """What one person wants to find again in one list of the desk, under a name; it goes with the account."""

    MOST = 20  # a list and person
    NAME_LENGTH, QUERY_LENGTH = 30, 1000

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("staff member")
    )
    listing = models.CharField(_("list"), max_length=60)  # "events.session"
    name = models.CharField(pgettext_lazy("saved filter", "name"), max_length=NAME_LENGTH)
    query = models.CharField(_("filters and search words"), max_length=QUERY_LENGTH)
    created_at = models.DateTimeField(_("created at"))

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["staff", "listing", "name"], name="saved_filter_once_a_name"),
            models.CheckConstraint(condition=~models.Q(name="") & ~models.Q(query=""), name="saved_filter_says_what"),
        ]

    def __str__(self) -> str:
        """Without its words: pages that list what goes with an account show this."""
        return f"{self._meta.verbose_name} {self.pk}"

    def get_absolute_url(self) -> str:
        app, _dot, model = self.listing.partition(".")
        return f"{reverse(f'admin:{app}_{model}_changelist')}?{self.query}"
