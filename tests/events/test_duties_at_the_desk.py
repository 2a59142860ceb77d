"""A duty at the desk: what was judged by which rule, and the reason that is still owed."""

import pytest
from django.urls import reverse

from events import deadlines
from events.models import Duty
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(session) -> Duty:
    deadlines.for_session(session, now=make.at("2019-09-02 10:00"))
    return deadlines.close(deadlines.find("tell_selected", session=session), by=None, now=make.at("2019-10-14 08:00"))


def test_the_reason_of_a_delay_is_given_once_on_the_page_of_the_duty(client, editor, late):
    client.force_login(editor)
    page, step = (
        reverse(f"admin:events_duty_{name}", args=args)
        for name, args in (
            ("change", [late.pk]),
            ("step", [late.pk, "explain"]),
        )
    )
    assert step in client.get(page).content.decode()

    client.post(step, {"reason": "短信平台故障"})

    late.refresh_from_db()
    assert late.late_reason == "短信平台故障"
    assert step not in client.get(page).content.decode()


def test_another_unit_has_no_way_to_the_duty(client, other_editor, late):
    client.force_login(other_editor)

    client.post(reverse("admin:events_duty_step", args=[late.pk, "explain"]), {"reason": "不是我的"})

    late.refresh_from_db()
    assert late.late_reason == ""
