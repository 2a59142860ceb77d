"""The link of a circle: parents sign up by it, the count is seen, and the notice fulfils the duty."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from events import deadlines
from events.models import AuditEntry, Session
from registrations import circles, signups
from registrations.models import ClosedLink, Signup
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")
PERSON = {"name": "王家长", "phone": "13900000001", "consent": "on"}


@pytest.fixture
def session(plan, point, editor):
    """The school tells the parents."""
    make.rule(plan, "tell_parents", 5)
    made = make.announced(point=point, unit=editor.unit, asks_parents=True, capacity=5)
    deadlines.for_session(made, now=NOW)
    return made


@pytest.fixture
def link(session, editor):
    return circles.make(
        session, circle="第一小学五年级家长", last_on=make.at("2019-10-09 00:00").date(), by=editor, now=NOW
    )


def test_a_parent_signs_up_by_the_link_where_the_category_is_closed(session, link, client, at):
    at(NOW)
    with pytest.raises(ValidationError):
        signups.sign_up(session, **{**PERSON, "consent": True}, category="parent", now=NOW)
    shown = client.get(link.get_absolute_url()).content.decode()
    assert "第一小学五年级家长" in shown
    answer = client.post(link.get_absolute_url(), {**PERSON, "category": "parent", "companions": "0"})
    made = Signup.objects.get()
    assert (answer.url, made.category, made.closed_link) == (made.get_absolute_url(), "parent", link)
    assert "王家长" in client.post(link.get_absolute_url(), {**PERSON, "consent": ""}).content.decode()


def test_the_link_lets_people_in_by_invitation_only_sessions_too(session, link):
    Session.objects.update(selection="invitation")
    session.refresh_from_db()
    signups.sign_up(session, **{**PERSON, "consent": True}, category="parent", closed_link=link, now=NOW)
    assert Signup.objects.get().closed_link == link


def test_a_revoked_or_late_link_says_so(session, link, editor, client, at):
    at(make.at("2019-10-10 09:00"))
    assert "已经截止" in client.get(link.get_absolute_url()).content.decode()
    at(NOW)
    circles.revoke(link, by=editor, now=NOW)
    assert "已停用" in client.post(link.get_absolute_url(), {**PERSON, "category": "parent"}).content.decode()
    assert not Signup.objects.exists()


def test_the_record_of_the_notice_fulfils_the_duty(session, link, editor, other_editor):
    told_at = make.at("2019-10-04 16:00")
    with pytest.raises(PermissionDenied):
        circles.record_notice(link, told_at=told_at, way="chat", by=other_editor, now=NOW)
    circles.record_notice(link, told_at=told_at, way="chat", by=editor, now=NOW)
    duty = deadlines.find("tell_parents", session=session)
    assert duty is None or not duty.is_open
    assert AuditEntry.objects.get(act="session.tell_parents").after["told_to"] == "第一小学五年级家长 · 班级群"
    assert ClosedLink.objects.get().told_by == editor


def test_a_link_for_which_there_is_no_seat_is_not_made(session, editor):
    session.quotas.create(category="parent", ceiling=0)
    with pytest.raises(ValidationError) as refused:
        circles.make(session, circle="家长", last_on=session.day, by=editor, now=NOW)
    assert refused.value.error_dict["category"][0].code == "category"


def test_staff_enter_a_parent_who_calls_and_a_link_taken_back_opens_the_form_again(session, link, editor):
    caller = {"name": "周家长", "phone": "13900000009", "category": "parent"}
    signups.enter(session, **caller, source="phone", by=editor, now=NOW)
    circles.revoke(link, by=editor, now=NOW)
    assert signups.sign_up(session, **{**PERSON, "consent": True}, category="parent", now=NOW).closed_link is None


def test_the_desk_makes_counts_and_takes_back(session, editor, client, at):
    at(NOW)
    client.force_login(editor)
    address = reverse("admin:registrations_session_page", args=[session.pk, "circles"])
    client.post(address, {"act": "make", "circle": "二小家长", "category": "parent", "last_on": "2019-10-09"})
    link = ClosedLink.objects.get()
    make.signup(session, closed_link=link)
    make.signup(session, closed_link=link, state="cancelled")
    shown = client.get(address).content.decode()
    assert "通过此链接报名 1 份" in shown
    assert link.get_absolute_url() in shown
    assert "data:image/svg+xml" in shown
    typed = {f"{link.pk}-told_at": "2019-10-04T16:00", f"{link.pk}-way": "chat"}
    assert "班级群" in client.post(address, {"act": "notice", "link": link.pk, **typed}, follow=True).content.decode()
    client.post(address, {"act": "revoke", "link": link.pk})
    assert ClosedLink.objects.get().revoked_by == editor
    assert client.post(address, {"act": "make", "circle": "x", "last_on": "2019-11-09"}).context["make"].errors


def test_a_link_says_no_later_day_than_the_one_on_which_sign_up_closes(session):
    link = make.closed_link(session, last_on=session.day)
    session.signup_closes_at = make.at("2019-10-10 17:00")
    assert link.closes_on == make.at("2019-10-10 00:00").date()
    link.last_on = make.at("2019-10-08 00:00").date()
    assert link.closes_on == link.last_on
