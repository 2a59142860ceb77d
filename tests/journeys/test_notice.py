"""A notice in its whole life: a clerk's Word file with a fault in it is corrected on the screen and becomes the plan in
force; months later a changed version of it is compared with what stands, and applied as an amendment."""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import expect

from tests.journeys.desk import PASSWORD, Desk
from tests.journeys.pages import WCAG

# On PostgreSQL the year begins with a notice too, and the tests of reading and deciding run there.
pytestmark = [pytest.mark.browser, pytest.mark.once]
SAMPLE = Path(__file__).resolve().parents[2] / "events" / "notices" / "samples" / "plan_2024.txt"
TITLE = "大兴区2024年政民互动工作总体方案"
RIGHT = "开放点5（政务服务体验）：展示设在居民身边的自助服务小屋"
# The bracket of the title is left open, and its unit has lost the colon.
FAULTY = "开放点5（政务服务体验：展示设在居民身边的自助服务小屋"
UNIT, BARE_UNIT = "（主责单位：政务和数据局）", "（主责单位政务和数据局）"
HELP = re.compile(r"/(htmx|notice)\.[^/]*js$")
STRAY = "▲▲▲示意图略▲▲▲"
BEGINS = "二、工作内容和安排"
TIMETABLE = (
    ("序号", "开放点", "主责单位", "活动时间", "活动地点", "人数", "活动形式"),
    ("1", "开放点6（社银合作）", "人保局", "2024年9月10日9:00-11:00", "合作银行兴政街网点", "30人", "现场"),
    ("2", "开放点13（计量服务）", "市场监管局", "2024年9月中旬（暂定）", "计量实验室", "20人", "现场和直播"),
)
# One unit is another, one point is new, one is gone, reports are due sooner, and the period and a session end later.
GONE, ADDED = "文明游园", "（4）开放点16（数据开放）：演示怎样查询公共数据。（主责单位：采育镇）"
EDITS = {
    "（主责单位：国资委）": "（主责单位：财政局）",
    "活动开展后5个工作日内": "活动开展后3个工作日内",
    "（二）“政策公开讲”活动": f"{ADDED}\n（二）“政策公开讲”活动",
    "2024年5月至11月": "2024年5月至12月",
}
# Two people sign up for the session that the notice brought, and its announcement is recorded as published.
SIGNED_UP = """
from events import deadlines, sessions
from events.foundation import clock
from events.models import Session, Staff
from tests import make
session, office = Session.objects.get(), Staff.objects.get()
deadlines.close(deadlines.find("report", session=session), by=office, now=clock.now())
Session.objects.update(state="announced", announced_at=clock.now(), announced_by=office)
[make.signup(session) for _number in range(2)]
"""
STANDS = """
import json
from events.models import Duty, Plan, Session
from registrations.models import Signup
duties = Duty.objects.standing().order_by("pk")
names = ("pk", "kind", "due_on", "rule_value", "done_at", "is_late")
print(json.dumps({
    "sessions": list(Session.objects.order_by("pk").values_list("pk", "state", "starts_at", "unit", "point")),
    "signups": list(Signup.objects.order_by("pk").values_list("pk", "session", "state")),
    "closed": list(duties.filter(done_at__isnull=False).values_list(*names)),
    "holds": list(duties.filter(done_at=None, kind="hold").values_list("due_on", "unit__name", "point__title")),
}, default=str))
"""


def shell(portal, code):
    return portal.manage("shell", "--no-imports", "-c", code).strip()


def stands(portal):
    return json.loads(shell(portal, STANDS).splitlines()[-1])


@pytest.fixture(scope="module")
def people(portal):
    portal.live_at("2024-05-08T09:00")
    portal.manage("createsuperuser", "--noinput", "--username", "office", DJANGO_SUPERUSER_PASSWORD=PASSWORD)
    return portal


@pytest.fixture
def office(browser, people):
    """The clerk of the office; `office(helped=False)` gets neither htmx nor the script of the page."""
    opened = []

    def sit_down(*, helped=True):
        desk = Desk(browser, people)
        opened.append(desk)
        if not helped:
            desk.context.route(HELP, lambda route: route.abort())
        faults = []
        desk.page.on("pageerror", lambda error: faults.append(str(error)))
        desk.faults = faults
        desk.sign_in("office")
        return desk

    yield sit_down
    for desk in opened:
        desk.context.close()
    assert [fault for desk in opened for fault in desk.faults] == []


def lines(title=TITLE):
    text = SAMPLE.read_text(encoding="utf-8").replace(TITLE, title)
    return text.replace(BEGINS, f"{BEGINS}\n活动于2024年5月至11月开展。").splitlines()


def spoiled(texts):
    """One point spoiled, and a stray line after it."""
    assert any(RIGHT in text for text in texts)
    for text in texts:
        is_faulty = RIGHT in text
        yield text.replace(RIGHT, FAULTY).replace(UNIT, BARE_UNIT) if is_faulty else text
        if is_faulty:
            yield STRAY


def changed(texts):
    text = "\n".join(text for text in texts if GONE not in text)
    for old, new in EDITS.items():
        assert old in text
        text = text.replace(old, new)
    return text.splitlines()


def typed(path, texts, timetable=()):
    """As a clerk types it in Word; the timetable stands before the section on forms."""
    document = Document()
    for text in texts:
        if timetable and text.startswith("三、"):
            table = document.add_table(rows=0, cols=len(timetable[0]))
            for row in timetable:
                for cell, words in zip(table.add_row().cells, row, strict=True):
                    cell.text = words
        document.add_paragraph(text)
    document.save(path)
    return path


def looked_at(desk, name, *, closely=False):
    """On a screen and on a phone; closely: without faults for those who cannot see it, in both colours."""
    for width, height in ((1280, 900), (360, 740)):
        desk.page.set_viewport_size({"width": width, "height": height})
        desk.fits()
        desk.shot(f"notice-{name}-{width}")
        for is_dark in (True, False) if closely else ():
            desk.page.evaluate("isDark => document.documentElement.classList.toggle('dark', isDark)", is_dark)
            desk.page.evaluate(Axe().axe_script)
            answer = desk.page.evaluate("rules => axe.run(document, rules)", WCAG)
            assert [(fault["id"], fault["nodes"][0]["html"]) for fault in answer["violations"]] == []
    desk.page.set_viewport_size({"width": 1280, "height": 900})


def marked(page):
    return page.locator(".is-marked")


def brings(desk, file):
    desk.visit("admin:events_notice_add")
    desk.fill(file=file)
    desk.save()


def test_a_faulty_notice_becomes_the_plan_in_force_and_its_next_version_amends_it(office, people, browser, tmp_path):
    desk = office()
    desk.visit("admin:events_notice_add")
    looked_at(desk, "01-add")
    brings(desk, typed(tmp_path / "方案.docx", spoiled(lines()), TIMETABLE))
    read_and_corrected(desk)
    number = applied_and_approved(desk)

    shell(people, SIGNED_UP)
    people.live_at("2024-08-29T09:00")
    before = stands(people)
    timetable = [[words.replace("9月10日", "9月12日") for words in row] for row in TIMETABLE]
    brings(desk, typed(tmp_path / "调整后的方案.docx", changed(lines()), timetable))
    amended(desk, number)

    after = stands(people)
    for kept in ("sessions", "signups", "closed"):
        assert after[kept] == before[kept]
        assert before[kept]
    units = {title: unit for _due, unit, title in after["holds"]}
    assert (units["采购服务"], units["数据开放"]) == ("财政局", "采育镇")
    assert GONE not in units
    assert {due for due, _unit, _title in after["holds"]} == {"2024-12-31"}
    seen_by_the_public(browser, people, number)


def read_and_corrected(desk):
    page = desk.page
    item, line = page.locator("#item-point-5"), page.locator(".desk-line", has_text=FAULTY)
    counter = page.locator("#notice-counter")
    expect(counter).to_contain_text(re.compile(r"2项待确认内容中，还有2项未处理。\s+另有1行未能识别。"))
    expect(item).to_contain_text("名称的括号不完整")
    expect(page.locator("#item-session-1")).to_contain_text("方案批准后生成场次草稿")
    expect(page.locator("#item-session-2")).to_contain_text("日期尚未确定")
    looked_at(desk, "02-read", closely=True)

    # Either side shows the other.
    counter.get_by_role("link", name="转到下一项").click()
    expect(item).to_be_focused()
    expect(marked(page)).to_have_count(2)
    expect(line).to_have_class(re.compile("is-marked"))
    expect(line).to_be_in_viewport()
    page.locator(".desk-line", has_text="开放点12").click()
    expect(page.locator("#item-point-12")).to_have_class(re.compile("is-marked"))
    expect(page.locator("#item-point-12")).to_be_in_viewport()
    page.locator("#item-rule-report blockquote").click()
    expect(page.locator(".desk-line.is-marked")).to_contain_text("活动开展后5个工作日内")
    expect(page.locator(".desk-line.is-marked")).to_be_in_viewport()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(item).to_be_focused()

    # Nothing is applied before it is decided; a wrong value is said where it stands.
    desk.step("apply")
    desk.sees("还有2项待确认：开放点5")
    page.go_back()
    page.go_back()
    item.get_by_role("link", name="更正").click()
    desk.fill(number="6", units="政务和数据局、观音寺街道")
    item.get_by_role("button", name="保存").click()
    expect(item).to_contain_text("开放点6重复")
    looked_at(desk, "03-wrong")
    desk.fill(number="5", title="政务服务小屋")
    item.get_by_role("button", name="保存").click()
    expect(item).to_contain_text("已更正")
    expect(item).to_be_focused()
    expect(line.locator("em")).to_have_text("已更正")
    page.locator("#item-session-2").get_by_role("button", name="确认").click()
    expect(counter).to_contain_text("待确认内容已全部处理")
    page.locator(".desk-item", has_text=STRAY).get_by_role("button", name="无需识别").click()
    expect(counter).not_to_contain_text("未能识别")
    looked_at(desk, "04-decided")


def applied_and_approved(desk):
    """The plan, and the session that its notice brought."""
    desk.step("apply")
    desk.page.wait_for_url("**/plan/*/change/**")
    desk.sees(TITLE, "政务服务小屋", "3个工作日")
    desk.sees_not(STRAY)
    looked_at(desk, "05-plan")
    number = desk.number
    desk.turn_to("/step/approve/")
    desk.sees("文件列明的1个场次将生成草稿", "另有1个场次暂不能生成")
    looked_at(desk, "06-approve")
    desk.send()
    desk.visit("admin:events_notice_changelist")
    looked_at(desk, "07-list")
    desk.follow(TITLE)
    expect(desk.page.locator("#item-session-1")).to_contain_text("已生成场次（草稿）")
    expect(desk.page.locator("#item-session-2")).to_contain_text("未生成场次：日期尚未确定")
    looked_at(desk, "08-applied")
    return number


def amended(desk, number):
    page = desk.page
    for doubted in ("#item-point-13", "#item-session-2"):  # number 12 is missing before the first of them
        page.locator(doubted).get_by_role("button", name="确认").click()
        expect(page.locator(doubted)).to_contain_text("已确认")
    desk.turn_to("/amend/")
    desk.sees("可能是以下方案", "标题相同")
    looked_at(desk, "09-choose")
    page.locator(f'a[href$="/amend/{number}/"]').click()
    desk.sees("国资委", "财政局", "数据开放", GONE, "5 个工作日", "3 个工作日", "2024年12月31日")
    looked_at(desk, "10-differences", closely=True)

    gone = page.locator("tr", has_text=GONE).get_by_role("checkbox")
    expect(gone).not_to_be_checked()
    gone.check()
    corrected = page.locator("tr", has_text="政务服务小屋").get_by_role("checkbox")
    expect(corrected).to_have_count(2)
    for box in corrected.all():  # title and units as they were written by hand stay
        box.uncheck()
    desk.submit(page.get_by_role("button", name="应用勾选的变动"))
    page.wait_for_url(f"**/plan/{number}/change/")
    page.locator("summary", has_text="项变动").click()
    desk.sees("采购服务 · 主责单位", "财政局")
    looked_at(desk, "11-amended")


def seen_by_the_public(browser, portal, number):
    visitor = Desk(browser, portal)
    visitor.visit("events:plan", number)
    visitor.sees("方案调整情况", "采购服务", "调整前：国资委", "不再列入方案")
    looked_at(visitor, "12-public", closely=True)
    visitor.context.close()


def test_the_keyboard_alone_decides(office, tmp_path):
    desk = office()
    brings(desk, typed(tmp_path / "方案.docx", spoiled(lines("大兴区2025年政民互动工作总体方案"))))

    desk.page.keyboard.press("Alt+ArrowUp")
    expect(desk.page.locator("#item-point-5")).to_be_focused()
    desk.page.keyboard.press("Alt+Enter")

    expect(desk.page.locator("#item-point-5")).to_contain_text("已确认")
    expect(desk.page.locator("#notice-counter")).to_contain_text("待确认内容已全部处理")


def test_without_its_script_the_same_is_done_by_links_and_buttons(office, tmp_path):
    desk = office(helped=False)
    brings(desk, typed(tmp_path / "方案.docx", spoiled(lines("大兴区2026年政民互动工作总体方案"))))
    item = desk.page.locator("#item-point-5")

    desk.page.locator("#notice-counter").get_by_role("link", name="转到下一项").click()
    assert desk.page.url.endswith("#item-point-5")
    item.locator("a[href^='#line-']").click()
    expect(desk.page.locator(".desk-line:target")).to_contain_text(FAULTY)
    item.get_by_role("link", name="更正").click()
    desk.fill(number="6")
    desk.submit(desk.page.get_by_role("button", name="保存"))
    desk.sees("开放点6重复")
    desk.fill(number="5")
    desk.submit(desk.page.get_by_role("button", name="保存"))
    expect(item).to_contain_text("已更正")
    desk.submit(item.get_by_role("button", name="撤回"))
    desk.submit(item.get_by_role("button", name="确认"))
    expect(item).to_contain_text("已确认")
    desk.page.get_by_text("叙述性文字：").click()
    desk.fill(point="3")
    desk.submit(desk.page.get_by_role("button", name="作为开放点", exact=True).last)
    expect(desk.page.locator("#item-line-3 form")).to_be_visible()
