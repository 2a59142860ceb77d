"""The inbox: its sign in the head of the desk, and letters with links that can be followed."""

import re

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from events import inbox

register = template.Library()
# Also behind a full-width colon, where Django's own filter sees one word.
LINK = re.compile(r"(https?://[A-Za-z0-9./:?=&;_%#~+\-]+[A-Za-z0-9/])")


@register.filter
def linked(text):
    """The plain text of a letter, safe to show, its addresses as links."""
    parts = [escape(part) for part in LINK.split(text)]
    parts[1::2] = [f'<a href="{address}">{address}</a>' for address in parts[1::2]]
    return mark_safe("".join(parts))


@register.inclusion_tag("desk/includes/inbox_sign.html", takes_context=True)
def inbox_sign(context):
    """How many letters the person has not opened; nothing for whoever is not signed in."""
    user = context["request"].user
    if not user.is_authenticated:
        return {"url": ""}
    return {"url": reverse("admin:inbox"), "number": inbox.unread(user)}
