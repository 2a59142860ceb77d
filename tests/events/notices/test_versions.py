"""Of which plan a document is a version: proposed with the reason, and never of another year's."""

import pytest

from events.models import Plan
from events.notices import versions

OLD = {
    "title": "大兴区2024年政民互动工作总体方案",
    "document_number": "京兴政务发〔2024〕7号",
    "issuer": "大兴区政务和数据局",
}


def plan(**fields):
    return Plan(year=2024, **{**OLD, **fields})


def document(**fields):
    nothing = dict.fromkeys(["title", "document_number", "issuer", "issued_on"])
    return {**nothing, "period": {"from": None, "to": None}, **fields}


def reasons(found, *plans, text=""):
    return [str(one.reason) for one in versions.candidates(found, text, plans or [plan()])]


@pytest.mark.parametrize("number", ["京兴政务发〔2024〕7号", "京兴政务发[2024]7号", "京兴政务发 (２０２４) 第7号"])
def test_the_same_document_number_is_found_however_its_brackets_are_written(number):
    [reason] = reasons(document(document_number=number, title="别的标题"))
    assert "京兴政务发〔2024〕7号" in reason


def test_a_text_that_names_the_number_of_the_plan_is_proposed():
    text = "现对《总体方案》（京兴政务发〔2024〕7号）作如下调整："
    [reason] = reasons(document(document_number="京兴政务发〔2024〕12号", title="通知"), text=text)
    assert "京兴政务发〔2024〕7号" in reason


@pytest.mark.parametrize(
    "title",
    [
        "大兴区2024年政民互动工作总体方案",
        "大兴区2024年政民互动工作总体方案（修订稿）",
        "大興區2024年政民互動工作總體方案",
        "关于调整《大兴区2024年政民互动工作总体方案》部分内容的通知",
        "关于印发大兴区2024年度政民互动工作总体方案（修订版）的通知",
    ],
)
def test_a_revision_is_known_by_issuer_and_title(title):
    assert len(reasons(document(title=title, issuer="区政务和数据局"))) == 1


def test_an_issuer_that_is_stated_once_leaves_the_title_and_says_so():
    sure, [unsure] = reasons(document(**OLD), plan(document_number="")), reasons(document(title=OLD["title"]))
    assert sure != [unsure]


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "大兴区2025年政民互动工作总体方案"},
        {"title": "政民互动工作总体方案", "period": {"from": "2025-03-01", "to": None}},
        {"title": OLD["title"], "issuer": "采育镇人民政府"},
        {"title": "关于春节放假的通知"},
        {"title": "通知"},
        {},
    ],
)
def test_another_year_issuer_or_title_is_no_version(fields):
    assert reasons(document(**fields)) == []


def test_the_surest_comes_first():
    named, titled = plan(pk=1, title="别的方案"), plan(pk=2, document_number="")
    found = versions.candidates(document(**OLD), "", [titled, named])
    assert [one.plan.pk for one in found] == [1, 2]


def test_the_plan_that_bears_a_number_is_found_and_no_number_is_nobodys():
    assert versions.holder("京兴政务发[2024]7号", [plan(pk=5)]).pk == 5
    assert versions.holder(None, [plan(document_number="")]) is None
