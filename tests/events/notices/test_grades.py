"""Every item has a key, its lines and a grade; every doubt names what it touches; every line is accounted for."""

import pytest

from events.notices import parsing, reading
from events.notices.folding import fold
from tests.events.notices.conftest import DOCUMENTS, SAMPLES, SEEDS

PLAN = """某区2023年政务开放日方案
某区人民政府办公室
2023年5月6日
活动于6月至10月开展，设置2个专题、3个开放点。
（一）“便民”专题
开放点1（大厅）：参观。（主责单位：黄村镇）
开放点2、3（热线）：接听。（主责单位：采育镇、区教委、区民政局）
二、要求
活动前5个工作日在“政务开放日”栏目发布公告。
活动前7个工作日发布公告。""".splitlines()
DOCUMENTS_AND_SAMPLES = [*sorted(DOCUMENTS.glob("*.txt")), *sorted(SAMPLES.glob("*.*")), *sorted(SEEDS.glob("*.txt"))]


def _read(lines=PLAN):
    return parsing.parse(lines).as_json()


def _items(found):
    return {item["key"]: item for item in found["items"]}


def _entries(found):
    points = [point for theme in found["themes"] for point in theme["points"]]
    themes = [theme for theme in found["themes"] if theme["title"]]
    return [*themes, *points, *found["talks"], *found["sessions"], *found["rules"]]


def test_each_item_is_named_once_with_its_lines():
    items = {key: item["lines"] for key, item in _items(_read()).items()}

    assert items == {
        "header.title": [1],
        "header.issuer": [2, 3],
        "header.issued_on": [3],
        "period": [4],
        "declared.themes": [4],
        "declared.points": [4],
        "column.1": [9],
        "theme.1": [5],
        "point.1": [6],
        "point.2": [7],
        "point.3": [7],
        "rule.announce_onsite": [9],
        "rule.announce_onsite.2": [10],
    }


def test_what_a_doubt_touches_is_proposed_and_the_rest_is_certain():
    found = _read()

    assert {doubt["code"]: doubt["keys"] for doubt in found["doubts"]} == {
        "themes_differ": ["declared.themes"],
        "units_not_paired": ["point.2", "point.3"],
        "rules_differ": ["rule.announce_onsite", "rule.announce_onsite.2"],
    }
    assert {key for key, item in _items(found).items() if item["grade"] == "certain"} == {
        "header.title",
        "header.issuer",
        "header.issued_on",
        "declared.points",
        "column.1",
        "theme.1",
        "point.1",
    }


def test_a_heading_that_is_a_theme_only_by_its_place_is_proposed():
    found = _read(["某区开放日方案", "（一）便民利企", "开放点1（大厅）：参观。（主责单位：黄村镇）"])

    assert found["themes"][0]["grade"] == "proposed"


def test_a_point_whose_number_stands_twice_and_one_without_have_keys_of_their_own():
    found = _read(
        [
            "某区开放日方案",
            "（一）“便民”专题",
            "开放点1（大厅）：参观。（主责单位：黄村镇）",
            "开放点1（热线）：接听。（主责单位：采育镇）",
            "开放点（河湖）：巡河。（主责单位：区水务局）",
        ]
    )

    assert [point["key"] for point in found["themes"][0]["points"]] == ["point.1", "point.1.2", "point.new.1"]


@pytest.mark.parametrize("path", DOCUMENTS_AND_SAMPLES, ids=lambda path: path.stem)
def test_entries_and_items_agree_and_keys_are_single(path):
    found = _read(reading.read(path))
    items = _items(found)

    assert len(items) == len(found["items"])
    for entry in _entries(found):
        assert items[entry["key"]] == {"key": entry["key"], "grade": entry["grade"], "lines": entry["lines"]}
    assert {key for doubt in found["doubts"] for key in doubt["keys"]} <= set(items)


@pytest.mark.parametrize("path", DOCUMENTS_AND_SAMPLES, ids=lambda path: path.stem)
def test_every_line_is_told_of_and_every_item_has_lines(path):
    lines = reading.read(path)
    found = _read(lines)
    told = {number for part in ("items", "prose", "unread") for entry in found[part] for number in entry["lines"]}

    assert all(item["lines"] for item in found["items"])
    assert told | {*found["frame"]} == {number for number, text in enumerate(lines, 1) if fold(text).text}
    assert not told & {*found["frame"]}
