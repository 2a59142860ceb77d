"""Pages behind a private link: whoever has the link is the person, so the link must go nowhere."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from registrations import signups
from registrations.models import Signup

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def private(view: Callable[[HttpRequest, Signup], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give the view the sign-up of the link, and the page the headers that keep the link to itself.

    Exempt from the CSRF check: with `no-referrer` browsers send the origin `null`, which the check refuses, and the
    address itself is the secret that nobody else could put into a form.
    """

    @csrf_exempt
    @wraps(view)
    def shown(request: HttpRequest, token: str) -> HttpResponse:
        try:
            signup = signups.find_by_token(token)
        except Signup.DoesNotExist:
            response = render(request, "registrations/unknown.html", status=404)
        else:
            response = view(request, signup)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return shown
