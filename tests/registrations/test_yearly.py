"""The limit of sessions a year a person: whom it stops, and that nobody else learns from it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from events.foundation import clock
from events.models import Message
from registrations import calls, feed, signups, yearly
from registrations.models import Signup
from tests import make
from tests.refusals import refused

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")
PERSON = {"name": "朱建国", "phone": "13812345678", "category": "resident"}
CARD = {"id_kind": "resident", "id_number": "11010519491231002x", "id_consent": True}


@pytest.fixture
def session(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)
    session = make.announced()
    make.rule(session.point.plan, "person_per_year", 1, unit="times")
    return session


@pytest.fixture
def before(session):
    """A seat in another session of the year."""
    other = make.announced(point=session.point, starts_at=make.at("2019-09-20 09:00"))
    return make.signup(other, **{**PERSON, "name": "朱 建国"}, state="selected", email="zhu@example.cn")


def sign_up(session, **fields):
    return signups.sign_up(session, **{**PERSON, "consent": True, **fields}, now=NOW)


def test_an_entry_above_the_limit_counts_nowhere_and_the_contact_on_record_is_told(session, before):
    made = sign_up(session, email="stranger@example.cn")
    session.refresh_from_db()
    assert (made.state, session.seats_taken) == ("repeated", 0)
    letter = Message.objects.get()
    assert (letter.letter, letter.to) == ("above_limit", "zhu@example.cn")
    assert "每人每年最多参加 1 场" in letter.body
    assert made.token not in letter.body
    assert not calls.of(session).exists()


def test_whom_no_letter_reaches_is_called(session, before):
    Signup.objects.filter(pk=before.pk).update(email="")
    made = sign_up(session)
    assert list(calls.of(session)) == [made]
    assert "最多 1 场" in made.reason


@pytest.mark.parametrize("capacity", [30, 1])
def test_its_page_looks_like_that_of_anybody_else(client, session, before, capacity):
    session.__class__.objects.filter(pk=session.pk).update(capacity=capacity)
    make.signup(session)
    session.__class__.objects.filter(pk=session.pk).update(seats_taken=1)
    address, pages = reverse("registrations:signup", args=[session.pk]), []
    typed = {**PERSON, "consent": "on", **({"companions": 0} if capacity > 1 else {})}
    for name in ("朱建国", "李建国"):
        text = client.post(address, {**typed, "name": name}, follow=True).content.decode()
        made = Signup.objects.latest("pk")
        for own, alike in ((made.token, "LINK"), (made.code, "CODE"), (feed.key_of(made), "FEED"), ("李**", "朱**")):
            text = text.replace(own, alike)
        pages.append(text)
        if made.state == "waiting":
            Signup.objects.filter(pk=made.pk).delete()
    assert pages[0] == pages[1]
    assert "每人每年最多参加 1 场" in pages[0]


def test_who_proved_the_contact_on_record_is_told_in_the_form(session, before):
    with refused("yearly"):
        sign_up(session, email="zhu@example.cn", is_verified=True)
    assert sign_up(session, email="stranger@example.cn", is_verified=True).state == "repeated"


def test_staff_are_told_at_once(session, before):
    with refused("yearly"):
        signups.enter(session, **PERSON, source="phone", by=make.staff(unit=session.unit), now=NOW)


def test_the_same_document_is_the_same_person(session, before):
    make.terms(session, asked=["id_number"])
    first = make.announced(point=session.point, starts_at=make.at("2019-09-25 09:00"))
    make.terms(first, asked=["id_number"])
    index = signups.sign_up(
        first,
        **{**PERSON, "name": "某人", "phone": "13700000000"},
        consent=True,
        answers=CARD,
        now=make.at("2019-09-15 09:00"),
    )
    assert index.id_index
    assert sign_up(session, name="别名", phone="13600000000", answers=CARD).state == "repeated"


@pytest.mark.parametrize(
    "fields",
    [{"state": "waiting"}, {"state": "refused"}, {"state": "cancelled"}, {"name": "李雷"}],
)
def test_what_holds_no_seat_and_who_is_somebody_else_does_not_count(session, before, fields):
    Signup.objects.filter(pk=before.pk).delete()
    make.signup(before.session, **{**PERSON, **fields})
    assert sign_up(session).state == "entered"


def test_another_year_and_a_cancelled_session_do_not_count(session, before):
    other = before.session
    for change in ({"state": "cancelled"}, {"starts_at": other.starts_at - timedelta(days=365)}):
        for name, value in change.items():
            setattr(other, name, value)
        other.save()
        entry = signups.entries.checked(
            session, **PERSON, email="", companions=0, categories=["resident"], companions_max=2
        )
        assert yearly.earlier(session, entry) == []
        other.state = "announced"


def test_the_limit_is_the_plans_own_else_the_offices_and_may_be_lifted(session):
    found = yearly.with_limit(session.__class__.objects.all()).get(pk=session.pk)
    assert (yearly.limit(found), yearly.limit(session)) == (1, 1)
    session.point.plan.rules.update(value="")
    found = yearly.with_limit(session.__class__.objects.all()).get(pk=session.pk)
    assert (yearly.limit(found), yearly.limit(session)) == (None, None)
