"""Every public page of a portal filled by the demo: where they are, and what is asked of each."""

import re
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import node, sights
from tests.portal import ROOT

VALIDATOR = "html-validate/bin/html-validate.mjs"

PAGES = (
    "/",
    "/sessions/",
    "/sessions/?when=all&mode=onsite",
    "/sessions/?words=天文台&first=昨天",
    "/plans/",
    "/about/",
    "/adoptions/",
    "/cards/",
    "/corrections/",
    "/corrections/thanks/",
    "/nowhere/",
    sights.TOO_MUCH,
)
# One page of each kind, found by following the links of the pages in START.
START = ("/sessions/?places=on", "/", "/columns/1/open_point/", "/adoptions/")
KINDS = (
    r"/sessions/\d+/$",
    r"/sessions/\d+/announcement/$",
    r"/sessions/\d+/report/$",
    r"/plans/\d+/$",
    r"/columns/\d+/open_point/$",
    r"/columns/\d+/open_point/announcements/$",
    r"/columns/\d+/open_point/adoption/$",
    r"/adoptions/\d+/$",
)
# And the states of a page that look different, or have a page of their own; by their names in tests/sights.py.
STATES = (
    "session-moved",
    "session-cancelled",
    "session-over",
    "evaluation",
    "sign-up-closed",
    "draw-ahead",
    "draw",
    "draw-found",
    "draw-screen-result",
    "draw-none",
    "private-unknown",
    "door",
    "card-closed",
    "follow-unknown",
)
PERSON = {"name": "陈小明", "phone": "13900000000"}

WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# axe works a colour out anew for every element before it, from a handful of texts: a quarter of its time.
REMEMBER_COLOURS = """() => {
    const known = new Map(), { prototype } = axe.commons.color.Color, read = prototype.parseString;
    prototype.parseString = function (text) {
        if (!known.has(text)) {
            const { r, g, b, alpha } = read.call(this, text);
            known.set(text, { r, g, b, alpha });
        }
        return Object.assign(this, known.get(text));
    };
}"""
# What a finger must hit; a link within a sentence is as large as its words, and a small box has its label's row.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, summary, select, textarea, .btn, nav a, .od-link, .od-more, .od-month a, .od-doors a, .form-check,"
    + "input:not([type=hidden], [type=radio], [type=checkbox])"
)].filter(target => {
    const box = target.getBoundingClientRect();
    return target.checkVisibility() && !target.closest(".visually-hidden, .od-trap") && box.height < 43.5;
}).map(target => target.outerHTML.slice(0, 120))"""


def addresses(page: Page, url: str, sights: dict[str, str]) -> list[str]:
    """Every page of PAGES, one of each of KINDS, STATES, and those that only whoever fills in a form comes to see."""
    found: dict[str, str] = {}
    for start in START:
        page.goto(url + start)
        for link in page.eval_on_selector_all("main a[href^='/']", "links => links.map(a => a.getAttribute('href'))"):
            for kind in KINDS:
                if re.match(kind, link):
                    found.setdefault(kind, link)
    assert set(KINDS) - set(found) == set()
    forms = filled_in(page, url, f"{found[KINDS[0]]}sign-up/", sights["card"])
    return list(dict.fromkeys([*PAGES, *found.values(), *(sights[name] for name in STATES), *forms]))


def filled_in(page: Page, url: str, signup: str, card: str) -> list[str]:
    """The two forms, and where they lead."""
    page.goto(url + signup)
    for name, value in PERSON.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=consent]")
    page.click("main form.od-card [type=submit]")
    page.wait_for_url("**/my/*/")
    private = page.url.removeprefix(url)
    page.goto(url + card)
    page.fill("[name=text]", "希望周末也能办理")
    page.click("main form.od-card [type=submit]")
    page.wait_for_url("**/thanks/*/")
    return [signup, private, card, page.url.removeprefix(url)]


def by_device(page: Page, colours: str) -> None:
    page.emulate_media(color_scheme=colours)


class Reader:
    """Looks a page over at several widths and in several colours without loading it again."""

    WIDTHS = (360, 768, 1280)
    NARROWEST = 320
    TARGETS = SMALL_TARGETS

    def __init__(self, page: Page, dress: Callable[[Page, str], None] = by_device):
        self.page = page
        self.dress = dress
        self.axe = Axe()

    def begin(self) -> None:
        """Bring axe into the page that was loaded last."""
        self.page.evaluate(self.axe.axe_script)
        self.page.evaluate(REMEMBER_COLOURS)

    def faults(self, colours: tuple[str, ...]) -> list[tuple]:
        found: list[tuple] = []
        self.begin()
        for width in self.WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            for scheme in colours:
                self.dress(self.page, scheme)
                found += [(width, scheme, *fault) for fault in self.violations()]
            if width == self.WIDTHS[0]:
                found += [(width, "a small target", html) for html in self.page.evaluate(self.TARGETS)]
        self.page.set_viewport_size({"width": self.NARROWEST, "height": 800})
        if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > self.NARROWEST:
            found += [(self.NARROWEST, "scrolls sideways", wide)]
        return found

    def violations(self, within: str = "html") -> list[tuple[str, str]]:
        """Each rule that this part of the page breaks now, with the first place that breaks it."""
        answer = self.page.evaluate("([part, rules]) => axe.run(part, rules)", [within, WCAG])
        return [(fault["id"], fault["nodes"][0]["html"]) for fault in answer["violations"]]


def validate(folder: Path) -> str:
    """What the packaged validator says of the files of this folder; empty when they are valid."""
    config = ROOT / ".htmlvalidate.json"
    done = node.run(VALIDATOR, "--config", config, "--formatter", "text", *sorted(folder.glob("*.html")))
    return done.stdout if done.returncode else ""
