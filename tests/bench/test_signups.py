"""Sign-ups a second beside the least that Django can do, in one run: `make bench`. Only the ratios mean something.

Ours is the portal as it is delivered, but for proof of work, time trap and limits, which tests/portal.py switches off:
these visitors are programs behind one address. The floor is tests/bench/floor.py. Both are served by two gunicorn
processes, on the PostgreSQL of this run.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from statistics import median

import pytest
from django.conf import settings

from tests import portal as portals
from tests.bench import crowd
from tests.bench.crowd import Visitor

pytestmark = pytest.mark.bench

VISITORS, TIMES = 16, 3
SESSIONS, POSTS, JOURNEYS, PAGES = 2000, 300, 100, 300
AIMS = {"posts": 0.5, "journeys": 0.6, "list pages": 1.0}


@dataclass
class Site:
    """One of the two that are measured, with its addresses and with what its form wants."""

    url: str
    listed: str
    session: str
    typed: dict[str, object]

    @property
    def form(self) -> str:
        return f"{self.session}sign-up/"

    def person(self, number: int) -> dict[str, object]:
        return {"name": "朱建国", "phone": f"138{number:08}", **self.typed}


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    """Both, each in processes of its own, one after the other: `with sites("ours") as site`."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pytest.skip("sign-ups are measured on PostgreSQL: make bench")
    with (
        portals.prepared(tmp_path_factory.mktemp("ours")) as ours,
        portals.prepared(tmp_path_factory.mktemp("floor")) as floor,
    ):
        ours.environment["PAGE_SECONDS"] = "5"  # as delivered
        ours.live_at("2019-10-05T09:00")
        key = run(ours, "tests.bench.filled", SESSIONS)
        with portals.postgres_database() as floor.environment["DATABASE_URL"]:
            run(floor, "tests.bench.floor", SESSIONS)
            typed = {"category": "resident", "companions": 0, "consent": "on"}
            yield {
                "ours": (ours, "opendays.wsgi", Site(ours.url, "/sessions/", f"/sessions/{key}/", typed)),
                "floor": (floor, "tests.bench.floor", Site(floor.url, "/", f"/{SESSIONS}/", {})),
            }


def run(portal, module, *arguments):
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=portals.ROOT, env=portal.environment, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode().strip()


def posts(site, first):
    """Each visitor has opened the form once; then one entry after the other."""
    visitors = [Visitor.of(site.url) for _number in range(VISITORS)]
    forms = [visitor.get(site.form) for visitor in visitors]

    def post(number):
        return visitors[number % VISITORS].send(site.form, forms[number % VISITORS], **site.person(number)).status

    return crowd.at_once(post, range(first, first + POSTS), visitors=VISITORS)


def journeys(site, first):
    def journey(number):
        visitor = Visitor.of(site.url)
        assert visitor.get(site.listed).status == visitor.get(site.session).status == 200
        answer = visitor.fill_in(site.form, **site.person(number))
        return visitor.get(answer.header("Location")).status

    return crowd.at_once(journey, range(first, first + JOURNEYS), visitors=VISITORS)


def list_pages(site, first):
    return crowd.at_once(
        lambda number: Visitor.of(site.url).get(site.listed).status, range(first, first + PAGES), visitors=VISITORS
    )


MEASURED = {"posts": (posts, 302), "journeys": (journeys, 200), "list pages": (list_pages, 200)}


def test_sign_ups_beside_the_floor(sites):
    rates = {}
    for name, (portal, application, site) in sites.items():
        with portals.web(portal, application):
            list_pages(site, 0)  # each process has loaded everything
            for what, (measure, status) in MEASURED.items():
                rates[name, what] = median(rate(measure, site, status, turn) for turn in range(TIMES))
    print(f"\n{VISITORS} at a time, medians of {TIMES}; {os.cpu_count()} cores")
    for what, aim in AIMS.items():
        ours, floor = rates["ours", what], rates["floor", what]
        print(f"{what:<12} ours {ours:7.1f}/s   floor {floor:7.1f}/s   ratio {ours / floor:.2f} (aim {aim})")


numbers = iter(range(10_000_000, 99_999_999, 10_000))


def rate(measure, site, status, turn):
    statuses, seconds = measure(site, next(numbers))
    assert set(statuses) == {status}, statuses
    return statuses.total() / seconds
