"""A changed version of a plan in force, from its upload to what the public and the units see of it."""

import json
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.desk import Desk
from tests.journeys.pages import WCAG

pytestmark = pytest.mark.browser

ADDED = "（4）开放点16（数据开放）：演示怎样查询公共数据。（主责单位：采育镇）"
SHOTS = os.environ.get("SHOTS", "")
# The demo's plan of two kinds of activity, given the period that its sample does not state.
ARRANGE = """
import json
from datetime import date
from events import plans
from events.foundation import clock
from events.models import Plan, Notice
plan = Plan.objects.get(title__contains="政民互动")
today = clock.today()
plan.starts_on, plan.ends_on = date(today.year, 1, 1), date(today.year + 1, 3, 31)
plan.save()
plans.rules_changed(plan, now=clock.now(), cause=None)
print(json.dumps({"plan": plan.pk, "year": today.year, "text": plan.notices.get().text}))
"""
STANDS = """
import json
from events.models import Plan, Session, Duty
from registrations.models import Signup
plan = Plan.objects.get(title__contains="政民互动")
sessions = Session.objects.filter(point__plan=plan)
duties = plan.duties.standing().order_by("pk")
names = ("pk", "kind", "due_on", "rule_value", "done_at", "is_late")
print(json.dumps({
    "sessions": list(sessions.order_by("pk").values_list("pk", "state", "starts_at", "unit", "point")),
    "signups": list(Signup.objects.filter(session__in=sessions).order_by("pk").values_list("pk", "session", "state")),
    "closed": list(duties.filter(done_at__isnull=False).values_list(*names)),
    "reports": list(duties.filter(done_at=None, kind="report").values_list("pk", "due_on", "rule_value")),
    "holds": list(duties.filter(done_at=None, kind="hold").values_list("due_on", "unit__name", "point__title")),
}, default=str))
"""


def shell(portal, code):
    return json.loads(portal.manage("shell", "--no-imports", "-c", code).strip().splitlines()[-1])


@pytest.fixture
def office(browser, demo):
    desk = Desk(browser, demo)
    desk.sign_in("office", json.loads((demo.var / "demo-passwords.json").read_text())["office"])
    yield desk
    desk.context.close()


def changed(arranged):
    """One unit is another, one point is new, one is gone, reports are due sooner, and the period is longer."""
    year, text = arranged["year"], arranged["text"]
    lines = [line for line in text.split("\n") if "文明游园" not in line]
    edits = {
        "（主责单位：国资委）": "（主责单位：财政局）",
        "活动开展后5个工作日内": "活动开展后3个工作日内",
        "（二）“政策公开讲”活动": f"{ADDED}\n（二）“政策公开讲”活动",
        "二、工作内容和安排": f"二、工作内容和安排\n活动于{year}年1月至{year + 1}年5月开展。",
    }
    text = "\n".join(lines)
    for old, new in edits.items():
        text = text.replace(old, new)
    return text


def shots(desk, name):
    if SHOTS:
        for width in (1280, 768):
            desk.page.set_viewport_size({"width": width, "height": 900})
            desk.page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        desk.page.set_viewport_size({"width": 1280, "height": 900})


def faults(page, part):
    page.evaluate(Axe().axe_script)
    answer = page.evaluate("([part, rules]) => axe.run(part, rules)", [part, WCAG])
    return [(fault["id"], fault["nodes"][0]["html"]) for fault in answer["violations"]]


def test_a_changed_version_is_uploaded_compared_and_applied_but_for_one_change(demo, office, browser, tmp_path):
    arranged = shell(demo, ARRANGE)
    before = shell(demo, STANDS)
    file = tmp_path / "调整后的方案.txt"
    file.write_text(changed(arranged), encoding="utf-8")

    office.visit("admin:events_notice_add")
    office.fill(file=file)
    office.save()
    office.turn_to("/amend/")
    office.sees("可能是以下方案", "标题相同")
    assert faults(office.page, ".desk-step") == []
    shots(office, "amend-choose")
    office.page.locator(f'a[href$="/amend/{arranged["plan"]}/"]').click()
    office.sees("国资委", "财政局", "数据开放", "文明游园", "5 个工作日", "3 个工作日")
    assert faults(office.page, ".desk-step") == []
    shots(office, "amend-differences")

    tick = {box.get_attribute("value"): box for box in office.page.locator("[name=changes]").all()}
    gone = office.page.locator("tr", has_text="文明游园").get_by_role("checkbox")
    expect(gone).not_to_be_checked()
    gone.check()
    added = office.page.locator("tr", has_text="数据开放").get_by_role("checkbox")
    added.uncheck()  # the one that is left out
    assert len(tick) >= 5
    office.submit(office.page.get_by_role("button", name="应用勾选的变动"))
    office.page.wait_for_url(f"**/plan/{arranged['plan']}/change/")
    office.page.locator("summary", has_text="项变动").click()
    office.sees("采购服务 · 主责单位", "财政局")
    office.sees_not("数据开放")
    shots(office, "amend-plan")

    after = shell(demo, STANDS)
    for kept in ("sessions", "signups", "closed"):
        assert after[kept] == before[kept]
    assert before["closed"]
    assert before["signups"]
    assert [row[0] for row in after["reports"]] == [row[0] for row in before["reports"]]
    assert all(new[1] < old[1] and new[2] == "3" for new, old in zip(after["reports"], before["reports"], strict=True))
    units = {title: unit for _due, unit, title in after["holds"]}
    assert units["采购服务"] == "财政局"
    assert "文明游园" not in units
    assert {due for due, _unit, _title in after["holds"]} == {f"{arranged['year'] + 1}-05-31"}

    visitor = Desk(browser, demo)
    visitor.visit("events:plan", arranged["plan"])
    visitor.sees("方案调整情况", "采购服务", "调整前：国资委", "不再列入方案")
    visitor.fits()
    assert faults(visitor.page, "main") == []
    shots(visitor, "amend-public")
    visitor.context.close()
