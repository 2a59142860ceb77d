"""A notice with a fault in it, from the clerk's Word file to the plan: brought, looked through, corrected, applied."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import expect

from tests.journeys.desk import PASSWORD, Desk
from tests.journeys.pages import WCAG

pytestmark = pytest.mark.browser
SAMPLE = Path(__file__).resolve().parents[2] / "events" / "notices" / "samples" / "plan_2024.txt"
RIGHT = "开放点5（政务服务体验）：展示设在居民身边的自助服务小屋"
# The bracket of the title is left open, and its unit has lost the colon.
FAULTY = "开放点5（政务服务体验：展示设在居民身边的自助服务小屋"
UNIT, BARE_UNIT = "（主责单位：政务和数据局）", "（主责单位政务和数据局）"
HELP = re.compile(r"/(htmx|notice)\.[^/]*js$")
STRAY = "▲▲▲示意图略▲▲▲"


@pytest.fixture(scope="module")
def people(portal):
    portal.manage("createsuperuser", "--noinput", "--username", "office", DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    return portal


@pytest.fixture
def office(browser, people):
    """The clerk of the office; `office(helped=False)` gets neither htmx nor the script of the page."""
    opened = []

    def sit_down(*, helped=True):
        desk = Desk(browser, people)
        opened.append(desk)
        if not helped:
            desk.context.route(HELP, lambda route: route.abort())
        faults = []
        desk.page.on("pageerror", lambda error: faults.append(str(error)))
        desk.faults = faults
        desk.sign_in("office")
        return desk

    yield sit_down
    for desk in opened:
        desk.context.close()
    assert [fault for desk in opened for fault in desk.faults] == []


def written(folder: Path, title: str) -> Path:
    """The sample as a clerk typed it in Word, with one point spoiled and a stray line after it."""
    text = SAMPLE.read_text(encoding="utf-8").replace("大兴区2024年政民互动工作总体方案", title)
    assert RIGHT in text
    document = Document()
    for line in text.replace(RIGHT, FAULTY).splitlines():
        is_faulty = FAULTY in line
        document.add_paragraph(line.replace(UNIT, BARE_UNIT) if is_faulty else line)
        if is_faulty:
            document.add_paragraph(STRAY)
    path = folder / f"{title}.docx"
    document.save(path)
    return path


def accessible(desk: Desk) -> None:
    """In both colours, on a screen and on a tablet."""
    for width, height in ((1280, 900), (768, 1024)):
        desk.page.set_viewport_size({"width": width, "height": height})
        for is_dark in (False, True):
            desk.page.evaluate("isDark => document.documentElement.classList.toggle('dark', isDark)", is_dark)
            desk.page.evaluate(Axe().axe_script)
            answer = desk.page.evaluate("rules => axe.run(document, rules)", WCAG)
            assert [(fault["id"], fault["nodes"][0]["html"]) for fault in answer["violations"]] == []
            desk.shot(f"notice-{width}-{'dark' if is_dark else 'light'}")
        desk.fits()
    desk.page.evaluate("document.documentElement.classList.remove('dark')")
    desk.page.set_viewport_size({"width": 1280, "height": 900})


def marked(page):
    return page.locator(".is-marked")


def test_a_faulty_notice_is_corrected_on_the_screen_and_becomes_a_plan(office, tmp_path):
    desk = office()
    page = desk.page
    desk.visit("admin:events_notice_add")
    desk.shot("notice-add")
    desk.fill(file=written(tmp_path, "大兴区2024年政民互动工作总体方案"))
    desk.save()

    item, line = page.locator("#item-point-5"), page.locator(".desk-line", has_text=FAULTY)
    counter = page.locator("#notice-counter")
    expect(counter).to_contain_text(re.compile(r"1项待确认内容中，还有1项未处理。\s+另有1行未能识别。"))
    expect(item).to_contain_text("名称的括号不完整")
    accessible(desk)

    # Either side shows the other.
    counter.get_by_role("link", name="转到下一项").click()
    expect(item).to_be_focused()
    expect(marked(page)).to_have_count(2)
    expect(line).to_have_class(re.compile("is-marked"))
    expect(line).to_be_in_viewport()
    page.locator(".desk-line", has_text="开放点13").click()
    expect(page.locator("#item-point-13")).to_have_class(re.compile("is-marked"))
    expect(page.locator("#item-point-13")).to_be_in_viewport()
    page.locator("#item-rule-report blockquote").click()
    expect(page.locator(".desk-line.is-marked")).to_contain_text("活动开展后5个工作日内")
    expect(page.locator(".desk-line.is-marked")).to_be_in_viewport()
    page.keyboard.press("Alt+ArrowDown")
    expect(item).to_be_focused()

    # Nothing is applied before it is decided; a wrong value is said where it stands.
    desk.step("apply")
    desk.sees("还有1项待确认：开放点5。")
    page.go_back()
    page.go_back()
    item.get_by_role("link", name="更正").click()
    desk.fill(number="6", units="政务和数据局、观音寺街道")
    item.get_by_role("button", name="保存").click()
    expect(item).to_contain_text("开放点6重复")
    desk.shot("notice-wrong")
    desk.fill(number="5", title="政务服务小屋")
    item.get_by_role("button", name="保存").click()
    expect(item).to_contain_text("已更正")
    expect(item).to_be_focused()
    expect(counter).to_contain_text("待确认内容已全部处理")
    expect(line.locator("em")).to_have_text("已更正")

    stray = page.locator(".desk-item", has_text=STRAY)
    stray.get_by_role("button", name="无需识别").click()
    expect(counter).not_to_contain_text("未能识别")
    desk.shot("notice-decided")

    desk.step("apply")
    page.wait_for_url("**/plan/*/change/**")
    desk.sees("大兴区2024年政民互动工作总体方案", "政务服务小屋", "3个工作日")
    desk.sees_not(STRAY)
    desk.shot("notice-plan")


def test_the_keyboard_alone_decides(office, tmp_path):
    desk = office()
    desk.visit("admin:events_notice_add")
    desk.fill(file=written(tmp_path, "大兴区2025年政民互动工作总体方案"))
    desk.save()

    desk.page.keyboard.press("Alt+ArrowUp")
    expect(desk.page.locator("#item-point-5")).to_be_focused()
    desk.page.keyboard.press("Alt+Enter")

    expect(desk.page.locator("#item-point-5")).to_contain_text("已确认")
    expect(desk.page.locator("#notice-counter")).to_contain_text("待确认内容已全部处理")


def test_without_its_script_the_same_is_done_by_links_and_buttons(office, tmp_path):
    desk = office(helped=False)
    desk.visit("admin:events_notice_add")
    desk.fill(file=written(tmp_path, "大兴区2026年政民互动工作总体方案"))
    desk.save()
    item = desk.page.locator("#item-point-5")

    desk.page.locator("#notice-counter").get_by_role("link", name="转到下一项").click()
    assert desk.page.url.endswith("#item-point-5")
    item.locator("a[href^='#line-']").click()
    expect(desk.page.locator(".desk-line:target")).to_contain_text(FAULTY)
    item.get_by_role("link", name="更正").click()
    desk.fill(number="6")
    desk.submit(desk.page.get_by_role("button", name="保存"))
    desk.sees("开放点6重复")
    desk.fill(number="5")
    desk.submit(desk.page.get_by_role("button", name="保存"))
    expect(item).to_contain_text("已更正")
    desk.submit(item.get_by_role("button", name="撤回"))
    desk.submit(item.get_by_role("button", name="确认"))
    expect(item).to_contain_text("已确认")
    desk.page.get_by_text("叙述性文字：").click()
    desk.fill(point="3")
    desk.submit(desk.page.get_by_role("button", name="作为开放点", exact=True).last)
    expect(desk.page.locator("#item-line-3 form")).to_be_visible()
