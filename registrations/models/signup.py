import json
import secrets
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.foundation import crypto
from events.foundation.crypto import EncryptedTextField
from events.models import Category, Message, Session
from registrations.models.masked import Masked

# Without 0, O, 1, I and L: the code is read out at a door and typed on a phone.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))


def new_token() -> str:
    return secrets.token_urlsafe(24)


def name_index(name: str) -> str:
    """By which everybody of this name is found, whatever its spelling, among all sessions that one may see."""
    return crypto.index(crypto.normalise_name(name), purpose="signup.name")


def email_index(email: str) -> str:
    """By which the entries of an e-mail address are found; empty for none."""
    return crypto.index(email.strip().casefold(), purpose="signup.email") if email.strip() else ""


class SignupQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)

    def standing(self) -> Self:
        """Everyone who has not cancelled; a repeated entry stands in its first one."""
        return self.exclude(state__in=[Signup.State.CANCELLED, Signup.State.REPEATED])

    def seated(self) -> Self:
        return self.filter(state=Signup.State.SELECTED)

    def offered(self) -> Self:
        return self.filter(state=Signup.State.OFFERED)

    def holding_seats(self, session: Session) -> Self:
        """Whose seats are taken out of the session's: the selected, those to whom a free place is offered, and by order
        of entry those who entered in time, by draw those who were drawn.

        A walk-in takes a place that is free at the door; the list's seats do not know it.
        """
        holding = Q(state__in=[Signup.State.SELECTED, Signup.State.OFFERED])
        if session.is_ordered:
            holding |= Q(state=Signup.State.ENTERED)
        if session.is_drawn:
            holding |= Q(state=Signup.State.ENTERED, won_at__isnull=False)
        return self.filter(holding, session=session).exclude(source=Signup.Source.DOOR)

    def to_call(self) -> Self:
        """Whom only a telephone reaches: no e-mail, or a letter that did not arrive."""
        lost = [Message.State.GIVEN_UP, Message.State.UNKNOWN]
        answered_before = Q(state=Signup.State.REPEATED, call_about="")
        return self.exclude(answered_before).filter(~Q(call_about="") | Q(letter__state__in=lost))

    def by_rank(self) -> Self:
        return self.order_by(F("rank").asc(nulls_last=True), "entered_at", "pk")


class Signup(Masked, models.Model):
    """One person's entry for one session, companions included; invited guests stand in the same list."""

    class State(models.TextChoices):
        ENTERED = "entered", _("signed up, waiting for the selection")
        SELECTED = "selected", _("selected")
        OFFERED = "offered", _("a free place is offered")
        WAITING = "waiting", _("on the waiting list")
        REFUSED = "refused", _("not selected")
        CANCELLED = "cancelled", _("cancelled")
        REPEATED = "repeated", _("entered again, the first entry counts")

    NEXT = {
        State.ENTERED: {State.SELECTED, State.WAITING, State.REFUSED, State.CANCELLED},
        # To ENTERED it goes back with a confirmed list that is taken back.
        State.SELECTED: {State.ENTERED, State.CANCELLED, State.REFUSED, State.WAITING},
        State.OFFERED: {State.ENTERED, State.SELECTED, State.WAITING, State.CANCELLED},
        State.WAITING: {State.ENTERED, State.SELECTED, State.OFFERED, State.REFUSED, State.CANCELLED},
        State.REFUSED: {State.ENTERED, State.SELECTED, State.WAITING, State.CANCELLED},
        State.CANCELLED: set(),
        State.REPEATED: {State.CANCELLED},
    }
    DECIDED = (State.SELECTED, State.WAITING, State.REFUSED)

    class Source(models.TextChoices):
        ONLINE = "online", _("online")
        PHONE = "phone", _("by phone")
        COUNTER = "counter", _("at the counter")
        LETTER = "letter", _("by letter")
        INVITATION = "invitation", _("invited by the unit")
        DOOR = "door", _("walk-in at the door")

    class CallAbout(models.TextChoices):
        INVITATION = "invitation", _("the invitation")
        MOVED_UP = "moved_up", _("moving up from the waiting list")
        OFFER = "offer", _("the offer of a free place")
        LAPSE = "lapse", _("the offer that went unanswered")
        CONFIRMATION = "confirmation", _("whether the person comes")
        RELEASE = "release", _("the place that was not confirmed")
        DECISION = "decision", _("the decision")
        CHANGE = "change", _("the changed time or place")
        WAY = "way", _("the changed way of selection")
        TAKEN_BACK = "taken_back", _("the list that was taken back")
        DRAW_VOID = "draw_void", _("the draw that is void")
        CANCELLATION = "cancellation", _("the cancellation of the session")

    class ConsentForm(models.TextChoices):
        ONLINE = "online", _("given on the page")
        ORAL = "oral", _("given by word of mouth")
        WRITTEN = "written", _("given in writing")

    session = models.ForeignKey(Session, models.CASCADE, related_name="signups", verbose_name=_("session"))
    # For the door: whoever has it is let in. What the public may know the entry by is another one.
    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code, editable=False)
    public_code = models.CharField(_("public code"), max_length=12, unique=True, default=new_code, editable=False)
    token = EncryptedTextField(_("private link"), default=new_token, editable=False)
    token_index = models.CharField(max_length=64, unique=True, editable=False)
    person_index = models.CharField(max_length=64, editable=False)
    phone_index = models.CharField(max_length=64, db_index=True, editable=False)
    name_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    email_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    request_key = models.CharField(max_length=64, blank=True, editable=False)
    # The same person entered again: this row answers as a new one would, holds no seat and is in no list.
    first = models.ForeignKey(
        "self", models.CASCADE, null=True, editable=False, related_name="repeats", verbose_name=_("first entry")
    )
    name = EncryptedTextField(_("name"))
    phone = EncryptedTextField(_("telephone"))
    email = EncryptedTextField(_("e-mail"), blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category, default=Category.RESIDENT)
    companions = models.PositiveSmallIntegerField(_("companions"), default=0)
    # A firm or a school that comes as one party, in or out together; the person is the one who answers for it.
    organisation = EncryptedTextField(_("firm or school"), blank=True)
    # The answers to what the session asks (Asked.key → text), the companions' names and a child's guardian, as JSON.
    details = EncryptedTextField(_("answers"), blank=True, editable=False)
    id_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    # When a selected person gave what only the selected are asked.
    details_at = models.DateTimeField(_("the rest given at"), null=True, editable=False)
    verified_at = models.DateTimeField(_("contact verified at"), null=True, editable=False)
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.ONLINE)
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE, editable=False)
    consent_version = models.CharField(_("version of the consent"), max_length=20, blank=True, editable=False)
    consented_at = models.DateTimeField(_("consented at"), null=True, editable=False)
    # Where staff entered the person, `entered_by` is who heard or read the consent.
    consent_form = models.CharField(
        _("form of the consent"), max_length=8, choices=ConsentForm, blank=True, editable=False
    )
    # The link of the circle by which the person came; its loss changes nothing but a count.
    closed_link = models.ForeignKey(
        "registrations.ClosedLink",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="signups",
        verbose_name=_("closed link"),
    )
    entered_at = models.DateTimeField(_("signed up at"), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ENTERED, editable=False)
    rank = models.PositiveIntegerField(_("rank"), null=True, editable=False)
    # A place of the draw has its seats from the draw on, until the list is confirmed and beyond.
    won_at = models.DateTimeField(_("drawn at"), null=True, editable=False)
    # What the unit means to decide; it becomes the state, and is told, when the list is confirmed.
    proposal = models.CharField(_("proposed decision"), max_length=10, choices=State, blank=True, editable=False)
    reason = models.TextField(_("reason of the decision"), blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    told_at = models.DateTimeField(_("told at"), null=True, editable=False)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    # The letter that told the person last, and what a call still has to tell.
    letter = models.ForeignKey(
        Message, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("letter")
    )
    call_about = models.CharField(_("call about"), max_length=12, choices=CallAbout, blank=True, editable=False)
    # How long a place that became free is held for this person, and when a selected one said: I shall come.
    offered_until = models.DateTimeField(_("place held until"), null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    # How often a place was held for this person, and went on without a word from them.
    unanswered = models.PositiveSmallIntegerField(_("offers without an answer"), default=0, editable=False)
    # What the vetting (审查) found; seen by those who may select, and never by the person.
    vetting_note = EncryptedTextField(_("vetting note"), blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    erased_at = models.DateTimeField(_("personal data erased at"), null=True, editable=False)
    arrived_at = models.DateTimeField(_("arrived at"), null=True, editable=False)
    arrived_people = models.PositiveSmallIntegerField(_("people who came"), default=0, editable=False)
    arrived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    arrived_link = models.ForeignKey(
        "registrations.DoorLink", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    # What the code opens at the door (tickets.py), slow to work out and therefore kept.
    door_key = models.CharField(max_length=64, blank=True, editable=False)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person_index"],
                condition=~Q(state__in=["cancelled", "repeated"]),
                name="signup_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["session", "id_index"],
                condition=~Q(id_index="") & ~Q(state__in=["cancelled", "repeated"]),
                name="signup_once_a_document",
            ),
            models.UniqueConstraint(
                fields=["session", "request_key"], condition=~Q(request_key=""), name="signup_once_a_request"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["entered", "selected", "offered", "waiting", "refused", "cancelled", "repeated"]
                ),
                name="signup_state_known",
            ),
            models.CheckConstraint(
                condition=Q(proposal__in=["", "selected", "waiting", "refused"]), name="signup_proposal_known"
            ),
        ]
        indexes = [
            models.Index(fields=["session", "state"], name="signup_session_state"),
            models.Index(fields=["session"], condition=~Q(call_about=""), name="signup_to_call"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.masked_name}"

    def save(self, *args, **kwargs) -> None:
        """By what it is found follows its link and its address, also where only these are saved."""
        self.index()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *(f"{name}_index" for name in ("token", "email") if name in fields)}
        super().save(*args, **kwargs)

    def index(self) -> None:
        """Renew by what the entry is found; a name never changes, and an erased one is found by nothing."""
        self.token_index = crypto.index(self.token, purpose="signup.token")
        if self._state.adding:
            self.name_index = name_index(self.name)
        self.email_index = email_index(self.email)

    def get_absolute_url(self) -> str:
        return reverse("registrations:signup_private", args=[self.token])

    @property
    def unit_id(self) -> int:
        """Whose staff may read what was done with the entry."""
        return self.session.unit_id

    @property
    def seats(self) -> int:
        return 1 + self.companions

    @property
    def answers(self) -> dict[str, Any]:
        """What the person answered, by `Asked.key`; `companions` are names, `guardian` has name, phone and relation."""
        return json.loads(self.details) if self.details else {}

    @property
    def party_sizes(self) -> range:
        """With how many people the party may come: alone, or up to all of it."""
        return range(1, self.seats + 1)

    @property
    def holds_seats(self) -> bool:
        """The same of one row as `holding_seats` of many."""
        kept = self.state == self.State.ENTERED and (
            self.session.is_ordered or (self.session.is_drawn and self.won_at is not None)
        )
        return (self.state in (self.State.SELECTED, self.State.OFFERED) or kept) and self.source != self.Source.DOOR

    @property
    def standing_entry(self) -> "Signup":
        """The entry that counts: this one, or the first one of the same person."""
        return self.first or self

    @property
    def let_in_by(self) -> str:
        """Who ticked the party in: a member of staff, or a helper by the name that the unit gave the link."""
        return str(self.arrived_by or self.arrived_link or "")
