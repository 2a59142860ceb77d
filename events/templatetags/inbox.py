"""The sign of the inbox in the head of the desk."""

from django import template
from django.urls import reverse

from events import inbox

register = template.Library()


@register.inclusion_tag("desk/includes/inbox_sign.html", takes_context=True)
def inbox_sign(context):
    """How many letters the person has not opened; nothing for whoever is not signed in."""
    user = context["request"].user
    if not user.is_authenticated:
        return {"url": ""}
    return {"url": reverse("admin:inbox"), "number": inbox.unread(user)}
