from typing import Self

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from events.foundation.crypto import EncryptedTextField
from events.models import Category, Session, Staff
from registrations.models.door_link import DoorLink
from registrations.models.signup import Signup


class DoorScanQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)

    def conflicts(self) -> Self:
        """What a person of the unit should look at, and what somebody has; what was taken back at the door is none."""
        return self.filter(outcome__in=DoorScan.CONFLICTS)

    def unsettled(self) -> Self:
        return self.conflicts().filter(settled_at=None)

    def outside(self, session: Session) -> int:
        """People who came in and left again, counted only for parties that still stand as in."""
        counting = self.filter(session=session, outcome=DoorScan.Outcome.DONE)
        counting = counting.filter(Q(signup=None) | Q(signup__arrived_at__isnull=False))
        sums = counting.aggregate(
            left=Sum("people", filter=Q(kind=DoorScan.Kind.LEAVE), default=0),
            back=Sum("people", filter=Q(kind=DoorScan.Kind.RETURN), default=0),
        )
        return sums["left"] - sums["back"]


class DoorScan(models.Model):
    """One thing that a helper did at the door, under the number which the phone gave it: it counts once, however often
    it arrives.
    """

    class Kind(models.TextChoices):
        ARRIVE = "arrive", _("let in")
        UNDO = "undo", _("taken back")
        WALK_IN = "walk_in", _("walk-in let in")
        LEAVE = "leave", _("went out")
        RETURN = "return", _("came back in")

    class Outcome(models.TextChoices):
        DONE = "done", _("recorded")
        ALREADY = "already", _("was in already")
        OVERTAKEN = "overtaken", _("something later stood already")
        UNDONE = "undone", _("recorded, and taken back")
        TWICE = "twice", _("the same code let in twice")
        OVER = "over", _("let in above the places")
        STATE = "state", _("let in though cancelled or not selected")
        REFUSED = "refused", _("could not be matched with the list")

    CONFLICTS = (Outcome.TWICE, Outcome.OVER, Outcome.STATE, Outcome.REFUSED)

    session = models.ForeignKey(Session, models.CASCADE, related_name="door_scans", verbose_name=_("session"))
    link = models.ForeignKey(DoorLink, models.CASCADE, related_name="scans", verbose_name=_("link for the door"))
    number = models.UUIDField(_("number"), unique=True)
    # One store of one browser, and the place of the scan in its order.
    phone = models.UUIDField(_("phone"))
    sequence = models.PositiveIntegerField(_("place in the order"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    signup = models.ForeignKey(Signup, models.SET_NULL, null=True, related_name="door_scans", verbose_name=_("sign-up"))
    people = models.PositiveSmallIntegerField(_("number of people"), default=0)
    # Only of a walk-in that could not be recorded: else the name stands in the sign-up alone.
    name = EncryptedTextField(_("name"), blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category, blank=True)
    # The helper was told "in" before the portal knew of it: then it has happened, whatever the rules say.
    has_happened = models.BooleanField(_("done without the portal"), default=False)
    # When it was by the portal's clock, by the phone's own, and when it came here.
    at = models.DateTimeField(_("at"))
    phone_at = models.DateTimeField(_("by the phone's clock"))
    received_at = models.DateTimeField(_("received at"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    words = models.CharField(_("what the helper was told"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("looked at"), null=True)
    settled_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+", verbose_name=_("looked at by"))

    objects = DoorScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan at the door")
        verbose_name_plural = _("scans at the door")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["arrive", "undo", "walk_in", "leave", "return"]), name="doorscan_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def unit_id(self) -> int:
        return self.session.unit_id
