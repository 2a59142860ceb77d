"""How a session is passed on: its pictures in the head of its page, its poster for download."""

from django import template
from django.conf import settings
from django.urls import reverse

from events import posters

register = template.Library()


@register.simple_tag(takes_context=True)
def poster_of(context, session):
    """The pictures as the session is now, or None."""
    return posters.current(session, context["portal"])


@register.filter
def address(poster, kind):
    """Another one for each edition: chats keep the picture of an address for weeks."""
    return f"{reverse(f'events:{kind}', args=[poster.session_id])}?v={poster.mark}"


@register.filter
def absolute(path):
    return f"{settings.PORTAL_URL}{path}"
