import re

import pytest
from django.urls import reverse

from events.foundation import clock
from events.models import Session
from feedback import cards, views
from feedback.models import Card, Opinion
from tests import make
from tests.feedback.conftest import AFTER, BEFORE

TEXT = "希望增设老年人绿色通道"


@pytest.fixture(autouse=True)
def moment(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "now")
    clock.move(AFTER)


@pytest.fixture
def address(session):
    return reverse("feedback:card", args=[session.card_code])


def send(client, address, **fields):
    return client.post(address, {"kind": "suggestion", "text": TEXT, "request_key": "k1", **fields})


def published(session, **fields):
    defaults = {
        "state": Opinion.State.PUBLISHED,
        "outcome": "adopted",
        "reply": "已增设。",
        "published_at": session.ends_at,
    }
    return make.opinion(session, **{**defaults, **fields})


class TestCard:
    def test_the_card_opens_by_its_address_without_signing_in(self, client, address, session):
        page = client.get(address)
        assert page.status_code == 200
        assert session.title in page.content.decode()

    def test_a_card_that_is_handed_in_leads_to_its_number(self, client, address):
        answer = send(client, address, name="朱建国", phone="138 1234 5678", email="zhu@example.cn")
        card = Card.objects.get()
        assert (card.text, card.name, card.phone, card.email) == (TEXT, "朱建国", "138 1234 5678", "zhu@example.cn")
        assert answer.url == reverse("feedback:card_thanks", args=[card.number])

    def test_sending_twice_leads_to_the_same_card(self, client, address):
        assert send(client, address).url == send(client, address).url
        assert Card.objects.count() == 1

    def test_each_form_has_a_key_of_its_own(self, client, address):
        keys = {re.search(r'name="request_key" value="(\S+?)"', client.get(address).content.decode())[1] for _n in "12"}
        assert len(keys) == 2

    def test_before_the_session_a_clear_sentence_stands_there_and_no_form(self, client, address):
        clock.move(BEFORE)
        for answer in (client.get(address), send(client, address)):
            page = answer.content.decode()
            assert "意见卡在活动开始后开放填写" in page
            assert "<textarea" not in page
        assert not Card.objects.exists()

    def test_a_cancelled_session_says_so(self, client, address):
        Session.objects.update(state=Session.State.CANCELLED)
        assert "本场活动已取消" in client.get(address).content.decode()

    @pytest.mark.parametrize("state", [Session.State.DRAFT, Session.State.APPROVED])
    def test_a_session_that_is_not_public_has_no_card(self, client, address, state):
        Session.objects.update(state=state, announced_at=None)
        assert client.get(address).status_code == 404

    def test_an_unknown_code_is_not_found(self, client, address):
        assert client.get(reverse("feedback:card", args=["NOSUCH"])).status_code == 404

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"text": " "}, "请填写您的意见。"),
            ({"text": "字" * (cards.TEXT_LIMIT + 1)}, f"您填写了{cards.TEXT_LIMIT + 1}字，最多{cards.TEXT_LIMIT}字"),
            ({"phone": "123"}, "请检查号码"),
            ({"email": "zhu@"}, "请检查邮箱地址"),
            ({"website": "http://spam.example"}, "系统检测到隐藏栏被填写"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, client, address, fields, sentence):
        typed = {"text": TEXT, "name": "朱建国", **fields}
        page = send(client, address, **typed).content.decode()
        assert sentence in page
        assert "朱建国" in page
        assert typed["text"].strip() in page
        assert not Card.objects.exists()

    def test_a_person_caught_in_the_trap_is_out_of_it_with_the_next_send(self, client, address):
        page = send(client, address, website="http://spam.example").content.decode()
        assert "spam.example" not in page

    def test_too_many_cards_from_one_address_are_told_to_wait(self, client, address, monkeypatch):
        monkeypatch.setattr(views, "CARDS_AN_HOUR", 1)
        send(client, address)
        page = send(client, address, text="另一条意见").content.decode()
        assert "另一条意见" in page
        assert "请稍后再提交" in page
        assert Card.objects.count() == 1


class TestThanks:
    def test_the_page_shows_the_number_and_neither_name_nor_text(self, client, session):
        card = make.card(session, text="我住采育镇", name="朱建国", phone="13812345678")
        page = client.get(reverse("feedback:card_thanks", args=[card.number])).content.decode()
        assert card.number in page
        for secret in ("我住采育镇", "朱建国", "13812345678"):
            assert secret not in page

    def test_an_unpublished_answer_is_not_shown_and_a_published_one_is(self, client, session):
        card = make.card(session, state=Card.State.TAKEN_UP)
        opinion = make.opinion(session, card=card, state=Opinion.State.REPLIED, outcome="adopted", reply="草拟中的答复")
        address = reverse("feedback:card_thanks", args=[card.number])
        assert "草拟中的答复" not in client.get(address).content.decode()
        opinion.state, opinion.published_at = Opinion.State.PUBLISHED, AFTER
        opinion.save()
        assert "草拟中的答复" in client.get(address).content.decode()

    def test_a_card_is_looked_up_by_its_number_however_it_is_typed(self, client, session):
        card = make.card(session)
        answer = client.get(reverse("feedback:follow"), {"number": f" {card.number[:5].lower()} {card.number[5:]}"})
        assert answer.url == reverse("feedback:card_thanks", args=[card.number])

    def test_an_unknown_number_is_said_and_kept(self, client, session):
        make.card(session)
        page = client.get(reverse("feedback:follow"), {"number": "0000000000"}).content.decode()
        assert "没有找到该编号的意见卡" in page
        assert "0000000000" in page


class TestAdoptions:
    def test_the_headline_counts_as_official_lists_do(self, client, session):
        for outcome in ("adopted", "adopted", "partly", "noted"):
            published(session, outcome=outcome)
        published(session, outcome="not_adopted", reason="消防通道不能占用")
        page = client.get(reverse("feedback:adoptions")).content.decode()
        assert "征集5条，采纳2条，部分采纳1条，未采纳1条，留作参考1条<" in page

    def test_what_is_still_handled_is_counted_and_not_shown(self, client, session):
        published(session)
        make.opinion(session, text="还在办理的意见", state=Opinion.State.REPLIED, outcome="adopted", reply="拟同意。")
        page = client.get(reverse("feedback:adoptions")).content.decode()
        assert "征集2条，采纳1条，部分采纳0条，未采纳0条，留作参考0条，办理中1条" in page
        assert "还在办理的意见" not in page

    def test_a_line_shows_masked_name_outcome_reply_and_reason(self, client, session):
        published(session, outcome="not_adopted", reason="消防通道不能占用", reply="谢谢您的建议。")
        page = client.get(reverse("feedback:adoptions")).content.decode()
        for words in ("朱**", "不予采纳", "谢谢您的建议。", "消防通道不能占用"):
            assert words in page

    @pytest.mark.parametrize("query", ["unit=999", "outcome=nonsense", "session=x", "page=99"])
    def test_a_filter_that_means_nothing_filters_nothing(self, client, session, query):
        published(session)
        assert "已增设。" in client.get(f"{reverse('feedback:adoptions')}?{query}").content.decode()

    def test_it_is_filtered_by_unit_outcome_and_session(self, client, plan, session):
        other = make.announced(point=make.point(plan, [make.unit("魏善庄镇")]))
        published(session, reply="甲答复")
        published(other, reply="乙答复", outcome="noted")
        address = reverse("feedback:adoptions")
        for query in ({"unit": other.unit_id}, {"session": other.pk}, {"outcome": "noted"}):
            page = client.get(address, query).content.decode()
            assert "乙答复" in page
            assert "甲答复" not in page
        assert "征集1条，采纳0条" in client.get(address, {"unit": other.unit_id}).content.decode()

    def test_the_list_is_paged(self, client, session):
        for number in range(views.OPINIONS_A_PAGE + 1):
            published(session, reply=f"答复{number}号")
        page = client.get(reverse("feedback:adoptions")).content.decode()
        assert page.count("<article") == views.OPINIONS_A_PAGE

    def test_the_list_takes_the_same_queries_for_one_opinion_and_for_three(
        self, client, plan, django_assert_num_queries, django_assert_max_num_queries
    ):
        def fill(town):
            published(make.announced(point=make.point(plan, [make.unit(town)])))

        address = reverse("feedback:adoptions")
        fill("一镇")
        client.get(address)
        with django_assert_max_num_queries(12) as few:
            client.get(address)
        fill("二镇")
        fill("三镇")
        with django_assert_num_queries(len(few)):
            client.get(address)


class TestOpinion:
    def test_a_published_opinion_has_a_page(self, client, session):
        opinion = published(session, progress="2019-11-01 窗口已启用，2019年12月11日前全区推开")
        page = client.get(opinion.get_absolute_url()).content.decode()
        assert "已增设。" in page
        assert '<span class="text-nowrap">2019-11-01</span><wbr> 窗口已启用' in page
        assert '<span class="text-nowrap">2019年12月11日</span><wbr>前全区推开' in page

    @pytest.mark.parametrize("state", [Opinion.State.OPEN, Opinion.State.REPLIED, Opinion.State.RETURNED])
    def test_what_is_not_published_has_none(self, client, session, state):
        opinion = make.opinion(session, state=state)
        assert client.get(opinion.get_absolute_url()).status_code == 404


class TestSessionPage:
    def test_it_leads_to_the_card_once_the_session_has_begun(self, client, session, address):
        published(session)
        page = client.get(session.get_absolute_url()).content.decode()
        assert f'href="{address}"' in page
        assert "征集1条，采纳1条" in page

    def test_before_that_it_does_not(self, client, session, address):
        clock.move(BEFORE)
        assert f'href="{address}"' not in client.get(session.get_absolute_url()).content.decode()
