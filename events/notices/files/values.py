"""What a person sees in a spreadsheet's cell: a number under its format, a day or an hour as notices write it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel, from_ISO8601

# Chinese versions of Excel and WPS have built-in formats of their own, which a file names by number only.
CHINESE_FORMATS = {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy年m月"),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), "m月d日"),
    30: "m-d-yy",
    31: "yyyy年m月d日",
    **dict.fromkeys((32, 34, 55), "h时mm分"),
    **dict.fromkeys((33, 35, 56), "h时mm分ss秒"),
}
LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
DIGITS = re.compile(r"[#0?][#0?,.]*(?:\.[#0?]*)?")
WEEKDAYS = "一二三四五六日"


class Formats:
    """The number formats of one workbook."""

    def __init__(self, styles: Any, *, from_1904: bool) -> None:
        self._epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
        self._codes: list[str] = []
        if styles is None:
            return
        own = {
            int(node.get("numFmtId", "0")): node.get("formatCode", "")
            for node in styles.iterfind("{*}numFmts/{*}numFmt")
        }
        known = BUILTIN_FORMATS | CHINESE_FORMATS | own
        for node in styles.iterfind("{*}cellXfs/{*}xf"):
            self._codes.append(known.get(int(node.get("numFmtId", "0")), "General"))

    def shown(self, value: str, kind: str, style: int) -> str:
        """A cell's stored value as it is seen."""
        code = self._codes[style] if 0 <= style < len(self._codes) else "General"
        if kind == "d":
            moment = from_ISO8601(value)
            return _moment(moment, code) if moment is not None else value
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind != "n":
            return value
        try:
            number = float(value)
            return _moment(from_excel(number, self._epoch), code) if is_date_format(code) else _number(number, code)
        except (ValueError, OverflowError):  # no number, or no day that there is
            return value


def _moment(moment: datetime | date | time | timedelta, code: str) -> str:
    """The parts that the format shows, written as a notice writes them."""
    if isinstance(moment, timedelta):
        minutes = round(moment.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(moment, datetime):
        moment += timedelta(milliseconds=500)  # 9:00 is stored as 8:59:59.999…
    bare = LITERAL.sub("", code.partition(";")[0]).lower()
    text = ""
    if isinstance(moment, date):
        months = re.sub(r"(?<=h)[^a-z]*m+|m+(?=[^a-z]*s)", "", bare)
        text += f"{moment.year}年" if "y" in bare or "e" in bare else ""
        text += f"{moment.month}月" if "m" in months else ""
        text += f"{moment.day}日" if re.search(r"(?<!d)d{1,2}(?!d)", bare) else ""
        if "aaa" in bare or "ddd" in bare:
            text += f"星期{WEEKDAYS[moment.weekday()]}"
    has_hours = "h" in bare or "s" in bare or not text
    if has_hours and isinstance(moment, datetime | time):
        text += f"{' ' if text else ''}{moment.hour}:{moment.minute:02}"
    return text


def _number(number: float, code: str) -> str:
    """With the per cent, the decimals and the words of its format; any other format as the plain number."""
    section = code.split(";")[1 if number < 0 and code.count(";") else 0]
    places = DIGITS.findall(LITERAL.sub("", section))
    if section == "General" or len(places) != 1 or "E" in section or "/" in section:
        return f"{number:.15g}"
    decimals = len(places[0].partition(".")[2])
    percent = "%" in LITERAL.sub("", section)
    digits = f"{abs(number) * (100 if percent else 1):{',' if ',' in places[0] else ''}.{decimals}f}"
    words = LITERAL.sub(lambda found: found[1] or found[2] or "", section)
    sign = "-" if number < 0 and not code.count(";") else ""
    return sign + DIGITS.sub(lambda _found: digits, words, count=1)
