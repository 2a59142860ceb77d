"""At the desk a document becomes an amendment: the plan is chosen first, then what holds of its differences."""

import pytest

from events import deadlines
from events.models import Amendment, Duty, Plan
from events.notices import importing
from tests import make
from tests.events.admin.conftest import NOW, address, errors_of, text_of

pytestmark = pytest.mark.django_db

TEXT = """大兴区2019年政务开放日工作总体方案
京兴政务公开办发〔2019〕7号
于2019年9月至11月开展。
一、“优化营商环境”专题
开放点1（综合窗口改革）：看大厅。（主责单位：黄村镇）
开放点2（社银合作）：看窗口。（主责单位：采育镇）
二、工作要求
活动开展后5个工作日内，将活动情况在“政务开放日专题”栏目公开。
"""
CHANGED = (
    TEXT.replace("采育镇", "魏善庄镇")
    .replace("后5个工作日", "后3个工作日")
    .replace("〔2019〕7号", "〔2019〕7号（修订）")
    .replace("二、工作要求", "开放点3（计量服务）：走进实验室。（主责单位：黄村镇）\n二、工作要求")
)


@pytest.fixture
def plan(office, town, desk):
    """The plan of TEXT, in force."""
    notice = received(office, TEXT)
    plan = importing.apply(notice, by=office, now=make.at(NOW))
    desk(office).post(address("plan_step", plan.pk, "approve"))
    plan.refresh_from_db()
    return plan


def received(office, text):
    return importing.receive("方案.txt", text.encode(), by=office, now=make.at(NOW))


@pytest.fixture
def notice(office, plan):
    return received(office, CHANGED)


def opened(client, notice, plan):
    page = client.get(address("notice_amend_plan", notice.pk, plan.pk))
    return page, {"shown": page.context["form"].fingerprint, "on": "2019-10-08"}


def keys(page):
    return {change.key: change for change in page.context["form"].found}


def ticked(page):
    return {row.change.key for _title, rows in page.context["form"].groups() for row in rows if row.is_chosen}


def test_the_likely_plan_is_offered_first_with_its_reason_and_none_is_chosen(desk, office, plan, notice):
    other = make.plan(title="另一方案")
    page = desk(office).get(address("notice_amend", notice.pk))
    assert [candidate.plan for candidate in page.context["likely"]] == [plan]
    assert page.context["others"] == [other]
    assert "发文字号相同：京兴政务公开办发〔2019〕7号" in text_of(page)
    assert Amendment.objects.count() == 0


def test_the_differences_stand_before_and_after_with_what_they_mean(desk, office, plan, notice):
    make.announced(point=plan.points.get(number=2))
    page, _sent = opened(desk(office), notice, plan)
    text = text_of(page)
    for words in (
        "采育镇",
        "魏善庄镇",
        "计量服务",
        "5 个工作日",
        "3 个工作日",
        "其下有1个场次",
        "新的主责单位须举办活动",
    ):
        assert words in text
    assert ticked(page) == set(keys(page))


def test_what_is_not_ticked_is_not_written(desk, office, plan, notice):
    client = desk(office)
    page, sent = opened(client, notice, plan)
    chosen = [key for key in keys(page) if key != "rule.report"]

    answer = client.post(address("notice_amend_plan", notice.pk, plan.pk), {**sent, "changes": chosen})

    assert answer.url == address("plan_change", plan.pk)
    assert plan.rules.get(code="report").value == "5"
    assert [str(unit) for unit in plan.points.get(number=2).units.all()] == ["魏善庄镇"]
    assert plan.points.get(number=3).title == "计量服务"
    notice.refresh_from_db()
    assert notice.plan == plan
    shown = text_of(client.get(address("plan_change", plan.pk)))
    assert "自2019-10-08起" in shown
    assert address("notice_change", notice.pk) in shown


def test_a_plan_that_was_edited_after_the_page_was_shown_is_shown_again(desk, office, plan, notice):
    client = desk(office)
    page, sent = opened(client, notice, plan)
    plan.rules.filter(code="report").update(value="4")

    answer = client.post(address("notice_amend_plan", notice.pk, plan.pk), {**sent, "changes": list(keys(page))})

    assert "请重新核对差异" in " ".join(errors_of(answer))
    assert answer.context["form"].fingerprint != sent["shown"]
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [({"changes": []}, "请至少选择一项变动"), ({"on": "2019-10-09"}, "该日期尚未到来"), ({"on": ""}, "")],
)
def test_what_is_refused_is_said_beside_what_was_sent(desk, office, plan, notice, sent, words):
    client = desk(office)
    _page, given = opened(client, notice, plan)
    form = {**given, "changes": ["rule.report"], **sent}
    answer = client.post(address("notice_amend_plan", notice.pk, plan.pk), form)
    assert words in " ".join(errors_of(answer))
    assert set(form["changes"]) == ticked(answer)
    assert not Amendment.objects.exists()


def test_a_document_that_is_applied_is_not_amended_with_again(desk, office, plan, notice):
    client = desk(office)
    page, sent = opened(client, notice, plan)
    for _twice in range(2):
        client.post(address("notice_amend_plan", notice.pk, plan.pk), {**sent, "changes": list(keys(page))})
    assert Amendment.objects.count() == 1
    assert client.get(address("notice_amend", notice.pk)).url == address("notice_change", notice.pk)
    assert "/amend/" not in text_of(client.get(address("notice_change", notice.pk)))


def test_the_same_document_says_that_nothing_changes(desk, office, plan):
    notice = received(office, TEXT + "附件：无\n")
    page, _sent = opened(desk(office), notice, plan)
    assert "无需调整" in text_of(page)


def test_a_number_that_is_here_already_points_to_the_amendment(desk, office, plan):
    notice = received(office, TEXT.replace("看大厅", "看新大厅"))
    answer = desk(office).post(address("notice_step", notice.pk, "apply"))
    assert "作为“方案调整”应用" in " ".join(errors_of(answer))
    assert Plan.objects.count() == 1


def test_an_expired_plan_is_neither_offered_nor_amended(desk, office, plan, notice):
    client = desk(office)
    page, sent = opened(client, notice, plan)
    client.post(address("plan_step", plan.pk, "close"))
    assert client.get(address("notice_amend", notice.pk)).context["likely"] == []
    answer = client.post(address("notice_amend_plan", notice.pk, plan.pk), {**sent, "changes": list(keys(page))})
    assert "方案已失效" in " ".join(errors_of(answer))


@pytest.mark.parametrize("role", ["approver", "editor", "auditor", "door"])
def test_nobody_but_the_office_comes_to_these_pages(desk, plan, notice, town, role):
    client = desk(make.staff(role, unit=town))
    for page in (address("notice_amend", notice.pk), address("notice_amend_plan", notice.pk, plan.pk)):
        assert client.get(page).status_code in (403, 404)
        assert client.post(page, {"changes": ["rule.report"], "on": "2019-10-08"}).status_code in (403, 404)
    assert not Amendment.objects.exists()


def test_a_plan_that_does_not_exist_is_not_found(desk, office, plan, notice):
    assert desk(office).get(address("notice_amend_plan", notice.pk, 9999)).status_code == 404


def test_a_session_under_a_point_that_was_taken_out_can_still_be_edited(desk, office, plan):
    session = make.session(plan.points.get(number=2))
    notice = received(office, CHANGED.replace("开放点2（社银合作）：看窗口。（主责单位：魏善庄镇）\n", ""))
    client = desk(office)
    page, sent = opened(client, notice, plan)
    client.post(address("notice_amend_plan", notice.pk, plan.pk), {**sent, "changes": list(keys(page))})

    point = plan.points.get(number=2)
    assert point.withdrawn_on
    offered = client.get(address("session_change", session.pk)).context["adminform"].form.fields["point"].queryset
    assert point in offered
    assert point not in client.get(address("session_add")).context["adminform"].form.fields["point"].queryset
    assert "不在方案中" in text_of(client.get(address("point_change", point.pk)))
    assert not Duty.objects.open().filter(kind="hold", point=point).exists()


def test_the_page_of_the_differences_takes_the_same_queries_however_many_there_are(
    desk, office, plan, notice, django_assert_max_num_queries, django_assert_num_queries
):
    client = desk(office)
    opened(client, notice, plan)
    with django_assert_max_num_queries(25) as few:
        opened(client, notice, plan)
    for number in range(10, 30):
        make.point(plan, [make.unit()], number=number)
    with django_assert_num_queries(len(few)):
        opened(client, notice, plan)


def test_a_shorter_rule_names_the_duties_that_it_makes_overdue_at_once(desk, office, plan, notice):
    """Three working days after 26 September were over on the 30th, before the holidays; five are not, on 8 October."""
    session = make.session(point=plan.points.get(number=1), starts_at=make.at("2019-09-26 09:00"))
    deadlines.for_session(session, now=make.at("2019-09-20 09:00"))
    client = desk(office)

    page, sent = opened(client, notice, plan)

    words = "1项未办结责任事项将立即逾期：黄村镇：发布图文解读"
    assert words in text_of(page)
    assert text_of(page).count("立即逾期") == 1
    client.post(address("notice_amend_plan", notice.pk, plan.pk), {**sent, "changes": ["rule.report"]})
    assert Duty.objects.get(session=session, kind="report").due_on.isoformat() == "2019-09-30"


def test_a_draft_of_a_unit_that_no_longer_leads_says_what_to_do(desk, office, plan, notice):
    draft = make.session(point=plan.points.get(number=2), state="draft")
    client = desk(office)
    page, sent = opened(client, notice, plan)
    assert "尚未公告的场次须改由现主责单位举办" in text_of(page)
    client.post(address("notice_amend_plan", notice.pk, plan.pk), {**sent, "changes": list(keys(page))})

    words = "采育镇不是该开放点的主责单位（现为魏善庄镇）：请改选举办单位，或取消该场次。"
    assert words in text_of(client.get(address("session_change", draft.pk)))
    assert words in text_of(client.post(address("session_step", draft.pk, "approve")))
