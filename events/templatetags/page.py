"""Small parts that every page uses."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from events.foundation import languages

register = template.Library()

CHINESE_STOP = re.compile(r"([。！？；：，、](?:</[a-z]+>)*)\s+")


@register.inclusion_tag("includes/icon.html")
def icon(name):
    """A decorative icon from our own sprite: hidden from screen readers, so the words beside it must say it all."""
    return {"name": name}


@register.simple_block_tag
def joined(content):
    """Sentences that follow one another: the space between them goes behind a Chinese stop, which brings its own."""
    return mark_safe(CHINESE_STOP.sub(r"\1", content))  # escaped where it was written; only spaces are taken out


@register.filter
def as_written(value, element="span"):
    """What stands in the office's own words within a page that may be in another language: voices are told so."""
    language = languages.of_what_was_written()
    return format_html('<{0} lang="{1}">{2}</{0}>', element, language, value) if language and value else value


@register.simple_tag
def lang_as_written():
    """The same for a whole element, as its attribute."""
    language = languages.of_what_was_written()
    return format_html(' lang="{}"', language) if language else ""


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """The same list, other page: keeps every filter of the address."""
    query = context["request"].GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"
