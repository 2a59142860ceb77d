"""The pages of the desk in a browser: accessible in light and dark, on a tablet and on a screen."""

import json

import pytest

from tests.journeys import desk_pages

pytestmark = pytest.mark.browser

LANGUAGE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
COLOURS = ("light", "dark")


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
    met, found = set(), {}
    for name in ("office", "approver", "editor"):
        theirs = desk_pages.addresses(staff[name].request, demo.url)
        found[name] = [address for kind, address in theirs if kind not in met]
        met |= {kind for kind, _ in theirs}
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
