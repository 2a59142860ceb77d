"""Text on pictures: in faces that come with the portal, in lines broken as Chinese print breaks them, without tofu."""

import re
import unicodedata
from functools import lru_cache

import pylopdf_fonts_zh_cn
from PIL import ImageFont

# Song for headlines, Hei for facts; both in the one weight that they have: no face is emboldened by machine.
SONG, HEI = str(pylopdf_fonts_zh_cn.serif_path()), str(pylopdf_fonts_zh_cn.sans_path())
# What printers set for a character that they do not have.
GETA = "〓"
# What is never torn: a word or number in Latin letters, with the marks that may not begin or end a line.
UNIT = re.compile(r"\s|[（《“‘【〈「]*(?:[A-Za-z0-9.:/@%+\-–—]+|.)[，。、；：？！）》”’】〉」…·,;?!)]*")


@lru_cache(maxsize=64)
def face(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def printable(text: str, path: str) -> str:
    """The text in what a face can draw: an unknown character becomes a geta mark, an unknown ornament (🎉) nothing."""
    return "".join(_drawn(character, path) for character in unicodedata.normalize("NFC", " ".join(text.split())))


def lines(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The text in lines of at most `width` pixels; only what is longer than a whole line is torn."""
    broken: list[str] = [""]
    for unit in UNIT.findall(text):
        for part in [unit] if font.getlength(unit) <= width else unit:
            if font.getlength((broken[-1] + part).rstrip()) > width:
                broken.append("")
            broken[-1] += part if broken[-1] else part.lstrip()
    return [line.strip() for line in broken]


def fitted(text: str, path: str, *, width: int, sizes: range, most: int) -> tuple[list[str], int]:
    """Lines and size: the largest size in which the text takes at most `most` lines; at the smallest it is cut."""
    text = printable(text, path)
    for size in sizes:
        found = lines(text, face(path, size), width)
        if len(found) <= most:
            return found, size
    return [*found[: most - 1], _cut(found[most - 1], face(path, size), width)], size


def _cut(line: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    while font.getlength(line + "…") > width:
        line = line[:-1]
    return line + "…"


def _drawn(character: str, path: str) -> str:
    if _has(character, path):
        return character
    return GETA if unicodedata.category(character).startswith(("L", "N")) else ""


@lru_cache(maxsize=4096)
def _has(character: str, path: str) -> bool:
    """Whether the face draws anything but its box for the unknown."""
    return character == " " or _mask(character, path) != _mask("\uffff", path)


def _mask(character: str, path: str) -> bytes:
    return bytes(face(path, 24).getmask(character))
