"""What pages of the lower rooms show of opinions."""

from django import template

from events.foundation import clock
from feedback import cards, statistics
from feedback.models import Opinion

register = template.Library()

LATEST = 5
ANSWERS = Opinion.objects.public().select_related("unit", "session").order_by("-published_at", "-id")

BADGES = {
    Opinion.Outcome.ADOPTED: ("good", "check"),
    Opinion.Outcome.PARTLY: ("info", "check"),
    Opinion.Outcome.NOT_ADOPTED: ("warn", "cross"),
    Opinion.Outcome.NOTED: ("plain", "paper"),
}


@register.inclusion_tag("includes/state_badge.html")
def outcome_badge(opinion):
    tone, icon = BADGES[opinion.outcome]
    return {"label": opinion.get_outcome_display(), "tone": tone, "icon_name": icon}


@register.inclusion_tag("feedback/includes/session_opinions.html")
def session_opinions(session):
    """For a session's page: headline, latest answers, and the way to the card once it has begun. Two queries."""
    opinions = Opinion.objects.filter(session=session)
    return {
        "session": session,
        "tally": statistics.tally(opinions),
        "opinions": list(ANSWERS.filter(session=session)[:LATEST]),
        "has_card": session.state in cards.CARDS_COME_IN and session.starts_at <= clock.now(),
    }
