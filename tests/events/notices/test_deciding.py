"""What people decide about a reading: refused leaves, corrected says what they wrote, and no line is lost."""

import copy
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from events.notices import deciding, judging, parsing, reading, values

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
TEXT = """某区2024年政务开放日工作方案
一、活动时间
于2024年9月至11月开展。
二、活动内容
本次设置2个专题、3个开放点。
(一)“便民服务”专题
开放点1(街镇便民服务):体验办事流程。(主责单位:兴丰街道)
▲▲▲示意图略▲▲▲
开放点2(综合窗口改革:参观大厅。(主责单位:采育镇)
(二)“阳光救助”专题
开放点3(救助流程):参观救助大厅。(区民政局)
三、工作要求
各单位提前5个工作日向公众发出公告。
群众代表比例不低于三分之一。
于2024年9月15日前将计划报区政务公开办备案。
"""
NUMBERS = [number for number, line in enumerate(TEXT.splitlines(), 1) if line.strip()]


def read(text=TEXT):
    return parsing.parse(text.splitlines()).as_json()


def decided(verdict, **values):
    return {"verdict": verdict, "values": values}


def points(found):
    return {point["key"]: point for theme in found["themes"] for point in theme["points"]}


def told(found):
    rows = [*found["items"], *found["prose"], *found["unread"]]
    return {number for row in rows for number in row["lines"]} | set(found["frame"])


def point(**changes):
    typed = {"number": "8", "title": "新的开放点", "units": "采育镇", "theme": "theme.1"}
    return typed | changes


def test_what_is_proposed_waits_until_it_is_decided():
    found = read()
    assert deciding.undecided(found, {}) == ["point.2", "point.3"]
    assert deciding.undecided(found, {"point.2": decided("refuse")}) == ["point.3"]


def test_nothing_decided_changes_nothing():
    found = read()
    assert deciding.settled(found, {}) == found


def test_an_accepted_item_stands_and_its_doubts_are_settled():
    found = deciding.settled(read(), {"point.2": decided("accept")})
    assert points(found)["point.2"]["grade"] == "certain"
    assert [doubt["keys"] for doubt in found["doubts"] if doubt["line"] != 8] == [["point.3"]]


def test_a_corrected_item_says_what_the_person_wrote_where_the_person_put_it():
    values = judging.checked(read(), {}, "point.2", "correct", point(title="综合窗口改革", theme="theme.2", number="2"))
    found = deciding.settled(read(), {"point.2": {"verdict": "correct", "values": values}})
    moved = found["themes"][1]["points"][0]
    assert (moved["key"], moved["title"], moved["units"]) == ("point.2", "综合窗口改革", ["采育镇"])
    assert moved.keys() == points(read())["point.2"].keys()


def test_a_refused_item_leaves_and_its_line_says_nothing():
    found = deciding.settled(read(), {"point.2": decided("refuse"), "period": decided("refuse")})
    assert list(points(found)) == ["point.1", "point.3"]
    assert found["period"] == {"from": None, "to": None}
    assert 9 in found["frame"]
    assert "point.2" not in deciding.keys(found)


def test_points_of_a_refused_theme_stand_in_none():
    found = deciding.settled(read(), {"theme.1": decided("refuse")})
    assert [(theme["title"], len(theme["points"])) for theme in found["themes"]] == [(None, 2), ("阳光救助", 1)]


def test_a_line_becomes_an_open_point_a_talk_or_nothing():
    before = read()
    (line,) = [f"line.{row['line']}" for row in before["unread"]]
    values = judging.checked(before, {}, line, "point", point())

    made = deciding.settled(before, {line: {"verdict": "point", "values": values}})
    talk = deciding.settled(before, {line: decided("talk", title="政策解读", units=["区民政局"], description="")})
    nothing = deciding.settled(before, {line: decided("nothing")})

    point_made = made["themes"][0]["points"][1]
    assert (point_made["number"], point_made["title"], point_made["lines"]) == (8, "新的开放点", [8])
    assert point_made.keys() == points(before)["point.1"].keys()
    assert talk["talks"][0]["title"] == "政策解读"
    assert 8 in nothing["frame"]
    for found in (made, talk, nothing):
        assert found["unread"] == []
        assert told(found) == set(NUMBERS)


def test_a_session_goes_with_its_point():
    found = read()
    found["sessions"] = [
        {"key": f"session.{number}", "title": "", "point": number, "lines": [7]} for number in (1, 2, 3)
    ]
    settled = deciding.settled(
        found, {"point.1": {"verdict": "correct", "values": {"number": 9}}, "point.2": decided("refuse")}
    )
    assert [session["point"] for session in settled["sessions"]] == [9, None, 3]


def test_the_head_and_its_lists_are_corrected_and_refused():
    found = read(TEXT + "参与人员包括区人大代表、家长代表、企业代表。\n")
    assert {"category.1", "category.2", "category.3"} <= deciding.keys(found)
    settled = deciding.settled(
        found,
        {
            "category.1": decided("refuse"),
            "category.3": decided("correct", value="媒体记者"),
            "header.title": decided("correct", value="总体方案"),
            "declared.points": decided("refuse"),
        },
    )
    assert (settled["categories"], settled["title"]) == (["家长代表", "媒体记者"], "总体方案")
    assert settled["declared"] == {"themes": 2, "points": None}


def test_a_decision_about_what_is_gone_is_known_and_changes_nothing():
    decisions = {"point.77": decided("refuse"), "line.99": decided("nothing")}
    assert deciding.vanished(read(), decisions) == ["point.77", "line.99"]
    assert deciding.settled(read(), decisions) == read()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_line_is_lost_and_nothing_read_is_changed_whatever_is_decided(path):
    found = parsing.parse(reading.read(path)).as_json()
    before, everything = copy.deepcopy(found), told(found)
    keys = [item["key"] for item in found["items"]]
    for verdict in ("accept", "refuse"):
        settled = deciding.settled(found, {key: decided(verdict) for key in keys})
        assert settled.keys() == found.keys()
        assert told(settled) == everything
        assert deciding.undecided(settled, {}) == []
    assert found == before


def test_a_name_keeps_its_own_bracket():
    names = values.units("各乡镇（街道、开发区）、区 民政局，区民政局")
    assert names == ["各乡镇（街道、开发区）", "区民政局"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_what_was_read_for_certain_is_right_by_the_rules_for_people(path):
    found = parsing.parse(reading.read(path)).as_json()
    certain = [item["key"] for item in found["items"] if item["grade"] == "certain"]
    assert judging.acceptable(found, {}, certain) == certain


WRONG = [
    ("point.2", {"title": "", "number": "2"}, "title", "required"),
    ("point.2", point(number="0"), "number", "number"),
    ("point.2", point(number="二"), "number", "number"),
    ("point.2", point(number="1"), "number", "taken"),
    ("point.2", point(units="采育镇、（主责单位：魏善庄镇）"), "units", "unit"),
    ("point.2", point(units="****镇"), "units", "unit"),
    ("point.2", point(units="采育镇（便民"), "units", "unit"),
    ("point.2", point(co_units="采育镇"), "co_units", "both"),
    ("point.2", point(theme="theme.7"), "theme", "theme"),
    ("point.2", point(title="长" * 201), "title", "long"),
    ("theme.2", {"title": "便民服务"}, "title", "taken"),
    ("period", {"from": "2024-09-31", "to": "2024-11-30"}, "from", "moment"),
    ("period", {"from": "2024-09-01", "to": "2024-08-30"}, "to", "order"),
    ("period", {"from": "2024-09-01 9:00", "to": "2024-11-30"}, "from", "day"),
    ("declared.points", {"value": "许多"}, "value", "number"),
    ("rule.announce_onsite", {"value": "五", "unit": "working_days"}, "value", "rule_value"),
    ("rule.announce_onsite", {"value": "251", "unit": "calendar_days"}, "value", "rule_value"),
    ("rule.announce_onsite", {"value": "5", "unit": "people"}, "unit", "rule_unit"),
]


@pytest.mark.parametrize(("key", "typed", "field", "code"), WRONG)
def test_a_wrong_value_is_refused_at_its_field(key, typed, field, code):
    with pytest.raises(ValidationError) as refused:
        judging.checked(read(), {}, key, "correct", typed)
    assert {name: errors[0].code for name, errors in refused.value.error_dict.items()} == {field: code}


def session(**changes):
    found = read()
    entry = {"key": "session.1", "grade": "proposed", "lines": [7], "line": 7}
    found["sessions"], found["items"] = [entry], [*found["items"], entry]
    return judging.checked(found, {}, "session.1", "correct", changes)


def test_a_session_may_have_days_or_hours_in_their_order():
    given = session(point="1", starts="2024-10-18 9:00", ends="2024/10/18 11:30", signup_closes="2024-10-18")
    assert (given["starts"], given["ends"]) == ("2024-10-18T09:00:00", "2024-10-18T11:30:00")
    for wrong, code in (
        ({"starts": "2024-10-18 9:00", "ends": "2024-10-18 8:00"}, "order"),
        ({"starts": "2024-10-18", "signup_closes": "2024-10-19"}, "order"),
        ({"point": "12"}, "point"),
        ({"starts": "10月18日"}, "moment"),
        ({"capacity": "30人"}, "number"),
    ):
        with pytest.raises(ValidationError) as refused:
            session(**wrong)
        assert [errors[0].code for errors in refused.value.error_dict.values()] == [code]


def test_shares_and_days_of_rules_fit_their_units():
    found = read()
    share = judging.checked(found, {}, "rule.residents_share", "correct", {"value": "30%", "unit": "share"})
    filing = judging.checked(found, {}, "rule.filing", "correct", {"value": "2024-09-20", "unit": "date"})
    assert (share["value"], filing["value"]) == ("3/10", "2024-09-20")
    for key, typed in (
        ("rule.residents_share", {"value": "120%", "unit": "share"}),
        ("rule.residents_share", {"value": "1/0", "unit": "share"}),
        ("rule.filing", {"value": "2024-02-30", "unit": "date"}),
    ):
        with pytest.raises(ValidationError) as refused:
            judging.checked(found, {}, key, "correct", typed)
        assert list(refused.value.error_dict) == ["value"]


def test_two_points_of_one_number_and_two_values_of_one_rule_cannot_both_stand():
    found = read(TEXT.replace("开放点3", "开放点2") + "各单位提前3个工作日向社会发布公告。\n")
    proposed = deciding.undecided(found, {})
    assert {"point.2", "point.2.2", "rule.announce_onsite", "rule.announce_onsite.2"} <= set(proposed)

    assert judging.acceptable(found, {}, proposed) == []
    for first, second in (("point.2", "point.2.2"), ("rule.announce_onsite", "rule.announce_onsite.2")):
        accepted = {first: decided("accept")}
        judging.checked(found, {}, first, "accept", {})
        with pytest.raises(ValidationError):
            judging.checked(found, accepted, second, "accept", {})
        judging.checked(found, {first: decided("refuse")}, second, "accept", {})


def test_answers_that_do_not_fit_are_refused():
    for key, verdict, code in (
        ("point.77", "accept", "vanished"),
        ("point.2", "nothing", "verdict"),
        ("line.8", "accept", "verdict"),
        ("point.2", "", "verdict"),
    ):
        with pytest.raises(ValidationError) as refused:
            judging.checked(read(), {}, key, verdict, {})
        assert refused.value.code == code
