"""What the desk says of a draw on its way: each step in its order, to whoever is to take it."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.models import Session
from registrations import checkin, draw, signups
from registrations.models import Roster, Signup
from tests import make
from tests.registrations.draws import CLOSED, DRAWN, FROZEN, KNOWN, announced

pytestmark = pytest.mark.django_db
TYPES, PILE = "录入公共数值", "待录入公共数值的摇号"


@pytest.fixture
def session():
    made = announced()
    draw.freeze(made, now=FROZEN)
    return made


@pytest.fixture
def people(session):
    """Names of their own: the page says who has typed."""
    return [
        make.staff(role, unit=session.unit, name=name) for role, name in [("editor", "李经办"), ("approver", "张审核")]
    ]


@pytest.fixture
def sees(client, at, page, session):
    """The page of the session, the selection desk or the first page, as this person finds it at this moment."""

    def open_page(staff, moment, address=""):
        at(moment)
        client.force_login(staff, backend="events.foundation.permissions.StaffBackend")
        return client.get(address or f"/desk/events/session/{session.pk}/change/").content.decode()

    return open_page


def test_until_the_value_is_known_the_page_says_when_it_will_be(people, sees):
    shown = sees(people[0], FROZEN)
    assert "公共数值于10月10日（周四）20:00产生，届时由两人分别录入" in shown
    assert TYPES not in shown.split("公共数值于")[1].split("</section>")[0]


def test_once_it_is_known_two_people_are_asked_for_it_one_after_the_other(session, people, sees):
    editor, approver = people
    first = reverse("admin:index")
    assert "已产生，请两人分别录入" in sees(editor, KNOWN)
    assert PILE in sees(editor, KNOWN, first)
    draw.enter_value(session, value="87", by=editor, now=KNOWN)
    assert "李经办已录入公共数值，请另一人再录入一次" in sees(approver, KNOWN)
    assert PILE not in sees(editor, KNOWN, first)
    assert PILE in sees(approver, KNOWN, first)
    draw.enter_value(session, value="87", by=approver, now=KNOWN)
    assert "公告的摇号时间为10月10日（周四）20:30" in sees(editor, KNOWN)
    assert PILE not in sees(approver, KNOWN, first)
    assert "后开始摇号" in sees(editor, DRAWN)


def test_that_two_values_differed_is_seen_by_the_first_too_until_one_is_typed_again(session, people, sees, page):
    editor, approver = people
    draw.enter_value(session, value="87", by=editor, now=KNOWN)
    draw.enter_value(session, value="78", by=approver, now=KNOWN)
    for address in ("", page(session, "selection")):
        assert "两人录入的公共数值不一致，均已作废。" in sees(editor, KNOWN, address)
    draw.enter_value(session, value="87", by=approver, now=KNOWN)
    assert "不一致" not in sees(editor, KNOWN, page(session, "selection"))


def test_the_selection_desk_says_by_what_the_order_is_decided(session, people, sees, page):
    assert "与公共数值共同决定次序" in sees(people[0], CLOSED, page(session, "selection"))
    for person in people:
        draw.enter_value(session, value="87", by=person, now=KNOWN)
    draw.run(session, by=people[0], now=DRAWN)
    assert "数值为 87" in sees(people[0], DRAWN, page(session, "selection"))


def test_before_the_list_is_confirmed_the_door_promises_no_places(session, people, sees, page):
    day = make.at("2019-10-14 08:30")
    assert "名单尚未确认" in sees(people[0], day, page(session, "door"))
    Roster.objects.create(session=session, confirmed_at=DRAWN, confirmed_by=people[1])
    assert "名单尚未确认" not in sees(people[0], day, page(session, "door"))


def test_who_finds_no_place_before_the_beginning_is_told_for_whom_they_are_kept(db):
    place = make.announced(capacity=2)
    make.signup(place, state="selected", companions=1)
    waits, keeper = make.signup(place, state="waiting"), make.staff(unit=place.unit)
    with pytest.raises(ValidationError) as caught:
        checkin.arrive(waits, people=1, by=keeper, now=make.at("2019-10-14 08:30"))
    assert caught.value.messages == ["余位0个，不够这么多人；其余座位留给尚未到场的入选人员，到09:00为止。"]


def test_the_result_finds_a_code_typed_with_blanks_and_says_how_many_were_not_drawn(client, session, people, at):
    gone, drawn = Signup.objects.order_by("pk")[:2]
    signups.cancel(gone, now=FROZEN)
    for person in people:
        draw.enter_value(session, value="87", by=person, now=KNOWN)
    draw.run(session, by=people[0], now=DRAWN)
    typed = f"{drawn.public_code[:4]} {drawn.public_code[4:].lower()}"
    shown = client.get(reverse("registrations:draw", args=[session.pk]), {"code": typed}).content.decode()
    assert f"{drawn.public_code} 排在第" in shown
    assert "名单上另有1条没有参加摇号" in shown


def test_between_the_session_and_its_report_opinions_may_still_come(session, people, sees):
    Session.objects.update(state=Session.State.HELD, held_at=make.at("2019-10-14 12:00"))
    assert "尚未收到意见，意见卡仍可提交。" in sees(people[0], make.at("2019-10-14 13:00"))
    Session.objects.update(state=Session.State.REPORTED)
    assert "意见卡仍可提交" not in sees(people[0], make.at("2019-10-16 13:00"))
