"""python manage.py verify_audit [--head NUMBER:SEAL]: whether the audit log is whole, and its head to note down."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from events.foundation import audit


class Command(BaseCommand):
    help = "Checks the chain of the audit log. Note the head it prints outside the database, and give it next time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", type=_head, metavar="NUMBER:SEAL", help="a head printed earlier")

    def handle(self, *, head: tuple[int, str] | None, **options: Any) -> None:
        faults = audit.verify(head)
        for fault in faults:
            self.stderr.write(f"{fault.number}: {fault.text}")
        if faults:
            raise CommandError(_("The audit log is not whole."))
        number, seal = audit.head() or (0, "")
        self.stdout.write(_("The audit log is whole: %(number)d sealed entries.") % {"number": number})
        if seal:
            self.stdout.write(f"{number}:{seal}")


def _head(text: str) -> tuple[int, str]:
    number, _colon, seal = text.partition(":")
    if not number.isdecimal() or not seal:
        raise ArgumentTypeError(f"{text} is not NUMBER:SEAL")
    return int(number), seal
