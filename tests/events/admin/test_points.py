"""A unit proposes and files; the office returns with a reason, or accepts; tables of points come and go."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Amendment, Duty, Plan, Point
from tests import make
from tests.events.admin.conftest import NOW, address, errors_of, text_of

pytestmark = pytest.mark.django_db

PROPOSAL = {
    "kind": "open_point",
    "title": "老旧小区改造看现场",
    "description": "看改造现场",
    "planned_on": "2019-11-05",
}


@pytest.fixture
def proposal(desk, editor, plan):
    desk(editor).post(address("point_add"), {**PROPOSAL, "plan": plan.pk})
    return Point.objects.get(title=PROPOSAL["title"])


def test_a_proposal_stands_under_the_unit_without_number_and_not_yet_filed(proposal, town):
    assert (proposal.number, proposal.filing, proposal.proposed_by) == (None, "draft", town)
    assert [part.unit for part in proposal.parts.all()] == [town]


def test_a_theme_is_told_from_one_of_its_name_in_another_plan(desk, editor, plan):
    other = make.theme(make.plan(title="政民互动工作总体方案"))
    page = desk(editor).post(address("point_add"), {**PROPOSAL, "plan": plan.pk, "theme": other.pk})

    assert "该专题属于另一方案。" in text_of(page)
    assert "优化营商环境 · 政民互动工作总体方案" in text_of(page)
    assert not Point.objects.filter(title=PROPOSAL["title"]).exists()


def test_filing_returning_filing_again_and_accepting(desk, editor, office, proposal):
    unit, judge = desk(editor), desk(office)

    unit.post(address("point_step", proposal.pk, "file"))
    judge.post(address("point_step", proposal.pk, "return"), {"reason": "请写明参观路线"})
    page = text_of(unit.get(address("point_change", proposal.pk)))
    unit.post(address("point_step", proposal.pk, "file"))
    judge.post(address("point_step", proposal.pk, "accept"))

    proposal.refresh_from_db()
    assert "请写明参观路线" in page
    assert (proposal.filing, proposal.judged_by) == ("accepted", office)
    assert Duty.objects.get(kind="hold").point == proposal


def test_a_return_needs_its_reason(desk, editor, office, proposal):
    desk(editor).post(address("point_step", proposal.pk, "file"))

    answer = desk(office).post(address("point_step", proposal.pk, "return"), {"reason": ""})

    assert "reason" in answer.context["form"].errors


def test_after_the_filing_day_the_reason_of_the_delay_is_asked(desk, editor, plan, proposal, town):
    Duty.objects.create(kind="filing", unit=town, plan=plan, due_on="2019-09-15", rule_value="2019-09-15")
    step = address("point_step", proposal.pk, "file")

    assert list(desk(editor).get(step).context["form"].fields) == ["late_reason"]


def test_a_unit_edits_its_own_draft_but_no_point_of_the_plan(desk, editor, point, proposal):
    browser = desk(editor)

    assert browser.get(address("point_change", proposal.pk)).context["has_change_permission"]
    assert not browser.get(address("point_change", point.pk)).context["has_change_permission"]
    assert browser.post(address("point_change", point.pk), {"title": "改"}).status_code == 403


def test_a_unit_judges_nothing(desk, approver, editor, proposal):
    desk(editor).post(address("point_step", proposal.pk, "file"))

    assert desk(approver).post(address("point_step", proposal.pk, "accept")).status_code == 403


def test_a_filed_proposal_rests_until_it_is_judged(desk, editor, proposal):
    desk(editor).post(address("point_step", proposal.pk, "file"))

    assert not desk(editor).get(address("point_change", proposal.pk)).context["has_change_permission"]


def test_a_new_point_of_the_office_binds_and_is_owed_by_its_units(desk, office, plan, town):
    parts = {"parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 0, "parts-0-unit": town.pk}
    sent = {**PROPOSAL, "plan": plan.pk, "number": 9, "parts-0-part": "lead", "parts-0-position": 1, **parts}

    desk(office).post(address("point_add"), sent)

    point = Point.objects.get(number=9)
    assert point.filing == "accepted"
    assert Duty.objects.get(kind="hold").unit == town


def test_the_same_number_twice_is_refused_in_words(desk, office, plan, point):
    parts = {"parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0}

    answer = desk(office).post(address("point_add"), {**PROPOSAL, "plan": plan.pk, "number": point.number, **parts})

    assert errors_of(answer) == ["该编号在本方案中已使用。"]


def test_points_come_in_as_a_table_with_their_themes_and_units(desk, office, plan, town):
    Plan.objects.filter(pk=plan.pk).update(title="总体方案")
    make.unit("采育镇")
    heads = "方案,专题,类型,编号,标题,主责单位,配合单位,内容说明"
    row = "总体方案,便民服务,开放点,3,街镇便民服务,黄村镇、采育镇,,看大厅"
    file = SimpleUploadedFile("points.csv", f"{heads}\n{row}\n".encode())

    trial = desk(office).post(address("point_import"), {"import_file": file, "format": "1", "resource": "0"})
    fields = trial.context["confirm_form"].initial
    desk(office).post(address("point_process_import"), {**fields, "resource": fields["resource"] or "0"})

    point = Point.objects.get(number=3)
    assert (point.title, point.theme.title, point.filing) == ("街镇便民服务", "便民服务", "accepted")
    assert [part.unit.name for part in point.parts.all()] == ["黄村镇", "采育镇"]
    assert {duty.unit.name for duty in Duty.objects.filter(kind="hold", point=point)} == {"黄村镇", "采育镇"}


def test_a_table_does_not_bring_back_what_an_amendment_took_out(desk, office, plan):
    gone = make.point(plan, title="文明游园", number=12)
    amendment = Amendment.objects.create(
        plan=plan, notice=make.notice(), takes_effect_on="2019-10-01", changes=[], made_at=make.at(NOW)
    )
    Point.objects.filter(pk=gone.pk).update(withdrawn_on="2019-10-01", withdrawn_by=amendment)
    heads = "方案,类型,编号,标题,内容说明"
    file = SimpleUploadedFile("points.csv", f"{heads}\n{plan},开放点,12,文明游园,带队游园\n".encode())

    trial = desk(office).post(address("point_import"), {"import_file": file, "format": "1", "resource": "0"})

    assert "方案自2019年10月1日起不再列入“文明游园”：请从表中删去此行。" in text_of(trial)
    assert Point.objects.get(title="文明游园").description == gone.description


def test_who_accepts_is_offered_the_next_step(desk, office, editor, proposal):
    desk(editor).post(address("point_step", proposal.pk, "file"))

    page = desk(office).get(address("point_change", proposal.pk))

    assert [step["button"].name for step in page.context["steps"]][:2] == ["accept", "return"]


def test_a_new_unit_owes_what_the_plan_in_force_asks_of_every_unit(desk, office, plan):
    make.rule(plan, "per_year", 1)
    sent = {"name": "榆垡镇", "kind": "town", "is_active": "on", "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}

    desk(office).post(address("unit_add"), sent)

    assert Duty.objects.get(kind="per_year", unit__name="榆垡镇").plan == plan
