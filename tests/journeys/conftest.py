"""A portal filled by the demo, and visitors who look at its public pages."""

import json

import pytest
from django.conf import settings

from tests import portal as portals
from tests.journeys import pages

PLACE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
SIGHTS = "import json; from tests import sights; print(json.dumps(sights.public()))"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with portals.prepared(tmp_path_factory.mktemp("var"), "demo") as portal:
        portal.environment["SWEEP_SECONDS"] = "60"  # nobody waits for a reminder here
        with portals.running(portal):
            yield portal


@pytest.fixture(scope="module")
def addresses(browser, demo):
    context = browser.new_context(**PLACE)
    sights = json.loads(demo.manage("shell", "--no-imports", "-c", SIGHTS))
    yield pages.addresses(context.new_page(), demo.url, sights)
    context.close()


@pytest.fixture
def visit(browser, demo):
    """Open a context of this kind, remembering every request to another host and every error of a page."""
    contexts, faults = [], []

    def open_page(width=1280, display="", language="", **kind):
        context = browser.new_context(viewport={"width": width, "height": 800}, **PLACE, **kind)
        contexts.append(context)
        chosen = {"display": display, settings.LANGUAGE_COOKIE_NAME: language}
        context.add_cookies(
            [{"name": name, "value": value, "url": demo.url} for name, value in chosen.items() if value]
        )
        page = context.new_page()
        page.on("request", lambda request: request.url.startswith((demo.url, "data:")) or faults.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
