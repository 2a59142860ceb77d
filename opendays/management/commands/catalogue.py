from django.core.management import BaseCommand, CommandError

from opendays import catalogue


class Command(BaseCommand):
    help = "Compare the Chinese catalogues with the texts of the code: nothing missing, fuzzy, broken or unused."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--draft", action="store_true", help="write what the traditional catalogue lacks, from the simplified one"
        )

    def handle(self, *, draft, **options):
        if draft:
            entries, letters = catalogue.draft(), catalogue.draft_letters()
            self.stdout.write(f"{entries} entries and {letters} letters drafted in {catalogue.TRADITIONAL}; read them.")
        found = {language: catalogue.faults(language) for language in catalogue.LANGUAGES}
        for language, faults in found.items():
            for fault in faults:
                self.stdout.write(f"{language} {fault}")
        if number := sum(map(len, found.values())):
            raise CommandError(
                f"{number} entries under {catalogue.own_catalogue(catalogue.SIMPLIFIED).parents[2]} need a hand."
            )
        self.stdout.write("The catalogues are complete.")
