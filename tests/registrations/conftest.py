"""The desk as the tests of this room use it: after closing, signed in with a role at the session's own unit."""

import pytest
from django.urls import reverse

from events.foundation import clock
from events.models import Session, Staff
from tests import make

CLOSED = make.at("2019-10-10 18:00")


@pytest.fixture
def at(settings, tmp_path):
    """Move the portal's clock, which stands after the closing of sign-up."""
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(CLOSED)
    return clock.move


@pytest.fixture
def choice(db):
    """A session whose unit chooses among those who signed up."""
    return make.announced(selection=Session.Selection.CHOICE, capacity=3)


@pytest.fixture
def desk(client, choice, at):
    """A client signed in with a role at the session's own unit."""

    def signed_in(role=Staff.Role.EDITOR, **fields):
        client.force_login(make.staff(role, **{"unit": choice.unit, **fields}))
        return client

    return signed_in


@pytest.fixture
def page():
    """The address of a page about the sign-ups of one session."""
    return lambda session, name: reverse("admin:registrations_session_page", args=[session.pk, name])
