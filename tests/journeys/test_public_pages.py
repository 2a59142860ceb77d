"""The public pages in a browser: open to everyone, on any screen, with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys import pages

pytestmark = [pytest.mark.browser, pytest.mark.once]

# --- everyone, on any screen


@pytest.mark.parametrize(
    ("display", "colours"),
    [("", ("light", "dark")), ("contrast", ("light",)), ("elderly", ("light",))],
)
def test_every_page_is_accessible_and_fits_its_screen(visit, demo, addresses, display, colours):
    """WCAG A and AA by axe at three widths, nothing sideways at 320 pixels (which is 400 % of 1280), targets of 44."""
    page = visit(display=display, reduced_motion="reduce")
    reader = pages.Reader(page)
    wrong = []
    for address in addresses:
        page.goto(demo.url + address)
        wrong += [(address, *fault) for fault in reader.faults(colours)]
    assert wrong == []


@pytest.mark.parametrize("display", ["", "elderly-dark"])
def test_the_html_of_every_page_is_valid(visit, demo, addresses, tmp_path, display):
    page = visit(display=display)
    for number, address in enumerate(addresses):
        (tmp_path / f"{number}.html").write_bytes(page.request.get(demo.url + address).body())
    said = pages.validate(tmp_path)
    assert said == "", f"{said}\n{dict(enumerate(addresses))}"


def test_dark_and_contrast_are_what_one_chose_and_not_what_the_device_is(visit, demo):
    page = visit(color_scheme="light")
    page.goto(demo.url + "/about/")
    seen = [ground(page)]
    for colours in ("深色", "高对比度", "浅色"):
        page.click("summary:has-text('颜色')")
        page.click(f"button:has-text('{colours}')")
        page.wait_for_load_state()
        assert page.url == demo.url + "/about/"
        seen.append(ground(page))
    light, dark, contrast, chosen_light = seen
    assert (dark, contrast, chosen_light) == ("rgb(23, 20, 17)", "rgb(0, 0, 0)", light)
    page.emulate_media(color_scheme="dark")
    assert ground(page) == light


def ground(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


# --- without scripts


def test_the_version_for_the_elderly_works_without_scripts_and_is_remembered(visit, demo):
    page = visit(width=360, java_script_enabled=False)
    page.goto(demo.url + "/sessions/?when=past")
    page.click("text=长者版")
    assert page.url == demo.url + "/sessions/?when=past"
    assert page.locator("main").evaluate("main => parseFloat(getComputedStyle(main).fontSize)") >= 22
    page.goto(demo.url)
    expect(page.get_by_role("link", name="我要参加活动")).to_be_visible()
    expect(page.get_by_role("link", name="方案")).to_have_count(0)
    page.click("text=标准版")
    expect(page.get_by_role("link", name="我要参加活动")).to_have_count(0)


def test_the_calendar_leads_through_months_and_days_without_scripts(visit, demo):
    page = visit(java_script_enabled=False)
    page.goto(demo.url + "/sessions/?when=all&mode=onsite")
    table = page.get_by_role("table", name="有活动的日子")
    expect(table.get_by_role("columnheader").first).to_have_accessible_name("周一")
    shown = page.text_content("#month")
    page.locator(".od-month-head a").first.click()
    assert page.text_content("#month") != shown
    assert "mode=onsite" in page.url
    page.locator(".od-month-head a").last.click()
    day = table.get_by_role("link").last
    sessions = day.locator(".visually-hidden").text_content().rpartition("：")[2]
    day.click()
    expect(page.locator("[aria-current=true]")).to_have_count(1)
    assert sessions == page.text_content("#results h2").strip()


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


# --- with scripts


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


# A voice that says nothing: it keeps what it is given, and ends a piece when the test says so.
VOICE = """
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    const voice = { spoken: [], speak(piece) { this.spoken.push(piece); }, cancel() {}, pause() {}, resume() {} };
    Object.defineProperty(window, "speechSynthesis", { value: voice });
"""


def test_a_page_is_read_aloud_piece_by_piece_and_says_where_it_is(visit, demo):
    page = visit()
    page.add_init_script(VOICE)
    page.goto(demo.url + "/about/")
    status = page.locator(".od-reading [role=status]")
    page.get_by_role("button", name="朗读").click()
    expect(status).to_have_text("正在朗读")
    first = page.evaluate("speechSynthesis.spoken[0].text")
    expect(page.locator(".od-reading-now")).to_have_text(first)
    assert page.evaluate("speechSynthesis.spoken[0].lang") == "zh-CN"
    page.evaluate("speechSynthesis.spoken[0].onend()")
    assert page.evaluate("speechSynthesis.spoken.length") == 2
    page.get_by_role("button", name="暂停").press("Enter")
    expect(status).to_have_text("已暂停")
    page.get_by_role("button", name="停止").press("Enter")
    expect(status).to_have_text("朗读已结束")
    expect(page.get_by_role("button", name="朗读")).to_be_focused()
    expect(page.locator(".od-reading-now")).to_have_count(0)


def test_where_nothing_can_speak_nothing_offers_to(visit, demo):
    page = visit()
    page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined });")
    page.goto(demo.url)
    expect(page.get_by_role("button", name="朗读")).to_have_count(0)


# --- by keyboard alone


def test_the_first_tab_leads_past_the_navigation(visit, demo):
    page = visit()
    page.goto(demo.url + "/sessions/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


# The ring of the focus is drawn at the element, or at the card whose link it is.
FOCUS = """() => {
    const now = document.activeElement, rings = [now, now.closest(".od-session")].filter(Boolean);
    const box = now.getBoundingClientRect();
    return {
        name: (now.getAttribute("name") || "") + " " + (now.innerText || ""),
        isSeen: rings.some(place => getComputedStyle(place).outlineStyle !== "none")
            && box.bottom > 0 && box.top < innerHeight,
    };
}"""


def tab_to(page, words, most=60):
    """Press Tab until the focus is on this; wherever it comes by, it is seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["isSeen"], focus["name"]
        if words in focus["name"]:
            return
    raise AssertionError(f"The focus never came to {words!r}.")


def test_a_resident_finds_a_session_and_signs_up_by_keyboard_alone(visit, demo):
    page = visit(reduced_motion="reduce")
    page.goto(demo.url)
    tab_to(page, "words")
    page.keyboard.type("营商")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/?words=*")
    tab_to(page, "优化营商环境")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sessions/*/")
    tab_to(page, "我要报名")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-up/")
    tab_to(page, "name")
    page.keyboard.type("周小芳")
    tab_to(page, "consent")
    page.keyboard.press("Enter")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    tab_to(page, "电话")
    page.keyboard.press("Enter")
    expect(page.locator("[name=phone]")).to_be_focused()
    page.keyboard.type("13700000000")
    tab_to(page, "category")
    page.keyboard.press("ArrowDown")
    tab_to(page, "consent")
    page.keyboard.press("Space")
    tab_to(page, "提交")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/*/#id_phone")  # a browser takes the mark of the field along
    expect(page.locator("h1")).to_have_text("已为您留座")
