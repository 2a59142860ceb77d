"""The door on a helper's telephone: opened with a net, kept without one, reported once and in order afterwards."""

import io
import json

import pytest
import segno
from PIL import Image
from playwright.sync_api import expect

from tests import chromium
from tests.journeys import desk_pages, pages
from tests.journeys.desk import Desk
from tests.journeys.door import Helper
from tests.journeys.visitor import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.once]
MORNING, DURING = "2019-10-14T08:40", "2019-10-14T09:30"
PASSWORD = "kai-fang-ri-2019"
MADE = """
import itertools, json
from events.models import Session
from tests import make
make.count = itertools.count(1 + 1000 * Session.objects.count())  # each test has a door of its own
one = make.announced(capacity=6, title="综合窗口改革开放日", place="采育镇政务服务大厅一层", selection="choice")
make.terms(one, asked=["access"])
def come(name, companions=0, **more):
    return make.signup(one, name=name, companions=companions, **{"state": "selected", **more}).code
family = come("朱建国", 1, details=json.dumps({"access": "需要轮椅通道"}))
alone, gone, third = come("李雷"), come("王取消", state="cancelled"), come("欧阳娜娜")
other = make.signup(make.announced(title="消防站开放日"), state="selected").code
paths = [make.door_link(one, label=label).get_absolute_url() for label in ("志愿者小陈", "志愿者小李")]
staff = make.staff("editor", unit=one.unit, password="kai-fang-ri-2019").username
codes = {"family": family, "alone": alone, "gone": gone, "third": third, "other": other}
print(json.dumps({"session": one.pk, "paths": paths, "staff": staff, **codes}))
"""
SCANS = """
import json
from registrations.models import DoorScan
rows = DoorScan.objects.filter(session={session}).order_by("link", "sequence")
print(json.dumps([[row.kind, row.outcome, row.people] for row in rows]))
"""
STORED = """() => new Promise(resolve => {
    const all = {};
    indexedDB.databases().then(found => Promise.all(found.map(one => new Promise(done => {
        const request = indexedDB.open(one.name);
        request.onsuccess = () => {
            const names = Array.from(request.result.objectStoreNames);
            let left = names.length;
            names.forEach(name => {
                const rows = request.result.transaction(name).objectStore(name).getAll();
                rows.onsuccess = () => {
                    all[one.name + name] = rows.result;
                    left--;
                    left || (request.result.close(), done());
                };
            });
        };
    })))).then(() => resolve(JSON.stringify(all) + JSON.stringify(localStorage)));
})"""


@pytest.fixture
def made(portal):
    portal.live_at(MORNING)
    return json.loads(portal.manage("shell", "--no-imports", "-c", MADE).splitlines()[-1])


@pytest.fixture
def helper(browser, portal, made):
    """A helper's phone with the page of one of the links, kept for when there is no net."""
    visitors = []

    def opened(number=0, **kind):
        visitors.append(Helper(browser, portal, view=PHONE, **kind))
        visitors[-1].open(made["paths"][number])
        return visitors[-1]

    yield opened
    for visitor in visitors:
        visitor.context.close()
    assert [error for visitor in visitors for error in visitor.errors] == []


def scans_of(portal, made):
    return json.loads(portal.manage("shell", "--no-imports", "-c", SCANS.format(**made)).splitlines()[-1])


def test_a_door_that_loses_its_net_goes_on_and_everything_arrives_once_and_in_order(portal, made, helper):
    phone = helper()
    phone.counts(inside=0, expected=4, room=2)
    phone.shot("door-1-online")
    phone.finds("朱建", "朱建国")  # with a net by a part of the name too
    phone.sees("需要轮椅通道")
    phone.card("arrive", people=1)
    phone.says("已入场：1人")
    phone.counts(inside=1, expected=2, room=3)

    phone.net(False)
    phone.finds(made["alone"].lower(), "李雷")
    phone.card("arrive")
    phone.says("联网后自动上报")
    phone.shot("door-2-offline")
    phone.walk_in("路人甲")
    phone.says("现场入场已登记")
    phone.counts(inside=3, expected=1, room=2)
    assert [word for word in ("路人甲", "李雷", made["alone"]) if word in phone.page.evaluate(STORED)] == []

    phone.page.reload()  # still without a net
    phone.waits(2)
    phone.counts(inside=3, expected=1, room=2)
    phone.shot("door-3-reloaded")
    phone.page.locator("[data-recent] button").first.click()  # the walk-in is taken back
    phone.says("已撤销")
    phone.finds(made["third"], "欧阳娜娜")
    phone.card("arrive")
    phone.passes("leave", 2)
    phone.says("已离场2人")
    phone.passes("return", 1)
    phone.counts(inside=2, expected=0, room=3)
    phone.finds(made["alone"], "李雷")
    phone.says("已入场")  # a second scan is harmless, without a net too
    phone.waits(6)
    phone.fits()

    phone.net(True)
    phone.reported()
    phone.counts(inside=2, expected=0, room=3)
    assert scans_of(portal, made) == [
        ["arrive", "done", 1],
        ["arrive", "done", 1],
        ["walk_in", "undone", 1],
        ["undo", "done", 0],
        ["arrive", "done", 1],
        ["leave", "done", 2],
        ["return", "done", 1],
    ]


def test_what_is_no_ticket_of_this_door_gets_a_clear_message(made, helper):
    phone = helper()
    phone.types(made["other"])
    phone.says("消防站开放日")
    phone.net(False)
    for words, said in (
        (made["other"], "不在本场名单中"),
        (made["gone"], "不能入场"),
        (made["alone"][:4] + "2", "不完整"),
        ("李雷", "未联网时不能按姓名查找"),
        ("AB0DEFGH", "不含 0、O、1、I、L"),
        ("https://shop.example/x", "shop.example"),
        ("http://127.0.0.1/my/secret/", "个人页面"),
    ):
        phone.types(words)
        phone.says(said)
    phone.shot("door-4-refused")


def test_two_phones_without_a_net_let_in_the_last_place_and_the_unit_sees_it(browser, portal, made, helper):
    first, second = helper(0), helper(1)
    for phone, name in ((first, "路人甲"), (second, "路人乙")):
        phone.net(False)
        phone.walk_in(name)
        phone.says("现场入场已登记")
        phone.finds(made["alone"], "李雷")
        phone.card("arrive")
        phone.says("已入场")
    first.walk_in("路人丙")
    first.says("现场入场已登记")
    first.walk_in("路人丁")
    first.says("名额已满")
    first.net(True)
    first.reported()
    second.net(True)
    second.reported()
    second.sees("已告知举办单位")
    second.shot("door-5-conflict")
    assert [outcome for _kind, outcome, _people in scans_of(portal, made)] == ["done", "done", "done", "over", "twice"]

    desk = Desk(browser, portal)
    desk.sign_in(made["staff"], PASSWORD)
    desk.visit("admin:registrations_session_page", made["session"], "door")
    desk.sees("请核对", "超出名额放行", "同一入场码放行两次", "志愿者小李")
    desk.shot("door-6-desk")
    desk.visit("admin:events_session_change", made["session"])
    desk.sees("有2条需要核对")
    desk.context.close()


def test_a_browser_that_was_cleared_says_so(helper, made):
    phone = helper()
    phone.finds(made["alone"], "李雷")
    phone.card("arrive")
    phone.says("已入场")
    phone.net(False)
    phone.walk_in("路人甲")
    phone.waits(1)
    with phone.page.expect_navigation():
        phone.page.evaluate("indexedDB.databases().then(found => { indexedDB.deleteDatabase(found[0].name); })")
    expect(phone.page.locator("[data-warnings]")).to_contain_text("有1条记录尚未上报")
    phone.net(True)
    expect(phone.page.locator("[data-warnings]")).to_contain_text("存储已被清除")


def test_a_link_that_was_taken_back_leaves_nothing_on_the_phone(portal, made, helper):
    phone = helper()
    revoke = "from registrations.models import DoorLink; DoorLink.objects.update(revoked_at='2019-10-14T09:00+08:00')"
    portal.manage("shell", "--no-imports", "-c", revoke)
    phone.page.reload()
    phone.sees("已被收回")
    expect(phone.page.locator("form")).to_have_count(0)
    assert "boxes" not in phone.page.evaluate(STORED)
    phone.net(False)
    assert (
        phone.page.evaluate("caches.open('door').then(cache => cache.match(location.pathname)).then(Boolean)") is False
    )


def test_without_a_script_the_page_lets_in_and_the_sheet_is_entered_at_the_desk(browser, portal, made):
    phone = Visitor(browser, portal, view=PHONE, scripts=False)
    phone.go(made["paths"][0])
    phone.fill(q=made["family"])
    phone.page.locator("[type=submit]").first.click()
    phone.sees("朱建国", "需要轮椅通道")
    phone.page.locator("[value=arrive]").click()
    phone.sees("已入场：2人")
    phone.shot("door-7-plain")
    phone.context.close()

    portal.live_at(DURING)
    desk = Desk(browser, portal)
    desk.sign_in(made["staff"], PASSWORD)
    desk.visit("admin:registrations_session_page", made["session"], "enter-sheet")
    rows = desk.page.locator("tbody .door-number")
    rows.nth(0).fill("1")
    rows.nth(1).fill("5")
    desk.fill(**{"line-0-name": "路人甲", "line-0-people": "1"})
    desk.send()
    desk.sees("尚未录入", "按现场入场登记")
    desk.shot("door-8-sheet")
    rows.nth(1).fill("")
    desk.send()
    desk.sees("已录入：到场2人")
    desk.fill(text="一位来宾身体不适，已由医务人员处理。")
    desk.submit(desk.page.get_by_role("button", name="记录", exact=True))
    desk.sees("身体不适")
    desk.shot("door-9-desk")
    wrong = []
    for name in ("door", "enter-sheet", "helpers"):
        desk.visit("admin:registrations_session_page", made["session"], name)
        wrong += [(name, *fault) for fault in desk_pages.Reader(desk.page).faults(("light", "dark"))]
        desk.shot(f"door-desk-{name}")
    desk.context.close()
    assert wrong == []


def test_the_page_is_accessible_in_both_colours_while_it_is_used(made, helper, tmp_path):
    phone, wrong = helper(), []
    phone.page.emulate_media(reduced_motion="reduce")
    reader = pages.Reader(phone.page)
    phone.finds(made["family"], "朱建国")
    wrong += reader.faults(("light", "dark"))
    phone.card("arrive")
    phone.says("已入场")
    phone.page.locator("summary", has_text="现场入场").click()
    phone.page.locator("summary", has_text="离场与返场").click()
    wrong += reader.faults(("light", "dark"))
    phone.shot("door-10-open")
    phone.net(False)
    phone.types(made["gone"])
    phone.says("不能入场")
    wrong += reader.faults(("light", "dark"))
    phone.net(True)
    (tmp_path / "door.html").write_bytes(phone.page.request.get(phone.page.url).body())
    assert wrong == []
    assert pages.validate(tmp_path) == ""


def test_the_camera_reads_the_code_of_a_ticket(browser, portal, made, tmp_path):
    """A film of one picture, the QR code of the private page, stands for the camera."""
    drawn = io.BytesIO()
    segno.make(made["alone"], micro=False).save(drawn, kind="png", scale=12, border=4)
    still = Image.new("RGB", (640, 480), "#fff")
    code = Image.open(io.BytesIO(drawn.getvalue())).convert("RGB")
    still.paste(code, ((640 - code.width) // 2, (480 - code.height) // 2))
    frame = io.BytesIO()
    still.save(frame, "JPEG", quality=95)
    (tmp_path / "camera.mjpeg").write_bytes(frame.getvalue() * 10)
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    flags.append(f"--use-file-for-fake-video-capture={tmp_path / 'camera.mjpeg'}")
    started = browser.browser_type.launch(executable_path=chromium.PATH, args=[*chromium.FLAGS, *flags])
    phone = Helper(started, portal, view=PHONE)
    phone.open(made["paths"][0])
    phone.net(False)  # the reader lies in the phone already
    phone.page.locator("[data-camera]").click()
    expect(phone.page.locator("[data-found] [data-slot=name]")).to_have_text("李雷")
    phone.shot("door-11-camera")
    started.close()
