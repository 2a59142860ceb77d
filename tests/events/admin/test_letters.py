"""The outbox at the desk: masked lists, letters as they arrive, what is done about them; the inbox; the texts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.foundation import addressing, clock, contact_codes, outbox, wording
from events.models import AuditEntry, Message, MessageText, Staff
from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(session, office):
    return outbox.queue(
        letter="selected",
        app="registrations",
        to="zhujianguo@example.cn",
        subject="入选通知",
        body="朱建国，您好：私人链接 https://example.cn/my/pzL0vWq-9sXk3mYtR7uBn1cD5eF2gH4i/",
        about=session.title,
        unit=session.unit,
        by=office,
    )


def test_a_list_masks_the_address_and_shows_no_text(desk, office, letter):
    page = text_of(desk(office).get(address("message_changelist")))
    assert "z***@example.cn" in page
    assert "zhujianguo" not in page
    assert "私人链接" not in page


@pytest.mark.parametrize(("role", "reads_address"), [("office", True), ("editor", True), ("auditor", False)])
def test_a_letter_is_read_as_it_arrives_but_its_private_link_by_nobody(desk, town, letter, role, reads_address):
    person = make.staff(role) if role != "editor" else make.staff(role, unit=town)
    page = text_of(desk(person).get(address("message_change", letter.pk)))
    assert ("zhujianguo@example.cn" in page) is reads_address
    assert "私人链接 https://example.cn/my/***/" in page
    assert "pzL0vWq" not in page


def test_a_code_that_proves_a_contact_is_read_by_nobody_at_the_desk(desk, office):
    check = contact_codes.begin("lost", email="zhu@example.cn", language="zh-hans", now=clock.now())
    contact_codes.send(check, portal="政务开放日", about="找回报名链接", now=clock.now())
    sent = Message.objects.get()
    code = re.search(r"\d{6}", sent.body)[0]
    page = text_of(desk(office).get(address("message_change", sent.pk)))
    assert "您的验证码是：******" in page
    assert code not in page


def test_a_unit_sees_its_own_letters_alone(desk, editor, other_editor, letter):
    assert letter.about in text_of(desk(editor).get(address("message_changelist")))
    assert letter.about not in text_of(desk(other_editor).get(address("message_changelist")))
    assert desk(other_editor).get(address("message_change", letter.pk)).status_code == 404


def test_the_office_holds_a_letter_back_and_releases_it(desk, office, letter):
    desk(office).post(address("message_step", letter.pk, "hold"))
    held = Message.objects.get(pk=letter.pk).state
    desk(office).post(address("message_step", letter.pk, "release"))

    assert (held, Message.objects.get(pk=letter.pk).state) == ("held", "queued")


def test_a_letter_given_up_is_sent_again_as_a_copy(desk, office, letter):
    Message.objects.filter(pk=letter.pk).update(state="given_up", next_try_at=None)

    desk(office).post(address("message_step", letter.pk, "resend"))

    assert Message.objects.get(resent_from=letter).to == letter.to


def test_a_unit_holds_no_letters(desk, approver, letter):
    assert desk(approver).post(address("message_step", letter.pk, "hold")).status_code == 403


# --- what is done about it


@pytest.mark.parametrize(("state", "words"), [("given_up", "系统不再重试"), ("unknown", "系统不会自动重发")])
def test_a_letter_that_will_not_move_says_what_to_do(desk, office, letter, state, words):
    Message.objects.filter(pk=letter.pk).update(state=state, next_try_at=None, error="HTTP 503")
    page = text_of(desk(office).get(address("message_change", letter.pk)))
    assert words in page
    assert "HTTP 503" in page


def test_the_list_is_filtered_by_channel(desk, office, letter):
    page = desk(office).get(address("message_changelist"), {"channel": "sms"})
    assert letter.about not in text_of(page).partition("<tbody")[2]
    page = desk(office).get(address("message_changelist"), {"channel": "email"})
    assert letter.about in text_of(page)


# --- the inbox


def to_staff(person, subject="change_filed"):
    values = wording.LETTERS["events", subject].samples()
    return addressing.to_staff("events", subject, values, to=person, about="开放日", unit=person.unit)


def test_each_person_reads_the_own_letters_and_the_sign_counts_what_is_unread(desk, editor, other_editor):
    theirs, foreign = to_staff(editor), to_staff(other_editor)
    browser = desk(editor)

    page = text_of(browser.get(reverse("admin:inbox")))
    assert theirs.subject in page
    assert "收件箱，1 封未读" in page

    opened = text_of(browser.get(reverse("admin:inbox_letter", args=[theirs.pk])))
    assert wording.LETTERS["events", "change_filed"].samples()["reason"] in opened
    assert '详情请登录工作台查看：<a href="https://example.cn/desk/">' in opened
    assert "封未读" not in text_of(browser.get(reverse("admin:inbox")))
    assert browser.get(reverse("admin:inbox_letter", args=[foreign.pk])).status_code == 404

    to_staff(editor)
    browser.post(reverse("admin:inbox_read_all"))
    assert not Message.objects.filter(recipient=editor, read_at=None).exists()
    assert Message.objects.get(pk=foreign.pk).read_at is None


def test_the_inbox_costs_the_same_for_one_letter_and_for_three(desk, editor):
    browser, costs = desk(editor), []
    for number in (1, 2):
        for _letter in range(number):
            to_staff(editor)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(reverse("admin:inbox"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_letter_that_is_held_back_is_not_in_the_inbox_yet(desk, office, editor):
    letter = to_staff(editor)
    desk(office).post(address("message_step", letter.pk, "hold"))
    assert letter.subject not in text_of(desk(editor).get(reverse("admin:inbox")))


def test_a_person_chooses_the_ways_and_the_log_says_so(desk, editor):
    answer = desk(editor).post(reverse("admin:inbox_ways"), {"by_sms": "on"}, follow=True)
    assert "已保存" in text_of(answer)
    assert Staff.objects.values_list("by_email", "by_sms").get(pk=editor.pk) == (False, True)
    assert AuditEntry.objects.get(act="staff.choose_ways").before == {"by_email": True, "by_sms": False}
    assert to_staff(Staff.objects.get(pk=editor.pk)).channel == "inbox"  # no gateway: nothing is lost


# --- the texts


def text_url(language="zh-hans"):
    return reverse("admin:text", args=["registrations", "selected", language])


def given(**fields):
    words = wording.original("registrations", "selected", "zh-hans")
    return {"subject": words.subject, "body": words.body, "sms_text": words.sms, "sms_template": "", **fields}


def test_the_office_previews_saves_and_takes_back_a_text(desk, office):
    browser = desk(office)
    assert "已入选" in text_of(browser.get(text_url()))

    seen = text_of(browser.post(text_url(), given(subject="喜讯:{session}", preview="1")))
    assert "喜讯:走进政务服务大厅" in seen
    assert not MessageText.objects.exists()

    browser.post(text_url(), given(subject="喜讯:{session}", save="1"))
    assert MessageText.objects.get().subject == "喜讯:{session}"
    assert "已改写" in text_of(browser.get(reverse("admin:texts")))

    browser.post(text_url(), {"reset": "1"})
    assert not MessageText.objects.exists()


def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(desk, office):
    page = desk(office).post(text_url(), given(body="只有 {name} 和 {secret}", save="1"))
    assert "没有占位符 {secret}" in " ".join(page.context["form"].errors["body"])
    assert "只有 {name} 和 {secret}" in text_of(page)
    assert not MessageText.objects.exists()


def test_the_auditor_reads_the_texts_and_a_unit_does_not(desk, approver):
    auditor = desk(make.staff("auditor"))
    assert auditor.get(text_url()).status_code == 200
    assert auditor.post(text_url(), given(save="1")).status_code == 403
    assert desk(approver).get(text_url()).status_code == 403
    assert desk(approver).get(reverse("admin:texts")).status_code == 403


# --- the robot of a unit

ROBOT = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef3f9a"


def test_an_approver_sets_the_units_robot_and_its_key_is_shown_nowhere(desk, approver, editor, town):
    browser = desk(approver)
    browser.post(address("unit_step", town.pk, "robot"), {"address": ROBOT, "secret": "SEC0123456789"})
    town.refresh_from_db()
    assert town.robot == f"{ROBOT} SEC0123456789"
    page = text_of(browser.get(address("unit_change", town.pk)))
    assert "钉钉 …3f9a" in page
    assert "0123456789" not in page
    assert AuditEntry.objects.get(act="unit.connect_robot").after == {"robot": "***"}
    assert Message.objects.get(channel="robot").unit == town
    assert desk(editor).get(address("unit_step", town.pk, "robot")).status_code == 403

    browser.post(address("unit_step", town.pk, "no_robot"))
    town.refresh_from_db()
    assert town.robot == ""


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"address": "http://127.0.0.1:6379/"}, "address"),
        ({"address": "https://oapi.dingtalk.com.evil.example/robot/send?access_token=abcdef"}, "address"),
        ({"address": f"{ROBOT}&x=1"}, "address"),
        ({"address": ROBOT, "secret": "not a secret"}, "secret"),
        ({"address": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-45", "secret": "SEC012345"}, "secret"),
    ],
)
def test_what_is_no_robots_address_is_refused_at_its_field(desk, approver, town, fields, field):
    page = desk(approver).post(address("unit_step", town.pk, "robot"), fields)
    assert list(page.context["form"].errors) == [field]
    town.refresh_from_db()
    assert town.robot == ""
