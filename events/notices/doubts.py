"""What a notice leaves uncertain: a code, the line it stands in, and a sentence for the person who decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "no_points": _("No open points here."),
    "themes_differ": _("The notice declares %(declared)s themes, %(found)s were read."),
    "points_differ": _("The notice declares %(declared)s open points, %(found)s were read."),
    "number_repeated": _("Open point %(number)s stands more than once."),
    "number_missing": _("Open point %(number)s is missing between its neighbours."),
    "point_unnumbered": _("This looks like an open point, but has no number."),
    "number_from_list": _("The open point has no number of its own; its number in the list, %(number)s, was taken."),
    "point_outside_theme": _("This open point stands in no theme, while others do."),
    "range_too_long": _("A range of so many open points is hardly meant: %(text)s"),
    "title_missing": _("No title was found."),
    "title_unclosed": _("The bracket around the title is not closed: where the title ends is a guess."),
    "unit_missing": _("No lead unit was found."),
    "unit_from_title": _("A unit stands where the title is expected; it was taken for the lead unit."),
    "unit_unlabelled": _("A unit without a label was taken for the lead unit."),
    "unit_from_theme": _("The open point names no unit; that of its theme was taken."),
    "units_not_paired": _("There are %(points)s open points and %(units)s units: which belongs to which is a guess."),
    "units_open_ended": _("The list of units ends in “and others”."),
    "units_by_role": _("One unit leads, others carry out: the others were taken for co-units."),
    "masked": _("The text is masked here."),
    "table_row_unread": _("This table row does not fit its columns."),
    "merged_cell": _("An empty cell was filled from the row above."),
    "date_without_year": _("The date has no year; %(year)s was taken."),
    "date_tentative": _("The date is not fixed."),
    "session_from_prose": _("A session was read from a running sentence."),
    "dates_several": _("Several dates stand here; the first was taken."),
    "date_unread": _("No date could be read here."),
    "weekday_differs": _("The weekday does not belong to the date."),
    "date_outside_period": _("The date lies outside the period of the plan."),
    "session_before_notice": _("The session lies before the day of the notice itself."),
    "signup_after_start": _("Sign-up closes on the day of the session or later: nobody can be told before."),
    "signup_closes_late": _(
        "Sign-up closes on %(closes)s: those selected must be told %(days)s days ahead, by %(due)s at the latest."
    ),
    "announced_late": _("From %(announced)s to %(day)s there are %(left)s days; the rule asks for %(days)s."),
    "capacity_plain": _("A number without “about”, “at most” or “at least”; it was taken as “about”."),
    "capacity_summed": _("No number of all who may come is given; the groups make %(seats)s."),
    "capacity_of_firms": _("The number counts firms, not people."),
    "rules_differ": _("The notice states this rule twice, with different values."),
    "rule_impossible": _("Nobody could keep this rule: %(text)s"),
    "filing_before_notice": _("The filing day, %(day)s, lies before the notice itself."),
    "filing_relative": _("A day for filing that depends on the activity is no date: %(text)s"),
    "deadline_unread": _("A period of days whose meaning was not understood: %(text)s"),
    "line_unread": _("This line among the activities gave nothing."),
}


@dataclass(frozen=True)
class Doubt:
    """`line` is None where the doubt is about the whole document; `keys` are the items that it touches."""

    line: int | None
    code: str
    text: str = ""
    values: tuple[tuple[str, object], ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        return str(MESSAGES[self.code] % {"text": self.text, **dict(self.values)})


class Doubts:
    """Collects doubts while a notice is parsed: the same one on the same line once, `needless` codes not at all."""

    def __init__(self) -> None:
        self._found: dict[Doubt, None] = {}
        self.needless: set[str] = set()

    def add(self, line: int | None, code: str, text: str = "", **values: object) -> None:
        if code in self.needless:
            return
        self._found[Doubt(line, code, text, tuple(sorted(values.items())))] = None

    def withdraw(self, code: str) -> None:
        """What is known by now leaves no doubt."""
        self._found = {doubt: None for doubt in self._found if doubt.code != code}

    def __iter__(self) -> Iterator[Doubt]:
        return iter(sorted(self._found, key=lambda doubt: (doubt.line is not None, doubt.line or 0)))
