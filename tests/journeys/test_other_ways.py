"""The other ways in: a guest by invitation, parents by the notice of their school, callers at the desk, a table."""

import io
import json

import pytest
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.journeys import desk_pages, letters
from tests.journeys.desk import Desk
from tests.journeys.pages import Reader
from tests.journeys.visitor import DESK, PHONE, Visitor
from tests.make import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.once]
NOW = "2019-10-05T09:00"
SETTING = """
import json
from events import deadlines
from events.foundation import clock
from events.models import Session
from tests import make
town = make.unit("黄村镇")
plan = make.plan(rules={"tell_parents": 3, "announce_onsite": 5})
made = make.announced(point=make.point(plan, [town]), asks_parents=True)
deadlines.for_session(made, now=clock.now())
editor = make.staff("editor", unit=town, name="李经办")
print(json.dumps({"session": made.pk, "editor": editor.username}))
"""
HEADS = ["姓名", "手机号", "类别", "同行人数"]
# What a phone's form asks of somebody who has the link of a circle.
PARENT = {"name": "周家长", "phone": "13700000001"}


@pytest.fixture(scope="module")
def facts(portal):
    portal.live_at(NOW)
    return json.loads(portal.manage("shell", "--no-imports", "-c", SETTING).splitlines()[-1])


@pytest.fixture
def desk(browser, portal, facts):
    someone = Desk(browser, portal)
    someone.sign_in(facts["editor"], PASSWORD)
    yield someone
    someone.context.close()


@pytest.fixture
def phone(browser, portal):
    someone = Visitor(browser, portal, view=PHONE)
    yield someone
    someone.context.close()


@pytest.fixture
def pages(facts):
    return lambda name: ("admin:registrations_session_page", facts["session"], name)


def is_sound(phone: Visitor, name: str) -> None:
    """No fault by any rule of axe, nothing out of the screen, nothing too small for a finger."""
    phone.shot(name)
    assert Reader(phone.page).faults(("light",)) == []
    phone.page.set_viewport_size(PHONE)


def is_clear(desk: Desk, name: str) -> None:
    """The same of a page of the desk, on a tablet and on a screen, in light and dark."""
    desk.shot(name)
    assert desk_pages.Reader(desk.page).faults(("light", "dark")) == []
    desk.page.set_viewport_size(DESK)


def table(folder, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "名单.xlsx")
    return folder / "名单.xlsx"


def test_guests_are_invited_in_bulk_and_answer(desk, phone, portal, facts, pages, tmp_path):
    desk.visit("admin:registrations_guest_bring")
    heads = ["姓名", "电话", "类别", "邮箱", "单位及职务"]
    guests = (
        ["张代表", "13900000001", "人大代表", "zhang@example.cn", "黄村镇人大代表"],
        ["孙委员", "13900000002", "政协委员", "sun@example.cn", "区医院主任医师"],
        ["李记者", "13900000003", "媒体记者", "", "大兴报社记者"],
    )
    desk.fill(file=table(tmp_path, heads, *guests))
    desk.shot("guests-bring")
    desk.press("Add these guests")
    desk.sees("名册新增 3 人。", "张**")
    desk.shot("guests-book")

    desk.open_session(facts["session"])
    desk.turn_to("/invitations/")
    desk.page.get_by_role("link", name="从名册中邀请").click()
    for name in ("张代表", "孙委员", "李记者"):
        desk.page.get_by_label(name).check()
    is_clear(desk, "invite")
    desk.press("Send the invitations")
    desk.sees("发出 2 份邀请。1 人收不到信", "13900000003")
    is_clear(desk, "invitations")

    phone.go(letters.wait_for(portal.var / "mail", to="zhang@example.cn", subject="邀请您参加").link("/invited/"))
    phone.sees("张代表，黄村镇诚邀您参加")
    is_sound(phone, "invited")
    phone.press("I shall come")
    phone.sees("谢谢您答应参加")
    is_sound(phone, "invited-accepted")
    phone.follow("To my page")
    phone.sees("您已入选")

    phone.go(letters.wait_for(portal.var / "mail", to="sun@example.cn", subject="邀请您参加").link("/invited/"))
    phone.press("I cannot come")
    phone.sees("您这次不能参加")
    is_sound(phone, "invited-declined")

    row = desk.page.get_by_role("article").filter(has_text="13900000003")
    desk.submit(row.get_by_role("button", name="答应参加"))
    desk.sees("已记录：李记者答应参加。")
    desk.shot("invitations-answered")
    desk.visit("admin:registrations_session_page", facts["session"], "selection")
    desk.sees("人大代表", "媒体记者")


def test_parents_come_by_the_link_of_the_schools_notice(desk, phone, facts, pages):
    desk.visit(*pages("circles"))
    desk.fill(circle="第一小学五年级家长")
    desk.press("Make the link")
    desk.sees("链接已生成")
    desk.shot("circle")
    link = desk.page.get_by_label("通知文字").input_value().split("报名：")[1].split()[0]

    phone.go(link)
    phone.sees("本页面向：第一小学五年级家长")
    is_sound(phone, "circle-form")
    assert phone.go(f"/sessions/{facts['session']}/sign-up/").ok
    phone.sees_not("家长代表")
    phone.go(link)
    phone.fill(**PARENT)
    phone.press("Send my sign-up")
    phone.sees(_("Without your consent we may not keep your name and number, and cannot take the sign-up."))
    expect(phone.page.locator("[name=name]")).to_have_value(PARENT["name"])
    phone.fill(consent=True)
    phone.press("Send my sign-up")
    phone.page.wait_for_url("**/my/*/")

    desk.visit(*pages("circles"))
    desk.sees("通过此链接报名 1 份")
    desk.page.get_by_text("登记通知已发出", exact=True).click()
    is_clear(desk, "circle-notice")
    desk.press("Record the notice")
    desk.sees("方式：班级群")
    desk.open_session(facts["session"])
    expect(desk.duty("tell_parents")).to_contain_text("2019")
    expect(desk.page.locator('a[href$="/step/tell-parents/"]')).to_have_count(0)

    desk.visit(*pages("circles"))
    desk.press("Take the link back")
    phone.go(link)
    phone.sees("这个链接已停用")
    is_sound(phone, "circle-revoked")


def test_callers_are_entered_one_after_another(desk, facts):
    desk.open_session(facts["session"])
    desk.turn_to("/step/enter/")
    desk.fill(source="phone", name="王来电", phone="12")
    desk.press("Save, and enter the next")
    desk.sees("电话号码有误", "须经本人同意")
    is_clear(desk, "enter-faults")
    desk.fill(phone="13800000001", agreed=True)
    desk.shot("enter")
    desk.press("Save, and enter the next")
    desk.sees("已录入：王来电", "已留座，待名单确认")
    expect(desk.page.locator("[name=name]")).to_have_value("")
    desk.fill(source="letter", name="赵来信", phone="13800000002", agreed=True)
    desk.page.get_by_role("button", name="保存", exact=True).click()
    desk.page.wait_for_url("**/registrations/signup/?*")
    desk.sees("已录入：赵来信", "赵**")


def test_a_table_with_a_fault_is_mended_and_entered_and_fetched_again(desk, facts, pages, tmp_path):
    desk.visit("admin:registrations_signup_changelist")
    desk.page.locator('a[href*="/signup/import/"]').click()
    rows = [["吴一", 13600000001, "居民", 0], ["郑二", "1.36E+10", "外星人", 0]]
    desk.fill(session=facts["session"], file=table(tmp_path, HEADS, *rows), source="letter", agreed=True)
    desk.shot("import")
    desk.press("Check the list")
    desk.sees("2 处差错", "号码被表格软件缩写了", "请填写以下之一")
    is_clear(desk, "import-faults")
    assert desk.page.locator("a[href$='/step/carry-out/']").count() == 0

    desk.page.get_by_role("link", name="选择改好的文件").click()
    rows[1] = ["郑二", "13600000002", "", 0]
    desk.fill(file=table(tmp_path, HEADS, *rows), source="letter", agreed=True)
    expect(desk.page.locator("[name=session]")).to_have_value(str(facts["session"]))
    desk.press("Check the list")
    desk.sees("共 2 行，没有差错")
    desk.shot("import-checked")
    desk.step("carry-out")
    desk.sees("已处理 2 行")
    desk.shot("import-done")

    desk.go(f"/desk/registrations/signup/?session__id__exact={facts['session']}")
    desk.page.locator('a[href*="/signup/export/"]').click()
    desk.shot("export")
    desk.press("Write the workbook")
    desk.sees("只有您能下载这份表格")
    is_clear(desk, "export-done")
    with desk.page.expect_download() as fetched:
        desk.page.get_by_role("link", name="下载").click()
    book = load_workbook(io.BytesIO(fetched.value.path().read_bytes()))
    assert {"吴一", "郑二"} <= {row[4] for row in book.active.iter_rows(values_only=True)}
