"""Notices composed at random from the forms that real ones have are read without a fault."""

import pytest

from events.notices import parsing
from tests.events.notices import composing
from tests.events.notices.spelling import plain


def _themes(lines):
    notice = parsing.parse(lines).as_json()
    return plain(
        [
            {
                "title": theme["title"],
                "points": [
                    {key: point[key] for key in ("number", "title", "units", "co_units")} for point in theme["points"]
                ],
            }
            for theme in notice["themes"]
        ]
    )


@pytest.mark.parametrize("block", range(8))
def test_plans_in_running_text(block):
    for seed in range(block * 25, block * 25 + 25):
        lines, themes = composing.plan(seed)
        assert (seed, _themes(lines)) == (seed, plain(themes))


@pytest.mark.parametrize("form", [composing.with_tabs, composing.with_strokes, composing.cell_by_cell])
def test_plans_in_tables(form):
    for seed in range(80):
        rows, themes = composing.table(seed)
        lines = ["某区2023年政务开放日活动安排", "一、活动安排", *form(rows), "二、工作要求", "认真组织。"]
        assert (seed, _themes(lines)) == (seed, plain(themes))
