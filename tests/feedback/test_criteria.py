from datetime import date
from fractions import Fraction

import pytest

from feedback import criteria
from feedback.criteria import DutyFact, Facts, RuleFact, SessionFact, Verdict
from feedback.models import Criterion

DAY = date(2019, 10, 14)
RULE = RuleFact(5, "5个工作日", "提前5个工作日向公众发出公告")
THIRD = RuleFact(Fraction(1, 3), "1/3", "群众代表比例不低于三分之一")


def duty(kind, verdict, **fields):
    return DutyFact(kind=kind, label="开放点1", verdict=verdict, due_on=DAY, rule=RULE, **fields)


def duties(kind, *verdicts):
    return Facts(duties=tuple(duty(kind, verdict) for verdict in verdicts))


def session(**fields):
    return SessionFact(**{"label": "开放日", "day": DAY, **fields})


BY_DUTY = [
    ("filed", "filing"),
    ("announced", "announce_onsite"),
    ("announced", "announce_livestream"),
    ("reported", "report"),
    ("answered", "reply"),
    ("evaluation", "evaluation"),
]


@pytest.mark.parametrize(("code", "kind"), BY_DUTY)
class TestWhatWasDue:
    def test_the_share_done_in_time_earns_its_share_of_the_points(self, code, kind):
        facts = duties(kind, Verdict.IN_TIME, Verdict.IN_TIME, Verdict.IN_TIME, Verdict.LATE)
        assert criteria.judge(code, facts).points(20) == 15

    def test_overdue_and_late_earn_nothing(self, code, kind):
        assert criteria.judge(code, duties(kind, Verdict.LATE, Verdict.OVERDUE)).points(20) == 0

    def test_what_is_not_due_yet_is_shown_and_not_judged(self, code, kind):
        judgement = criteria.judge(code, duties(kind, Verdict.IN_TIME, Verdict.OPEN))
        assert (len(judgement.evidence), judgement.judged, judgement.points(20)) == (2, 1, 20)

    def test_with_nothing_due_yet_it_is_not_applicable(self, code, kind):
        judgement = criteria.judge(code, duties(kind, Verdict.OPEN))
        assert (judgement.points(20), judgement.why_not) == (None, "尚无到期事项。")

    def test_without_a_rule_it_is_not_applicable(self, code, kind):
        judgement = criteria.judge(code, Facts())
        assert (judgement.points(20), judgement.why_not) == (None, "方案未作规定，且无默认规定。")

    def test_the_evidence_names_rule_sentence_day_and_act(self, code, kind):
        done = duty(kind, Verdict.LATE, done_on=date(2019, 10, 16), link="/desk/1/", note="会商")
        item = criteria.judge(code, Facts(duties=(done,))).evidence[0]
        assert (item.label, item.link, item.rule, item.note) == ("开放点1", "/desk/1/", RULE, "会商")
        assert (item.due_on, item.done_on, item.verdict_words) == (DAY, date(2019, 10, 16), "逾期完成")


def test_a_point_not_held_counts_as_one_not_announced():
    facts = Facts(duties=(duty("announce_onsite", Verdict.IN_TIME),), not_held=(duty("hold", Verdict.OVERDUE),))
    assert criteria.announced(facts).points(20) == 10


def test_both_announcements_of_one_session_count():
    facts = Facts(duties=(duty("announce_onsite", Verdict.IN_TIME), duty("announce_livestream", Verdict.LATE)))
    assert criteria.announced(facts).points(20) == 10


class TestSelection:
    def test_a_list_by_the_announced_way_and_the_selected_told_in_time_earn_all(self):
        facts = Facts(duties=(duty("tell_selected", Verdict.IN_TIME),), sessions=(session(is_list_kept=True),))
        assert criteria.selection(facts).points(10) == 10

    def test_a_session_without_a_list_kept_no_rule(self):
        assert criteria.selection(Facts(sessions=(session(is_list_kept=False),))).points(10) == 0

    def test_a_session_without_sign_up_needs_no_list(self):
        assert criteria.selection(Facts(sessions=(session(has_signup=False),))).points(10) is None


class TestResidents:
    @pytest.mark.parametrize(("residents", "points"), [(9, 0), (10, 10), (30, 10)])
    def test_exactly_the_share_is_enough(self, residents, points):
        facts = Facts(rules={"residents_share": THIRD}, sessions=(session(people=30, residents=residents),))
        assert criteria.residents(facts).points(10) == points

    def test_without_a_rule_it_is_not_applicable(self):
        assert criteria.residents(Facts(sessions=(session(people=30, residents=1),))).points(10) is None

    def test_a_session_without_a_list_is_not_judged(self):
        facts = Facts(rules={"residents_share": THIRD}, sessions=(session(),))
        assert criteria.residents(facts).points(10) is None

    def test_the_evidence_keeps_the_raw_numbers(self):
        facts = Facts(rules={"residents_share": THIRD}, sessions=(session(people=30, residents=12),))
        assert criteria.residents(facts).evidence[0].note == "共30人，其中群众代表12人"


class TestHead:
    def test_each_session_held_asks_for_the_head_of_unit(self):
        facts = Facts(sessions=(session(head_present=True), session(head_present=False), session(head_present=None)))
        assert criteria.head(facts).points(9) == 3

    def test_a_session_not_held_yet_is_not_judged(self):
        assert criteria.head(Facts(sessions=(session(is_held=False),))).points(10) is None


def test_every_criterion_of_the_model_is_judged_here():
    assert set(criteria.CRITERIA) == set(Criterion.Code.values)
