"""The public listing: masked, for the days that the plan asks, with a way to object."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from events import deadlines
from events.models import AuditEntry, Duty, Message
from registrations import erasure, listings, selection, taking_back
from registrations.models import Listing, Objection
from tests import make
from tests.refusals import refused

pytestmark = pytest.mark.django_db
OPEN, CLOSED = make.at("2019-10-05 09:00"), make.at("2019-10-10 18:00")
# Two working days after Thursday the 10th: Friday, and the Saturday that was worked.
LAST, AFTER = make.at("2019-10-12 23:00"), make.at("2019-10-13 08:00")


@pytest.fixture
def session():
    session = make.announced(point=make.point(make.plan(rules={"public_listing": 2})))
    deadlines.for_session(session, now=OPEN)
    make.signup(session, name="欧阳娜娜", phone="13987654321")
    make.signup(session, name="李雷", category="business", companions=1)
    selection.confirm(session, by=make.staff(unit=session.unit), now=CLOSED)
    return session


@pytest.fixture
def approver(session):
    return make.staff("approver", unit=session.unit, email="approver@example.cn")


@pytest.fixture
def shown(session, approver):
    return listings.publish(session, by=approver, now=CLOSED)


def test_the_public_sees_masked_names_codes_and_categories_and_no_more(session, shown, client, at):
    at(LAST)
    page = client.get(shown.get_absolute_url()).content.decode()
    assert "欧阳**" in page
    assert "李*" in page
    assert session.signups.first().public_code in page
    assert session.signups.first().code not in page
    assert "企业代表" in page
    for hidden in ("欧阳娜娜", "李雷", "13987654321", "139****4321"):
        assert hidden not in page
    assert shown.get_absolute_url() in client.get(session.get_absolute_url()).content.decode()


def test_it_is_taken_down_by_itself_after_its_days(session, shown, client, at):
    at(AFTER)
    gone = client.get(shown.get_absolute_url())
    assert gone.status_code == 410
    assert "欧阳" not in gone.content.decode()
    assert shown.get_absolute_url() not in client.get(session.get_absolute_url()).content.decode()


def test_it_closes_the_duty_and_only_the_approver_publishes_it(session, approver):
    duty = deadlines.find(Duty.Kind.PUBLIC_LISTING, session=session)
    assert duty.is_open
    with pytest.raises(PermissionDenied):
        listings.publish(session, by=make.staff(unit=session.unit), now=CLOSED)
    listings.publish(session, by=approver, now=CLOSED)
    duty.refresh_from_db()
    assert (duty.done_at, duty.done_by, duty.is_late) == (CLOSED, approver, False)
    assert AuditEntry.objects.get(act="listing.publish").by == approver
    with refused("listed"):
        listings.publish(session, by=approver, now=CLOSED)


def test_before_the_list_is_confirmed_there_is_nothing_to_show(client, at):
    session = make.announced()
    approver = make.staff("approver", unit=session.unit)
    with refused("roster"):
        listings.publish(session, by=approver, now=CLOSED)
    assert client.get(reverse("registrations:listing", args=[session.pk])).status_code == 410


def test_it_goes_with_a_list_that_is_taken_back(session, shown):
    taking_back.take_back(session, reason="有误", by=make.staff(unit=session.unit), now=CLOSED)
    shown.refresh_from_db()
    assert (shown.ended_at, shown.end_reason) == (CLOSED, "有误")
    assert not Listing.objects.shown(CLOSED.date()).exists()


# --- objections ---


@pytest.fixture
def form(session, at):
    at(LAST)
    return reverse("registrations:objection", args=[session.pk])


def test_whoever_objects_is_thanked_and_the_unit_and_the_office_are_told_without_the_text(
    session, shown, client, form, approver
):
    office = make.staff("office", email="office@example.cn")
    neighbour = make.staff("approver")
    typed = {"text": "编号有误，此人并非本区居民", "contact": "13700000000", "request_key": "once"}
    for _twice in range(2):
        answer = client.post(form, typed, follow=True)
    assert "您的异议已收到" in answer.content.decode()
    objection = Objection.objects.get()
    assert (objection.text, objection.contact) == (typed["text"], "13700000000")
    told = Message.objects.filter(letter="objection_received")
    assert {approver, office} <= {letter.recipient for letter in told}
    assert neighbour not in {letter.recipient for letter in told}
    assert not any("并非" in letter.body or "1370" in letter.body for letter in told)


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"text": ""}, "请写明您的异议"), ({"text": "多" * 1001}, "1001"), ({"text": "甲", "website": "x"}, "再提交")],
)
def test_a_faulty_objection_loses_nothing(shown, client, form, typed, said):
    page = client.post(form, {"contact": "a@example.cn", **typed}).content.decode()
    assert said in page
    assert 'value="a@example.cn"' in page
    assert not Objection.objects.exists()


def test_after_its_days_nobody_objects(session, shown, client, form, at):
    at(AFTER)
    assert "公示已结束" in client.post(form, {"text": "有异议"}).content.decode()
    assert 'name="text"' not in client.get(form).content.decode()
    assert not Objection.objects.exists()


def test_an_objection_waits_on_the_first_page_and_is_answered_with_a_record(session, shown, client, approver, at):
    at(LAST)
    objection = listings.object_to(session, text="有异议", now=CLOSED)
    client.force_login(approver)
    assert "待答复的公示异议" in client.get("/desk/").content.decode()
    detail = f"/desk/registrations/objection/{objection.pk}/"
    assert "有异议" in client.get(f"{detail}change/").content.decode()
    client.post(f"{detail}step/answer/", {"words": "经核实，符合条件。"})
    objection.refresh_from_db()
    assert objection.state == "open"
    client.post(f"{detail}step/answer/", {"outcome": "not_upheld", "words": "经核实，符合条件。"})
    objection.refresh_from_db()
    assert (objection.state, objection.answer, objection.answered_by) == ("answered", "经核实，符合条件。", approver)
    assert objection.outcome == "not_upheld"
    entry = AuditEntry.objects.get(act="objection.answer")
    assert "符合" not in str(entry.after)
    assert "待答复的公示异议" not in client.get("/desk/").content.decode()


def test_an_objection_of_another_unit_is_not_found(session, shown, client, at):
    objection = listings.object_to(session, text="有异议", now=CLOSED)
    client.force_login(make.staff("approver"))
    assert client.get(f"/desk/registrations/objection/{objection.pk}/change/").status_code == 404


def test_an_objection_is_a_duty_of_the_unit_until_it_is_answered_and_says_by_which_day(
    session, shown, client, form, approver
):
    objected = client.post(form, {"text": "有异议", "contact": "wang@example.cn"}, follow=True)
    duty = Duty.objects.get(kind=Duty.Kind.ANSWER_OBJECTION)
    # Three working days after Saturday the 12th, which was worked: Monday, Tuesday, Wednesday.
    assert (duty.unit, duty.session, duty.due_on.isoformat()) == (session.unit, session, "2019-10-16")
    assert re.search(r"最迟于.{0,40}10月16日", objected.content.decode())
    client.force_login(approver)
    assert client.get(f"/desk/events/duty/{duty.pk}/place/").url.endswith("/step/answer/")
    assert "答复公示异议" in client.get("/desk/").content.decode()
    listings.answer(Objection.objects.get(), outcome="upheld", words="属实。", by=approver, now=LAST)
    duty.refresh_from_db()
    assert (duty.done_at, duty.done_by, duty.is_late) == (LAST, approver, False)


def test_a_late_answer_needs_its_reason_and_a_plan_may_lift_or_shorten_the_rule(session, shown, approver):
    make.rule(session.point.plan, "answer_objection", 1)
    objection = listings.object_to(session, text="有异议", now=CLOSED)
    late, answer = make.at("2019-10-15 09:00"), {"outcome": "upheld", "words": "属实。", "by": approver}
    with refused("late_reason"):
        listings.answer(objection, **answer, now=late)
    listings.answer(objection, **answer, now=late, late_reason="需入户核实")
    assert Duty.objects.get(kind=Duty.Kind.ANSWER_OBJECTION).is_late
    session.point.plan.rules.filter(code="answer_objection").update(value="")
    listings.object_to(session, text="另有异议", now=CLOSED)
    assert Duty.objects.filter(kind=Duty.Kind.ANSWER_OBJECTION).count() == 1
    assert listings.answer_day(session, today=CLOSED.date()) is None


def test_the_answer_goes_to_whoever_left_an_address_in_the_language_of_the_objection(session, shown, approver):
    written = {
        contact: listings.object_to(session, text=f"有异议{contact}", contact=contact, language="en", now=CLOSED)
        for contact in ("wang@example.cn", "010-60000000", "")
    }
    for objection in written.values():
        listings.answer(objection, outcome="not_upheld", words="经核实，符合条件。", by=approver, now=LAST)
    letter = Message.objects.get(letter="objection_answered")
    assert (letter.to, letter.unit) == ("wang@example.cn", session.unit)
    assert "Outcome: not upheld" in letter.body
    assert "经核实，符合条件。" in letter.body
    assert [Objection.objects.get(pk=one.pk).letter for one in written.values()] == [letter, None, None]


def test_the_desk_says_how_the_answer_reaches_the_writer(session, shown, client, approver, at):
    at(LAST)
    client.force_login(approver)
    for contact, words in (("wang@example.cn", "以消息发送"), ("010-60000000", "电话告知"), ("", "未留联系方式")):
        objection = listings.object_to(session, text=f"有异议{contact}", contact=contact, now=CLOSED)
        page = client.get(f"/desk/registrations/objection/{objection.pk}/step/answer/").content.decode()
        assert words in page


def test_the_letter_goes_with_the_objection_when_its_data_is_kept_no_longer(session, shown, approver):
    objection = listings.object_to(session, text="有异议", contact="wang@example.cn", now=CLOSED)
    listings.answer(objection, outcome="upheld", words="张三不在本区居住", by=approver, now=LAST)
    make.rule(session.point.plan, "keep_data", 1, unit="calendar_days")
    erasure.erase(now=make.at("2019-12-01 03:00"))
    letter = Message.objects.get(letter="objection_answered")
    assert "张三" not in letter.body
    assert "wang" not in letter.to
