from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from events.foundation import clock
from tests import make

NOW = "2019-10-08 09:00"


@pytest.fixture(autouse=True)
def moment(settings, tmp_path):
    """The desk asks the clock: all of these tests live at nine on Tuesday, 8 October 2019."""
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(make.at(NOW))


@pytest.fixture
def desk():
    """`desk(staff)`: the browser of that person, signed in."""

    def signed_in(staff):
        client = Client()
        client.force_login(staff, backend="events.foundation.permissions.StaffBackend")
        return client

    return signed_in


def address(name, *args):
    return reverse(f"admin:events_{name}", args=args)


def text_of(response):
    return response.content.decode()


def errors_of(response):
    """What the page of a step or a form shows as refused."""
    form = response.context["adminform"].form if "adminform" in response.context else response.context["form"]
    return [error for errors in form.errors.values() for error in errors]


def filled(session, **changes):
    """What a browser sends when the page of a session is saved, its quotas left alone."""
    sent = {"quotas-TOTAL_FORMS": 0, "quotas-INITIAL_FORMS": 0}
    for field in session._meta.concrete_fields:
        value = field.value_from_object(session)
        if isinstance(value, datetime):
            sent |= {f"{field.name}_0": f"{value:%Y-%m-%d}", f"{field.name}_1": f"{value:%H:%M}"}
        elif value not in (None, False):
            sent[field.name] = value
    return {**sent, **changes}
