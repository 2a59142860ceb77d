"""My filters: kept for a list under a name, the person's own alone, and never a word about a resident."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.foundation import clock
from events.models import SavedFilter
from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db
SIGNUPS = "/desk/registrations/signup/"


def keep(browser, query, name="待批准", model="session"):
    return browser.post(f"{address(f'{model}_filter_keep')}?{query}", {"name": name}, follow=True)


def kept(staff):
    return dict(staff.saved_filters.values_list("name", "query"))


def above(page):
    return [(row.name, is_present) for row, is_present in page.context["saved_filters"]]


def test_what_is_chosen_in_a_list_is_kept_and_found_above_it(desk, editor, session):
    browser = desk(editor)

    answer = keep(browser, "state__exact=draft&q=大厅&o=-3")

    assert "已保存为“待批准”" in text_of(answer)
    assert above(answer) == [("待批准", True)]
    plain = browser.get(address("session_changelist"))
    assert above(plain) == [("待批准", False)]
    link = editor.saved_filters.get().get_absolute_url()
    assert link in text_of(plain).replace("&amp;", "&")
    assert browser.get(link).context["cl"].query == "大厅"


def test_the_list_of_sessions_keeps_every_kind_of_its_filters(desk, editor, session):
    query = f"unit__id__exact=3&starts_at_from=2019-10-01&starts_at__year=2019&point__id__exact={session.point_id}"

    keep(desk(editor), query)

    assert kept(editor) == {"待批准": query}


@pytest.mark.parametrize(
    "query", ["", "p=2", "state__exact=", "foo=1", "card_code=ABC", "unit__staff__password__startswith=a", "e=1&all="]
)
def test_what_the_list_does_not_offer_is_not_kept(desk, editor, session, query):
    assert "请先筛选或搜索，再保存。" in text_of(keep(desk(editor), query))
    assert kept(editor) == {}


def test_the_same_name_takes_the_old_ones_place_in_this_list_alone(desk, editor):
    browser = desk(editor)
    keep(browser, "state__exact=draft")
    keep(browser, "filing__exact=filed", model="point")

    keep(browser, "state__exact=held")

    assert set(editor.saved_filters.values_list("listing", "query")) == {
        ("events.session", "state__exact=held"),
        ("events.point", "filing__exact=filed"),
    }


@pytest.mark.parametrize("name", ["", "   ", "很" * 31])
def test_a_name_is_needed_and_fits_above_the_list(desk, editor, name):
    assert "请填写名称" in text_of(keep(desk(editor), "state__exact=draft", name=name))
    assert kept(editor) == {}


def test_a_list_holds_only_so_many(desk, editor):
    for number in range(SavedFilter.MOST):
        row = {"listing": "events.session", "name": f"{number}", "query": "q=a", "created_at": clock.now()}
        editor.saved_filters.create(**row)
    browser = desk(editor)

    assert "最多保存 20 个" in text_of(keep(browser, "state__exact=draft", name="又一个"))
    keep(browser, "state__exact=draft", name="0")
    assert kept(editor)["0"] == "state__exact=draft"


def test_one_is_removed_by_its_button_and_not_by_a_mere_link(desk, editor):
    browser = desk(editor)
    keep(browser, "state__exact=draft")
    drop = address("session_filter_drop", editor.saved_filters.get().pk)

    assert browser.get(drop).status_code == 405
    assert "已从“我的筛选”中删除" in text_of(browser.post(drop, follow=True))
    assert kept(editor) == {}


class TestWhoseTheyAre:
    def test_even_the_office_sees_and_removes_nobody_elses(self, desk, editor, office, session):
        keep(desk(editor), "state__exact=draft")
        drop = address("session_filter_drop", editor.saved_filters.get().pk)

        assert above(desk(office).get(address("session_changelist"))) == []
        assert desk(office).post(drop).status_code == 404
        assert "待批准" in kept(editor)

    def test_one_of_another_list_is_not_removed_from_this_one(self, desk, editor):
        keep(desk(editor), "state__exact=draft")

        assert desk(editor).post(address("point_filter_drop", editor.saved_filters.get().pk)).status_code == 404

    def test_a_list_that_one_may_not_see_keeps_nothing(self, desk, town):
        door = make.staff("door", unit=town)

        assert desk(door).post(f"{address('plan_filter_keep')}?state__exact=draft", {"name": "a"}).status_code == 403
        assert kept(door) == {}

    def test_they_go_with_the_account_and_its_page_does_not_tell_them(self, desk, office, editor):
        keep(desk(editor), "state__exact=draft", name="我的秘密")
        deletion = address("staff_delete", editor.pk)

        assert "我的秘密" not in text_of(desk(office).get(deletion))
        desk(office).post(deletion, {"post": "yes"})
        assert not SavedFilter.objects.exists()


class TestWordsAboutPeople:
    def test_the_search_of_signups_is_not_kept_and_the_page_says_why(self, desk, editor):
        browser = desk(editor)
        query = "state__exact=entered&q=13812345678"

        page = text_of(browser.get(f"{SIGNUPS}?{query}"))
        browser.post(f"{reverse('admin:registrations_signup_filter_keep')}?{query}", {"name": "待遴选"})

        assert "搜索词可能是群众的姓名或电话，不会保存" in page
        assert 'filters/keep/?state__exact=entered"' in page
        assert kept(editor) == {"待遴选": "state__exact=entered"}

    @pytest.mark.parametrize("query", ["q=朱建国", "name=朱建国", "phone_index=abc", "name__contains=朱"])
    def test_words_alone_leave_nothing_to_save(self, desk, editor, query):
        desk(editor).post(f"{reverse('admin:registrations_signup_filter_keep')}?{query}", {"name": "朱"})

        assert kept(editor) == {}


def test_a_list_takes_as_many_queries_for_three_filters_as_for_one(desk, editor, session):
    browser = desk(editor)

    def queries(name):
        keep(browser, "state__exact=draft", name=name)
        with CaptureQueriesContext(connection) as caught:
            browser.get(address("session_changelist"))
        return len(caught)

    queries("零")
    assert queries("一") == queries("二") == queries("三")
