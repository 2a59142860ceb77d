"""The page of the door, and the sheet for a place without power."""

import re

import pytest

from events import sessions
from events.models import Staff
from registrations.models import Signup
from tests import make

pytestmark = pytest.mark.django_db
DAY = make.at("2019-10-14 08:45")


@pytest.fixture
def session(choice):
    return choice


def text_of(response):
    return response.content.decode()


def test_the_door_ticks_in_counts_and_takes_back(desk, session, at, page):
    at(DAY)
    entry = make.signup(session, name="朱建国", state="selected", companions=1)
    client, address = desk(Staff.Role.DOOR), page(session, "door")
    client.post(address, {"act": "arrive", "signup": entry.pk, "people": "1"})
    assert "已入场，1 人" in text_of(client.get(address))
    client.post(address, {"act": "undo", "signup": entry.pk})
    assert "已入场，1 人" not in text_of(client.get(address))


@pytest.mark.parametrize("words", ["建国", "lower", "spaced"])
def test_the_door_finds_a_person_by_part_of_the_name_or_the_code(desk, session, at, words, page):
    at(DAY)
    entry = make.signup(session, name="朱建国", state="selected")
    other = make.signup(session, name="李雷", state="selected")
    query = {"lower": entry.code.lower(), "spaced": f"{entry.code[:4]} {entry.code[4:]}"}.get(words, words)
    shown = text_of(desk(Staff.Role.DOOR).get(page(session, "door"), {"q": query}))
    assert entry.code in shown
    assert other.code not in shown


def test_the_second_code_of_a_person_finds_the_first_entry(desk, session, at, page):
    at(DAY)
    first = make.signup(session, state="selected")
    again = make.signup(session, state=Signup.State.REPEATED, first=first)
    assert first.code in text_of(desk(Staff.Role.DOOR).get(page(session, "door"), {"q": again.code}))


def test_a_walk_in_is_let_in_while_there_is_room_and_a_fault_loses_nothing(desk, session, at, page):
    at(DAY)
    client, address = desk(Staff.Role.DOOR), page(session, "door")
    typed = {"act": "walk_in", "name": "路人甲", "phone": "", "category": "resident"}
    refused = text_of(client.post(address, {**typed, "people": "4"}))
    assert "余位3个" in refused
    assert 'value="路人甲"' in refused
    client.post(address, {**typed, "people": "3"})
    assert Signup.objects.get().arrived_people == 3


def test_the_door_page_shows_no_numbers_to_helpers(desk, session, at, page):
    at(DAY)
    make.signup(session, name="朱建国", phone="13812345678", state="selected")
    shown = text_of(desk(Staff.Role.DOOR).get(page(session, "door")))
    assert "朱建国" in shown
    assert "13812345678" not in shown


@pytest.mark.parametrize("place", ["door", "sheet"])
def test_a_door_helper_sees_the_names_on_the_day_only(desk, session, at, page, place):
    make.signup(session, name="朱建国", state="selected")
    at(make.at("2019-10-13 20:00"))
    assert "朱建国" not in text_of(desk(Staff.Role.DOOR).get(page(session, place)))
    assert "朱建国" in text_of(desk(Staff.Role.EDITOR).get(page(session, place)))
    at(DAY)
    assert "朱建国" in text_of(desk(Staff.Role.DOOR).get(page(session, place)))


def test_once_the_session_was_held_the_page_counts_the_no_shows(desk, session, at, page):
    at(make.at("2019-10-14 12:00"))
    make.signup(session, state="selected", companions=1)
    sessions.hold(session, head_present=True, by=make.staff(unit=session.unit), now=make.at("2019-10-14 12:00"))
    shown = re.sub(r"\s", "", text_of(desk(Staff.Role.DOOR).get(page(session, "door"))))
    assert "<dt>爽约</dt><dd>2</dd>" in shown


def test_the_sheet_has_the_selected_with_their_codes_and_lines_to_write_on(desk, session, page):
    entry = make.signup(session, name="朱建国", state="selected")
    waits = make.signup(session, state="waiting", rank=1)
    sheet = text_of(desk().get(page(session, "sheet")))
    assert entry.code in sheet
    assert waits.code not in sheet
    assert sheet.count("<tr>") == 1 + 1 + 8
