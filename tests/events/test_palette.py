"""The colours of a district: readable by the measure of WCAG, in light and dark, whatever was chosen."""

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from events import palette
from events.foundation import contrast
from events.foundation.contrast import BLACK, WHITE

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def tokens(name):
    """The colours of one of our own stylesheets."""
    text = (settings.BASE_DIR / "static" / "css" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"--od-([\w-]+): (#[0-9a-f]{6});", text))


# --- the measure


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [  # as other implementations of the same definition give them
        (BLACK, WHITE, 21.0),
        ("#777777", WHITE, 4.48),
        ("#767676", WHITE, 4.54),
        ("#ff0000", WHITE, 3.99),
        ("#0000ff", WHITE, 8.59),
        ("#96191c", "#96191c", 1.0),
    ],
)
def test_contrast_is_measured_as_wcag_defines_it(one, other, ratio):
    assert contrast.ratio(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast.ratio(other, one) == contrast.ratio(one, other)


def test_a_shown_ratio_is_cut_off_and_never_rounded_up_to_a_pass():
    assert contrast.shown(4.4999) == "4.49"


def test_a_colour_is_changed_no_more_than_it_must_be():
    assert contrast.deepened("#96191c", (WHITE,), 4.5) == "#96191c"
    nearest = contrast.deepened("#ff6600", (WHITE,), 4.5)
    assert 4.5 <= contrast.ratio(nearest, WHITE) < 4.7
    assert contrast.deepened(WHITE, (BLACK,), 4.5) == WHITE
    assert contrast.lightened(BLACK, (BLACK,), 4.5) != BLACK


# --- what follows from a choice


def test_the_grounds_and_texts_measured_against_are_those_of_the_stylesheets():
    light, dark = tokens("tokens.css"), tokens("dark.css")
    assert tuple(light[name] for name in ("paper", "surface", "sunken")) == palette.LIGHT_GROUNDS
    assert tuple(dark[name] for name in ("paper", "surface", "sunken")) == palette.DARK_GROUNDS
    assert light["on-red"] == palette.ON_MAIN
    assert {name: light[name] for name in palette.DELIVERED} == palette.DELIVERED
    assert tuple(css[name] for css in (light, dark) for name in ("band", "band-deep")) == palette.DELIVERED_BANDS
    assert palette.palette("#0b5a78", "").light.keys() < light.keys()
    assert palette.palette("#0b5a78", "").dark.keys() <= dark.keys()


@given(main=COLOURS, accent=COLOURS)
def test_every_tone_made_of_readable_colours_is_readable_on_light_and_dark_pages(main, accent):
    chosen = (palette.on_main(main), palette.on_band(main, accent))
    if all(pair.is_readable for pair in chosen):
        assert [pair for pair in palette.pairs(main, accent) if not pair.is_readable] == []


def test_a_readable_main_colour_always_goes_with_the_delivered_accent():
    darkest_refused = contrast.deepened("#00ff00", (palette.ON_MAIN,), contrast.TEXT)
    for main in ("#0b5a78", "#006644", "#5b2a86", "#333333", darkest_refused):
        assert palette.on_main(main).is_readable
        assert palette.on_band(main, "").is_readable


def test_without_a_choice_there_is_nothing_to_override():
    assert palette.stylesheet("", "") == ""


def test_dark_pages_are_changed_for_those_alone_who_see_dark_ones():
    css = palette.stylesheet("#0b5a78", "#ffd27a")
    assert css.index(":root {") < css.index('[data-colours="dark"]') < css.index("prefers-color-scheme: dark")
    assert ":root:not([data-colours])" in css
    assert css.count("--od-gold: #ffd27a;") == 3
    assert css.count("--od-band: #0b5a78;") == 1


def test_an_accent_alone_leaves_the_delivered_red():
    css = palette.stylesheet("", "#ffe0a0")
    assert "--od-gold: #ffe0a0;" in css
    assert "--od-band" not in css
