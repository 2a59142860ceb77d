import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.foundation import crypto
from events.foundation.crypto import EncryptedTextField
from events.models import Category, Message, Session
from registrations.models.guest import Guest
from registrations.models.masked import Masked
from registrations.models.signup import Signup


def new_token() -> str:
    return secrets.token_urlsafe(24)


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)

    def open(self) -> Self:
        """Sent, and neither answered nor lapsed nor withdrawn."""
        return self.filter(state=Invitation.State.SENT)

    def to_call(self) -> Self:
        """Whom only a telephone reaches, and who has not been told yet or has not answered."""
        lost = [Message.State.GIVEN_UP, Message.State.UNKNOWN]
        return self.open().filter(Q(letter=None) | Q(letter__state__in=lost))


class Invitation(Masked, models.Model):
    """One guest asked to one session (定向邀请). It holds no seat: whoever accepts takes one, as long as there is one.

    The name and the contact are copied from the address book: they are the session's, and erased with it.
    """

    class State(models.TextChoices):
        SENT = "sent", _("waits for the answer")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        DECLINED = "declined", _("declined")
        LAPSED = "lapsed", _("lapsed without an answer")
        WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")

    NEXT = {
        State.SENT: {State.ACCEPTED, State.DECLINED, State.LAPSED, State.WITHDRAWN},
        State.ACCEPTED: set(),  # from here on the sign-up says where it stands
        State.DECLINED: {State.ACCEPTED},  # who thinks better of it in time
        State.LAPSED: set(),
        State.WITHDRAWN: set(),
    }

    session = models.ForeignKey(Session, models.CASCADE, related_name="invitations", verbose_name=_("session"))
    guest = models.ForeignKey(
        Guest, models.SET_NULL, null=True, related_name="invitations", verbose_name=_("guest in the address book")
    )
    signup = models.OneToOneField(
        Signup, models.SET_NULL, null=True, related_name="invitation", verbose_name=_("sign-up")
    )
    name = EncryptedTextField(_("name"))
    phone = EncryptedTextField(_("telephone"))
    email = EncryptedTextField(_("e-mail"), blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category)
    person_index = models.CharField(max_length=64, editable=False)
    token = EncryptedTextField(_("private link"), default=new_token, editable=False)
    token_index = models.CharField(max_length=64, unique=True, editable=False)
    companions_max = models.PositiveSmallIntegerField(_("companions, at most"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENT, editable=False)
    answer_by = models.DateTimeField(_("answer until"))
    sent_at = models.DateTimeField(_("invited at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reminded_at = models.DateTimeField(_("reminded at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    # Who wrote down what the guest said on the telephone; empty where the guest answered on the page.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    # The first time that the guest wished to accept and found no seat: the unit was told then.
    full_at = models.DateTimeField(_("found no seat at"), null=True)
    letter = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+", verbose_name=_("letter"))
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["category", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person_index"], condition=Q(state="sent"), name="invitation_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["sent", "accepted", "declined", "lapsed", "withdrawn"]),
                name="invitation_state_known",
            ),
        ]
        indexes = [models.Index(fields=["answer_by"], condition=Q(state="sent"), name="invitation_open")]

    def __str__(self) -> str:
        return self.masked_name

    def save(self, *args, **kwargs) -> None:
        self.token_index = crypto.index(self.token, purpose="invitation.token")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("registrations:invited", args=[self.token])

    def may_answer(self, now: datetime) -> bool:
        """In time, and not withdrawn; who declined may still think better of it."""
        waits = self.state in (self.State.SENT, self.State.DECLINED)
        return waits and now < self.answer_by and self.session.state in ANSWERABLE

    @property
    def is_open(self) -> bool:
        return self.state == self.State.SENT


ANSWERABLE = (Session.State.APPROVED, Session.State.ANNOUNCED)
