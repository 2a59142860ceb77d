"""What residents find, and in which order."""

import pytest

from events import search
from events.forms import SessionFilter
from events.models import Session, UnitAlias
from tests import make

pytestmark = pytest.mark.django_db

NOW = make.at("2019-10-08 10:00")


def found(**wanted):
    return [session.title for session in search.matching(Session.objects.public(), wanted, now=NOW)]


@pytest.fixture
def three(plan):
    """A past one, one in Huangcun town next Monday, one in Caiyu town the week after."""
    service = make.theme(plan, "便民服务")
    huangcun, caiyu = make.unit("黄村镇"), make.unit("采育镇人民政府", short_name="采育镇")
    first = make.point(plan, [huangcun], title="优化营商环境")
    second = make.point(plan, [caiyu], title="办税服务体验", theme=service)
    make.announced(point=first, title="过去的", starts_at=make.at("2019-09-16 09:00"), state=Session.State.HELD)
    make.announced(point=first, title="黄村的", capacity=30, seats_taken=30)
    make.announced(
        point=second,
        title="采育的",
        area="采育镇",
        starts_at=make.at("2019-10-21 09:00"),
        mode=Session.Mode.BOTH,
        place="综合文化中心",
    )
    make.session(point=first, title="没有公告的")


def test_without_a_filter_what_lies_ahead_comes_nearest_first(three):
    assert found() == ["黄村的", "采育的"]


def test_past_sessions_come_latest_first(three):
    assert found(when="past") == ["过去的"]
    assert found(when="all") == ["采育的", "黄村的", "过去的"]


def test_days_bound_both_ends_and_reach_into_the_past(three):
    day = make.at("2019-10-14 00:00").date()
    assert found(first=day, last=day) == ["黄村的"]
    assert found(last=day) == ["黄村的", "过去的"]
    assert found(first=day) == ["采育的", "黄村的"]


@pytest.mark.parametrize("written", ["後勤（參觀）開放日", "后勤(参观)开放日"])
@pytest.mark.parametrize("words", ["后勤(参观)", "後勤（參觀）", "開放", "开放"])
def test_either_script_and_width_finds_both(plan, town, written, words):
    make.announced(point=make.point(plan, [town]), title=written)

    assert found(words=words) == [written]


@pytest.mark.parametrize("words", [".*", "[", "采|办", "\\", "%", "_"])
def test_signs_of_a_pattern_are_words_like_others(three, words):
    assert found(words=words, when="all") == []


@pytest.mark.parametrize("words", ["文化", "采育", "办税", "便民", "採育鎮", "便民 文化", "旧名"])
def test_words_are_found_in_title_place_unit_point_and_theme(three, words):
    UnitAlias.objects.create(unit=Session.objects.get(title="采育的").unit, name="旧名乡")
    assert found(words=words) == ["采育的"]


def test_every_word_must_be_found(three):
    assert found(words="便民 黄村") == []


def test_area_theme_and_unit_narrow(three):
    assert found(area="采育镇") == ["采育的"]
    assert found(theme="便民服务") == ["采育的"]
    assert found(unit=Session.objects.get(title="黄村的").unit) == ["黄村的"]


def test_a_session_of_both_modes_is_found_under_each(three):
    assert found(mode="livestream") == ["采育的"]
    assert found(mode="onsite") == ["黄村的", "采育的"]


def test_only_with_places_left_means_that_one_can_still_sign_up(three):
    Session.objects.filter(title="采育的").update(signup_opens_at=make.at("2019-10-01 09:00"))
    assert found(places=True) == ["采育的"]


def test_a_filter_that_makes_no_sense_is_said_and_left_out(three):
    form = SessionFilter({"first": "2019-10-14", "last": "2019-10-01", "unit": "999", "words": "采育"})
    assert set(form.errors) == {"last", "unit"}
    assert form.wanted == {"words": "采育", "first": make.at("2019-10-14 00:00").date()}


def test_choices_name_only_what_is_shown(three):
    form = SessionFilter()
    assert [value for value, _label in form.fields["area"].choices] == ["", "采育镇", "黄村镇"]
    assert [value for value, _label in form.fields["theme"].choices] == ["", "优化营商环境", "便民服务"]
    assert [unit.name for unit in form.fields["unit"].queryset] == ["采育镇人民政府", "黄村镇"]
