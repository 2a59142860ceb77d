import pytest
from django.urls import reverse

from events.foundation import clock
from events.models import Session, Staff
from feedback import cards, replies
from feedback.models import Card, Opinion, Scheme
from tests import make
from tests.feedback.conftest import AFTER

TEXT = "希望增设老年人绿色通道"


@pytest.fixture(autouse=True)
def moment(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "now")
    clock.move(AFTER)


@pytest.fixture
def card(session):
    return make.card(session, text="我是朱建国，电话13812345678，希望增设绿色通道", name="朱建国", phone="13812345678")


@pytest.fixture
def opinion(card, editor):
    return cards.take_up(card, text=TEXT, by=editor, now=AFTER)


@pytest.fixture
def answered(opinion, editor):
    replies.reply(opinion, outcome="adopted", reply="已增设。", by=editor, now=AFTER)
    return opinion


def step(row, name):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_step", args=[row.pk, name])


def signed_in(client, staff):
    client.force_login(staff)
    return client


class TestTakingUp:
    def test_the_draft_of_the_public_text_is_masked_already(self, client, card, editor):
        page = signed_in(client, editor).get(step(card, "take-up")).content.decode()
        assert "我是朱**，电话138****5678，希望增设绿色通道</textarea>" in page

    def test_several_opinions_are_several_lines_of_the_ledger(self, client, card, editor):
        signed_in(client, editor).post(step(card, "take-up"), {"text_1": TEXT, "text_2": "希望延长周末服务时间"})
        assert list(Opinion.objects.order_by("number").values_list("number", "text")) == [
            (1, TEXT),
            (2, "希望延长周末服务时间"),
        ]

    def test_a_text_that_names_the_writer_is_refused_and_kept_until_confirmed(self, client, card, editor):
        signed_in(client, editor)
        page = client.post(step(card, "take-up"), {"text_1": "我是朱建国"}).content.decode()
        assert "填写人姓名" in page
        assert "我是朱建国</textarea>" in page
        client.post(step(card, "take-up"), {"text_1": "我是朱建国", "is_checked": "on"})
        assert Opinion.objects.get().text == "我是朱建国"

    def test_a_card_is_set_aside_with_its_reason(self, client, card, editor):
        signed_in(client, editor).post(step(card, "set-aside"), {"reason": "重复提交"})
        card.refresh_from_db()
        assert (card.state, card.set_aside_reason) == (Card.State.SET_ASIDE, "重复提交")

    def test_a_paper_card_is_typed_in_from_its_session(self, client, session, editor):
        fields = {"source": "paper", "kind": "need", "text": TEXT, "name": "李梅"}
        signed_in(client, editor).post(step(session, "paper-card"), fields)
        assert (Card.objects.get().source, Card.objects.get().name) == ("paper", "李梅")


class TestAnswering:
    def test_an_answer_goes_from_the_editor_over_the_approver_into_public(self, client, opinion, editor, approver):
        signed_in(client, editor).post(
            step(opinion, "reply"), {"text": TEXT, "outcome": "adopted", "reply": "已增设。"}
        )
        signed_in(client, approver).post(step(opinion, "approve"))
        assert Opinion.objects.public().get() == opinion

    def test_a_refusal_without_a_reason_comes_back_with_what_was_typed(self, client, opinion, editor):
        fields = {"text": TEXT, "outcome": "not_adopted", "reply": "谢谢您的建议。"}
        page = signed_in(client, editor).post(step(opinion, "reply"), fields).content.decode()
        assert "不予采纳的，必须说明理由" in page
        assert "谢谢您的建议。" in page

    def test_the_office_returns_an_answer(self, client, answered, office):
        signed_in(client, office).post(step(answered, "return"), {"reason": "请写明时间"})
        answered.refresh_from_db()
        assert (answered.state, answered.return_reason) == (Opinion.State.RETURNED, "请写明时间")

    def test_after_the_last_day_approving_asks_for_the_reason(self, client, answered, approver):
        clock.move(make.at("2019-10-29 09:00"))
        signed_in(client, approver)
        assert 'name="late_reason"' in client.get(step(answered, "approve")).content.decode()
        client.post(step(answered, "approve"), {"late_reason": "会商"})
        assert Opinion.objects.get().duty.late_reason == "会商"

    def test_in_time_it_does_not_ask(self, client, answered, approver):
        assert 'name="late_reason"' not in signed_in(client, approver).get(step(answered, "approve")).content.decode()

    def test_progress_is_noted(self, client, answered, editor):
        signed_in(client, editor).post(step(answered, "progress"), {"text": "窗口已选址"})
        answered.refresh_from_db()
        assert answered.progress == "2019-10-14 窗口已选址"

    def test_a_button_is_shown_to_whom_the_step_is_open(self, client, answered, editor, approver):
        address = reverse("admin:feedback_opinion_change", args=[answered.pk])
        approve = step(answered, "approve")
        assert approve not in signed_in(client, editor).get(address).content.decode()
        assert approve in signed_in(client, approver).get(address).content.decode()


class TestRights:
    @pytest.mark.parametrize("name", ["reply", "approve", "return", "progress"])
    def test_a_step_of_another_units_opinion_is_not_found(self, client, answered, stranger, name):
        assert signed_in(client, stranger).post(step(answered, name)).status_code == 404

    @pytest.mark.parametrize("name", ["take-up", "set-aside"])
    def test_a_step_of_another_units_card_is_not_found(self, client, card, stranger, name):
        assert signed_in(client, stranger).post(step(card, name)).status_code == 404

    def test_an_editor_who_knows_the_address_of_a_step_is_refused(self, client, answered, editor):
        for name in ("approve", "return"):
            assert signed_in(client, editor).post(step(answered, name)).status_code == 403

    def test_an_auditor_reads_and_changes_nothing(self, client, card, answered):
        signed_in(client, make.staff(role=Staff.Role.AUDITOR))
        assert client.get(reverse("admin:feedback_card_change", args=[card.pk])).status_code == 200
        assert client.post(step(card, "set-aside"), {"reason": "重复"}).status_code == 403
        assert client.post(step(answered, "return"), {"reason": "重复"}).status_code == 403

    def test_a_ledger_line_is_changed_by_steps_alone(self, client, opinion, office):
        address = reverse("admin:feedback_opinion_change", args=[opinion.pk])
        assert signed_in(client, office).post(address, {"text": "改"}).status_code == 403

    def test_schemes_belong_to_the_office(self, client, office, approver):
        address = reverse("admin:feedback_scheme_change", args=[Scheme.objects.get().pk])
        assert signed_in(client, office).get(address).status_code == 200
        assert signed_in(client, approver).get(address).status_code == 403


class TestLists:
    @pytest.mark.parametrize("name", ["card", "opinion"])
    def test_a_list_takes_the_same_queries_for_one_row_and_for_three(
        self, client, plan, office, name, django_assert_num_queries, django_assert_max_num_queries
    ):
        def fill(town):
            session = make.announced(point=make.point(plan, [make.unit(town)]))
            cards.take_up(make.card(session), text=TEXT, by=office, now=AFTER)

        address = reverse(f"admin:feedback_{name}_changelist")
        fill("一镇")
        signed_in(client, office).get(address)
        with django_assert_max_num_queries(30) as few:
            client.get(address)
        fill("二镇")
        fill("三镇")
        with django_assert_num_queries(len(few)):
            client.get(address)

    def test_the_list_of_cards_masks_names_and_shows_no_text(self, client, card, editor):
        page = signed_in(client, editor).get(reverse("admin:feedback_card_changelist")).content.decode()
        assert "朱**" in page
        for secret in ("朱建国", "13812345678", "绿色通道"):
            assert secret not in page

    def test_another_units_cards_are_not_listed(self, client, card, stranger):
        page = signed_in(client, stranger).get(reverse("admin:feedback_card_changelist")).content.decode()
        assert card.number not in page


class TestPoster:
    def test_the_poster_shows_address_and_qr_picture(self, client, session, editor, settings):
        page = signed_in(client, editor).get(reverse("admin:feedback_card_poster", args=[session.pk])).content.decode()
        assert f"{settings.PORTAL_URL}{reverse('feedback:card', args=[session.card_code])}" in page
        assert "<svg" in page

    def test_another_units_poster_is_not_found(self, client, session, stranger):
        address = reverse("admin:feedback_card_poster", args=[session.pk])
        assert signed_in(client, stranger).get(address).status_code == 404

    def test_a_session_that_is_not_announced_has_no_poster(self, client, session, editor):
        Session.objects.update(state=Session.State.DRAFT)
        address = reverse("admin:feedback_card_poster", args=[session.pk])
        assert signed_in(client, editor).get(address).status_code == 404
