from datetime import time
from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.fields.files import ImageFieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

ONLY = 1


class PortalPicture(models.ImageField):
    """A picture that everybody may see, at an address of its own: nothing else of the uploads is served."""

    class attr_class(ImageFieldFile):  # noqa: N801 - as Django calls it
        @property
        def url(self) -> str:
            """The name is a fresh one for each upload, so browsers may keep what they got for good."""
            return reverse("events:identity_picture", args=[self.called])

        @property
        def called(self) -> str:
            return self.name.rpartition("/")[2]


class PortalQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(pk=ONLY)


class Portal(models.Model):
    """How the portal calls itself, looks, and whom it names at its foot: one row, that a data migration makes.

    Whatever is empty stays as it was delivered: the name of the settings, the colours of static/css/tokens.css.
    """

    name = models.CharField(_("name of the portal"), max_length=30, blank=True)
    district = models.CharField(
        _("district"),
        max_length=30,
        blank=True,
        help_text=_("Put before the name of the portal, unless the name holds it already."),
    )
    about = models.TextField(
        _("about the district's open days"),
        blank=True,
        help_text=_("Stands on the page “About”. An empty line begins a new paragraph."),
    )
    organiser = models.CharField(
        _("organiser"), max_length=80, blank=True, help_text=_("If empty, the office as it stands among the units.")
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    icp_number = models.CharField(
        _("ICP record number"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"ICP[备证]\d{6,10}号", _("It looks like 京ICP备12345678号-1."))],
        help_text=_("As 京ICP备12345678号-1; leads to the ministry's register."),
    )
    police_number = models.CharField(
        _("public-security record number"),
        max_length=40,
        blank=True,
        validators=[RegexValidator(r"公网安备\s*\d{11,14}\s*号", _("It looks like 京公网安备11010102000001号."))],
        help_text=_("As 京公网安备11010102000001号; leads to the public security's register."),
    )
    site_code = models.CharField(
        _("site identification code"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^[0-9a-z]{10}$", _("It has ten characters, as 1100000000 or bm00000000."))],
        help_text=_("The ten characters under which the government site is registered."),
    )
    emblem = PortalPicture(
        _("emblem"), upload_to="portal/", blank=True, help_text=_("Square, as JPEG, PNG or WebP. Not as SVG.")
    )
    home_picture = PortalPicture(
        _("picture of the home page"),
        upload_to="portal/",
        blank=True,
        help_text=_("Beside the greeting, on wide screens. A photograph without text, as JPEG, PNG or WebP."),
    )
    main_colour = models.CharField(
        _("main colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour looks like #96191c."))],
        help_text=_("Head of the page, buttons and links; light text on it must be readable. Delivered: #96191c."),
    )
    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour looks like #96191c."))],
        help_text=_("Numbers and lines on the main colour; must be readable on it. Delivered: #ecc983."),
    )
    quiet_from = models.TimeField(
        _("quiet from"),
        null=True,
        blank=True,
        default=time(21),
        help_text=_("Letters to residents that fall into the quiet hours leave when these end; codes go at once."),
    )
    quiet_until = models.TimeField(
        _("quiet until"),
        null=True,
        blank=True,
        default=time(8),
        help_text=_("Leave both empty for no quiet hours."),
    )

    objects = PortalQuerySet.as_manager()

    class Meta:
        verbose_name = _("identity of the portal")
        verbose_name_plural = _("identity of the portal")
        constraints = [models.CheckConstraint(condition=Q(id=ONLY), name="portal_one_row")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name that pages and letters show, with its district."""
        name = self.name or settings.PORTAL_NAME
        return name if self.district in name else f"{self.district}{name}"

    @property
    def police_code(self) -> str:
        """The digits of the public-security number, by which its register is asked."""
        return "".join(character for character in self.police_number if character.isdecimal())
