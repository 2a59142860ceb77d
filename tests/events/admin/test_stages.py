"""The strip on a session's page: what is done, what is next, until when by which sentence, and who does it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import deadlines
from events.admin import stages
from events.foundation import clock
from events.models import ChannelProof, Duty, Session
from registrations.models import Draw, Roster, Signup
from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db
State = Session.State
NAMES = ["plan", "announce", "select", "hold", "report", "answer"]


def strip(browser, session):
    shown = browser.get(address("session_change", session.pk)).context["strip"]
    return {stage.name: stage for stage in shown}


def stands(browser, session):
    return [str(stage.status) for stage in strip(browser, session).values()]


def with_duties(session):
    deadlines.for_session(session, now=clock.now())
    return session


def urls(stage):
    return [act.url for act in stage.acts]


def step(session, name):
    return address("session_step", session.pk, name)


def page(session, name):
    return reverse("admin:registrations_session_page", args=[session.pk, name])


def test_six_stages_stand_in_the_words_of_the_office(desk, editor, session):
    shown = strip(desk(editor), session)

    assert list(shown) == NAMES
    assert [str(stage.title) for stage in shown.values()] == ["方案", "公告", "遴选", "开展", "报告", "答复"]


def test_a_draft_says_what_is_empty_and_who_approves_it(desk, editor, approver, session):
    Session.objects.filter(pk=session.pk).update(state=State.DRAFT, agenda="")

    seen = strip(desk(editor), session)["plan"]

    assert stands(desk(editor), session) == ["here", "later", "later", "later", "later", "later"]
    assert "活动流程" in seen.stage.words
    assert (seen.acts, seen.waits_for) == ((), "“批准”由张审核（审核人）办理。")
    assert urls(strip(desk(approver), session)["plan"]) == [step(session, "approve")]


def test_without_an_approver_at_the_unit_the_office_is_named(desk, editor, session):
    Session.objects.filter(pk=session.pk).update(state=State.DRAFT)

    assert "政务公开办公室" in strip(desk(editor), session)["plan"].waits_for


def test_what_is_done_says_when_and_by_whom(desk, editor, approver, session):
    moment = make.at("2019-09-20 10:00")
    Session.objects.filter(pk=session.pk).update(approved_at=moment, approved_by=approver)

    done = strip(desk(editor), session)["plan"]

    assert (done.status, done.stage.at, done.stage.by) == ("done", moment, approver)
    assert "2019-09-20 10:00" in text_of(desk(editor).get(address("session_change", session.pk)))


def test_the_announcement_is_next_with_its_last_day_its_rule_and_its_sentence(desk, editor, approver, session):
    with_duties(session)

    seen = strip(desk(editor), session)["announce"]
    words = text_of(desk(editor).get(address("session_change", session.pk)))

    assert (seen.status, seen.stage.duty.due_on.isoformat(), seen.days) == ("here", "2019-10-08", 0)
    assert urls(seen) == [step(session, "write-announcement")]
    assert "“发布公告”由张审核（审核人）办理。" in words
    assert "5 个工作日 ·\n" in words
    assert "原文。" in words
    assert urls(strip(desk(approver), session)["announce"])[-1] == step(session, "announce")


def test_days_left_and_days_late_are_working_days(desk, approver, session):
    with_duties(session)
    clock.move(make.at("2019-09-30 09:00"))
    ahead = strip(desk(approver), session)["announce"].days
    clock.move(make.at("2019-10-12 09:00"))

    late = strip(desk(approver), session)["announce"]

    assert (ahead, late.days) == (1, 4)
    assert "逾期 4 个工作日" in text_of(desk(approver).get(address("session_change", session.pk)))


def test_a_published_announcement_is_not_done_before_it_stands_on_every_channel(desk, editor, point):
    session = with_duties(make.announced(point=point))
    paper = make.published(session)

    seen = strip(desk(editor), session)["announce"]

    assert (seen.status, urls(seen)) == ("here", [address("publication_step", paper.pk, "channel")])
    assert "区政府网站" in seen.stage.words


def test_a_recorded_channel_closes_the_stage(desk, editor, point, plan):
    session = with_duties(make.announced(point=point))
    ChannelProof.objects.create(
        publication=make.published(session),
        channel=plan.channels.get(),
        url="https://example.cn/",
        published_at=clock.now(),
        recorded_at=clock.now(),
    )
    session.duties.filter(kind="announce_onsite").update(done_at=clock.now())

    assert stands(desk(editor), session)[:3] == ["done", "done", "here"]


class TestSelection:
    def test_a_livestream_alone_has_none(self, desk, editor, point):
        session = make.announced(point=point, mode="livestream")

        assert strip(desk(editor), session)["select"].status == "none"

    def test_while_people_sign_up_it_says_how_many_and_until_when(self, desk, editor, point):
        session = make.announced(point=point)
        make.signup(session)
        make.signup(session)

        words = strip(desk(editor), session)["select"].stage.words

        assert "已有 2 份报名" in words
        assert "10月10日（周四）09:00" in words

    def test_after_closing_the_draw_comes_first_and_then_the_list(self, desk, editor, point):
        session = make.announced(point=point, selection="draw")
        draw = Draw.objects.create(session=session, seed="s", seed_fingerprint="f", committed_at=clock.now())
        clock.move(make.at("2019-10-11 09:00"))
        before = strip(desk(editor), session)["select"]
        draw.frozen_at = draw.drawn_at = clock.now()
        draw.save()

        after = strip(desk(editor), session)["select"]

        assert ([str(act.label) for act in before.acts], [str(act.label) for act in after.acts]) == (
            ["开始摇号"],
            ["确认名单"],
        )
        assert urls(after) == [page(session, "selection")]

    def test_a_confirmed_list_is_not_done_before_everyone_was_told(self, desk, editor, point):
        session = with_duties(make.announced(point=point))
        Roster.objects.create(session=session, selection="order", confirmed_at=clock.now(), confirmed_by=editor)
        make.signup(session, state=Signup.State.SELECTED, call_about="decision")
        telling = strip(desk(editor), session)["select"]
        session.duties.filter(kind=Duty.Kind.TELL_SELECTED).update(done_at=clock.now())

        told = strip(desk(editor), session)["select"]

        assert (telling.status, urls(telling)) == ("here", [page(session, "calls")])
        assert "还有 1 人需电话告知" in telling.stage.words
        assert (told.status, told.stage.by) == ("done", editor)

    def test_a_session_held_without_a_list_says_so_for_good(self, desk, editor, point):
        session = make.announced(point=point, state=State.HELD)

        assert strip(desk(editor), session)["select"].status == "missed"


def test_the_day_is_next_where_nothing_else_is_to_do_and_is_recorded_once_it_began(desk, editor, point):
    session = make.announced(point=point, mode="livestream")
    before = strip(desk(editor), session)["hold"]
    clock.move(make.at("2019-10-14 09:30"))

    begun = strip(desk(editor), session)["hold"]

    assert (before.status, before.day, before.days, before.acts) == ("here", session.day, 5, ())
    assert urls(begun) == [step(session, "hold")]


def test_the_report_is_next_after_the_day_and_its_evaluation_after_it(desk, approver, editor, point, plan):
    make.rule(plan, "evaluation", 10)
    session = with_duties(make.announced(point=point, state=State.HELD))
    written = strip(desk(editor), session)["report"]
    Session.objects.filter(pk=session.pk).update(state=State.REPORTED)
    evaluated = strip(desk(approver), session)["report"]
    session.duties.filter(kind="evaluation").update(done_at=clock.now())

    assert urls(written) == [step(session, "write-report")]
    assert (evaluated.status, urls(evaluated)) == ("here", [step(session, "evaluate")])
    assert strip(desk(approver), session)["report"].status == "done"


class TestAnswer:
    @pytest.fixture
    def over(self, point):
        return make.announced(point=point, state=State.REPORTED)

    def test_cards_and_opinions_are_counted_for_whom_they_wait(self, desk, editor, approver, over):
        make.card(over)
        make.opinion(over, state="replied")

        seen = strip(desk(editor), over)["answer"]

        assert seen.stage.words == "1 张意见卡待列入台账。 1 条答复待审核发布。"
        assert [str(act.label) for act in seen.acts] == ["办理意见卡"]
        assert seen.waits_for == "“审核答复”由张审核（审核人）办理。"
        for url in urls(strip(desk(approver), over)["answer"]):
            assert desk(approver).get(url).context["cl"].result_count == 1

    def test_it_is_done_with_the_last_published_answer(self, desk, editor, approver, over):
        make.opinion(over, state="published", published_at=clock.now(), published_by=approver)

        seen = strip(desk(editor), over)["answer"]

        assert (seen.status, seen.stage.by) == ("done", approver)

    def test_no_opinion_at_all_is_no_work_left(self, desk, editor, over):
        assert strip(desk(editor), over)["answer"].status == "none"


def test_a_cancelled_session_goes_no_further_but_opinions_are_still_answered(desk, editor, point):
    session = make.announced(point=point, state=State.CANCELLED, cancelled_at=clock.now(), cancel_reason="检修")
    quiet = stands(desk(editor), session)
    opinion = make.opinion(session)
    opinion.duty = deadlines.owe_reply(f"opinion:{opinion.pk}", unit=session.unit, session=session, now=clock.now())
    opinion.save()

    assert "here" not in quiet
    assert "later" not in quiet
    assert stands(desk(editor), session)[-1] == "here"


def test_an_auditor_reads_who_does_it_and_gets_no_button(desk, editor, session):
    seen = strip(desk(make.staff("auditor")), session)["announce"]

    assert [act.permission for act in seen.acts] == []
    assert "李经办" in seen.waits_for


def test_the_strip_names_its_present_stage_once_and_says_each_status_in_words(desk, editor, session):
    words = text_of(desk(editor).get(address("session_change", session.pk)))

    assert words.count('aria-current="step"') == 1
    for status in ("正在办理", "尚未开始"):
        assert status in words


def test_every_stage_has_a_reading():
    assert list(stages.TITLES) == NAMES
    assert set(stages.READINGS) == set(NAMES)


def test_the_page_takes_as_many_queries_for_three_of_everything_as_for_one(desk, approver, point, plan):
    session = with_duties(make.announced(point=point, state=State.HELD))
    make.published(session)
    browser = desk(approver)

    def queries():
        make.signup(session, call_about="decision")
        make.card(session)
        make.opinion(session, state="replied")
        make.staff("approver", unit=session.unit)
        with CaptureQueriesContext(connection) as caught:
            browser.get(address("session_change", session.pk))
        return len(caught)

    queries()
    assert queries() == queries() == queries()
