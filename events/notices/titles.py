"""The title of a point or a talk: the name in the bracket, else the first clause after its number and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from events.notices import brackets, dates, unit_names
from events.notices.folding import Folded, bare

LEADING = re.compile(r"[:、.,;。\-]+")
CLAUSE_END = re.compile(r"[,。;:(!?]|--")
SENTENCE_FIRST = re.compile(r"[。:;!?(]|--")
CLAUSE_STOP = re.compile(r"[。;]")
NAMED = re.compile(r"(?:举办|开展|组织|举行|召开)(?:以|了)?(?P<title>\"[^\"]{2,40}\")")
ANY_YEAR = 2000  # only where a day stands is asked, not which it is
MAX_TITLE = 60
UNCLOSED_TITLE = 20


@dataclass(frozen=True)
class Titled:
    """The title, the text that follows it, a unit that stood in its place, and whether the end was a guess."""

    title: str | None
    rest: Folded
    unit: str | None = None
    guessed: bool = False
    cut: bool = False  # the title is the beginning of a sentence that goes on


def read(words: Folded, *, has_unit: bool, whole_sentence: bool = False) -> Titled:
    """Title and text of what follows a head; `has_unit` says that the units are known from elsewhere."""
    words = _led(words)
    text = words.text
    unit = None
    if (dated := _dated(words)) is not None:
        return dated
    if text.startswith("("):
        titled = _bracketed(words)
        if has_unit or titled.title is None:
            return titled
        if not unit_names.is_surely_unit(titled.title):
            return _with_following_unit(titled)
        unit, words = titled.title, _led(titled.rest)
    elif not has_unit and (found := _leading_unit(words)):
        unit, end = found
        words = _led(words.part(end))
        if words.text.startswith("("):
            titled = _bracketed(words)
            return Titled(titled.title, titled.rest, unit, titled.guessed)
    titled = _quoted(words) or _half_bracketed(words) or _clause(words, whole_sentence=whole_sentence)
    return Titled(titled.title, titled.rest, unit, titled.guessed, titled.cut)


def _dated(words: Folded) -> Titled | None:
    """5月中旬,在大厅举办"走进大厅"活动: the day is no part of the name, which stands in quotes or follows it."""
    found = dates.spans(words.text[:MAX_TITLE], ANY_YEAR)
    if not found or found[0].start > 0 or words.text[found[0].end : found[0].end + 1] not in (",", "在", "于"):
        return None
    stop = CLAUSE_STOP.search(words.text, found[0].end)
    name = NAMED.search(words.text, found[0].end, stop.start() if stop else len(words.text))
    if name:
        return Titled(bare(words.part(*name.span("title"))), words)
    return Titled(_clause(_led(words.part(found[0].end)), whole_sentence=False).title, words, cut=True)


def _with_following_unit(titled: Titled) -> Titled:
    """(优化营商环境)——黄村镇:邀请… : the unit stands between the name and the text."""
    rest = _led(titled.rest)
    found = _leading_unit(rest)
    if found is None or not unit_names.is_surely_unit(found[0]):
        return titled
    return Titled(titled.title, _led(rest.part(found[1])), found[0], titled.guessed)


def _led(words: Folded) -> Folded:
    match = LEADING.match(words.text)
    return words.part(match.end()) if match else words


def _bracketed(words: Folded) -> Titled:
    closed = brackets.closing(words.text, 0)
    if closed is not None and closed <= MAX_TITLE:
        inner = words.part(1, closed)
        rest = _led(words.part(closed + 1))
        if dates.DATE.match(inner.text) and dates.DATE.match(inner.text).end() > 2:  # type: ignore[union-attr]
            return _clause(rest, whole_sentence=False)
        return Titled(bare(inner) or None, rest)
    match = re.compile(r"[:,。;]").search(words.text, 1)
    end = match.start() if match else len(words.text)
    if closed is not None and closed < end:
        end = closed
    return Titled(bare(words.part(1, end)) or None, _led(words.part(end)), guessed=True)


def _quoted(words: Folded) -> Titled | None:
    if not words.text.startswith('"'):
        return None
    closed = words.text.find('"', 1, MAX_TITLE)
    while closed > 0 and words.text[closed + 1 : closed + 2] == '"':
        closed += 1
    if closed < 0 or words.text[closed + 1 : closed + 2] not in ("", ":", "。", ",", ";", "(", "-"):
        return None
    return Titled(bare(words.part(0, closed + 1)), _led(words.part(closed + 1)))


def _half_bracketed(words: Folded) -> Titled | None:
    """儿童早期发展):通过… : only the closing bracket is there."""
    closed = words.text.find(")", 0, UNCLOSED_TITLE + 1)
    opened = words.text.find("(", 0, UNCLOSED_TITLE + 1)
    if closed < 1 or 0 <= opened < closed or re.search(r"[。,;:]", words.text[:closed]):
        return None
    return Titled(bare(words.part(0, closed)), _led(words.part(closed + 1)), guessed=True)


def _clause(words: Folded, *, whole_sentence: bool) -> Titled:
    text = words.text
    end = _clause_end(words, SENTENCE_FIRST if whole_sentence else CLAUSE_END)
    if whole_sentence and end > MAX_TITLE:
        end = _clause_end(words, CLAUSE_END)
    if end > 2 * MAX_TITLE:
        return Titled(None, words)
    title = bare(words.part(0, end)).strip("、,。;: ") or None
    keeps_sentence = text[end : end + 1] == ","
    return Titled(title, words if keeps_sentence else _led(words.part(end)), cut=keeps_sentence)


def _clause_end(words: Folded, pattern: re.Pattern[str]) -> int:
    """The end of the first clause: at a stop outside quotes and 《》, or at a wide blank."""
    end = len(words.text)
    depth = quoted = 0
    for index, letter in enumerate(words.text):
        if letter == '"':
            quoted ^= 1
        depth += (letter == "《") - (letter == "》")
        if depth <= 0 and not (quoted and letter in ",:") and pattern.match(words.text, index):
            end = index
            break
    for index in range(1, min(end, len(words.text))):
        between = words.raw[words.at[index - 1] + 1 : words.at[index]]
        if index >= 4 and (len(between) > 1 or between in ("\u3000", "\t")) and between.isspace():
            return index
    return end


def _leading_unit(words: Folded) -> tuple[str, int] | None:
    """黄村镇:优化营商环境… or 黄村镇 走进政务大厅: a unit stands between number and title."""
    text = words.text
    colon = text.find(":", 0, 24)
    if colon > 0 and (name := words.part(0, colon).joined) and unit_names.is_unit(name) and "," not in name:
        return name, colon + 1
    for index in range(2, min(len(text), 20)):
        if words.at[index] - words.at[index - 1] > 1 and unit_names.is_surely_unit(words.part(0, index).joined):
            return words.part(0, index).joined, index
    comma = next((place for place in range(min(len(text), 20)) if text[place] in ",。"), -1)
    if comma > 0 and unit_names.is_surely_unit(words.part(0, comma).joined):
        return words.part(0, comma).joined, comma + 1
    return None
