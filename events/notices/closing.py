"""When sign-up for a session closes: 报名时间:4月15日-4月19日, 即日起至9月15日17:00, 请于5月30日前报名."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from events.notices import dates, outline
from events.notices.lines import Line

SIGN_UP = re.compile(r"报名|预约|申请参加|登记")
UNTIL_BEFORE = re.compile(r"(?:截止|截至|即日起|日起)[^,。;]{0,8}$|[至到]$")
UNTIL_AFTER = re.compile(r"(?:\([^()]{1,8}\))?(?:之?前|以前|截止|为止|止|结束)")

Moment = date | datetime


def of_fields(values: Iterable[str], year: int | None) -> Moment | None:
    """From the values of sign-up labels, where a day alone is the last one."""
    for text in values:
        for span in dates.spans(text, year):
            if (closes := _closing(text, span)) is not None:
                return closes
            if span.exact and span.start == 0:
                return span.starts
    return None


def of_text(lines: Iterable[Line], year: int | None) -> Moment | None:
    """From the first sentence on signing up that sets an end to it."""
    for line in lines:
        for sentence in outline.sentences(line.words):
            if not SIGN_UP.search(sentence.text):
                continue
            for span in dates.spans(sentence.text, year):
                if (closes := _closing(sentence.text, span)) is not None:
                    return closes
    return None


def _closing(text: str, span: dates.Span) -> Moment | None:
    if not span.exact:
        return None
    if span.last > span.first:
        return datetime.combine(span.last, span.ends) if span.ends else span.last
    if UNTIL_BEFORE.search(text[max(0, span.start - 16) : span.start]) or UNTIL_AFTER.match(text, span.end):
        return span.starts
    return None
