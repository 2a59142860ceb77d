"""The one letter a day in which a person reads of all duties that have reached a stage, each with the way to its step.

A unit's own people read what is overdue, then what is due today, then what lies ahead; the office reads unit by unit.
All is said in the language of the moment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.foundation import dates, languages, workdays
from events.models import Duty, Staff

# Of the sentence of a rule, as much as a telephone shows in two lines; the page of the duty has all of it.
SENTENCE = 60


@dataclass(frozen=True)
class Line:
    """A duty to be told of, and the working days that are left: 0 on its last day, None once that has passed."""

    duty: Duty
    left: int | None

    @property
    def order(self) -> int:
        """Overdue, today, ahead."""
        return 0 if self.left is None else 1 if self.left == 0 else 2


Groups = list[tuple[str, list[Line]]]


def words(lines: Sequence[Line], to: Staff, *, today: date) -> dict[str, object]:
    """The placeholders of the letter."""
    ordered = sorted(lines, key=lambda line: (line.order, line.duty.due_on, line.duty.pk))
    groups = _by_unit(ordered) if to.sees_everything else _by_urgency(ordered)
    return {"summary": summary(lines), "today": dates.day(today), "duties": _text(groups, today)}


def summary(lines: Iterable[Line]) -> str:
    """逾期1项、今日到期2项: the subject of the letter."""
    number = [0, 0, 0]
    for line in lines:
        number[line.order] += 1
    overdue, due, ahead = number
    parts = [
        ngettext("%(n)d overdue", "%(n)d overdue", overdue) % {"n": overdue} if overdue else "",
        ngettext("%(n)d due today", "%(n)d due today", due) % {"n": due} if due else "",
        ngettext("%(n)d ahead", "%(n)d ahead", ahead) % {"n": ahead} if ahead else "",
    ]
    return languages.listed(filter(None, parts))


def _by_urgency(lines: Iterable[Line]) -> Groups:
    titles = (_("Overdue"), _("Due today"), pgettext("duties", "Ahead"))
    groups: Groups = [(title, []) for title in titles]
    for line in lines:
        groups[line.order][1].append(line)
    return [(title, found) for title, found in groups if found]


def _by_unit(lines: Iterable[Line]) -> Groups:
    groups: dict[int, tuple[str, list[Line]]] = {}
    for line in lines:
        groups.setdefault(line.duty.unit_id, (line.duty.unit.name, []))[1].append(line)
    return sorted(groups.values(), key=lambda group: group[1][0].order)


def _text(groups: Groups, today: date) -> str:
    number, blocks = 0, []
    for title, lines in groups:
        blocks.append(_("== %(title)s (%(count)d)") % {"title": title, "count": len(lines)})
        for line in lines:
            number += 1
            blocks.append(_entry(number, line, today))
    return "\n\n".join(blocks)


def _entry(number: int, line: Line, today: date) -> str:
    duty = line.duty
    facts = {"number": number, "unit": duty.unit.name, "duty": duty.get_kind_display()}
    rows = [
        _("%(number)d. %(unit)s: %(duty)s") % facts,
        str(duty.cause),
        _("Last day: %(day)s (%(stand)s)") % {"day": _day(duty), "stand": _stand(line, today)},
        _rule(duty),
        _("It will be recorded as late; the page asks for the reason.") if line.left is None else "",
        _("Go to it: %(address)s") % {"address": address(duty)},
    ]
    head, *rest = filter(None, rows)
    return "\n   ".join([head, *rest])


def address(duty: Duty) -> str:
    """Leads, whenever it is followed, to the step by which the duty is done then."""
    return f"{settings.PORTAL_URL}{reverse('admin:events_duty_place', args=[duty.pk])}"


def _day(duty: Duty) -> str:
    day = dates.day(duty.due_on)
    return _("%(day)s (provisional)") % {"day": day} if duty.is_provisional else day


def _stand(line: Line, today: date) -> str:
    if line.left == 0:
        return _("today is the last working day for it")
    if line.left:
        return ngettext("%(n)s working day left", "%(n)s working days left", line.left) % {"n": line.left}
    late = workdays.calendar().days_until(line.duty.due_on, today)
    return ngettext("%(n)s working day late", "%(n)s working days late", late) % {"n": late}


def _rule(duty: Duty) -> str:
    source = _("office default, no sentence") if duty.rule_is_default else duty.rule_source
    sentence = Truncator(" ".join(source.split())).chars(SENTENCE)
    value = duty.rule_words if duty.rule_value else ""
    found = [part for part in (value, sentence) if part]
    return _("Rule: %(rule)s") % {"rule": " · ".join(found)} if found else ""
