"""What pages of other rooms show of the sign-up, and the small parts of our own."""

from django import template

from events.foundation import clock
from registrations import progress, signups

register = template.Library()


@register.inclusion_tag("registrations/includes/button.html")
def signup_button(session):
    """The way to the sign-up of a session, or a word why there is none; nothing for a livestream or invitation."""
    now = clock.now()
    is_open = session.takes_signups(now)
    return {"session": session, "is_open": is_open, "why_not": "" if is_open else signups.why_not(session, now=now)[1]}


@register.simple_tag
def answer_day(session):
    """The last day on which those who signed up hear whether they have a seat."""
    return progress.answer_day(session)
