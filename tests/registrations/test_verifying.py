"""A sign-up whose contact is verified first: form, code, private page."""

import re
from datetime import timedelta
from functools import reduce

import pytest
from django.test import Client
from django.urls import reverse

from events.foundation import clock, contact_codes, crypto
from events.models import AuditEntry, ContactCode, Message
from registrations import feed
from registrations.models import Pending, Signup, Terms
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")
TYPED = {
    "name": "朱建国",
    "phone": "13812345678",
    "email": "zhu@example.cn",
    "category": "resident",
    "companions": "1",
    "consent": "on",
    "request_key": "one-form",
}


@pytest.fixture(autouse=True)
def on_the_day(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)


@pytest.fixture
def session():
    made = make.announced(capacity=3)
    Terms.objects.create(session=made, verifies_contact=True)
    return made


def address(session):
    return reverse("registrations:signup", args=[session.pk])


def the_code():
    """The six digits of the last letter that has some."""
    bodies = [letter.body for letter in Message.objects.filter(letter="contact_code").order_by("-pk")]
    return next(found[0] for body in bodies if (found := re.search(r"\d{6}", body)))


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def handed_in(client, session, **changes):
    """Send the form; the address of the page on which the code is typed."""
    response = client.post(address(session), {**TYPED, **changes})
    assert response.status_code == 302, text_of(response)
    return response.url


def test_before_the_code_nothing_counts_and_afterwards_the_private_page_opens(client, session):
    page = handed_in(client, session)
    shown = text_of(client.get(page))
    assert "z***@example.cn" in shown
    assert "zhu@example.cn" not in shown
    assert "填写验证码后才会为您留座" in shown
    session.refresh_from_db()
    assert (Signup.objects.count(), session.seats_taken) == (0, 0)

    done = client.post(page, {"code": the_code()})
    made = Signup.objects.get()
    assert done.url == made.get_absolute_url()
    assert (made.name, made.companions, made.verified_at) == ("朱建国", 1, NOW)
    session.refresh_from_db()
    assert session.seats_taken == 2
    assert AuditEntry.objects.filter(act="signup.verify").exists()


def test_what_waits_is_kept_unreadable_and_goes_when_it_counts(client, session):
    page = handed_in(client, session)
    token = page.split("/")[-2]
    raw = Pending.objects.extra(select={"raw": "data"}).values_list("raw", flat=True)[0]
    assert "13812345678" not in raw
    assert Pending.objects.get().data
    assert "altcha" not in Pending.objects.get().data
    client.post(page, {"code": the_code()})
    assert Pending.objects.get().data == ""
    assert ContactCode.objects.get().token_index == crypto.index(token, purpose="code.token")


def test_two_clicks_and_a_lost_answer_make_one_code_and_one_entry(client, session):
    assert handed_in(client, session) == handed_in(client, session)
    assert Message.objects.filter(letter="contact_code").count() == 1
    page, code = handed_in(client, session), the_code()
    answers = [client.post(page, {"code": code}).url for _time in range(2)]
    assert answers == [Signup.objects.get().get_absolute_url()] * 2
    assert client.get(page).url == answers[0]


def test_a_wrong_code_loses_nothing_and_the_form_can_be_mended(client, session):
    page = handed_in(client, session)
    assert "验证码不正确" in text_of(client.post(page, {"code": "1"}, follow=True))
    edit = f"{page}edit/"
    assert 'value="朱建国"' in text_of(client.get(edit))
    assert client.post(edit, {**TYPED, "companions": "0"}).url == page
    client.post(page, {"code": the_code()})
    assert Signup.objects.get().companions == 0


def test_another_contact_gets_a_code_of_its_own(client, session):
    first = handed_in(client, session)
    second = handed_in(client, session, email="li@example.cn")
    assert first != second
    assert "l***@example.cn" in text_of(client.get(second))
    assert Pending.objects.count() == 1


def test_when_sign_up_closes_before_the_code_comes_the_reason_is_said_and_the_form_is_kept(client, session):
    page, code = handed_in(client, session), the_code()
    clock.move(session.signup_closes_at)
    ContactCode.objects.update(expires_at=session.signup_closes_at + timedelta(minutes=1))
    shown = text_of(client.post(page, {"code": code}, follow=True))
    assert "报名已截止" in shown
    assert 'value="朱建国"' in shown
    assert not Signup.objects.exists()


def test_a_code_that_expired_is_sent_anew(client, session):
    page, first = handed_in(client, session), the_code()
    assert "秒后可以重新发送" in text_of(client.post(f"{page}again/", follow=True))
    clock.move(NOW + timedelta(minutes=contact_codes.MINUTES))
    assert "验证码已失效" in text_of(client.post(page, {"code": first}, follow=True))
    client.post(f"{page}again/")
    assert client.post(page, {"code": the_code()}).url == Signup.objects.get().get_absolute_url()


def test_the_same_person_again_meets_the_same_pages(client, session):
    """Whoever types the data of somebody registered learns nothing, with a contact of their own neither."""
    pages = []
    for email, key in (("zhu@example.cn", "first"), ("li@example.cn", "other")):
        page = handed_in(client, session, email=email, request_key=key)
        response = client.post(page, {"code": the_code()}, follow=True)
        made = Signup.objects.latest("pk")
        own = {made.token: "LINK", made.code: "CODE", feed.key_of(made): "FEED"}
        pages.append(reduce(lambda text, one: text.replace(*one), own.items(), text_of(response)))
    assert pages[0] == pages[1]
    assert Signup.objects.standing().get().email == "zhu@example.cn"


def test_whom_no_code_reaches_is_told_whom_to_call(client, session, plain, settings):
    shown = text_of(client.post(address(session), {**TYPED, "email": ""}))
    assert "请填写接收验证码的邮箱" in shown
    settings.PROOF_OF_WORK = 20
    shown = text_of(client.post(address(plain), {**TYPED, "email": ""}))
    assert "本次报名需要先验证联系方式" in shown
    assert "010-60000000" in shown
    assert 'value="13812345678"' in shown
    assert not Pending.objects.exists()


def test_with_text_messages_the_mobile_number_is_proved(client, session, settings):
    settings.SMS_GATEWAY = "console"
    page = handed_in(client, session)
    assert Message.objects.get().channel == "sms"
    assert "138****5678" in text_of(client.get(page))


def test_it_is_forgotten_within_a_day(client, session):
    page = handed_in(client, session)
    contact_codes.forget(now=NOW + contact_codes.KEPT)
    assert not Pending.objects.exists()
    assert client.get(page).status_code == 404


# --- the gate ---


@pytest.fixture
def plain():
    return make.announced(capacity=3)


def test_without_a_proof_a_code_takes_its_place_and_with_one_none_is_asked(client, plain, settings):
    settings.PROOF_OF_WORK = 20
    page = handed_in(client, plain, altcha="")
    assert page.startswith("/my/new/")
    client.post(page, {"code": the_code()})
    assert Signup.objects.get().verified_at == NOW


def test_a_proof_that_proves_nothing_is_refused_and_the_form_is_kept(client, plain, settings):
    settings.PROOF_OF_WORK = 20
    shown = text_of(client.post(address(plain), {**TYPED, "altcha": "bm9uc2Vuc2U="}))
    assert "请再提交一次" in shown
    assert 'value="朱建国"' in shown
    assert not Signup.objects.exists()


def test_whoever_came_by_a_link_of_their_own_is_not_held_up(client, plain, settings):
    settings.PROOF_OF_WORK, settings.FORM_SECONDS = 20, 3
    link = make.closed_link(plain)
    answer = client.post(link.get_absolute_url(), {**TYPED, "category": link.category})
    assert answer.url == Signup.objects.get().get_absolute_url()


def opened(response):
    return re.search(r'name="opened" value="([^"]+)"', response.content.decode())[1]


def test_a_form_sent_quicker_than_a_person_is_asked_for_once_more(client, plain, settings):
    settings.FORM_SECONDS = 3
    form = client.get(address(plain))
    refused = client.post(address(plain), {**TYPED, "opened": opened(form)})
    assert "请再提交一次" in text_of(refused)
    assert 'value="朱建国"' in text_of(refused)
    assert opened(refused) == opened(form)  # its age goes on
    clock.move(NOW + timedelta(seconds=3))
    assert client.post(address(plain), {**TYPED, "opened": opened(refused)}).status_code == 302


@pytest.mark.parametrize("stamp", ["", "forged", "MTU3MDIzNzIwMA:1abcde:x"])
def test_a_form_that_nobody_opened_is_too_quick_as_well(client, plain, settings, stamp):
    settings.FORM_SECONDS = 3
    clock.move(NOW + timedelta(days=1))
    client.post(address(plain), {**TYPED, "opened": stamp})
    assert not Signup.objects.exists()


def test_a_form_without_its_token_comes_back_with_all_that_was_typed(plain):
    client = Client(enforce_csrf_checks=True)
    refused = client.post(address(plain), TYPED)
    shown = text_of(refused)
    assert refused.status_code == 403
    assert "请再提交一次" in shown
    assert 'value="朱建国"' in shown
    assert not Signup.objects.exists()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)[1]
    assert client.post(address(plain), {**TYPED, "csrfmiddlewaretoken": token}).status_code == 302


def test_one_network_is_not_taken_without_end_and_limits_can_be_switched_off(client, plain, settings, monkeypatch):
    monkeypatch.setattr("registrations.gate.OF_A_NETWORK", 2)
    for number in range(3):
        client.post(address(plain), {**TYPED, "phone": f"1381234567{number}", "request_key": str(number)})
    assert Signup.objects.count() == 2
    settings.LIMITS = False
    client.post(address(plain), {**TYPED, "phone": "13812345679", "request_key": "9"})
    assert Signup.objects.count() == 3
