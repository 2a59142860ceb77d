"""The columns of a table of sign-ups of one session: a person's own, and one for everything that the session asks.

What a cell may say, and what it means to the form's field of that name; the rules about it are those of the form.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from events.foundation import languages
from events.models import Session
from registrations import ages, asking, entries, id_numbers, parties
from registrations.answers import TOLD_BY_A_CARD
from registrations.models import Asked
from registrations.sheets import HEADS, Row, plain_head

Item = Asked.Item
OF_THE_PERSON = ("name", "phone", "email", "category", "companions")
# What units write beside the words that the portal shows.
ALSO_ABOVE = {
    "id_kind": ("证件类型", "证件种类"),
    "id_number": ("身份证号", "身份证号码", "证件号", "证件号码"),
    "birth_year": ("出生年份", "出生年"),
    "companion_names": ("同行人姓名", "随行人员姓名", "名单"),
    "organisation": ("单位名称", "企业名称", "学校名称"),
}
ALSO_IN_CELLS: dict[str, dict[str, str]] = {
    "category": {"群众": "resident", "居民": "resident", "市民": "resident", "家长": "parent", "企业": "business"},
    "id_kind": {"身份证": id_numbers.Kind.RESIDENT, "通行证": id_numbers.Kind.PERMIT},
}
YES, NO = "是", "否"
TICKS = {YES: "on", "同意": "on", "√": "on", "yes": "on", "1": "on", NO: "", "不同意": "", "no": "", "0": ""}


@dataclass(frozen=True)
class Column:
    """`name` is that of the form's field, `words` what a cell may say and what it means; without, it says anything."""

    name: str
    head: str
    says: str = ""
    example: str = ""
    is_required: bool = False
    words: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def meanings(self) -> dict[str, str]:
        """What each spelling of a cell means; read for every row."""
        also = {word: meant for word, meant in ALSO_IN_CELLS.get(self.name, {}).items() if meant in self.words.values()}
        return {_plain(word): meant for word, meant in (also | dict(self.words)).items()}

    @property
    def shown(self) -> str:
        """The words to choose from, without the other spellings that are understood."""
        return languages.listed((YES, NO) if self.words is TICKS else self.words)


@languages.official()
def of(session: Session) -> list[Column]:
    """In the order in which the form asks."""
    return [*_person(session), *_party(session), *_asked(session), *_guardian(session)]


def heads(columns: list[Column]) -> dict[str, tuple[str, ...]]:
    """Under which words each column is found in a file; the number of companions is read even where it is not asked."""
    known = {name: HEADS[name] for name in OF_THE_PERSON}
    for column in columns:
        others = (*known.get(column.name, ()), *ALSO_ABOVE.get(column.name, ()))
        known[column.name] = (plain_head(column.head), *others)
    return known


def typed(row: Row, columns: list[Column]) -> tuple[dict[str, str], dict[str, str]]:
    """What the row says, by the fields of the form, and what cannot be understood."""
    said, faults = {}, {}
    for column in columns:
        text = row.cells.get(column.name, "").strip()
        if not column.words:
            said[column.name] = text
            continue
        meant = column.meanings.get(_plain(text)) if text else ""
        if meant is None and column.name == Item.AREA:
            meant = asking.NOWHERE
        if meant is None:
            faults[column.name] = _("Write one of: %(groups)s.") % {"groups": column.shown}
        said[column.name] = meant or ""
    return said, faults


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _person(session: Session) -> list[Column]:
    groups = {str(category.label): category.value for category in entries.offered(session, to_staff=True)}
    found = [
        Column("name", _("name"), _("As on the identity card."), "张三", is_required=True),
        Column("phone", _("telephone"), _("Format the column as text."), "13800000000", is_required=True),
        Column("category", _("category"), _("Empty: the first of these."), next(iter(groups), ""), words=groups),
        Column("email", _("e-mail"), _("May stay empty; then the person stands on the call list.")),
    ]
    if (most := parties.most_beside(session, is_group=False)) and not _names(session):
        found.append(Column("companions", _("Companions"), _("A figure, at most %(count)d.") % {"count": most}, "0"))
    return found


def _names(session: Session) -> bool:
    terms = asking.terms_of(session)
    return bool(terms and terms.names_companions)


def _party(session: Session) -> list[Column]:
    """Who comes along by name; a row with the name of a firm or a school is a group."""
    terms, found = asking.terms_of(session), []
    if asking.takes_groups(session):
        says = _("Only for a group, whose row is that of the one who answers for it.")
        found.append(Column("organisation", _("firm or school"), says))
    if asking.takes_groups(session) or (_names(session) and session.companions_max):
        says = _("One cell; a “、” between the names.")
        found.append(Column("companion_names", _("names of the companions"), says, "李四、王五"))
    if asking.takes_groups(session) and terms and (limits := ages.limits(terms)):
        says = _("Only for a group: %(limits)s.") % {"limits": limits}
        found.append(
            Column("companion_ages", _("all of the group are within the limits of age"), says, YES, words=TICKS)
        )
    return found


def _asked(session: Session) -> list[Column]:
    found, rows = [], asking.at_signup(session)
    has_number = any(asked.item == Item.ID_NUMBER for asked in rows)
    for asked in rows:
        told = has_number and asked.item in TOLD_BY_A_CARD
        must = asked.is_required and not asked.category and not told
        says = _("May stay empty with a resident identity card.") if told else ""
        if asked.category:
            says = _("Only for: %(category)s.") % {"category": asked.get_category_display()}
        if asked.item == Item.ID_NUMBER:
            kinds = {str(label): value for value, label in id_numbers.Kind.choices}
            found += [
                Column(
                    "id_kind", _("kind of document"), _("Empty: the first of these."), next(iter(kinds)), words=kinds
                ),
                Column(
                    asked.key, _("number of the identity document"), _("Format the column as text."), is_required=must
                ),
                Column("id_consent", _("agreed separately to the use of this number"), says, YES, must, TICKS),
            ]
            continue
        words = {label: value for value, label in asking.choices(asked) if value != asking.NOWHERE}
        example = next(iter(words), "1985" if asked.item == Item.BIRTH_YEAR else "")
        found.append(Column(asked.key, str(asked), says, example, must, words))
    return found


def _guardian(session: Session) -> list[Column]:
    terms = asking.terms_of(session)
    if not (terms and terms.takes_children):
        return []
    says = _("Only for those under 18, whose telephone is the guardian's.")
    return [
        Column("guardian_name", _("Name of the guardian"), says),
        Column("guardian_relation", _("Relation to the child"), _("Such as mother, father, grandparent.")),
        Column("guardian_consent", _("the guardian agrees"), says, YES, words=TICKS),
    ]
