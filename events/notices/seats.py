"""How many people a session takes, as a field or a sentence of the notice says it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from events.notices.folding import Folded
from events.notices.numerals import NUMBER, number

PEOPLE = re.compile(rf"(?P<low>{NUMBER})(?:-(?P<high>{NUMBER}))?[余多]?(?P<what>人|名|位|家|户|组)")
GROUPS = re.compile(
    r"(?:代表|委员|群众|居民|记者|市民|企业|家长|学生)(?P<each>各)?(?P<people>\d{1,3})[人名位](?!以|左|上下|次)"
)
TOTAL = re.compile(r"(?:共计?|合计|总计|总人数|总数)(?:约|为|不超过)*" + PEOPLE.pattern)
INVITED = re.compile(r"(?:邀请?|招募|征集|名额|限)[^。;]{0,24}?\d{1,4}(?:-\d{1,4})?[名人位家]")


def counted(text: str) -> Iterator[int]:
    """The people of each group in a list of groups; 各2名 counts for every group before it in its clause."""
    for clause in re.split(r"[。;,]", re.split(r"其中|不含", text)[0]):
        for match in GROUPS.finditer(clause):
            named = len(re.split(r"[、和及与]", clause[: match.start()])) if match["each"] else 1
            yield named * int(match["people"])


def of(value: Folded) -> int | None:
    """How many people a place takes: the upper number of a range, the whole where parts are counted."""
    match = TOTAL.search(value.text) or PEOPLE.search(value.text)
    if match is None:
        return number(value.text) if value.text.isdigit() else None
    return number(match["high"] or match["low"])


def invited(words: Folded) -> int | None:
    """诚邀8-10家企业代表, 招募群众代表15名: the first number of people in a paragraph that invites them."""
    match = INVITED.search(words.text)
    return of(words.part(match.start())) if match else None
