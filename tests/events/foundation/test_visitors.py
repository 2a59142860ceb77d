"""The address by which visitors are counted cannot be forged by a header."""

import pytest
from django.test import RequestFactory

from events.foundation import visitors

pytestmark = pytest.mark.once


def seen(line, forwarded=""):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return visitors.address(RequestFactory().get("/", REMOTE_ADDR=line, **headers))


def test_without_a_trusted_proxy_the_header_is_not_read():
    assert seen("203.0.113.9", "198.51.100.1") == "203.0.113.9"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("1.2.3.4, 198.51.100.1", "198.51.100.1"),  # what a client wrote itself stands further left
        ("198.51.100.1, 10.0.0.7", "198.51.100.1"),  # two proxies, one behind the other
        ("2001:db8::1", "2001:db8::1"),
        ("nonsense", "10.0.0.2"),
        ("", "10.0.0.2"),
    ],
)
def test_behind_a_trusted_proxy_its_last_word_counts(settings, forwarded, address):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert seen("10.0.0.2", forwarded) == address


def test_from_elsewhere_the_header_stays_unread_even_where_a_proxy_is_trusted(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert seen("203.0.113.9", "198.51.100.1") == "203.0.113.9"


def test_a_household_has_one_network():
    requests = [RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{host}") for host in (1, 2)]
    assert {visitors.network(request) for request in requests} == {"2001:db8:1:2::/64"}
