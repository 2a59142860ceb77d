import pytest

from events.models import UnitAlias
from events.units import Directory, guess_kind
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("known", "written"),
    [
        ("区城管委", "大兴区城管委"),
        ("区城管委", "北京市大兴区城管委"),
        ("采育镇", "大兴区采育镇人民政府"),
        ("采育镇人民政府", "采育镇"),
        ("林校路街道办事处", "林校路街道"),
        ("县教体局", "沂水县教体局"),
        ("国资委", "区国资委"),
    ],
)
def test_the_district_in_front_and_the_government_behind_lead_to_the_same_unit(known, written):
    unit = make.unit(known)
    assert Directory().match(written) == unit


def test_an_alias_leads_to_its_unit():
    unit = make.unit("区人力资源和社会保障局")
    UnitAlias.objects.create(unit=unit, name="人保局")
    assert Directory().match("区人保局") == unit


def test_two_units_of_the_same_plain_name_are_not_guessed_between():
    make.unit("大兴区教委")
    make.unit("西城区教委")
    assert Directory().match("教委") is None


def test_the_exact_name_wins_over_the_plain_one():
    make.unit("大兴区教委")
    exact = make.unit("西城区教委")
    assert Directory().match("西城区教委") == exact


def test_short_names_are_not_cut_into():
    for name in ("市场监管局", "城市管理委", "社区服务中心", "开发区管委会"):
        unit = make.unit(name)
        assert Directory().match(name) == unit
        assert Directory().match("区" + name) == unit


def test_a_park_is_not_taken_for_a_district():
    make.unit("园区管委会")
    assert Directory().match("开发区管委会") is None


def test_an_unknown_name_becomes_a_unit_once():
    directory = Directory()
    assert directory.match_or_create("天宫院街道") == directory.match_or_create("天宫院街道办事处")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("黄村镇", "town"),
        ("兴丰街道", "subdistrict"),
        ("区医疗保障局", "department"),
        ("环卫中心", "institution"),
        ("区委社会工委区民政局", "department"),
    ],
)
def test_a_name_tells_the_kind(name, kind):
    assert guess_kind(name) == kind


def test_a_directory_asks_twice_however_many_names(django_assert_num_queries):
    for n in range(3):
        make.unit(f"镇{n}")
    with django_assert_num_queries(2):
        directory = Directory()
        [directory.match(f"镇{n}") for n in range(3)]
