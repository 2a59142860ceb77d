"""Staff at the desk: sign in, take a step on a row's page, read where it stands."""

from typing import Any

from playwright.sync_api import Locator

from events.models import Duty
from tests.journeys.visitor import Visitor

PASSWORD = "kai-fang-ri-2019"


class Desk(Visitor):
    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        self.visit("admin:login")
        self.fill(username=username, password=password)
        self.send()
        self.page.wait_for_url(f"{self.portal.url}/desk/")

    def activate(self, link: str, username: str) -> None:
        """Choose a password through the link of an activation letter, and sign in with it."""
        self.go(link)
        self.fill(new_password1=PASSWORD, new_password2=PASSWORD)
        self.send()
        self.sign_in(username)

    def send(self) -> None:
        """The button of the page's own form."""
        self.submit(self.page.locator("form:has(input[name=csrfmiddlewaretoken]) button[type=submit]:visible").last)

    def save(self) -> None:
        """Save the form of a row, and go on with it on its own page."""
        self.submit(self.page.locator("[name=_save]:visible"))
        self.page.wait_for_url("**/change/")

    def turn_to(self, ending: str) -> None:
        """Follow the button or link whose address ends so."""
        self.page.locator(f'a[href$="{ending}"]:visible').first.click()

    def step(self, name: str, **values: Any) -> None:
        """Open a step from the row's page, fill its form and take it."""
        self.turn_to(f"/step/{name}/")
        self.fill(**values)
        self.shot(f"step-{name}")
        self.submit(self.page.locator(".desk-step form button[type=submit]"))

    def offers(self, name: str) -> bool:
        return self.page.locator(f'a[href$="/step/{name}/"]').count() > 0

    def open_session(self, number: int) -> None:
        self.visit("admin:events_session_change", number)

    def duty(self, kind: str) -> Locator:
        """The line of a session's table of duties."""
        return self.page.locator(".desk-table tr").filter(has_text=str(Duty.Kind(kind).label))
