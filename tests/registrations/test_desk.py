"""The desk of the sign-ups: who sees what, and the pages of one session."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from events.foundation import clock
from events.models import AuditEntry, Session, Staff
from registrations import draw, selection, signups
from registrations.models import Roster, Signup
from registrations.resources import SignupResource
from tests import make

pytestmark = pytest.mark.django_db
OPEN, CLOSED, DAY = make.at("2019-10-05 09:00"), make.at("2019-10-10 18:00"), make.at("2019-10-14 08:45")
LIST = "/desk/registrations/signup/"


@pytest.fixture(autouse=True)
def at(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(CLOSED)
    return clock.move


@pytest.fixture
def session():
    return make.announced(selection=Session.Selection.CHOICE, capacity=3)


@pytest.fixture
def desk(client, session):
    """A client signed in with a role at the session's own unit."""

    def signed_in(role=Staff.Role.EDITOR, **fields):
        client.force_login(make.staff(role, **{"unit": session.unit, **fields}))
        return client

    return signed_in


def page(session, name):
    return reverse("admin:registrations_session_page", args=[session.pk, name])


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
def test_each_role_opens_the_pages_of_its_rights(desk, session, role, seen):
    client = desk(role)
    answers = {name: client.get(page(session, name)).status_code for name in ("selection", "calls", "door", "sheet")}
    assert answers == {name: 200 if name in seen.split() else 403 for name in answers}


@pytest.mark.parametrize("name", ["selection", "calls", "door", "sheet"])
def test_another_unit_finds_no_page(client, session, name):
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
    assert "朱建国" in text_of(desk().get(detail))
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
    assert not found("q=朱建")
    assert found(f"q=朱建{within}")
    assert not found(f"q=李雷{within}")


def test_the_call_list_filter_of_the_first_page_works(desk, session):
    called = make.signup(session, call_about=Signup.CallAbout.DECISION)
    other = make.signup(session)
    shown = text_of(desk().get(f"{LIST}?to_call=yes"))
    assert called.code in shown
    assert other.code not in shown


def test_the_session_offers_its_pages_to_whom_they_are_open(desk, session):
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
def test_pages_of_a_session_take_the_same_number_of_queries_for_one_row_and_for_three(desk, session, name):
    client = desk()

    def queries():
        make.signup(session, call_about=Signup.CallAbout.CHANGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(page(session, name))
        return len(captured)

    queries()
    assert queries() == queries() == queries()


# --- the selection ---


def test_the_selection_goes_from_picks_with_reasons_to_the_confirmed_list(desk, session):
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


def test_a_move_without_a_reason_is_refused_and_says_so(desk, session):
    entry = make.signup(session)
    given = {"act": "decide", "decision": "selected", "entry": [entry.pk], "reason": ""}
    assert "请填写理由" in text_of(desk().post(page(session, "selection"), given))


def test_a_broken_rule_is_shown_beside_its_sentence_and_needs_a_reason(desk, session):
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


def test_an_auditor_reads_the_selection_and_changes_nothing(desk, session):
    make.signup(session)
    client = desk(Staff.Role.AUDITOR)
    assert "记下决定" not in text_of(client.get(page(session, "selection")))
    assert client.post(page(session, "selection"), {"act": "confirm"}).status_code == 403


def test_the_draw_is_held_from_the_desk(desk):
    session = make.announced(selection="draw", capacity=1)
    draw.commit(session, now=OPEN)
    for _ in range(3):
        make.signup(session)
    client = desk(unit=session.unit)
    shown = text_of(client.get(page(session, "selection")))
    assert session.draw.seed_fingerprint in shown
    assert session.draw.seed not in shown
    client.post(page(session, "selection"), {"act": "draw"})
    assert sorted(Signup.objects.values_list("rank", flat=True)) == [1, 2, 3]


# --- calling, entering, inviting ---


def test_a_tick_on_the_call_list_records_who_called(desk, session):
    entry = make.signup(session, name="朱建国", state="selected", call_about=Signup.CallAbout.DECISION)
    client = desk()
    assert "朱建国" in text_of(client.get(page(session, "calls")))
    client.post(page(session, "calls"), {"signup": entry.pk})
    entry.refresh_from_db()
    assert (entry.call_about, entry.told_at) == ("", CLOSED)
    assert entry.told_by.unit == session.unit


def test_an_entry_of_another_session_is_not_ticked_here(desk, session):
    other = make.signup(make.announced(), call_about=Signup.CallAbout.DECISION)
    assert desk().post(page(session, "calls"), {"signup": other.pk}).status_code == 404


def test_a_caller_is_entered_from_the_session_and_a_fault_loses_nothing(desk, session):
    client = desk()
    step = reverse("admin:events_session_step", args=[session.pk, "enter"])
    typed = {"source": "phone", "name": "王五", "phone": "12", "category": "resident", "companions": "0"}
    refused = text_of(client.post(step, typed))
    assert "电话号码有误" in refused
    assert 'value="王五"' in refused
    client.post(step, {**typed, "phone": "13900000005"})
    assert Signup.objects.get().source == "phone"


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


# --- the door ---


def test_the_door_ticks_in_counts_and_takes_back(desk, session, at):
    at(DAY)
    entry = make.signup(session, name="朱建国", state="selected", companions=1)
    client, address = desk(Staff.Role.DOOR), page(session, "door")
    client.post(address, {"act": "arrive", "signup": entry.pk, "people": "1"})
    assert "已入场，1 人" in text_of(client.get(address))
    client.post(address, {"act": "undo", "signup": entry.pk})
    assert "已入场，1 人" not in text_of(client.get(address))


@pytest.mark.parametrize("words", ["建国", "lower", "spaced"])
def test_the_door_finds_a_person_by_part_of_the_name_or_the_code(desk, session, at, words):
    at(DAY)
    entry = make.signup(session, name="朱建国", state="selected")
    other = make.signup(session, name="李雷", state="selected")
    query = {"lower": entry.code.lower(), "spaced": f"{entry.code[:4]} {entry.code[4:]}"}.get(words, words)
    shown = text_of(desk(Staff.Role.DOOR).get(page(session, "door"), {"q": query}))
    assert entry.code in shown
    assert other.code not in shown


def test_the_second_code_of_a_person_finds_the_first_entry(desk, session, at):
    at(DAY)
    first = make.signup(session, state="selected")
    again = make.signup(session, state=Signup.State.REPEATED, first=first)
    assert first.code in text_of(desk(Staff.Role.DOOR).get(page(session, "door"), {"q": again.code}))


def test_a_walk_in_is_let_in_while_there_is_room_and_a_fault_loses_nothing(desk, session, at):
    at(DAY)
    client, address = desk(Staff.Role.DOOR), page(session, "door")
    typed = {"act": "walk_in", "name": "路人甲", "phone": "", "category": "resident"}
    refused = text_of(client.post(address, {**typed, "people": "4"}))
    assert "余位不够" in refused
    assert 'value="路人甲"' in refused
    client.post(address, {**typed, "people": "3"})
    assert Signup.objects.get().arrived_people == 3


def test_the_door_page_shows_no_numbers_to_helpers(desk, session, at):
    at(DAY)
    make.signup(session, name="朱建国", phone="13812345678", state="selected")
    shown = text_of(desk(Staff.Role.DOOR).get(page(session, "door")))
    assert "朱建国" in shown
    assert "13812345678" not in shown


def test_the_sheet_has_the_selected_with_their_codes_and_lines_to_write_on(desk, session):
    entry = make.signup(session, name="朱建国", state="selected")
    waits = make.signup(session, state="waiting", rank=1)
    sheet = text_of(desk().get(page(session, "sheet")))
    assert entry.code in sheet
    assert waits.code not in sheet
    assert sheet.count("<tr>") == 1 + 1 + 8


# --- tables in and out ---


def table(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "signups.xlsx"
    return file


def imported(client, file):
    """Through the trial page and the confirmation, as a person does it; the text of the last page."""
    trial = client.post(f"{LIST}import/", {"import_file": file, "format": "0", "resource": ""})
    if "confirm_form" not in trial.context:
        return text_of(trial)
    given = trial.context["confirm_form"].initial
    return text_of(client.post(f"{LIST}process_import/", given, follow=True))


def heads():
    resource = SignupResource()
    names = ("session", "name", "phone", "email", "category", "companions", "source")
    return [resource.fields[name].column_name for name in names]


def test_a_table_enters_the_queue_under_the_rules_of_every_other_entry(desk, session):
    client = desk()
    rows = [[session.pk, f"王{n}五", f"1390000000{n}", "", "群众代表", 0, "电话"] for n in range(2)]
    imported(client, table(heads(), *rows))
    made = Signup.objects.order_by("pk")
    assert [entry.phone for entry in made] == ["13900000000", "13900000001"]
    assert {entry.source for entry in made} == {"phone"}
    assert AuditEntry.objects.filter(act="signup.enter").count() == 2


def test_one_faulty_row_stops_the_table_and_is_named(desk, session):
    rows = [
        [session.pk, "王五", "13900000001", "", "群众代表", 0, "电话"],
        [session.pk, "赵六", "12", "", "群众代表", 0, "电话"],
    ]
    assert "电话号码有误" in imported(desk(), table(heads(), *rows))
    assert not Signup.objects.exists()


def test_nobody_imports_into_a_session_of_another_unit(desk):
    foreign = make.announced()
    shown = imported(desk(), table(heads(), [foreign.pk, "王五", "13900000001", "", "群众代表", 0, "电话"]))
    assert "没有场次号" in shown
    assert not Signup.objects.exists()


def test_the_export_holds_the_own_unit_and_no_formula(desk, session):
    make.signup(session, name="=HYPERLINK(1)王", phone="13812345678")
    make.signup(make.announced(), name="李雷雷")
    client = desk()
    form = client.get(f"{LIST}export/").context["form"]
    given = {"format": "0", "resource": ""} | {name: "on" for name in form.fields if name.startswith("signupresource")}
    answer = client.post(f"{LIST}export/", given)
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert "13812345678" in cells
    assert "李雷雷" not in cells
    assert not any(str(cell).startswith("=") for cell in cells)


def test_an_auditor_exports_nothing(desk):
    assert desk(Staff.Role.AUDITOR).get(f"{LIST}export/").status_code == 403
