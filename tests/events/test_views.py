"""The public pages of plans and sessions: who sees what, and at what cost."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from icalendar import Calendar

from events import sessions
from events.models import ChangeFiling, Channel, ChannelProof, Picture, Plan, Point, Publication, Session
from events.templatetags import dates
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.at("2019-10-08 10:00")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def season():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def shown(session):
    Session.objects.update(state=Session.State.ANNOUNCED, announced_at=make.at("2019-09-30 09:00"))
    session.refresh_from_db()
    return session


def text(client, name, *args, **query):
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def status(client, name, *args):
    return client.get(reverse(name, args=args)).status_code


# --- the list


def test_the_list_shows_day_place_places_left_closing_day_and_way_of_selection(client, shown):
    Session.objects.update(seats_taken=18)
    page = text(client, "events:sessions")
    for words in (
        "10月14日（周一）",
        "09:00–11:00",
        "政务服务中心一层大厅",
        "按报名先后",
        "10月10日（周四）截止",
        "报名中",
    ):
        assert words in strip_tags(page)
    assert "剩余名额 <strong>12</strong>/30" in page


def test_what_was_never_announced_is_nowhere(client, session, shown):
    hidden = make.session(title="还没公告的", state=Session.State.APPROVED)
    assert hidden.title not in text(client, "events:sessions", when="all")
    for name in ("session", "calendar", "announcement"):
        assert status(client, f"events:{name}", hidden.pk) == 404
    assert status(client, "events:session", shown.pk) == 200


def test_filters_work_without_scripts_and_stay_when_one_turns_the_page(client, point):
    for _ in range(13):
        make.announced(point=point)
    page = text(client, "events:sessions", words="黄村")
    assert "共 13 场活动" in page
    assert "?words=%E9%BB%84%E6%9D%91&amp;page=2" in page
    assert "第 2 页" in text(client, "events:sessions", words="黄村", page=2)


def test_with_htmx_only_the_results_come(client, shown):
    results = client.get(reverse("events:sessions"), headers={"HX-Request": "true"})
    assert "HX-Request" in results["Vary"]
    assert "<html" not in results.content.decode()
    assert shown.title in results.content.decode()


def test_nothing_found_says_what_to_do(client, shown):
    page = text(client, "events:sessions", words="天文台")
    assert "没有符合条件的活动" in page
    assert shown.get_absolute_url() not in page


def test_a_day_that_is_none_is_said_at_its_field(client, shown):
    page = text(client, "events:sessions", first="昨天")
    assert "id_first_error" in page
    assert shown.title in page


@pytest.mark.parametrize("name", ["events:sessions", "home"])
def test_a_list_costs_the_same_for_one_session_and_for_three(client, plan, name, django_assert_num_queries):
    make.announced(point=make.point(plan))
    count = queries(client, name)
    for _ in range(2):
        make.announced(point=make.point(plan, theme=make.theme(plan, "便民服务")))
    with django_assert_num_queries(count):
        text(client, name)


def queries(client, name, *args):
    with CaptureQueriesContext(connection) as captured:
        text(client, name, *args)
    return len(captured)


# --- one session


def test_a_session_says_all_one_needs_to_come(client, shown):
    page = text(client, "events:session", shown.pk)
    for words in (
        "2019年10月14日（周一）",
        "约2小时",
        "乘公交至政务中心站",
        "<li>9:10 参观大厅</li>",
        "名额按报名先后确定，额满为止。",
        "黄村镇人民政府",
        'href="tel:010-60000000"',
        reverse("registrations:signup", args=[shown.pk]),
        reverse("events:plan", args=[shown.point.plan_id]),
    ):
        assert words in page


def test_a_session_on_site_and_online_offers_both(client, shown):
    Session.objects.update(mode=Session.Mode.BOTH, livestream_url="https://live.example.cn/1")
    card, page = text(client, "events:sessions"), text(client, "events:session", shown.pk)
    assert "剩余名额 <strong>30</strong>/30" in card
    assert "也可看网络直播" in card
    assert "网络直播，无需报名" not in card
    assert reverse("registrations:signup", args=[shown.pk]) in page
    assert "也可以在线观看网络直播，无需报名。" in page
    Session.objects.update(mode=Session.Mode.LIVESTREAM)
    assert "网络直播，无需报名" in text(client, "events:sessions")


def test_a_cancelled_session_says_so_and_takes_nobody(client, shown, editor):
    sessions.cancel(shown, reason="大厅检修", by=editor, now=NOW)
    page = text(client, "events:session", shown.pk)
    assert "本场活动已取消。" in page
    assert "大厅检修" in page
    assert reverse("registrations:signup", args=[shown.pk]) not in page


def test_a_moved_session_says_what_it_was_before(client, shown, editor):
    day_later = {"starts_at": shown.starts_at + timedelta(days=1), "ends_at": shown.ends_at + timedelta(days=1)}
    sessions.move(shown, **day_later, place="二层会议室", reason="会场调整", by=editor, now=NOW)
    page = strip_tags(text(client, "events:session", shown.pk))
    assert "2019年10月15日（周二）09:00–11:00 二层会议室" in page
    assert "原定：2019年10月14日（周一）09:00–11:00 政务服务中心一层大厅" in page
    assert "理由：会场调整" in page


def test_moves_before_the_announcement_are_nobodys_business(client, shown):
    before = {"starts_at": "2019-10-13T09:00:00+08:00", "ends_at": "2019-10-13T11:00:00+08:00", "place": ""}
    ChangeFiling.objects.create(
        session=shown, kind="moved", reason="内部协调", before=before, filed_at=make.at("2019-09-29 09:00")
    )
    assert "内部协调" not in text(client, "events:session", shown.pk)


def test_the_calendar_file_holds_the_hours_and_follows_a_cancellation(client, shown):
    def event():
        return Calendar.from_ical(client.get(reverse("events:calendar", args=[shown.pk])).content).events[0]

    assert (event().start, event().end) == (shown.starts_at, shown.ends_at)
    assert (event()["status"], str(event()["summary"])) == ("CONFIRMED", shown.title)
    Session.objects.update(state=Session.State.CANCELLED)
    assert event()["status"] == "CANCELLED"


# --- papers


@pytest.mark.parametrize("kind", list(Publication.Kind))
def test_a_paper_is_public_while_it_is_published(client, shown, kind):
    paper = make.published(shown, kind, title="红头文件", body="第一段\n\n第二段")
    assert "<p>第二段</p>" in text(client, f"events:{kind}", shown.pk)
    assert "红头文件" in text(client, "events:session", shown.pk)
    for state in (Publication.State.DRAFT, Publication.State.WITHDRAWN):
        Publication.objects.filter(pk=paper.pk).update(state=state)
        assert status(client, f"events:{kind}", shown.pk) == 404
        assert "红头文件" not in text(client, "events:session", shown.pk)


def test_what_staff_write_is_never_read_as_markup(client, shown):
    make.published(shown, body="<script>alert(1)</script>")
    assert "<script>alert" not in text(client, "events:announcement", shown.pk)


def test_an_announcement_names_its_channels_and_why_it_was_late(client, shown):
    paper = make.published(shown, late_reason="审核延误")
    ChannelProof.objects.create(
        publication=paper,
        channel=Channel.objects.get(),
        url="https://www.example.gov.cn/1",
        published_at=NOW,
        recorded_at=NOW,
    )
    page = text(client, "events:announcement", shown.pk)
    assert "https://www.example.gov.cn/1" in page
    assert "本文逾期发布。原因：审核延误" in page


def test_a_picture_is_served_with_its_report_and_withdrawn_with_it(client, shown):
    report = make.published(shown, Publication.Kind.REPORT)
    picture = Picture.objects.create(publication=report, image=ContentFile(PNG, "a.png"), alt="大厅一角")
    assert 'alt="大厅一角"' in text(client, "events:report", shown.pk)
    response = client.get(reverse("events:picture", args=[picture.pk]))
    assert (response["Content-Type"], b"".join(response.streaming_content)) == ("image/png", PNG)
    Publication.objects.update(state=Publication.State.WITHDRAWN)
    assert status(client, "events:picture", picture.pk) == 404


# --- plans


def test_a_plan_shows_points_units_rules_with_their_sentences_and_its_original(client, plan, point):
    notice = make.notice(plan=plan, title="总体方案", file=ContentFile("原文".encode(), "a.txt"))
    make.point(plan, [make.unit("人保局"), make.unit("投促中心")], kind=Point.Kind.TALK, number=None, title="普法宣讲")
    page = text(client, "events:plan", plan.pk)
    for words in ("优化营商环境", "黄村镇", "普法宣讲", "人保局、投促中心", "5 个工作日", "原文。", "区政府网站"):
        assert words in page
    assert reverse("events:original", args=[notice.pk]) in page
    response = client.get(reverse("events:original", args=[notice.pk]))
    assert b"".join(response.streaming_content).decode() == "原文"


def test_a_rule_of_the_office_is_told_from_one_of_the_plan(client, plan):
    assert "政务公开办公室默认规则，方案原文未作规定。" in text(client, "events:plan", plan.pk)


def test_drafts_and_proposals_not_accepted_are_not_public(client, plan, point):
    make.point(plan, title="还没备案", filing=Point.Filing.FILED)
    assert "还没备案" not in text(client, "events:plan", plan.pk)
    notice = make.notice(plan=plan)
    Plan.objects.update(state=Plan.State.DRAFT)
    assert plan.title not in text(client, "events:plans")
    assert status(client, "events:plan", plan.pk) == 404
    assert status(client, "events:original", notice.pk) == 404


def test_a_plan_costs_the_same_for_one_point_and_for_three(client, plan, django_assert_num_queries):
    make.announced(point=make.point(plan))
    count = queries(client, "events:plan", plan.pk)
    for title in ("便民服务", "保障改善民生"):
        make.announced(point=make.point(plan, [make.unit(), make.unit()], theme=make.theme(plan, title)))
    with django_assert_num_queries(count):
        text(client, "events:plan", plan.pk)


# --- lines that do not break


def test_no_line_ends_inside_a_day_hours_or_a_telephone_number(client, shown):
    page = text(client, "events:session", shown.pk)
    day = '<span class="text-nowrap">2019年10月14日</span><wbr><span class="text-nowrap">（周一）</span><wbr>'
    assert day in page
    assert '<span class="text-nowrap">09:00–11:00</span>' in page
    assert dates.whole("<b>致电010-60000000") == '&lt;b&gt;致电<span class="text-nowrap">010-60000000</span><wbr>'


def test_no_line_begins_with_the_comma_behind_hours():
    assert dates.whole("9:00至11:30，到场") == '<span class="text-nowrap">9:00至11:30</span>，到场'


def test_between_two_chinese_sentences_there_is_no_space():
    joined = Template("{% load page %}{% joined %}<b>{{ first }}</b>\n{{ then }}{% endjoined %}")
    assert joined.render(Context({"first": "已截止。", "then": "另行&通知。"})) == "<b>已截止。</b>另行&amp;通知。"
    assert joined.render(Context({"first": "Over.", "then": "Sorry."})) == "<b>Over.</b>\nSorry."
