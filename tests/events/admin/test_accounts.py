"""Accounts in bulk, activation and forgotten passwords: a password is chosen by its owner and seen by nobody else."""

import io
import re

import openpyxl
import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from events.models import AuditEntry, Message, Staff
from tests import make
from tests.events.admin.conftest import address, text_of

pytestmark = pytest.mark.django_db

HEADS = ["账号", "姓名", "单位", "角色", "电子邮箱", "电话"]
NEW_PASSWORD = "kaifangri-2019-xin"


def table(*rows):
    book = openpyxl.Workbook()
    for row in (HEADS, *rows):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    return SimpleUploadedFile("staff.xlsx", held.getvalue())


def trial(browser, *rows):
    return browser.post(address("staff_import"), {"import_file": table(*rows), "format": "0", "resource": "0"})


def confirm(browser, answer):
    fields = answer.context["confirm_form"].initial
    return browser.post(address("staff_process_import"), {**fields, "resource": fields["resource"] or "0"})


@pytest.fixture
def browser(desk, office):
    return desk(office)


def test_the_trial_run_shows_the_accounts_and_makes_none(browser, town):
    answer = trial(browser, ["li", "李晓红", "黄村镇", "经办人", "li@example.cn", 13800000000])

    assert "李晓红" in text_of(answer)
    assert not Staff.objects.filter(username="li").exists()


def test_accounts_are_made_without_password_and_each_gets_its_link(browser, town, settings):
    answer = confirm(
        browser,
        trial(
            browser,
            ["li", "李晓红", "黄村镇", "经办人", "li@example.cn", 13800000000],
            ["wang", "王建国", "黄村镇", "审核人", "", ""],
        ),
    )

    li, wang = Staff.objects.get(username="li"), Staff.objects.get(username="wang")
    assert (li.unit, li.role, li.phone) == (town, "editor", "13800000000")
    assert not li.has_usable_password()
    assert [message.to for message in Message.objects.all()] == ["li@example.cn"]
    links = re.findall(rf"{settings.PORTAL_URL}(/desk/password/\S+/)", text_of(answer))
    assert [uid_of(wang) in link for link in links] == [True]


@pytest.mark.parametrize(
    "row",
    [
        ["li", "李晓红", "没有这个单位", "经办人", "", ""],
        ["li", "李晓红", "黄村镇", "没有这个角色", "", ""],
        ["li", "李晓红", "", "经办人", "", ""],
        ["l i!", "李晓红", "黄村镇", "经办人", "", ""],
        ["li", "李晓红", "黄村镇", "经办人", "no address", ""],
    ],
)
def test_one_faulty_row_stops_the_whole_table(browser, town, row):
    answer = trial(browser, ["wang", "王建国", "黄村镇", "审核人", "", ""], row)

    result = answer.context["result"]
    assert result.has_errors() or result.has_validation_errors()
    assert "confirm_form" not in answer.context
    assert not Staff.objects.filter(username="wang").exists()


def test_only_the_office_brings_accounts(desk, approver):
    assert desk(approver).get(address("staff_import")).status_code == 403
    assert desk(approver).get(address("staff_add")).status_code == 403


def test_a_link_works_once_and_its_owner_chooses_the_password(client, browser, town):
    li = make.staff(unit=town, password=None, email="li@example.cn")
    browser.post(address("staff_step", li.pk, "activate"))
    link = re.search(r"http\S+", Message.objects.get().body)[0].partition("/desk/")[2]

    form = client.get(f"/desk/{link}", follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    again = client.get(f"/desk/{link}", follow=True)

    li.refresh_from_db()
    assert li.check_password(NEW_PASSWORD)
    assert "链接已使用或已过期" in text_of(again)


def test_without_an_address_the_link_is_shown_to_the_office_once(browser, town):
    li = make.staff(unit=town, password=None, email="")

    shown = browser.post(address("staff_step", li.pk, "activate"), follow=True)

    assert "/desk/password/" in text_of(shown)
    assert "/desk/password/" not in text_of(browser.get(address("staff_change", li.pk)))
    assert not Message.objects.exists()


def test_the_office_resets_a_password_and_the_old_one_is_void_at_once(browser, editor):
    browser.post(address("staff_step", editor.pk, "reset"))

    editor.refresh_from_db()
    assert not editor.check_password(make.PASSWORD)
    assert AuditEntry.objects.get(act="staff.reset").subject_id == str(editor.pk)


def test_a_unit_does_not_reset_passwords(desk, approver, editor):
    assert desk(approver).post(address("staff_step", editor.pk, "reset")).status_code == 403


def test_nobody_raises_the_own_rank_or_shuts_the_own_door(browser, office):
    form = browser.get(address("staff_change", office.pk)).context["adminform"].form

    assert not {"role", "unit", "is_active"} & form.fields.keys()


def test_forgotten_gives_the_same_answer_for_known_and_unknown_addresses(client, editor):
    page = reverse("admin:admin_password_reset")

    known = client.post(page, {"email": editor.email}, follow=True)
    unknown = client.post(page, {"email": "nobody@example.cn"}, follow=True)

    assert text_of(known) == text_of(unknown)
    assert [message.to for message in Message.objects.all()] == [editor.email]


def test_forgotten_writes_to_no_closed_account(client, editor):
    Staff.objects.filter(pk=editor.pk).update(is_active=False)

    client.post(reverse("admin:admin_password_reset"), {"email": editor.email})

    assert not Message.objects.exists()


def test_letters_to_one_address_are_few_an_hour(client, editor):
    for _time in range(8):
        client.post(reverse("admin:admin_password_reset"), {"email": editor.email})

    assert Message.objects.count() == 5


def test_the_sign_in_page_leads_to_the_forgotten_password(client):
    assert reverse("admin:admin_password_reset") in text_of(client.get(reverse("admin:login")))


def test_a_forged_link_opens_nothing(client, editor):
    token = default_token_generator.make_token(make.staff())
    page = client.get(reverse("admin:password_reset_confirm", args=[uid_of(editor), token]), follow=True)

    assert "new_password1" not in text_of(page)


def uid_of(staff):
    return urlsafe_base64_encode(force_bytes(staff.pk))


def test_who_mistypes_too_often_is_told_so_and_shown_the_way_out(client, editor, settings):
    wrong = {"username": editor.username, "password": "falsch"}

    answers = [client.post(reverse("admin:login"), wrong) for _time in range(settings.AXES_FAILURE_LIMIT)]

    assert answers[-1].status_code == 429
    assert reverse("admin:admin_password_reset") in text_of(answers[-1])
