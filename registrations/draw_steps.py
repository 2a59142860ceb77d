"""A draw step by step, as everybody sees it: on its page and on the screen in the hall."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.foundation import dates
from events.models import Category, Session
from registrations.draw import fingerprint, listed
from registrations.models import Draw


@dataclass(frozen=True)
class Step:
    """`key` names the step in an address; `signs` stand large beside it, each with its label; `quote` is the unit's."""

    key: str
    label: str
    text: str
    is_done: bool
    note: str = ""
    signs: Sequence[tuple[str, str]] = ()
    quote: str = ""


@dataclass(frozen=True)
class Place:
    """One entry in the order of the draw."""

    number: int
    code: str
    category: str
    people: int
    is_selected: bool


@dataclass(frozen=True)
class Outcome:
    """What came of a draw that was held."""

    places: Sequence[Place]
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def selected(self) -> list[Place]:
        return [place for place in self.places if place.is_selected]

    @property
    def reserves(self) -> list[Place]:
        return [place for place in self.places if not place.is_selected]

    def find(self, code: str) -> Place | None:
        return next((place for place in self.places if place.code == code), None)


def outcome(draw: Draw) -> Outcome | None:
    """Read from the record alone; None before the draw, and for one that was held before records were kept."""
    facts: dict[str, Any] = draw.facts
    if not facts:
        return None
    parties = {str(party.key): party for party in listed("\n".join(facts["entries"]))}
    selected = set(facts["selected"])
    places = [
        Place(number, code, str(Category(parties[code].category).label), parties[code].seats, code in selected)
        for number, code in enumerate(facts["order"], 1)
    ]
    return Outcome(places, facts["left_out"])


def steps(draw: Draw, session: Session) -> list[Step]:
    """From the seed to the record: what is done, when it was done or is to be done, and what it proves."""
    return [
        _seed(draw),
        _list(draw, session),
        *([_value(draw)] if draw.value_source else []),
        _held(draw),
        _record(draw),
    ]


def unproved(draw: Draw, session: Session) -> list[str]:
    """What nobody can see from this draw, in sentences; empty where everything is proved."""
    found = []
    if not draw.value_source:
        found.append(
            _(
                "No public value was named. The fingerprint proves that the secret number was not changed after its "
                "publication; that the portal did not work out the order beforehand has to be taken on trust."
            )
        )
    if session.signup_closes_at and draw.committed_at >= session.signup_closes_at:
        found.append(_("The secret number was fixed only after sign-up had closed."))
    if draw.value_known_at and draw.frozen_at and draw.frozen_at >= draw.value_known_at:
        found.append(_("The list was frozen only after the public value was known."))
    return found


def _seed(draw: Draw) -> Step:
    return Step(
        "seed",
        _("The secret number is fixed"),
        _(
            "The portal has made a secret random number. Its fingerprint is published here, so that the number cannot "
            "be changed afterwards, and nobody can tell the number from it."
        ),
        True,
        dates.moment(draw.committed_at),
        [(_("Fingerprint of the secret number (SHA-256)"), draw.seed_fingerprint)],
    )


def _list(draw: Draw, session: Session) -> Step:
    label = _("The list is frozen")
    if draw.frozen_at is None:
        closes = session.signup_closes_at
        text = _("When sign-up has closed, every entry stands here with its public code, its category and its people.")
        return Step("list", label, text, False, _("at closing: %s") % dates.moment(closes) if closes else "")
    count = draw.entries.count("\n")
    text = ngettext(
        "%(count)d entry is on the list. From now on nobody is added; an entry can only be withdrawn.",
        "%(count)d entries are on the list. From now on nobody is added; an entry can only be withdrawn.",
        count,
    )
    signs = [(_("Fingerprint of the list (SHA-256)"), draw.list_fingerprint)]
    return Step("list", label, text % {"count": count}, True, dates.moment(draw.frozen_at), signs)


def _value(draw: Draw) -> Step:
    label, source = _("The public value is known"), draw.value_source
    if draw.value_at is None:
        text = _("It was announced beforehand which. Nobody controls it, and everybody can look it up.")
        known = dates.moment(draw.value_known_at) if draw.value_known_at else ""
        return Step("value", label, text, False, _("from %s") % known if known else "", quote=source)
    text = _("Two people have typed it in, each without seeing what the other typed.")
    return Step("value", label, text, True, dates.moment(draw.value_at), [(_("Public value"), draw.value)], source)


def _held(draw: Draw) -> Step:
    label = _("The draw is held")
    if draw.drawn_at is None:
        text = _("Secret number and public value together decide the order. Nobody can choose it, and it is held once.")
        when = _("not before %s") % dates.moment(draw.planned_at) if draw.planned_at else ""
        return Step("draw", label, text, False, when)
    found = outcome(draw)
    text = _("The draw has been held.")
    if found:
        counts = {"selected": len(found.selected), "reserves": len(found.reserves)}
        text = _("%(selected)d entries are drawn; %(reserves)d wait in the order of the draw.") % counts
    return Step("draw", label, text, True, dates.moment(draw.drawn_at))


def _record(draw: Draw) -> Step:
    label = _("Everybody can check it")
    if not draw.record or draw.drawn_at is None:
        text = _("With the result the secret number is published, and all that anybody needs to repeat the draw.")
        return Step("record", label, text, False)
    text = _("The secret number is no secret any more.")
    signs = [
        (_("The secret number"), draw.facts["seed"]),
        (_("Fingerprint of the file with all facts (SHA-256)"), fingerprint(draw.record)),
    ]
    return Step("record", label, text, True, dates.moment(draw.drawn_at), signs)
