"""Whatever the text: reading it raises nothing, drops no line and invents no word."""

import contextlib
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.notices import parsing, reading
from events.notices.folding import fold
from tests.events.notices import composing, faults
from tests.events.notices.conftest import DOCUMENTS

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
    lines.insert(place, stray)
    found = parsing.parse(lines).as_json()

    assert MARK in json.dumps(found, ensure_ascii=False) or _is_of_the_page(lines, found["frame"])


def _is_of_the_page(lines, frame):
    """Between the buttons of a page's foot a line belongs to the page."""
    at = next(number for number, text in enumerate(lines, 1) if MARK in text)
    return {at - 1, at, at + 1} <= {*frame}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(OURS), st.sampled_from(faults.FAULTS), st.integers(min_value=0, max_value=99))
def test_a_spoiled_document_raises_nothing(path, spoil, seed):
    parsing.parse(reading.read_bytes(spoil(path.read_text(encoding="utf-8"), faults.dice(seed)).encode()))


def _told(found):
    told = [number for part in ("items", "prose", "unread") for entry in found[part] for number in entry["lines"]]
    return {*told, *found["frame"]}


def _words(found):
    """Every text of a reading that is said to stand in the document."""
    yield from (found[key] for key in ("title", "document_number", "index_number", "issuer", "validity"))
    for key in ("columns", "channels", "categories"):
        yield from found[key]
    points = [point for theme in found["themes"] for point in theme["points"]]
    for entry in (*found["themes"], *points, *found["talks"], *found["sessions"]):
        yield from (entry.get("title"), entry.get("place"), *entry.get("units", ()), *entry.get("co_units", ()))
    yield from (rule["source"] for rule in found["rules"])


def _nothing_invented(lines):
    found = parsing.parse(lines).as_json()
    whole = fold("".join(lines)).text.replace(" ", "")
    invented = [text for text in _words(found) if text and fold(text).text.replace(" ", "") not in whole]
    assert not invented
    assert _told(found) == {number for number, text in enumerate(lines, 1) if fold(text).text}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_words_in_any_order_give_no_word_of_their_own_and_lose_no_line(lines):
    _nothing_invented(lines)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OURS), st.sampled_from(faults.FAULTS), st.integers(min_value=0, max_value=99))
def test_a_spoiled_document_gives_no_word_of_its_own_and_loses_no_line(path, spoil, seed):
    _nothing_invented(reading.read_bytes(spoil("\n".join(reading.read(path)), faults.dice(seed)).encode()))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(OURS), st.lists(st.tuples(st.sampled_from(STRAY), st.integers(0, 60)), max_size=4))
def test_strays_give_no_word_of_their_own_and_lose_no_line(path, strays):
    lines = reading.read(path)
    for stray, place in strays:
        lines.insert(place, stray)
    _nothing_invented(lines)


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=0, max_value=9999))
def test_a_composed_plan_gives_no_word_of_its_own_and_loses_no_line(seed):
    lines, _themes = composing.plan(seed)
    _nothing_invented([*lines, *composing.with_tabs(composing.table(seed)[0])])
