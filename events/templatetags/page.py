"""Small parts that every page uses."""

import re
from functools import cache
from urllib.parse import quote

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from events.foundation import languages, sharing

register = template.Library()

CHINESE_STOP = re.compile(r"([。！？；：，、](?:</[a-z]+>)*)\s+")


# What stands for the page's own address, and for the one an error report names, in a part that many pages share.
HERE, TO_CORRECT = "address-of-this-page", "page-to-correct"


@register.simple_tag
@cache
def icon(name):
    """A decorative icon from our own sprite: hidden from screen readers, so the words beside it must say it all."""
    drawn = '<svg class="od-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'
    return format_html(drawn, static("icons/sprite.svg"), name)


@register.simple_tag(takes_context=True)
def frame(context, name):
    """The head or the foot, which all pages of one kind share but for their address: made once, the address put in.

    Staff get their own, because they want to see at once what they changed.
    """
    request = context["request"]
    part = context.template.engine.get_template(name)

    def make():
        with context.push(here=HERE, page_to_correct=TO_CORRECT):
            return str(part.render(context))

    user = getattr(request, "user", None)
    match = getattr(request, "resolver_match", None)
    key = f"{name}:{match.url_name if match else ''}:{languages.current()}:{context['display']}"
    text = make() if user is not None and user.is_authenticated else sharing.kept(key, make)
    text = text.replace(TO_CORRECT, quote(context["page_to_correct"])).replace(HERE, escape(request.get_full_path()))
    return SafeString(text)


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
