"""How long reading a notice takes: 3,000 signs in about 50 ms, and in proportion beyond."""

import time
import timeit

import pytest

from events.notices import parsing, reading
from tests.events.notices.conftest import SAMPLES

SIGNS = 3000


@pytest.mark.bench
@pytest.mark.parametrize("times", [1, 10, 100])
def test_a_notice_is_read_quickly(times):
    lines = reading.read(SAMPLES / "plan_2024.txt") * times
    signs = sum(map(len, lines))
    seconds = min(timeit.repeat(lambda: parsing.parse(lines), number=1, repeat=3, timer=time.process_time))
    print(
        f"\nparsing {signs:>7,} signs  {seconds * 1000:9.1f} ms, {seconds / signs * SIGNS * 1000:6.1f} ms for {SIGNS:,}"
    )
    assert seconds / signs * SIGNS < 0.5  # ten times what is promised: a guard against a step that slipped in
