"""Tables whose cells are parted by commas, semicolons or tabs, as WPS and Excel save them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence

from events.notices.files import cells, texts

DELIMITERS = ",;\t"
FEWEST_ROWS = 3
LARGEST_CELL = 100_000  # letters; a quotation mark that is never closed must not swallow the document

Record = tuple[list[str], Sequence[str]]


def read(text: str) -> Iterator[str] | None:
    """The rows, cells parted by tabs; None where the text is no table of this kind."""
    raw = list(texts.lines(text))
    for delimiter in DELIMITERS:
        if sum(1 for line in raw if delimiter in line) < 2 or (delimiter == "\t" and '"' not in text):
            continue
        records = _records(raw, delimiter)
        if records and _is_table(records):
            return _lines(records)
    return None


def _records(raw: Sequence[str], delimiter: str) -> list[Record]:
    """Each record with the lines it was read from."""
    reader = csv.reader((f"{line}\n" for line in raw), delimiter=delimiter, strict=True)
    records, line = [], 0
    try:
        for record in reader:
            if any(len(cell) > LARGEST_CELL for cell in record):
                return []
            records.append((record, raw[line : reader.line_num]))
            line = reader.line_num
    except csv.Error:
        return []
    return records


def _is_table(records: Sequence[Record]) -> bool:
    """Nearly everything has one and the same number of cells; a title above and notes below have one."""
    widths = Counter(len(record) for record, _raw in records if len(record) > 1)
    if not widths:
        return False
    (width, rows), *others = widths.most_common()
    return not others and rows >= (2 if width > 2 else FEWEST_ROWS)


def _lines(records: Sequence[Record]) -> Iterator[str]:
    for record, raw in records:
        if len(record) < 2 and len(raw) == 1:
            yield raw[0]
        else:
            yield from cells.lines(record)
