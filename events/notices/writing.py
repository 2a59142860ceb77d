"""A version of a plan's document becomes its rows: only what differs from how the plan stands is written.

Rows keep their numbers, and with them their sessions, sign-ups and duties; what is no longer named is withdrawn.
"""

from datetime import date
from typing import Any

from events.models import Amendment, Channel, Plan, Point, Rule, Theme
from events.notices import importing
from events.notices.version import Entry, Version
from events.units import Directory

Themes = dict[str | None, Theme | None]

FIELDS = {
    "title": "title",
    "document_number": "document_number",
    "index_number": "index_number",
    "issuer": "issuer",
    "validity": "validity",
    "issued_on": "written_on",
    "published_on": "published_on",
    "open_day_column": "open_day_column",
    "talk_column": "talk_column",
}
DAYS = ("issued_on", "published_on")


def write(plan: Plan, current: Version, target: Version, *, amendment: Amendment) -> None:
    """Bring the plan from the version that stands to the target.

    Raises ValidationError where a value does not fit the plan: a number that another plan bears, an end before its
    beginning.
    """
    _facts(plan, current, target)
    _channels(plan, current, target, amendment.takes_effect_on)
    _points(plan, current, target, _themes(plan, current, target), amendment)
    _rules(plan, current, target)
    gone = current.themes.keys() - target.themes.keys()
    plan.themes.filter(pk__in=gone, points__isnull=True).delete()


def _facts(plan: Plan, current: Version, target: Version) -> None:
    if current.facts == target.facts:
        return
    for name, field in FIELDS.items():
        if current.facts[name] != target.facts[name]:
            value = target.facts[name]
            setattr(plan, field, _day(value) if name in DAYS else value)
    if current.facts["period"] != target.facts["period"]:
        period = target.facts["period"]
        plan.starts_on, plan.ends_on = _day(period["from"]), _day(period["to"])
    plan.full_clean()
    plan.save()


def _channels(plan: Plan, current: Version, target: Version, on: date) -> None:
    """A channel on which something was recorded is kept for it."""
    for place, name in enumerate(target.channels, plan.channels.count() + 1):
        if name not in current.channels:
            facts = {"position": place, "withdrawn_on": None}
            Channel.objects.update_or_create(plan=plan, name=name, defaults=facts)
    gone = plan.channels.filter(name__in=set(current.channels) - set(target.channels))
    gone.filter(proofs__isnull=True).delete()
    gone.update(withdrawn_on=on)


def _themes(plan: Plan, current: Version, target: Version) -> Themes:
    """The rows of the target's themes by ref. A title that is here from before an amendment is used again."""
    rows = {str(theme.pk): theme for theme in plan.themes.all()}
    titled = {theme.title: theme for theme in rows.values()}
    found: Themes = {None: None}
    for ref, title in target.themes.items():
        own = rows.get(ref)
        if own and own.title == title:
            found[ref] = own
        elif here := titled.get(title):
            found[ref] = here
            plan.points.filter(theme=own, withdrawn_on__isnull=True).exclude(theme=None).update(theme=here)
        elif own:
            own.title, found[ref] = title, own
            own.save(update_fields=["title"])
        else:
            found[ref] = Theme.objects.create(plan=plan, title=title, position=len(rows) + 1)
    return found


def _points(plan: Plan, current: Version, target: Version, themes: Themes, amendment: Amendment) -> None:
    directory = Directory()
    gone = current.entries.keys() - target.entries.keys()
    plan.points.filter(pk__in=gone).update(withdrawn_on=amendment.takes_effect_on, withdrawn_by=amendment)
    kept = {ref: entry for ref, entry in target.entries.items() if ref in current.entries}
    renumbered = [ref for ref, entry in kept.items() if entry.number != current.entries[ref].number]
    plan.points.filter(pk__in=renumbered).update(number=None)  # numbers may be exchanged: they are freed first
    rows = {str(point.pk): point for point in plan.points.filter(pk__in=kept)}
    for ref, entry in kept.items():
        if entry != current.entries[ref]:
            _change(rows[ref], current.entries[ref], entry, themes, directory)
    for ref, entry in target.entries.items():
        if ref not in kept:
            _add(plan, entry, themes[entry.theme], directory)


def _change(point: Point, before: Entry, entry: Entry, themes: Themes, directory: Directory) -> None:
    point.number, point.title, point.description = entry.number, entry.title, entry.description
    if entry.theme != before.theme:
        point.theme = themes[entry.theme]
    point.save(update_fields=["number", "title", "description", "theme"])
    if (entry.units, entry.co_units) != (before.units, before.co_units):
        _parts(point, entry, directory)


def _add(plan: Plan, entry: Entry, theme: Theme | None, directory: Directory) -> None:
    """A new point; one that was taken out before and is named again comes back with its sessions."""
    for point in plan.points.filter(withdrawn_on__isnull=False, kind=entry.kind, title=entry.title):
        if set(point.units.values_list("name", flat=True)) & set(entry.units):
            point.withdrawn_on = point.withdrawn_by = None
            point.number, point.theme, point.description = entry.number, theme, entry.description
            point.save(update_fields=["withdrawn_on", "withdrawn_by", "number", "theme", "description"])
            _parts(point, entry, directory)
            return
    read: dict[str, Any] = {
        "number": entry.number,
        "title": entry.title,
        "description": entry.description,
        "units": entry.units,
        "co_units": entry.co_units,
    }
    importing.add_point(plan, theme, entry.kind, read, directory)


def _parts(point: Point, entry: Entry, directory: Directory) -> None:
    point.parts.all().delete()
    importing.add_parts(point, entry.units, entry.co_units, directory)


def _rules(plan: Plan, current: Version, target: Version) -> None:
    plan.rules.filter(code__in=current.rules.keys() - target.rules.keys()).delete()
    for code, values in target.rules.items():
        if current.rules.get(code) != values:
            importing.possible(Rule(code=code, **values))
            Rule.objects.update_or_create(plan=plan, code=code, defaults=values)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
