"""python manage.py sweep [--on 2019-10-08]: remind of duties as the worker does, and say what was sent."""

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from events import reminders
from events.foundation import clock
from events.models import Reminder


class Command(BaseCommand):
    help = "Sends the reminders that are due now, or would be at the first hour of the day given, and lists them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=_day, metavar="DATE", help="the day to sweep as, YYYY-MM-DD")

    def handle(self, *, on: datetime.date | None, **options: Any) -> None:
        now = datetime.datetime.combine(on, reminders.FROM_HOUR, clock.ZONE) if on else clock.now()
        swept = reminders.sweep(now=now)
        if swept.is_silent:
            self.stdout.write(
                _("Reminders go out on working days from %(hour)s.") % {"hour": f"{reminders.FROM_HOUR:%H:%M}"}
            )
        for reminder in swept.sent:
            self.stdout.write(_line(reminder))
        self.stdout.write(_("%(number)s reminders sent") % {"number": len(swept.sent)})


def _line(reminder: Reminder) -> str:
    duty, person = reminder.duty, reminder.recipient
    return f"{duty.due_on} {duty.unit} {duty} [{reminder.stage}] → {person}"


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day written YYYY-MM-DD") from error
