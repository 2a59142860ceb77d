"""What helpers' phones report: once, in order, and as it happened."""

import base64
from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import serialization

from events import sessions
from events.models import Staff
from registrations import checkin, door_links, scans, tickets
from registrations.models import DoorScan, Signup
from tests import make

pytestmark = pytest.mark.django_db
BEFORE, DURING, EVENING = make.at("2019-10-14 08:40"), make.at("2019-10-14 09:10"), make.at("2019-10-14 20:00")
State, Kind, Outcome = Signup.State, DoorScan.Kind, DoorScan.Outcome


class Phone:
    """A helper's phone: numbers what it does, and reports it when told to."""

    def __init__(self, link):
        self.link, self.number, self.queue = link, uuid4(), []

    def does(self, kind, at=BEFORE, *, has_happened=True, **facts):
        """Keep one scan, to be reported later."""
        given = {"people": 1, **facts}
        sequence = len(self.queue) + 1
        report = scans.Report(
            number=uuid4(), phone=self.number, sequence=sequence, kind=kind, at=at, has_happened=has_happened, **given
        )
        self.queue.append(report)
        return report

    def reports(self, now=DURING, sent_at=None, order=None):
        return scans.take(self.link, order or self.queue, sent_at=sent_at or now, now=now)

    def asks(self, kind, now=BEFORE, **facts):
        """Do something with a net: the portal is asked before anybody is let in."""
        report = self.does(kind, now, has_happened=False, **facts)
        return scans.take(self.link, [report], sent_at=now, now=now)[0]


@pytest.fixture
def session():
    return make.announced(capacity=4)


@pytest.fixture
def link(session):
    return make.door_link(session)


@pytest.fixture
def phone(link):
    return Phone(link)


@pytest.fixture
def other(session):
    return Phone(make.door_link(session, label="志愿者小李"))


def place(entry):
    tickets.prepare(entry.session, seconds=5)
    entry.refresh_from_db()
    return tickets.place(entry.door_key)


def selected(session, **fields):
    entry = make.signup(session, state=State.SELECTED, **fields)
    return entry, place(entry)


def fresh(entry):
    return Signup.objects.get(pk=entry.pk)


def test_who_is_let_in_with_a_net_is_in_by_the_name_of_the_helper(session, phone):
    entry, where = selected(session, companions=1)
    assert phone.asks(Kind.ARRIVE, entry=where, people=2).outcome == Outcome.DONE
    assert (fresh(entry).arrived_people, fresh(entry).let_in_by, fresh(entry).arrived_by) == (2, "志愿者小陈", None)


def test_what_was_done_without_a_net_arrives_in_order_however_the_report_is_ordered(session, phone):
    entry, where = selected(session)
    arrived = phone.does(Kind.ARRIVE, entry=where)
    phone.does(Kind.UNDO, BEFORE + timedelta(minutes=1), of=arrived.number, entry=where)
    phone.does(Kind.ARRIVE, BEFORE + timedelta(minutes=2), entry=where)
    phone.reports(order=list(reversed(phone.queue)))
    assert fresh(entry).arrived_at == BEFORE + timedelta(minutes=2)
    assert [scan.outcome for scan in DoorScan.objects.order_by("sequence")] == ["undone", "done", "done"]


def test_a_report_that_arrives_twice_changes_nothing(session, phone):
    _entry, where = selected(session)
    phone.does(Kind.ARRIVE, entry=where)
    phone.does(Kind.WALK_IN, name="路人甲", category="resident")
    first = [scan.pk for scan in phone.reports()]
    assert [scan.pk for scan in phone.reports(now=EVENING)] == first
    assert checkin.figures(session, now=DURING).came == 2


def test_an_hour_later_it_is_still_when_it_was(session, phone):
    _entry, where = selected(session)
    phone.does(Kind.ARRIVE, BEFORE, entry=where)
    (scan,) = phone.reports(now=BEFORE + timedelta(hours=1))
    assert (scan.at, scan.received_at) == (BEFORE, BEFORE + timedelta(hours=1))


@pytest.mark.parametrize("off", [timedelta(days=1), timedelta(days=-1), timedelta(hours=-7)])
def test_a_clock_that_is_wrong_by_a_day_spoils_no_time(session, phone, off):
    entry, where = selected(session)
    phone.does(Kind.ARRIVE, BEFORE + off, entry=where)
    (scan,) = phone.reports(now=DURING, sent_at=DURING + off)
    assert (fresh(entry).arrived_at, scan.phone_at) == (BEFORE, BEFORE + off)


def test_a_clock_that_was_set_in_between_leads_neither_into_the_future_nor_before_the_door(session, phone):
    _entry, where = selected(session)
    phone.does(Kind.ARRIVE, BEFORE + timedelta(days=2), entry=where)
    phone.does(Kind.LEAVE, BEFORE - timedelta(days=9))
    moments = [scan.at for scan in phone.reports(now=DURING)]
    assert moments == [DURING, checkin.opens_at(session)]


def test_a_second_scan_on_the_same_phone_is_harmless(session, phone):
    _entry, where = selected(session)
    phone.asks(Kind.ARRIVE, entry=where)
    again = phone.asks(Kind.ARRIVE, now=DURING, entry=where)
    assert again.outcome == Outcome.ALREADY
    assert again.words == "08:40已入场，1人，放行人：志愿者小陈。"
    assert not DoorScan.objects.conflicts().exists()


def test_one_ticket_let_in_on_two_phones_without_a_net_counts_once_and_is_shown(session, phone, other):
    _entry, where = selected(session)
    phone.does(Kind.ARRIVE, entry=where)
    other.does(Kind.ARRIVE, DURING, entry=where)
    phone.reports()
    (scan,) = other.reports(now=EVENING)
    assert scan.outcome == Outcome.TWICE
    assert checkin.figures(session, now=EVENING).came == 1
    assert list(DoorScan.objects.conflicts()) == [scan]


def test_the_last_place_let_in_on_two_phones_is_two_people_and_a_conflict(session, phone, other):
    selected(session, companions=2)
    phone.does(Kind.WALK_IN, name="路人甲", category="resident")
    other.does(Kind.WALK_IN, name="路人乙", category="resident")
    assert phone.reports(now=BEFORE)[0].outcome == Outcome.DONE
    assert other.reports(now=BEFORE)[0].outcome == Outcome.OVER
    assert checkin.figures(session, now=BEFORE).came == 2


def test_with_a_net_a_full_house_refuses_and_nothing_is_kept(session, phone):
    selected(session, companions=3)
    refused = phone.asks(Kind.WALK_IN, name="路人甲", category="resident")
    assert refused.outcome == Outcome.REFUSED
    assert "余位" in refused.words
    assert not DoorScan.objects.exists()


@pytest.mark.parametrize("state", [State.CANCELLED, State.REFUSED])
def test_who_was_let_in_by_an_older_list_stays_in_and_is_shown(session, phone, state):
    entry, where = selected(session, name="朱建国")
    phone.does(Kind.ARRIVE, entry=where)
    Signup.objects.filter(pk=entry.pk).update(state=state)
    (scan,) = phone.reports()
    assert scan.outcome == Outcome.STATE
    assert (scan.signup.name, checkin.figures(session, now=DURING).came) == ("朱建国", 1)


def test_an_undo_that_comes_late_leaves_what_another_phone_did_since(session, phone, other):
    entry, where = selected(session)
    arrived = phone.does(Kind.ARRIVE, entry=where)
    phone.does(Kind.UNDO, BEFORE + timedelta(minutes=1), of=arrived.number, entry=where)
    other.asks(Kind.ARRIVE, now=DURING, entry=where)
    phone.reports(now=EVENING)
    assert fresh(entry).let_in_by == "志愿者小李"
    assert not DoorScan.objects.conflicts().exists()


def test_a_walk_in_is_taken_back_by_the_number_of_its_scan(session, phone):
    let_in = phone.does(Kind.WALK_IN, name="路人甲", category="resident")
    phone.does(Kind.UNDO, of=let_in.number)
    phone.reports()
    assert checkin.figures(session, now=DURING).came == 0
    assert Signup.objects.get().state == State.CANCELLED


def test_what_cannot_be_matched_is_kept_with_its_name_for_a_person_to_look_at(session, phone):
    phone.does(Kind.ARRIVE, entry="0" * 32)
    phone.does(Kind.WALK_IN, name="路人甲", category="nobody")
    phone.reports()
    assert [scan.name for scan in DoorScan.objects.conflicts().order_by("sequence")] == ["", "路人甲"]


def test_who_leaves_and_who_comes_back_is_counted_for_the_house(session, phone):
    _entry, where = selected(session, companions=2)
    phone.asks(Kind.ARRIVE, entry=where, people=3)
    phone.asks(Kind.LEAVE, people=2)
    phone.asks(Kind.RETURN, people=1)
    assert (checkin.figures(session, now=DURING).came, checkin.figures(session, now=DURING).inside) == (3, 2)
    assert phone.asks(Kind.RETURN, people=2).outcome == Outcome.REFUSED
    assert phone.asks(Kind.LEAVE, people=3).outcome == Outcome.REFUSED


def test_a_party_that_is_taken_back_is_not_outside_either(session, phone):
    _entry, where = selected(session)
    _other, place_of_other = selected(session)
    phone.asks(Kind.ARRIVE, entry=where)
    phone.asks(Kind.ARRIVE, entry=place_of_other)
    phone.asks(Kind.LEAVE, entry=where)
    phone.asks(Kind.UNDO, entry=where)
    assert checkin.figures(session, now=DURING).inside == 1


def test_the_second_code_of_a_person_lets_in_the_first_entry(session, phone):
    first, _where = selected(session)
    again = make.signup(session, state=State.REPEATED, first=first)
    phone.asks(Kind.ARRIVE, entry=place(again))
    assert fresh(first).arrived_people == 1


def test_the_name_of_a_walk_in_travels_sealed(session, link, phone):
    public = serialization.load_der_public_key(base64.b64decode(door_links.public_key(link)))
    sealed = base64.b64encode(public.encrypt("路人甲".encode(), door_links.PADDING)).decode()
    phone.does(Kind.WALK_IN, sealed=sealed, category="resident")
    (scan,) = phone.reports()
    assert (scan.signup.name, scan.name) == ("路人甲", "")


def test_a_name_that_was_torn_on_its_way_is_a_conflict_and_no_error(session, phone):
    phone.does(Kind.WALK_IN, sealed="AAAA", category="resident")
    assert phone.reports()[0].outcome == Outcome.REFUSED


def test_what_arrives_after_the_session_was_recorded_as_held_changes_the_count(session, phone):
    _entry, where = selected(session)
    phone.asks(Kind.WALK_IN, name="路人甲", category="resident")
    sessions.hold(session, head_present=True, by=make.staff(unit=session.unit), now=make.at("2019-10-14 11:30"))
    phone.does(Kind.ARRIVE, DURING, entry=where)
    phone.reports(now=EVENING)
    session.refresh_from_db()
    assert session.attendance == 2


def test_what_the_unit_counted_by_hand_stays(session, phone):
    _entry, where = selected(session)
    by = make.staff(unit=session.unit)
    sessions.hold(session, head_present=True, attendance=9, by=by, now=make.at("2019-10-14 11:30"))
    phone.does(Kind.ARRIVE, DURING, entry=where)
    phone.reports(now=EVENING)
    session.refresh_from_db()
    assert session.attendance == 9


def test_staff_and_helpers_meet_at_one_list(session, phone):
    entry, where = selected(session)
    checkin.arrive(entry, people=1, by=make.staff(Staff.Role.DOOR, unit=session.unit, name="王门岗"), now=BEFORE)
    assert "王门岗" in phone.asks(Kind.ARRIVE, entry=where).words
