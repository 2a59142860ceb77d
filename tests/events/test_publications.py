"""Papers: drafted from facts, refused while incomplete, judged by the moment they stood everywhere."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events import deadlines, publications, signals
from events.models import AuditEntry, Channel, Duty, Session
from tests import make
from tests.events.test_pictures import photograph, with_place
from tests.refusals import refused

pytestmark = pytest.mark.django_db

EARLY = make.at("2019-09-02 10:00")
IN_TIME = make.at("2019-10-08 10:00")
LATE = make.at("2019-10-09 10:00")


@pytest.fixture
def session(session):
    deadlines.for_session(session, now=EARLY)
    return session


@pytest.fixture
def channel(plan):
    return plan.channels.get()


@pytest.fixture
def held(session):
    Session.objects.update(state=Session.State.HELD, held_at=session.ends_at, attendance=28, head_present=True)
    session.refresh_from_db()
    return session


def duty(session, kind="announce_onsite") -> Duty:
    return deadlines.find(kind, session=session)


def record(paper, channel, *, by, published_at=IN_TIME, now=None, **fields):
    values = {"url": "https://www.bjdx.gov.cn/a.html", "published_at": published_at, "by": by, **fields}
    return publications.record_channel(paper, channel, now=now or published_at, **values)


# Drafts


def test_the_announcement_is_drafted_from_the_facts_of_the_session(session, plan):
    paper = publications.announcement(session)

    assert paper.pk is None
    assert paper.title == "关于开展“优化营商环境”政务开放日活动的公告"
    assert paper.column == "政务开放日专题"
    for text in (
        f"《{plan.title}》",
        "一、活动时间：2019年10月14日（星期一）9:00至11:00",
        "活动时长：2小时",
        "政务服务中心一层大厅",
        "9:10 参观大厅",
        "报名时间：2019年9月30日9:00至2019年10月10日9:00",
        "遴选方式：按报名先后顺序确定参加人员，额满为止。",
        "王老师 010-60000000",
    ):
        assert text in paper.body


def test_quotation_marks_within_a_title_become_single_ones(session):
    session.title = "医保“零距离”"

    assert publications.announcement(session).title == "关于开展“医保‘零距离’”政务开放日活动的公告"


def test_with_open_selection_the_announcement_is_the_selection_notice_too(session):
    session.selection = Session.Selection.DRAW

    paper = publications.announcement(session)

    assert paper.title == "关于开展“优化营商环境”政务开放日活动暨公开遴选参加人员的公告"
    assert "随机抽取" in paper.body


def test_a_livestream_states_its_address_and_neither_seats_nor_sign_up(session):
    session.mode, session.livestream_url = Session.Mode.LIVESTREAM, "https://live.example.cn/1"

    body = publications.announcement(session).body

    assert "https://live.example.cn/1" in body
    for absent in ("遴选方式", "报名时间", "活动名额", "活动地点"):
        assert absent not in body


def test_a_talk_is_called_a_talk_and_stands_in_its_own_column(plan, town):
    talk = make.session(make.point(plan, [town], kind="talk", number=None, title="养老政策"))

    paper = publications.announcement(talk)

    assert (paper.title, paper.column) == ("关于开展“养老政策”政策公开讲活动的公告", "政策公开讲")


def test_a_draft_that_stands_keeps_what_the_unit_wrote(session, editor):
    paper = publications.draft_announcement(session, by=editor, now=EARLY)
    publications.write(paper, title="公告", body="我们自己写的正文", by=editor, now=EARLY)

    again = publications.draft_announcement(session, by=editor, now=EARLY)

    assert (again.pk, again.body) == (paper.pk, "我们自己写的正文")


def test_a_draft_older_than_its_session_is_pointed_out_and_drafted_again(session, editor):
    paper = publications.draft_announcement(session, by=editor, now=EARLY)
    assert publications.differences(session) == []

    session.starts_at, session.capacity = make.at("2019-10-14 08:00"), 28
    session.save()

    assert publications.differences(session) == [
        "公告正文与场次现有信息不一致，或未写明：活动时间、活动时长、活动名额。请修改公告，或重新起草。"
    ]
    publications.draft_again(paper, by=editor, now=EARLY)
    assert "8:00至11:00" in paper.body
    assert publications.differences(session) == []


def test_a_text_laid_out_otherwise_says_the_same(session, editor):
    paper = publications.draft_announcement(session, by=editor, now=EARLY)
    publications.write(paper, title="公告", body=paper.body.replace("\n", "\n  "), by=editor, now=EARLY)

    assert publications.differences(session) == []


def test_what_is_public_is_not_drafted_again(session, approver):
    paper = publications.announce(session, by=approver, now=IN_TIME)

    with refused("state"):
        publications.draft_again(paper, by=approver, now=IN_TIME)


# Announcing


def test_announcing_opens_the_session_to_the_public(session, approver):
    heard = []

    def listen(session, **kwargs):
        heard.append(session)

    signals.session_announced.connect(listen)

    paper = publications.announce(session, by=approver, now=IN_TIME)

    session.refresh_from_db()
    assert (session.state, session.announced_by, session.announced_at) == ("announced", approver, IN_TIME)
    assert (paper.state, paper.published_by, paper.published_at) == ("published", approver, IN_TIME)
    assert heard == [session]


def test_publishing_is_refused_with_a_list_of_what_is_missing(session, approver):
    Session.objects.update(agenda="", organiser="")

    with pytest.raises(ValidationError) as error:
        publications.announce(session, by=approver, now=IN_TIME)

    assert [each.code for each in error.value.error_list] == ["incomplete", "incomplete"]
    assert error.value.messages == ["尚未填写：活动流程。", "尚未填写：主办单位。"]
    session.refresh_from_db()
    assert session.state == "approved"


def test_an_editor_does_not_publish(session, editor):
    with pytest.raises(PermissionDenied):
        publications.announce(session, by=editor, now=IN_TIME)


def test_a_draft_session_is_not_announced(session, approver):
    Session.objects.update(state="draft")

    with refused("state"):
        publications.announce(session, by=approver, now=IN_TIME)


def test_the_duty_stays_open_until_every_channel_of_the_plan_is_recorded(session, plan, channel, approver):
    paper_channel = Channel.objects.create(plan=plan, name="政务新媒体", position=2)
    paper = publications.announce(session, by=approver, now=make.at("2019-10-08 09:00"))
    record(paper, channel, by=approver, published_at=make.at("2019-10-08 11:00"))
    assert duty(session).is_open

    record(paper, paper_channel, by=approver, published_at=make.at("2019-10-08 10:00"), now=LATE)

    assert (duty(session).done_at, duty(session).is_late) == (make.at("2019-10-08 11:00"), False)


def test_channels_recorded_first_close_the_duty_with_the_publication_here(session, channel, editor, approver):
    paper = publications.draft_announcement(session, by=editor, now=EARLY)
    record(paper, channel, by=editor, published_at=make.at("2019-10-07 10:00"))
    assert duty(session).is_open

    publications.announce(session, by=approver, now=IN_TIME)

    assert duty(session).done_at == IN_TIME


def test_without_channels_in_the_plan_publishing_closes_the_duty(session, channel, approver):
    channel.delete()

    publications.announce(session, by=approver, now=IN_TIME)

    assert duty(session).done_at == IN_TIME


def test_with_both_modes_one_announcement_closes_both_duties(session, channel, approver):
    Session.objects.update(mode="both", livestream_url="https://live.example.cn/1")
    session.refresh_from_db()
    deadlines.for_session(session, now=EARLY)

    paper = publications.announce(session, by=approver, now=IN_TIME)
    record(paper, channel, by=approver)

    assert (duty(session).is_open, duty(session, "announce_livestream").is_open) == (False, False)


def test_an_announcement_too_late_is_published_all_the_same_with_a_reason_and_stays_late(session, channel, approver):
    with refused("late_reason"):
        publications.announce(session, by=approver, now=LATE)
    session.refresh_from_db()
    assert session.state == "approved"

    paper = publications.announce(session, by=approver, now=LATE, late_reason="场地临时调整")
    record(paper, channel, by=approver, published_at=LATE)

    assert session.state == "announced"
    assert (duty(session).is_late, duty(session).late_reason) == (True, "场地临时调整")
    assert paper.late_reason == "场地临时调整"


def test_a_channel_too_late_makes_the_announcement_late(session, channel, approver):
    paper = publications.announce(session, by=approver, now=IN_TIME)
    with refused("late_reason"):
        record(paper, channel, by=approver, published_at=LATE)
    assert not paper.proofs.exists()

    record(paper, channel, by=approver, published_at=LATE, late_reason="网站维护")

    assert (duty(session).is_late, duty(session).late_reason, duty(session).done_at) == (True, "网站维护", LATE)


def test_a_channel_record_names_no_moment_to_come_no_foreign_channel_and_a_real_address(session, channel, approver):
    paper = publications.announce(session, by=approver, now=IN_TIME)
    foreign = make.plan().channels.get()

    with refused("future"):
        record(paper, channel, by=approver, published_at=LATE, now=IN_TIME)
    with refused("channel"):
        record(paper, foreign, by=approver)
    with refused("invalid"):
        record(paper, channel, by=approver, url="javascript:alert(1)")


def test_recording_a_channel_again_corrects_it_and_leaves_the_closed_duty(session, channel, approver):
    paper = publications.announce(session, by=approver, now=IN_TIME)
    record(paper, channel, by=approver)

    record(paper, channel, by=approver, published_at=LATE, url="https://www.bjdx.gov.cn/b.html")

    assert paper.proofs.get().url == "https://www.bjdx.gov.cn/b.html"
    assert (duty(session).done_at, duty(session).is_late) == (IN_TIME, False)
    before = AuditEntry.objects.filter(act="publication.record_channel").first().before
    assert before["url"] == "https://www.bjdx.gov.cn/a.html"


def test_the_picture_of_a_channel_is_cleaned(session, channel, editor):
    paper = publications.draft_announcement(session, by=editor, now=EARLY)

    proof = record(paper, channel, by=editor, picture=photograph(comment=b"Zhang San"))

    with proof.picture.open() as file:
        assert b"Zhang San" not in file.read()


# The report


def test_the_report_is_published_in_the_column_of_the_point_and_closes_its_duty(held, approver):
    paper = publications.publish_report(held, by=approver, now=make.at("2019-10-21 17:00"))

    held.refresh_from_db()
    assert (held.state, paper.state, paper.column) == ("reported", "published", "政务开放日专题")
    assert "28人参加" in paper.body
    assert "主要负责同志" in paper.body
    assert (duty(held, "report").done_at, duty(held, "report").is_late) == (make.at("2019-10-21 17:00"), False)


def test_a_report_after_five_working_days_needs_a_reason_and_is_late(held, approver):
    sixth = make.at("2019-10-22 09:00")
    with refused("late_reason"):
        publications.publish_report(held, by=approver, now=sixth)

    paper = publications.publish_report(held, by=approver, now=sixth, late_reason="照片处理耗时")

    assert paper.late_reason == "照片处理耗时"
    assert duty(held, "report").is_late


def test_there_is_no_report_before_the_session_was_held(session, approver):
    Session.objects.update(state="announced")

    with refused("state"):
        publications.publish_report(session, by=approver, now=make.at("2019-10-15 09:00"))


def test_a_paper_without_text_is_not_published(held, editor, approver):
    paper = publications.draft_report(held, by=editor, now=held.ends_at)
    publications.write(paper, title="图文解读", body=" ", by=editor, now=held.ends_at)

    with refused("text"):
        publications.publish_report(held, by=approver, now=make.at("2019-10-15 09:00"))


def test_the_results_of_the_evaluation_close_the_duty_of_a_plan_that_wants_them(plan, held, approver, editor):
    make.rule(plan, "evaluation", 10)
    deadlines.for_session(held, now=EARLY)
    now = make.at("2019-10-28 09:00")
    publications.write(publications.evaluation(held), title="评价结果", body="满意度九成", by=editor, now=now)

    publications.publish_evaluation(held, by=approver, now=now)

    assert duty(held, "evaluation").done_at == now


# Withdrawn, and published again


def test_a_withdrawn_paper_leaves_the_public_and_its_duty_stays_done(held, approver):
    paper = publications.publish_report(held, by=approver, now=make.at("2019-10-15 09:00"))
    with refused("reason"):
        publications.withdraw(paper, reason="", by=approver, now=LATE)

    publications.withdraw(paper, reason="数据有误", by=approver, now=make.at("2019-10-16 09:00"))

    assert paper not in type(paper).objects.public()
    assert AuditEntry.objects.get(act="publication.withdraw").reason == "数据有误"
    assert not duty(held, "report").is_open

    publications.restore(paper, by=approver, now=make.at("2019-10-17 09:00"))

    paper.refresh_from_db()
    assert (paper.state, paper.published_at) == ("published", make.at("2019-10-15 09:00"))
    with refused("state"):
        publications.restore(paper, by=approver, now=make.at("2019-10-17 09:00"))


def test_another_unit_writes_and_withdraws_nothing(held, approver, other_editor):
    paper = publications.publish_report(held, by=approver, now=make.at("2019-10-15 09:00"))
    stranger = make.staff("approver")

    for act in (
        lambda: publications.write(paper, title="x", body="y", by=other_editor, now=LATE),
        lambda: publications.withdraw(paper, reason="x", by=stranger, now=LATE),
        lambda: publications.add_picture(paper, photograph(), "大厅", by=other_editor, now=LATE),
    ):
        with pytest.raises(PermissionDenied):
            act()


# Pictures


def test_a_picture_needs_alternative_text(held, editor):
    paper = publications.draft_report(held, by=editor, now=held.ends_at)
    with refused("alt"):
        publications.add_picture(paper, with_place(), " ", by=editor, now=held.ends_at)

    picture = publications.add_picture(paper, with_place(), "参加人员参观大厅", by=editor, now=held.ends_at)

    assert (picture.alt, picture.position, picture.width, picture.height) == ("参加人员参观大厅", 1, 80, 120)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_removed_picture_takes_its_file_with_it(held, editor):
    paper = publications.draft_report(held, by=editor, now=held.ends_at)
    picture = publications.add_picture(paper, photograph(), "大厅", by=editor, now=held.ends_at)
    storage, name = picture.image.storage, picture.image.name

    publications.remove_picture(picture, by=editor, now=held.ends_at)

    assert not paper.pictures.exists()
    assert not storage.exists(name)
