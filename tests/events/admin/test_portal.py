"""The portal's own row and the error reports at the desk."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events import corrections
from events.foundation import clock
from events.models import ErrorReport, Portal
from tests.events.admin.conftest import address, errors_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def change():
    return address("portal_change", Portal.objects.get().pk)


@pytest.fixture
def reported(office):
    return corrections.report(page="/about/", text="电话有误", contact="13812345678", now=clock.now())


# --- identity


def test_the_list_of_one_leads_straight_to_the_form(desk, office, change):
    assert desk(office).get(address("portal_changelist")).url == change


def test_the_office_names_the_portal_and_it_shows_everywhere_at_once(desk, office, change, client):
    answer = desk(office).post(change, {"name": "政民互动", "district": "大兴区"}, follow=True)
    assert "大兴区政民互动" in text_of(answer)
    assert "大兴区政民互动" in text_of(client.get("/"))
    assert "大兴区政民互动" in text_of(client.get(change, follow=True))  # the page to sign in


def test_an_unreadable_colour_is_said_at_its_field_and_nothing_typed_is_lost(desk, office, change):
    answer = desk(office).post(change, {"name": "政民互动", "main_colour": "#ff6a00"})
    form = answer.context["adminform"].form
    assert list(form.errors) == ["main_colour"]
    assert "对比度为2.7" in form.errors["main_colour"][0]
    assert 'value="政民互动"' in text_of(answer)
    assert Portal.objects.get().name == ""


def test_an_svg_is_refused_in_words(desk, office, change):
    drawing = SimpleUploadedFile("emblem.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml")
    answer = desk(office).post(change, {"emblem": drawing})
    assert errors_of(answer) == ["只接受JPEG、PNG、WebP格式的图片。"]


def test_the_colours_are_shown_as_samples_with_their_contrast(desk, office, change):
    page = text_of(desk(office).get(change))
    assert "对比度8.10∶1，至少4.5∶1" in page
    assert 'fill="#96191c"' in page


def test_nobody_else_changes_it_and_nobody_deletes_it(desk, office, approver, editor, change):
    for staff in (approver, editor):
        assert desk(staff).get(change).status_code == 403
    assert desk(office).post(address("portal_delete", 1), {"post": "yes"}).status_code == 403
    assert desk(office).get(address("portal_add")).status_code == 403


# --- error reports


def test_a_list_shows_no_words_and_no_contact_of_a_visitor(desk, office, reported):
    page = text_of(desk(office).get(address("errorreport_changelist")))
    assert "/about/" in page
    assert "电话有误" not in page
    assert "13812345678" not in page


def test_a_list_takes_the_same_queries_for_one_report_and_for_three(
    desk, office, reported, django_assert_num_queries, django_assert_max_num_queries
):
    browser = desk(office)
    with django_assert_max_num_queries(20) as few:
        browser.get(address("errorreport_changelist"))
    for word in ("一", "二"):
        corrections.report(page="/", text=word, now=clock.now())
    with django_assert_num_queries(len(few)):
        browser.get(address("errorreport_changelist"))


def test_a_report_leads_to_its_page_unless_its_address_leads_away(desk, office, reported):
    assert 'href="/about/"' in text_of(desk(office).get(address("errorreport_change", reported.pk)))
    for away in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        row = corrections.report(page=away, text="错字", now=clock.now())
        assert f'href="{away}"' not in text_of(desk(office).get(address("errorreport_change", row.pk)))


def test_the_office_records_what_was_done(desk, office, reported):
    step = address("errorreport_step", reported.pk, "handle")
    assert step in text_of(desk(office).get(address("errorreport_change", reported.pk)))
    assert errors_of(desk(office).post(step, {"what_was_done": ""})) != []
    desk(office).post(step, {"what_was_done": "已更正电话"})
    assert ErrorReport.objects.get().what_was_done == "已更正电话"
    assert step not in text_of(desk(office).get(address("errorreport_change", reported.pk)))


def test_units_staff_find_no_report(desk, approver, reported):
    assert desk(approver).get(address("errorreport_changelist")).status_code == 403
    assert desk(approver).get(address("errorreport_change", reported.pk)).status_code in (403, 404)
