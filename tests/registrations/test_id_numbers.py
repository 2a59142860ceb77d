"""Identity documents: what is accepted in which spelling, and what is said of a slip."""

from datetime import date

import pytest

from registrations import id_numbers
from tests.refusals import refused

pytestmark = pytest.mark.once
TODAY = date(2019, 10, 5)


def read(number, kind="resident"):
    return id_numbers.read(kind, number, today=TODAY)


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002X", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X "],
)
def test_a_resident_card_is_read_in_every_spelling_and_tells_birth_and_sex(typed):
    found = read(typed)
    assert (found.number, found.born, found.sex) == ("11010519491231002X", date(1949, 12, 31), "female")
    assert found.index == read("11010519491231002X").index


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105194912310021", "id_check"),
        ("11010519491331002X", "id_born"),
        ("110105201912310023", "id_born"),  # still to be born
        ("11010518991231002X", "id_born"),
        ("1101051949123100", "id_number"),
        ("护照", "id_number"),
    ],
)
def test_a_slip_in_a_resident_card_is_named(number, code):
    with refused(code):
        read(number)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport", "E12345678"),
        ("passport", "K0123-456"),
        ("permit", "H1234567890"),
        ("permit", "M12345678"),
        ("permit", "12345678"),
        ("permit", "1234567890(A)"),
        ("permanent", "CAN110180060101"),
        ("permanent", "911124198108030024"),
    ],
)
def test_other_documents_go_by_their_pattern_and_tell_nothing(kind, number):
    found = read(number, kind)
    assert (found.born, found.sex) == (None, "")


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("passport", "中文", "id_number"),
        ("permit", "X12345678", "id_number"),
        ("permanent", "12345", "id_number"),
        ("driver", "1", "id_kind"),
    ],
)
def test_what_fits_no_pattern_is_refused(kind, number, code):
    with refused(code):
        read(number, kind)
