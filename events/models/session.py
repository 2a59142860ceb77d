from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.category import Category
from events.models.point import Point
from events.models.unit import Unit


class SessionQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(unit__in=staff.unit_ids)

    def public(self) -> Self:
        """What residents may see: announced once, even if cancelled afterwards."""
        return self.filter(announced_at__isnull=False)

    def upcoming(self, now) -> Self:
        return self.filter(state=Session.State.ANNOUNCED, starts_at__gte=now)

    def open_for_signup(self, now) -> Self:
        return self.filter(
            state=Session.State.ANNOUNCED,
            signup_opens_at__lte=now,
            signup_closes_at__gt=now,
        ).exclude(Q(selection=Session.Selection.INVITATION) | Q(mode=Session.Mode.LIVESTREAM))

    def held(self) -> Self:
        return self.filter(state__in=[Session.State.HELD, Session.State.REPORTED])


class Session(models.Model):
    """One session (场次) of a point or talk, run by one unit at one time."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")
        ANNOUNCED = "announced", _("announced")
        HELD = "held", _("held")
        REPORTED = "reported", _("reported")
        CANCELLED = "cancelled", _("cancelled")

    NEXT = {
        State.DRAFT: {State.APPROVED, State.CANCELLED},
        State.APPROVED: {State.DRAFT, State.ANNOUNCED, State.CANCELLED},
        State.ANNOUNCED: {State.HELD, State.CANCELLED},
        State.HELD: {State.REPORTED},
        State.REPORTED: set(),
        State.CANCELLED: set(),
    }

    class Mode(models.TextChoices):
        ONSITE = "onsite", _("on site")
        LIVESTREAM = "livestream", _("livestream")
        BOTH = "both", _("on site and livestream")

    class Form(models.TextChoices):
        OFFICE = "office", _("visit to an office")
        SITE = "site", _("visit to a site")
        MEETING = "meeting", _("sitting in on a meeting")
        SYMPOSIUM = "symposium", _("symposium")

    class Selection(models.TextChoices):
        ORDER = "order", _("by order of entry")
        DRAW = "draw", _("by draw")
        CHOICE = "choice", _("by the unit's choice, with reasons")
        MIXED = "mixed", _("by the unit's choice, then by draw of the rest")
        INVITATION = "invitation", _("by invitation only")

    # Where a draw decides, be it only over those whom the unit has not picked.
    DRAWN = (Selection.DRAW, Selection.MIXED)

    # What the programme says
    point = models.ForeignKey(Point, models.PROTECT, related_name="sessions", verbose_name=_("open point or talk"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sessions", verbose_name=_("holding unit"))
    title = models.CharField(_("title"), max_length=200)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.ONSITE)
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.OFFICE)
    # Where
    area = models.CharField(_("area"), max_length=60, blank=True, help_text=_("Town or subdistrict, for the search."))
    place = models.CharField(_("place"), max_length=200, blank=True)
    directions = models.TextField(_("how to get there"), blank=True)
    bring = models.TextField(
        _("what to bring"), blank=True, help_text=_("Identity card, meeting point, what is not allowed inside.")
    )
    livestream_url = models.URLField(_("address of the livestream"), blank=True)
    # What the announcement must say
    agenda = models.TextField(_("agenda"), blank=True, help_text=_("The rough course of the activity, step by step."))
    how_to_take_part = models.TextField(_("how to take part"), blank=True)
    organiser = models.CharField(_("organiser"), max_length=120, blank=True)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    # Who may come
    capacity = models.PositiveIntegerField(_("seats"), default=0)
    seats_taken = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    signup_opens_at = models.DateTimeField(_("sign-up from"), null=True, blank=True)
    signup_closes_at = models.DateTimeField(_("sign-up until"), null=True, blank=True)
    selection = models.CharField(_("way of selection"), max_length=10, choices=Selection, default=Selection.ORDER)
    draws_at = models.DateTimeField(
        _("the draw is held at"),
        null=True,
        blank=True,
        help_text=_("Only where a draw decides; not before this moment."),
    )
    draw_value = models.CharField(
        _("public value of the draw"),
        max_length=200,
        blank=True,
        help_text=_(
            "A number that nobody controls and everybody can look up, known after sign-up has closed: which lottery "
            "result, which index of which day. The announcement names it; two people type it in before the draw."
        ),
    )
    draw_value_at = models.DateTimeField(_("the public value is known from"), null=True, blank=True)
    companions_max = models.PositiveSmallIntegerField(_("companions a sign-up, at most"), default=2)
    asks_parents = models.BooleanField(_("parents are told through the school"), default=False)
    reminds_again = models.BooleanField(
        _("remind the selected again on the day"),
        default=False,
        help_text=_("All of them are reminded on the working day before; with this, once more in the morning."),
    )
    # The implementation plan (实施方案)
    duties_plan = models.TextField(_("who does what"), blank=True, help_text=_("Reception, visit, guidance, dialogue."))
    guide = models.CharField(_("guide"), max_length=120, blank=True)
    symposium_plan = models.TextField(_("symposium"), blank=True)
    emergency_plan = models.TextField(_("emergency plan"), blank=True)
    # The head of the unit
    head_name = models.CharField(_("head of unit"), max_length=60, blank=True)
    head_present = models.BooleanField(_("head of unit took part"), null=True, blank=True, editable=False)
    attendance = models.PositiveIntegerField(_("people who came"), null=True, blank=True, editable=False)

    # What a policy talk publishes besides its report (S1), and where a list of the selected is shown (公示).
    video_url = models.URLField(_("address of the video"), max_length=500, blank=True, editable=False)
    listing_url = models.URLField(_("address of the public listing"), max_length=500, blank=True, editable=False)

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    card_code = models.CharField(_("code of the opinion card"), max_length=16, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    announced_at = models.DateTimeField(_("announced at"), null=True, editable=False)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    held_at = models.DateTimeField(_("recorded as held at"), null=True, editable=False)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    reported_at = models.DateTimeField(_("reported at"), null=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    cancel_reason = models.TextField(_("reason of the cancellation"), blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="session_starts_before_it_ends",
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(signup_opens_at__isnull=True)
                | Q(signup_closes_at__isnull=True)
                | Q(signup_opens_at__lt=F("signup_closes_at")),
                name="session_signup_opens_before_it_closes",
                violation_error_message=_("Sign-up closes before it opens."),
            ),
            models.CheckConstraint(condition=Q(seats_taken__lte=F("capacity")), name="session_seats_never_exceeded"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "approved", "announced", "held", "reported", "cancelled"]),
                name="session_state_known",
            ),
            models.CheckConstraint(condition=Q(mode__in=["onsite", "livestream", "both"]), name="session_mode_known"),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="session_state_starts"),
            models.Index(fields=["unit", "starts_at"], name="session_unit_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {timezone.localtime(self.starts_at):%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("events:session", args=[self.pk])

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def seats_left(self) -> int:
        return max(self.capacity - self.seats_taken, 0)

    @property
    def is_onsite(self) -> bool:
        return self.mode in (self.Mode.ONSITE, self.Mode.BOTH)

    @property
    def is_livestream(self) -> bool:
        return self.mode in (self.Mode.LIVESTREAM, self.Mode.BOTH)

    @property
    def has_signup(self) -> bool:
        """Whether residents sign up: on site, and not by invitation alone."""
        return self.is_onsite and self.selection != self.Selection.INVITATION

    @property
    def is_ordered(self) -> bool:
        """Whether a seat is kept from the moment of the sign-up, as long as there are any."""
        return self.selection == self.Selection.ORDER

    @property
    def is_drawn(self) -> bool:
        return self.selection in self.DRAWN

    @property
    def is_chosen(self) -> bool:
        """Whether the unit picks, be it only some."""
        return self.selection in (self.Selection.CHOICE, self.Selection.MIXED)

    def takes_signups(self, now) -> bool:
        return bool(
            self.state == self.State.ANNOUNCED
            and self.has_signup
            and self.signup_opens_at
            and self.signup_closes_at
            and self.signup_opens_at <= now < self.signup_closes_at
        )


class Quota(models.Model):
    """Seats of a session kept for one category: a floor that should be reached, a ceiling that should not be passed."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="quotas", verbose_name=_("session"))
    category = models.CharField(_("category"), max_length=12, choices=Category)
    floor = models.PositiveIntegerField(_("at least"), default=0)
    ceiling = models.PositiveIntegerField(_("at most"), null=True, blank=True)

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "category"], name="quota_once_a_category"),
            models.CheckConstraint(
                condition=Q(ceiling__isnull=True) | Q(floor__lte=F("ceiling")),
                name="quota_floor_under_ceiling",
                violation_error_message=_("“At least” is more than “at most”."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_category_display()


class ChangeFilingQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)


class ChangeFiling(models.Model):
    """The record by which a unit files a moved or cancelled session with the office (报备), made with the change."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        CHANGED = "changed", _("changed")

    session = models.ForeignKey(Session, models.CASCADE, related_name="change_filings", verbose_name=_("session"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"))
    filed_at = models.DateTimeField(_("filed at"))
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    seen_at = models.DateTimeField(_("seen by the office at"), null=True, blank=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = ChangeFilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("change filing")
        verbose_name_plural = _("change filings")
        ordering = ["-filed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["moved", "cancelled", "changed"]), name="changefiling_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.session}"
