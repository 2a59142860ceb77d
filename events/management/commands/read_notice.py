"""python manage.py read_notice FILE [--json] [--apply]: what an official notice says."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from events.foundation import clock
from events.notices import importing, parsing, reading, showing


class Command(BaseCommand):
    help = (
        "Reads a notice (.docx, .pdf, .html, .mht, .xlsx, .csv, .txt) and prints what it found. "
        "Without --apply it needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
        parser.add_argument("--apply", action="store_true", help="write the plan, its themes, points, talks and rules")

    def handle(self, *, file: Path, apply: bool, **options: Any) -> None:
        try:
            lines = reading.read(file)
            notice = parsing.parse(lines)
            if options["json"]:
                self.stdout.write(json.dumps(notice.as_json(), ensure_ascii=False, indent=2))
            else:
                self.stdout.write("\n".join(showing.lines(notice)))
            if apply:
                self._apply(file)
        except reading.UnreadableNotice as error:
            raise CommandError(str(error)) from error

    def _apply(self, file: Path) -> None:
        try:
            row = importing.receive(file.name, file.read_bytes(), by=None, now=clock.now())
            plan = importing.apply(row, by=None, now=clock.now())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stderr.write(_("Written as the plan “%(plan)s”.") % {"plan": plan})
