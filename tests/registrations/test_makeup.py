"""The make-up of a list and the rules it breaks; nothing here touches the database."""

from fractions import Fraction

import pytest
from django.utils import translation

from events.models import Category, Quota, Rule
from registrations import makeup
from registrations.models import Signup


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def people(category, count, companions=0, **fields):
    return [Signup(category=category, companions=companions, **fields) for _ in range(count)]


def share(value):
    rule = Rule(code="residents_share", value=value, unit="share", source="群众代表比例不低于三分之一")
    return {"residents_share": rule}


def limit(code, value):
    return {code: Rule(code=code, value=value, unit="people", source="每个开放点30人以内")}


def codes(found):
    return [breach.code for breach in found]


def test_companions_count_with_the_person_they_come_with():
    made = makeup.of(people(Category.RESIDENT, 2, companions=2) + people(Category.DEPUTY, 1, companions=1))
    assert (made.entries, made.people, made.companions, made.residents) == (3, 8, 5, 6)
    assert made.share == Fraction(3, 4)


def test_experts_parents_and_businesses_are_residents_deputies_cppcc_members_and_reporters_are_not():
    assert makeup.of([Signup(category=category) for category in Category.values]).residents == 4


def test_invited_guests_are_counted():
    made = makeup.of(people(Category.EXPERT, 1, companions=1, source=Signup.Source.INVITATION))
    assert made.invited == 2


@pytest.mark.parametrize(("residents", "deputies", "kept"), [(10, 20, True), (10, 21, False), (0, 1, False)])
def test_one_third_of_residents_is_reached_exactly_or_not(residents, deputies, kept):
    made = makeup.of(people(Category.RESIDENT, residents) + people(Category.DEPUTY, deputies))
    assert codes(makeup.broken(made, [], share("1/3"))) == ([] if kept else ["residents_share"])


def test_an_empty_list_has_no_share_to_break():
    made = makeup.of([])
    assert (made.share, made.percent) == (None, None)
    assert makeup.broken(made, [], share("1/3")) == []


@pytest.mark.parametrize(("count", "kept"), [(30, True), (31, False)])
def test_the_ceiling_of_the_plan_counts_people(count, kept):
    made = makeup.of(people(Category.RESIDENT, count))
    assert codes(makeup.broken(made, [], limit("capacity_max", "30"))) == ([] if kept else ["capacity_max"])


@pytest.mark.parametrize(("count", "kept"), [(25, True), (24, False)])
def test_the_least_number_of_the_plan_counts_people(count, kept):
    made = makeup.of(people(Category.RESIDENT, count))
    assert codes(makeup.broken(made, [], limit("capacity_min", "25"))) == ([] if kept else ["capacity_min"])


def test_a_plan_that_lifts_a_default_breaks_nothing():
    assert makeup.broken(makeup.of(people(Category.DEPUTY, 3)), [], share("")) == []


def test_quotas_have_a_floor_and_a_ceiling():
    quotas = [Quota(category="resident", floor=2, ceiling=3), Quota(category="parent", floor=1)]
    made = makeup.of(people(Category.RESIDENT, 4))
    assert codes(makeup.broken(made, quotas, {})) == ["quota_ceiling", "quota_floor"]


def test_a_breach_names_numbers_and_the_sentence_of_its_rule():
    made = makeup.of(people(Category.RESIDENT, 1) + people(Category.DEPUTY, 3))
    found = makeup.broken(made, [], share("1/3"))[0]
    assert found.text == "1 of 4 people are residents, at least 1/3 are asked for"
    assert found.source == "群众代表比例不低于三分之一"
