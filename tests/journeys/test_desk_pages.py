"""The pages of the desk in a browser: accessible in light and dark, on a tablet and on a screen."""

import json
from itertools import chain

import pytest

from tests.journeys import desk_pages, letters

pytestmark = [pytest.mark.browser, pytest.mark.once]

LANGUAGE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
COLOURS = ("light", "dark")
FILTERS = "button.desk-filters"


@pytest.fixture(scope="module")
def staff(browser, demo):
    """A signed-in page of each person of the demo."""
    passwords = json.loads((demo.var / "demo-passwords.json").read_text())
    contexts = {name: browser.new_context(**LANGUAGE, reduced_motion="reduce") for name in passwords}
    for name, context in contexts.items():
        page = context.new_page()
        page.goto(demo.url + "/desk/login/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", passwords[name])
        page.click("[type=submit]")
        page.wait_for_url(demo.url + "/desk/")
    yield {name: context.pages[0] for name, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def addresses(staff, demo):
    """The pages of each person, less those that somebody before has as well."""
    demo.manage("shell", "--no-imports", "-c", desk_pages.UNDONE)
    met, found = set(), {}
    for name in ("office", "approver", "editor"):
        theirs = desk_pages.addresses(staff[name].request, demo.url)
        found[name] = [address for kind, address in theirs if kind not in met]
        met |= {kind for kind, _ in theirs}
    assert [end for end in desk_pages.REACHED if not any(one.endswith(end) for one in chain(*found.values()))] == []
    return found


def test_every_page_is_accessible_in_both_colours_and_fits_a_tablet(staff, demo, addresses):
    wrong = []
    for name, theirs in addresses.items():
        page = staff[name]
        reader = desk_pages.Reader(page)
        for address in theirs:
            page.goto(demo.url + address)
            wrong += [(address, *fault) for fault in reader.faults(COLOURS)]
    assert wrong == []


def test_lists_say_so_when_nothing_is_found_and_their_filters_open_by_keyboard(staff, demo, addresses):
    page, wrong = staff["office"], []
    reader = desk_pages.Reader(page)
    for address in desk_pages.lists(addresses["office"]):
        page.goto(f"{demo.url}{address}?id__exact=0")
        if not page.get_by_text("未找到结果").count():
            continue  # the one row of the portal's own identity: its list is its page
        wrong += [(address, *fault) for fault in reader.faults(COLOURS)]
        if page.locator(FILTERS).count():
            wrong += [(address, "filters", *fault) for fault in reader.opened(FILTERS, "#changelist-filter")]
    assert wrong == []


def test_navigation_account_and_actions_open_by_keyboard_on_a_tablet(staff, demo):
    page = staff["office"]
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(demo.url + "/desk/registrations/signup/")
    reader = desk_pages.Reader(page)
    wrong = reader.opened("button.desk-on-tablet", ".desk-actions")
    wrong += reader.opened("header button.desk-on-narrow", "#nav-sidebar")
    wrong += reader.opened("button.desk-user", "#desk-account")
    assert wrong == []


def test_a_refused_form_shows_its_faults_legibly(staff, demo):
    page = staff["office"]
    page.goto(demo.url + "/desk/events/session/add/")
    page.click("[name=_save]")
    page.locator("main .errors").first.wait_for()
    assert desk_pages.Reader(page).faults(COLOURS) == []


def test_days_read_from_a_notice_are_shown_legibly_before_they_are_entered(staff, demo):
    page = staff["office"]
    page.goto(demo.url + "/desk/events/specialday/notice/")
    page.fill("[name=text]", "2031年节假日\n国庆节：10月1日至7日放假，共8天。10月11日（星期日）上班。10月12日休息。")
    page.click("[name=read]")
    page.locator(".desk-days").wait_for()
    assert desk_pages.Reader(page).faults(COLOURS) == []


def test_what_an_import_would_bring_and_what_is_wrong_with_it_is_shown_legibly(staff, demo, tmp_path):
    page, wrong = staff["office"], []
    table = tmp_path / "units.csv"
    for kind in ("部门", "不知道的类型"):
        table.write_text(f"全称,简称,类型\n区气象局,气象局,{kind}\n", encoding="utf-8")
        page.goto(demo.url + "/desk/events/unit/import/")
        page.set_input_files("[name=import_file]", table)
        page.select_option("[name=format]", label="csv")
        page.locator("main form [type=submit]").last.click()
        page.get_by_text("区气象局").first.wait_for()
        wrong += [(kind, *fault) for fault in desk_pages.Reader(page).faults(COLOURS)]
    assert wrong == []


def test_pages_before_the_sign_in_are_accessible_too(browser, demo):
    context = browser.new_context(**LANGUAGE, reduced_motion="reduce")
    page = context.new_page()
    reader = desk_pages.Reader(page)
    page.goto(demo.url + "/desk/login/")
    wrong = reader.faults(COLOURS)
    page.fill("[name=username]", "nobody")
    page.fill("[name=password]", "nothing")
    page.click("[type=submit]")
    wrong += reader.faults(COLOURS)
    page.click(".password-reset-link")
    wrong += reader.faults(COLOURS)
    page.fill("[name=email]", "office@demo.example")
    page.click("[type=submit]")
    wrong += reader.faults(COLOURS)
    page.goto(
        letters.wait_for(demo.var / "mail", to="office@demo.example", subject="设置新密码").link("/desk/password/")
    )
    wrong += reader.faults(COLOURS)
    page.goto(demo.url + "/desk/password/done/")
    wrong += reader.faults(COLOURS)
    context.close()
    assert wrong == []


def test_the_colours_are_what_one_chose_and_the_device_where_one_did_not(browser, demo):
    context = browser.new_context(**LANGUAGE, color_scheme="dark")
    page = context.new_page()
    page.goto(demo.url + "/desk/login/")
    seen = [ground(page)]
    for words in ("浅色", "深色", "跟随系统"):
        page.get_by_role("button", name=words).press("Enter")
        seen.append(ground(page))
    context.close()
    dark, light, chosen_dark, as_device = seen
    assert dark == chosen_dark == as_device == "rgb(33, 29, 25)"
    assert light == "rgb(255, 255, 255)"


def test_paper_is_light_whatever_the_screen_is(staff, demo):
    page = staff["office"]
    page.goto(demo.url + "/desk/review/")
    desk_pages.by_class(page, "dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    printed = ground(page)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert (printed, ground(page)) == ("rgb(255, 255, 255)", "rgb(33, 29, 25)")


def ground(page):
    return page.locator("#main, #page").last.evaluate("part => getComputedStyle(part).backgroundColor")
