"""The way back to a lost link: by a code to the contact, and nobody learns who is registered."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.foundation import clock
from events.models import Message
from registrations import lost
from registrations.models import Signup
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")
PAGE = "/my/lost/"


@pytest.fixture(autouse=True)
def on_the_day(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)


@pytest.fixture
def entry():
    return make.signup(make.announced(), name="朱建国", email="Zhu@example.cn")


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def found(client, contact="zhu@example.cn"):
    """The list, after the code."""
    page = client.post(PAGE, {"contact": contact}).url
    code = re.search(r"\d{6}", Message.objects.latest("pk").body)[0]
    return client.post(page, {"code": code}, follow=True)


def test_the_code_opens_the_list_with_the_links(client, entry):
    shown = found(client)
    assert entry.get_absolute_url() in text_of(shown)
    assert entry.session.title in text_of(shown)
    assert (shown["Cache-Control"], shown["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_the_answer_is_the_same_whether_or_not_anything_is_registered(client, entry):
    pages = []
    for contact in ("zhu@example.cn", "zoe@example.cn"):
        response = client.post(PAGE, {"contact": contact}, follow=True)
        token = response.redirect_chain[0][0].split("/")[-2]
        pages.append(text_of(response).replace(token, "TOKEN"))
    assert pages[0] == pages[1]
    assert Message.objects.filter(letter="contact_code").count() == 2


def test_only_what_stands_and_is_still_to_come_is_listed(client, entry):
    others = [
        make.signup(make.announced(), email="zhu@example.cn", state=Signup.State.CANCELLED, cancelled_at=NOW),
        make.signup(make.announced(starts_at=make.at("2019-09-30 09:00")), email="zhu@example.cn"),
        make.signup(make.announced(), email="other@example.cn"),
    ]
    shown = text_of(found(client))
    assert entry.token in shown
    assert not any(other.token in shown for other in others)


def test_by_telephone_where_text_messages_are_sent(client, settings):
    settings.SMS_GATEWAY = "console"
    entry = make.signup(make.announced(), phone="13812345678")
    assert entry.token in text_of(found(client, "+86 138 1234 5678"))


def test_the_list_shuts_by_itself(client, entry):
    response = found(client)
    page = response.redirect_chain[0][0]
    clock.move(NOW + lost.OPEN)
    assert entry.token not in text_of(client.get(page))


def test_without_the_code_there_is_no_list(client, entry):
    page = client.post(PAGE, {"contact": "zhu@example.cn"}).url
    code = re.search(r"\d{6}", Message.objects.latest("pk").body)[0]
    shown = text_of(client.post(page, {"code": f"{(int(code) + 1) % 10**6:06}"}, follow=True))
    assert "验证码不正确" in shown
    assert entry.token not in shown


def test_what_no_code_reaches_is_said_at_the_field(client):
    assert "name@example.cn" in text_of(client.post(PAGE, {"contact": "010-60000000"}))


def test_one_network_does_not_ask_without_end(client, monkeypatch):
    monkeypatch.setattr("registrations.gate.LOST_OF_A_NETWORK", 1)
    answers = [client.post(PAGE, {"contact": f"z{n}@example.cn"}).status_code for n in range(2)]
    assert answers == [302, 200]


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_three(client, entry):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    page = found(client).redirect_chain[0][0]
    one = queries()
    for _number in range(2):
        make.signup(make.announced(), email="zhu@example.cn")
    assert queries() == one


def test_an_address_that_is_changed_is_found_under_the_new_one(entry):
    entry.email = "new@example.cn"
    entry.save(update_fields=["email"])
    check = lost.ask("new@example.cn", language="zh-hans", now=NOW)
    assert list(lost.entries_of(check, now=NOW + timedelta(minutes=1))) == [entry]


def test_the_way_there_stands_on_every_public_page(client):
    assert reverse("registrations:lost") in text_of(client.get(reverse("about")))
