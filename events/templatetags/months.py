"""The calendar beside a list of sessions."""

from django import template
from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from events import months
from events.forms import SessionFilter
from events.foundation import dates

register = template.Library()

WEEKDAYS = (
    pgettext_lazy("head of a calendar", "Mon"),
    pgettext_lazy("head of a calendar", "Tue"),
    pgettext_lazy("head of a calendar", "Wed"),
    pgettext_lazy("head of a calendar", "Thu"),
    pgettext_lazy("head of a calendar", "Fri"),
    pgettext_lazy("head of a calendar", "Sat"),
    pgettext_lazy("head of a calendar", "Sun"),
)
# A link of the calendar asks anew for the time; every other filter of the address stays.
KEPT = [name for name in SessionFilter.base_fields if name not in months.OF_TIME]
# More dots than this say no more.
DOTS = 3


@register.inclusion_tag("events/includes/month.html", takes_context=True)
def month_calendar(context, month):
    """`month`: of events/months.py."""
    return {"month": month, "weekdays": zip(WEEKDAYS, dates.WEEKDAYS, strict=True), "request": context["request"]}


@register.simple_tag(takes_context=True)
def days_address(context, first, last):
    """The list of sessions from one day to another, under the filters that this address has."""
    query = QueryDict(mutable=True)
    asked = context["request"].GET
    query.update({name: asked[name] for name in KEPT if asked.get(name)})
    query.update({"first": first.isoformat(), "last": last.isoformat()})
    return f"{reverse('events:sessions')}?{query.urlencode()}"


@register.filter
def month_and_year(day):
    return _("{month} {year}").format(month=MONTHS[day.month], month_number=day.month, year=day.year)


@register.filter
def dots(sessions):
    return "•" * min(sessions, DOTS)
