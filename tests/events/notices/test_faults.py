"""The same notice, spoiled: at least 97 of 100 facts are still read, and no more than 3 are invented."""

import pytest

from events.notices import parsing, reading
from events.notices.scoring import Score, score
from tests.events.notices import faults
from tests.events.notices.conftest import SAMPLES, SEEDS
from tests.events.notices.spelling import plain

JUDGED = ("themes", "talks", "rules")
SOURCES = [SAMPLES / "plan_2019.docx", SAMPLES / "plan_2024.txt", *sorted(SEEDS.glob("00[013]_*.txt"))]
LEAST = 0.97


def _judged(lines):
    return plain({key: value for key, value in parsing.parse(lines).as_json().items() if key in JUDGED})


@pytest.mark.parametrize("spoil", faults.FAULTS, ids=lambda spoil: spoil.__name__)
def test_a_spoiled_notice_is_still_read(spoil):
    total = Score()
    for source in SOURCES:
        lines = reading.read(source)
        wanted = _judged(lines)
        spoiled = spoil("\n".join(lines), faults.dice(source.name))
        total.add(score(wanted, _judged(reading.read_bytes(spoiled.encode()))))

    assert total.recall() >= LEAST
    assert total.precision() >= LEAST
