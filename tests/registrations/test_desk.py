"""The desk of the sign-ups: who sees what, and the pages of one session."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.foundation import audit
from events.models import AuditEntry, Session, Staff
from registrations import draw, selection, signups
from registrations.models import Roster, Signup
from tests import make

pytestmark = pytest.mark.django_db
OPEN, CLOSED = make.at("2019-10-05 09:00"), make.at("2019-10-10 18:00")
LIST = "/desk/registrations/signup/"


@pytest.fixture
def session(choice):
    return choice


def text_of(response):
    return response.content.decode()


# --- who sees what ---


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("office", "selection calls door sheet"),
        ("approver", "selection calls door sheet"),
        ("editor", "selection calls door sheet"),
        ("door", "door sheet"),
        ("auditor", "selection"),
    ],
)
def test_each_role_opens_the_pages_of_its_rights(desk, session, role, seen, page):
    client = desk(role)
    answers = {name: client.get(page(session, name)).status_code for name in ("selection", "calls", "door", "sheet")}
    assert answers == {name: 200 if name in seen.split() else 403 for name in answers}


@pytest.mark.parametrize("name", ["selection", "calls", "door", "sheet"])
def test_another_unit_finds_no_page(client, session, name, page):
    client.force_login(make.staff(Staff.Role.APPROVER))
    assert client.get(page(session, name)).status_code == 404


def test_the_list_is_masked_and_holds_only_the_own_unit(desk, session):
    make.signup(session, name="朱建国", phone="13812345678")
    make.signup(make.announced(), name="李雷雷", phone="13987654321")
    shown = text_of(desk().get(LIST))
    assert "朱**" in shown
    assert "138****5678" in shown
    for hidden in ("朱建国", "13812345678", "李**"):
        assert hidden not in shown


def test_an_entry_is_whole_for_those_who_work_with_it_and_masked_for_an_auditor(desk, session):
    entry = make.signup(session, name="朱建国", phone="13812345678")
    detail = f"{LIST}{entry.pk}/change/"
    whole = text_of(desk().get(detail))
    assert "朱建国" in whole
    assert "已报名，待遴选" in whole
    assert "&#x27;entered&#x27;" not in whole
    audited = text_of(desk(Staff.Role.AUDITOR).get(detail))
    assert "朱**" in audited
    assert "朱建国" not in audited
    assert "13812345678" not in audited


def test_a_repeated_entry_is_in_no_list(desk, session):
    first = make.signup(session)
    again = make.signup(session, state=Signup.State.REPEATED, first=first)
    shown = text_of(desk().get(LIST))
    assert first.code in shown
    assert again.code not in shown


def test_a_person_is_found_by_code_or_whole_number_and_by_name_only_within_a_session(desk, session):
    entry = make.signup(session, name="朱建国", phone="13812345678")
    client, within = desk(), f"&session__id__exact={session.pk}"

    def found(query):
        return entry.code in text_of(client.get(f"{LIST}?{query}"))

    assert found(f"q={entry.code}")
    assert found("q=138 1234 5678")
    assert not found("q=1381234567")
    assert found("q=朱 建国")
    assert not found("q=朱建")
    assert found(f"q=朱建{within}")
    assert not found(f"q=李雷{within}")


def test_the_call_list_filter_of_the_first_page_works(desk, session):
    called = make.signup(session, call_about=Signup.CallAbout.DECISION)
    other = make.signup(session)
    shown = text_of(desk().get(f"{LIST}?to_call=yes"))
    assert called.code in shown
    assert other.code not in shown


def test_the_session_offers_its_pages_to_whom_they_are_open(desk, session, page):
    detail = reverse("admin:events_session_change", args=[session.pk])
    shown = text_of(desk().get(detail))
    assert page(session, "selection") in shown
    assert page(session, "door") in shown
    helper = text_of(desk(Staff.Role.DOOR).get(detail))
    assert page(session, "door") in helper
    assert page(session, "selection") not in helper


@pytest.mark.parametrize("address", [LIST, "/desk/registrations/roster/"])
def test_lists_take_the_same_number_of_queries_for_one_row_and_for_three(desk, address):
    client = desk(Staff.Role.OFFICE)

    def queries():
        session = make.announced()
        make.signup(session, email="a@example.cn")
        selection.confirm(session, by=make.staff(unit=session.unit), now=CLOSED)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    queries()  # what is read once a process
    assert queries() == queries() == queries()


@pytest.mark.parametrize("name", ["selection", "calls", "door"])
def test_pages_of_a_session_take_the_same_number_of_queries_for_one_row_and_for_three(desk, session, name, page):
    client = desk()

    def queries():
        make.signup(session, call_about=Signup.CallAbout.CHANGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(page(session, name))
        return len(captured)

    queries()
    assert queries() == queries() == queries()


# --- the selection ---


def test_the_selection_goes_from_picks_with_reasons_to_the_confirmed_list(desk, session, page):
    client = desk()
    entries = [make.signup(session) for _ in range(4)]
    address = page(session, "selection")
    picked = {"act": "decide", "decision": "selected", "entry": [entries[0].pk, entries[1].pk], "reason": "居住在周边"}
    client.post(address, picked)
    rest = {"act": "decide", "decision": "waiting", "scope": "undecided", "reason": "座位有限"}
    assert "已为 2 条报名记下决定" in text_of(client.post(address, rest, follow=True))
    assert "名单已确认" in text_of(client.post(address, {"act": "confirm"}, follow=True))
    states = list(Signup.objects.order_by("pk").values_list("state", "reason"))
    assert states == [("selected", "居住在周边")] * 2 + [("waiting", "座位有限")] * 2


def test_a_move_without_a_reason_is_refused_and_says_so(desk, session, page):
    entry = make.signup(session)
    given = {"act": "decide", "decision": "selected", "entry": [entry.pk], "reason": ""}
    answer = desk().post(page(session, "selection"), given)
    assert "请填写理由" in text_of(answer)
    assert re.search(rf'value="{entry.pk}"\s+checked', text_of(answer))


def test_a_broken_rule_is_shown_beside_its_sentence_and_needs_a_reason(desk, session, page):
    make.rule(session.point.plan, "residents_share", "1/3", source="群众代表比例不低于三分之一")
    guest = {"name": "代表甲", "phone": "13900000001", "category": "deputy"}
    signups.invite(session, **guest, by=make.staff(unit=session.unit), now=OPEN)
    client, address = desk(), page(session, "selection")
    shown = text_of(client.get(address))
    assert "规定比例不低于 1/3" in shown
    assert "群众代表比例不低于三分之一" in shown
    assert "须说明理由方可确认" in text_of(client.post(address, {"act": "confirm", "reason": ""}))
    client.post(address, {"act": "confirm", "reason": "专题调研"})
    roster = Roster.objects.get()
    assert roster.breach_reason == "专题调研"
    office = desk(Staff.Role.OFFICE, unit=None)
    read = text_of(office.get(f"/desk/registrations/roster/{roster.pk}/change/"))
    assert "专题调研" in read


def test_the_history_of_a_list_tells_its_make_up_and_the_rules_it_breaks(desk, session):
    roster = Roster.objects.create(session=session, selection="choice", confirmed_at=OPEN)
    after = {"makeup": {"people": 3, "by_category": {"deputy": 3}}, "breaches": ["群众代表不足三分之一"]}
    entry = audit.record(roster, "roster.confirm", by=None, now=OPEN, after=after)

    office = desk("office")
    for address in (f"registrations/roster/{roster.pk}/history", f"events/auditentry/{entry.pk}/change"):
        told = text_of(office.get(f"/desk/{address}/"))
        assert "群众代表不足三分之一" in told
        assert "人数 3" in told
        assert "按类别 人大代表 3" in told


def test_an_auditor_reads_the_selection_and_changes_nothing(desk, session, page):
    make.signup(session)
    client = desk(Staff.Role.AUDITOR)
    assert "记下决定" not in text_of(client.get(page(session, "selection")))
    assert client.post(page(session, "selection"), {"act": "confirm"}).status_code == 403


def test_the_draw_is_held_from_the_desk(desk, page):
    session = make.announced(selection="draw", capacity=1)
    made = draw.commit(session, now=OPEN)
    for _ in range(3):
        make.signup(session)
    client = desk(unit=session.unit)
    shown = text_of(client.get(page(session, "selection")))
    assert made.seed_fingerprint in shown
    assert made.seed not in shown
    client.post(page(session, "selection"), {"act": "draw"})
    assert sorted(Signup.objects.values_list("rank", flat=True)) == [1, 2, 3]


# --- calling, entering, inviting ---


def test_a_tick_on_the_call_list_records_who_called(desk, session, page):
    entry = make.signup(session, name="朱建国", state="selected", call_about=Signup.CallAbout.DECISION)
    client = desk()
    assert "朱建国" in text_of(client.get(page(session, "calls")))
    client.post(page(session, "calls"), {"signup": entry.pk})
    entry.refresh_from_db()
    assert (entry.call_about, entry.told_at) == ("", CLOSED)
    assert entry.told_by.unit == session.unit


def test_an_entry_of_another_session_is_not_ticked_here(desk, session, page):
    other = make.signup(make.announced(), call_about=Signup.CallAbout.DECISION)
    assert desk().post(page(session, "calls"), {"signup": other.pk}).status_code == 404


def test_a_caller_is_entered_from_the_session_and_a_fault_loses_nothing(desk, session):
    client = desk()
    step = reverse("admin:events_session_step", args=[session.pk, "enter"])
    typed = {"source": "phone", "name": "王五", "phone": "12", "category": "resident", "companions": "0"}
    refused = text_of(client.post(step, typed))
    assert "电话号码有误" in refused
    assert "须经本人同意" in refused
    assert 'value="王五"' in refused
    client.post(step, {**typed, "phone": "13900000005", "agreed": "on"})
    made = Signup.objects.get()
    assert (made.source, made.consent_form, made.consented_at) == ("phone", "oral", CLOSED)


def test_after_one_entry_the_form_opens_for_the_next_and_says_where_the_first_stands(desk, session):
    Session.objects.update(selection="order", capacity=0, companions_max=0)
    step = reverse("admin:events_session_step", args=[session.pk, "enter"])
    typed = {"source": "letter", "name": "王五", "phone": "13900000005", "category": "resident", "companions": "0"}
    answer = desk().post(step, {**typed, "agreed": "on", "goes_on": "on"}, follow=True)
    shown = text_of(answer)
    assert answer.redirect_chain[-1][0] == step
    assert "候补第 1 位" in shown
    assert '<option value="letter" selected' in shown
    assert Signup.objects.get().consent_form == "written"


def test_the_desk_asks_a_caller_what_the_page_would_ask_by_the_same_rules(desk, session):
    asked = [{"item": "employer", "is_required": True}, "sex", "questions"]
    make.terms(session, asked=asked, areas="黄村镇", age_min=18, takes_children=True)
    client, step = desk(), reverse("admin:events_session_step", args=[session.pk, "enter"])
    empty = text_of(client.get(step))
    for name in ("area", "birth_year", "employer", "sex", "questions", "guardian_name", "guardian_consent"):
        assert f'name="{name}"' in empty
    typed = {"source": "phone", "name": "王五", "phone": "13900000005", "category": "resident", "agreed": "on"}
    typed |= {"area": "-", "birth_year": "2010", "questions": "何时开门？", "companions": "0"}
    refused = text_of(client.post(step, typed))
    for words in ("仅面向在以下地区居住、工作或学习的人员：黄村镇", "请填写监护人姓名", "请填写此项", "何时开门？"):
        assert words in refused
    assert not Signup.objects.exists()

    client.post(step, {**typed, "area": "黄村镇", "birth_year": "1985", "employer": "京郊饭店", "sex": "female"})
    assert Signup.objects.get().answers == {
        "area": "黄村镇",
        "birth_year": "1985",
        "employer": "京郊饭店",
        "sex": "female",
        "questions": "何时开门？",
    }


def test_a_firm_that_calls_is_entered_as_a_group_with_its_names_or_a_file(desk, session):
    client, step = desk(), reverse("admin:events_session_step", args=[session.pk, "enter-group"])
    assert client.get(step).status_code == 302
    make.terms(session, asked=["sex", "questions"], group_max=3, age_min=18)
    shown = text_of(client.get(step))
    assert 'name="sex"' not in shown
    typed = {"source": "phone", "name": "王五", "phone": "13900000005", "category": "business", "agreed": "on"}
    typed |= {"organisation": "京郊饭店", "goes_on": "on"}
    refused = text_of(client.post(step, typed))
    assert "请填写参加人员姓名" in refused
    assert "请确认全体参加人员均符合年龄要求" in refused
    listed = SimpleUploadedFile("名单.csv", "姓名\n李雷\n韩梅\n".encode())
    answer = client.post(step, {**typed, "companion_ages": "on", "companion_file": listed})
    made = Signup.objects.get()
    assert (made.organisation, made.companions, made.category) == ("京郊饭店", 2, "business")
    assert answer.url == step


def test_a_guest_is_invited_from_the_session(desk, session):
    step = reverse("admin:events_session_step", args=[session.pk, "invite"])
    desk().post(step, {"name": "代表甲", "phone": "13900000001", "category": "deputy", "companions": "0"})
    assert Signup.objects.get().state == "selected"


def test_staff_cancel_for_a_person_who_called(desk, session):
    entry = make.signup(session)
    step = reverse("admin:registrations_signup_step", args=[entry.pk, "cancel"])
    desk().post(step)
    entry.refresh_from_db()
    assert entry.state == "cancelled"
    assert AuditEntry.objects.get(act="signup.cancel").by.unit == session.unit


def test_staff_change_a_link_on_request_and_do_not_see_the_new_one(desk, session):
    entry = make.signup(session, email="zhu@example.cn")
    client, old = desk(), entry.token
    page = client.post(reverse("admin:registrations_signup_step", args=[entry.pk, "renew_link"]), follow=True)
    entry.refresh_from_db()
    assert entry.token != old
    assert entry.token not in page.content.decode()
    assert AuditEntry.objects.get(act="signup.renew_link").by.unit == session.unit
