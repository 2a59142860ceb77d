"""python manage.py read_notice FILE [--json] [--apply [--accept-proposed]]: what an official notice says."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from events.foundation import clock, workdays
from events.models import Notice
from events.notices import deciding, importing, naming, parsing, reading, showing, timing


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

        parser.add_argument(
            "--accept-proposed", action="store_true", help="with --apply: what is unsure stands as read"
        )

    def handle(self, *, file: Path, apply: bool, accept_proposed: bool, **options: Any) -> None:
        try:
            lines = reading.read(file)
            notice = timing.judged(parsing.parse(lines), workdays.Calendar())
            if options["json"]:
                self.stdout.write(json.dumps(notice.as_json(), ensure_ascii=False, indent=2))
            else:
                self.stdout.write("\n".join(showing.lines(notice)))
            if apply:
                self._apply(file, accept_proposed=accept_proposed)
        except reading.UnreadableNotice as error:
            raise CommandError(str(error)) from error

    def _apply(self, file: Path, *, accept_proposed: bool) -> None:
        """What is proposed is decided in the desk, where the document waits, or accepted here by a word of its own."""
        try:
            row = importing.receive(file.name, file.read_bytes(), by=None, now=clock.now())
            if accept_proposed and row.plan is None:
                importing.accept_all(row, "", by=None, now=clock.now())
                row.refresh_from_db()
            plan = importing.apply(row, by=None, now=clock.now())
        except ValidationError as error:
            if error.code == "undecided":
                self._list(row)
            raise CommandError(" ".join(error.messages)) from error
        self.stderr.write(_("Written as the plan “%(plan)s”.") % {"plan": plan})

    def _list(self, row: Notice) -> None:
        self.stderr.write(_("To be decided in the desk, or accepted as read with --accept-proposed:"))
        known = {entry["key"]: entry for entry in deciding.entries(row.reading)}
        for key in deciding.undecided(row.reading, row.decisions):
            doubts = " ".join(doubt["message"] for doubt in row.reading["doubts"] if key in doubt["keys"])
            line = _("line %(line)s: ") % {"line": deciding.lines(row.reading, key)[0]}
            self.stderr.write(f"  {line}{naming.name(key, known.get(key))}　{doubts}".rstrip())
