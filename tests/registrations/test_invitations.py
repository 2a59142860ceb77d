"""Invited guests: asked in one act, answered by a link, counted only once they accept."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from events import sessions
from events.foundation import outbox
from events.models import AuditEntry, Message, Session
from registrations import erasure, guests, invitations, makeup, sheets
from registrations.models import Guest, Invitation, Signup
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")
UNTIL = make.at("2019-10-10 18:00")


@pytest.fixture
def session(session):
    session.state, session.announced_at, session.capacity = Session.State.ANNOUNCED, NOW - timedelta(days=3), 2
    session.save()
    return session


@pytest.fixture
def book(town, editor):
    people = (("张代表", "13900000001", "zhang@example.cn", "deputy"), ("李记者", "13900000002", "", "reporter"))
    return [
        guests.save(Guest(unit=town, name=name, phone=phone, email=email, category=category), by=editor, now=NOW)
        for name, phone, email, category in people
    ]


@pytest.fixture
def invited(session, book, editor):
    """The deputy has a letter, the reporter must be called."""
    keys = [guest.pk for guest in book]
    return invitations.send(session, keys, answer_by=UNTIL, companions_max=1, by=editor, now=NOW)


def page(invitation):
    return reverse("registrations:invited", args=[invitation.token])


def letters(name):
    return Message.objects.filter(letter=name)


def test_many_are_invited_in_one_act_and_hold_no_seat(invited, session, book):
    deputy, reporter = invited
    assert (letters("guest_invited").get().to, deputy.letter.letter) == ("zhang@example.cn", "guest_invited")
    assert page(deputy) in letters("guest_invited").get().body
    assert list(Invitation.objects.to_call()) == [reporter]
    assert AuditEntry.objects.filter(act="invitation.send").count() == 2
    session.refresh_from_db()
    assert (session.seats_taken, invitations.open_people(session)) == (0, 4)
    assert Guest.objects.get(pk=book[0].pk).last_used_at == NOW


def test_whoever_is_invited_or_listed_is_not_invited_again(invited, session, book, editor):
    with pytest.raises(ValidationError) as refused:
        invitations.send(session, [book[0].pk], answer_by=UNTIL, by=editor, now=NOW)
    assert (refused.value.code, "张**" in refused.value.messages[0]) == ("invited", True)
    with pytest.raises(ValidationError):
        invitations.send(session, [book[0].pk], answer_by=NOW, by=editor, now=NOW)


def test_another_unit_neither_invites_nor_reads_the_book(session, book, other_editor, editor):
    with pytest.raises(PermissionDenied):
        invitations.send(session, [book[0].pk], answer_by=UNTIL, by=other_editor, now=NOW)
    assert not Guest.objects.visible_to(other_editor).exists()
    foreign = make.session(make.point(session.point.plan, [other_editor.unit]))
    with pytest.raises(ValidationError) as refused:
        invitations.send(foreign, [book[0].pk], answer_by=UNTIL, by=other_editor, now=NOW)
    assert refused.value.code == "nobody"


def test_a_guest_who_accepts_has_a_seat_and_counts(invited, session, client, at):
    at(NOW)
    answer = client.post(page(invited[0]), {"answer": "accept", "companions": "1"}, follow=True)
    assert "谢谢您答应参加" in answer.content.decode()
    signup = Signup.objects.get()
    assert (signup.state, signup.source, signup.companions, signup.category) == ("selected", "invitation", 1, "deputy")
    assert (signup.consent_form, signup.told_at, signup.entered_by) == ("online", NOW, None)
    session.refresh_from_db()
    assert session.seats_taken == 2
    assert makeup.of([signup]).invited == 2
    assert signup.get_absolute_url() in letters("guest_expected").get().body
    assert client.post(page(invited[0]), {"answer": "accept"}).status_code == 302
    assert Signup.objects.count() == 1


def test_a_guest_without_a_seat_is_told_kindly_and_the_unit_once(invited, session, client, at, editor):
    at(NOW)
    Session.objects.update(seats_taken=2)
    for _try in range(2):
        shown = client.post(page(invited[0]), {"answer": "accept"}).content.decode()
        assert "目前名额已满" in shown
    assert letters("guest_found_no_seat").filter(recipient=editor, in_inbox=True).count() == 1
    assert Invitation.objects.get(pk=invited[0].pk).state == "sent"
    with pytest.raises(ValidationError) as refused:
        invitations.accept(invited[0], companions=2, now=NOW)
    assert refused.value.error_dict["companions"]


def test_who_declined_may_think_better_of_it_in_time(invited, client, at):
    at(NOW)
    assert "不能参加" in client.post(page(invited[0]), {"answer": "decline"}, follow=True).content.decode()
    invitations.accept(invited[0], now=NOW)
    assert Signup.objects.get().state == "selected"


def test_an_answer_on_the_telephone_is_written_down(invited, editor, other_editor):
    with pytest.raises(PermissionDenied):
        invitations.accept(invited[1], by=other_editor, now=NOW)
    row = invitations.accept(invited[1], by=editor, now=NOW)
    signup = row.signup
    assert (row.answered_by, signup.consent_form, signup.told_by, signup.call_about) == (editor, "oral", editor, "")


def test_a_reminder_goes_once_by_itself_then_the_invitation_lapses(invited, client, at):
    for _run in range(2):
        invitations.sweep(now=UNTIL - timedelta(hours=12))
    assert letters("guest_reminded").count() == 1
    assert invitations.sweep(now=UNTIL) == 2
    at(UNTIL)
    assert "不能再在这里答复" in client.get(page(invited[0])).content.decode()
    with pytest.raises(ValidationError):
        invitations.accept(invited[0], now=UNTIL)


def test_a_withdrawn_or_cancelled_invitation_says_so(invited, session, editor, client, at):
    at(NOW)
    invitations.withdraw(invited[0], by=editor, now=NOW)
    assert letters("guest_withdrawn").get().to == "zhang@example.cn"
    assert "已取消" in client.get(page(invited[0])).content.decode()
    sessions.cancel(session, reason="停电", by=editor, now=NOW)
    assert set(Invitation.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_a_moved_session_is_told_to_those_who_have_not_answered(invited, session, editor):
    moved = {"starts_at": make.at("2019-10-15 09:00"), "ends_at": make.at("2019-10-15 11:00"), "place": "二层"}
    sessions.move(session, **moved, reason="停电", by=editor, now=NOW)
    assert "二层" in letters("guest_moved").get().body


def test_invitations_are_erased_with_their_session_and_the_book_stays(invited, session, client, at):
    invitations.accept(invited[0], now=NOW)
    after = make.at("2020-01-13 03:10")
    assert erasure.erase(now=after) == 1
    kept = Invitation.objects.get(pk=invited[0].pk)
    assert (kept.state, kept.name, kept.phone, kept.email, kept.guest) == ("accepted", "", "", "", None)
    assert not Message.objects.filter(belongs_to__startswith="invitation:", erased_at=None).exists()
    assert Guest.objects.get(category="deputy").name == "张代表"
    assert client.get(page(invited[0])).status_code == 404
    assert outbox.erase([], now=after) == 0


def test_a_table_of_guests_is_taken_whole_or_not_at_all(book, town, editor):
    rows = "姓名,手机,类别,单位及职务\n张代表,13900000001,专家,研究院\n赵专家,13900000009,,大学\n,12,火星人,\n"
    added, faults = guests.bring(town, sheets.read(rows.encode()), category="expert", by=editor, now=NOW)
    assert (added, [(fault.row, fault.column) for fault in faults]) == (0, [(4, "姓名"), (4, "手机"), (4, "类别")])
    assert Guest.objects.count() == 2
    good = rows.removesuffix(",12,火星人,\n")
    assert guests.bring(town, sheets.read(good.encode()), category="expert", by=editor, now=NOW) == (1, [])
    assert Guest.objects.get(pk=book[0].pk).post == "研究院"
    with pytest.raises(ValidationError) as refused:
        guests.save(Guest(unit=town, name="张 代表", phone="+86 13900000001"), by=editor, now=NOW)
    assert refused.value.error_dict["name"][0].code == "twice"


def test_the_desk_invites_and_writes_answers_down(session, book, approver, client, at, django_assert_max_num_queries):
    at(NOW)
    client.force_login(approver)
    address = [
        reverse("admin:registrations_session_page", args=[session.pk, name]) for name in ("invite", "invitations")
    ]
    shown = client.get(address[0]).content.decode()
    assert "张代表" in shown
    typed = {"guest": [guest.pk for guest in book], "answer_by": "2019-10-10T18:00", "companions_max": "0"}
    shown = client.post(address[0], typed, follow=True).content.decode()
    assert "发出 1 份邀请。1 人收不到信" in shown
    assert "13900000002" in shown
    reporter = Invitation.objects.get(category="reporter")
    assert (
        "答应参加"
        in client.post(address[1], {"act": "accept", "invitation": reporter.pk}, follow=True).content.decode()
    )
    assert Signup.objects.get().name == "李记者"
    book_page = client.get(reverse("admin:registrations_guest_changelist")).content.decode()
    assert "张**" in book_page
    assert "张代表" not in book_page


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_as_many_statements_for_one_guest_as_for_three(
    count, session, town, editor, client, at, django_assert_max_num_queries
):
    at(NOW)
    made = [
        guests.save(Guest(unit=town, name=f"张{n}代表", phone=f"1390000000{n}"), by=editor, now=NOW)
        for n in range(count)
    ]
    client.force_login(editor)
    invitations.send(session, [guest.pk for guest in made], answer_by=UNTIL, by=editor, now=NOW)
    for name in ("invite", "invitations"):
        with django_assert_max_num_queries(30):
            client.get(reverse("admin:registrations_session_page", args=[session.pk, name]))
