"""At the desk: the links of the helpers, the signed sheet entered in one go, incidents, and what became of the day."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import sessions
from events.models import AuditEntry, Session, Staff
from registrations import checkin, door_links, erasure, incidents, scans, tickets
from registrations.models import DoorLink, DoorScan, Incident, Signup
from tests import make
from tests.registrations.test_door_scans import Phone

pytestmark = pytest.mark.django_db
DAY, EVENING = make.at("2019-10-14 09:30"), make.at("2019-10-14 20:00")
YEARS_LATER = make.at("2029-10-14 03:00")


@pytest.fixture
def session(choice):
    return choice


@pytest.fixture
def unit_editor(session):
    return make.staff(unit=session.unit)


def text_of(response):
    return response.content.decode()


def lines(**more):
    """The empty lines of the sheet as a browser sends them."""
    blank = {f"line-{n}-{name}": "" for n in range(8) for name in ("name", "people")}
    return {**blank, **{f"line-{n}-category": "resident" for n in range(8)}, **more}


def test_a_whole_sheet_is_entered_in_one_go(desk, session, at, page):
    at(EVENING)
    two = make.signup(session, state="selected", companions=1)
    absent = make.signup(session, state="selected")
    typed = {f"signup-{two.pk}-people": "2", f"signup-{absent.pk}-people": "0"}
    answer = desk().post(
        page(session, "enter-sheet"), lines(**typed, **{"line-3-name": "路人甲", "line-3-people": "1"})
    )
    assert answer.status_code == 302
    two.refresh_from_db()
    assert (two.arrived_people, two.arrived_at) == (2, session.starts_at)
    assert Signup.objects.get(source="door").name == "路人甲"
    assert checkin.figures(session, now=EVENING).came == 3


def test_a_fault_stands_on_its_row_and_nothing_is_entered_or_lost(desk, session, at, page):
    at(EVENING)
    one, two = make.signup(session, state="selected"), make.signup(session, state="selected")
    typed = {f"signup-{one.pk}-people": "1", f"signup-{two.pk}-people": "3", "line-0-people": "1"}
    shown = text_of(desk().post(page(session, "enter-sheet"), lines(**typed, **{"line-2-name": "路人甲"})))
    assert shown.count("按现场入场登记") == 1
    assert 'value="路人甲"' in shown
    assert shown.count("请填写姓名。") == 1
    assert not Signup.objects.exclude(arrived_at=None).exists()


def test_more_people_than_places_on_the_sheet_are_entered_and_shown(desk, session, at, page):
    at(EVENING)
    client = desk()
    client.post(page(session, "enter-sheet"), lines(**{"line-0-name": "旅行团", "line-0-people": "5"}))
    assert "超出名额2人" in text_of(client.get(page(session, "door")))


def test_who_was_ticked_in_at_the_door_is_not_asked_again(desk, session, at, page):
    at(DAY)
    entry = make.signup(session, state="selected", arrived_at=DAY, arrived_people=1)
    assert f"signup-{entry.pk}-people" not in text_of(desk().get(page(session, "enter-sheet")))


def test_the_sheet_takes_nobody_of_another_session(session, unit_editor):
    other = make.signup(make.announced(), state="selected")
    with pytest.raises(ValidationError):
        checkin.enter_sheet(session, came={other.pk: 1}, lines=[], by=unit_editor, now=DAY)


def test_a_link_is_made_shown_and_taken_back_at_the_desk(desk, session, at, page):
    at(DAY)
    client, address = desk(), page(session, "helpers")
    client.post(address, {"act": "make", "label": "志愿者小陈"})
    link = DoorLink.objects.get()
    assert link.get_absolute_url() in text_of(client.get(address))
    client.post(address, {"act": "revoke", "link": link.pk})
    link.refresh_from_db()
    assert not link.is_open(DAY)
    assert link.get_absolute_url() not in text_of(client.get(address))


@pytest.mark.parametrize(("label", "state"), [(" ", "announced"), ("小陈", "approved"), ("小陈", "cancelled")])
def test_no_link_without_a_name_or_for_a_session_that_opens_no_door(session, unit_editor, label, state):
    Session.objects.filter(pk=session.pk).update(state=state)
    session.refresh_from_db()
    with pytest.raises(ValidationError):
        door_links.make(session, label=label, by=unit_editor, now=DAY)


def test_no_link_after_the_day_and_none_by_a_helper(session, unit_editor):
    with pytest.raises(ValidationError):
        door_links.make(session, label="小陈", by=unit_editor, now=make.at("2019-10-15 00:00"))
    with pytest.raises(PermissionDenied):
        door_links.make(session, label="小陈", by=make.staff(Staff.Role.DOOR, unit=session.unit), now=DAY)


def test_a_link_ticks_nobody_of_another_session(session):
    link = make.door_link(session)
    with pytest.raises(PermissionDenied):
        checkin.walk_in(make.announced(), name="路人甲", people=1, category="resident", by=link, now=DAY)


def test_conflicts_of_the_door_stand_on_the_page_of_the_session(desk, session, at, page):
    at(DAY)
    phone = Phone(make.door_link(session))
    phone.does("walk_in", DAY, name="旅行团", category="resident", people=5)
    phone.does("arrive", DAY, entry="0" * 32)
    phone.reports(now=DAY)
    assert "超出名额放行" in text_of(desk().get(page(session, "door")))
    assert "有2条需要核对" in text_of(desk().get(f"/desk/events/session/{session.pk}/change/"))


def test_a_conflict_that_somebody_looked_at_waits_no_more_and_says_who_did(desk, session, at, page):
    at(DAY)
    phone = Phone(make.door_link(session))
    phone.does("arrive", DAY, entry="0" * 32)
    [scan] = phone.reports(now=DAY)
    client = desk(name="李经办")
    shown = client.post(page(session, "door"), {"act": "settle", "scan": scan.pk}, follow=True)
    assert "李经办已核对" in text_of(shown)
    assert "标为已核对" not in text_of(shown)
    assert "需要核对" not in text_of(client.get(f"/desk/events/session/{session.pk}/change/"))


def test_who_looked_first_stands_and_another_unit_looks_at_nothing(session, unit_editor):
    phone = Phone(make.door_link(session))
    phone.does("arrive", DAY, entry="0" * 32)
    [scan] = phone.reports(now=DAY)
    with pytest.raises(PermissionDenied):
        scans.settle(scan, by=make.staff(unit=make.unit("采育镇")), now=DAY)
    scans.settle(scan, by=unit_editor, now=DAY)
    scans.settle(scan, by=make.staff(unit=session.unit), now=EVENING)
    scan.refresh_from_db()
    assert (scan.settled_by, scan.settled_at) == (unit_editor, DAY)
    assert AuditEntry.objects.filter(act="scan.settle").count() == 1


@pytest.mark.parametrize("name", ["door", "enter-sheet", "helpers"])
def test_a_page_of_the_door_takes_as_many_statements_for_three_as_for_one(desk, session, at, page, name):
    at(DAY)
    client, counts = desk(), []
    for _round in range(3):
        link = make.door_link(session)
        make.signup(session, state="selected", arrived_at=DAY, arrived_people=1, arrived_link=link)
        make.signup(session, state="selected")
        phone = Phone(link)
        phone.does("arrive", DAY, entry="0" * 32)
        phone.reports(now=DAY)
        with CaptureQueriesContext(connection) as asked:
            client.get(page(session, name))
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_the_worker_makes_the_keys_of_doors_that_have_links_and_of_no_others(session):
    mine, other = make.signup(session), make.signup(make.announced())
    make.door_link(session)
    assert tickets.sweep(now=DAY) == 0
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (len(mine.door_key), other.door_key) == (64, "")


def test_keys_that_take_too_long_are_made_the_next_time(session):
    for _number in range(3):
        make.signup(session)
    assert [tickets.prepare(session, seconds=0) for _time in range(4)] == [2, 1, 0, 0]


def test_after_the_session_the_page_tells_who_came_who_did_not_and_the_head(desk, session, at, page):
    at(EVENING)
    make.signup(session, state="selected", category="parent", arrived_at=DAY, arrived_people=1)
    make.signup(session, state="selected", name="没来的人")
    client = desk()
    sessions.hold(session, head_present=True, by=make.staff(unit=session.unit), now=EVENING)
    client.post(page(session, "door"), {"act": "incident", "text": "一位来宾身体不适。"})
    shown = text_of(client.get(page(session, "door")))
    said = ("爽约", "家长", "一位来宾身体不适。", "主要负责同志到场")
    assert [word for word in said if word not in shown] == []
    assert shown.count("desk-tag-overdue") == 1


def test_an_incident_needs_words_and_the_day(session, unit_editor):
    for text, now in ((" ", DAY), ("雨", make.at("2019-10-13 20:00"))):
        with pytest.raises(ValidationError):
            incidents.note(session, text=text, by=unit_editor, now=now)


def test_what_the_door_knows_of_people_goes_with_the_rest(session, unit_editor):
    link = make.door_link(session)
    incidents.note(session, text="张某身体不适", by=unit_editor, now=DAY)
    phone = Phone(link)
    phone.does("walk_in", DAY, name="路人甲", category="nobody")
    phone.reports(now=DAY)
    erasure.erase(now=YEARS_LATER)
    link.refresh_from_db()
    assert (link.label, link.token, link.private_key) == ("", "", "")
    assert (Incident.objects.get().text, DoorScan.objects.get().name) == ("", "")
    with pytest.raises(DoorLink.DoesNotExist):
        door_links.find("")


def test_a_number_of_another_link_is_not_told_what_became_of_it(session):
    first, second = Phone(make.door_link(session)), Phone(make.door_link(session))
    first.does("walk_in", DAY, name="路人甲", category="resident")
    first.reports(now=DAY)
    (answer,) = scans.take(second.link, first.queue, sent_at=DAY, now=DAY)
    assert (answer.pk, answer.signup) == (None, None)
