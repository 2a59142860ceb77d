from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from events.foundation import clock
from events.models import Category, Duty, Rule, Session
from feedback import cards, replies, review
from feedback.models import Opinion, Scheme
from registrations import makeup
from registrations.models import Roster, Signup
from tests import make

NOW = make.at("2019-12-20 09:00")


def duty(session, kind, **fields):
    return Duty.objects.create(
        kind=kind,
        unit=session.unit,
        plan=session.point.plan,
        point=session.point,
        session=session,
        due_on=session.day,
        rule_value="5",
        rule_unit=Rule.Unit.WORKING_DAYS,
        rule_source="提前5个工作日发出公告",
        **fields,
    )


def done(session, kind, *, is_late=False):
    return duty(session, kind, done_at=session.starts_at - timedelta(days=7), is_late=is_late)


def roster(session, people=((Category.RESIDENT, 0),), **fields):
    chosen = [
        make.signup(session, category=category, companions=companions, state=Signup.State.SELECTED)
        for category, companions in people
    ]
    defaults = {
        "makeup": makeup.of(chosen).as_json(),
        "selection": session.selection,
        "confirmed_at": session.starts_at - timedelta(days=3),
    }
    return Roster.objects.create(session=session, **{**defaults, **fields})


def row_of(plan, unit, staff, now=NOW):
    return next(row for row in review.table(plan, staff=staff, now=now).rows if row.unit == unit)


def points_of(plan, unit, staff):
    return {cell.criterion.code: cell.points for cell in row_of(plan, unit, staff).cells}


def full_year(plan, unit):
    """A session of the unit with everything that is judged."""
    session = make.announced(point=make.point(plan, [unit]), state=Session.State.HELD, head_present=True)
    for kind in (Duty.Kind.ANNOUNCE_ONSITE, Duty.Kind.TELL_SELECTED, Duty.Kind.REPORT):
        done(session, kind)
    roster(session)
    opinion = make.opinion(session, outcome="adopted", reply="已办", state=Opinion.State.PUBLISHED)
    opinion.duty = duty(session, Duty.Kind.REPLY, subject=f"opinion:{opinion.pk}", done_at=session.ends_at)
    opinion.save()
    return session


class TestPoints:
    def test_what_does_not_apply_is_left_out_and_the_rest_scaled_to_100(self, plan, town, office):
        full_year(plan, town)
        row = row_of(plan, town, office)
        applicable = [cell.criterion.code for cell in row.cells if cell.points is not None]
        assert applicable == ["announced", "selection", "head", "reported", "answered"]
        assert (row.earned, row.possible, row.total) == (Decimal("75.0"), 75, Decimal("100.0"))

    def test_a_late_announcement_costs_its_share_of_the_scaled_points(self, plan, town, office):
        session = full_year(plan, town)
        session.duties.filter(kind=Duty.Kind.ANNOUNCE_ONSITE).update(is_late=True)
        assert row_of(plan, town, office).total == Decimal("73.3")

    def test_a_unit_with_nothing_to_judge_has_no_total(self, plan, town, office):
        make.point(plan, [town])
        assert row_of(plan, town, office).total is None

    def test_a_point_never_scheduled_costs_the_points_of_the_announcement(self, plan, town, office):
        point = make.point(plan, [town])
        Duty.objects.create(kind=Duty.Kind.HOLD, unit=town, plan=plan, point=point, due_on=plan.ends_on)
        assert points_of(plan, town, office)["announced"] == 0

    def test_a_point_whose_time_has_not_passed_costs_nothing(self, plan, town, office):
        point = make.point(plan, [town])
        Duty.objects.create(kind=Duty.Kind.HOLD, unit=town, plan=plan, point=point, due_on=clock.day_of(NOW))
        assert row_of(plan, town, office).cells[1].judgement.judged == 0

    def test_a_point_without_a_session_is_open_until_one_is_scheduled(self, plan, town, office):
        point = make.point(plan, [town])
        Duty.objects.create(kind="hold", unit=town, plan=plan, point=point, due_on=NOW.date() + timedelta(days=30))
        assert [fact.verdict for fact in row_of(plan, town, office).facts.not_held] == ["open"]
        duty(make.session(point=point, starts_at=NOW + timedelta(days=20)), "announce_onsite")
        assert row_of(plan, town, office).facts.not_held == ()

    def test_a_session_announced_for_the_point_clears_it(self, plan, town, office):
        session = make.announced(point=make.point(plan, [town]))
        Duty.objects.create(kind=Duty.Kind.HOLD, unit=town, plan=plan, point=session.point, due_on=plan.ends_on)
        done(session, Duty.Kind.ANNOUNCE_ONSITE)
        assert points_of(plan, town, office)["announced"] == 20

    def test_without_a_default_scheme_there_are_units_and_no_points(self, plan, town, office):
        Scheme.objects.update(is_default=False)
        full_year(plan, town)
        table = review.table(plan, staff=office, now=NOW)
        assert ([row.unit for row in table.rows], table.criteria) == ([town], ())


class TestFacts:
    def test_a_list_confirmed_too_late_or_otherwise_than_announced_is_not_kept(self, plan, town, office):
        session = full_year(plan, town)
        Roster.objects.update(selection=Session.Selection.CHOICE, confirmed_at=session.starts_at)
        cell = row_of(plan, town, office).cells[2]
        way = Session.Selection.CHOICE.label
        note = cell.judgement.evidence[0].note
        assert note == f"活动开始后才确定名单；实际遴选方式与公告不符：{way}"

    def test_a_draw_that_was_never_drawn_is_not_kept(self, plan, town, office):
        session = full_year(plan, town)
        Session.objects.filter(pk=session.pk).update(selection=Session.Selection.DRAW)
        Roster.objects.update(selection=Session.Selection.DRAW)
        assert points_of(plan, town, office)["selection"] == 5

    def test_residents_are_counted_on_the_list_as_it_was_confirmed_with_companions(self, plan, town, office):
        make.rule(plan, "residents_share", "1/2")
        session = make.announced(point=make.point(plan, [town]), state=Session.State.HELD)
        roster(session, people=[(Category.DEPUTY, 1), (Category.RESIDENT, 0)], breach_reason="代表临时增加")
        make.signup(session, state=Signup.State.SELECTED, source=Signup.Source.DOOR, companions=5)
        cell = row_of(plan, town, office).cells[3]
        assert (cell.points, cell.judgement.evidence[0].note) == (0, "共3人，其中群众代表1人；代表临时增加")

    @pytest.mark.parametrize(
        "fields",
        [
            {"state": Session.State.CANCELLED, "announced_at": make.at("2019-09-20 09:00")},
            {"state": Session.State.APPROVED},
            {"state": Session.State.ANNOUNCED, "starts_at": NOW + timedelta(minutes=1)},
        ],
    )
    def test_a_session_cancelled_never_announced_or_still_ahead_asks_for_no_list(self, plan, town, office, fields):
        make.session(point=make.point(plan, [town]), **fields)
        assert points_of(plan, town, office)["selection"] is None

    def test_a_session_that_has_begun_without_a_list_broke_the_rule(self, plan, town, office):
        make.announced(point=make.point(plan, [town]), starts_at=NOW)
        assert points_of(plan, town, office)["selection"] == 0

    def test_a_rule_that_the_plan_lifts_is_not_applicable(self, plan, town, office):
        Rule.objects.create(code="residents_share", value="1/2", unit="share")
        make.rule(plan, "residents_share", "")
        session = make.announced(point=make.point(plan, [town]))
        roster(session, people=[(Category.DEPUTY, 0)])
        assert points_of(plan, town, office)["residents"] is None

    def test_a_duty_withdrawn_with_its_session_is_not_judged(self, plan, town, office):
        session = full_year(plan, town)
        duty(session, Duty.Kind.EVALUATION, withdrawn_at=NOW)
        assert points_of(plan, town, office)["evaluation"] is None

    def test_an_answer_that_the_office_took_back_is_no_answer(self, session, editor, approver, office, plan, town):
        opinion = cards.take_up(make.card(session), text="希望增设绿色通道", by=editor, now=session.ends_at)
        replies.reply(opinion, outcome="adopted", reply="已办", by=editor, now=session.ends_at)
        replies.approve(opinion, by=approver, now=session.ends_at)
        assert points_of(plan, town, office)["answered"] == 20
        replies.return_reply(opinion, reason="答非所问", by=office, now=session.ends_at)
        assert points_of(plan, town, office)["answered"] == 0

    def test_a_day_is_judged_in_shanghai_whatever_the_zone_of_the_page(self, plan, town, office):
        with timezone.override("UTC"):
            session = full_year(plan, town)
            item = row_of(plan, town, office).cells[1].judgement.evidence[0]
        assert item.done_on == session.day - timedelta(days=7)

    def test_evidence_of_an_opinion_leads_to_its_line_of_the_ledger(self, plan, town, office):
        full_year(plan, town)
        item = row_of(plan, town, office).cells[6].judgement.evidence[0]
        assert item.link == f"/desk/feedback/opinion/{Opinion.objects.get().pk}/change/"


class TestWho:
    def test_the_office_sees_every_unit_and_a_units_staff_their_own_row(self, plan, town, office, editor):
        other = make.unit("魏善庄镇")
        full_year(plan, town)
        full_year(plan, other)
        assert {row.unit for row in review.table(plan, staff=office, now=NOW).rows} == {town, other}
        assert [row.unit for row in review.table(plan, staff=editor, now=NOW).rows] == [town]

    @pytest.mark.parametrize("units", [1, 3])
    def test_the_table_takes_the_same_queries_for_one_unit_and_for_three(
        self, plan, office, units, django_assert_num_queries
    ):
        for number in range(units):
            full_year(plan, make.unit(f"镇{number}"))
        with django_assert_num_queries(7):
            table = review.table(plan, staff=office, now=NOW)
        assert [row.total for row in table.rows] == [Decimal("100.0")] * units
