"""Every page of the desk of a portal filled by the demo: where they are, and how each is looked over."""

import re
from collections import deque
from collections.abc import Iterator

from playwright.sync_api import APIRequestContext, Page

from tests.journeys import pages

HOME = "/desk/"
LINK = re.compile(r'href="(/desk/[^"#]*)')
ROW = re.compile(r'<tr class="data-row.*?</tr>', re.DOTALL)
# What tells the rows of a list apart for whoever works with them: their labels, and of what kind they are.
LABEL = re.compile(r'<span class="inline-block font-semibold[^>]*>(.*?)</span>|field-kind[^>]*>(.*?)</td>', re.DOTALL)
ACT = re.compile(r'name="act"\s+value="(\w+)"|/step/([\w-]+)/"')
LIST = re.compile(r"/desk/\w+/\w+/$")
CHANGE = re.compile(r"/desk/\w+/\w+/#/change/$")
# What can be done there differs from one row to the next.
MANY = re.compile(r"/desk/registrations/signup/session/#/(selection|door)/$")
# One template for every model.
ALIKE = re.compile(r"/desk/\w+/\w+/#/(history|delete)/$|/desk/(texts)/.|/desk/(events|registrations|feedback)/$")
# A main button of a page, and what a finger needs of it; a preview of the public face has that face's own sizes.
SMALL_BUTTONS = """() => [...document.querySelectorAll(
    ".desk-steps a, main [type=submit]:not(#searchbar-submit), .desk-sign, .addlink, nav li > a, .desk-piles a, " +
    ".desk-choices a, .desk-calendar td > a"
)].filter(target => !document.querySelector(".od-header") && target.checkVisibility())
.filter(target => target.getBoundingClientRect().height < 37.5)
.map(target => target.outerHTML.slice(0, 120))"""


# What the demo leaves done: a session is over and not recorded, of another the list is not chosen, an opinion waits.
UNDONE = """
from datetime import timedelta
from events import deadlines
from events.foundation import clock
from events.models import Session
from feedback.models import Opinion
now, announced = clock.now(), Session.objects.filter(state="announced")
over = announced.get(mode="both")
over.starts_at, over.ends_at = now - timedelta(days=1), now - timedelta(hours=22)
over.signup_opens_at, over.signup_closes_at = now - timedelta(days=20), now - timedelta(days=5)
over.save()
deadlines.for_session(over, now=now)
announced.filter(selection="choice").update(signup_closes_at=now)
Opinion.objects.filter(pk=Opinion.objects.public().first().pk).update(state="returned", return_reason="请补充理由。")
"""
# How kinds of pages end that the list of the addresses must hold, lest one be lost with a word of the demo.
REACHED = ("/step/hold/", "/step/reply/", "/step/cancel/", "/selection/", "/import/")

# The rows of a list are alike, and each takes its time.
FEWER_ROWS = (
    "() => document.querySelectorAll('tbody:nth-of-type(n+9), tbody tr:nth-of-type(n+9)').forEach(r => r.remove())"
)


def addresses(request: APIRequestContext, url: str) -> list[tuple[str, str]]:
    """(kind, address) of one page of each kind that links of the desk lead to, beginning at its first page.

    Pages of rows are of one kind where the same can be done; of a list, rows with different labels are followed.
    """
    found: dict[str, str] = {}
    met, ahead = {HOME}, deque([HOME])
    while ahead:
        address = ahead.popleft()
        answer = request.get(url + address)
        assert answer.ok, f"{answer.status} {address}"
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        text = answer.text()
        found.setdefault(f"{kind(address)} {acts(address, text)}", address)
        for link in links(text):
            key = link if CHANGE.match(kind(link)) or MANY.match(kind(link)) else kind(link)
            if key not in met:
                met.add(key)
                ahead.append(link)
    return list(found.items())


def lists(addresses: list[str]) -> list[str]:
    """The whole lists among these, without a filter."""
    return [address for address in addresses if LIST.match(address)]


def kind(address: str) -> str:
    """What the address is about, without the numbers of its rows."""
    plain, _, query = re.sub(r"/\d+(?=/)", "/#", address).partition("?")
    if alike := ALIKE.match(plain):
        return alike[1] or alike[2] or "application"
    return f"{plain} filtered" if query and LIST.match(plain) else plain


def acts(address: str, text: str) -> list[str]:
    return sorted({step or act for act, step in ACT.findall(text)}) if kind(address).count("#") else []


def links(text: str) -> Iterator[str]:
    """Where this page leads: to rows by their labels, from lists alone; from the first page to filtered lists too."""
    rows = {tuple(LABEL.findall(row)): row for row in reversed(ROW.findall(text))}
    for row in rows.values():
        yield from LINK.findall(row)[:1]
    for link in LINK.findall(ROW.sub("", text)):
        if not CHANGE.match(kind(link)):
            yield link.replace("&amp;", "&")


def by_class(page: Page, colours: str) -> None:
    """As Unfold's switch does it."""
    page.evaluate("isDark => document.documentElement.classList.toggle('dark', isDark)", colours == "dark")


class Reader(pages.Reader):
    """On a tablet and on a screen."""

    WIDTHS = (768, 1280)
    NARROWEST = 768
    TARGETS = SMALL_BUTTONS

    def __init__(self, page: Page):
        super().__init__(page, dress=by_class)

    def opened(self, button: str, part: str) -> list[tuple]:
        """What is wrong with the part that this button opens, by keyboard as by mouse."""
        self.begin()
        self.page.locator(button).press("Enter")
        self.page.locator(part).wait_for()
        found: list[tuple] = []
        for scheme in ("light", "dark"):
            self.dress(self.page, scheme)
            found += [(scheme, *fault) for fault in self.violations(part)]
        return found

    def faults(self, colours: tuple[str, ...]) -> list[tuple]:
        self.page.evaluate(FEWER_ROWS)
        return super().faults(colours)
