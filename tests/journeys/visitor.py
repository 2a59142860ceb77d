"""One person with a browser: opens pages, fills fields by their names, and is told what is on the page."""

import os
import re
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from playwright.sync_api import Browser, Locator, Response, expect

SHOTS = os.environ.get("SHOTS", "")
SECONDS = 30
expect.set_options(timeout=SECONDS * 1000)
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


class Visitor:
    """`view` is PHONE or DESK; a visitor has cookies of their own, and may have no JavaScript."""

    def __init__(self, browser: Browser, portal, *, view: dict[str, int] = DESK, scripts: bool = True):
        self.portal = portal
        self.context = browser.new_context(
            viewport=view, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=scripts
        )
        self.context.set_default_timeout(SECONDS * 1000)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))

    # --- going somewhere

    def go(self, address: str) -> Response:
        """Open an address of this portal, or a whole one from a letter."""
        answer = self.page.goto(address if address.startswith("http") else self.portal.url + address)
        assert answer is not None
        return answer

    def visit(self, name: str, *args: Any) -> Response:
        """Open a page by the name of its address."""
        return self.go(reverse(name, args=args))

    def follow(self, words: str) -> None:
        """Click the link with these words (in English: the page shows their translation)."""
        self.page.get_by_role("link", name=gettext(words)).first.click()

    def press(self, words: str) -> None:
        self.submit(self.page.get_by_role("button", name=gettext(words)).first)

    def submit(self, button: Locator) -> None:
        """Click, and wait for the page that answers: whoever looks next, elsewhere, meets what was done."""
        with self.page.expect_navigation():
            button.click()

    @property
    def number(self) -> int:
        """The number in the address of this page: of the session, the plan …"""
        return int(re.findall(r"/(\d+)/", self.page.url)[-1])

    # --- filling and reading

    def fill(self, **values: Any) -> None:
        """By the names of the fields; a path is a file to upload, True ticks a box."""
        for name, value in values.items():
            enter(self.page.locator(f'[name="{name}"]'), value)

    def sees(self, *texts: object) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(str(text))

    def sees_not(self, *texts: object) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(str(text))

    def fits(self) -> None:
        """Nothing stands out of the screen's width, and nothing came from another host."""
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.page.viewport_size["width"]
        assert [address for address in self.asked if not address.startswith((self.portal.url, "data:"))] == []

    def shot(self, name: str) -> None:
        """Keep a picture of the page where SHOTS names a folder."""
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def enter(field: Locator, value: Any) -> None:
    kind = field.first.evaluate("field => field.type")
    if kind == "radio":
        field.and_(field.page.locator(f'[value="{value}"]')).check()
    elif kind == "checkbox":
        field.set_checked(value)
    elif kind == "file":
        field.set_input_files(value)
    elif kind.startswith("select"):
        field.select_option(value if kind == "select-multiple" else str(value))
    else:
        field.fill(str(value))
