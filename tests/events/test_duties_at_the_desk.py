"""A duty at the desk: what was judged by which rule, and the reason that is still owed."""

import pytest
from django.urls import reverse

from events import corrections, deadlines
from events.foundation import clock
from events.models import Duty, Session
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


def place(client, duty):
    return client.get(reverse("admin:events_duty_place", args=[duty.pk])).url


def step(name, row, kind="session"):
    return reverse(f"admin:events_{kind}_step", args=[row.pk, name])


class TestPlace:
    """The one address of a duty leads to what is to be done for it now, by the person who comes."""

    @pytest.fixture(autouse=True)
    def moment(self, settings, tmp_path):
        settings.CLOCK_FILE = str(tmp_path / "clock")
        clock.move(make.at("2019-10-08 09:00"))

    @pytest.fixture
    def duty(self, session):
        deadlines.for_session(session, now=make.at("2019-09-02 10:00"))
        return deadlines.find("announce_onsite", session=session)

    def test_the_step_changes_with_the_session_and_with_the_person(self, client, editor, approver, session, duty):
        client.force_login(editor)
        assert place(client, duty) == step("write-announcement", session)
        Session.objects.update(state=Session.State.DRAFT)
        client.force_login(approver)
        assert place(client, duty) == step("approve", session)

    def test_a_point_leads_to_its_session_once_there_is_one(self, client, editor, point, town):
        duty = Duty.objects.create(kind="hold", unit=town, plan=point.plan, point=point, due_on="2019-11-30")
        client.force_login(editor)
        assert place(client, duty) == f"{reverse('admin:events_session_add')}?point={point.pk}"
        session = make.session(point)
        assert place(client, duty) == step("write-announcement", session)

    def test_an_opinion_and_an_error_report_lead_to_their_answer(self, client, office, editor, session):
        opinion = make.opinion(session)
        reply = deadlines.owe_reply(f"opinion:{opinion.pk}", unit=session.unit, session=session, now=clock.now())
        opinion.duty = reply
        opinion.save()
        report = corrections.report(page="/about/", text="电话有误", contact="", now=clock.now())
        mend = deadlines.find("correction", subject=report.subject)
        client.force_login(editor)
        assert place(client, reply) == reverse("admin:feedback_opinion_step", args=[opinion.pk, "reply"])
        client.force_login(office)
        assert place(client, mend) == step("handle", report, kind="errorreport")

    def test_what_is_done_leads_to_the_duty_and_strangers_nowhere(self, client, editor, other_editor, duty):
        deadlines.close(duty, by=editor, now=clock.now())
        client.force_login(editor)
        assert place(client, duty) == reverse("admin:events_duty_change", args=[duty.pk])
        client.force_login(other_editor)
        assert client.get(reverse("admin:events_duty_place", args=[duty.pk])).status_code == 404
