"""The demo is filled through the portal's own rules, whatever day it is loaded on."""

from collections import Counter

import pytest

from events.admin import acts, changes
from events.models import AuditEntry, Duty, Plan, Session
from opendays.demo import loading
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("moment", ["2026-10-03 09:00", "2027-02-10 00:10"])
def test_the_demo_has_sessions_in_every_state_on_a_holiday_and_in_a_year_without_a_calendar(moment):
    now = make.at(moment)
    assert not loading.is_loaded()
    loading.load(now)
    states = Counter(Session.objects.values_list("state", flat=True))
    assert set(states) == set(Session.State.values)
    assert Plan.objects.in_force().count() == 2
    assert Duty.objects.filter(is_late=True).exists()
    assert not Duty.objects.filter(done_at__gt=now).exists()
    assert loading.is_loaded()
    assert unnamed() == set()


def unnamed():
    """What the acts of the demo recorded, and no page tells in words."""
    entries = AuditEntry.objects.all()
    values = {(entry.subject_type, key) for entry in entries for key in {**(entry.before or {}), **(entry.after or {})}}
    return {key for kind, key in values if changes.label(changes.model_of(kind), key) == key} | {
        entry.act for entry in entries if acts.act(entry.act) == entry.act
    }
