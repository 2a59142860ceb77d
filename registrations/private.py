"""Pages behind a private link: whoever has the link is the person, so the link must go nowhere."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from events.models import ContactCode
from registrations import circles, door_links, feed, invitations, lost, signups, verifying, watchers
from registrations.models import ClosedLink, DoorLink, Invitation, Pending, Signup, Watcher

Row = TypeVar("Row", Signup, Watcher, Pending, ContactCode, Invitation, ClosedLink, DoorLink)
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the sign-up of the link, and the page the headers that keep the link to itself.

    What else the address names goes on to the view.
    """
    return _behind(signups.find_by_token, view)


def private_feed(view: Callable[[HttpRequest, Signup], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """The same for the address under which a calendar follows the sign-up."""
    return _behind(feed.find, view)


def private_stream(view: Callable[[HttpRequest, Watcher], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """The same for the link by which a reminder of a livestream is given up."""
    return _behind(watchers.find_by_token, view)


def private_pending(view: Callable[[HttpRequest, Pending], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """The same for a sign-up that waits for its code."""
    return _behind(verifying.find, view)


def private_check(
    view: Callable[[HttpRequest, ContactCode], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """The same for whoever looks for a lost link."""
    return _behind(lost.find, view)


def private_invitation(
    view: Callable[[HttpRequest, Invitation], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """The same for the link by which an invited guest answers."""
    return _behind(invitations.find_by_token, view)


def private_circle(
    view: Callable[[HttpRequest, ClosedLink], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """The same for the link of a circle: it is secret, too, and stands in no list of a search engine."""
    return _behind(circles.find_by_token, view)


def private_door(view: Callable[[HttpRequest, DoorLink], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """The same for the link by which a helper keeps the door."""
    return _behind(door_links.find, view)


def _behind(find: Callable[[str], Row], view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Exempt from the CSRF check: with `no-referrer` browsers send the origin `null`, which the check refuses, and the
    address itself is the secret that nobody else could put into a form.
    """

    @csrf_exempt
    @wraps(view)
    def shown(request: HttpRequest, token: str, **more: str) -> HttpResponse:
        try:
            row = find(token)
        except ObjectDoesNotExist:
            response = render(request, "registrations/unknown.html", status=404)
        else:
            response = view(request, row, **more)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return shown
