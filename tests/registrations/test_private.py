"""The private page in every state: what it says, what can be done there, and what a calendar follows."""

import re
from datetime import timedelta
from functools import reduce

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from events import sessions
from events.foundation import clock
from events.models import Message, Session
from registrations import feed, offers, selection, signups
from registrations.models import Asked, Roster, Signup, Terms
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = make.at("2019-10-08 10:00")
State = Signup.State


@pytest.fixture(autouse=True)
def on_the_day(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)


def sign_up(session, number=1, **fields):
    typed = {"name": "朱建国", "phone": f"138{number:08}", "category": "resident", "consent": True, "now": NOW}
    return signups.sign_up(session, **{**typed, "email": f"{number}@example.cn", **fields})


def offered():
    """A session of one place, which has become free for the second who signed up."""
    session = make.announced(capacity=1, bring="身份证")
    first, second = sign_up(session, 1), sign_up(session, 2)
    signups.cancel(first, now=NOW)
    return session, second


def page(client, signup):
    """The words of the private page, without marks and blanks."""
    html = client.get(signup.get_absolute_url()).content.decode()
    return re.sub(r"<[^>]*>|\s", "", html[html.index("<main") : html.index("</main")])


def act(client, name, signup, **given):
    answer = client.post(reverse(f"registrations:signup_{name}", args=[signup.token]), given, follow=True)
    return re.sub(r"<[^>]*>|\s", "", answer.content.decode())


def test_an_offered_place_is_taken_on_the_page(client):
    _session, row = offered()
    shown = page(client, row)
    for words in ("有一个名额轮到您了", "10月9日（周三）17:00", "接受这个名额", "这次不参加", "携带物品身份证"):
        assert words in shown
    assert "加入日历" not in shown
    link = re.search(r"/my/\S+", Message.objects.get(letter="offered").body)[0]
    assert client.get(link).status_code == 200
    client.get(reverse("registrations:signup_offer", args=[row.token]))  # looking answers nothing
    assert "名额已归您所有" in act(client, "offer", row, answer="accept")
    assert "已为您留座" in page(client, row)


@pytest.mark.parametrize(("answer", "words"), [("stay", "候补名单第1位"), ("leave", "报名已取消")])
def test_an_offered_place_is_left_on_the_page(client, answer, words):
    _session, row = offered()
    shown = act(client, "offer", row, answer=answer)
    assert "感谢您的答复" in shown
    assert words in shown


def test_an_answer_that_comes_too_late_is_told_so_and_the_page_has_no_dead_end(client):
    _session, row = offered()
    clock.move(make.at("2019-10-09 17:01"))
    assert "名额已转给下一位" in page(client, row)
    assert "名额的保留时间已过" in act(client, "offer", row, answer="accept")
    row.refresh_from_db()
    assert row.state == State.OFFERED


def test_who_waits_reads_how_a_place_comes_and_when_that_ends(client):
    _session, row = offered()
    offers.decline(row, stays=True, now=NOW)
    assert "递补截至10月12日（周六）17:00" in page(client, row)
    clock.move(make.at("2019-10-13 09:00"))
    assert "不再递补" in page(client, row)
    assert "可以补位入场" in page(client, row)


def test_the_selected_read_what_is_still_to_be_done_and_until_when(client):
    session = make.announced(capacity=1)
    Terms.objects.create(
        session=session, confirm_until=make.at("2019-10-12 12:00"), details_until=make.at("2019-10-12 15:00")
    )
    Asked.objects.create(session=session, item="id_number", moment="selected")
    row = sign_up(session)
    now = make.at("2019-10-11 09:00")
    selection.confirm(session, by=make.staff(unit=session.unit), now=now)
    clock.move(now)
    shown = page(client, row)
    for words in ("您已入选", "请在10月12日（周六）12:00前确认参加", "我确定参加", "请在10月12日（周六）15:00前补充"):
        assert words in shown
    assert "感谢您的确认" in act(client, "confirm", row)
    shown = page(client, row)
    assert "您已于10月11日（周五）9:00确认参加" in shown.replace("09:00", "9:00")
    assert "我确定参加" not in shown


def test_who_got_no_place_is_shown_other_sessions_of_the_theme(client):
    session = make.announced(capacity=1)
    point = make.point(session.point.plan)
    other = make.announced(point=point, title="同专题的一场", starts_at=make.at("2019-10-20 09:00"))
    make.announced(title="别的方案的一场", starts_at=make.at("2019-10-20 09:00"))
    row = make.signup(session, state=State.REFUSED)
    shown = page(client, row)
    assert "同专题的一场" in shown
    assert "别的方案的一场" not in shown
    Session.objects.filter(pk=other.pk).update(state="cancelled")
    assert "看看其他活动" in page(client, row)


def test_contact_and_companions_are_changed_on_a_page_of_their_own(client):
    session = make.announced()
    row = sign_up(session)
    address = reverse("registrations:signup_change", args=[row.token])
    assert address in client.get(row.get_absolute_url()).content.decode()
    shown = client.get(address)
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "13800000001" in shown.content.decode()
    wrong = client.post(address, {"email": "x@", "phone": "13800000001", "companions": "9"}).content.decode()
    assert "邮箱地址有误" in wrong
    assert 'value="x@"' in wrong
    done = client.post(address, {"email": "1@example.cn", "phone": "13800000001", "companions": "2"}, follow=True)
    assert "报名信息已修改" in done.content.decode()
    row.refresh_from_db()
    assert row.companions == 2


def test_nobody_fills_mailboxes_by_changing_an_address(client):
    row = sign_up(make.announced())
    address = reverse("registrations:signup_change", args=[row.token])
    for number in range(9):
        client.post(address, {"email": f"{number}@victim.example", "phone": row.phone, "companions": "0"})
    assert Message.objects.filter(letter="contact_changed").count() == 12


def event_at(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return event, answer.content.decode()


def test_a_calendar_follows_the_session_and_learns_nothing_of_the_person(client):
    session = make.announced()
    row = sign_up(session)
    address = reverse("registrations:signup_feed", args=[feed.key_of(row)])
    assert f"webcal://127.0.0.1:8000{address}" in client.get(row.get_absolute_url()).content.decode()
    event, text = event_at(client, address)
    assert (event["status"], event["dtstart"].dt) == ("TENTATIVE", session.starts_at)
    assert "REFRESH-INTERVAL" in text
    assert not any(secret in text + address for secret in (row.token, row.code, row.phone, "朱建国"))
    new = {"starts_at": make.at("2019-10-15 09:00"), "ends_at": make.at("2019-10-15 11:00"), "place": "二层"}
    sessions.move(session, **new, reason="维修", by=make.staff(unit=session.unit), now=NOW)
    event, _text = event_at(client, address)
    assert (event["sequence"], event["dtstart"].dt) == (1, new["starts_at"])
    signups.cancel(row, now=NOW)
    assert event_at(client, address)[0]["status"] == "CANCELLED"


def test_a_guessed_or_revoked_address_of_a_calendar_is_not_known(client):
    row = sign_up(make.announced())
    key = feed.key_of(row)
    for wrong in (f"{row.pk}-{'0' * 40}", "x", f"{'9' * 30}-{'0' * 40}", key[:-1], f"{key}é"):
        assert client.get(reverse("registrations:signup_feed", args=[wrong])).status_code == 404
    row.token = "another-link"
    row.save()
    assert client.get(reverse("registrations:signup_feed", args=[key])).status_code == 404


@pytest.mark.parametrize("state", ["entered", "selected", "offered", "waiting", "refused", "cancelled"])
def test_the_page_takes_the_same_number_of_queries_however_many_have_signed_up(client, state):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(row.get_absolute_url()).status_code == 200
        return len(captured)

    session = make.announced()
    row = make.signup(session, state=state, rank=1, offered_until=make.at("2019-10-09 17:00"))
    queries()  # the calendar of working days is read once a process
    one = queries()
    for _ in range(2):
        make.signup(session, state=state, rank=2)
        make.announced(point=make.point(session.point.plan), starts_at=make.at("2019-10-20 09:00"))
    assert queries() == one


def test_while_anybody_may_sign_up_a_repeated_entry_tells_nothing_of_the_first(client):
    """A stranger types the name of an invited guest, of one with a seat, of one to whom a place is offered."""
    session = make.announced(capacity=3)
    for name, state in (("朱建国", "selected"), ("李建国", "entered"), ("王建国", "offered")):
        make.signup(session, name=name, phone="13812345678", state=state, offered_until=make.at("2019-10-09 17:00"))
    Session.objects.filter(pk=session.pk).update(seats_taken=3)
    address, pages = reverse("registrations:signup", args=[session.pk]), []
    for name in ("朱建国", "李建国", "王建国", "陈建国"):
        typed = {"name": name, "phone": "13812345678", "category": "resident", "companions": 0, "consent": "on"}
        text = client.post(address, typed, follow=True).content.decode()
        made = Signup.objects.latest("pk")
        own = (made.token, made.code, feed.key_of(made), made.masked_name)
        pages.append(reduce(lambda page, mine: page.replace(mine, "OWN"), own, text))
    assert made.state == "waiting"
    assert pages[0] == pages[1] == pages[2] == pages[3]
    assert "候补" in pages[0]


def test_that_the_first_was_cancelled_is_not_told_by_a_repeated_entry(client, at):
    session = make.announced()
    first = make.signup(session, state="cancelled")
    again = make.signup(session, state="repeated", first=first)
    at(session.signup_closes_at + timedelta(hours=1))
    page = client.get(again.get_absolute_url()).content.decode()
    assert "已取消" not in page
    assert "已为您留座" in page
    Roster.objects.create(session=session, selection="order", confirmed_at=session.signup_closes_at)
    page = client.get(again.get_absolute_url()).content.decode()
    assert "已取消" not in page
    assert "未能入选" in page or "未入选" in page


def test_afterwards_a_repeated_entry_tells_what_became_of_the_first_but_offers_nothing(client, at):
    session = make.announced()
    first = make.signup(session, state="selected")
    again = make.signup(session, state="repeated", first=first)
    at(session.signup_closes_at)
    assert "您已入选" in client.get(again.get_absolute_url()).content.decode()
    Signup.objects.filter(pk=first.pk).update(state="offered", offered_until=make.at("2019-10-12 17:00"), rank=1)
    text = client.get(again.get_absolute_url()).content.decode()
    assert "候补" in text
    assert "接受这个名额" not in text
    assert "接受这个名额" in client.get(first.get_absolute_url()).content.decode()
