"""Brackets of folded text: `(` and `)` whatever they were, nested, left open or closed by the wrong sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from events.notices.folding import Folded


def closing(text: str, start: int) -> int | None:
    """Where the bracket that opens at `start` closes; None where nothing closes it."""
    depth = 0
    for index in range(start, len(text)):
        if text[index] == "(":
            depth += 1
        elif text[index] == ")":
            depth -= 1
            if depth == 0:
                return index
    return None


def groups(text: str) -> Iterator[tuple[int, int]]:
    """The outermost brackets, (opening, closing), in one pass; one left open reaches to the end of the text.

    An opening bracket that nothing closes does not swallow those after it: "(甲 ... (乙)" yields 乙's.
    """
    stack: list[int] = []
    found: list[tuple[int, int]] = []
    for index, letter in enumerate(text):
        if letter == "(":
            stack.append(index)
        elif letter == ")" and stack:
            opened = stack.pop()
            while found and found[-1][0] > opened:
                found.pop()
            found.append((opened, index))
    if stack and (not found or found[-1][1] < stack[-1]):
        found.append((stack[-1], len(text)))
    yield from found


def parts(text: str, separators: str) -> list[tuple[int, int]]:
    """The pieces between separators that stand outside brackets and quotes' brackets, as (start, end)."""
    pieces, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        if letter == "(":
            depth += 1
        elif letter == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and letter in separators:
            pieces.append((start, index))
            start = index + 1
    pieces.append((start, len(text)))
    return pieces


def mended(words: Folded) -> Folded:
    """An opening bracket at the end of the text, or before a colon or a stop, closes the one that is open."""
    text, depth, letters = words.text, 0, list(words.text)
    for index, letter in enumerate(text):
        if letter == "(" and depth and text[index + 1 : index + 2] in ("", ":", "。", ",", ";"):
            letter = letters[index] = ")"
        depth = max(0, depth + (letter == "(") - (letter == ")"))
    return replace(words, text="".join(letters)) if letters != list(text) else words
