"""Whatever the text: reading it raises nothing, drops no line, and takes time in proportion to its length."""

import contextlib
import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.notices import parsing, reading
from tests.events.notices import faults
from tests.events.notices.conftest import DOCUMENTS, SAMPLES

VOCABULARY = """
开放点 开放点1 1、2 3-5 （ ） ( ) “ ” 专题 ： 。 ； 、 主责单位 黄村镇 区教委 配合 负责落实 牵头 提前 5个工作日 公告
2024年10月18日 9月中旬 至 10月底 （暂定） 上午9:00 - 约30人 以内 不少于 三分之一 每年 1次 活动时间 活动地点
政策公开讲 一、 （一） 1. | 序号 责任单位 时间 打印 附件
"""
WORDS = [*VOCABULARY.split(), "\t", " ", "　"]
LINES = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map("".join), max_size=30)
STRANGE = st.lists(st.text(max_size=60), max_size=20)
MARK = "鑫淼焱垚犇"
STRAY = [
    MARK,
    f"{MARK}。",
    f"（{MARK}）",
    f"1.{MARK}",
    f"{MARK}：",
    f"活动时间：{MARK}",
    f"（{MARK}负责落实）",
    f"开放点{MARK}",
    f"{MARK}\t{MARK}",
    f"| {MARK} |",
    f"第一讲：{MARK}",
    f"主责单位：{MARK}",
]
OURS = sorted(DOCUMENTS.glob("*.txt"))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_words_of_notices_in_any_order_raise_nothing(lines):
    json.dumps(parsing.parse(lines).as_json())


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STRANGE)
def test_any_text_raises_nothing(lines):
    json.dumps(parsing.parse(lines).as_json())


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    with contextlib.suppress(reading.UnreadableNotice):
        assert "\x00" not in "".join(reading.read_bytes(data))


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(OURS), st.sampled_from(STRAY), st.integers(min_value=0, max_value=60))
def test_a_stray_line_is_never_dropped(path, stray, place):
    lines = reading.read(path)
    if path.stem == "web_page_around":  # between the buttons of a page's foot a line belongs to the page
        place %= 12
    lines.insert(place, stray)

    assert MARK in json.dumps(parsing.parse(lines).as_json(), ensure_ascii=False)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(OURS), st.sampled_from(faults.FAULTS), st.integers(min_value=0, max_value=99))
def test_a_spoiled_document_raises_nothing(path, spoil, seed):
    parsing.parse(reading.read_bytes(spoil(path.read_text(encoding="utf-8"), faults.dice(seed)).encode()))


def _seconds(lines):
    """The processor's time, the best of three, so that a busy machine does not count."""
    taken = []
    for _attempt in range(3):
        start = time.process_time()
        parsing.parse(lines)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize(
    "line",
    [
        "（" * 40,
        "“" * 40,
        "开放点1、" * 10,
        "开放点开放开放开放" * 5,
        "主责单位" * 10,
        "提前5个工作日" * 6,
        "活动开放活动开放：" * 5,
        "2024年10月18日至" * 5,
        "每年至少举办1次" * 5,
        "群众代表不低于" * 6,
        "通过区政府网站、" * 6,
        "一、二、三、" * 7,
        "区教委、" * 10,
        "a1 " * 14,
    ],
)
def test_a_long_line_takes_time_in_proportion(line):
    short, long = _seconds([line * 40]), _seconds([line * 320])

    assert long < 30 * max(short, 0.002)


def test_a_long_document_takes_time_in_proportion():
    lines = reading.read(SAMPLES / "plan_2024.txt")
    once, many = _seconds(lines), _seconds(lines * 12)

    assert many < 36 * once
