"""Days and moments in templates; the year is left out while it is the present one.

Chinese may break a line between any two characters; a day with its weekday, hours and a telephone number may not.
"""

import re
from functools import wraps

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from events.foundation import clock, dates

register = template.Library()

WHOLE = re.compile(
    r"(?P<day>(?:\d{4}年)?\d{1,2}月\d{1,2}日)(?P<weekday>（[^（）]{1,4}）)?"
    r"|\d{1,2}:\d\d(?:–|至)\d{1,2}:\d\d"
    r"|\d{3,}(?:-\d+)+"
)
CLOSING = "，。；：、！？）》”"


@register.filter
def whole(text) -> SafeString:
    """The text, in which no line ends inside a day, a bracket behind it, hours from and to, or a telephone number."""
    return mark_safe(WHOLE.sub(_held_together, conditional_escape(text)))  # escaped here, and nothing taken out of it


def _held_together(found: re.Match) -> str:
    # Browsers do not agree where a line may end around a bracket: so it is said.
    parts = (found["day"], found["weekday"]) if found["day"] else (found[0],)
    follows = found.string[found.end() : found.end() + 1]
    end = "" if follows and follows in CLOSING else "<wbr>"
    return "<wbr>".join(f'<span class="text-nowrap">{part}</span>' for part in parts if part) + end


def unbroken(write):
    """A filter whose words are kept whole."""

    @register.filter(write.__name__)
    @wraps(write)
    def written(value):
        return whole(write(value))

    return written


@unbroken
def day(value):
    return dates.day(value, today=clock.today()) if value else ""


@unbroken
def full_day(value):
    return dates.day(value) if value else ""


@unbroken
def moment(value):
    return dates.moment(value, today=clock.today()) if value else ""


@unbroken
def full_moment(value):
    return dates.moment(value) if value else ""


@unbroken
def span(session):
    """The day and hours of whatever has `starts_at` and `ends_at`."""
    return dates.span(session.starts_at, session.ends_at, today=clock.today())


@unbroken
def full_span(session):
    return dates.span(session.starts_at, session.ends_at)


@register.filter
def plain_span(session):
    """For attributes, where nothing is broken."""
    return dates.span(session.starts_at, session.ends_at)


@unbroken
def times(session):
    """The hours alone, for where the day stands beside them."""
    return dates.times(session.starts_at, session.ends_at, today=clock.today())


@register.filter
def hours(session):
    """How long it takes."""
    return dates.duration(session.starts_at, session.ends_at)


@register.filter
def weekday(value):
    return dates.WEEKDAYS[value.weekday()]
