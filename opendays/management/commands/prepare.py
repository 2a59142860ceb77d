from pathlib import Path

import polib
from django.conf import settings
from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    help = "Bring the database, the translations and the assets up to the code. Safe to repeat; run after every update."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--messages-only", action="store_true", help="compile the translations and nothing else")

    def handle(self, *, messages_only, **options):
        for folder in settings.LOCALE_PATHS:
            compile_messages(Path(folder))
        if messages_only:
            return
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)


def compile_messages(folder: Path) -> None:
    """Write each .po's .mo, without gettext on the machine, when it is older than its source."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
