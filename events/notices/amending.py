"""What a new version of a plan's document changes: pure, from two versions to the changes between them.

Silence in the heading, the period and the columns changes nothing: a later version need not repeat its index number.
A channel, theme, point, talk or rule that is no longer named is a change of its own, which a person chooses or leaves.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from events.notices import pairing
from events.notices.folding import fold
from events.notices.notice import CERTAIN
from events.notices.version import Entry, Origin, Version

ADDED, CHANGED, GONE = "added", "changed", "gone"
CHANNEL, THEME, ENTRY, RULE = "channel", "theme", "entry", "rule"
# The open duties that a change of the period moves: what is still to be held.
HOLD = "hold"
# What can change about an entry that stands in both versions.
ASPECTS = ("number", "title", "theme", "units", "co_units", "description")


@dataclass(frozen=True)
class Change:
    """One difference. `part` says of what (a fact's name, channel, theme, entry, rule, point_… for an aspect of an
    entry), `ref` of which, `name` how that is called; `lines` are those of the new document.

    `sessions` stand under the point today; `duties` are open today by the rule that changes.
    """

    key: str
    kind: str
    part: str
    ref: str = ""
    name: dict[str, Any] = field(default_factory=dict)
    before: Any = None
    after: Any = None
    lines: tuple[int, ...] = ()
    grade: str = CERTAIN
    sessions: int = 0
    duties: int = 0

    @property
    def is_sure(self) -> bool:
        """Nothing disappears and nothing that was read unsurely holds before a person has looked at it."""
        return self.grade == CERTAIN and self.after not in (None, "", [], ())

    def is_as(self, other: Change | None) -> bool:
        """Whether the same values change, whatever has meanwhile come to stand under them."""
        return other is not None and (self.key, self.before, self.after) == (other.key, other.before, other.after)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "lines": list(self.lines)}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Change:
        return cls(**{**kept, "lines": tuple(kept["lines"])})


def changes(current: Version, found: Version) -> tuple[Change, ...]:
    """Everything in which the new version differs, in the order of a document; empty where it says the same."""
    paired = pairing.entries(current, found)
    themes = pairing.themes(current, found, paired)
    return (
        *_facts(current, found),
        *_channels(current, found),
        *_themes(current, found, themes),
        *_entries(current, _with_themes(found, themes), paired),
        *_rules(current, found),
    )


def fingerprint(shown: Iterable[Change]) -> str:
    """What was shown to a person: the same for the same differences."""
    values = [[change.key, change.before, change.after] for change in shown]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def is_same(one: Any, other: Any) -> bool:
    """Texts are the same but for blanks, width and script, as when a document was typed anew."""
    return _plain(one) == _plain(other)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return fold(value).text
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _origin(origin: Origin | None) -> dict[str, Any]:
    return {"lines": origin.lines, "grade": origin.grade} if origin else {}


def _facts(current: Version, found: Version) -> Iterator[Change]:
    for name, after in found.facts.items():
        said = any(after.values()) if isinstance(after, dict) else after
        if said and not is_same(current.facts[name], after):
            duties = current.open_duties.get(HOLD, 0) if name == "period" else 0
            facts = {"before": current.facts[name], "after": after, "duties": duties}
            yield Change(name, CHANGED, name, **facts, **_origin(found.origins.get(name)))


def _channels(current: Version, found: Version) -> Iterator[Change]:
    here, there = ({fold(name).text: name for name in version.channels} for version in (current, found))
    for folded, name in there.items():
        if folded not in here:
            origin = found.origins.get(f"channel.{name}")
            yield Change(f"channel.{name}", ADDED, CHANNEL, name, {"title": name}, after=name, **_origin(origin))
    for folded, name in here.items():
        if folded not in there:
            yield Change(f"channel.{name}", GONE, CHANNEL, name, {"title": name}, before=name)


def _themes(current: Version, found: Version, same: dict[str, str]) -> Iterator[Change]:
    for ref, title in found.themes.items():
        origin, here = _origin(found.origins.get(f"theme.{ref}")), same.get(ref)
        if here is None:
            yield Change(f"theme.{ref}", ADDED, THEME, ref, {"title": title}, after=title, **origin)
        elif not is_same(current.themes[here], title):
            name = {"title": current.themes[here]}
            yield Change(f"theme.{here}", CHANGED, THEME, here, name, current.themes[here], title, **origin)
    for ref, title in current.themes.items():
        if ref not in same.values():
            yield Change(f"theme.{ref}", GONE, THEME, ref, {"title": title}, before=title)


def _with_themes(found: Version, same: dict[str, str]) -> Version:
    """The new version, its themes called by the refs that they have in the old one."""
    entries = {
        ref: replace(entry, theme=same.get(entry.theme, entry.theme) if entry.theme else None)
        for ref, entry in found.entries.items()
    }
    themes = {same.get(ref, ref): title for ref, title in found.themes.items()}
    return replace(found, entries=entries, themes=themes)


def _entries(current: Version, found: Version, paired: dict[str, str]) -> Iterator[Change]:
    for new in found.entries.values():
        if new.ref in paired:
            yield from _aspects(current, found, current.entries[paired[new.ref]], new)
        else:
            facts = {"name": _name(new), "after": found.entry_values(new), **_origin(new.origin)}
            yield Change(f"point.{new.ref}", ADDED, ENTRY, new.ref, **facts)
    for old in current.entries.values():
        if old.ref not in paired.values():
            before = current.entry_values(old)
            yield Change(f"point.{old.ref}", GONE, ENTRY, old.ref, _name(old), before, sessions=old.sessions)


def _aspects(current: Version, found: Version, old: Entry, new: Entry) -> Iterator[Change]:
    before, after = current.entry_values(old), found.entry_values(new)
    for aspect in ASPECTS:
        same = old.theme == new.theme if aspect == "theme" else is_same(before[aspect], after[aspect])
        if not same:
            yield Change(
                f"point.{old.ref}.{aspect}",
                CHANGED,
                f"point_{aspect}",
                old.ref,
                _name(old),
                before[aspect],
                after[aspect],
                sessions=old.sessions,
                **_origin(new.origin),
            )


def _name(entry: Entry) -> dict[str, Any]:
    return {"kind": entry.kind, "number": entry.number, "title": entry.title}


def _rules(current: Version, found: Version) -> Iterator[Change]:
    for code, after in found.rules.items():
        before = current.rules.get(code)
        if before is None or not is_same(before, after):
            kind = CHANGED if before else ADDED
            facts = {"duties": current.open_duties.get(code, 0), **_origin(found.origins.get(f"rule.{code}"))}
            yield Change(f"rule.{code}", kind, RULE, code, before=before, after=after, **facts)
    for code, before in current.rules.items():
        if code not in found.rules:
            yield Change(f"rule.{code}", GONE, RULE, code, before=before, duties=current.open_duties.get(code, 0))
