"""No pattern of the parser can explode: it repeats nothing without end inside what it repeats, and stands any text."""

import re
from re import _constants as sre  # the parsed form of a pattern; a private name, but the only place that has it
from re import _parser as patterns

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.events.notices import work

REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
MANY = 8  # a repeat of so few times is written out in the mind
COMPILED = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in work.modules()
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}
SIGNS = "".join(sorted({letter for pattern in COMPILED.values() for letter in pattern.pattern if letter > "z"}))
PUMP = st.text(st.sampled_from(SIGNS + '0123456789()":,.-|'), min_size=1, max_size=4)
PUMPED = st.tuples(PUMP, st.text(max_size=3))


def _nested(tree, inside=1):
    """The repeats without a near end that stand inside other repeats."""
    for code, value in tree:
        if code in REPEATS:
            _least, most, body = value
            if most > MANY and inside > MANY:
                yield inside, most
            yield from _nested(body, max(inside, most))
        elif code is sre.SUBPATTERN:
            yield from _nested(value[3], inside)
        elif code is sre.BRANCH:
            for branch in value[1]:
                yield from _nested(branch, inside)
        elif code in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _nested(value[1], inside)


@pytest.mark.parametrize("name", COMPILED)
def test_no_repeat_without_end_stands_in_another(name):
    pattern = COMPILED[name]

    assert not list(_nested(patterns.parse(pattern.pattern, pattern.flags & ~re.UNICODE)))


@settings(max_examples=200, deadline=None)
@given(PUMPED, st.integers(min_value=1, max_value=60))
def test_every_pattern_comes_to_an_end_on_any_pumped_text(pump, times):
    text = pump[0] * times + pump[1]
    for pattern in COMPILED.values():
        pattern.search(text)
        pattern.fullmatch(text)
