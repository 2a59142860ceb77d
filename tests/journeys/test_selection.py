"""The selection in a browser: a list that breaks a rule, picks and then a draw, the public listing and an objection."""

import json

import pytest
from playwright.sync_api import expect

from tests import make
from tests.journeys import desk_pages, pages
from tests.journeys.desk import Desk
from tests.journeys.visitor import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.once]

AFTER_CLOSING = "2019-10-10T18:00"
FILL = """
import json
from events.foundation import clock
from registrations import draw, selection
from tests import make
unit, office = make.unit("黄村镇"), make.staff("office", name="公开办")
plan = make.plan(rules={"residents_share": "1/2", "public_listing": 2, "tell_selected": 1})
point = make.point(plan, [unit], title="政务大厅开放体验")
chosen = make.announced(point=point, selection="choice", capacity=8, quotas={"business": (2, None)})
mixed = make.announced(point=point, selection="mixed", capacity=6, title="污水处理厂走一走")
draw.commit(mixed, now=mixed.announced_at)
AREAS, SEXES = ("黄村镇", "清源街道", "采育镇"), ("male", "female")
for session, count in ((chosen, 14), (mixed, 30)):
    for n in range(count):
        answers = {"area": AREAS[n % 3], "sex": SEXES[n % 2], "birth_year": str(1945 + 5 * (n % 13))}
        make.signup(session, name=f"王小{n:02}", details=json.dumps(answers), companions=n % 7 == 3,
                    category="business" if n % 5 == 4 else "resident", email=f"p{n}@example.cn" if n % 2 else "")
for n in range(3):
    make.signup(chosen, name=f"代表{n}", category="deputy", source="invitation", state="selected")
people = {role: make.staff(role, unit=unit) for role in ("editor", "approver")}
confirmed = make.announced(point=point, title="市民走进博物馆", capacity=12)
for n in range(12):
    make.signup(confirmed, name=f"王小{n:02}", category="business" if n % 3 else "resident")
type(confirmed).objects.filter(pk=confirmed.pk).update(seats_taken=12)
selection.confirm(confirmed, by=people["editor"], now=clock.now())
sessions = {"chosen": chosen.pk, "mixed": mixed.pk, "confirmed": confirmed.pk}
print(json.dumps(sessions | {"office": office.username} | {role: one.username for role, one in people.items()}))
"""
ROSTER = """
import json
from events.models import Message
from registrations.models import Draw, Roster, Signup
kept = Roster.objects.filter(session={session}).first()
states = Signup.objects.filter(session={session}).order_by("state").values_list("state", flat=True)
print(json.dumps({{
    "reason": kept.breach_reason if kept else None,
    "breaches": [breach["code"] for breach in kept.breaches] if kept else [],
    "states": {{state: list(states).count(state) for state in set(states)}},
    "letters": list(Message.objects.filter(letter="list_breaks_rules").values_list("recipient__username", flat=True)),
    "drawn": Draw.objects.filter(session={session}, drawn_at__isnull=False).exists(),
}}))
"""


@pytest.fixture(scope="module")
def made(portal):
    portal.live_at(AFTER_CLOSING)
    return json.loads(portal.manage("shell", "--no-imports", "-c", FILL))


@pytest.fixture
def desk(browser, portal, made):
    """Somebody of the unit at the desk; no script of a page fails."""
    opened, faults = [], []

    def signed_in(role):
        person = Desk(browser, portal)
        person.page.on("pageerror", lambda error: faults.append(str(error)))
        opened.append(person)
        person.sign_in(made[role], make.PASSWORD)
        return person

    yield signed_in
    for person in opened:
        person.context.close()
    assert faults == []


def selection_of(person, session):
    person.visit("admin:registrations_session_page", session, "selection")


def stands(portal, session):
    return json.loads(portal.manage("shell", "--no-imports", "-c", ROSTER.format(session=session)))


def live(person, name):
    return person.page.locator(f"[data-live={name}]")


def faults(person):
    return desk_pages.Reader(person.page).faults(("light",))


def tick(person, *rows):
    boxes = person.page.get_by_role("checkbox", name="勾选 ")
    for row in rows:
        boxes.nth(row).check()


def note(person, decision, ground, words=""):
    person.page.get_by_role("radio", name=decision, exact=True).check()
    person.page.get_by_label("理由", exact=True).select_option(label=ground)
    person.page.get_by_label("补充说明").fill(words)
    person.press("Note the decision")


def test_a_list_that_breaks_a_rule_is_confirmed_only_with_a_reason_that_the_office_reads(desk, portal, made):
    editor = desk("editor")
    selection_of(editor, made["chosen"])
    expect(live(editor, "people").first).to_have_text("3")

    editor.page.get_by_role("radio", name="列入名单", exact=True).check()
    tick(editor, 0, 1)
    expect(live(editor, "people").first).to_have_text("5")
    expect(live(editor, "percent").first).to_have_text("40%")
    expect(live(editor, "note")).to_be_visible()
    expect(editor.page.locator("[data-group=area][data-key=黄村镇]")).to_have_text("1")
    expect(editor.page.locator("[data-limit=residents_share]")).to_have_class("signups-broken")
    assert faults(editor) == []
    editor.page.set_viewport_size({"width": 768, "height": 1000})
    editor.shot("selection-768")
    editor.page.set_viewport_size({"width": 1280, "height": 900})
    editor.shot("selection-1280")
    note(editor, "列入名单", "居住或工作在周边")
    expect(live(editor, "people").first).to_have_text("5")

    editor.page.get_by_role("radio", name="所有未定的报名").check()
    note(editor, "不予入选", "名额有限", "座位不足。")
    editor.press("Confirm and tell everyone")
    expect(editor.page.get_by_role("alert")).to_contain_text("须说明理由方可确认")
    assert stands(portal, made["chosen"])["reason"] is None
    editor.page.get_by_label("不符合规定的理由").fill("专题调研，以代表为主。")
    editor.press("Confirm and tell everyone")

    editor.sees("名单已确认")
    kept = stands(portal, made["chosen"])
    assert (kept["reason"], kept["letters"]) == ("专题调研，以代表为主。", [made["office"]])
    assert set(kept["breaches"]) == {"quota_floor", "residents_share"}
    assert kept["states"] == {"selected": 5, "refused": 12}
    assert faults(editor) == []
    editor.shot("selection-confirmed")


def test_picks_come_first_then_the_draw_over_the_rest(desk, portal, made):
    editor = desk("editor")
    selection_of(editor, made["mixed"])
    editor.page.get_by_label("人员类别", exact=True).select_option(label="企业代表")
    editor.press("Show")
    expect(editor.page.locator("tr[data-entry]:visible")).to_have_count(6)
    editor.page.get_by_role("radio", name="接下来放得下的").check()
    editor.page.get_by_label("数量", exact=True).fill("2")
    note(editor, "列入名单", "与开放内容直接相关")
    expect(live(editor, "people").first).to_have_text("2")
    selection_of(editor, made["mixed"])
    tick(editor, 0)
    note(editor, "不予入选", "不符合公告的报名条件")
    editor.press("Hold the draw")
    editor.sees("摇号已")
    editor.press("Confirm and tell everyone")

    kept = stands(portal, made["mixed"])
    assert kept["drawn"]
    assert kept["states"]["refused"] == 1
    assert kept["states"]["selected"] + kept["states"]["waiting"] == 29


def test_the_public_reads_a_masked_list_and_objects_on_a_telephone(desk, browser, portal, made):
    approver = desk("approver")
    approver.visit("admin:events_session_step", made["confirmed"], "publish-listing")
    approver.press("Show the list to the public")

    phone = Visitor(browser, portal, view=PHONE)
    phone.visit("events:session", made["confirmed"])
    phone.follow("Public listing of the selected")
    phone.sees("王**", "企业代表")
    phone.sees_not("王小")
    phone.shot("listing-360")
    assert pages.Reader(phone.page).faults(("light",)) == []
    phone.page.set_viewport_size(PHONE)
    phone.follow("Object to the list")
    phone.press("Send the objection")
    phone.sees("请写明您的异议")
    phone.shot("objection-360")
    assert pages.Reader(phone.page).faults(("light",)) == []
    phone.page.get_by_label("您有什么异议？").fill("名单中有人并非企业代表。")
    phone.press("Send the objection")
    phone.sees("您的异议已收到")
    assert pages.Reader(phone.page).faults(("light",)) == []
    phone.context.close()

    approver.go("/desk/")
    approver.page.get_by_role("link", name="待答复的公示异议").click()
    approver.page.locator("#result_list tbody a").first.click()
    approver.sees("名单中有人并非企业代表。")
    approver.page.get_by_role("link", name="答复异议").click()
    approver.sees("异议人未留联系方式")
    assert faults(approver) == []
    approver.page.get_by_label("异议不成立").check()
    approver.page.get_by_label("核实情况").fill("经核实，该企业在本区注册。")
    approver.press("Answer the objection")
    approver.sees("答复已记录")

    # What was wrong is mended: the list is taken back, and with it what the public sees.
    editor = desk("editor")
    selection_of(editor, made["confirmed"])
    editor.follow("Take the confirmed list back")
    editor.page.get_by_label("理由").fill("有一人重复列入。")
    editor.press("Take the confirmed list back")
    editor.sees("已撤回，并已通知所有相关人员")
    assert stands(portal, made["confirmed"])["states"] == {"entered": 12}
    assert faults(editor) == []
    approver.visit("registrations:listing", made["confirmed"])
    approver.sees("目前没有公示中的名单")
