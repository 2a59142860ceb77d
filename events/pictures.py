"""Uploaded pictures: known by their content, turned upright, and written anew, so that only the picture stays."""

import warnings
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
LARGEST_FILE = 15 * 1024 * 1024  # bytes: a telephone's photograph has 3 to 12 MB
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000  # pixels; a page shows fewer
QUALITY = 85


def clean(file: UploadedFile | ContentFile, *, longest: int = LONGEST_SIDE, as_photograph: bool = False) -> ContentFile:
    """The picture without EXIF, place, comments and name, at most `longest` pixels long; a photograph as JPEG.

    Raises ValidationError, code "picture_size" or "picture_type". The name of the file is a fresh one: the old may hold
    a person's name.
    """
    if file.size is None or file.size > LARGEST_FILE:
        limit = LARGEST_FILE // 1024 // 1024
        raise ValidationError(
            _("The picture is larger than %(limit)s MB."), code="picture_size", params={"limit": limit}
        )
    image, kind = _opened(file)
    kind = "JPEG" if as_photograph else kind
    image = ImageOps.exif_transpose(image)
    image.thumbnail((longest, longest))
    image = image.convert(_mode(image, kind))
    image.info = {}  # comments, profiles and text blocks ride along with a picture that is saved again
    written = BytesIO()
    image.save(written, kind, quality=QUALITY)
    return ContentFile(written.getvalue(), name=f"{uuid4().hex}.{FORMATS[kind]}")


def _opened(file: UploadedFile | ContentFile) -> tuple[Image.Image, str]:
    """The first frame, decoded, and the format that its bytes, not its name, tell."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(file, formats=tuple(FORMATS))
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_("The picture has too many pixels."), code="picture_size")
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_("The picture has too many pixels."), code="picture_size") from error
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises for broken or other files
        raise ValidationError(_("Only JPEG, PNG and WebP pictures are taken."), code="picture_type") from error
    return image, image.format or ""


def _mode(image: Image.Image, kind: str) -> str:
    return "RGBA" if kind != "JPEG" and image.has_transparency_data else "RGB"
