"""The State Council's notice of a year's holidays becomes days, each with its line, and doubts."""

from datetime import date, timedelta

import pytest
from chinese_calendar import is_workday

from events.notices import holidays

# As gov.cn publishes them: one item a line.
NOTICES = {
    2024: """国务院办公厅关于2024年部分节假日安排的通知
国办发明电〔2023〕7号
经国务院批准，现将2024年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
2023年10月25日""",
    2026: """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。""",
}
SHORT = "10月1日至7日放假调休,共7天。9月28日(星期日)、10月11日(星期六)上班"


def codes(text, year=None):
    return [doubt.code for doubt in holidays.read(text.splitlines(), year=year).doubts]


@pytest.mark.parametrize("year", NOTICES)
def test_a_whole_notice_gives_the_calendar_that_the_library_knows(year):
    found = holidays.read(NOTICES[year].splitlines())

    special = {row.day: row.is_workday for row in found.days}
    days = [date(year, 1, 1) + timedelta(days=i) for i in range(366) if (date(year, 1, 1) + timedelta(i)).year == year]
    assert [day for day in days if special.get(day, day.weekday() < 5) != is_workday(day)] == []
    assert found.source.startswith(f"国务院办公厅关于{year}年部分节假日安排的通知 国办发明电〔{year - 1}〕7号")
    assert [doubt.code for doubt in found.doubts] == (
        ["unread"] if year == 2024 else []
    )  # 除夕: neither off nor worked


def test_sentences_alone_are_read_with_the_year_that_was_asked_for():
    found = holidays.read([SHORT], year=2025)

    off = [row.day.day for row in found.days if not row.is_workday]
    worked = [row.day for row in found.days if row.is_workday]
    assert (off, worked) == ([1, 2, 3, 4, 5, 6, 7], [date(2025, 9, 28), date(2025, 10, 11)])
    assert {row.holiday for row in found.days} == {"国庆节"}
    assert found.doubts == ()
    assert codes(SHORT) == ["year_missing"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SHORT.replace("共7天", "共8天"), ["count"]),
        (SHORT.replace("9月28日(星期日)", "9月28日(星期六)"), ["weekday"]),
        (SHORT.replace("10月11日(星期六)", "10月10日(星期五)"), ["weekday_worked"]),
        (SHORT.replace("10月11日(星期六)", "10月5日(星期日)"), ["both"]),
        (SHORT.replace("10月11日(星期六)", "10月32日"), ["no_such_day"]),
        (SHORT.replace("至7日", "至30日").replace(",共7天", ""), ["long", "both"]),
        (SHORT + "。10月8日另行通知是否放假调休安排", ["unread"]),
        ("国庆节:10月7日至1日放假。10月1日放假", ["backwards"]),
        ("元旦:1月1日放假1天,不调休", ["no_national_day"]),
        ("照常办公", ["no_days"]),
    ],
)
def test_what_the_words_contradict_is_a_doubt(text, expected):
    assert codes(text, year=2025) == expected


def test_the_first_day_of_the_year_may_be_off_from_the_year_before():
    found = holidays.read(["2023年节假日", "一、元旦：12月31日至1月2日放假调休，共3天。"])

    assert [row.day for row in found.days] == [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)]


def test_a_day_that_is_given_up_for_another_is_not_read_as_worked():
    found = holidays.read(
        [
            "2009年节假日",
            "元旦：1月1日至3日放假，共3天。1月4日（星期日）公休日调至1月2日（星期五），1月4日（星期日）上班。",
        ]
    )

    assert {row.day.day: row.is_workday for row in found.days} == {1: False, 2: False, 3: False, 4: True}


@pytest.mark.parametrize("year", [0, 1, 9999, None])
def test_no_year_and_no_text_is_an_error(year):
    for text in ("", "。，、日月", "1月1日放假" * 50, "99999年放假安排 1月1日放假"):
        holidays.read([text], year=year)
