"""The rows of a table: what a column holds by its head, and cells that were merged downwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from events.notices import fields, units
from events.notices.folding import EMPTY, Folded, fold

INDEX = re.compile(r"序号|编号|顺序|No\.?|NO\.?")
THEME = re.compile(r"(?:所属|活动)?(?:专题|板块|类别|类型)(?:名称)?")
SUBJECT = re.compile(r"(?:开放)?主题")
NUMBER = re.compile(r"(?:开放点)(?:编号|序号|号)")
POINT = re.compile(
    r"(?:政务|政府)?(?:开放点|开放项目|活动项目|开放点位)(?:名称|内容)?|活动名称|名称|项目名称|(?:活动|开放)主题|主题名称"
)
TALK = re.compile(r"(?:政策)?(?:公开讲|宣讲|讲座|讲解)(?:题目|主题|名称|课题|内容|政策)?|讲题|政策名称|宣讲政策")
UNITS = re.compile(r"(?:开放|活动|申报)?(?:单位|部门)(?:名称)?|镇街|街镇|乡镇|科室")
MOST_COLUMNS, LONGEST_HEAD = 40, 40
CARRIED = ("theme", "units", "co_units", "index", "number", "point")  # what a merged cell may hold for the rows below


@dataclass(frozen=True)
class Row:
    """A row's cells by the kind of their column; `others` are the cells of columns with names of their own."""

    line: int
    cells: dict[str, Folded]
    others: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    fits: bool = True
    raw: str = ""
    lines: tuple[int, ...] = ()

    def get(self, kind: str) -> Folded:
        return self.cells.get(kind, EMPTY)


@dataclass(frozen=True)
class Table:
    """Rows under one head; `kinds` are the kinds of its columns, `lines` the lines it takes up.

    `loose` are the lines of cells that fit no row.
    """

    lines: tuple[int, ...]
    kinds: tuple[str, ...]
    rows: tuple[Row, ...]
    loose: tuple[int, ...] = ()


@dataclass
class Frame:
    """A table's columns, and the cells above the row that is read."""

    kinds: list[str]
    labels: list[str]
    above: dict[str, Folded] = field(default_factory=dict)


def kind_of(label: str, labels: Sequence[str] = ()) -> str:
    """What a column holds by its head."""
    return _kind(label, has_point=_names_points(labels))


def _names_points(labels: Sequence[str]) -> bool:
    return any("开放点" in fold(label).text for label in labels)


def _kind(label: str, *, has_point: bool) -> str:
    label = fold(label).text.strip(":*()")
    label = re.sub(r"\([^()]*\)$", "", label)
    for kind, pattern in (("index", INDEX), ("number", NUMBER), ("theme", THEME), ("talk", TALK)):
        if pattern.fullmatch(label):
            return kind
    if match := units.LABEL.fullmatch(label):
        return "co_units" if units.HELPER.fullmatch(match["label"]) else "units"
    if SUBJECT.fullmatch(label):
        return "theme" if has_point else "point"
    if POINT.fullmatch(label):
        return "content" if has_point and "开放点" not in label and label not in ("名称", "项目名称") else "point"
    return "units" if UNITS.fullmatch(label) else fields.kind_of(label)


def head(cells: list[str]) -> list[str] | None:
    """The kinds of a head's columns, where the cells are a head."""
    if len(cells) > MOST_COLUMNS:
        return None
    has_point = _names_points(cells)
    kinds = [_kind(cell, has_point=has_point) if len(cell) <= LONGEST_HEAD else "" for cell in cells]
    if kinds.count("point") > 1:  # 开放点 | 名称: the first holds the number
        kinds[kinds.index("point")] = "number"
    known = [kind for kind in kinds if kind]
    named = [cell for cell in cells if cell]
    if len(known) < 2 or len(known) * 2 < len(named) or len(set(known)) < 2:
        return None
    return kinds if {"point", "number", "talk", "units", "time", "theme"} & set(known) else None


def under(labels: list[str], cells: list[str]) -> list[str]:
    """The heads of a head of two rows, 单位 over 主责单位 and 配合单位; [] where the cells below are no heads."""
    named = [cell for cell in cells if cell]
    if len(cells) > len(labels) or len(named) < 2 or cells == labels:
        return []
    if not all(kind_of(cell, cells) for cell in named) or "" not in [*labels, *cells]:
        return []
    cells = cells + [""] * (len(labels) - len(cells))
    both = [below or above for above, below in zip(labels, cells, strict=True)]
    if any("开放点" in label for label in labels):  # 开放点 over 编号 and 名称
        both = [
            f"开放点{label}" if label in ("编号", "序号", "名称") and _spans(labels, place) else label
            for place, label in enumerate(both)
        ]
    return both if head(both) else []


def _spans(labels: list[str], place: int) -> bool:
    """The head above a column is that of the points, or the empty cell to its right."""
    while place and not labels[place]:
        place -= 1
    return "开放点" in labels[place]


def row(frame: Frame, line: int, cells: list[str] | None, raw: str) -> Row | None:
    if cells is None:
        cells = [raw.strip()]
    filled_cells = [cell for cell in cells if cell]
    if not filled_cells or cells == frame.labels:
        return None
    if len(filled_cells) == 1 and len(frame.kinds) > 2 and cells[0]:
        band = fold(filled_cells[0])
        frame.above = {"theme": band}
        return Row(line, {"band": band}, raw=raw, lines=(line,))
    extra = [cell for cell in cells[len(frame.kinds) :] if cell]
    cells = cells[: len(frame.kinds)] + [""] * (len(frame.kinds) - len(cells))
    values: dict[str, Folded] = {}
    others = []
    for kind, label, cell in zip(frame.kinds, frame.labels, cells, strict=True):
        if not kind and cell:
            others.append(f"{label}：{cell}" if label else cell)
        elif kind and cell:
            values[kind] = fold(f"{values[kind].raw}；{cell}") if kind in values else fold(cell)
    return Row(line, *_filled(frame, values, tuple(others)), fits=not extra, raw=raw, lines=(line,))


def _filled(
    frame: Frame, values: dict[str, Folded], others: tuple[str, ...]
) -> tuple[dict[str, Folded], tuple[str, ...], tuple[str, ...]]:
    """Empty cells of a merged column take the text above; the theme silently, the rest by name."""
    filled = []
    new_theme = "theme" in values and frame.above.get("theme") != values["theme"]
    for kind in CARRIED:
        if kind in frame.kinds and kind not in values and kind in frame.above and not new_theme:
            if kind in ("index", "number", "point") and "time" not in values:
                continue
            if kind == "co_units" and "units" in values:
                continue
            values[kind] = frame.above[kind]
            if kind != "theme":
                filled.append(kind)
    if "theme" not in values and "theme" in frame.above and "theme" not in frame.kinds:
        values["theme"] = frame.above["theme"]
    frame.above.update({kind: value for kind, value in values.items() if kind in CARRIED})
    return values, others, tuple(filled)
