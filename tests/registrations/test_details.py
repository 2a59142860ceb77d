"""What only the selected are asked: when, of whom, behind the private link and at the desk."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from events.foundation import clock
from events.models import AuditEntry, Message
from registrations import details, notify
from registrations.models import Signup
from tests import make
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-11 09:00")
UNTIL = make.at("2019-10-12 17:00")
CARD = {"id_kind": "resident", "id_number": "11010519491231002x", "id_consent": "on"}
ACCESS = {"item": "access", "moment": "selected"}
NUMBER = {"item": "id_number", "moment": "selected", "is_required": True}


@pytest.fixture(autouse=True)
def on_the_day(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)


@pytest.fixture
def session():
    session = make.announced()
    make.terms(session, asked=[NUMBER, ACCESS, {"item": "sex"}], details_until=UNTIL)
    return session


@pytest.fixture
def selected(session):
    return make.signup(session, state="selected", details='{"sex": "male"}', email="zhu@example.cn")


def address(signup):
    return reverse("registrations:signup_details", args=[signup.token])


def test_the_selected_give_the_rest_and_the_former_answers_stay(selected):
    made = details.give(selected, {**CARD, "access": "轮椅"}, now=NOW)
    assert made.answers == {"sex": "male", "id_kind": "resident", "id_number": "11010519491231002X", "access": "轮椅"}
    assert (made.details_at, bool(made.id_index)) == (NOW, True)
    entry = AuditEntry.objects.get(act="signup.details")
    assert entry.after == {"asked": ["access", "id_kind", "id_number"]}  # which, and never what
    again = details.give(selected, {**CARD, "access": ""}, now=UNTIL - timedelta(minutes=1))
    assert again.answers["access"] == "轮椅"


@pytest.mark.parametrize("fields", [{"state": "entered"}, {"state": "waiting"}, {"source": "door"}])
def test_nobody_else_is_asked(session, fields):
    signup = make.signup(session, **{"state": "selected", **fields})
    assert details.wanted(signup) == []
    with refused("not_wanted"):
        details.give(signup, CARD, now=NOW)


def test_after_the_last_moment_only_staff_enter_it(selected, session):
    with refused("too_late"):
        details.give(selected, CARD, now=UNTIL)
    with pytest.raises(PermissionDenied):
        details.give(selected, CARD, now=UNTIL, by=make.staff())
    assert details.give(selected, CARD, now=UNTIL, by=make.staff(unit=session.unit)).details_at == UNTIL


def test_one_document_stands_once_on_a_list(selected, session):
    details.give(selected, CARD, now=NOW)
    other = make.signup(session, state="selected")
    with refused("twice"):
        details.give(other, CARD, now=NOW)
    assert list(details.lacking()) == [other]


def test_the_page_leads_from_the_private_page_names_faults_and_keeps_what_was_typed(client, selected):
    assert address(selected) in client.get(selected.get_absolute_url()).content.decode()
    wrong = {**CARD, "id_number": "110105194912310021", "access": "轮椅"}
    answer = client.post(address(selected), wrong)
    text = answer.content.decode()
    assert "最后一位校验不符" in text
    assert "轮椅" in text
    assert answer["Cache-Control"] == "no-store"
    text = client.post(address(selected), {**wrong, **CARD}, follow=True).content.decode()
    assert "活动当天需要的信息已收到" in text
    assert "11010519491231002X" not in client.get(address(selected)).content.decode()


def test_who_is_not_asked_is_led_to_the_private_page(client):
    signup = make.signup(make.announced(), state="selected")
    assert client.get(address(signup))["Location"] == signup.get_absolute_url()
    clock.move(UNTIL)


def test_after_the_last_moment_the_page_says_so(client, selected):
    clock.move(UNTIL)
    assert "填写时间已过" in client.get(address(selected)).content.decode()
    assert "现在填写" not in client.get(selected.get_absolute_url()).content.decode()
    assert "填写时间已过" in client.post(address(selected), CARD).content.decode()


def test_the_letter_names_what_is_asked_until_when_and_where(selected, session):
    notify.decided([selected, make.signup(session, state="refused")], by=make.staff(unit=session.unit), now=NOW)
    body = Message.objects.get(letter="details_wanted").body
    for words in ("身份证件、当天需要的帮助", "10月12日", address(selected)):
        assert words in body


def test_a_session_that_asks_nothing_more_sends_no_further_letter():
    session = make.announced()
    signup = make.signup(session, state="selected", email="a@example.cn")
    notify.decided([signup], by=make.staff(unit=session.unit), now=NOW)
    assert list(Message.objects.values_list("letter", flat=True)) == ["selected"]


# --- at the desk


def test_the_desk_shows_who_has_not_given_it(client, selected, session):
    client.force_login(make.staff(unit=session.unit))
    given = make.signup(session, state="selected", details_at=NOW)
    everybody = reverse("admin:registrations_signup_changelist")
    text = client.get(everybody).content.decode()
    assert "未填写" in text
    assert "已填写" in text
    text = client.get(f"{everybody}?rest=lacking").content.decode()
    assert selected.code in text
    assert given.code not in text


def test_staff_enter_it_for_somebody_and_see_faults_at_the_field(client, selected, session):
    client.force_login(make.staff(unit=session.unit))
    step = reverse("admin:registrations_signup_step", args=[selected.pk, "rest"])
    assert "请填写证件号码" in client.post(step, {"access": "轮椅"}).content.decode()
    client.post(step, CARD)
    assert Signup.objects.get(pk=selected.pk).answers["id_number"] == "11010519491231002X"


@pytest.mark.parametrize(("role", "is_whole"), [("editor", True), ("auditor", False)])
def test_answers_are_whole_only_for_those_who_work_with_them(client, session, role, is_whole):
    signup = make.signup(session, details='{"access": "轮椅通道"}')
    client.force_login(make.staff(role, unit=session.unit))
    text = client.get(reverse("admin:registrations_signup_change", args=[signup.pk])).content.decode()
    assert "当天需要的帮助" in text
    assert ("轮椅通道" in text) is is_whole
