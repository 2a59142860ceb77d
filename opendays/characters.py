"""The same Chinese in simplified and in traditional characters."""

import opencc

from events.notices import folding

# The characters of Taiwan's standard with the words as they stand: an office's terms are not put into others.
TO_TRADITIONAL, TO_SIMPLIFIED = opencc.OpenCC("s2tw"), opencc.OpenCC("tw2s")
ALONE = opencc.OpenCC("s2t")
QUOTES = str.maketrans("“”‘’", "「」『』")


def traditional(text: str) -> str:
    return TO_TRADITIONAL.convert(text).translate(QUOTES)


def simplified_only(text: str) -> set[str]:
    """The characters that no traditional text has: a table would change them, and Big5 does not know them."""
    return {
        sign for sign in set(text) if ord(sign) in folding.CHINESE and ALONE.convert(sign) != sign and _no_big5(sign)
    }


def say_the_same(traditional: str, simplified: str) -> bool:
    """Whether two texts differ in the kind of their characters and quotation marks alone."""
    return folding.fold(TO_SIMPLIFIED.convert(traditional)).text == folding.fold(simplified).text


def _no_big5(sign: str) -> bool:
    try:
        sign.encode("big5")
    except UnicodeEncodeError:
        return True
    return False
