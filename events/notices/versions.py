"""Of which plan a document is probably a version: proposed with the reason, for a person to choose.

The document number says it for certain; else the issuing unit and the title, both of the same year.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from events.models import Plan
from events.notices.folding import fold
from events.units import forms

YEAR = re.compile(r"(20\d\d)\s*年?度?")
# What a title has beside the name of the plan: who changes what how, and the kind of the paper around it.
AROUND = re.compile(
    r"关于|印发|公布|修订|修改|调整|补充|变更|更正|完善|进一步|部分|内容|事项|的|通知|公告|稿|版"
    r"|[\"'()<>《》、,。:\s]"
)
LEAST = 6  # characters that a shorter title must have to be found in a longer one


@dataclass(frozen=True)
class Candidate:
    plan: Plan
    reason: str


def candidates(found: dict[str, Any], text: str, plans: Iterable[Plan]) -> list[Candidate]:
    """Of these plans the likely ones, the surest first; `found` is the reading of the document, `text` its words."""
    words = _number(text)
    judged = ((_likeness(found, words, plan), plan) for plan in plans)
    likely = [(*likeness, plan) for likeness, plan in judged if likeness]
    return [Candidate(plan, reason) for _rank, reason, plan in sorted(likely, key=lambda one: one[0])]


def holder(number: str | None, plans: Iterable[Plan]) -> Plan | None:
    """The plan that bears this document number, however its brackets and blanks are written."""
    wanted = _number(number)
    return next((plan for plan in plans if wanted and _number(plan.document_number) == wanted), None)


def _likeness(found: dict[str, Any], words: str, plan: Plan) -> tuple[int, str] | None:
    number = _number(plan.document_number)
    if number and number == _number(found["document_number"]):
        return 0, _("It bears the same document number, %(number)s.") % {"number": plan.document_number}
    if number and number in words:
        return 1, _("Its text names the document number %(number)s.") % {"number": plan.document_number}
    if _other_year(found, plan) or not _titles_agree(found["title"], plan.title):
        return None
    if not (found["issuer"] and plan.issuer):
        return 3, _("It has the same title; the issuing unit is not stated in both.")
    if forms(found["issuer"]) & forms(plan.issuer):
        return 2, _("It has the same issuing unit and the same title.")
    return None


def _number(text: str | None) -> str:
    return fold(text or "").text.replace("第", "").replace(" ", "")


def _other_year(found: dict[str, Any], plan: Plan) -> bool:
    """A plan of another year is another plan, and no version of this one."""
    named = YEAR.search(fold(found["title"] or "").text)
    period = found["period"] or {}
    year = named[1] if named else (period.get("from") or found["issued_on"] or "")[:4]
    return bool(year) and int(year) != plan.year


def _titles_agree(one: str | None, other: str) -> bool:
    """The same name, or the one within the other, once year and words of changing are left out."""
    shorter, longer = sorted([_core(one or ""), _core(other)], key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) >= LEAST and shorter in longer))


def _core(title: str) -> str:
    return AROUND.sub("", YEAR.sub("", fold(title).text))
