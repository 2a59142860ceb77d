"""Ten times the text costs at most fifteen times the work, counted and not timed, also on texts made to hurt."""

import re

import pytest

from events.notices import parsing, reading
from tests.events.notices import work
from tests.events.notices.conftest import SAMPLES, SEEDS

MOST = 15
HURTING = [
    "（" * 40,
    "）" * 40,
    "“" * 40,
    "》《" * 20,
    "——" * 20,
    "第" * 40,
    "一" * 40,
    "1" * 40,
    "十百" * 20,
    "①②③" * 14,
    ".1.1" * 10,
    "a1 " * 14,
    "\t" + "甲\t" * 18,
    "| " * 20,
    "开放点1、" * 10,
    "开放点开放开放开放" * 5,
    "主责单位" * 10,
    "（主责单位：" * 6,
    "区教委、" * 10,
    "区教委牵头，" * 8,
    "由区教委负责，" * 6,
    "提前5个工作日" * 6,
    "结束后" * 14,
    "公示" * 20,
    "征集意见" * 10,
    "邀请" * 20,
    "活动开放活动开放：" * 5,
    "活动时间：10月18日；" * 4,
    "报名时间：至" * 6,
    "2024年10月18日至" * 5,
    "10月18日、19日、" * 4,
    "8月26、27、" * 6,
    "9月" * 20,
    "每年至少举办1次" * 5,
    "群众代表不低于" * 6,
    "约30人、" * 9,
    "共20人，" * 8,
    "通过区政府网站、" * 6,
    "“政务开放日”、" * 5,
    "一、二、三、" * 7,
    "首页 > " * 8,
]
ROWS = [
    "开放点1、",
    "主责单位：",
    "区教委牵头，",
    "每年至少举办1次",
    "| 甲 | 乙 |",
    "（一）区教委",
    "1.活动时间：9月",
    "序号",
]


def _grows(small, large):
    return work.steps(parsing.parse, large) / work.steps(parsing.parse, small)


@pytest.mark.parametrize("words", HURTING)
def test_a_longer_line_costs_in_proportion(words):
    assert _grows([words * 6], [words * 60]) <= MOST


@pytest.mark.parametrize("row", ROWS)
def test_more_lines_cost_in_proportion(row):
    assert _grows([row] * 30, [row] * 300) <= MOST


@pytest.mark.parametrize(
    "path", [SAMPLES / "plan_2024.txt", *sorted(SEEDS.glob("00[134]*.txt"))], ids=lambda path: path.stem
)
def test_a_longer_document_costs_in_proportion(path):
    lines = reading.read(path)

    assert _grows(lines, lines * 10) <= MOST


def test_the_count_sees_work_that_grows_faster_than_the_text():
    counts = []
    for times in (20, 200):
        counter = work.Work()
        pattern, text = work.Counted(re.compile("丙"), counter), "甲乙" * times
        for place in range(len(text)):
            pattern.search(text, place)
        counts.append(counter.steps)

    assert counts[1] > 50 * counts[0]
