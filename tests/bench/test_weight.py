"""How heavy the public pages are: counted in every test run, their speed on a bad line only recorded by make bench."""

from statistics import median

import pytest

from tests import portal as portals
from tests.bench import visits

# Bytes and requests hang on no database.
pytestmark = [pytest.mark.browser, pytest.mark.once]

KB = 1000
FIRST_VISIT, REQUESTS, SECOND_VISIT, SHIFT = 250 * KB, 25, 100 * KB, 0.05
PHONE = {"viewport": {"width": 360, "height": 780}, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1280, "height": 900}}
NAMES = ("home", "sessions", "session", "sign-up", "plan", "adoptions")
TIMES = 5
AIM = 2500  # milliseconds


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with portals.prepared(tmp_path_factory.mktemp("var"), "demo") as portal, portals.running(portal):
        yield portal


@pytest.fixture(scope="module")
def addresses(browser, demo):
    page = browser.new_page()
    found = visits.addresses(page, demo)
    page.close()
    return {name: demo.url + path for name, path in found.items()}


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_light_and_stands_still(browser, addresses, demo, name, screen):
    context = browser.new_context(**screen, locale="zh-CN")
    first = visits.visit(context, addresses[name])
    second = visits.visit(context, addresses[name])
    context.close()

    print(
        f"\n{name:<10} first {first.transferred / KB:6.1f} KB {len(first.requests):2} requests"
        f"   second {second.transferred / KB:6.1f} KB   CLS {max(first.shift, second.shift):.4f}",
        end="",
    )
    assert first.hosts | second.hosts == {demo.url.partition("://")[2]}
    assert 0 < first.transferred < FIRST_VISIT
    assert len(first.requests) <= REQUESTS
    assert second.transferred < SECOND_VISIT
    assert max(first.shift, second.shift) < SHIFT


@pytest.mark.bench
@pytest.mark.parametrize("name", NAMES)
def test_largest_paint_on_slow_4g_is_recorded(browser, addresses, name):
    """Never fails for being slow: it says more about the machine than about the page, until somebody compares."""
    measured = sorted(visits.largest_paint(browser, addresses[name]) for _time in range(TIMES))

    print(f"\n{name:<10} LCP {median(measured):5.0f} ms (aim {AIM}; {measured[0]:.0f} to {measured[-1]:.0f})", end="")
