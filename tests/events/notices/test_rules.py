"""One sentence, its rules: numbers in either script, working or calendar days, and sentences that are no rules."""

import pytest

from events.notices import parsing

WORKING, CALENDAR, PEOPLE, SHARE, TIMES, DATE = "working_days", "calendar_days", "people", "share", "times", "date"
SENTENCES = [
    ("活动举办前至少5个工作日通过区政府网站发布公告。", [("announce_onsite", 5, WORKING)]),
    ("各单位要提前至少5个工作日向社会公布活动信息。", [("announce_onsite", 5, WORKING)]),
    ("应在活动开始5个工作日前发布公告。", [("announce_onsite", 5, WORKING)]),
    ("开放日活动须提前15天发布公告。", [("announce_onsite", 15, CALENDAR)]),
    ("提前一周向社会公告开放日安排。", [("announce_onsite", 7, CALENDAR)]),
    (
        "线上直播活动提前3个工作日、现场活动提前5个工作日发布公告。",
        [("announce_livestream", 3, WORKING), ("announce_onsite", 5, WORKING)],
    ),
    (
        "采用直播方式的，提前三个工作日发布预告；现场参与的，提前七个工作日发布公告。",
        [("announce_livestream", 3, WORKING), ("announce_onsite", 7, WORKING)],
    ),
    ("活动结束后的5个工作日内，将活动情况在网站公开。", [("report", 5, WORKING)]),
    ("活动后五个工作日之内公布活动开展情况。", [("report", 5, WORKING)]),
    ("自活动结束之日起5个工作日内发布图文信息。", [("report", 5, WORKING)]),
    ("在开放日活动结束5个工作日内，将活动总结报区政务公开办。", [("report", 5, WORKING)]),
    ("活动完成后10日内报送活动总结。", [("report", 10, CALENDAR)]),
    ("每场活动人数不超过30人。", [("capacity_max", 30, PEOPLE)]),
    ("人数控制在30人以内。", [("capacity_max", 30, PEOPLE)]),
    ("每场活动人数一般为20-30人。", [("capacity_min", 20, PEOPLE), ("capacity_max", 30, PEOPLE)]),
    ("活动规模以30人左右为宜。", [("capacity_about", 30, PEOPLE)]),
    ("参与人数原则上不少于20人。", [("capacity_min", 20, PEOPLE)]),
    ("每场人数10人以上。", [("capacity_min", 10, PEOPLE)]),
    ("每期限20人。", [("capacity_max", 20, PEOPLE)]),
    ("每个开放点名额30名。", [("capacity_max", 30, PEOPLE)]),
    ("每个开放点30人（含）以内。", [("capacity_max", 30, PEOPLE)]),
    ("每场邀请不超过30名群众代表参加。", [("capacity_max", 30, PEOPLE)]),
    ("每场约三十人。", [("capacity_about", 30, PEOPLE)]),
    ("每场不少于25人。", [("capacity_min", 25, PEOPLE)]),
    ("每场邀请8-10家企业参加。", [("capacity_min", 8, PEOPLE), ("capacity_max", 10, PEOPLE)]),
    ("原则上20人/场。", [("capacity_about", 20, PEOPLE)]),
    ("群众代表占比不低于1/3。", [("residents_share", "1/3", SHARE)]),
    ("群众代表人数不得少于参加人员总数的三分之一。", [("residents_share", "1/3", SHARE)]),
    ("普通群众占比应在50%以上。", [("residents_share", "1/2", SHARE)]),
    ("群众代表比例达到三分之一以上。", [("residents_share", "1/3", SHARE)]),
    ("参加人员中，群众代表应不少于30%。", [("residents_share", "3/10", SHARE)]),
    ("各单位全年至少开展2次开放日活动。", [("per_year", 2, TIMES)]),
    ("各单位每年不少于一次。", [("per_year", 1, TIMES)]),
    ("每季度至少举办1次政府开放日活动。", [("per_year", 4, TIMES)]),
    ("原则上每两个月举办一次开放日。", [("per_year", 6, TIMES)]),
    ("各单位每月开展1次开放日活动。", [("per_year", 12, TIMES)]),
    ("每年上下半年各举办1次政府开放日活动。", [("per_year", 2, TIMES)]),
    ("每年至少举办一场次政务开放日。", [("per_year", 1, TIMES)]),
    ("每年开展政府开放日活动不少于2次。", [("per_year", 2, TIMES)]),
    ("请于9月9日前将活动方案报送至区政务公开办。", [("filing", "2023-09-09", DATE)]),
    ("各单位于2023年8月30日（星期三）前将开放日活动计划报政务公开办备案。", [("filing", "2023-08-30", DATE)]),
    ("于8月30日17:00前将活动安排表报送县政府办公室。", [("filing", "2023-08-30", DATE)]),
    ("8月30日下班前报送活动计划。", [("filing", "2023-08-30", DATE)]),
    ("请于12月10日前将全年活动开展情况总结报送区政务公开办。", []),
    ("对群众提出的意见建议，在10个工作日内予以答复。", [("reply", 10, WORKING)]),
    ("收到意见建议后5个工作日内反馈办理情况。", [("reply", 5, WORKING)]),
    ("参加人员名单在活动前5个工作日公示。", [("public_listing", 5, WORKING)]),
    ("代表名单公示期为3天。", [("public_listing", 3, CALENDAR)]),
    ("名单公示时间不少于5个工作日。", [("public_listing", 5, WORKING)]),
    ("提前2个工作日通知入选代表。", [("tell_selected", 2, WORKING)]),
    ("活动前1天通知参加人员。", [("tell_selected", 1, CALENDAR)]),
    ("在活动开始前至少1个工作日告知报名成功人员。", [("tell_selected", 1, WORKING)]),
    ("提前3个工作日通知学生家长。", [("tell_parents", 3, WORKING)]),
    ("征求意见期限不少于30日。", [("consultation", 30, CALENDAR)]),
    ("公开征求意见时间一般不少于7个工作日。", [("consultation", 7, WORKING)]),
    ("2023年共开展活动30次，参加群众500人。", []),
    ("为期3天的培训已经结束。", []),
    ("活动将持续3天。", []),
    ("每天接待2批群众。", []),
    ("每年召开2次联席会议。", []),
    ("政策文件印发后3个工作日内公开解读材料。", []),
    ("在活动举办前10个工作日将方案报政务公开办备案。", []),
    ("活动开展前5个工作日，在政府网站发布活动公告，公告内容包括时间、地点。", [("announce_onsite", 5, WORKING)]),
    ("公告应当至少提前5个工作日发布。", [("announce_onsite", 5, WORKING)]),
    ("活动公告发布时间不得晚于活动前5个工作日。", [("announce_onsite", 5, WORKING)]),
    ("确定参与人员后，应于活动前2个工作日通知本人。", [("tell_selected", 2, WORKING)]),
    ("各责任单位应在活动结束后7个工作日内，对收集的意见建议进行答复。", [("reply", 7, WORKING)]),
    ("活动结束后5个工作日内，将意见采纳情况向社会公开。", [("reply", 5, WORKING)]),
    ("邀请20名左右群众代表走进机关。", [("capacity_about", 20, PEOPLE)]),
    ("每次活动邀请代表15至20名。", [("capacity_min", 15, PEOPLE), ("capacity_max", 20, PEOPLE)]),
    (
        "参加人员不少于20人，其中群众代表不少于三分之二。",
        [("capacity_min", 20, PEOPLE), ("residents_share", "2/3", SHARE)],
    ),
    ("最晚于活动前3个工作日发布遴选公告。", [("announce_onsite", 3, WORKING)]),
    ("不晚于活动开始前24小时通知参加人员。", []),
    ("活动结束后3日内，将活动照片、新闻稿报送至邮箱。", [("report", 3, CALENDAR)]),
    ("群众代表一般不少于参与总人数的1／3。", [("residents_share", "1/3", SHARE)]),
    ("原则上每次活动人数在20人左右。", [("capacity_about", 20, PEOPLE)]),
    ("参加人数为30人以下。", [("capacity_max", 30, PEOPLE)]),
    (
        "现场活动应当提前10日、网络直播应当提前5日发布公告。",
        [("announce_onsite", 10, CALENDAR), ("announce_livestream", 5, CALENDAR)],
    ),
]


@pytest.mark.parametrize(("sentence", "rules"), SENTENCES, ids=[sentence for sentence, _rules in SENTENCES])
def test_a_sentence_gives_its_rules_and_no_others(sentence, rules):
    notice = parsing.parse(["某县2023年政府开放日活动方案", "一、要求", sentence]).as_json()

    assert sorted((rule["code"], str(rule["value"]), rule["unit"]) for rule in notice["rules"]) == sorted(
        (code, str(value), unit) for code, value, unit in rules
    )


def test_a_rule_keeps_its_sentence_as_written():
    notice = parsing.parse(
        ["某县2023年政府开放日活动方案", "（一）公告。应 提前 5 个工作日发布公告；其他事项另行通知。"]
    )

    assert [rule.source for rule in notice.rules] == ["应 提前 5 个工作日发布公告；"]


@pytest.mark.parametrize(
    ("paragraph", "code"),
    [
        ("（一）线上直播。各单位应提前5个工作日发布公告。", "announce_livestream"),
        ("（二）线下参观。各单位应提前5个工作日发布公告。", "announce_onsite"),
    ],
)
def test_the_first_words_of_a_paragraph_say_which_announcement_is_meant(paragraph, code):
    notice = parsing.parse(["某县开放日方案", "一、活动形式", paragraph])

    assert [rule.code for rule in notice.rules] == [code]


def test_two_values_of_one_rule_are_both_given_with_a_doubt():
    notice = parsing.parse(["某县开放日方案", "一、要求", "活动提前5个工作日公告。", "活动提前7个工作日公告。"])

    assert [rule.value for rule in notice.rules] == [5, 7]
    assert "rules_differ" in {doubt.code for doubt in notice.doubts}
