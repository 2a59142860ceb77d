"""Parts of the desk that show how the year stands."""

from django import template

from events.foundation import clock, permissions
from opendays import dashboard

register = template.Library()


@register.inclusion_tag("desk/includes/glance.html", takes_context=True)
def year_at_a_glance(context):
    """For the desk's first page: every unit that the person may see; nothing for whoever may not see the review."""
    staff = context["request"].user
    if not permissions.may(staff, "feedback.view_review"):
        return {"glance": None}
    glance = dashboard.glance(staff, now=clock.now())
    others = [plan for plan in dashboard.plans(staff).in_force() if glance and plan != glance.plan]
    return {"glance": glance, "other_plans": others, "is_all": staff.sees_everything}


@register.inclusion_tag("desk/includes/verdict.html")
def verdict(value, count=None):
    """A verdict as icon and words; the colour only repeats them."""
    return {"verdict": dashboard.Verdict(value), "icon": dashboard.ICONS[value], "count": count}
