"""What the public can see of a draw, and repeat: the steps before it, the record after it, and a draw that is void."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from events import sessions, ways
from events.models import AuditEntry, Session, Staff
from registrations import draw, draw_void, revisions, selection, signups
from registrations.models import Draw, Signup
from tests import make
from tests.refusals import refused
from tests.registrations.draws import ANNOUNCED, CLOSED, DRAWN, FROZEN, KNOWN, VALUE, announced, hold

pytestmark = pytest.mark.django_db


def refuses(code, act, *arguments, **how):
    with refused(code):
        act(*arguments, **how)


@pytest.fixture
def session():
    return announced()


@pytest.fixture
def editor(session):
    return make.staff(unit=session.unit)


@pytest.fixture
def approver(session):
    return make.staff("approver", unit=session.unit)


@pytest.fixture
def held(session, editor, approver):
    return hold(session, editor, approver)


# --- the frozen list


def test_at_closing_the_list_is_frozen_by_the_sweep_once_the_last_entry_is_written(session):
    assert draw.freeze_due(now=CLOSED) == 0
    assert draw.freeze_due(now=FROZEN) == 1
    assert draw.freeze_due(now=FROZEN) == 0
    found = Draw.objects.get()
    rows = Signup.objects.order_by("public_code")
    assert found.entries.splitlines() == [f"{row.public_code} {row.category} {row.seats}" for row in rows]
    assert found.list_fingerprint == draw.fingerprint(found.entries)


def test_after_closing_staff_enter_nobody_into_the_list_of_a_draw(session, editor):
    how = {"category": "resident", "source": "phone", "by": editor, "now": CLOSED}
    refuses("settled", signups.enter, session, name="来电人", phone="13900000001", **how)


def test_the_size_of_a_party_on_the_frozen_list_stays(session):
    row = Signup.objects.filter(companions=2).first()
    draw.freeze(session, now=FROZEN)
    with pytest.raises(ValidationError) as caught:
        revisions.revise(row, email="", phone=row.phone, companions=1, now=FROZEN)
    assert "companions" in caught.value.message_dict


def test_sign_up_does_not_open_again_over_a_frozen_list(session, editor):
    draw.freeze(session, now=FROZEN)
    later = make.at("2019-10-11 17:00")
    refuses("frozen", sessions.change, session, by=editor, now=FROZEN, reason="延长", signup_closes_at=later)


def test_another_way_of_selection_opens_the_list_again(session, editor):
    draw.freeze(session, now=FROZEN)
    ways.change(session, selection="choice", reason="人数不多", by=editor, now=FROZEN)
    assert Draw.objects.get().frozen_at is None
    assert signups.enter(
        session, name="来电人", phone="13900000001", category="resident", source="phone", by=editor, now=FROZEN
    )


# --- the public value


def test_a_value_counts_once_two_people_have_typed_the_same(session, editor, approver):
    draw.freeze(session, now=FROZEN)
    draw.enter_value(session, value="03 12", by=editor, now=KNOWN)
    first = draw.enter_value(session, value=" 03  11 ", by=editor, now=KNOWN)  # the own slip, mended
    assert (first.value, first.value_at) == ("", None)
    second = draw.enter_value(session, value="03 11", by=approver, now=KNOWN)
    assert (second.value, second.value_typed_by, second.value_by) == ("03 11", editor, approver)
    refuses("entered", draw.enter_value, session, value="03 11", by=approver, now=KNOWN)


def test_two_different_values_are_both_set_aside(session, editor, approver):
    draw.freeze(session, now=FROZEN)
    draw.enter_value(session, value="03 11", by=editor, now=KNOWN)
    found = draw.enter_value(session, value="03 12", by=approver, now=KNOWN)
    assert (found.value_typed, found.value_typed_by, found.value) == ("", None, "")
    assert AuditEntry.objects.filter(act="draw.value_differs").exists()
    for entry in AuditEntry.objects.all():
        assert "03 1" not in json.dumps(entry.after)


def test_no_value_is_typed_before_it_is_known_or_the_list_is_frozen(session, editor):
    refuses("early", draw.enter_value, session, value="1", by=editor, now=KNOWN)
    draw.freeze(session, now=FROZEN)
    refuses("early", draw.enter_value, session, value="1", by=editor, now=FROZEN)
    refuses("value", draw.enter_value, session, value=" ", by=editor, now=KNOWN)
    with pytest.raises(PermissionDenied):
        draw.enter_value(session, value="1", by=make.staff(), now=KNOWN)


def test_the_draw_waits_for_its_moment_and_its_value(session, editor, approver):
    draw.freeze(session, now=FROZEN)
    refuses("early", draw.run, session, by=editor, now=KNOWN)
    refuses("value", draw.run, session, by=editor, now=DRAWN)


def test_the_value_decides_with_the_seed(session, editor, approver):
    found = hold(session, editor, approver)
    codes = [row.public_code for row in Signup.objects.all()]
    assert found.facts["order"] == draw.rank(found.seed, codes, "03 11 18 22 26 31 + 07")
    assert found.facts["order"] != draw.rank(found.seed, codes)


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("draw_value_at", {"draw_value_at": CLOSED}),
        ("draw_value_at", {"draw_value_at": None}),
        ("draws_at", {"draws_at": KNOWN}),
        ("draws_at", {"draws_at": make.at("2019-10-14 09:00")}),
    ],
)
def test_what_is_announced_of_a_draw_makes_sense(session, editor, field, values):
    Session.objects.filter(pk=session.pk).update(state="draft", announced_at=None)
    session.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        sessions.change(session, by=editor, now=ANNOUNCED, **values)
    assert field in caught.value.message_dict


def test_what_was_announced_of_a_draw_stays(session, editor):
    refuses("announced", sessions.change, session, by=editor, now=ANNOUNCED, reason="改", draw_value="另一个")


def test_who_left_the_list_before_the_draw_is_named_with_the_reason(session, editor, approver):
    gone, out = Signup.objects.order_by("pk")[:2]
    draw.freeze(session, now=FROZEN)
    signups.cancel(gone, now=FROZEN)
    selection.decide(session, [out.pk], "refused", reason="年龄不符", by=editor, now=FROZEN)
    found = hold(session, editor, approver)
    assert found.facts["left_out"] == {gone.public_code: "cancelled", out.public_code: "refused"}
    assert found.facts["count"] == 10
    assert len(found.facts["order"]) == 8


def test_whom_the_unit_picked_first_takes_seats_before_the_draw(session, editor, approver):
    Session.objects.filter(pk=session.pk).update(selection=Session.Selection.MIXED)
    session.refresh_from_db()
    picked = Signup.objects.filter(category="resident", companions=0).first()
    draw.freeze(session, now=FROZEN)
    selection.decide(session, [picked.pk], "selected", reason="首次参加", by=editor, now=FROZEN)
    found = hold(session, editor, approver)
    assert found.facts["left_out"] == {picked.public_code: "picked"}
    assert found.facts["seats"]["taken"] == {"resident": 1}
    selection.confirm(session, by=editor, now=DRAWN)
    seated = Signup.objects.filter(state="selected")
    assert {row.public_code for row in seated} == {picked.public_code, *found.facts["selected"]}


def test_the_confirmed_list_is_the_drawn_one(session, held, editor):
    selection.confirm(session, by=editor, now=DRAWN)
    seated = Signup.objects.filter(state="selected")
    assert {row.public_code for row in seated} == set(held.facts["selected"])
    waiting = Signup.objects.filter(state="waiting").order_by("rank")
    assert [row.public_code for row in waiting] == held.facts["reserves"]


def test_everybody_is_told_the_place_and_where_it_is_checked(session, held, editor):
    loser = Signup.objects.get(public_code=held.facts["reserves"][0])
    Signup.objects.filter(pk=loser.pk).update(email="zhu@example.cn")
    other = make.session(session.point, state="announced", starts_at=make.at("2019-10-21 09:00"))
    selection.confirm(session, by=editor, now=DRAWN)
    loser.refresh_from_db()
    letter = loser.letter
    assert f"公开编号 {loser.public_code} 排在第 {loser.rank} 位" in letter.body
    assert held.get_absolute_url() in letter.body
    assert other.title in letter.body


# --- void


def test_a_draw_is_held_once_by_the_database_too(session, held):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.draw(session)


def test_a_second_draw_follows_only_a_void_that_the_office_approves(session, held, editor):
    refuses("drawn", draw.run, session, by=editor, now=DRAWN)
    office = make.staff(Staff.Role.OFFICE)
    refuses("not_asked", draw_void.approve, session, by=office, now=DRAWN)
    draw_void.ask(session, reason="公共数值录入了前一期的", by=editor, now=DRAWN)
    with pytest.raises(PermissionDenied):
        draw_void.approve(session, by=editor, now=DRAWN)
    fresh = draw_void.approve(session, by=office, now=DRAWN)
    held.refresh_from_db()
    assert (held.voided_at, held.void_reason) == (DRAWN, "公共数值录入了前一期的")
    assert fresh.seed_fingerprint != held.seed_fingerprint
    assert fresh.list_fingerprint == held.list_fingerprint
    assert not Signup.objects.filter(won_at__isnull=False).exists()
    assert not Signup.objects.filter(rank__isnull=False).exists()
    session.refresh_from_db()
    assert session.seats_taken == 0
    again = draw.run(session, by=editor, now=DRAWN)
    assert again.facts["order"] != held.facts["order"]


def test_who_asked_for_the_void_does_not_approve_it(session, held):
    office = make.staff(Staff.Role.OFFICE)
    draw_void.ask(session, reason="数值有误", by=office, now=DRAWN)
    refuses("same_person", draw_void.approve, session, by=office, now=DRAWN)


def test_a_draw_that_the_office_lets_stand_is_not_void(session, held, editor):
    draw_void.ask(session, reason="数值有误", by=editor, now=DRAWN)
    draw_void.decline(session, reason="已核对无误", by=make.staff(Staff.Role.OFFICE), now=DRAWN)
    held.refresh_from_db()
    assert (held.voided_at, held.void_asked_at) == (None, None)


def test_the_public_page_shows_a_void_draw_with_its_reason_and_its_file(session, held, editor, client):
    draw_void.ask(session, reason="公共数值录入了前一期的", by=editor, now=DRAWN)
    draw_void.approve(session, by=make.staff(Staff.Role.OFFICE), now=DRAWN)
    page = client.get(held.get_absolute_url()).content.decode()
    assert "公共数值录入了前一期的" in page
    assert client.get(reverse("registrations:draw_record", args=[held.pk])).content.decode() == held.record


def test_everyone_who_was_drawn_hears_of_a_void_draw(session, held, editor):
    Signup.objects.filter(rank=1).update(email="zhu@example.cn")
    draw_void.ask(session, reason="数值有误", by=editor, now=DRAWN)
    draw_void.approve(session, by=make.staff(Staff.Role.OFFICE), now=DRAWN)
    assert "摇号已作废" in Signup.objects.get(letter__isnull=False).letter.subject
    assert Signup.objects.filter(call_about="draw_void").count() == 9


# --- the pages


def test_the_page_tells_the_steps_before_the_draw_and_hides_the_seed(session, client):
    found = Draw.objects.get()
    page = client.get(found.get_absolute_url()).content.decode()
    assert found.seed_fingerprint in page
    assert VALUE in page
    assert found.seed not in page
    draw.freeze(session, now=FROZEN)
    found.refresh_from_db()
    assert found.list_fingerprint in client.get(found.get_absolute_url()).content.decode()
    assert client.get(reverse("registrations:draw_entries", args=[found.pk])).content.decode() == found.entries
    assert client.get(reverse("registrations:draw_record", args=[found.pk])).status_code == 404


def test_what_the_first_person_typed_is_on_no_page(session, editor, client):
    draw.freeze(session, now=FROZEN)
    draw.enter_value(session, value="03 11 77", by=editor, now=KNOWN)
    for name in ("draw", "draw_screen"):
        assert "03 11 77" not in client.get(reverse(f"registrations:{name}", args=[session.pk])).content.decode()


def test_without_a_public_value_the_page_says_what_is_not_proved(client):
    session = make.announced(selection=Session.Selection.DRAW)
    found = draw.commit(session, now=ANNOUNCED)
    assert "只能凭信任" in client.get(found.get_absolute_url()).content.decode()


def test_everybody_finds_the_own_code(session, held, client):
    for code, words in [
        (held.facts["selected"][0], "已中签"),
        (held.facts["reserves"][0], "列为候补"),
        ("X", "没有参加"),
    ]:
        page = client.get(held.get_absolute_url(), {"code": code.lower()}).content.decode()
        assert words in page


def test_the_private_page_tells_the_own_code_and_place(session, held, client):
    row = Signup.objects.get(rank=3)
    page = client.get(row.get_absolute_url()).content.decode()
    assert row.public_code in page
    assert "摇号次序第 3 位" in page


def test_the_screen_shows_one_code_more_with_each_step(session, held, client):
    screen = reverse("registrations:draw_screen", args=[session.pk])
    first, second = held.facts["selected"][:2]
    shown = [client.get(screen, {"step": 4, "shown": count}).content.decode() for count in (0, 1, 2)]
    assert [first in page for page in shown] == [False, True, True]
    assert [second in page for page in shown] == [False, False, True]
    assert client.get(screen, {"step": "x", "shown": "9" * 9}).status_code == 200


def test_a_session_without_a_draw_says_so(client):
    session = make.announced()
    assert client.get(reverse("registrations:draw", args=[session.pk])).status_code == 404


@pytest.mark.parametrize("entries", [1, 3])
def test_the_pages_read_no_more_for_more_entries(entries, client, django_assert_num_queries):
    session = make.announced(selection=Session.Selection.DRAW, signup_closes_at=CLOSED)
    for _ in range(entries):
        make.signup(session)
    draw.commit(session, now=ANNOUNCED)
    found = draw.run(session, by=make.staff(unit=session.unit), now=FROZEN)
    client.get(found.get_absolute_url())
    with django_assert_num_queries(4):  # the session and its draws; what head and foot of any page read
        client.get(found.get_absolute_url())
