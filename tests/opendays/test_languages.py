"""Which language a page is in, and in which language a person is written to."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from events import accounts, notify, publications
from events.foundation import clock, languages
from events.models import Message, Session
from feedback import cards, replies
from registrations import notify as letters
from registrations import selection, signups
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-08 09:00")
NAV = {"zh-hans": "意见采纳", "zh-hant": "意見採納", "en": "Opinions"}


def choose(client, language, **headers):
    return client.post(reverse("display"), {"language": language, "back": "/about/"}, **headers)


def about(client, **headers):
    return client.get("/about/", **headers)


# --- pages


def test_a_page_is_chinese_until_somebody_chooses_whatever_the_browser_prefers(client):
    page = about(client, HTTP_ACCEPT_LANGUAGE="en-GB,en;q=0.9")
    assert NAV["zh-hans"] in page.content.decode()
    assert page["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("language", NAV)
def test_a_chosen_language_is_remembered_and_said(client, language):
    assert choose(client, language).url == "/about/"
    page = about(client)
    assert NAV[language] in page.content.decode()
    assert f'<html lang="{language}"' in " ".join(page.content.decode().split())
    assert page["Content-Language"] == language
    assert "Cookie" in page["Vary"]


@pytest.mark.parametrize("wrong", ["", "fr", "zh-hans,en", "../en"])
def test_a_language_that_is_not_offered_changes_nothing(client, wrong):
    choose(client, "en")
    choose(client, wrong)
    assert about(client)["Content-Language"] == "en"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = wrong
    assert about(client)["Content-Language"] == "zh-hans"


def test_a_request_leaves_its_language_to_nobody(client):
    choose(client, "en")
    with translation.override("zh-hant"):
        about(client)
        assert languages.current() == "zh-hant"


def test_not_found_is_said_in_the_chosen_language(client):
    choose(client, "en")
    assert "We did not find this page" in client.get("/nowhere/").content.decode()


# --- the desk


def test_who_signs_in_meets_the_language_of_the_account(client, office):
    office.language = "zh-hant"
    office.save()
    form = {"username": office.username, "password": make.PASSWORD}
    client.post(reverse("admin:login"), form)
    assert client.get(reverse("admin:index"))["Content-Language"] == "zh-hant"


def test_a_switch_at_the_desk_holds_for_the_letters_too_and_leads_back(client, office):
    client.force_login(office)
    desk = "http://testserver" + reverse("admin:events_session_changelist")
    answer = client.post(reverse("display"), {"language": "en", "next": ""}, HTTP_REFERER=desk)
    office.refresh_from_db()
    assert (answer.url, office.language) == (desk, "en")


def test_a_foreign_page_is_never_led_back_to(client):
    answer = client.post(reverse("display"), {"language": "en"}, HTTP_REFERER="https://elsewhere.example/desk/")
    assert answer.url == "/"


def test_the_desk_offers_the_three_languages_by_their_own_names(client, office):
    client.force_login(office)
    page = client.get(reverse("admin:index")).content.decode()
    assert all(f'value="{code}"' in page and name in page for code, name in settings.LANGUAGES)


# --- letters: in the language of the reader, not of whoever acts


def subjects(**chosen):
    return dict(Message.objects.filter(**chosen).values_list("to", "subject"))


def test_a_resident_is_answered_in_the_language_of_the_sign_up():
    session = make.announced(title="镇长面对面")
    for language, phone in (("en", "13800000001"), ("zh-hant", "13800000002"), ("zh-hans", "13800000003")):
        typed = {"name": "Ann Lee", "phone": phone, "category": "resident", "consent": True}
        signups.sign_up(session, **typed, email=f"{language}@example.cn", language=language, now=NOW)
    assert subjects() == {
        "en@example.cn": "We have your sign-up: 镇长面对面",
        "zh-hant@example.cn": "報名已收到：镇长面对面",
        "zh-hans@example.cn": "报名已收到：镇长面对面",
    }


def test_one_act_writes_to_everyone_in_their_own_language():
    session = make.announced()
    for language in NAV:
        make.signup(session, email=f"{language}@example.cn", language=language)
    old = {"starts_at": make.at("2019-10-13 09:00"), "ends_at": make.at("2019-10-13 11:00")}
    with translation.override("zh-hant"):
        letters.session_moved(session, before=old, by=make.staff(unit=session.unit), now=NOW)
    bodies = dict(Message.objects.values_list("to", "body"))
    assert "Time before: Sun 13 October 2019" in bodies["en@example.cn"]
    assert "原时间：2019年10月13日（周日）" in bodies["zh-hans@example.cn"]
    assert "原時間：2019年10月13日（週日）" in bodies["zh-hant@example.cn"]


def test_the_page_of_the_form_says_in_which_language_it_was_filled_in(client, settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)
    session = make.announced()
    choose(client, "en")
    typed = {"name": "Ann Lee", "phone": "13800000001", "email": "ann@example.cn", "category": "resident"}
    client.post(reverse("registrations:signup", args=[session.pk]), {**typed, "companions": 0, "consent": "on"})
    clock.move(session.starts_at)
    card = {"kind": "need", "text": "More signs in English, please.", "email": "ann@example.cn"}
    client.post(reverse("feedback:card", args=[session.card_code]), card)
    assert (session.signups.get().language, session.cards.get().language) == ("en", "en")


def test_the_writer_of_a_card_is_answered_in_its_language():
    session = make.announced(state=Session.State.HELD)
    editor, approver = make.staff(unit=session.unit), make.staff("approver", unit=session.unit)
    card = make.card(session, email="ann@example.cn", language="en")
    opinion = cards.take_up(card, text="More signs in English, please.", by=editor, now=session.ends_at)
    replies.reply(opinion, outcome="adopted", reply="已增设。", by=editor, now=session.ends_at)
    with languages.official():
        replies.approve(opinion, by=approver, now=session.ends_at)
    letter = Message.objects.get(letter="answered")
    assert letter.subject.startswith("Your opinion was answered")
    assert "Outcome: adopted" in letter.body


def test_staff_are_written_to_in_the_language_of_their_account(office):
    office.language = "en"
    office.save()
    point = make.point(title="镇长面对面", proposed_by=make.unit("采育镇"), planned_on=NOW.date())
    with translation.override("zh-hant"):
        notify.point_filed(point, by=make.staff(unit=point.proposed_by), now=NOW)
        accounts.forgotten(office.email, now=NOW)
    assert [message.language for message in Message.objects.all()] == ["en", "en"]
    filed = Message.objects.get(letter="point_filed")
    assert "Planned day: Oct. 8, 2019" in filed.body
    assert filed.about == f"开放点{point.number} 镇长面对面"  # for the lists of staff, in the portal's own language


# --- what is published or kept: in the portal's own language


def test_a_paper_is_drafted_in_chinese_at_an_english_desk():
    session = make.announced(title="镇长面对面")
    with languages.official():
        papers = [publications.announcement(session), publications.report(session), publications.evaluation(session)]
    with translation.override("en"):
        drafted = [publications.announcement(session), publications.report(session), publications.evaluation(session)]
        differences = publications.differences(session)
    assert [(paper.title, paper.body) for paper in drafted] == [(paper.title, paper.body) for paper in papers]
    assert differences == []


def test_a_broken_rule_is_told_in_the_readers_language_and_kept_in_the_portals():
    point = make.point(make.plan(rules={"residents_share": "1/3"}))
    session = make.announced(point=point, capacity=3)
    make.signup(session, category="deputy")
    editor = make.staff(unit=session.unit)
    closed = make.at("2019-10-10 18:00")
    with translation.override("en"):
        with pytest.raises(Exception, match="are residents, at least"):
            selection.confirm(session, by=editor, now=closed)
        roster = selection.confirm(session, by=editor, now=closed, reason="专题调研")
    assert "群众代表" in roster.breaches[0]["text"]
