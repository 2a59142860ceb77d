"""How long the page of all units × duties takes: 200 units with 20 duties each (aim: 300 ms)."""

import time
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Duty
from tests import make

UNITS, DUTIES = 200, 20
KINDS = [kind for kind in Duty.Kind if kind not in (Duty.Kind.CORRECTION, Duty.Kind.CALENDAR)]


@pytest.mark.bench
@pytest.mark.django_db
def test_the_lights_of_200_units_with_20_duties_each(client, office):
    plan = make.plan(rules={"announce_onsite": 5, "report": 5})
    units = [make.unit(f"第{number}镇") for number in range(UNITS)]
    Duty.objects.bulk_create(
        Duty(
            kind=KINDS[number % len(KINDS)],
            unit=unit,
            plan=plan,
            subject=f"bench:{place}-{number}",
            due_on=date(2019, 9, 1) + timedelta(days=(place + number) % 90),
            done_at=make.at("2019-10-08 09:00") if (place + number) % 3 == 0 else None,
        )
        for place, unit in enumerate(units)
        for number in range(DUTIES)
    )
    client.force_login(office)
    address = reverse("duty_lights", args=[plan.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
        queries = len(caught)
    runs = [timed(client, address) for _time in range(5)]
    seconds, processor = (min(run[part] for run in runs) for part in (0, 1))

    size = len(client.get(address).content) / 1024
    measured = f"{seconds * 1000:.0f} ms ({processor * 1000:.0f} ms of the processor), {queries} queries, {size:.0f} KB"
    print(f"\nlights of {UNITS} units × {DUTIES} duties: {measured}", end="")
    assert queries < 30


def timed(client, address):
    start, used = time.perf_counter(), time.process_time()
    assert client.get(address).status_code == 200
    return time.perf_counter() - start, time.process_time() - used
