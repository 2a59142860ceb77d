"""A verified contact is changed by whoever has the private link and reads the code at the new one."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from events.foundation import clock, contact_codes
from events.models import AuditEntry, ContactCode, Message
from registrations import new_contact, revisions
from registrations.models import Signup, Terms
from tests import make
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")


@pytest.fixture(autouse=True)
def on_the_day(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)


@pytest.fixture
def signup():
    session = make.announced(capacity=3)
    Terms.objects.create(session=session, verifies_contact=True)
    return make.signup(session, email="old@example.cn", phone="13812345678")


@pytest.fixture
def form(signup):
    return reverse("registrations:contact", args=[signup.token])


def the_code():
    body = Message.objects.filter(letter="contact_code").latest("pk").body
    return re.search(r"\d{6}", body)[0]


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_new_contact_counts_when_its_code_has_come_back_and_the_old_one_is_told(client, signup, form):
    page = text_of(client.get(reverse("registrations:signup_change", args=[signup.token])))
    assert form in page
    code_page = client.post(form, {"contact": "new@example.cn"}).url
    assert Message.objects.get(letter="contact_code").to == "new@example.cn"
    signup.refresh_from_db()
    assert signup.email == "old@example.cn"

    wrong = client.post(code_page, {"code": "000000" if the_code() != "000000" else "111111"}, follow=True)
    assert "验证码不正确" in text_of(wrong) or "还可以再试" in text_of(wrong)
    done = client.post(code_page, {"code": the_code()}, follow=True)
    assert "联系方式已更换" in text_of(done)
    signup.refresh_from_db()
    assert (signup.email, signup.phone, signup.verified_at) == ("new@example.cn", "13812345678", NOW)
    told = Message.objects.filter(letter="contact_changed")
    assert {letter.to for letter in told} == {"old@example.cn", "new@example.cn"}
    assert AuditEntry.objects.get(act="signup.change").after == {"email_changed": True}


def test_twice_is_once_and_a_used_page_brings_nothing_back(client, signup, form):
    code_page = client.post(form, {"contact": "new@example.cn"}).url
    code = the_code()
    for _twice in range(2):
        assert client.post(code_page, {"code": code}).url == signup.get_absolute_url()
    assert not ContactCode.objects.exists()
    assert Message.objects.filter(letter="contact_changed").count() == 2


def test_nothing_changes_without_the_code_or_with_the_code_of_another_sign_up(client, signup, form):
    other = make.signup(signup.session, email="other@example.cn")
    code_page = client.post(form, {"contact": "new@example.cn"}).url
    mine = ContactCode.objects.get()
    elsewhere = reverse("registrations:contact_code", args=[other.token, mine.token])
    assert client.post(elsewhere, {"code": the_code()}).url == other.get_absolute_url()
    clock.move(NOW + timedelta(minutes=contact_codes.MINUTES + 1))
    client.post(code_page, {"code": the_code()})
    assert set(Signup.objects.values_list("email_index", flat=True)) == {signup.email_index, other.email_index}


def test_a_contact_that_no_code_reaches_and_the_same_one_are_refused_at_the_field(client, signup, form):
    assert "电子邮箱格式不正确" in text_of(client.post(form, {"contact": "13900000000"}))
    assert "这就是目前登记的联系方式" in text_of(client.post(form, {"contact": "old@example.cn"}))
    assert "请填写新的联系方式" in text_of(client.post(form, {"contact": ""}))
    assert not ContactCode.objects.exists()


def test_where_text_messages_are_sent_the_mobile_number_changes_and_the_person_is_known_again(
    client, signup, form, settings
):
    settings.SMS_GATEWAY = "console"
    revisions.set_contact(signup, email="", phone=signup.phone, now=NOW)
    Message.objects.all().delete()
    code_page = client.post(form, {"contact": "139 0000 0009"}).url
    client.post(code_page, {"code": the_code()})
    signup.refresh_from_db()
    assert (signup.email, signup.phone) == ("", "13900000009")
    assert {letter.to for letter in Message.objects.filter(letter="contact_changed")} == {"13812345678", "13900000009"}


def test_another_code_can_be_asked_for_and_only_that_one_works(client, signup, form):
    code_page = client.post(form, {"contact": "new@example.cn"}).url
    first = the_code()
    clock.move(NOW + timedelta(seconds=contact_codes.SECONDS + 1))
    client.post(f"{code_page}again/")
    assert Message.objects.filter(letter="contact_code").count() == 2
    if first != the_code():
        client.post(code_page, {"code": first})
        assert Signup.objects.get().email == "old@example.cn"
    client.post(code_page, {"code": the_code()})
    assert Signup.objects.get().email == "new@example.cn"


def test_once_the_session_has_begun_or_where_nothing_was_verified_there_is_no_such_page(client, signup, form):
    check = new_contact.ask(signup, contact="new@example.cn", language="zh-hans", now=NOW)
    with refused("closed"):
        new_contact.settle(signup, check, now=signup.session.starts_at)
    Terms.objects.update(verifies_contact=False)
    assert client.get(form).url == reverse("registrations:signup_change", args=[signup.token])


def test_a_stranger_who_holds_the_link_floods_nobody(client, signup, form):
    for number in range(7):
        answer = client.post(form, {"contact": f"new{number}@example.cn"})
    assert "一小时后" in text_of(answer)
    assert Message.objects.filter(letter="contact_code").count() == 6
