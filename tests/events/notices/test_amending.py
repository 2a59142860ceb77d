"""What a new version changes: nothing between a plan and itself, everything between it and another, in any order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.notices import amending, applying
from events.notices.version import Entry, Version

TITLES = ["政务服务体验", "政务服务体验二", "社银合作", "镇长面对面", "林荫慢行系统", "计量服务"]
UNITS = ["采育镇", "魏善庄镇", "环卫中心", "教委"]
THEMES = ["优化营商环境", "便民惠民服务", "保障改善民生"]
CODES = ["report", "announce_onsite", "capacity_max"]


def point(number=None, title="社银合作", units=("采育镇",), co_units=(), description="", **more):
    return {
        "number": number,
        "title": title,
        "units": list(units),
        "co_units": list(co_units),
        "description": description,
        "key": f"point.{number}",
        **more,
    }


def theme(title, *points, **more):
    return {"title": title, "points": list(points), "key": f"theme.{title}", **more}


def rule(code="report", value="5", source="活动后5个工作日内公开。"):
    return {"code": code, "value": value, "unit": "working_days", "source": source, "key": f"rule.{code}"}


def reading(*themes, talks=(), rules=(), channels=(), columns=(), period=(None, None), **header):
    nothing = dict.fromkeys(
        ["title", "document_number", "index_number", "issuer", "validity", "issued_on", "published_on"]
    )
    return {
        **nothing,
        "period": {"from": period[0], "to": period[1]},
        "columns": list(columns),
        "channels": list(channels),
        "themes": list(themes),
        "talks": list(talks),
        "rules": list(rules),
        **header,
    }


def between(before, after):
    """The keys of what changes from one reading to the other, the first as rows that have numbers."""
    return {change.key: change for change in amending.changes(standing(before), Version.of(after))}


def standing(read):
    """The same reading as a plan would give it back: every theme and entry with the number of its row."""
    ids = iter(range(1, 1000))
    themes = [
        {**theme, "id": next(ids), "points": [{**point, "id": next(ids)} for point in theme["points"]]}
        for theme in read["themes"]
    ]
    return Version.of({**read, "themes": themes, "talks": [{**talk, "id": next(ids)} for talk in read["talks"]]})


several = settings(max_examples=60, deadline=None)
lists = st.lists(st.sampled_from(UNITS), unique=True, max_size=3)


@st.composite
def readings(draw):
    numbers = iter(draw(st.permutations(range(1, 20))))
    entry = st.builds(
        lambda title, units, co, about: (title, units, co, about),
        st.sampled_from(TITLES),
        lists,
        lists,
        st.sampled_from(["", "参观", "座谈"]),
    )
    titles = draw(st.lists(st.sampled_from([None, *THEMES]), unique=True, max_size=4))
    themes = [
        theme(title, *(point(next(numbers), *one) for one in draw(st.lists(entry, max_size=4)))) for title in titles
    ]
    talks = [
        {**point(None, *one), "key": f"talk.{place}"} for place, one in enumerate(draw(st.lists(entry, max_size=3)))
    ]
    codes = draw(st.lists(st.sampled_from(CODES), unique=True))
    return reading(
        *themes,
        talks=talks,
        rules=[rule(code, draw(st.sampled_from(["3", "5"]))) for code in codes],
        channels=draw(st.lists(st.sampled_from(["区政府网站", "政务新媒体", "公告栏"]), unique=True)),
        columns=draw(st.sampled_from([[], ["政务开放日"], ["政策公开讲", "政务开放日"]])),
        period=draw(st.sampled_from([(None, None), ("2024-03-01", "2024-11-30"), ("2024-05-01", None)])),
        title=draw(st.sampled_from([None, "总体方案", "总体方案（修订）"])),
    )


@several
@given(readings())
def test_nothing_changes_between_a_plan_and_itself(read):
    assert amending.changes(standing(read), Version.of(read)) == ()
    assert amending.changes(standing(read), standing(read)) == ()


@several
@given(readings(), readings())
def test_when_every_change_is_applied_none_is_left(before, after):
    current, found = standing(before), Version.of(after)
    target = applying.applied(current, amending.changes(current, found))
    assert amending.changes(target, found) == ()


@several
@given(readings(), readings())
def test_when_none_is_applied_nothing_changes(before, after):
    current = standing(before)
    assert applying.applied(current, []) == current
    assert amending.changes(current, applying.applied(current, [])) == ()


@several
@given(readings(), readings(), st.data())
def test_the_order_in_which_changes_are_chosen_does_not_matter(before, after, data):
    current = standing(before)
    found = amending.changes(current, Version.of(after))
    chosen = data.draw(st.lists(st.sampled_from(found), unique_by=lambda change: change.key)) if found else []
    forwards, backwards = applying.applied(current, chosen), applying.applied(current, reversed(chosen))
    assert forwards == backwards


@several
@given(readings(), readings(), st.data())
def test_what_was_left_out_is_still_to_be_chosen_and_nothing_else_is(before, after, data):
    current, found = standing(before), Version.of(after)
    every = amending.changes(current, found)
    facts = [change for change in every if change.part in current.facts or change.part == amending.RULE]
    left = data.draw(st.lists(st.sampled_from(facts), unique_by=lambda change: change.key)) if facts else []
    target = applying.applied(current, [change for change in every if change not in left])
    assert {change.key for change in amending.changes(target, found)} == {change.key for change in left}


@several
@given(readings(), readings())
def test_every_change_has_a_key_of_its_own_and_keeps_it_through_json(before, after):
    found = amending.changes(standing(before), Version.of(after))
    assert len({change.key for change in found}) == len(found)
    assert [amending.Change.of_json(change.as_json()) for change in found] == list(found)


def test_a_point_that_is_numbered_anew_is_the_same_point():
    before = reading(theme("营商", point(1, "镇长面对面"), point(2, "社银合作", ["教委"])))
    after = reading(theme("营商", point(1, "社银合作", ["教委"])))
    assert set(between(before, after)) == {"point.2", "point.3.number"}


def test_points_of_one_title_are_told_apart_by_their_units():
    names = ["观音寺街道", "林校路街道", "天宫院街道"]
    before = reading(theme("营商", *(point(place, "政务服务体验", [name]) for place, name in enumerate(names, 1))))
    after = reading(
        theme(
            "营商",
            point(1, "政务服务体验", ["高米店街道"]),
            *(point(place, "政务服务体验", [name]) for place, name in enumerate(names, 2)),
        )
    )
    assert set(between(before, after)) == {"point.new:point.1", "point.2.number", "point.3.number", "point.4.number"}


def test_the_same_title_of_another_unit_is_the_same_point_only_where_nothing_else_is_called_so():
    one = between(reading(theme("营商", point(1))), reading(theme("营商", point(4, units=["教委"]))))
    two = between(
        reading(theme("营商", point(1), point(2, units=["环卫中心"]))),
        reading(theme("营商", point(2, units=["环卫中心"]), point(4, units=["教委"]))),
    )
    assert set(one) == {"point.2.number", "point.2.units"}
    assert set(two) == {"point.2", "point.new:point.4"}


def test_another_unit_a_new_title_and_another_theme_are_changes_of_one_point():
    before = reading(theme("营商", point(1, "政务服务体验")), theme("民生", point(2, "社银合作")))
    after = reading(
        theme("营商"), theme("民生", point(1, "政务服务新体验", ["采育镇"]), point(2, "社银合作", ["教委"]))
    )
    found = between(before, after)
    assert set(found) == {"point.2.title", "point.2.theme", "point.4.units"}
    assert (found["point.4.units"].before, found["point.4.units"].after) == (["采育镇"], ["教委"])
    assert found["point.2.theme"].after == {"ref": "3", "title": "民生"}


def test_a_theme_that_keeps_its_points_is_retitled_and_its_points_do_not_move():
    before = reading(theme("营商环境", point(1), point(2, "镇长面对面")))
    after = reading(theme("政务服务", point(1), point(2, "镇长面对面")))
    assert [(change.key, change.after) for change in between(before, after).values()] == [("theme.1", "政务服务")]


def test_a_theme_that_a_chosen_point_needs_comes_with_it_and_stays_while_one_needs_it():
    before = reading(theme("营商", point(1)))
    after = reading(theme("民生", point(1), point(2, "镇长面对面"), point(3, "计量服务"), point(4, "林荫慢行")))
    found = between(before, reading(theme("文明", point(9, "镇长面对面"))))
    added = applying.applied(standing(before), [found["point.new:point.9"], found["theme.1"]])
    assert set(added.themes.values()) == {"营商", "文明"}
    assert set(between(before, after)) >= {"point.new:point.2"}


@pytest.mark.parametrize("typed", ["活动后５个工作日内公开。", "活动后 5 个工作日内公开。", "活動後5個工作日內公開。"])
def test_a_sentence_typed_anew_is_the_same_sentence(typed):
    assert between(reading(rules=[rule()]), reading(rules=[rule(source=typed)])) == {}


def test_a_rule_changes_with_both_sentences():
    found = between(reading(rules=[rule()]), reading(rules=[rule(value="3", source="活动后3个工作日内公开。")]))
    change = found["rule.report"]
    assert (change.before["value"], change.after["value"]) == ("5", "3")
    assert (change.before["source"], change.after["source"]) == ("活动后5个工作日内公开。", "活动后3个工作日内公开。")


def test_silence_in_the_heading_changes_nothing_and_a_point_no_longer_named_is_not_chosen_by_itself():
    before = reading(theme("营商", point(1)), title="方案", index_number="11", period=("2024-03-01", "2024-11-30"))
    found = between(before, reading(theme("营商")))
    assert set(found) == {"point.2"}
    assert not found["point.2"].is_sure


def test_what_was_read_unsurely_is_not_chosen_by_itself():
    sure, unsure = (reading(theme("营商", point(1, grade=grade))) for grade in ("certain", "proposed"))
    assert [change.is_sure for read in (sure, unsure) for change in between(reading(theme("营商")), read).values()] == [
        True,
        False,
    ]


def test_two_points_of_one_number_show_where_only_one_half_was_chosen():
    before = reading(theme("营商", point(1), point(2, "镇长面对面")))
    found = between(before, reading(theme("营商", point(2), point(1, "镇长面对面"))))
    half = applying.applied(standing(before), [found["point.2.number"]])
    assert applying.numbers_twice(half) == [2]
    assert applying.numbers_twice(applying.applied(standing(before), found.values())) == []


def test_what_was_shown_has_one_fingerprint_until_the_plan_is_another():
    before, after = reading(theme("营商", point(1))), reading(theme("营商", point(1, units=["教委"])))
    edited = reading(theme("营商", point(1, units=["环卫中心"])))
    shown = [amending.fingerprint(between(plan, after).values()) for plan in (before, before, edited)]
    assert shown[0] == shown[1] != shown[2]


def test_a_unit_that_leads_is_no_co_unit_as_well():
    entry = Entry("1", "open_point", 1, "甲", None, ("采育镇",), ("教委",), "")
    assert replace(entry, units=("教委",)).settled().co_units == ()
