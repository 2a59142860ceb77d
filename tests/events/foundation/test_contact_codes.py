"""Codes that prove a contact: short-lived, few tries, used once, kept only as a keyed hash."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from events.foundation import contact_codes
from events.models import ContactCode, Message
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 22:30")
LATER = NOW + timedelta(seconds=contact_codes.SECONDS)


@pytest.fixture
def check():
    return contact_codes.begin("signup", email="zhu@example.cn", language="zh-hans", now=NOW)


def sent(check, now=NOW):
    """The six digits that went out."""
    contact_codes.send(check, portal="政务开放日", about="参观大厅", now=now)
    return re.search(r"\d{6}", Message.objects.latest("pk").body)[0]


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def refusal(act, *arguments, **named):
    with pytest.raises(ValidationError) as refused:
        act(*arguments, **named)
    return refused.value.code


def test_the_code_from_the_letter_proves_the_contact_whatever_its_spelling(check):
    code = sent(check)
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    contact_codes.verify(check, f" {wide[:3]} {wide[3:]}", now=NOW)
    check.refresh_from_db()
    assert check.verified_at == NOW


def test_a_code_is_used_once(check):
    code = sent(check)
    contact_codes.verify(check, code, now=NOW)
    assert refusal(contact_codes.verify, check, code, now=NOW) == "expired"


def test_after_its_minutes_it_is_no_code_any_more(check):
    code = sent(check)
    end = NOW + timedelta(minutes=contact_codes.MINUTES)
    assert refusal(contact_codes.verify, check, code, now=end) == "expired"


def test_few_tries_then_even_the_right_one_is_refused_until_another_is_sent(check):
    code = sent(check)
    codes = [refusal(contact_codes.verify, check, wrong(code), now=NOW) for _try in range(contact_codes.TRIES)]
    assert codes == ["wrong"] * (contact_codes.TRIES - 1) + ["tries"]
    assert refusal(contact_codes.verify, check, code, now=NOW) == "tries"
    contact_codes.verify(check, sent(check, LATER), now=LATER)


def test_another_code_ends_the_one_before_and_waits_for_the_pause(check):
    first = sent(check)
    assert refusal(sent, check, NOW + timedelta(seconds=5)) == "pause"
    second = sent(check, LATER)
    if first != second:
        assert refusal(contact_codes.verify, check, first, now=LATER) == "wrong"
    contact_codes.verify(check, second, now=LATER)


def test_one_contact_is_not_flooded_whoever_asks():
    for _time in range(contact_codes.CODES_AN_HOUR):
        sent(contact_codes.begin("lost", email="zhu@example.cn", language="zh-hans", now=NOW))
    again = contact_codes.begin("signup", email="ZHU@example.cn", language="zh-hans", now=NOW)
    assert refusal(sent, again) == "often"


def test_a_mobile_number_gets_it_as_a_text_message(settings):
    settings.SMS_GATEWAY = "console"
    check = contact_codes.begin("signup", phone="13812345678", language="zh-hans", now=NOW)
    code = sent(check)
    letter = Message.objects.get()
    assert (letter.channel, letter.to) == ("sms", "13812345678")
    assert code in letter.body
    assert not letter.daytime_only  # whoever waits for it at night gets it at night


def test_a_code_stands_nowhere_but_in_its_letter_and_leaves_it_when_used(check):
    code = sent(check)
    assert code not in str(ContactCode.objects.values_list().get())
    contact_codes.verify(check, code, now=NOW)
    letter = Message.objects.get()
    assert (letter.to, letter.body, letter.subject) == ("", "", "")


def test_what_expired_is_emptied_and_the_row_goes_after_a_day(check):
    sent(check)
    contact_codes.forget(now=NOW + timedelta(minutes=contact_codes.MINUTES))
    assert Message.objects.get().body == ""
    assert ContactCode.objects.get().code_index == ""
    assert contact_codes.forget(now=NOW + contact_codes.KEPT - timedelta(minutes=1)) == 0
    assert contact_codes.forget(now=NOW + contact_codes.KEPT) == 1
    assert not ContactCode.objects.exists()
