"""Our own documents, each with what a person reads in it: themes, points, units, talks, sessions, rules, doubts."""

import json

import pytest
from django.core.management import call_command

from events.notices import parsing, reading
from events.notices.scoring import score
from tests.events.notices.conftest import DOCUMENTS, HELD_OUT

PLAIN = ("title", "document_number", "issuer", "issued_on", "published_on", "validity", "period", "declared")
LISTS = ("columns", "channels", "categories")
NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.json"))


def _expected(name):
    return json.loads((DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))


def _found(name):
    return parsing.parse(reading.read(DOCUMENTS / f"{name}.txt")).as_json()


def test_there_are_documents_of_every_kind():
    assert len(NAMES) >= 25


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_is_found_and_none_is_invented(name):
    expected, found = _expected(name), _found(name)

    result = score(expected, found)
    assert (result.missed, result.invented) == ({}, {})


@pytest.mark.parametrize("name", NAMES)
def test_the_head_and_the_whole_are_read(name):
    expected, found = _expected(name), _found(name)

    wanted = {key: value for key, value in expected.items() if key in PLAIN + LISTS}
    assert {key: found[key] for key in wanted} == wanted


@pytest.mark.parametrize("name", [name for name in NAMES if "unread" in _expected(name)])
def test_lines_that_give_nothing_are_named(name):
    wanted = [passage["line"] for passage in _expected(name)["unread"]]

    assert [passage["line"] for passage in _found(name)["unread"]] == wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_key_of_the_contract_is_there(name):
    assert list(_found(name)) == [
        "title",
        "document_number",
        "index_number",
        "issuer",
        "issued_on",
        "published_on",
        "validity",
        "period",
        "declared",
        "columns",
        "channels",
        "categories",
        "themes",
        "talks",
        "sessions",
        "rules",
        "items",
        "doubts",
        "prose",
        "unread",
        "frame",
    ]


def test_the_scorer_finds_nothing_wrong(capsys):
    call_command("score_notices", DOCUMENTS)

    last = capsys.readouterr().out.splitlines()[-1]
    assert last == f"{len(NAMES)} documents   precision 1.000  recall 1.000"


def test_documents_kept_apart_while_the_reader_was_mended_are_read_as_well(capsys):
    call_command("score_notices", HELD_OUT)

    last = capsys.readouterr().out.splitlines()[-1]
    precision, recall = (float(word) for word in last.split() if word.replace(".", "").isdigit() and "." in word)
    assert min(precision, recall) >= 0.97
