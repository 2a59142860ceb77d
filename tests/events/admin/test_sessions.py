"""A session at the desk: scheduled from its point, changed by its rules, its page says where it stands."""

import pytest

from events import deadlines
from events.foundation import clock
from events.models import ChangeFiling, Duty, Publication, Session
from tests import make
from tests.events.admin.conftest import address, errors_of, filled, text_of

pytestmark = pytest.mark.django_db
State = Session.State


def test_a_new_session_takes_over_unit_title_and_the_usual_number_from_its_point(desk, editor, town, plan):
    make.rule(plan, "capacity_about", 30)
    point = make.point(plan, [town], title="综合窗口改革")

    initial = desk(editor).get(address("session_add"), {"point": point.pk}).context["adminform"].form.initial

    assert (initial["point"], initial["unit"], initial["title"]) == (point.pk, town.pk, "综合窗口改革")
    assert (initial["capacity"], initial["organiser"]) == ("30", "黄村镇")


def test_an_editor_schedules_a_session_and_its_duties_appear(desk, editor, session):
    sent = filled(session, title="新的一场", starts_at_0="2019-10-21", ends_at_0="2019-10-21")

    desk(editor).post(address("session_add"), sent)

    new = Session.objects.get(title="新的一场")
    assert (new.state, new.created_by) == (State.DRAFT, editor)
    assert {duty.kind for duty in new.duties.all()} == {"announce_onsite", "tell_selected", "report"}


def test_what_the_rule_refuses_is_shown_at_its_field_and_nothing_typed_is_lost(desk, editor, session):
    sent = filled(session, agenda="参观大厅", signup_closes_at_0="2019-10-15")

    answer = desk(editor).post(address("session_change", session.pk), sent)

    assert answer.context["adminform"].form.errors.keys() == {"signup_closes_at"}
    assert "参观大厅" in text_of(answer)
    session.refresh_from_db()
    assert session.agenda != "参观大厅"


def test_what_the_database_would_refuse_is_said_in_words(desk, editor, session):
    answer = desk(editor).post(address("session_change", session.pk), filled(session, ends_at_0="2019-10-13"))

    assert errors_of(answer) == ["结束时间应晚于开始时间。"]


def test_an_editors_change_of_an_approved_session_sends_it_back_for_approval(desk, editor, session):
    answer = desk(editor).post(address("session_change", session.pk), filled(session, place="二层会议室"), follow=True)

    session.refresh_from_db()
    assert (session.place, session.state) == ("二层会议室", State.DRAFT)
    assert "须重新批准" in text_of(answer)


def test_what_the_public_was_told_cannot_be_typed_over(desk, editor, point):
    session = make.announced(point=point)

    form = desk(editor).get(address("session_change", session.pk)).context["adminform"].form

    assert not {"starts_at", "ends_at", "place", "selection"} & form.fields.keys()
    assert "agenda" in form.fields


def test_a_change_of_an_announced_session_is_filed_with_its_reason(desk, editor, point):
    session = make.announced(point=point)

    desk(editor).post(
        address("session_change", session.pk), filled(session, agenda="先座谈", change_reason="嘉宾时间调整")
    )

    filing = ChangeFiling.objects.get()
    assert (filing.kind, filing.reason, filing.after) == ("changed", "嘉宾时间调整", {"agenda": "先座谈"})


def test_a_held_session_is_shown_and_no_more_edited(desk, office, point):
    session = make.announced(point=point, state=State.HELD)

    answer = desk(office).get(address("session_change", session.pk))

    assert not answer.context["has_change_permission"]
    assert session.title in text_of(answer)


def test_the_page_lists_what_is_missing_and_each_duty_with_rule_and_sentence(desk, editor, session):
    deadlines.for_session(session, now=clock.now())
    Session.objects.filter(pk=session.pk).update(agenda="")

    answer = desk(editor).get(address("session_change", session.pk))

    assert answer.context["missing"] == ["活动流程"]
    days = {duty.kind: (duty.due_on.isoformat(), light) for duty, light in answer.context["duties"]}
    assert days["announce_onsite"] == ("2019-10-08", "open")
    assert "原文。" in text_of(answer)
    assert "默认规定，无原文" in text_of(answer)


def test_a_session_is_never_deleted(desk, office, session):
    assert desk(office).post(address("session_delete", session.pk), {"post": "yes"}).status_code == 403


class TestAnnouncing:
    def test_publication_is_refused_with_the_list_of_what_is_empty(self, desk, approver, session):
        Session.objects.filter(pk=session.pk).update(agenda="", organiser="")

        answer = desk(approver).post(address("session_step", session.pk, "announce"))

        assert errors_of(answer) == ["尚未填写：活动流程。", "尚未填写：主办单位。"]
        assert not Publication.objects.exists()

    def test_the_page_shows_the_text_and_the_last_day_with_its_sentence(self, desk, approver, session):
        deadlines.for_session(session, now=clock.now())

        page = text_of(desk(approver).get(address("session_step", session.pk, "announce")))

        assert "2019-10-08" in page
        assert "按期完成" in page
        assert "政务服务中心一层大厅" in page

    def test_one_published_too_late_asks_why_and_is_marked_late(self, desk, approver, plan, session):
        deadlines.for_session(session, now=clock.now())
        plan.channels.all().delete()
        clock.move(make.at("2019-10-10 09:00"))
        step = address("session_step", session.pk, "announce")
        browser = desk(approver)

        asked = browser.post(step)
        browser.post(step, {"late_reason": "场地刚刚确定"})

        assert "late_reason" in asked.context["form"].errors
        duty = Duty.objects.get(kind="announce_onsite")
        assert (duty.is_late, duty.late_reason) == (True, "场地刚刚确定")

    def test_in_time_no_reason_is_asked(self, desk, approver, session):
        deadlines.for_session(session, now=clock.now())

        form = desk(approver).get(address("session_step", session.pk, "announce")).context["form"]

        assert list(form.fields) == []


def test_the_head_of_unit_and_the_number_of_people_are_recorded_with_the_session_held(desk, editor, point):
    session = make.announced(point=point)
    clock.move(make.at("2019-10-14 12:00"))

    desk(editor).post(address("session_step", session.pk, "hold"), {"head_present": "no", "attendance": 26})

    session.refresh_from_db()
    assert (session.state, session.head_present, session.attendance) == (State.HELD, False, 26)


def test_the_office_notes_a_filed_change_as_seen(desk, office, editor, point):
    session = make.announced(point=point, state=State.ANNOUNCED)
    desk(editor).post(
        address("session_step", session.pk, "move"),
        {
            "starts_at": "2019-10-16T09:00",
            "ends_at": "2019-10-16T11:00",
            "place": "二层会议室",
            "reason": "场地检修",
        },
    )
    filing = ChangeFiling.objects.get()

    page = text_of(desk(office).get(address("changefiling_change", filing.pk)))
    desk(office).post(address("changefiling_step", filing.pk, "see"))

    assert "2019-10-14 09:00" in page
    assert "2019-10-16 09:00" in page
    filing.refresh_from_db()
    assert (filing.seen_by, filing.seen_at) == (office, make.at("2019-10-08 09:00"))


def test_a_unit_does_not_note_its_own_change_as_seen(desk, approver, point):
    session = make.announced(point=point)
    filing = ChangeFiling.objects.create(session=session, kind="moved", reason="检修", filed_at=clock.now())

    assert desk(approver).post(address("changefiling_step", filing.pk, "see")).status_code == 403
