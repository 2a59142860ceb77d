"""A notice in words for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from events.models import Rule
from events.notices import notice as found
from events.notices import occasions
from events.notices.doubts import Doubt
from events.notices.notice import Notice, Passage, Point, Session


def lines(notice: Notice) -> Iterator[str]:
    """What was found, part by part; a part without content is left out."""
    yield from _header(notice)
    for theme in notice.themes:
        yield ""
        yield _("Theme: %(title)s") % {"title": theme.title or "—"}
        yield from (_point(point) for point in theme.points)
    yield from _part(_("Policy talks"), [f"  {talk.title or '—'}　{_units(talk.units)}" for talk in notice.talks])
    yield from _part(_("Sessions read"), [_session(session) for session in notice.sessions])
    yield from _part(_("Rules"), [_rule(rule) for rule in notice.rules])
    yield from _part(_("Doubts"), [_doubt(doubt) for doubt in notice.doubts])
    yield from _part(_("Lines among the activities that gave nothing"), [_passage(one) for one in notice.unread])
    yield ""
    yield _("Running text: %(count)s paragraphs") % {"count": len(notice.prose)}


def _header(notice: Notice) -> Iterator[str]:
    head, listed = notice.header, "、".join
    for label, value in (
        (_("Title"), head.title),
        (_("Document number"), head.document_number),
        (_("Index number"), head.index_number),
        (_("Issuer"), head.issuer),
        (_("Issued on"), head.issued_on),
        (_("Published on"), head.published_on),
        (_("Validity"), head.validity),
        (_("Period of activities"), f"{notice.period.first} – {notice.period.last}" if notice.period.first else None),
        (_("Declared themes"), notice.declared.themes),
        (_("Declared open points"), notice.declared.points),
        (_("Columns of the website"), listed(notice.columns)),
        (_("Channels"), listed(notice.channels)),
        (_("Categories"), listed(notice.categories)),
    ):
        if value:
            yield _("%(label)s: %(value)s") % {"label": label, "value": value}


def _part(title: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield ""
        yield title
        yield from rows


def _point(point: Point) -> str:
    number = "—" if point.number is None else str(point.number)
    helpers = _(" (with %(units)s)") % {"units": _units(point.co_units)} if point.co_units else ""
    return f"  {number:>3}  {point.title or '—'}　{_units(point.units)}{helpers}"


def _units(names: tuple[str, ...]) -> str:
    return "、".join(names) or "—"


def _rule(rule: found.Rule) -> str:
    value = f"{rule.value}" if rule.unit in ("date", "share") else f"{rule.value} {Rule.Unit(rule.unit).label}"
    return f"  {Rule.Code(rule.code).label}　{value}　{rule.source}"


def _doubt(doubt: Doubt) -> str:
    message = doubt.message
    text = f"　{doubt.text}" if doubt.text and doubt.text not in message else ""
    return f"  {_place(doubt.line)}{message}{text}"


def _session(session: Session) -> str:
    when = " – ".join(str(moment) for moment in (session.starts, session.ends) if moment) or "—"
    place = f"　{session.place}" if session.place else ""
    lacks = occasions.lacks(found.plain(session))
    told = f"　{_('Stays a proposal. %(reason)s') % {'reason': lacks}}" if lacks else ""
    return f"  {_place(session.line)}{when}　{session.title or '—'}　{_units(session.units)}{place}{told}"


def _passage(passage: Passage) -> str:
    return f"  {_place(passage.line)}{passage.text}"


def _place(line: int | None) -> str:
    return "" if line is None else _("line %(line)s: ") % {"line": line}
