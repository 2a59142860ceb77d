"""The public pages: the sign-up form and everything behind the private link."""

import re
from datetime import timedelta
from itertools import combinations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from events.foundation import clock
from events.models import Message, Session
from registrations import consent, feed, progress, signups
from registrations.models import Signup
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")
TYPED = {"name": "朱建国", "phone": "13812345678", "category": "resident", "companions": "1", "consent": "on"}


@pytest.fixture(autouse=True)
def on_the_day(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)


def address(session):
    return reverse("registrations:signup", args=[session.pk])


def entry(**fields):
    typed = {"name": "朱建国", "phone": "13812345678", "category": "resident", "consent": True, "now": NOW}
    return signups.sign_up(fields.pop("session", None) or make.announced(), **{**typed, **fields})


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


# --- the form ---


def test_the_rules_stand_before_the_form(client):
    session = make.announced(selection="draw", quotas={"parent": (2, None)})
    page = text_of(client.get(address(session)))
    assert page.index("报名须知") < page.index('name="name"')
    for words in ("摇号", "家长代表", "10月10日", "个人信息"):
        assert words in page


def test_a_sign_up_leads_to_a_private_page_that_names_state_and_next_step(client):
    session = make.announced()
    response = client.post(address(session), TYPED, follow=True)
    made = Signup.objects.get()
    assert response.redirect_chain == [(made.get_absolute_url(), 302)]
    assert "已为您留座" in text_of(response)
    assert made.code in text_of(response)
    assert (made.consent_version, made.consented_at) == (consent.VERSION, NOW)


def test_faults_are_named_at_their_fields_all_at_once_and_nothing_typed_is_lost(client):
    wrong = {"name": "朱建国", "phone": "12", "email": "x@", "companions": "9"}
    page = text_of(client.post(address(make.announced()), wrong))
    for words in (
        "电话号码有误",
        "最多可带 2 名同行人",
        "邮箱地址有误",
        "未经您同意",
        'value="朱建国"',
        'value="12"',
        'value="x@"',
    ):
        assert words in page
    assert not Signup.objects.exists()


def test_the_summary_of_faults_leads_to_the_first_of_a_group_of_choices(client):
    page = text_of(client.post(address(make.announced()), {**TYPED, "category": ""}))
    assert '<a href="#id_category_0">您的身份</a>：请选择您的身份。' in page
    assert 'id="id_category_0"' in page
    assert '<fieldset aria-describedby="id_category_error">' in page


def test_what_only_the_rule_can_refuse_is_said_at_the_field_too(client):
    page = text_of(client.post(address(make.announced()), {**TYPED, "companions": "9"}))
    assert "最多可带 2 名同行人" in page
    assert 'value="朱建国"' in page


def test_a_form_sent_after_closing_says_so_and_keeps_what_was_typed(client):
    session = make.announced()
    clock.move(session.signup_closes_at)
    page = text_of(client.post(address(session), TYPED))
    assert "报名已截止" in page
    assert 'value="13812345678"' in page
    assert not Signup.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"signup_opens_at": make.at("2019-10-06 09:00")}, "报名尚未开始"),
        ({"signup_closes_at": make.at("2019-10-04 09:00")}, "报名已截止"),
        ({"state": "cancelled", "announced_at": NOW}, "已取消"),
        ({"mode": "livestream"}, "无需报名"),
    ],
)
def test_where_nobody_can_sign_up_the_page_says_why_and_has_no_form(client, fields, words):
    page = text_of(client.get(address(make.announced(**fields))))
    assert words in page
    assert 'name="phone"' not in page


def test_when_the_seats_are_gone_the_waiting_list_is_said_before_and_after(client):
    session = make.announced(capacity=1)
    entry(session=session)
    assert "现在报名将进入候补名单" in text_of(client.get(address(session)))
    typed = {name: value for name, value in TYPED.items() if name != "companions"} | {"name": "李雷"}
    assert "您在候补名单第 1 位" in text_of(client.post(address(session), typed, follow=True))


def test_a_session_that_was_not_announced_is_not_found(client):
    assert client.get(address(make.session())).status_code == 404


def test_a_program_that_fills_the_hidden_field_signs_nobody_up(client):
    page = text_of(client.post(address(make.announced()), {**TYPED, "website": "http://spam.example"}))
    assert "spam.example" not in page
    assert not Signup.objects.exists()


def test_one_number_is_not_taken_without_end(client):
    session = make.announced(selection="draw", capacity=300)
    for number in range(25):
        client.post(address(session), {**TYPED, "name": f"朱{number}"})
    assert Signup.objects.count() == 20


def test_the_same_form_sent_twice_is_one_entry(client):
    session = make.announced()
    key = re.search(r'name="request_key" value="([^"]+)"', client.get(address(session)).content.decode())[1]
    first, second = (client.post(address(session), {**TYPED, "request_key": key}) for _ in range(2))
    assert first.url == second.url


def test_the_answer_to_the_same_person_looks_like_the_first_one(client):
    session = make.announced(selection="choice")
    pages = []
    for _ in range(2):
        response = client.post(address(session), TYPED, follow=True)
        made = Signup.objects.latest("pk")
        page = text_of(response).replace(made.token, "LINK").replace(made.code, "CODE")
        page = page.replace(feed.key_of(made), "FEED")
        pages.append(page)
    assert pages[0] == pages[1]


def test_every_field_has_its_label_and_the_hints_that_a_phone_needs(client):
    page = client.get(address(make.announced())).content.decode()
    for name in ("name", "phone", "email", "companions", "consent"):
        assert f'for="id_{name}"' in page
    for hint in ('autocomplete="tel"', 'inputmode="tel"', 'autocomplete="name"', 'autocomplete="email"'):
        assert hint in page


# --- behind the link ---


def test_the_private_page_keeps_its_link_to_itself(client):
    made = entry()
    for name in ("signup_private", "signup_calendar", "signup_code"):
        response = client.get(reverse(f"registrations:{name}", args=[made.token]))
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]


def test_the_private_page_shows_the_name_masked_and_never_the_number(client):
    page = text_of(client.get(entry().get_absolute_url()))
    assert "朱**" in page
    assert "朱建国" not in page
    assert "13812345678" not in page


def test_an_unknown_link_is_answered_kindly_and_with_the_same_headers(client):
    response = client.get("/my/unknown-link-of-nobody/")
    assert response.status_code == 404
    assert "链接无法识别" in text_of(response)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("state", "words"),
    [("selected", "您已入选"), ("refused", "这次未能入选"), ("cancelled", "报名已取消")],
)
def test_each_state_is_told_in_words(client, state, words):
    made = entry()
    Signup.objects.update(state=state)
    assert words in text_of(client.get(made.get_absolute_url()))


def test_cancelling_is_one_step(client):
    made = entry()
    assert reverse("registrations:signup_cancel", args=[made.token]) in text_of(client.get(made.get_absolute_url()))
    page = client.post(reverse("registrations:signup_cancel", args=[made.token]), follow=True)
    made.refresh_from_db()
    assert made.state == Signup.State.CANCELLED
    assert "感谢您把名额让给其他人" in text_of(page)


def test_a_browser_that_hides_where_it_comes_from_can_cancel_all_the_same():
    """With `no-referrer` a browser sends `Origin: null`, which the CSRF check refuses."""
    made = entry()
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("registrations:signup_cancel", args=[made.token]), headers={"origin": "null"})
    made.refresh_from_db()
    assert (response.status_code, made.state) == (302, Signup.State.CANCELLED)


def test_looking_at_the_address_of_the_cancellation_cancels_nothing(client):
    made = entry()
    client.get(reverse("registrations:signup_cancel", args=[made.token]))
    made.refresh_from_db()
    assert made.state == Signup.State.ENTERED


def test_after_the_beginning_the_page_offers_no_cancellation_and_the_act_is_refused(client):
    made = entry()
    clock.move(made.session.starts_at)
    assert "确认取消" not in text_of(client.get(made.get_absolute_url()))
    page = client.post(reverse("registrations:signup_cancel", args=[made.token]), follow=True)
    assert "活动已经开始" in text_of(page)


def test_the_calendar_names_the_session_and_not_the_private_link(client):
    made = entry()
    response = client.get(reverse("registrations:signup_calendar", args=[made.token]))
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["dtstart"].dt == made.session.starts_at
    assert made.token not in response.content.decode()


def test_the_code_is_a_picture(client):
    response = client.get(reverse("registrations:signup_code", args=[entry().token]))
    assert response["Content-Type"] == "image/svg+xml"
    assert b"<svg" in response.content


def test_the_letter_carries_the_link_that_opens_the_page(client, settings):
    entry(email="zhu@example.cn")
    link = re.search(rf"{settings.PORTAL_URL}(/my/\S+)", Message.objects.get().body)[1]
    assert client.get(link).status_code == 200


def test_the_form_takes_the_same_number_of_queries_however_many_have_signed_up(client):
    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(address(session))
        return len(captured)

    session = make.announced()
    make.signup(session)
    one = queries()
    make.signup(session)
    make.signup(session)
    assert queries() == one


# --- afterwards


def test_when_the_day_is_over_nobody_is_asked_to_come(client):
    made = entry()
    Session.objects.update(starts_at=NOW - timedelta(days=1), ends_at=NOW - timedelta(hours=22))
    page = text_of(client.get(made.get_absolute_url()))
    assert "本场活动已结束" in page
    assert reverse("feedback:card", args=[made.session.card_code]) in page
    assert reverse("registrations:signup_code", args=[made.token]) not in page


def test_who_was_invited_has_no_step_left_undone_before_the_day():
    session = make.announced()
    guest = {"name": "朱建国", "phone": "13812345678", "category": "deputy"}
    made = signups.invite(session, **guest, by=make.staff(unit=session.unit), now=NOW)
    steps = progress.of(made, now=session.signup_closes_at + timedelta(hours=1)).steps
    assert [step["state"] for step in steps] == ["done", "done", "done", "current"]


def test_who_has_no_seat_is_not_led_towards_the_day():
    made = entry()
    made.state = Signup.State.REFUSED
    assert progress.of(made, now=NOW).steps == []


# --- the cost of a visitor ---


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_whole_journey_costs_at_most_thirty_statements(client, settings):
    """List, session, form, sign-up and private page, by the first visitor, for whom nothing was made before."""
    session = make.announced()
    pages = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "journey"}
    settings.CACHES, settings.PAGE_SECONDS = {**settings.CACHES, "pages": pages}, 60  # however slow the machine is
    with CaptureQueriesContext(connection) as statements:
        client.get(reverse("events:sessions"))
        client.get(session.get_absolute_url())
        client.get(address(session))
        arrived = client.post(address(session), TYPED)
        assert client.get(arrived["Location"]).status_code == 200
    ours = [query["sql"] for query in statements if not query["sql"].startswith(("BEGIN", "COMMIT"))]
    assert len(ours) <= 30, "\n".join(ours)


def test_the_empty_form_is_made_once_and_each_sends_it_with_a_token_of_their_own(settings):
    pages = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "forms"}
    settings.CACHES, settings.PAGE_SECONDS = {**settings.CACHES, "pages": pages}, 5
    form_of = address(make.announced())
    visitors = [Client(enforce_csrf_checks=True) for _number in range(3)]
    forms = [hidden(visitor.get(form_of)) for visitor in visitors]
    assert all(not set(one.values()) & set(two.values()) for one, two in combinations(forms, 2))
    for number, (visitor, form) in enumerate(zip(visitors[:2], forms, strict=False)):
        sent = visitor.post(form_of, {**TYPED, "phone": f"1390000000{number}", **form})
        assert sent.status_code == 302, text_of(sent)
    assert visitors[2].post(form_of, {**TYPED, **forms[0]}).status_code == 403


def hidden(page):
    found = dict(re.findall(r'name="(csrfmiddlewaretoken|request_key)" value="([^"]{12,})"', page.content.decode()))
    assert len(found) == 2
    return found
