from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models import Session
from registrations.models.signup import Signup

LEASE = timedelta(minutes=5)  # longer than a batch of rows takes
KEPT = timedelta(days=1)  # what nobody fetched or carried out by then is gone


class SignupTableQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        """A table is its person's alone: nobody else fetches it."""
        return self.filter(asked_by=staff.pk)

    def waiting(self, now: datetime) -> Self:
        """Those that no worker has: never taken, or taken by one of whom nothing was heard since."""
        mute = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - LEASE)
        return self.filter(mute, state__in=SignupTable.WORK).order_by("asked_at", "pk")


class SignupTable(models.Model):
    """A table of sign-ups on its way in or out, carried by the worker, with how far it has come.

    The file lies encrypted and goes as soon as it is not needed: a table that came in once its rows are entered, one
    that went out after a day. While a worker has it, the row is claimed, and the attempts are counted.
    """

    class Kind(models.TextChoices):
        IN = "in", _("import")
        OUT = "out", _("export")

    class State(models.TextChoices):
        CHECKING = "checking", _("is being checked")
        CHECKED = "checked", _("checked, nothing is entered yet")
        FAULTY = "faulty", _("has faults, nothing is entered")
        ENTERING = "entering", _("is being entered")
        WRITING = "writing", _("is being written")
        DONE = "done", pgettext_lazy("table", "done")
        FAILED = "failed", pgettext_lazy("table", "failed")

    NEXT = {
        State.CHECKING: {State.CHECKED, State.FAULTY, State.FAILED},
        State.CHECKED: {State.ENTERING},
        State.ENTERING: {State.DONE, State.FAULTY, State.FAILED},
        State.WRITING: {State.DONE, State.FAILED},
        State.FAULTY: set(),
        State.DONE: set(),
        State.FAILED: set(),
    }
    WORK = (State.CHECKING, State.ENTERING, State.WRITING)

    kind = models.CharField(_("kind"), max_length=3, choices=Kind, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, editable=False)
    session = models.ForeignKey(
        Session, models.CASCADE, null=True, editable=False, related_name="+", verbose_name=_("session")
    )
    source = models.CharField(_("source"), max_length=12, choices=Signup.Source, blank=True, editable=False)
    name = models.CharField(_("file"), max_length=200, editable=False)
    file = models.FileField(upload_to="tables/", blank=True, editable=False)
    # Of a table that goes out: which sign-ups, by their keys.
    keys = models.TextField(blank=True, editable=False)
    # Row, column and sentence of each fault; nothing of what stands in the cells.
    faults = models.JSONField(_("faults"), default=list, editable=False)
    fault_count = models.PositiveIntegerField(_("number of faults"), default=0, editable=False)
    columns = models.JSONField(_("columns"), default=dict, editable=False)
    failure = models.CharField(_("why it failed"), max_length=300, blank=True, editable=False)
    rows = models.PositiveIntegerField(_("rows"), default=0, editable=False)
    done = models.PositiveIntegerField(_("rows done"), default=0, editable=False)
    # Who was entered by another way after the check is left out, and counted.
    left_out = models.PositiveIntegerField(_("rows left out"), default=0, editable=False)
    asked_at = models.DateTimeField(_("asked for at"), editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+", verbose_name=_("by")
    )
    claimed_at = models.DateTimeField(_("taken by a worker at"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)

    objects = SignupTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("table of sign-ups")
        verbose_name_plural = _("tables of sign-ups")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["in", "out"]), name="signuptable_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=["checking", "checked", "faulty", "entering", "writing", "done", "failed"]),
                name="signuptable_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def percent(self) -> int:
        return 100 * self.done // self.rows if self.rows else 0

    @property
    def is_at_work(self) -> bool:
        return self.state in self.WORK

    @property
    def gone_at(self) -> datetime:
        """When the file and the row are deleted."""
        return (self.ended_at or self.asked_at) + KEPT
