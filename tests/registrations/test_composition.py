"""How a list is composed beside those who signed up; nothing here touches the database."""

import json
from datetime import date

import pytest
from django.utils import translation

from registrations import asking, composition
from registrations.models import Signup

pytestmark = pytest.mark.once

DAY = date(2019, 10, 14)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def entry(listed=True, again=False, companions=0, category="resident", **answers):
    signup = Signup(category=category, companions=companions, details=json.dumps(answers))
    return signup, composition.traits(signup, day=DAY, has_come_before=again), listed


def parts(name, *entries):
    (group,) = (group for group in composition.groups(entries) if group.name == name)
    return [(part.label, part.listed, part.entered) for part in group.parts]


def test_categories_count_people_and_what_was_answered_counts_the_person():
    made = entry(companions=2, area="黄村镇"), entry(listed=False, area="采育镇"), entry(category="business")
    assert parts("category", *made) == [("resident", 3, 4), ("business", 1, 1)]
    assert parts("area", *made) == [("采育镇", 0, 1), ("黄村镇", 1, 1), ("not given", 1, 1)]


def test_what_was_not_asked_is_no_group():
    assert [group.name for group in composition.groups([entry()])] == ["category", "before"]


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ({"birth_year": "1959"}, "60"),
        ({"birth_year": 1960}, "36"),
        ({"birth_year": "2019"}, "0"),
        ({"age_band": "18"}, "18"),
        ({"birth_year": "unknown", "age_band": "36"}, "36"),
        ({}, ""),
    ],
)
def test_the_band_comes_from_the_year_of_birth_or_as_it_was_answered(answers, band):
    assert asking.age_band(answers, DAY) == band


def test_bands_stand_in_their_order_and_newcomers_before_those_who_come_again():
    made = entry(age_band="60", sex="female"), entry(age_band="18", sex="male", again=True)
    assert [label for label, _listed, _entered in parts("age", *made)] == ["18 to 35", "60 and over"]
    assert [label for label, _listed, _entered in parts("sex", *made)] == ["male", "female"]
    assert parts("before", *made) == [("comes for the first time", 1, 1), ("has come before", 1, 1)]
