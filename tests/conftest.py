"""Servers, folders and the browser; the people of the tests stand in tests/make.py."""

import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase
from playwright.sync_api import sync_playwright

from events.foundation import workdays
from tests import chromium, make
from tests import portal as portals

TESTS = Path(__file__).parent
# What takes longest, in this order: while it lasts, the other processes do the rest, and end with what is short.
LONGEST = (
    "journeys/test_desk_pages.py",
    "journeys/test_public_pages.py",
    "journeys/test_notice.py",
    "journeys/test_year.py",
    "journeys",
    "bench/test_weight.py",
    "registrations/test_crowd.py",
    "test_portal.py",
)
NOTICES = TESTS / "events" / "notices"

# No test fails for being slow: it would say more about the machine.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

# Playwright runs an event loop in the test's thread; the ORM beside it is still used by that thread alone.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def pytest_configure(config):
    """Each test process has a cache of its own, pages find their assets without collectstatic, passwords are cheap."""
    config.pluginmanager.register(LongestFirst())
    process = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    if settings.REDIS_URL:
        server, _, base = settings.REDIS_URL.rpartition("/")
        settings.CACHES["default"]["LOCATION"] = f"{server}/{int(base or 0) + 1 + int(process.removeprefix('gw'))}"
    else:
        settings.CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    settings.CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # its own tests set another
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of its absence, and a warning is an error here
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.PROOF_OF_WORK = settings.FORM_SECONDS = 0  # the tests about them set them
    TransactionTestCase._fixture_teardown = flush_and_restore


# What the migrations filled. Kept here, not on the connection: once a browser's event loop runs in this thread, Django
# opens another connection for it.
MIGRATED: dict[str, str] = {}


def flush_and_restore(case, flush=TransactionTestCase._fixture_teardown):
    """A test with real commits ends in a flush, which takes the rows of our data migrations too: bring them back."""
    # Else the flush makes content types of its own, beside the ones brought back.
    case.serialized_rollback, connection._test_serialized_contents = True, MIGRATED["rows"]
    flush(case)
    connection.creation.deserialize_db_from_string(MIGRATED["rows"])


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items):
    for item in items:
        if NOTICES in item.path.parents and not item.get_closest_marker("django_db") and "db" not in item.fixturenames:
            item.add_marker("once")  # the reading of notices knows no database
    if not chromium.PATH:
        missing = pytest.mark.skip(reason="no Chromium found: install chromium, or name one in CHROMIUM")
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(missing)


class LongestFirst:
    """Registered by itself, because it comes after the shuffling, and what chooses by marks before.

    Several processes need --no-loadscope-reorder: else they begin with the files that hold the most tests.
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items):
        items.sort(key=self.rank)

    @staticmethod
    def rank(item):
        return next(
            (rank for rank, place in enumerate(LONGEST) if item.path.is_relative_to(TESTS / place)), len(LONGEST)
        )


def pytest_sessionfinish(session):
    """With NO_SKIPS (set by .ci/run) a skipped test is a failure: a green run there has run everything."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NO_SKIPS") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """On SQLite, a file of this run's own: threads can wait for its lock, which nobody can in a database in memory."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    # Missing where no test of this run asks for it by its mark (serialized_rollback), as every test with commits does.
    MIGRATED["rows"] = getattr(connection, "_test_serialized_contents", "[]")


@pytest.fixture(autouse=True)
def empty_rooms(settings, tmp_path):
    """No test meets what another left in the cache or among the uploads."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()
    workdays.forget()


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """The whole portal in its own processes with an empty database; fill it with `portal.manage("demo")` or by hand."""
    with portals.prepared(tmp_path_factory.mktemp("var")) as portal, portals.running(portal):
        yield portal


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium.PATH, args=chromium.FLAGS)
        yield started
        started.close()
        connections.close_all()  # those of this event loop; left open, they would keep the test database from going


@pytest.fixture
def page(browser):
    """A fresh visitor, in Chinese, at the width of a desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


# The cast: one office, one unit with its people, one unit next door.


@pytest.fixture
def town(db):
    return make.unit("黄村镇", kind="town")


@pytest.fixture
def office(db):
    return make.staff("office", name="公开办")


@pytest.fixture
def editor(town):
    return make.staff("editor", unit=town, name="李经办")


@pytest.fixture
def approver(town):
    return make.staff("approver", unit=town, name="张审核")


@pytest.fixture
def other_editor(db):
    return make.staff("editor", unit=make.unit("采育镇", kind="town"), name="邻镇经办")


@pytest.fixture
def plan(db):
    return make.plan(rules={"announce_onsite": 5, "report": 5})


@pytest.fixture
def point(plan, town):
    return make.point(plan, [town], number=1, title="优化营商环境")


@pytest.fixture
def session(point):
    return make.session(point)
