"""Small parts that every page uses."""

from django import template

register = template.Library()


@register.inclusion_tag("includes/icon.html")
def icon(name):
    """A decorative icon from our own sprite: hidden from screen readers, so the words beside it must say it all."""
    return {"name": name}


@register.simple_tag(takes_context=True)
def page_address(context, number):
    """The same list, other page: keeps every filter of the address."""
    query = context["request"].GET.copy()
    query["page"] = number
    return f"?{query.urlencode()}"
