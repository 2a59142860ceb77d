"""The two sample notices that fill the demo portal state the facts of the official plans."""

from events.notices import parsing, reading
from tests.events.notices.conftest import SAMPLES


def _read(name):
    return parsing.parse(reading.read(SAMPLES / name))


def test_the_word_sample_states_the_plan_of_2019():
    notice = _read("plan_2019.docx")

    assert notice.header.document_number == "京兴政务公开办发〔2019〕7号"
    assert [theme.title for theme in notice.themes] == [
        "优化营商环境",
        "便民服务",
        "新型城市形态",
        "保障改善民生",
        "政策专属‘礼包’",
    ]
    assert [(point.number, *point.units) for point in notice.points] == [
        (1, "黄村镇"),
        (2, "采育镇"),
        (3, "魏善庄镇"),
        (4, "兴丰街道"),
        (5, "林校路街道"),
        (6, "区医疗保障局"),
        (7, "区城管委"),
        (8, "观音寺街道"),
        (9, "区教委"),
        (10, "区委社会工委区民政局"),
    ]
    assert {rule.code for rule in notice.rules} == {"announce_onsite", "tell_parents", "report", "capacity_about"}
    assert notice.doubts == notice.unread == ()


def test_the_text_sample_states_the_plan_of_2024():
    notice = _read("plan_2024.txt")

    assert [point.number for point in notice.points] == list(range(1, 16))
    assert all(len(point.units) == 1 for point in notice.points)
    assert [len(talk.units) for talk in notice.talks] == [3, 1, 1, 1]
    assert {rule.code for rule in notice.rules} == {"announce_livestream", "tell_selected", "report"}
    assert notice.columns == ("政务开放日", "政策公开讲")
    assert notice.doubts == notice.unread == ()
