"""Who is at the other end: a verified contact, a form without scripts, a lost link, a renewed one; on a telephone."""

import re

import pytest
from playwright.sync_api import expect

from tests import chromium
from tests import portal as portals
from tests.journeys import letters
from tests.journeys.pages import Reader
from tests.journeys.visitor import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.once]
# A name that is no secure context, as an address in an office's own network is none.
NAME = "opendays.test"
SETUP = """
from registrations.models import Terms
from tests import make
sure = make.announced(title="验证联系方式的场次")
Terms.objects.create(session=sure, verifies_contact=True)
plain = make.announced(title="不验证联系方式的场次", point=sure.point)
print(sure.pk, plain.pk)
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with portals.prepared(tmp_path_factory.mktemp("var")) as portal:
        hosts = {"DEMO": "yes", "ALLOWED_HOSTS": f"127.0.0.1,{NAME}"}
        portal.environment.update(PROOF_OF_WORK="2000", LIMITS="yes", **hosts)
        portal.live_at("2019-10-05T09:00")
        with portals.running(portal):
            yield portal


@pytest.fixture(scope="module")
def sessions(portal):
    """The addresses of the forms: of the session that verifies contacts, and of the one that does not."""
    numbers = portal.manage("shell", "--no-imports", "-c", SETUP).split()
    return [f"/sessions/{number}/sign-up/" for number in numbers]


@pytest.fixture
def arrive(browser, portal):
    """A visitor with a telephone."""
    came = []

    def arrived(**options):
        came.append(Visitor(browser, portal, view=PHONE, **options))
        return came[-1]

    yield arrived
    for visitor in came:
        visitor.context.close()


def fill_in(visitor, form, *, email="", **typed):
    visitor.go(form)
    for label, text in {"姓名": "朱建国", "电话": "13812345678", "电子邮箱": email, **typed}.items():
        visitor.page.get_by_label(label).first.fill(text)
    visitor.page.get_by_role("checkbox", name=re.compile("同意")).check()
    visitor.submit(visitor.page.get_by_role("button", name="提交报名"))


def code_from(portal, email):
    letter = letters.wait_for(portal.var / "mail", to=email, subject="验证码")
    return re.search(r"\b\d{6}\b", letter.text)[0]


def type_code(visitor, code, button):
    visitor.page.get_by_label("六位验证码").fill(code)
    visitor.submit(visitor.page.get_by_role("button", name=button))


def is_fine(visitor):
    found = Reader(visitor.page).faults(("light",))
    visitor.page.set_viewport_size(PHONE)
    return found == [] or found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_session_that_verifies_contacts(arrive, portal, sessions, scripts):
    visitor, email = arrive(scripts=scripts), f"sure-{scripts}@example.cn".lower()
    visitor.go(sessions[0])
    expect(visitor.page.get_by_text("填写验证码后报名才算成功").first).to_be_visible()
    fill_in(visitor, sessions[0], email=email, 姓名=f"朱建国{'甲' if scripts else '乙'}")
    expect(visitor.page.get_by_text("填写验证码后才会为您留座")).to_be_visible()
    if scripts:
        assert is_fine(visitor) is True
    code = code_from(portal, email)
    type_code(visitor, f"{(int(code) + 1) % 10**6:06}", "完成报名")
    expect(visitor.page.get_by_role("alert")).to_contain_text("验证码不正确")
    if scripts:
        assert is_fine(visitor) is True
    visitor.page.get_by_role("link", name="修改填写的内容").click()
    expect(visitor.page.get_by_label("电子邮箱")).to_have_value(email)
    visitor.page.go_back()
    type_code(visitor, code, "完成报名")
    expect(visitor.page.get_by_role("heading", name="已为您留座")).to_be_visible()


def test_without_scripts_a_code_takes_the_place_of_the_proof(arrive, portal, sessions):
    visitor = arrive(scripts=False)
    fill_in(visitor, sessions[1], 姓名="张无脚本")
    expect(visitor.page.get_by_role("alert")).to_contain_text("010-60000000")  # nowhere to send a code to
    visitor.page.get_by_label("电子邮箱").fill("quiet@example.cn")
    visitor.submit(visitor.page.get_by_role("button", name="提交报名"))
    type_code(visitor, code_from(portal, "quiet@example.cn"), "完成报名")
    expect(visitor.page.get_by_role("heading", name="已为您留座")).to_be_visible()


def test_with_scripts_the_proof_is_worked_out_by_itself(arrive, sessions):
    visitor = arrive()
    visitor.go(sessions[1])
    assert is_fine(visitor) is True
    fill_in(visitor, sessions[1], 姓名="李有脚本")
    expect(visitor.page.get_by_role("heading", name="已为您留座")).to_be_visible()
    assert any("vendor/altcha" in address for address in visitor.asked)


def test_over_plain_http_on_an_address_it_is_worked_out_as_well(browser, portal, sessions):
    rule = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    other = browser.browser_type.launch(executable_path=chromium.PATH, args=[*chromium.FLAGS, rule])
    visitor = Visitor(other, portal, view=PHONE)
    fill_in(visitor, portal.url.replace("127.0.0.1", NAME) + sessions[1], 姓名="王明文")
    assert visitor.page.evaluate("window.isSecureContext") is False
    expect(visitor.page.get_by_role("heading", name="已为您留座")).to_be_visible()
    other.close()


def test_a_lost_link_comes_back_and_is_renewed(arrive, portal, sessions):
    email = "lost@example.cn"
    visitor = arrive()
    fill_in(visitor, sessions[1], email=email, 姓名="赵丢失")
    first = visitor.page.url

    other = arrive()
    other.go("/about/")
    other.page.get_by_role("link", name="找回我的报名").click()
    assert is_fine(other) is True
    other.page.get_by_label("电子邮箱").fill(email)
    other.submit(other.page.get_by_role("button", name="发送验证码"))
    assert is_fine(other) is True
    type_code(other, code_from(portal, email), "查看我的报名")
    assert is_fine(other) is True
    other.page.get_by_role("link", name="打开我的报名").click()
    assert other.page.url == first

    other.page.get_by_text("链接被别人知道了").click()
    assert is_fine(other) is True
    other.submit(other.page.get_by_role("button", name="换一个链接"))
    expect(other.page.get_by_text("原来的链接已经失效").first).to_be_visible()
    new = letters.wait_for(portal.var / "mail", to=email, subject="专属链接已更换").link("/my/")
    assert other.page.url == new != first
    assert visitor.go(first).status == 404
    visitor.page.get_by_role("main").get_by_role("link", name="找回我的报名").click()
    expect(visitor.page.get_by_role("heading", name="找回我的报名")).to_be_visible()


def test_a_verified_contact_is_changed_on_the_telephone_by_a_code_to_the_new_one(arrive, portal, sessions):
    visitor, old, new = arrive(), "before@example.cn", "after@example.cn"
    fill_in(visitor, sessions[0], email=old, 姓名="钱换号")
    type_code(visitor, code_from(portal, old), "完成报名")
    mine = visitor.page.url
    visitor.page.get_by_role("link", name="修改我的报名").click()
    visitor.page.get_by_role("link", name="更换联系方式").click()
    visitor.submit(visitor.page.get_by_role("button", name="发送验证码"))
    expect(visitor.page.get_by_role("alert")).to_contain_text("请填写新的联系方式")
    assert is_fine(visitor) is True
    visitor.page.get_by_label("电子邮箱").fill(new)
    visitor.submit(visitor.page.get_by_role("button", name="发送验证码"))
    assert is_fine(visitor) is True
    type_code(visitor, code_from(portal, new), "启用新联系方式")
    expect(visitor.page.get_by_text("联系方式已更换")).to_be_visible()
    assert visitor.page.url == mine
    assert letters.wait_for(portal.var / "mail", to=old, subject="联系方式已修改")
