"""What pages of other rooms show of the sign-up, and the small parts of our own."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from events import keeping
from events.foundation import clock, languages, sharing, sms, traps
from registrations import details, gate, listings, progress, watchers, window
from registrations.models import Draw

register = template.Library()

# Names of files, functions and formats; not what an escaped sign is written with.
LATIN = re.compile(r"(?<![&#\w])[A-Za-z][\w.-]*\w", re.ASCII)


@register.filter
def technical(text: str) -> SafeString:
    """The text with its technical names marked for voices: in whatever language it is, they are English."""
    escaped = conditional_escape(text)
    return escaped if languages.current() == "en" else SafeString(LATIN.sub(r'<span lang="en">\g<0></span>', escaped))


@register.inclusion_tag("registrations/includes/button.html")
def signup_button(session):
    """The way to the sign-up of a session, or a word why there is none; nothing for a livestream or invitation."""
    now = clock.now()
    is_open = session.takes_signups(now)
    return {"session": session, "is_open": is_open, "why_not": "" if is_open else window.why_not(session, now=now)[1]}


@register.inclusion_tag("registrations/includes/watch.html")
def watch_link(session):
    """The way to be reminded of a livestream that is still to come, without a seat."""
    return {"session": session, "is_open": watchers.takes_watchers(session, now=clock.now())}


@register.inclusion_tag("registrations/includes/draw.html")
def draw_record(session):
    """What the public is told of a draw, from the announcement on and for good; nothing where nobody draws."""
    return {"draw": Draw.objects.standing().filter(session=session).first() if session.is_drawn else None}


@register.simple_tag
def listing_of(session):
    """The public listing of the selected, while it is shown; None before and after. While people sign up, in the
    opening minute, it is not even asked for: there is no list yet.
    """
    now = clock.now()
    return None if session.takes_signups(now) else listings.shown(session, now=now)


@register.inclusion_tag("registrations/includes/details_wanted.html")
def details_wanted(signup):
    """What the selected person still has to give, and until when; nothing where nothing is asked."""
    wanted = details.wanted(signup)
    until = details.until(signup.session)
    return {"signup": signup, "wanted": wanted, "until": until, "is_open": clock.now() < until}


@register.simple_tag
def answer_day(session):
    """The last day on which those who signed up hear whether they have a seat."""
    return progress.answer_day(session)


@register.simple_tag
def kept_until(session):
    """The last day on which what was entered for the session is kept; None where no rule ends it."""
    return sharing.kept(f"kept-until:{session.pk}", lambda: keeping.kept_until(session))


@register.inclusion_tag("registrations/includes/guard.html")
def signup_guard(session, form, own):
    """The hidden parts of the sign-up form by which programs are told from people; see gate.py.

    `own` are those of an empty form that is alike for everybody; a form that is shown again keeps its own moment.
    """
    now, opened = clock.now(), form.data.get("opened", "")
    own = own or {
        "opened": opened if traps.is_stamp(opened) else traps.stamp(now),
        **gate.challenge(session.pk, now=now),
    }
    needs_code = gate.verifies(session)
    return {
        "opened": own["opened"],
        "needs_code": needs_code,
        "sends_texts": sms.is_on(),
        "challenge": "" if needs_code else own.get("challenge", ""),
    }


@register.simple_tag
def opened_now():
    """The stamp of another form of ours."""
    return traps.stamp(clock.now())
