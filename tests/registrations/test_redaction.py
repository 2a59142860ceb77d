"""No private link in the log, whatever fails behind it."""

import logging

import pytest
from django.conf import settings
from django.urls import reverse

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


def test_other_records_stay_as_they_are(written):
    logging.getLogger("events").warning("Late by %s days", 2)
    assert written() == "Late by 2 days"


def test_every_handler_of_the_log_has_the_filter():
    handlers = settings.LOGGING["handlers"].values()
    assert all("private links" in handler["filters"] for handler in handlers)
