"""The words of letters: files, the office's own words, and what either may hold."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from events.foundation import texts, wording
from events.models import AuditEntry, MessageText
from tests import make
from tests.events.foundation.conftest import TEMPLATE

NOW = make.at("2019-10-08 09:00")

pytestmark = pytest.mark.django_db


# Templates


def test_values_are_put_into_subject_and_text():
    assert wording.fill(TEMPLATE, event="开放日", name="朱建国", day="10月14日") == (
        "您已入选开放日",
        "朱建国,您好:\n请于10月14日到场。\n",
    )


def test_braces_in_a_value_stay_what_they_are():
    assert wording.fill("Subject: a\n\n{name} {{name}}", name="{day}") == ("a", "{day} {name}\n")


def test_a_value_cannot_break_out_of_the_subject():
    assert wording.fill("Subject: {event}\n\nx", event="甲\nBcc: all@example.cn")[0] == "甲 Bcc: all@example.cn"


@pytest.mark.parametrize(
    "text", ["{day}", "{name.__class__}", "{name[0]}", "{name!r}", "{name:>9}", "{}", "{0}", "{name", "name}"]
)
def test_only_plain_known_placeholders_are_taken(text):
    with pytest.raises(wording.LetterError):
        wording.fill(f"Subject: a\n\n{text}", name="朱建国")


def test_a_letter_begins_with_its_subject():
    with pytest.raises(wording.LetterError, match="Subject:"):
        wording.fill("尊敬的{name}", name="朱建国")


def test_a_letter_is_written_in_the_language_of_its_reader(letters):
    assert wording.letter("visits", "selected", "en", name="Li")[0] == "You are selected"
    values = {"event": "开放日", "name": "李", "day": "周一"}
    assert wording.letter("visits", "selected", "zh-hans", **values)[0] == "您已入选开放日"


def test_a_missing_language_falls_back_to_the_portals_own(letters):
    values = {"event": "开放日", "name": "李", "day": "周一"}
    assert wording.letter("visits", "selected", "zh-hant", **values)[0] == "您已入选开放日"


def test_an_unknown_letter_is_an_error(letters):
    with pytest.raises(wording.LetterError, match="visits/refused"):
        wording.letter("visits", "refused", "en")


def test_every_letter_of_the_portal_is_declared_and_every_declared_one_is_there(settings):
    files = (settings.BASE_DIR / "templates" / "messages").glob("*/*.zh_Hans.txt")
    assert {(path.parent.name, path.name.partition(".")[0]) for path in files} == set(wording.LETTERS)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_delivered_texts_pass_what_the_office_is_held_to(language):
    faults = {}
    for key, letter in wording.LETTERS.items():
        words = wording.original(*key, language)
        try:
            texts.check(letter, subject=words.subject, body=words.body, sms_text=words.sms)
        except ValidationError as error:
            faults[key] = error.message_dict
    assert faults == {}


# The office's own words

SELECTED = wording.LETTERS["registrations", "selected"]


def change(by, **fields):
    words = wording.original("registrations", "selected", "zh-hans")
    given = {"subject": words.subject, "body": words.body, "sms_text": words.sms, "sms_template": "", **fields}
    texts.change(SELECTED, "zh-hans", **given, by=by, now=NOW)


def test_the_offices_words_are_sent_in_their_language_alone_and_can_be_taken_back(office):
    delivered = wording.original("registrations", "selected", "zh-hans")
    change(office, subject="好消息:{session}", sms_template="SMS_1")
    values = SELECTED.samples()

    assert wording.letter("registrations", "selected", "zh-hans", **values)[0].startswith("好消息:")
    assert wording.letter("registrations", "selected", "zh-hant", **values)[0].startswith("您已入選")
    text, parameters = wording.text_message("registrations", "selected", "zh-hans", **values)
    assert parameters["template"] == "SMS_1"
    assert parameters["values"]["code"] in text
    # What was not changed is not kept: a better text of a later version is used.
    assert (MessageText.objects.get().body, MessageText.objects.get().sms) == ("", "")

    texts.reset(SELECTED, "zh-hans", by=office, now=NOW)
    assert wording.current("registrations", "selected", "zh-hans") == delivered
    assert list(AuditEntry.objects.order_by("pk").values_list("act", "by")) == [
        ("text.change", office.pk),
        ("text.reset", office.pk),
    ]


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"body": "{session} {when} {place} {directions} {contact} {link} {secret}"}, "body", "placeholder"),
        ({"body": "您已入选 {session} {when} {place} {directions} {contact}"}, "body", "obligatory"),
        ({"subject": "入选{"}, "subject", "brace"),
        ({"subject": "入选{name.__class__}"}, "subject", "brace"),
        ({"subject": "入选{0}"}, "subject", "brace"),
        ({"subject": "入选{name!r}"}, "subject", "brace"),
        ({"sms_text": "入选{name:>9}"}, "sms", "brace"),
        ({"sms_text": "长" * 300}, "sms", "sms_length"),
    ],
)
def test_a_text_that_could_not_be_sent_is_refused_at_its_field(office, fields, field, code):
    with pytest.raises(ValidationError) as refused:
        change(office, **fields)
    assert {name: [error.code for error in errors] for name, errors in refused.value.error_dict.items()} == {
        field: [code]
    }
    assert not MessageText.objects.exists()


def test_the_texts_are_the_offices_alone(editor):
    with pytest.raises(PermissionDenied):
        change(editor, subject="{session}")
    with pytest.raises(PermissionDenied):
        texts.reset(SELECTED, "zh-hans", by=editor, now=NOW)


def test_a_letter_is_not_written_without_a_value_that_the_office_may_name():
    values = SELECTED.samples()
    del values["people"]
    with pytest.raises(wording.LetterError, match="people"):
        wording.letter("registrations", "selected", "en", **values)
