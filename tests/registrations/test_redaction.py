"""No private link in the log, whatever fails behind it."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from gunicorn.config import Config

from opendays.access import Logger
from registrations.redaction import PrivateLinks
from tests import make


@pytest.fixture
def written(caplog):
    """What the handler of the settings would write."""
    caplog.handler.addFilter(PrivateLinks())
    yield lambda: "\n".join(record.getMessage() for record in caplog.records)
    caplog.handler.filters.clear()


def test_a_request_that_fails_behind_a_private_link_is_logged_without_it(db, client, written):
    entry = make.signup(make.announced())
    client.delete(reverse("registrations:signup_private", args=[entry.token]))
    assert "Method Not Allowed" in written()
    assert "/my/***" in written()
    assert entry.token not in written()


@pytest.mark.parametrize("path", ["/my/{}/nowhere/", "/my/new/{}/", "/my/lost/{}/", "/my/lost/{}/again/"])
def test_an_address_that_leads_nowhere_is_logged_without_its_secret(db, client, written, path):
    secret = "s3cret-" * 4
    client.get(path.format(secret))
    assert "/my/***" in written()
    assert "s3cret" not in written()


def test_what_breaks_behind_a_private_link_is_logged_without_it(db, client, caplog):
    entry = make.signup(make.announced())
    with connection.cursor() as cursor:  # what no key opens
        cursor.execute("UPDATE registrations_signup SET name = 'broken' WHERE id = %s", [entry.pk])
    client.raise_request_exception = False
    assert client.get(entry.get_absolute_url()).status_code == 500
    record = next(record for record in caplog.records if record.exc_info)
    record.exc_info = (ValueError, ValueError(f"no page {entry.get_absolute_url()}"), record.exc_info[2])
    assert PrivateLinks().filter(record)
    line = logging.Formatter("%(message)s").format(record)
    assert "/my/***" in line
    assert "Traceback" in line
    assert entry.token not in line


@pytest.mark.once
def test_the_web_server_writes_its_lines_without_private_links(capsys):
    config = Config()
    config.set("accesslog", "-")
    path = "/my/s3cret-link/cancel/"
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": path,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"http://a{path}",
    }
    log = Logger(config)
    log.access(SimpleNamespace(status="200 OK", sent=9, headers=[]), {}, environ, timedelta(seconds=1))
    log.error("Error handling request %s", path)
    said = "".join(capsys.readouterr())
    assert said.count("/my/***") == 3
    assert "s3cret" not in said


@pytest.mark.once
def test_the_procfiles_start_that_web_server():
    for name in ("Procfile", "Procfile.production"):
        web = (settings.BASE_DIR / name).read_text().splitlines()[0]
        assert "--logger-class opendays.access.Logger" in web


def test_other_records_stay_as_they_are(written):
    logging.getLogger("events").warning("Late by %s days", 2)
    assert written() == "Late by 2 days"


def test_every_handler_of_the_log_has_the_filter():
    handlers = settings.LOGGING["handlers"].values()
    assert all("private links" in handler["filters"] for handler in handlers)


def test_django_writes_by_no_handler_of_its_own():
    for name in ("django", "django.request", "django.server"):
        own = [handler for handler in logging.getLogger(name).handlers if handler.name]
        assert {handler.name for handler in own} <= {"stderr"}
