"""The public pages in three languages: each text is in the language that its place claims, for voices to read."""

import pytest
from playwright.sync_api import expect

from tests.journeys import pages, spoken

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_text_is_in_the_language_that_is_claimed_for_it(visit, demo, addresses, language):
    page = visit(language=language)
    wrong = set()
    for address in addresses:
        page.goto(demo.url + address)
        assert page.locator("html").get_attribute("lang") == language
        wrong |= {(address, *text) for text in spoken.out_of_place(page)}
    assert not wrong, "\n".join(map(str, sorted(wrong)))


class OnATelephone(pages.Reader):
    """Longer words want more room, and nothing else differs: the other widths are read in Chinese."""

    WIDTHS = (360,)


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_the_pages_fit_a_telephone_and_are_accessible_in_every_language(visit, demo, addresses, language):
    page = visit(width=360, language=language, reduced_motion="reduce")
    reader = OnATelephone(page)
    wrong = []
    for address in addresses:
        page.goto(demo.url + address)
        wrong += [(address, *fault) for fault in reader.faults(("light",))]
    assert wrong == []


def test_the_language_is_changed_by_keyboard_and_without_scripts(visit, demo):
    page = visit(width=360, java_script_enabled=False)
    page.goto(demo.url + "/about/")
    page.locator("summary", has_text="Language").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="English").press("Enter")
    expect(page.locator("h1")).to_have_text("About open days")
    page.locator("summary", has_text="语言").click()
    page.get_by_role("button", name="繁體中文").click()
    expect(page.locator("h1")).to_have_text("關於政務開放日")
    assert page.url == demo.url + "/about/"
