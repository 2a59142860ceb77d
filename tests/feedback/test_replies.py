import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.models import AuditEntry, Message
from feedback import cards, replies
from feedback.models import Opinion
from tests import make
from tests.feedback.conftest import AFTER

State = Opinion.State
IN_TIME, TOO_LATE = make.at("2019-10-28 23:59"), make.at("2019-10-29 00:00")


@pytest.fixture
def opinion(session, editor):
    card = make.card(session, email="zhu@example.cn")
    return cards.take_up(card, text="希望增设绿色通道", by=editor, now=AFTER)


def answer(opinion, by, now=AFTER, **content):
    replies.reply(opinion, by=by, now=now, **{"outcome": "adopted", "reply": "已在二楼增设两个窗口。", **content})


@pytest.fixture
def answered(opinion, editor):
    answer(opinion, editor)
    return opinion


def returned(opinion):
    Opinion.objects.filter(pk=opinion.pk).update(state=State.RETURNED)
    return opinion


def code_of(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return refused.value.code


class TestReply:
    def test_an_answer_waits_for_approval(self, opinion, editor):
        answer(opinion, editor)
        opinion.refresh_from_db()
        assert (opinion.state, opinion.outcome, opinion.replied_by) == (State.REPLIED, "adopted", editor)

    def test_a_refusal_needs_its_reason(self, opinion, editor):
        assert code_of(answer, opinion, editor, outcome="not_adopted") == "reason_missing"
        answer(opinion, editor, outcome="not_adopted", reason="消防通道不能占用。")
        assert opinion.state == State.REPLIED

    @pytest.mark.parametrize("outcome", ["adopted", "partly", "noted"])
    def test_every_other_outcome_goes_without_a_reason(self, opinion, editor, outcome):
        answer(opinion, editor, outcome=outcome)
        assert opinion.outcome == outcome

    def test_an_unknown_outcome_is_refused(self, opinion, editor):
        assert code_of(answer, opinion, editor, outcome="") == "outcome_missing"

    def test_an_empty_reply_is_refused(self, opinion, editor):
        assert code_of(answer, opinion, editor, reply=" ") == "reply_missing"

    def test_an_answer_that_names_the_writer_goes_only_when_confirmed(self, opinion, editor):
        assert code_of(answer, opinion, editor, reply="朱建国同志：已增设。") == "personal_data"
        answer(opinion, editor, reply="朱建国同志：已增设。", is_checked=True)
        assert opinion.state == State.REPLIED

    def test_a_units_own_landline_may_stand_in_the_answer(self, opinion, editor):
        answer(opinion, editor, reply="详询010-69200000。")
        assert opinion.state == State.REPLIED

    def test_the_units_approver_is_told_and_never_the_writer_of_the_answer(self, opinion, editor, approver, office):
        answer(opinion, approver)
        letters = Message.objects.filter(letter="waiting")
        assert [letter.to for letter in letters] == [office.email]
        replies.return_reply(opinion, reason="请写明时间", by=office, now=AFTER)
        answer(opinion, editor)
        assert letters.filter(recipient=approver).count() == 1

    def test_the_public_text_is_mended_with_the_answer(self, opinion, editor):
        answer(opinion, editor, text="希望增设无障碍通道")
        assert opinion.text == "希望增设无障碍通道"
        assert code_of(answer, returned(opinion), editor, text="朱建国希望增设通道") == "personal_data"

    def test_a_text_that_was_confirmed_before_is_not_asked_for_again(self, session, editor):
        card = make.card(session)
        opinion = cards.take_up(card, text="我是朱建国", by=editor, now=AFTER, is_checked=True)
        answer(opinion, editor, text="我是朱建国")
        assert opinion.state == State.REPLIED

    def test_a_stranger_answers_nothing(self, opinion, stranger):
        with pytest.raises(PermissionDenied):
            answer(opinion, stranger)


class TestApprove:
    def test_approval_publishes_and_closes_the_duty(self, answered, approver):
        replies.approve(answered, by=approver, now=IN_TIME)
        answered.refresh_from_db()
        assert (answered.state, answered.published_by, answered.published_at) == (State.PUBLISHED, approver, IN_TIME)
        assert (answered.duty.done_at, answered.duty.is_late) == (IN_TIME, False)

    def test_nobody_approves_an_answer_of_their_own(self, opinion, approver):
        answer(opinion, approver)
        assert code_of(replies.approve, opinion, by=approver, now=AFTER) == "own_reply"
        assert Opinion.objects.get().state == State.REPLIED

    def test_the_office_approves_for_a_unit_with_one_account(self, opinion, approver, office):
        answer(opinion, approver)
        replies.approve(opinion, by=office, now=AFTER)
        assert opinion.state == State.PUBLISHED

    def test_an_editor_approves_nothing(self, answered, town):
        with pytest.raises(PermissionDenied):
            replies.approve(answered, by=make.staff(unit=town), now=AFTER)

    def test_an_approver_of_another_unit_approves_nothing(self, answered, stranger):
        with pytest.raises(PermissionDenied):
            replies.approve(answered, by=stranger, now=AFTER)

    def test_after_the_last_day_the_answer_needs_a_reason_and_is_published_all_the_same(self, answered, approver):
        assert code_of(replies.approve, answered, by=approver, now=TOO_LATE) == "late_reason"
        assert Opinion.objects.get().state == State.REPLIED
        replies.approve(answered, by=approver, now=TOO_LATE, late_reason="需与住建部门会商")
        duty = Opinion.objects.get().duty
        assert (duty.is_late, duty.late_reason) == (True, "需与住建部门会商")

    def test_a_writer_who_left_an_address_gets_the_answer(self, answered, approver):
        replies.approve(answered, by=approver, now=AFTER)
        letter = Message.objects.get(letter="answered")
        assert letter.to == "zhu@example.cn"
        assert answered.reply in letter.body
        assert "采纳" in letter.body

    def test_a_writer_without_an_address_gets_no_letter(self, session, editor, approver):
        opinion = cards.take_up(make.card(session), text="希望增设绿色通道", by=editor, now=AFTER)
        answer(opinion, editor)
        replies.approve(opinion, by=approver, now=AFTER)
        assert not Message.objects.filter(letter="answered").exists()

    def test_an_unanswered_opinion_is_not_approved(self, opinion, approver):
        assert code_of(replies.approve, opinion, by=approver, now=AFTER) == "opinion_state"

    def test_each_act_leaves_who_and_what_in_the_audit_log(self, answered, editor, approver):
        replies.approve(answered, by=approver, now=AFTER)
        entries = AuditEntry.objects.filter(subject_type="feedback.opinion").order_by("pk")
        assert list(entries.values_list("act", "by")) == [
            ("opinion.take_up", editor.pk),
            ("opinion.reply", editor.pk),
            ("opinion.approve", approver.pk),
        ]


class TestReturn:
    def test_an_answer_goes_back_with_a_reason_and_its_author_is_told(self, answered, approver, editor):
        replies.return_reply(answered, reason="请写明时间", by=approver, now=AFTER)
        assert (answered.state, answered.return_reason) == (State.RETURNED, "请写明时间")
        letter = Message.objects.get(letter="returned")
        assert (letter.recipient, "请写明时间" in letter.body) == (editor, True)

    def test_no_answer_goes_back_without_a_reason(self, answered, approver):
        assert code_of(replies.return_reply, answered, reason="", by=approver, now=AFTER) == "reason_missing"

    def test_a_published_answer_is_taken_back_by_the_office_alone(self, answered, approver, office):
        replies.approve(answered, by=approver, now=AFTER)
        with pytest.raises(PermissionDenied):
            replies.return_reply(answered, reason="有误", by=approver, now=AFTER)
        replies.return_reply(answered, reason="有误", by=office, now=AFTER)
        assert not Opinion.objects.public().exists()

    def test_an_editor_returns_nothing(self, answered, editor):
        with pytest.raises(PermissionDenied):
            replies.return_reply(answered, reason="有误", by=editor, now=AFTER)


class TestProgress:
    def test_each_note_bears_its_day(self, answered, editor):
        replies.note_progress(answered, text="窗口已选址", by=editor, now=AFTER)
        replies.note_progress(answered, text="窗口已启用", by=editor, now=make.at("2019-11-01 00:10"))
        assert answered.progress == "2019-10-14 窗口已选址\n2019-11-01 窗口已启用"

    def test_on_a_published_opinion_only_who_may_publish_notes_progress(self, answered, editor, approver):
        replies.approve(answered, by=approver, now=AFTER)
        with pytest.raises(PermissionDenied):
            replies.note_progress(answered, text="窗口已启用", by=editor, now=AFTER)
        replies.note_progress(answered, text="窗口已启用", by=approver, now=AFTER)
        assert answered.progress.endswith("窗口已启用")

    def test_a_note_that_names_the_writer_goes_only_when_confirmed(self, answered, editor):
        note = {"text": "已与朱建国联系", "by": editor, "now": AFTER}
        assert code_of(replies.note_progress, answered, **note) == "personal_data"
        replies.note_progress(answered, **note, is_checked=True)
        assert answered.progress == "2019-10-14 已与朱建国联系"
