"""A helper at the door with the page of a link on a phone."""

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor


class Helper(Visitor):
    errors: list[str]

    def open(self, path):
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.go(path)
        self.page.locator("[data-door][data-ready]").wait_for(state="attached")
        self.reported()

    def net(self, is_there):
        self.context.set_offline(not is_there)

    def types(self, words):
        """As by hand or by a hand scanner: what stood in the field goes, and Enter ends it."""
        self.page.locator("[data-field]").fill(words)
        self.page.keyboard.press("Enter")

    def finds(self, code, name):
        self.types(code)
        expect(self.page.locator("[data-found] [data-slot=name]")).to_have_text(name)

    def card(self, act, people=None):
        card = self.page.locator("[data-found] .door-card")
        if people:
            card.locator("select").select_option(str(people))
        card.locator(f"[value={act}]").click()

    def says(self, words):
        expect(self.page.locator("[data-said]")).to_contain_text(words)

    def walk_in(self, name):
        form = self.page.locator("[data-walk-in]")
        if not form.is_visible():
            self.page.locator("summary", has_text="现场入场").click()
        form.locator("[name=name]").fill(name)
        form.locator("[type=submit]").click()

    def passes(self, act, people):
        form = self.page.locator("[data-passing]")
        if not form.is_visible():
            self.page.locator("summary", has_text="离场与返场").click()
        form.locator("[name=people]").fill(str(people))
        form.locator(f"[value={act}]").click()

    def counts(self, **figures):
        for name, number in figures.items():
            expect(self.page.locator(f"[data-figure={name}]")).to_have_text(str(number))

    def waits(self, scans):
        expect(self.page.locator("[data-state]")).to_have_attribute("data-waiting", str(scans))

    def reported(self):
        expect(self.page.locator("[data-state]")).to_have_attribute("data-is", "online")
        self.waits(0)
        expect(self.page.locator("[data-state]")).to_contain_text("名单更新于")
