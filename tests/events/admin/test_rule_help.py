"""The fields of a session that a rule governs show the rule, its day and its sentence."""

import pytest

from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db


def help_of(page):
    return {name: str(field.help_text) for name, field in page.context["adminform"].form.fields.items()}


@pytest.fixture
def ruled(plan):
    make.rule(plan, "capacity_max", 30, source="每个开放点30人以内。")
    make.rule(plan, "residents_share", "1/3", source="群众代表比例不低于三分之一。")
    make.rule(plan, "tell_selected", 1, source="最晚于活动开始前1个工作日通知。")
    return plan


def test_a_session_names_the_rule_its_last_day_and_its_sentence(desk, editor, ruled, session):
    shown = help_of(desk(editor).get(address("session_change", session.pk)))

    assert "现场活动前公告</b>：5 个工作日 · 最晚2019-10-08 <small>原文。</small>" in shown["starts_at"]
    assert "最晚2019-10-21" in shown["ends_at"]
    assert "30 人 <small>每个开放点30人以内。</small>" in shown["capacity"]
    assert "最晚2019-10-12 <small>最晚于活动开始前1个工作日通知。</small>" in shown["signup_closes_at"]
    assert "1/3 <small>群众代表比例不低于三分之一。</small>" in shown["selection"]


def test_where_the_plan_is_silent_the_offices_default_says_that_it_has_no_sentence(desk, editor, session):
    shown = help_of(desk(editor).get(address("session_change", session.pk)))

    assert "<small>默认规定，无原文</small>" in shown["signup_closes_at"]


def test_what_the_plan_lifts_is_said_to_be_lifted(desk, editor, plan, session):
    make.rule(plan, "tell_selected", "", source="不再逐一通知。")

    shown = help_of(desk(editor).get(address("session_change", session.pk)))

    assert "不作要求 <small>不再逐一通知。</small>" in shown["signup_closes_at"]


def test_fields_that_are_fixed_by_now_show_their_rule_as_well(desk, editor, ruled, point):
    session = make.announced(point=point)

    page = text_of(desk(editor).get(address("session_change", session.pk)))

    assert "群众代表比例不低于三分之一。" in page
    assert "最晚2019-10-08" in page


def test_a_new_session_shows_the_rules_of_the_plan_of_its_point(desk, editor, ruled, point, town):
    other = make.plan(title="政民互动方案", rules={"capacity_max": 50})
    elsewhere = make.point(other, [town])
    add = address("session_add")

    both = help_of(desk(editor).get(add))["capacity"]
    chosen = help_of(desk(editor).get(add, {"point": elsewhere.pk}))["capacity"]
    sent = help_of(desk(editor).post(add, {"point": point.pk, "quotas-TOTAL_FORMS": 0, "quotas-INITIAL_FORMS": 0}))

    assert "政民互动方案 · <b>" in both
    assert "30 人" in both
    assert "50 人" in both
    assert ("50 人" in chosen, "30 人" in chosen, "政民互动方案" in chosen) == (True, False, False)
    assert "50 人" not in sent["capacity"]


def test_a_sentence_is_text(desk, editor, plan, session):
    make.rule(plan, "capacity_max", 30, source="<script>")

    page = text_of(desk(editor).get(address("session_change", session.pk)))

    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(("mode", "ruled_by"), [("onsite", 1), ("livestream", 1), ("both", 2)])
def test_only_the_announcement_that_this_session_owes_is_ruled(desk, editor, plan, point, mode, ruled_by):
    session = make.session(point, mode=mode)

    shown = help_of(desk(editor).get(address("session_change", session.pk)))["starts_at"]

    assert shown.count("<b>") == shown.count("最晚") == ruled_by
