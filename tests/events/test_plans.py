from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events import plans
from events.models import AuditEntry, Duty, Message, Plan, Point
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-09-02 10:00")


def proposal(plan, editor, **fields):
    facts = {"title": "走进水厂", "description": "参观并座谈", "planned_on": date(2019, 10, 22), **fields}
    return plans.propose(Point(plan=plan, **facts), by=editor, now=NOW)


def test_an_approved_plan_binds_every_lead_unit_to_hold_its_point(office, town):
    plan = make.plan(state=Plan.State.DRAFT)
    point = make.point(plan, [town, make.unit("采育镇")])
    plans.approve(plan, by=office, now=NOW)
    duties = Duty.objects.filter(kind=Duty.Kind.HOLD, point=point)
    assert {(str(duty.unit), duty.due_on) for duty in duties} == {
        ("黄村镇", date(2019, 11, 30)),
        ("采育镇", date(2019, 11, 30)),
    }


def test_a_point_held_jointly_is_owed_once(office, town):
    plan = make.plan(state=Plan.State.DRAFT)
    make.point(plan, [town, make.unit("采育镇")], is_joint=True)
    plans.approve(plan, by=office, now=NOW)
    assert [str(duty.unit) for duty in plan.duties.all()] == ["黄村镇"]


def test_a_plan_without_points_asks_every_unit_to_file_by_its_day(office, town):
    plan = make.plan(state=Plan.State.DRAFT, rules={"filing": "2019-09-15", "per_year": 1})
    make.unit("镇水管站", kind="institution", parent=town)
    plans.approve(plan, by=office, now=NOW)
    assert {(duty.kind, str(duty.unit), duty.due_on) for duty in plan.duties.all()} == {
        ("filing", "黄村镇", date(2019, 9, 15)),
        ("per_year", "黄村镇", date(2019, 12, 31)),
    }


def test_a_plan_of_a_time_gone_by_warns_and_nobody_owes_what_is_past(office, town):
    plan = make.plan(state=Plan.State.DRAFT, rules={"filing": "2019-09-15"})
    assert plans.warnings(plan, today=date(2019, 9, 15)) == []
    late = make.at("2021-03-01 10:00")
    assert len(plans.warnings(plan, today=date(2021, 3, 1))) == 3
    plan = plans.approve(plan, by=office, now=late)
    plans.accept(
        plans.file_point(proposal(plan, make.staff("editor", unit=town)), by=office, now=late), by=office, now=late
    )
    assert not plan.duties.exists()


def test_a_plan_is_approved_once_and_left_once(office, plan):
    with pytest.raises(ValidationError) as refused:
        plans.approve(plan, by=office, now=NOW)
    assert refused.value.code == "state"
    assert plans.close(plan, by=office, now=NOW).state == Plan.State.EXPIRED
    with pytest.raises(ValidationError):
        plans.close(plan, by=office, now=NOW)


def test_only_the_office_approves_a_plan(approver):
    with pytest.raises(PermissionDenied):
        plans.approve(make.plan(state=Plan.State.DRAFT), by=approver, now=NOW)


def test_a_proposal_has_no_number_and_belongs_to_the_unit_that_makes_it(plan, editor):
    point = proposal(plan, editor, number=7)
    assert (point.number, point.proposed_by, point.filing) == (None, editor.unit, Point.Filing.DRAFT)
    assert list(point.units.all()) == [editor.unit]


def test_nothing_is_proposed_under_a_plan_that_is_not_in_force(editor):
    with pytest.raises(ValidationError) as refused:
        proposal(make.plan(state=Plan.State.EXPIRED), editor)
    assert refused.value.code == "plan_not_in_force"


def test_a_filing_names_its_time_and_what_is_opened(plan, editor):
    point = proposal(plan, editor, description="", planned_on=None)
    with pytest.raises(ValidationError) as refused:
        plans.file_point(point, by=editor, now=NOW)
    assert refused.value.code == "incomplete"


def test_the_office_is_told_of_a_filing_and_the_unit_of_the_answer(plan, editor, office):
    point = plans.file_point(proposal(plan, editor), by=editor, now=NOW)
    assert list(Message.objects.values_list("letter", "recipient")) == [("point_filed", office.pk)]
    plans.accept(point, by=office, now=NOW)
    assert Message.objects.filter(letter="point_judged", recipient=editor).count() == 1


def test_a_returned_proposal_keeps_the_reason_and_can_be_filed_again(plan, editor, office):
    point = plans.file_point(proposal(plan, editor), by=editor, now=NOW)
    with pytest.raises(ValidationError) as refused:
        plans.return_point(point, reason=" ", by=office, now=NOW)
    assert refused.value.code == "reason"
    point = plans.return_point(point, reason="请写明参观路线", by=office, now=NOW)
    assert (point.filing, point.return_reason) == (Point.Filing.RETURNED, "请写明参观路线")
    assert plans.file_point(point, by=editor, now=NOW).filing == Point.Filing.FILED


def filed_under_a_deadline(editor, office, filed_at, late_reason=""):
    plan = make.plan(state=Plan.State.DRAFT, rules={"filing": "2019-09-15"})
    plan = plans.approve(plan, by=office, now=NOW)
    point = plans.propose(
        Point(plan=plan, title="走进水厂", description="参观", planned_on=date(2019, 10, 22)), by=editor, now=NOW
    )
    return plans.file_point(point, by=editor, now=make.at(filed_at), late_reason=late_reason)


def test_the_filing_is_judged_by_the_day_it_was_filed_not_by_the_day_of_the_answer(editor, office):
    point = filed_under_a_deadline(editor, office, "2019-09-15 23:50")
    assert Duty.objects.get(kind=Duty.Kind.FILING, unit=editor.unit).is_open
    plans.accept(point, by=office, now=make.at("2019-09-20 10:00"))
    duty = Duty.objects.get(kind=Duty.Kind.FILING, unit=editor.unit)
    assert (duty.done_at, duty.is_late) == (make.at("2019-09-15 23:50"), False)


def test_a_late_filing_needs_its_reason_and_stays_late(editor, office):
    with pytest.raises(ValidationError) as refused:
        filed_under_a_deadline(editor, office, "2019-09-16 00:10")
    assert refused.value.code == "late_reason"
    point = filed_under_a_deadline(editor, office, "2019-09-16 00:10", late_reason="人员调整")
    plans.accept(point, by=office, now=make.at("2019-09-20 10:00"))
    duty = Duty.objects.get(kind=Duty.Kind.FILING, unit=editor.unit, plan=point.plan)
    assert (duty.is_late, duty.late_reason) == (True, "人员调整")


def test_an_accepted_proposal_is_to_be_held(plan, editor, office):
    point = plans.accept(plans.file_point(proposal(plan, editor), by=editor, now=NOW), by=office, now=NOW)
    assert [duty.unit for duty in point.duties.filter(kind=Duty.Kind.HOLD)] == [editor.unit]


def test_a_unit_neither_files_nor_judges_for_another(plan, editor, other_editor, approver):
    point = proposal(plan, editor)
    with pytest.raises(PermissionDenied):
        plans.file_point(point, by=other_editor, now=NOW)
    with pytest.raises(PermissionDenied):
        plans.accept(plans.file_point(point, by=editor, now=NOW), by=approver, now=NOW)


def test_each_act_is_in_the_log(plan, editor, office):
    plans.accept(plans.file_point(proposal(plan, editor), by=editor, now=NOW), by=office, now=NOW)
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", "by"))
    assert acts == [("point.propose", editor.pk), ("point.file", editor.pk), ("point.accept", office.pk)]
