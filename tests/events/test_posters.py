"""The pictures with which a session is passed on: what they show, when they are made anew, who gets them."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import translation
from PIL import Image

from events import drawings, posters, publications, sessions
from events.drawings import Look
from events.foundation.lettering import GETA, HEI, SONG, face, fitted, lines, printable
from events.models import Portal, Poster, Session
from tests import make

NOW = make.at("2019-09-20 09:00")
SIZES = {"share": (1200, 630), "square": (600, 600), "sheet": (1080, 1440)}


class TestLettering:
    def test_no_mark_begins_a_line_that_may_not(self):
        found = lines("走进大厅，体验“一件事”，看变化。", face(SONG, 40), 170)

        assert found == ["走进大", "厅，体验", "“一件", "事”，看", "变化。"]

    def test_words_and_numbers_stay_whole(self):
        assert lines("请在12月31日前看 kfr.example.cn", face(HEI, 20), 160) == [
            "请在12月31日前",
            "看",
            "kfr.example.cn",
        ]

    def test_what_is_longer_than_a_line_is_torn(self):
        assert "".join(lines("a" * 60, face(HEI, 20), 160)) == "a" * 60

    def test_a_character_that_the_face_lacks_leaves_no_empty_box(self):
        assert printable("𠮷家庄\n社区🎉 㙍", SONG) == f"{GETA}家庄 社区 㙍"

    def test_the_largest_size_that_fits_and_a_cut_where_none_does(self):
        few, large = fitted("开放日", SONG, width=300, sizes=range(60, 30, -10), most=2)
        many, small = fitted("开放日" * 40, SONG, width=300, sizes=range(60, 30, -10), most=2)

        assert (few, large) == (["开放日"], 60)
        assert (len(many), small, many[-1][-1]) == (2, 40, "…")
        assert face(SONG, small).getlength(many[-1]) <= 300


@pytest.mark.django_db
class TestPictures:
    def test_each_has_the_size_that_chats_want_and_weighs_little(self, session):
        invitation = posters.invitation_to(session)
        look = posters.look_of(Portal())

        for kind, draw in drawings.DRAWN.items():
            content = draw(invitation, look)
            assert Image.open(io.BytesIO(content)).size == SIZES[kind]
            assert len(content) < 150_000

    def test_the_facts_are_in_the_portals_language(self, session):
        with translation.override("en"):
            invitation = posters.invitation_to(session)

        assert dict(invitation.facts)["地点"] == session.place
        assert "报名" in invitation.call
        assert invitation.address.endswith(session.get_absolute_url())

    def test_a_livestream_asks_nobody_to_sign_up(self, session):
        session.mode = Session.Mode.LIVESTREAM

        invitation = posters.invitation_to(session)

        assert "报名" not in f"{invitation.facts}{invitation.call}"

    def test_the_districts_emblem_takes_the_place_of_ours(self):
        written = io.BytesIO()
        Image.new("RGB", (60, 60), "#00ff00").save(written, "PNG")
        look = Look("开放日", "#861618", "#6b0e10", "#ecc983", written.getvalue())
        picture, _draw = drawings._band(200, 200, look)

        drawings._emblem(picture, look, 100, (50, 50))

        assert picture.getpixel((100, 100)) == (0, 255, 0)


@pytest.mark.django_db
class TestSweep:
    @pytest.fixture
    def announced(self, session, approver):
        publications.announce(session, by=approver, now=NOW, late_reason="迟")
        return session

    def test_makes_what_is_missing_and_nothing_twice(self, announced):
        assert (posters.sweep(now=NOW), posters.sweep(now=NOW)) == (1, 0)
        assert Poster.objects.get().session == announced

    def test_a_draft_gets_none(self, session):
        assert posters.sweep(now=NOW) == 0

    def test_a_move_and_a_new_colour_make_them_anew_and_the_old_files_go(
        self, announced, approver, django_capture_on_commit_callbacks
    ):
        posters.sweep(now=NOW)
        old = Poster.objects.get()
        later = {"starts_at": announced.starts_at + timedelta(days=1), "ends_at": announced.ends_at + timedelta(days=1)}

        with django_capture_on_commit_callbacks(execute=True):  # the worker is woken by the move itself
            sessions.move(announced, **later, place=announced.place, reason="会议", by=approver, now=NOW)
        moved = Poster.objects.get()
        Portal.objects.update(main_colour="#0b5a78")

        assert moved.fingerprint != old.fingerprint
        assert not default_storage.exists(old.sheet.name)
        assert default_storage.exists(moved.sheet.name)
        assert posters.sweep(now=NOW) == 1

    def test_announcing_wakes_the_worker(self, session, approver, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            publications.announce(session, by=approver, now=NOW, late_reason="迟")

        assert Poster.objects.filter(session=session).exists()

    def test_a_cancelled_session_is_passed_on_no_more(self, announced, approver, client):
        posters.sweep(now=NOW)
        sessions.cancel(announced, reason="停电", by=approver, now=NOW)

        assert client.get(reverse("events:sheet", args=[announced.pk])).status_code == 404
        assert posters.sweep(now=NOW) == 0


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def made(self, session):
        Session.objects.filter(pk=session.pk).update(state="announced", announced_at=NOW)
        posters.sweep(now=NOW)
        return session

    @pytest.mark.parametrize("kind", SIZES)
    def test_the_pictures_are_served_and_kept_under_their_mark(self, made, client, kind):
        address = reverse(f"events:{kind}", args=[made.pk])
        mark = Poster.objects.get().mark

        response = client.get(address, {"v": mark})

        assert response["Content-Type"] == "image/png"
        assert Image.open(io.BytesIO(response.getvalue())).size == SIZES[kind]
        assert "immutable" in response["Cache-Control"]

    def test_an_outdated_address_is_not_kept(self, made, client):
        response = client.get(reverse("events:share", args=[made.pk]), {"v": "old"})
        response.close()

        assert response["Cache-Control"] == "no-cache"

    def test_what_is_not_public_or_not_made_is_not_found(self, session, client):
        assert client.get(reverse("events:share", args=[session.pk])).status_code == 404

    def test_a_picture_that_a_move_has_outdated_is_not_shown(self, made, client):
        Session.objects.filter(pk=made.pk).update(place="另一处")

        page = client.get(made.get_absolute_url()).content.decode()

        assert client.get(reverse("events:share", args=[made.pk])).status_code == 404
        assert "og:image" not in page
        assert "og:title" in page

    def test_the_page_names_them_for_chats_and_offers_the_poster(self, made, client, settings):
        page = client.get(made.get_absolute_url()).content.decode()
        mark = Poster.objects.get().mark

        assert f'content="{settings.PORTAL_URL}/sessions/{made.pk}/share.png?v={mark}"' in page
        assert f'content="{settings.PORTAL_URL}/sessions/{made.pk}/square.png?v={mark}"' in page

    def test_the_desk_leads_to_the_poster(self, made, client, office):
        client.force_login(office)

        page = client.get(reverse("admin:events_session_change", args=[made.pk])).content.decode()

        assert reverse("events:sheet", args=[made.pk]) in page
