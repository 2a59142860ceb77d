"""The nightly erasure: data planted everywhere is found nowhere after its day, and not missed a day before."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from events import keeping
from events.foundation import clock, contact_codes, outbox
from events.models import AuditEntry, Message, Rule
from feedback import cards, replies
from feedback import erasure as erasure_of_cards
from registrations import entries, erasure, id_numbers, signups, verifying, watchers
from registrations.models import Signup, Watcher
from registrations.models.signup import email_index, name_index
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")
NAME, PHONE, EMAIL = "欧阳娜娜", "13987654321", "planted@example.cn"
NUMBER, FIRM, COMPANION, GUARDIAN = "11010519491231002X", "京南食品厂", "司马同行", "欧阳监护"
# 14 October and 90 days.
LAST, AFTER = make.at("2020-01-12 03:10"), make.at("2020-01-13 03:10")


@pytest.fixture
def session(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)
    return make.announced(mode="both", livestream_url="https://example.cn/live")


@pytest.fixture
def planted(session):
    """One person everywhere: signed up twice, waiting for a code, on the stream, on a card that was answered."""
    typed = {"name": NAME, "phone": PHONE, "email": EMAIL, "category": "resident", "consent": True}
    make.terms(session, asked=["id_number"], names_companions=True, takes_children=True, group_max=5)
    answers = {"id_kind": "resident", "id_number": NUMBER, "id_consent": True, "companion_names": COMPANION}
    signup = signups.sign_up(session, **typed, answers=answers, now=NOW, request_key="first")
    signups.sign_up(session, **typed, answers=answers, now=NOW, request_key="again")
    signups.sign_up(session, **{**typed, "name": "负责人"}, answers=answers, organisation=FIRM, now=NOW)
    guardian = {"guardian_name": GUARDIAN, "guardian_relation": "父亲", "guardian_consent": True, "birth_year": "2010"}
    signups.sign_up(session, **{**typed, "name": "孩子"}, answers=guardian, now=NOW)
    watchers.ask(session, contact=EMAIL, consent=True, now=NOW)
    waits = QueryDict(f"name={NAME}&phone={PHONE}&request_key=third")
    verifying.keep(session, data=waits, email=EMAIL, phone=PHONE, language="zh-hans", now=NOW)
    during = session.starts_at + timedelta(hours=1)
    session.objections.create(text=f"{NAME}不是居民", contact=PHONE, answer=NAME, received_at=NOW)
    card = cards.hand_in(session, kind="suggestion", text=f"请打电话{PHONE}", name=NAME, email=EMAIL, now=during)
    return signup, card


@pytest.fixture
def answered(planted, editor, office):
    card = planted[1]
    opinion = cards.take_up(card, text="请延长窗口时间", by=office, now=AFTER - timedelta(days=80))
    replies.reply(opinion, outcome="adopted", reply="已延长。", reason="", by=office, now=AFTER - timedelta(days=79))
    return opinion


def everything():
    """Every value of every row, as the portal reads it."""
    for model in apps.get_models():
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                yield f"{model.__name__}.{field.name}", str(getattr(row, field.attname))


def found():
    indexes = (entries.phone_index(PHONE), entries.person_index(NAME, PHONE), name_index(NAME), email_index(EMAIL))
    document = id_numbers.Document("resident", NUMBER).index
    traces = (NAME, quote(NAME), PHONE, EMAIL, NUMBER, FIRM, COMPANION, GUARDIAN, document, *indexes)
    return {place for place, text in everything() if any(trace in text for trace in traces)}


def erase(now):
    watchers.forget(now=now)
    contact_codes.forget(now=now)
    return erasure.erase(now=now), erasure_of_cards.erase(now=now)


def test_planted_data_is_found_nowhere_after_its_day(planted, answered, office):
    assert {
        "Signup.name",
        "Signup.phone_index",
        "Signup.name_index",
        "Objection.text",
        "Message.to",
        "Message.body",
        "Card.text",
        "Watcher.email",
    } <= found()
    assert {"Signup.details", "Signup.id_index", "Signup.organisation"} <= found()
    assert {"ContactCode.email", "Pending.data"} <= found()
    token = planted[0].token
    answered.state = "published"
    answered.save()

    assert erase(LAST) == (0, 0)
    assert "Signup.name" in found()
    assert erase(AFTER) == (4, 1)

    assert found() == set()
    assert not any(token in text for _place, text in everything())
    assert erase(AFTER) == (0, 0)


def test_the_counts_stay(planted, session, client):
    signup, _card = planted
    erase(AFTER)
    kept = Signup.objects.get(pk=signup.pk)
    assert (kept.category, kept.companions, kept.state, kept.entered_at) == ("resident", 1, "entered", NOW)
    entry = AuditEntry.objects.get(act="session.erase")
    assert (entry.after, entry.by) == ({"people": 4}, None)
    assert client.get(reverse("registrations:signup_private", args=[signup.token])).status_code == 404


def test_whoever_waits_for_an_answer_is_not_forgotten(planted, answered):
    _people, forgotten = erase(AFTER)
    assert forgotten == 0
    assert "Card.email" in found()


def test_a_letter_that_was_erased_is_neither_sent_nor_sent_again(planted, office):
    erase(AFTER)
    letters = Message.objects.exclude(erased_at=None)
    assert set(letters.values_list("state", flat=True)) == {"given_up"}
    with pytest.raises(ValidationError) as refused:
        outbox.resend(letters[0], by=office, now=AFTER)
    assert refused.value.code == "letter_erased"
    assert not Signup.objects.to_call().exists()


def test_who_stops_a_reminder_leaves_no_letter(session):
    watcher = watchers.ask(session, contact=EMAIL, consent=True, now=NOW)
    outbox.queue(letter="stream_near", to=EMAIL, subject="", body=EMAIL, belongs_to=f"watcher:{watcher.pk}", now=NOW)
    watchers.stop(watcher, now=NOW)
    assert not Watcher.objects.exists()
    assert found() == set()


def test_a_plan_may_keep_data_shorter_but_not_for_ever(planted, session):
    rule = make.rule(session.point.plan, "keep_data", 10, unit="calendar_days")
    assert keeping.kept_until(session).isoformat() == "2019-10-24"
    rule.value = ""
    with pytest.raises(ValidationError) as refused:
        rule.clean()
    assert refused.value.error_dict["value"][0].code == "kept_for_ever"


def test_the_day_is_promised_before_the_form_and_on_the_private_page(planted, session, client):
    form = client.get(reverse("registrations:signup", args=[session.pk])).content.decode()
    private = client.get(planted[0].get_absolute_url()).content.decode()
    assert "之后自动清除" in form
    assert "1月12日" in form
    assert "1月12日" in private
    Rule.objects.filter(code="keep_data").delete()
    assert "之后自动清除" not in client.get(planted[0].get_absolute_url()).content.decode()
