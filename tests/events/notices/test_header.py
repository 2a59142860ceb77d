"""The data in a notice's head, in the forms in which websites print them."""

import pytest

from events.notices import parsing

TEXT = ["某区2019年政务开放日工作方案", "一、目标", "把活动办好。"]
HEADS = {
    "cells": ["索引号\t11N000/ZK-2019\t发文单位\t区政务局", "发文字号\t京办发〔2019〕7号\t成文日期\t2019年8月26日"],
    "brackets": [
        "[索引号] 11N000/ZK-2019",
        "[发文机关] 区政务局",
        "【发文字号】京办发〔2019〕7号",
        "[成文日期] 2019-08-26",
    ],
    "blanks": ["索引号：11N000/ZK-2019　　发文机关：区政务局", "发文字号：京办发〔2019〕7号  成文日期：2019-8-26"],
    "strokes": [
        "| 索 引 号: | 11N000/ZK-2019 | 发文机关: | 区政务局 |",
        "文 号: | 京办发〔2019〕7号 | 成文日期: | 2019.8.26 |",
    ],
    "lines": [
        "索引号：",
        "11N000/ZK-2019",
        "发文机关：",
        "区政务局",
        "文号：",
        "京办发〔2019〕7号",
        "成文日期：2019-08-26",
    ],
    "bullets": [
        "• 索引号:11N000/ZK-2019",
        "  • 发文单位:区政务局",
        "  • 发文序号:京办发〔2019〕7号",
        "  • 成文日期:2019-08-26",
    ],
    "traditional": [
        "索引號：11N000/ZK-2019",
        "發文單位：区政务局",
        "發文字號：京办发〔2019〕7号",
        "成文日期：2019-08-26",
    ],
}


@pytest.mark.parametrize("form", HEADS)
def test_a_head_is_read_and_leaves_no_prose(form):
    notice = parsing.parse([*HEADS[form], "", *TEXT]).as_json()

    assert {key: notice[key] for key in ("title", "index_number", "issuer", "document_number", "issued_on")} == {
        "title": "某区2019年政务开放日工作方案",
        "index_number": "11N000/ZK-2019",
        "issuer": "区政务局",
        "document_number": "京办发〔2019〕7号",
        "issued_on": "2019-08-26",
    }
    assert [passage["text"] for passage in notice["prose"]] == TEXT[1:]


def test_what_the_labels_lack_comes_from_title_and_signature():
    notice = parsing.parse(
        [
            "某县人民政府办公室",
            "关于开展“政府开放日”活动的通知",
            "某政办〔2023〕8号",
            "各镇人民政府：",
            "请认真组织。",
            "某县人民政府办公室",
            "2023年9月1日",
        ]
    ).as_json()

    assert notice["title"] == "某县人民政府办公室关于开展“政府开放日”活动的通知"
    assert notice["document_number"] == "某政办〔2023〕8号"
    assert (notice["issuer"], notice["issued_on"]) == ("某县人民政府办公室", "2023-09-01")


def test_a_notice_that_only_sends_a_plan_has_the_plans_title():
    notice = parsing.parse(
        ["（已失效）某局关于印发《某区2020年政务开放日方案》的通知", "请照办。", "某区2020年政务开放日方案", "一、目标"]
    )

    assert (notice.header.title, notice.header.validity) == ("某区2020年政务开放日方案", "已失效")


def test_the_line_under_a_web_pages_title_gives_the_day_it_was_published():
    notice = parsing.parse(["某区政务开放日方案", "2021-06-01 09:30 来源：区政府办公室", "一、目标", "把活动办好。"])

    assert notice.as_json()["published_on"] == "2021-06-01"
