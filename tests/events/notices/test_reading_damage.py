"""Files cut short, with bits turned over or made of anything: each is read or refused, and nothing else comes out."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.notices import reading
from events.notices.lines import UnreadableNotice
from tests.events.notices import papers
from tests.events.notices.conftest import DOCUMENTS

LINES = (DOCUMENTS / "tab_table.txt").read_text(encoding="utf-8").splitlines()
FILES = {
    "word": papers.word(LINES),
    "workbook": papers.workbook(LINES),
    "page": papers.page(LINES),
    "archive": papers.archive(LINES),
    "table": papers.table(LINES, "gb18030"),
    "text": "\n".join(LINES).encode("utf-16"),
}
# What makes a file be taken for one of a kind, before anything at all.
BEGINNINGS = [
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"<html>",
    b"MIME-Version: 1.0\nContent-Type: text/html\n\n",
    b"\xff\xfe",
]
SLOWLY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


def _is_read_or_refused(data):
    try:
        text = "\n".join(reading.read_bytes(data))
    except UnreadableNotice as refused:
        text = str(refused)
    assert text.strip()
    assert "\x00" not in text
    text.encode()  # no half of a pair


def _turned(data, seed):
    """A few bits in other places turned over."""
    dice, damaged = random.Random(seed), bytearray(data)
    for _time in range(dice.randint(1, 30)):
        damaged[dice.randrange(len(damaged))] ^= 1 << dice.randrange(8)
    return bytes(damaged)


@settings(max_examples=100, **SLOWLY)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 1 << 30))
def test_a_file_with_bits_turned_over(kind, seed):
    _is_read_or_refused(_turned(FILES[kind], seed))


@settings(max_examples=60, **SLOWLY)
@given(st.sampled_from(sorted(FILES)), st.floats(0, 1))
def test_a_file_cut_short(kind, share):
    _is_read_or_refused(FILES[kind][: int(len(FILES[kind]) * share)])


@settings(max_examples=100, **SLOWLY)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=600))
def test_any_bytes_behind_a_beginning(beginning, rest):
    _is_read_or_refused(beginning + rest)


@settings(max_examples=100, **SLOWLY)
@given(st.text(alphabet='<>/"= \ntabledivrowspnc1开放点&;#', max_size=300))
def test_any_marks_of_a_page(text):
    _is_read_or_refused(b"<html><body>" + text.encode())


# A process each: a handful of seeds of our own, chosen once.
@pytest.fixture(scope="module")
def pdf():
    return papers.pdf(LINES)


@pytest.mark.parametrize("seed", range(8))
def test_a_pdf_with_bits_turned_over(pdf, seed):
    _is_read_or_refused(_turned(pdf, seed))


@pytest.mark.parametrize("share", [0.01, 0.3, 0.7, 0.99])
def test_a_pdf_cut_short(pdf, share):
    _is_read_or_refused(pdf[: int(len(pdf) * share)])
