"""One notice says the same in a file of any kind: the parser finds in each what it finds in the plain text."""

import pytest

from events.notices import parsing, reading
from tests.events.notices import papers
from tests.events.notices.conftest import DOCUMENTS, SAMPLES

NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.txt"))
TABLES = [
    "tab_table",
    "table_with_quarters",
    "talk_table",
    "form_table",
    "annual_schedule_table",
    "table_without_points_column",
    "unit_plan_schedule",
]
# A file of each costs a second; these have headings, entries, fields, tables, talks, rules and long paragraphs.
PRINTED = ["labelled_lines", "tab_table", "talks_sections", "weekday_and_masks", "county_rules", "single_session"]


def _without_lines(found):
    if isinstance(found, dict):
        return {key: _without_lines(value) for key, value in found.items() if key not in ("line", "lines")}
    return [_without_lines(value) for value in found] if isinstance(found, list) else found


def _says(lines):
    return _without_lines(parsing.parse(lines).as_json())


def _lines(path):
    """As a person would set them: without blanks at the edges, a table's rows apart."""
    return [line if "\t" in line else line.strip() for line in reading.read(path) if line.strip()]


@pytest.fixture(params=NAMES)
def lines(request):
    return _lines(DOCUMENTS / f"{request.param}.txt")


def test_a_word_file_says_what_the_text_says(lines):
    assert _says(reading.read_bytes(papers.word(lines))) == _says(lines)


@pytest.mark.parametrize(("encoding", "charset"), [("utf-8", None), ("gb18030", "gb2312"), ("gb18030", "utf-8")])
def test_a_saved_page_says_what_the_text_says(lines, encoding, charset):
    assert _says(reading.read_bytes(papers.page(lines, encoding, charset))) == _says(lines)


def test_a_page_in_one_file_says_what_the_text_says(lines):
    assert _says(reading.read_bytes(papers.archive(lines))) == _says(lines)


def test_a_pasted_text_says_what_the_text_says(lines):
    assert _says(reading.read_text("\r\n".join(lines))) == _says(lines)


@pytest.mark.parametrize("name", PRINTED)
def test_a_pdf_says_what_the_text_says(name):
    lines = _lines(DOCUMENTS / f"{name}.txt")

    assert _says(reading.read_bytes(papers.pdf(lines))) == _says(lines)


def test_a_plan_of_many_pages_says_the_same_as_a_pdf():
    lines = _lines(SAMPLES / "plan_2024.txt")

    assert _says(reading.read_bytes(papers.pdf(lines))) == _says(lines)


@pytest.mark.parametrize("name", TABLES)
def test_a_workbook_says_what_the_text_says(name):
    lines = _lines(DOCUMENTS / f"{name}.txt")

    assert _says(reading.read_bytes(papers.workbook(lines))) == _says(lines)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("utf-16", "\t")]
)
def test_a_comma_table_says_what_the_text_says(name, encoding, delimiter):
    lines = _lines(DOCUMENTS / f"{name}.txt")

    assert _says(reading.read_bytes(papers.table(lines, encoding, delimiter))) == _says(lines)
