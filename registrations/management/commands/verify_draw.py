from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from registrations import verify_draw


class Command(BaseCommand):
    help = "Check the record of a draw, as the script that is offered beside it does."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the record (.json) of the result page")
        parser.add_argument("fingerprints", nargs="*", help="fingerprints that were noted down before the draw")

    def handle(self, *args: Any, **options: Any) -> None:
        code = verify_draw.main([options["file"], *options["fingerprints"]], out=self.stdout.write)
        if code:
            raise SystemExit(code)
