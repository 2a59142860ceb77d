"""The criteria of the performance review (绩效考核): pure functions of counted facts → evidence, and from it points.

The scale: a criterion gives the share of its judged items that kept the rule, so four announcements of five in time
earn four fifths of its points. Done late is told apart from not done, in the evidence and in every table, but earns
nothing: each criterion of the default scheme reads "in time", and half a point would be a number of our own making.
What is not due yet is shown and not judged. A criterion for which the plan has no rule, neither its own nor the
office's default, and one with nothing to judge yet, is not applicable; the rest is scaled to 100 (feedback/review.py).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Verdict(TextChoices):
    IN_TIME = "in_time", gettext_lazy("in time")
    LATE = "late", gettext_lazy("late")
    OVERDUE = "overdue", gettext_lazy("overdue")
    OPEN = "open", gettext_lazy("not due yet")
    KEPT = "kept", gettext_lazy("kept")
    BROKEN = "broken", gettext_lazy("not kept")


EARNING = frozenset({Verdict.IN_TIME, Verdict.KEPT})


@dataclass(frozen=True)
class RuleFact:
    """A rule that binds the plan: its value, its words, and the sentence it comes from."""

    value: int | date | Fraction | str | None
    words: str
    source: str = ""
    is_default: bool = False


@dataclass(frozen=True)
class DutyFact:
    kind: str
    label: str
    verdict: str
    due_on: date
    done_on: date | None = None
    link: str = ""
    rule: RuleFact | None = None
    note: str = ""


@dataclass(frozen=True)
class SessionFact:
    """A session that has begun, with its list; people and residents are counted on the confirmed list."""

    label: str
    day: date
    link: str = ""
    has_signup: bool = True
    way: str = ""
    listed_on: date | None = None
    is_list_kept: bool = False
    list_note: str = ""
    breach_reason: str = ""
    people: int = 0
    residents: int = 0
    is_held: bool = True
    head_present: bool | None = None


@dataclass(frozen=True)
class Facts:
    """All that is counted for one unit under one plan."""

    rules: Mapping[str, RuleFact] = field(default_factory=dict)
    duties: tuple[DutyFact, ...] = ()
    not_held: tuple[DutyFact, ...] = ()
    sessions: tuple[SessionFact, ...] = ()

    def of(self, *kinds: str) -> tuple[DutyFact, ...]:
        return tuple(duty for duty in self.duties if duty.kind in kinds)


@dataclass(frozen=True)
class Evidence:
    """One item behind a number: what it is about, by which rule, which day that gave, what was done when."""

    label: str
    verdict: str
    link: str = ""
    rule: RuleFact | None = None
    due_on: date | None = None
    done_on: date | None = None
    note: str = ""

    @property
    def is_judged(self) -> bool:
        return self.verdict != Verdict.OPEN

    @property
    def verdict_words(self) -> str:
        return str(Verdict(self.verdict).label)


@dataclass(frozen=True)
class Judgement:
    evidence: tuple[Evidence, ...] = ()
    why_not: str = ""

    @property
    def judged(self) -> int:
        return sum(item.is_judged for item in self.evidence)

    @property
    def kept(self) -> int:
        return sum(item.verdict in EARNING for item in self.evidence)

    @property
    def is_applicable(self) -> bool:
        return self.judged > 0

    def points(self, most: int) -> Fraction | None:
        """Points of at most `most`; None where the criterion is not applicable."""
        return Fraction(most * self.kept, self.judged) if self.judged else None


def judge(code: str, facts: Facts) -> Judgement:
    """The judgement of the criterion with this code."""
    return CRITERIA[code](facts)


def filed(facts: Facts) -> Judgement:
    """The unit's plan filed with the office by the day the plan names (S3: 2023年9月15日前…报…备案)."""
    return _of_duties(facts, "filing")


def announced(facts: Facts) -> Judgement:
    """Each session announced so many days ahead (S0: 提前5个工作日; S1: livestreams 3).

    A point or talk of the plan that was never held counts as one not announced: S1 wants every one of them held.
    Until the plan's period ends it is open, and not judged.
    """
    announcements = _of_duties(facts, "announce_onsite", "announce_livestream")
    missing = tuple(_duty_evidence(duty) for duty in facts.not_held)
    return _judgement(missing + announcements.evidence, announcements.why_not)


def selection(facts: Facts) -> Judgement:
    """A list confirmed before the session by the way that was announced, and the selected told in time.

    S0: 根据征集到的报名情况确定参与群众代表, the method stated and logged; S1: 最晚于活动开始前1个工作日…通知.
    """
    lists = tuple(_list_evidence(session) for session in facts.sessions if session.has_signup)
    told = tuple(_duty_evidence(duty) for duty in facts.of("tell_selected"))
    return _judgement(lists + told, _("No session with sign-up has begun yet."))


def residents(facts: Facts) -> Judgement:
    """The share of residents on each confirmed list, companions included (S3: 群众代表比例不低于三分之一)."""
    rule = facts.rules.get("residents_share")
    if rule is None:
        return Judgement(why_not=_no_rule())
    listed = [session for session in facts.sessions if session.people]
    return _judgement(
        tuple(
            Evidence(
                label=session.label,
                verdict=Verdict.KEPT if _reaches(session, rule) else Verdict.BROKEN,
                link=session.link,
                rule=rule,
                done_on=session.listed_on,
                note=_share(session),
            )
            for session in listed
        ),
        _("No list has been confirmed yet."),
    )


def head(facts: Facts) -> Judgement:
    """The head of the unit took part in each session held (S0: 主要负责同志要参与座谈交流)."""
    return _judgement(
        tuple(
            Evidence(
                label=session.label,
                verdict=Verdict.KEPT if session.head_present else Verdict.BROKEN,
                link=session.link,
                rule=RuleFact(None, _("The review scheme itself: the head of unit takes part")),
                done_on=session.day,
            )
            for session in facts.sessions
            if session.is_held
        ),
        _("No session has been held yet."),
    )


def reported(facts: Facts) -> Judgement:
    """The illustrated report published within so many days after each session (S0, S1, S3: 5个工作日内)."""
    return _of_duties(facts, "report")


def answered(facts: Facts) -> Judgement:
    """Each opinion of the ledger answered in public in time; a refusal has its reason, or it could not be published."""
    return _of_duties(facts, "reply")


def evaluation(facts: Facts) -> Judgement:
    """The policy evaluation with its questionnaire published (S3: 发放调查问卷等方式,组织对实施效果进行评价)."""
    return _of_duties(facts, "evaluation")


CRITERIA: dict[str, Callable[[Facts], Judgement]] = {
    "filed": filed,
    "announced": announced,
    "selection": selection,
    "residents": residents,
    "head": head,
    "reported": reported,
    "answered": answered,
    "evaluation": evaluation,
}


def _of_duties(facts: Facts, *kinds: str) -> Judgement:
    """Duties carry the codes of their rules, so a kind without any rule and any duty is not applicable."""
    duties = facts.of(*kinds)
    if not duties and not any(kind in facts.rules for kind in kinds):
        return Judgement(why_not=_no_rule())
    return _judgement(tuple(_duty_evidence(duty) for duty in duties), _("Nothing is due yet."))


def _judgement(evidence: Iterable[Evidence], why_not: str) -> Judgement:
    items = tuple(evidence)
    return Judgement(items, "" if any(item.is_judged for item in items) else why_not)


def _duty_evidence(duty: DutyFact) -> Evidence:
    return Evidence(duty.label, duty.verdict, duty.link, duty.rule, duty.due_on, duty.done_on, duty.note)


def _list_evidence(session: SessionFact) -> Evidence:
    return Evidence(
        label=_("%(session)s: list %(way)s") % {"session": session.label, "way": session.way},
        verdict=Verdict.KEPT if session.is_list_kept else Verdict.BROKEN,
        link=session.link,
        rule=RuleFact(None, _("The way of selection that was announced")),
        due_on=session.day,
        done_on=session.listed_on,
        note=session.list_note,
    )


def _share(session: SessionFact) -> str:
    counted = _("%(residents)d residents of %(people)d people")
    counted %= {"residents": session.residents, "people": session.people}
    return _("; ").join(filter(None, [counted, session.breach_reason]))


def _reaches(session: SessionFact, rule: RuleFact) -> bool:
    return isinstance(rule.value, Fraction) and Fraction(session.residents, session.people) >= rule.value


def _no_rule() -> str:
    return _("The plan has no rule for this, and the office has no default.")
