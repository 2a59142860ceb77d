"""How well two colours are told apart, and the nearest colour that is: pure, as WCAG 2.2 defines it.

Colours are written #rrggbb. Source: Web Content Accessibility Guidelines 2.2, "relative luminance", "contrast ratio",
and the criteria 1.4.3 (text) and 1.4.11 (large text has the same ratio as lines and controls).
"""

TEXT = 4.5
LARGE_TEXT_AND_LINES = 3.0

BLACK, WHITE = "#000000", "#ffffff"
STEPS = 100


def luminance(colour: str) -> float:
    """Relative luminance: 0 of black, 1 of white."""
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast ratio, from 1 (the same) to 21 (black on white), whichever of the two is the text."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def shown(measured: float) -> str:
    """A ratio for people, cut off and not rounded: 4.499 is not 4.5."""
    return f"{int(measured * 100) / 100:.2f}"


def mix(colour: str, other: str, share: float) -> str:
    """The colour with so much of the other in it: 0 leaves it, 1 is the other."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(own + (its - own) * share):02x}" for own, its in pairs)


def deepened(colour: str, grounds: tuple[str, ...], least: float) -> str:
    """The colour with as little black as makes it stand on light grounds with at least this ratio."""
    return _towards(BLACK, colour, grounds, least)


def lightened(colour: str, grounds: tuple[str, ...], least: float) -> str:
    """The colour with as little white as makes it stand on dark grounds with at least this ratio."""
    return _towards(WHITE, colour, grounds, least)


def _towards(end: str, colour: str, grounds: tuple[str, ...], least: float) -> str:
    tones = (mix(colour, end, step / STEPS) for step in range(STEPS))
    return next((tone for tone in tones if all(ratio(tone, ground) >= least for ground in grounds)), end)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
