"""A district's own name, foot, pictures and colours, and how they reach the pages."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from events import identity
from events.models import AuditEntry, Portal
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-08 09:00")


@pytest.fixture
def portal():
    return Portal.objects.get()


@pytest.fixture
def save(office, django_capture_on_commit_callbacks):
    def filled(portal, **fields):
        for name, value in fields.items():
            setattr(portal, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            return identity.save(portal, by=office, now=NOW)

    return filled


def picture(size=(600, 600), kind="PNG", name="zhang.png"):
    written = io.BytesIO()
    Image.new("RGB", size, "#0b5a78").save(written, kind)
    return SimpleUploadedFile(name, written.getvalue())


def page(client, name="about"):
    return client.get(reverse(name)).content.decode()


# --- the row


def test_there_is_one_row_and_no_second(portal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Portal.objects.create(pk=2)


def test_without_its_row_the_portal_still_has_its_delivered_name(portal, settings):
    portal.delete()
    assert identity.current().full_name == settings.PORTAL_NAME


def test_the_district_stands_before_the_name_but_never_twice(settings):
    settings.PORTAL_NAME = "政务开放日"
    assert Portal().full_name == "政务开放日"
    assert Portal(district="大兴区").full_name == "大兴区政务开放日"
    assert Portal(name="大兴区政务开放", district="大兴区").full_name == "大兴区政务开放"


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("icp_number", "京ICP备12345678号-1", "12345678"),
        ("police_number", "京公网安备 11011502001234号", "11011502001234"),
        ("site_code", "1101150001", "110115"),
        ("main_colour", "#0B5A78", "blue"),
    ],
)
def test_numbers_and_colours_have_their_form(field, good, bad):
    Portal(**{field: good}).clean_fields()
    with pytest.raises(ValidationError) as refused:
        Portal(**{field: bad}).clean_fields()
    assert list(refused.value.message_dict) == [field]


# --- saving


def test_what_is_saved_is_audited_by_what_changed(portal, save, office):
    save(portal, name="政民互动", phone="010-61298000")
    entry = AuditEntry.objects.get(act="portal.save")
    assert (entry.before, entry.after) == ({"name": "", "phone": ""}, {"name": "政民互动", "phone": "010-61298000"})
    assert entry.by == office
    save(portal)
    assert AuditEntry.objects.filter(act="portal.save").count() == 1


def test_units_staff_do_not_save_it(portal, approver):
    with pytest.raises(PermissionDenied):
        identity.save(portal, by=approver, now=NOW)


def test_a_main_colour_that_carries_no_text_is_refused_with_its_ratio_and_the_nearest_that_does(portal, save):
    with pytest.raises(ValidationError) as refused:
        save(portal, main_colour="#ff6a00")
    assert refused.value.error_dict["main_colour"][0].code == "contrast"
    said = refused.value.message_dict["main_colour"][0]
    assert "2.7" in said
    assert "4.5" in said
    nearest = said.rpartition("#")[2][:6]
    assert save(portal, main_colour=f"#{nearest}").main_colour == f"#{nearest}"


def test_an_accent_that_is_lost_on_the_main_colour_is_refused(portal, save):
    with pytest.raises(ValidationError) as refused:
        save(portal, main_colour="#0b5a78", accent_colour="#1d6e8c")
    assert list(refused.value.message_dict) == ["accent_colour"]
    assert not AuditEntry.objects.filter(act="portal.save").exists()


def test_pictures_are_cleaned_made_small_and_renamed(portal, save):
    save(portal, emblem=picture(), home_picture=picture((3000, 2000)))
    saved = Portal.objects.get()
    assert "zhang" not in saved.emblem.name
    assert (saved.emblem.width, saved.home_picture.width) == (256, 1000)
    assert saved.home_picture.name.endswith(".jpg")


def test_a_replaced_picture_is_deleted_and_an_untouched_one_stays(portal, save):
    save(portal, emblem=picture(), home_picture=picture())
    storage, first, kept = portal.emblem.storage, portal.emblem.name, portal.home_picture.name
    save(Portal.objects.get(), emblem=picture())
    assert not storage.exists(first)
    assert storage.exists(kept)
    assert storage.exists(Portal.objects.get().emblem.name)


def test_an_svg_is_refused(portal, save):
    drawing = SimpleUploadedFile("emblem.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')
    with pytest.raises(ValidationError) as refused:
        save(portal, emblem=drawing)
    assert refused.value.error_dict["emblem"][0].code == "picture_type"
    assert Portal.objects.get().emblem.name == ""


# --- on the pages


def test_an_untouched_portal_links_no_stylesheet_of_its_own(client):
    assert "identity.css" not in page(client)


def test_the_foot_names_what_government_sites_owe(client, portal, save):
    save(
        portal,
        organiser="大兴区政务公开办公室",
        phone="010-61298000",
        icp_number="京ICP备12345678号-1",
        police_number="京公网安备11011502001234号",
        site_code="1101150001",
    )
    text = page(client)
    for words in ("主办单位：大兴区政务公开办公室", 'href="tel:010-61298000"', "网站标识码：1101150001"):
        assert words in text
    assert '<a href="https://beian.miit.gov.cn/" rel="noreferrer">京ICP备12345678号-1</a>' in text
    assert "code=11011502001234" in text


def test_name_about_and_emblem_reach_the_pages(client, portal, save):
    save(portal, district="大兴区", about="每年秋季举办。\n\n欢迎<居民>。", emblem=picture())
    text = page(client)
    assert "<span>大兴区政务开放日</span>" in text
    assert "<p>欢迎&lt;居民&gt;。</p>" in text
    assert f'<img src="{Portal.objects.get().emblem.url}" alt="">' in text


def test_colours_come_in_a_stylesheet_that_is_kept_for_good_under_its_fingerprint(client, portal, save):
    save(portal, main_colour="#0b5a78")
    address = identity.stylesheet_address(Portal.objects.get())
    assert f'href="{address}"' in page(client)
    answer = client.get(address)
    assert (answer["Content-Type"], answer["Cache-Control"]) == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )
    assert "--od-band: #0b5a78;" in answer.content.decode()
    save(Portal.objects.get(), main_colour="#5b2a86")
    assert identity.stylesheet_address(Portal.objects.get()) != address
    assert client.get(address)["Cache-Control"] == "no-cache"


def test_nothing_but_the_two_pictures_is_served(client, portal, save):
    save(portal, emblem=picture())
    answer = client.get(Portal.objects.get().emblem.url)
    assert Image.open(io.BytesIO(answer.getvalue())).format == "PNG"
    assert client.get(reverse("events:identity_picture", args=["other.png"])).status_code == 404


def test_the_picture_of_the_home_page_is_named_in_the_stylesheet_and_in_no_style_of_a_page(client, portal, save):
    save(portal, home_picture=picture())
    assert Portal.objects.get().home_picture.url in client.get(reverse("events:identity")).content.decode()
    assert "style=" not in page(client, "home")


def test_a_page_asks_for_the_identity_once(client, portal, django_assert_num_queries):
    def asked(queries):
        return sum("events_portal" in query["sql"] for query in queries)

    with django_assert_num_queries(2) as queries:
        client.get(reverse("about"))
    assert asked(queries) == 1
