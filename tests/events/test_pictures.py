"""Uploaded pictures: judged by their content, and cleaned of all that they carry along."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image, PngImagePlugin

from events import pictures
from tests.refusals import refused


def photograph(kind="JPEG", size=(120, 80), **options) -> ContentFile:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return ContentFile(out.getvalue(), name="张三家门口.jpg")


def with_place() -> ContentFile:
    """A photograph as a telephone makes it: lying on its side, with the place it was taken at."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Zhang San's phone"
    exif.get_ifd(0x8825)[2] = (39.0, 43.0, 30.0)
    return photograph(exif=exif.tobytes(), comment=b"Zhang San")


def test_a_picture_loses_its_place_and_its_name_and_stands_upright():
    cleaned = pictures.clean(with_place())

    image = Image.open(cleaned)
    assert (image.format, image.size) == ("JPEG", (80, 120))
    assert not image.getexif()
    assert "comment" not in image.info
    assert "张三" not in cleaned.name


def test_text_in_a_png_does_not_ride_along():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Zhang San")

    cleaned = pictures.clean(photograph("PNG", pnginfo=text))

    assert Image.open(cleaned).format == "PNG"
    assert b"Zhang San" not in cleaned.open().read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_large_picture_is_scaled_to_what_a_page_shows(kind):
    assert Image.open(pictures.clean(photograph(kind, size=(3000, 1500)))).size == (2000, 1000)


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0 no picture", b"", b"%PDF-1.7"],
)
def test_only_what_is_a_picture_by_its_content_is_taken(content):
    with refused("picture_type"):
        pictures.clean(ContentFile(content, name="a.jpg"))


def test_other_picture_formats_are_not_taken_whatever_their_name_says():
    with refused("picture_type"):
        pictures.clean(photograph("GIF"))


def test_a_cut_off_picture_is_refused():
    whole = photograph(size=(800, 800)).read()

    with refused("picture_type"):
        pictures.clean(ContentFile(whole[: len(whole) // 2], name="a.jpg"))


def test_a_file_too_large_or_with_too_many_pixels_is_refused(monkeypatch):
    with refused("picture_size"):
        pictures.clean(ContentFile(b"0" * (pictures.LARGEST_FILE + 1), name="a.jpg"))
    with refused("picture_size"):
        pictures.clean(photograph("PNG", size=(10_000, 5_001)))
