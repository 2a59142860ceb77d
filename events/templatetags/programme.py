"""How plans and their points show themselves."""

from django import template

from events.foundation import languages
from events.models import PointUnit
from events.notices import wording
from events.progress import Progress

register = template.Library()


@register.filter
def of(progress, plan):
    """`progress|of:plan`: the plan's share of a table of progress, empty where it has no points."""
    return progress.get(plan.pk, Progress())


@register.filter
def changes(amendment):
    """What an amendment changed, each in words."""
    return [wording.told(change) for change in amendment.changes]


@register.filter
def leads(point):
    return [part.unit for part in point.parts.all() if part.part == PointUnit.Part.LEAD]


@register.filter
def co_units(point):
    return [part.unit for part in point.parts.all() if part.part == PointUnit.Part.CO]


register.filter(languages.listed)
