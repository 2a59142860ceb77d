"""The filters of the lists: what a range of days holds."""

import pytest

from events.models import Duty
from tests import make
from tests.events.admin.conftest import address

pytestmark = pytest.mark.django_db


def rows(browser, model, **chosen):
    return list(browser.get(address(f"{model}_changelist"), chosen).context["cl"].result_list)


@pytest.mark.parametrize("writing", ["2019-10-14", "2019/10/14"])
def test_a_range_of_days_holds_its_first_and_its_last_day(desk, editor, point, writing):
    make.session(point, starts_at=make.at("2019-10-13 23:00"))
    first = make.session(point, starts_at=make.at("2019-10-14 00:00"))
    last = make.session(point, starts_at=make.at("2019-10-14 20:00"))
    make.session(point, starts_at=make.at("2019-10-15 00:00"))

    assert rows(desk(editor), "session", starts_at_from=writing, starts_at_to=writing) == [last, first]


def test_a_day_without_hours_is_held_as_well(desk, editor, plan, town):
    for day in ("2019-10-13", "2019-10-14", "2019-10-15"):
        Duty.objects.create(kind="per_year", plan=plan, unit=make.unit(parent=town), due_on=day)

    found = rows(desk(editor), "duty", due_on_from="2019-10-14", due_on_to="2019-10-14")

    assert [duty.due_on.isoformat() for duty in found] == ["2019-10-14"]


def test_what_is_no_day_narrows_nothing(desk, editor, session):
    assert rows(desk(editor), "session", starts_at_from="gestern") == [session]
