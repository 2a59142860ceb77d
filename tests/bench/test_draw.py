"""How long the order of a very large draw takes, and how much memory: in a process of its own, entries and all."""

import subprocess
import sys

import pytest

from tests.portal import ROOT

pytestmark = [pytest.mark.bench, pytest.mark.once]

ENTRIES = 1_000_000
MB = 1_000_000
MOST = 500 * MB
PROGRAM = f"""
import random, resource, time
import django
django.setup()
from registrations import draw
chance = random.Random(7)
codes = ["".join(chance.choices("23456789ABCDEFGHJKMNPQRSTUVWXYZ", k=8)) for _ in range({ENTRIES})]
began = time.perf_counter()
order = draw.rank("5eed" * 16, codes, "03 11 18 22 26 31 + 07")
took = time.perf_counter() - began
assert len(order) == len(codes)
print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def test_a_million_entries_are_put_in_order():
    environment = {"DJANGO_SETTINGS_MODULE": "opendays.settings", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    seconds, memory = (float(word) for word in done.stdout.split())
    print(f"\nA draw among {ENTRIES:,}: {seconds:.1f} s, {memory / MB:.0f} MB for the whole process", end="")
    assert memory < MOST
