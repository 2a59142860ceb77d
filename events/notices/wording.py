"""A change in words: of what, from what to what, and what it will mean."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from events.foundation import languages
from events.models import Channel, Duty, Plan, Point, Rule, Theme
from events.notices.amending import ADDED, CHANGED, CHANNEL, ENTRY, GONE, RULE, THEME, Change

NOTHING = "–"
MOST_NAMED = 8
KINDS = {
    ADDED: pgettext_lazy("amendment", "new"),
    CHANGED: pgettext_lazy("amendment", "changed"),
    GONE: pgettext_lazy("amendment", "no longer named"),
}
# What a fact of the document, or an aspect of a point, is called.
FIELDS = {"issued_on": "written_on"}
# Values that every reader sees in their own language; the others are the document's own words.
TRANSLATED = frozenset({RULE, "period", "issued_on", "published_on", "point_number"})
NAMES = {field.name: field.verbose_name for field in Plan._meta.concrete_fields}
PARTS = {
    "period": gettext_lazy("period"),
    CHANNEL: Channel._meta.verbose_name,
    THEME: Theme._meta.verbose_name,
    "point_number": gettext_lazy("number"),
    "point_title": gettext_lazy("title"),
    "point_theme": gettext_lazy("theme"),
    "point_units": gettext_lazy("lead units"),
    "point_co_units": gettext_lazy("co-units"),
    "point_description": gettext_lazy("description"),
}


def label(change: Change) -> str:
    """Of what: 开放点6 社银合作 · 主责单位."""
    thing, title, aspect = about(change)
    return " · ".join(part for part in (f"{thing} {title}".strip(), aspect) if part)


def about(change: Change) -> tuple[str, str, str]:
    """The kind of thing, its title as the document has it, and which side of it changes; empty where there is none."""
    if change.part == RULE:
        return str(Rule.Code(change.ref).label), "", ""
    part, title = str(PARTS.get(change.part, "")), change.name.get("title", "")
    if "kind" in change.name:  # a point or a talk
        return Point(kind=change.name["kind"], number=change.name["number"]).label, title, part
    return part or str(NAMES[FIELDS.get(change.part, change.part)]), title, ""


def value(change: Change, side: Any) -> str:
    """The value before or after, as text."""
    if side in (None, "", [], ()):
        return NOTHING
    return VALUES[change.part](side) if change.part in VALUES else str(side)


def sentence(change: Change, side: Any) -> str:
    """The sentence of a rule, as it stands in the document; nothing for anything else."""
    return side["source"] if change.part == RULE and side else ""


def meanings(change: Change) -> list[str]:
    """What follows for sessions and duties, as sentences."""
    return MEANINGS[change.part](change) if change.part in MEANINGS else []


def overdue(duties: Collection[Duty]) -> str:
    """Which duties the change makes overdue at once, and what that means for them."""
    named = [
        _("%(unit)s: %(duty)s, last day %(day)s") % {"unit": duty.unit, "duty": duty, "day": date_format(duty.due_on)}
        for duty in list(duties)[:MOST_NAMED]
    ]
    if more := len(duties) - len(named):
        named.append(ngettext("%(n)d more", "%(n)d more", more) % {"n": more})
    told = ngettext(
        "%(n)d open duty is overdue at once: %(duties)s. It counts as late, and its unit has to say why: leave this "
        "change out, or agree with the unit first.",
        "%(n)d open duties are overdue at once: %(duties)s. They count as late, and their units have to say why: leave "
        "this change out, or agree with the units first.",
        len(duties),
    )
    return told % {"n": len(duties), "duties": pgettext("list of facts", "; ").join(named)}


def kept(change: Change) -> dict[str, Any]:
    """The change as an amendment keeps it: its values, and its words in the official language."""
    with languages.official():
        words = {
            "label": label(change),
            "before": value(change, change.before),
            "after": value(change, change.after),
        }
    return {**change.as_json(), "words": words}


def told(one: dict[str, Any]) -> dict[str, Any]:
    """A change that an amendment kept, in the language of this moment."""
    change = Change.of_json({name: part for name, part in one.items() if name != "words"})
    thing, title, aspect = about(change)
    return {
        "change": change,
        "kind": KINDS[change.kind],
        "label": label(change),
        "thing": thing,
        "title": title,
        "aspect": aspect,
        "is_written": change.part not in TRANSLATED,
        "before": value(change, change.before),
        "after": value(change, change.after),
    }


def _entry_in_words(values: dict[str, Any]) -> str:
    theme = values["theme"]
    parts = {
        PARTS["point_theme"]: theme["title"] if theme else "",
        PARTS["point_units"]: languages.listed(values["units"]),
        PARTS["point_co_units"]: languages.listed(values["co_units"]),
    }
    said = [_("%(label)s: %(value)s") % {"label": label, "value": text} for label, text in parts.items() if text]
    return pgettext("list", "; ").join([values["title"], *said])


def _period(side: dict[str, str | None]) -> str:
    first, last = (_day(day) if day else "…" for day in (side["from"], side["to"]))
    return f"{first} – {last}"


def _day(iso: str) -> str:
    return date_format(date.fromisoformat(iso))


VALUES: dict[str, Callable[[Any], str]] = {
    "issued_on": _day,
    "published_on": _day,
    "period": _period,
    "point_theme": lambda side: side["title"],
    "point_units": languages.listed,
    "point_co_units": languages.listed,
    RULE: lambda side: Rule.in_words(side["value"], side["unit"]),
    ENTRY: _entry_in_words,
}


def _of_entry(change: Change) -> list[str]:
    if change.kind == ADDED:
        return [_("Each of its lead units owes a session.")]
    if not change.sessions:
        return [_("It is withdrawn: nobody owes it any more.")]
    stays = _("The point stays, marked as no longer in the plan; nobody owes it any more.")
    return [_sessions(change.sessions), stays]


def _of_units(change: Change) -> list[str]:
    moved = _("Who leads it now owes a session; who no longer leads it does not.")
    if not change.sessions:
        return [moved]
    drafts = _("A session that is not announced yet needs a holding unit that leads the point now, or is cancelled.")
    return [moved, _sessions(change.sessions), drafts]


def _sessions(n: int) -> str:
    return ngettext(
        "%(n)d session stands under it; it is kept, with its sign-ups.",
        "%(n)d sessions stand under it; they are kept, with their sign-ups.",
        n,
    ) % {"n": n}


def _of_duties(change: Change) -> list[str]:
    if not change.duties:
        return []
    return [
        ngettext(
            "%(n)d open duty gets a new last day; what is closed stays as it is.",
            "%(n)d open duties get a new last day; what is closed stays as it is.",
            change.duties,
        )
        % {"n": change.duties}
    ]


def _of_rule(change: Change) -> list[str]:
    gone = [_("Where the plan is silent, the office's default applies.")] if change.kind == GONE else []
    return [*gone, *_of_duties(change)]


def _of_channel(change: Change) -> list[str]:
    if change.kind == GONE:
        return [_("Announcements need not stand there any more; what is recorded stays.")]
    return [_("Announcements that are not complete yet must stand there as well.")]


MEANINGS: dict[str, Callable[[Change], list[str]]] = {
    ENTRY: _of_entry,
    "point_units": _of_units,
    "period": _of_duties,
    RULE: _of_rule,
    CHANNEL: _of_channel,
}
