"""A draw from its announcement to the report: a public value named ahead, two people, and anybody who checks it all."""

import json
import subprocess
import sys

import pytest

from tests import make
from tests.journeys import desk_pages, pages
from tests.journeys.desk import Desk
from tests.journeys.door import Helper
from tests.journeys.letters import until
from tests.journeys.visitor import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.once]

MADE = """
import json
from tests import make
unit = make.unit("黄村镇")
point = make.point(make.plan(), [unit], title="污水处理厂走一走")
session = make.session(
    point, state="draft", capacity=4, selection="draw", title="污水处理厂走一走", agenda="参观\\n座谈",
    place="水厂大门", how_to_take_part="在本页面报名", organiser="黄村镇", signup_opens_at=make.at("2019-09-25 08:00"),
    signup_closes_at=make.at("2019-10-09 17:00"), quotas={"parent": (1, None)})
people = {role: make.staff(role, unit=unit).username for role in ("editor", "approver")}
print(json.dumps({"session": session.pk, **people}))
"""
OTHERS = """
from events.foundation import clock
from events.models import Session
from registrations import signups
session = Session.objects.get()
for number in range(6):
    signups.sign_up(session, name=f"王小{number}", phone=f"1380000000{number}", category="parent" if number > 3 else
                    "resident", companions=number % 2, consent=True, now=clock.now())
"""
DOOR = """
import json
from registrations.models import Signup
from tests import make
rows = Signup.objects.filter(state="selected").order_by("rank")
link = make.door_link(rows[0].session, label="志愿者小陈")
print(json.dumps({"path": link.get_absolute_url(), "codes": [row.code for row in rows],
                  "people": [row.seats for row in rows]}))
"""
FIGURES = """
import json
from events.models import Session
from registrations.models import Signup
session = Session.objects.get()
came = Signup.objects.filter(arrived_at__isnull=False)
print(json.dumps([session.attendance, sum(row.arrived_people for row in came), came.count()]))
"""
VALUE = "双色球2019年10月10日开奖号码"


@pytest.fixture(scope="module")
def made(portal):
    portal.live_at("2019-09-20T09:30")
    return json.loads(portal.manage("shell", "--no-imports", "-c", MADE).splitlines()[-1])


@pytest.fixture
def people(browser, portal, made):
    """The two of the unit at the desk, and a resident's phone."""
    both = [Desk(browser, portal) for _ in range(2)]
    for person, role in zip(both, ("editor", "approver"), strict=True):
        person.sign_in(made[role], make.PASSWORD)
    phone = Visitor(browser, portal, view=PHONE)
    for person in (*both, phone):
        person.page.emulate_media(reduced_motion="reduce")  # a colour on its way to another is neither
    yield (*both, phone)
    for person in (*both, phone):
        person.context.close()


def looked_over(visitor, reader):
    visitor.fits()
    return reader(visitor.page).faults(("light", "dark"))


def test_from_the_announced_value_to_a_door_without_a_net(browser, portal, made, people, tmp_path):
    editor, approver, phone = people
    announce(editor, approver, made["session"])
    mine = sign_up(portal, phone, made["session"])
    freeze(portal, phone, made["session"])
    hold(portal, editor, approver, phone, made["session"])
    check(phone, tmp_path)
    confirm(editor, phone, made["session"], mine)
    at_the_door(portal, browser, editor, made["session"])


def announce(editor, approver, session):
    editor.open_session(session)
    editor.fill(
        draws_at_0="2019-10-10",
        draws_at_1="21:30",
        draw_value_at_0="2019-10-10",
        draw_value_at_1="21:15",
        draw_value=VALUE,
    )
    editor.save()
    approver.open_session(session)
    approver.step("approve")
    approver.step("announce")
    approver.page.wait_for_url("**/publication/*/change/**")
    assert VALUE in approver.page.content()


def sign_up(portal, phone, session):
    portal.live_at("2019-09-26T10:00")
    phone.visit("events:announcement", session)
    phone.sees(VALUE)
    phone.visit("registrations:draw", session)
    phone.sees("随机种子固定", VALUE, "21:15")
    assert looked_over(phone, pages.Reader) == []
    phone.shot("draw-1-ahead")
    phone.visit("registrations:signup", session)
    phone.fill(name="陈小明", phone="13900000000", category="resident", consent=True)
    phone.press("Send my sign-up")
    phone.page.wait_for_url("**/my/*/")
    phone.sees("公开编号", "报名截止后显示")
    portal.manage("shell", "--no-imports", "-c", OTHERS)
    return phone.page.url


def freeze(portal, phone, session):
    portal.live_at("2019-10-09T17:02")
    phone.visit("registrations:draw", session)
    until(lambda: phone.page.reload() and "名单共 7 条" in phone.page.content(), "the list is not frozen")


def hold(portal, editor, approver, phone, session):
    portal.live_at("2019-10-10T21:20")
    for person, words in ((editor, "请第二人录入"), (approver, "公共数值已确定")):
        person.open_session(session)
        person.step("draw-value", value="03 11 18 22 26 31 + 07")
        person.sees(words)
    phone.visit("registrations:draw_screen", session)
    phone.page.keyboard.press("PageDown")
    phone.sees("名单封存")
    portal.live_at("2019-10-10T21:30")
    editor.visit("admin:registrations_session_page", session, "selection")
    assert looked_over(editor, desk_pages.Reader) == []
    editor.press("Hold the draw")
    editor.sees("摇号已完成")
    editor.shot("draw-2-held")


def check(phone, folder):
    """The screen in the hall by its keys, then the two files of the result page, run by Python alone."""
    phone.page.goto(phone.page.url.split("?")[0] + "?step=4")
    codes = phone.page.locator(".od-screen-codes li")
    for number in (1, 2):
        phone.page.keyboard.press("ArrowRight")
        phone.page.wait_for_url(f"**shown={number}")
        assert codes.count() == number
    assert looked_over(phone, pages.Reader) == []
    phone.shot("draw-3-screen")
    phone.follow("End the presentation")
    for words in ("File with all facts (.json)", "verify_draw.py"):
        with phone.page.expect_download() as download:
            phone.follow(words)
        download.value.save_as(folder / download.value.suggested_filename)
    [record] = folder.glob("*.json")
    command = [sys.executable, "-I", "verify_draw.py", record.name]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8")
    assert "核对无误" in done.stdout
    assert looked_over(phone, pages.Reader) == []
    phone.shot("draw-4-result")


def confirm(editor, phone, session, mine):
    editor.press("Confirm and tell everyone")
    editor.sees("名单已确认")
    phone.go(mine)
    phone.page.get_by_role("link", name="摇号次序第").click()
    phone.sees("位，")
    assert looked_over(phone, pages.Reader) == []
    phone.shot("draw-5-mine")


def at_the_door(portal, browser, editor, session):
    """One party comes with a net, the others and somebody who never signed up without one; then the figures agree."""
    portal.live_at("2019-10-14T08:40")
    door = json.loads(portal.manage("shell", "--no-imports", "-c", DOOR).splitlines()[-1])
    helper = Helper(browser, portal, view=PHONE)
    helper.open(door["path"])
    first, *others = door["codes"]
    helper.types(first)
    helper.card("arrive")
    helper.says("已入场")
    helper.net(False)
    for code in others[:-1]:
        helper.types(code)
        helper.card("arrive")
        helper.says("已入场")
    helper.shot("draw-6-door")
    helper.net(True)
    helper.reported()
    helper.context.close()
    came = door["people"][:-1]
    portal.live_at("2019-10-14T11:30")
    editor.open_session(session)
    editor.step("hold", head_present="yes")
    figures = json.loads(portal.manage("shell", "--no-imports", "-c", FIGURES).splitlines()[-1])
    assert figures == [sum(came), sum(came), len(came)]
    editor.open_session(session)
    editor.step("write-report")
    editor.page.wait_for_url("**/publication/*/change/**")
    assert f"{sum(came)}人" in editor.page.content()
