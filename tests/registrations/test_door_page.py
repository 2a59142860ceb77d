"""The door on a helper's phone: the page without a script, the list that tickets open, and what the portal finds."""

import base64
import hashlib
import json
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.urls import reverse

from events.models import Session
from registrations import door_links, tickets
from registrations.models import DoorScan, Signup
from tests import make

pytestmark = pytest.mark.django_db
DAY, EVE, AFTER = make.at("2019-10-14 08:45"), make.at("2019-10-13 20:00"), make.at("2019-10-15 00:00")


@pytest.fixture
def session(choice):
    return choice


@pytest.fixture
def link(session):
    return make.door_link(session)


@pytest.fixture
def door(client, link, at):
    """Asks the page of the link for one of its addresses, on the morning of the session."""
    at(DAY)

    def ask(name="door", **query):
        return client.get(reverse(f"registrations:{name}", args=[link.token]), query)

    return ask


def text_of(response):
    return response.content.decode()


def opened(box, code, session):
    """As the phone does it: from the code to what is in the box."""
    key = hashlib.pbkdf2_hmac("sha256", code.encode(), tickets.salt(session), tickets.ROUNDS)
    secret = hashlib.sha256(b"secret" + key).digest()
    sealed = base64.b64decode(box)
    return json.loads(AESGCM(secret).decrypt(sealed[:12], sealed[12:], None))


def place_of(code, session):
    key = hashlib.pbkdf2_hmac("sha256", code.encode(), tickets.salt(session), tickets.ROUNDS)
    return hashlib.sha256(b"place" + key).hexdigest()[:32]


def test_a_ticket_opens_its_own_box_of_the_list_and_no_other(session, door):
    make.terms(session, asked=["access"])
    entry = make.signup(session, name="朱建国", state="selected", details=json.dumps({"access": "轮椅"}))
    other = make.signup(session, state="selected")
    boxes = door("door_list").json()["boxes"]
    box = boxes[place_of(entry.code, session)]
    inside = opened(box, entry.code, session)
    assert (inside["name"], inside["code"], inside["needs"], inside["people"]) == ("朱建国", entry.code, "轮椅", 1)
    with pytest.raises(InvalidTag):
        opened(boxes[place_of(other.code, session)], entry.code, session)


def test_what_lies_on_the_phone_names_nobody(session, door):
    entry = make.signup(session, name="朱建国", phone="13812345678", state="selected")
    said = text_of(door("door_list")) + text_of(door())
    assert [word for word in (entry.code, entry.name, "13812345678") if word in said] == []


def test_boxes_are_alike_in_length_and_the_list_is_sent_once(session, door):
    make.signup(session, name="李雷", state="selected")
    make.signup(session, name="欧阳娜娜·买买提", state="selected")
    first = door("door_list").json()
    assert len({len(box) for box in first["boxes"].values()}) == 1
    assert door("door_list", known=first["version"]).json()["boxes"] is None
    make.signup(session, state="selected")
    assert len(door("door_list", known=first["version"]).json()["boxes"]) == 3


def test_a_cancelled_ticket_is_known_and_says_no_more_than_that(session, door):
    gone = make.signup(session, name="朱建国", state="cancelled")
    box = opened(door("door_list").json()["boxes"][place_of(gone.code, session)], gone.code, session)
    assert (box["state"], "name" in box) == ("closed", False)


def test_the_eve_of_the_day_the_list_lies_ready_and_names_are_not_shown(session, door, at):
    entry = make.signup(session, name="朱建国", state="selected")
    at(EVE)
    assert len(door("door_list").json()["boxes"]) == 1
    assert door("door_find", q=entry.code).json()["cards"] == []
    assert "朱建国" not in text_of(door(q="建国"))


@pytest.mark.parametrize("asked", ["建国", "whole", "spaced", "part"])
def test_with_a_net_somebody_is_found_by_part_of_the_name_or_by_code(session, door, asked):
    entry = make.signup(session, name="朱建国", state="selected")
    make.signup(session, name="李雷", state="selected")
    code = entry.code
    query = {"whole": code, "spaced": f"{code[:4]} {code[4:]}".lower(), "part": code[:5]}.get(asked, asked)
    assert [card["name"] for card in door("door_find", q=query).json()["cards"]] == ["朱建国"]


def test_helpers_see_no_number_no_mail_and_no_answer_but_the_needs(session, door):
    make.terms(session, asked=["access", "employer"])
    answers = json.dumps({"access": "轮椅", "employer": "某某公司"})
    make.signup(session, name="朱建国", phone="13812345678", email="zhu@example.cn", state="selected", details=answers)
    said = text_of(door("door_find", q="建国")) + text_of(door(q="建国"))
    assert "轮椅" in said
    assert [word for word in ("13812345678", "zhu@example.cn", "某某公司") if word in said] == []


def test_a_ticket_of_another_session_is_named_with_it(session, door):
    other = make.signup(make.announced(title="消防站开放日"), state="selected")
    answer = door("door_find", q=other.code).json()
    assert (answer["cards"], "消防站开放日" in answer["said"]) == ([], True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("http://portal.example/my/abcdef/", "个人页面"),
        ("https://shop.example/x", "shop.example"),
        ("AB0DEFGH", "0、O、1、I、L"),
        ("ABCDEFGH", "没有人"),
        ("王", "两个"),
    ],
)
def test_what_is_no_code_gets_a_sentence_that_helps(session, door, words, said):
    assert said in door("door_find", q=words).json()["said"]


def test_without_a_script_the_page_finds_lets_in_and_takes_back(session, door, client, link):
    entry = make.signup(session, name="朱建国", state="selected", companions=1)
    shown = text_of(door(q=entry.code))
    assert "朱建国" in shown
    entry.refresh_from_db()
    form = {"number": str(uuid4()), "entry": tickets.place(entry.door_key), "people": "2"}
    for act in ("arrive", "arrive"):  # the same form sent twice
        client.post(link.get_absolute_url(), {**form, "act": act})
    entry.refresh_from_db()
    assert (entry.arrived_people, DoorScan.objects.count()) == (2, 1)
    client.post(link.get_absolute_url(), {**form, "number": str(uuid4()), "act": "undo"})
    assert Signup.objects.get(pk=entry.pk).arrived_at is None


def test_a_form_that_is_none_is_refused_without_an_error(door, client, link):
    assert client.post(link.get_absolute_url(), {"act": "fly", "number": "x"}).status_code == 302
    for body in ("", "[]", "{}", json.dumps({"phone": str(uuid4()), "sent_at": 1e300, "scans": [{}]})):
        address = reverse("registrations:door_scans", args=[link.token])
        assert client.post(address, body, content_type="application/json").status_code == 400


def test_a_link_ends_at_midnight_and_still_takes_what_was_done(session, door, client, link, at):
    make.signup(session, name="朱建国", state="selected")
    at(AFTER)
    assert door().status_code == door("door_list").status_code == door("door_find", q="建国").status_code == 410
    scan = {"number": str(uuid4()), "sequence": 1, "kind": "walk_in", "people": 1, "name": "路人甲", "at": 0}
    report = {"phone": str(uuid4()), "sent_at": 9e7, "scans": [{**scan, "category": "resident", "has_happened": True}]}
    address = reverse("registrations:door_scans", args=[link.token])
    answer = client.post(address, json.dumps(report), content_type="application/json").json()
    assert [outcome["outcome"] for outcome in answer["outcomes"]] == ["done"]


def test_a_link_that_was_taken_back_shows_and_takes_nothing(session, door, client, link):
    make.signup(session, name="朱建国", state="selected")
    door_links.revoke(link, by=make.staff(unit=session.unit), now=DAY)
    report = json.dumps({"phone": str(uuid4()), "sent_at": 0, "scans": []})
    address = reverse("registrations:door_scans", args=[link.token])
    answers = [door(), door("door_list"), door("door_find", q="建国")]
    answers.append(client.post(address, report, content_type="application/json"))
    assert [answer.status_code for answer in answers] == [410] * 4
    assert client.post(link.get_absolute_url(), {"act": "walk_in", "name": "路人甲"}).status_code == 410


def test_the_link_goes_nowhere_else_and_stands_in_no_search(door):
    page = door()
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
    assert "noindex" in page["X-Robots-Tag"]


def test_a_link_that_never_was_opens_nothing(client, db):
    assert client.get(reverse("registrations:door", args=["lost-in-copying"])).status_code == 404


def test_too_many_searches_wait(session, door, monkeypatch, settings):
    settings.LIMITS = True
    make.signup(session, name="朱建国", state="selected")
    for _time in range(60):
        door("door_find", q="建国")
    assert door("door_find", q="建国").json()["cards"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_statements_for_three_as_for_one(session, door, django_assert_num_queries, count):
    for _number in range(count):
        make.signup(session, state="selected", arrived_at=DAY, arrived_people=1)
    door("door_list")
    with django_assert_num_queries(8):
        door("door_list")


def test_the_worker_may_keep_the_pages_of_the_door(client, db):
    worker = client.get(reverse("registrations:door_worker"))
    assert worker["Content-Type"].startswith("text/javascript")
    assert worker.request["PATH_INFO"].startswith("/door/")


def test_a_session_that_is_cancelled_closes_its_door(session, door):
    Session.objects.filter(pk=session.pk).update(state="cancelled")
    assert door().status_code == 410
