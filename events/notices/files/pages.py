"""What PDFium finds on the pages of a PDF: letters, ruling lines and pictures, by their places on the page."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

MAX_OBJECTS, MAX_RULINGS, DEEPEST = 20_000, 2_000, 6  # a page with more lines than this is a drawing
THIN = 3.0  # points: a filled strip of this height is a line
SHORTEST = 4.0
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Letter:
    """A sign, its box and the height of the line it stands on, in points from the top left of the page."""

    sign: str
    left: float
    top: float
    right: float
    bottom: float
    base: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Ruling:
    """A line from `start` to `end`; `at` is its height where it is level, its distance from the left where upright."""

    at: float
    start: float
    end: float


@dataclass
class Page:
    number: int
    width: float
    height: float
    letters: list[Letter] = field(default_factory=list)
    level: list[Ruling] = field(default_factory=list)
    upright: list[Ruling] = field(default_factory=list)
    pictured: float = 0.0  # the share of the page that pictures cover


def read(document: pdfium.PdfDocument) -> Iterator[Page]:
    """The pages one by one, each given back to memory before the next."""
    for index in range(len(document)):
        page = document[index]
        try:
            yield _Reader(page, index + 1).page
        finally:
            page.close()


class _Reader:
    def __init__(self, source: pdfium.PdfPage, number: int) -> None:
        left, bottom, right, top = source.get_bbox()
        self._box = (left, bottom, right - left, top - bottom)
        self._turn = source.get_rotation() // 90 % 4
        width, height = self._box[2:] if self._turn % 2 == 0 else (self._box[3], self._box[2])
        self.page = Page(number, width, height)
        self._read_letters(source)
        count = raw.FPDFPage_CountObjects(source.raw)
        if count <= MAX_OBJECTS:
            self._read_objects(count, partial(raw.FPDFPage_GetObject, source.raw), IDENTITY, 0)
        if len(self.page.level) + len(self.page.upright) > MAX_RULINGS:
            self.page.level, self.page.upright = [], []

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file as the reader of the turned page sees it, from the top left."""
        left, bottom, width, height = self._box
        x, y = x - left, y - bottom
        return ((x, height - y), (y, x), (width - x, y), (height - y, width - x))[self._turn]

    def _read_letters(self, source: pdfium.PdfPage) -> None:
        words = source.get_textpage()
        box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        for index in range(raw.FPDFText_CountChars(words.raw)):
            code = raw.FPDFText_GetUnicode(words.raw, index)
            if code < 32 or raw.FPDFText_IsGenerated(words.raw, index) == 1 or not self._is_level(words.raw, index):
                continue
            if not raw.FPDFText_GetLooseCharBox(words.raw, index, ctypes.byref(box)):
                continue
            one, other = self._seen(box.left, box.top), self._seen(box.right, box.bottom)
            raw.FPDFText_GetCharOrigin(words.raw, index, ctypes.byref(x), ctypes.byref(y))
            xs, ys = sorted((one[0], other[0])), sorted((one[1], other[1]))
            base = self._seen(x.value, y.value)[1]
            if xs[1] > 0 and xs[0] < self.page.width and ys[1] > 0 and ys[0] < self.page.height:
                self.page.letters.append(Letter(chr(code), xs[0], ys[0], xs[1], ys[1], base))
        words.close()

    def _is_level(self, words: Any, index: int) -> bool:
        """Not a watermark across the page; its angle counts from the page as it is seen."""
        angle = math.degrees(raw.FPDFText_GetCharAngle(words, index)) % 90
        return min(angle, 90 - angle) < 5

    def _read_objects(self, count: int, get: Callable[[int], Any], matrix: Matrix, depth: int) -> None:
        for index in range(count):
            thing = get(index)
            kind = raw.FPDFPageObj_GetType(thing)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._read_path(thing, _times(_matrix(thing), matrix))
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._read_picture(_times(_matrix(thing), matrix))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                inner = raw.FPDFFormObj_CountObjects(thing)
                if 0 < inner <= MAX_OBJECTS:
                    within = partial(raw.FPDFFormObj_GetObject, thing)
                    self._read_objects(inner, within, _times(_matrix(thing), matrix), depth + 1)

    def _read_picture(self, matrix: Matrix) -> None:
        corners = [_moved(matrix, x, y) for x, y in ((0, 0), (1, 1))]
        area = abs(corners[0][0] - corners[1][0]) * abs(corners[0][1] - corners[1][1])
        self.page.pictured += area / max(1.0, self.page.width * self.page.height)

    def _read_path(self, path: Any, matrix: Matrix) -> None:
        if len(self.page.level) + len(self.page.upright) > MAX_RULINGS:
            return
        fill, stroke = ctypes.c_int(), raw.FPDF_BOOL()
        raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
        strokes = list(self._strokes(path, matrix))
        if not stroke.value and fill.value:
            points = [point for pair in strokes for point in pair]
            if points:
                self._add_strip(points)
        elif stroke.value:
            for start, end in strokes:
                self._add(start, end)

    def _strokes(self, path: Any, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
        """The straight pieces of a path."""
        x, y = ctypes.c_float(), ctypes.c_float()
        first: tuple[float, float] | None = None
        last: tuple[float, float] | None = None
        for index in range(min(raw.FPDFPath_CountSegments(path), MAX_RULINGS)):
            piece = raw.FPDFPath_GetPathSegment(path, index)
            raw.FPDFPathSegment_GetPoint(piece, ctypes.byref(x), ctypes.byref(y))
            point, kind = self._seen(*_moved(matrix, x.value, y.value)), raw.FPDFPathSegment_GetType(piece)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                first = point
            elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
                yield last, point
            last = point
            if raw.FPDFPathSegment_GetClose(piece) and first is not None:
                yield last, first

    def _add_strip(self, points: list[tuple[float, float]]) -> None:
        """A line that was drawn as a thin filled box."""
        left, right = min(x for x, _y in points), max(x for x, _y in points)
        top, bottom = min(y for _x, y in points), max(y for _x, y in points)
        if bottom - top <= THIN < right - left:
            self._add((left, (top + bottom) / 2), (right, (top + bottom) / 2))
        elif right - left <= THIN < bottom - top:
            self._add(((left + right) / 2, top), ((left + right) / 2, bottom))

    def _add(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = start, end
        if abs(y0 - y1) <= 1 and abs(x0 - x1) >= SHORTEST:
            self.page.level.append(Ruling((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x0 - x1) <= 1 and abs(y0 - y1) >= SHORTEST:
            self.page.upright.append(Ruling((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _matrix(thing: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(found)):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    m, n, o, p, q, r = outer
    return a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
