"""The display bar: what a visitor chose is remembered in a cookie, and comes back to the page it was chosen on."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.foundation import clock
from opendays.display import Colours, Display
from tests import make

pytestmark = pytest.mark.django_db


def choose(client, **choice):
    return client.post(reverse("display"), choice)


def page(client, name="about"):
    return client.get(reverse(name)).content.decode()


def sheets(client):
    return re.findall(r'href="/static/css/(\w+)\.css"', page(client))


# --- the cookie


@pytest.mark.parametrize("is_elderly", [True, False])
@pytest.mark.parametrize("colours", Colours)
def test_what_is_written_is_read(is_elderly, colours):
    display = Display(is_elderly, colours)
    assert Display.read(str(display)) == display


@pytest.mark.parametrize("text", ["", "nothing", "-", "dark light elderly", "<script>"])
def test_whatever_else_stands_in_the_cookie_is_the_standard_display(text):
    assert Display.read(text) == Display()


def test_a_button_changes_what_it_names_and_leaves_the_rest():
    display = Display(is_elderly=True)
    assert display.changed({"colours": "contrast"}) == Display(is_elderly=True, colours=Colours.CONTRAST)
    assert display.changed({"elderly": "off"}) == Display()
    assert display.changed({"colours": "pink"}) == display


# --- the pages


def test_each_choice_brings_its_own_sheet_and_nobody_else_loads_it(client):
    standard = sheets(client)
    assert "contrast" not in standard
    assert "elderly" not in standard
    choose(client, elderly="on")
    choose(client, colours="contrast")
    assert {"contrast", "elderly"} <= set(sheets(client))
    assert "dark" not in sheets(client)
    choose(client, colours="light", elderly="off")
    assert sheets(client) == [sheet for sheet in standard if sheet != "dark"]


def test_the_page_bears_the_choice_before_any_script_runs(client):
    choose(client, elderly="on", colours="dark")
    html = re.search(r"<html[^>]*>", page(client))[0]
    assert 'data-colours="dark"' in html
    assert "data-elderly" in html
    assert re.search(r'dark\.css"\s+media="screen"', page(client))


def test_the_version_for_the_elderly_has_fewer_choices(client):
    plans = f'href="{reverse("events:plans")}"'
    assert plans in page(client, "home")
    choose(client, elderly="on")
    assert plans not in page(client, "home")
    assert "我要参加活动" in page(client, "home")


def test_no_cache_gives_a_page_of_one_display_to_another(client):
    assert "Cookie" in client.get(reverse("about"))["Vary"]
    listed = client.get(reverse("events:sessions"), headers={"HX-Request": "true"})
    assert {"HX-Request", "Cookie"} <= set(re.split(r",\s*", listed["Vary"]))


# --- there and back


def test_one_comes_back_to_the_page_with_its_filters(client):
    back = reverse("events:sessions") + "?words=%E9%BB%84%E6%9D%91&page=2"
    assert f'name="back" value="{back.replace("&", "&amp;")}"' in client.get(back).content.decode()
    answer = choose(client, elderly="on", back=back)
    assert answer["Location"] == back
    cookie = answer.cookies["display"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("elderly-system", True, "Lax")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "home", "", "events:x"],
)
def test_one_is_led_to_no_other_site(client, back):
    assert choose(client, back=back)["Location"] == reverse("home")


def test_looking_changes_nothing(client):
    assert client.get(reverse("display")).status_code == 405


def test_a_portal_behind_https_sends_the_cookie_over_https_only(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert choose(client, elderly="on").cookies["display"]["secure"]


def test_a_page_for_the_elderly_costs_no_more(client):
    make.announced()
    standard = queries(client)
    choose(client, elderly="on")
    assert queries(client) <= standard


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        page(client, "home")
    return len(captured)


def test_nobody_is_asked_to_sign_up_before_a_day_that_has_passed(client):
    now = clock.now()
    make.session(
        state="announced",
        announced_at=now - timedelta(days=9),
        starts_at=now + timedelta(days=3),
        signup_opens_at=now - timedelta(days=8),
        signup_closes_at=now - timedelta(days=1),
    )
    choose(client, elderly="on")

    sessions = page(client, "events:sessions")

    assert "报名已截止" in sessions
    assert "前报名" not in sessions
