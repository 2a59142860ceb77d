"""Numbers as notices write them: 5, 五, 十五, 二〇一九, ⑤."""

from __future__ import annotations

from fractions import Fraction

DIGITS = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
SCALES = {"十": 10, "百": 100}
NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,5})"
RINGS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
HALVES = {"一半": Fraction(1, 2), "半数": Fraction(1, 2), "过半": Fraction(1, 2)}


def number(text: str) -> int | None:
    """The integer a numeral stands for, None where it stands for none."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        return int(text)
    if len(text) == 1 and text in RINGS:
        return RINGS.index(text) + 1
    if text and all(letter in DIGITS for letter in text):
        return int("".join(str(DIGITS[letter]) for letter in text))
    return _scaled(text)


def _scaled(text: str) -> int | None:
    total, digit = 0, None
    for letter in text:
        if letter in SCALES:
            total += (1 if digit is None else digit) * SCALES[letter]
            digit = None
        elif letter in DIGITS and digit in (None, 0):
            digit = DIGITS[letter]
        else:
            return None
    return total + (digit or 0) if text else None


def share(text: str) -> Fraction | None:
    """三分之一, 1/3, 30%, 三成, 一半 as a fraction of the whole."""
    if text in HALVES:
        return HALVES[text]
    if text.endswith("%"):
        whole, _, decimals = text[:-1].partition(".")
        return Fraction(int(whole + decimals), 100 * 10 ** len(decimals))
    if text.endswith("成"):
        tenths = number(text[:-1])
        return None if tenths is None else Fraction(tenths, 10)
    below, _, above = text.partition("分之") if "分之" in text else text.partition("/")[::-1]
    denominator, numerator = number(below), number(above)
    if not denominator or numerator is None or numerator > denominator:
        return None
    return Fraction(numerator, denominator)
