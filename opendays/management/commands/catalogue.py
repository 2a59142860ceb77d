from django.core.management import BaseCommand, CommandError

from opendays import catalogue


class Command(BaseCommand):
    help = "Compare the Chinese catalogue with the texts of the code: nothing missing, fuzzy, broken or unused."
    requires_system_checks = []

    def handle(self, **options):
        faults = catalogue.faults()
        for fault in faults:
            self.stdout.write(str(fault))
        if faults:
            raise CommandError(f"{len(faults)} entries of {catalogue.own_catalogue()} need a hand.")
        self.stdout.write("The catalogue is complete.")
