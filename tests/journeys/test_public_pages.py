"""The public pages in a browser: open to everyone, on any screen, with and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/sessions/",
    "/sessions/?when=all&mode=onsite",
    "/sessions/?words=天文台",
    "/plans/",
    "/about/",
    "/adoptions/",
    "/cards/",
    "/nowhere/",
)
# One page of each kind that the demo's home, list and plan lead to.
KINDS = (
    r"/sessions/\d+/$",
    r"/sessions/\d+/announcement/$",
    r"/sessions/\d+/report/$",
    r"/plans/\d+/$",
    r"/columns/\d+/open_point/$",
    r"/columns/\d+/open_point/adoption/$",
    r"/adoptions/\d+/$",
)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def demo(portal):
    portal.manage("demo")
    return portal


@pytest.fixture
def visit(browser, demo):
    """Open a context of this kind, remembering every request to another host and every error of a page."""
    contexts, faults = [], []

    def open_page(width=1280, **kind):
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="zh-CN", **kind)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: request.url.startswith((demo.url, "data:")) or faults.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def addresses(page, demo):
    """Every page of PAGES, and one of each of KINDS found by following links."""
    found = {}
    for start in ("/", "/sessions/?when=past", "/columns/1/open_point/", "/adoptions/"):
        page.goto(demo.url + start)
        for link in page.eval_on_selector_all("main a[href^='/']", "links => links.map(a => a.getAttribute('href'))"):
            found.update((kind, link) for kind in KINDS if re.match(kind, link))
    assert set(found) == set(KINDS)
    return [*PAGES, *found.values()]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "light"), (320, "dark")])
def test_every_page_is_accessible_and_fits_its_screen(visit, demo, width, scheme):
    page = visit(width, color_scheme=scheme)
    wrong = []
    for address in addresses(page, demo):
        page.goto(demo.url + address)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((address, "scrolls sideways"))
        found = Axe().run(page, options=WCAG).response["violations"]
        wrong += [(address, fault["id"], fault["nodes"][0]["html"]) for fault in found]
    assert wrong == []


def test_filters_answer_without_a_reload_and_back_shows_what_was_before(visit, demo):
    page = visit()
    page.goto(demo.url + "/sessions/")
    page.evaluate("window.sameDocument = true")
    before = page.text_content("#results h2").strip()
    with page.expect_response(lambda response: "when=past" in response.url):
        page.select_option("[name=when]", "past")
    page.wait_for_url("**when=past**")
    said = page.locator("#results-said")
    said.filter(has_text="场活动").wait_for(state="attached")
    assert said.text_content() == page.text_content("#results h2").strip() != before
    assert page.evaluate("window.sameDocument")
    page.go_back()
    page.locator("#results h2", has_text=before).wait_for()
    assert page.input_value("[name=when]") == "ahead"


def test_filters_and_search_work_without_scripts(visit, demo):
    page = visit(java_script_enabled=False)
    page.goto(demo.url)
    page.fill("[name=words]", "天文台")
    page.press("[name=words]", "Enter")
    assert "没有符合条件的活动" in page.text_content("main")
    page.click("text=查看全部活动")
    page.select_option("[name=when]", "past")
    page.click("text=查询")
    assert "when=past" in page.url
    assert page.query_selector("#results article")


def test_the_first_tab_leads_past_the_navigation(visit, demo):
    page = visit()
    page.goto(demo.url + "/sessions/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
