"""Duties with their cause: made, moved and withdrawn by an act; the video and the public listing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from events import deadlines, plans, proofs, sessions
from events.models import Duty, DutyChange, Plan
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-09-02 10:00")


def told(duty):
    """What happened to the duty: what, by which act, of whom."""
    return [(row.kind, row.cause.act, str(row.cause.by)) for row in duty.changes.select_related("cause__by")]


def test_a_duty_keeps_by_which_act_it_came_moved_and_went(client, approver, session):
    deadlines.for_session(session, now=NOW)
    duty = deadlines.find("report", session=session)
    assert [row.kind for row in duty.changes.all()] == ["made"]
    to = {"starts_at": make.at("2019-10-21 09:00"), "ends_at": make.at("2019-10-21 11:00"), "place": session.place}
    sessions.move(session, **to, reason="场馆检修", by=approver, now=NOW)
    sessions.cancel(session, reason="台风预警", by=approver, now=NOW)

    kinds = [(row.kind, row.cause.act, row.cause.reason) for row in duty.changes.exclude(kind="made")]
    assert kinds == [("moved", "session.move", "场馆检修"), ("withdrawn", "session.cancel", "台风预警")]
    client.force_login(approver)
    page = client.get(reverse("admin:events_duty_change", args=[duty.pk])).content.decode()
    for words in ("2019-10-21 → 2019-10-28", "场馆检修", "台风预警", "张审核"):
        assert words in page


def test_an_act_that_fails_leaves_neither_the_move_nor_its_cause(approver, session):
    deadlines.for_session(session, now=NOW)
    before = DutyChange.objects.count()

    with pytest.raises(ValidationError):
        sessions.move(
            session, starts_at=session.starts_at, ends_at=session.ends_at, place="", reason="", by=approver, now=NOW
        )

    assert DutyChange.objects.count() == before


def test_what_a_plan_brings_names_its_approval(office, town):
    plan = make.plan(state=Plan.State.DRAFT, rules={"per_year": 1})
    make.point(plan, [town])

    plans.approve(plan, by=office, now=NOW)

    for duty in plan.duties.all():
        assert told(duty) == [("made", "plan.approve", "公开办")]
    assert set(plan.duties.values_list("kind", flat=True)) == {"hold", "per_year"}


def test_a_rule_changed_by_hand_moves_open_duties_alone_and_is_their_cause(client, office, session):
    deadlines.for_session(session, now=NOW)
    closed = deadlines.close(deadlines.find("announce_onsite", session=session), by=None, now=NOW)
    for code in ("tell_selected", "announce_onsite"):
        rule = session.point.plan.rules.filter(code=code).first() or make.rule(session.point.plan, code, 1)
        rule.value = "3"
        rule.save()
    client.force_login(office)
    default = reverse("admin:events_rule_change", args=[make_default("reply").pk])
    client.post(default, {"code": "reply", "value": "14", "unit": "working_days"})

    moved = DutyChange.objects.get(kind="moved")
    assert (moved.duty.kind, moved.cause.act, moved.cause.by) == ("tell_selected", "change", office)
    closed.refresh_from_db()
    assert (closed.due_on.isoformat(), closed.rule_value) == ("2019-10-08", "5")


def make_default(code):
    return deadlines.Rule.objects.defaults().get(code=code)


# The video of a talk, the public listing


@pytest.fixture
def talk(plan, town):
    held = make.session(make.point(plan, [town], kind="talk", number=None), state="held")
    deadlines.for_session(held, now=NOW)
    return held


def test_a_talk_owes_its_video_with_the_report_and_an_open_point_does_not(talk, session):
    deadlines.for_session(session, now=NOW)
    video, report = (deadlines.find(kind, session=talk) for kind in ("video", "report"))

    assert (video.due_on, video.rule_value, video.rule_source) == (report.due_on, "5", report.rule_source)
    assert deadlines.find("video", session=session) is None
    make.rule(talk.point.plan, "video", "")
    deadlines.for_session(talk, now=NOW)
    assert deadlines.find("video", session=talk) is None


def test_the_video_is_public_once_it_is_published_and_late_with_its_reason(client, talk, approver, editor):
    facts = {
        "url": "https://example.cn/talk.mp4",
        "published_at": make.at("2019-10-22 09:00"),
        "now": make.at("2019-10-22 10:00"),
    }
    with pytest.raises(PermissionDenied):
        proofs.publish_video(talk, **facts, by=editor)
    with pytest.raises(ValidationError, match=r"最后期限|说明"):
        proofs.publish_video(talk, **facts, by=approver)
    for wrong in ({"url": "ftp://x"}, {"published_at": make.at("2019-10-23 09:00")}):
        with pytest.raises(ValidationError) as refused:
            proofs.publish_video(talk, **{**facts, **wrong}, by=approver)
        assert set(refused.value.error_dict) == set(wrong)

    proofs.publish_video(talk, **facts, by=approver, late_reason="剪辑延误")

    duty = deadlines.find("video", session=talk)
    assert (duty.is_late, duty.late_reason, duty.done_by) == (True, "剪辑延误", approver)
    assert 'href="https://example.cn/talk.mp4"' in client.get(talk.get_absolute_url()).content.decode()


def test_an_open_point_has_no_video(session, approver):
    with pytest.raises(ValidationError) as refused:
        proofs.publish_video(session, url="https://example.cn/x", published_at=NOW, by=approver, now=NOW)

    assert refused.value.code == "not_a_talk"


def test_the_selected_are_listed_publicly_where_the_plan_asks(client, plan, point, editor):
    make.rule(plan, "public_listing", 3)
    session = make.announced(point=point)
    deadlines.for_session(session, now=NOW)
    duty = deadlines.find("public_listing", session=session)
    assert duty.due_on.isoformat() == "2019-10-10"

    client.force_login(editor)
    step = reverse("admin:events_session_step", args=[session.pk, "list-publicly"])
    assert client.get(step).status_code == 200
    proofs.list_publicly(
        session,
        url="https://example.cn/list",
        listed_at=make.at("2019-10-10 23:59"),
        by=editor,
        now=make.at("2019-10-11 09:00"),
    )

    duty.refresh_from_db()
    assert (duty.is_late, duty.done_at) == (False, make.at("2019-10-10 23:59"))


def test_a_session_on_site_and_livestreamed_owes_both_announcements(session):
    session.mode = "both"
    session.save()
    deadlines.for_session(session, now=NOW)

    kinds = set(Duty.objects.open().values_list("kind", flat=True))
    assert kinds == {"announce_onsite", "announce_livestream", "tell_selected", "report"}
