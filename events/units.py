"""Which unit a name in a document means."""

import re
from collections.abc import Iterable

from events.models import Unit, UnitAlias

# What stands before a unit's own name without being part of it: 北京市大兴区采育镇, 大兴区城管委, 区城管委.
# 开发区, 园区, 社区 and the like are no districts but the beginning of a name.
PLACES = re.compile(
    r"^(?:[^\s市区县]{2,4}市)?[^\s市区县]{1,5}(?:(?<!开发)(?<!园)(?<!社)(?<!新)(?<!街)(?<!景)区|县)(?=.{2})"
)
LEVEL = re.compile(r"^[市区县](?=.{2})")
# What stands behind a town's or subdistrict's name when its government is meant.
SUFFIX = re.compile(r"(?:人民政府|办事处|政府)$")

# The kind that the last characters of a name tell, the longer ending first (domain.md, section 5).
ENDINGS = (
    ("街道", Unit.Kind.SUBDISTRICT),
    ("街道办事处", Unit.Kind.SUBDISTRICT),
    ("镇", Unit.Kind.TOWN),
    ("乡", Unit.Kind.TOWN),
    ("镇人民政府", Unit.Kind.TOWN),
    ("乡人民政府", Unit.Kind.TOWN),
    ("政务公开办公室", Unit.Kind.OFFICE),
    ("中心", Unit.Kind.INSTITUTION),
    ("公司", Unit.Kind.INSTITUTION),
    ("学校", Unit.Kind.INSTITUTION),
    ("医院", Unit.Kind.INSTITUTION),
    ("站", Unit.Kind.INSTITUTION),
)


def forms(name: str) -> set[str]:
    """The name with and without the district in front, the government behind left out: what two spellings share.

    市场监管局 and 区市场监管局 meet in 市场监管局, 大兴区城管委 and 区城管委 in 城管委.
    """
    bare = re.sub(r"\s+", "", name)
    bare = SUFFIX.sub("", bare) or bare
    own = PLACES.sub("", bare)
    return {bare, own, LEVEL.sub("", own)}


def guess_kind(name: str) -> str:
    """The kind of an unknown unit as its name tells it; a department where it tells nothing."""
    return next((kind for ending, kind in ENDINGS if name.endswith(ending)), Unit.Kind.DEPARTMENT)


class Directory:
    """All units by every name they go by; two queries however many names are looked up."""

    def __init__(self) -> None:
        self.exact: dict[str, Unit] = {}
        self.loose: dict[str, set[int]] = {}
        self.units = {unit.pk: unit for unit in Unit.objects.all()}
        for unit in self.units.values():
            self._know(unit, filter(None, [unit.name, unit.short_name]))
        for alias in UnitAlias.objects.all():
            self._know(self.units[alias.unit_id], [alias.name])

    def _know(self, unit: Unit, names: Iterable[str]) -> None:
        for name in names:
            self.exact.setdefault(name, unit)
            for form in forms(name):
                self.loose.setdefault(form, set()).add(unit.pk)

    def match(self, name: str) -> Unit | None:
        """The unit of this name: as written, else the only one that shares a form with it; None where unsure."""
        if unit := self.exact.get(name.strip()):
            return unit
        found = set().union(*(self.loose.get(form, ()) for form in forms(name)))
        return self.units[next(iter(found))] if len(found) == 1 else None

    def match_or_create(self, name: str) -> Unit:
        """The unit of this name, made with the kind its name tells where none is known."""
        unit = self.match(name)
        if unit is None:
            unit = Unit.objects.create(name=name.strip(), kind=guess_kind(name))
            self.units[unit.pk] = unit
            self._know(unit, [unit.name])
        return unit
