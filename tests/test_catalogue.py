"""Every text a person sees is in Chinese, in both kinds of characters: ours, and those of the packages without it."""

import re

import polib
import pytest

from opendays import catalogue, characters

pytestmark = pytest.mark.once


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_a_catalogue_is_complete_and_says_nothing_twice(language):
    assert [str(fault) for fault in catalogue.faults(language)] == []


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        (polib.POEntry(msgid="Session", msgstr="场次"), []),
        (polib.POEntry(msgid="Session", msgstr="场次", flags=["fuzzy"]), ["fuzzy"]),
        (polib.POEntry(msgid="Session", msgstr=""), ["empty"]),
        (polib.POEntry(msgid="Session", msgstr="Session"), ["looks untranslated"]),
        (polib.POEntry(msgid="%(number)s PDF", msgstr="%(number)s PDF"), []),
        (polib.POEntry(msgid="%(n)s places", msgstr="%(m)s 个名额"), ["broken"]),
        (polib.POEntry(msgid="One place", msgid_plural="%(n)s places", msgstr_plural={0: "%(n)s 个名额"}), []),
        (polib.POEntry(msgid="One place", msgid_plural="%(n)s places", msgstr_plural={0: ""}), ["empty"]),
    ],
)
def test_an_entry_shows_what_is_wrong_with_it(entry, kinds):
    assert list(catalogue.faults_of(entry)) == kinds


@pytest.mark.parametrize(
    ("traditional", "kinds"),
    [
        ("請選擇「場次」，後發佈", []),
        ("請選擇「场次」，後發佈", ["simplified characters"]),
        ("請選擇「場次」", ["says something else than the simplified text"]),
    ],
)
def test_the_traditional_text_is_the_simplified_one_in_other_characters(traditional, kinds):
    simplified = {(None, "x"): polib.POEntry(msgid="x", msgstr="请选择“场次”，后发布")}
    other = {(None, "x"): polib.POEntry(msgid="x", msgstr=traditional)}
    assert [kind for _message, kind in catalogue.faults_beside(simplified, other)] == kinds


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("采纳情况", "採納情況"),
        ("群众代表“张某”", "群眾代表「張某」"),
        ("请在这里答复", "請在這裡答覆"),
        ("周一 3 楼", "週一 3 樓"),
    ],
)
def test_a_draft_knows_the_words_around_a_character(simplified, traditional):
    assert characters.traditional(simplified) == traditional


def test_texts_are_found_in_code_and_in_templates(tmp_path):
    (tmp_path / "acts.py").write_text('_("Plan")\nngettext_lazy("a day", "days", 2)\npgettext("month", "May")\n')
    (tmp_path / "page.html").write_text(
        "<p class=\"it's\">{% translate 'Theme' %} {% blocktranslate count n=n trimmed %}\n"
        "one point{% plural %}{{ n }} points{% endblocktranslate %}</p>"
    )

    found = catalogue.messages_in([tmp_path])

    assert found == {(None, "Plan"), (None, "a day"), ("month", "May"), (None, "Theme"), (None, "one point")}


def test_texts_of_the_desk_that_its_package_leaves_in_english_are_ours_to_translate():
    assert (None, "Apply Filters") in catalogue.wanted("zh_Hans")


def test_what_a_package_says_in_simplified_only_is_ours_to_say_in_traditional_characters():
    assert (None, "Confirm import") in catalogue.wanted("zh_Hant") - catalogue.own_entries("zh_Hans").keys()


# --- letters


@pytest.mark.parametrize("letter", catalogue.letters("zh_Hans"), ids=lambda letter: letter.name.partition(".")[0])
def test_a_letter_tells_the_same_in_every_language(letter):
    english = catalogue.beside(letter, "en").read_text("utf-8")
    assert set(re.findall(r"\{\w+\}", english)) <= set(re.findall(r"\{\w+\}", letter.read_text("utf-8")))
    assert not re.search(r"[\u4e00-\u9fff]", english)
    assert catalogue.is_drafted(letter)
    assert characters.simplified_only(catalogue.beside(letter, "zh_Hant").read_text("utf-8")) == set()


def test_no_letter_is_left_without_its_simplified_text():
    every = {letter for language in ("en", "zh_Hant") for letter in catalogue.letters(language)}
    assert {catalogue.beside(letter, "zh_Hans") for letter in every} == set(catalogue.letters("zh_Hans"))
