"""What the plan rules about a field of a session, with its sentence, as the help text of that field."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events import deadlines
from events.models import Plan, Rule, Session

Code = Rule.Code
# The fields that a rule governs: by them its days are counted, or its number is kept.
FIELDS: dict[str, tuple[Code, ...]] = {
    "starts_at": (Code.ANNOUNCE_ONSITE, Code.ANNOUNCE_LIVESTREAM),
    "ends_at": (Code.REPORT, Code.EVALUATION),
    "capacity": (Code.CAPACITY_MIN, Code.CAPACITY_MAX, Code.CAPACITY_ABOUT),
    "signup_closes_at": (Code.TELL_SELECTED, Code.PUBLIC_LISTING),
    "selection": (Code.RESIDENTS_SHARE,),
    "asks_parents": (Code.TELL_PARENTS,),
}


def texts(plans: Iterable[Plan], session: Session | None = None) -> dict[str, SafeString]:
    """By field. A session that stands has its days named; where several plans are meant, each is named."""
    named = list(plans)
    days = {duty.kind: duty.due_words for duty in deadlines.foreseen(session)} if session else {}
    beside = {kind for kind in deadlines.ANNOUNCING if kind not in days} if days else set()
    bound = [("" if len(named) == 1 else plan.title, Rule.objects.binding(plan)) for plan in named]
    found = {}
    for field, codes in FIELDS.items():
        ruled = ((title, of[code]) for code in codes for title, of in bound if code in of and code not in beside)
        lines = [(_line(title, rule, days.get(rule.code, "")),) for title, rule in ruled]
        found[field] = format_html_join("", "{}", lines)
    return {field: lines for field, lines in found.items() if lines}


def _line(title: str, rule: Rule, day: str) -> SafeString:
    label: str | Promise = Code(rule.code).label
    value = rule.shown_value if rule.value else _("not asked for")
    until = _("by %(day)s") % {"day": day}
    return format_html(
        '<span class="desk-rule">{}<b>{}</b>{}{}{} <small>{}</small></span>',
        f"{title} · " if title else "",
        label,
        _(": "),
        value,
        f" · {until}" if day else "",
        _("office default, no sentence") if rule.is_default else rule.source,
    )
