"""python manage.py workday 2019-10-14 --before 5 [--strict] | --after 5: the last day of an official deadline."""

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from events.foundation.workdays import Calendar, calendar


class Command(BaseCommand):
    help = "Prints the last working day of a deadline. Needs no database; with one, the desk's special days count."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("date", type=_day, help="the day of the event, YYYY-MM-DD")
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--before", type=_count, metavar="N", help="N working days ahead, the day of the act included")
        way.add_argument("--after", type=_count, metavar="N", help="within N working days after")
        parser.add_argument("--strict", action="store_true", help="with --before: N full working days lie between")

    def handle(
        self, *, date: datetime.date, before: int | None, after: int | None, strict: bool, **options: Any
    ) -> None:
        known = self._calendar()
        due = known.due_after(date, after or 0) if before is None else known.due_before(date, before, strict)
        self.stdout.write(due.isoformat())
        if known.is_provisional(date, due):
            self.stderr.write(
                _("Provisional: a year in this count has no official calendar yet, so the day may change.")
            )

    def _calendar(self) -> Calendar:
        try:
            return calendar() if _has_database() else Calendar()
        except DatabaseError:
            return Calendar()


def _has_database() -> bool:
    """On a fresh clone there is none, and merely asking SQLite would leave an empty file behind."""
    return connection.vendor != "sqlite" or Path(connection.settings_dict["NAME"]).exists()


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day written YYYY-MM-DD") from error


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text} is not a number of days")
    return int(text)
