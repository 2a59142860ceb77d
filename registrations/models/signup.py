import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.foundation import crypto
from events.foundation.crypto import EncryptedTextField
from events.models import Category, Session

# Without 0, O, 1, I and L: the code is read out at a door and typed on a phone.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))


def new_token() -> str:
    return secrets.token_urlsafe(24)


class SignupQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)

    def standing(self) -> Self:
        """Everyone who has not cancelled."""
        return self.exclude(state=Signup.State.CANCELLED)

    def seated(self) -> Self:
        return self.filter(state=Signup.State.SELECTED)

    def untold(self) -> Self:
        """Decided, but the person has not been told yet."""
        return self.filter(state__in=Signup.DECIDED, told_at__isnull=True)


class Signup(models.Model):
    """One person's entry for one session, companions included; invited guests stand in the same list."""

    class State(models.TextChoices):
        ENTERED = "entered", _("signed up, waiting for the selection")
        SELECTED = "selected", _("selected")
        WAITING = "waiting", _("on the waiting list")
        REFUSED = "refused", _("not selected")
        CANCELLED = "cancelled", _("cancelled")

    NEXT = {
        State.ENTERED: {State.SELECTED, State.WAITING, State.REFUSED, State.CANCELLED},
        State.SELECTED: {State.CANCELLED, State.REFUSED, State.WAITING},
        State.WAITING: {State.SELECTED, State.REFUSED, State.CANCELLED},
        State.REFUSED: {State.SELECTED, State.WAITING, State.CANCELLED},
        State.CANCELLED: set(),
    }
    DECIDED = (State.SELECTED, State.WAITING, State.REFUSED)

    class Source(models.TextChoices):
        ONLINE = "online", _("online")
        PHONE = "phone", _("by phone")
        COUNTER = "counter", _("at the counter")
        LETTER = "letter", _("by letter")
        INVITATION = "invitation", _("invited by the unit")
        DOOR = "door", _("walk-in at the door")

    session = models.ForeignKey(Session, models.CASCADE, related_name="signups", verbose_name=_("session"))
    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    token = EncryptedTextField(_("private link"), default=new_token, editable=False)
    token_index = models.CharField(max_length=64, unique=True, editable=False)
    person_index = models.CharField(max_length=64, editable=False)
    phone_index = models.CharField(max_length=64, db_index=True, editable=False)
    request_key = models.CharField(max_length=64, blank=True, editable=False)
    name = EncryptedTextField(_("name"))
    phone = EncryptedTextField(_("telephone"))
    email = EncryptedTextField(_("e-mail"), blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category, default=Category.RESIDENT)
    companions = models.PositiveSmallIntegerField(_("companions"), default=0)
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.ONLINE)
    consent_version = models.CharField(_("version of the consent"), max_length=20, blank=True, editable=False)
    consented_at = models.DateTimeField(_("consented at"), null=True, editable=False)
    entered_at = models.DateTimeField(_("signed up at"), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ENTERED, editable=False)
    rank = models.PositiveIntegerField(_("rank"), null=True, editable=False)
    reason = models.TextField(_("reason of the decision"), blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    told_at = models.DateTimeField(_("told at"), null=True, editable=False)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, editable=False)
    arrived_people = models.PositiveSmallIntegerField(_("people who came"), default=0, editable=False)
    arrived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person_index"], condition=~Q(state="cancelled"), name="signup_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["session", "request_key"], condition=~Q(request_key=""), name="signup_once_a_request"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["entered", "selected", "waiting", "refused", "cancelled"]),
                name="signup_state_known",
            ),
        ]
        indexes = [models.Index(fields=["session", "state"], name="signup_session_state")]

    def __str__(self) -> str:
        return f"{self.code} {self.masked_name}"

    def save(self, *args, **kwargs) -> None:
        self.token_index = crypto.index(self.token, purpose="signup.token")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registrations:signup_private", args=[self.token])

    @property
    def seats(self) -> int:
        return 1 + self.companions

    @property
    def masked_name(self) -> str:
        return crypto.mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return crypto.mask_phone(self.phone)
