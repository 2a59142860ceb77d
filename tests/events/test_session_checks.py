"""What a session still lacks, and what deserves a second look before it is announced."""

import pytest

from events import sessions
from events.models import Session
from tests import make
from tests.events.test_sessions import draft

pytestmark = pytest.mark.django_db

NOW = make.at("2019-09-02 10:00")


def test_a_full_on_site_session_misses_nothing(session):
    assert sessions.missing(session) == []


@pytest.mark.parametrize(
    ("mode", "number"),
    [("onsite", 7), ("livestream", 4), ("both", 8)],
)
def test_everything_compulsory_is_listed_by_its_mode(session, mode, number):
    empty = {"agenda": " ", "how_to_take_part": "", "organiser": "", "place": "", "capacity": 0, "livestream_url": ""}
    for name, value in {**empty, "mode": mode, "signup_opens_at": None, "selection": ""}.items():
        setattr(session, name, value)

    assert len(sessions.missing(session)) == number


def test_without_sign_up_its_window_is_not_missing(session):
    session.selection, session.signup_opens_at = Session.Selection.INVITATION, None

    assert sessions.missing(session) == []


def warned(session, now=NOW) -> list[str]:
    return sessions.warnings(session, now=now)


def test_a_session_by_the_rules_gets_no_warning(session):
    assert warned(session) == []


def test_a_session_outside_the_period_is_a_warning_and_not_refused(point, editor):
    session = draft(point, starts_at=make.at("2019-12-09 09:00"))

    sessions.schedule(session, by=editor, now=NOW)

    assert len(warned(session)) == 1


def test_too_few_working_days_before_the_session_are_a_warning_until_it_is_announced(session):
    assert warned(session, now=make.at("2019-10-08 23:00")) == []
    assert len(warned(session, now=make.at("2019-10-09 00:00"))) == 1

    session.announced_at = make.at("2019-10-08 10:00")
    assert warned(session, now=make.at("2019-10-09 00:00")) == []


@pytest.mark.parametrize(
    ("closes", "number"),
    [("2019-10-12 17:00", 0), ("2019-10-13 17:00", 1), ("2019-10-14 08:00", 1)],
)
def test_a_sign_up_that_closes_too_late_to_tell_the_selected_is_a_warning(session, closes, number):
    session.signup_closes_at = make.at(closes)

    assert len(warned(session)) == number


@pytest.mark.parametrize(("capacity", "number"), [(24, 1), (25, 0), (30, 0), (31, 1)])
def test_seats_beyond_the_limits_of_the_plan_are_a_warning(plan, session, capacity, number):
    make.rule(plan, "capacity_max", 30)
    make.rule(plan, "capacity_min", 25)
    session.capacity = capacity

    assert len(warned(session)) == number


def test_a_beginning_in_the_past_is_a_warning(session):
    session.announced_at = make.at("2019-10-08 10:00")

    assert len(warned(session, now=make.at("2019-10-15 09:00"))) == 1
