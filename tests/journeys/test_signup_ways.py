"""The ways to sign up by telephone: alone in few taps, a child with a guardian, a group, where much is asked."""

import io
import re

import pytest
from openpyxl import Workbook
from playwright.sync_api import Locator, expect

from tests import make
from tests.journeys import desk_pages, pages
from tests.journeys.desk import Desk
from tests.journeys.visitor import PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.once]

NOW = "2019-10-05T09:00"
SETTING = """
from tests import make
point = make.point(make.plan(), [make.unit("黄村镇")])
def session(title, **fields):
    return make.announced(point=point, title=title, selection="choice", capacity=30, **fields)
print(session("只问姓名电话").pk)
child = session("少年法庭开放")
make.terms(child, takes_children=True, age_min=8)
group = session("企业开放")
make.terms(group, group_max=6, asked=[{"item": "id_number", "moment": "selected", "is_required": True}])
token = make.signup(group, state="selected").token
much = session("什么都问", starts_at=make.at("2019-10-15 09:00"))
must = [{"item": item, "is_required": True} for item in ("id_number", "photo")]
own = {"item": "own", "text": "贵单位有多少人？", "category": "business"}
make.terms(much, areas="黄村镇\\n采育镇", age_min=18, age_max=65, asked=[*must, "sex", "education", "questions", own])
print(child.pk, group.pk, much.pk, make.staff("editor", unit=point.parts.first().unit).username, token)
"""


@pytest.fixture(scope="module")
def sessions(portal):
    portal.live_at(NOW)
    printed = portal.manage("shell", "--no-imports", "-c", SETTING).split()
    return dict(zip(("plain", "child", "group", "much", "editor", "token"), printed, strict=True))


class Phone(Visitor):
    """A visitor whose taps are counted, and whose every new page is read by axe."""

    taps = 0

    def tap(self, target: Locator) -> None:
        self.taps += 1
        target.click()

    def type(self, label: str, text: str) -> None:
        self.tap(self.page.get_by_label(label).first)
        self.page.keyboard.type(text)

    def send_form(self) -> None:
        self.tap(self.page.get_by_role("button", name="提交报名"))

    def is_accessible(self) -> None:
        assert pages.Reader(self.page).faults(("light",)) == []
        self.page.set_viewport_size(PHONE)

    def arrived(self) -> None:
        self.page.wait_for_url(re.compile("/my/"))  # a fault that was followed stays behind the address
        self.sees("您的报名已收到")
        self.is_accessible()


@pytest.fixture
def phone(browser, portal):
    visitor = Phone(browser, portal, view=PHONE)
    yield visitor
    visitor.context.close()


def test_alone_in_few_taps(phone, sessions, capsys):
    phone.go(f"/sessions/{sessions['plain']}/")
    phone.tap(phone.page.get_by_role("link", name="我要报名").first)
    phone.type("姓名", "朱建国")
    phone.type("电话", "13812345678")
    phone.tap(phone.page.get_by_label("我同意按上述说明"))
    phone.send_form()
    phone.page.wait_for_url("**/my/*/")
    with capsys.disabled():
        print(f"\ntaps from the page of the session to the private page: {phone.taps}")
    assert phone.taps <= 5


def test_a_child_with_a_guardian(phone, sessions):
    phone.go(f"/sessions/{sessions['child']}/sign-up/")
    phone.sees("未满18周岁须经监护人同意")
    expect(phone.page.get_by_label("监护人姓名")).to_be_hidden()
    phone.type("姓名", "朱小明")
    phone.type("电话", "13812345678")
    phone.type("出生年份", "2010")
    expect(phone.page.get_by_label("监护人姓名")).to_be_visible()
    phone.tap(phone.page.get_by_label("我同意按上述说明"))
    phone.is_accessible()
    phone.send_form()
    phone.sees("请填写监护人姓名", "未满18周岁的报名者须经监护人同意")
    phone.is_accessible()
    phone.shot("ways-child-faults")
    phone.type("监护人姓名", "朱大海")
    phone.type("与孩子的关系", "父亲")
    phone.tap(phone.page.get_by_label("我是监护人"))
    phone.send_form()
    phone.arrived()


def test_a_group_by_names_and_by_a_table(phone, sessions, browser, portal):
    phone.go(f"/sessions/{sessions['group']}/sign-up/")
    phone.tap(phone.page.get_by_role("link", name="集体报名"))
    phone.is_accessible()
    phone.type("单位或学校名称", "京郊饭店")
    phone.type("负责人姓名", "李雷")
    phone.type("电话", "13900000000")
    phone.type("其他参加人员姓名", "甲一\n乙二\n丙三\n丁四\n戊五\n己六")
    phone.tap(phone.page.get_by_label("名单上的人员均已知情"))
    phone.send_form()
    phone.sees("除报名人外，最多可来 5 人")
    phone.is_accessible()
    phone.page.get_by_label("其他参加人员姓名").fill("甲一\n乙二")
    phone.send_form()
    phone.arrived()
    phone.sees("共 3 人")

    other = Phone(browser, portal, view=PHONE)
    other.go(f"/sessions/{sessions['group']}/sign-up/group/")
    other.fill(organisation="第二小学", name="韩梅", phone="12", consent=True)
    other.page.get_by_label("或上传名单文件").set_input_files(table("甲一", "乙二", "丙三"))
    other.send_form()
    expect(other.page.get_by_label("其他参加人员姓名")).to_have_value("甲一\n乙二\n丙三")
    other.sees("电话号码有误")
    other.fill(phone="13700000000")
    other.send_form()
    other.arrived()
    other.sees("共 4 人")
    other.context.close()


def table(*names):
    book, out = Workbook(), io.BytesIO()
    for row in (["序号", "姓名"], *enumerate(names, 1)):
        book.active.append(row)
    book.save(out)
    return {"name": "名单.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


def test_where_much_is_asked_faults_are_mended_and_nothing_is_lost(phone, sessions):
    phone.go(f"/sessions/{sessions['much']}/sign-up/")
    expect(phone.page.get_by_label("贵单位有多少人？")).to_be_hidden()
    phone.tap(phone.page.get_by_role("radio", name="企业代表"))
    expect(phone.page.get_by_label("贵单位有多少人？")).to_be_visible()
    phone.is_accessible()
    phone.fill(name="朱建国", phone="138", area="-", id_number="11010519491231002", questions="何时开门？")
    phone.send_form()
    faults = phone.page.get_by_role("alert")
    for words in ("电话号码有误", "本场活动仅面向", "居民身份证号码为18位", "请选择一项", "未经您同意"):
        expect(faults).to_contain_text(words)
    phone.is_accessible()
    phone.shot("ways-much-faults")
    faults.get_by_role("link", name="证件号码", exact=True).click()
    expect(phone.page.get_by_label("证件号码", exact=False).first).to_be_focused()
    expect(phone.page.get_by_label("提前提出的问题")).to_have_value("何时开门？")
    phone.fill(phone="13812345678", area="采育镇", id_number="11010519491231002X", id_consent=True, consent=True)
    phone.tap(phone.page.get_by_label("不同意，请不要拍到我"))
    phone.send_form()
    phone.sees("年龄超过本场活动的要求")
    phone.fill(id_number="110105198001010013")
    phone.send_form()
    phone.sees("最后一位校验不符")
    phone.fill(id_number="110105198001010016")
    phone.send_form()
    phone.arrived()
    phone.shot("ways-much-private")


def test_a_selected_person_gives_what_only_the_selected_are_asked(phone, sessions):
    phone.go(f"/my/{sessions['token']}/")
    phone.sees("活动当天还需要的信息", "身份证件")
    phone.is_accessible()
    phone.tap(phone.page.get_by_role("link", name="现在填写"))
    phone.fill(id_number="110105198001010013")
    phone.tap(phone.page.get_by_role("button", name="提交"))
    phone.sees("最后一位校验不符")
    phone.is_accessible()
    phone.shot("ways-details")
    phone.fill(id_number="110105198001010016", id_consent=True)
    phone.tap(phone.page.get_by_role("button", name="提交"))
    phone.sees("活动当天需要的信息已收到")


def test_without_scripts_every_question_says_of_whom_it_is(browser, portal, sessions):
    phone = Phone(browser, portal, view=PHONE, scripts=False)
    phone.go(f"/sessions/{sessions['much']}/sign-up/")
    expect(phone.page.get_by_label("贵单位有多少人？（仅限企业代表填写）")).to_be_visible()
    phone.go(f"/sessions/{sessions['child']}/sign-up/")
    expect(phone.page.get_by_label("监护人姓名")).to_be_visible()
    phone.sees("监护人（报名人未满18周岁时填写）")
    phone.context.close()


def test_the_unit_sets_the_form_and_looks_at_it(browser, portal, sessions):
    editor = Desk(browser, portal)
    editor.sign_in(sessions["editor"], make.PASSWORD)
    editor.go(f"/desk/registrations/signup/session/{sessions['much']}/form/")
    editor.sees("报名已经开始", "另外问什么")
    assert desk_pages.Reader(editor.page).faults(("light", "dark")) == []
    editor.page.set_viewport_size({"width": 1280, "height": 900})
    editor.shot("ways-desk")
    editor.page.get_by_role("link", name="预览群众看到的样子").click()
    editor.sees("这是预览", "提前提出的问题")
    editor.context.close()
