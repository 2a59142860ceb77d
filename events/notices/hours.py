"""Hours of the day as notices write them: 上午9:00-11:30, 下午2点半, 9时30分."""

from __future__ import annotations

import re
from datetime import time

RANGE = re.compile(r"(?:-{1,2}|至|到)")
DAY_PART = re.compile(r"(?P<half>上午|下午|晚上|晚|中午|早上|早|凌晨|全天)")
CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|[时点](?:(?P<minutes>\d{1,2})分?|(?P<thirty>半)|整)?)(?:-(?=-))?"
)


def clock(text: str, place: int, half: str) -> tuple[time | None, str, int]:
    """An hour of the day; after 下午 the hours up to 11 are those after noon."""
    opened = text[place : place + 1] in ("(", ",", "、", ":") and DAY_PART.match(text, place + 1)
    if opened:
        place += 1
    if match := DAY_PART.match(text, place):
        half, place = match["half"], match.end()
        if text[place : place + 1] == ")":
            place += 1
    match = CLOCK.match(text, place)
    if match is None and text[place : place + 1] == " ":
        match = CLOCK.match(text, place + 1)
    if match is None:
        return None, half, place
    hour = int(match["hour"])
    minute = int(match["minute"] or match["minutes"] or (30 if match["thirty"] else 0))
    if half in ("下午", "晚上", "晚") and hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        return None, half, place
    return time(hour, minute), half, match.end()


def behind(text: str, place: int, begins: time | None) -> tuple[time | None, time | None, int]:
    """Hours after a range of days: "10月18日至20日9:00-17:00"."""
    sign = RANGE.match(text, place)
    if begins is None or sign is None:
        return None, begins, place
    ends, _half, after = clock(text, sign.end(), "")
    return (begins, ends, after) if ends else (None, begins, place)
