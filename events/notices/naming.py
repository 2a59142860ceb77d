"""What an item of a reading is called when it is spoken of: 开放点7, 专题“便民服务”, 发布报告."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from events.foundation import languages
from events.models import Rule
from events.notices import deciding

MOST_NAMED = 8
NAMES = {
    "header.title": gettext_lazy("Title"),
    "header.document_number": gettext_lazy("Document number"),
    "header.index_number": gettext_lazy("Index number"),
    "header.issuer": gettext_lazy("Issuer"),
    "header.issued_on": gettext_lazy("Issued on"),
    "header.published_on": gettext_lazy("Published on"),
    "header.validity": gettext_lazy("Validity"),
    "period": gettext_lazy("Period of activities"),
    "declared.themes": gettext_lazy("Declared themes"),
    "declared.points": gettext_lazy("Declared open points"),
    "column": gettext_lazy("Column of the website"),
    "channel": gettext_lazy("Channel"),
    "category": gettext_lazy("Category of participants"),
}
# What a person said of an item, and the names of its values.
VERDICTS = {
    deciding.ACCEPT: pgettext_lazy("what was read", "accepted"),
    deciding.CORRECT: pgettext_lazy("what was read", "corrected"),
    deciding.REFUSE: pgettext_lazy("what was read", "refused"),
    deciding.POINT: pgettext_lazy("what was read", "made an open point"),
    deciding.TALK: pgettext_lazy("what was read", "made a policy talk"),
    deciding.NOTHING: pgettext_lazy("what was read", "nothing in it"),
}
LABELS = {
    "value": gettext_lazy("Value"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "number": gettext_lazy("Number"),
    "title": gettext_lazy("Title"),
    "units": gettext_lazy("Lead units"),
    "co_units": gettext_lazy("Co-units"),
    "description": gettext_lazy("Description"),
    "theme": gettext_lazy("Theme"),
    "point": gettext_lazy("Open point"),
    "starts": gettext_lazy("Begins"),
    "ends": gettext_lazy("Ends"),
    "place": gettext_lazy("Place"),
    "capacity": gettext_lazy("Number of people"),
    "signup_closes": gettext_lazy("Sign-up until"),
    "tentative": gettext_lazy("Not fixed yet"),
    "mode": gettext_lazy("Way of holding"),
    "unit": gettext_lazy("Counted in"),
}


def name(key: str, entry: dict[str, Any] | None = None) -> str:
    """The name of the item with this key; themes, points, talks, sessions and rules are told by their entry too."""
    stem, _dot, rest = key.partition(".")
    if known := NAMES.get(key) or NAMES.get(stem):
        return str(known)
    title, found = (entry or {}).get("title"), entry or {}
    if stem == "line":
        return _("Line %(number)s") % {"number": rest}
    if stem == "rule":
        code = found.get("code", rest.partition(".")[0])
        return str(Rule.Code(code).label) if code in Rule.Code.values else code
    if stem == "point" and (number := found.get("number")):
        return _("Open point %(number)s") % {"number": number}
    kind = {"theme": _("Theme"), "talk": _("Policy talk"), "session": _("Session")}.get(stem, _("Open point"))
    return pgettext("kind of item and its title", "%(kind)s “%(title)s”") % {
        "kind": kind,
        "title": title or pgettext("title", "without a title"),
    }


def listed(reading: dict[str, Any], keys: Iterable[str]) -> str:
    """The names of these items one after the other, the first of them where there are many."""
    known = {entry["key"]: entry for entry in deciding.entries(reading)}
    names = [name(key, known.get(key)) for key in keys]
    told = languages.listed(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    if more <= 0:
        return told
    return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % {"names": told, "n": more}


def told(decision: Mapping[str, Any]) -> str:
    """A decision in words, for the record: 已更正；编号 3；标题 救助流程."""
    written = [
        f"{LABELS[field]} {languages.listed(value) if isinstance(value, list) else value}"
        for field, value in decision["values"].items()
        if value not in (None, "", [], False)
    ]
    return pgettext("list of facts", "; ").join([str(VERDICTS[decision["verdict"]]), *written])
