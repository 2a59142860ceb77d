from typing import Any, Self

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.unit import Unit


class StaffQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(unit__in=staff.unit_ids)

    def active(self) -> Self:
        return self.filter(is_active=True)


class StaffManager(BaseUserManager.from_queryset(StaffQuerySet)):
    def create_user(self, username: str, *, unit: Unit, role: str, password: str | None = None, **fields: Any):
        """One account. Without a password the account waits for its activation link."""
        staff = self.model(username=self.model.normalize_username(username), unit=unit, role=role, **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def create_superuser(self, username: str, *, password: str | None = None, **fields: Any):
        """The first account of an empty installation: the transparency office itself."""
        office, _created = Unit.objects.get_or_create(
            kind=Unit.Kind.OFFICE, defaults={"name": str(_("Transparency office"))}
        )
        return self.create_user(
            username,
            unit=office,
            role=Staff.Role.OFFICE,
            password=password,
            **{"name": username, **fields},
        )

    def get_by_natural_key(self, username: str):
        return self.get(username__iexact=username)


class Staff(AbstractBaseUser):
    """A person who works at the desk: one unit, one role. What a role may do stands in foundation/permissions.py."""

    class Role(models.TextChoices):
        OFFICE = "office", _("transparency office")
        APPROVER = "approver", _("approver")
        EDITOR = "editor", _("editor")
        DOOR = "door", _("door helper")
        AUDITOR = "auditor", _("auditor")

    username = models.CharField(_("account name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(_("name"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="staff", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Of the desk and of the letters; each person can change it at the desk."),
    )
    by_email = models.BooleanField(
        _("letters by e-mail"), default=True, help_text=_("Each letter also stands in the inbox of the desk, always.")
    )
    by_sms = models.BooleanField(
        _("letters as text messages"),
        default=False,
        help_text=_("A short text to the mobile number above, where the portal sends text messages."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = StaffManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["unit", "username"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["office", "approver", "editor", "door", "auditor"]), name="staff_role_known"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.username

    # The admin asks these of every user model.
    is_staff = True
    is_superuser = False

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.username

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return any(backend.has_perm(self, perm, obj) for backend in auth.get_backends() if hasattr(backend, "has_perm"))

    def has_perms(self, perms: list[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return any(
            backend.has_module_perms(self, app_label)
            for backend in auth.get_backends()
            if hasattr(backend, "has_module_perms")
        )

    @property
    def is_office(self) -> bool:
        return self.role == self.Role.OFFICE

    @property
    def sees_everything(self) -> bool:
        return self.role in (self.Role.OFFICE, self.Role.AUDITOR)

    @property
    def unit_ids(self) -> models.QuerySet:
        """The staff member's own unit and the institutions that it supervises."""
        return Unit.objects.within([self.unit_id]).values("pk")
