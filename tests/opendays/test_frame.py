"""Head and foot of a page, which many pages share."""

import re

import pytest
from django.utils.html import escape

from events import identity
from tests import make

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def shared(settings):
    """As delivered: what pages show alike is kept."""
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "frames"},
    }
    settings.PAGE_SECONDS = 5


def test_the_head_knows_this_page_and_no_other(client, session):
    """The language switch leads back; a private address must not be found on anybody else's page."""
    mine, other = make.signup(session), make.signup(session, name="王五", phone="13900000002")
    pages = {signup: client.get(signup.get_absolute_url()).content.decode() for signup in (mine, other)}
    assert [(page.count(mine.token), page.count(other.token)) for page in pages.values()] == [
        (pages[mine].count(mine.token), 0),
        (0, pages[other].count(other.token)),
    ]
    assert f'name="back" value="{mine.get_absolute_url()}"' in pages[mine]


def test_an_address_is_text_whatever_stands_in_it(client, db):
    text = client.get('/sessions/?words="><script>').content.decode()
    assert "<script>&" not in text
    assert '"><script>' not in text
    assert f'value="{escape("/sessions/?words=%22%3E%3Cscript%3E")}"' in text


def test_pages_differ_by_language_display_and_place(client, session):
    assert marked(client.get("/about/")) == "关于"
    assert marked(client.get("/")) == "首页"
    assert "长者版" in client.get("/about/").content.decode()
    client.cookies["display"] = "elderly-system"
    assert "标准版" in client.get("/about/").content.decode()
    client.cookies["django_language"] = "en"
    assert marked(client.get("/about/")) == "About"


def marked(page):
    """The door of the navigation in which the visitor stands."""
    return re.search(r'aria-current="page">([^<]+)<', page.content.decode())[1]


def test_staff_see_at_once_what_they_changed(client, office, session):
    client.get("/about/")
    own = identity.current()
    own.name = "新名字"
    own.save()
    client.force_login(office)
    assert "新名字" in client.get("/about/").content.decode()
