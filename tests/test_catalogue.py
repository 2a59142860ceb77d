"""Every text a person sees is in Chinese: ours, and those of the packages that do not bring the language."""

import polib
import pytest

from opendays import catalogue


def test_the_chinese_catalogue_is_complete_and_says_nothing_twice():
    assert [str(fault) for fault in catalogue.faults()] == []


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        (polib.POEntry(msgid="Session", msgstr="场次"), []),
        (polib.POEntry(msgid="Session", msgstr="场次", flags=["fuzzy"]), ["fuzzy"]),
        (polib.POEntry(msgid="Session", msgstr=""), ["empty"]),
        (polib.POEntry(msgid="%(n)s places", msgstr="%(m)s 个名额"), ["broken"]),
        (polib.POEntry(msgid="One place", msgid_plural="%(n)s places", msgstr_plural={0: "%(n)s 个名额"}), []),
        (polib.POEntry(msgid="One place", msgid_plural="%(n)s places", msgstr_plural={0: ""}), ["empty"]),
    ],
)
def test_an_entry_shows_what_is_wrong_with_it(entry, kinds):
    assert list(catalogue.faults_of(entry)) == kinds


def test_texts_are_found_in_code_and_in_templates(tmp_path):
    (tmp_path / "acts.py").write_text('_("Plan")\nngettext_lazy("a day", "days", 2)\npgettext("month", "May")\n')
    (tmp_path / "page.html").write_text(
        "<p class=\"it's\">{% translate 'Theme' %} {% blocktranslate count n=n trimmed %}\n"
        "one point{% plural %}{{ n }} points{% endblocktranslate %}</p>"
    )

    found = catalogue.messages_in([tmp_path])

    assert found == {(None, "Plan"), (None, "a day"), ("month", "May"), (None, "Theme"), (None, "one point")}


def test_texts_of_the_desk_that_its_package_leaves_in_english_are_ours_to_translate():
    assert (None, "Apply Filters") in catalogue.package_messages() - catalogue.translated_elsewhere()
