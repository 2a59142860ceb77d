"""How days and moments are written for people: always with the weekday, hours on the 24-hour clock, Shanghai time."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)


def day(value: date, *, today: date | None = None) -> str:
    """10月14日（周一）; with the year in front unless it is the year of `today`."""
    same_year = today is not None and value.year == today.year
    pattern = _("{weekday} {day} {month}") if same_year else _("{weekday} {day} {month} {year}")
    return pattern.format(
        weekday=WEEKDAYS[value.weekday()],
        day=value.day,
        month=MONTHS[value.month],
        month_number=value.month,
        year=value.year,
    )


def hour(value: datetime) -> str:
    """09:00, in the portal's time zone."""
    return f"{timezone.localtime(value):%H:%M}"


def moment(value: datetime, *, today: date | None = None) -> str:
    """10月10日（周四）17:00."""
    return pgettext("day, hour", "{day}, {hour}").format(
        day=day(timezone.localdate(value), today=today), hour=hour(value)
    )


def times(start: datetime, end: datetime, *, today: date | None = None) -> str:
    """09:00–11:30; the day of the end is named only where it is another one."""
    same_day = timezone.localdate(start) == timezone.localdate(end)
    return f"{hour(start)}–{hour(end)}" if same_day else f"{hour(start)} – {moment(end, today=today)}"


def span(start: datetime, end: datetime, *, today: date | None = None) -> str:
    """10月14日（周一）09:00–11:30."""
    return pgettext("day, hour", "{day}, {hour}").format(
        day=day(timezone.localdate(start), today=today), hour=times(start, end, today=today)
    )


def duration(start: datetime, end: datetime) -> str:
    """2小时30分钟."""
    hours, minutes = divmod(round((end - start).total_seconds() / 60), 60)
    if not minutes:
        return _("{hours} h").format(hours=hours)
    return (_("{hours} h {minutes} min") if hours else _("{minutes} min")).format(hours=hours, minutes=minutes)
