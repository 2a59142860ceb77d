"""What pages of the lower rooms show of opinions."""

from django import template

from events.foundation import clock
from feedback import cards, statistics
from feedback.models import Opinion

register = template.Library()

LATEST_OF_ALL = 3
LATEST_OF_A_SESSION = 5
LATEST = Opinion.objects.public().select_related("unit", "session").order_by("-published_at", "-id")

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


@register.inclusion_tag("feedback/includes/adoption_summary.html")
def adoption_summary():
    """For the first page: the headline over all opinions, and the latest answers. Two queries."""
    return {"tally": statistics.tally(Opinion.objects.all()), "opinions": LATEST.all()[:LATEST_OF_ALL]}


@register.inclusion_tag("feedback/includes/session_opinions.html")
def session_opinions(session):
    """For a session's page: its headline, its latest answers, and the way to the card once it has begun. Two queries."""
    opinions = Opinion.objects.filter(session=session)
    return {
        "session": session,
        "tally": statistics.tally(opinions),
        "opinions": LATEST.filter(session=session)[:LATEST_OF_A_SESSION],
        "has_card": session.state in cards.CARDS_COME_IN and session.starts_at <= clock.now(),
    }
