"""How a session shows itself: badge, icons, and the way of selection in plain words."""

from datetime import datetime

from django import template
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events import phases
from events.foundation import clock, dates
from events.models import Session
from events.phases import Phase
from events.templatetags.page import as_written

register = template.Library()

BADGES = {
    Phase.SOON: ("info", "calendar"),
    Phase.OPEN: ("good", "check"),
    Phase.FULL: ("warn", "people"),
    Phase.CLOSED: ("plain", "lock"),
    Phase.INVITED: ("plain", "letter"),
    Phase.STREAM: ("info", "video"),
    Phase.RUNNING: ("good", "clock"),
    Phase.OVER: ("plain", "clock"),
    Phase.REPORTED: ("info", "report"),
    Phase.CANCELLED: ("bad", "cross"),
}

SELECTION_ICONS = {
    Session.Selection.ORDER: "list",
    Session.Selection.DRAW: "draw",
    Session.Selection.CHOICE: "choice",
    Session.Selection.MIXED: "choice",
    Session.Selection.INVITATION: "letter",
}


@register.filter
def phase(session):
    return phases.phase(session, now=clock.now())


@register.filter
def is_over(session):
    return phase(session) in phases.ENDED


@register.filter
def has_begun(session):
    """Whether there is something to have an opinion about."""
    return session.state != Session.State.CANCELLED and session.starts_at <= clock.now()


@register.inclusion_tag("includes/state_badge.html")
def state_badge(session):
    now = phase(session)
    tone, icon = BADGES[now]
    return {"label": now.label, "tone": tone, "icon_name": icon}


@register.filter
def selection_icon(session):
    return SELECTION_ICONS[session.selection]


@register.filter
def selection_words(session):
    """The way of selection as one would explain it to a neighbour."""
    return {
        Session.Selection.ORDER: _("Seats go to those who sign up first, until none is left."),
        Session.Selection.DRAW: _(
            "When sign-up has closed, a draw decides. Everyone has the same chance, whenever they signed up."
        ),
        Session.Selection.CHOICE: _(
            "When sign-up has closed, the holding unit chooses, so that different groups are heard, "
            "and gives its reasons."
        ),
        Session.Selection.MIXED: _(
            "When sign-up has closed, the holding unit picks some and gives its reasons; "
            "a draw decides over all others, with the same chance for each."
        ),
        Session.Selection.INVITATION: _("The holding unit invites the participants; there is no public sign-up."),
    }[session.selection]


@register.filter
def moved_from(change):
    """Day, hours and place before a move, as its filing kept them."""
    starts_at, ends_at = (datetime.fromisoformat(change.before[name]) for name in ("starts_at", "ends_at"))
    return format_html("{} {}", dates.span(starts_at, ends_at), as_written(change.before["place"]))


@register.filter
def way_before(values):
    """The way of selection before it changed, as its filing kept it."""
    return Session.Selection(values["selection"]).label


@register.filter
def month_name(day):
    """Short: it stands over the day of a card."""
    return pgettext("month", "{name}").format(name=MONTHS_3[day.month].title(), number=day.month)


@register.filter
def agenda_steps(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
