"""Draws what a session is passed on with, from plain facts: no database, no address of its own, always the same."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import segno
from PIL import Image, ImageDraw, ImageOps

from events.foundation.lettering import HEI, SONG, face, fitted, printable

CREAM, GROUND, INK, SOFT, LINE = "#fff8ec", "#fffdf8", "#25201b", "#5d5248", "#e3d8c6"
# A code is read from a screen across a room: as dark as it gets, with the quiet rim that readers ask for.
RIM = 4
COLOURS = 192  # a drawing of few colours; with a palette it weighs a fifth


@dataclass(frozen=True)
class Look:
    """The portal's name, the colours of its band, and its emblem as the bytes of a picture where it has one."""

    portal: str
    band: str
    band_deep: str
    gold: str
    emblem: bytes = b""


@dataclass(frozen=True)
class Invitation:
    """What the pictures say, in words: `facts` are pairs of label and text, `address` is where the code leads."""

    kicker: str
    title: str
    when: str
    where: str
    facts: tuple[tuple[str, str], ...]
    address: str
    call: str


@dataclass(frozen=True)
class Setting:
    """How a paragraph is set: its face, the width in pixels, the sizes from the largest on, lines at most, colour."""

    path: str
    width: int
    sizes: range
    most: int
    fill: str


def share(invitation: Invitation, look: Look) -> bytes:
    """1200 × 630: what a link shows of itself in a chat."""
    picture, draw = _band(1200, 630, look)
    _emblem(picture, look, 300, (840, 165))
    draw.text((72, 64), printable(look.portal, SONG), look.gold, face(SONG, 40))
    draw.line((72, 134, 748, 134), look.gold, 2)
    end = _paragraph(draw, (72, 168), invitation.title, Setting(SONG, 676, range(72, 44, -4), 3, CREAM))
    draw.text((72, max(end + 24, 430)), printable(invitation.when, HEI), look.gold, face(HEI, 34))
    _paragraph(draw, (72, max(end + 76, 482)), invitation.where, Setting(HEI, 676, range(30, 24, -2), 2, CREAM))
    return _png(picture)


def square(invitation: Invitation, look: Look) -> bytes:
    """600 × 600: beside a link in WeChat it stands as small as a stamp, so it says little."""
    picture, draw = _band(600, 600, look)
    _emblem(picture, look, 180, (210, 48))
    _paragraph(draw, (48, 258), invitation.title, Setting(SONG, 504, range(60, 32, -4), 3, CREAM))
    draw.line((48, 500, 552, 500), look.gold, 2)
    _paragraph(draw, (48, 520), invitation.when, Setting(HEI, 504, range(34, 20, -2), 1, look.gold))
    return _png(picture)


def sheet(invitation: Invitation, look: Look) -> bytes:
    """1080 × 1440: a small poster with the code, for a chat, a screen in the hall, or the printer."""
    picture = Image.new("RGB", (1080, 1440), GROUND)
    head, _draw = _band(1080, 250, look)
    picture.paste(head, (0, 0))
    draw = ImageDraw.Draw(picture)
    _emblem(picture, look, 130, (84, 60))
    _paragraph(draw, (246, 62), look.portal, Setting(SONG, 750, range(56, 36, -4), 1, CREAM))
    draw.text((246, 146), printable(invitation.kicker, HEI), look.gold, face(HEI, 34))
    end = _paragraph(draw, (84, 316), invitation.title, Setting(SONG, 912, range(88, 52, -4), 3, INK))
    draw.rectangle((84, end + 30, 204, end + 36), look.band)
    _facts(draw, invitation.facts, top=end + 68, bottom=1080)
    draw.line((84, 1090, 996, 1090), LINE, 2)
    picture.paste(_code(invitation.address, 290), (706, 1116))
    _paragraph(draw, (84, 1172), invitation.call, Setting(SONG, 580, range(52, 36, -4), 2, look.band))
    address = invitation.address.partition("://")[2]
    _paragraph(draw, (84, 1316), address, Setting(HEI, 580, range(28, 20, -2), 2, SOFT))
    return _png(picture)


DRAWN: dict[str, Callable[[Invitation, Look], bytes]] = {"share": share, "square": square, "sheet": sheet}


def _facts(draw: ImageDraw.ImageDraw, facts: tuple[tuple[str, str], ...], *, top: int, bottom: int) -> None:
    """Label and text, row by row over the whole height, as far as there is room; one of them may take two lines."""
    gap = max(16, min(44, (bottom - top - 52) // len(facts) - 52))
    for label, text in facts:
        if top + 60 > bottom:
            return
        draw.text((84, top), printable(label, HEI), SOFT, face(HEI, 34))
        room = 2 if top + 120 <= bottom else 1
        top = _paragraph(draw, (276, top), text, Setting(HEI, 720, range(38, 30, -2), room, INK)) + gap


def _paragraph(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, setting: Setting) -> int:
    """Set a text under a point in the largest size that fits; the lower edge of its last line."""
    left, top = at
    broken, size = fitted(text, setting.path, width=setting.width, sizes=setting.sizes, most=setting.most)
    for line in broken:
        draw.text((left, top), line, setting.fill, face(setting.path, size))
        top += round(size * 1.35)
    return top


def _band(width: int, height: int, look: Look) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """The band of the portal's pages, deeper towards its foot."""
    falling = Image.linear_gradient("L").resize((width, height))
    picture = ImageOps.colorize(falling, look.band, look.band_deep)
    return picture, ImageDraw.Draw(picture)


def _emblem(picture: Image.Image, look: Look, side: int, at: tuple[int, int]) -> None:
    """The district's own emblem, else the gate of ours."""
    if look.emblem:
        emblem = Image.open(BytesIO(look.emblem)).convert("RGBA")
        emblem = ImageOps.contain(emblem, (side, side))
    else:
        emblem = _gate(look).resize((side, side), Image.Resampling.LANCZOS)
    picture.paste(emblem, at, emblem)


def _gate(look: Look) -> Image.Image:
    """static/favicon.svg without its ground: eaves and pillars, a leaf that stands open, light behind it."""
    unit = 30
    gate = Image.new("RGBA", (48 * unit, 48 * unit))
    draw = ImageDraw.Draw(gate)

    def points(*pairs: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * unit, y * unit) for x, y in pairs]

    for stroke in (
        ((11, 40), (11, 11.5), (37, 11.5), (37, 40)),
        ((7, 40), (41, 40)),
        ((8, 11.5), (40, 11.5)),
        ((13, 7.5), (35, 7.5)),
    ):
        draw.line(points(*stroke), look.gold, round(2.6 * unit), joint="curve")
        for x, y in points(stroke[0], stroke[-1]):
            draw.circle((x, y), 1.3 * unit, look.gold)
    draw.polygon(points((24, 15), (24, 40), (14.5, 42.5), (14.5, 17)), look.gold)
    draw.polygon(points((24, 15), (33.5, 15), (33.5, 40), (24, 40)), CREAM)
    draw.circle((21.2 * unit, 28.5 * unit), 1.3 * unit, look.band)
    return gate


def _code(address: str, side: int) -> Image.Image:
    """A QR code of whole pixels, centred in its square."""
    code = segno.make(address, error="m", micro=False)
    scale = side // code.symbol_size(border=RIM)[0]
    written = BytesIO()
    code.save(written, kind="png", scale=scale, border=RIM)
    return ImageOps.pad(Image.open(written).convert("RGB"), (side, side), Image.Resampling.NEAREST, "#ffffff")


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue()
