"""From a reading to rows: everything once, nothing twice, and nothing for a document that says nothing."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.foundation import permissions
from events.models import AuditEntry, Notice, Plan, Point, Rule, Unit, UnitAlias
from events.notices import deciding, importing
from events.notices.lines import UnreadableNotice
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-08-29 09:00")
SAMPLES = Path(importing.__file__).parent / "samples"


DOUBTED = """某区2024年政务开放日工作方案
一、活动内容
(一)“便民服务”专题
开放点1(街镇便民服务):体验办事流程。(主责单位:兴丰街道)
▲▲▲示意图略▲▲▲
开放点2(综合窗口改革:参观大厅。(主责单位:采育镇)
开放点2(救助流程):参观救助大厅。
二、工作要求
各单位提前5个工作日向公众发出公告。
"""


def doubted(office, text=DOUBTED):
    return importing.receive("方案.txt", text.encode(), by=office, now=NOW)


def received(office, name="plan_2019.docx"):
    return importing.receive(name, (SAMPLES / name).read_bytes(), by=office, now=NOW)


def test_the_sample_of_2019_becomes_its_plan(office):
    plan = importing.apply(received(office), by=office, now=NOW)
    assert (plan.year, plan.state, plan.themes.count(), plan.points.count()) == (2019, Plan.State.DRAFT, 5, 10)
    assert list(plan.points.get(number=3).units.values_list("name", flat=True)) == ["魏善庄镇"]
    assert plan.rules.get(code="announce_onsite").value == "5"
    assert plan.rules.get(code="announce_onsite").source
    assert [channel.name for channel in plan.channels.all()] == ["区政府网站", "政务新媒体"]


def test_the_sample_of_2024_brings_talks_of_several_units(office):
    plan = importing.apply(received(office, "plan_2024.txt"), by=office, now=NOW)
    talks = plan.points.filter(kind=Point.Kind.TALK)
    assert (plan.points.open_points().count(), talks.count()) == (15, 4)
    assert plan.year == 2024
    assert max(talk.units.count() for talk in talks) == 3
    assert Unit.objects.filter(name="采育镇").count() == 1


def test_what_the_plan_names_needs_no_filing(office):
    plan = importing.apply(received(office), by=office, now=NOW)
    assert set(plan.points.values_list("filing", flat=True)) == {Point.Filing.ACCEPTED}


def test_a_second_apply_changes_nothing(office):
    first = importing.apply(received(office), by=office, now=NOW)
    counts = [model.objects.count() for model in (Plan, Point, Rule, Unit, Notice)]
    again = importing.apply(received(office), by=office, now=NOW)
    assert again == first
    assert [model.objects.count() for model in (Plan, Point, Rule, Unit, Notice)] == counts


def test_the_same_text_in_another_file_is_the_same_document(office):
    first = received(office, "plan_2024.txt")
    text = (SAMPLES / "plan_2024.txt").read_text(encoding="utf-8").replace("\n", "\r\n\r\n")
    assert importing.receive("再次下载.txt", text.encode("gb18030"), by=office, now=NOW) == first


def test_a_known_unit_is_found_by_its_alias(office):
    unit = make.unit("区人力资源和社会保障局", kind="department")
    UnitAlias.objects.create(unit=unit, name="人保局")
    plan = importing.apply(received(office, "plan_2024.txt"), by=office, now=NOW)
    assert list(plan.points.get(number=6).units.all()) == [unit]


def test_a_document_that_opens_nothing_is_not_applied(office):
    notice = importing.receive("说明.txt", "关于春节放假的通知\n各单位:\n请做好值班工作。".encode(), by=office, now=NOW)
    with pytest.raises(ValidationError) as refused:
        importing.apply(notice, by=office, now=NOW)
    assert refused.value.code == "nothing"
    assert not Plan.objects.exists()


def test_work_points_that_only_ask_for_opinions_make_no_plan(office):
    text = "某区政务公开工作要点\n一、重大决策\n征求意见时间一般不得少于5个工作日。"
    notice = importing.receive("要点.txt", text.encode(), by=office, now=NOW)
    assert [rule["code"] for rule in notice.reading["rules"]] == ["consultation"]
    with pytest.raises(ValidationError) as refused:
        importing.apply(notice, by=office, now=NOW)
    assert refused.value.code == "nothing"


def test_another_text_with_a_number_that_is_in_force_is_refused(office):
    importing.apply(received(office), by=office, now=NOW)
    other = received(office, "plan_2024.txt")
    other.reading["document_number"] = Plan.objects.get().document_number
    other.save()
    with pytest.raises(ValidationError) as refused:
        importing.apply(other, by=office, now=NOW)
    assert refused.value.code == "exists"


def test_rules_without_points_are_a_plan_too(office):
    text = "关于开展政府开放日活动的通知\n各单位于2023年9月15日前将计划报县政务公开办公室备案。\n2023年9月11日"
    plan = importing.apply(importing.receive("通知.txt", text.encode(), by=office, now=NOW), by=office, now=NOW)
    assert (plan.points.count(), plan.rules.get(code="filing").value) == (0, "2023-09-15")


def test_a_broken_file_leaves_nothing_behind(office):
    with pytest.raises(UnreadableNotice):
        importing.receive("坏.docx", b"PK\x03\x04 broken", by=office, now=NOW)
    assert not Notice.objects.exists()


def test_a_unit_may_neither_upload_nor_apply(office, approver):
    with pytest.raises(PermissionDenied):
        received(approver)
    with pytest.raises(PermissionDenied):
        importing.apply(received(office), by=approver, now=NOW)
    with pytest.raises(PermissionDenied):
        importing.decide(received(office), "theme.1", "refuse", {}, by=approver, now=NOW)


def test_what_is_proposed_must_be_decided_before_it_is_applied(office):
    notice = doubted(office)
    with pytest.raises(ValidationError) as refused:
        importing.apply(notice, by=office, now=NOW)
    assert refused.value.code == "undecided"
    assert refused.value.messages == ["还有2项待确认：开放点2、开放点2。"]

    number = {"number": "3", "title": "救助流程", "units": "区民政局", "theme": "theme.1"}
    importing.decide(notice, "point.2", "accept", {}, by=office, now=NOW)
    importing.decide(notice, "point.2.2", "correct", number, by=office, now=NOW)

    plan = importing.apply(notice, by=office, now=NOW)
    assert list(plan.points.values_list("number", "title")) == [
        (1, "街镇便民服务"),
        (2, "综合窗口改革"),
        (3, "救助流程"),
    ]
    assert plan.points.get(number=3).theme.title == "便民服务"


def test_what_was_refused_is_not_applied_and_a_line_may_become_a_talk(office):
    notice = doubted(office)
    for key in ("point.2", "point.2.2", "rule.announce_onsite"):
        importing.decide(notice, key, "refuse", {}, by=office, now=NOW)
    importing.decide(notice, "line.5", "talk", {"title": "政策解读", "units": "区民政局、采育镇"}, by=office, now=NOW)

    plan = importing.apply(notice, by=office, now=NOW)

    assert [(point.kind, point.title) for point in plan.points.all()] == [
        ("open_point", "街镇便民服务"),
        ("talk", "政策解读"),
    ]
    assert not plan.rules.exists()


def test_a_decision_says_who_and_when_and_leaves_its_trace(office):
    notice = importing.decide(doubted(office), "point.2", "refuse", {}, by=office, now=NOW)

    kept = notice.decisions["point.2"]
    assert (kept["by"], kept["name"], kept["at"], kept["lines"]) == (office.pk, str(office), NOW.isoformat(), [6])
    entry = AuditEntry.objects.get(act="notice.decide")
    assert (entry.before, entry.after) == ({}, {"开放点2（第6行）": "不采用"})


def test_a_decision_is_changed_and_taken_back_until_the_notice_is_applied(office):
    notice = doubted(office)
    importing.decide(notice, "point.2", "refuse", {}, by=office, now=NOW)
    importing.decide(notice, "point.2", "accept", {}, by=office, now=NOW)
    assert importing.decide(notice, "point.2", "open", {}, by=office, now=NOW).decisions == {}

    importing.decide(notice, "point.2", "refuse", {}, by=office, now=NOW)
    importing.decide(notice, "point.2.2", "accept", {}, by=office, now=NOW)
    importing.apply(notice, by=office, now=NOW)
    with pytest.raises(ValidationError) as refused:
        importing.decide(notice, "point.2", "open", {}, by=office, now=NOW)
    assert refused.value.code == "applied"


def test_a_wrong_correction_changes_nothing(office):
    notice = doubted(office)
    with pytest.raises(ValidationError):
        importing.decide(notice, "point.2", "correct", {"title": "", "number": "1"}, by=office, now=NOW)
    notice.refresh_from_db()
    assert notice.decisions == {}


def test_a_group_is_accepted_at_once_but_for_what_cannot_stand(office):
    notice = doubted(office, DOUBTED + "开放日活动开展后5日左右公开。\n")
    alone = doubted(office, DOUBTED.replace("开放点2(救助", "开放点3(救助"))

    assert importing.accept_all(notice, "points", by=office, now=NOW) == []
    assert importing.accept_all(alone, "rules", by=office, now=NOW) == []
    assert importing.accept_all(alone, "points", by=office, now=NOW) == ["point.2", "point.3"]
    alone.refresh_from_db()
    assert deciding.undecided(alone.reading, alone.decisions) == []
    assert AuditEntry.objects.filter(act="notice.decide").count() == 1


def test_the_same_text_again_keeps_what_was_decided(office):
    importing.decide(doubted(office), "point.2", "accept", {}, by=office, now=NOW)
    again = doubted(office)
    assert list(again.decisions) == ["point.2"]


def test_who_only_reads_decides_nothing(office):
    auditor = make.staff("auditor")
    assert not permissions.may(auditor, "events.change_notice")
    with pytest.raises(PermissionDenied):
        importing.accept_all(doubted(office), "", by=auditor, now=NOW)
