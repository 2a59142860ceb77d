"""Plans and publications at the desk: seen before they are published."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events import deadlines, publications
from events.foundation import clock
from events.models import Duty, Publication, Session
from tests import make
from tests.events.admin.conftest import address, errors_of, text_of

pytestmark = pytest.mark.django_db


class TestPlans:
    def test_the_office_approves_and_every_unit_sees_its_points(self, desk, office, editor, town):
        plan = make.plan(state="draft")
        point = make.point(plan, [town], title="优化营商环境")
        before = text_of(desk(editor).get(address("point_changelist")))

        desk(office).post(address("plan_step", plan.pk, "approve"))

        assert point.title not in before
        assert point.title in text_of(desk(editor).get(address("point_changelist")))

    def test_a_changed_rule_moves_the_days_of_what_is_still_open(self, desk, office, plan, session):
        deadlines.for_session(session, now=clock.now())
        rules = list(plan.rules.all())
        sent = {"rules-TOTAL_FORMS": len(rules), "rules-INITIAL_FORMS": len(rules)}
        for place, rule in enumerate(rules):
            value = 3 if rule.code == "announce_onsite" else rule.value
            sent |= {f"rules-{place}-id": rule.pk, f"rules-{place}-plan": plan.pk, f"rules-{place}-code": rule.code}
            sent |= {f"rules-{place}-value": value, f"rules-{place}-unit": rule.unit, f"rules-{place}-source": "原文。"}
        for name in ("themes", "channels"):
            sent |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
        sent |= {"title": plan.title, "year": 2019, "starts_on": "2019-09-01", "ends_on": "2019-11-30"}

        desk(office).post(address("plan_change", plan.pk), {**sent, "counting": "ordinary"})

        assert Duty.objects.get(kind="announce_onsite").due_on.isoformat() == "2019-10-10"

    def test_an_expired_plan_is_shown_and_not_edited(self, desk, office, plan):
        desk(office).post(address("plan_step", plan.pk, "close"))

        assert not desk(office).get(address("plan_change", plan.pk)).context["has_change_permission"]

    def test_only_a_draft_is_deleted(self, desk, office, plan):
        assert desk(office).post(address("plan_delete", plan.pk), {"post": "yes"}).status_code == 403


class TestPublications:
    @pytest.fixture
    def announced(self, approver, session):
        deadlines.for_session(session, now=clock.now())
        publications.announce(session, by=approver, now=clock.now())
        return Publication.objects.get()

    def test_the_announcement_is_drafted_from_the_session_and_changed_before_it_is_published(
        self, desk, editor, session
    ):
        answer = desk(editor).post(address("session_step", session.pk, "write-announcement"))
        paper = Publication.objects.get()

        sent = {"proofs-TOTAL_FORMS": 0, "proofs-INITIAL_FORMS": 0, "body": paper.body}
        desk(editor).post(answer.url, {**sent, "title": "改后的标题"})

        paper.refresh_from_db()
        assert (paper.title, paper.state) == ("改后的标题", "draft")
        assert "政务服务中心一层大厅" in paper.body

    def test_who_publishes_is_told_that_the_session_has_changed_since_the_draft(self, desk, editor, approver, session):
        desk(editor).post(address("session_step", session.pk, "write-announcement"))
        paper = Publication.objects.get()
        Session.objects.update(starts_at=make.at("2019-10-14 08:00"))

        for page in (address("session_step", session.pk, "announce"), address("publication_step", paper.pk, "publish")):
            assert "不一致，或未写明：活动时间" in text_of(desk(approver).get(page))
        desk(editor).post(address("publication_step", paper.pk, "draft-again"))

        paper.refresh_from_db()
        assert "8:00至11:00" in paper.body

    def test_an_editor_writes_and_an_approver_publishes(self, desk, editor, approver, session):
        desk(editor).post(address("session_step", session.pk, "write-announcement"))
        step = address("publication_step", Publication.objects.get().pk, "publish")

        assert desk(editor).post(step).status_code == 403
        desk(approver).post(step)

        session.refresh_from_db()
        assert session.state == Session.State.ANNOUNCED

    def test_who_announces_is_told_that_the_other_channels_belong_to_it(self, desk, approver, session):
        deadlines.for_session(session, now=clock.now())
        channel = session.point.plan.channels.get()
        step = address("session_step", session.pk, "announce")
        said = f"方案还要求在{channel.name}发布，全部登记后本项责任才算完成。"

        assert said in text_of(desk(approver).get(step))
        assert said in text_of(desk(approver).post(step, follow=True))

    def test_the_duty_closes_when_every_channel_is_recorded(self, desk, editor, announced):
        channel = announced.session.point.plan.channels.get()
        step = address("publication_step", announced.pk, "channel")
        sent = {"channel": channel.pk, "url": "https://www.example.gov.cn/1", "published_at": "2019-10-08T08:30"}

        desk(editor).post(step, sent)

        duty = Duty.objects.get(kind="announce_onsite")
        assert (duty.done_at is not None, duty.is_late) == (True, False)
        assert "https://www.example.gov.cn/1" in text_of(desk(editor).get(address("publication_change", announced.pk)))

    def test_a_moment_in_the_future_is_refused_at_its_field(self, desk, editor, announced):
        channel = announced.session.point.plan.channels.get()
        sent = {"channel": channel.pk, "url": "https://www.example.gov.cn/1", "published_at": "2019-10-09T08:30"}

        answer = desk(editor).post(address("publication_step", announced.pk, "channel"), sent)

        assert list(answer.context["form"].errors) == ["published_at"]

    def test_a_channel_of_another_plan_is_no_choice(self, desk, editor, announced):
        other = make.plan(channels=["别的网站"]).channels.get()
        form = desk(editor).get(address("publication_step", announced.pk, "channel")).context["form"]

        assert other not in form.fields["channel"].queryset

    def test_a_picture_needs_its_words_and_comes_out_again(self, desk, editor, session):
        Session.objects.filter(pk=session.pk).update(state=Session.State.HELD)
        paper = make.publication(session, Publication.Kind.REPORT)
        step = address("publication_step", paper.pk, "picture")
        browser = desk(editor)

        refused = browser.post(step, {"file": photograph(), "alt": ""})
        browser.post(step, {"file": photograph(), "alt": "居民参观大厅"})
        picture = paper.pictures.get()
        browser.post(address("publication_step", paper.pk, "drop-picture"), {"picture": picture.pk})

        assert "alt" in refused.context["form"].errors
        assert picture.alt == "居民参观大厅"
        assert not paper.pictures.exists()

    def test_pictures_of_a_draft_are_shown_to_whom_the_paper_is_shown(self, desk, editor, other_editor, session):
        Session.objects.filter(pk=session.pk).update(state=Session.State.HELD)
        paper = make.publication(session, Publication.Kind.REPORT)
        publications.add_picture(paper, photograph(), "居民参观", by=editor, now=clock.now())
        file = address("publication_file", paper.pk, "picture", paper.pictures.get().pk)

        assert file in text_of(desk(editor).get(address("publication_change", paper.pk)))
        shown = desk(editor).get(file)
        assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
        assert shown.headers["Content-Type"] == "image/jpeg"
        assert desk(other_editor).get(file).status_code == 404

    def test_what_is_no_picture_is_refused(self, desk, editor, session):
        Session.objects.filter(pk=session.pk).update(state=Session.State.HELD)
        paper = make.publication(session, Publication.Kind.REPORT)
        file = SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>")

        answer = desk(editor).post(address("publication_step", paper.pk, "picture"), {"file": file, "alt": "参观"})

        assert errors_of(answer)
        assert not paper.pictures.exists()

    def test_a_paper_is_withdrawn_with_a_reason_and_is_not_edited_then(self, desk, approver, announced):
        desk(approver).post(address("publication_step", announced.pk, "withdraw"), {"reason": "时间有误"})

        announced.refresh_from_db()
        assert announced.state == "withdrawn"
        assert not desk(approver).get(address("publication_change", announced.pk)).context["has_change_permission"]


def photograph():
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(held, "JPEG")
    return SimpleUploadedFile("photo.jpg", held.getvalue())
