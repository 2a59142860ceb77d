from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from events.models.session import Session


class PosterQuerySet(models.QuerySet):
    def visible_to(self, staff) -> Self:
        return self if staff.sees_everything else self.filter(session__unit__in=staff.unit_ids)


class Poster(models.Model):
    """What a session is passed on with: the picture of a shared link, a square one for WeChat, a sheet with a code."""

    class Kind(models.TextChoices):
        SHARE = "share", _("picture of the link")
        SQUARE = "square", _("square picture")
        SHEET = "sheet", _("poster")

    session = models.OneToOneField(Session, models.CASCADE, related_name="poster", verbose_name=_("session"))
    # Of everything that the pictures show: another one, and they are out of date.
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    made_at = models.DateTimeField(_("made at"))
    share = models.ImageField(_("picture of the link"), upload_to="posters/%Y/")
    square = models.ImageField(_("square picture"), upload_to="posters/%Y/")
    sheet = models.ImageField(_("poster"), upload_to="posters/%Y/")

    objects = PosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("poster")
        verbose_name_plural = _("posters")
        constraints = [models.CheckConstraint(condition=~Q(fingerprint=""), name="poster_fingerprinted")]

    def __str__(self) -> str:
        return str(self.session)

    @property
    def mark(self) -> str:
        """In the address of a picture: another one as soon as the picture changes."""
        return self.fingerprint[:12]

    def file(self, kind: str) -> FieldFile:
        return getattr(self, self.Kind(kind).value)
