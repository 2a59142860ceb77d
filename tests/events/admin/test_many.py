"""One step for many rows: shown first, then row by row by its own rule; nothing half done in silence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import sessions
from events.admin import many
from events.foundation import clock, outbox
from events.models import AuditEntry, ChangeFiling, Message, Plan, Point, Session
from feedback.models import Card, Opinion
from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db
State = Session.State


@pytest.fixture
def drafts(point):
    return [make.session(point, title=f"草稿{n}", state=State.DRAFT) for n in range(3)]


def choose(browser, where, step, rows, **more):
    sent = {"action": step, "index": 0, "_selected_action": [row.pk for row in rows], **more}
    return browser.post(where, sent, follow=True)


def confirm(browser, where, step, rows):
    sent = {"action": step, "confirmed": 1, "_selected_action": [row.pk for row in rows]}
    return browser.post(where, sent, follow=True)


def shown(page):
    context = page.context
    return [[line.row for line in context[part]] for part in ("ready", "left_out")]


def said(page):
    return [str(message) for message in page.context["messages"]]


def states():
    return list(Session.objects.order_by("pk").values_list("state", flat=True))


LIST = "session_changelist"


def test_the_rows_are_shown_before_anything_is_done(desk, approver, drafts):
    Session.objects.filter(pk=drafts[0].pk).update(agenda="")

    page = choose(desk(approver), address(LIST), "approve", drafts[:2])

    assert {row.pk for row in shown(page)[0]} == {drafts[0].pk, drafts[1].pk}
    assert "尚未填写：活动流程" in text_of(page)
    assert states() == [State.DRAFT] * 3


def test_confirmed_they_are_done_one_by_one_each_with_its_entry_in_the_log(desk, approver, drafts):
    page = confirm(desk(approver), address(LIST), "approve", drafts[:2])

    assert said(page) == ["“批准”：已办理 2 项。"]
    assert states() == [State.APPROVED, State.APPROVED, State.DRAFT]
    assert AuditEntry.objects.filter(act="session.approve", by=approver).count() == 2


def test_the_page_leaves_out_what_is_not_possible_now_and_says_so(desk, approver, drafts, session):
    page = choose(desk(approver), address(LIST), "approve", [*drafts, session])

    assert shown(page)[1] == [session]
    assert "现在不能“批准”" in text_of(page)
    assert f'name="_selected_action" value="{session.pk}"' not in text_of(page)


def test_what_a_rule_refuses_is_named_and_the_others_are_done(desk, approver, drafts, town):
    closed = make.point(make.plan(state=Plan.State.EXPIRED), [town])
    Session.objects.filter(pk=drafts[1].pk).update(point=closed)

    page = confirm(desk(approver), address(LIST), "approve", drafts)

    assert states() == [State.APPROVED, State.DRAFT, State.APPROVED]
    done, refused = said(page)
    assert done == "“批准”：已办理 2 项。"
    assert "1 项未办理：" in refused
    assert "草稿1 2019-10-14：总体方案不在执行期。" in refused


def test_what_somebody_else_did_in_the_meantime_is_named(desk, approver, drafts):
    browser, listing = desk(approver), f"{address(LIST)}?state__exact=draft"
    choose(browser, listing, "approve", drafts)
    sessions.approve(drafts[0], by=approver, now=clock.now())

    page = confirm(browser, listing, "approve", drafts)

    assert "草稿0 2019-10-14：现在不能“批准”" in said(page)[1]
    assert states() == [State.APPROVED] * 3
    assert AuditEntry.objects.filter(act="session.approve").count() == 3


def test_names_in_a_refusal_are_text(desk, approver, drafts, session):
    Session.objects.filter(pk=session.pk).update(title="<b>优化</b>")

    page = confirm(desk(approver), address(LIST), "approve", [session])

    assert "&lt;b&gt;优化" in text_of(page)


class TestRights:
    def test_who_may_not_take_the_step_is_not_offered_it(self, desk, editor, approver, drafts):
        assert 'value="approve"' not in text_of(desk(editor).get(address(LIST)))
        assert 'value="approve"' in text_of(desk(approver).get(address(LIST)))

        confirm(desk(editor), address(LIST), "approve", drafts)
        assert states() == [State.DRAFT] * 3

    def test_another_units_row_is_not_done_and_not_shown(self, desk, approver, drafts, other_editor, plan):
        foreign = make.session(make.point(plan, [other_editor.unit]), title="邻镇的", state=State.DRAFT)
        rows = [drafts[0], foreign]

        page = choose(desk(approver), address(LIST), "approve", rows)
        done = confirm(desk(approver), address(LIST), "approve", rows)

        assert "邻镇的" not in text_of(page)
        assert said(done) == ["“批准”：已办理 1 项。", "所选的 1 项已不存在，或不属于本单位。"]
        foreign.refresh_from_db()
        assert foreign.state == State.DRAFT

    def test_the_deletion_of_many_is_not_offered(self, desk, office, session):
        assert "delete_selected" not in text_of(desk(office).get(address(LIST)))
        assert "delete_selected" not in text_of(desk(office).get(address("staff_changelist")))


def test_all_rows_of_all_pages_are_taken_and_no_more_than_a_page_can_show(desk, approver, drafts, monkeypatch):
    page = choose(desk(approver), address(LIST), "approve", drafts[:1], select_across=1)
    assert len(shown(page)[0]) == 3

    monkeypatch.setattr(many, "MOST", 2)
    page = choose(desk(approver), address(LIST), "approve", drafts[:1], select_across=1)
    assert said(page) == ["一次最多选择 2 项。"]


def test_filed_changes_are_noted_as_seen(desk, office, point):
    session = make.announced(point=point)
    rows = [
        ChangeFiling.objects.create(session=session, kind="moved", reason=f"检修{n}", filed_at=clock.now())
        for n in range(2)
    ]
    listing = address("changefiling_changelist")

    page = choose(desk(office), listing, "see", rows)
    confirm(desk(office), listing, "see", rows)

    assert "检修1" in text_of(page)
    assert not ChangeFiling.objects.filter(seen_by=None).exists()


def test_filed_points_are_accepted(desk, office, editor, plan, town):
    rows = [make.point(plan, [town], filing=Point.Filing.FILED, proposed_by=town) for _n in range(2)]

    confirm(desk(office), address("point_changelist"), "accept", rows)

    assert {row.filing for row in Point.objects.filter(pk__in=[row.pk for row in rows])} == {"accepted"}


class TestLetters:
    @pytest.fixture
    def lost(self, town):
        facts = {"letter": "point_filed", "app": "events", "subject": "s", "body": "b", "unit": town}
        letters = [outbox.queue(to=f"zhu{n}@example.cn", **facts) for n in range(3)]
        Message.objects.update(state=Message.State.GIVEN_UP)
        return letters

    def test_what_was_given_up_is_sent_again_once(self, desk, office, lost):
        listing, browser = address("message_changelist"), desk(office)
        Message.objects.filter(pk=lost[2].pk).update(state=Message.State.SENT, sent_at=clock.now())

        page = choose(browser, listing, "resend", lost)
        confirm(browser, listing, "resend", lost)
        again = confirm(browser, listing, "resend", lost)

        assert [len(part) for part in shown(page)] == [2, 1]
        assert "zhu0@example.cn" not in text_of(page)
        assert Message.objects.filter(resent_from__isnull=False).count() == 2
        assert "3 项未办理" in said(again)[0]

    def test_what_was_sent_again_waits_no_more(self, client, desk, office, lost):
        browser = desk(office)
        confirm(browser, address("message_changelist"), "resend", lost[:2])

        piles = browser.get(reverse("admin:index")).context["waiting"]

        (pile,) = [pile for pile in piles if "again" in pile.url]
        assert pile.count == 1
        assert list(browser.get(pile.url).context["cl"].result_list) == [lost[2]]


class TestCards:
    LIST = "/desk/feedback/card/"

    @pytest.fixture
    def over(self, point):
        return make.announced(point=point, state=State.HELD)

    def test_cards_go_into_the_ledger_with_the_masked_text_that_was_shown(self, desk, editor, over):
        card = make.card(over, text="请回电 13812345678，建议增设窗口", name="朱建国")

        page = choose(desk(editor), self.LIST, "take-up", [card])
        confirm(desk(editor), self.LIST, "take-up", [card])

        text = Opinion.objects.get(card=card).text
        assert "13812345678" not in text
        assert text in text_of(page)

    def test_a_card_that_was_set_aside_is_taken_up_by_itself_alone(self, desk, editor, over):
        cards = [make.card(over), make.card(over, state=Card.State.SET_ASIDE, set_aside_reason="重复")]

        page = choose(desk(editor), self.LIST, "take-up", cards)
        confirm(desk(editor), self.LIST, "take-up", cards)

        assert shown(page) == [[cards[0]], [cards[1]]]
        assert list(Opinion.objects.values_list("card", flat=True)) == [cards[0].pk]


def test_the_page_before_takes_as_many_queries_for_three_rows_as_for_one(desk, approver, office, drafts, town):
    facts = {"letter": "point_filed", "app": "events", "subject": "s", "body": "b", "unit": town}
    letters = [outbox.queue(to=f"zhu{n}@example.cn", **facts) for n in range(3)]

    def queries(browser, listing, step, rows):
        with CaptureQueriesContext(connection) as caught:
            choose(browser, listing, step, rows)
        return len(caught)

    for staff, name, step, rows in (
        (approver, LIST, "approve", drafts),
        (office, "message_changelist", "resend", letters),
    ):
        browser = desk(staff)
        queries(browser, address(name), step, rows)
        assert queries(browser, address(name), step, rows) == queries(browser, address(name), step, rows[:1])
