"""The workbook of sign-ups: never more than a batch of them in memory, only what the person may see."""

import tempfile
import tracemalloc

import pytest
from openpyxl import load_workbook

from events.foundation import bulk
from registrations import exporting
from registrations.models import Signup
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def people(session, count):
    made = make.at("2019-10-05 09:00")
    rows = (
        Signup(session=session, name=f"王{n}五", phone="13900000000", person_index=n, token_index=n, entered_at=made)
        for n in range(count)
    )
    return [signup.pk for signup in bulk.insert(rows)]


def peak(keys, staff):
    """The most bytes held while these are written."""
    done = []
    with tempfile.TemporaryFile() as file:
        tracemalloc.start()
        exporting.write(keys, file, staff=staff, told=done.append)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert done[-1] == len(keys)
    return most


def test_four_times_as_many_take_no_more_memory(session, office, monkeypatch):
    monkeypatch.setattr(exporting, "BATCH", 200)
    keys = people(session, 1_600)
    peak(keys[:200], office)  # what is loaded once
    assert peak(keys, office) < 1.5 * peak(keys[:400], office)


def test_rows_of_other_units_are_left_out(session, editor):
    make.signup(make.announced(), name="李雷雷")
    mine = make.signup(session, name="王五")
    with tempfile.TemporaryFile() as file:
        exporting.write([*Signup.objects.values_list("pk", flat=True)], file, staff=editor, told=lambda done: None)
        rows = list(load_workbook(file).active.iter_rows(values_only=True))
    assert [row[3] for row in rows[1:]] == [mine.code]
