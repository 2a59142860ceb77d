"""python manage.py sweep [--on 2019-10-08] [--dry-run]: remind as the worker does, and say who was told of what."""

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import reminders
from events.foundation import clock
from registrations import reminders as residents


class Command(BaseCommand):
    help = "Sends the reminders that are due now, or would be at the first hour of the day given, and lists them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=_day, metavar="DATE", help="the day to sweep as, YYYY-MM-DD")
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent, and send nothing")

    def handle(self, *, on: datetime.date | None, dry_run: bool, **options: Any) -> None:
        rules = reminders.Rules()
        hour = rules.office.staff_from
        now = datetime.datetime.combine(on, hour, clock.ZONE) if on else clock.now()
        if reminders.is_silent(rules, now=now):
            self.stdout.write(_("Reminders go out on working days from %(hour)s.") % {"hour": f"{hour:%H:%M}"})
        if dry_run:
            silent = reminders.is_silent(rules, now=now)
            self.list([] if silent else reminders.digests(rules, now=now))
            self.list_residents(residents.sweep(now=now, is_trial=True))
            self.stdout.write(_("Nothing was sent: this was a trial."))
        else:
            self.list(reminders.sweep(now=now).sent)
            self.list_residents(residents.sweep(now=now))

    def list(self, digests: Iterable[reminders.Digest]) -> None:
        """Each letter with the duties that it tells of, then how many of both."""
        letters = duties = 0
        for digest in digests:
            letters += 1
            duties += len(digest.reached)
            self.stdout.write(f"{digest.to} ({digest.to.unit})")
            for duty, stage in digest.reached:
                self.stdout.write(f"  {duty.due_on} · {stage.words} · {duty.unit} · {duty}")
        told = ngettext("%(n)s reminder", "%(n)s reminders", duties) % {"n": duties}
        self.stdout.write(
            ngettext("%(told)s in %(n)s letter", "%(told)s in %(n)s letters", letters) % {"told": told, "n": letters}
        )

    def list_residents(self, told: Iterable[residents.Told]) -> None:
        for one in told:
            facts = {"session": one.session, "selected": one.signups, "watchers": one.watchers}
            self.stdout.write(_("%(session)s: %(selected)d of the selected, %(watchers)d who watch") % facts)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day written YYYY-MM-DD") from error
