"""Days and moments in templates; the year is left out while it is the present one."""

from django import template

from events.foundation import clock, dates

register = template.Library()


@register.filter
def day(value):
    return dates.day(value, today=clock.today()) if value else ""


@register.filter
def full_day(value):
    return dates.day(value) if value else ""


@register.filter
def moment(value):
    return dates.moment(value, today=clock.today()) if value else ""


@register.filter
def full_moment(value):
    return dates.moment(value) if value else ""


@register.filter
def span(session):
    """The day and hours of whatever has `starts_at` and `ends_at`."""
    return dates.span(session.starts_at, session.ends_at, today=clock.today())


@register.filter
def full_span(session):
    return dates.span(session.starts_at, session.ends_at)


@register.filter
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
