"""Pictures for the demo's reports, drawn by ourselves: a hall in warm light with people in it."""

import io
import random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 800
WALL, FLOOR, DESK, GLASS = "#f4ead7", "#c9a77a", "#8c2f2b", "#dfe9ec"
COATS = ("#35506b", "#8c2f2b", "#5b6b3a", "#6b5b73", "#b0793a", "#2f4f4f")


def hall(number: int) -> SimpleUploadedFile:
    """A service hall with visitors; the number moves them about."""
    chance = random.Random(number)
    picture = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 520, WIDTH, HEIGHT), fill=FLOOR)
    for left in range(60, WIDTH, 290):
        draw.rectangle((left, 90, left + 230, 330), fill=GLASS, outline="#b9a98c", width=6)
        draw.line((left + 115, 90, left + 115, 330), fill="#b9a98c", width=6)
    draw.rounded_rectangle((80, 430, WIDTH - 80, 560), 18, fill=DESK)
    for place in range(7):
        _person(draw, 130 + place * 150 + chance.randint(-35, 35), 690 + chance.randint(-40, 50), chance)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=85)
    return SimpleUploadedFile(f"hall-{number}.jpg", content.getvalue(), "image/jpeg")


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, chance: random.Random) -> None:
    coat = chance.choice(COATS)
    draw.rounded_rectangle((x - 42, y - 150, x + 42, y + 60), 40, fill=coat)
    draw.ellipse((x - 32, y - 215, x + 32, y - 150), fill="#e8c39e")
    draw.pieslice((x - 34, y - 222, x + 34, y - 154), 180, 360, fill="#2b2320")
