"""The demo's samples are read as they stand, and always lie around the day of the demo."""

from datetime import date

import pytest

from events.notices import parsing, reading
from opendays.demo import season
from opendays.demo.loading import SAMPLES


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2026, 7, 15), date(2027, 2, 3), date(2028, 2, 29)])
def test_a_moved_sample_is_read_with_today_in_its_period(today):
    moved = season.moved((SAMPLES / "plan_2019.docx").read_bytes(), today)
    found = parsing.parse(reading.read_bytes(moved)).as_json()
    assert found["period"]["from"] <= today.isoformat() <= found["period"]["to"]
    assert found["issued_on"] < found["period"]["from"]
    assert found["title"] == f"大兴区{today.year}年政务开放日工作总体方案"
    assert found["doubts"] == []


def test_only_years_and_days_are_moved():
    text = (SAMPLES / "plan_2024.txt").read_text(encoding="utf-8")
    moved = season.moved_text(text, date(2026, 11, 22))
    assert moved == text.replace("2024", "2026")
