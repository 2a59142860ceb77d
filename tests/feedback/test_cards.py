import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from events.models import AuditEntry, Duty, Session
from feedback import cards
from feedback.models import Card, Opinion
from tests import make
from tests.feedback.conftest import AFTER, BEFORE, START

TEXT = "希望增设老年人绿色通道"


def hand_in(session, now=AFTER, **content):
    return cards.hand_in(session, now=now, **{"kind": Card.Kind.SUGGESTION, "text": TEXT, **content})


def code_of(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return refused.value.code


class TestHandIn:
    def test_a_card_is_taken_from_the_moment_the_session_begins(self, session):
        assert hand_in(session, now=START).received_at == START

    def test_before_the_session_begins_a_sentence_says_when_to_come_back(self, session):
        assert code_of(hand_in, session, now=BEFORE) == "card_too_early"
        assert not Card.objects.exists()

    @pytest.mark.parametrize(
        ("state", "code"),
        [
            (Session.State.CANCELLED, "session_cancelled"),
            (Session.State.DRAFT, "session_not_announced"),
            (Session.State.APPROVED, "session_not_announced"),
        ],
    )
    def test_a_session_that_does_not_take_place_takes_no_card(self, session, state, code):
        session.state = state
        assert code_of(hand_in, session) == code

    def test_the_same_request_twice_is_one_card(self, session):
        first = hand_in(session, request_key="k1")
        assert hand_in(session, request_key="k1") == first
        assert Card.objects.count() == 1

    def test_words_changed_after_going_back_are_a_card_of_their_own(self, session):
        hand_in(session, request_key="k1")
        hand_in(session, request_key="k1", text=f"{TEXT}，并设座椅")
        assert Card.objects.count() == 2

    def test_two_people_may_write_the_same(self, session):
        hand_in(session, request_key="k1")
        hand_in(session, request_key="k2")
        assert Card.objects.count() == 2

    def test_blanks_are_no_opinion(self, session):
        assert code_of(hand_in, session, text="  \n ") == "text_missing"

    def test_a_text_of_exactly_the_limit_is_taken_and_one_more_is_not(self, session):
        hand_in(session, text="字" * cards.TEXT_LIMIT)
        assert code_of(hand_in, session, text="字" * (cards.TEXT_LIMIT + 1)) == "text_too_long"

    def test_what_a_person_wrote_is_encrypted_and_stays_out_of_the_audit_log(self, session):
        card = hand_in(session, name="朱建国", phone="13812345678", email="zhu@example.cn")
        with connection.cursor() as cursor:
            cursor.execute("SELECT text, name, phone, email FROM feedback_card")
            stored = " ".join(cursor.fetchone())
        entry = str(AuditEntry.objects.filter(subject_type="feedback.card").values())
        for secret in (card.text, card.name, card.phone, card.email):
            assert secret not in stored
            assert secret not in entry

    def test_a_code_is_found_as_the_poster_prints_it_or_in_small_letters(self, session):
        assert cards.find(session.card_code) == session
        assert cards.find(session.card_code.lower()) == session
        assert cards.find("NOSUCH") is None


class TestEnter:
    def test_staff_type_in_a_paper_card(self, session, editor):
        card = cards.enter(session, kind="need", text=TEXT, by=editor, now=AFTER)
        assert (card.source, card.kind, card.state) == ("paper", "need", "received")

    def test_a_stranger_types_in_nothing(self, session, stranger):
        with pytest.raises(PermissionDenied):
            cards.enter(session, kind="need", text=TEXT, by=stranger, now=AFTER)


class TestTakeUp:
    @pytest.fixture
    def card(self, session):
        return make.card(session, text="我是朱建国，希望增设绿色通道", name="朱建国")

    def test_a_card_becomes_a_line_of_the_ledger_with_a_masked_name(self, card, editor):
        opinion = cards.take_up(card, text=TEXT, by=editor, now=AFTER)
        assert (opinion.number, opinion.text, opinion.public_name, opinion.unit) == (1, TEXT, "朱**", card.session.unit)
        assert (opinion.taken_by, opinion.taken_at, opinion.state) == (editor, AFTER, Opinion.State.OPEN)
        card.refresh_from_db()
        assert card.state == Card.State.TAKEN_UP

    def test_the_reply_is_owed_from_the_day_the_card_came_in(self, card, editor):
        opinion = cards.take_up(card, text=TEXT, by=editor, now=make.at("2019-10-21 09:00"))
        duty = opinion.duty
        assert (duty.kind, duty.subject, duty.unit) == (Duty.Kind.REPLY, f"opinion:{opinion.pk}", card.session.unit)
        assert duty.due_on.isoformat() == "2019-10-28"

    def test_one_card_may_be_several_opinions(self, card, editor):
        opinions = cards.take_up_parts(card, texts=[TEXT, "希望延长周末服务时间"], by=editor, now=AFTER)
        assert [opinion.number for opinion in opinions] == [1, 2]

    def test_a_further_opinion_is_taken_up_later(self, card, editor):
        cards.take_up(card, text=TEXT, by=editor, now=AFTER)
        assert cards.take_up(card, text="希望延长周末服务时间", by=editor, now=AFTER).number == 2

    def test_the_same_opinion_of_a_card_is_not_taken_up_twice(self, card, editor):
        cards.take_up(card, text=TEXT, by=editor, now=AFTER)
        assert code_of(cards.take_up, card, text=TEXT, by=editor, now=AFTER) == "taken_up_already"

    @pytest.mark.parametrize("text", ["我是朱建国", "请打13812345678", "身份证11011519900101123X"])
    def test_a_text_that_shows_its_writer_is_taken_up_only_when_confirmed(self, card, editor, text):
        assert code_of(cards.take_up, card, text=text, by=editor, now=AFTER) == "personal_data"
        assert cards.take_up(card, text=text, by=editor, now=AFTER, is_checked=True).text == text

    def test_a_refused_text_leaves_no_line_and_no_duty(self, card, editor):
        code_of(cards.take_up_parts, card, texts=[TEXT, " "], by=editor, now=AFTER)
        assert not Opinion.objects.exists()
        assert not Duty.objects.filter(kind=Duty.Kind.REPLY).exists()

    def test_a_stranger_takes_nothing_up(self, card, stranger):
        with pytest.raises(PermissionDenied):
            cards.take_up(card, text=TEXT, by=stranger, now=AFTER)


class TestSetAside:
    def test_a_card_is_set_aside_with_a_reason_and_can_be_taken_up_later(self, session, editor):
        card = make.card(session)
        cards.set_aside(card, reason="空白卡", by=editor, now=AFTER)
        assert (card.state, card.set_aside_reason) == (Card.State.SET_ASIDE, "空白卡")
        cards.take_up(card, text=TEXT, by=editor, now=AFTER)
        assert card.state == Card.State.TAKEN_UP

    def test_no_card_is_set_aside_without_a_reason(self, session, editor):
        assert code_of(cards.set_aside, make.card(session), reason=" ", by=editor, now=AFTER) == "reason_missing"

    def test_a_card_in_the_ledger_is_not_set_aside(self, session, editor):
        card = make.card(session)
        cards.take_up(card, text=TEXT, by=editor, now=AFTER)
        assert code_of(cards.set_aside, card, reason="重复", by=editor, now=AFTER) == "card_state"

    def test_a_stranger_sets_nothing_aside(self, session, stranger):
        with pytest.raises(PermissionDenied):
            cards.set_aside(make.card(session), reason="重复", by=stranger, now=AFTER)
