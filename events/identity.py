"""What a district makes the portal its own with: name, footer, emblem, picture and colours."""

import hashlib
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext as _

from events import palette, pictures
from events.foundation import audit, contrast, permissions
from events.foundation.contrast import deepened, lightened
from events.models import Portal, Staff

# Longest sides in pixels: the emblem is shown as large as a line of the head, the picture on a good third of a page.
EMBLEM_SIDE = 256
HOME_PICTURE_SIDE = 1000


def current() -> Portal:
    """The identity, in one query: a row by its key is read as fast as any cache, and never stale."""
    return Portal.objects.current().first() or Portal()


@transaction.atomic
def save(portal: Portal, *, by: Staff, now: datetime) -> Portal:
    """Save the identity as filled in, with its pictures cleaned; the pictures that it replaces are deleted.

    Raises ValidationError at the field: code "contrast" for a colour that cannot be read, with the measured ratio;
    "picture_type" or "picture_size" for a picture; "quiet" for hours that have one end only, or none.
    """
    permissions.require(by, "events.change_portal")
    _check_colours(portal)
    _check_quiet(portal)
    before = Portal.objects.select_for_update().get(pk=portal.pk)
    _clean(portal, "emblem", longest=EMBLEM_SIDE)
    _clean(portal, "home_picture", longest=HOME_PICTURE_SIDE, as_photograph=True)
    portal.save()
    old, new = _values(before), _values(portal)
    changed = [name for name in new if new[name] != old[name]]
    if changed:
        was, became = ({name: values[name] for name in changed} for values in (old, new))
        audit.record(portal, "portal.save", by=by, now=now, before=was, after=became)
    for name in {"emblem", "home_picture"}.intersection(changed):
        transaction.on_commit(partial(getattr(before, name).delete, save=False))
    return portal


def stylesheet(portal: Portal) -> str:
    """The colours and the picture as CSS; empty where the portal looks as it was delivered."""
    picture = portal.home_picture.url if portal.home_picture else ""
    return palette.stylesheet(portal.main_colour, portal.accent_colour, home_picture=picture)


def fingerprint(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def stylesheet_address(portal: Portal) -> str:
    """The address that a page links to: another one as soon as the look changes. Empty where there is none."""
    css = stylesheet(portal)
    return f"{reverse('events:identity')}?v={fingerprint(css)}" if css else ""


def band_colour(portal: Portal) -> str:
    """What a telephone may colour its own bar with, above the header."""
    return portal.main_colour or palette.DELIVERED["band"]


def _check_colours(portal: Portal) -> None:
    """What follows from two colours that pass here is readable by the way it is made (palette.py)."""
    main, accent = portal.main_colour, portal.accent_colour
    on_main, on_band = palette.on_main(main), palette.on_band(main, accent)
    if not on_main.is_readable:
        better = deepened(main, (on_main.text,), on_main.least)
        message = _("Light text on this colour has a contrast of %(ratio)s : 1; at least %(least)s : 1 is needed.")
        raise _unreadable("main_colour", message, on_main, better)
    if not on_band.is_readable:
        better = lightened(accent, palette.bands(main), on_band.least)
        message = _(
            "On the main colour or a tone of it this has a contrast of %(ratio)s : 1; at least %(least)s : 1 is needed."
        )
        raise _unreadable("accent_colour", message, on_band, better)


def _check_quiet(portal: Portal) -> None:
    start, end = portal.quiet_from, portal.quiet_until
    if (start is None) != (end is None):
        field = "quiet_from" if start is None else "quiet_until"
        raise ValidationError({field: ValidationError(_("Quiet hours need both ends, or none."), code="quiet")})
    if start is not None and start == end:
        raise ValidationError({"quiet_until": ValidationError(_("Quiet hours end at another hour."), code="quiet")})


def _unreadable(field: str, message: str, pair: palette.Pair, better: str) -> ValidationError:
    message = " ".join([message, _("The nearest colour that can be read is %(better)s.")])
    params = {"ratio": contrast.shown(pair.measured), "least": f"{pair.least:g}", "better": better}
    return ValidationError({field: ValidationError(message, code="contrast", params=params)})


def _clean(portal: Portal, name: str, *, longest: int, as_photograph: bool = False) -> None:
    """Put the cleaned picture in the place of a fresh upload."""
    file: FieldFile = getattr(portal, name)
    if not file or file._committed:  # type: ignore[attr-defined]  # Django's own mark; its stubs leave it out
        return
    upload = file.file
    try:
        setattr(portal, name, pictures.clean(upload, longest=longest, as_photograph=as_photograph))
    except ValidationError as refused:
        upload.seek(0)  # whoever shows the form again reads it from its beginning
        raise ValidationError({name: refused}) from refused


def _values(portal: Portal) -> dict[str, object]:
    names = [field.name for field in Portal._meta.concrete_fields if not field.primary_key]
    values = audit.values(portal, *names)
    return {name: str(value) if isinstance(value, File) else value for name, value in values.items()}
