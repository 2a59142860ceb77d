"""Public pages made once for all: what they share, and what they never do."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse

from events.foundation import clock
from events.models import Portal, Session
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")


@pytest.fixture
def session(settings, tmp_path):
    """An announced session, and a portal that keeps its pages, as outside of the tests."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "sharing"}
    settings.CACHES = {**settings.CACHES, "pages": memory}
    caches["pages"].clear()
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)
    return make.announced(capacity=30)


@pytest.fixture
def read(client, session):
    def read(name="events:session", **headers):
        address = session.get_absolute_url() if name == "events:session" else reverse(name)
        return client.get(address, headers=headers).content.decode()

    return read


@pytest.mark.parametrize("name", ["home", "events:sessions", "events:session", "events:plans"])
def test_the_second_visitor_costs_no_query(read, name, django_assert_num_queries):
    first = read(name)
    with django_assert_num_queries(0):
        assert read(name) == first


def test_languages_displays_and_fragments_share_nothing(client, read):
    whole = read("events:sessions")
    fragment = read("events:sessions", **{"HX-Request": "true"})
    client.cookies["display"] = "elderly-system"
    elderly = read("events:sessions")
    client.cookies["django_language"] = "en"
    english = read("events:sessions")

    assert "<html" not in fragment
    assert len({whole, fragment, elderly, english}) == 4


def test_browsers_ask_again_each_time_so_that_a_changed_display_shows_at_once(client, session):
    said = client.get(session.get_absolute_url())
    assert "no-cache" in said["Cache-Control"]
    assert {"Cookie", "HX-Request"} <= {name.strip() for name in said["Vary"].split(",")}


def test_staff_see_the_identity_that_they_have_just_saved(client, session, office, read):
    read("home")
    Portal.objects.update(name="大兴开放日")
    client.force_login(office)
    assert "大兴开放日" in read("home")


def test_a_form_is_never_shared(client, session):
    """Whether a session still takes anybody is asked of the database each time."""
    address = reverse("registrations:signup", args=[session.pk])
    assert 'name="phone"' in client.get(address).content.decode()
    Session.objects.filter(pk=session.pk).update(signup_closes_at=NOW - timedelta(minutes=1))
    assert 'name="phone"' not in client.get(address).content.decode()
