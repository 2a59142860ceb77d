"""On a telephone: a place that becomes free is offered, taken, left or passed on; the selected confirm, and change."""

import pytest
from playwright.sync_api import expect

from tests.journeys import letters
from tests.journeys.pages import Reader
from tests.journeys.visitor import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.once]
TUESDAY, LAPSED = "2019-10-08T09:00", "2019-10-09T17:01"
CLOSED, CONFIRMING = "2019-10-10T18:00", "2019-10-11T10:00"
OFFER, GONE_ON = "候补名额请您确认", "保留的名额已过期"
MADE = """
from events.models import Point, Session
from registrations.models import Terms
from tests import make
point, code = Point.objects.first() or make.point(), f"WAIT{{Session.objects.count()}}"
one = make.announced(point=point, card_code=code, capacity={capacity}, title="{title}", bring="身份证",
                     signup_closes_at=make.at("2019-10-10 12:00"))
if {asks}:
    Terms.objects.create(session=one, confirm_until=make.at("2019-10-12 12:00"))
print(one.pk)
"""
LISTED = """
from events.foundation import clock
from events.models import Session
from registrations import selection
from tests import make
one = Session.objects.get(pk={key})
selection.confirm(one, by=make.staff("approver", unit=one.unit), now=clock.now())
"""


@pytest.fixture
def phone(browser, portal):
    """As many telephones as people; none shows a fault of axe, or scrolls sideways."""
    visitors = []

    def opened():
        visitors.append(Visitor(browser, portal, view=PHONE))
        return visitors[-1]

    yield opened
    for visitor in visitors:
        visitor.context.close()


def session(portal, title, *, capacity=1, asks=False):
    portal.live_at(TUESDAY)
    made = MADE.format(title=title, capacity=capacity, asks=asks)
    return int(portal.manage("shell", "--no-imports", "-c", made))


def sign_up(visitor, key, number):
    visitor.go(f"/sessions/{key}/sign-up/")
    visitor.fill(name=f"王秀{'英兰芳'[number]}", phone=f"1380000000{number}", email=f"{key}-{number}@resident.example")
    visitor.fill(category="resident", consent=True)
    visitor.press("Send my sign-up")
    visitor.page.wait_for_url("**/my/*/")
    return visitor.page.url


def letter(portal, key, number, subject):
    return letters.wait_for(portal.var / "mail", to=f"{key}-{number}@resident.example", subject=subject)


def cancel(visitor):
    visitor.page.locator("#cancel summary").click()
    visitor.press("Yes, cancel")


def look(visitor, name):
    visitor.fits()
    visitor.shot(f"waiting-{name}")
    assert Reader(visitor.page).faults(("light",)) == []
    visitor.page.set_viewport_size(PHONE)


def test_a_freed_place_is_offered_by_letter_and_taken(portal, phone):
    key = session(portal, "递补的一场")
    first, second = phone(), phone()
    sign_up(first, key, 0)
    sign_up(second, key, 1)
    second.sees("您在候补名单第 1 位", "10月12日")
    look(second, "waits")
    cancel(first)
    first.sees("报名已取消")
    look(first, "cancelled")

    second.go(letter(portal, key, 1, OFFER).link("/my/"))
    second.sees("有一个名额轮到您了", "10月9日", "携带物品")
    look(second, "offered")
    second.press("Yes, I take the place")
    second.sees("名额已归您所有", "已为您留座")
    look(second, "taken")
    assert letter(portal, key, 1, "已为您留座")


def test_without_an_answer_it_goes_to_the_third_who_leaves_it_and_stays(portal, phone):
    key = session(portal, "过期的一场")
    first, second, third = phone(), phone(), phone()
    for number, visitor in enumerate((first, second, third)):
        sign_up(visitor, key, number)
    cancel(first)
    assert letter(portal, key, 1, OFFER)
    portal.live_at(LAPSED)
    link = letter(portal, key, 2, OFFER).link("/my/")
    assert "排在最后" in letter(portal, key, 1, GONE_ON).text
    second.page.reload()
    second.sees("您在候补名单第 1 位")
    third.go(link)
    third.page.get_by_text("这次不参加").click()
    look(third, "leaving")
    third.press("Leave this place, stay on the waiting list")
    third.sees("感谢您的答复", "您在候补名单第")
    # Behind the one who stays stands the one who did not answer: it is offered the place once more.
    second.page.reload()
    second.sees("有一个名额轮到您了")


def test_the_selected_confirm_or_decline_and_come_with_fewer(portal, phone):
    key = session(portal, "确认的一场", capacity=2, asks=True)
    first, second, third = phone(), phone(), phone()
    for number, visitor in enumerate((first, second, third)):
        sign_up(visitor, key, number)
    portal.live_at(CLOSED)
    portal.manage("shell", "--no-imports", "-c", LISTED.format(key=key))
    chosen = letter(portal, key, 0, "您已入选")
    assert "前确认是否参加" in chosen.text
    portal.live_at(CONFIRMING)

    first.go(chosen.link("/my/"))
    first.sees("您已入选", "确认参加")
    look(first, "selected")
    first.press("Yes, I shall come")
    first.sees("感谢您的确认", "您已于")
    look(first, "confirmed")

    second.page.reload()
    second.page.get_by_role("link", name="我不能参加").click()
    cancel(second)
    second.sees("报名已取消")
    third.go(letter(portal, key, 2, OFFER).link("/my/"))
    third.press("Yes, I take the place")
    third.sees("您已入选", "您已于")

    first.follow("Change my sign-up")
    first.page.get_by_label("同行人数").fill("1")
    first.press("Save the change")
    expect(first.page.get_by_role("alert")).to_contain_text("目前没有空位")
    look(first, "change")
    first.page.get_by_label("同行人数").fill("0")
    first.page.get_by_label("邮箱").fill("new@resident.example")
    first.press("Save the change")
    first.sees("报名信息已修改")
    assert "请尽快联系" in letter(portal, key, 0, "联系方式已修改").text
    assert letters.wait_for(portal.var / "mail", to="new@resident.example", subject="联系方式已修改")
