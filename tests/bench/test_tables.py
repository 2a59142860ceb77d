"""20,000 sign-ups from a table and 100,000 into one, in the worker's own code: statements, memory, seconds."""

import io
import json
import resource
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from events.foundation import bulk, clock
from events.models import Message
from registrations import entries, tables
from registrations.models import Signup, SignupTable
from tests import make
from tests import portal as portals

IN, OUT, FEW = 20_000, 100_000, 1_000
MOST_STATEMENTS, MOST_MB = 200, 60


def peak() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def book(number: int) -> bytes:
    made = Workbook(write_only=True)
    sheet = made.create_sheet()
    sheet.append(["姓名", "电话", "类别", "同行人数", "邮箱"])
    for each in range(number):
        sheet.append([f"王{each}五", f"139{each:08}", "群众代表", each % 3, f"resident{each}@example.cn"])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def swept() -> tuple[int, float]:
    """Statements and seconds of whatever waits."""
    start = time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        tables.sweep(clock.now)
    return len(asked), time.monotonic() - start


def bring_in() -> None:
    """Called in the portal's own process; prints what it measured."""
    now = clock.now()
    session = make.announced(starts_at=now + timedelta(days=10), capacity=30)
    by = make.staff("office")
    given = {"source": "letter", "agreed": True, "by": by, "now": now}
    table = tables.bring(session, name="名单.xlsx", content=book(IN), **given)
    trial = swept()
    tables.carry_out(table, by=by, now=now)
    run = swept()
    made = Signup.objects.filter(session=session)
    kept = [made.count(), Message.objects.count(), made.filter(state="entered").count()]
    print(json.dumps({"trial": trial, "run": run, "kept": kept}))


def take_out() -> None:
    """Called in the portal's own process; prints what it measured."""
    session, by, growth = make.announced(), make.staff("office"), []
    seconds, size = 0.0, 0
    for number in (FEW, OUT):
        for first in range(0, number, FEW):
            bulk.insert(person(session, f"{number}-{each}") for each in range(first, first + FEW))
        before = peak()
        keys = Signup.objects.order_by("pk").values_list("pk", flat=True)[:number].iterator()
        tables.ask(keys, name="报名.xlsx", by=by, now=clock.now())
        start = time.monotonic()
        tables.sweep(clock.now)
        seconds = time.monotonic() - start
        size = SignupTable.objects.latest("pk").file.size
        growth.append(peak() - before)
    print(json.dumps({"growth": growth, "seconds": seconds, "size": size}))


def person(session, number: str) -> Signup:
    name = f"王五{number}"
    return Signup(
        session=session,
        name=name,
        phone="13900000000",
        email=f"{number}@example.cn",
        person_index=entries.person_index(name, "13900000000"),
        token_index=f"{number}",
        entered_at=session.starts_at,
    )


def measured(portal: portals.Portal, act: str) -> dict:
    code = f"from tests.bench import test_tables; test_tables.{act}()"
    return json.loads(portal.manage("shell", "--no-imports", "-c", code).splitlines()[-1])


@pytest.mark.bench
def test_twenty_thousand_sign_ups_come_in(tmp_path):
    with portals.prepared(tmp_path) as portal:
        found = measured(portal, "bring_in")
    (checked, check_seconds), (asked, run_seconds) = found["trial"], found["run"]
    print(
        f"\n{IN:,} sign-ups from a table: trial {checked} statements, {check_seconds:.1f} s; "
        f"real run with {found['kept'][1]:,} letters {asked} statements, {run_seconds:.1f} s"
    )
    assert found["kept"][:2] == [IN, IN]
    assert max(checked, asked) <= MOST_STATEMENTS


@pytest.mark.bench
def test_a_hundred_thousand_sign_ups_go_out(tmp_path):
    with portals.prepared(tmp_path) as portal:
        found = measured(portal, "take_out")
    print(
        f"\n{OUT:,} sign-ups into a workbook: {found['growth'][-1]} MB more memory at the peak, "
        f"{found['seconds']:.1f} s, {found['size'] / 1024 / 1024:.1f} MB on the disk"
    )
    assert found["growth"][-1] <= MOST_MB
