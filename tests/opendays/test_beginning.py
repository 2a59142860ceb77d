"""The first steps in an empty installation, and the task that a visitor's report is."""

import pytest
from django.urls import reverse

from events import corrections, deadlines
from events.foundation import clock
from events.models import Portal
from opendays import beginning
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-08 09:00")


@pytest.fixture(autouse=True)
def moment(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "now")
    clock.move(NOW)


def stand(staff):
    """Each step as done (x), next (>) or still to do (-)."""
    return "".join("x" if step.is_done else ">" if step.is_next else "-" for step in steps(staff))


def steps(staff):
    return beginning.steps(staff, today=NOW.date())


def test_an_empty_portal_begins_with_its_name_and_knows_the_calendar(office):
    assert stand(office) == ">-x--"


def test_a_year_that_no_calendar_knows_is_still_to_be_looked_at(office):
    assert [step.is_done for step in beginning.steps(office, today=make.at("2033-01-04 09:00").date())][2] is False


def test_each_step_is_done_by_what_it_asks_for(office):
    Portal.objects.update(name="政民互动")
    assert stand(office) == "x>x--"
    town = make.unit("黄村镇")
    assert stand(office) == "xxx>-"
    make.notice()
    assert stand(office) == "xxxx>"
    make.staff("editor", unit=town)
    assert steps(office) == []


def test_every_step_leads_to_a_page_that_the_office_may_open(client, office):
    client.force_login(office, backend="events.foundation.permissions.StaffBackend")
    page = client.get(reverse("admin:index")).content.decode()
    for step in steps(office):
        assert f'href="{step.url}"' in page
        assert client.get(step.url).status_code == 200


def test_other_staff_are_not_asked_to_set_up_the_portal(client, office):
    editor = make.staff("editor", unit=office.unit)
    assert steps(editor) == []


def test_a_visitors_report_waits_for_the_office_and_overdue_leads_to_it(client, office):
    row = corrections.report(page="/about/", text="电话有误", now=make.at("2019-09-29 09:00"))
    client.force_login(office, backend="events.foundation.permissions.StaffBackend")
    page = client.get(reverse("admin:index"))
    assert {str(pile.title): pile.count for pile in page.context["waiting"]} == {"待处理的网页纠错": 1}
    [(_title, [day])] = page.context["duty_groups"]
    assert day.duty == deadlines.find("correction", subject=row.subject)
    assert day.url == reverse("admin:events_errorreport_step", args=[row.pk, "handle"])
    assert client.get(day.url).status_code == 200
    assert client.get(reverse("admin:events_duty_change", args=[day.duty.pk])).status_code == 200
