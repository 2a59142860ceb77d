"""The phase in which a resident finds a session."""

import pytest

from events import phases
from events.models import Session
from tests import make

pytestmark = pytest.mark.django_db

# make.session: Monday 14 October, 9 to 11; sign-up from 30 September to 10 October, 9 o'clock each.


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        ("2019-09-30 08:59", "soon"),
        ("2019-09-30 09:00", "open"),
        ("2019-10-10 08:59", "open"),
        ("2019-10-10 09:00", "closed"),
        ("2019-10-14 08:59", "closed"),
        ("2019-10-14 09:00", "running"),
        ("2019-10-14 11:00", "over"),
    ],
)
def test_time_passes_through_the_phases(moment, phase):
    assert phases.phase(make.announced(), now=make.at(moment)) == phase


@pytest.mark.parametrize(
    ("fields", "phase"),
    [
        ({"seats_taken": 30, "state": Session.State.ANNOUNCED}, "full"),
        ({"mode": Session.Mode.LIVESTREAM}, "stream"),
        ({"selection": Session.Selection.INVITATION}, "invited"),
        ({"state": Session.State.CANCELLED, "announced_at": make.at("2019-09-30 09:00")}, "cancelled"),
        ({"state": Session.State.HELD}, "over"),
        ({"state": Session.State.REPORTED}, "reported"),
    ],
)
def test_what_a_session_is_goes_before_its_window(fields, phase):
    assert phases.phase(make.session(**fields), now=make.at("2019-10-08 10:00")) == phase
