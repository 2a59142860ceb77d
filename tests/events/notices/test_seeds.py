"""The five official documents, read exactly. They are not part of the repository."""

from datetime import date
from fractions import Fraction

import pytest

from tests.events.notices.conftest import SEEDS

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the official documents are not at hand")


def _points(notice):
    return [(theme.title, [(p.number, p.title, p.units) for p in theme.points]) for theme in notice.themes]


def _rules(notice):
    return {(rule.code, rule.value, rule.unit) for rule in notice.rules}


def test_the_plan_of_2019_has_five_themes_and_ten_points_with_a_unit_each(seed):
    notice = seed("000")

    assert _points(notice) == [
        (
            "优化营商环境",
            [
                (1, "优化营商环境", ("黄村镇",)),
                (2, "综合窗口改革", ("采育镇",)),
                (3, "综合窗口改革", ("魏善庄镇",)),
            ],
        ),
        (
            "便民服务",
            [
                (4, "街镇便民服务", ("兴丰街道",)),
                (5, "街镇便民服务", ("林校路街道",)),
                (6, '医保"零距离"', ("区医疗保障局",)),
            ],
        ),
        ("新型城市形态", [(7, "林荫慢行系统", ("区城管委",))]),
        ("保障改善民生", [(8, "提升生活性服务业品质", ("观音寺街道",)), (9, "校园食品安全", ("区教委",))]),
        ("政策专属'礼包'", [(10, "阳光救助", ("区委社会工委区民政局",))]),
    ]
    assert notice.doubts == ()
    assert notice.unread == ()


def test_the_plan_of_2019_keeps_its_head_its_season_and_its_rules(seed):
    notice = seed("000")

    assert notice.header.title == "大兴区2019年政务开放日工作总体方案"
    assert notice.header.document_number == "京兴政务公开办发〔2019〕7号"
    assert notice.header.index_number == "11N000/ZK-2019-003311"
    assert notice.header.issuer == "区政务服务局"
    assert notice.header.issued_on == date(2019, 8, 26)
    assert notice.header.published_on == date(2019, 8, 28)
    assert notice.header.validity == "已失效"
    assert (notice.period.first, notice.period.last) == (date(2019, 9, 1), date(2019, 11, 30))
    assert (notice.declared.themes, notice.declared.points) == (5, 10)
    assert notice.columns == ("政务开放日专题",)
    assert notice.channels == ("区政府网站", "政务新媒体")
    assert notice.categories == ("区人大代表", "区政协委员", "群众代表", "家长代表", "企业代表", "媒体记者")
    assert _rules(notice) == {
        ("capacity_about", 30, "people"),
        ("announce_onsite", 5, "working_days"),
        ("tell_parents", 5, "working_days"),
        ("report", 5, "working_days"),
    }


def test_the_plan_of_2024_has_fifteen_points(seed):
    notice = seed("001")

    assert [(theme.title, len(theme.points)) for theme in notice.themes] == [
        ("优化营商环境", 5),
        ("便民惠民服务", 2),
        ("保障改善民生", 2),
        ("创建文明城区", 3),
        ("政策专属礼包", 3),
    ]
    assert [(p.number, p.title, p.units) for p in notice.points] == [
        (1, "政务服务体验", ("观音寺街道",)),
        (2, "政务服务体验", ("林校路街道",)),
        (3, "政务服务体验", ("天宫院街道",)),
        (4, "政务服务体验", ("高米店街道",)),
        (5, "政务服务体验", ("政务和数据局",)),
        (6, "社银合作", ("人保局",)),
        (7, "采购服务", ("国资委",)),
        (8, "镇长面对面", ("采育镇",)),
        (9, "儿童早期发展", ("采育镇",)),
        (10, "服务创城", ("环卫中心",)),
        (11, "接诉即办", ("城指中心",)),
        (12, "文明游园", ("城管执法局",)),
        (13, "计量服务", ("市场监管局",)),
        (14, "托育服务", ("教委",)),
        (15, "人防教育", ("国动办",)),
    ]
    assert notice.doubts == ()
    assert notice.unread == ()


def test_the_plan_of_2024_has_four_talks_and_the_rules_of_both_modes(seed):
    notice = seed("001")

    assert [(talk.title, talk.units) for talk in notice.talks] == [
        ("政企连心桥宣讲", ("政务和数据局", "天宫院街道", "高米店街道")),
        ("中介机构奖励办法宣讲", ("投促中心",)),
        ("土地承包纠纷法律宣讲", ("经管站",)),
        ("人社普法知识系列宣讲", ("人保局",)),
    ]
    assert notice.columns == ("政务开放日", "政策公开讲")
    assert _rules(notice) == {
        ("announce_livestream", 3, "working_days"),
        ("tell_selected", 1, "working_days"),
        ("report", 5, "working_days"),
    }


def test_the_notice_of_2023_has_rules_and_no_points(seed):
    notice = seed("003")

    assert [doubt.code for doubt in notice.doubts] == ["no_points"]
    assert notice.themes == notice.talks == notice.sessions == ()
    assert (notice.period.first, notice.period.last) == (date(2023, 9, 11), date(2023, 10, 31))
    assert notice.columns == ("政府开放日",)
    assert _rules(notice) == {
        ("filing", date(2023, 9, 15), "date"),
        ("capacity_max", 30, "people"),
        ("residents_share", Fraction(1, 3), "share"),
        ("per_year", 1, "times"),
        ("report", 5, "working_days"),
    }


@pytest.mark.parametrize("name", ["002", "004"])
def test_documents_without_an_open_day_say_so(seed, name):
    notice = seed(name)

    assert [doubt.code for doubt in notice.doubts] == ["no_points"]
    assert notice.themes == notice.talks == notice.sessions == notice.unread == ()


def test_work_points_give_only_the_days_for_opinions(seed):
    assert _rules(seed("002")) == {("consultation", 5, "working_days")}
    assert _rules(seed("004")) == set()


@pytest.mark.parametrize("name", ["002", "004"])
def test_the_page_around_a_document_is_not_read(seed, name):
    text = "".join(passage.text for passage in seed(name).prose)

    for word in ("打印", "Discuz", "扫一扫", "掃一掃", "ICP备", "回到", "字体", "淘帖"):
        assert word not in text
