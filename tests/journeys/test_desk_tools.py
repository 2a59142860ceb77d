"""What makes the desk quick, in a browser: found by the keyboard alone, a filter that is kept and used."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import Reader

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def desk(page, demo):
    """An editor of the demo, signed in; no script of a page fails."""
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{demo.url}/desk/login/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", json.loads((demo.var / "demo-passwords.json").read_text())["editor"])
    page.click("[type=submit]")
    page.wait_for_url(f"{demo.url}/desk/")
    yield page
    assert faults == []


def faults(page, part):
    """What axe finds wrong with a part of the page."""
    reader = Reader(page)
    reader.begin()
    return reader.violations(part)


def test_a_session_is_found_and_opened_by_the_keyboard_alone(desk):
    box, active = desk.get_by_role("combobox"), desk.locator("[role=option][aria-selected=true]")

    desk.keyboard.press("Control+k")
    expect(box).to_be_focused()
    desk.keyboard.type("采育镇")
    expect(active).to_contain_text("儿童早期发展")
    assert faults(desk, ".desk-find") == []
    desk.keyboard.press("ArrowDown")
    expect(active).to_contain_text("镇长面对面")
    expect(box).to_have_attribute("aria-activedescendant", active.get_attribute("id"))
    desk.keyboard.press("Enter")

    desk.wait_for_url("**/desk/events/session/*/change/")
    expect(desk.locator("[aria-current=step]")).to_contain_text("正在办理")
    assert faults(desk, ".desk-panel") == []


def test_esc_leads_back_to_where_the_person_was(desk):
    button, dialog = desk.get_by_role("button", name="查找"), desk.get_by_role("dialog", name="查找")

    button.press("Enter")
    expect(desk.get_by_role("combobox")).to_be_focused()
    desk.keyboard.type("月球")
    expect(desk.get_by_text("没有找到“月球”。")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_whoever_was_signed_out_is_asked_to_sign_in_again(desk, demo):
    desk.keyboard.press("Control+k")
    expect(desk.get_by_role("combobox")).to_be_focused()
    desk.context.clear_cookies(name="sessionid")

    desk.keyboard.type("采育镇")

    desk.wait_for_url(f"{demo.url}/desk/login/**")


def test_a_filter_is_saved_used_and_removed(desk, demo):
    sessions = f"{demo.url}/desk/events/session/"
    desk.goto(f"{sessions}?state__exact=announced")
    desk.get_by_text("保存当前筛选").click()
    desk.get_by_label("名称", exact=True).fill("待举办")
    assert faults(desk, ".desk-kept") == []
    desk.get_by_role("button", name="保存", exact=True).click()

    desk.goto(sessions)
    expect(desk.locator("#result_list tbody")).to_have_count(3)
    desk.get_by_role("link", name="待举办").click()
    expect(desk.locator("#result_list tbody")).to_have_count(1)
    expect(desk.locator(".desk-kept [aria-current]")).to_have_text("待举办")
    assert faults(desk, ".desk-kept") == []

    desk.get_by_role("button", name="删除筛选“待举办”").click()
    expect(desk.get_by_role("link", name="待举办")).to_have_count(0)
