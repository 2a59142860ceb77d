"""What a person changes about the own sign-up: the contact, told at the old and the new one; the number of people."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.foundation import clock
from events.models import AuditEntry, Message, Session
from registrations import draw, entries, offers, revisions, signups
from registrations.models import Draw, Signup, Terms
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-08 10:00")
State = Signup.State


def sign_up(session, number=1, **fields):
    typed = {"name": "朱建国", "phone": f"138{number:08}", "category": "resident", "consent": True, "now": NOW}
    return signups.sign_up(session, **{**typed, "email": f"{number}@example.cn", **fields})


def revise(row, **fields):
    own = {"email": row.email, "phone": row.phone, "companions": row.companions, "now": NOW}
    return revisions.revise(row, **{**own, **fields})


def faults(row, **fields):
    with pytest.raises(ValidationError) as caught:
        revise(row, **fields)
    error = caught.value
    return set(error.error_dict) if hasattr(error, "error_dict") else error.code


def taken(session):
    return Session.objects.get(pk=session.pk).seats_taken


def test_a_changed_contact_is_told_at_the_old_and_at_the_new_one_and_known_again():
    session = make.announced()
    row = sign_up(session)
    revise(row, email="new@example.cn", phone="139 0000 0009")
    letters = Message.objects.filter(letter="contact_changed")
    assert {letter.to for letter in letters} == {"1@example.cn", "new@example.cn"}
    assert not any(row.token in letter.body for letter in letters)
    row.refresh_from_db()
    assert (row.email, row.phone) == ("new@example.cn", "13900000009")
    assert row.phone_index == entries.phone_index("13900000009")
    assert sign_up(session, phone="13900000009").state == State.REPEATED
    entry = AuditEntry.objects.get(act="signup.change")
    assert entry.after == {"email_changed": True, "phone_changed": True}


def test_a_number_under_which_somebody_stands_is_taken_in_silence():
    session = make.announced()
    sign_up(session, 1)
    other = sign_up(session, 2)
    assert revise(other, phone="13800000001").phone == "13800000001"


def test_faults_stand_at_their_fields_and_nothing_is_changed_in_part():
    session = make.announced()
    row = sign_up(session)
    assert faults(row, email="x@", phone="12") == {"email", "phone"}
    assert faults(row, email="new@example.cn", companions=9) == {"companions"}
    assert faults(row, companions=-1) == {"companions"}
    row.refresh_from_db()
    assert (row.email, row.companions) == ("1@example.cn", 0)


def test_fewer_people_free_seats_that_are_offered_on():
    session = make.announced(capacity=3)
    row, waits = sign_up(session, 1, companions=2), sign_up(session, 2)
    revise(row, companions=1)
    waits.refresh_from_db()
    assert (waits.state, taken(session)) == (State.OFFERED, 3)


def test_a_smaller_party_that_waits_may_fit_now():
    session = make.announced(capacity=2)
    sign_up(session, 1)
    waits = sign_up(session, 2, companions=1)
    revise(waits, companions=0)
    waits.refresh_from_db()
    assert (waits.state, taken(session)) == (State.OFFERED, 2)


def test_more_people_come_only_where_seats_are_free_and_nobody_waits_for_them():
    session = make.announced(capacity=4)
    row = sign_up(session, 1)
    revise(row, companions=1)
    assert taken(session) == 2
    sign_up(session, 2, companions=2)  # does not fit, and waits
    row.refresh_from_db()
    assert faults(row, companions=2) == {"companions"}
    assert taken(session) == 2


def test_a_ceiling_holds_for_a_party_that_grows():
    session = make.announced(quotas={"resident": (0, 1)})
    assert faults(sign_up(session), companions=1) == {"companions"}


def test_after_a_draw_nothing_is_changed_that_was_drawn_upon():
    session = make.announced(selection="draw")
    row = sign_up(session)
    revise(row, companions=1)
    row.refresh_from_db()
    draw.commit(session, now=NOW)
    Draw.objects.update(frozen_at=NOW, drawn_at=NOW)
    assert faults(row, companions=2) == {"companions"}


def test_an_open_offer_is_answered_first_and_a_session_that_began_is_past_changing():
    session = make.announced(capacity=1)
    first, second = sign_up(session, 1), sign_up(session, 2)
    signups.cancel(first, now=NOW)
    assert faults(second, companions=0) == "closed"
    offers.accept(second, now=NOW)
    assert faults(second, now=session.starts_at) == "closed"


def test_a_verified_contact_stays():
    session = make.announced()
    row = make.signup(session, email="1@example.cn")
    Terms.objects.create(session=session, verifies_contact=True)
    assert revise(row, email="new@example.cn").email == "1@example.cn"


def test_of_companions_by_name_some_may_stay_at_home_and_none_is_exchanged(client, settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)
    session = make.announced(seats_taken=3)
    row = make.signup(session, companions=2, details='{"companions": ["李雷", "韩梅梅"], "sex": "female"}')
    address = reverse("registrations:signup_change", args=[row.token])
    shown = client.get(address).content.decode()
    assert "李雷" in shown
    assert 'name="companions"' not in shown
    client.post(address, {"email": "", "phone": row.phone, "coming": ["1"], "companions": "9"})
    row.refresh_from_db()
    assert (row.companions, row.answers) == (1, {"companions": ["韩梅梅"], "sex": "female"})
    assert taken(session) == 2
    assert "梅" not in str(AuditEntry.objects.get(act="signup.change").after)
    row.organisation = "第一小学"
    row.save()
    assert faults(row, coming=[]) == {"coming"}


def test_the_answer_to_a_repeated_sign_up_moves_no_seat():
    session = make.announced()
    sign_up(session, 1)
    again = sign_up(session, 1)
    revise(again, companions=1, email="thief@example.cn")
    assert taken(session) == 1
    assert {letter.to for letter in Message.objects.filter(letter="contact_changed")} == {
        "1@example.cn",
        "thief@example.cn",
    }
