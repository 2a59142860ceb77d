"""The colours that follow from the two a district chooses, for light and dark pages, and whether they can be read.

Pages know colours by the custom properties of static/css/tokens.css and dark.css; here are the ones that a district
changes, and, from the same files, the grounds and the text that stay. All pure.
"""

from dataclasses import dataclass
from functools import lru_cache

from events.foundation import contrast
from events.foundation.contrast import BLACK, WHITE, deepened, lightened, mix

# As in tokens.css and dark.css; tests/events/test_palette.py holds the two together.
DELIVERED = {"red": "#96191c", "band": "#861618", "gold": "#ecc983"}
DELIVERED_BANDS = ("#861618", "#6b0e10", "#5b1213", "#430b0c")  # light and dark pages, each with its deeper end
ON_MAIN = "#fff8ec"
LIGHT_GROUNDS = ("#faf6ee", "#fffdf8", "#f2eadd")
DARK_GROUNDS = ("#171411", "#211d19", "#2b2520")
# Links on dark pages stand out more than they must: the eye has less light to tell them by.
CLEAR = 7.0

Tokens = dict[str, str]


@dataclass(frozen=True)
class Pair:
    """Two colours that meet on a page, and how well they must be told apart."""

    text: str
    ground: str
    least: float

    @property
    def measured(self) -> float:
        return contrast.ratio(self.text, self.ground)

    @property
    def is_readable(self) -> bool:
        return self.measured >= self.least


@dataclass(frozen=True)
class Palette:
    """The custom properties to override, by name without `--od-`."""

    light: Tokens
    dark: Tokens


@lru_cache(maxsize=16)
def palette(main: str, accent: str) -> Palette:
    """What follows from the two colours; an empty one leaves what was delivered."""
    gold = {"gold": accent} if accent else {}
    return Palette({**(_light(main) if main else {}), **gold}, {**(_dark(main) if main else {}), **gold})


def on_main(main: str) -> Pair:
    """The light text of header and buttons on the main colour: the one pair that a choice can spoil."""
    return Pair(ON_MAIN, main or DELIVERED["red"], contrast.TEXT)


def on_band(main: str, accent: str) -> Pair:
    """The accent on that tone of the header's band on which it is told apart worst: large numbers, lines, the focus."""
    grounds = bands(main)
    found = [Pair(accent or DELIVERED["gold"], ground, contrast.LARGE_TEXT_AND_LINES) for ground in grounds]
    return min(found, key=lambda pair: pair.measured)


def bands(main: str) -> tuple[str, ...]:
    """The tones of the band on light and dark pages."""
    if not main:
        return DELIVERED_BANDS
    return tuple(tokens[name] for tokens in (_light(main), _dark(main)) for name in ("band", "band-deep"))


def pairs(main: str, accent: str) -> list[Pair]:
    """Every pair that the colours bring, light pages first; derived ones are readable by the way they are made."""
    found = [on_main(main), on_band(main, accent)]
    shown = palette(main, accent)
    if main:
        for tokens, grounds in ((shown.light, LIGHT_GROUNDS), (shown.dark, DARK_GROUNDS)):
            links = [Pair(tokens["red"], ground, contrast.TEXT) for ground in (*grounds, tokens["red-soft"])]
            names = ("band", "band-deep", "button", "button-hover")
            found += links + [Pair(ON_MAIN, tokens[name], contrast.TEXT) for name in names]
    return found


def stylesheet(main: str, accent: str, *, home_picture: str = "") -> str:
    """The overriding stylesheet; `home_picture` is the address of a picture of this portal."""
    shown = palette(main, accent)
    colours = COLOURS % (_lines(shown.light), _lines(shown.dark), _lines(shown.dark)) if shown.light else ""
    return colours + (HOME_PICTURE % home_picture if home_picture else "")


# Dark where the reader chose it (data-colours), or where the device is dark and the reader chose nothing.
COLOURS = """:root {
%s}
@media screen {
:root[data-colours="dark"] {
%s}
}
@media screen and (prefers-color-scheme: dark) {
:root:not([data-colours]) {
%s}
}
"""


# Right of the greeting, which ends at two thirds of such a screen, and fading into the band.
HOME_PICTURE = """@media (min-width: 64em) {
.od-hero::before { display: none; }
.od-hero::after { top: 0; right: 0; bottom: 0; left: auto; width: 38%%; height: auto;
  background: url("%s") center / cover no-repeat;
  -webkit-mask-image: linear-gradient(to right, transparent, #000 35%%);
  mask-image: linear-gradient(to right, transparent, #000 35%%); }
}
"""


def _light(main: str) -> Tokens:
    soft = mix(LIGHT_GROUNDS[1], main, 0.09)
    link = deepened(main, (*LIGHT_GROUNDS, soft), contrast.TEXT)
    return {
        "red": link,
        "red-deep": mix(link, BLACK, 0.22),
        "red-soft": soft,
        "band": main,
        "band-deep": mix(main, BLACK, 0.2),
        "button": main,
        "button-hover": mix(main, BLACK, 0.22),
    }


def _dark(main: str) -> Tokens:
    soft = mix(DARK_GROUNDS[1], main, 0.18)
    link = lightened(main, (*DARK_GROUNDS, soft), CLEAR)
    return {
        "red": link,
        "red-deep": mix(link, WHITE, 0.3),
        "red-soft": soft,
        "band": mix(main, BLACK, 0.35),
        "band-deep": mix(main, BLACK, 0.5),
        "button": main,
        "button-hover": mix(main, BLACK, 0.15),
    }


def _lines(tokens: Tokens) -> str:
    return "".join(f"  --od-{name}: {colour};\n" for name, colour in tokens.items())
